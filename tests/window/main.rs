//! The window, driven through its accessibility tree without GPU or display: what a person can do with a keyboard or a
//! screen reader, and that the figures on screen are those that the metrics module gives.
#![cfg(feature = "gui")]

#[path = "../common/obstacles.rs"]
mod obstacles;
#[path = "../common/window.rs"]
mod opened;

mod access;
mod bias;
mod cases;
mod charts;
mod claim;
mod contenders;
mod course;
mod extremes;
mod fairness;
mod faults;
mod full_disk;
mod glossary;
mod inside;
mod learning;
mod map;
mod matters;
mod room;
mod sizes;
mod stage;
mod teach;
mod why;

use std::time::{Duration, Instant};

use cutpoint::app::App;
use cutpoint::metrics::natural_frequencies;
use cutpoint::pipeline::Population;
use cutpoint::ui::words;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
pub use opened::{settle, window};

/// As [`settle`], or until the scenario is refused, with the reason.
fn settle_or_fail(harness: &mut Harness<'static, App>) -> Option<String> {
    let limit = Instant::now() + Duration::from_secs(60);
    loop {
        harness.run_steps(2);
        let app = harness.state();
        if app.is_current() {
            return None;
        }
        if let Some(reason) = app.failure() {
            return Some(reason.to_owned());
        }
        assert!(Instant::now() < limit, "no results within a minute");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The live sentence as a screen reader says it.
fn sentence(harness: &Harness<'static, App>) -> String {
    let node = harness.get_by(|node| node.role() == eframe::egui::accesskit::Role::Status);
    node.accesskit_node().label().or_else(|| node.accesskit_node().value()).unwrap_or_default()
}

/// The sentence that the metrics module gives for the state of the app.
fn expected(app: &App) -> String {
    let matrix = app.derived().side(Population::Paper).set.at(app.scenario().threshold);
    assert!(natural_frequencies(&matrix, 1000).is_some());
    words::live_sentence(&app.derived().recipe, &matrix)
}

#[test]
fn the_window_opens_on_a_trained_model() {
    let harness = window([1024.0, 768.0]);
    assert_eq!(harness.state().scenario().dataset, "ward-sepsis");
    assert!(harness.state().derived().paper.set.auc().is_some_and(|auc| auc > 0.8));
    assert_eq!(sentence(&harness), expected(harness.state()));
}

#[test]
fn arrow_keys_move_the_threshold_and_the_sentence() {
    use eframe::egui::{Key, Modifiers};
    let mut harness = window([1024.0, 768.0]);
    let before = harness.state().scenario().threshold.get();
    harness.get_by_role_and_label(eframe::egui::Role::Slider, "Threshold").focus();
    harness.run_steps(2);
    harness.key_press(Key::ArrowRight);
    harness.run_steps(2);
    let after = harness.state().scenario().threshold.get();
    assert!((after - before - 0.01).abs() < 1e-9, "{before} became {after}");
    assert_eq!(sentence(&harness), expected(harness.state()));
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowLeft);
    harness.run_steps(2);
    assert!((harness.state().scenario().threshold.get() - (after - 0.001)).abs() < 1e-9);
    harness.key_press(Key::Home);
    harness.run_steps(2);
    assert!(harness.state().scenario().threshold.get().abs() < 1e-12);
    assert_eq!(sentence(&harness), expected(harness.state()));
    harness.key_press(Key::End);
    harness.run_steps(2);
    assert!((harness.state().scenario().threshold.get() - 1.0).abs() < 1e-12);
}

/// Clicks what carries this name.
fn click(harness: &mut Harness<'static, App>, name: &str) {
    harness.get_by_label(name).click();
    harness.run_steps(3);
}

#[test]
fn another_dataset_opens_and_its_knob_moves_the_figures() {
    let mut harness = window([1024.0, 768.0]);
    click(&mut harness, "Who are these patients?");
    click(&mut harness, "Dataset");
    click(&mut harness, "Low oxygen and the finger probe");
    settle(&mut harness);
    assert_eq!(harness.state().scenario().dataset, "hypoxaemia");
    let before = harness.state().derived().ward.set.auc();
    let knobs: Vec<_> = harness.get_all_by_label("Probe reads high in dark skin").collect();
    let deployed = knobs.last().expect("a knob for each population");
    deployed.set_value_accesskit(1.0);
    settle(&mut harness);
    assert_eq!(harness.state().scenario().deploy.get("device_bias"), Some(&1.0));
    assert_ne!(harness.state().derived().ward.set.auc(), before, "the probe's bias changes what happens on the ward");
    assert_eq!(sentence(&harness), expected(harness.state()));
}

#[test]
fn a_wish_moves_the_threshold_or_says_that_nothing_does() {
    let mut harness = window([1024.0, 768.0]);
    click(&mut harness, "Find");
    let matrix = harness.state().derived().paper.set.at(harness.state().scenario().threshold);
    let reached = matrix.sensitivity().expect("patients with sepsis").value();
    assert!((0.95..0.99).contains(&reached), "a wish for 95% gave {reached}");
    assert_eq!(sentence(&harness), expected(harness.state()));
}

#[test]
fn a_cell_opens_its_patients() {
    let mut harness = window([1024.0, 768.0]);
    let matrix = harness.state().derived().paper.set.at(harness.state().scenario().threshold);
    let cells: Vec<_> = harness.get_all_by_label_contains("missed (false negatives)").collect();
    cells[0].click();
    harness.run_steps(3);
    let title = format!("{} with sepsis, missed", words::count(matrix.fn_));
    assert!(harness.query_by_label(&title).is_some(), "no list called {title}");
    click(&mut harness, "Close");
    assert!(harness.query_by_label(&title).is_none());
}

#[test]
fn groups_show_what_the_metrics_module_gives() {
    let mut harness = window([1024.0, 768.0]);
    click(&mut harness, "Who is harmed?");
    let app = harness.state();
    let threshold = app.scenario().threshold;
    for (name, group) in app.derived().paper.set.iter_groups() {
        let found = group.at(threshold).sensitivity().expect("women and men with sepsis");
        let spoken = format!(
            "{name}, Found, of those with it: {} ({})",
            words::percent(Some(found)),
            words::k_of_n(Some(found))
        );
        assert!(harness.query_by_label_contains(&spoken).is_some(), "nothing says {spoken}");
    }
}

#[test]
fn every_room_opens_at_every_size_with_every_dataset_and_classifier() {
    for size in [[320.0, 240.0], [1024.0, 768.0], [1920.0, 1080.0]] {
        let mut harness = window(size);
        for room in cutpoint::ui::view::Room::ALL {
            harness.state_mut().show(room);
            harness.run_steps(2);
        }
    }
    let mut harness = window([1024.0, 768.0]);
    click(&mut harness, "What did the model learn?");
    for kind in cutpoint::learn::ClassifierKind::ALL {
        click(&mut harness, kind.name());
        settle(&mut harness);
        assert!(harness.state().derived().paper.set.auc().is_some_and(|auc| auc > 0.6), "{}", kind.name());
    }
}

#[test]
fn a_setting_that_gives_no_model_leaves_the_last_figures_and_says_why() {
    let mut harness = window([1024.0, 768.0]);
    let last = harness.state().derived().paper.set.auc();
    click(&mut harness, "What did the model learn?");
    let inputs = harness.state().scenario().inputs.clone();
    let recipe = std::sync::Arc::clone(&harness.state().derived().recipe);
    for input in inputs {
        let label = recipe.variable(&input).expect("an input of the recipe").label.clone();
        click(&mut harness, &label);
    }
    let limit = Instant::now() + Duration::from_secs(30);
    while harness.query_by_label_contains("The model has no input").is_none() {
        assert!(Instant::now() < limit, "no message about the missing inputs");
        harness.run_steps(2);
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(harness.state().derived().paper.set.auc().is_some() && last.is_some());
}

#[test]
fn dragging_the_line_on_the_chart_moves_everything() {
    use eframe::egui::{Role, vec2};
    let mut harness = window([1280.0, 860.0]);
    let before = harness.state().scenario().threshold;
    let handle = harness
        .get_all_by_role(Role::Slider)
        .find(|node| node.accesskit_node().label().is_some_and(|label| label.contains("Who gets which score")))
        .expect("the histogram has a handle")
        .rect();
    harness.hover_at(handle.center());
    harness.run_steps(2);
    harness.drag_at(handle.center());
    harness.run_steps(2);
    for step in 1..=6_u8 {
        harness.hover_at(handle.center() + vec2(15.0 * f32::from(step), 0.0));
        harness.run_steps(2);
        assert_eq!(sentence(&harness), expected(harness.state()), "at step {step}");
    }
    harness.drop_at(handle.center() + vec2(90.0, 0.0));
    harness.run_steps(3);
    assert!(harness.state().scenario().threshold > before, "a drag to the right raises the threshold");
    assert_eq!(sentence(&harness), expected(harness.state()));
}
