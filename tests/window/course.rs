//! The first three exercises, finished as somebody who knows nothing would: by mouse alone, and by keyboard alone.

use cutpoint::app::App;
use cutpoint::exercise::{Answer, shipped};
use cutpoint::num::Threshold;
use eframe::egui::{Key, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{AccessKitNode, NodeT, Queryable};

use crate::{click, settle, window};

pub(crate) fn home() -> Harness<'static, App> {
    let mut harness = window([1024.0, 768.0]);
    harness.state_mut().go_home();
    harness.run_steps(3);
    harness
}

pub(crate) fn shows(harness: &Harness<'static, App>, text: &str) -> bool {
    harness.query_all_by_label_contains(text).next().is_some()
}

/// The way on is open.
fn is_open(harness: &Harness<'static, App>, name: &str) -> bool {
    let button = harness.get_by_role_and_label(Role::Button, name);
    !button.accesskit_node().is_disabled()
}

#[test]
fn the_first_exercise_is_finished_by_mouse() {
    let mut harness = home();
    click(&mut harness, "Start the first exercise: The 93% model");
    settle(&mut harness);
    // Results are covered until the guess is locked.
    assert!(!shows(&harness, "Who gets which score") && !shows(&harness, "Of 1,000 patients,"));
    click(&mut harness, "Lock in my guess");
    harness.run_steps(3);
    // The worked case plays by itself, and can be hurried along.
    assert!(shows(&harness, "Who gets which score") && shows(&harness, "Watch: 1 of 4"));
    assert!(!is_open(&harness, "Next step"));
    click(&mut harness, "Continue");
    click(&mut harness, "Continue");
    assert!(harness.state().scenario().threshold < Threshold::clamped(0.3), "the line has moved");
    click(&mut harness, "Continue");
    click(&mut harness, "My turn");
    assert!(shows(&harness, "Your guess: 50 patients."));
    click(&mut harness, "Next step");
    assert!(shows(&harness, "Step 2 of 3") && !is_open(&harness, "Next step"));
    // Only the rooms that the exercise needs are offered.
    assert!(harness.query_by_label("Who is harmed?").is_none() && !shows(&harness, "Or wish for"));
    click(&mut harness, "Hint");
    assert!(shows(&harness, "press the End key"));
    harness.get_by_role_and_label(Role::Slider, "Threshold").set_value_accesskit(1.0);
    harness.run_steps(4);
    assert!(!is_open(&harness, "Next step"), "the gap is not filled in");
    harness.get_by(|node| node.role() == Role::Slider && named(node, "Of 1,000 patients")).set_value_accesskit(72.0);
    harness.run_steps(4);
    assert!(is_open(&harness, "Next step"), "the step is met");
    click(&mut harness, "Next step");
    assert!(shows(&harness, "Step 3 of 3") && !is_open(&harness, "Finish"));
    harness.get_by_role_and_label(Role::Slider, "Threshold").set_value_accesskit(0.1);
    harness.run_steps(4);
    click(&mut harness, "The one with the lower accuracy");
    harness.run_steps(2);
    click(&mut harness, "Finish");
    assert!(shows(&harness, "What there was to learn"));
    click(&mut harness, "Hand in a record");
    click(&mut harness, "Save the record");
    let offered = harness.state().view().save.as_ref().expect("a record is offered");
    let cutpoint::ui::view::Content::Scenario(text) = &offered.content else { panic!("a text") };
    let record = cutpoint::exercise::Record::read(text).expect("a record");
    assert_eq!((record.name, record.hints, record.steps, record.done_alone), (None, 1, 3, 3));
    assert_eq!(record.answers[0].answer, Answer::Number(50.0));
    assert!(record.answers[0].truth.is_some(), "what was true then stands beside it");
    harness.state_mut().view_mut().save = None;
    harness.run_steps(2);
    click(&mut harness, "Start page");
    assert!(shows(&harness, "Next exercise: Set the alarm") && shows(&harness, "Exercise The 93% model: done"));
}

pub(crate) fn named(node: &AccessKitNode<'_>, start: &str) -> bool {
    node.label().is_some_and(|label| label.starts_with(start))
}

/// Moves the focus on until it stands on something so called; as often as there are controls, and not more.
fn tab_to(harness: &mut Harness<'static, App>, name: &str) {
    for _ in 0..200 {
        harness.key_press(Key::Tab);
        harness.run_steps(2);
        let focused = harness.get_by(|node| node.is_focused());
        let label = focused.accesskit_node().label().unwrap_or_default();
        if label.starts_with(name) {
            return;
        }
    }
    panic!("Tab never comes to {name}");
}

pub(crate) fn press(harness: &mut Harness<'static, App>, key: Key) {
    harness.key_press(key);
    harness.run_steps(3);
}

#[test]
fn the_first_exercise_is_finished_by_keyboard() {
    let mut harness = home();
    tab_to(&mut harness, "Start the first exercise");
    press(&mut harness, Key::Enter);
    settle(&mut harness);
    tab_to(&mut harness, "Imagine an alarm");
    press(&mut harness, Key::ArrowRight);
    tab_to(&mut harness, "Lock in my guess");
    press(&mut harness, Key::Enter);
    // It goes on by itself while the keyboard wanders about, until it is stopped.
    tab_to(&mut harness, "Pause");
    press(&mut harness, Key::Enter);
    while !shows(&harness, "My turn") {
        tab_to(&mut harness, "Continue");
        press(&mut harness, Key::Enter);
    }
    tab_to(&mut harness, "My turn");
    press(&mut harness, Key::Enter);
    assert!(shows(&harness, "Your guess: 51 patients."));
    tab_to(&mut harness, "Next step");
    press(&mut harness, Key::Enter);
    tab_to(&mut harness, "Threshold");
    press(&mut harness, Key::End);
    tab_to(&mut harness, "Of 1,000 patients");
    for _ in 0..22 {
        press(&mut harness, Key::ArrowRight);
    }
    tab_to(&mut harness, "Next step");
    press(&mut harness, Key::Enter);
    tab_to(&mut harness, "The one with the lower accuracy");
    press(&mut harness, Key::Enter);
    tab_to(&mut harness, "Threshold");
    press(&mut harness, Key::Home);
    for _ in 0..10 {
        press(&mut harness, Key::ArrowRight);
    }
    tab_to(&mut harness, "Finish");
    press(&mut harness, Key::Enter);
    assert!(shows(&harness, "What there was to learn"));
}

fn start(harness: &mut Harness<'static, App>, number: &str) {
    let exercise = shipped().iter().flatten().find(|one| one.id.starts_with(number)).expect("shipped");
    harness.state_mut().start_exercise(&std::sync::Arc::new(exercise.clone())).expect("it starts");
    settle(harness);
}

/// Presses a key as often as said.
fn press_times(harness: &mut Harness<'static, App>, key: Key, times: usize) {
    for _ in 0..times {
        harness.key_press(key);
        harness.run_steps(1);
    }
    harness.run_steps(3);
}

#[test]
fn the_second_exercise_is_finished_by_keyboard() {
    let mut harness = home();
    tab_to(&mut harness, "Exercise Set the alarm");
    press(&mut harness, Key::Enter);
    settle(&mut harness);
    tab_to(&mut harness, "Missing a patient with sepsis");
    press(&mut harness, Key::Space);
    tab_to(&mut harness, "Lock in my guess");
    press(&mut harness, Key::Enter);
    tab_to(&mut harness, "How many false alarms");
    press(&mut harness, Key::ArrowLeft);
    tab_to(&mut harness, "Lock in my guess");
    press(&mut harness, Key::Enter);
    tab_to(&mut harness, "Threshold");
    press(&mut harness, Key::Home);
    press_times(&mut harness, Key::ArrowRight, 11);
    tab_to(&mut harness, "Next step");
    press(&mut harness, Key::Enter);
    assert!(shows(&harness, "Step 2 of 2"));
    tab_to(&mut harness, "What to wish for");
    press(&mut harness, Key::Enter);
    tab_to(&mut harness, "sensitivity and alerts");
    press(&mut harness, Key::Enter);
    assert_eq!(harness.state().view().wish.kind, cutpoint::ui::view::WishKind::Both);
    // 95% and 20 are even more than the director asked for.
    tab_to(&mut harness, "Find");
    press(&mut harness, Key::Enter);
    assert!(shows(&harness, "No threshold does both."));
    tab_to(&mut harness, "More found, or fewer alarms");
    press(&mut harness, Key::Enter);
    tab_to(&mut harness, "Finish");
    press(&mut harness, Key::Enter);
    assert!(shows(&harness, "What there was to learn"));
}

#[test]
fn the_second_exercise_is_finished_by_mouse() {
    let mut harness = home();
    click(&mut harness, "Exercise Set the alarm: not begun");
    settle(&mut harness);
    click(&mut harness, "Missing a patient with sepsis");
    click(&mut harness, "Lock in my guess");
    click(&mut harness, "Lock in my guess");
    harness.get_by_role_and_label(Role::Slider, "Threshold").set_value_accesskit(0.11);
    harness.run_steps(4);
    click(&mut harness, "Next step");
    click(&mut harness, "What to wish for");
    click(&mut harness, "sensitivity and alerts");
    click(&mut harness, "Find");
    click(&mut harness, "More found, or fewer alarms, but not both");
    click(&mut harness, "Finish");
    assert!(shows(&harness, "What there was to learn"));
}

#[test]
fn the_third_exercise_is_finished_by_mouse() {
    let mut harness = home();
    click(&mut harness, "Exercise Same test, different clinic: not begun");
    settle(&mut harness);
    click(&mut harness, "Lock in my guess");
    click(&mut harness, "Lock in my guess");
    click(&mut harness, "Who are these patients?");
    let knobs: Vec<_> = harness.get_all_by_label("How many nodules are cancer").collect();
    knobs.last().expect("the ward has the knob").set_value_accesskit(0.016);
    settle(&mut harness);
    harness.run_steps(3);
    click(&mut harness, "Finish");
    assert!(shows(&harness, "What there was to learn"));
}

#[test]
fn the_third_exercise_is_finished_by_keyboard() {
    let mut harness = home();
    tab_to(&mut harness, "Exercise Same test");
    press(&mut harness, Key::Enter);
    settle(&mut harness);
    for _ in 0..2 {
        tab_to(&mut harness, "Lock in my guess");
        press(&mut harness, Key::Enter);
    }
    tab_to(&mut harness, "Who are these patients?");
    press(&mut harness, Key::Enter);
    // The first is about the patients collected, the second about those where the model is used; beside each stands its value.
    for _ in 0..4 {
        tab_to(&mut harness, "How many nodules are cancer");
    }
    let before = harness.state().scenario().deploy.clone();
    press_times(&mut harness, Key::ArrowLeft, 46);
    settle(&mut harness);
    harness.run_steps(3);
    assert_ne!(harness.state().scenario().deploy, before, "the ward's knob has moved");
    tab_to(&mut harness, "Finish");
    press(&mut harness, Key::Enter);
    assert!(shows(&harness, "What there was to learn"));
}

#[test]
fn evidence_costs_tokens_and_the_decision_can_be_printed() {
    let mut harness = home();
    start(&mut harness, "15");
    click(&mut harness, "Lock in my guess");
    click(&mut harness, "I cannot tell yet");
    click(&mut harness, "Lock in my guess");
    assert!(shows(&harness, "The model is sealed") && !shows(&harness, "Who gets which score"));
    let ask = |harness: &mut Harness<'static, App>, title: &str| {
        harness.get_by(|node| named(node, &format!("Ask for it: {title}"))).click();
        harness.run_steps(3);
    };
    for title in [
        "The price",
        "How many had sepsis",
        "Found and left",
        "A test in another hospital",
        "The same figures",
        "Is a risk",
    ] {
        ask(&mut harness, title);
    }
    assert!(shows(&harness, "No token is left") && !is_open(&harness, "Next step"));
    let run = |harness: &Harness<'static, App>| harness.state().view().course.run.clone().expect("under way");
    ask(&mut harness, "How many alerts");
    assert_eq!(run(&harness).cards().len(), 6, "without a token no card is turned");
    click(&mut harness, "Hand back: The price");
    ask(&mut harness, "How many alerts");
    // A card says what the pipeline gives.
    let found = harness.state().derived().paper.set.at(Threshold::clamped(0.5)).sensitivity().expect("some are ill");
    assert!(shows(&harness, &format!("Of 100 with sepsis it finds {:.0} ", 100.0 * found.value())));
    click(&mut harness, "Next step");
    click(&mut harness, "A silent trial first");
    click(&mut harness, "Tested on our own patients first");
    assert!(!is_open(&harness, "Finish"));
    click(&mut harness, "A limit to the alerts for each nurse");
    harness.get_by(|node| named(node, "In one sentence")).focus();
    harness.run_steps(1);
    harness.get_by(|node| named(node, "In one sentence")).type_text("It misses <most> of our patients.");
    harness.run_steps(4);
    click(&mut harness, "Finish");
    click(&mut harness, "Save the decision record");
    let offered = harness.state().view().save.as_ref().expect("a page is offered");
    let cutpoint::ui::view::Content::Page(page) = &offered.content else { panic!("a page") };
    for words in [
        "A silent trial first",
        "A limit to the alerts",
        "It misses &lt;most&gt;",
        "not asked for",
        "Names and signatures",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn every_shipped_exercise_is_finished_by_show_me_and_fits_the_projector() {
    for exercise in shipped().iter().flatten() {
        let mut harness = home();
        harness.state_mut().start_exercise(&std::sync::Arc::new(exercise.clone())).expect("it starts");
        for step in 0..exercise.steps.len() {
            settle(&mut harness);
            harness.run_steps(3);
            assert!(shows(&harness, &format!("Step {} of", step + 1)), "{}: step {}", exercise.id, step + 1);
            for name in ["Show me", "Leave"] {
                let place = harness.get_by_role_and_label(Role::Button, name).rect();
                assert!(place.right() <= 1024.0 && place.bottom() <= 768.0, "{}: {name} at {place:?}", exercise.id);
            }
            click(&mut harness, "Show me");
            settle(&mut harness);
            harness.run_steps(4);
            let last = step + 1 == exercise.steps.len();
            let next = if last { "Finish" } else { "Next step" };
            assert!(is_open(&harness, next), "{}: step {} is not met by its solution", exercise.id, step + 1);
            click(&mut harness, next);
        }
        assert!(shows(&harness, "What there was to learn"), "{}", exercise.id);
    }
}

#[test]
fn an_exercise_goes_on_where_it_was_left() {
    let mut harness = home();
    click(&mut harness, "Start the first exercise: The 93% model");
    settle(&mut harness);
    click(&mut harness, "Lock in my guess");
    harness.run_steps(3);
    click(&mut harness, "Show me");
    harness.run_steps(4);
    click(&mut harness, "Next step");
    harness.get_by_role_and_label(Role::Slider, "Threshold").set_value_accesskit(0.5);
    harness.run_steps(4);
    click(&mut harness, "Leave");
    assert!(shows(&harness, "Go on: The 93% model, step 2 of 3"));
    // As it would be on another day.
    let kept = harness.state().view().course.progress.to_toml().expect("written");
    let mut harness = home();
    harness.state_mut().view_mut().course.progress = cutpoint::exercise::Progress::read(&kept);
    harness.run_steps(3);
    click(&mut harness, "Go on: The 93% model, step 2 of 3");
    settle(&mut harness);
    assert!(shows(&harness, "Step 2 of 3"));
    assert_eq!(harness.state().scenario().threshold, Threshold::clamped(0.5));
    let run = harness.state().view().course.run.as_ref().expect("under way");
    assert_eq!(run.answers().get("never"), Some(&Answer::Number(50.0)));
}

#[test]
fn whoever_knows_it_passes_over_the_guess_and_the_step() {
    let mut harness = home();
    click(&mut harness, "Start the first exercise: The 93% model");
    settle(&mut harness);
    click(&mut harness, "Skip, I know this");
    harness.run_steps(3);
    assert!(shows(&harness, "Who gets which score") && !shows(&harness, "Your guess"));
    click(&mut harness, "Skip step");
    assert!(shows(&harness, "Step 2 of 3"));
    click(&mut harness, "Notes");
    assert!(shows(&harness, "For the educator: The 93% model"));
    press(&mut harness, Key::Escape);
    click(&mut harness, "Cutpoint, to the start page");
    click(&mut harness, "Open the free sandbox");
    assert!(harness.query_by_label("Who is harmed?").is_some(), "all rooms are there");
}

#[test]
fn the_director_is_told_that_no_line_does_both() {
    let mut harness = home();
    start(&mut harness, "02");
    click(&mut harness, "Show me");
    settle(&mut harness);
    harness.run_steps(3);
    click(&mut harness, "Next step");
    harness.state_mut().view_mut().wish.kind = cutpoint::ui::view::WishKind::Both;
    harness.state_mut().view_mut().wish.amount = 90.0;
    harness.run_steps(2);
    click(&mut harness, "Find");
    let said = harness.state().view().wish.answer.clone();
    assert!(shows(&harness, "No threshold does both."), "{said:?}");
    click(&mut harness, "More found, or fewer alarms, but not both");
    harness.run_steps(3);
    assert!(is_open(&harness, "Finish"));
}

#[test]
fn a_dropped_exercise_opens_at_once_and_a_broken_one_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = home();
    let broken = folder.path().join("broken.md");
    std::fs::write(&broken, "+++\ntitle = \"Half\"\n").expect("written");
    let problem = harness.state_mut().open_file(&broken).expect_err("refused");
    assert!(problem.contains("broken.md, line 1"), "{problem}");
    assert!(harness.state().view().course.home, "what stood stays");
    let whole = folder.path().join("my-own.md");
    let text = include_str!("../../exercises/01-the-93-percent-model.md").replace("The 93% model", "My own ward");
    std::fs::write(&whole, text).expect("written");
    harness.state_mut().open_file(&whole).expect("it opens");
    settle(&mut harness);
    assert!(shows(&harness, "My own ward") && shows(&harness, "Lock in my guess"));
    harness.state_mut().go_home();
    harness.run_steps(3);
    assert!(shows(&harness, "Exercise My own ward: step 1 of 3"), "it stands among the others");
}
