//! Whatever can take the focus says what it is, and every chart says what it shows: in every room, in an exercise, on the start page,
//! while presenting, and in every window that opens over them.

use cutpoint::app::App;
use cutpoint::ui::actions::Action;
use cutpoint::ui::view::{HarmPart, LinePart, ModelPart, PatientsPart, Room, WardPart};
use eframe::egui::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::{settle, window};

/// What answers to a keyboard or a screen reader.
const CONTROLS: [Role; 8] = [
    Role::Button,
    Role::CheckBox,
    Role::ComboBox,
    Role::Link,
    Role::RadioButton,
    Role::Slider,
    Role::SpinButton,
    Role::TextInput,
];

/// Every control in sight has a name or a value that says what it is; every picture has a text.
fn all_are_named(harness: &Harness<'static, App>, place: &str) {
    let mut controls = 0;
    for role in CONTROLS {
        for node in harness.query_all_by_role(role) {
            let node = node.accesskit_node();
            let said = node.label().unwrap_or_default();
            let value = node.value().unwrap_or_default();
            let named = !said.trim().is_empty() || (role != Role::Slider && !value.trim().is_empty());
            assert!(named, "{place}: a control without a name, {role:?} at {:?}", node.bounding_box());
            controls += 1;
        }
    }
    assert!(controls > 3, "{place}: only {controls} controls were found");
    for node in harness.query_all_by_role(Role::Image) {
        let said = node.accesskit_node().label().unwrap_or_default();
        assert!(said.len() > 20, "{place}: a picture says only \"{said}\"");
    }
}

#[test]
fn every_control_of_every_room_has_a_name() {
    let mut harness = window([1024.0, 768.0]);
    let look = |harness: &mut Harness<'static, App>, place: &str| {
        harness.run_steps(4);
        settle(harness);
        all_are_named(harness, place);
    };
    for room in Room::ALL {
        harness.state_mut().show(room);
        look(&mut harness, room.question());
    }
    harness.state_mut().show(Room::Patients);
    harness.state_mut().view_mut().patients_part = PatientsPart::Causes;
    look(&mut harness, "how these data came to be");
    harness.state_mut().show(Room::Model);
    for part in [ModelPart::All, ModelPart::Map, ModelPart::Learning, ModelPart::Matters] {
        harness.state_mut().view_mut().model_part = part;
        look(&mut harness, &format!("the model, {part:?}"));
    }
    harness.state_mut().show(Room::Line);
    for part in [LinePart::Curves, LinePart::Rules, LinePart::Chance, LinePart::Elsewhere] {
        harness.state_mut().view_mut().line_part = part;
        look(&mut harness, &format!("the line, {part:?}"));
    }
    harness.state_mut().show(Room::Harm);
    for part in [HarmPart::Measures, HarmPart::Lines] {
        harness.state_mut().view_mut().harm_part = part;
        look(&mut harness, &format!("the groups, {part:?}"));
    }
    harness.state_mut().show(Room::Ward);
    for part in [WardPart::Months, WardPart::Claim, WardPart::You] {
        harness.state_mut().view_mut().ward_part = part;
        look(&mut harness, &format!("the ward, {part:?}"));
    }
}

#[test]
fn every_control_of_the_course_and_of_what_opens_has_a_name() {
    let mut harness = window([1024.0, 768.0]);
    harness.state_mut().go_home();
    harness.run_steps(3);
    all_are_named(&harness, "the start page");
    for exercise in cutpoint::exercise::shipped().iter().flatten() {
        harness.state_mut().start_exercise(&std::sync::Arc::new(exercise.clone())).expect("it starts");
        harness.run_steps(3);
        all_are_named(&harness, &exercise.id);
    }
    let ctx = harness.ctx.clone();
    harness.state_mut().act(&ctx, Action::Sandbox).expect("the sandbox");
    settle(&mut harness);
    for action in
        [Action::Share, Action::Help, Action::About, Action::Notes, Action::Words, Action::Palette, Action::Write]
    {
        harness.state_mut().act(&ctx, action).unwrap_or_else(|problem| panic!("{action:?}: {problem}"));
        harness.run_steps(4);
        all_are_named(&harness, action.title());
        let view = harness.state_mut().view_mut();
        (view.share, view.help, view.about, view.notes_open, view.palette) = (None, false, false, false, None);
        if view.glossary.is_open() {
            view.glossary.toggle();
        }
        harness.run_steps(2);
    }
}
