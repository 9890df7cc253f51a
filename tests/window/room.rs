//! Ready for a room: undo, the menu and the palette, presenting, sharing, and what is there again next time.

use cutpoint::app::App;
use cutpoint::app::store::{Keep, Store};
use cutpoint::num::Threshold;
use cutpoint::scenario::Scenario;
use cutpoint::ui::actions::Action;
use cutpoint::ui::panels::{ContendersPart, LARGER, Slide, WhyPart};
use cutpoint::ui::view::{Content, LinePart, ModelPart, Room, View};
use eframe::egui::{Context, Key, Modifiers, Role, Theme};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::{click, settle, window};

pub fn shows(harness: &Harness<'static, App>, text: &str) -> bool {
    harness.query_all_by_label_contains(text).next().is_some()
}

fn press(harness: &mut Harness<'static, App>, key: Key) {
    harness.key_press(key);
    harness.run_steps(3);
}

fn press_with(harness: &mut Harness<'static, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(3);
}

fn line(harness: &Harness<'static, App>) -> f64 {
    harness.state().scenario().threshold.get()
}

fn set_line(harness: &mut Harness<'static, App>, to: f64) {
    harness.get_by_role_and_label(Role::Slider, "Threshold").set_value_accesskit(to);
    // Long enough for a change to be a step of its own.
    harness.run_steps(6);
}

#[test]
fn every_change_is_undone_and_redone_by_its_name() {
    let mut harness = window([1024.0, 768.0]);
    let first = line(&harness);
    set_line(&mut harness, 0.3);
    set_line(&mut harness, 0.5);
    press_with(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!((line(&harness) - 0.3).abs() < 1e-9 && shows(&harness, "Undone: Threshold, 0.3 to 0.5"));
    press_with(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!((line(&harness) - first).abs() < 1e-9);
    press_with(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(shows(&harness, "There is nothing to undo"));
    press_with(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    press_with(&mut harness, Modifiers::COMMAND, Key::Y);
    assert!((line(&harness) - 0.5).abs() < 1e-9, "redone twice");
    click(&mut harness, "Menu");
    assert!(shows(&harness, "Undo: Threshold, 0.3 to 0.5"), "the menu says what undoing would do");
    press(&mut harness, Key::Escape);
    harness.state_mut().show(Room::Line);
    let ctx = harness.ctx.clone();
    harness.state_mut().act(&ctx, Action::ResetRoom).expect("it can be reset");
    harness.run_steps(6);
    assert!((line(&harness) - first).abs() < 1e-9, "the room is as the dataset has it");
    press_with(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!((line(&harness) - 0.5).abs() < 1e-9, "even that is undone");
    settle(&mut harness);
}

#[test]
fn a_drag_is_one_step() {
    use eframe::egui::vec2;
    let mut harness = window([1280.0, 860.0]);
    harness.run_steps(4);
    let before = line(&harness);
    let handle = harness
        .get_all_by_role(Role::Slider)
        .find(|node| node.accesskit_node().label().is_some_and(|label| label.contains("Who gets which score")))
        .expect("the histogram has a handle")
        .rect();
    harness.drag_at(handle.center());
    for step in 1..=12_u8 {
        harness.hover_at(handle.center() + vec2(10.0 * f32::from(step), 0.0));
        harness.run_steps(3);
    }
    harness.drop_at(handle.center() + vec2(120.0, 0.0));
    harness.run_steps(6);
    assert!(line(&harness) > before + 0.05);
    press_with(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!((line(&harness) - before).abs() < 1e-9, "one step back is where the drag began");
}

#[test]
fn the_menu_and_the_sheet_of_keys_name_every_action() {
    let mut harness = window([1920.0, 1080.0]);
    click(&mut harness, "Menu");
    for action in Action::ALL.into_iter().filter(|action| !matches!(action, Action::Room(_) | Action::Look)) {
        assert!(shows(&harness, action.title()), "the menu lacks {action:?}");
    }
    press(&mut harness, Key::Escape);
    press(&mut harness, Key::F1);
    for action in Action::ALL.into_iter().filter(|action| action.keys().is_some()) {
        assert!(shows(&harness, action.title()), "the sheet of keys lacks {action:?}");
    }
}

#[test]
fn the_palette_finds_actions_words_exercises_and_datasets() {
    let mut harness = window([1024.0, 768.0]);
    let find = |harness: &mut Harness<'static, App>, typed: &str| {
        press_with(harness, Modifiers::COMMAND, Key::K);
        harness.get_by_label("What to find").type_text(typed);
        harness.run_steps(3);
        press(harness, Key::Enter);
    };
    find(&mut harness, "who is harmed");
    assert_eq!(harness.state().view().room, Room::Harm);
    find(&mut harness, "sensitivity");
    assert!(harness.state().view().glossary.is_open());
    press(&mut harness, Key::Escape);
    find(&mut harness, "finger probe");
    settle(&mut harness);
    assert_eq!(harness.state().scenario().dataset, "hypoxaemia");
    find(&mut harness, "thirty");
    settle(&mut harness);
    assert!(shows(&harness, "Thirty positives"));
    press_with(&mut harness, Modifiers::COMMAND, Key::K);
    harness.get_by_label("What to find").type_text("xyzzy");
    harness.run_steps(3);
    assert!(shows(&harness, "Nothing is called that."));
}

#[test]
fn a_presentation_is_large_covered_until_revealed_and_driven_by_keys() {
    let mut harness = window([1024.0, 768.0]);
    let smallest =
        harness.ctx.style_of(Theme::Light).text_styles.values().map(|font| font.size).fold(f32::MAX, f32::min);
    assert!(smallest * LARGER >= 18.0, "the smallest letters have {} points", smallest * LARGER);
    press(&mut harness, Key::F5);
    assert!(shows(&harness, "Who gets which score") && !shows(&harness, "Who are these patients?"));
    let before = line(&harness);
    press(&mut harness, Key::ArrowRight);
    assert!((line(&harness) - before - 0.01).abs() < 1e-9);
    press(&mut harness, Key::F);
    press(&mut harness, Key::ArrowRight);
    assert!((line(&harness) - before - 0.01).abs() < 1e-9, "frozen");
    press(&mut harness, Key::F);
    press(&mut harness, Key::C);
    assert!(shows(&harness, "What do you expect to see?") && !shows(&harness, "Of 1,000 patients"));
    press(&mut harness, Key::Space);
    assert!(shows(&harness, "Of 1,000 patients"), "revealed");
    press(&mut harness, Key::PageDown);
    let present = harness.state().view().present.clone().expect("it goes on");
    assert!(present.slide == Slide::Matrix && present.covered, "the next view begins covered");
    press(&mut harness, Key::B);
    assert!(shows(&harness, "The screen is black") && !shows(&harness, "What do you expect"));
    press(&mut harness, Key::B);
    press(&mut harness, Key::C);
    for (place, key) in
        [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9]
            .into_iter()
            .enumerate()
    {
        press(&mut harness, key);
        let slide = harness.state().view().present.as_ref().expect("it goes on").slide;
        assert_eq!(slide, Slide::ALL[place]);
    }
    press(&mut harness, Key::T);
    assert!(shows(&harness, "0:0"), "a timer runs");
    press(&mut harness, Key::Escape);
    assert!(harness.state().view().present.is_none() && shows(&harness, "Who are these patients?"));
}

#[test]
fn an_exercise_is_stepped_through_by_a_clicker() {
    let mut harness = window([1024.0, 768.0]);
    let exercise = cutpoint::exercise::shipped()[1].as_ref().expect("it can be read").clone();
    harness.state_mut().start_exercise(&std::sync::Arc::new(exercise)).expect("it starts");
    settle(&mut harness);
    press(&mut harness, Key::F5);
    assert!(shows(&harness, "Which of the two is worse?") && !shows(&harness, "Of 1,000 patients"));
    let mut pressed = 0;
    while !harness.state().view().course.run.as_ref().expect("under way").is_finished() {
        pressed += 1;
        assert!(pressed < 20, "it never ends");
        press(&mut harness, Key::PageDown);
        settle(&mut harness);
    }
    // Two guesses, two steps that are shown, and twice on.
    assert_eq!(pressed, 6);
}

#[test]
fn what_is_shared_gives_the_same_set_up() {
    let mut harness = window([1024.0, 768.0]);
    set_line(&mut harness, 0.237);
    press_with(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    let field = harness.get_by_label("The code of this set-up");
    let code = field.accesskit_node().value().expect("a code");
    assert_eq!(Scenario::from_share_code(&code).as_ref(), Ok(harness.state().scenario()));
    assert!(shows(&harness, "The code of this set-up as a QR code"));
    let shared = Scenario { threshold: Threshold::clamped(0.6), ..harness.state().scenario().clone() };
    let other = shared.to_share_code().expect("a code");
    harness.get_by_label("Paste a code").focus();
    harness.run_steps(1);
    harness.get_by_label("Paste a code").type_text(&other);
    harness.run_steps(2);
    click(&mut harness, "Open it");
    settle(&mut harness);
    assert_eq!(harness.state().scenario(), &shared);
}

#[test]
fn the_report_and_the_table_say_what_the_screen_says() {
    let mut harness = window([1024.0, 768.0]);
    harness.state_mut().view_mut().notes = "Ask about <night> shifts".to_owned();
    let ctx = harness.ctx.clone();
    harness.state_mut().act(&ctx, Action::Report).expect("a report");
    let offered =
        |harness: &Harness<'static, App>| harness.state().view().save.as_ref().expect("offered").content.clone();
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while harness.state().view().save.is_none() {
        assert!(std::time::Instant::now() < limit, "the report is never written");
        harness.run_steps(1);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let Content::Page(page) = offered(&harness) else { panic!("a page") };
    let code = harness.state().scenario().to_share_code().expect("a code");
    assert!(page.contains(&code) && page.contains("Ask about &lt;night&gt; shifts"));
    harness.state_mut().act(&ctx, Action::Table).expect("a table");
    let Content::Table(table) = offered(&harness) else { panic!("a table") };
    assert!(table.lines().count() > 10, "{table}");
}

#[test]
fn the_table_of_every_room_can_be_taken_away() {
    let mut harness = window([1024.0, 768.0]);
    harness.state_mut().collect(900);
    settle(&mut harness);
    let derived = std::sync::Arc::clone(harness.state().derived());
    let columns = 4 + derived.recipe.variables.iter().filter(|variable| !variable.is_hidden()).count();
    let patients = derived.paper.set.n() as usize;
    let mut takes = |room: Room, prepare: &dyn Fn(&mut View), title: &str, columns: usize, rows: usize| {
        harness.state_mut().show(room);
        prepare(harness.state_mut().view_mut());
        let name = format!("Take the table away: {title}");
        let limit = std::time::Instant::now() + std::time::Duration::from_secs(60);
        while harness.query_by_label(&name).is_none() {
            assert!(std::time::Instant::now() < limit, "nothing offers {title}");
            harness.run_steps(2);
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        settle(&mut harness);
        click(&mut harness, &name);
        let form = harness.state_mut().view_mut().save.take().unwrap_or_else(|| panic!("{title} is offered"));
        let Content::Table(table) = form.content else { panic!("{title} is a table") };
        let read = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes()).into_records();
        let records: Vec<csv::StringRecord> = read.map(|record| record.expect("a row of a table")).collect();
        assert_eq!((records.len(), records[0].len()), (rows, columns), "{title}: {:?}", records[0]);
        assert!(table.chars().filter(char::is_ascii_digit).count() > 20, "{title} has figures:\n{table}");
    };
    takes(Room::Harm, &|_| (), "Groups", 20, 5);
    takes(Room::Model, &|view| view.model_part = ModelPart::All, "All classifiers", 8, 7);
    takes(Room::Model, &|view| view.contenders.part = ContendersPart::Reasons, "Time and reasons", 3, 7);
    takes(Room::Why, &|view| view.why.part = WhyPart::Find, "Patients", columns, patients + 1);
    takes(Room::Line, &|view| view.line_part = LinePart::Rules, "Rules for the threshold", 6, 9);
    takes(Room::Line, &|view| view.line_part = LinePart::Chance, "How sure?", 6, 11);
    let ctx = harness.ctx.clone();
    harness.state_mut().act(&ctx, Action::Pin).expect("it is pinned");
    harness.state_mut().collect(1_500);
    settle(&mut harness);
    harness.state_mut().show(Room::Changed);
    harness.run_steps(3);
    click(&mut harness, "Take the table away: What changed?");
    let form = harness.state().view().save.as_ref().expect("it is offered");
    assert!(matches!(&form.content, Content::Table(table) if table.starts_with("Figure,Then,Now,Difference")));
}

#[test]
fn the_size_of_text_has_ends_and_is_kept() {
    let mut harness = window([1024.0, 768.0]);
    for _ in 0..40 {
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
        harness.run_steps(1);
    }
    assert_eq!(harness.state().view().settings.text, 300);
    for _ in 0..40 {
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Minus);
        harness.run_steps(1);
    }
    assert_eq!(harness.state().view().settings.text, 80);
    press_with(&mut harness, Modifiers::COMMAND, Key::Num0);
    assert_eq!(harness.state().view().settings.text, 100);
}

fn kept_in(folder: &std::path::Path) -> App {
    let mut app = App::new().expect("the first dataset opens");
    app.keep_in(Store::open(&Keep { folder: Some(folder.to_owned()), nothing: false }), false);
    app
}

#[test]
fn the_work_is_there_next_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let ctx = Context::default();
    let mut app = kept_in(folder.path());
    app.collect(1_500);
    app.show(Room::Harm);
    app.view_mut().notes = "My \"notes\",\nin two lines".to_owned();
    app.act(&ctx, Action::Larger).expect("larger");
    app.keep_what_changed();
    let scenario = app.scenario().clone();
    drop(app);
    let app = kept_in(folder.path());
    assert_eq!(app.scenario(), &scenario);
    let view = app.view();
    assert_eq!((view.room, view.notes.as_str(), view.settings.text), (Room::Harm, "My \"notes\",\nin two lines", 110));
    assert_eq!(view.notice, None);
    drop(app);
    // Spoilt, it is set aside and said; the window opens all the same.
    std::fs::write(folder.path().join("session.toml"), "format = 1\nscenario = 3").expect("written");
    let app = kept_in(folder.path());
    assert!(
        app.view().notice.as_ref().is_some_and(|notice| notice.contains("session.bad-1.toml")),
        "{:?}",
        app.view().notice
    );
}

#[test]
fn pinned_states_come_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = window([1024.0, 768.0]);
    let store = || Store::open(&Keep { folder: Some(folder.path().to_owned()), nothing: false });
    harness.state_mut().keep_in(store(), false);
    press_with(&mut harness, Modifiers::COMMAND, Key::P);
    set_line(&mut harness, 0.4);
    press_with(&mut harness, Modifiers::COMMAND, Key::P);
    assert_eq!(harness.state().view().pins.len(), 2);
    harness.state_mut().keep_what_changed();
    drop(harness);
    let mut harness = window([1024.0, 768.0]);
    harness.state_mut().keep_in(store(), false);
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while harness.state().view().pins.len() < 2 {
        assert!(std::time::Instant::now() < limit, "the pins never come back");
        harness.run_steps(1);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[test]
fn a_number_that_was_typed_keeps_the_focus() {
    let mut harness = window([1024.0, 768.0]);
    harness.get_by_label("Threshold value").focus();
    harness.run_steps(2);
    harness.get_by_label("Threshold value").type_text("0.42");
    harness.run_steps(2);
    press(&mut harness, Key::Enter);
    assert!((line(&harness) - 0.42).abs() < 1e-9, "{}", line(&harness));
    let focused = harness.get_by(|node| node.is_focused());
    assert_eq!(focused.accesskit_node().label().as_deref(), Some("Threshold value"), "Tab goes on from there");
}

#[test]
fn one_hint_at_a_time_goes_when_it_is_read_or_done() {
    let mut harness = window([1024.0, 768.0]);
    harness.state_mut().view_mut().settings.no_hints = false;
    harness.run_steps(4);
    assert!(shows(&harness, "Drag this line."));
    set_line(&mut harness, 0.3);
    assert!(!shows(&harness, "Drag this line.") && shows(&harness, "Four numbers tell"), "what was done needs no hint");
    click(&mut harness, "Got it");
    harness.run_steps(3);
    assert!(shows(&harness, "Each question opens a room"));
    click(&mut harness, "No more hints");
    harness.run_steps(3);
    assert!(!shows(&harness, "Each question opens a room") && harness.state().view().settings.no_hints);
}
