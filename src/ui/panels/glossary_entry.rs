//! What the words say of one idea or one figure, with the counts of the patients shown.

use std::sync::Arc;

use egui::{Frame, RichText, Ui};

use crate::glossary::{Concept, Glossary};
use crate::metrics::{Metric, metric};
use crate::num::{Proportion, Threshold};
use crate::pipeline::{Population, Side};
use crate::ui::panels::Shown;
use crate::ui::{theme, words};

/// The live formulas of an entry, kept while what they are made of stands: some of them take a look at every patient.
#[derive(Clone)]
pub(super) struct Said {
    side: Arc<Side>,
    threshold: Threshold,
    entry: String,
    lines: Vec<String>,
}

/// An idea; returns the entry that was asked for from it.
pub(super) fn concept_ui(
    ui: &mut Ui,
    concept: &Concept,
    book: &Glossary,
    kept: &mut Option<Said>,
    shown: &Shown<'_>,
) -> Option<String> {
    let colours = theme::colours(ui);
    let number = tr!("{}: idea {} of {}", concept.theme, concept.number, book.concepts.len());
    title_ui(ui, &concept.title, &number);
    ui.label(RichText::new(&concept.sentence).text_style(theme::strong()));
    ui.label(&concept.explanation);
    ui.add_space(theme::STEP);
    Frame::new().fill(colours.panel).inner_margin(8).corner_radius(4).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new(tr!("Often said: {}", curly(&concept.misconception))).color(colours.quiet));
        ui.label(&concept.answer);
    });
    let figures: Vec<&'static Metric> = concept.figures.iter().filter_map(|id| metric(id)).collect();
    let mut next = None;
    if !figures.is_empty() {
        heading_ui(ui, &tr!("Its figures, {}", now(shown)));
        let lines = said(kept, &concept.id, &figures, shown);
        for (figure, line) in figures.into_iter().zip(lines) {
            if link_ui(ui, figure.name) {
                next = Some(figure.id.to_owned());
            }
            ui.label(RichText::new(line).small());
        }
    }
    heading_ui(ui, tr!("Asked for by (our reading)"));
    for guide in concept.asked_by.iter().filter_map(|code| book.guide(code)) {
        ui.label(RichText::new(&guide.name).small());
    }
    if let Some(reference) = &concept.reference {
        heading_ui(ui, tr!("Shown in"));
        ui.label(RichText::new(reference).small());
    }
    next
}

/// A figure; returns the entry that was asked for from it.
pub(super) fn figure_ui(
    ui: &mut Ui,
    figure: &'static Metric,
    book: &Glossary,
    kept: &mut Option<Said>,
    shown: &Shown<'_>,
) -> Option<String> {
    let colours = theme::colours(ui);
    title_ui(ui, figure.name, &tr!("Also called {}", figure.synonyms.join(", ")));
    ui.label(RichText::new(figure.tells).text_style(theme::strong()));
    heading_ui(ui, tr!("Formula"));
    ui.label(figure.formula);
    heading_ui(ui, &words::sentence_case(&now(shown)));
    let lines = said(kept, figure.id, &[figure], shown);
    if let Some(share) = figure.proportion(&shown.side().set.at(shown.threshold)) {
        ui.label(people(share));
    }
    ui.label(RichText::new(lines.concat()).text_style(theme::strong()).color(colours.accent));
    if !shown.mitigation.decides_alike() {
        let note = tr!("Counted with one threshold for all, before thresholds of groups and patients left to people.");
        ui.label(RichText::new(note).small().color(colours.warning));
    }
    heading_ui(ui, tr!("What it hides"));
    ui.label(figure.hides);
    heading_ui(ui, tr!("Undefined when"));
    ui.label(format!("{}.", words::sentence_case(figure.undefined_when)));
    heading_ui(ui, tr!("Reference"));
    ui.label(RichText::new(figure.source).small());
    let mut next = None;
    let mut ideas = book.ideas_of(figure).peekable();
    if ideas.peek().is_some() {
        heading_ui(ui, tr!("Belongs to"));
        for idea in ideas {
            if link_ui(ui, &idea.title) {
                next = Some(idea.id.clone());
            }
        }
    }
    next
}

/// "167 of 234, or 71 of 100"; of 1,000 where the share is small.
fn people(share: Proportion) -> String {
    let of: u32 = if share.value() < 0.095 && share.k() > 0 { 1000 } else { 100 };
    let people = (f64::from(of) * share.value()).round();
    tr!("{}, or about {people} of {}.", words::k_of_n(Some(share)), words::count(of.into()), people)
}

fn title_ui(ui: &mut Ui, title: &str, below: &str) {
    ui.spacing_mut().item_spacing.y = theme::STEP;
    ui.add(egui::Label::new(RichText::new(title).heading()).wrap());
    ui.label(RichText::new(below).small().color(theme::colours(ui).quiet));
    ui.add_space(theme::STEP);
}

fn heading_ui(ui: &mut Ui, text: &str) {
    ui.add_space(theme::STEP);
    ui.label(RichText::new(text).small().color(theme::colours(ui).quiet));
}

fn link_ui(ui: &mut Ui, text: &str) -> bool {
    ui.link(RichText::new(text).text_style(theme::strong())).clicked()
}

/// "on paper, at the threshold 0.10".
fn now(shown: &Shown<'_>) -> String {
    let side = if shown.population == Population::Paper { tr!("on paper") } else { tr!("on the ward") };
    tr!("{side}, at the threshold {}", words::score(shown.threshold.get()), side)
}

/// Straight quotation marks, as they are typed, made into pairs, as they are printed.
pub(super) fn curly(text: &str) -> String {
    let mut opens = true;
    text.chars()
        .map(|letter| {
            if letter != '"' {
                return letter;
            }
            opens = !opens;
            if opens { '\u{201d}' } else { '\u{201c}' }
        })
        .collect()
}

/// The formulas of `figures` with the counts of the patients shown.
fn said(kept: &mut Option<Said>, entry: &str, figures: &[&'static Metric], shown: &Shown<'_>) -> Vec<String> {
    let side = shown.side();
    let stands =
        |said: &Said| Arc::ptr_eq(&said.side, side) && said.threshold == shown.threshold && said.entry == entry;
    if let Some(said) = kept.as_ref().filter(|said| stands(said)) {
        return said.lines.clone();
    }
    let lines: Vec<String> = figures.iter().map(|figure| figure.filled_in(&side.set, shown.threshold)).collect();
    let said = Said { side: Arc::clone(side), threshold: shown.threshold, entry: entry.to_owned(), lines };
    kept.insert(said).lines.clone()
}
