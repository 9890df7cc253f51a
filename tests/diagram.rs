//! The causal diagram in the window: what a pointer, the keyboard and a screen reader find there.
#![cfg(feature = "gui")]

use std::sync::Arc;

use cutpoint::app::App;
use cutpoint::data::catalogue::recipes;
use cutpoint::data::recipe::Recipe;
use cutpoint::figure::diagram::{Diagram, RECORD};
use cutpoint::num::Threshold;
use cutpoint::pipeline::{Derived, Population, evaluate};
use cutpoint::scenario::Scenario;
use cutpoint::ui::panels::{Shown, diagram_panel_ui};
use cutpoint::ui::theme;
use cutpoint::ui::view::{Command, View};
use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// What the panel needs, on the first dataset.
struct Panel {
    scenario: Scenario,
    view: View,
    derived: Arc<Derived>,
    population: Population,
    commands: Vec<Command>,
}

impl Panel {
    fn recipe(&self) -> &Arc<Recipe> {
        &self.derived.recipe
    }
}

fn panel(size: [f32; 2]) -> Harness<'static, Panel> {
    let app = App::new().expect("the first dataset opens");
    let panel = Panel {
        scenario: app.scenario().clone(),
        view: View::default(),
        derived: Arc::clone(app.derived()),
        population: Population::Paper,
        commands: Vec::new(),
    };
    let mut harness = Harness::builder().with_size(size).with_context_setup(theme::install).build_ui_state(
        |ui, panel: &mut Panel| {
            let Panel { scenario, view, derived, population, commands } = panel;
            let shown = Shown {
                recipe: &derived.recipe,
                derived,
                own: &[],
                months: None,
                bootstrap: None,
                contenders: None,
                learning: None,
                samples: None,
                patient: None,
                refits: None,
                field: None,
                course: cutpoint::ui::panels::CourseShown::default(),
                matters: cutpoint::ui::panels::MattersShown::default(),
                population: *population,
                mitigation: &scenario.mitigation,
                threshold: Threshold::clamped(0.1),
            };
            diagram_panel_ui(ui, scenario, view, &shown, commands);
        },
        panel,
    );
    harness.run_steps(3);
    harness
}

fn click(harness: &mut Harness<'static, Panel>, name: &str) {
    harness.get_by_label(name).click();
    harness.run_steps(3);
}

/// The description that a screen reader gives after a node's name.
fn description(harness: &Harness<'static, Panel>, name: &str) -> String {
    harness.get_by_label(name).accesskit_node().data().description().unwrap_or_default().to_owned()
}

#[test]
fn every_variable_is_a_button_with_its_causes_and_knobs() {
    let mut harness = panel([1000.0, 600.0]);
    let recipe = Arc::clone(harness.state().recipe());
    for variable in &recipe.variables {
        assert!(harness.query_by_label(&variable.label).is_some(), "no button for {}", variable.label);
    }
    let lactate = description(&harness, "Lactate");
    assert!(lactate.starts_with("measured, not always; depends on lactate ordered"), "{lactate}");
    assert!(lactate.contains("can be changed by the knob \u{201c}Lactate only on request\u{201d}"), "{lactate}");
    harness.state_mut().scenario.deploy.insert("lactate_on_request".to_owned(), 1.0);
    harness.run_steps(2);
    let lactate = description(&harness, "Lactate");
    assert!(
        lactate.ends_with("measured or not by the moved knob \u{201c}Lactate only on request\u{201d}"),
        "{lactate}"
    );
    let picture = harness.get_by_label_contains("How these data came to be: a diagram");
    let alt = picture.accesskit_node().label().unwrap_or_default();
    assert!(alt.ends_with("Moved knob: Lactate only on request (on the ward)."), "{alt}");
}

#[test]
fn a_click_shows_the_values_of_a_variable_and_another_puts_them_away() {
    let mut harness = panel([1000.0, 660.0]);
    click(&mut harness, "C-reactive protein");
    assert_eq!(harness.state().view.diagram.chosen.as_deref(), Some("crp"));
    for words in ["1 to 500 mg/L", "Known with the morning bloods", "By sex"] {
        assert!(harness.query_all_by_label(words).next().is_some(), "nothing says {words}");
    }
    let chart = harness.get_by_label_contains("C-reactive protein, by the record. With sepsis: the middle value is");
    assert!(chart.rect().height() > 100.0, "the chart is {:?}", chart.rect());
    click(&mut harness, "By the truth");
    assert!(harness.query_by_label_contains("C-reactive protein, by the truth. With sepsis").is_some());
    click(&mut harness, "Close");
    assert_eq!(harness.state().view.diagram.chosen, None);
}

#[test]
fn the_keyboard_reaches_and_presses_every_variable() {
    let mut harness = panel([1000.0, 600.0]);
    harness.get_by_label("Age").focus();
    harness.run_steps(2);
    harness.key_press(Key::Tab);
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::NONE, Key::Enter);
    harness.run_steps(3);
    assert_eq!(harness.state().view.diagram.chosen.as_deref(), Some("age_band"));
}

#[test]
fn every_node_of_every_dataset_shows_something_true_at_every_size() {
    for recipe in recipes() {
        let mut harness = panel([1000.0, 660.0]);
        let scenario = Scenario { patients: 600, ward_patients: 600, ..Scenario::of(recipe) };
        let derived = evaluate(recipe, &scenario).expect("six hundred patients make a screen");
        let state = harness.state_mut();
        (state.scenario, state.derived) = (scenario, Arc::new(derived));
        let diagram = Diagram::of(recipe, &[]);
        for node in &diagram.nodes {
            for population in [Population::Paper, Population::Ward] {
                let state = harness.state_mut();
                (state.population, state.view.diagram.chosen) = (population, Some(node.id.clone()));
                harness.run_steps(2);
                assert_eq!(harness.state().view.diagram.chosen.as_ref(), Some(&node.id), "{}", recipe.id);
            }
        }
    }
    for size in [[320.0, 240.0], [740.0, 560.0], [1600.0, 900.0]] {
        let mut harness = panel(size);
        harness.state_mut().view.diagram.chosen = Some(RECORD.to_owned());
        harness.run_steps(3);
        assert!(harness.query_all_by_label("Sepsis, as recorded").next().is_some());
    }
}

#[test]
fn the_diagram_can_be_saved() {
    let mut harness = panel([1000.0, 600.0]);
    click(&mut harness, "Save the chart: How these data came to be");
    let saved = harness.state_mut().commands.pop();
    assert!(matches!(saved, Some(Command::OfferSave(_, Ok(_)))), "{saved:?}");
}
