//! What a moved knob is said to have moved is what moved, and nothing else is.

use cutpoint::data::catalogue::shipped_recipe;
use cutpoint::pipeline::{Change, Derived, Population, Watched, evaluate, movement};
use cutpoint::scenario::Scenario;

fn derived(id: &str, change: impl Fn(&mut Scenario)) -> Derived {
    let recipe = shipped_recipe(id).expect("a shipped recipe");
    let mut scenario = Scenario { patients: 20_000, ward_patients: 20_000, ..Scenario::of(&recipe) };
    change(&mut scenario);
    evaluate(&recipe, &scenario).expect("results")
}

fn find(changes: &[Change], watched: Watched, side: Population) -> Change {
    *changes.iter().find(|change| change.watched == watched && change.side == side).expect("it is watched")
}

#[test]
fn drift_moves_alerts_and_calibration_on_the_ward_and_no_auc() {
    let before = derived("ward-sepsis", |_| {});
    let after = derived("ward-sepsis", |scenario| {
        scenario.deploy.insert("drift".to_owned(), 0.7);
    });
    let changes = movement(&before, &after, before.scenario.threshold);
    for watched in [Watched::Alerts, Watched::ObservedExpected, Watched::Ppv] {
        assert!(find(&changes, watched, Population::Ward).moved, "{watched:?}");
    }
    assert!(!find(&changes, Watched::Auc, Population::Ward).moved);
    assert!(changes.iter().filter(|change| change.side == Population::Paper).all(|change| !change.moved));
    // The figures are those of the sets themselves.
    let alerts = find(&changes, Watched::Alerts, Population::Ward).after.expect("patients");
    let matrix = after.ward.set.at(before.scenario.threshold);
    assert!((alerts - (matrix.tp + matrix.fp) as f64 / matrix.n() as f64).abs() < 1e-12);
}

#[test]
fn another_sample_moves_next_to_nothing() {
    let recipe = shipped_recipe("ward-sepsis").expect("a shipped recipe");
    let runs: Vec<Derived> =
        (1..=12).map(|seed| evaluate(&recipe, &Scenario { seed, ..Scenario::of(&recipe) }).expect("results")).collect();
    let changes: Vec<Change> =
        runs.windows(2).flat_map(|pair| movement(&pair[0], &pair[1], pair[0].scenario.threshold)).collect();
    let moved = changes.iter().filter(|change| change.moved).count();
    // Intervals of 95 %: one in twenty by chance, and models trained on other patients differ a little more.
    assert!(moved * 10 <= changes.len() * 2, "{moved} of {} moved by chance", changes.len());
}

#[test]
fn what_is_undefined_is_no_number_and_no_panic() {
    let few = derived("ward-sepsis", |scenario| (scenario.patients, scenario.ward_patients) = (40, 20));
    let many = derived("ward-sepsis", |_| {});
    let changes = movement(&few, &many, few.scenario.threshold);
    assert!(changes.iter().flat_map(|change| [change.before, change.after]).flatten().all(f64::is_finite));
}
