//! Charts with a row for each input or group: the figures they write are those of the model and the matrix.

use cutpoint::data::catalogue::shipped_recipe;
use cutpoint::figure::{Figure, GROUP_RATES, Layer, Words, export, groups_figure, workings_figure};
use cutpoint::learn::{ClassifierKind, ClassifierSpec, Workings};
use cutpoint::metrics::{Groups, ScoredTestSet};
use cutpoint::pipeline::{Derived, evaluate};
use cutpoint::scenario::Scenario;

use crate::{assert_legible, caption, line, patients, words};

fn trained(kind: ClassifierKind) -> Derived {
    let recipe = shipped_recipe("ward-sepsis").expect("a shipped recipe");
    let scenario = Scenario { classifier: ClassifierSpec::of(kind), ..Scenario::of(&recipe) };
    evaluate(&recipe, &scenario).expect("a model")
}

fn workings(derived: &Derived) -> Result<Figure, String> {
    let model = &derived.model;
    workings_figure(model.trained.encoder.features(), model.trained.classifier.workings(), "sepsis")
}

/// The value of each row's dot, from the upper to the lower one.
fn dots(figure: &Figure) -> Vec<f64> {
    let dot = |layer: &Layer| if let Layer::Points { points, .. } = layer { Some(points[0][0]) } else { None };
    figure.layers.iter().filter_map(dot).collect()
}

#[test]
fn odds_ratios_are_those_of_the_model_the_strongest_first() {
    let derived = trained(ClassifierKind::Logistic);
    let Workings::Coefficients { terms, .. } = derived.model.trained.classifier.workings() else {
        panic!("no coefficients")
    };
    let figure = workings(&derived).expect("a chart");
    assert_eq!(figure.y.rows.len(), terms.len());
    let confusion = derived.model.trained.encoder.features().iter().position(|feature| feature.column == "confusion");
    let expected = libm::exp(terms[confusion.expect("an input")].coefficient);
    let row = figure.y.rows.iter().position(|row| row.name.starts_with("New confusion")).expect("a row");
    assert!((dots(&figure)[row] - expected).abs() < 1e-12);
    assert_eq!(figure.y.rows[row].figures, format!("{expected:.2}"));
    let strengths: Vec<f64> = dots(&figure).iter().map(|ratio| ratio.ln().abs()).collect();
    assert!(strengths.is_sorted_by(|a, b| a >= b), "{strengths:?}");
    assert_legible(&export::svg(&figure, &caption()).expect("drawn"), "odds ratios");
}

#[test]
fn importances_are_drawn_where_there_are_any_and_explained_where_there_are_none() {
    for kind in [ClassifierKind::Tree, ClassifierKind::Forest, ClassifierKind::NaiveBayes] {
        let figure = workings(&trained(kind)).expect("a chart");
        let total: f64 = dots(&figure).iter().sum();
        assert!((total - 1.0).abs() < 1e-9, "{kind:?}: shares sum to {total}");
        assert_legible(&export::svg(&figure, &caption()).expect("drawn"), kind.name());
    }
    assert!(workings(&trained(ClassifierKind::Knn)).expect_err("none").contains("weigh every input alike"));
}

#[test]
fn a_model_that_uses_no_input_says_so_instead_of_drawing_rows() {
    let derived = trained(ClassifierKind::Logistic);
    let constant = Workings::Constant { risk: 0.07 };
    let reason = workings_figure(derived.model.trained.encoder.features(), &constant, "sepsis").expect_err("no rows");
    assert!(reason.contains("no input"), "{reason}");
}

#[test]
fn every_group_has_its_own_counts_and_small_groups_are_faint() {
    let (scores, labels) = patients(3000, -3.0, 1.4, 5);
    let codes: Vec<u32> = (0..3000).map(|row| if row < 30 { 2 } else { row % 2 }).collect();
    let names = ["Women", "Men", "A group with a name that is far too long to stand before its row in the chart"];
    let groups = Groups { codes, names: names.map(str::to_owned).to_vec() };
    let set = ScoredTestSet::new(&scores, &labels, Some(groups)).expect("scores");
    let figure = groups_figure(&set, line(0.1), &words());
    // Three headings, and three groups and everyone for each.
    assert_eq!(figure.y.rows.len(), 3 * 5);
    let women = set.group_at(0, line(0.1)).sensitivity().expect("women with it");
    assert!(figure.y.rows[1].figures.ends_with(&format!("({} of {})", women.k(), women.n())));
    assert_eq!(figure.y.rows[0].name, format!("{}:", GROUP_RATES[0].heading));
    assert!(figure.alt.contains("interval"));
    let svg = export::svg(&figure, &caption()).expect("drawn");
    assert_legible(&svg, "groups");
    let faint = |layer: &&Layer| matches!(layer, Layer::Points { shape: cutpoint::figure::Shape::Ring, .. });
    assert_eq!(figure.layers.iter().filter(faint).count(), 3, "the small group, once per rate");
}

#[test]
fn a_group_with_nobody_is_not_defined() {
    let groups = Groups { codes: vec![0; 40], names: vec!["All".to_owned(), "Nobody".to_owned()] };
    let (scores, labels) = patients(40, -1.0, 1.0, 5);
    let set = ScoredTestSet::new(&scores, &labels, Some(groups)).expect("scores");
    let words = Words { condition: "sepsis".to_owned(), shown: String::new() };
    let figure = groups_figure(&set, line(0.5), &words);
    let nobody = figure.y.rows.iter().filter(|row| row.name == "Nobody");
    assert!(nobody.clone().count() == 3 && nobody.clone().all(|row| row.figures == "not defined"));
}
