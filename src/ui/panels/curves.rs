//! As many charts as are wanted, side by side, each with what it says now beneath it.

use egui::{Modifiers, Rect, RichText, Ui, Vec2, vec2};

use crate::figure::screen::sample_ui;
use crate::figure::{
    Figure, Ghost, Key, Layer, Words, calibration_figure, decision_figure, pr_figure, rates_figure, roc_figure,
    score_figure,
};
use crate::metrics::ScoredTestSet;
use crate::num::Threshold;
use crate::ui::panels::Shown;
use crate::ui::panels::line::{follow, other_side};
use crate::ui::theme;
use crate::ui::view::{Chart, Charts, Command, View};
use crate::ui::widgets::chart::chart_ui;
use crate::ui::widgets::segmented::choice_ui;

/// The charts with their short names and what they tell.
const CHARTS: [(Chart, &str, &str); 6] = [
    (Chart::Scores, "Scores", "Who gets which score, and whom the threshold calls."),
    (Chart::Roc, "ROC", "Found against alarmed in vain, at every threshold."),
    (
        Chart::PrecisionRecall,
        "Right alerts",
        "Precision and recall: how many alerts are right, against how many are found.",
    ),
    (Chart::Calibration, "Calibration", "Does a risk of 30% mean 30 of 100?"),
    (Chart::Decision, "Worth it?", "Decision curve: is acting on the model better than alarming everybody or nobody?"),
    (Chart::Rates, "Every threshold", "Found, left in peace, right alerts and alerts at every threshold."),
];

/// The most of a cell's height that words under the chart may take.
const WORDS: f32 = 0.4;
/// The height of an entry of a legend below a chart, and the width of its sample and the gaps, in points.
const KEY: Vec2 = vec2(32.0, 21.0);

/// Shows the choice of charts and the charts chosen.
pub fn curves_ui(
    ui: &mut Ui,
    threshold: &mut Threshold,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    choose_ui(ui, &mut view.charts);
    ui.add_space(theme::STEP);
    let all = ui.available_rect_before_wrap();
    let gap = 2.0 * theme::STEP;
    let [columns, rows] = grid(view.charts.iter().len());
    let cell = vec2(
        (all.width() - gap * (columns - 1) as f32) / columns as f32,
        (all.height() - gap * (rows - 1) as f32) / rows as f32,
    );
    let ghosts = [other_side(&view.pins, shown)];
    for (place, chart) in view.charts.iter().enumerate() {
        let across = vec2((place % columns) as f32, (place / columns) as f32);
        let rect = Rect::from_min_size(all.min + across * (cell + Vec2::splat(gap)), cell);
        let figure = chart_figure(chart, &shown.side().set, *threshold, &shown.words(), &ghosts);
        theme::place(ui, rect, |ui| cell_ui(ui, cell, &figure, threshold, shown, commands));
    }
}

fn choose_ui(ui: &mut Ui, charts: &mut Charts) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::STEP;
        ui.label(RichText::new("Show").text_style(theme::strong()));
        for (chart, name, meaning) in CHARTS {
            let meaning = format!("{meaning} Click to add it or take it away; with Ctrl it stands alone.");
            if choice_ui(ui, charts.has(chart), name).on_hover_text(meaning).clicked() {
                if ui.input(|input| input.modifiers.matches_logically(Modifiers::COMMAND)) {
                    charts.only(chart);
                } else {
                    charts.toggle(chart);
                }
            }
        }
    });
}

/// Columns and rows for so many charts.
const fn grid(charts: usize) -> [usize; 2] {
    match charts {
        0 | 1 => [1, 1],
        2 => [2, 1],
        3 | 4 => [2, 2],
        _ => [3, charts.div_ceil(3)],
    }
}

/// The chart of these scores.
pub(super) fn chart_figure(
    chart: Chart,
    set: &ScoredTestSet,
    threshold: Threshold,
    words: &Words,
    ghosts: &[Ghost<'_>],
) -> Figure {
    match chart {
        Chart::Scores => score_figure(set, threshold, words, &[]),
        Chart::Roc => roc_figure(set, threshold, words, ghosts),
        Chart::PrecisionRecall => pr_figure(set, threshold, words, ghosts),
        Chart::Calibration => calibration_figure(set, threshold, words),
        Chart::Decision => decision_figure(set, threshold, words),
        Chart::Rates => rates_figure(set, threshold, words),
    }
}

fn cell_ui(
    ui: &mut Ui,
    size: Vec2,
    figure: &Figure,
    threshold: &mut Threshold,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let sentence = RichText::new(&figure.caption).small().color(theme::colours(ui).quiet);
    let height = if figure.has_outside_legend() {
        flow(ui, figure, size.x).last().map_or(0.0, |last| last.bottom())
    } else {
        let text = egui::WidgetText::from(sentence.clone());
        text.into_galley(ui, Some(egui::TextWrapMode::Wrap), size.x, egui::TextStyle::Small).size().y
    };
    let chart = vec2(size.x, size.y - (height + theme::STEP).min(WORDS * size.y));
    let answer = chart_ui(ui, chart, figure, Some(threshold), &shown.caption(), commands);
    follow(threshold, answer.value);
    if let Some(text) = answer.readout {
        answer.picture.on_hover_text_at_pointer(text);
    }
    if figure.has_outside_legend() {
        key_ui(ui, figure);
    } else {
        ui.label(sentence);
    }
}

fn keys(figure: &Figure) -> impl Iterator<Item = &(Key, String)> {
    let legends = figure.layers.iter().filter_map(|layer| match layer {
        Layer::Legend { entries, .. } => Some(entries),
        _ => None,
    });
    legends.flatten()
}

/// Where the entries of a legend of this width go, from its upper left corner: one after the other, as many in a row as fit.
fn flow(ui: &Ui, figure: &Figure, width: f32) -> Vec<Rect> {
    let mut corner = egui::Pos2::ZERO;
    let place = keys(figure).map(|(_, text)| {
        let text = egui::WidgetText::from(RichText::new(text).small());
        let text = text.into_galley(ui, Some(egui::TextWrapMode::Extend), f32::INFINITY, egui::TextStyle::Small);
        let wide = text.size().x + KEY.x;
        if corner.x > 0.0 && corner.x + wide > width {
            corner = egui::pos2(0.0, corner.y + KEY.y);
        }
        let place = Rect::from_min_size(corner, vec2(wide, KEY.y));
        corner.x += wide;
        place
    });
    place.collect()
}

/// The legend below the chart; returns its height in points, which it does not take up.
pub(super) fn key_ui(ui: &mut Ui, figure: &Figure) -> f32 {
    let corner = ui.cursor().min.to_vec2();
    let places = flow(ui, figure, ui.available_width());
    let height = places.last().map_or(0.0, |last| last.bottom());
    for (place, (key, text)) in places.into_iter().zip(keys(figure)) {
        theme::place(ui, place.translate(corner), |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = theme::STEP;
                sample_ui(ui, *key, ui.visuals().dark_mode);
                ui.add(egui::Label::new(RichText::new(text).small()).extend());
            });
        });
    }
    height
}
