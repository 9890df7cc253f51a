//! What is done against bias, and the redraw without any, as the pipeline carries it out.

use std::sync::Arc;

use rand::Rng as _;
use rand::seq::SliceRandom as _;

use crate::data::generator::{GenerateError, Population as Source, generate};
use crate::data::recipe::Recipe;
use crate::data::split::{SplitError, split};
use crate::data::{Cohort, Column, MISSING, Table};
use crate::metrics::{
    FEWEST_POSITIVES, MetricsError, Recalibration, ScoredTestSet, recalibrate, recalibrate_intercept,
};
use crate::rng;
use crate::scenario::{Recalibrate, Scenario};

use super::coins::toss;
use super::derived::{DataStage, Review};

/// The collected patients, with the record as it was kept.
pub(super) fn collect(recipe: &Recipe, scenario: &Scenario) -> Result<Cohort, GenerateError> {
    let seed = scenario.seed;
    let cohort = generate(recipe, Source::Collected, &scenario.collect, scenario.collected_patients(), seed)?;
    let cohort = if scenario.null_control { without_bias(cohort, recipe, seed, "collected")? } else { cohort };
    toss(cohort, scenario, (seed, "collected"))
}

/// `patients` others collected like them, for every `stage` its own.
pub(super) fn collect_others(
    recipe: &Recipe,
    scenario: &Scenario,
    patients: usize,
    stage: &str,
) -> Result<Cohort, GenerateError> {
    let seed = other_seed(scenario.seed, stage);
    let mut cohort = generate(recipe, Source::Collected, &scenario.collect, patients, seed)?;
    if scenario.null_control {
        cohort = without_bias(cohort, recipe, seed, "collected")?;
    } else if scenario.mitigation.better_label {
        cohort.label.clone_from(&cohort.truth);
    }
    toss(cohort, scenario, (seed, "collected"))
}

/// Splits those collected and, where a panel reviews the records, sets them right.
///
/// The split is by the record as it was kept, so that the same patients are held out with and without the review; only a
/// record that cannot be split gives way to the truth.
pub(super) fn stage(mut collected: Cohort, ward: Cohort, scenario: &Scenario) -> Result<DataStage, SplitError> {
    let Scenario { test_fraction, seed, .. } = *scenario;
    let mut parts = split(&collected.label, test_fraction, seed);
    let review = scenario.mitigation.better_label.then(|| {
        let wrong = collected.label.iter().zip(&collected.truth).filter(|(label, truth)| label != truth).count();
        Review { records: collected.len(), corrected: wrong }
    });
    if review.is_some() {
        collected.label.clone_from(&collected.truth);
        parts = parts.or_else(|_| split(&collected.label, test_fraction, seed));
    }
    let split = parts?;
    let held_out = Arc::new(collected.take(&split.held_out));
    Ok(DataStage { collected, split, held_out, ward: Arc::new(ward), review })
}

/// The patients on the ward: `patients` of them, and others for every `stage`.
pub(super) fn deploy(
    recipe: &Recipe,
    scenario: &Scenario,
    patients: usize,
    stage: Option<&str>,
) -> Result<Cohort, GenerateError> {
    let seed = stage.map_or(scenario.seed, |stage| other_seed(scenario.seed, stage));
    let cohort = if scenario.null_control {
        // Drawn like the collection, from numbers of its own.
        let own = other_seed(seed, "null control");
        let cohort = generate(recipe, Source::Collected, &scenario.collect, patients, own)?;
        without_bias(cohort, recipe, own, "ward")?
    } else {
        generate(recipe, Source::Deployed, &scenario.deploy, patients, seed)?
    };
    toss(cohort, scenario, (seed, "ward"))
}

/// A seed for draws that must share nothing with those of `seed`.
pub(super) fn other_seed(seed: u64, stage: &str) -> u64 {
    rng::stream(seed, &["seed", stage]).r#gen()
}

/// The same patients with their group attributes dealt out anew, all attributes of a patient together, and the truth as
/// record: whatever then differs between groups is chance.
fn without_bias(cohort: Cohort, recipe: &Recipe, seed: u64, stage: &str) -> Result<Cohort, GenerateError> {
    let mut order: Vec<usize> = (0..cohort.len()).collect();
    order.shuffle(&mut rng::stream(seed, &["null control", stage]));
    let mut table = Table::default();
    for (name, column) in cohort.table.iter() {
        let group = recipe.variable(name).is_some_and(|variable| variable.group);
        table.push(name, if group { column.take(&order) } else { column.clone() })?;
    }
    Ok(Cohort { table, label: cohort.truth.clone(), truth: cohort.truth })
}

/// A weight for each collected patient, so that every level of `group` counts among the rows trained on as it does on the ward:
/// its share there over its share here; and what could not be balanced. Patients of no level keep weight 1. No weights where
/// there is nothing to balance by.
pub(super) fn balance(
    collected: &Table,
    rows: &[usize],
    ward: &Table,
    group: Option<&str>,
) -> (Option<Vec<f64>>, Vec<String>) {
    let Some(Levels { trained, wanted, codes, names }) = Levels::of(collected, rows, ward, group) else {
        return (
            None,
            vec![tr!("Groups could not be balanced: patients are not compared by any attribute.").to_owned()],
        );
    };
    let (all_trained, all_wanted) = (trained.iter().sum::<u64>() as f64, wanted.iter().sum::<u64>() as f64);
    let both = trained.iter().zip(&wanted);
    if both.clone().all(|(own, want)| *own == 0 || *want == 0) {
        let why =
            tr!("Groups could not be balanced: no group is both on the ward and among the patients to learn from.");
        return (None, vec![why.to_owned()]);
    }
    let mut notes = Vec::new();
    for (name, (own, want)) in names.iter().zip(both) {
        match (own, want) {
            (0, 1..) => {
                notes
                    .push(tr!("Nobody to learn from is \u{201c}{name}\u{201d}: no weight can make up for that.", name));
            }
            (1.., 0) => {
                let those =
                    if *own == 1 { tr!("patient of that group counts") } else { tr!("patients of that group count") };
                notes.push(tr!(
                    "Nobody on the ward is \u{201c}{name}\u{201d}: the {own} {those} for nothing.",
                    name,
                    own,
                    those
                ));
            }
            _ => {}
        }
    }
    let weight_of = |level: usize| match (trained[level], wanted[level]) {
        (0, _) => 0.0,
        (own, want) => (want as f64 / all_wanted) / (own as f64 / all_trained),
    };
    let weights = codes.iter().map(|&code| if code == MISSING { 1.0 } else { weight_of(code as usize) });
    (Some(weights.collect()), notes)
}

/// What keeps a group-aware model from knowing some group.
pub(super) fn unknown_groups(collected: &Table, rows: &[usize], ward: &Table, group: Option<&str>) -> Vec<String> {
    let Some(Levels { trained, wanted, names, .. }) = Levels::of(collected, rows, ward, group) else {
        return vec![
            tr!("The model could not be told the group: patients are not compared by any attribute.").to_owned(),
        ];
    };
    if trained.iter().filter(|&&own| own > 0).count() < 2 {
        return vec![
            tr!("The model could not be told the group: all patients to learn from are of the same.").to_owned(),
        ];
    }
    let strangers = names.iter().zip(trained.iter().zip(&wanted)).filter(|(_, (own, want))| **own == 0 && **want > 0);
    let note = |name| {
        tr!(
            "Nobody to learn from is \u{201c}{name}\u{201d}: the model treats such patients as it does the largest group.",
            name
        )
    };
    strangers.map(|(name, _)| note(name)).collect()
}

/// A group attribute among the rows trained on and on the ward.
struct Levels<'a> {
    /// How many of each level are trained on.
    trained: Vec<u64>,
    /// How many of each level are on the ward.
    wanted: Vec<u64>,
    /// The level of each collected patient.
    codes: &'a [u32],
    names: &'a [String],
}

impl<'a> Levels<'a> {
    /// `None` without such an attribute.
    fn of(collected: &'a Table, rows: &[usize], ward: &Table, group: Option<&str>) -> Option<Self> {
        let (Column::Category { codes, levels }, Column::Category { codes: on_ward, .. }) =
            (collected.column(group?)?, ward.column(group?)?)
        else {
            return None;
        };
        let counts = |codes: &mut dyn Iterator<Item = u32>| {
            let mut counts = vec![0_u64; levels.len()];
            for code in codes.filter(|&code| code != MISSING) {
                counts[code as usize] += 1;
            }
            counts
        };
        let trained = counts(&mut rows.iter().map(|&row| codes[row]));
        let wanted = counts(&mut on_ward.iter().copied());
        Some(Self { trained, wanted, codes, names: levels })
    }
}

/// The recalibration that local outcomes call for, or why there is none.
pub(super) fn local_recalibration(
    how: Recalibrate,
    scores: &[f64],
    outcomes: &[bool],
) -> Result<Result<Recalibration, String>, MetricsError> {
    let set = ScoredTestSet::new(scores, outcomes, None)?;
    let (few, n) = (set.positives().min(set.negatives()), set.n());
    if few < FEWEST_POSITIVES {
        return Ok(Err(tr!(
            "The risks could not be fitted to local outcomes: of {n} local patients {few} have the rarer outcome, and at \
             least {FEWEST_POSITIVES} are needed. Collect more of them.",
            n,
            few,
            FEWEST_POSITIVES
        )));
    }
    let fitted = match how {
        Recalibrate::Intercept => recalibrate_intercept(&set),
        Recalibrate::InterceptAndSlope => recalibrate(&set),
    };
    Ok(match fitted {
        Some(fitted) if fitted.slope > 0.0 => Ok(fitted),
        Some(_) => Err(tr!(
            "The risks were not fitted to local outcomes: among the local patients those with higher risks have the \
             condition less often, and no correction of the risks mends their order."
        )
        .to_owned()),
        None => Err(tr!(
            "The risks could not be fitted to local outcomes: they tell too few patients apart, or all of them."
        )
        .to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tones(codes: &[u32]) -> Table {
        let levels = ["light", "medium", "dark"].map(str::to_owned).to_vec();
        let mut table = Table::default();
        table.push("tone", Column::Category { codes: codes.to_vec(), levels }).expect("a first column");
        table
    }

    #[test]
    fn weights_are_the_share_on_the_ward_over_the_share_trained_on() {
        // Trained on, of those whose tone is known: 3 light of 4, 1 dark of 4. On the ward 1 light of 2, 1 dark of 2.
        // Light: 1/2 over 3/4 = 2/3. Dark: 1/2 over 1/4 = 2. The held-out rows 5 and 6 count for no share.
        let collected = tones(&[0, 0, 0, 2, MISSING, 2, 2]);
        let ward = tones(&[2, 0, MISSING]);
        let (weights, notes) = balance(&collected, &[0, 1, 2, 3, 4], &ward, Some("tone"));
        let weights = weights.expect("there are groups");
        for (weight, expected) in weights.iter().zip([2.0 / 3.0, 2.0 / 3.0, 2.0 / 3.0, 2.0, 1.0, 2.0, 2.0]) {
            assert!((weight - expected).abs() < 1e-12, "{weights:?}");
        }
        // Then each counts as on the ward: light 3 · 2/3 = dark 1 · 2.
        assert!(notes.is_empty(), "{notes:?}");
    }

    #[test]
    fn a_group_on_one_side_only_is_named() {
        let (weights, notes) = balance(&tones(&[0, 0, 1]), &[0, 1, 2], &tones(&[0, 2]), Some("tone"));
        assert_eq!(weights.expect("light is on both sides"), [0.75, 0.75, 0.0]);
        assert_eq!(notes.len(), 2);
        assert!(
            notes[0].contains("Nobody on the ward is \u{201c}medium\u{201d}: the 1 patient of that group counts"),
            "{notes:?}"
        );
        assert!(notes[1].contains("Nobody to learn from is \u{201c}dark\u{201d}"), "{notes:?}");
        let (weights, notes) = balance(&tones(&[0]), &[0], &tones(&[2]), Some("tone"));
        assert!(weights.is_none() && notes.len() == 1, "{notes:?}");
    }

    #[test]
    fn risks_in_the_wrong_order_are_not_turned_round() {
        let scores: Vec<f64> = (0..100).map(|row| f64::from(row) / 100.0).collect();
        let outcomes: Vec<bool> = (0..100).map(|row| row < 40 || row % 7 == 0).collect();
        let fitted = local_recalibration(Recalibrate::InterceptAndSlope, &scores, &outcomes).expect("scores");
        assert!(fitted.is_err_and(|note| note.contains("higher risks have the condition less often")));
        let few = local_recalibration(Recalibrate::Intercept, &scores[..30], &outcomes[..30]).expect("scores");
        assert!(few.is_err_and(|note| note.contains("of 30 local patients 0")));
    }
}
