//! What a trained classifier made of its inputs: odds ratios where it has them, importance otherwise.

use egui::{Rangef, Rect, RichText, ScrollArea, Sense, Stroke, Ui, pos2, vec2};

use crate::learn::{Feature, Term, Workings};
use crate::ui::panels::Shown;
use crate::ui::theme;

/// The height of one input's line, in points.
const LINE: f32 = 25.0;

/// Shows the workings of the model on screen.
pub fn workings_ui(ui: &mut Ui, shown: &Shown<'_>) {
    let model = &shown.derived.model;
    let features = model.encoder.features();
    for note in model.classifier.notes() {
        ui.label(RichText::new(note).small().color(theme::colours(ui).warning));
    }
    for dropped in model.encoder.dropped() {
        let text = format!("{} was left out: {}", dropped.column, dropped.why);
        ui.label(RichText::new(text).small().color(theme::colours(ui).warning));
    }
    match model.classifier.workings() {
        Workings::Coefficients { terms, .. } => odds_ui(ui, features, terms, shown.condition()),
        other => importance_ui(ui, features, other),
    }
}

/// One line an input: its name, and its odds ratio with interval on a logarithmic axis; 1 means no effect.
fn odds_ui(ui: &mut Ui, features: &[Feature], terms: &[Term], condition: &str) {
    ui.heading("What pushes the risk up or down");
    let text = format!(
        "How many times larger the odds of {condition} become for one typical step up (one standard deviation, or yes instead \
         of no), the other inputs held still: the odds ratio, with its 95% interval. 1 means no effect."
    );
    ui.label(RichText::new(text).small().color(theme::colours(ui).quiet));
    let reach = terms.iter().filter_map(|term| term.step_odds_ratio_ci()).fold(2.0_f64, |reach, interval| {
        reach.max(interval.hi).max(1.0 / interval.lo.max(1e-3))
    });
    let reach = reach.min(64.0).ln();
    let mut order: Vec<usize> = (0..terms.len().min(features.len())).collect();
    order.sort_by(|&a, &b| terms[b].step_odds_ratio().ln().abs().total_cmp(&terms[a].step_odds_ratio().ln().abs()));
    ScrollArea::vertical().id_salt("odds").auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for index in order {
            odds_line(ui, &features[index].label, &terms[index], reach);
        }
    });
}

fn odds_line(ui: &mut Ui, name: &str, term: &Term, reach: f64) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
    let colours = theme::colours(ui);
    let ratio = term.step_odds_ratio();
    let interval = term.step_odds_ratio_ci();
    let spoken = match interval {
        Some(interval) => format!("{name}: odds ratio {ratio:.2}, interval {:.2} to {:.2}", interval.lo, interval.hi),
        None => format!("{name}: odds ratio {ratio:.2}"),
    };
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
    let (name_end, axis) = columns(rect);
    let painter = ui.painter_at(rect);
    let font = egui::TextStyle::Body.resolve(ui.style());
    let label = painter.layout(name.to_owned(), font.clone(), colours.ink, name_end - rect.left());
    painter.galley(pos2(rect.left(), rect.center().y - label.size().y / 2.0), label, colours.ink);
    let x = |ratio: f64| {
        let place = (ratio.max(1e-6).ln() / reach).clamp(-1.0, 1.0) as f32;
        egui::lerp(axis.min..=axis.max, f32::midpoint(place, 1.0))
    };
    painter.vline(x(1.0), Rangef::new(rect.top(), rect.bottom()), Stroke::new(1.0, colours.outline));
    let y = rect.center().y;
    if let Some(interval) = interval {
        painter.hline(Rangef::new(x(interval.lo), x(interval.hi)), y, Stroke::new(3.0, colours.accent.gamma_multiply(0.6)));
    }
    painter.circle_filled(pos2(x(ratio), y), 5.0, colours.accent);
    let figures = if ratio >= 100.0 { format!("{ratio:.0}") } else { format!("{ratio:.2}") };
    painter.text(pos2(rect.right(), y), egui::Align2::RIGHT_CENTER, figures, font, colours.ink);
    response.on_hover_text(spoken);
}

/// Where the name ends and where the axis lies in a line.
fn columns(rect: Rect) -> (f32, Rangef) {
    let name_end = rect.left() + rect.width() * 0.42;
    (name_end, Rangef::new(name_end + 14.0, rect.right() - 56.0))
}

/// One line an input: its share of what the model uses, as a bar; or why there is no such share.
fn importance_ui(ui: &mut Ui, _features: &[Feature], _workings: &Workings) {
    ui.heading("What it uses");
}
