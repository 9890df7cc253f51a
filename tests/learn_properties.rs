//! What must hold for every classifier: risks are of having the condition, the same seed gives the same model, weights are
//! repetitions, and bad or thin data get a clear answer instead of a panic.

use std::cell::Cell;

use cutpoint::learn::{
    Classifier, ClassifierKind, ClassifierSpec, LearnError, TermStatus, Training, Workings, fit, predict,
};
use cutpoint::rng::stream;
use ndarray::{Array2, Axis, array, concatenate};
use proptest::prelude::*;
use rand::Rng;

/// Patients with three numbers and a yes/no, of whom about `prevalence` have the condition.
fn patients(n: usize, prevalence: f64, seed: u64) -> (Array2<f64>, Vec<bool>) {
    let mut rng = stream(seed, &["test", "patients"]);
    let x = Array2::from_shape_fn((n, 4), |(_, j)| {
        let normal = (0..12).map(|_| rng.r#gen::<f64>()).sum::<f64>() - 6.0;
        if j == 3 { f64::from(u8::from(normal > 0.3)) } else { 50.0 + 10.0 * normal }
    });
    let score = |i: usize| (x[[i, 0]] + 0.5 * x[[i, 1]] - 75.0) / 10.0 + x[[i, 3]];
    let mut scores: Vec<f64> = (0..n).map(|i| score(i) + 1.5 * (rng.r#gen::<f64>() - 0.5)).collect();
    let noisy = scores.clone();
    scores.sort_by(f64::total_cmp);
    let cut = scores[((1.0 - prevalence) * n as f64) as usize];
    (x, noisy.into_iter().map(|score| score >= cut).collect())
}

fn spec(kind: ClassifierKind) -> ClassifierSpec {
    ClassifierSpec { trees: 30, ..ClassifierSpec::of(kind) }
}

fn train(kind: ClassifierKind, x: &Array2<f64>, y: &[bool]) -> Result<Box<dyn Classifier>, LearnError> {
    fit(&spec(kind), &Training::new(x.view(), y))
}

fn risks(kind: ClassifierKind, x: &Array2<f64>, y: &[bool]) -> Vec<f64> {
    train(kind, x, y).unwrap_or_else(|error| panic!("{}: {error}", kind.id())).probabilities(x.view())
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    values.iter().sum::<f64>() / values.len() as f64
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

#[test]
fn risks_are_of_having_the_condition_however_common_it_is() {
    for prevalence in [0.05, 0.5, 0.95] {
        let (x, y) = patients(600, prevalence, 1);
        let (new_x, new_y) = patients(600, prevalence, 2);
        for kind in ClassifierKind::ALL {
            let model = train(kind, &x, &y).expect("ordinary data");
            let risks = model.probabilities(new_x.view());
            let of = |outcome| mean(risks.iter().zip(&new_y).filter(|(_, y)| **y == outcome).map(|(risk, _)| *risk));
            let (with, without, all) = (of(true), of(false), mean(risks.iter().copied()));
            assert!(with > without + 0.1, "{} at {prevalence}: {with} with, {without} without", kind.id());
            assert!((all - prevalence).abs() < 0.06, "{} at {prevalence}: mean risk {all}", kind.id());
        }
    }
}

#[test]
fn swapping_the_outcome_swaps_the_risks() {
    let (x, y) = patients(300, 0.2, 3);
    let swapped: Vec<bool> = y.iter().map(|y| !y).collect();
    for kind in [ClassifierKind::Logistic, ClassifierKind::Tree, ClassifierKind::NaiveBayes, ClassifierKind::Knn] {
        for (risk, other) in risks(kind, &x, &y).iter().zip(risks(kind, &x, &swapped)) {
            assert!((risk + other - 1.0).abs() < 1e-6, "{}: {risk} and {other}", kind.id());
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_model_to_the_last_bit() {
    let (x, y) = patients(300, 0.2, 4);
    for kind in ClassifierKind::ALL {
        assert_eq!(bits(&risks(kind, &x, &y)), bits(&risks(kind, &x, &y)), "{}", kind.id());
    }
    let seeded = |seed| {
        let training = Training { seed, ..Training::new(x.view(), &y) };
        fit(&spec(ClassifierKind::Forest), &training).expect("ordinary data").probabilities(x.view())
    };
    assert_ne!(bits(&seeded(1)), bits(&seeded(2)), "another seed draws another forest");
}

#[test]
fn a_weight_is_a_number_of_repetitions() {
    let (x, y) = patients(200, 0.3, 5);
    let weights: Vec<f64> = (0..200).map(|i| f64::from(i % 4)).collect();
    let rows: Vec<usize> = (0..200).flat_map(|i| std::iter::repeat_n(i, i % 4)).collect();
    let repeated = x.select(Axis(0), &rows);
    let outcomes: Vec<bool> = rows.iter().map(|&row| y[row]).collect();
    for kind in [ClassifierKind::Logistic, ClassifierKind::Tree, ClassifierKind::NaiveBayes] {
        let spec = ClassifierSpec { min_leaf: 7, ..spec(kind) };
        let weighted = Training { weights: Some(&weights), ..Training::new(x.view(), &y) };
        let weighted = fit(&spec, &weighted).expect("weights are allowed").probabilities(x.view());
        let repeated = fit(&spec, &Training::new(repeated.view(), &outcomes)).expect("repetitions are allowed");
        for (a, b) in weighted.iter().zip(repeated.probabilities(x.view())) {
            assert!((a - b).abs() < 1e-9, "{}: {a} weighted, {b} repeated", kind.id());
        }
    }
}

#[test]
fn weights_move_every_classifier() {
    let ((x, y), (new, _)) = (patients(300, 0.3, 6), patients(300, 0.3, 16));
    let weights: Vec<f64> = y.iter().map(|&y| if y { 5.0 } else { 1.0 }).collect();
    for kind in ClassifierKind::ALL {
        let weighted = Training { weights: Some(&weights), ..Training::new(x.view(), &y) };
        let heavier = mean(fit(&spec(kind), &weighted).expect("weights").probabilities(new.view()).into_iter());
        let plain = mean(train(kind, &x, &y).expect("ordinary data").probabilities(new.view()).into_iter());
        assert!(heavier > plain + 0.05, "{}: {heavier} against {plain}", kind.id());
    }
}

#[test]
fn bad_data_are_named_by_row_and_column() {
    let (mut x, y) = patients(50, 0.3, 7);
    let fitted = train(ClassifierKind::Logistic, &x, &y).expect("ordinary data");
    x[[17, 2]] = f64::NAN;
    for kind in ClassifierKind::ALL {
        let error = train(kind, &x, &y).expect_err("NaN is refused");
        assert!(matches!(&error, LearnError::NonFinite { row: 17, column, .. } if column == "input 3"), "{error:?}");
        assert!(error.to_string().contains("patient 18"), "{error}");
    }
    let scored = fitted.probabilities(x.view());
    assert!(scored[17].is_nan() && scored[16].is_finite());
    let never = || false;
    assert!(matches!(predict(fitted.as_ref(), x.view(), &never), Err(LearnError::NonFinite { row: 17, .. })));
    let narrow = x.select(Axis(1), &[0, 1]);
    assert!(matches!(
        predict(fitted.as_ref(), narrow.view(), &never),
        Err(LearnError::Shape { found: 2, expected: 4, .. })
    ));
    assert!(fitted.probabilities(narrow.view()).iter().all(|risk| risk.is_nan()));
}

#[test]
fn one_outcome_nobody_or_uneven_lengths_are_refused() {
    let (x, y) = patients(30, 0.3, 8);
    let empty = Array2::zeros((0, 4));
    for kind in ClassifierKind::ALL {
        let all = train(kind, &x, &[true; 30]).expect_err("one outcome");
        assert_eq!(all, LearnError::OneClass { rows: 30, all_positive: true });
        assert_eq!(train(kind, &empty, &[]).expect_err("nobody"), LearnError::NoRows);
        assert!(matches!(train(kind, &x, &y[1..]), Err(LearnError::Shape { found: 29, expected: 30, .. })));
        for bad in [-1.0, f64::NAN] {
            let mut weights = vec![1.0; 30];
            weights[4] = bad;
            let training = Training { weights: Some(&weights), ..Training::new(x.view(), &y) };
            assert!(matches!(fit(&spec(kind), &training), Err(LearnError::Weight { row: 4, .. })), "{}", kind.id());
        }
        let weights: Vec<f64> = y.iter().map(|&y| f64::from(u8::from(y))).collect();
        let training = Training { weights: Some(&weights), ..Training::new(x.view(), &y) };
        assert!(matches!(fit(&spec(kind), &training), Err(LearnError::OneClass { all_positive: true, .. })));
    }
    let spec = ClassifierSpec { depth: 0, ..ClassifierSpec::of(ClassifierKind::Tree) };
    assert!(matches!(fit(&spec, &Training::new(x.view(), &y)), Err(LearnError::Setting { .. })));
}

#[test]
fn training_stops_when_it_is_cancelled() {
    let (x, y) = patients(3000, 0.3, 9);
    for kind in [ClassifierKind::Logistic, ClassifierKind::Tree, ClassifierKind::Forest, ClassifierKind::Svm] {
        let asked = Cell::new(0);
        let cancelled = || {
            asked.set(asked.get() + 1);
            asked.get() > 1
        };
        let training = Training { cancelled: &cancelled, ..Training::new(x.view(), &y) };
        assert!(matches!(fit(&spec(kind), &training), Err(LearnError::Cancelled)), "{}", kind.id());
        assert_eq!(asked.get(), 2, "{} stops at once", kind.id());
    }
    let model = train(ClassifierKind::Knn, &x, &y).expect("ordinary data");
    assert!(matches!(predict(model.as_ref(), x.view(), &|| true), Err(LearnError::Cancelled)));
}

#[test]
fn thin_and_odd_data_give_risks_and_notes() {
    let two = (array![[1.0], [2.0]], vec![false, true]);
    let same = (array![[3.0, 1.0], [3.0, 1.0], [3.0, 1.0], [3.0, 1.0]], vec![false, true, false, false]);
    let (x, _) = patients(100, 0.3, 10);
    let one_positive = (x.clone(), (0..100).map(|i| i == 40).collect::<Vec<bool>>());
    let doubled = (concatenate![Axis(0), x, x], (0..200).map(|i| i % 100 < 30 && i != 5).collect());
    let huge = (x.mapv(|value| value * 1e90), (0..100).map(|i| i % 3 == 0).collect());
    let tiny = (x.mapv(|value| value * 1e-90), (0..100).map(|i| i % 3 == 0).collect());
    let no_inputs = (Array2::zeros((40, 0)), (0..40).map(|i| i % 4 == 0).collect());
    let mut outlier = (x.clone(), (0..100).map(|i| i % 3 == 0).collect::<Vec<bool>>());
    outlier.0[[7, 1]] = 1e99;
    for (x, y) in [two, same, one_positive, doubled, huge, tiny, no_inputs, outlier] {
        for kind in ClassifierKind::ALL {
            let model = train(kind, &x, &y).unwrap_or_else(|error| panic!("{}: {error}", kind.id()));
            let risks = predict(model.as_ref(), x.view(), &|| false).expect("finite inputs");
            assert!(risks.iter().all(|risk| (0.0..=1.0).contains(risk)), "{}: {risks:?}", kind.id());
            assert!(y.len() >= 20 || model.notes()[0].contains(&format!("Only {} patients", y.len())));
            if let Ok(importance) = model.workings().importance() {
                assert_eq!(importance.shares.len(), x.ncols());
                assert!(importance.shares.iter().all(|share| (0.0..=1.0 + 1e-12).contains(share)), "{importance:?}");
            }
        }
    }
}

#[test]
fn perfect_separation_is_held_back_and_said() {
    let x = Array2::from_shape_fn((60, 2), |(i, j)| if j == 0 { i as f64 } else { f64::from(u8::from(i % 7 == 0)) });
    let y: Vec<bool> = (0..60).map(|i| i >= 40).collect();
    for penalty in [0.0, 1.0] {
        let spec = ClassifierSpec { penalty, ..ClassifierSpec::default() };
        let model = fit(&spec, &Training::new(x.view(), &y)).expect("it is regularised");
        let Workings::Coefficients { terms, separated, converged, penalty: used, .. } = model.workings() else {
            panic!("coefficients")
        };
        assert!(*separated && *converged && *used > 0.0);
        assert!(terms[0].odds_ratio > 1.0 && terms[0].odds_ratio < 1e3);
        assert!(model.notes().iter().any(|note| note.contains("perfect separation")), "{:?}", model.notes());
    }
}

#[test]
fn a_group_with_one_outcome_is_said() {
    let (mut x, mut y) = patients(300, 0.3, 11);
    for i in 0..300 {
        x[[i, 3]] = f64::from(u8::from(i < 8));
        y[i] &= i >= 8;
    }
    let model = train(ClassifierKind::Logistic, &x, &y).expect("it is regularised");
    assert!(model.notes().iter().any(|note| note.contains("\"input 4\" had the same outcome")), "{:?}", model.notes());
}

#[test]
fn inputs_that_repeat_others_are_left_out_and_named() {
    let (x, y) = patients(300, 0.3, 12);
    let sum = (&x.column(0) * 2.0 - x.column(1)).insert_axis(Axis(1));
    let both = concatenate![Axis(1), x, sum];
    for penalty in [0.0, 1.0] {
        let spec = ClassifierSpec { penalty, ..ClassifierSpec::default() };
        let model = fit(&spec, &Training::new(both.view(), &y)).expect("it is left out");
        let Workings::Coefficients { terms, penalty: used, .. } = model.workings() else { panic!("coefficients") };
        let status: Vec<TermStatus> = terms.iter().map(|term| term.status).collect();
        assert_eq!(status[..4], [TermStatus::Estimated; 4]);
        assert_eq!((status[4], terms[4].odds_ratio_ci, *used), (TermStatus::Collinear, None, penalty));
        assert!(model.notes().iter().any(|note| note.contains("\"input 5\"") && note.contains("collinear")));
        let without = fit(&spec, &Training::new(x.view(), &y)).expect("ordinary data").probabilities(x.view());
        for (a, b) in model.probabilities(both.view()).iter().zip(without) {
            assert!((a - b).abs() < 1e-9, "{a} against {b}");
        }
    }
}

#[test]
fn a_warm_start_changes_nothing_but_the_time() {
    for n in [500, 9000] {
        let (x, y) = patients(n, 0.3, 13);
        let (_, other) = patients(n, 0.2, 14);
        let former = train(ClassifierKind::Logistic, &x, &other).expect("ordinary data");
        let cold = risks(ClassifierKind::Logistic, &x, &y);
        let training = Training { start: Some(former.workings()), ..Training::new(x.view(), &y) };
        let warm = fit(&spec(ClassifierKind::Logistic), &training).expect("ordinary data").probabilities(x.view());
        for (a, b) in cold.iter().zip(warm) {
            assert!((a - b).abs() < 1e-9, "{a} cold, {b} warm");
        }
    }
}

#[test]
fn a_large_sample_that_is_slow_elsewhere_stays_capped() {
    let (x, y) = patients(5000, 0.1, 15);
    let model = train(ClassifierKind::Svm, &x, &y).expect("a sample is drawn");
    assert!(model.notes().iter().any(|note| note.contains("2000 of the 5000 patients")), "{:?}", model.notes());
    let Workings::SupportVectors(border) = model.workings() else { panic!("a border") };
    assert!(border.rows.iter().all(|&row| row < 5000) && border.rows.iter().any(|&row| row > 2000));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]
    #[test]
    fn whatever_the_numbers_the_answer_is_a_risk(
        rows in proptest::collection::vec((prop_oneof![-3..3_i8], -1e3..1e3_f64, prop_oneof![Just(0.0), Just(1e-12), Just(1e12), -1.0..1.0], any::<bool>()), 1..40),
        kind in 0..6_usize,
        penalty in prop_oneof![Just(0.0), Just(1.0)],
        neighbours in 1..60_u32,
    ) {
        let x = Array2::from_shape_fn((rows.len(), 3), |(i, j)| [f64::from(rows[i].0), rows[i].1, rows[i].2][j]);
        let y: Vec<bool> = rows.iter().map(|row| row.3).collect();
        let spec = ClassifierSpec { penalty, neighbours, ..spec(ClassifierKind::ALL[kind]) };
        match fit(&spec, &Training::new(x.view(), &y)) {
            Ok(model) => {
                let risks = model.probabilities(x.view());
                prop_assert!(risks.iter().all(|risk| (0.0..=1.0).contains(risk)), "{risks:?}");
                let far = model.probabilities(x.mapv(|value| value * 1e80 - 1e85).view());
                prop_assert!(far.iter().all(|risk| (0.0..=1.0).contains(risk)), "{far:?}");
            }
            Err(error) => prop_assert!(matches!(error, LearnError::OneClass { .. }), "{error}"),
        }
    }
}
