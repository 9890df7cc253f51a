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

/// The share of pairs of one patient with and one without the condition whom the risks put in the right order.
fn auc(risks: &[f64], y: &[bool]) -> f64 {
    let (mut right, mut pairs) = (0.0, 0.0);
    for (with, _) in risks.iter().zip(y).filter(|(_, y)| **y) {
        for (without, _) in risks.iter().zip(y).filter(|(_, y)| !**y) {
            pairs += 1.0;
            right += if with > without { 1.0 } else { f64::from(u8::from(with >= without)) / 2.0 };
        }
    }
    right / pairs
}

fn log_loss(risks: &[f64], y: &[bool]) -> f64 {
    let loss = |(risk, y): (&f64, &bool)| -(if *y { *risk } else { 1.0 - risk }).max(f64::EPSILON).ln();
    risks.iter().zip(y).map(loss).sum::<f64>() / risks.len() as f64
}

fn assert_quality(patients: &Patients, model: &dyn Classifier, expected: &Value, tolerance: f64) {
    let (risks, y) = (model.probabilities(patients.test()), &patients.y[patients.train..]);
    for (what, found) in [("auc", auc(&risks, y)), ("log_loss", log_loss(&risks, y))] {
        let expected = expected[what].as_f64().expect("a number");
        assert!((found - expected).abs() <= tolerance, "{what} is {found}, expected {expected} within {tolerance}");
    }
}

#[test]
fn a_tree_is_scikit_learns_tree() {
    let patients = Patients::load();
    let expected = &patients.expected["tree"];
    let spec = ClassifierSpec { depth: 4, min_leaf: 10, ..ClassifierSpec::of(ClassifierKind::Tree) };
    let model = patients.fit(&spec, false);
    let Workings::Tree(tree) = model.workings() else { panic!("a tree shows its nodes") };
    assert_eq!(tree.leaves() as u64, expected["leaves"].as_u64().expect("a count"));
    assert_close(&model.probabilities(patients.test()), &numbers(&expected["probabilities"]), 1e-12, "risk");
    let importance = model.workings().importance().expect("a tree knows it");
    assert_close(&importance.shares, &numbers(&expected["importance"]), 1e-9, "importance");
}

#[test]
fn a_tree_worked_by_hand_comes_out_as_worked() {
    // Eight patients, fever and cough; only those with both have the condition, and one of two without either recovers.
    let x = ndarray::array![[1., 1.], [1., 1.], [1., 0.], [1., 0.], [0., 1.], [0., 1.], [0., 0.], [0., 0.]];
    let y = [true, true, false, false, false, false, false, false];
    let model = fit(&ClassifierSpec::of(ClassifierKind::Tree), &Training::new(x.view(), &y)).expect("it fits");
    let Workings::Tree(tree) = model.workings() else { panic!("a tree shows its nodes") };
    let node = |index| tree.node(index).expect("it exists");
    let root = node(0);
    let first = root.question.expect("the root asks");
    assert_eq!((first.feature, first.threshold), (0, 0.5), "the first of two equally good questions");
    assert_eq!((root.patients, root.with_condition), (8.0, 2.0));
    let (without, with) = (node(first.at_most), node(first.above));
    assert_eq!((without.question, without.patients, without.risk()), (None, 4.0, 0.0));
    let second = with.question.expect("those with fever are asked about their cough");
    assert_eq!((second.feature, second.threshold, with.risk()), (1, 0.5, 0.5));
    assert_eq!(tree.path(&[1.0, 1.0]), vec![0, first.above, second.above]);
    assert_eq!(model.probabilities(x.view()), vec![1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!((tree.leaves(), tree.depth()), (3, 2));
    // Gini times patients: 3 at the root, 2 with fever, 0 in the leaves.
    assert_close(&tree.impurity_decrease(), &[1.0, 2.0], 1e-12, "decrease");
}

#[test]
fn a_forest_is_as_good_as_scikit_learns() {
    let patients = Patients::load();
    let spec = ClassifierSpec { trees: 500, min_leaf: 5, ..ClassifierSpec::of(ClassifierKind::Forest) };
    let model = patients.fit(&spec, false);
    assert_quality(&patients, model.as_ref(), &patients.expected["forest"], 0.01);
    let Workings::Forest(forest) = model.workings() else { panic!("a forest shows its trees") };
    let votes = forest.votes(&patients.test().row(3).to_vec());
    let mean = votes.iter().sum::<f64>() / votes.len() as f64;
    assert!((mean - model.probabilities(patients.test())[3]).abs() < 1e-12, "the risk is the mean of the votes");
}

#[test]
fn a_support_vector_machine_has_libsvms_border_and_is_as_good() {
    let patients = Patients::load();
    let model = patients.fit(&ClassifierSpec::of(ClassifierKind::Svm), false);
    assert_quality(&patients, model.as_ref(), &patients.expected["svm"], 0.02);
    let Workings::SupportVectors(border) = model.workings() else { panic!("it shows its border") };
    let distances: Vec<f64> = patients.test().outer_iter().map(|patient| border.distance(&patient.to_vec())).collect();
    assert_close(&distances, &numbers(&patients.expected["svm"]["decision"]), 0.01, "distance to the border");
    assert!(border.slope > 0.0 && border.rows.len() == border.pulls().len());
}
