//! The desk at which an exercise is written: opening it, trying what is on it, and proving it in the background.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{TryRecvError, channel};
use std::thread;

use eframe::egui;

use super::App;
use crate::exercise::{Exercise, prove};
use crate::ui::panels::AuthorView;

/// Draws of patients on which a draft has to hold beside its own.
const OTHER_SEEDS: [u64; 3] = [2, 3, 4];

impl App {
    /// Opens the desk beside what stands.
    pub(super) fn write_exercise(&mut self) {
        self.sandbox();
        self.view.course.author.get_or_insert_with(|| AuthorView::new(self.scenario.clone()));
    }

    /// The draft as a file would give it.
    fn drafted(&self) -> Result<Option<Exercise>, String> {
        let Some(desk) = &self.view.course.author else { return Ok(None) };
        let recipe = self.recipe_called(&desk.draft.start.dataset)?;
        let text = desk.draft.to_markdown(&recipe)?;
        Exercise::read(&text, "draft.md").map(Some).map_err(|error| error.what)
    }

    /// Begins the draft as an exercise; the desk stays, with what is on it.
    pub(super) fn try_draft(&mut self) -> Result<(), String> {
        let Some(exercise) = self.drafted()? else { return Ok(()) };
        self.start_exercise(&Arc::new(exercise))
    }

    /// Starts the proof of the draft.
    pub(super) fn prove_draft(&mut self) -> Result<(), String> {
        let Some(exercise) = self.drafted()? else { return Ok(()) };
        let recipe = self.recipe_called(&exercise.head.dataset)?;
        let (sender, receiver) = channel();
        let work = move || {
            let recipes = |_: &str| Ok(Arc::clone(&recipe));
            let proofs = [None].into_iter().chain(OTHER_SEEDS.map(Some)).map(|seed| prove(&exercise, &recipes, seed));
            let proven = proofs.collect::<Result<Vec<_>, _>>().map_err(|error| error.what);
            proven.map(|_| "Proven: nothing is done as it begins, and your goals can be reached, with three other draws of patients too.".to_owned())
        };
        thread::Builder::new()
            .name("proof".to_owned())
            .spawn(move || {
                let proven = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
                    Err("Cutpoint hit a fault of its own; save the file and prove it on the command line.".to_owned())
                });
                // Whoever closed the desk does not wait for it.
                sender.send(proven).ok();
            })
            .map_err(|error| format!("The proof could not be started: {error}."))?;
        self.proving = Some(receiver);
        if let Some(desk) = &mut self.view.course.author {
            (desk.proving, desk.proof) = (true, None);
        }
        Ok(())
    }

    /// Takes in what came of the proof.
    pub(super) fn hear_proof(&mut self) {
        let Some(receiver) = &self.proving else { return };
        let proven = match receiver.try_recv() {
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => Err("The proof ended without an answer.".to_owned()),
            Ok(proven) => proven,
        };
        self.proving = None;
        if let Some(desk) = &mut self.view.course.author {
            (desk.proving, desk.proof) = (false, Some(proven));
        }
    }

    /// While a proof is under way, the window looks again before long.
    pub(super) fn await_proof(&self, ctx: &egui::Context) {
        if self.proving.is_some() {
            ctx.request_repaint_after(std::time::Duration::from_millis(200));
        }
    }
}
