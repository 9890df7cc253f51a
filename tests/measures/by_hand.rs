//! Hand-built tables and brute-force counts.

use std::collections::BTreeMap;

use cutpoint::data::{Column, MISSING, Table};
use cutpoint::learn::Encoder;
use cutpoint::metrics::{ConfusionMatrix, FEWEST_POSITIVES, Groups, ScoredTestSet};
use cutpoint::num::Threshold;
use cutpoint::pipeline::{Decided, decide, effects, equal_sensitivity};
use cutpoint::scenario::Mitigation;

use crate::{knob, run};

#[test]
fn products_are_those_of_a_table_made_by_hand() {
    let category = |codes: &[u32], levels: &[&str]| Column::Category {
        codes: codes.to_vec(),
        levels: levels.iter().map(|&level| level.to_owned()).collect(),
    };
    let mut table = Table::default();
    table.push("contrast", Column::Number(vec![2.0, 4.0, 6.0, f64::NAN])).expect("a new name");
    table.push("ulcer", category(&[0, 1, 0, 1], &["no", "yes"])).expect("a new name");
    table.push("tone", category(&[0, 1, 2, 2], &["I-II", "III-IV", "V-VI"])).expect("a new name");
    let columns = ["contrast", "ulcer", "tone"].map(str::to_owned);
    let rows = [0, 1, 2, 3];
    let plain = Encoder::fit(&table, &rows, &columns).expect("an encoding");
    let x = plain.transform(&table, None).expect("a matrix");
    let encoder = plain.with_products("tone", &x).with_labels(|id| match id {
        "contrast" => Some("Contrast".to_owned()),
        "tone" => Some("Skin tone".to_owned()),
        _ => None,
    });
    let products: Vec<&str> = encoder.features()[5..].iter().map(|feature| feature.label.as_str()).collect();
    // I-II is what the others are compared with, so it has no products.
    let expected = [
        "Contrast × Skin tone: III-IV",
        "ulcer: yes × Skin tone: III-IV",
        "Contrast × Skin tone: V-VI",
        "ulcer: yes × Skin tone: V-VI",
    ];
    assert_eq!(products, expected);
    let x = encoder.transform(&table, None).expect("a matrix");
    // Contrast, ulcer, the three tones, and the products; the missing contrast is the median 4.
    let by_hand = [
        [2.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        [4.0, 1.0, 0.0, 1.0, 0.0, 4.0, 1.0, 0.0, 0.0],
        [6.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 6.0, 0.0],
        [4.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 4.0, 1.0],
    ];
    assert_eq!(x, ndarray_of(&by_hand));
    assert_eq!(encoder.describe().len(), 3, "products are no columns of the table");
}

fn ndarray_of(rows: &[[f64; 9]; 4]) -> ndarray::Array2<f64> {
    ndarray::Array2::from_shape_fn((4, 9), |(row, column)| rows[row][column])
}

/// Scores in steps of a hundredth, in two groups and none, from a fixed recurrence.
fn patients() -> (Vec<f64>, Vec<bool>, Vec<u32>) {
    let mut state = 12_345_u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % 101
    };
    let scores: Vec<f64> = (0..3_000).map(|_| next() as f64 / 100.0).collect();
    let labels = scores.iter().map(|&score| next() as f64 / 100.0 < 0.1 + 0.6 * score).collect();
    let codes = (0..3_000).map(|_| [0, 1, 1, MISSING][next() as usize % 4]).collect();
    (scores, labels, codes)
}

#[test]
fn groups_are_decided_on_as_counting_every_patient_does() {
    let (scores, labels, codes) = patients();
    let names = ["A", "B"].map(str::to_owned).to_vec();
    let set = ScoredTestSet::new(&scores, &labels, Some(Groups { codes: codes.clone(), names })).expect("scores");
    let usual = Threshold::clamped(0.40);
    for (own, half) in [(None, 0.0), (None, 0.05), (Some(0.62), 0.0), (Some(0.62), 0.11), (Some(1.0), 0.5)] {
        let named: BTreeMap<String, Threshold> =
            own.map(|at| ("B".to_owned(), Threshold::clamped(at))).into_iter().collect();
        let mitigation = Mitigation { abstain: half, group_thresholds: named, ..Mitigation::default() };
        let mut expected = [Decided::default(); 3];
        for ((&score, &label), &code) in scores.iter().zip(&labels).zip(&codes) {
            let at = own.filter(|_| code == 1).unwrap_or(0.40);
            let one = counted(score, label, at, half);
            let place = if code == MISSING { 2 } else { code as usize };
            expected[place] = sum(expected[place], one);
        }
        let found = decide(&set, usual, &mitigation);
        assert_eq!(found.groups, expected[..2], "{own:?} {half}");
        assert_eq!(found.everyone, sum(sum(expected[0], expected[1]), expected[2]), "{own:?} {half}");
    }
}

/// What becomes of one patient.
fn counted(score: f64, label: bool, at: f64, half: f64) -> Decided {
    let mut one = Decided::default();
    let flagged = score >= (at + half).min(1.0);
    let referred = !flagged && half > 0.0 && score >= (at - half).max(0.0);
    match (flagged, referred, label) {
        (_, true, true) => one.referred_with = 1,
        (_, true, false) => one.referred_without = 1,
        (true, _, true) => one.matrix.tp = 1,
        (true, _, false) => one.matrix.fp = 1,
        (false, _, true) => one.matrix.fn_ = 1,
        (false, _, false) => one.matrix.tn = 1,
    }
    one
}

fn sum(a: Decided, b: Decided) -> Decided {
    Decided {
        matrix: a.matrix + b.matrix,
        referred_with: a.referred_with + b.referred_with,
        referred_without: a.referred_without + b.referred_without,
    }
}

#[test]
fn own_thresholds_are_the_highest_that_find_as_many() {
    let (scores, labels, codes) = patients();
    let names = ["A", "B", "nobody"].map(str::to_owned).to_vec();
    let set = ScoredTestSet::new(&scores, &labels, Some(Groups { codes: codes.clone(), names })).expect("scores");
    let usual = Threshold::clamped(0.40);
    let wanted = set.at(usual).sensitivity().expect("somebody has it").value();
    let (found, left_out) = equal_sensitivity(&set, usual);
    assert_eq!(left_out, ["nobody"], "fewer than {FEWEST_POSITIVES} have the condition");
    for (code, (name, own)) in found.iter().enumerate() {
        let rows: Vec<usize> = (0..scores.len()).filter(|&row| codes[row] as usize == code).collect();
        let own_scores: Vec<f64> = rows.iter().map(|&row| scores[row]).collect();
        let own_labels: Vec<bool> = rows.iter().map(|&row| labels[row]).collect();
        let enough = |at: &f64| {
            let matrix = ConfusionMatrix::count(&own_scores, &own_labels, Threshold::clamped(*at));
            matrix.sensitivity().is_some_and(|rate| rate.value() >= wanted)
        };
        let best = (0..=100).map(|step| f64::from(step) / 100.0).filter(enough).fold(0.0, f64::max);
        assert!((own.get() - best).abs() < 1e-12, "{name}: {} {best}", own.get());
    }
}

#[test]
fn gains_and_costs_are_differences_of_counts() {
    let derived = run("hypoxaemia", |scenario| {
        (scenario.patients, scenario.ward_patients) = (20_000, 20_000);
        scenario.group_by = Some("skin_tone".to_owned());
        knob(scenario, &[("device_bias", 1.0)], &[("device_bias", 1.0)]);
        scenario.mitigation.interactions = true;
        scenario.mitigation.better_label = true;
        scenario.mitigation.more_data = 2;
        scenario.mitigation.abstain = 0.05;
    });
    let (line, measures) = (derived.scenario.threshold, &derived.scenario.mitigation);
    let found = effects(&derived, line, measures).expect("measures were taken");
    assert_eq!((found.price.records_reviewed, found.price.patients_more), (40_000, 20_000));
    assert_eq!(found.price.local_outcomes, 0);
    let referred = decide(&derived.ward.set, line, measures).everyone.referred();
    assert!(referred > 0 && found.price.referred == referred);
    let dark = found.groups.iter().find(|effect| effect.group.as_deref() == Some("Dark skin")).expect("a group");
    // Counted patient by patient.
    let without = derived.without.as_ref().expect("what it is compared with");
    let Some(Column::Category { codes, .. }) = derived.ward.cohort.table.column("skin_tone") else { panic!("tones") };
    let mut counts = [Decided::default(); 2];
    for row in (0..codes.len()).filter(|&row| codes[row] == 1) {
        let truth = derived.ward.cohort.truth[row];
        counts[0] = sum(counts[0], counted(without.ward.scores[row], truth, line.get(), 0.0));
        counts[1] = sum(counts[1], counted(derived.ward.scores[row], truth, line.get(), 0.05));
    }
    assert_eq!([dark.without.decided, dark.with.decided], counts);
    let share = |decided: &Decided| (1000.0 * decided.matrix.fn_ as f64 / decided.people() as f64).round();
    let line = format!("Dark skin: {} missed of 1,000 instead of {}.", share(&counts[1]), share(&counts[0]));
    let gains = found.gains();
    let told = gains.iter().find(|gain| gain.text == line).unwrap_or_else(|| panic!("\"{line}\" is not in {gains:?}"));
    assert!(!told.may_be_chance);
    let costs: Vec<String> = found.costs().into_iter().map(|cost| cost.text).collect();
    for part in ["A panel reviews 40000 records", "20000 more patients", "wait for a person"] {
        assert!(costs.iter().any(|cost| cost.contains(part)), "\"{part}\" is not in {costs:?}");
    }
    let nothing = run("hypoxaemia", |scenario| (scenario.patients, scenario.ward_patients) = (400, 400));
    assert!(effects(&nothing, nothing.scenario.threshold, &nothing.scenario.mitigation).is_none());
}
