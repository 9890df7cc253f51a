//! A support vector machine: who lies how far from its border, what that means as a risk, and who holds it up.

use std::sync::Arc;

use egui::{RichText, Ui, vec2};

use super::inside::{encoded, note};
use super::neighbours::{Alike, alike_ui};
use crate::figure::{Border, Placed, border_figure, constant_figure, platt_figure};
use crate::learn::SupportVectors;
use crate::pipeline::Side;
use crate::ui::panels::{Shown, chosen_ui};
use crate::ui::view::{Command, View};
use crate::ui::widgets::chart::chart_ui;
use crate::ui::widgets::segmented::{Choice, segmented};
use crate::ui::{theme, words};

/// What is shown of a support vector machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BorderPart {
    /// Who lies how far from it.
    #[default]
    Distances,
    /// The curve from distance to risk.
    Risk,
    /// The patients who hold it up.
    Support,
}

const PARTS: [Choice<'static, BorderPart>; 3] = [
    Choice {
        value: BorderPart::Distances,
        name: tr_noop!("The border"),
        meaning: tr_noop!("How far patients lie from the border between those with and without the condition."),
    },
    Choice {
        value: BorderPart::Risk,
        name: tr_noop!("Distance to risk"),
        meaning: tr_noop!("How a distance becomes a risk."),
    },
    Choice {
        value: BorderPart::Support,
        name: tr_noop!("Who holds it up"),
        meaning: tr_noop!(
            "The training patients whose places decide where the border runs, and which of them pull this patient most."
        ),
    },
];

/// The height of the words below a chart, in points.
const WORDS: f32 = 84.0;
/// So many of those who pull hardest are listed.
const LISTED: usize = 30;

/// The distances of the patients of a side from the border, by outcome, ascending.
#[derive(Clone)]
pub struct Sides {
    of: Arc<Side>,
    with: Vec<f64>,
    without: Vec<f64>,
}

/// Shows the part that is open.
pub(super) fn border_ui(
    ui: &mut Ui,
    view: &mut View,
    model: &SupportVectors,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    segmented(ui, &mut view.inside.border, &PARTS);
    let (row, part) = (chosen_ui(ui, view, shown), view.inside.border);
    let hold = tr!(
        "{} of {} patients who took part hold the border up: the others could go, and it would run as it does.",
        words::count(support(model)),
        words::count(model.asked as u64)
    );
    if part == BorderPart::Support {
        ui.label(RichText::new(hold).text_style(theme::strong()));
        if let Some(row) = row {
            support_ui(ui, model, row, shown);
        }
        return;
    }
    if model.slope <= 0.0 {
        return flat_ui(ui, model, shown, commands);
    }
    let own = row.and_then(|row| {
        let distance = model.distance(&encoded(shown, row)?);
        Some(Placed { name: tr!("Patient No {}", row + 1), distance, risk: shown.side().scores[row] })
    });
    let line = line(model, shown);
    let sides = sides(view, model, shown);
    let border = Border {
        with: &sides.with,
        without: &sides.without,
        line,
        threshold: shown.threshold,
        own,
        condition: shown.condition(),
    };
    let figure = if part == BorderPart::Risk {
        platt_figure(&border, &|distance| shown.fitted_risk(model.risk_at(distance)))
    } else {
        border_figure(&border)
    };
    // In little room those who hold it up are spoken of only where they are listed.
    let roomy = ui.available_width() > 500.0;
    let size = vec2(ui.available_width(), (ui.available_height() - WORDS).max(220.0));
    let answer = chart_ui(ui, size, &figure, None, &shown.caption(), commands);
    if let Some(readout) = answer.readout {
        answer.picture.on_hover_text_at_pointer(readout);
    }
    note(ui, &figure.caption);
    if part == BorderPart::Distances && roomy {
        note(ui, &hold);
    }
}

/// How many different patients hold the border up: one drawn twice is one.
fn support(model: &SupportVectors) -> u64 {
    let mut rows = model.rows.clone();
    rows.sort_unstable();
    rows.dedup();
    rows.len() as u64
}

/// A border that says nothing of unseen patients.
fn flat_ui(ui: &mut Ui, model: &SupportVectors, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let risk = shown.fitted_risk(model.risk_at(0.0));
    let figure = constant_figure(risk, shown.threshold, shown.condition());
    chart_ui(ui, vec2(ui.available_width(), 150.0), &figure, None, &shown.caption(), commands);
    ui.label(&figure.caption);
    let text = tr!(
        "There is a border, but on patients whom it had not seen it did no better than chance, so distances from it \
                are not turned into risks."
    );
    ui.label(text);
}

/// The distance at which the threshold lies; beyond everybody on either side where it is 0 or 1.
fn line(model: &SupportVectors, shown: &Shown<'_>) -> f64 {
    let risk = shown.threshold.get();
    let own = shown.fitted().map_or(Some(risk), |fitted| fitted.undo(risk));
    let beyond = if risk <= 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    own.and_then(|risk| model.distance_for(risk)).unwrap_or(beyond)
}

/// Everybody's distance, from the risk that was made of it, kept while the results stand.
fn sides<'a>(view: &'a mut View, model: &SupportVectors, shown: &Shown<'_>) -> &'a Sides {
    let side = shown.side();
    let kept = &mut view.inside.sides;
    if !kept.as_ref().is_some_and(|sides| Arc::ptr_eq(&sides.of, side)) {
        *kept = None;
    }
    kept.get_or_insert_with(|| {
        let (mut with, mut without) = (Vec::new(), Vec::new());
        for (&risk, &has) in side.scores.iter().zip(side.outcomes()) {
            let own = shown.fitted().map_or(Some(risk), |fitted| fitted.undo(risk));
            if let Some(distance) = own.and_then(|risk| model.distance_for(risk)) {
                if has { with.push(distance) } else { without.push(distance) }
            }
        }
        with.sort_by(f64::total_cmp);
        without.sort_by(f64::total_cmp);
        Sides { of: Arc::clone(side), with, without }
    })
}

/// The support patients who pull this patient hardest.
fn support_ui(ui: &mut Ui, model: &SupportVectors, row: usize, shown: &Shown<'_>) {
    let Some(patient) = encoded(shown, row) else {
        ui.label(tr!("The model cannot read this patient."));
        return;
    };
    let pulls = model.pulls_on(&patient);
    let towards: f64 = pulls.iter().filter(|pull| **pull > 0.0).sum();
    let away: f64 = pulls.iter().filter(|pull| **pull < 0.0).sum();
    let offset =
        if model.offset() > 0.0 { tr!("minus {:.2}", model.offset()) } else { tr!("plus {:.2}", -model.offset()) };
    note(
        ui,
        &tr!(
            "Those with {} pull this patient to their side with {towards:.2} in all, those without with {:.2} to theirs; {offset} \
             for where the border runs, that is a distance of {:.2}. The more alike, the harder the pull; the hardest come first.",
            shown.condition(),
            -away,
            model.distance(&patient), towards, offset
        )
        .replace("of -", "of \u{2212}"),
    );
    let mut order: Vec<usize> = (0..pulls.len()).collect();
    order.sort_by(|&a, &b| pulls[b].abs().total_cmp(&pulls[a].abs()));
    let listed = order.into_iter().take(LISTED).map(|index| Alike {
        row: model.rows[index],
        how: format!("{:.3}", pulls[index].abs()),
        has_condition: pulls[index] > 0.0,
    });
    let listed: Vec<Alike> = listed.collect();
    alike_ui(ui, tr!("Pull"), &listed, row, shown);
}
