//! Exercises in the window: the start page, the panel that leads through one, and the question that stands before its results.

mod author;
mod cards;
mod class;
mod entry;
mod gate;
mod guide;
mod home;
mod pages;
mod player;
mod point;
mod sights;
mod tally;

pub use author::{AuthorView, author_ui};
pub use cards::cards_ui;
pub use class::{ClassView, class_ui};
pub use entry::truth_words;
pub use gate::gate_ui;
pub use guide::guide_ui;
pub use home::home_ui;
pub use pages::{debrief_ui, notes_ui};
pub use sights::sights;

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::Ui;
use egui_commonmark::{CommonMarkCache, CommonMarkViewer};

use crate::exercise::{Answer, Exercise, Progress, Run, State, shipped};
use crate::ui::view::Room;

/// What is done of the course.
#[derive(Clone, Default)]
pub struct CourseView {
    /// Whether the start page is open.
    pub home: bool,
    /// When it was opened, in the window's seconds; nothing until it is drawn.
    opened: Option<f64>,
    /// The exercise under way.
    pub run: Option<Run>,
    /// What was done so far.
    pub progress: Progress,
    /// Exercises opened from files, the newest first.
    pub own: Vec<Arc<Exercise>>,
    /// What a class did, while that is shown in place of the start page.
    pub class: Option<ClassView>,
    /// The desk at which an exercise is written, while it is open.
    pub author: Option<AuthorView>,
    /// Why progress cannot be kept, where it cannot.
    pub unkept: Option<String>,
    /// Whether the figures at the side, with the choice of paper or ward, have no room beside the exercise.
    pub glance_hidden: bool,
    /// Whether clearing the progress was asked for and is to be confirmed.
    clearing: bool,
    /// What is being answered, before it is locked.
    drafts: BTreeMap<String, Answer>,
    /// The scene of the step, where it plays one.
    player: Option<player::Player>,
    /// Guesses called out by the room, by question.
    tally: BTreeMap<String, Vec<String>>,
    /// Whether the notes for the educator are open.
    pub notes: bool,
    /// The name that a learner typed for a record; never kept.
    name: String,
}

impl CourseView {
    /// Whether results are covered until a guess is locked.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.prediction().is_some())
    }

    /// Whether evidence lies in place of the rooms: the model of this step is sealed.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.evidence().is_some() && !run.is_finished())
    }

    /// Whether the exercise under way leaves something in sight; without one, everything is.
    #[must_use]
    pub fn shows(&self, name: &str) -> bool {
        let Some(run) = &self.run else { return true };
        let shown = &run.exercise().head.show;
        shown.is_empty() || shown.iter().any(|known| known == name)
    }

    /// The rooms in sight.
    #[must_use]
    pub fn rooms(&self) -> Vec<Room> {
        let rooms: Vec<Room> = Room::ALL.into_iter().filter(|room| self.shows(room.id())).collect();
        if rooms.is_empty() { Room::ALL.to_vec() } else { rooms }
    }

    /// Takes another exercise, or none.
    pub fn take(&mut self, run: Option<Run>) {
        self.home = false;
        self.opened = None;
        self.class = None;
        self.drafts.clear();
        self.tally.clear();
        self.player = None;
        self.notes = false;
        self.name.clear();
        self.run = run;
    }
}

/// What panels read of an exercise: how things stand.
#[derive(Clone, Copy, Default)]
pub struct CourseShown<'a> {
    /// The results and what moves without new ones; `None` while the first ones are on their way.
    pub now: Option<&'a Arc<State>>,
}

/// Every exercise that can be opened: those of files first, then those that come with the program.
pub fn all(course: &CourseView) -> Vec<Arc<Exercise>> {
    static SHIPPED: std::sync::LazyLock<Vec<Arc<Exercise>>> =
        std::sync::LazyLock::new(|| shipped().iter().flatten().map(|exercise| Arc::new(exercise.clone())).collect());
    let own = |id: &String| course.own.iter().any(|own| own.id == *id);
    // One opened from a file stands in for one that comes with the program under the same name.
    course.own.iter().chain(SHIPPED.iter().filter(|exercise| !own(&exercise.id))).cloned().collect()
}

/// Text of an exercise, which is Markdown.
fn markdown(ui: &mut Ui, text: &str) {
    CommonMarkViewer::new().show(ui, &mut CommonMarkCache::default(), text);
}
