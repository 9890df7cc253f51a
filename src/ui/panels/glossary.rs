//! The words: a search over the ideas and the figures, each with what it is here and now, and the way to where it is seen.

use std::sync::Arc;

use egui::{Button, Frame, Id, Key, Modifiers, RichText, ScrollArea, TextEdit, Ui, Vec2, WidgetInfo, vec2};

use crate::data::catalogue;
use crate::data::recipe::Recipe;
use crate::glossary::{Entry, Glossary, Hit, Place, glossary, search};
use crate::ui::charts::Chart;
use crate::ui::panels::glossary_entry::{Said, concept_ui, curly, figure_ui};
use crate::ui::panels::{Shown, WhyPart};
use crate::ui::theme;
use crate::ui::view::{Command, HarmPart, LinePart, ModelPart, PatientsPart, Room, View, WardPart};

/// The largest size of what stands in the window, in points, and the least that is left for its frame, for the rooms above
/// it and for the threshold below it.
const SIZE: Vec2 = vec2(724.0, 660.0);
const MARGIN: Vec2 = vec2(48.0, 232.0);
/// How wide the list is, in points.
const LIST: f32 = 236.0;
/// How high the line with "Show me" is, in points.
const FOOT: f32 = 54.0;

/// What is looked up.
#[derive(Clone, Default)]
pub struct GlossaryView {
    open: bool,
    /// The field takes the focus in the next frame.
    focus: bool,
    typed: String,
    chosen: Option<String>,
    /// The list scrolls to what is chosen.
    follow: bool,
    /// What to do is told above the rooms since "Show me", for this entry.
    pointed: Option<String>,
    said: Option<Said>,
}

impl GlossaryView {
    /// Whether the window is open.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.open
    }

    /// Opens the window, or closes it.
    pub fn toggle(&mut self) {
        (self.open, self.focus) = (!self.open, !self.open);
        // Whoever comes back looks up something else; what was read last stays chosen.
        self.typed.clear();
        self.follow = true;
    }

    /// Opens the window at the entry of that identifier.
    pub fn ask(&mut self, id: &str) {
        *self = Self { open: true, focus: true, follow: true, chosen: Some(id.to_owned()), ..Self::default() };
    }

    fn choose(&mut self, id: &str) {
        (self.chosen, self.follow, self.focus) = (Some(id.to_owned()), true, true);
    }
}

/// The window, while it is open. It leaves the glance and the threshold in reach, so that one can see a formula follow.
pub fn glossary_ui(ui: &Ui, view: &mut View, shown: &Shown<'_>) {
    if !view.glossary.open {
        return;
    }
    let book = match glossary() {
        Ok(book) => book,
        Err(error) => {
            view.notice = Some(error.to_string());
            view.glossary.open = false;
            return;
        }
    };
    // What stands over this window answers its own keys.
    let covered = view.help || view.card || view.save.is_some() || view.listed.is_some();
    let mut open = covered || !ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    let screen = ui.ctx().content_rect();
    let size = SIZE.min(screen.size() - MARGIN).max(vec2(200.0, 120.0));
    let mut shows = None;
    let window = egui::Window::new(tr!("Words and figures")).id(Id::unique("words")).open(&mut open).collapsible(false);
    let window = window.resizable(false).default_pos(screen.min + vec2(12.0, 66.0)).constrain_to(screen);
    window.show(ui.ctx(), |ui| {
        ui.set_min_size(size);
        ui.set_max_size(size);
        shows = contents_ui(ui, book, &mut view.glossary, shown, covered);
    });
    view.glossary.open = open;
    if let Some(id) = shows
        && let Some((place, _)) = book.entry(&id).and_then(|entry| book.sight(entry))
    {
        go(view, place);
        view.glossary.open = false;
        view.glossary.pointed = Some(id);
    }
}

/// Shows the field, the list and the entry; returns the entry that is to be seen in its room.
fn contents_ui(
    ui: &mut Ui,
    book: &'static Glossary,
    state: &mut GlossaryView,
    shown: &Shown<'_>,
    covered: bool,
) -> Option<String> {
    let field = Id::unique(tr!("words: what to look up"));
    let listens = !covered && ui.memory(|memory| memory.focused().is_none_or(|focused| focused == field));
    let keys = if listens { keys(ui) } else { Keys::default() };
    search_ui(ui, field, state);
    let hits = search(book, &state.typed);
    walk(state, &hits, keys.step);
    ui.add_space(theme::STEP);
    let all = ui.available_rect_before_wrap();
    let (list, right) = all.split_left_right_at_x(all.left() + LIST.min(all.width() * 0.4));
    let right = right.with_min_x(right.left() + 3.0 * theme::STEP);
    theme::place(ui, list, |ui| list_ui(ui, &hits, state));
    let Some(entry) = state.chosen.as_deref().and_then(|id| book.entry(id)) else {
        theme::place(ui, right, |ui| {
            ui.label(tr!("Nothing is called that. Try another word for it, or empty the field to see all."));
        });
        return None;
    };
    let (text, foot) = right.split_top_bottom_at_y(right.bottom() - FOOT);
    let mut next = None;
    theme::place(ui, text, |ui| {
        ScrollArea::vertical().id_salt(entry.id()).auto_shrink([false, false]).show(ui, |ui| {
            next = match entry {
                Entry::Concept(concept) => concept_ui(ui, concept, book, &mut state.said, shown),
                Entry::Figure(figure) => figure_ui(ui, figure, book, &mut state.said, shown),
            };
        });
    });
    let pressed = theme::place(ui, foot, |ui| foot_ui(ui, entry, book));
    if let Some(id) = next {
        state.typed.clear();
        state.choose(&id);
    }
    (pressed || keys.enter).then(|| entry.id().to_owned())
}

/// The keys that reach the list from the field.
#[derive(Default, Clone, Copy)]
struct Keys {
    /// How many entries down.
    step: isize,
    enter: bool,
}

fn keys(ui: &Ui) -> Keys {
    ui.input_mut(|input| {
        let mut count = |key| input.count_and_consume_key(Modifiers::NONE, key) as isize;
        let page = 8 * (count(Key::PageDown) - count(Key::PageUp));
        let step = page + count(Key::ArrowDown) - count(Key::ArrowUp);
        Keys { step, enter: count(Key::Enter) > 0 }
    })
}

fn search_ui(ui: &mut Ui, id: Id, state: &mut GlossaryView) {
    let edit = TextEdit::singleline(&mut state.typed).id(id).desired_width(f32::INFINITY).margin(vec2(8.0, 6.0));
    let field = ui.add(edit.hint_text(tr!("Look up a word: recall, PPV, cut-off, fairness\u{2026}")));
    field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Look up a word")));
    if std::mem::take(&mut state.focus) {
        field.request_focus();
    }
    if field.changed() {
        // The best answer to what is typed now.
        (state.chosen, state.follow) = (None, true);
    }
}

/// Keeps what is chosen among the hits, and moves it.
fn walk(state: &mut GlossaryView, hits: &[Hit<'_>], step: isize) {
    let Some(last) = hits.len().checked_sub(1) else {
        state.chosen = None;
        return;
    };
    let now = state.chosen.as_ref().and_then(|id| hits.iter().position(|hit| hit.entry.id() == id));
    if step != 0 || now.is_none() {
        let to = now.map_or(0, |now| now.saturating_add_signed(step).min(last));
        (state.chosen, state.follow) = (Some(hits[to].entry.id().to_owned()), true);
    }
}

fn list_ui(ui: &mut Ui, hits: &[Hit<'_>], state: &mut GlossaryView) {
    let colours = theme::colours(ui);
    ui.spacing_mut().item_spacing.y = 1.0;
    ScrollArea::vertical().id_salt("hits").auto_shrink([false, false]).show(ui, |ui| {
        for (place, hit) in hits.iter().enumerate() {
            let heading = match hit.entry {
                Entry::Concept(_) => tr!("Ideas"),
                Entry::Figure(_) => tr!("Figures"),
            };
            let kind = |hit: &Hit<'_>| matches!(hit.entry, Entry::Concept(_));
            if state.typed.trim().is_empty() && place.checked_sub(1).is_none_or(|last| kind(&hits[last]) != kind(hit)) {
                ui.label(RichText::new(heading).small().color(colours.quiet));
            }
            let taken = state.chosen.as_deref() == Some(hit.entry.id());
            let mut text = egui::text::LayoutJob::default();
            let ink = if taken { colours.accent } else { colours.ink };
            RichText::new(hit.entry.title()).color(ink).append_to(&mut text, ui.style(), BODY, egui::Align::Min);
            if let Some(by) = hit.by {
                let by = RichText::new(format!("\n{by}")).small().color(colours.quiet);
                by.append_to(&mut text, ui.style(), BODY, egui::Align::Min);
            }
            let button = Button::selectable(taken, text).wrap().min_size(vec2(ui.available_width(), 0.0));
            let row = ui.add(button);
            row.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, taken, hit.entry.title()));
            if taken && state.follow {
                row.scroll_to_me(None);
                state.follow = false;
            }
            if row.clicked() {
                state.chosen = Some(hit.entry.id().to_owned());
                state.focus = true;
            }
        }
    });
}

const BODY: egui::FontSelection = egui::FontSelection::Default;

/// "Show me" and what to do there; returns whether it was pressed.
fn foot_ui(ui: &mut Ui, entry: Entry<'_>, book: &Glossary) -> bool {
    ui.separator();
    let Some((place, to_do)) = book.sight(entry) else { return false };
    ui.horizontal_top(|ui| {
        let button = Button::new(RichText::new(tr!("Show me")).text_style(theme::strong()));
        let hint = tr!("Opens \u{201c}{}\u{201d} (Enter)", room(place).question());
        let pressed = ui.add(button).on_hover_text(hint).clicked();
        ui.add(egui::Label::new(RichText::new(curly(to_do)).small()).wrap());
        pressed
    })
    .inner
}

const fn room(place: Place) -> Room {
    match place {
        Place::Patients | Place::Causes => Room::Patients,
        Place::Model | Place::Learning => Room::Model,
        Place::Line
        | Place::Roc
        | Place::RightAlerts
        | Place::Calibration
        | Place::Decision
        | Place::Cost
        | Place::Gain
        | Place::Rates
        | Place::Rules
        | Place::Chance
        | Place::Elsewhere => Room::Line,
        Place::Groups | Place::Measures => Room::Harm,
        Place::Sides | Place::Months | Place::Claim | Place::You => Room::Ward,
        Place::Why => Room::Why,
        Place::Changed => Room::Changed,
    }
}

/// Opens the room and the part of it.
fn go(view: &mut View, place: Place) {
    view.room = room(place);
    let chart = match place {
        Place::Patients => return view.patients_part = PatientsPart::Collection,
        Place::Causes => return view.patients_part = PatientsPart::Causes,
        Place::Model => return view.model_part = ModelPart::Workings,
        Place::Learning => return view.model_part = ModelPart::Learning,
        Place::Why => return view.why.part = WhyPart::Account,
        Place::Changed => return,
        Place::Line => return view.line_part = LinePart::People,
        Place::Rules => return view.line_part = LinePart::Rules,
        Place::Chance => return view.line_part = LinePart::Chance,
        Place::Elsewhere => return view.line_part = LinePart::Elsewhere,
        Place::Groups => return view.harm_part = HarmPart::Groups,
        Place::Measures => return view.harm_part = HarmPart::Measures,
        Place::Sides => return view.ward_part = WardPart::Sides,
        Place::Months => return view.ward_part = WardPart::Months,
        Place::Claim => return view.ward_part = WardPart::Claim,
        Place::You => return view.ward_part = WardPart::You,
        Place::Roc => Chart::Roc,
        Place::RightAlerts => Chart::PrecisionRecall,
        Place::Calibration => Chart::Calibration,
        Place::Decision => Chart::Decision,
        Place::Cost => Chart::Cost,
        Place::Gain => Chart::Gain,
        Place::Rates => Chart::Rates,
    };
    view.line_part = LinePart::Curves;
    view.charts.only(chart);
}

/// What to do to see it, above the room that "Show me" has opened, and above others as long as it is not put away: often
/// a slider is moved in one room and its effect seen in the next.
pub fn pointed_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let Some(id) = view.glossary.pointed.clone() else { return };
    let Some((entry, book)) = glossary().ok().and_then(|book| Some((book.entry(&id)?, book))) else { return };
    let Some((_, to_do)) = book.sight(entry) else { return };
    let colours = theme::colours(ui);
    Frame::new().fill(colours.accent_fill).inner_margin(6).corner_radius(4).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.small_button(tr!("Done")).on_hover_text(tr!("Put this line away")).clicked() {
                    view.glossary.pointed = None;
                }
                if ui.small_button(tr!("Back")).on_hover_text(tr!("Back to the words")).clicked() {
                    view.glossary.ask(&id);
                }
                if let Some(other) = other_dataset(entry, shown) {
                    let name = tr!("Open \u{201c}{}\u{201d}", other.title);
                    if ui.small_button(name).on_hover_text(tr!("The dataset that shows this best")).clicked() {
                        commands.push(Command::OpenDataset(other));
                    }
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.add(egui::Label::new(RichText::new(curly(to_do)).color(colours.ink)).wrap());
                });
            });
        });
    });
    ui.add_space(theme::STEP);
}

/// The dataset that shows an idea best, unless it is open.
fn other_dataset(entry: Entry<'_>, shown: &Shown<'_>) -> Option<Arc<Recipe>> {
    let Entry::Concept(concept) = entry else { return None };
    let id = concept.dataset.as_deref().filter(|id| *id != shown.recipe.id)?;
    catalogue::shipped_recipe(id).ok()
}
