//! The words in the window: opened by key, button or a click on a figure; searched, walked and left by keyboard; and the way
//! to where each can be seen.

use cutpoint::glossary::{Place, glossary};
use cutpoint::metrics::metric;
use cutpoint::ui::view::Room;
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::{App, click, settle, window};

fn open(harness: &mut Harness<'static, App>) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::G);
    harness.run_steps(3);
}

fn press(harness: &mut Harness<'static, App>, key: Key) {
    harness.key_press(key);
    harness.run_steps(3);
}

/// Types into whatever has the focus.
fn look_up(harness: &mut Harness<'static, App>, text: &str) {
    harness.event(eframe::egui::Event::Text(text.to_owned()));
    harness.run_steps(3);
}

fn shows(harness: &Harness<'static, App>, text: &str) -> bool {
    harness.query_all_by_label_contains(text).next().is_some()
}

fn is_open(harness: &Harness<'static, App>) -> bool {
    harness.query_by_role_and_label(Role::TextInput, "Look up a word").is_some()
}

#[test]
fn recall_is_looked_up_by_keyboard_with_the_counts_of_the_patients_shown() {
    let mut harness = window([1024.0, 768.0]);
    open(&mut harness);
    let field = harness.get_by_role_and_label(Role::TextInput, "Look up a word");
    assert!(field.accesskit_node().is_focused(), "one can type at once");
    look_up(&mut harness, "recall");
    let app = harness.state();
    let live = metric("sensitivity").expect("registered").filled_in(&app.derived().paper.set, app.scenario().threshold);
    assert!(live.contains('÷') && shows(&harness, &live), "{live} is not shown");
    for words in ["recall, true positive rate", "flagging everybody gives 100 %", "doi:10.1136/bmj.308.6943.1552"] {
        assert!(shows(&harness, words), "\"{words}\" is not shown");
    }
    press(&mut harness, Key::ArrowDown);
    assert!(shows(&harness, "Evaluation: idea 13 of 25"), "the arrow chooses the next answer");
    press(&mut harness, Key::ArrowUp);
    press(&mut harness, Key::ArrowUp);
    assert!(shows(&harness, &live), "and stops at the first");
    press(&mut harness, Key::Escape);
    assert!(!is_open(&harness));
}

#[test]
fn the_formula_follows_the_threshold_while_the_words_are_open() {
    let mut harness = window([1024.0, 768.0]);
    click(&mut harness, "Words");
    look_up(&mut harness, "ppv");
    let formula = |harness: &Harness<'static, App>| {
        let app = harness.state();
        metric("ppv").expect("registered").filled_in(&app.derived().paper.set, app.scenario().threshold)
    };
    let before = formula(&harness);
    assert!(shows(&harness, &before));
    harness.get_by_role_and_label(Role::Slider, "Threshold").focus();
    harness.run_steps(2);
    for _ in 0..5 {
        press(&mut harness, Key::ArrowRight);
    }
    let after = formula(&harness);
    assert_ne!(before, after);
    assert!(shows(&harness, &after), "{after} is not shown");
    assert!(is_open(&harness), "the arrows moved the threshold and not the list");
}

#[test]
fn enter_opens_the_room_says_what_to_do_and_leads_back() {
    let mut harness = window([1024.0, 768.0]);
    open(&mut harness);
    look_up(&mut harness, "calibratoin");
    press(&mut harness, Key::Enter);
    assert!(!is_open(&harness));
    let words = glossary().expect("words");
    let entry = words.entry("calibration").expect("an idea");
    assert!(words.sight(entry).is_some_and(|(place, _)| place == Place::Calibration));
    assert!(shows(&harness, "Points above the diagonal mean"), "what to do is said in the room");
    click(&mut harness, "Back");
    assert!(is_open(&harness) && shows(&harness, "Evaluation: idea 14 of 25"));
    press(&mut harness, Key::Enter);
    assert!(shows(&harness, "Points above the diagonal mean"));
    click(&mut harness, "Done");
    assert!(!shows(&harness, "Points above the diagonal mean"));
}

/// What can only be seen where a place leads to.
const SEEN: [(Place, Room, &str); 23] = [
    (Place::Patients, Room::Patients, "About these data"),
    (Place::Causes, Room::Patients, "Arrows run from causes to effects"),
    (Place::Model, Room::Model, "What it may use"),
    (Place::Learning, Room::Model, "Coin flips among the inputs"),
    (Place::Line, Room::Line, "What the line does to 1,000 patients"),
    (Place::Roc, Room::Line, "The trade-off: ROC curve"),
    (Place::RightAlerts, Room::Line, "Right alerts against found"),
    (Place::Calibration, Room::Line, "Is a risk what it says?"),
    (Place::Decision, Room::Line, "Is it worth it?"),
    (Place::Cost, Room::Line, "What mistakes cost"),
    (Place::Gain, Room::Line, "Work for each one found"),
    (Place::Rates, Room::Line, "What every threshold would do"),
    (Place::Rules, Room::Line, "What staff can answer"),
    (Place::Chance, Room::Line, "All-clears right (NPV)"),
    (Place::Elsewhere, Room::Line, "Of 1,000 patients there,"),
    (Place::Groups, Room::Harm, "The widest gaps"),
    (Place::Measures, Room::Harm, "Leave doubtful patients to a person"),
    (Place::Sides, Room::Ward, "Compare by"),
    (Place::Months, Room::Ward, "What drifts"),
    (Place::Claim, Room::Ward, "What the brochure says"),
    (Place::You, Room::Ward, "Would you follow it?"),
    (Place::Why, Room::Why, "Find somebody"),
    (Place::Changed, Room::Changed, "Pin what stands now"),
];

#[test]
fn every_word_leads_to_its_room() {
    let words = glossary().expect("words");
    let mut harness = window([1024.0, 768.0]);
    assert_eq!(SEEN.map(|(place, _, _)| place), Place::ALL);
    for entry in words.entries() {
        let (place, _) = words.sight(entry).expect("a place");
        let (_, room, seen) = SEEN.into_iter().find(|(known, _, _)| *known == place).expect("a place");
        // From another room than the one that it leads to.
        harness.state_mut().show(if room == Room::Model { Room::Line } else { Room::Model });
        open(&mut harness);
        look_up(&mut harness, entry.title());
        press(&mut harness, Key::Enter);
        assert!(shows(&harness, seen), "{} does not lead to \"{seen}\"", entry.id());
        assert!(harness.query_by_label("Back").is_some(), "{}: nothing says what to do", entry.id());
    }
}

#[test]
fn a_figure_in_the_glance_and_a_rate_in_the_matrix_can_be_asked() {
    let mut harness = window([1024.0, 768.0]);
    click(&mut harness, "Found (sensitivity): what is this?");
    assert!(is_open(&harness) && shows(&harness, "Of those who have the condition, how many are flagged."));
    press(&mut harness, Key::Escape);
    click(&mut harness, "AUC: what is this?");
    assert!(shows(&harness, "It is not the share sorted correctly."));
    press(&mut harness, Key::Escape);
    assert!(!is_open(&harness));
}

#[test]
fn what_is_not_there_is_said() {
    let mut harness = window([1024.0, 768.0]);
    open(&mut harness);
    look_up(&mut harness, "xylophone");
    assert!(shows(&harness, "Nothing is called that"));
    press(&mut harness, Key::Enter);
    press(&mut harness, Key::ArrowDown);
    assert!(is_open(&harness), "Enter has nowhere to lead");
}

#[test]
fn the_words_fit_into_every_window() {
    for size in [[320.0, 240.0], [1024.0, 768.0], [1920.0, 1080.0]] {
        let mut harness = window(size);
        open(&mut harness);
        let field = harness.get_by_role_and_label(Role::TextInput, "Look up a word").rect();
        let screen = harness.ctx.content_rect();
        assert!(screen.contains_rect(field), "at {size:?} the field stands at {field:?} of {screen:?}");
        if size[0] > 400.0 {
            let button = harness.get_by_label("Show me").rect();
            assert!(screen.contains_rect(button), "at {size:?} the button stands at {button:?} of {screen:?}");
        }
    }
}

#[test]
fn a_rate_is_told_in_people_first() {
    let mut harness = window([1024.0, 768.0]);
    open(&mut harness);
    look_up(&mut harness, "true positive rate");
    let app = harness.state();
    let matrix = app.derived().paper.set.at(app.scenario().threshold);
    let of_100 = (100.0 * matrix.tp as f64 / (matrix.tp + matrix.fn_) as f64).round();
    let said = format!("{} of {}, or about {of_100} of 100.", matrix.tp, matrix.tp + matrix.fn_);
    assert!(shows(&harness, &said), "{said} is not shown");
}

#[test]
fn an_idea_opens_the_dataset_that_shows_it() {
    let mut harness = window([1024.0, 768.0]);
    open(&mut harness);
    look_up(&mut harness, "proxy");
    press(&mut harness, Key::Enter);
    let button = "Open \u{201c}Who gets extra care\u{201d}";
    click(&mut harness, button);
    settle(&mut harness);
    assert_eq!(harness.state().scenario().dataset, "care-management");
    assert!(harness.query_by_label(button).is_none(), "it is open");
    assert!(shows(&harness, "Care out of reach"), "the slider of which the line speaks is there");
}
