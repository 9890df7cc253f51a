//! Every shipped recipe reproduces the figures that it claims.

use std::collections::BTreeMap;

use cutpoint::data::catalogue::{self, shipped_recipe};
use cutpoint::data::generator::{Population, TRUE_RISK, generate};
use cutpoint::data::{Cohort, Column};
use cutpoint::metrics::ScoredTestSet;

fn cohort(id: &str, population: Population, knobs: &[(&str, f64)], patients: usize) -> Cohort {
    let recipe = shipped_recipe(id).expect("a shipped recipe");
    let knobs: BTreeMap<String, f64> = knobs.iter().map(|&(name, value)| (name.to_owned(), value)).collect();
    generate(&recipe, population, &knobs, patients, 11).expect("patients")
}

fn share(flags: impl Iterator<Item = bool>) -> f64 {
    let (yes, all) = flags.fold((0, 0), |(yes, all), flag| (yes + usize::from(flag), all + 1));
    yes as f64 / all as f64
}

#[test]
fn all_recipes_can_be_read() {
    for shipped in catalogue::shipped() {
        if let Err(error) = shipped_recipe(shipped.id) {
            panic!("{error}");
        }
    }
}

#[test]
fn ward_sepsis_has_its_prevalence_and_bayes_auc() {
    let cohort = cohort("ward-sepsis", Population::Collected, &[], 60_000);
    let prevalence = share(cohort.truth.iter().copied());
    // 4 standard errors of 7.1 % among 60,000.
    assert!((prevalence - 0.071).abs() < 0.0042, "{prevalence}");
    let Some(Column::Number(risk)) = cohort.table.column(TRUE_RISK) else { panic!("no true risk") };
    let auc = ScoredTestSet::new(risk, &cohort.truth, None).expect("scores").auc().expect("both classes");
    assert!((auc - 0.861).abs() < 0.012, "{auc}");
}
