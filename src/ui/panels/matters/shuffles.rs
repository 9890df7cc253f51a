//! What the model loses when one input is shuffled, on paper and on the ward side by side.

use egui::{RichText, ScrollArea, Ui, vec2};

use crate::figure::losses_figure;
use crate::pipeline::Population;
use crate::pipeline::matters::{ROUNDS, Shuffles};
use crate::ui::panels::Shown;
use crate::ui::panels::inputs::label;
use crate::ui::theme;
use crate::ui::view::Command;
use crate::ui::widgets::chart::{TITLE, chart_ui};
use crate::ui::words;

/// The heights of an input's row and of the axis below the rows, in points.
const ROW: f32 = 26.0;
const AXIS: f32 = 46.0;
/// The height of the words below the charts, in points.
const WORDS: f32 = 76.0;

pub(super) fn shuffles_ui(ui: &mut Ui, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let Some((shuffles, current)) = shown.matters.shuffles else {
        ui.label(tr!("Shuffling the first input\u{2026}"));
        return;
    };
    let done = shuffles.inputs.iter().filter(|input| input.sides.iter().all(Option::is_some)).count();
    let all = shuffles.inputs.len();
    if done < all {
        ui.label(tr!("{done} of {all} inputs are shuffled so far\u{2026}", done, all));
    } else {
        ui.label(RichText::new(headline(shuffles, shown)).text_style(theme::strong()));
    }
    if !current {
        ui.multiply_opacity(0.45);
    }
    let name = |column: &str| label(column, shown.recipe.variable(column));
    let room = (ui.available_height() - WORDS).max(160.0);
    let caption = ScrollArea::vertical().id_salt("losses").max_height(room).auto_shrink([false, true]).show(ui, |ui| {
        let each = ((room - TITLE - AXIS) / all.max(6) as f32).clamp(ROW - 4.0, 36.0);
        let size = vec2((ui.available_width() - 16.0) / 2.0, TITLE + AXIS + each * all.max(3) as f32);
        let mut caption = String::new();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            for side in [0, 1] {
                let figure = losses_figure(shuffles, side, &name);
                let answer = chart_ui(ui, size, &figure, None, &shown.caption(), commands);
                if let Some(readout) = answer.readout {
                    answer.picture.on_hover_text_at_pointer(readout);
                }
                caption = figure.caption;
            }
        });
        caption
    });
    let quiet = theme::colours(ui).quiet;
    let judged = shuffles.judged.map(|patients| words::count(patients as u64));
    let text = tr!(
        "{} {} patients on paper and {} on the ward, {ROUNDS} shuffles each. Inputs that say much the same stand in for each other, so \
         each alone may seem to matter little.",
        caption.inner,
        judged[0],
        judged[1],
        ROUNDS
    );
    ui.label(RichText::new(text).small().color(quiet));
}

/// "Without lactate the AUC would fall from 0.85 to 0.74 on paper, and from 0.83 to 0.77 on the ward."
fn headline(shuffles: &Shuffles, shown: &Shown<'_>) -> String {
    let cost = |side: usize| {
        move |input: &&crate::pipeline::matters::InputLoss| {
            input.sides[side].flatten().map_or(f64::NEG_INFINITY, |loss| loss.mean)
        }
    };
    let Some(dearest) = shuffles.inputs.iter().max_by(|a, b| cost(0)(a).total_cmp(&cost(0)(b))) else {
        return tr!("The model uses no input, so there is nothing to shuffle.").to_owned();
    };
    let [paper, ward] =
        [Population::Paper, Population::Ward].map(|population| shown.derived.side(population).set.auc());
    let fall = |auc: Option<f64>, side: usize| {
        let loss = dearest.sides[side].flatten()?.mean;
        auc.map(|auc| tr!("from {auc:.2} to {:.2}", auc - loss, auc))
    };
    let name = label(&dearest.column, shown.recipe.variable(&dearest.column));
    match (fall(paper, 0), fall(ward, 1)) {
        (Some(paper), Some(ward)) => {
            tr!(
                "{name} matters most on paper: shuffled, the AUC falls {paper}, and on the ward {ward}.",
                name,
                paper,
                ward
            )
        }
        (Some(paper), None) => tr!("{name} matters most on paper: shuffled, the AUC falls {paper}.", name, paper),
        _ => tr!("Only one outcome is among these patients, so the AUC is not defined.").to_owned(),
    }
}
