//! Promise: every figure of an evaluation agrees with scikit-learn, statsmodels, fairlearn and pROC.
//!
//! Each folder under `tests/fixtures/oracle` and `tests/fixtures/degenerate` holds a predictions table and the figures
//! that the reference implementations give for it. A figure that the fixture leaves out is not compared.

use std::fs;
use std::path::{Path, PathBuf};

use cutpoint::metrics::{Evaluation, Groups, evaluate};
use cutpoint::num::Threshold;
use serde_json::Value;

/// Absolute agreement of every figure, except those that come out of an iteration or from pROC's printed digits.
const EXACT: f64 = 1e-9;
const ITERATED: f64 = 1e-6;

fn cases(family: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(family);
    let mut cases: Vec<PathBuf> = fs::read_dir(&root)
        .expect("the fixtures stand beside the tests")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    cases
}

fn expected(case: &Path) -> Value {
    let text = fs::read_to_string(case.join("expected.json")).expect("every case has expected figures");
    serde_json::from_str(&text).expect("expected figures are JSON")
}

/// Reads `label,score[,group]`; groups in the order in which they appear.
fn evaluation(case: &Path, expected: &Value) -> Evaluation {
    let text = fs::read_to_string(case.join("predictions.csv")).expect("every case has predictions");
    let mut lines = text.lines();
    let grouped = lines.next().expect("a header").split(',').count() == 3;
    let (mut scores, mut labels, mut groups) = (Vec::new(), Vec::new(), Groups::default());
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        labels.push(cells[0] == "1");
        scores.push(cells[1].parse::<f64>().expect("a score"));
        if grouped {
            let known = groups.names.iter().position(|name| name == cells[2]);
            let code = known.unwrap_or_else(|| {
                groups.names.push(cells[2].to_owned());
                groups.names.len() - 1
            });
            groups.codes.push(u32::try_from(code).expect("few groups"));
        }
    }
    let thresholds: Vec<Threshold> = expected["at"]
        .as_array()
        .expect("thresholds")
        .iter()
        .map(|at| Threshold::new(at["threshold"].as_f64().expect("a number")).expect("a threshold"))
        .collect();
    evaluate(&scores, &labels, grouped.then_some(&groups), &thresholds).expect("a sound table")
}

/// Every difference between what was expected and what was found, with its path; counts the figures compared.
fn differences(path: &str, expected: &Value, found: Option<&Value>, compared: &mut usize, out: &mut Vec<String>) {
    match (expected, found) {
        (_, None) => out.push(format!("{path}: missing")),
        (Value::Object(wanted), Some(found)) => {
            for (key, value) in wanted {
                differences(&format!("{path}/{key}"), value, found.get(key), compared, out);
            }
        }
        (Value::Array(wanted), Some(Value::Array(items))) => {
            if wanted.len() != items.len() {
                out.push(format!("{path}: {} entries, expected {}", items.len(), wanted.len()));
            }
            for (index, value) in wanted.iter().enumerate() {
                differences(&format!("{path}/{index}"), value, items.get(index), compared, out);
            }
        }
        (Value::Number(wanted), Some(Value::Number(number))) => {
            *compared += 1;
            let iterated = path.contains("/calibration/") || path.contains("/auc_ci");
            let (wanted, number) = (wanted.as_f64().expect("a number"), number.as_f64().expect("a number"));
            if (wanted - number).abs() > if iterated { ITERATED } else { EXACT } {
                out.push(format!("{path}: {number}, expected {wanted}"));
            }
        }
        (wanted, Some(found)) => {
            *compared += 1;
            if wanted != found {
                out.push(format!("{path}: {found}, expected {wanted}"));
            }
        }
    }
}

fn agree(family: &str, at_least: usize) {
    let cases = cases(family);
    assert!(cases.len() >= at_least, "only {} cases in {family}", cases.len());
    for case in cases {
        let expected = expected(&case);
        let found = serde_json::to_value(evaluation(&case, &expected)).expect("an evaluation is JSON");
        let (mut compared, mut out) = (0, Vec::new());
        differences("", &expected, Some(&found), &mut compared, &mut out);
        assert!(out.is_empty(), "{}: {} differences\n{}", case.display(), out.len(), out.join("\n"));
        assert!(compared > 40, "{}: only {compared} figures compared", case.display());
    }
}

#[test]
fn ordinary_tables_agree_with_the_references() {
    agree("oracle", 8);
}

#[test]
fn degenerate_tables_agree_with_the_references_and_are_null_where_undefined() {
    agree("degenerate", 25);
}
