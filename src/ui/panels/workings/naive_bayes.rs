//! Naive Bayes: likelihood ratios that multiply.

use egui::{ScrollArea, Ui, vec2};

use super::inside::{encoded, fitted_note, name, note, row_height, value};
use crate::explain::Evidence;
use crate::figure::{InputWords, evidence_figure};
use crate::num::Threshold;
use crate::ui::panels::{Shown, chosen_ui};
use crate::ui::view::{Command, View};
use crate::ui::widgets::chart::{TITLE, chart_ui};

/// The height of what stands around the rows, and of the words below, in points.
const AXIS: f32 = 50.0;
const WORDS: f32 = 56.0;

/// Shows the evidence on the chosen patient.
pub(super) fn naive_bayes_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let Some(row) = chosen_ui(ui, view, shown) else {
        ui.label(tr!("There is no patient to weigh the evidence for."));
        return;
    };
    let evidence = encoded(shown, row).and_then(|patient| Evidence::new(&shown.derived.model.trained, &patient));
    let Some(evidence) = evidence else {
        ui.label(tr!("The model cannot read this patient."));
        return;
    };
    let table = &shown.side().cohort.table;
    let words = InputWords {
        name: &|column| name(shown, column),
        value: &|column| value(shown, table, column, row),
        condition: shown.condition(),
    };
    let line = shown.fitted().map_or(Some(shown.threshold.get()), |fitted| fitted.undo(shown.threshold.get()));
    let figure = evidence_figure(&evidence, line.map(Threshold::clamped), &words);
    let rows = figure.y.rows.len().max(5);
    ScrollArea::vertical().id_salt("evidence").auto_shrink([false, true]).show(ui, |ui| {
        let height = TITLE + AXIS + row_height(ui, rows, TITLE + AXIS + WORDS) * rows as f32;
        let size = vec2(ui.available_width(), height);
        let answer = chart_ui(ui, size, &figure, None, &shown.caption(), commands);
        if let Some(readout) = answer.readout {
            answer.picture.on_hover_text_at_pointer(readout);
        }
        fitted_note(ui, shown, evidence.risk, row);
        note(ui, &figure.caption);
    });
}
