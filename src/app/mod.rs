//! The window's shell: it owns the scenario, runs the jobs, carries out commands. Clock, files and threads stand here.

mod acts;
mod background;
mod commands;
mod course;
mod desk;
mod executor;
mod fault;
mod files;
mod keep;
mod once;
pub mod renderer;
pub mod store;
mod workers;

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use eframe::egui;

use crate::data::recipe::Recipe;
use crate::data::{catalogue, generator};
use crate::exercise::State;
use crate::figure::export;
use crate::learn::{ClassifierKind, ClassifierSpec};
use crate::pipeline::{self, Derived, EvaluationJob, GroupKey};
use crate::scenario::Scenario;
use crate::ui::actions::Action;
use crate::ui::panels::{CourseShown, Shown};
use crate::ui::view::{Command, Room, View};
use crate::ui::{self, Freshness, theme};
use acts::History;
use executor::{Executor, Outcome};
use keep::LastKept;
use once::Once;
use renderer::{HAS_BOTH, Marker, Renderer, again_with_opengl};
use store::{Keep, Store};
use workers::Workers;

/// The picture by which a desktop knows the window.
const ICON: &str = include_str!("desktop/icon.svg");

/// The dataset that opens first.
const FIRST: &str = "ward-sepsis";

/// How long new results may take before the old ones are dimmed: less is not noticed.
const PATIENCE: Duration = Duration::from_millis(200);

/// Why there is no window, in one sentence that says what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct AppError(String);

/// Opens the window and returns when it is closed.
///
/// # Errors
/// [`AppError`] when there is no display, no OpenGL, or a file to open that cannot be read.
pub fn open(file: Option<&Path>, keep: &Keep, present: bool, asked: Option<Renderer>) -> Result<(), AppError> {
    let mut app = App::new().map_err(AppError)?;
    let store = Store::open(keep);
    let marker = Marker::in_folder(store.folder());
    let renderer = Renderer::first(asked, HAS_BOTH, marker.lies_there()).map_err(AppError)?;
    app.keep_in(store, file.is_some());
    app.view.course.home = true;
    app.find_exercises();
    if let Some(path) = file {
        app.open_file(path).map_err(AppError)?;
    }
    app.starting = Some((marker.clone(), renderer));
    let options = options(renderer);
    let created = Box::new(move |context: &eframe::CreationContext<'_>| {
        app.attach(&context.egui_ctx)?;
        if present {
            app.act(&context.egui_ctx, Action::Present)?;
        }
        Ok(Box::new(app) as Box<dyn eframe::App>)
    });
    marker.lay(renderer);
    let opened = eframe::run_native("Cutpoint", options, created);
    marker.take_away(renderer);
    match opened {
        Err(_) if renderer == Renderer::Wgpu && asked.is_none() && again_with_opengl() => Ok(()),
        opened => opened.map_err(|error| AppError(no_window(&error))),
    }
}

/// How the window comes up. Its place is not kept: one that is off every screen would be a window that nobody finds, so the system
/// places it anew each time, no larger than the screen.
fn options(renderer: Renderer) -> eframe::NativeOptions {
    let viewport = egui::ViewportBuilder::default()
        .with_title("Cutpoint")
        .with_app_id("cutpoint")
        .with_inner_size([1280.0, 860.0])
        .with_min_inner_size([320.0, 240.0])
        .with_clamp_size_to_monitor_size(true);
    // A window without its picture is a window all the same.
    let picture = export::png(ICON, 1.0).ok().and_then(|png| eframe::icon_data::from_png_bytes(&png).ok());
    let viewport = match picture {
        Some(picture) => viewport.with_icon(picture),
        None => viewport,
    };
    eframe::NativeOptions { viewport, persist_window: false, renderer: renderer.native(), ..Default::default() }
}

fn no_window(error: &eframe::Error) -> String {
    match error {
        eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) => {
            tr!("No display was found; start Cutpoint from a desktop, or use its command line (cutpoint --help).").to_owned()
        }
        eframe::Error::Glutin(_) | eframe::Error::NoGlutinConfigs(..) | eframe::Error::OpenGL(_) => {
            tr!("The window needs OpenGL 2.0 or later; update the graphics driver (on Linux, install libgl1 and libegl1), or use \
             the command line (cutpoint --help).")
                .to_owned()
        }
        other => tr!("The window could not be opened; the command line works without it (cutpoint --help). {other}", other),
    }
}

/// Everything behind the window.
pub struct App {
    scenario: Scenario,
    recipe: Arc<Recipe>,
    /// Recipes that were opened from files, the newest first.
    own: Vec<Arc<Recipe>>,
    view: View,
    derived: Arc<Derived>,
    wanted: GroupKey,
    stale_since: Option<Instant>,
    failure: Option<String>,
    executor: Option<Executor<EvaluationJob, Derived>>,
    workers: Workers,
    /// How things stand in the exercise under way, kept while they do.
    standing: Option<Arc<State>>,
    /// What comes of the proof of a draft, while one is under way.
    proving: Option<Once<String>>,
    /// A report that is being written, with its title.
    page_coming: Option<(String, Once<String>)>,
    /// Where what should be there next time is kept, and what was kept last.
    store: Store,
    last_kept: LastKept,
    /// The marker of a start that has not come to its first picture, and with which renderer.
    starting: Option<(Marker, Renderer)>,
    /// The steps that can be undone.
    history: History,
    /// Pinned states of another day, as they are worked out.
    pins_coming: Option<Receiver<Option<Arc<Derived>>>>,
    browsing: Option<(Wanted, Dialog)>,
    /// The report of a fault of our own, until somebody goes on.
    fault: Option<String>,
    /// Whether a window was ever drawn.
    drawn: bool,
}

/// What the system's dialog is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Where to save what is on offer.
    Place,
    /// The folder of a class.
    Class,
    /// A file to open.
    Open,
}

/// The system's dialog while it is open.
type Dialog = Pin<Box<dyn Future<Output = Option<rfd::FileHandle>>>>;

impl App {
    /// The app on the first dataset, with its results. [`Self::attach`] gives it a look and a worker.
    ///
    /// # Errors
    /// What a person should read, if the first dataset cannot be made.
    pub fn new() -> Result<Self, String> {
        let recipe = catalogue::shipped_recipe(FIRST).map_err(|error| error.to_string())?;
        let scenario = Scenario::of(&recipe);
        let derived =
            pipeline::finish(EvaluationJob::new(Arc::clone(&recipe), scenario.clone(), None).timed(workers::seconds))
                .map_err(|error| error.to_string())?;
        let wanted = derived.key.clone();
        let derived = Arc::new(derived);
        let view = View::default();
        Ok(Self {
            scenario,
            recipe,
            own: Vec::new(),
            view,
            derived,
            wanted,
            stale_since: None,
            failure: None,
            executor: None,
            workers: Workers::default(),
            standing: None,
            proving: None,
            page_coming: None,
            store: Store::none(None),
            last_kept: LastKept::default(),
            starting: None,
            history: acts::history(),
            pins_coming: None,
            browsing: None,
            fault: None,
            drawn: false,
        })
    }

    /// Dresses the window's context and starts the background worker.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub fn attach(&mut self, ctx: &egui::Context) -> Result<(), std::io::Error> {
        theme::install(ctx);
        // The size of text is an action like others, kept between runs.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let repaint = || {
            let ctx = ctx.clone();
            move || ctx.request_repaint()
        };
        self.executor = Some(Executor::start("evaluation", repaint())?);
        self.workers.start(repaint)?;
        Ok(())
    }

    /// The scenario as it stands.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Turns a knob of one population, as its slider does.
    pub fn turn(&mut self, source: generator::Population, knob: &str, value: f64) {
        let before = self.scenario.clone();
        let values = match source {
            generator::Population::Collected => &mut self.scenario.collect,
            generator::Population::Deployed => &mut self.scenario.deploy,
        };
        values.insert(knob.to_owned(), value);
        self.view.note_move(&before, &self.scenario, &self.derived);
    }

    /// Opens a dataset with its own defaults, as choosing it from the list does.
    pub fn open_recipe(&mut self, recipe: Arc<Recipe>) {
        self.open_dataset(recipe);
    }

    /// Trains another kind of classifier, with its usual settings.
    pub fn train(&mut self, kind: ClassifierKind) {
        self.scenario.classifier = ClassifierSpec::of(kind);
    }

    /// Collects so many patients.
    pub fn collect(&mut self, patients: usize) {
        self.scenario.patients = patients;
    }

    /// Compares patients by another attribute.
    pub fn compare_by(&mut self, group: &str) {
        self.scenario.compare_by(Some(group.to_owned()));
    }

    /// Why the scenario gives no results, once that is known.
    #[must_use]
    pub fn failure(&self) -> Option<&str> {
        self.failure.as_deref().filter(|_| self.stale_since.is_none())
    }

    /// Opens a room.
    pub fn show(&mut self, room: Room) {
        self.view.room = room;
    }

    /// How the scenario is looked at.
    #[must_use]
    pub const fn view(&self) -> &View {
        &self.view
    }

    /// How the scenario is looked at, to be changed as a person would.
    pub fn view_mut(&mut self) -> &mut View {
        &mut self.view
    }

    /// Takes another scenario, as opening a saved one does.
    ///
    /// # Errors
    /// What a person should read, when its dataset is unknown or it does not fit it.
    pub fn open_scenario(&mut self, scenario: Scenario) -> Result<(), String> {
        self.replace(scenario)
    }

    /// The results on screen.
    #[must_use]
    pub fn derived(&self) -> &Arc<Derived> {
        &self.derived
    }

    /// Whether the results on screen are those of the scenario.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.derived.key == self.wanted && self.failure.is_none()
    }

    /// Takes in what the background has finished.
    pub fn poll(&mut self) {
        self.workers.poll();
        self.hear_proof();
        self.hear_page();
        let Some((outcome, newest)) = self.executor.as_ref().and_then(Executor::poll) else { return };
        match outcome {
            Outcome::Done(derived) => {
                self.derived = Arc::from(derived);
                self.failure = None;
            }
            Outcome::Failed(reason) if newest => self.failure = Some(reason),
            Outcome::Failed(_) => {}
        }
        if newest {
            self.stale_since = None;
        }
    }

    /// Draws larger in a larger window, and as large as the person likes.
    fn fit(&mut self, ctx: &egui::Context) {
        let zoom = ctx.zoom_factor();
        let text = self.view.settings.text as f32 / 100.0;
        let wanted = theme::scale(ctx.content_rect().size() * zoom) * text;
        if (wanted / zoom - 1.0).abs() > 0.02 {
            ctx.set_zoom_factor(wanted);
        }
    }

    /// Starts what is missing after a change.
    fn keep_current(&mut self) {
        let key = GroupKey::new(&self.recipe, &self.scenario);
        if key == self.wanted {
            return;
        }
        self.wanted = key;
        self.stale_since.get_or_insert_with(Instant::now);
        let job = EvaluationJob::new(Arc::clone(&self.recipe), self.scenario.clone(), Some(Arc::clone(&self.derived)))
            .timed(workers::seconds);
        if let Some(executor) = &self.executor {
            executor.submit(job);
        }
    }

    /// Draws everything and carries out what was asked for. A fault in that is told, and the window goes on.
    pub fn window_ui(&mut self, ui: &mut egui::Ui) {
        self.guarded_ui(ui, Self::draw);
    }

    fn draw(&mut self, ui: &mut egui::Ui) {
        self.hear_dialog(ui.ctx());
        let mut commands: Vec<Command> = dropped(ui).into_iter().map(Command::OpenFile).collect();
        let derived = Arc::clone(&self.derived);
        let before = self.scenario.clone();
        let room = self.view.room;
        self.keep_standing();
        let standing = self.standing.clone();
        let workers = &self.workers;
        let shown = Shown {
            recipe: &derived.recipe,
            derived: &derived,
            own: &self.own,
            months: workers.months.shown(),
            bootstrap: workers.bootstrap.shown(),
            contenders: workers.contenders.shown().map(|(all, current)| (all.as_slice(), current)),
            samples: workers.samples.shown().map(|(samples, current)| (samples.as_slice(), current)),
            patient: workers.patient.shown(),
            refits: workers.refits.shown(),
            field: workers.field.shown(),
            learning: workers.learning.shown(),
            matters: workers.matters(),
            course: CourseShown { now: standing.as_ref() },
            mitigation: &before.mitigation,
            population: self.view.population,
            threshold: self.scenario.threshold,
        };
        let freshness = match (&self.failure, self.stale_since) {
            (Some(reason), _) => Freshness::Failed(reason),
            (None, Some(since)) if since.elapsed() > PATIENCE => Freshness::Updating,
            _ => Freshness::Current,
        };
        ui::workbench_ui(ui, &mut self.scenario, &mut self.view, &shown, freshness, &mut commands);
        ui::hold_focus(ui.ctx());
        if before.threshold != self.scenario.threshold {
            ui.ctx().request_repaint();
        }
        self.view.note_move(&before, &self.scenario, &derived);
        if room != self.view.room || before != self.scenario {
            // What was done last has been read by whoever goes on.
            self.view.notice = None;
        }
        let ctx = ui.ctx().clone();
        if !commands.is_empty() {
            // What was asked for is in sight at once, and not with the next key.
            ctx.request_repaint();
        }
        for command in commands {
            self.obey(&ctx, command);
        }
        self.remember(&ctx);
        self.look_ahead();
        self.hear_pins(&ctx);
        self.keep(&ctx);
        self.keep_current();
        if self.is_current() {
            self.workers.keep_current(&self.derived, &self.scenario, &self.view);
        }
        self.await_once(ui.ctx());
        if self.stale_since.is_some() {
            ui.ctx().request_repaint_after(PATIENCE);
        }
    }
}

fn dropped(ui: &egui::Ui) -> Vec<PathBuf> {
    ui.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect())
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        // A second frame is begun only once the first was drawn.
        if ctx.cumulative_frame_nr() > 1
            && let Some((marker, renderer)) = self.starting.take()
        {
            marker.take_away(renderer);
        }
        self.survive(ctx, |app| {
            app.fit(ctx);
            app.dress(ctx);
            app.poll();
            app.keep_what_waits(ctx);
        });
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.window_ui(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.keep_what_changed();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_never_comes_up_where_no_screen_is() {
        let options = options(Renderer::OpenGl);
        assert!(!options.persist_window, "a place that was kept may be off every screen today");
        assert_eq!(options.viewport.position, None, "the system knows the screens");
        assert_eq!(options.viewport.clamp_size_to_monitor_size, Some(true));
        assert!(options.viewport.min_inner_size.is_some_and(|size| size.x <= 320.0 && size.y <= 240.0));
    }
}
