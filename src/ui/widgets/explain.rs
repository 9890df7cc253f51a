//! Every number can be asked what it is.

use egui::{CursorIcon, Response, RichText, Ui};

use crate::metrics::{ScoredTestSet, metric};
use crate::num::Threshold;
use crate::ui::theme;

/// Shows, while the pointer rests on `response`, what the metric `id` is: its names, its formula with the live counts, what
/// it tells and what it hides. An unknown `id` shows nothing.
pub fn explained(response: Response, id: &str, set: &ScoredTestSet, threshold: Threshold) -> Response {
    told(response, id, set, threshold, "")
}

fn told(response: Response, id: &str, set: &ScoredTestSet, threshold: Threshold, hint: &str) -> Response {
    let Some(entry) = metric(id) else { return response };
    response.on_hover_ui(|ui| {
        ui.set_max_width(360.0);
        ui.label(RichText::new(entry.name).text_style(theme::strong()));
        if !entry.synonyms.is_empty() {
            ui.label(RichText::new(tr!("Also called {}.", entry.synonyms.join(", "))).small().weak());
        }
        ui.label(entry.tells);
        ui.label(RichText::new(entry.formula).color(theme::colours(ui).accent));
        ui.label(RichText::new(entry.filled_in(set, threshold)).text_style(theme::strong()));
        note(ui, tr!("What it hides"), entry.hides);
        note(ui, tr!("Undefined when"), entry.undefined_when);
        ui.label(RichText::new(tr!("Source: {}", entry.source)).small().weak());
        if !hint.is_empty() {
            ui.label(RichText::new(hint).small().color(theme::colours(ui).accent));
        }
    })
}

/// As [`explained`], for a name that can be clicked; returns whether it was, to look the metric up.
pub fn asked(response: Response, id: &str, set: &ScoredTestSet, threshold: Threshold) -> bool {
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    told(response, id, set, threshold, tr!("Click to look it up among the words.")).clicked()
}

fn note(ui: &mut Ui, title: &str, text: &str) {
    if !text.is_empty() {
        ui.label(RichText::new(format!("{title}: {text}")).small());
    }
}
