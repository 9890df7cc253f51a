//! One view on the whole screen, for a room: large, covered until it is revealed, and driven by keys or a clicker.

mod keys;
mod spot;
mod tally;

use egui::{Color32, RichText, TextStyle, Ui, ViewportCommand, vec2};

use super::course::{cards_ui, truth_words};
use super::harm::groups_slide_ui;
use super::people::people_ui;
use super::ward::{next_sides, ward_slide_ui};
use super::{Shown, operating_point};
use crate::exercise::Run;
use crate::figure::Figure;
use crate::scenario::Scenario;
use crate::ui::charts::{Chart, chart_figure};
use crate::ui::theme;
use crate::ui::view::{Command, View};
use crate::ui::widgets::chart::chart_ui;
use crate::ui::widgets::matrix::{Detail, matrix_ui};
use crate::ui::widgets::threshold::{follow, rail};
pub use keys::KEYS;
use tally::Counted;

/// How much larger everything is than in the window: the smallest letters, 12.5 points there, are 18 here.
pub const LARGER: f32 = 1.45;

/// How much larger the matrix is than the rest: four numbers have the whole screen.
const MATRIX: f32 = 1.3;

/// How much of the width hands take beside what is revealed.
const HANDS: f32 = 0.34;

/// What can fill the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Slide {
    /// Who gets which score.
    #[default]
    Scores,
    /// The four numbers.
    Matrix,
    /// 1,000 people.
    People,
    /// A chart on which the threshold stands.
    Chart(Chart),
    /// The groups side by side.
    Groups,
    /// Paper against ward.
    Ward,
}

impl Slide {
    /// All of them; the number of each is its key.
    pub const ALL: [Self; 9] = [
        Self::Scores,
        Self::Matrix,
        Self::People,
        Self::Chart(Chart::Roc),
        Self::Chart(Chart::PrecisionRecall),
        Self::Chart(Chart::Calibration),
        Self::Chart(Chart::Decision),
        Self::Groups,
        Self::Ward,
    ];

    /// What it shows, as a question for the room.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Scores => tr!("Who gets which score?"),
            Self::Matrix => tr!("What does the line do to 1,000 patients?"),
            Self::People => tr!("1,000 patients, one icon each"),
            Self::Chart(Chart::Roc) => tr!("Found against alarmed in vain"),
            Self::Chart(Chart::PrecisionRecall) => tr!("How many alerts are right?"),
            Self::Chart(Chart::Calibration) => tr!("Is a risk what it says?"),
            Self::Chart(_) => tr!("Is it worth it?"),
            Self::Groups => tr!("Who is harmed?"),
            Self::Ward => tr!("What happens on the ward?"),
        }
    }
}

/// The presentation, while it is on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Present {
    /// What fills the screen.
    pub slide: Slide,
    /// Whether it is covered, so that the room can guess.
    pub covered: bool,
    /// Whether every slide begins covered.
    pub predict_first: bool,
    /// Whether the screen is black.
    pub blank: bool,
    /// Whether nothing moves, whatever is touched.
    pub frozen: bool,
    /// Whether all but the place under the pointer is darkened.
    pub spot: bool,
    /// When the timer was started, in the window's seconds.
    pub timer: Option<f64>,
    /// Whether the keys are listed.
    pub keys: bool,
}

impl Present {
    fn at(&self) -> usize {
        Slide::ALL.iter().position(|slide| *slide == self.slide).unwrap_or(0)
    }

    fn go(&mut self, place: usize) {
        if let Some(slide) = Slide::ALL.get(place) {
            (self.slide, self.covered) = (*slide, self.predict_first);
        }
    }

    /// What Page Down does without an exercise: reveal, then go on.
    fn on(&mut self) {
        if self.covered {
            self.covered = false;
        } else {
            self.go(self.at() + 1);
        }
    }

    fn back(&mut self) {
        if let Some(place) = self.at().checked_sub(1) {
            self.go(place);
        }
    }
}

/// Shows what fills the screen. Returns whether the presentation goes on.
pub fn present_ui(
    ui: &mut Ui,
    scenario: &mut Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let Some(mut present) = view.present.take() else { return };
    let typing =
        ui.memory(|memory| memory.focused().is_some_and(|id| egui::TextEdit::load_state(ui.ctx(), id).is_some()));
    let goes_on = typing || keys::follow_keys(ui, &mut present, scenario, view, shown, commands);
    if !goes_on {
        ui.ctx().send_viewport_cmd(ViewportCommand::Fullscreen(false));
        return;
    }
    if present.blank {
        ui.painter().rect_filled(ui.max_rect(), 0.0, Color32::BLACK);
        let said = ui.interact(ui.max_rect(), ui.scope_id().with("blank"), egui::Sense::hover());
        said.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Label, true, tr!("The screen is black. B brings it back."))
        });
    } else {
        theme::enlarge(ui, LARGER);
        slide_ui(ui, &mut present, scenario, view, shown, commands);
        if present.spot {
            spot::spot_ui(ui);
        }
    }
    view.present = Some(present);
}

/// What patients are compared by, as it stands after a title.
fn compared_by(scenario: &Scenario, shown: &Shown<'_>) -> Option<String> {
    let label = |id: &Option<String>| {
        let group = shown.recipe.groups().find(|group| Some(&group.id) == id.as_ref())?;
        Some(group.label.to_lowercase())
    };
    let first = label(&scenario.group_by)?;
    Some(match label(&scenario.group_by_second) {
        Some(second) => tr!("By {first} and {second}.", first, second),
        None => tr!("By {first}.", first),
    })
}

fn slide_ui(
    ui: &mut Ui,
    present: &mut Present,
    scenario: &mut Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let colours = theme::colours(ui);
    let frame = egui::Frame::new().fill(colours.paper).inner_margin(16);
    let kept = scenario.clone();
    egui::Panel::bottom(tr!("present: the line")).exact_size(156.0).frame(frame).show(ui, |ui| {
        foot_ui(ui, present, scenario, view, shown);
    });
    egui::CentralPanel::default().frame(frame).show(ui, |ui| {
        let counted = tally::counted(&view.course, shown, scenario);
        head_ui(ui, present, view, shown, scenario, &counted);
        let asks = view.course.is_covered();
        if present.keys {
            return keys_ui(ui);
        }
        if asks || present.covered && !view.course.is_sealed() {
            return covered_ui(ui, view, asks);
        }
        let (mut rect, mut beside) = (ui.available_rect_before_wrap(), None);
        if !counted.is_empty() {
            let (left, right) = rect.split_left_right_at_fraction(1.0 - HANDS);
            (rect, beside) = (left.with_max_x(left.right() - 4.0 * theme::STEP), Some(right));
        }
        theme::place(ui, rect, |ui| {
            if view.course.is_sealed() {
                cards_ui(ui, scenario, view, shown);
            } else {
                body_ui(ui, present.slide, scenario, view, shown, commands);
            }
        });
        if let Some(beside) = beside {
            theme::place(ui, beside, |ui| tally::bars_ui(ui, &counted));
        }
    });
    if present.frozen {
        *scenario = kept;
    }
}

/// The exercise's step and what it asked, or the question that the view answers. What hands were counted for stands beside them.
fn head_ui(ui: &mut Ui, present: &Present, view: &View, shown: &Shown<'_>, scenario: &Scenario, counted: &[Counted]) {
    let accent = theme::colours(ui).accent;
    if present.keys {
        ui.label(RichText::new(tr!("Keys of a presentation")).heading().color(accent));
        return;
    }
    let Some(run) = &view.course.run else {
        // A chart bears its own title.
        if present.covered || matches!(present.slide, Slide::Matrix | Slide::Groups | Slide::Ward) {
            let by = compared_by(scenario, shown).filter(|_| matches!(present.slide, Slide::Groups | Slide::Ward));
            let title =
                by.map_or_else(|| present.slide.title().to_owned(), |by| format!("{} {by}", present.slide.title()));
            ui.label(RichText::new(title).heading().color(accent));
        }
        return;
    };
    let Some(step) = run.step() else {
        ui.label(RichText::new(tr!("{}: done", run.exercise().head.title)).heading().color(accent));
        return;
    };
    let of = run.exercise().steps.len();
    ui.label(RichText::new(tr!("Step {} of {of}: {}", run.number() + 1, step.title, of)).heading().color(accent));
    if let (Some(now), None) = (shown.course.now, run.prediction()) {
        for asked in step.predictions.iter().filter(|asked| !counted.iter().any(|one| one.is_of(&asked.id))) {
            if let Some(words) = run.truth(asked, now, scenario).and_then(|truth| truth_words(asked, &truth)) {
                ui.add(egui::Label::new(format!("{} {words}", asked.ask)).wrap());
            }
        }
    }
}

/// What the room sees until it has guessed.
fn covered_ui(ui: &mut Ui, view: &View, asks: bool) {
    let asked = view.course.run.as_ref().and_then(Run::prediction).filter(|_| asks);
    let text = asked.map_or(tr!("What do you expect to see?"), |asked| asked.ask.as_str());
    ui.vertical_centered(|ui| {
        ui.add_space(0.12 * ui.available_height());
        ui.label(RichText::new(text).size(34.0).text_style(theme::strong()));
        ui.add_space(4.0 * theme::STEP);
        if asked.is_some() {
            tally::offered_ui(ui, &view.course);
        }
        ui.label(RichText::new(tr!("Space reveals")).color(theme::colours(ui).quiet));
    });
}

fn keys_ui(ui: &mut Ui) {
    // As low as the letters, so that all stand on one screen.
    ui.spacing_mut().interact_size.y = 0.0;
    egui::Grid::new(tr!("present: keys")).num_columns(2).spacing([24.0, 7.0]).show(ui, |ui| {
        for (keys, effect) in KEYS.map(|row| <[&str; 2]>::from(row).map(crate::language::translate).into()) {
            ui.label(RichText::new(keys).text_style(theme::strong()));
            ui.label(effect);
            ui.end_row();
        }
    });
}

/// How a chart is read, where its own words do not say it all.
fn reading(slide: Slide, shown: &Shown<'_>, behind: &str) -> Option<String> {
    match slide {
        Slide::Chart(Chart::PrecisionRecall) => {
            let here = shown.words().shown;
            Some(tr!("Solid: {here}. Dashed: {behind}. Dotted: tossing a coin.", here, behind))
        }
        Slide::Chart(Chart::Calibration) => Some(
            tr!("Disc: a tenth of the patients, with its 95% interval. On the dotted line a risk is what it says.")
                .to_owned(),
        ),
        Slide::Chart(Chart::Decision) => {
            Some(tr!("Shaded: following the model does more good than alarming everybody or nobody.").to_owned())
        }
        _ => None,
    }
}

fn body_ui(
    ui: &mut Ui,
    slide: Slide,
    scenario: &mut Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let set = &shown.side().set;
    let behind = view.pins.behind(shown);
    let words = reading(slide, shown, behind.label);
    let taken = words.as_ref().map_or(0.0, |words| theme::small_height(ui, words) + ui.spacing().item_spacing.y);
    let size = ui.available_size() - vec2(0.0, taken);
    let mut chart = |ui: &mut Ui, figure: &Figure| {
        let answer = chart_ui(ui, size, figure, Some(&mut scenario.threshold), &shown.caption(), commands);
        follow(&mut scenario.threshold, answer.value);
    };
    match slide {
        Slide::Scores => chart(ui, &chart_figure(Chart::Scores, set, shown.threshold, &shown.words(), &[])),
        Slide::Chart(kind) => {
            let ghosts = [behind];
            chart(ui, &chart_figure(kind, set, shown.threshold, &shown.words(), &ghosts));
        }
        Slide::Matrix => {
            let matrix = shown.matrix(shown.population);
            let size = vec2(size.x.min(size.y * 1.7), size.y);
            ui.scope(|ui| {
                theme::enlarge(ui, MATRIX);
                matrix_ui(ui, size, &matrix, (set, shown.threshold), Detail::Full);
            });
        }
        Slide::People => people_ui(ui, size, view, shown, commands),
        Slide::Groups => groups_slide_ui(ui, shown),
        Slide::Ward => ward_slide_ui(ui, view, shown, commands),
    }
    if let Some(words) = words {
        ui.label(RichText::new(words).small());
    }
}

fn foot_ui(ui: &mut Ui, present: &Present, scenario: &mut Scenario, view: &View, shown: &Shown<'_>) {
    let covered = view.course.is_covered() || present.covered || view.course.is_sealed();
    if !covered {
        operating_point::sentence_ui(ui, shown, TextStyle::Heading);
    }
    if !covered {
        ui.horizontal(|ui| {
            let width = ui.available_width() - 90.0;
            rail(ui, width, tr!("Threshold"), &mut scenario.threshold);
            ui.label(RichText::new(format!("{:.3}", scenario.threshold.get())).size(26.0).text_style(theme::strong()));
        });
    }
    ui.with_layout(egui::Layout::bottom_up(egui::Align::Min), |ui| {
        ui.horizontal(|ui| line_ui(ui, present, covered));
    });
}

/// The lowest line: which view this is, and at the right what runs or is held.
fn line_ui(ui: &mut Ui, present: &Present, covered: bool) {
    let mut text = tr!("View {} of {}. F1 lists the keys.", present.at() + 1, Slide::ALL.len());
    let more = match present.slide {
        Slide::Groups if !covered => Some(tr!("G: compare by something else.")),
        Slide::Ward if !covered => Some(tr!("G: compare by something else. M: another figure.")),
        _ => None,
    };
    if let Some(more) = more {
        text = format!("{text} {more}");
    }
    ui.label(RichText::new(text).small());
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        if let Some(since) = present.timer {
            let seconds = ui.input(|input| (input.time - since).max(0.0)) as u64;
            let text = format!("{}:{:02}", seconds / 60, seconds % 60);
            ui.label(RichText::new(text).size(28.0).text_style(theme::strong()));
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(250));
        }
        if present.frozen {
            ui.label(RichText::new(tr!("frozen")).color(theme::colours(ui).warning));
        }
    });
}
