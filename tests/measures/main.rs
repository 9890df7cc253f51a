//! What each mitigation does to patients, and what it costs: the figures of the teaching plan, hand-worked examples and
//! brute-force counts.

mod by_hand;
mod limits;
mod null_control;
mod published;
mod whole;

use std::sync::Arc;

use cutpoint::data::catalogue::shipped_recipe;
use cutpoint::data::recipe::Recipe;
use cutpoint::metrics::ScoredTestSet;
use cutpoint::num::Proportion;
use cutpoint::pipeline::{Derived, evaluate};
use cutpoint::scenario::Scenario;

fn scenario(id: &str, turn: impl Fn(&mut Scenario)) -> (Arc<Recipe>, Scenario) {
    let recipe = shipped_recipe(id).expect("a shipped recipe");
    let mut scenario = Scenario::of(&recipe);
    turn(&mut scenario);
    (recipe, scenario)
}

fn run(id: &str, turn: impl Fn(&mut Scenario)) -> Derived {
    let (recipe, scenario) = scenario(id, turn);
    evaluate(&recipe, &scenario).expect("results")
}

fn knob(scenario: &mut Scenario, collect: &[(&str, f64)], deploy: &[(&str, f64)]) {
    scenario.collect.extend(collect.iter().map(|&(name, value)| (name.to_owned(), value)));
    scenario.deploy.extend(deploy.iter().map(|&(name, value)| (name.to_owned(), value)));
}

fn group<'a>(set: &'a ScoredTestSet, name: &str) -> &'a ScoredTestSet {
    set.iter_groups().find(|(known, _)| *known == name).map_or_else(|| panic!("no group {name}"), |(_, group)| group)
}

/// As close as four standard errors, and what the published simulations leave open.
#[track_caller]
fn near(found: Option<Proportion>, claimed: f64, open: f64, what: &str) {
    let found = found.expect("somebody to count");
    let allowed = 4.0 * (claimed * (1.0 - claimed) / found.n() as f64).sqrt() + open;
    let value = found.value();
    println!("{what}: {value:.4} of {}, claimed {claimed}, allowed {allowed:.4}", found.n());
    assert!((value - claimed).abs() <= allowed, "{what}: {value:.4}, claimed {claimed}, allowed {allowed:.4}");
}
