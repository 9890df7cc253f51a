//! The hardest inputs in every part of the room of the threshold: something true is drawn, and what cannot be known is said.

use cutpoint::app::App;
use cutpoint::data::catalogue;
use cutpoint::learn::{ClassifierKind, ClassifierSpec};
use cutpoint::num::Threshold;
use cutpoint::pipeline::Population;
use cutpoint::scenario::{Goals, Scenario};
use cutpoint::ui::charts::Chart;
use cutpoint::ui::view::{LinePart, Room};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::{settle, window};

const PARTS: [LinePart; 5] =
    [LinePart::People, LinePart::Curves, LinePart::Rules, LinePart::Elsewhere, LinePart::Chance];

/// Everything that the window says, to a reader of the screen.
fn said(harness: &Harness<'static, App>) -> Vec<String> {
    let nodes = harness.query_all_by(|_| true);
    nodes.flat_map(|node| [node.accesskit_node().label(), node.accesskit_node().value()]).flatten().collect()
}

/// Opens every part in turn, with every chart, and reads what is said.
fn walk(harness: &mut Harness<'static, App>, what: &str) {
    for chart in [Chart::Scores, Chart::Roc, Chart::Cost, Chart::Gain] {
        if !harness.state_mut().view_mut().charts.has(chart) {
            harness.state_mut().view_mut().charts.toggle(chart);
        }
    }
    harness.state_mut().view_mut().roc_lines = [true, true, false];
    harness.state_mut().show(Room::Line);
    for part in PARTS {
        harness.state_mut().view_mut().line_part = part;
        harness.run_steps(3);
        for text in said(harness) {
            let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric()).collect();
            assert!(!words.contains(&"NaN") && !words.contains(&"inf"), "{what}, {part:?}: {text}");
        }
    }
}

fn open(dataset: &str, change: impl FnOnce(&mut Scenario)) -> Harness<'static, App> {
    let mut harness = window([1024.0, 768.0]);
    let mut scenario = Scenario::of(&catalogue::shipped_recipe(dataset).expect("shipped"));
    change(&mut scenario);
    harness.state_mut().open_scenario(scenario).expect("opens");
    settle(&mut harness);
    harness
}

#[test]
fn thresholds_of_0_and_1() {
    for at in [0.0, 1.0] {
        let mut harness = open("ward-sepsis", |scenario| scenario.threshold = Threshold::clamped(at));
        walk(&mut harness, &format!("threshold {at}"));
    }
}

#[test]
fn a_ward_on_which_nobody_has_it() {
    let mut harness = open("lung-nodule", |scenario| scenario.ward_patients = 20);
    harness.state_mut().view_mut().population = Population::Ward;
    harness.run_steps(2);
    assert_eq!(harness.state().derived().ward.set.positives(), 0, "the seed gives nobody; choose another");
    walk(&mut harness, "nobody has it");
    harness.state_mut().view_mut().line_part = LinePart::Chance;
    harness.run_steps(2);
    assert!(harness.query_by_label_contains("so nothing is known of how many would be found").is_some());
    harness.state_mut().view_mut().line_part = LinePart::Elsewhere;
    harness.run_steps(2);
    harness.state_mut().view_mut().elsewhere = Some(0.1);
    harness.run_steps(2);
    assert!(harness.query_by_label_contains("cannot be known").is_some());
}

#[test]
fn a_model_that_gives_everybody_the_same_risk() {
    // A tree whose smallest group is everybody asks nothing.
    let mut harness = open("ward-sepsis", |scenario| {
        scenario.classifier = ClassifierSpec { min_leaf: 100_000, ..ClassifierSpec::of(ClassifierKind::Tree) };
    });
    let set = &harness.state().derived().paper.set;
    let distinct = set.distinct_scores();
    assert_eq!(distinct.len(), 1, "{distinct:?}");
    walk(&mut harness, "one risk for all");
}

#[test]
fn goals_at_their_ends() {
    let ends = [
        Goals { harm_ratio: 0.0, staff: 0, sensitivity: 1.0, specificity: 1.0, flagged: 0.0, ..Goals::default() },
        Goals {
            harm_ratio: 1e6,
            minutes_per_alert: 0.0,
            sensitivity: 0.0,
            specificity: 0.0,
            flagged: 1.0,
            ..Goals::default()
        },
        Goals { patients_a_day: 0.0, minutes_spared: 0.0, ..Goals::default() },
    ];
    for goals in ends {
        let mut harness = open("ward-sepsis", |scenario| scenario.goals = goals);
        walk(&mut harness, &format!("{goals:?}"));
        harness.state_mut().view_mut().line_part = LinePart::Rules;
        harness.run_steps(2);
        if goals.staff == 0 {
            assert!(harness.query_by_label_contains("and nobody to answer them").is_some());
        }
        if goals.minutes_per_alert <= 0.0 {
            assert!(harness.query_by_label_contains("so there is no limit").is_some());
        }
    }
}

#[test]
fn places_where_nobody_and_where_everybody_has_it() {
    let mut harness = open("ward-sepsis", |_| {});
    for (prevalence, words) in
        [(0.0, "There 0 of 100 alerts would be right"), (1.0, "There 100 of 100 alerts would be right")]
    {
        harness.state_mut().view_mut().elsewhere = Some(prevalence);
        walk(&mut harness, &format!("prevalence {prevalence}"));
        harness.state_mut().view_mut().line_part = LinePart::Elsewhere;
        harness.run_steps(2);
        assert!(harness.query_by_label_contains(words).is_some(), "{words}");
    }
}

#[test]
fn groups_with_few_nobody_and_one_kind_of_patient() {
    let mut harness = open("ward-sepsis", |scenario| {
        (scenario.patients, scenario.ward_patients) = (200, 40);
        scenario.group_by = Some("ethnicity".to_owned());
    });
    harness.state_mut().view_mut().population = Population::Ward;
    walk(&mut harness, "small groups");
    for room in Room::ALL {
        harness.state_mut().show(room);
        harness.run_steps(3);
        assert!(said(&harness).iter().all(|text| !text.contains("NaN")), "{room:?}");
    }
}
