//! Every shipped recipe reproduces the figures that it claims: prevalences, AUCs and the published failures it mirrors.
//!
//! Tolerances come from the sample: four standard errors of the figure at the size drawn here, plus 0.01 for what the
//! published simulation itself leaves open (it was run once or twice, on tens of thousands of patients). Run with
//! `--nocapture`, the tests print what they found beside what was claimed.

mod care_management;
mod chest_pain;
mod diabetes;
mod hypoxaemia;
mod lung_nodule;
mod pneumonia;
mod readmission;
mod skin_lesion;
mod ward_sepsis;

use std::collections::BTreeMap;

use cutpoint::data::catalogue::{self, shipped_recipe};
use cutpoint::data::generator::{Population, generate};
use cutpoint::data::{Cohort, Column};
use cutpoint::learn::{ClassifierKind, ClassifierSpec, Request, TableModel};
use cutpoint::metrics::ScoredTestSet;

const OPEN: f64 = 0.01;

fn cohort(id: &str, population: Population, knobs: &[(&str, f64)], patients: usize) -> Cohort {
    seeded(id, population, knobs, patients, 11)
}

fn seeded(id: &str, population: Population, knobs: &[(&str, f64)], patients: usize, seed: u64) -> Cohort {
    let recipe = shipped_recipe(id).expect("a shipped recipe");
    let knobs: BTreeMap<String, f64> = knobs.iter().map(|&(name, value)| (name.to_owned(), value)).collect();
    generate(&recipe, population, &knobs, patients, seed).expect("patients")
}

/// The numbers of a column; a yes/no or other category as the number of its level.
fn numbers(cohort: &Cohort, id: &str) -> Vec<f64> {
    match cohort.table.column(id) {
        Some(Column::Number(values)) => values.clone(),
        Some(Column::Category { codes, .. }) => codes.iter().map(|&code| f64::from(code)).collect(),
        None => panic!("no column {id}"),
    }
}

/// How many of those for whom `among` holds fulfil `what`, as a share with the number of those.
fn share(cohort: &Cohort, among: impl Fn(usize) -> bool, what: impl Fn(usize) -> bool) -> (f64, usize) {
    let rows: Vec<usize> = (0..cohort.len()).filter(|&row| among(row)).collect();
    (rows.iter().filter(|&&row| what(row)).count() as f64 / rows.len() as f64, rows.len())
}

/// Four standard errors of a share among `n`, and what the source leaves open.
fn near((found, n): (f64, usize), claimed: f64, what: &str) {
    let allowed = 4.0 * (claimed * (1.0 - claimed) / n as f64).sqrt() + OPEN;
    println!("{what}: {found:.4} of {n}, claimed {claimed}, allowed {allowed:.4}");
    assert!((found - claimed).abs() <= allowed, "{what}: {found:.4} of {n}, claimed {claimed}, allowed {allowed:.4}");
}

fn auc(scores: &[f64], outcomes: &[bool]) -> f64 {
    ScoredTestSet::new(scores, outcomes, None).expect("scores").auc().expect("both classes")
}

/// Twice the half width of DeLong's interval is about four standard errors.
fn auc_near(scores: &[f64], outcomes: &[bool], claimed: f64, what: &str) {
    let set = ScoredTestSet::new(scores, outcomes, None).expect("scores");
    let (found, interval) = (set.auc().expect("both classes"), set.auc_ci().expect("an interval"));
    let allowed = interval.width() + OPEN;
    println!("{what}: AUC {found:.4}, claimed {claimed}, allowed {allowed:.4}");
    assert!((found - claimed).abs() <= allowed, "{what}: AUC {found:.4}, claimed {claimed}, allowed {allowed:.4}");
}

/// Logistic regression on 10,000 collected patients with the default inputs and `more`, less `fewer`.
fn logistic(id: &str, knobs: &[(&str, f64)], more: &[&str], fewer: &[&str]) -> (TableModel, Cohort) {
    let train = cohort(id, Population::Collected, knobs, 10_000);
    (trained(id, &train, &train.label, more, fewer), train)
}

/// Logistic regression on these patients with the default inputs and `more`, less `fewer`.
fn trained(id: &str, train: &Cohort, labels: &[bool], more: &[&str], fewer: &[&str]) -> TableModel {
    let recipe = shipped_recipe(id).expect("a shipped recipe");
    let mut columns = recipe.default_inputs();
    columns.retain(|column| !fewer.contains(&column.as_str()));
    columns.extend(more.iter().map(|&column| column.to_owned()));
    let rows: Vec<usize> = (0..train.len()).collect();
    let request = Request {
        spec: &ClassifierSpec::of(ClassifierKind::Logistic),
        table: &train.table,
        rows: &rows,
        labels,
        columns: &columns,
        weights: None,
        seed: 1,
        cancelled: &|| false,
        interactions: None,
        start: None,
    };
    TableModel::train(&request).expect("a model")
}

fn risks(model: &TableModel, cohort: &Cohort) -> Vec<f64> {
    model.risks(&cohort.table, None, &|| false).expect("risks")
}

/// AUC among those for whom `among` holds, as close as [`auc_near`] allows.
fn auc_among(scores: &[f64], outcomes: &[bool], among: impl Fn(usize) -> bool, claimed: f64, what: &str) {
    let rows: Vec<usize> = (0..scores.len()).filter(|&row| among(row)).collect();
    let scores: Vec<f64> = rows.iter().map(|&row| scores[row]).collect();
    let outcomes: Vec<bool> = rows.iter().map(|&row| outcomes[row]).collect();
    auc_near(&scores, &outcomes, claimed, what);
}

/// The score that flags this share of patients.
fn flagging(scores: &[f64], share: f64) -> f64 {
    let mut sorted = scores.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[((1.0 - share) * sorted.len() as f64) as usize]
}

#[test]
fn all_recipes_can_be_read() {
    for shipped in catalogue::shipped() {
        if let Err(error) = shipped_recipe(shipped.id) {
            panic!("{error}");
        }
    }
}
