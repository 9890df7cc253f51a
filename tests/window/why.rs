//! One patient in the window: the risk and its parts, other values, the smallest change, and everybody in a table.

use std::time::Duration;

use cutpoint::learn::ClassifierKind;
use cutpoint::ui::panels::WhyPart;
use cutpoint::ui::view::{Cell, Room};
use eframe::egui::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use crate::{App, click, settle, window};

fn open(part: WhyPart) -> Harness<'static, App> {
    let mut harness = window([1024.0, 768.0]);
    harness.state_mut().show(Room::Why);
    harness.state_mut().view_mut().why.part = part;
    harness.run_steps(3);
    harness
}

fn shows(harness: &Harness<'static, App>, text: &str) -> bool {
    harness.query_all_by_label_contains(text).next().is_some()
}

/// Runs the window until `text` stands in it.
fn wait_for(harness: &mut Harness<'static, App>, text: &str) {
    for _ in 0..600 {
        harness.run_steps(1);
        if shows(harness, text) {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("\"{text}\" never came");
}

fn chosen(harness: &Harness<'static, App>) -> usize {
    let app = harness.state();
    app.view().chosen.of(&app.derived().paper).expect("somebody is chosen")
}

#[test]
fn somebody_missed_stands_first_and_the_parts_add_up_to_the_risk() {
    let mut harness = open(WhyPart::Account);
    let row = chosen(&harness);
    let (risk, threshold, has_it) = {
        let app = harness.state();
        let paper = &app.derived().paper;
        (paper.scores[row], app.scenario().threshold.get(), paper.outcomes()[row])
    };
    assert_eq!(Cell::of(risk >= threshold, has_it), Cell::FalseNegative);
    wait_for(&mut harness, "What pushed this patient");
    let percent = cutpoint::figure::percent(risk);
    assert!(shows(&harness, &format!("This patient: risk {percent}")), "the last step is the risk, {percent}");
    wait_for(&mut harness, "Trained on other samples of the same patients, 38 of 40 models say");
    click(&mut harness, "false alarm");
    let other = chosen(&harness);
    assert_ne!(other, row);
    let paper = &harness.state().derived().paper;
    assert!(paper.scores[other] >= threshold && !paper.outcomes()[other]);
}

#[test]
fn a_value_moved_changes_the_risk_as_the_model_says_and_goes_back() {
    let mut harness = open(WhyPart::Change);
    wait_for(&mut harness, "With any of these the patient would be flagged");
    assert!(shows(&harness, "not advice"));
    let row = chosen(&harness);
    let slider = harness.get_by_role_and_label(Role::Slider, "Lactate");
    slider.focus();
    harness.run_steps(2);
    for _ in 0..6 {
        harness.key_press(eframe::egui::Key::ArrowRight);
        harness.run_steps(2);
    }
    let app = harness.state();
    let edits = &app.view().why.edits;
    assert_eq!(edits.len(), 1, "{edits:?}");
    let patient = cutpoint::explain::edited(&app.derived().paper.cohort.table, row, edits, None);
    let risk = app.derived().model.trained.risks(&patient, None, &|| false).expect("a risk")[0];
    assert!(risk > app.derived().paper.scores[row], "more lactate, more risk");
    let text = format!("\u{2192} {}", cutpoint::figure::percent(risk));
    assert!(shows(&harness, &text), "{text} is not shown");
    click(&mut harness, "Back to the record");
    assert!(harness.state().view().why.edits.is_empty());
}

#[test]
fn the_table_filters_to_the_missed_sorts_and_leads_to_a_patient() {
    let mut harness = open(WhyPart::Find);
    click(&mut harness, "Missed");
    let app = harness.state();
    let missed = app.derived().paper.set.at(app.scenario().threshold).fn_;
    assert!(shows(&harness, &format!("{missed} of 3,001 patients")), "{missed} are missed");
    harness.get_by_label("Sort by Age").click();
    harness.run_steps(3);
    let oldest = {
        let paper = &harness.state().derived().paper;
        let Some(cutpoint::data::Column::Number(ages)) = paper.cohort.table.column("age") else { panic!("no ages") };
        let threshold = harness.state().scenario().threshold.get();
        let missed = (0..ages.len()).filter(|&row| paper.scores[row] < threshold && paper.outcomes()[row]);
        missed.max_by(|&a, &b| ages[a].total_cmp(&ages[b]).then(b.cmp(&a))).expect("somebody is missed")
    };
    click(&mut harness, &format!("No {}", oldest + 1));
    assert_eq!(chosen(&harness), oldest);
    assert_eq!(harness.state().view().why.part, WhyPart::Account);
}

#[test]
fn every_classifier_has_an_account_and_a_model_without_inputs_says_so() {
    let mut harness = open(WhyPart::Account);
    for kind in [ClassifierKind::Tree, ClassifierKind::NaiveBayes, ClassifierKind::Knn] {
        harness.state_mut().train(kind);
        settle(&mut harness);
        wait_for(&mut harness, "This patient: risk");
        let row = chosen(&harness);
        let percent = cutpoint::figure::percent(harness.state().derived().paper.scores[row]);
        wait_for(&mut harness, &format!("This patient: risk {percent}"));
    }
    // Everybody is White, so that the only input says nothing.
    let mut scenario =
        cutpoint::scenario::Scenario { inputs: vec!["ethnicity".to_owned()], ..harness.state().scenario().clone() };
    scenario.collect.insert("representation".to_owned(), 0.0);
    harness.state_mut().open_scenario(scenario).expect("it fits");
    settle(&mut harness);
    wait_for(&mut harness, "The model uses no input, so everybody gets the same risk");
}
