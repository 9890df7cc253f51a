//! Charts side by side, zoom, rules for the threshold, and pinned states.

use cutpoint::learn::ClassifierKind;
use cutpoint::ui::view::Room;
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::{settle, window};
use cutpoint::app::App;

fn press(harness: &mut Harness<'static, App>, label: &str) {
    harness.get_by_role_and_label(Role::Button, label).click();
    harness.run_steps(3);
}

fn has(harness: &Harness<'static, App>, label: &str) -> bool {
    harness.query_by_label(label).is_some()
}

#[test]
fn charts_are_added_taken_away_and_never_all_gone() {
    let mut harness = window([1024.0, 768.0]);
    press(&mut harness, "Charts");
    assert!(has(&harness, "Save the chart: Is a risk what it says?"));
    assert!(!has(&harness, "Save the chart: The trade-off: ROC curve"));
    press(&mut harness, "ROC");
    assert!(has(&harness, "Save the chart: The trade-off: ROC curve"));
    for name in ["Right alerts", "Calibration", "Worth it?", "Every threshold", "ROC"] {
        press(&mut harness, name);
    }
    assert!(has(&harness, "Save the chart: The trade-off: ROC curve"), "the last one stays");
}

#[test]
fn a_chart_is_zoomed_and_made_whole_again() {
    let mut harness = window([1024.0, 768.0]);
    press(&mut harness, "Charts");
    let whole = "Whole: Is it worth it?";
    assert!(!has(&harness, whole));
    press(&mut harness, "Zoom: Is it worth it?");
    assert!(has(&harness, whole));
    press(&mut harness, whole);
    assert!(!has(&harness, whole));
}

#[test]
fn a_rule_moves_the_threshold() {
    let mut harness = window([1024.0, 768.0]);
    press(&mut harness, "Choose a line");
    press(&mut harness, "Use: share flagged");
    let at = harness.state().scenario().threshold;
    let matrix = harness.state().derived().paper.set.at(at);
    let flagged = matrix.flagged().expect("patients").value();
    assert!(flagged <= 0.1 && flagged > 0.09, "{flagged}");
    assert!(has(&harness, "In use: share flagged"));
}

#[test]
fn a_pinned_state_is_compared_and_gone_back_to() {
    let mut harness = window([1280.0, 860.0]);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::P);
    harness.run_steps(3);
    harness.state_mut().train(ClassifierKind::Tree);
    settle(&mut harness);
    harness.state_mut().show(Room::Changed);
    harness.run_steps(3);
    assert!(has(&harness, "Classifier: Logistic regression \u{2192} Decision tree"));
    let told = harness.get_by_label_contains("newly found now");
    let told = told.accesskit_node().label().or_else(|| told.accesskit_node().value()).unwrap_or_default();
    assert!(told.starts_with("Of 234 with sepsis"), "{told}");
    press(&mut harness, "Go back to it");
    settle(&mut harness);
    assert_eq!(harness.state().scenario().classifier.kind, ClassifierKind::Logistic);
    assert!(has(&harness, "Nothing. Change something in another room, then come back."));
}

#[test]
fn other_samples_are_drawn_and_every_figure_has_its_interval() {
    let mut harness = window([1024.0, 768.0]);
    press(&mut harness, "How sure?");
    press(&mut harness, "Draw 20 other samples of 3,001");
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while harness.query_by_label_contains("In 20 other samples it ran from").is_none() {
        assert!(std::time::Instant::now() < limit, "no samples within a minute");
        std::thread::sleep(std::time::Duration::from_millis(5));
        harness.run_steps(2);
    }
    let set = &harness.state().derived().paper.set;
    let found = set.at(harness.state().scenario().threshold).sensitivity().expect("patients");
    let interval = cutpoint::ui::words::interval(found.wilson());
    assert!(harness.query_all_by_label_contains(&interval).count() >= 1, "{interval}");
    press(&mut harness, "Clear");
    assert!(harness.query_by_label_contains("In 20 other samples").is_none());
}

#[test]
fn another_prevalence_moves_tree_table_and_icons_together_and_leaves_the_curve() {
    let mut harness = window([1024.0, 768.0]);
    press(&mut harness, "Another place");
    assert!(has(
        &harness,
        "Of 1,000 patients, 78 have sepsis: 56 found, 22 missed. 922 do not: 173 false alarms, 749 left alone."
    ));
    harness.get_by_label("Prevalence there, of 1,000").focus();
    harness.run_steps(2);
    for _ in 0..12 {
        harness.key_press(Key::ArrowLeft);
        harness.run_steps(2);
    }
    let tree = harness.get_by_label_contains(" do not: ").accesskit_node().label().unwrap_or_default();
    assert!(!tree.contains("78 have"), "{tree}");
    let number = |from: &str, to: &str| -> u64 {
        let after = tree.split_once(from).expect(from).1;
        after.split_once(to).expect(to).0.replace(',', "").parse().expect("a number")
    };
    let (with, found) = (number("Of 1,000 patients, ", " have"), number(" have sepsis: ", " found"));
    assert!(with < 78 && found < 56, "{tree}");
    assert!(
        harness
            .query_by_label_contains("Sensitivity (71%), specificity (81%) and ROC curve (AUC 0.85) stand still")
            .is_some()
    );
    let shown = format!("{found} of 1,000 found (true positives); show these patients");
    assert!(has(&harness, &shown), "the table has {found} found");
    press(&mut harness, "As measured");
    assert!(harness.query_by_label_contains("Of 1,000 patients, 78 have sepsis: 56 found, 22 missed. 922").is_some());
}

#[test]
fn all_classifiers_are_compared_on_the_same_patients() {
    let mut harness = window([1024.0, 768.0]);
    harness.state_mut().show(Room::Model);
    harness.run_steps(2);
    press(&mut harness, "All classifiers");
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(120);
    while !has(&harness, "Use Decision tree") {
        assert!(std::time::Instant::now() < limit, "no classifiers within two minutes");
        std::thread::sleep(std::time::Duration::from_millis(20));
        harness.run_steps(2);
    }
    // What the comparison says of the tree is what the tree then gives.
    let told: Vec<String> = harness
        .query_all_by_label_contains(" to 0.")
        .filter_map(|node| node.accesskit_node().label().or_else(|| node.accesskit_node().value()))
        .collect();
    press(&mut harness, "Use Decision tree");
    settle(&mut harness);
    assert_eq!(harness.state().scenario().classifier.kind, ClassifierKind::Tree);
    let set = &harness.state().derived().paper.set;
    let (auc, ci) = (set.auc().expect("both classes"), set.auc_ci().expect("both classes"));
    let expected = format!("{auc:.2} ({:.2} to {:.2})", ci.lo, ci.hi);
    assert!(told.contains(&expected), "{told:?} {expected}");
}
