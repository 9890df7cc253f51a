//! How a trained classifier reaches a risk: its insides where they can be drawn, and what each of its inputs weighs.

mod forest;
mod importance;
mod tree;

use egui::{RichText, Ui};

use crate::learn::Workings;
use crate::ui::panels::Shown;
use crate::ui::theme;
use crate::ui::view::{Command, View, WorkingsPart};
use crate::ui::widgets::segmented::{Choice, segmented};

const PARTS: [Choice<'static, WorkingsPart>; 2] = [
    Choice {
        value: WorkingsPart::Inside,
        name: "Inside",
        meaning: "How it goes from what is known of a patient to a risk, step by step.",
    },
    Choice {
        value: WorkingsPart::Importance,
        name: "Importance",
        meaning: "How much each input matters to it, all patients taken together.",
    },
];

/// Shows the workings of the model on screen.
pub fn workings_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let workings = shown.derived.model.trained.classifier.workings();
    let inside = has_inside(workings);
    if inside {
        segmented(ui, &mut view.workings_part, &PARTS);
    }
    notes_ui(ui, shown);
    if !inside || view.workings_part == WorkingsPart::Importance {
        return importance::importance_ui(ui, shown, commands);
    }
    match workings {
        Workings::Tree(tree) => tree::tree_ui(ui, tree),
        Workings::Forest(forest) => forest::forest_ui(ui, forest),
        Workings::Coefficients { .. }
        | Workings::NaiveBayes(_)
        | Workings::Neighbours(_)
        | Workings::SupportVectors(_)
        | Workings::Constant { .. } => importance::importance_ui(ui, shown, commands),
    }
}

/// Whether the insides can be drawn.
const fn has_inside(workings: &Workings) -> bool {
    matches!(workings, Workings::Tree(_) | Workings::Forest(_))
}

/// What the model had to fall back on, and which inputs it had to do without.
fn notes_ui(ui: &mut Ui, shown: &Shown<'_>) {
    let trained = &shown.derived.model.trained;
    let dropped = trained.encoder.dropped().iter();
    let dropped = dropped.map(|dropped| format!("{} was left out: {}", dropped.column, dropped.why));
    for note in trained.classifier.notes().iter().cloned().chain(dropped) {
        ui.label(RichText::new(note).small().color(theme::colours(ui).warning));
    }
}
