//! The window, driven through its accessibility tree without GPU or display: what a person can do with a keyboard or a
//! screen reader, and that the figures on screen are those that the metrics module gives.
#![cfg(feature = "gui")]

use std::time::{Duration, Instant};

use cutpoint::app::App;
use cutpoint::metrics::natural_frequencies;
use cutpoint::pipeline::Population;
use cutpoint::ui::{theme, words};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

/// A window of `size` points on the first dataset.
fn window(size: [f32; 2]) -> Harness<'static, App> {
    let mut app = App::new().expect("the first dataset opens");
    let context = std::rc::Rc::new(std::cell::RefCell::new(None));
    let kept = std::rc::Rc::clone(&context);
    let mut harness = Harness::builder()
        .with_size(size)
        .with_max_steps(60)
        .with_context_setup(move |ctx| {
            theme::install(ctx);
            *kept.borrow_mut() = Some(ctx.clone());
        })
        .build_ui_state(
            |ui, app: &mut App| {
                app.poll();
                app.window_ui(ui);
            },
            {
                app.attach(&eframe::egui::Context::default()).expect("a worker starts");
                app
            },
        );
    harness.run_steps(3);
    harness
}

/// Runs frames until the results on screen are those of the scenario.
fn settle(harness: &mut Harness<'static, App>) {
    let limit = Instant::now() + Duration::from_secs(60);
    loop {
        harness.run_steps(2);
        if harness.state().is_current() {
            harness.run_steps(2);
            return;
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
    harness.get_by_label("Threshold").focus();
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
