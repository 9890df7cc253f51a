//! What whoever teaches does in the window: writing an exercise, and showing what a class did.

use eframe::egui::{Key, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use crate::course::{home, named, press, shows};
use crate::{click, settle};
use cutpoint::app::App;

#[test]
fn an_exercise_is_written_tried_proven_and_saved_in_the_window() {
    let mut harness = home();
    click(&mut harness, "Write an exercise");
    settle(&mut harness);
    harness.run_steps(3);
    let write = |harness: &mut Harness<'static, App>, name: &str, text: &str| {
        let field = |harness: &Harness<'static, App>| harness.get_all_by(|node| named(node, name)).count();
        assert_eq!(field(harness), 1, "{name}");
        harness.get_by(|node| named(node, name)).focus();
        harness.run_steps(1);
        harness.get_by(|node| named(node, name)).type_text(text);
        harness.run_steps(2);
    };
    write(&mut harness, "Title", "Find more");
    write(&mut harness, "Heading of step 1", "Lower the line");
    write(&mut harness, "What to do", "Find more of them.");
    write(&mut harness, "Hint of step 1", "To the left.");
    write(&mut harness, "Question of step 1", "How many of 100 are found?");
    assert!(shows(&harness, "Set the goal of step 1"));
    harness.get_by_role_and_label(Role::Slider, "Threshold").set_value_accesskit(0.03);
    harness.run_steps(3);
    // It may lie below what is in sight of the desk.
    harness.get_by_label("Make this the goal").click_accesskit();
    harness.run_steps(3);
    assert!(shows(&harness, "Found, of those with it: at least"));
    click(&mut harness, "Prove it");
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(120);
    while harness.state().view().course.author.as_ref().is_some_and(|desk| desk.proof.is_none()) {
        assert!(
            std::time::Instant::now() < limit,
            "the proof never ends: {:?}",
            harness.state().view().course.author.as_ref().map(|desk| (desk.proving, desk.draft.missing()))
        );
        harness.run_steps(2);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let proof = harness.state().view().course.author.as_ref().and_then(|desk| desk.proof.clone());
    assert!(matches!(proof, Some(Ok(_))), "{proof:?}");
    click(&mut harness, "Save the file");
    let offered = harness.state().view().save.as_ref().expect("a file is offered").content.clone();
    let cutpoint::ui::view::Content::Exercise(text) = offered else { panic!("an exercise") };
    let read = cutpoint::exercise::Exercise::read(&text, "find-more.md").expect("it can be read");
    assert_eq!((read.head.title.as_str(), read.steps.len()), ("Find more", 1));
    harness.state_mut().view_mut().save = None;
    harness.run_steps(2);
    click(&mut harness, "Try it");
    settle(&mut harness);
    assert!(shows(&harness, "Lock in my guess") && shows(&harness, "How many of 100 are found?"));
    click(&mut harness, "Leave");
    assert!(shows(&harness, "Write an exercise") && shows(&harness, "Make this the goal"), "back at the desk");
    assert!(harness.state().view().course.progress.exercises.is_empty(), "a draft is nobody\u{2019}s progress");
}

#[test]
fn a_class_is_shown_one_question_at_a_time() {
    let folder = tempfile::tempdir().expect("a folder");
    for (index, guess) in [10, 50, 93].into_iter().enumerate() {
        let text = format!(
            "kind = \"cutpoint record\"\nexercise = \"01\"\ntitle = \"The 93% model\"\nname = \"Ada\"\nsteps = 2\ndone_alone = 2\nhints = 0\n\
             [[answers]]\nid = \"never\"\nask = \"How many are right?\"\nanswer = {guess}.0\ntruth = 92.7\n\
             [[answers]]\nid = \"better\"\nask = \"Which one?\"\nanswer = \"The lower\"\n"
        );
        std::fs::write(folder.path().join(format!("{index}.toml")), text).expect("written");
    }
    let mut harness = home();
    let empty = tempfile::tempdir().expect("a folder");
    let problem = harness.state_mut().open_file(empty.path()).expect_err("no record");
    assert!(problem.contains("holds no record"), "{problem}");
    harness.state_mut().open_file(folder.path()).expect("it opens");
    harness.run_steps(3);
    assert!(
        shows(&harness, "Your class: 3 records") && shows(&harness, "How many are right?") && !shows(&harness, "Ada")
    );
    assert!(!shows(&harness, "It was 92.7"), "the room talks first");
    press(&mut harness, Key::PageDown);
    assert!(shows(&harness, "It was 92.7") && shows(&harness, "The middle guess was 50."));
    press(&mut harness, Key::PageDown);
    assert!(shows(&harness, "Which one?") && shows(&harness, "The lower"));
    press(&mut harness, Key::PageUp);
    assert!(shows(&harness, "How many are right?"));
    click(&mut harness, "Start page");
    assert!(shows(&harness, "Open the free sandbox"));
}
