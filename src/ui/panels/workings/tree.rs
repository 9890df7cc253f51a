//! The insides of a decision tree: its questions, drawn, with the way of one patient through them.

use std::sync::Arc;

use egui::{RichText, ScrollArea, Ui, vec2};

use super::inside::{note, value};
use crate::data::recipe::Variable;
use crate::explain::Value;
use crate::figure::decision_tree::{Asked, DecisionTree, Group, NOTE, show_decision_tree};
use crate::figure::export;
use crate::learn::{Feature, Tree};
use crate::num::Threshold;
use crate::pipeline::{ModelStage, Side};
use crate::ui::panels::inputs::{label, with_unit};
use crate::ui::panels::{Shown, chosen_ui};
use crate::ui::theme;
use crate::ui::view::{Command, Content, View};
use crate::ui::widgets::chart::{TITLE, title_ui};

/// Levels of plates above a patient's end that are shown with it.
const ABOVE: usize = 2;
/// The height of the words below the picture, in points.
const WORDS: f32 = 62.0;

/// How a tree is looked at.
#[derive(Clone, Default)]
pub struct TreeView {
    /// The group at the top of the picture.
    pub top: usize,
    /// Whether the patient's way is told in words instead.
    pub in_words: bool,
    kept: Option<(Key, Arc<DecisionTree>)>,
}

/// What a drawn tree depends on: the results, which tree it is, the patient, and the threshold.
#[derive(Clone)]
struct Key {
    model: Arc<ModelStage>,
    side: Arc<Side>,
    number: usize,
    row: Option<usize>,
    threshold: Threshold,
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.side, &other.side)
            && Arc::ptr_eq(&self.model, &other.model)
            && (self.number, self.row, self.threshold) == (other.number, other.row, other.threshold)
    }
}

/// Shows the one tree of a decision tree.
pub(super) fn tree_ui(ui: &mut Ui, view: &mut View, tree: &Tree, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let row = chosen_ui(ui, view, shown);
    let title = tr!("The tree of questions");
    drawn_ui(ui, &mut view.inside.tree, (tree, 0), row, title, shown, commands);
}

/// Draws a tree, `number` among those of the model, with the way of the patient in `row`.
pub(super) fn drawn_ui(
    ui: &mut Ui,
    view: &mut TreeView,
    (tree, number): (&Tree, usize),
    row: Option<usize>,
    title: &str,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let drawn = drawn(view, (tree, number), row, shown);
    if view.top >= drawn.groups.len() {
        view.top = 0;
    }
    if drawn.groups.len() > 1 {
        steps_ui(ui, view, &drawn);
    } else {
        ui.label(tr!("It asks nothing: no question parts these patients into groups that are large enough."));
    }
    if view.in_words {
        return words_ui(ui, &drawn);
    }
    if title_ui(ui, title) {
        let svg = export::decision_tree_svg(&drawn, view.top, title, &shown.caption());
        commands
            .push(Command::OfferSave(title.to_owned(), svg.map(Content::Picture).map_err(|error| error.to_string())));
    }
    let room = (ui.available_height() - WORDS).max(180.0);
    let size = vec2(ui.available_width(), room);
    let answer = show_decision_tree(ui, title, &drawn, view.top, size, ui.visuals().dark_mode);
    if let Some(pressed) = answer.pressed {
        // The plate at the top leads back up.
        view.top = if pressed == view.top { drawn.parent(pressed).unwrap_or(0) } else { pressed };
    }
    if let Some(end) = drawn.steps().last() {
        ui.label(RichText::new(end).text_style(theme::strong()));
    }
    note(ui, crate::language::translate(NOTE));
}

/// Where to look, and whether in words.
fn steps_ui(ui: &mut Ui, view: &mut TreeView, drawn: &DecisionTree) {
    ui.horizontal_wrapped(|ui| {
        ui.set_min_height(TITLE);
        let (top, in_words) = (view.top, view.in_words);
        let mut go = |ui: &mut Ui, name: &str, to: Option<usize>, meaning: &str| {
            let able = to.is_some_and(|to| to != top) && !in_words;
            let button = ui.add_enabled(able, egui::Button::new(name).small()).on_hover_text(meaning);
            if let Some(to) = to.filter(|_| button.clicked()) {
                view.top = to;
            }
        };
        go(ui, tr!("Start"), Some(0), tr!("Back to the whole tree"));
        go(ui, tr!("Up"), drawn.parent(top), tr!("To the question before the one at the top"));
        let last = drawn.path.len().saturating_sub(1 + ABOVE);
        go(
            ui,
            tr!("Patient\u{2019}s end"),
            drawn.path.get(last).copied(),
            tr!("To the end of the patient\u{2019}s way"),
        );
        ui.checkbox(&mut view.in_words, tr!("In words"))
            .on_hover_text(tr!("The patient\u{2019}s way, question by question"));
    });
}

fn words_ui(ui: &mut Ui, drawn: &DecisionTree) {
    ScrollArea::vertical().id_salt("way").auto_shrink([false, true]).show(ui, |ui| {
        for (index, step) in drawn.steps().into_iter().enumerate() {
            let ends = index + 1 == drawn.path.len();
            let text = if ends { step } else { format!("{}. {step}", index + 1) };
            let text = RichText::new(text);
            ui.label(if ends { text.text_style(theme::strong()) } else { text });
            ui.add_space(2.0);
        }
        if drawn.path.is_empty() {
            ui.label(tr!("There is no patient to follow."));
        }
    });
}

/// The tree in words and figures, kept while model, patient and threshold stand.
fn drawn(
    view: &mut TreeView,
    (tree, number): (&Tree, usize),
    row: Option<usize>,
    shown: &Shown<'_>,
) -> Arc<DecisionTree> {
    let (model, side) = (Arc::clone(&shown.derived.model), Arc::clone(shown.side()));
    let key = Key { model, side, number, row, threshold: shown.threshold };
    if let Some((of, drawn)) = &view.kept {
        if *of == key {
            return Arc::clone(drawn);
        }
        if !Arc::ptr_eq(&of.model, &key.model) || of.number != number {
            // Groups of another tree bear other numbers.
            view.top = 0;
        }
    }
    let drawn = Arc::new(described(tree, row, shown));
    view.kept = Some((key, Arc::clone(&drawn)));
    drawn
}

fn described(tree: &Tree, row: Option<usize>, shown: &Shown<'_>) -> DecisionTree {
    let features = shown.derived.model.trained.encoder.features();
    let patient = row.and_then(|row| super::inside::encoded(shown, row));
    let table = &shown.side().cohort.table;
    let answer = |feature: &Feature| row.map_or_else(String::new, |row| value(shown, table, &feature.column, row));
    let groups = tree.nodes().map(|node| Group {
        question: node.question.and_then(|question| {
            let feature = features.get(question.feature)?;
            Some(Asked {
                words: asked(feature, question.threshold, shown),
                answer: answer(feature),
                no: question.at_most,
                yes: question.above,
            })
        }),
        patients: node.patients,
        with_condition: node.with_condition,
        risk: shown.fitted_risk(node.risk()),
    });
    DecisionTree {
        groups: groups.collect(),
        path: patient.map_or_else(Vec::new, |patient| tree.path(&patient)),
        patient: row.map_or_else(String::new, |row| tr!("Patient No {}", row + 1)),
        condition: shown.condition().to_owned(),
        threshold: shown.threshold,
    }
}

/// "Lactate above 2.35 mmol/L?", "Arrived by ambulance?", "Site: B?".
fn asked(feature: &Feature, threshold: f64, shown: &Shown<'_>) -> String {
    let variable = shown.recipe.variable(&feature.column);
    match (&feature.level, variable) {
        (Some(level), _) if level == "yes" => format!("{}?", label(&feature.column, variable)),
        (Some(level), _) => format!("{}: {level}?", label(&feature.column, variable)),
        (None, Some(variable)) => {
            // Lines lie between values that people see, so they need one decimal more.
            let finer = Variable { decimals: variable.decimals + 1, ..variable.clone() };
            tr!("{} above {}?", variable.label, with_unit(&Value::Number(threshold), Some(&finer)))
        }
        (None, None) => tr!("{} above {threshold:.2}?", feature.label, threshold),
    }
}
