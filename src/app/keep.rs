//! What is kept between two runs of the window: the work, the progress, and how a person likes it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

use eframe::egui;
use serde::{Deserialize, Serialize};

use super::App;
use super::store::{KEPT_FORMAT, Store};
use crate::exercise::{Draft, Progress};
use crate::pipeline::{self, Derived};
use crate::scenario::Scenario;
use crate::ui::panels::{AuthorView, KeptPin};
use crate::ui::settings::Settings;
use crate::ui::view::Room;

/// How often changed work is written at most.
const OFTEN: Duration = Duration::from_secs(1);

/// When it is tried again to keep what could not be kept.
const AGAIN: Duration = Duration::from_secs(30);

/// The work: everything that would be missed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Session {
    format: u32,
    /// The name of the room that was open.
    #[serde(default)]
    room: String,
    /// The learner's notes.
    #[serde(default)]
    notes: String,
    /// What stood in the sandbox.
    scenario: Scenario,
    /// States that were pinned.
    #[serde(default)]
    pins: Vec<KeptPin>,
    /// An exercise that is being written.
    #[serde(default)]
    draft: Option<Draft>,
}

#[derive(Serialize, Deserialize)]
struct Kept<T> {
    format: u32,
    #[serde(flatten)]
    what: T,
}

impl<T> Kept<T> {
    const fn of(what: T) -> Self {
        Self { format: KEPT_FORMAT, what }
    }
}

/// What was last handed to the store, so that only changes are written.
#[derive(Default)]
pub(super) struct LastKept {
    session: Option<Session>,
    progress: Progress,
    settings: Settings,
    at: Option<Instant>,
    /// Whether something may wait to be kept, because it was too soon or in the middle of a drag.
    waits: bool,
    /// When it last could not be kept, and has not been tried again since.
    failed: Option<Instant>,
}

impl App {
    /// Takes up what was kept another day, and from now on keeps what changes. `fresh` leaves the work itself alone, because a file was asked
    /// for.
    pub fn keep_in(&mut self, mut store: Store, fresh: bool) {
        let mut told: Vec<String> = Vec::new();
        let (settings, problem) = store.load::<Kept<Settings>>("settings");
        told.extend(problem);
        self.view.settings = settings.map(|kept| kept.what.checked()).unwrap_or_default();
        let (progress, problem) = store.load::<Kept<Progress>>("progress");
        told.extend(problem);
        self.view.course.progress = progress.map(|kept| kept.what).unwrap_or_default();
        let (session, problem) = store.load::<Session>("session");
        told.extend(problem);
        if let Some(session) = session.filter(|_| !fresh) {
            told.extend(self.take_up(session));
        }
        self.view.course.unkept = store.unkept.clone();
        told.extend(store.unkept.clone());
        if !told.is_empty() && self.view.notice.is_none() {
            self.view.notice = Some(told.join(" "));
        }
        self.last_kept.settings = self.view.settings.clone();
        self.last_kept.progress = self.view.course.progress.clone();
        self.store = store;
    }

    /// Puts the work of another day back; returns what a person should know where that cannot be done.
    fn take_up(&mut self, session: Session) -> Option<String> {
        let dataset = session.scenario.dataset.clone();
        self.view.notes = session.notes.clone();
        self.view.course.author = session.draft.clone().map(AuthorView::taken_up);
        self.work_out_pins(session.pins.clone());
        match self.replace(session.scenario.clone()) {
            Ok(()) => {
                self.view.room = Room::ALL.into_iter().find(|room| room.id() == session.room).unwrap_or(self.view.room);
                self.last_kept.session = Some(session);
                None
            }
            Err(problem) => {
                Some(tr!("Your last work, on {dataset}, could not be opened again: {problem}", dataset, problem))
            }
        }
    }

    /// Works the results of pinned states out again, in the background.
    fn work_out_pins(&mut self, pins: Vec<KeptPin>) {
        let jobs: Vec<_> =
            pins.iter().map(|pin| (self.recipe_called(&pin.scenario.dataset), pin.scenario.clone())).collect();
        if jobs.is_empty() {
            return;
        }
        let (sender, receiver) = channel();
        let work = move || {
            for (recipe, scenario) in jobs {
                let derive = || pipeline::evaluate(&recipe.ok()?, &scenario).ok().map(Arc::new);
                // A state that cannot be worked out is left out; the others come all the same.
                let derived: Option<Arc<Derived>> = catch_unwind(AssertUnwindSafe(derive)).unwrap_or_default();
                if sender.send(derived).is_err() {
                    return;
                }
            }
        };
        if thread::Builder::new().name("pins".to_owned()).spawn(work).is_ok() {
            self.view.pins.await_all(pins);
            self.pins_coming = Some(receiver);
        }
    }

    /// Takes in the pinned states that have been worked out.
    pub(super) fn hear_pins(&mut self, ctx: &egui::Context) {
        let Some(receiver) = &self.pins_coming else { return };
        match receiver.try_recv() {
            Ok(derived) => self.view.pins.arrive(derived),
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => {
                self.pins_coming = None;
                return;
            }
        }
        ctx.request_repaint_after(Duration::from_millis(100));
    }

    fn session(&self) -> Session {
        // An exercise has its own place among the progress; what stood in the sandbox before it is kept as it was.
        let last = self.last_kept.session.as_ref().filter(|_| self.view.course.run.is_some());
        Session {
            format: KEPT_FORMAT,
            room: last.map_or_else(|| self.view.room.id().to_owned(), |last| last.room.clone()),
            notes: self.view.notes.clone(),
            scenario: last.map_or_else(|| self.scenario.clone(), |last| last.scenario.clone()),
            pins: self.view.pins.kept(),
            draft: self.view.course.author.as_ref().map(|desk| desk.draft.clone()),
        }
    }

    /// Keeps what has changed: at most once a second, and never in the middle of a drag.
    pub(super) fn keep(&mut self, ctx: &egui::Context) {
        if let Some(problem) = self.store.problem() {
            self.view.notice = Some(problem);
            self.last_kept.failed = Some(Instant::now());
            ctx.request_repaint_after(AGAIN);
        }
        let waiting = self.last_kept.at.is_some_and(|at| at.elapsed() < OFTEN);
        if waiting || ctx.input(|input| input.pointer.any_down()) {
            self.last_kept.waits = true;
            ctx.request_repaint_after(OFTEN);
            return;
        }
        self.last_kept.waits = false;
        let again = self.last_kept.failed.is_some_and(|failed| failed.elapsed() > AGAIN);
        if self.keep_now(again) {
            self.last_kept.at = Some(Instant::now());
        }
    }

    /// Keeps what waits for it: also in a window that is not drawn, because it is hidden or the machine is about to sleep.
    pub fn keep_what_waits(&mut self, ctx: &egui::Context) {
        if self.last_kept.waits {
            self.keep(ctx);
        }
    }

    /// Keeps what has changed at once, and what could not be kept before, as closing the window does.
    pub fn keep_what_changed(&mut self) {
        self.keep_passage();
        let again = self.last_kept.failed.is_some() || self.store.problem().is_some();
        self.keep_now(again);
    }

    /// Keeps what has changed, or everything `again`, and says whether there was anything. What cannot be written as text stays as it
    /// was kept.
    pub(super) fn keep_now(&mut self, again: bool) -> bool {
        let session = self.session();
        let mut any = false;
        if again {
            self.last_kept.failed = None;
        }
        if again || self.last_kept.session.as_ref() != Some(&session) {
            if let Ok(text) = toml::to_string(&session) {
                self.store.save("session", text);
            }
            self.last_kept.session = Some(session);
            any = true;
        }
        if again || self.last_kept.progress != self.view.course.progress {
            self.last_kept.progress = self.view.course.progress.clone();
            if let Ok(text) = toml::to_string(&Kept::of(&self.view.course.progress)) {
                self.store.save("progress", text);
            }
            any = true;
        }
        if again || self.last_kept.settings != self.view.settings {
            self.last_kept.settings = self.view.settings.clone();
            if let Ok(text) = toml::to_string(&Kept::of(&self.view.settings)) {
                self.store.save("settings", text);
            }
            any = true;
        }
        any
    }
}
