//! A supplier's claim in the window: typed by keyboard, told in natural frequencies, saved as a page.

use cutpoint::metrics::claim::{Field, Here, Typed};
use cutpoint::report::Told;
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::{click, settle, window};

fn open() -> Harness<'static, cutpoint::app::App> {
    let mut harness = window([1024.0, 768.0]);
    click(&mut harness, "What happens on the ward?");
    click(&mut harness, "A supplier's claim");
    harness
}

/// Types into a field, as after a tab to it.
fn fill(harness: &mut Harness<'static, cutpoint::app::App>, name: &str, text: &str) {
    let field = harness.get_by_role_and_label(Role::TextInput, name);
    field.focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, name).type_text(text);
    harness.run_steps(2);
}

fn value(harness: &Harness<'static, cutpoint::app::App>, name: &str) -> String {
    harness.get_by_role_and_label(Role::TextInput, name).accesskit_node().value().unwrap_or_default()
}

#[test]
fn a_claim_typed_by_keyboard_is_told_for_the_patients_here() {
    let mut harness = open();
    assert!(harness.query_by_label_contains("Without sensitivity and specificity").is_some());
    fill(&mut harness, "Sensitivity, per cent", "95");
    fill(&mut harness, "Specificity, per cent", "90");
    fill(&mut harness, "Patients studied", "600");
    fill(&mut harness, "With the condition", "60");
    let set = &harness.state().derived().ward.set;
    let here: f64 = value(&harness, "Prevalence here, per cent").parse().expect("the ward's prevalence");
    assert!((here - 100.0 * set.positives() as f64 / set.n() as f64).abs() <= 0.05 + 1e-9);
    assert_eq!(value(&harness, "Patients a day here"), format!("{}", harness.state().scenario().goals.patients_a_day));

    let fields = [
        (Field::Sensitivity, "95"),
        (Field::Specificity, "90"),
        (Field::Patients, "600"),
        (Field::WithCondition, "60"),
    ];
    let typed = Typed { fields: fields.map(|(field, text)| (field, text.to_owned())).into(), ..Typed::default() };
    let place =
        Here { prevalence: here / 100.0, patients_a_day: Some(harness.state().scenario().goals.patients_a_day) };
    let told = Told::of(&typed.read().0, Some(place), "sepsis");
    for text in [&told.sentence, &told.range] {
        assert!(text.contains("missed") && harness.query_by_label(text).is_some(), "\"{text}\" is not said");
    }
    for cell in told.cells.as_ref().expect("both rates are typed") {
        let range = cell.range.as_ref().expect("both counts are typed");
        let said = format!("{} of 1,000 {}, {range}", cell.people, cell.word);
        assert!(harness.query_by_label_contains(&said).is_some(), "\"{said}\" is not said");
    }
    let rests_on = &told.study[0].note;
    assert!(rests_on.starts_with("57 of 60; range 86% to 98") && harness.query_by_label(rests_on).is_some());
    assert!(harness.query_by_label_contains("It says how well the model ranks").is_some(), "AUC was not reported");
}

#[test]
fn what_cannot_be_used_is_said_beside_its_field_and_the_rest_stands() {
    let mut harness = open();
    click(&mut harness, "Fill in an example");
    fill(&mut harness, "Prevalence there, per cent", "100");
    assert!(
        harness.query_by_label_contains("Prevalence there: found \u{201c}100\u{201d}, expected more than 0%").is_some()
    );
    assert!(harness.query_by_label_contains("Something typed cannot be used").is_some());
    assert!(harness.query_by_label_contains("if the claim holds here").is_some());
    click(&mut harness, "Clear");
    assert!(harness.query_by_label_contains("Something typed cannot be used").is_none());
    assert!(harness.query_by_label_contains("if the claim holds here").is_none());
}

#[test]
fn the_place_of_use_follows_the_dataset_until_somebody_types() {
    let mut harness = open();
    let before = value(&harness, "Prevalence here, per cent");
    let recipe = cutpoint::data::catalogue::shipped_recipe("lung-nodule").expect("a shipped recipe");
    harness.state_mut().open_recipe(recipe);
    settle(&mut harness);
    let after = value(&harness, "Prevalence here, per cent");
    assert_ne!(before, after);
    fill(&mut harness, "Prevalence here, per cent", "4");
    let typed = value(&harness, "Prevalence here, per cent");
    assert_ne!(typed, after);
    let recipe = cutpoint::data::catalogue::shipped_recipe("ward-sepsis").expect("a shipped recipe");
    harness.state_mut().open_recipe(recipe);
    settle(&mut harness);
    assert_eq!(value(&harness, "Prevalence here, per cent"), typed);
}

#[test]
fn the_list_of_questions_is_saved_as_a_page() {
    let path = std::env::temp_dir().join(format!("cutpoint-questions-{}.html", std::process::id()));
    let mut harness = open();
    click(&mut harness, "Fill in an example");
    let save = harness.get_by_label_contains("Save the list of");
    save.click();
    harness.run_steps(3);
    assert!(value(&harness, "Where to save").ends_with("cutpoint-questions-to-a-supplier.html"));
    let place = harness.get_by_role_and_label(Role::TextInput, "Where to save");
    place.focus();
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run_steps(1);
    let place = harness.get_by_role_and_label(Role::TextInput, "Where to save");
    place.type_text(&path.to_string_lossy());
    harness.run_steps(2);
    let buttons = harness.get_all_by_role_and_label(Role::Button, "Save");
    // The header has one too; that of the dialog is the last.
    buttons.last().expect("the dialog's button").click();
    harness.run_steps(3);
    let page = std::fs::read_to_string(&path).expect("the page was written");
    std::fs::remove_file(&path).ok();
    assert!(page.contains("Questions to a supplier") && page.contains("57 of 60") && page.ends_with("</html>\n"));
}
