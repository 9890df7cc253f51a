//! What each classifier shows of its insides adds up to the very risk that it gives: points, likelihood ratios, neighbours
//! and the distance from a border, against sums written out here and a chart of points worked by hand.

use cutpoint::data::catalogue::shipped_recipe;
use cutpoint::data::{Column, Table};
use cutpoint::explain::{Along, Evidence, NoPoints, NoScale, PointsChart};
use cutpoint::learn::{Classifier, ClassifierKind, ClassifierSpec, Encoder, TableModel, Term, TermStatus, Workings};
use cutpoint::pipeline::{Derived, evaluate};
use cutpoint::scenario::Scenario;
use ndarray::{Array2, ArrayView2};

const DATASETS: [&str; 3] = ["ward-sepsis", "chest-pain", "hypoxaemia"];

fn trained(dataset: &str, kind: ClassifierKind) -> Derived {
    let recipe = shipped_recipe(dataset).expect("a shipped recipe");
    let scenario = Scenario { classifier: ClassifierSpec::of(kind), ..Scenario::of(&recipe) };
    evaluate(&recipe, &scenario).expect("a model")
}

/// The held-out patients as the model reads them.
fn held_out(derived: &Derived) -> Array2<f64> {
    derived.model.trained.encoder.transform(&derived.paper.cohort.table, None).expect("the same columns")
}

fn points(derived: &Derived) -> PointsChart {
    let data = &derived.data;
    PointsChart::new(&derived.model.trained, &data.collected.table, &data.split.train).expect("a logistic regression")
}

fn close(found: f64, expected: f64, what: &str) {
    assert!((found - expected).abs() < 1e-9, "{what}: {found} against {expected}");
}

/// A logistic regression whose coefficients are given.
#[derive(Debug)]
struct Given {
    workings: Workings,
}

impl Given {
    fn new(intercept: f64, coefficients: &[(f64, TermStatus)]) -> Self {
        let term = |&(coefficient, status): &(f64, TermStatus)| Term {
            coefficient,
            standard_error: None,
            odds_ratio: coefficient.exp(),
            odds_ratio_ci: None,
            standardised: 0.0,
            status,
        };
        let terms = coefficients.iter().map(term).collect();
        Self { workings: Workings::Coefficients { intercept, terms, converged: true, separated: false, penalty: 0.0 } }
    }
}

impl Classifier for Given {
    fn probabilities(&self, x: ArrayView2<f64>) -> Vec<f64> {
        vec![f64::NAN; x.nrows()]
    }

    fn workings(&self) -> &Workings {
        &self.workings
    }

    fn notes(&self) -> &[String] {
        &[]
    }

    fn inputs(&self) -> usize {
        4
    }

    fn kind(&self) -> ClassifierKind {
        ClassifierKind::Logistic
    }
}

fn numbers(values: &[f64]) -> Column {
    Column::Number(values.to_vec())
}

/// Four patients: age 20 to 80, lactate 0 to 10, albumin 2 to 5, and whether they are confused.
fn four_patients() -> Table {
    let mut table = Table::default();
    table.push("age".to_owned(), numbers(&[20.0, 80.0, 50.0, 40.0])).expect("a new name");
    table.push("lactate".to_owned(), numbers(&[0.0, 10.0, 6.0, 1.0])).expect("a new name");
    table.push("albumin".to_owned(), numbers(&[5.0, 2.0, 3.0, 4.0])).expect("a new name");
    let levels = ["no", "yes"].map(str::to_owned).to_vec();
    table.push("confused", Column::Category { codes: vec![0, 1, 1, 0], levels }).expect("a new name");
    table
}

fn chart_of(table: &Table, classifier: Given) -> PointsChart {
    let rows: Vec<usize> = (0..table.rows()).collect();
    let encoder = Encoder::fit(table, &rows, table.names()).expect("four columns");
    let model = TableModel { encoder, classifier: Box::new(classifier) };
    PointsChart::new(&model, table, &rows).expect("a logistic regression")
}

#[test]
fn a_chart_of_points_is_that_worked_by_hand() {
    use TermStatus::Estimated;
    let terms = [(0.05, Estimated), (0.2, Estimated), (-0.5, Estimated), (0.3, Estimated)];
    let chart = chart_of(&four_patients(), Given::new(-4.0, &terms));
    // Age runs over 60 years at 0.05, which is 3 in log odds and 100 points: 0.03 each.
    close(chart.per_point, 0.03, "log odds per point");
    // At 0 points: 20 years, lactate 0, albumin 5, not confused: -4 + 1 + 0 - 2.5 + 0.
    close(chart.start, -5.5, "log odds at 0 points");
    let names: Vec<&str> = chart.scales.iter().map(|scale| scale.column.as_str()).collect();
    assert_eq!(names, ["age", "lactate", "albumin", "confused"]);
    let Along::Number { low, high } = chart.scales[2].along else { panic!("albumin is a number") };
    assert_eq!((low.0.to_bits(), high.0.to_bits()), (2.0_f64.to_bits(), 5.0_f64.to_bits()));
    close(low.1, 50.0, "the lowest albumin has the most points");
    close(high.1, 0.0, "the highest has none");
    let Along::Categories(levels) = &chart.scales[3].along else { panic!("confusion is yes or no") };
    assert_eq!(levels.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["no", "yes"]);
    close(levels[1].1, 10.0, "confusion");
    // 50 years, lactate 6, albumin 3, confused: 50 + 40 + 33.3 + 10 points; log odds -4 + 2.5 + 1.2 - 1.5 + 0.3 = -1.5.
    let reading = chart.read(&[50.0, 6.0, 3.0, 1.0]);
    for (found, expected) in reading.points.iter().zip([50.0, 40.0, 100.0 / 3.0, 10.0]) {
        close(*found, expected, "points");
    }
    close(reading.total, 400.0 / 3.0, "the sum");
    close(reading.risk, 0.182_425_523_806_356_25, "one in one plus e to the 1.5");
    close(chart.total_for(0.5).expect("inside"), 5.5 / 0.03, "even odds");
    assert_eq!(chart.total_for(1.0), None);
}

#[test]
fn inputs_without_an_effect_have_no_scale_and_are_named() {
    use TermStatus::{Collinear, Constant, Estimated};
    let table = four_patients();
    let chart =
        chart_of(&table, Given::new(-2.0, &[(0.1, Estimated), (0.0, Collinear), (0.0, Constant), (0.0, Estimated)]));
    let left_out = [("lactate", NoScale::Collinear), ("albumin", NoScale::NoEffect), ("confused", NoScale::NoEffect)];
    assert_eq!(chart.left_out, left_out.map(|(name, why)| (name.to_owned(), why)));
    close(chart.most(), 100.0, "only age");
    let nothing = chart_of(&table, Given::new(-2.0, &[(0.0, Constant); 4]));
    assert!(nothing.scales.is_empty() && nothing.total_for(0.3).is_none());
    close(nothing.read(&[1.0, 2.0, 3.0, 1.0]).risk, 1.0 / (1.0 + 2.0_f64.exp()), "everybody has the same");
}

#[test]
fn points_add_up_to_the_risk_of_every_patient() {
    for dataset in DATASETS {
        let derived = trained(dataset, ClassifierKind::Logistic);
        let chart = points(&derived);
        let Workings::Coefficients { intercept, terms, .. } = derived.model.trained.classifier.workings() else {
            panic!("coefficients")
        };
        let widest = chart.scales.iter().map(|scale| scale.most).fold(0.0, f64::max);
        close(widest, 100.0, "the widest scale");
        for (row, patient) in held_out(&derived).outer_iter().enumerate() {
            let reading = chart.read(&patient.to_vec());
            let plain =
                intercept + patient.iter().zip(terms).map(|(value, term)| value * term.coefficient).sum::<f64>();
            close(chart.start + chart.per_point * reading.total, plain, dataset);
            close(reading.risk, derived.model.paper_scores[row], dataset);
            // Near a risk of 1 a digit of it is many points.
            let back = chart.total_for(reading.risk).expect("inside");
            assert!((back - reading.total).abs() < 1e-6, "{dataset}: {back} against {}", reading.total);
        }
    }
}

#[test]
fn products_have_no_chart_of_points_and_no_other_classifier_has_one() {
    let recipe = shipped_recipe("ward-sepsis").expect("a shipped recipe");
    let mut scenario = Scenario::of(&recipe);
    scenario.mitigation.interactions = true;
    let derived = evaluate(&recipe, &scenario).expect("a group-aware model");
    let data = &derived.data;
    let refused = PointsChart::new(&derived.model.trained, &data.collected.table, &data.split.train);
    assert!(matches!(refused, Err(NoPoints::Products)), "{refused:?}");
    let other = trained("ward-sepsis", ClassifierKind::NaiveBayes);
    let refused = PointsChart::new(&other.model.trained, &other.data.collected.table, &other.data.split.train);
    assert!(matches!(refused, Err(NoPoints::OtherKind)), "{refused:?}");
}

#[test]
fn likelihood_ratios_multiply_up_to_the_risk() {
    for dataset in DATASETS {
        let derived = trained(dataset, ClassifierKind::NaiveBayes);
        let model = &derived.model.trained;
        let train = &derived.data.split.train;
        let with = train.iter().filter(|&&row| derived.data.collected.label[row]).count() as f64;
        for (row, patient) in held_out(&derived).outer_iter().enumerate().take(500) {
            let evidence = Evidence::new(model, &patient.to_vec()).expect("naive Bayes");
            close(evidence.prior, with / train.len() as f64, "the prevalence in training");
            let mut odds = evidence.prior / (1.0 - evidence.prior);
            for step in &evidence.steps {
                odds *= step.log_ratio.exp();
                close(step.risk, odds / (1.0 + odds), dataset);
            }
            close(evidence.risk, derived.model.paper_scores[row], dataset);
            let sizes: Vec<f64> = evidence.steps.iter().map(|step| step.log_ratio.abs()).collect();
            assert!(sizes.is_sorted_by(|a, b| a >= b));
            assert_eq!(sizes.len(), model.encoder.describe().len());
        }
    }
}

#[test]
fn a_likelihood_ratio_is_that_of_two_normal_curves() {
    let derived = trained("ward-sepsis", ClassifierKind::NaiveBayes);
    let (collected, train) = (&derived.data.collected, &derived.data.split.train);
    let Some(Column::Number(values)) = collected.table.column("lactate") else { panic!("lactate is a number") };
    let mut known: Vec<f64> = train.iter().map(|&row| values[row]).filter(|value| !value.is_nan()).collect();
    known.sort_by(f64::total_cmp);
    let middle = known.len() / 2;
    let median = if known.len() % 2 == 1 { known[middle] } else { (known[middle - 1] + known[middle]) / 2.0 };
    let density = |group: bool, at: f64| {
        let rows = train.iter().filter(|&&row| collected.label[row] == group);
        let own: Vec<f64> = rows.map(|&row| if values[row].is_nan() { median } else { values[row] }).collect();
        let mean = own.iter().sum::<f64>() / own.len() as f64;
        let variance = own.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / own.len() as f64;
        (-(at - mean).powi(2) / (2.0 * variance)).exp() / variance.sqrt()
    };
    let lactate = derived.model.trained.encoder.features().iter().position(|feature| feature.column == "lactate");
    for patient in held_out(&derived).outer_iter().take(20) {
        let evidence = Evidence::new(&derived.model.trained, &patient.to_vec()).expect("naive Bayes");
        let step = evidence.steps.iter().find(|step| step.column == "lactate").expect("an input");
        let at = patient[lactate.expect("an input")];
        let plain = density(true, at) / density(false, at);
        // The model widens every variance by a billionth of the largest one.
        assert!((step.log_ratio - plain.ln()).abs() < 1e-4, "{} against {}", step.log_ratio, plain.ln());
    }
}

#[test]
fn distance_and_risk_follow_from_each_other_and_from_the_pulls() {
    for dataset in DATASETS {
        let derived = trained(dataset, ClassifierKind::Svm);
        let Workings::SupportVectors(border) = derived.model.trained.classifier.workings() else { panic!("a border") };
        assert!(border.rows.len() <= border.asked && border.asked <= derived.data.split.train.len());
        for (row, patient) in held_out(&derived).outer_iter().enumerate().take(200) {
            let patient = patient.to_vec();
            let (distance, risk) = (border.distance(&patient), derived.model.paper_scores[row]);
            close(border.risk_at(distance), risk, dataset);
            close(border.distance_for(risk).expect("inside"), distance, dataset);
            close(border.pulls_on(&patient).iter().sum::<f64>() - border.offset(), distance, dataset);
        }
        assert_eq!(border.distance_for(0.0), None);
    }
}

#[test]
fn the_neighbours_are_the_nearest_by_plain_distances_and_their_share_is_the_risk() {
    for dataset in DATASETS {
        let derived = trained(dataset, ClassifierKind::Knn);
        let model = &derived.model.trained;
        let Workings::Neighbours(neighbours) = model.classifier.workings() else { panic!("neighbours") };
        let (collected, train) = (&derived.data.collected, &derived.data.split.train);
        let x = model.encoder.transform(&collected.table, Some(train)).expect("the same columns");
        let sd: Vec<f64> = x.columns().into_iter().map(|column| column.std(0.0)).collect();
        for (row, patient) in held_out(&derived).outer_iter().enumerate().take(25) {
            let found = neighbours.nearest(&patient.to_vec());
            assert_eq!(found.len(), neighbours.k);
            let distance = |other: usize| {
                let parts = (0..sd.len()).map(|input| ((x[[other, input]] - patient[input]) / sd[input]).powi(2));
                parts.sum::<f64>().sqrt()
            };
            let mut plain: Vec<f64> = (0..train.len()).map(distance).collect();
            for neighbour in &found {
                close(neighbour.distance, plain[neighbour.row], dataset);
                assert_eq!(neighbour.has_condition, collected.label[train[neighbour.row]]);
            }
            plain.sort_by(f64::total_cmp);
            for (neighbour, plain) in found.iter().zip(&plain) {
                close(neighbour.distance, *plain, dataset);
            }
            let with = found.iter().filter(|neighbour| neighbour.has_condition).count() as f64;
            close(with / found.len() as f64, derived.model.paper_scores[row], dataset);
        }
    }
}
