//! The insides of a random forest: the risks that its trees give one patient, and any of the trees.

use std::sync::Arc;

use egui::{RichText, Ui, vec2};

use super::inside::{encoded, fitted_note, note};
use super::tree::drawn_ui;
use crate::figure::votes_figure;
use crate::learn::Forest;
use crate::pipeline::Side;
use crate::ui::panels::{Shown, chosen_ui};
use crate::ui::view::{Command, View};
use crate::ui::widgets::chart::chart_ui;
use crate::ui::widgets::segmented::{Choice, segmented};
use crate::ui::{theme, words};

/// What is shown of a forest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ForestPart {
    /// The risk that each tree gives.
    #[default]
    Votes,
    /// One of its trees.
    Tree,
}

const PARTS: [Choice<'static, ForestPart>; 2] = [
    Choice {
        value: ForestPart::Votes,
        name: tr_noop!("What each tree says"),
        meaning: tr_noop!("The risks that its trees give this patient."),
    },
    Choice {
        value: ForestPart::Tree,
        name: tr_noop!("One of its trees"),
        meaning: tr_noop!("The questions of one tree, and the patient\u{2019}s way."),
    },
];

/// The height of the words below the chart, in points.
const WORDS: f32 = 92.0;

/// How a forest is looked at.
#[derive(Clone, Default)]
pub struct ForestView {
    /// What is shown of it.
    pub part: ForestPart,
    /// Which tree is drawn, counted from 0.
    pub number: usize,
    votes: Option<(Arc<Side>, usize, Vec<f64>)>,
}

/// The choice of what is shown.
pub(super) fn parts_ui(ui: &mut Ui, view: &mut ForestView) {
    segmented(ui, &mut view.part, &PARTS);
}

/// Shows the part that is open.
pub(super) fn forest_ui(ui: &mut Ui, view: &mut View, forest: &Forest, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let row = chosen_ui(ui, view, shown);
    let votes = votes(&mut view.inside.forest, forest, row, shown);
    if view.inside.forest.part == ForestPart::Tree {
        return one_ui(ui, view, (forest, &votes), row, shown, commands);
    }
    let Some(row) = row else {
        ui.label(tr!("There is no patient to ask the trees about."));
        return;
    };
    let line = line(shown);
    let above = line.map_or(0, |line| votes.iter().filter(|vote| **vote >= line).count());
    let text = tr!(
        "{} of {} trees put this patient at or above the threshold.",
        words::count(above as u64),
        words::count(votes.len() as u64)
    );
    ui.label(RichText::new(text).text_style(theme::strong()));
    let figure = votes_figure(&votes, line, shown.threshold);
    let size = vec2(ui.available_width(), (ui.available_height() - WORDS).clamp(180.0, 420.0));
    let answer = chart_ui(ui, size, &figure, None, &shown.caption(), commands);
    if let Some(readout) = answer.readout {
        answer.picture.on_hover_text_at_pointer(readout);
    }
    note(ui, &figure.caption);
    note(
        ui,
        tr!(
            "Every tree learnt from its own draw of the training patients and looked at a few inputs at a time, so they disagree. Where \
         they disagree most, the forest knows least."
        ),
    );
    let mean = votes.iter().sum::<f64>() / votes.len().max(1) as f64;
    fitted_note(ui, shown, mean, row);
}

/// One tree, to be chosen by its number or by what it says of the patient.
fn one_ui(
    ui: &mut Ui,
    view: &mut View,
    (forest, votes): (&Forest, &[f64]),
    row: Option<usize>,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let trees = forest.trees();
    let looked = &mut view.inside.forest;
    looked.number = looked.number.min(trees.len().saturating_sub(1));
    let chooser = |ui: &mut Ui| {
        let label = ui.label(tr!("Tree"));
        let mut number = looked.number + 1;
        let field = egui::DragValue::new(&mut number).range(1..=trees.len().max(1)).speed(0.2);
        ui.add(field).labelled_by(label.id);
        looked.number = number - 1;
        ui.label(tr!("of {}", trees.len()));
        let mut order: Vec<usize> = (0..votes.len()).collect();
        order.sort_by(|&a, &b| votes[a].total_cmp(&votes[b]));
        for (name, at) in [
            (tr!("lowest risk"), 0),
            (tr!("middle"), order.len() / 2),
            (tr!("highest risk"), order.len().saturating_sub(1)),
        ] {
            let meaning = tr!("The tree that gives this patient that risk among all");
            if let Some(&tree) = order.get(at)
                && ui.small_button(name).on_hover_text(meaning).clicked()
            {
                looked.number = tree;
            }
        }
    };
    ui.horizontal_wrapped(chooser);
    let number = looked.number;
    let Some(tree) = trees.get(number) else {
        ui.label(tr!("The forest has no tree."));
        return;
    };
    let title = tr!("Tree {} of {}", number + 1, trees.len());
    drawn_ui(ui, &mut view.inside.tree, (tree, number), row, &title, shown, commands);
}

/// The threshold in the forest's own risks, before these were fitted to local outcomes; `None` when none reaches it.
fn line(shown: &Shown<'_>) -> Option<f64> {
    let risk = shown.threshold.get();
    shown.fitted().map_or(Some(risk), |fitted| fitted.undo(risk))
}

/// What each tree says of the patient, kept while the results stand; nothing without a patient.
fn votes(view: &mut ForestView, forest: &Forest, row: Option<usize>, shown: &Shown<'_>) -> Vec<f64> {
    let Some(row) = row else { return Vec::new() };
    let side = shown.side();
    if !view.votes.as_ref().is_some_and(|(of, patient, _)| Arc::ptr_eq(of, side) && *patient == row) {
        view.votes = None;
    }
    let ask = || encoded(shown, row).map_or_else(Vec::new, |patient| forest.votes(&patient));
    view.votes.get_or_insert_with(|| (Arc::clone(side), row, ask())).2.clone()
}
