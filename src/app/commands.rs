//! What panels ask for, carried out: opening, saving, and the system's own dialog.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::task::{Poll, Waker};
use std::time::Duration;

use eframe::egui;

use super::{App, Wanted, files};
use crate::data::catalogue;
use crate::data::recipe::Recipe;
use crate::pipeline;
use crate::scenario::{Document, Scenario, is_like_share_code};
use crate::ui::view::{Command, Content, Room, SaveForm};

impl App {
    pub(super) fn obey(&mut self, ctx: &egui::Context, command: Command) {
        let done = match command {
            Command::Act(action) => self.act(ctx, action),
            Command::OpenCode(code) => self.open_code(&code),
            Command::OpenDataset(recipe) => {
                self.open_dataset(recipe);
                Ok(())
            }
            Command::Replace(scenario) => self.replace(*scenario),
            Command::OfferSave(title, content) => content.map(|content| self.offer(title, content)),
            Command::OfferScenario => {
                let text = self.scenario.to_toml().map_err(|error| error.to_string());
                text.map(|text| self.offer(tr!("{} set-up", self.recipe.title), Content::Scenario(text)))
            }
            Command::Write(path) => {
                self.write(&path);
                Ok(())
            }
            Command::Browse => {
                self.browse();
                Ok(())
            }
            Command::StartExercise(exercise) => self.start_exercise(&exercise),
            Command::ResumeExercise(exercise) => self.resume_exercise(&exercise),
            Command::GoHome => {
                self.go_home();
                Ok(())
            }
            Command::Sandbox => {
                self.sandbox();
                Ok(())
            }
            Command::WriteExercise => {
                self.write_exercise();
                Ok(())
            }
            Command::TryDraft => self.try_draft(),
            Command::ProveDraft => self.prove_draft(),
            Command::OpenClass(folder) => self.open_class(&folder),
            Command::BrowseClass => {
                self.browse_for(Wanted::Class);
                Ok(())
            }
            Command::NextStep => self.next_step(false),
            Command::SkipStep => self.next_step(true),
            Command::ShowAnswer => self.show_answer(),
            Command::OpenFile(path) => self.open_file(&path),
        };
        if let Err(problem) = done {
            self.view.notice = Some(problem);
        }
    }

    pub(super) fn open_dataset(&mut self, recipe: Arc<Recipe>) {
        self.scenario = Scenario::of(&recipe);
        self.recipe = recipe;
        self.view.listed = None;
    }

    /// The recipe of that name: the one on screen, one opened from a file, or a shipped one.
    pub(super) fn recipe_called(&self, id: &str) -> Result<Arc<Recipe>, String> {
        let opened = std::iter::once(&self.recipe).chain(&self.own).find(|recipe| recipe.id == id);
        opened.map_or_else(
            || {
                catalogue::shipped_recipe(id)
                    .map_err(|error| tr!("{error}. If it is a dataset of your own, open its recipe first.", error))
            },
            |recipe| Ok(Arc::clone(recipe)),
        )
    }

    pub(super) fn replace(&mut self, scenario: Scenario) -> Result<(), String> {
        let recipe = self.recipe_called(&scenario.dataset)?;
        scenario.check(&recipe).map_err(|error| error.to_string())?;
        (self.scenario, self.recipe) = (scenario, recipe);
        Ok(())
    }

    /// Opens a set-up or a dataset's recipe. What stands on screen stays where that fails.
    ///
    /// # Errors
    /// What a person should read.
    pub fn open_file(&mut self, path: &Path) -> Result<(), String> {
        if path.is_dir() {
            return self.open_class(path);
        }
        if let Some(code) = path.to_str().filter(|text| !path.exists() && is_like_share_code(text)) {
            return self.open_code(code);
        }
        if files::is_exercise(path) {
            return self.open_exercise(path);
        }
        match files::read(path)? {
            Document::Scenario(scenario) => {
                let placed = |problem| format!("{}: {problem}", path.display());
                let recipe = self.recipe_called(&scenario.dataset).map_err(placed)?;
                scenario.check(&recipe).map_err(|error| files::placed(path, &error))?;
                self.replace(*scenario).map_err(placed)
            }
            Document::Recipe(recipe) => {
                // Drawn once now, so that a recipe that cannot be drawn is refused with what stands on screen kept.
                let recipe = Arc::<Recipe>::from(recipe);
                let mut trial = Scenario::of(&recipe);
                (trial.patients, trial.ward_patients) = (trial.patients.min(1_000), trial.ward_patients.min(1_000));
                pipeline::evaluate(&recipe, &trial).map_err(|problem| format!("{}: {problem}", path.display()))?;
                self.own.retain(|known| known.id != recipe.id);
                self.own.insert(0, Arc::clone(&recipe));
                self.view.notice = Some(tr!("Opened the dataset \u{201c}{}\u{201d}", recipe.title));
                self.open_dataset(recipe);
                self.view.room = Room::Patients;
                Ok(())
            }
        }
    }

    /// Opens what somebody shared, in the free sandbox. What stands on screen stays where that fails.
    ///
    /// # Errors
    /// What a person should read.
    pub(super) fn open_code(&mut self, code: &str) -> Result<(), String> {
        let scenario = Scenario::from_share_code(code).map_err(|error| error.to_string())?;
        self.sandbox();
        self.replace(scenario)
    }

    pub(super) fn offer(&mut self, title: String, content: Content) {
        let path = files::folder().join(files::file_name(&title, &content)).to_string_lossy().into_owned();
        self.view.save = Some(SaveForm { title, content, path, problem: None });
    }

    fn write(&mut self, path: &Path) {
        let Some(form) = &mut self.view.save else { return };
        match files::write(path, &form.content) {
            Ok(()) => {
                self.view.save = None;
                self.view.notice = Some(tr!("Saved as {}", path.display()));
            }
            Err(error) => form.problem = Some(error.to_string()),
        }
    }

    /// Opens the system's dialog; where there is none, the typed path stays as it was.
    fn browse(&mut self) {
        let Some(form) = &self.view.save else { return };
        let path = PathBuf::from(&form.path);
        let mut dialog = match form.content {
            Content::Picture(_) => rfd::AsyncFileDialog::new().add_filter(tr!("Pictures"), &["svg", "png"]),
            Content::Scenario(_) => rfd::AsyncFileDialog::new().add_filter(tr!("Cutpoint set-ups"), &["toml"]),
            Content::Table(_) => rfd::AsyncFileDialog::new().add_filter(tr!("Tables"), &["csv"]),
            Content::Exercise(_) => rfd::AsyncFileDialog::new().add_filter(tr!("Exercises"), &["md"]),
            Content::Page(_) => rfd::AsyncFileDialog::new().add_filter(tr!("Pages"), &["html"]),
        };
        if let Some(folder) = path.parent() {
            dialog = dialog.set_directory(folder);
        }
        if let Some(name) = path.file_name() {
            dialog = dialog.set_file_name(name.to_string_lossy());
        }
        self.browsing = Some((Wanted::Place, Box::pin(dialog.save_file())));
    }

    /// Opens the system's dialog for a file or a folder to open.
    pub(super) fn browse_for(&mut self, wanted: Wanted) {
        let dialog = rfd::AsyncFileDialog::new().set_directory(files::folder());
        let chosen: super::Dialog = match wanted {
            Wanted::Class => Box::pin(dialog.pick_folder()),
            _ => Box::pin(dialog.add_filter(tr!("Set-ups, exercises, datasets"), &["toml", "md"]).pick_file()),
        };
        self.browsing = Some((wanted, chosen));
    }

    /// Takes the answer of the system's dialog, once it is there; the window goes on meanwhile.
    pub(super) fn hear_dialog(&mut self, ctx: &egui::Context) {
        let Some((wanted, dialog)) = &mut self.browsing else { return };
        match dialog.as_mut().poll(&mut std::task::Context::from_waker(Waker::noop())) {
            Poll::Pending => ctx.request_repaint_after(Duration::from_millis(100)),
            Poll::Ready(chosen) => {
                let wanted = *wanted;
                self.browsing = None;
                let Some(path) = chosen.map(|chosen| chosen.path().to_owned()) else { return };
                match (wanted, &mut self.view.save) {
                    (Wanted::Place, Some(form)) => form.path = path.to_string_lossy().into_owned(),
                    (Wanted::Place, None) => {}
                    (Wanted::Class, _) => self.obey(ctx, Command::OpenClass(path)),
                    (Wanted::Open, _) => self.obey(ctx, Command::OpenFile(path)),
                }
            }
        }
    }
}
