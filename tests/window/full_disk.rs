//! The window where nothing can be written: every export and everything that is kept. The dialog stays open and says where, what and
//! what to do; what stood there before is as it was, and nothing half-written lies beside it.

use std::fs;
use std::path::Path;

use cutpoint::app::App;
use cutpoint::app::store::{Keep, Store};
use cutpoint::exercise::Record;
use cutpoint::ui::actions::Action;
use cutpoint::ui::view::{Content, Room};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use crate::obstacles::{OLD, Obstacle, everything};
use crate::room::shows;
use crate::{click, settle, window};

/// Everything that the window saves as a file: what it is, the button that saves it, how its name ends.
fn exports(harness: &mut Harness<'static, App>) -> Vec<(&'static str, &'static str, &'static str, Content)> {
    let ctx = harness.ctx.clone();
    let offered = |harness: &mut Harness<'static, App>| {
        let limit = std::time::Instant::now() + std::time::Duration::from_secs(60);
        while harness.state().view().save.is_none() {
            assert!(std::time::Instant::now() < limit, "it is never offered");
            harness.run_steps(1);
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        harness.state_mut().view_mut().save.take().expect("offered").content
    };
    harness.state_mut().show(Room::Line);
    harness.run_steps(3);
    harness.get_all_by_label_contains("Save the chart: ").next().expect("a chart").click_accesskit();
    harness.run_steps(3);
    let chart = offered(harness);
    harness.state_mut().act(&ctx, Action::Table).expect("a table");
    let table = offered(harness);
    harness.state_mut().act(&ctx, Action::Save).expect("a set-up");
    let set_up = offered(harness);
    harness.state_mut().act(&ctx, Action::Report).expect("a report");
    let page = offered(harness);
    let exercise = cutpoint::exercise::shipped()[1].as_ref().expect("it can be read").clone();
    harness.state_mut().start_exercise(&std::sync::Arc::new(exercise)).expect("it starts");
    settle(harness);
    let record = Record::of(harness.state().view().course.run.as_ref().expect("under way"), "Ada");
    let record = Content::Scenario(record.to_toml().expect("a record can be written"));
    harness.state_mut().act(&ctx, Action::Write).expect("a desk");
    harness.run_steps(3);
    let app = harness.state();
    let desk = app.view().course.author.as_ref().expect("a desk");
    let draft = desk.draft.to_markdown(&app.derived().recipe).expect("a draft can be written");
    vec![
        ("a chart as SVG", "Save as SVG", "svg", chart.clone()),
        ("a chart as PNG", "Save as PNG", "png", chart),
        ("a table", "Save", "csv", table),
        ("a set-up", "Save", "toml", set_up),
        ("a report", "Save", "html", page),
        ("a record", "Save", "toml", record),
        ("a draft of an exercise", "Save", "md", Content::Exercise(draft)),
    ]
}

/// Offers `content`, types `path` and presses the button; returns what the dialog says then, `None` once it is saved.
fn save(harness: &mut Harness<'static, App>, content: &Content, path: &Path, button: &str) -> Option<String> {
    let form = cutpoint::ui::view::SaveForm {
        title: "It".to_owned(),
        content: content.clone(),
        path: path.to_string_lossy().into_owned(),
        problem: None,
    };
    harness.state_mut().view_mut().save = Some(form);
    harness.run_steps(3);
    click(harness, button);
    let form = harness.state().view().save.as_ref()?;
    let problem = form.problem.clone().expect("where it is not saved, the dialog says why");
    assert!(shows(harness, &problem), "what went wrong is on screen");
    assert_eq!(form.path, path.to_string_lossy(), "what was typed stays typed");
    Some(problem)
}

#[test]
fn every_export_survives_every_place_where_no_file_can_be() {
    let mut harness = window([1280.0, 860.0]);
    let exports = exports(&mut harness);
    for (what, button, ending, content) in &exports {
        for obstacle in Obstacle::all(ending) {
            let problem = save(&mut harness, content, &obstacle.path, button);
            let problem = problem.unwrap_or_else(|| panic!("{what} was saved although {}", obstacle.what));
            let place = obstacle.path.to_string_lossy();
            for part in [&[&*place, "could not be written"], obstacle.told].concat() {
                assert!(problem.contains(part), "{what}, {}: \"{part}\" is not in: {problem}", obstacle.what);
            }
            obstacle.holds();
        }
        // From the dialog that stayed open another place does it.
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(format!("result.{ending}"));
        assert_eq!(save(&mut harness, content, &path, button), None, "{what}");
        assert_eq!(everything(folder.path()).len(), 1, "{what}: the file alone");
        assert!(fs::metadata(&path).expect("it is there").len() > 0);
    }
    let problem = save(&mut harness, &exports[2].3, Path::new(""), "Save").expect("nothing has no name");
    assert!(problem.contains("Choose another name"), "{problem}");
}

/// Names the folder in which the test below works once it runs where no file may grow.
#[cfg(unix)]
const LIMITED: &str = "CUTPOINT_TEST_FULL_DISK";

/// The test starts itself again under a limit on the size of files, which is a full disk to whoever writes.
#[test]
#[cfg(unix)]
fn a_disk_that_fills_up_harms_no_export_and_nothing_that_is_kept() {
    if let Some(folder) = std::env::var_os(LIMITED) {
        return on_a_full_disk(Path::new(&folder));
    }
    let folder = tempfile::tempdir().expect("a folder");
    // What was kept while there was room.
    let mut app = App::new().expect("the first dataset opens");
    app.keep_in(kept(folder.path()), false);
    app.view_mut().notes = "while there was room".to_owned();
    app.view_mut().settings.resize_text(1);
    app.keep_what_changed();
    drop(app);
    for ending in ["svg", "png", "csv", "toml", "html", "md"] {
        fs::write(folder.path().join(format!("result.{ending}")), OLD).expect("written");
    }
    let before = everything(folder.path());
    let script = "trap '' XFSZ; ulimit -f 0 || exit 99; exec \"$@\"";
    let again = std::env::current_exe().expect("this program");
    let name = "full_disk::a_disk_that_fills_up_harms_no_export_and_nothing_that_is_kept";
    let ran = std::process::Command::new("sh")
        .args(["-c", script, "sh"])
        .arg(again)
        .args([name, "--exact", "--nocapture"])
        .env(LIMITED, folder.path())
        .output()
        .expect("a shell runs");
    let told = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success() && told.contains("1 passed"), "{told}{}", String::from_utf8_lossy(&ran.stderr));
    assert!(everything(folder.path()) == before, "something is not as it was");
    let mut app = App::new().expect("the first dataset opens");
    app.keep_in(kept(folder.path()), false);
    assert_eq!((app.view().notes.as_str(), app.view().settings.text), ("while there was room", 110));
}

fn kept(folder: &Path) -> Store {
    Store::open(&Keep { folder: Some(folder.join("kept")), nothing: false })
}

#[cfg(unix)]
fn on_a_full_disk(folder: &Path) {
    fs::write(folder.join("trial"), "x").expect_err("no file may grow here");
    fs::remove_file(folder.join("trial")).expect("it is empty");
    let mut harness = window([1280.0, 860.0]);
    for (what, button, ending, content) in exports(&mut harness) {
        let path = folder.join(format!("result.{ending}"));
        let problem = save(&mut harness, &content, &path, button).unwrap_or_else(|| panic!("{what} was saved"));
        let place = path.to_string_lossy();
        for part in [&*place, "could not be written", "no file may be that large", "Make room"] {
            assert!(problem.contains(part), "{what}: \"{part}\" is not in: {problem}");
        }
    }
    harness.state_mut().view_mut().save = None;
    harness.state_mut().keep_in(kept(folder), false);
    assert_eq!(harness.state().view().notes, "while there was room");
    harness.state_mut().view_mut().notes = "written in vain".to_owned();
    harness.state_mut().view_mut().settings.resize_text(1);
    told_that_nothing_is_kept(&mut harness, "no file may be that large");
}

#[track_caller]
fn told_that_nothing_is_kept(harness: &mut Harness<'static, App>, why: &str) {
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while !shows(harness, "Your work could not be kept") {
        assert!(std::time::Instant::now() < limit, "nobody says that the work is not kept");
        harness.run_steps(1);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let notice = harness.state().view().notice.clone().expect("it is said");
    assert!(notice.contains(why) && notice.contains("save it as a file"), "{notice}");
}

#[test]
fn what_could_not_be_kept_is_said_and_kept_when_there_is_room_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = window([1024.0, 768.0]);
    harness.state_mut().keep_in(kept(folder.path()), false);
    harness.state_mut().view_mut().notes = "first".to_owned();
    harness.state_mut().keep_what_changed();
    // Where the new text would be written aside stands a folder: nothing can be kept, whoever runs the program.
    let in_the_way = ["session", "settings"].map(|name| folder.path().join("kept").join(format!("{name}.new")));
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while !folder.path().join("kept/session.toml").exists() {
        assert!(std::time::Instant::now() < limit, "it is never kept");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    for path in &in_the_way {
        fs::create_dir(path).expect("made");
    }
    let before = everything(folder.path());
    harness.state_mut().view_mut().notes = "second".to_owned();
    harness.state_mut().view_mut().settings.resize_text(1);
    told_that_nothing_is_kept(&mut harness, "it is a folder");
    assert!(everything(folder.path()) == before, "what was kept is as it was");
    for path in &in_the_way {
        fs::remove_dir(path).expect("it is empty");
    }
    // Nothing changed since; it is kept all the same when the window is closed.
    harness.state_mut().keep_what_changed();
    drop(harness);
    let mut app = App::new().expect("the first dataset opens");
    app.keep_in(kept(folder.path()), false);
    assert_eq!((app.view().notes.as_str(), app.view().settings.text), ("second", 110));
}
