//! Where the window keeps what should be there next time: a folder of small text files, each written aside and renamed, with the last
//! good copy beside it.
//!
//! ```text
//! NAME.toml        what is kept
//! NAME.last.toml   what was kept before that: read when the other is gone or spoilt
//! NAME.bad-1.toml  what could not be read, set aside and never touched again
//! ```

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use etcetera::BaseStrategy as _;
use serde::de::DeserializeOwned;

use crate::disk::{advice, plain, write_through};

/// The version of the kept files that this program reads and writes.
pub const KEPT_FORMAT: u32 = 1;

/// A file of this name beside the program makes it keep everything in a folder there.
const PORTABLE: &str = "portable";

/// Largest kept file that is read, in bytes: far above what is ever written.
const LARGEST: u64 = 8 * 1024 * 1024;

/// Whether and where things are kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keep {
    /// A folder chosen on the command line.
    pub folder: Option<PathBuf>,
    /// Whether nothing is kept at all.
    pub nothing: bool,
}

impl Keep {
    /// The folder: the one chosen, one beside a portable program, or the system's place for programs' data.
    fn place(&self) -> Option<PathBuf> {
        if let Some(folder) = &self.folder {
            return Some(folder.clone());
        }
        let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.to_owned()));
        if let Some(beside) = beside.filter(|beside| beside.join(PORTABLE).exists()) {
            return Some(beside.join("cutpoint-data"));
        }
        etcetera::base_strategy::choose_native_strategy().ok().map(|places| places.data_dir().join("cutpoint"))
    }
}

/// The folder, once this program alone writes there.
pub struct Store {
    folder: Option<PathBuf>,
    /// Held as long as the program runs, so that a second one leaves the files alone.
    _lock: Option<File>,
    /// Files that a newer program wrote: read what is known, never written.
    newer: BTreeSet<&'static str>,
    keeper: Option<Keeper>,
    /// Why nothing is kept, in words.
    pub unkept: Option<String>,
}

impl Store {
    /// Opens the folder and takes its lock. Where that cannot be done nothing is kept, and [`Self::unkept`] says why.
    #[must_use]
    pub fn open(keep: &Keep) -> Self {
        match Self::locked(keep) {
            Ok((folder, lock)) => {
                let keeper = Keeper::start(folder.clone()).ok();
                Self { folder: Some(folder), _lock: Some(lock), newer: BTreeSet::new(), keeper, unkept: None }
            }
            Err(unkept) => Self::none(Some(unkept)),
        }
    }

    /// The folder, where things are kept.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// A store that keeps nothing, for the reason said.
    #[must_use]
    pub const fn none(unkept: Option<String>) -> Self {
        Self { folder: None, _lock: None, newer: BTreeSet::new(), keeper: None, unkept }
    }

    fn locked(keep: &Keep) -> Result<(PathBuf, File), String> {
        if keep.nothing {
            return Err(tr!("Nothing is kept (--no-persist): save what you need as a file.").to_owned());
        }
        let folder = keep.place().ok_or(tr!(
            "This system names no place to keep your work: save it as a file, or start with --data-dir FOLDER."
        ))?;
        let failed = |error: std::io::Error| {
            tr!(
                "Your work cannot be kept in {}: {finding}. Save it as a file, or start with --data-dir FOLDER.",
                folder.display(),
                finding = plain(&error)
            )
        };
        fs::create_dir_all(&folder).map_err(failed)?;
        let lock =
            File::options().create(true).truncate(false).write(true).open(folder.join("lock")).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok((folder, lock)),
            Err(TryLockError::WouldBlock) => {
                Err(tr!("Another Cutpoint is open and keeps your work. What you do in this window is not kept: save it as a file.").to_owned())
            }
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    /// What was kept under `name`, and what a person should know about it. A spoilt file is set aside and the copy before it is taken; a
    /// newer one is read as far as it is understood and never written over.
    pub fn load<T: DeserializeOwned>(&mut self, name: &'static str) -> (Option<T>, Option<String>) {
        let Some(folder) = self.folder.clone() else { return (None, None) };
        let [now, last] = files(&folder, name);
        match read(&now) {
            Found::Nothing => match read(&last) {
                Found::Good(kept) => (Some(kept), None),
                _ => (None, None),
            },
            Found::Good(kept) => (Some(kept), None),
            Found::Newer(kept) => {
                self.newer.insert(name);
                let text = tr!(
                    "{} was written by a newer Cutpoint. It is left as it is; what changes now is not kept.",
                    now.display()
                );
                (kept, Some(text))
            }
            Found::Bad => {
                let aside = aside(&folder, name);
                let moved = fs::rename(&now, &aside).is_ok();
                let kept = match read(&last) {
                    Found::Good(kept) => Some(kept),
                    _ => None,
                };
                let instead = if kept.is_some() { tr!("the copy before it was taken") } else { tr!("it begins anew") };
                let place = if moved { tr!(" and was set aside as {}", aside.display()) } else { String::new() };
                (kept, Some(tr!("{} could not be read{place}; {instead}.", now.display(), place, instead)))
            }
        }
    }

    /// Keeps `text` under `name`, in the background; a newer text takes the place of one that still waits.
    pub fn save(&self, name: &'static str, text: String) {
        if let Some(keeper) = self.keeper.as_ref().filter(|_| !self.newer.contains(name)) {
            keeper.keep(name, text);
        }
    }

    /// What went wrong in the background since the last call.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        self.keeper.as_ref().and_then(|keeper| keeper.problems.try_iter().last())
    }
}

fn files(folder: &Path, name: &str) -> [PathBuf; 2] {
    [folder.join(format!("{name}.toml")), folder.join(format!("{name}.last.toml"))]
}

/// The first name that is free for a file that cannot be read.
fn aside(folder: &Path, name: &str) -> PathBuf {
    let names = (1..).map(|number| folder.join(format!("{name}.bad-{number}.toml")));
    names.into_iter().find(|path| !path.exists()).unwrap_or_else(|| folder.join(format!("{name}.bad.toml")))
}

enum Found<T> {
    Nothing,
    Good(T),
    Newer(Option<T>),
    Bad,
}

fn read<T: DeserializeOwned>(path: &Path) -> Found<T> {
    let Ok(about) = fs::metadata(path) else { return Found::Nothing };
    if about.len() > LARGEST {
        return Found::Bad;
    }
    let Ok(text) = fs::read_to_string(path) else { return Found::Bad };
    let Ok(table) = text.parse::<toml::Table>() else { return Found::Bad };
    let format = table.get("format").and_then(toml::Value::as_integer);
    let kept = table.try_into().ok();
    match (format, kept) {
        (Some(format), kept) if format > i64::from(KEPT_FORMAT) => Found::Newer(kept),
        (Some(_), Some(kept)) => Found::Good(kept),
        _ => Found::Bad,
    }
}

/// What is done to keep a text, in order: after each of them the old or the new text can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    /// The new text is written beside the old one, down to the disk.
    WriteAside,
    /// The old text becomes the copy before.
    StepBack,
    /// The new text takes its place.
    StepForward,
}

const MOVES: [Move; 3] = [Move::WriteAside, Move::StepBack, Move::StepForward];

fn do_move(folder: &Path, name: &str, text: &str, one: Move) -> std::io::Result<()> {
    let [now, last] = files(folder, name);
    let new = folder.join(format!("{name}.new"));
    match one {
        Move::WriteAside => write_through(&new, |out| out.write_all(text.as_bytes())).inspect_err(|_| {
            // On a full disk half of it would take the last room.
            fs::remove_file(&new).ok();
        }),
        Move::StepBack if now.exists() => fs::rename(&now, &last),
        Move::StepBack => Ok(()),
        Move::StepForward => fs::rename(&new, &now),
    }
}

/// The thread that writes, so that a slow disk never stops the window.
struct Keeper {
    sender: Option<Sender<(&'static str, String)>>,
    problems: Receiver<String>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    fn start(folder: PathBuf) -> std::io::Result<Self> {
        let (sender, wanted) = channel::<(&'static str, String)>();
        let (told, problems) = channel();
        let work = move || {
            while let Ok(first) = wanted.recv() {
                let mut waiting = vec![first];
                waiting.extend(wanted.try_iter());
                for (place, (name, text)) in waiting.iter().enumerate() {
                    if waiting[place + 1..].iter().any(|(later, _)| later == name) {
                        continue;
                    }
                    let written = MOVES.into_iter().try_for_each(|one| do_move(&folder, name, text, one));
                    if let Err(error) = written {
                        let place = folder.display();
                        // Whoever no longer listens has closed the window.
                        told.send(tr!(
                            "Your work could not be kept in {place}: {finding}. {advice}, or save it as a file.",
                            place,
                            finding = plain(&error),
                            advice = advice(&error)
                        ))
                        .ok();
                    }
                }
            }
        };
        let thread = thread::Builder::new().name("keeper".to_owned()).spawn(work)?;
        Ok(Self { sender: Some(sender), problems, thread: Some(thread) })
    }

    fn keep(&self, name: &'static str, text: String) {
        if let Some(sender) = &self.sender {
            // The thread lives as long as the sender.
            sender.send((name, text)).ok();
        }
    }
}

impl Drop for Keeper {
    /// What still waits is written before the program ends.
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Kept {
        format: u32,
        words: String,
    }

    fn kept(words: &str) -> Kept {
        Kept { format: KEPT_FORMAT, words: words.to_owned() }
    }

    fn text(words: &str) -> String {
        toml::to_string(&kept(words)).expect("it can be written")
    }

    fn open(folder: &Path) -> Store {
        Store::open(&Keep { folder: Some(folder.to_owned()), nothing: false })
    }

    fn keep_all(folder: &Path, words: &str) {
        for one in MOVES {
            do_move(folder, "session", &text(words), one).expect("it is written");
        }
    }

    #[test]
    fn what_is_kept_is_there_next_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = open(folder.path());
        assert_eq!(store.unkept, None);
        store.save("session", text("one"));
        store.save("session", text("two"));
        drop(store);
        assert_eq!(open(folder.path()).load("session"), (Some(kept("two")), None));
    }

    #[test]
    fn a_kill_at_any_moment_leaves_the_old_or_the_new() {
        for done in 0..=MOVES.len() {
            let folder = tempfile::tempdir().expect("a folder");
            keep_all(folder.path(), "old");
            for one in &MOVES[..done] {
                do_move(folder.path(), "session", &text("new"), *one).expect("it is written");
            }
            let (found, told) = open(folder.path()).load::<Kept>("session");
            let expected = if done == MOVES.len() { "new" } else { "old" };
            assert_eq!((found, told), (Some(kept(expected)), None), "after {done} moves");
        }
        // A kill in the middle of writing leaves half a file aside, and nothing else.
        let folder = tempfile::tempdir().expect("a folder");
        keep_all(folder.path(), "old");
        for length in 0..text("new").len() {
            fs::write(folder.path().join("session.new"), &text("new")[..length]).expect("written");
            assert_eq!(open(folder.path()).load("session"), (Some(kept("old")), None));
        }
    }

    #[test]
    fn a_spoilt_file_is_set_aside_and_the_copy_before_it_is_taken() {
        let folder = tempfile::tempdir().expect("a folder");
        keep_all(folder.path(), "one");
        keep_all(folder.path(), "two");
        fs::write(folder.path().join("session.toml"), "format = 1\nwor").expect("written");
        let (found, told) = open(folder.path()).load::<Kept>("session");
        assert_eq!(found, Some(kept("one")));
        assert!(told.is_some_and(|told| told.contains("session.bad-1.toml")), "it is said where it lies");
        assert_eq!(
            fs::read_to_string(folder.path().join("session.bad-1.toml")).expect("it is there"),
            "format = 1\nwor"
        );
    }

    #[test]
    fn a_newer_file_is_read_as_far_as_it_is_known_and_never_written_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let newer = "format = 9\nwords = \"from the future\"\nmore = [1]\n";
        fs::write(folder.path().join("session.toml"), newer).expect("written");
        let mut store = open(folder.path());
        let (found, told) = store.load::<Kept>("session");
        assert_eq!(found.map(|kept| kept.words), Some("from the future".to_owned()));
        assert!(told.is_some_and(|told| told.contains("newer Cutpoint")));
        store.save("session", text("old"));
        drop(store);
        assert_eq!(fs::read_to_string(folder.path().join("session.toml")).expect("it is there"), newer);
    }

    #[test]
    fn a_second_program_keeps_nothing_and_says_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = open(folder.path());
        let second = open(folder.path());
        assert!(second.unkept.is_some_and(|why| why.contains("Another Cutpoint")));
        drop(first);
        assert_eq!(open(folder.path()).unkept, None, "the lock goes with the program");
    }

    #[test]
    fn a_place_that_cannot_be_written_is_said_and_survived() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        fs::write(&file, "").expect("written");
        let store = open(&file.join("below"));
        assert!(store.unkept.is_some_and(|why| why.contains("--data-dir")));
        // The folder goes away while the program runs, as a stick that is pulled.
        let gone = folder.path().join("stick");
        let store = open(&gone);
        fs::remove_dir_all(&gone).expect("pulled");
        store.save("session", text("one"));
        let mut problem = None;
        for _ in 0..200 {
            problem = problem.or_else(|| store.problem());
            thread::sleep(std::time::Duration::from_millis(5));
        }
        assert!(problem.is_some_and(|problem| problem.contains("could not be kept")));
    }
}
