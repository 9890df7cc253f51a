//! The desk at which an exercise is written: beside the live window, whose screen becomes its start and its goals.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Button, CollapsingHeader, DragValue, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, vec2};

use crate::exercise::{Draft, DraftQuestion, DraftStep, Level, SHOWN, Sight, State, TRUTHS, goals};
use crate::figure::Format;
use crate::scenario::Scenario;
use crate::ui::panels::Shown;
use crate::ui::theme;
use crate::ui::view::{Command, Content, View};
use crate::ui::widgets::segmented::choice_ui;

/// The height of what stands under the desk, in points.
const FOOT: f32 = 118.0;

/// A draft, and how the screen stood where it was taken down.
#[derive(Clone)]
pub struct AuthorView {
    /// The draft.
    pub draft: Draft,
    /// How things stood at the start and at each goal; empty while the first results are on their way.
    stood: Vec<Arc<State>>,
    /// What was looked at since the start or the last goal.
    seen: BTreeSet<Sight>,
    /// What came of the last proof; `None` while there is none, or the draft has changed since.
    pub proof: Option<Result<String, String>>,
    /// Whether a proof is under way.
    pub proving: bool,
}

impl AuthorView {
    /// An empty desk on what stands.
    #[must_use]
    pub fn new(scenario: Scenario) -> Self {
        Self { draft: Draft::new(scenario), stood: Vec::new(), seen: BTreeSet::new(), proof: None, proving: false }
    }

    /// A draft of another day. How things stood at its start and goals is not known any more; its goals stay as they were written down.
    #[must_use]
    pub fn taken_up(draft: Draft) -> Self {
        Self { draft, stood: Vec::new(), seen: BTreeSet::new(), proof: None, proving: false }
    }

    /// Takes note of what is in sight.
    pub fn see(&mut self, seen: &[Sight]) {
        self.seen.extend(seen);
    }
}

/// Shows the desk.
pub fn author_ui(ui: &mut Ui, scenario: &Scenario, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let Some(desk) = &mut view.course.author else { return };
    let before = desk.draft.clone();
    let mut close = false;
    ui.horizontal(|ui| {
        ui.label(RichText::new(tr!("Write an exercise")).text_style(theme::strong()).color(theme::colours(ui).accent));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            close = ui.small_button(tr!("Close")).on_hover_text(tr!("What is not saved as a file is gone")).clicked();
        });
    });
    ui.separator();
    let height = (ui.available_height() - FOOT).max(120.0);
    ScrollArea::vertical().id_salt("desk").max_height(height).auto_shrink([false, false]).show(ui, |ui| {
        // Room for the bar at the side.
        ui.set_max_width(ui.available_width() - 10.0);
        about_ui(ui, &mut desk.draft);
        start_ui(ui, desk, scenario, shown);
        for number in 0..desk.draft.steps.len() {
            step_ui(ui, desk, number, scenario, shown);
        }
        ui.horizontal_wrapped(|ui| {
            if ui.button(tr!("Add a step")).clicked() {
                desk.draft.steps.push(DraftStep::default());
            }
            let last = desk.draft.steps.len() - 1;
            if last > 0 && ui.button(tr!("Take the last step away")).clicked() {
                desk.draft.steps.truncate(last);
                desk.stood.truncate(last + 1);
            }
        });
        CollapsingHeader::new(tr!("The end")).id_salt("the-end").show(ui, |ui| {
            words_ui(ui, tr!("What there was to learn"), &mut desk.draft.debrief, 3);
            words_ui(ui, tr!("Notes for whoever teaches it"), &mut desk.draft.notes, 3);
        });
    });
    if desk.draft != before {
        desk.proof = None;
    }
    foot_ui(ui, desk, shown, commands);
    if close {
        view.course.author = None;
    }
}

/// A field of several lines under its name.
fn words_ui(ui: &mut Ui, name: &str, words: &mut String, rows: usize) {
    ui.label(RichText::new(name).small().color(theme::colours(ui).quiet));
    let field = TextEdit::multiline(words).desired_rows(rows).desired_width(f32::INFINITY);
    ui.add(field).widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, name));
}

/// A field of one line under its name; `spoken` tells it from others of the same name.
fn line_ui(ui: &mut Ui, name: &str, spoken: &str, words: &mut String) {
    ui.label(RichText::new(name).small().color(theme::colours(ui).quiet));
    let field = TextEdit::singleline(words).desired_width(f32::INFINITY);
    ui.add(field).widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, spoken));
}

fn about_ui(ui: &mut Ui, draft: &mut Draft) {
    line_ui(ui, tr!("Title"), tr!("Title"), &mut draft.title);
    ui.horizontal_wrapped(|ui| {
        ui.add(DragValue::new(&mut draft.minutes).range(1..=60).suffix(tr!(" minutes")));
        for (level, name) in
            [(Level::All, tr!("Everybody")), (Level::Clinical, tr!("Clinical")), (Level::Manager, tr!("Managers"))]
        {
            if choice_ui(ui, draft.level == level, name).clicked() {
                draft.level = level;
            }
        }
    });
    words_ui(ui, tr!("Why it matters, in a sentence or two"), &mut draft.opening, 2);
}

fn start_ui(ui: &mut Ui, desk: &mut AuthorView, scenario: &Scenario, shown: &Shown<'_>) {
    if desk.stood.is_empty()
        && let Some(now) = shown.course.now
        && now.derived.scenario.dataset == desk.draft.start.dataset
    {
        desk.stood.push(Arc::clone(now));
    }
    ui.add_space(theme::STEP);
    ui.label(RichText::new(tr!("The start")).text_style(theme::strong()));
    let line = Format::Decimals(2).write(desk.draft.start.threshold.get());
    let title =
        if shown.recipe.id == desk.draft.start.dataset { &shown.recipe.title } else { &desk.draft.start.dataset };
    ui.label(tr!("It begins with \u{201c}{title}\u{201d}, the line at {line}.", title, line));
    let ready = shown.course.now.is_some();
    let button = ui.add_enabled(ready, Button::new(tr!("Start from this screen")));
    if button.on_hover_text(tr!("Goals that were set before are dropped")).clicked()
        && let Some(now) = shown.course.now
    {
        desk.draft.start = scenario.clone();
        desk.stood = vec![Arc::clone(now)];
        desk.seen.clear();
        for step in &mut desk.draft.steps {
            (step.goals, step.end, step.seen) = (Vec::new(), None, Vec::new());
        }
    }
    CollapsingHeader::new(tr!("What stays in sight")).id_salt("in-sight").show(ui, |ui| {
        ui.label(RichText::new(tr!("With no tick, everything does.")).small());
        for (name, words) in SHOWN {
            let words = crate::language::translate(words);
            let mut taken = desk.draft.show.contains(name);
            let words = crate::figure::sentence_case(words);
            if ui.checkbox(&mut taken, words).changed() {
                if taken {
                    desk.draft.show.insert(name.to_owned());
                } else {
                    desk.draft.show.remove(name);
                }
            }
        }
    });
}

fn step_ui(ui: &mut Ui, desk: &mut AuthorView, number: usize, scenario: &Scenario, shown: &Shown<'_>) {
    ui.add_space(theme::STEP);
    let name = tr!("Step {}", number + 1);
    let last = number + 1 == desk.draft.steps.len();
    CollapsingHeader::new(&name).id_salt(("step", number)).default_open(last).show(ui, |ui| {
        let step = &mut desk.draft.steps[number];
        line_ui(ui, tr!("Heading"), &tr!("Heading of step {}", number + 1), &mut step.title);
        words_ui(ui, tr!("What to do"), &mut step.text, 3);
        line_ui(ui, tr!("Guess first (may stay empty)"), &tr!("Question of step {}", number + 1), &mut step.ask);
        if !step.ask.trim().is_empty() {
            question_ui(ui, step, number);
        }
        line_ui(ui, tr!("Hint"), &tr!("Hint of step {}", number + 1), &mut step.hint);
        ui.add_space(theme::STEP);
        let from = desk.stood.get(number).cloned();
        let ready = from.is_some() && shown.course.now.is_some();
        let strong = RichText::new(tr!("Make this the goal")).text_style(theme::strong());
        let button = ui.add_enabled(ready, Button::new(strong));
        let button =
            button.on_hover_text(tr!("Arrange the screen as it should be once the step is done, then press this"));
        let button = button.on_disabled_hover_text(tr!("Set the goal of the step before first."));
        if let (true, Some(from), Some(now)) = (button.clicked(), from, shown.course.now) {
            step.seen = desk.seen.iter().copied().collect();
            step.goals = goals(&from, now, scenario, &step.seen);
            step.end = Some(scenario.clone());
            desk.stood.truncate(number + 1);
            desk.stood.push(Arc::clone(now));
            desk.seen.clear();
        }
        if step.end.is_some() && step.goals.is_empty() {
            let text = tr!("Nothing here differs from where the step began. Move something first.");
            ui.label(RichText::new(text).color(theme::colours(ui).warning));
        }
        for goal in &mut step.goals {
            ui.checkbox(&mut goal.taken, &goal.words);
        }
    });
}

fn question_ui(ui: &mut Ui, step: &mut DraftStep, number: usize) {
    let question = step.question.get_or_insert(DraftQuestion::Number(0));
    ui.horizontal_wrapped(|ui| {
        for (name, kind) in [
            (tr!("A number"), DraftQuestion::Number(0)),
            (tr!("A choice"), DraftQuestion::Choice(vec![String::new(), String::new()], None)),
            (tr!("A sentence"), DraftQuestion::Text),
        ] {
            let same = std::mem::discriminant(question) == std::mem::discriminant(&kind);
            if choice_ui(ui, same, name).clicked() && !same {
                *question = kind;
            }
        }
    });
    match question {
        DraftQuestion::Number(truth) => {
            let shown = TRUTHS[(*truth).min(TRUTHS.len() - 1)].0;
            egui::ComboBox::from_id_salt(("truth", number)).selected_text(shown).width(230.0).show_ui(ui, |ui| {
                for (place, (words, ..)) in TRUTHS.iter().enumerate() {
                    ui.selectable_value(truth, place, *words);
                }
            });
        }
        DraftQuestion::Choice(offered, right) => {
            ui.label(RichText::new(tr!("Tick the right one, if there is one.")).small());
            for (place, one) in offered.iter_mut().enumerate() {
                ui.horizontal(|ui| {
                    let mut taken = *right == Some(place);
                    let name = tr!("Answer {} is right", place + 1);
                    let tick = ui.checkbox(&mut taken, "");
                    tick.widget_info(|| WidgetInfo::selected(egui::Role::CheckBox, true, taken, &name));
                    if tick.changed() {
                        *right = taken.then_some(place);
                    }
                    let field = ui.add(TextEdit::singleline(one).desired_width(f32::INFINITY));
                    let name = tr!("Answer {}", place + 1);
                    field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, &name));
                });
            }
            ui.horizontal(|ui| {
                if offered.len() < 6 && ui.small_button(tr!("One more")).clicked() {
                    offered.push(String::new());
                }
                if offered.len() > 2 && ui.small_button(tr!("One fewer")).clicked() {
                    offered.pop();
                    *right = right.filter(|right| *right < offered.len());
                }
            });
        }
        DraftQuestion::Text => {}
    }
}

fn foot_ui(ui: &mut Ui, desk: &AuthorView, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let colours = theme::colours(ui);
    ui.separator();
    let missing = desk.draft.missing();
    let (text, ink) = match (missing.first(), &desk.proof) {
        (Some(first), _) => (first.clone(), colours.quiet),
        (None, _) if desk.proving => (tr!("Proving it on four draws of patients\u{2026}").to_owned(), colours.quiet),
        (None, Some(Ok(proven))) => (proven.clone(), colours.accent),
        (None, Some(Err(problem))) => (problem.clone(), colours.error),
        (None, None) => {
            (tr!("Prove it: nothing is done as it begins, and your goals can be reached.").to_owned(), colours.quiet)
        }
    };
    ScrollArea::vertical().id_salt("proof").max_height(46.0).auto_shrink([false, false]).show(ui, |ui| {
        ui.add(egui::Label::new(RichText::new(text).small().color(ink)).wrap());
    });
    let whole = missing.is_empty();
    ui.horizontal_wrapped(|ui| {
        let size = vec2(0.0, 30.0);
        if ui.add_enabled(whole && !desk.proving, Button::new(tr!("Prove it")).min_size(size)).clicked() {
            commands.push(Command::ProveDraft);
        }
        if ui.add_enabled(whole, Button::new(tr!("Try it")).min_size(size)).clicked() {
            commands.push(Command::TryDraft);
        }
        if ui.add_enabled(whole, Button::new(tr!("Save the file")).min_size(size)).clicked() {
            let text = desk.draft.to_markdown(shown.recipe).map(Content::Exercise);
            commands.push(Command::OfferSave(desk.draft.title.trim().to_owned(), text));
        }
    });
}
