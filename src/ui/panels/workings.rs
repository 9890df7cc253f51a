//! What a trained classifier made of its inputs: odds ratios where it has them, importance otherwise.

use egui::{Rangef, Rect, RichText, ScrollArea, Sense, Stroke, Ui, pos2, vec2};

use crate::learn::{Feature, Term, TermStatus, Workings};
use crate::num::Z_95;
use crate::ui::panels::Shown;
use crate::ui::{theme, words};

/// The height of one input's line, in points.
const LINE: f32 = 25.0;

/// Shows the workings of the model on screen.
pub fn workings_ui(ui: &mut Ui, shown: &Shown<'_>) {
    let model = &shown.derived.model;
    for note in model.classifier.notes() {
        ui.label(RichText::new(note).small().color(theme::colours(ui).warning));
    }
    for dropped in model.encoder.dropped() {
        let text = format!("{} was left out: {}", dropped.column, dropped.why);
        ui.label(RichText::new(text).small().color(theme::colours(ui).warning));
    }
    let features = model.encoder.features();
    match model.classifier.workings() {
        Workings::Coefficients { terms, .. } => odds_ui(ui, features, terms, shown.condition()),
        other => importance_ui(ui, features, other),
    }
}

/// What one step up in an input does to the odds: yes instead of no for a category, one standard deviation for a number.
struct Step<'a> {
    name: &'a str,
    ratio: f64,
    interval: Option<(f64, f64)>,
}

impl<'a> Step<'a> {
    /// `None` for a term that was not estimated.
    fn of(feature: &'a Feature, term: &Term) -> Option<Self> {
        if term.status != TermStatus::Estimated {
            return None;
        }
        // The standardised coefficient is the raw one times the input's standard deviation.
        let size = match feature.level {
            Some(_) => 1.0,
            None if term.coefficient.abs() > 0.0 => term.standardised / term.coefficient,
            None => 0.0,
        };
        let at = |coefficient: f64| libm::exp(coefficient * size);
        let interval = term.standard_error.map(|error| {
            let half = Z_95 * error;
            (at(term.coefficient - half), at(term.coefficient + half))
        });
        Some(Self { name: &feature.label, ratio: at(term.coefficient), interval })
    }

    fn spoken(&self) -> String {
        let Self { name, ratio, interval } = self;
        match interval {
            Some((low, high)) => format!("{name}: odds ratio {ratio:.2}, interval {low:.2} to {high:.2}"),
            None => format!("{name}: odds ratio {ratio:.2}"),
        }
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
    let mut steps: Vec<Step<'_>> =
        features.iter().zip(terms).filter_map(|(feature, term)| Step::of(feature, term)).collect();
    steps.sort_by(|a, b| b.ratio.ln().abs().total_cmp(&a.ratio.ln().abs()));
    let far = |step: &Step<'_>| step.interval.map_or(step.ratio, |(low, high)| high.max(1.0 / low.max(1e-3)));
    let reach = steps.iter().map(far).fold(2.0_f64, f64::max).min(64.0).ln();
    ScrollArea::vertical().id_salt("odds").auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for step in &steps {
            odds_line(ui, step, reach);
        }
    });
}

fn odds_line(ui: &mut Ui, step: &Step<'_>, reach: f64) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
    let colours = theme::colours(ui);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, step.spoken()));
    let axis = name_and_axis(ui, rect, step.name);
    let painter = ui.painter_at(rect);
    let x = |ratio: f64| {
        let place = (ratio.max(1e-6).ln() / reach).clamp(-1.0, 1.0) as f32;
        egui::lerp(axis.min..=axis.max, f32::midpoint(place, 1.0))
    };
    let y = rect.center().y;
    painter.vline(x(1.0), Rangef::new(rect.top(), rect.bottom()), Stroke::new(1.0, colours.outline));
    if let Some((low, high)) = step.interval {
        painter.hline(Rangef::new(x(low), x(high)), y, Stroke::new(3.0, colours.accent.gamma_multiply(0.6)));
    }
    painter.circle_filled(pos2(x(step.ratio), y), 5.0, colours.accent);
    let figures = if step.ratio >= 100.0 { format!("{:.0}", step.ratio) } else { format!("{:.2}", step.ratio) };
    let font = egui::TextStyle::Body.resolve(ui.style());
    painter.text(pos2(rect.right(), y), egui::Align2::RIGHT_CENTER, figures, font, colours.ink);
    let meaning = "An odds ratio of 2 means that one step up doubles the odds; 0.5 that it halves them. Where the interval \
                   holds 1, the effect may be chance. It is what the model uses, and no proof of cause.";
    response.on_hover_text(format!("{}\n{meaning}", step.spoken()));
}

/// Writes the name at the left of a line; returns where the axis lies.
fn name_and_axis(ui: &Ui, rect: Rect, name: &str) -> Rangef {
    let end = rect.left() + rect.width() * 0.45;
    let ink = theme::colours(ui).ink;
    let label = egui::WidgetText::from(name).into_galley(
        ui,
        Some(egui::TextWrapMode::Truncate),
        end - rect.left(),
        egui::TextStyle::Body,
    );
    ui.painter_at(rect).galley(pos2(rect.left(), rect.center().y - label.size().y / 2.0), label, ink);
    Rangef::new(end + 14.0, rect.right() - 56.0)
}

/// One line an input: its share of what the model uses, as a bar; or why there is no such share.
fn importance_ui(ui: &mut Ui, features: &[Feature], workings: &Workings) {
    ui.heading("How much each input matters");
    let importance = match workings.importance() {
        Ok(importance) => importance,
        Err(reason) => {
            ui.label(reason);
            return;
        }
    };
    ui.label(RichText::new(importance.measure).small().color(theme::colours(ui).quiet));
    let mut order: Vec<(&str, f64)> =
        features.iter().map(|feature| feature.label.as_str()).zip(importance.shares).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let most = order.first().map_or(1.0, |(_, share)| share.max(1e-9));
    ScrollArea::vertical().id_salt("importance").auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (name, share) in order.into_iter().filter(|(_, share)| *share > 0.0) {
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
            let spoken = format!("{name}: {}", words::share(share));
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
            let axis = name_and_axis(ui, rect, name);
            let bar = Rangef::new(axis.min, egui::lerp(axis.min..=axis.max, (share / most) as f32));
            let painter = ui.painter_at(rect);
            painter.rect_filled(Rect::from_x_y_ranges(bar, rect.y_range().shrink(6.0)), 2.0, theme::colours(ui).accent);
            let font = egui::TextStyle::Body.resolve(ui.style());
            let place = pos2(rect.right(), rect.center().y);
            painter.text(place, egui::Align2::RIGHT_CENTER, words::share(share), font, theme::colours(ui).ink);
        }
    });
}
