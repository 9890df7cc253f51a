//! Pinned states: what lies between them is what counting gives, and what changed is told in words.

use std::sync::Arc;

use cutpoint::data::catalogue;
use cutpoint::learn::{ClassifierKind, ClassifierSpec};
use cutpoint::metrics::auc_difference;
use cutpoint::num::Threshold;
use cutpoint::pipeline::{self, Derived, Population, State, auc_between, compare, same_patients};
use cutpoint::scenario::Scenario;

fn first() -> Scenario {
    let mut scenario = Scenario::of(&catalogue::shipped_recipe("ward-sepsis").expect("shipped"));
    (scenario.patients, scenario.ward_patients) = (2_000, 2_000);
    scenario
}

fn derive(scenario: &Scenario) -> Derived {
    let recipe = catalogue::shipped_recipe(&scenario.dataset).expect("shipped");
    pipeline::evaluate(&recipe, scenario).expect("evaluated")
}

fn state<'a>(derived: &'a Derived, population: Population, at: f64) -> State<'a> {
    let threshold = Threshold::clamped(at);
    State { derived, population, threshold, mitigation: &derived.scenario.mitigation }
}

#[test]
fn another_model_on_the_same_patients_is_compared_one_by_one() {
    let before = derive(&first());
    let after = derive(&Scenario { classifier: ClassifierSpec::of(ClassifierKind::Tree), ..first() });
    let [was, is] = [&before, &after].map(|derived| state(derived, Population::Ward, 0.1));
    assert!(same_patients(&was, &is));
    let auc = auc_between(&was, &is).expect("both classes");
    let paired = auc_difference(&after.ward.scores, &before.ward.scores, &after.ward.cohort.truth);
    assert_eq!(Some(auc), paired.expect("scores"));
    let comparison = compare(&was, &is, Some(auc));
    let [with, without] = comparison.decisions.expect("the same patients");
    let flagged = |derived: &Derived, row: usize| derived.ward.scores[row] >= 0.1;
    let count = |label: bool, first: bool, second: bool| {
        let rows = 0..after.ward.scores.len();
        let counted = rows.filter(|&row| {
            after.ward.cohort.truth[row] == label && flagged(&before, row) == first && flagged(&after, row) == second
        });
        counted.count() as u64
    };
    assert_eq!(
        (with.both, with.first, with.second),
        (count(true, true, true), count(true, true, false), count(true, false, true))
    );
    assert_eq!((without.first, without.second), (count(false, true, false), count(false, false, true)));
    for gap in &comparison.gaps {
        let difference = gap.difference().expect("defined here");
        if let Some(ci) = gap.ci {
            assert!(ci.contains(difference) || ci.width() < 0.02, "{}: {difference} {ci:?}", gap.metric);
        }
    }
    let specificity = comparison.gaps.iter().find(|gap| gap.metric == "specificity").expect("told");
    let negatives = without.n() as f64;
    let expected = (without.first as f64 - without.second as f64) / negatives;
    assert!((specificity.difference().expect("defined") - expected).abs() < 1e-12);
}

#[test]
fn other_patients_are_not_taken_for_the_same() {
    let before = derive(&first());
    let other_seed = derive(&Scenario { seed: 2, ..first() });
    let cases = [
        (state(&before, Population::Paper, 0.1), state(&before, Population::Ward, 0.1)),
        (state(&before, Population::Ward, 0.1), state(&other_seed, Population::Ward, 0.1)),
    ];
    for (was, is) in cases {
        assert!(!same_patients(&was, &is));
        let auc = auc_between(&was, &is).expect("both classes");
        let comparison = compare(&was, &is, Some(auc));
        assert!(!comparison.same_patients && comparison.decisions.is_none());
        // As wide as both chances together.
        let single = was.derived.side(was.population).set.auc_ci().expect("patients").width();
        assert!(auc.ci.width() > single);
    }
}

#[test]
fn what_changed_is_told_in_words() {
    let recipe = catalogue::shipped_recipe("ward-sepsis").expect("shipped");
    let before = first();
    assert!(before.changes_since(&before, &recipe).is_empty());
    let mut after = before.clone();
    after.threshold = Threshold::clamped(0.2);
    after.classifier = ClassifierSpec::of(ClassifierKind::Forest);
    after.inputs.retain(|input| input != "age");
    let knob = recipe.knobs.iter().find(|knob| knob.alias == "dS").expect("the drift knob");
    after.deploy.insert(knob.id.clone(), 0.7);
    after.mitigation.balance = true;
    let told: Vec<String> = after
        .changes_since(&before, &recipe)
        .iter()
        .map(|change| format!("{}: {} to {}", change.what, change.before, change.after))
        .collect();
    let expected = [
        format!("{} (on the ward): {} to 0.7", knob.label, knob.default),
        "Classifier: Logistic regression to Random forest".to_owned(),
        "Input \u{201c}Age\u{201d}: used to not used".to_owned(),
        "Groups balanced: no to yes".to_owned(),
        "Threshold: 0.1 to 0.2".to_owned(),
    ];
    assert_eq!(told, expected);
    let elsewhere = Scenario::of(&Arc::new(catalogue::shipped_recipe("skin-lesion").expect("shipped")));
    assert_eq!(elsewhere.changes_since(&before, &recipe).len(), 1, "another dataset is told alone");
}
