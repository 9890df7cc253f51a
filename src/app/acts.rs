//! What is asked for by a key, the menu or the palette, carried out.

use std::sync::Arc;

use eframe::egui;
use egui::{Theme, ThemePreference};

use super::once::Once;
use super::{App, Wanted};
use crate::report::{figures_cells, figures_table, scenario_page, table_csv};
use crate::scenario::Scenario;
use crate::ui::actions::Action;
use crate::ui::panels::{Present, Prospect, ShareView};
use crate::ui::settings::Look;
use crate::ui::view::{Command, Content, Room};

/// How long a change has to rest before it is a step of its own, in seconds.
const RESTS: f32 = 0.4;

/// The steps that can be undone.
pub(super) type History = egui::util::undoer::Undoer<Scenario>;

/// A history with nothing in it.
pub(super) fn history() -> History {
    let settings = egui::util::undoer::Settings { max_undos: 200, stable_time: RESTS, auto_save_interval: 30.0 };
    History::with_settings(settings)
}

impl App {
    /// Does what an action says.
    ///
    /// # Errors
    /// What a person should read.
    pub fn act(&mut self, ctx: &egui::Context, action: Action) -> Result<(), String> {
        match action {
            Action::Home => self.go_home(),
            Action::Sandbox => self.sandbox(),
            Action::Room(room) => {
                if self.view.course.rooms().contains(&room) {
                    self.view.course.home = false;
                    self.view.room = room;
                }
            }
            Action::Undo => return self.step_back(true),
            Action::Redo => return self.step_back(false),
            Action::ResetRoom => return self.reset(Some(self.view.room)),
            Action::ResetAll => return self.reset(None),
            Action::Open => self.browse_for(Wanted::Open),
            Action::Save => return self.obey_now(ctx, Command::OfferScenario),
            Action::Share | Action::Report | Action::Table => return self.take_away(action),
            Action::Pin => self.view.pin_wanted = true,
            Action::Notes => self.view.notes_open = !self.view.notes_open,
            Action::Words => self.view.glossary.toggle(),
            Action::Help => self.view.help = !self.view.help,
            Action::Palette => {
                let open = self.view.palette.is_some();
                self.view.palette = (!open).then(Default::default);
            }
            Action::Present => {
                self.view.course.home = false;
                self.view.present = Some(Present::default());
                ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(true));
            }
            Action::Look => {
                let dark = ctx.theme() == Theme::Dark;
                self.view.settings.look = if dark { Look::Light } else { Look::Dark };
            }
            Action::Larger => self.view.settings.resize_text(1),
            Action::Smaller => self.view.settings.resize_text(-1),
            Action::Normal => self.view.settings.text = 100,
            Action::Calm => self.view.settings.calm = !self.view.settings.calm,
            Action::Write => return self.obey_now(ctx, Command::WriteExercise),
            Action::Class => return self.obey_now(ctx, Command::BrowseClass),
            Action::About => self.view.about = !self.view.about,
        }
        Ok(())
    }

    /// Offers what can be taken away of what stands: a code to share, a page, a table.
    fn take_away(&mut self, action: Action) -> Result<(), String> {
        if action == Action::Share {
            self.view.share = Some(ShareView::of(&self.scenario)?);
            return Ok(());
        }
        if !self.is_current() {
            return Err(tr!("The figures are still being worked out; try again in a moment.").to_owned());
        }
        if action == Action::Report {
            let code = self.scenario.to_share_code().map_err(|error| error.to_string())?;
            let (derived, recipe) = (Arc::clone(&self.derived), Arc::clone(&self.recipe));
            let (scenario, notes) = (self.scenario.clone(), self.view.notes.clone());
            let title = tr!("Report {}", recipe.title);
            // It resamples every figure: too much for a frame.
            let work =
                move || scenario_page(&derived, &scenario, &recipe, &notes, &code).map_err(|error| error.to_string());
            self.page_coming = Some((title, Once::start("report", work)?));
            self.view.notice = Some(tr!("The report is being written\u{2026}").to_owned());
            return Ok(());
        }
        let rows = figures_cells(&figures_table(&self.derived, &[self.scenario.threshold]));
        let table = table_csv(&rows).map_err(|error| error.to_string())?;
        self.offer(tr!("Figures {}", self.recipe.title), Content::Table(table));
        Ok(())
    }

    fn obey_now(&mut self, ctx: &egui::Context, command: Command) -> Result<(), String> {
        self.obey(ctx, command);
        Ok(())
    }

    /// Takes note of the scenario, once nothing is being dragged.
    pub(super) fn remember(&mut self, ctx: &egui::Context) {
        if ctx.input(|input| input.pointer.any_down()) {
            return;
        }
        self.history.feed_state(ctx.input(|input| input.time), &self.scenario);
        if self.history.is_in_flux() {
            ctx.request_repaint_after(std::time::Duration::from_secs_f32(RESTS + 0.05));
        }
    }

    /// Forgets what could be undone: an exercise begins from its own set-up, and nothing leads back behind it.
    pub(super) fn forget_history(&mut self) {
        self.history = history();
    }

    /// One step back, or forward again.
    fn step_back(&mut self, back: bool) -> Result<(), String> {
        let now = self.scenario.clone();
        let to = if back { self.history.undo(&now) } else { self.history.redo(&now) }.cloned();
        let Some(to) = to else {
            self.view.notice =
                Some(if back { tr!("There is nothing to undo.") } else { tr!("There is nothing to redo.") }.to_owned());
            return Ok(());
        };
        let what = self.between(if back { &to } else { &now }, if back { &now } else { &to });
        self.replace(to)?;
        self.view.listed = None;
        self.view.notice = Some(format!("{}: {what}", if back { tr!("Undone") } else { tr!("Redone") }));
        Ok(())
    }

    /// What lies between two scenarios, in a few words.
    fn between(&self, before: &Scenario, after: &Scenario) -> String {
        let recipe = self.recipe_called(&after.dataset);
        let changes = recipe.map(|recipe| after.changes_since(before, &recipe)).unwrap_or_default();
        match changes.as_slice() {
            [] => tr!("a setting").to_owned(),
            [one] => tr!("{}, {} to {}", one.what, one.before, one.after),
            [one, rest @ ..] => tr!("{} and {} more", one.what, rest.len()),
        }
    }

    /// What undoing and redoing would do, for the menu while it is open.
    pub(super) fn look_ahead(&mut self) {
        if !self.view.menu_open {
            return;
        }
        let (mut back, mut on) = (self.history.clone(), self.history.clone());
        let undo = back.undo(&self.scenario).map(|to| self.between(to, &self.scenario));
        let redo = on.redo(&self.scenario).map(|to| self.between(&self.scenario, to));
        self.view.prospect = Prospect { undo, redo };
    }

    /// Sets what a room holds, or everything, as the dataset has it. It can be undone.
    fn reset(&mut self, room: Option<Room>) -> Result<(), String> {
        let own = Scenario::of(&self.recipe);
        let mut to = self.scenario.clone();
        match room {
            None => to = own,
            Some(Room::Patients) => {
                (to.seed, to.patients, to.ward_patients) = (own.seed, own.patients, own.ward_patients);
                (to.collect, to.deploy, to.null_control) = (own.collect, own.deploy, own.null_control);
                to.test_fraction = own.test_fraction;
            }
            Some(Room::Model) => {
                (to.inputs, to.coin_flips, to.classifier) = (own.inputs, own.coin_flips, own.classifier);
            }
            Some(Room::Line) => (to.threshold, to.goals) = (own.threshold, own.goals),
            Some(Room::Harm) => {
                to.compare_by_both(own.group_by, own.group_by_second);
                to.mitigation = own.mitigation;
            }
            Some(Room::Ward) => to.months = own.months,
            Some(Room::Why | Room::Changed) => {
                self.view.notice = Some(tr!("This room has no settings of its own.").to_owned());
                return Ok(());
            }
        }
        // Inputs that were left out against bias may be back, and the other way round.
        to.mitigation.leave_out.retain(|input| to.inputs.contains(input));
        let what = room.map_or("everything", |_| tr!("this room"));
        self.replace(to)?;
        self.view.notice = Some(tr!("Reset {what}. Undo brings it back.", what));
        Ok(())
    }

    /// Gives the window the look and the calm that a person likes.
    pub(super) fn dress(&mut self, ctx: &egui::Context) {
        let settings = &self.view.settings;
        let wanted = match settings.look {
            Look::System => ThemePreference::System,
            Look::Light => ThemePreference::Light,
            Look::Dark => ThemePreference::Dark,
        };
        if ctx.options(|options| options.theme_preference) != wanted {
            ctx.set_theme(wanted);
        }
        let seconds = if settings.calm { 0.0 } else { 1.0 / 12.0 };
        if (ctx.style_of(Theme::Light).animation_time - seconds).abs() > 1e-6 {
            for theme in [Theme::Light, Theme::Dark] {
                ctx.style_mut_of(theme, |style| style.animation_time = seconds);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::catalogue;

    #[test]
    fn a_thousand_changes_leave_the_last_two_hundred_to_undo() {
        let recipe = catalogue::shipped_recipe("ward-sepsis").expect("it is shipped");
        let mut scenario = Scenario::of(&recipe);
        let mut history = history();
        for seed in 0..1_000 {
            scenario.seed = seed;
            // Each rests long enough to be a step.
            for moment in [0.0, 0.9] {
                history.feed_state(2.0 * seed as f64 + moment, &scenario);
            }
        }
        let mut steps = 0;
        while let Some(before) = history.undo(&scenario).cloned() {
            scenario = before;
            steps += 1;
        }
        assert!((190..=200).contains(&steps), "{steps} steps");
        assert_eq!(scenario.seed, 999 - steps);
    }
}
