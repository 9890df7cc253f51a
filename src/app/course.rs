//! The course: beginning, going on, leaving, and what is kept of it.

use std::path::Path;
use std::sync::Arc;

use super::{App, files};
use crate::exercise::{Exercise, Run, State};
use crate::pipeline::{self, GroupKey};
use crate::scenario::Scenario;
use crate::ui::panels::{CasesView, ClassView, FairView, sights};
use crate::ui::view::{HarmPart, LinePart, ModelPart, PatientsPart, WardPart, WishForm};

impl App {
    /// Begins an exercise anew. What stands on screen stays where that fails.
    ///
    /// # Errors
    /// What a person should read, when its dataset is unknown or its set-up does not fit it.
    pub fn start_exercise(&mut self, exercise: &Arc<Exercise>) -> Result<(), String> {
        let recipe = self.recipe_called(&exercise.head.dataset)?;
        let scenario = exercise.start(&recipe).map_err(|error| error.to_string())?;
        self.replace(scenario)?;
        self.enter(Run::new(Arc::clone(exercise)));
        self.begin_step()
    }

    /// Lays out what the step that is open begins from, where it has a set-up of its own.
    fn begin_step(&mut self) -> Result<(), String> {
        let Some(run) = &self.view.course.run else { return Ok(()) };
        if run.is_finished() {
            return Ok(());
        }
        let (exercise, number) = (Arc::clone(run.exercise()), run.number());
        let recipes = |id: &str| self.recipe_called(id);
        let begun = exercise.begun(number, &self.scenario, &recipes).map_err(|error| error.to_string())?;
        let Some((_, scenario)) = begun else { return Ok(()) };
        let moved = scenario.dataset != self.scenario.dataset;
        self.replace(scenario)?;
        self.forget_history();
        self.standing = None;
        if moved {
            self.tidy();
        }
        Ok(())
    }

    /// Opens an exercise that somebody wrote, and begins it. A broken one changes nothing.
    ///
    /// # Errors
    /// What a person should read: the line, what was found, and what to do.
    pub(super) fn open_exercise(&mut self, path: &Path) -> Result<(), String> {
        let exercise = Arc::new(files::read_exercise(path)?);
        self.start_exercise(&exercise)?;
        let own = &mut self.view.course.own;
        own.retain(|known| known.id != exercise.id);
        own.insert(0, exercise);
        Ok(())
    }

    /// Takes up the exercises that lie beside the program; one that cannot be opened is spoken of, and the others are there.
    pub(super) fn find_exercises(&mut self) {
        let (exercises, problems) = files::exercises_beside();
        self.view.course.own = exercises.into_iter().map(Arc::new).collect();
        if !problems.is_empty() {
            self.view.notice = Some(problems.join(" "));
        }
    }

    /// Goes on with an exercise where it was left; anew where that no longer fits.
    ///
    /// # Errors
    /// As [`Self::start_exercise`].
    pub fn resume_exercise(&mut self, exercise: &Arc<Exercise>) -> Result<(), String> {
        let Some(passage) = self.view.course.progress.exercises.get(&exercise.id).cloned() else {
            return self.start_exercise(exercise);
        };
        let recipe = self.recipe_called(&exercise.head.dataset)?;
        let start = exercise.start(&recipe).map_err(|error| error.to_string())?;
        let Some(scenario) = passage.scenario.clone() else { return self.start_exercise(exercise) };
        // A step that has only just begun from a set-up of its own has nothing before it.
        let before = passage.before.clone().unwrap_or_else(|| scenario.clone());
        let stood = |scenario: &Scenario| {
            let recipe = self.recipe_called(&scenario.dataset)?;
            let derived = pipeline::evaluate(&recipe, scenario).map_err(|error| error.to_string())?;
            Ok::<_, String>(Arc::new(State::new(Arc::new(derived), scenario)))
        };
        let (Ok(at_start), Ok(at_before)) = (stood(&start), stood(&before)) else {
            return self.start_exercise(exercise);
        };
        if self.replace(scenario).is_err() {
            return self.start_exercise(exercise);
        }
        let mut run = Run::resumed(Arc::clone(exercise), &passage);
        run.stood(at_start, at_before);
        self.enter(run);
        Ok(())
    }

    /// Opens the window for an exercise: its first room, and nothing that an earlier one left open.
    fn enter(&mut self, run: Run) {
        self.standing = None;
        self.view.course.take(Some(run));
        self.forget_history();
        self.tidy();
    }

    /// Opens the first room of the exercise, with nothing in it that was left open.
    fn tidy(&mut self) {
        let view = &mut self.view;
        view.room = view.course.rooms().first().copied().unwrap_or_default();
        (view.patients_part, view.line_part, view.model_part) =
            (PatientsPart::default(), LinePart::default(), ModelPart::default());
        (view.harm_part, view.ward_part, view.wish) = (HarmPart::default(), WardPart::default(), WishForm::default());
        (view.cases, view.fair, view.samples_round) = (CasesView::default(), FairView::default(), 0);
        (view.listed, view.notice, view.population) = (None, None, crate::pipeline::Population::default());
    }

    /// Shows what a class did.
    ///
    /// # Errors
    /// What a person should read, when the folder holds no record.
    pub(super) fn open_class(&mut self, folder: &Path) -> Result<(), String> {
        let (records, left_out) = files::records(folder)?;
        self.go_home();
        self.view.course.class = Some(ClassView::new(&records, left_out));
        Ok(())
    }

    /// Opens the start page; an exercise under way is kept.
    pub fn go_home(&mut self) {
        self.view.notice = None;
        self.keep_passage();
        // Whoever tries a draft goes back to the desk with it.
        let trying = self.view.course.author.is_some() && self.view.course.run.is_some();
        self.view.course.take(None);
        self.view.course.home = !trying;
    }

    pub(super) fn sandbox(&mut self) {
        self.keep_passage();
        self.view.course.take(None);
    }

    pub(super) fn next_step(&mut self, skip: bool) -> Result<(), String> {
        let Some(now) = self.standing.clone() else { return Ok(()) };
        let Some(run) = &mut self.view.course.run else { return Ok(()) };
        let before = (run.number(), run.is_finished());
        if skip {
            run.skip(&now);
        } else {
            run.next(&now, &self.scenario);
        }
        let begun = if (run.number(), run.is_finished()) == before { Ok(()) } else { self.begin_step() };
        self.keep_passage();
        begun
    }

    /// Does the step as its solution says.
    pub(super) fn show_answer(&mut self) -> Result<(), String> {
        let Some(run) = &mut self.view.course.run else { return Ok(()) };
        match run.show_answer(&self.scenario, &self.recipe) {
            Some(scenario) => self.replace(scenario),
            None => Err(tr!("This step has no solution written down; the hints lead to it.").to_owned()),
        }
    }

    /// Takes down how far the exercise under way has come.
    pub(super) fn keep_passage(&mut self) {
        let course = &mut self.view.course;
        // A draft that is tried is nobody's progress.
        let tried = course.author.is_some();
        let Some(run) = course.run.as_ref().filter(|run| run.has_begun() && !tried) else { return };
        let passage = run.passage(&self.scenario);
        course.progress.keep(&run.exercise().id, passage);
    }

    /// How things stand, for the checks; and what is being looked at.
    pub(super) fn keep_standing(&mut self) {
        if self.view.course.run.is_none() && self.view.course.author.is_none() {
            self.standing = None;
            return;
        }
        // What was asked for in this very frame has not been noticed yet elsewhere.
        if !self.is_current() || self.derived.key != GroupKey::new(&self.recipe, &self.scenario) {
            return;
        }
        let same = self.standing.as_ref().is_some_and(|state| {
            Arc::ptr_eq(&state.derived, &self.derived)
                && state.threshold == self.scenario.threshold
                && state.mitigation == self.scenario.mitigation
        });
        if !same {
            self.standing = Some(Arc::new(State::new(Arc::clone(&self.derived), &self.scenario)));
        }
        let seen = sights(&self.view);
        if let Some(desk) = &mut self.view.course.author {
            desk.see(&seen);
        }
        let Some(run) = &mut self.view.course.run else { return };
        if let Some(now) = &self.standing {
            run.begin(now);
        }
        seen.into_iter().for_each(|sight| run.see(sight));
    }
}
