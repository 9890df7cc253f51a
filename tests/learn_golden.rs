//! The classifiers give scikit-learn's figures: `tests/fixtures/learn/make_fixtures.py` says how these were made.

use cutpoint::learn::{Classifier, ClassifierKind, ClassifierSpec, Training, Workings, fit};
use ndarray::{Array2, ArrayView2, Axis};
use serde_json::Value;

struct Patients {
    x: Array2<f64>,
    y: Vec<bool>,
    weights: Vec<f64>,
    train: usize,
    expected: Value,
}

impl Patients {
    fn load() -> Self {
        let rows: Vec<Vec<f64>> = include_str!("fixtures/learn/patients.csv")
            .lines()
            .skip(1)
            .map(|line| line.split(',').map(|cell| cell.parse().expect("a number")).collect())
            .collect();
        let expected: Value = serde_json::from_str(include_str!("fixtures/learn/expected.json")).expect("JSON");
        Self {
            x: Array2::from_shape_fn((rows.len(), 5), |(i, j)| rows[i][j]),
            y: rows.iter().map(|row| row[5] > 0.5).collect(),
            weights: rows.iter().map(|row| row[6]).collect(),
            train: expected["train"].as_u64().expect("a count") as usize,
            expected,
        }
    }

    fn training(&self, weighted: bool) -> Training<'_> {
        let training = Training::new(self.x.view().split_at(Axis(0), self.train).0, &self.y[..self.train]);
        Training { weights: weighted.then_some(&self.weights[..self.train]), ..training }
    }

    fn test(&self) -> ArrayView2<'_, f64> {
        self.x.view().split_at(Axis(0), self.train).1
    }

    fn fit(&self, spec: &ClassifierSpec, weighted: bool) -> Box<dyn Classifier> {
        fit(spec, &self.training(weighted)).expect("ordinary data can be learnt from")
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|value| value.as_f64().expect("a number")).collect()
}

fn assert_close(found: &[f64], expected: &[f64], tolerance: f64, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!((found - expected).abs() <= tolerance, "{what} {index}: {found}, expected {expected}");
    }
}

#[test]
fn logistic_regression_has_scikit_learns_coefficients_and_the_textbook_standard_errors() {
    let patients = Patients::load();
    for case in patients.expected["logistic"].as_array().expect("a list") {
        let penalty = case["penalty"].as_f64().expect("a number");
        let spec = ClassifierSpec { penalty, ..ClassifierSpec::default() };
        let model = patients.fit(&spec, case["weighted"] == true);
        let Workings::Coefficients { intercept, terms, converged, separated, .. } = model.workings() else {
            panic!("a logistic regression shows its coefficients")
        };
        assert!(*converged && !separated);
        let coefficients: Vec<f64> = terms.iter().map(|term| term.coefficient).collect();
        let errors: Vec<f64> = terms.iter().map(|term| term.standard_error.expect("estimated")).collect();
        assert_close(&[*intercept], &[case["intercept"].as_f64().expect("a number")], 1e-6, "intercept");
        assert_close(&coefficients, &numbers(&case["coefficients"]), 1e-6, "coefficient");
        assert_close(&errors, &numbers(&case["standard_errors"]), 1e-6, "standard error");
        assert_close(&model.probabilities(patients.test()), &numbers(&case["probabilities"]), 1e-6, "probability");
        let term = &terms[1];
        let (low, high) = term.odds_ratio_ci.expect("estimated");
        assert!((term.odds_ratio.ln() - term.coefficient).abs() < 1e-12);
        assert!(((low * high).sqrt() - term.odds_ratio).abs() < 1e-9 && low < term.odds_ratio);
    }
}

#[test]
fn naive_bayes_has_scikit_learns_probabilities() {
    let patients = Patients::load();
    for (weighted, key) in [(false, "naive_bayes"), (true, "naive_bayes_weighted")] {
        let model = patients.fit(&ClassifierSpec::of(ClassifierKind::NaiveBayes), weighted);
        assert_close(&model.probabilities(patients.test()), &numbers(&patients.expected[key]), 1e-9, key);
        let Workings::NaiveBayes(workings) = model.workings() else { panic!("naive Bayes shows its distributions") };
        let patient = patients.test().row(0).to_vec();
        let prior = (workings.prior / (1.0 - workings.prior)).ln();
        let log_odds = prior + workings.log_likelihood_ratios(&patient).iter().sum::<f64>();
        let risk = model.probabilities(patients.test())[0];
        assert!((log_odds - (risk / (1.0 - risk)).ln()).abs() < 1e-9, "the likelihood ratios multiply to the risk");
    }
}

#[test]
fn nearest_neighbours_have_scikit_learns_probabilities_exactly() {
    let patients = Patients::load();
    let spec = ClassifierSpec { neighbours: 15, ..ClassifierSpec::of(ClassifierKind::Knn) };
    let model = patients.fit(&spec, false);
    assert_close(
        &model.probabilities(patients.test()),
        &numbers(&patients.expected["knn"]["probabilities"]),
        1e-12,
        "probability",
    );
}
