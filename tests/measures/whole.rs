//! What is done against bias does what it says, on the patients it is meant for, and at the price that it states.

use std::collections::BTreeMap;

use cutpoint::data::catalogue::shipped_recipe;
use cutpoint::metrics::{
    ConfusionMatrix, Groups, ScoredTestSet, observed_expected_ratio, rate_gaps, recalibrate, recalibrate_intercept,
};
use cutpoint::num::Threshold;
use cutpoint::pipeline::{Derived, EvaluationJob, Job, PipelineError, Step, decide, equal_sensitivity, evaluate};
use cutpoint::scenario::{Mitigation, Recalibrate, Scenario};
use proptest::prelude::*;

use crate::group;

fn run(id: &str, turn: impl Fn(&mut Scenario)) -> Derived {
    let recipe = shipped_recipe(id).expect("a shipped recipe");
    let mut scenario = Scenario { patients: 40_000, ward_patients: 60_000, ..Scenario::of(&recipe) };
    turn(&mut scenario);
    evaluate(&recipe, &scenario).expect("results")
}

fn sensitivity(set: &ScoredTestSet, name: &str, threshold: f64) -> f64 {
    let matrix = group(set, name).at(Threshold::clamped(threshold));
    matrix.sensitivity().expect("patients with it").value()
}

#[test]
fn a_group_aware_model_finds_those_whom_the_probe_hides_and_alarms_more_of_them() {
    let biased = |scenario: &mut Scenario| {
        scenario.group_by = Some("skin_tone".to_owned());
        for knobs in [&mut scenario.collect, &mut scenario.deploy] {
            knobs.insert("device_bias".to_owned(), 1.0);
        }
        // Enough to learn from in both groups.
        scenario.collect.insert("dark_share".to_owned(), 0.3);
        scenario.patients = 100_000;
    };
    let blind = run("hypoxaemia", biased);
    let aware = run("hypoxaemia", |scenario| {
        biased(scenario);
        scenario.mitigation.interactions = true;
    });
    let found = |derived: &Derived, name| sensitivity(&derived.ward.set, name, 0.2);
    // [SIM] blind .86 and .71; aware .86 and .83, specificity .90 to .81, with the training share of 8 %; the share of 30 %
    // used here moves the blind model a little towards the darker skin.
    assert!(found(&blind, "Dark skin") < 0.78 && found(&aware, "Dark skin") > 0.81);
    assert!((found(&aware, "Light skin") - 0.86).abs() < 0.03);
    let spared = |derived: &Derived| {
        let matrix = group(&derived.ward.set, "Dark skin").at(Threshold::clamped(0.2));
        matrix.specificity().expect("patients without it").value()
    };
    assert!(spared(&aware) < spared(&blind) - 0.03, "{} {}", spared(&aware), spared(&blind));
    let product = aware.model.trained.encoder.features().iter().find(|feature| feature.label.contains('\u{d7}'));
    assert!(product.is_some_and(|feature| feature.label.contains("Skin tone")), "{product:?}");
}

#[test]
fn recalibration_mends_the_expected_number_and_not_the_order_of_patients() {
    let drifted = |scenario: &mut Scenario| {
        scenario.deploy.insert("drift".to_owned(), 0.7);
    };
    let before = run("ward-sepsis", drifted);
    for how in [Recalibrate::Intercept, Recalibrate::InterceptAndSlope] {
        let after = run("ward-sepsis", |scenario| {
            drifted(scenario);
            scenario.mitigation.recalibrate = Some(how);
            scenario.mitigation.local_patients = 20_000;
        });
        let ratio = observed_expected_ratio(&after.ward.set).expect("risks");
        assert!((0.9..=1.1).contains(&ratio), "{how:?}: {ratio}");
        assert!(observed_expected_ratio(&before.ward.set).expect("risks") < 0.7);
        let aucs = [&before, &after].map(|derived| derived.ward.set.auc().expect("both classes"));
        assert!((aucs[0] - aucs[1]).abs() < 0.005, "{aucs:?}");
        assert_eq!(before.paper.set.auc(), after.paper.set.auc(), "the report is what it was");
        assert!(after.model.recalibration.is_some());
        let without = after.without.as_ref().expect("what it is compared with");
        assert_eq!(without.ward.set.auc(), before.ward.set.auc());
    }
}

#[test]
fn recalibrated_risks_are_those_of_a_logistic_regression_on_log_odds() {
    // Made with statsmodels: GLM binomial of y on the log odds of p; and with an offset and no slope.
    let scores: [f64; 8] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
    let labels = [false, false, true, false, false, true, false, true];
    let set = ScoredTestSet::new(&scores, &labels, None).expect("scores");
    let whole = recalibrate(&set).expect("both classes overlap");
    let residual = |slope: f64, intercept: f64| -> [f64; 2] {
        let mut sums = [0.0; 2];
        for (score, label) in scores.iter().zip(labels) {
            let log_odds: f64 = (score / (1.0 - score)).ln();
            let risk = 1.0 / (1.0 + (-(intercept + slope * log_odds)).exp());
            let pull = f64::from(u8::from(label)) - risk;
            sums[0] += pull;
            sums[1] += pull * log_odds;
        }
        sums
    };
    // The likelihood equations of logistic regression: both sums vanish at the maximum, and only there.
    assert!(residual(whole.slope, whole.intercept).iter().all(|sum| sum.abs() < 1e-9));
    let shift = recalibrate_intercept(&set).expect("both classes");
    assert!(residual(1.0, shift.intercept)[0].abs() < 1e-9);
    assert!((shift.apply(0.5) - 1.0 / (1.0 + (-shift.intercept).exp())).abs() < 1e-12);
}

#[test]
fn a_better_label_finds_the_women_whom_the_record_forgot() {
    let of_sex = |scenario: &mut Scenario| {
        scenario.group_by = Some("sex".to_owned());
        scenario.threshold = Threshold::clamped(0.10);
    };
    let old = run("chest-pain", of_sex);
    let reviewed = run("chest-pain", |scenario| {
        of_sex(scenario);
        scenario.mitigation.better_label = true;
    });
    let found = |derived: &Derived| sensitivity(&derived.ward.set, "Female", 0.10);
    assert!(found(&old) < 0.72 && found(&reviewed) > 0.87, "{} {}", found(&old), found(&reviewed));
    assert_eq!(reviewed.data.collected.label, reviewed.data.collected.truth);
}

#[test]
fn balance_weighs_groups_as_the_ward_has_them() {
    // [SIM] D7, training shares .84/.12/.04: .95/.91/.85 as collected, .93/.92/.91 reweighted, .95/.92/.93 with products.
    let by_tone = |scenario: &mut Scenario| scenario.group_by = Some("skin_tone".to_owned());
    let aucs = |turn: &dyn Fn(&mut Mitigation)| {
        let derived = run("skin-lesion", |scenario| {
            by_tone(scenario);
            turn(&mut scenario.mitigation);
        });
        let sets = derived.ward.set.iter_groups().map(|(_, set)| set.auc().expect("both classes"));
        sets.collect::<Vec<f64>>()
    };
    for (turn, claimed) in [
        (&(|_: &mut Mitigation| {}) as &dyn Fn(&mut Mitigation), [0.95, 0.91, 0.85]),
        (&|measures: &mut Mitigation| measures.balance = true, [0.93, 0.92, 0.91]),
        (&|measures: &mut Mitigation| measures.interactions = true, [0.95, 0.92, 0.93]),
    ] {
        let found = aucs(turn);
        for (auc, claimed) in found.iter().zip(claimed) {
            assert!((auc - claimed).abs() < 0.025, "{found:?}, claimed {claimed:?}");
        }
    }
}

#[test]
fn a_group_that_nobody_was_trained_on_is_named() {
    let derived = run("ward-sepsis", |scenario| {
        scenario.group_by = Some("ethnicity".to_owned());
        scenario.collect.insert("representation".to_owned(), 0.0);
        scenario.mitigation.balance = true;
    });
    assert!(derived.model.notes.iter().any(|note| note.contains("Black")), "{:?}", derived.model.notes);
}

#[test]
fn more_data_is_that_many_times_as_many_patients() {
    let derived = run("ward-sepsis", |scenario| {
        scenario.patients = 500;
        scenario.mitigation.more_data = 4;
    });
    assert_eq!(derived.data.collected.len(), 2_000);
}

#[test]
fn too_few_local_outcomes_leave_the_risks_and_say_so() {
    let derived = run("ward-sepsis", |scenario| {
        scenario.deploy.insert("prevalence".to_owned(), 0.01);
        scenario.mitigation.recalibrate = Some(Recalibrate::InterceptAndSlope);
        scenario.mitigation.local_patients = 50;
        scenario.seed = 3;
    });
    let without = derived.without.as_ref().expect("what it is compared with");
    let told = derived.model.notes.iter().any(|note| note.contains("local patients"));
    // With a case among the fifty it can be fitted; without one it must be said.
    assert!(told || derived.model.recalibration.is_some());
    if told {
        assert_eq!(without.ward.scores, derived.ward.scores);
    }
}

#[test]
fn turning_a_measure_reuses_what_stands_and_a_threshold_of_a_group_reruns_nothing() {
    let recipe = shipped_recipe("ward-sepsis").expect("a shipped recipe");
    let scenario = Scenario { patients: 2_000, ward_patients: 2_000, ..Scenario::of(&recipe) };
    let first = std::sync::Arc::new(evaluate(&recipe, &scenario).expect("results"));
    let mut measures = scenario.clone();
    measures.mitigation.group_thresholds = BTreeMap::from([("Female".to_owned(), Threshold::clamped(0.2))]);
    measures.mitigation.abstain = 0.02;
    let again =
        finish(EvaluationJob::new(std::sync::Arc::clone(&recipe), measures, Some(std::sync::Arc::clone(&first))))
            .expect("results");
    assert!(std::sync::Arc::ptr_eq(&again.model, &first.model) && std::sync::Arc::ptr_eq(&again.ward, &first.ward));
    let mut weighed = scenario;
    weighed.mitigation.balance = true;
    let again = finish(EvaluationJob::new(recipe, weighed, Some(std::sync::Arc::clone(&first)))).expect("results");
    assert!(again.without.as_ref().is_some_and(|without| std::sync::Arc::ptr_eq(without, &first)));
    assert!(std::sync::Arc::ptr_eq(&again.data, &first.data));
}

fn finish(mut job: EvaluationJob) -> Result<Derived, PipelineError> {
    loop {
        if let Step::Done(result) = job.step(&|| false) {
            return result;
        }
    }
}

#[test]
fn measures_out_of_range_are_refused_with_field_finding_and_range() {
    let recipe = shipped_recipe("ward-sepsis").expect("a shipped recipe");
    let refused = |turn: &dyn Fn(&mut Mitigation)| {
        let mut scenario = Scenario::of(&recipe);
        turn(&mut scenario.mitigation);
        scenario.check(&recipe).expect_err("out of range").to_string()
    };
    assert!(refused(&|it| it.abstain = 0.7).contains("mitigation.abstain is 0.7; expected a number from 0 to 0.5"));
    assert!(refused(&|it| it.more_data = 0).contains("mitigation.more_data is 0"));
    assert!(refused(&|it| it.local_patients = 3).contains("mitigation.local_patients is 3"));
    let unknown = refused(&|it| {
        it.group_thresholds.insert("Femal".to_owned(), Threshold::clamped(0.1));
    });
    assert!(unknown.contains("did you mean \"Female\""), "{unknown}");
}

#[test]
fn a_scenario_keeps_its_measures_and_an_old_one_has_none() {
    let recipe = shipped_recipe("ward-sepsis").expect("a shipped recipe");
    let mut scenario = Scenario::of(&recipe);
    let plain = scenario.to_toml().expect("text");
    assert!(!plain.contains("mitigation") && !plain.contains("null_control"), "{plain}");
    scenario.null_control = true;
    scenario.mitigation = Mitigation {
        balance: true,
        recalibrate: Some(Recalibrate::InterceptAndSlope),
        abstain: 0.05,
        group_thresholds: BTreeMap::from([("Male".to_owned(), Threshold::clamped(0.2))]),
        ..Mitigation::default()
    };
    let text = scenario.to_toml().expect("text");
    assert_eq!(Scenario::from_toml(&text).expect("it was just written"), scenario);
}

/// A set of three groups, one patient in ten in none.
fn set(scores: &[f64], labels: &[bool]) -> ScoredTestSet {
    let codes = (0..scores.len() as u32).map(|row| if row % 10 == 9 { u32::MAX } else { row % 3 }).collect();
    let names = ["A", "B", "C"].map(str::to_owned).to_vec();
    ScoredTestSet::new(scores, labels, Some(Groups { codes, names })).expect("scores")
}

proptest! {
    #[test]
    fn decisions_are_those_of_counting_every_patient(
        rows in prop::collection::vec((0..=100_u32, any::<bool>()), 1..200),
        common in 0..=100_u32,
        own in 0..=100_u32,
        half in 0..=50_u32,
    ) {
        let scores: Vec<f64> = rows.iter().map(|row| f64::from(row.0) / 100.0).collect();
        let labels: Vec<bool> = rows.iter().map(|row| row.1).collect();
        let line = |at: u32| Threshold::clamped(f64::from(at) / 100.0);
        let mitigation = Mitigation {
            abstain: f64::from(half) / 100.0,
            group_thresholds: BTreeMap::from([("B".to_owned(), line(own))]),
            ..Mitigation::default()
        };
        let decisions = decide(&set(&scores, &labels), line(common), &mitigation);
        let mut by_hand = (ConfusionMatrix::default(), 0, 0);
        for (row, (&score, &label)) in scores.iter().zip(&labels).enumerate() {
            let at = if row % 10 != 9 && row % 3 == 1 { line(own) } else { line(common) }.get();
            let (upper, lower) = ((at + mitigation.abstain).min(1.0), (at - mitigation.abstain).max(0.0));
            let (matrix, with, without) = &mut by_hand;
            match (score >= upper, score < lower, label) {
                (true, _, true) => matrix.tp += 1,
                (true, _, false) => matrix.fp += 1,
                (_, true, true) => matrix.fn_ += 1,
                (_, true, false) => matrix.tn += 1,
                (_, _, true) if half > 0 => *with += 1,
                (_, _, false) if half > 0 => *without += 1,
                (_, _, true) => matrix.fn_ += 1,
                (_, _, false) => matrix.tn += 1,
            }
        }
        prop_assert_eq!(decisions.everyone.matrix, by_hand.0);
        prop_assert_eq!((decisions.everyone.referred_with, decisions.everyone.referred_without), (by_hand.1, by_hand.2));
        prop_assert_eq!(decisions.everyone.people(), rows.len() as u64);
    }
}

#[test]
fn every_group_gets_the_sensitivity_of_everyone_as_nearly_as_its_patients_allow() {
    let derived = run("diabetes", |scenario| scenario.group_by = Some("ethnicity".to_owned()));
    let at = Threshold::clamped(0.10);
    let wanted = derived.ward.set.at(at).sensitivity().expect("patients").value();
    let (thresholds, _) = equal_sensitivity(&derived.ward.set, at);
    assert!(!thresholds.is_empty());
    for (name, own) in thresholds {
        let set = group(&derived.ward.set, &name);
        let reached = set.at(own).sensitivity().expect("patients").value();
        assert!(
            reached >= wanted && reached < wanted + 2.0 / set.positives() as f64 + 0.01,
            "{name}: {reached} {wanted}"
        );
    }
}

#[test]
fn without_bias_gaps_are_chance_and_no_more() {
    let recipe = shipped_recipe("diabetes").expect("a shipped recipe");
    let (mut held, mut looked) = (0, 0);
    for seed in 0..60 {
        let scenario = Scenario {
            patients: 3_000,
            ward_patients: 3_000,
            seed,
            null_control: true,
            group_by: Some("ethnicity".to_owned()),
            threshold: Threshold::clamped(0.05),
            ..Scenario::of(&recipe)
        };
        let derived = evaluate(&recipe, &scenario).expect("results");
        assert_eq!(derived.data.collected.label, derived.data.collected.truth);
        let rate = ConfusionMatrix::false_positive_rate;
        for gap in rate_gaps(&derived.ward.set, scenario.threshold, 0, rate) {
            let Some(interval) = gap.ci else { continue };
            looked += 1;
            held += usize::from(interval.contains(0.0));
        }
    }
    // 95 % of 180 intervals, four standard errors of a share.
    let share = held as f64 / looked as f64;
    assert!(
        looked >= 150 && (share - 0.95).abs() < 4.0 * (0.95_f64 * 0.05 / looked as f64).sqrt(),
        "{held} of {looked}"
    );
}

#[test]
fn an_input_left_out_is_compared_with_the_model_that_had_it() {
    let leaky = |scenario: &mut Scenario| {
        scenario.inputs.push("antibiotics".to_owned());
        scenario.deploy.insert("site".to_owned(), 1.0);
    };
    let mended = run("ward-sepsis", |scenario| {
        leaky(scenario);
        scenario.mitigation.leave_out.insert("antibiotics".to_owned());
    });
    let without = mended.without.as_ref().expect("what it is compared with");
    let aucs = [&without.ward.set, &mended.ward.set].map(|set| set.auc().expect("both classes"));
    // [SIM] .64 with the leak, .68 without it, away from home.
    assert!(aucs[1] > aucs[0] + 0.02, "{aucs:?}");
    assert!(mended.model.trained.encoder.features().iter().all(|feature| feature.column != "antibiotics"));
    let recipe = shipped_recipe("ward-sepsis").expect("a shipped recipe");
    let mut wrong = Scenario::of(&recipe);
    wrong.mitigation.leave_out.insert("lactat".to_owned());
    assert!(wrong.check(&recipe).expect_err("no input").to_string().contains("did you mean \"lactate\""));
}
