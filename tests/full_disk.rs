//! The command line where nothing can be written: every command that writes says where, what and what to do, leaves what stood there
//! as it was and nothing half-written beside it, and never panics. `tests/window/full_disk.rs` holds the same for the window.

mod common;
#[path = "common/obstacles.rs"]
mod obstacles;

use std::fs;
use std::path::Path;

use common::{Ran, cutpoint};
use cutpoint::data::catalogue;
use cutpoint::scenario::Scenario;
use obstacles::Obstacle;

/// A scenario and a table of patients, for commands to work on.
fn material() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let recipe = catalogue::shipped_recipe("ward-sepsis").expect("it is shipped");
    let scenario = Scenario { patients: 400, ward_patients: 400, ..Scenario::of(&recipe) };
    fs::write(folder.path().join("scenario.toml"), scenario.to_toml().expect("it can be written")).expect("written");
    let table = cutpoint(&["generate", "ward-sepsis", "--patients", "600"], b"");
    assert_eq!(table.status, 0, "{}", table.err);
    fs::write(folder.path().join("patients.csv"), table.out).expect("written");
    folder
}

/// Every command that writes a file, as it is typed in front of the file's name.
fn writers(material: &Path) -> Vec<(&'static str, Vec<String>)> {
    let file = |name: &str| material.join(name).to_string_lossy().into_owned();
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    let train = ["train", &file("patients.csv"), "--outcome", "label", "--model", "logistic", "--predictions"];
    vec![
        ("html", words(&["report", &file("scenario.toml"), "-o"])),
        ("csv", words(&["generate", "ward-sepsis", "--patients", "600", "-o"])),
        ("csv", words(&train)),
    ]
}

#[test]
fn every_command_that_writes_a_file_survives_every_place_where_none_can_be() {
    let material = material();
    for (ending, command) in writers(material.path()) {
        for obstacle in Obstacle::all(ending) {
            let path = obstacle.path.to_str().expect("a plain name");
            let mut line: Vec<&str> = command.iter().map(String::as_str).collect();
            line.push(path);
            let ran: Ran = cutpoint(&line, b"");
            let told = [&[path, "could not be written"], obstacle.told].concat();
            ran.refuses(1, &told);
            obstacle.holds();
        }
        // In another place the same command does its work.
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(format!("result.{ending}")).to_string_lossy().into_owned();
        let mut line: Vec<&str> = command.iter().map(String::as_str).collect();
        line.push(&path);
        if command[0] == "train" {
            line.push("--json");
            assert_eq!(cutpoint(&line, b"").json()["model"], "logistic");
        } else {
            assert_eq!(cutpoint(&line, b"").status, 0);
        }
        assert_eq!(obstacles::everything(folder.path()).len(), 1, "{}: the file alone", command[0]);
    }
}

/// Runs the program where no file may have more than so many blocks (of 512 bytes or of 1,024, as the shell has it): what a full disk
/// is to whoever writes, for every user and on every file system.
#[cfg(unix)]
fn limited(blocks: &str, line: &[String]) -> std::process::Output {
    let script = "trap '' XFSZ; ulimit -f \"$1\" || exit 99; shift; exec \"$@\"";
    let mut command = std::process::Command::new("sh");
    command.args(["-c", script, "sh", blocks, env!("CARGO_BIN_EXE_cutpoint")]).args(line);
    command.output().expect("a shell runs")
}

#[test]
#[cfg(unix)]
fn a_disk_that_fills_up_while_a_file_is_written_harms_nothing() {
    let material = material();
    for (ending, command) in writers(material.path()) {
        for (blocks, old) in [("0", true), ("1", true), ("1", false)] {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join(format!("result.{ending}"));
            if old {
                fs::write(&path, obstacles::OLD).expect("written");
            }
            let before = obstacles::everything(folder.path());
            let name = path.to_string_lossy().into_owned();
            let ran = limited(blocks, &[command.as_slice(), std::slice::from_ref(&name)].concat());
            let told = String::from_utf8_lossy(&ran.stderr);
            assert_eq!(ran.status.code(), Some(1), "{command:?} with {blocks} blocks: {told}");
            for part in [&name, "could not be written", "no file may be that large", "Make room"] {
                assert!(told.contains(part), "\"{part}\" is not in: {told}");
            }
            assert!(
                ran.stdout.is_empty() && !told.contains("panicked") && !told.contains("fault of its own"),
                "{told}"
            );
            assert!(obstacles::everything(folder.path()) == before, "{command:?}: something is not as it was");
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn every_command_that_prints_says_so_where_nothing_can_be_printed() {
    let material = material();
    let file = |name: &str| material.path().join(name).to_string_lossy().into_owned();
    let (scenario, patients) = (file("scenario.toml"), file("patients.csv"));
    let predictions = "tests/fixtures/oracle/case03_tiny/predictions.csv";
    let train = ["train", &patients, "--outcome", "label", "--model", "logistic"];
    let lines: [&[&str]; 11] = [
        &["--help"],
        &["--version"],
        &["datasets"],
        &["datasets", "--json"],
        &["exercises"],
        &["run", &scenario],
        &["run", &scenario, "--json"],
        &["report", &scenario, "-o", "-"],
        &["generate", "ward-sepsis", "--patients", "5000"],
        &["evaluate", predictions],
        &train,
    ];
    for line in lines {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
        let ran = std::process::Command::new(env!("CARGO_BIN_EXE_cutpoint")).args(line).stdout(full).output();
        let ran = ran.expect("the program runs");
        let told = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(1), "{line:?}: {told}");
        assert!(told.contains("standard output could not be written: the disk is full. Make room"), "{line:?}: {told}");
        assert!(!told.contains("fault of its own"), "{line:?}: {told}");
    }
}

#[test]
fn whoever_stops_reading_a_table_ends_it_quietly() {
    struct Gone;
    impl std::io::Write for Gone {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let (mut input, mut told) = (&b""[..], Vec::new());
    let mut io = cutpoint::cli::Io { stdin: &mut input, stdout: &mut Gone, stderr: &mut told };
    let line = ["cutpoint", "generate", "ward-sepsis", "--patients", "5000"].map(std::ffi::OsString::from);
    assert_eq!(cutpoint::cli::run(line, &mut io), cutpoint::cli::Outcome::Done(0));
    assert_eq!(String::from_utf8_lossy(&told), "");
}
