//! What is done against bias, and the redraw without any, as the pipeline carries it out.

use rand::Rng as _;
use rand::seq::SliceRandom as _;

use crate::data::generator::{GenerateError, Population as Source, generate};
use crate::data::recipe::Recipe;
use crate::data::{Cohort, Column, MISSING, Table};
use crate::metrics::{
    FEWEST_POSITIVES, MetricsError, Recalibration, ScoredTestSet, recalibrate, recalibrate_intercept,
};
use crate::rng;
use crate::scenario::{MOST_PATIENTS, Recalibrate, Scenario};

/// How many patients are collected once the measures are counted in.
pub(super) fn collected_patients(scenario: &Scenario) -> usize {
    let times = scenario.mitigation.more_data.max(1) as usize;
    scenario.patients.saturating_mul(times).min(MOST_PATIENTS.max(scenario.patients))
}

/// The collected patients.
pub(super) fn collect(recipe: &Recipe, scenario: &Scenario) -> Result<Cohort, GenerateError> {
    let patients = collected_patients(scenario);
    let mut cohort = generate(recipe, Source::Collected, &scenario.collect, patients, scenario.seed)?;
    if scenario.null_control {
        cohort = without_bias(cohort, recipe, scenario.seed, "collected")?;
    } else if scenario.mitigation.better_label {
        cohort.label.clone_from(&cohort.truth);
    }
    Ok(cohort)
}

/// The patients on the ward: `patients` of them, and others for every `stage`.
pub(super) fn deploy(
    recipe: &Recipe,
    scenario: &Scenario,
    patients: usize,
    stage: Option<&str>,
) -> Result<Cohort, GenerateError> {
    let seed = stage.map_or(scenario.seed, |stage| other_seed(scenario.seed, stage));
    if !scenario.null_control {
        return generate(recipe, Source::Deployed, &scenario.deploy, patients, seed);
    }
    // Drawn like the collection, from numbers of its own.
    let own = other_seed(seed, "null control");
    let cohort = generate(recipe, Source::Collected, &scenario.collect, patients, own)?;
    without_bias(cohort, recipe, own, "ward")
}

/// A seed for draws that must share nothing with those of `seed`.
fn other_seed(seed: u64, stage: &str) -> u64 {
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

/// A weight for each collected patient, so that every level of `group` counts among the rows trained on as it does on the ward;
/// and what could not be balanced. Patients of no level keep weight 1. `None` where there is nothing to balance by.
pub(super) fn balance(
    collected: &Table,
    rows: &[usize],
    ward: &Table,
    group: Option<&str>,
) -> Option<(Vec<f64>, Vec<String>)> {
    let column = |table: &Table| match group.and_then(|name| table.column(name))? {
        Column::Category { codes, levels } => Some((codes.clone(), levels.clone())),
        Column::Number(_) => None,
    };
    let ((codes, levels), (ward_codes, _)) = (column(collected)?, column(ward)?);
    let counts = |codes: &mut dyn Iterator<Item = u32>| {
        let mut counts = vec![0_u64; levels.len()];
        for code in codes.filter(|&code| code != MISSING) {
            counts[code as usize] += 1;
        }
        counts
    };
    let trained = counts(&mut rows.iter().map(|&row| codes[row]));
    let wanted = counts(&mut ward_codes.iter().copied());
    let (all_trained, all_wanted) = (trained.iter().sum::<u64>() as f64, wanted.iter().sum::<u64>() as f64);
    let mut notes = Vec::new();
    let weight_of = |level: usize| match (trained[level], wanted[level]) {
        (0, _) => 0.0,
        (own, want) => (want as f64 / all_wanted) / (own as f64 / all_trained),
    };
    for (level, name) in levels.iter().enumerate() {
        if trained[level] == 0 && wanted[level] > 0 {
            notes.push(format!("Nobody to learn from is \u{201c}{name}\u{201d}: no weight can make up for that."));
        }
    }
    let weights = codes.iter().map(|&code| if code == MISSING { 1.0 } else { weight_of(code as usize) });
    Some((weights.collect(), notes))
}

/// The recalibration that local outcomes call for, or why there is none.
pub(super) fn local_recalibration(
    how: Recalibrate,
    scores: &[f64],
    outcomes: &[bool],
) -> Result<Result<Recalibration, String>, MetricsError> {
    let set = ScoredTestSet::new(scores, outcomes, None)?;
    let fitted = match how {
        Recalibrate::Intercept => recalibrate_intercept(&set),
        Recalibrate::InterceptAndSlope => recalibrate(&set),
    };
    let few = set.positives().min(set.negatives());
    Ok(fitted.ok_or_else(|| {
        format!(
            "The risks could not be fitted to local outcomes: of {} local patients {few} have the rarer outcome, and at \
             least {FEWEST_POSITIVES} are needed. Collect more of them.",
            set.n()
        )
    }))
}
