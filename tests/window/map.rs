//! The map of two inputs in the window: the border follows the threshold, inputs can be exchanged, a press chooses a patient.

use std::time::Duration;

use cutpoint::learn::ClassifierKind;
use cutpoint::ui::view::{ModelPart, Room};
use eframe::egui::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use crate::{App, click, settle, window};

fn wait_for(harness: &mut Harness<'static, App>, text: &str) {
    for _ in 0..600 {
        harness.run_steps(1);
        if harness.query_all_by_label_contains(text).next().is_some() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("\"{text}\" never came");
}

fn open() -> Harness<'static, App> {
    let mut harness = window([1024.0, 768.0]);
    harness.state_mut().show(Room::Model);
    harness.state_mut().view_mut().model_part = ModelPart::Map;
    harness.run_steps(3);
    harness
}

#[test]
fn the_border_follows_the_threshold_without_new_work() {
    let mut harness = open();
    wait_for(&mut harness, "Risk by Lactate and Systolic blood pressure: from");
    wait_for(&mut harness, "The line at 0.10 parts those who are flagged");
    let slider = harness.get_by_role_and_label(Role::Slider, "Threshold");
    slider.focus();
    harness.run_steps(2);
    harness.key_press(eframe::egui::Key::End);
    harness.run_steps(2);
    let below = harness.query_all_by_label_contains("The whole field lies below the line").next();
    assert!(below.is_some(), "nobody is flagged at 1, at once");
}

#[test]
fn other_inputs_and_everybody_can_be_chosen_and_a_category_has_its_names() {
    let mut harness = open();
    wait_for(&mut harness, "Risk by Lactate");
    click(&mut harness, "everybody\u{2019}s");
    wait_for(&mut harness, "All other inputs are those of 60 patients in turn");
    harness.state_mut().view_mut().map.y = Some("confusion".to_owned());
    wait_for(&mut harness, "Risk by Lactate and New confusion");
    assert!(harness.query_by_label("Up: New confusion").is_some(), "the list says so");
    click(&mut harness, "right or wrong");
    wait_for(&mut harness, "left alone");
}

#[test]
fn a_model_with_one_input_and_one_without_are_drawn_and_explained() {
    let mut harness = open();
    let mut scenario = harness.state().scenario().clone();
    scenario.inputs = vec!["lactate".to_owned()];
    harness.state_mut().open_scenario(scenario.clone()).expect("it fits");
    settle(&mut harness);
    wait_for(&mut harness, "The model has this one input only");
    scenario.inputs = vec!["ethnicity".to_owned()];
    scenario.collect.insert("representation".to_owned(), 0.0);
    harness.state_mut().open_scenario(scenario).expect("it fits");
    settle(&mut harness);
    wait_for(&mut harness, "there is nothing to map");
    harness.state_mut().train(ClassifierKind::Tree);
    settle(&mut harness);
    wait_for(&mut harness, "there is nothing to map");
}
