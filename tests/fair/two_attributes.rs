//! Groups of two attributes at once, from the scenario through the pipeline.

use std::sync::Arc;

use cutpoint::data::catalogue::shipped_recipe;
use cutpoint::data::recipe::Recipe;
use cutpoint::data::{Column, MISSING};
use cutpoint::metrics::{ConfusionMatrix, FairPreset, GapKind, GroupRule, Impossible, fair_thresholds, gaps};
use cutpoint::num::Threshold;
use cutpoint::pipeline::{GroupKey, Side, evaluate};
use cutpoint::scenario::Scenario;

fn sepsis(patients: usize) -> (Arc<Recipe>, Scenario) {
    let recipe = shipped_recipe("ward-sepsis").expect("a shipped recipe");
    let mut scenario = Scenario::of(&recipe);
    scenario.patients = patients;
    scenario.compare_by_both(Some("sex".to_owned()), Some("ethnicity".to_owned()));
    (recipe, scenario)
}

/// The level of a patient's attribute.
fn level<'a>(side: &'a Side, attribute: &str, row: usize) -> Option<&'a str> {
    match side.cohort.table.column(attribute).expect("the attribute") {
        Column::Category { codes, levels } if codes[row] != MISSING => Some(&levels[codes[row] as usize]),
        _ => None,
    }
}

#[test]
fn every_group_of_both_holds_exactly_the_patients_who_are_in_both() {
    let (recipe, scenario) = sepsis(6_000);
    let derived = evaluate(&recipe, &scenario).expect("it runs");
    for side in [&derived.paper, &derived.ward] {
        assert_eq!(side.set.groups(), scenario.groups(&recipe));
        for (name, group) in side.set.iter_groups() {
            let (sex, ethnicity) = name.split_once(", ").expect("two names");
            let both = |row: &usize| {
                level(side, "sex", *row) == Some(sex) && level(side, "ethnicity", *row) == Some(ethnicity)
            };
            let rows: Vec<usize> = (0..side.scores.len()).filter(both).collect();
            let scores: Vec<f64> = rows.iter().map(|&row| side.scores[row]).collect();
            let labels: Vec<bool> = rows.iter().map(|&row| side.outcomes()[row]).collect();
            assert_eq!(group.at(scenario.threshold), ConfusionMatrix::count(&scores, &labels, scenario.threshold));
        }
    }
    let people: u64 = derived.paper.set.iter_groups().map(|(_, group)| group.n()).sum();
    assert_eq!(people, derived.paper.set.n(), "everybody has a sex and an ethnicity");
}

#[test]
fn an_empty_meeting_of_two_has_no_figures_at_all() {
    let (recipe, mut scenario) = sepsis(6_000);
    scenario.collect.insert("representation".to_owned(), 0.0);
    let derived = evaluate(&recipe, &scenario).expect("it runs");
    let set = &derived.paper.set;
    let empty: Vec<usize> =
        (0..set.groups().len()).filter(|&at| set.group(at).is_some_and(|own| own.n() == 0)).collect();
    assert!(empty.len() >= 2, "women and men of a group that was not collected");
    let answer = fair_thresholds(set, FairPreset::EqualSelectionRate, scenario.threshold);
    let rules: Vec<GroupRule> = answer.rules();
    for at in empty {
        assert_eq!(answer.groups[at].impossible, Some(Impossible::Nobody));
        for gap in gaps(set, &rules, scenario.threshold, 0) {
            assert_eq!(gap.by_group[at], None, "{:?} of nobody", gap.kind);
            assert!(gap.left_out.contains(&at));
            assert!(gap.kind == GapKind::EqualizedOdds || (gap.largest != Some(at) && gap.smallest != Some(at)));
        }
    }
}

#[test]
fn a_second_attribute_is_saved_checked_and_part_of_what_results_depend_on() {
    let (recipe, mut scenario) = sepsis(2_000);
    let text = scenario.to_toml().expect("text");
    assert!(text.contains("group_by_second = \"ethnicity\""));
    assert_eq!(Scenario::from_toml(&text).expect("a scenario"), scenario);
    let plain = Scenario { group_by_second: None, ..scenario.clone() };
    assert!(!plain.to_toml().expect("text").contains("group_by_second"), "files without it stay as they were");
    let [one, both] = [&plain, &scenario].map(|scenario| GroupKey::new(&recipe, scenario));
    assert!(one != both && one.model() == both.model(), "the groups are others, the model is the same");
    // Thresholds are named after both, and go when either goes.
    let own = |scenario: &mut Scenario, name: &str| {
        scenario.mitigation.group_thresholds = [(name.to_owned(), Threshold::clamped(0.2))].into();
        scenario.check(&recipe).err().map(|error| error.to_string())
    };
    assert_eq!(own(&mut scenario, "Female, White"), None);
    assert!(own(&mut scenario, "Female").is_some_and(|error| error.contains("Female, White")));
    scenario.compare_by(Some("age_band".to_owned()));
    assert_eq!(scenario.group_by_second.as_deref(), Some("ethnicity"));
    assert!(scenario.mitigation.group_thresholds.is_empty());
    scenario.compare_by(Some("ethnicity".to_owned()));
    assert_eq!(scenario.group_by_second, None, "not twice the same");
    type Turn = fn(&mut Scenario);
    let cases: [(Turn, &[&str]); 3] = [
        (|s| s.group_by = None, &["group_by_second", "without a group_by"]),
        (|s| s.group_by_second = Some("sex".to_owned()), &["group_by_second names \"sex\"", "already"]),
        (|s| s.group_by_second = Some("ethnicty".to_owned()), &["group_by_second", "did you mean \"ethnicity\""]),
    ];
    for (turn, fragments) in cases {
        let (_, mut scenario) = sepsis(2_000);
        turn(&mut scenario);
        let error = scenario.check(&recipe).expect_err("refused").to_string();
        assert!(fragments.iter().all(|fragment| error.contains(fragment)), "{error}");
    }
}
