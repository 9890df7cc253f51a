//! What must not take a window down, nor its work: a fault of our own, a driver that is lost, a window that is off every screen, a
//! file with keys that nobody knows.

use std::path::Path;

use cutpoint::app::App;
use cutpoint::app::store::{Keep, Store};
use cutpoint::ui::theme;
use cutpoint::ui::view::Room;
use eframe::egui::{self, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::room::shows;
use crate::{click, settle, window};

fn store(folder: &Path) -> Store {
    Store::open(&Keep { folder: Some(folder.to_owned()), nothing: false })
}

fn next_time(folder: &Path) -> App {
    let mut app = App::new().expect("the first dataset opens");
    app.keep_in(store(folder), false);
    app
}

/// A window whose drawing fails halfway while the notes say "fail".
fn fragile(folder: &Path) -> Harness<'static, App> {
    let mut app = App::new().expect("the first dataset opens");
    app.keep_in(store(folder), false);
    app.view_mut().settings.no_hints = true;
    let mut harness = Harness::builder().with_size([1024.0, 768.0]).with_context_setup(theme::install).build_ui_state(
        |ui, app: &mut App| {
            app.poll();
            if app.view().notes.contains("fail") {
                app.guarded_ui(ui, |_, ui| {
                    ui.horizontal(|ui| {
                        ui.label("half of a window");
                        panic!("a patient called Ada");
                    });
                });
            } else {
                app.window_ui(ui);
            }
        },
        app,
    );
    let ctx = harness.ctx.clone();
    harness.state_mut().attach(&ctx).expect("a worker starts");
    harness.run_steps(3);
    harness
}

#[test]
fn a_fault_of_our_own_keeps_the_work_says_so_and_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = fragile(folder.path());
    harness.state_mut().show(Room::Harm);
    harness.state_mut().view_mut().notes = "fail, and keep me".to_owned();
    harness.run_steps(3);
    assert!(shows(&harness, "Cutpoint hit a fault of its own") && shows(&harness, "Your work is kept"));
    let report = harness.get_by_label("Report of the fault").accesskit_node().value().expect("a report");
    assert!(report.starts_with("Cutpoint ") && report.contains("place: ") && report.contains("room: "), "{report}");
    assert!(!report.contains("Ada") && !report.contains("keep me"), "nothing of anybody's: {report}");
    harness.get_by_label("Copy the report").click();
    harness.step();
    let copied = harness
        .output()
        .platform_output
        .commands
        .iter()
        .any(|command| matches!(command, egui::OutputCommand::CopyText(text) if *text == report));
    assert!(copied, "the report is on the clipboard");
    // A second fault is told as the first.
    click(&mut harness, "Go on");
    harness.run_steps(3);
    assert!(shows(&harness, "Cutpoint hit a fault of its own"));
    harness.state_mut().view_mut().notes = "mended".to_owned();
    click(&mut harness, "Go on");
    harness.run_steps(3);
    assert!(!shows(&harness, "Cutpoint hit a fault of its own"));
    assert_eq!(harness.state().view().room, Room::Harm, "it goes on from where it was");
    settle(&mut harness);
    drop(harness);
    assert_eq!(next_time(folder.path()).view().notes, "mended");
}

#[test]
fn after_a_fault_one_can_begin_anew_with_notes_and_settings() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = fragile(folder.path());
    harness.state_mut().collect(1_234);
    harness.state_mut().view_mut().settings.resize_text(1);
    harness.state_mut().view_mut().notes = "fail".to_owned();
    harness.run_steps(3);
    click(&mut harness, "Begin anew");
    let app = harness.state();
    assert_ne!(app.scenario().patients, 1_234);
    assert_eq!((app.view().notes.as_str(), app.view().settings.text), ("fail", 110));
    assert!(app.view().course.home);
}

#[test]
fn a_window_that_is_lost_without_being_closed_has_kept_the_work() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = window([1024.0, 768.0]);
    harness.state_mut().keep_in(store(folder.path()), false);
    harness.run_steps(2);
    harness.state_mut().view_mut().notes = "before the driver was lost".to_owned();
    // The window is never closed: frames go by, and the program is gone.
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(60);
    let lies_there = || std::fs::read_to_string(folder.path().join("session.toml")).unwrap_or_default();
    while !lies_there().contains("before the driver was lost") {
        assert!(std::time::Instant::now() < limit, "the work is never kept");
        harness.run_steps(1);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    // What changed within the last second, and was not drawn since, waits: a hidden window keeps it too.
    harness.state_mut().view_mut().notes = "hidden".to_owned();
    harness.run_steps(1);
    let ctx = harness.ctx.clone();
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while !lies_there().contains("hidden") {
        assert!(std::time::Instant::now() < limit, "a hidden window never keeps it");
        harness.state_mut().keep_what_waits(&ctx);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    // Where the window goes with an error, nobody closes it either.
    harness.state_mut().view_mut().notes = "at the very end".to_owned();
    drop(harness);
    assert_eq!(next_time(folder.path()).view().notes, "at the very end");
}

#[test]
fn a_program_that_never_had_a_window_leaves_what_was_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = next_time(folder.path());
    app.view_mut().notes = "kept".to_owned();
    app.keep_what_changed();
    drop(app);
    // As where a file was asked for that cannot be read.
    let mut app = App::new().expect("the first dataset opens");
    app.keep_in(store(folder.path()), true);
    drop(app);
    assert_eq!(next_time(folder.path()).view().notes, "kept");
}

#[test]
fn what_floats_comes_back_into_sight_when_the_window_shrinks() {
    let mut harness = window([1920.0, 1080.0]);
    harness.state_mut().view_mut().notes_open = true;
    harness.run_steps(4);
    let notes = |harness: &Harness<'static, App>| harness.get_by_role_and_label(egui::Role::Window, "My notes").rect();
    let before = notes(&harness);
    let title = before.center_top() + vec2(0.0, 14.0);
    harness.drag_at(title);
    harness.run_steps(2);
    for far in [vec2(300.0, 200.0), vec2(2_000.0, 1_200.0)] {
        harness.hover_at(title + far);
        harness.run_steps(2);
    }
    harness.drop_at(title + vec2(2_000.0, 1_200.0));
    harness.run_steps(2);
    let moved = notes(&harness);
    assert!(moved.left() > before.left() + 1_000.0, "it was dragged from {before:?} to {moved:?}");
    for size in [[1920.0, 1080.0], [1024.0, 768.0], [320.0, 240.0]] {
        harness.set_size(Vec2::from(size));
        harness.run_steps(4);
        // Its title, by which it can be taken, is in sight.
        let rect = notes(&harness);
        assert!(rect.left() >= 0.0 && rect.left() < size[0] - 40.0, "{rect:?} in {size:?}");
        assert!(rect.top() >= 0.0 && rect.top() < size[1] - 20.0, "{rect:?} in {size:?}");
    }
}

#[test]
fn a_set_up_with_wrong_keys_changes_nothing_and_says_line_and_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.toml");
    let mut harness = window([1024.0, 768.0]);
    let good = harness.state().scenario().to_toml().expect("it can be written");
    let before = harness.state().scenario().clone();
    for (text, told) in [
        (
            good.replacen("seed = ", "sead = ", 1),
            "mine.toml: line 3: \"sead\" is no key of this file (did you mean \"seed\"?)",
        ),
        (good.replacen("[collect]\n", "[collect]\nprevalense = 0.1\n", 1), "collect names \"prevalense\""),
    ] {
        assert_ne!(text, good);
        std::fs::write(&path, &text).expect("written");
        let problem = harness.state_mut().open_file(&path).expect_err("a wrong key");
        let line = 1 + text.lines().position(|line| line.contains("sead") || line.contains("prevalense")).expect("it");
        assert!(problem.contains(told) && problem.contains(&format!("line {line}:")), "{problem}");
        assert!(problem.contains("did you mean"), "{problem}");
        assert_eq!(harness.state().scenario(), &before);
    }
    settle(&mut harness);
}
