//! How a trained classifier reaches a risk: its insides where they can be drawn, and what each of its inputs weighs.

mod border;
mod forest;
mod importance;
mod inside;
mod naive_bayes;
mod neighbours;
mod nomogram;
mod tree;

pub use inside::InsideView;

use egui::{RichText, Ui, vec2};

use crate::figure::constant_figure;
use crate::learn::Workings;
use crate::ui::panels::Shown;
use crate::ui::theme;
use crate::ui::view::{Command, View, WorkingsPart};
use crate::ui::widgets::chart::chart_ui;
use crate::ui::widgets::segmented::{Choice, segmented};

const PARTS: [Choice<'static, WorkingsPart>; 2] = [
    Choice {
        value: WorkingsPart::Inside,
        name: tr_noop!("Inside"),
        meaning: tr_noop!("How it goes from what is known of a patient to a risk, step by step."),
    },
    Choice {
        value: WorkingsPart::Importance,
        name: tr_noop!("Importance"),
        meaning: tr_noop!("How much each input matters to it, all patients taken together."),
    },
];

/// All choices stand in one row from this width on, in points.
const ONE_ROW: f32 = 560.0;

/// Shows the workings of the model on screen.
pub fn workings_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let workings = shown.derived.model.trained.classifier.workings();
    if has_importance(workings) {
        parts_ui(ui, view, workings);
    }
    notes_ui(ui, shown);
    if has_importance(workings) && view.workings_part == WorkingsPart::Importance {
        return importance::importance_ui(ui, shown, commands);
    }
    match workings {
        Workings::Constant { risk } => constant_ui(ui, *risk, shown, commands),
        Workings::Coefficients { .. } => nomogram::logistic_ui(ui, view, shown, commands),
        Workings::NaiveBayes(_) => naive_bayes::naive_bayes_ui(ui, view, shown, commands),
        Workings::Neighbours(model) => neighbours::neighbours_ui(ui, view, model, shown, commands),
        Workings::SupportVectors(model) => border::border_ui(ui, view, model, shown, commands),
        Workings::Tree(tree) => tree::tree_ui(ui, view, tree, shown, commands),
        Workings::Forest(forest) => forest::forest_ui(ui, view, forest, shown, commands),
    }
}

/// The choices of what is shown, in one row where there is room for all.
fn parts_ui(ui: &mut Ui, view: &mut View, workings: &Workings) {
    let mut choices = |ui: &mut Ui| {
        segmented(ui, &mut view.workings_part, &PARTS);
        if matches!(workings, Workings::Forest(_)) && view.workings_part == WorkingsPart::Inside {
            forest::parts_ui(ui, &mut view.inside.forest);
        }
    };
    if ui.available_width() > ONE_ROW {
        ui.horizontal(choices);
    } else {
        choices(ui);
    }
}

/// Whether there are importances, or the reason why there are none, to choose beside the insides; a logistic regression has its
/// odds ratios for that, and a border has none.
const fn has_importance(workings: &Workings) -> bool {
    matches!(workings, Workings::NaiveBayes(_) | Workings::Neighbours(_) | Workings::Tree(_) | Workings::Forest(_))
}

/// What the model had to fall back on, and which inputs it had to do without.
fn notes_ui(ui: &mut Ui, shown: &Shown<'_>) {
    let trained = &shown.derived.model.trained;
    let dropped = trained.encoder.dropped().iter();
    let dropped = dropped.map(|dropped| tr!("{} was left out: {}", inside::name(shown, &dropped.column), dropped.why));
    for note in trained.classifier.notes().iter().cloned().chain(dropped) {
        ui.label(RichText::new(note).small().color(theme::colours(ui).warning));
    }
}

/// A model without any input that tells patients apart.
fn constant_ui(ui: &mut Ui, risk: f64, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let figure = constant_figure(shown.fitted_risk(risk), shown.threshold, shown.condition());
    chart_ui(ui, vec2(ui.available_width(), 150.0), &figure, None, &shown.caption(), commands);
    ui.label(&figure.caption);
    ui.label(
        tr!("No input that it was given tells patients apart, so it gives everybody the share of training patients who had it."),
    );
}
