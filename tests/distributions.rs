//! The values of one variable by outcome and by group: every patient is counted once, and what is missing is said.

use cutpoint::data::catalogue::{recipes, shipped_recipe};
use cutpoint::data::generator::{Population, generate};
use cutpoint::data::recipe::Recipe;
use cutpoint::data::{Cohort, Column, MISSING, Table};
use cutpoint::figure::diagram::{RECORD, SELECTION};
use cutpoint::figure::{By, Caption, Figure, Layer, Words, distribution_figure, export};
use cutpoint::num::Threshold;

fn words() -> Words {
    Words { condition: "sepsis".to_owned(), shown: String::new() }
}

fn collected(recipe: &Recipe, knobs: &[(&str, f64)], patients: usize) -> Cohort {
    let knobs = knobs.iter().map(|(knob, value)| ((*knob).to_owned(), *value)).collect();
    generate(recipe, Population::Collected, &knobs, patients, 1).expect("the recipe gives patients")
}

/// A cohort of one column beside the sexes.
fn cohort(column: Column, outcomes: &[bool]) -> Cohort {
    let mut table = Table::default();
    let codes = (0..outcomes.len()).map(|row| u32::from(row % 2 == 1)).collect();
    let levels = vec!["Female".to_owned(), "Male".to_owned()];
    table.push("sex", Column::Category { codes, levels }).expect("an empty table takes any column");
    table.push("lactate", column).expect("as many rows");
    Cohort { table, truth: outcomes.to_vec(), label: outcomes.to_vec() }
}

fn figure(cohort: &Cohort, by: By<'_>) -> Figure {
    let recipe = shipped_recipe("D1").expect("a shipped recipe");
    distribution_figure(&recipe, "lactate", cohort, by, &words()).expect("lactate is a variable")
}

/// The share under each outline: the sum of its steps.
fn sums(figure: &Figure) -> Vec<(String, f64)> {
    let lines = figure.layers.iter().filter_map(|layer| match layer {
        Layer::Line { label, points, .. } => {
            let steps = points[1..points.len() - 1].chunks_exact(2);
            Some((label.clone(), steps.map(|step| step[0][1]).sum()))
        }
        _ => None,
    });
    lines.collect()
}

#[test]
fn each_outline_holds_everyone_who_was_measured() {
    let recipe = shipped_recipe("D1").expect("a shipped recipe");
    let patients = collected(&recipe, &[], 2000);
    for variable in recipe.variables.iter().filter(|variable| variable.levels.is_empty()) {
        for by in [By::Recorded, By::Truth, By::Group("sex"), By::Group("ethnicity")] {
            let figure = distribution_figure(&recipe, &variable.id, &patients, by, &words()).expect("a variable");
            let sums = sums(&figure);
            assert!(sums.len() >= 2, "{}", variable.id);
            for (name, sum) in sums {
                assert!((sum - 1.0).abs() < 1e-9, "{}, {name}: {sum}", variable.id);
            }
        }
    }
}

#[test]
fn what_is_missing_is_said_per_group() {
    let recipe = shipped_recipe("D1").expect("a shipped recipe");
    let patients = collected(&recipe, &[("lactate_on_request", 1.0)], 6000);
    let figure = distribution_figure(&recipe, "lactate", &patients, By::Truth, &words()).expect("a variable");
    let Some(Column::Number(values)) = patients.table.column("lactate") else { panic!("lactate is a number") };
    let lacks = |wanted: bool| {
        let rows: Vec<usize> = (0..values.len()).filter(|&row| patients.truth[row] == wanted).collect();
        let missing = rows.iter().filter(|&&row| values[row].is_nan()).count();
        100.0 * missing as f64 / rows.len() as f64
    };
    let said = format!("Not measured: {:.0}% with sepsis, {:.0}% without sepsis.", lacks(true), lacks(false));
    assert!(figure.caption.ends_with(&said), "{} lacks {said}", figure.caption);
    assert!(figure.alt.ends_with(&said), "{}", figure.alt);
    assert!(lacks(true) < lacks(false), "staff order lactate for those whom they fear for");
}

#[test]
fn a_yes_is_counted_among_those_with_and_without() {
    let recipe = shipped_recipe("D1").expect("a shipped recipe");
    let patients = collected(&recipe, &[("under_recording", 0.8)], 6000);
    let figure = distribution_figure(&recipe, RECORD, &patients, By::Truth, &words()).expect("the record");
    let with = patients.truth.iter().filter(|&&truth| truth).count();
    let recorded = patients.label.iter().filter(|&&label| label).count();
    let first = &figure.y.rows[0];
    assert_eq!(
        first.sentence,
        format!("With sepsis: {:.0}% of {with} ({recorded})", 100.0 * recorded as f64 / with as f64)
    );
    assert!(figure.y.rows[1].sentence.starts_with("Without sepsis: 0% of 5,"), "{:?}", figure.y.rows[1]);
}

#[test]
fn nobody_and_nothing_and_always_the_same_are_drawn_as_they_are() {
    let some = [true, false, true, false];
    let missing = figure(&cohort(Column::Number(vec![f64::NAN; 4]), &some), By::Recorded);
    assert_eq!(missing.empty, "It was measured in nobody here.");
    assert!(missing.alt.ends_with("Not measured: 100% with sepsis, 100% without sepsis."), "{}", missing.alt);
    let nobody = figure(&cohort(Column::Number(Vec::new()), &[]), By::Recorded);
    assert_eq!(nobody.empty, "There are no patients here.");
    let same = figure(&cohort(Column::Number(vec![2.5; 4]), &some), By::Group("sex"));
    assert_eq!(sums(&same).len(), 2);
    assert!(same.alt.contains("Female: all have 2.5 mmol/L."), "{}", same.alt);
    let nobody_ill = figure(&cohort(Column::Number(vec![1.0, 2.0]), &[false, false]), By::Recorded);
    assert!(nobody_ill.alt.contains("With sepsis: no value."), "{}", nobody_ill.alt);
    assert_eq!(sums(&nobody_ill).len(), 1, "nobody has no outline");
    let levels = vec!["a".to_owned(), "b".to_owned(), "c".to_owned()];
    let unknown = figure(&cohort(Column::Category { codes: vec![MISSING; 4], levels }, &some), By::Truth);
    assert_eq!(unknown.empty, "It was measured in nobody here.");
}

#[test]
fn every_variable_of_every_dataset_can_be_saved() {
    let caption =
        Caption { dataset: "Test".to_owned(), model: "none".to_owned(), threshold: Threshold::clamped(0.1), seed: 1 };
    for recipe in recipes() {
        let patients = collected(recipe, &[], 200);
        for id in recipe.variables.iter().map(|variable| variable.id.as_str()).chain([RECORD]) {
            for by in recipe.groups().map(|group| By::Group(&group.id)).chain([By::Recorded, By::Truth]) {
                let figure = distribution_figure(recipe, id, &patients, by, &words());
                let figure = figure.unwrap_or_else(|| panic!("{}: no figure for {id} {by:?}", recipe.id));
                assert!(figure.empty.is_empty(), "{}: {id} {by:?}: {}", recipe.id, figure.empty);
                export::svg(&figure, &caption).expect("it can be drawn");
            }
        }
        assert_eq!(distribution_figure(recipe, SELECTION, &patients, By::Truth, &words()), None);
        assert_eq!(distribution_figure(recipe, "no such thing", &patients, By::Truth, &words()), None);
    }
}
