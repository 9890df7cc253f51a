//! What Cutpoint says where a figure has no meaning, and what the registry says of every figure.
//!
//! The numbers in test names are those of the list of faults.

use std::collections::BTreeSet;

use cutpoint::metrics::{
    Answer, ConfusionMatrix, Groups, Kind, METRICS, MetricsError, ScoredTestSet, Wish, answer, answer_all,
    average_precision, brier, calibration, evaluate, fairness, log_loss, metric, natural_frequencies, pr, rate_gaps,
    roc, thinned_roc, threshold_of_harm_ratio,
};
use cutpoint::num::{Proportion, Threshold};
use serde_json::{Value, json};

fn threshold(at: f64) -> Threshold {
    Threshold::new(at).expect("a threshold")
}

fn groups(codes: &[u32], names: &[&str]) -> Groups {
    Groups { codes: codes.to_vec(), names: names.iter().map(ToString::to_string).collect() }
}

/// Ten patients in two groups, with a tie across the classes.
fn ten() -> ScoredTestSet {
    let scores = [0.1, 0.2, 0.2, 0.3, 0.4, 0.4, 0.6, 0.7, 0.8, 0.9];
    let labels = [false, false, true, false, true, false, false, true, true, true];
    ScoredTestSet::new(&scores, &labels, Some(groups(&[0, 0, 0, 0, 0, 1, 1, 1, 1, 1], &["A", "B"]))).expect("sound")
}

fn json_of(scores: &[f64], labels: &[bool], groups: Option<&Groups>, at: &[f64]) -> Value {
    let at: Vec<Threshold> = at.iter().copied().map(threshold).collect();
    serde_json::to_value(evaluate(scores, labels, groups, &at).expect("sound")).expect("JSON")
}

#[test]
fn bad_input_is_refused_with_where_what_and_what_to_do() {
    let build = |scores: &[f64], labels: &[bool], groups| ScoredTestSet::new(scores, labels, groups);
    let refused =
        |scores: &[f64], labels: &[bool], groups| build(scores, labels, groups).expect_err("refused").to_string();
    assert_eq!(
        refused(&[0.5, 1.2], &[true, false], None),
        "patient 2 has the score 1.2, expected a number from 0 to 1; correct or remove that patient"
    );
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.1] {
        assert!(matches!(build(&[bad], &[true], None), Err(MetricsError::Score { patient: 1, .. })), "{bad} was taken");
    }
    assert_eq!(refused(&[0.5], &[], None), "there are 0 labels for 1 scores; every patient needs one of each");
    assert!(refused(&[0.5], &[true], Some(groups(&[], &["A"]))).starts_with("there are 0 group names for 1 scores"));
    assert!(refused(&[0.5], &[true], Some(groups(&[1], &["A"]))).starts_with("patient 1 is in group number 1"));
    assert!(refused(&[0.5], &[true], Some(groups(&[0], &["A", "A"]))).starts_with("two groups are called \"A\""));
}

#[test]
fn f39_a_group_of_one_is_counted_and_has_a_wide_interval() {
    let set = ScoredTestSet::new(&[0.8, 0.2, 0.6], &[true, false, true], Some(groups(&[0, 0, 1], &["many", "one"])));
    let set = set.expect("sound");
    let one = set.group_at(1, threshold(0.5));
    assert_eq!((one.n(), one.tp), (1, 1));
    let interval = one.sensitivity().expect("one patient has it").wilson();
    assert!(interval.lo < 0.21 && interval.hi >= 1.0, "{interval:?}");
    assert_eq!(set.group(1).and_then(ScoredTestSet::auc), None);
}

#[test]
fn f40_an_empty_group_has_no_figures_and_opens_no_gap() {
    let set =
        ScoredTestSet::new(&[0.8, 0.2], &[true, false], Some(groups(&[0, 0], &["all", "nobody"]))).expect("sound");
    let nobody = set.group_at(1, threshold(0.5));
    assert_eq!((nobody.flagged(), nobody.accuracy(), natural_frequencies(&nobody, 1000)), (None, None, None));
    assert_eq!(fairness(&set, threshold(0.5)).equalized_odds_difference, Some(0.0));
    assert_eq!(rate_gaps(&set, threshold(0.5), 0, ConfusionMatrix::flagged)[0].difference, None);
    assert_eq!(rate_gaps(&set, threshold(0.5), 7, ConfusionMatrix::flagged), []);
    assert_eq!(set.group_at(9, threshold(0.5)), ConfusionMatrix::default());
}

#[test]
fn f41_a_group_that_lacks_a_class_leaves_only_the_gaps_that_need_it_undefined() {
    let scores = [0.9, 0.1, 0.8, 0.3];
    let gaps = |labels: &[bool]| {
        let set = ScoredTestSet::new(&scores, labels, Some(groups(&[0, 0, 1, 1], &["A", "B"]))).expect("sound");
        fairness(&set, threshold(0.5))
    };
    let no_positives = gaps(&[true, false, false, false]);
    assert_eq!(no_positives.demographic_parity_difference, Some(0.0));
    assert_eq!((no_positives.equal_opportunity_difference, no_positives.equalized_odds_difference), (None, None));
    let no_negatives = gaps(&[true, false, true, true]);
    assert_eq!(no_negatives.equal_opportunity_difference, Some(0.5));
    assert_eq!(no_negatives.equalized_odds_difference, None);
}

#[test]
fn f42_tied_scores_share_one_point() {
    let points = roc(&ten());
    let thresholds: Vec<Option<f64>> = points.iter().map(|point| point.threshold).collect();
    assert_eq!(
        thresholds,
        [None, Some(0.9), Some(0.8), Some(0.7), Some(0.6), Some(0.4), Some(0.3), Some(0.2), Some(0.1)]
    );
    assert_eq!((points[5].fpr, points[5].tpr), (2.0 / 5.0, 4.0 / 5.0));
}

#[test]
fn f43_a_patient_on_the_threshold_is_flagged_even_at_0_and_1() {
    let set = ScoredTestSet::new(&[0.0, -0.0, 1.0, 0.5], &[true, false, true, false], None).expect("sound");
    assert_eq!(set.at(threshold(0.0)), ConfusionMatrix { tp: 2, fp: 2, fn_: 0, tn: 0 });
    assert_eq!(set.at(threshold(0.5)), ConfusionMatrix { tp: 1, fp: 1, fn_: 1, tn: 1 });
    assert_eq!(set.at(threshold(1.0)), ConfusionMatrix { tp: 1, fp: 0, fn_: 1, tn: 2 });
    assert_eq!(set.at(threshold(0.5)).net_benefit(threshold(0.0)), None);
    assert_eq!(set.at(threshold(0.5)).net_benefit(threshold(1.0)), None);
}

#[test]
fn f44_nobody_flagged_means_no_ppv_rather_than_0() {
    let matrix = ten().at(threshold(1.0));
    assert_eq!((matrix.ppv(), matrix.alerts_per_found(), matrix.mcc()), (None, None, None));
    assert_eq!(matrix.f1(), Some(0.0));
    assert_eq!(
        metric("ppv").expect("registered").filled_in(&ten(), threshold(1.0)),
        "0 ÷ (0 + 0): undefined, because nobody is flagged"
    );
}

#[test]
fn without_patients_nothing_is_defined() {
    let set = ScoredTestSet::new(&[], &[], None).expect("an empty table is allowed");
    assert_eq!((set.n(), set.auc(), set.prevalence()), (0, None, None));
    assert_eq!((brier(&set), log_loss(&set), average_precision(&set)), (None, None, None));
    assert!(roc(&set).is_empty() && thinned_roc(&set, 10).is_empty() && pr(&set).is_empty());
    assert_eq!(answer(&set, Wish::SensitivityAtLeast(0.9)), Answer::Impossible { nearest: None });
    let json = json_of(&[], &[], None, &[0.5]);
    assert_eq!((&json["n"], &json["brier"], &json["at"][0]["accuracy"]), (&json!(0), &Value::Null, &Value::Null));
}

#[test]
fn a_surely_wrong_patient_costs_the_largest_loss_and_not_infinity() {
    let set = ScoredTestSet::new(&[0.0], &[true], None).expect("sound");
    let loss = log_loss(&set).expect("one patient");
    assert!((loss - 36.043_653_389_117_15).abs() < 1e-12, "{loss}");
    assert_eq!(calibration(&set).observed_expected_ratio, None);
}

#[test]
fn the_json_has_exactly_the_promised_keys() {
    let keys = |value: &Value| -> BTreeSet<String> { value.as_object().expect("an object").keys().cloned().collect() };
    let set = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    let whole = [
        "n",
        "positives",
        "prevalence",
        "auc",
        "auc_ci",
        "average_precision",
        "brier",
        "log_loss",
        "calibration",
        "roc",
        "pr",
        "calibration_bins",
        "decision_curve",
        "at",
    ];
    let at = [
        "threshold",
        "tp",
        "fp",
        "fn",
        "tn",
        "sensitivity",
        "specificity",
        "ppv",
        "npv",
        "accuracy",
        "f1",
        "mcc",
        "sensitivity_ci",
        "specificity_ci",
        "ppv_ci",
        "npv_ci",
        "net_benefit",
    ];
    let json = json_of(&[0.3, 0.6], &[false, true], None, &[0.5, 0.2]);
    assert_eq!(keys(&json), set(&whole));
    assert_eq!(keys(&json["at"][0]), set(&at));
    assert_eq!(keys(&json["calibration"]), set(&["intercept", "slope", "observed_expected_ratio"]));
    assert_eq!(json["roc"][0], json!({"fpr": 0.0, "tpr": 0.0, "threshold": null}));
    assert_eq!((&json["at"][0]["threshold"], &json["at"][1]["threshold"]), (&json!(0.5), &json!(0.2)));
    let with_groups = json_of(&[0.3, 0.6], &[false, true], Some(&groups(&[0, 1], &["Z", "A"])), &[0.5]);
    assert_eq!(keys(&with_groups), set(&[&whole[..], &["groups", "fairness"]].concat()));
    assert_eq!(keys(&with_groups["groups"]["Z"]), set(&["n", "positives", "auc", "at"]));
    assert_eq!(keys(&with_groups["groups"]["A"]["at"][0]), set(&at));
    let gaps =
        ["threshold", "demographic_parity_difference", "equal_opportunity_difference", "equalized_odds_difference"];
    assert_eq!(keys(&with_groups["fairness"][0]), set(&gaps));
    let nobody_named = json_of(&[0.3], &[false], Some(&groups(&[Groups::NONE], &[])), &[0.5]);
    assert_eq!(nobody_named["groups"], json!({}));
}

#[test]
fn numbers_are_written_in_full() {
    let text = serde_json::to_string(&evaluate(&[0.1, 0.7, 0.3], &[false, true, true], None, &[]).expect("sound"));
    let text = text.expect("JSON");
    assert!(text.contains("\"prevalence\":0.6666666666666666,"), "{text}");
}

#[test]
fn published_intervals_are_reproduced() {
    // Newcombe 1998, Statistics in Medicine 17:857-872, table I (81 of 263), method 3; and 17:873-890, 56 of 70
    // against 48 of 80, method 10.
    let rate = |k, n| Proportion::new(k, n).expect("k of n");
    let wilson = rate(81, 263).wilson();
    assert!((wilson.lo - 0.2553).abs() < 5e-5 && (wilson.hi - 0.3662).abs() < 5e-5, "{wilson:?}");
    let apart = rate(56, 70).newcombe(rate(48, 80));
    assert!((apart.lo - 0.0524).abs() < 5e-5 && (apart.hi - 0.3339).abs() < 5e-5, "{apart:?}");
}

#[test]
fn an_impossible_pair_of_wishes_names_the_nearest_miss() {
    let wishes = [Wish::SensitivityAtLeast(0.8), Wish::AlertsPer100AtMost(50.0)];
    // 4 of 5 are found only at 0.4, with 6 alerts; at 0.7 it is 3 of 5 with 3 alerts.
    assert_eq!(answer_all(&ten(), &wishes), Answer::Impossible { nearest: Some(threshold(0.4)) });
    let easier = [Wish::SensitivityAtLeast(0.8), Wish::AlertsPer100AtMost(60.0)];
    assert_eq!(answer_all(&ten(), &easier), Answer::At(threshold(0.4)));
    assert_eq!(answer(&ten(), Wish::PpvAtLeast(1.1)), Answer::Impossible { nearest: Some(threshold(0.7)) });
    assert_eq!(answer(&ten(), Wish::SensitivityAtLeast(f64::NAN)), Answer::Impossible { nearest: None });
    assert_eq!(threshold_of_harm_ratio(9.0), Some(threshold(0.1)));
    assert_eq!(threshold_of_harm_ratio(-1.0), None);
}

#[test]
fn whole_people_are_rounded_by_class_first_and_nobody_with_the_condition_is_rounded_away() {
    let quarter = ConfusionMatrix { tp: 1, fp: 1, fn_: 1, tn: 1 };
    let people = natural_frequencies(&quarter, 1002).expect("somebody");
    assert_eq!(people, ConfusionMatrix { tp: 251, fp: 251, fn_: 250, tn: 250 });
    let rare = ConfusionMatrix { tp: 1, fp: 0, fn_: 0, tn: 99_999 };
    assert_eq!(natural_frequencies(&rare, 1000).map(|people| people.positives()), Some(1));
}

#[test]
fn every_figure_can_say_what_it_is() {
    let mut names = BTreeSet::new();
    for metric in METRICS.iter() {
        for text in [
            metric.name,
            metric.formula,
            metric.template,
            metric.tells,
            metric.hides,
            metric.undefined_when,
            metric.source,
        ] {
            assert!(!text.trim().is_empty(), "{} lacks words", metric.id);
        }
        assert!(
            !metric.synonyms.is_empty() && metric.tells.ends_with('.') && metric.hides.ends_with('.'),
            "{}",
            metric.id
        );
        assert!(names.insert(metric.id), "{} is registered twice", metric.id);
        for synonym in metric.synonyms {
            assert!(names.insert(synonym), "\"{synonym}\" stands for two figures");
        }
        let filled = metric.filled_in(&ten(), threshold(0.5));
        let live = filled.contains('=') || matches!(metric.kind, Kind::Elsewhere);
        assert!(!filled.contains(['{', '}']) && live, "{}: {filled}", metric.id);
    }
    assert!(metric("sensitivity").expect("registered").synonyms.contains(&"recall"));
    assert!(metric("recall").is_none());
}

#[test]
fn the_registry_has_every_figure_of_the_json_and_the_same_value() {
    let set = ten();
    let json = serde_json::to_value(cutpoint::metrics::Evaluation::of(&set, &[threshold(0.5)])).expect("JSON");
    let mut found = 0;
    for place in [&json, &json["at"][0], &json["fairness"][0], &json["calibration"]] {
        for (key, value) in place.as_object().expect("an object") {
            let id = match key.as_str() {
                "slope" => "calibration_slope",
                "intercept" => "calibration_intercept",
                "threshold" => continue,
                other => other,
            };
            if !value.is_f64() {
                continue;
            }
            let metric = metric(id).unwrap_or_else(|| panic!("{id} is not registered"));
            assert_eq!(metric.value(&set, threshold(0.5)), value.as_f64(), "{id}");
            found += 1;
        }
    }
    assert_eq!(found, 5 + 8 + 3 + 3, "some figure is missing");
    let sensitivity = metric("sensitivity").expect("registered");
    assert_eq!(sensitivity.filled_in(&set, threshold(0.5)), "3 ÷ (3 + 2) = 60.0 %");
    assert_eq!(sensitivity.proportion(&set.at(threshold(0.5))), Proportion::new(3, 5));
    assert!(matches!(metric("auc").expect("registered").kind, Kind::Scores(_)));
}
