//! As many charts as are wanted, side by side, each with what it says now beneath it.

use egui::{Modifiers, Rect, RichText, Ui, Vec2, vec2};

use crate::figure::{Figure, RocLines, roc_figure_with};
use crate::num::Threshold;
use crate::scenario::Scenario;
use crate::ui::charts::{Chart, chart_figure};
use crate::ui::panels::Shown;
use crate::ui::theme;
use crate::ui::view::{Command, View};
use crate::ui::widgets::chart::chart_ui;
use crate::ui::widgets::legend::{key_height, key_ui};
use crate::ui::widgets::segmented::choice_ui;
use crate::ui::widgets::threshold::follow;

/// The charts with their short names and what they tell.
const CHARTS: [(Chart, &str, &str); 8] = [
    (Chart::Scores, tr_noop!("Scores"), tr_noop!("Who gets which score, and whom the threshold calls.")),
    (Chart::Roc, "ROC", tr_noop!("Found against alarmed in vain, at every threshold.")),
    (
        Chart::PrecisionRecall,
        tr_noop!("Right alerts"),
        tr_noop!("Precision and recall: how many alerts are right, against how many are found."),
    ),
    (Chart::Calibration, tr_noop!("Calibration"), tr_noop!("Does a risk of 30% mean 30 of 100?")),
    (
        Chart::Decision,
        tr_noop!("Worth it?"),
        tr_noop!("Decision curve: is acting on the model better than alarming everybody or nobody?"),
    ),
    (
        Chart::Cost,
        tr_noop!("Costs"),
        tr_noop!("Cost curve: what mistakes cost, from where misses hardly matter to where nothing else does."),
    ),
    (Chart::Gain, tr_noop!("Work"), tr_noop!("Gain curve: how many patients have to be looked at for each one found.")),
    (
        Chart::Rates,
        tr_noop!("Every threshold"),
        tr_noop!("Found, left alone, right alerts and alerts at every threshold."),
    ),
];

/// The most of a cell's height that words under the chart may take.
const WORDS: f32 = 0.45;
/// Shows the choice of charts and the charts chosen.
pub fn charts_ui(
    ui: &mut Ui,
    scenario: &mut Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let ratio = scenario.goals.harm_ratio;
    let threshold = &mut scenario.threshold;
    choose_ui(ui, view, ratio);
    ui.add_space(theme::STEP);
    let all = ui.available_rect_before_wrap();
    let gap = 2.0 * theme::STEP;
    let [columns, rows] = grid(view.charts.iter().len());
    let cell = vec2(
        (all.width() - gap * (columns - 1) as f32) / columns as f32,
        (all.height() - gap * (rows - 1) as f32) / rows as f32,
    );
    let ghosts = [view.pins.behind(shown)];
    let [hull, equal, plain] = view.roc_lines;
    let lines = RocLines { chance: !plain, hull, equal_cost: equal.then_some(ratio) };
    for (place, chart) in view.charts.iter().enumerate() {
        let across = vec2((place % columns) as f32, (place / columns) as f32);
        let rect = Rect::from_min_size(all.min + across * (cell + Vec2::splat(gap)), cell);
        let (set, words) = (&shown.side().set, shown.words());
        let figure = match chart {
            Chart::Roc => roc_figure_with(set, *threshold, &words, &ghosts, lines),
            _ => chart_figure(chart, set, *threshold, &words, &ghosts),
        };
        theme::place(ui, rect, |ui| cell_ui(ui, cell, &figure, threshold, shown, commands));
    }
}

fn choose_ui(ui: &mut Ui, view: &mut View, ratio: f64) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::STEP;
        ui.label(RichText::new(tr!("Show")).text_style(theme::strong()));
        for (chart, name, meaning) in CHARTS {
            let [name, meaning] = [name, meaning].map(crate::language::translate);
            let meaning = tr!("{meaning} Click to add it or take it away; with Ctrl it stands alone.", meaning);
            if choice_ui(ui, view.charts.has(chart), name).on_hover_text(meaning).clicked() {
                if ui.input(|input| input.modifiers.matches_logically(Modifiers::COMMAND)) {
                    view.charts.only(chart);
                } else {
                    view.charts.toggle(chart);
                }
            }
        }
    });
    if view.charts.has(Chart::Roc) {
        ui.horizontal(|ui| {
            ui.label(tr!("With the ROC curve:"));
            let [hull, equal, plain] = &mut view.roc_lines;
            let meaning = tr!("The convex hull: what no other threshold, and no drawing of lots between two, can beat");
            ui.checkbox(hull, "hull").on_hover_text(meaning);
            let meaning = tr!(
                "Every point of this line costs as much as the operating point, where one miss is as bad as {ratio} false alarms \
                 (set in \u{201c}Choose a line\u{201d})", ratio
            );
            ui.checkbox(equal, tr!("equal cost")).on_hover_text(meaning);
            let mut coin = !*plain;
            if ui.checkbox(&mut coin, "chance").on_hover_text(tr!("What tossing a coin would give")).changed() {
                *plain = !coin;
            }
        });
    }
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

fn cell_ui(
    ui: &mut Ui,
    size: Vec2,
    figure: &Figure,
    threshold: &mut Threshold,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let sentence = RichText::new(&figure.caption).small().color(theme::colours(ui).quiet);
    // The legend of the rates says it all.
    let (legend, told) = (figure.has_outside_legend(), figure.name != "rates");
    let mut height = 0.0;
    if legend {
        height += key_height(ui, figure, size.x);
    }
    if told {
        let text = egui::WidgetText::from(sentence.clone());
        height += text.into_galley(ui, Some(egui::TextWrapMode::Wrap), size.x, egui::TextStyle::Small).size().y;
    }
    let chart = vec2(size.x, size.y - (height + theme::STEP).min(WORDS * size.y));
    let answer = chart_ui(ui, chart, figure, Some(threshold), &shown.caption(), commands);
    follow(threshold, answer.value);
    if let Some(text) = answer.readout {
        answer.picture.on_hover_text_at_pointer(text);
    }
    if legend {
        key_ui(ui, figure);
    }
    if told {
        ui.label(sentence);
    }
}
