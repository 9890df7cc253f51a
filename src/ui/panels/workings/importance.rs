//! What each input weighs: odds ratios where the classifier has them, importance otherwise.

use egui::{RichText, ScrollArea, Ui, vec2};

use crate::figure::workings_figure;
use crate::learn::Workings;
use crate::ui::panels::Shown;
use crate::ui::theme;
use crate::ui::view::Command;
use crate::ui::widgets::chart::{TITLE, chart_ui};

/// The heights of one input's row and of the axis below the rows, in points.
const ROW: f32 = 26.0;
const AXIS: f32 = 46.0;

/// Shows how much each input matters to the model on screen, or why that cannot be said.
pub fn importance_ui(ui: &mut Ui, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let model = &shown.derived.model;
    let workings = model.trained.classifier.workings();
    let figure = match workings_figure(model.trained.encoder.features(), workings, shown.condition()) {
        Ok(figure) => figure,
        Err(reason) => {
            ui.heading(tr!("How much each input matters"));
            ui.label(reason);
            return;
        }
    };
    ScrollArea::vertical().id_salt("workings").auto_shrink([false, true]).show(ui, |ui| {
        let height = TITLE + AXIS + ROW * figure.y.rows.len().max(6) as f32;
        let answer = chart_ui(ui, vec2(ui.available_width(), height), &figure, None, &shown.caption(), commands);
        ui.label(RichText::new(&figure.caption).small().color(theme::colours(ui).quiet));
        if let Some(readout) = answer.readout {
            let meaning =
                if matches!(workings, Workings::Coefficients { .. }) { crate::language::translate(ODDS) } else { "" };
            answer.picture.on_hover_text_at_pointer(format!("{readout}\n{meaning}").trim());
        }
    });
}

const ODDS: &str = tr_noop!(
    "An odds ratio of 2 means that one step up doubles the odds; 0.5 that it halves them. Where the interval \
                    holds 1, the effect may be chance. It is what the model uses, and no proof of cause."
);
