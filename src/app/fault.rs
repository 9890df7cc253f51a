//! A fault of our own while the window is drawn: the work is kept, and a plain page stands in place of what failed.

use eframe::egui;

use super::{App, FIRST};
use crate::data::catalogue;
use crate::fault::{Fault, caught};
use crate::ui::panels::{FaultAnswer, fault_ui};
use crate::ui::view::View;

impl App {
    /// Draws with `draw`, which is everything that a window shows; a fault in it keeps the work and is told on a plain page, from the
    /// next frame until somebody goes on.
    pub fn guarded_ui(&mut self, ui: &mut egui::Ui, draw: impl FnOnce(&mut Self, &mut egui::Ui)) {
        self.drawn = true;
        let Some(report) = self.fault.clone() else {
            let ctx = ui.ctx().clone();
            return self.survive(&ctx, |app| draw(app, ui));
        };
        match fault_ui(ui, &report, self.store.folder().is_some()) {
            None => {}
            Some(FaultAnswer::GoOn) => self.fault = None,
            Some(FaultAnswer::Anew) => {
                self.fault = None;
                self.begin_anew();
            }
        }
    }

    /// Does a part of a frame; a fault in it keeps the work and is told.
    pub(super) fn survive(&mut self, ctx: &egui::Context, work: impl FnOnce(&mut Self)) {
        if let Err(fault) = caught(|| work(self)) {
            self.fault = Some(self.report(&fault));
            self.keep_whatever_happens();
            ctx.request_repaint();
        }
    }

    /// Keeps what has changed; a fault in that loses what changed last and nothing else.
    pub(super) fn keep_whatever_happens(&mut self) {
        caught(|| self.keep_what_changed()).ok();
    }

    /// What helps to mend a fault: program, system, place and room; nothing that was typed, no name of a file, no patient.
    fn report(&self, fault: &Fault) -> String {
        let version = env!("CARGO_PKG_VERSION");
        let place = fault.place.as_deref().unwrap_or("unknown");
        let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
        let (room, kind) = (self.view.room.id(), self.scenario.classifier.kind.id());
        format!("Cutpoint {version}, {system}, {machine}\nplace: {place}\nroom: {room}\nclassifier: {kind}\n")
    }

    /// The first dataset as it opens, in the first room; how a person likes the window, the notes, the pinned states, the draft of an
    /// exercise and the progress stay. Undoing leads back.
    fn begin_anew(&mut self) {
        self.go_home();
        let before = std::mem::take(&mut self.view);
        let View { notes, settings, pins, course, .. } = before;
        self.view = View { notes, settings, pins, course, ..View::default() };
        self.view.course.home = true;
        if let Ok(recipe) = catalogue::shipped_recipe(FIRST) {
            self.open_dataset(recipe);
        }
    }
}

impl Drop for App {
    /// Also where the graphics driver was lost and the window goes without being closed. A window that never came has changed nothing.
    fn drop(&mut self) {
        if self.drawn {
            self.keep_whatever_happens();
        }
    }
}
