//! What the model knows by heart, as a person finds it in the room of the model.

use std::time::{Duration, Instant};

use cutpoint::app::App;
use cutpoint::learn::{ClassifierKind, ClassifierSpec};
use cutpoint::metrics::ScoredTestSet;
use cutpoint::pipeline::learning::LearningTask;
use cutpoint::ui::view::{ModelPart, Room};
use eframe::egui::{Key, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use crate::{click, settle, window};

/// Runs frames until something says `text`.
fn wait_for(harness: &mut Harness<'static, App>, text: &str) {
    let limit = Instant::now() + Duration::from_secs(60);
    while harness.query_all_by_label_contains(text).next().is_none() {
        assert!(Instant::now() < limit, "nothing says {text}");
        harness.run_steps(2);
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn opened(change: impl FnOnce(&mut cutpoint::scenario::Scenario)) -> Harness<'static, App> {
    let mut harness = window([1024.0, 768.0]);
    let mut scenario = harness.state().scenario().clone();
    change(&mut scenario);
    harness.state_mut().open_scenario(scenario).expect("it fits");
    settle(&mut harness);
    harness.state_mut().show(Room::Model);
    harness.run_steps(3);
    click(&mut harness, "By heart?");
    harness
}

/// The AUC of the model in use among the patients that it learnt from.
fn training(app: &App) -> f64 {
    let derived = app.derived();
    let (cohort, rows) = (&derived.data.collected, &derived.data.split.train);
    let risks = derived.model.trained.risks(&cohort.table, Some(rows), &|| false).expect("scored");
    let labels: Vec<bool> = rows.iter().map(|&row| cohort.label[row]).collect();
    ScoredTestSet::new(&risks, &labels, None).expect("scores").auc().expect("both outcomes")
}

#[test]
fn coin_flips_raise_what_it_knows_of_its_own_patients_and_of_nobody_else() {
    let mut harness = opened(|scenario| {
        scenario.patients = 400;
        scenario.classifier = ClassifierSpec { depth: 8, min_leaf: 5, ..ClassifierSpec::of(ClassifierKind::Tree) };
    });
    assert_eq!(harness.state().view().model_part, ModelPart::Learning);
    let said = |app: &App| format!("(AUC {:.2})", training(app));
    let text = said(harness.state());
    wait_for(&mut harness, &text);
    let before = harness.state().derived().paper.set.auc();
    harness.get_by_role_and_label(Role::Slider, "Coin flips among the inputs").set_value_accesskit(20.0);
    harness.run_steps(3);
    settle(&mut harness);
    assert_eq!(harness.state().scenario().coin_flips, 20);
    assert_ne!(harness.state().derived().paper.set.auc(), before);
    wait_for(&mut harness, "With 20 coin flips among its inputs");
    wait_for(&mut harness, "It has learnt chance by heart.");
    let text = said(harness.state());
    assert!(harness.query_by_label_contains(&text).is_some(), "nothing says {text}");
    // The curve is worked out to its end, and read out.
    wait_for(&mut harness, "AUC over patients");
    wait_for(&mut harness, "The curve of new patients");
}

#[test]
fn an_arrow_key_on_the_curve_moves_the_setting_and_keeps_the_curve() {
    let mut harness = opened(|scenario| {
        scenario.patients = 400;
        scenario.classifier = ClassifierSpec { depth: 4, ..ClassifierSpec::of(ClassifierKind::Tree) };
    });
    click(&mut harness, "More complex");
    wait_for(&mut harness, "New patients are told apart best with");
    let name = "Questions in a row (depth), on the curve";
    harness.get_by_role_and_label(Role::Slider, name).focus();
    harness.run_steps(2);
    harness.key_press(Key::ArrowRight);
    harness.run_steps(2);
    assert_eq!(harness.state().scenario().classifier.depth, 5, "the next place of the curve");
    settle(&mut harness);
    assert!(harness.query_by_label_contains("now it stands at 5").is_some(), "the curve stands");
    // A press on the chart's left end takes the simplest.
    let chart = harness.get_by_role_and_label(Role::Slider, name).rect();
    let left = eframe::egui::pos2(chart.left() + 30.0, chart.center().y);
    harness.hover_at(left);
    harness.run_steps(2);
    harness.drag_at(left);
    harness.run_steps(1);
    harness.drop_at(left);
    harness.run_steps(2);
    assert_eq!(harness.state().scenario().classifier.depth, 1);
}

#[test]
fn rounds_and_what_is_known_too_late_are_told() {
    let mut harness = opened(|scenario| scenario.patients = 1_000);
    click(&mut harness, "Five rounds");
    wait_for(&mut harness, "Among the patients kept aside from all rounds the model in use manages");
    let auc = harness.state().derived().paper.set.auc().expect("both outcomes");
    assert!(harness.query_by_label_contains(&format!("Kept aside: AUC {auc:.2}")).is_some());
    harness.state_mut().view_mut().learning = LearningTask::Known;
    harness.run_steps(3);
    click(&mut harness, "Let the model have it: Antibiotics started");
    settle(&mut harness);
    assert!(harness.state().scenario().inputs.iter().any(|input| input == "antibiotics"));
    wait_for(&mut harness, "the model puts");
    let with = format!("{:.2}", harness.state().derived().paper.set.auc().expect("both outcomes"));
    assert!(harness.query_all_by_label(&with).next().is_some(), "nothing says {with}");
    // Pressed as a screen reader does, since results may come in and move the button between two frames.
    harness.get_by_label("Leave it out: Antibiotics started").click_accesskit();
    harness.run_steps(3);
    settle(&mut harness);
    assert!(!harness.state().scenario().inputs.iter().any(|input| input == "antibiotics"));
}

#[test]
fn every_part_opens_for_every_classifier_and_size() {
    for size in [[320.0, 240.0], [1024.0, 768.0], [1920.0, 1080.0]] {
        let mut harness = window(size);
        harness.state_mut().show(Room::Model);
        harness.state_mut().view_mut().model_part = ModelPart::Learning;
        for task in [LearningTask::Patients, LearningTask::Complexity, LearningTask::Folds, LearningTask::Known] {
            harness.state_mut().view_mut().learning = task;
            harness.run_steps(2);
        }
    }
    let mut harness = opened(|scenario| scenario.patients = 60);
    for kind in ClassifierKind::ALL {
        harness.state_mut().train(kind);
        settle(&mut harness);
        for task in [LearningTask::Patients, LearningTask::Complexity, LearningTask::Folds, LearningTask::Known] {
            harness.state_mut().view_mut().learning = task;
            harness.run_steps(4);
            let nodes = harness.get_all_by_role(Role::Slider).count();
            assert!(nodes > 0, "{kind:?} {task:?}");
        }
    }
}
