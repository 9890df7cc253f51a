//! A reader and a model: counts against a hand-worked list, expected shares against enumeration, and the patients that are dealt.

use cutpoint::data::catalogue;
use cutpoint::learn::{ClassifierKind, ClassifierSpec};
use cutpoint::metrics::{ConfusionMatrix, Judgement, Reader, alerts_per_nurse, effective_sensitivity, reliance, team};
use cutpoint::num::{Proportion, Threshold};
use cutpoint::pipeline::{self, CASES, Case, deal};
use cutpoint::scenario::Scenario;
use proptest::prelude::*;

/// First, last, model, truth: `+` acts or has it, `-` waits or does not.
fn judged(text: &str) -> Vec<Judgement> {
    let one = |word: &str| {
        let [first, last, model, has_it] = word.bytes().map(|sign| sign == b'+').collect::<Vec<_>>()[..] else {
            panic!("four signs, not {word}")
        };
        Judgement { first, last, model, has_it }
    };
    text.split_whitespace().map(one).collect()
}

#[test]
fn a_list_worked_by_hand() {
    // Agreed and right; agreed and wrong; switched to a right model; kept against it; switched to a wrong one twice; kept rightly.
    let outcome = reliance(&judged("++++ ++-+ --+- -+++ --++ +--+ -++- ----"));
    let counts = |matrix: ConfusionMatrix| [matrix.tp, matrix.fp, matrix.fn_, matrix.tn];
    assert_eq!(counts(outcome.before), [3, 0, 2, 3]);
    assert_eq!(counts(outcome.after), [3, 1, 2, 2]);
    assert_eq!(counts(outcome.model), [3, 2, 2, 1]);
    // They differ on all but the first and the last; the reader ends with the model on the fourth, the sixth and the seventh.
    assert_eq!(outcome.switched, Proportion::new(3, 6));
    assert_eq!(outcome.switched_to_right, Proportion::new(1, 2));
    assert_eq!(outcome.switched_to_wrong, Proportion::new(2, 4));
    assert_eq!(outcome.right_before_where_wrong, Proportion::new(4, 4));
    assert_eq!(outcome.right_after_where_wrong, Proportion::new(2, 4));
    let none = reliance(&[]);
    assert!(none.switched.is_none() && none.right_after_where_wrong.is_none() && none.before.n() == 0);
}

proptest! {
    #[test]
    fn the_team_is_what_enumeration_gives(
        own in 0.0..=1.0_f64, spared in 0.0..=1.0_f64, switching in 0.0..=1.0_f64, model in 0.0..=1.0_f64, quiet in 0.0..=1.0_f64,
    ) {
        let reader = Reader { sensitivity: own, specificity: spared, switching };
        let together = team(&reader, model, quiet);
        // Every way in which reader, model and coin can fall for a patient of one kind; right is right for that kind.
        let enumerated = |own: f64, model: f64| {
            let mut right = 0.0;
            for reader_right in [true, false] {
                for model_right in [true, false] {
                    for switches in [true, false] {
                        let share = |is: bool, of: f64| if is { of } else { 1.0 - of };
                        let weight = share(reader_right, own) * share(model_right, model) * share(switches, switching);
                        let team_right = if reader_right != model_right && switches { model_right } else { reader_right };
                        right += if team_right { weight } else { 0.0 };
                    }
                }
            }
            right
        };
        prop_assert!((together.sensitivity - enumerated(own, model)).abs() < 1e-12);
        prop_assert!((together.specificity - enumerated(spared, quiet)).abs() < 1e-12);
        prop_assert!((together.sensitivity_where_missed - enumerated(own, 0.0)).abs() < 1e-12);
        prop_assert!((together.specificity_where_false_alarm - enumerated(spared, 0.0)).abs() < 1e-12);
    }
}

#[test]
fn tired_readers_answer_most_where_pedagogy_says() {
    // 8 patients a nurse: 12.5 alerts per 100 are one each.
    let matrix = ConfusionMatrix { tp: 50, fp: 75, fn_: 50, tn: 825 };
    assert!((alerts_per_nurse(&matrix).expect("patients") - 1.0).abs() < 1e-12);
    assert!((effective_sensitivity(&matrix).expect("cases") - 0.45).abs() < 1e-12);
    let twice = ConfusionMatrix { tp: 50, fp: 200, fn_: 50, tn: 700 };
    assert!((effective_sensitivity(&twice).expect("cases") - 0.5 * 0.9 * 0.7).abs() < 1e-12);
    assert_eq!(effective_sensitivity(&ConfusionMatrix { tn: 5, ..ConfusionMatrix::default() }), None);
    // On ward sepsis the peak lies near 18 alerts per 100 patients.
    let recipe = catalogue::shipped_recipe("ward-sepsis").expect("shipped");
    let scenario = Scenario { patients: 40_000, ..Scenario::of(&recipe) };
    let derived = pipeline::evaluate(&recipe, &scenario).expect("results");
    let set = &derived.paper.set;
    let best = (1..500)
        .map(|step| set.at(Threshold::clamped(f64::from(step) / 1000.0)))
        .max_by(|a, b| effective_sensitivity(a).unwrap_or(0.0).total_cmp(&effective_sensitivity(b).unwrap_or(0.0)));
    let alerts = best.and_then(|best| best.alerts_per_100()).expect("alerts");
    assert!((14.0..22.0).contains(&alerts), "{alerts}");
}

#[test]
fn twenty_patients_are_dealt_on_four_of_whom_the_model_is_wrong() {
    for dataset in ["ward-sepsis", "readmission", "lung-nodule", "skin-lesion"] {
        let recipe = catalogue::shipped_recipe(dataset).expect("shipped");
        let derived = pipeline::evaluate(&recipe, &Scenario::of(&recipe)).expect("results");
        let (side, threshold) = (&derived.ward, derived.scenario.threshold);
        let matrix = side.set.at(threshold);
        let kinds = |cases: &[Case], model: bool, has_it: bool| {
            cases.iter().filter(|case| (case.model, case.has_it) == (model, has_it)).count() as u64
        };
        let mut seen = Vec::new();
        for round in 1..20 {
            let cases = deal(side, threshold, 7, round);
            assert_eq!(cases.len(), CASES, "{dataset}");
            assert_eq!(kinds(&cases, false, true), matrix.fn_.min(2), "{dataset}");
            assert_eq!(kinds(&cases, true, false), matrix.fp.min(2), "{dataset}");
            let mut rows: Vec<usize> = cases.iter().map(|case| case.row).collect();
            assert!(cases.iter().all(|case| case.has_it == side.cohort.truth[case.row]));
            assert!(cases.iter().all(|case| case.model == (side.scores[case.row] >= threshold.get())));
            assert_eq!(cases, deal(side, threshold, 7, round), "the same deal again");
            rows.sort_unstable();
            rows.dedup();
            assert_eq!(rows.len(), CASES, "nobody comes twice");
            seen.push(rows);
        }
        assert!(seen.windows(2).all(|pair| pair[0] != pair[1]), "another round, other patients");
    }
}

#[test]
fn a_small_or_one_sided_ward_gives_what_there_is() {
    let recipe = catalogue::shipped_recipe("ward-sepsis").expect("shipped");
    let mut scenario = Scenario { patients: 400, ward_patients: 20, ..Scenario::of(&recipe) };
    scenario.classifier = ClassifierSpec::of(ClassifierKind::Tree);
    let derived = pipeline::evaluate(&recipe, &scenario).expect("results");
    let everybody = deal(&derived.ward, Threshold::clamped(0.0), 1, 1);
    assert!(everybody.len() <= 20 && everybody.iter().all(|case| case.model), "everybody is flagged");
    let wrong = everybody.iter().filter(|case| case.model != case.has_it).count();
    assert!(wrong <= 2, "never more wrong answers than stated: {wrong}");
}
