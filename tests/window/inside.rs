//! The room of the model: how each classifier reaches one patient's risk.

use cutpoint::learn::ClassifierKind;
use cutpoint::ui::view::{Cell, Room};
use eframe::egui::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::{settle, window};
use cutpoint::app::App;

fn open(kind: ClassifierKind) -> Harness<'static, App> {
    let mut harness = window([1024.0, 768.0]);
    harness.state_mut().show(Room::Model);
    harness.state_mut().train(kind);
    settle(&mut harness);
    harness.run_steps(3);
    harness
}

fn press(harness: &mut Harness<'static, App>, label: &str) {
    harness.get_by_role_and_label(Role::Button, label).click();
    harness.run_steps(3);
}

/// What a picture whose words begin so says to a screen reader.
fn picture(harness: &Harness<'static, App>, begins: &str) -> String {
    let all = harness.get_all_by_role(Role::Image);
    let said = all.filter_map(|node| node.accesskit_node().label()).find(|label| label.starts_with(begins));
    said.unwrap_or_else(|| panic!("no picture begins with {begins}"))
}

/// The patient chosen, and the risk on screen.
fn chosen(harness: &Harness<'static, App>) -> (usize, f64) {
    let all = harness.get_all_by_label_contains("Patient No ").map(|node| node.accesskit_node());
    let words = all.filter_map(|node| node.label().or_else(|| node.value()));
    let label = words.into_iter().find(|label| label.starts_with("Patient No ")).expect("somebody is chosen");
    let number = label.trim_start_matches("Patient No ").split(':').next().expect("a number");
    let row: usize = number.parse::<usize>().expect("a number") - 1;
    (row, harness.state().derived().paper.scores[row])
}

fn percent(risk: f64) -> String {
    cutpoint::figure::percent(risk)
}

#[test]
fn a_chart_of_points_ends_in_the_risk_of_whoever_is_chosen() {
    let mut harness = open(ClassifierKind::Logistic);
    press(&mut harness, "Points chart");
    let first = chosen(&harness);
    assert!(picture(&harness, "A chart of points").contains(&format!("points: risk {}.", percent(first.1))));
    press(&mut harness, "found");
    let second = chosen(&harness);
    assert_ne!(first.0, second.0);
    let threshold = harness.state().scenario().threshold;
    assert_eq!(
        Cell::of(second.1 >= threshold.get(), harness.state().derived().paper.outcomes()[second.0]),
        Cell::TruePositive
    );
    assert!(picture(&harness, "A chart of points").contains(&format!("points: risk {}.", percent(second.1))));
    press(&mut harness, "Larger picture");
    assert!(harness.query_by_label("What it may use").is_none(), "the settings give way");
    picture(&harness, "A chart of points");
}

#[test]
fn likelihood_ratios_end_in_the_risk() {
    let mut harness = open(ClassifierKind::NaiveBayes);
    press(&mut harness, "found");
    let said = picture(&harness, "How the evidence multiplies");
    assert!(said.ends_with(&format!("This patient: risk {}.", percent(chosen(&harness).1))), "{said}");
    press(&mut harness, "Importance");
    picture(&harness, "How much each input matters");
}

#[test]
fn the_neighbours_are_counted_and_listed() {
    let harness = open(ClassifierKind::Knn);
    let (_, risk) = chosen(&harness);
    let with = (risk * 15.0).round() as usize;
    let told = format!("{with} of the 15 most similar patients had it: risk {}.", percent(risk));
    assert!(harness.query_by_label(&told).is_some(), "nothing says {told}");
    assert!(picture(&harness, "The 15 most similar").contains(&format!("With sepsis: {with}")));
}

#[test]
fn a_border_is_shown_with_its_curve_and_those_who_hold_it_up() {
    let mut harness = open(ClassifierKind::Svm);
    let (row, risk) = chosen(&harness);
    let told = picture(&harness, "Histogram of the distances");
    assert!(told.contains(&format!("Patient No {} lies", row + 1)) && told.contains(&percent(risk)), "{told}");
    press(&mut harness, "Distance to risk");
    picture(&harness, "The curve from distance to risk");
    press(&mut harness, "Who holds it up");
    assert!(harness.query_by_label_contains("patients who took part hold the border up").is_some());
}

#[test]
fn a_tree_lights_the_way_of_whoever_is_chosen_and_is_walked() {
    let mut harness = open(ClassifierKind::Tree);
    press(&mut harness, "Larger picture");
    press(&mut harness, "found");
    let (row, risk) = chosen(&harness);
    let ends = format!("Patient No {} ends at a risk of {}, flagged.", row + 1, percent(risk));
    assert!(harness.query_by_label(&ends).is_some(), "nothing says {ends}");
    assert!(picture(&harness, "A decision tree that parts").contains(&ends));
    // A plate with more below it is opened, by keyboard as by mouse, and "Up" leads back.
    let plates = |harness: &Harness<'static, App>| harness.get_all_by_label_contains("groups below").count();
    let before = plates(&harness);
    let plate = harness.get_all_by_label_contains("groups below").nth(1).expect("a question below the first");
    let said = plate.accesskit_node().label().expect("a name");
    plate.focus();
    harness.run_steps(2);
    harness.key_press(eframe::egui::Key::Enter);
    harness.run_steps(3);
    let first = harness.get_all_by_label_contains("groups below").next().and_then(|node| node.accesskit_node().label());
    assert_eq!(first, Some(said), "it stands at the top now");
    press(&mut harness, "Up");
    assert_eq!(plates(&harness), before);
    harness.get_by_label("In words").click();
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("1. Lactate above").is_some());
    // A tree that may ask one question, and one that asks none.
    harness.get_by_label("In words").click();
    let mut scenario = harness.state().scenario().clone();
    scenario.classifier.min_leaf = 100;
    scenario.patients = 150;
    harness.state_mut().open_scenario(scenario).expect("it fits");
    settle(&mut harness);
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("It asks nothing").is_some());
}

#[test]
fn the_trees_of_a_forest_vote_and_each_can_be_looked_at() {
    let mut harness = open(ClassifierKind::Forest);
    let (row, risk) = chosen(&harness);
    let votes = picture(&harness, "100 trees by the risk");
    assert!(votes.contains(&format!("takes the mean, {}", percent(risk))), "{votes} for {risk}");
    press(&mut harness, "One of its trees");
    press(&mut harness, "highest risk");
    let told = picture(&harness, "A decision tree that parts");
    assert!(told.contains(&format!("Patient No {} ends at a risk of 100%", row + 1)), "{told}");
    press(&mut harness, "lowest risk");
    assert!(picture(&harness, "A decision tree that parts").contains("ends at a risk of 0%"));
}
