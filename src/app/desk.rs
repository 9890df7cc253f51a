//! The desk at which an exercise is written: opening it, trying what is on it, and proving it in the background; and the report, which is
//! written there too.

use std::sync::Arc;

use eframe::egui;

use super::App;
use super::once::Once;
use crate::exercise::{Exercise, prove};
use crate::ui::panels::AuthorView;
use crate::ui::view::Content;

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
        let work = move || {
            let recipes = |_: &str| Ok(Arc::clone(&recipe));
            let proofs = [None].into_iter().chain(OTHER_SEEDS.map(Some)).map(|seed| prove(&exercise, &recipes, seed));
            proofs.collect::<Result<Vec<_>, _>>().map_err(|error| error.what)?;
            let said = tr!(
                "Proven: nothing is done as it begins, and your goals can be reached, with three other draws of patients too."
            );
            Ok(said.to_owned())
        };
        self.proving = Some(Once::start("proof", work)?);
        if let Some(desk) = &mut self.view.course.author {
            (desk.proving, desk.proof) = (true, None);
        }
        Ok(())
    }

    /// Takes in what came of the proof.
    pub(super) fn hear_proof(&mut self) {
        let Some(proven) = self.proving.as_ref().and_then(Once::poll) else { return };
        self.proving = None;
        if let Some(desk) = &mut self.view.course.author {
            (desk.proving, desk.proof) = (false, Some(proven));
        }
    }

    /// Takes in a report that has been written, and offers to save it.
    pub(super) fn hear_page(&mut self) {
        let Some(written) = self.page_coming.as_ref().and_then(|(_, page)| page.poll()) else { return };
        let Some((title, _)) = self.page_coming.take() else { return };
        match written {
            Ok(page) => {
                self.view.notice = None;
                self.offer(title, Content::Page(page));
            }
            Err(problem) => self.view.notice = Some(problem),
        }
    }

    /// While something is under way that was asked for once, the window looks again before long.
    pub(super) fn await_once(&self, ctx: &egui::Context) {
        if self.proving.is_some() || self.page_coming.is_some() {
            ctx.request_repaint_after(std::time::Duration::from_millis(100));
        }
    }
}
