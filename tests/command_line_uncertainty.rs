//! `cutpoint evaluate`: points of the curves, calibration groups, intervals by resampling and thresholds of groups.

mod common;

use std::fmt::Write as _;
use std::path::Path;

use common::cutpoint;
use serde_json::Value;

/// 400 patients in two groups of which one is scored lower.
fn predictions() -> String {
    let mut csv = "label,score,group\n".to_owned();
    for row in 0..400_u32 {
        let score = f64::from(row.wrapping_mul(2_654_435_761) >> 12) / f64::from(1 << 20);
        let label = f64::from(row.wrapping_mul(40_503) % 997) / 997.0 < score;
        let group = if row % 4 == 0 { "old=80+" } else { "young" };
        let score = if row % 4 == 0 { 0.6 * score } else { score };
        writeln!(csv, "{},{score},{group}", u8::from(label)).expect("text");
    }
    csv
}

fn evaluate(arguments: &[&str]) -> common::Ran {
    let all = [&["evaluate", "-"], arguments].concat();
    cutpoint(&all, predictions().as_bytes())
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn calibration_groups_are_those_of_scikit_learn() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let text = std::fs::read_to_string(fixtures.join("calibration_bins.json")).expect("the fixture");
    let cases: Value = serde_json::from_str(&text).expect("JSON");
    let cases = cases.as_object().expect("an object");
    assert!(cases.len() >= 8);
    for (case, expected) in cases {
        let file = fixtures.join("oracle").join(case).join("predictions.csv");
        let ran = cutpoint(&["evaluate", &file.to_string_lossy(), "--json"], b"");
        let json = ran.json();
        let bins = json["calibration_bins"].as_array().expect("a list");
        let predicted = expected["predicted"].as_array().expect("a list");
        assert_eq!(bins.len(), predicted.len(), "{case}");
        for (index, bin) in bins.iter().enumerate() {
            for key in ["predicted", "observed"] {
                let apart = number(&bin[key]) - number(&expected[key][index]);
                assert!(apart.abs() < 1e-9, "{case}, group {index}, {key}: {apart}");
            }
            assert!((number(&bin["observed"]) - number(&bin["positives"]) / number(&bin["n"])).abs() < 1e-15);
        }
    }
}

#[test]
fn curves_agree_with_the_matrices_at_their_thresholds() {
    let plain = evaluate(&["--json"]).json();
    for point in plain["pr"].as_array().expect("a list").iter().step_by(37) {
        let at = number(&point["threshold"]).to_string();
        let there = evaluate(&["--json", "--threshold", &at]).json();
        assert_eq!(point["recall"], there["at"][0]["sensitivity"], "at {at}");
        assert_eq!(point["precision"], there["at"][0]["ppv"], "at {at}");
    }
    let curve = plain["decision_curve"].as_array().expect("a list");
    assert_eq!(curve.len(), 99);
    for point in curve.iter().step_by(14) {
        let at = number(&point["threshold"]).to_string();
        let there = evaluate(&["--json", "--threshold", &at]).json();
        assert_eq!(point["model"], there["at"][0]["net_benefit"], "at {at}");
    }
}

#[test]
fn a_bootstrap_says_its_size_and_seed_and_is_the_same_again() {
    let ask = ["--json", "--threshold", "0.3", "--bootstrap", "500", "--seed", "9"];
    let json = evaluate(&ask).json();
    let drawn = &json["bootstrap"];
    assert_eq!((&drawn["resamples"], &drawn["seed"]), (&Value::from(500), &Value::from(9)));
    for (metric, value) in
        [("auc", &json["auc"]), ("sensitivity", &json["at"][0]["sensitivity"]), ("brier", &json["brier"])]
    {
        let ci = &drawn["at"][0]["figures"][metric];
        assert!(number(&ci[0]) < number(value) && number(value) < number(&ci[1]), "{metric}: {value} {ci}");
    }
    assert_eq!(drawn["roc_band"].as_array().map(Vec::len), Some(101));
    assert_eq!(json, evaluate(&ask).json());
    let other = evaluate(&["--json", "--threshold", "0.3", "--bootstrap", "500", "--seed", "10"]).json();
    assert_ne!(drawn["at"], other["bootstrap"]["at"]);
    let table = evaluate(&["--bootstrap", "200"]).out;
    assert!(table.contains("200 resamples of the patients, at threshold 0.5"), "{table}");
    evaluate(&["--bootstrap", "0"]).refuses(2, &["0", "1..=100000"]);
    evaluate(&["--seed", "3"]).refuses(2, &["--bootstrap"]);
}

#[test]
fn groups_are_evaluated_at_thresholds_of_their_own() {
    let json = evaluate(&["--json", "--threshold", "0.5", "--group-threshold", "old=80+=0.3"]).json();
    let own = &json["group_thresholds"];
    assert_eq!(own["groups"]["old=80+"]["threshold"], 0.3);
    assert_eq!(own["groups"]["young"], json["groups"]["young"]["at"][0]);
    let alone = evaluate(&["--json", "--threshold", "0.3"]).json();
    assert_eq!(own["groups"]["old=80+"], alone["groups"]["old=80+"]["at"][0]);
    let sum = |key: &str| number(&own["groups"]["old=80+"][key]) + number(&own["groups"]["young"][key]);
    for key in ["tp", "fp", "fn", "tn"] {
        assert!((number(&own["overall"][key]) - sum(key)).abs() < 1e-9, "{key}");
    }
    let gap = number(&own["groups"]["young"]["sensitivity"]) - number(&own["groups"]["old=80+"]["sensitivity"]);
    assert!((number(&own["fairness"]["equal_opportunity_difference"]) - gap.abs()).abs() < 1e-12);
    let table = evaluate(&["--group-threshold", "young=0.4"]).out;
    assert!(table.contains("Groups at thresholds of their own:"), "{table}");
}

#[test]
fn thresholds_for_groups_that_are_not_there_are_refused() {
    evaluate(&["--group-threshold", "middle=0.4"]).refuses(2, &["middle", "old=80+", "young"]);
    evaluate(&["--group-threshold", "young=1.4"]).refuses(2, &["young=1.4", "0 to 1"]);
    evaluate(&["--group-threshold", "young"]).refuses(2, &["women=0.2"]);
    let ran = cutpoint(&["evaluate", "-", "--group-threshold", "a=0.2"], b"label,score\n1,0.4\n0,0.2\n");
    ran.refuses(2, &["no column \"group\""]);
}

#[test]
fn one_class_and_one_patient_are_resampled_without_a_figure_made_up() {
    for (csv, undefined) in [("label,score\n0,0.5\n0,0.7\n0,0.1\n", 200), ("label,score\n1,0.5\n", 200)] {
        let ran = cutpoint(&["evaluate", "-", "--json", "--bootstrap", "200"], csv.as_bytes());
        let json = ran.json();
        let at = &json["bootstrap"]["at"][0];
        assert!(at["figures"]["auc"].is_null(), "{csv}");
        assert_eq!(at["undefined"]["auc"], undefined);
        assert!(!ran.out.contains("NaN"));
    }
}
