//! What matters to the model, as a person finds it in the room of the model.

use std::time::{Duration, Instant};

use cutpoint::app::App;
use cutpoint::learn::ClassifierKind;
use cutpoint::pipeline::Population;
use cutpoint::ui::panels::MattersPart;
use cutpoint::ui::view::{ModelPart, Room};
use eframe::egui::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

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

fn opened(size: [f32; 2]) -> Harness<'static, App> {
    let mut harness = window(size);
    harness.state_mut().collect(1_000);
    settle(&mut harness);
    harness.state_mut().show(Room::Model);
    harness.run_steps(3);
    click(&mut harness, "What matters");
    harness
}

/// What a picture that contains `text` says to a screen reader.
fn picture(harness: &Harness<'static, App>, text: &str) -> String {
    let all = harness.get_all_by_role(Role::Image);
    let said = all.filter_map(|node| node.accesskit_node().label()).find(|label| label.contains(text));
    said.unwrap_or_else(|| panic!("no picture says {text}"))
}

#[test]
fn losses_on_paper_and_on_the_ward_stand_side_by_side() {
    let mut harness = opened([1024.0, 768.0]);
    assert_eq!(harness.state().view().model_part, ModelPart::Matters);
    wait_for(&mut harness, "matters most on paper");
    let auc = |harness: &Harness<'static, App>, side: Population| harness.state().derived().side(side).set.auc();
    for side in [Population::Paper, Population::Ward] {
        let auc = format!("from {:.2} to", auc(&harness, side).expect("both outcomes"));
        assert!(harness.query_by_label_contains(&auc).is_some(), "nothing says {auc}");
    }
    let inputs = harness.state().scenario().inputs.len();
    for title in ["Lost on paper", "Lost on the ward"] {
        let said = picture(&harness, title);
        assert_eq!(said.matches("shuffled").count(), inputs, "{said}");
    }
}

#[test]
fn one_input_moves_many_patients_and_the_next_one_follows() {
    let mut harness = opened([1024.0, 768.0]);
    click(&mut harness, "What one input does");
    wait_for(&mut harness, "patients are drawn; the thick line is the mean");
    let first = picture(&harness, "What the model makes of");
    click(&mut harness, "Next input");
    let limit = Instant::now() + Duration::from_secs(60);
    loop {
        harness.run_steps(2);
        let all = harness.get_all_by_role(Role::Image);
        let said = all.filter_map(|node| node.accesskit_node().label()).find(|label| label.contains("model makes of"));
        if said.is_some_and(|said| said != first) {
            break;
        }
        assert!(Instant::now() < limit, "the next input is not drawn");
        std::thread::sleep(Duration::from_millis(5));
    }
    // A category has a row for each of its values.
    harness.state_mut().view_mut().matters.input = Some("confusion".to_owned());
    wait_for(&mut harness, "where eight of ten lie");
}

#[test]
fn groups_that_the_inputs_give_away_are_told() {
    let mut harness = opened([1024.0, 768.0]);
    click(&mut harness, "What gives groups away");
    wait_for(&mut harness, "guessing puts 50");
    wait_for(&mut harness, "Age band");
    click(&mut harness, "Age band");
    wait_for(&mut harness, "The model is not told \u{201c}Age band\u{201d}.");
    let said = picture(&harness, "Telling");
    assert!(said.contains("All together: AUC 1.00") || said.contains("All together: AUC 0.9"), "age tells it: {said}");
}

#[test]
fn every_part_opens_for_every_classifier_and_size() {
    let parts = [MattersPart::Shuffles, MattersPart::Effect, MattersPart::Proxies];
    for size in [[320.0, 240.0], [1920.0, 1080.0]] {
        let mut harness = opened(size);
        for part in parts {
            harness.state_mut().view_mut().matters.part = part;
            harness.run_steps(3);
        }
    }
    let mut harness = window([1024.0, 768.0]);
    harness.state_mut().collect(60);
    harness.state_mut().show(Room::Model);
    harness.state_mut().view_mut().model_part = ModelPart::Matters;
    for kind in ClassifierKind::ALL {
        harness.state_mut().train(kind);
        settle(&mut harness);
        for part in parts {
            harness.state_mut().view_mut().matters.part = part;
            harness.run_steps(4);
        }
    }
}
