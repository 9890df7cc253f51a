//! How a classifier reaches one patient's risk: what the charts say is what the model adds up.

use cutpoint::data::catalogue::shipped_recipe;
use cutpoint::explain::{Evidence, PointsChart};
use cutpoint::figure::{
    Border, Figure, InputWords, Layer, Placed, Role, border_figure, constant_figure, evidence_figure, export,
    neighbours_figure, platt_figure, points_figure, points_sum, votes_figure,
};
use cutpoint::learn::{ClassifierKind, ClassifierSpec, Neighbour, Workings};
use cutpoint::metrics::Recalibration;
use cutpoint::pipeline::{Derived, evaluate};
use cutpoint::scenario::Scenario;

use crate::{assert_legible, caption, described, line};

fn trained(kind: ClassifierKind) -> Derived {
    let recipe = shipped_recipe("ward-sepsis").expect("a shipped recipe");
    let scenario = Scenario { classifier: ClassifierSpec::of(kind), ..Scenario::of(&recipe) };
    evaluate(&recipe, &scenario).expect("a model")
}

fn encoded(derived: &Derived, row: usize) -> Vec<f64> {
    let x = derived.model.trained.encoder.transform(&derived.paper.cohort.table, Some(&[row]));
    x.expect("the same columns").row(0).to_vec()
}

const WORDS: InputWords<'static> =
    InputWords { name: &|column| column.replace('_', " "), value: &|_| "as measured".to_owned(), condition: "sepsis" };

fn chart(derived: &Derived) -> PointsChart {
    let data = &derived.data;
    PointsChart::new(&derived.model.trained, &data.collected.table, &data.split.train).expect("a logistic regression")
}

/// Where the marks of a role stand, by row from the upper to the lower one.
fn marks(figure: &Figure, wanted: Role) -> Vec<[f64; 2]> {
    let mark = |layer: &Layer| match layer {
        Layer::Points { role, points, .. } if *role == wanted => Some(points[0]),
        _ => None,
    };
    figure.layers.iter().filter_map(mark).collect()
}

#[test]
fn a_chart_of_points_marks_the_patient_on_every_scale_and_the_alert_on_the_totals() {
    let derived = trained(ClassifierKind::Logistic);
    let chart = chart(&derived);
    let reading = chart.read(&encoded(&derived, 38));
    let figure = points_figure(&chart, Some(&reading), line(0.1), None, &WORDS);
    let marks = marks(&figure, Role::Model);
    assert_eq!(marks.len(), chart.scales.len() + 2);
    for (mark, points) in marks.iter().zip(&reading.points) {
        assert!((mark[0] - points).abs() < 1e-9, "{mark:?} against {points}");
    }
    // The whole points that the chart asks for are just enough: one less is below the line.
    let need = chart.total_for(0.1).expect("inside").ceil();
    assert!(chart.risk_at(need) >= 0.1 && chart.risk_at(need - 1.0) < 0.1);
    assert!(figure.caption.contains(&format!("An alert needs {need:.0} points")), "{}", figure.caption);
    let sum = points_sum(&reading, None);
    assert!(
        sum.ends_with(&format!("= {:.0} points: risk {}.", reading.total, cutpoint::figure::percent(reading.risk))),
        "{sum}"
    );
    assert_legible(&export::svg(&figure, &caption()).expect("drawn"), "points");
    insta::assert_snapshot!(described(&figure));
}

#[test]
fn risks_fitted_to_a_place_are_read_off_the_same_chart() {
    let derived = trained(ClassifierKind::Logistic);
    let chart = chart(&derived);
    let reading = chart.read(&encoded(&derived, 38));
    let fitted = Recalibration { intercept: -0.7, slope: 0.8 };
    let figure = points_figure(&chart, Some(&reading), line(0.1), Some(fitted), &WORDS);
    let need = (0..2000).find(|&total| fitted.apply(chart.risk_at(f64::from(total))) >= 0.1).expect("some total");
    assert!(figure.caption.contains(&format!("An alert needs {need} points")), "{need}: {}", figure.caption);
    let risk = fitted.apply(reading.risk);
    assert!((fitted.undo(risk).expect("inside") - reading.risk).abs() < 1e-12);
    assert_eq!(fitted.undo(1.0), None);
}

#[test]
fn thresholds_that_nobody_or_everybody_reaches_are_said_to_be() {
    let derived = trained(ClassifierKind::Logistic);
    let chart = chart(&derived);
    let at = |threshold| points_figure(&chart, None, line(threshold), None, &WORDS).caption;
    assert!(at(0.0).contains("everybody raises an alert"), "{}", at(0.0));
    assert!(at(1.0).ends_with("No alert."), "{}", at(1.0));
    assert!(at(0.9999).contains("more than the"), "{}", at(0.9999));
    assert!(at(1e-6).contains("everybody like those in training"), "{}", at(1e-6));
}

#[test]
fn likelihood_ratios_lead_down_to_the_risk() {
    let derived = trained(ClassifierKind::NaiveBayes);
    let evidence = Evidence::new(&derived.model.trained, &encoded(&derived, 38)).expect("naive Bayes");
    let figure = evidence_figure(&evidence, Some(line(0.1)), &WORDS);
    assert_eq!(figure.y.rows.len(), evidence.steps.len() + 2);
    let ends = marks(&figure, Role::Ink);
    assert!((ends[0][0] - evidence.prior).abs() < 1e-12 && (ends[1][0] - evidence.risk).abs() < 1e-12);
    let first = &evidence.steps[0];
    let many = format!("{:.1} times as common", libm::exp(first.log_ratio.abs()));
    assert!(figure.y.rows[1].sentence.contains(&many), "{}", figure.y.rows[1].sentence);
    assert_legible(&export::svg(&figure, &caption()).expect("drawn"), "likelihood ratios");
    insta::assert_snapshot!(described(&figure));
}

#[test]
fn evidence_that_runs_to_millions_is_cut_off_and_says_so() {
    let derived = trained(ClassifierKind::NaiveBayes);
    let mut patient = encoded(&derived, 38);
    let lactate = derived.model.trained.encoder.features().iter().position(|feature| feature.column == "lactate");
    patient[lactate.expect("an input")] = 400.0;
    let evidence = Evidence::new(&derived.model.trained, &patient).expect("naive Bayes");
    assert!(evidence.log_odds.abs() > 100.0);
    let figure = evidence_figure(&evidence, None, &WORDS);
    assert!(figure.caption.contains("cut off") && figure.caption.contains("counted twice"), "{}", figure.caption);
    assert!(figure.y.rows[1].figures.contains("over 1,000"), "{}", figure.y.rows[1].figures);
    for layer in &figure.layers {
        let Layer::Line { points, .. } = layer else { continue };
        assert!(points.iter().all(|point| (figure.x.min..=figure.x.max).contains(&point[0])), "{layer:?}");
    }
    assert_legible(&export::svg(&figure, &caption()).expect("drawn"), "millions");
}

#[test]
fn neighbours_stand_at_their_distance_in_the_row_of_their_outcome() {
    let one = |distance: f64, has_condition| Neighbour { row: 0, distance, has_condition, weight: 1.0 };
    let figure = neighbours_figure(&[one(0.5, false), one(0.8, true), one(1.5, false)], "sepsis");
    let places = |wanted: Role| -> Vec<f64> {
        let own = figure.layers.iter().filter_map(|layer| match layer {
            Layer::Points { role, points, .. } if *role == wanted => Some(points.iter().map(|point| point[0])),
            _ => None,
        });
        own.flatten().collect()
    };
    assert_eq!(places(Role::With), [0.8]);
    assert_eq!(places(Role::Without), [0.5, 1.5]);
    assert_legible(&export::svg(&figure, &caption()).expect("drawn"), "neighbours");
    insta::assert_snapshot!(described(&figure));
    // All in the same place, and nobody.
    assert!(neighbours_figure(&[one(0.0, true)], "sepsis").x.max > 0.0);
    assert!(!neighbours_figure(&[], "sepsis").empty.is_empty());
}

#[test]
fn a_border_counts_who_lies_beyond_it_and_beyond_the_threshold() {
    let derived = trained(ClassifierKind::Svm);
    let Workings::SupportVectors(model) = derived.model.trained.classifier.workings() else { panic!("a border") };
    let side = &derived.paper;
    let sorted = |wanted: bool| {
        let own = (0..side.scores.len()).filter(|&row| side.cohort.label[row] == wanted);
        let mut own: Vec<f64> = own.filter_map(|row| model.distance_for(side.scores[row])).collect();
        own.sort_by(f64::total_cmp);
        own
    };
    let (with, without) = (sorted(true), sorted(false));
    let threshold = line(0.1);
    let border = Border {
        with: &with,
        without: &without,
        line: model.distance_for(0.1).expect("inside"),
        threshold,
        own: Some(Placed {
            name: "Patient No 39".to_owned(),
            distance: model.distance(&encoded(&derived, 38)),
            risk: side.scores[38],
        }),
        condition: "sepsis",
    };
    let figure = border_figure(&border);
    let people = |wanted: Role| -> u64 {
        let bars = figure.layers.iter().filter_map(|layer| match layer {
            Layer::Bars { role, counts, .. } if *role == wanted => Some(counts.iter().sum::<u64>()),
            _ => None,
        });
        bars.sum()
    };
    let matrix = side.set.at(threshold);
    assert_eq!([people(Role::Found), people(Role::Missed)], [matrix.tp, matrix.fn_]);
    assert_eq!([people(Role::FalseAlarm), people(Role::LeftAlone)], [matrix.fp, matrix.tn]);
    assert_legible(&export::svg(&figure, &caption()).expect("drawn"), "border");
    let curve = platt_figure(&border, &|distance| model.risk_at(distance));
    let at = marks(&curve, Role::Ink)[0];
    assert!((model.risk_at(at[0]) - at[1]).abs() < 1e-9, "the patient stands on the curve");
    assert_legible(&export::svg(&curve, &caption()).expect("drawn"), "curve");
}

#[test]
fn a_model_that_tells_nobody_apart_is_drawn() {
    let figure = constant_figure(0.07, line(0.1), "sepsis");
    assert!(figure.caption.contains("Everybody gets 7%, so nobody raises an alert"), "{}", figure.caption);
    assert!(constant_figure(0.07, line(0.07), "sepsis").caption.contains("so everybody raises an alert"));
    assert_legible(&export::svg(&figure, &caption()).expect("drawn"), "constant");
    insta::assert_snapshot!(described(&figure));
}

#[test]
fn the_votes_of_a_forest_are_counted_and_their_mean_marked() {
    let figure = votes_figure(&[0.0, 0.02, 0.31, 1.0], Some(0.1), line(0.1));
    assert!(figure.alt.contains("4 trees") && figure.alt.contains("from 0% to 100%"), "{}", figure.alt);
    let Layer::Bars { counts, .. } = &figure.layers[0] else { panic!("bars stand behind") };
    assert_eq!(counts.iter().sum::<u64>(), 4);
    assert_eq!((counts[0], counts[6], counts[19]), (2, 1, 1));
    let marked = marks(&figure, Role::Ink);
    assert!((marked[0][0] - 0.3325).abs() < 1e-12, "{marked:?}");
    assert!(!votes_figure(&[], None, line(0.1)).empty.is_empty());
    let svg = export::svg(&figure, &caption()).expect("drawn");
    assert_legible(&svg, &figure.title);
}
