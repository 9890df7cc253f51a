//! You and the machine: all twenty patients by keyboard, the model silent until one has judged, and what comes of it.

use cutpoint::metrics::{Judgement, reliance};
use cutpoint::pipeline::{Population, deal};
use cutpoint::ui::view::{Room, WardPart};
use eframe::egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use crate::{App, click, window};

fn open() -> Harness<'static, App> {
    let mut harness = window([1024.0, 768.0]);
    harness.state_mut().show(Room::Ward);
    harness.state_mut().view_mut().ward_part = WardPart::You;
    harness.run_steps(3);
    harness
}

fn shows(harness: &Harness<'static, App>, text: &str) -> bool {
    harness.query_all_by_label_contains(text).next().is_some()
}

fn press(harness: &mut Harness<'static, App>, key: Key) {
    harness.key_press(key);
    harness.run_steps(2);
}

#[test]
fn twenty_patients_are_judged_by_keyboard_and_counted() {
    let mut harness = open();
    assert!(shows(&harness, "Nothing about you is kept"));
    click(&mut harness, "Start judging");
    let cases = {
        let app = harness.state();
        deal(app.derived().side(Population::Paper), app.scenario().threshold, app.scenario().seed, 1)
    };
    let mut judgements = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        assert!(shows(&harness, &format!("Patient {} of 20", number + 1)));
        assert!(!shows(&harness, "The model would"), "the model is silent until one has judged");
        let first = number % 3 == 0;
        press(&mut harness, if first { Key::A } else { Key::W });
        assert!(shows(&harness, if case.model { "The model would act" } else { "The model would wait" }));
        // Follow it every other time.
        let last = if first != case.model && number % 2 == 0 { case.model } else { first };
        press(&mut harness, if last == first { Key::K } else { Key::S });
        judgements.push(Judgement { first, last, model: case.model, has_it: case.has_it });
    }
    let outcome = reliance(&judgements);
    assert!(shows(&harness, "What came of 20 patients"));
    let switched = outcome.switched.expect("they differ");
    assert!(shows(&harness, &format!("You differed on {} patients and switched on {}", switched.n(), switched.k())));
    let found = outcome.after.sensitivity().expect("some have it");
    assert!(shows(&harness, &format!("{} of {}", found.k(), found.n())));
    click(&mut harness, "Save this");
    harness.run_steps(2);
    let save = harness.state().view().save.as_ref().expect("a page is offered");
    let cutpoint::ui::view::Content::Page(page) = &save.content else { panic!("no page") };
    assert!(
        page.contains("You switched where the model differed")
            && page.contains(&format!("{} of {}", switched.k(), switched.n()))
    );
}

#[test]
fn one_may_stop_early_and_start_again_with_others() {
    let mut harness = open();
    click(&mut harness, "Start judging");
    press(&mut harness, Key::A);
    press(&mut harness, Key::K);
    click(&mut harness, "Stop and see");
    assert!(shows(&harness, "What came of 1 patient"));
    click(&mut harness, "Start again");
    assert!(shows(&harness, "Patient 1 of 20") && harness.state().view().cases.judged() == 0);
}
