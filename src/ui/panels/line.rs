//! *Where do we draw the line?* The scores with the threshold, the ROC curve, the matrix and 1,000 people.

use egui::{Rect, RichText, Ui, vec2};

use crate::figure::{Ghost, calibration_figure, decision_figure, pr_figure, rates_figure, roc_figure, score_figure};
use crate::num::Threshold;
use crate::pipeline::Population;
use crate::scenario::Scenario;
use crate::ui::panels::{Shown, people};
use crate::ui::theme;
use crate::ui::view::{Command, LinePart, View};
use crate::ui::widgets::chart::{TITLE, chart_ui};
use crate::ui::widgets::matrix::{Detail, matrix_ui};
use crate::ui::widgets::segmented::{Choice, segmented};
use crate::ui::widgets::threshold::tidy;

const PARTS: [Choice<'static, LinePart>; 2] = [
    Choice {
        value: LinePart::People,
        name: "The line and the people",
        meaning: "Scores, ROC curve, confusion matrix and 1,000 people.",
    },
    Choice {
        value: LinePart::Curves,
        name: "More curves",
        meaning: "Right alerts against found, calibration, decision curve, and what every threshold would do.",
    },
];

/// Shows the room.
pub fn line_room_ui(
    ui: &mut Ui,
    scenario: &mut Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    segmented(ui, &mut view.line_part, &PARTS);
    ui.add_space(theme::STEP);
    if !shown.mitigation.decides_alike() {
        let note = "Histogram, curve and icons are drawn at the one threshold. Thresholds of groups and patients left to people, \
                    as ticked in \u{201c}What could help?\u{201d}, count in the matrix and in all figures.";
        ui.label(RichText::new(note).small().color(theme::colours(ui).warning));
    }
    let all = ui.available_rect_before_wrap();
    let gap = 3.0 * theme::STEP;
    if view.line_part == LinePart::Curves {
        curves_ui(ui, all, gap, &mut scenario.threshold, shown, commands);
        return;
    }
    let (top, bottom) = all.split_top_bottom_at_fraction(0.52);
    let square = top.height().min(all.width() * 0.43);
    let (scores, roc) = top.split_left_right_at_x(top.right() - square - gap / 2.0);
    let matrix_width = (all.width() * 0.45).min(bottom.height() * 1.6);
    let (matrix, icons) = bottom.split_left_right_at_x(bottom.left() + matrix_width);
    let inset = |rect: Rect, left: f32, up: f32| Rect::from_min_max(rect.min + vec2(left, up), rect.max);
    theme::place(ui, scores, |ui| scores_ui(ui, scores.size(), &mut scenario.threshold, shown, commands));
    let roc = inset(roc, gap, 0.0);
    theme::place(ui, roc, |ui| roc_ui(ui, roc.size(), &mut scenario.threshold, shown, commands));
    let matrix = inset(matrix, 0.0, gap);
    theme::place(ui, matrix, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.label(RichText::new("What the line does to 1,000 patients").text_style(theme::strong()))
            .on_hover_text("The confusion matrix. Click a cell to see its patients.");
        let size = vec2(matrix.width(), matrix.height() - TITLE);
        if let Some(cell) =
            matrix_ui(ui, size, &shown.matrix(shown.population), (&shown.side().set, shown.threshold), Detail::Full)
        {
            view.listed = Some(cell);
        }
    });
    let icons = inset(icons, gap, gap);
    theme::place(ui, icons, |ui| people::people_ui(ui, icons.size(), view, shown, commands));
}

fn scores_ui(ui: &mut Ui, size: egui::Vec2, threshold: &mut Threshold, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let figure = score_figure(&shown.side().set, *threshold, &shown.words(), &[]);
    let answer = chart_ui(ui, size, &figure, Some(threshold), &shown.caption(), commands);
    follow(threshold, answer.value);
    if let Some(text) = answer.readout {
        answer.picture.on_hover_text_at_pointer(text);
    }
}

fn roc_ui(ui: &mut Ui, size: egui::Vec2, threshold: &mut Threshold, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let (other, label) = match shown.population {
        Population::Paper => (&shown.derived.ward, "On the ward"),
        Population::Ward => (&shown.derived.paper, "On paper"),
    };
    let ghost = [Ghost { set: &other.set, label }];
    let figure = roc_figure(&shown.side().set, *threshold, &shown.words(), &ghost);
    let answer = chart_ui(ui, size, &figure, Some(threshold), &shown.caption(), commands);
    follow(threshold, answer.value);
    if let Some(text) = answer.readout {
        answer.picture.on_hover_text_at_pointer(text);
    }
}

/// Four more charts, each with what it says now beneath it; the threshold can be dragged on each.
fn curves_ui(
    ui: &mut Ui,
    all: Rect,
    gap: f32,
    threshold: &mut Threshold,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let (set, words) = (&shown.side().set, shown.words());
    let (other, label) = match shown.population {
        Population::Paper => (&shown.derived.ward, "On the ward"),
        Population::Ward => (&shown.derived.paper, "On paper"),
    };
    let ghost = [Ghost { set: &other.set, label }];
    let figures = [
        pr_figure(set, *threshold, &words, &ghost),
        calibration_figure(set, *threshold, &words),
        decision_figure(set, *threshold, &words),
        rates_figure(set, *threshold, &words),
    ];
    let size = vec2((all.width() - gap) / 2.0, (all.height() - gap) / 2.0);
    for (place, figure) in figures.into_iter().enumerate() {
        let corner = all.min + vec2((place % 2) as f32 * (size.x + gap), (place / 2) as f32 * (size.y + gap));
        let rect = Rect::from_min_size(corner, size);
        theme::place(ui, rect, |ui| {
            let chart = vec2(size.x, size.y - SENTENCE);
            let answer = chart_ui(ui, chart, &figure, Some(threshold), &shown.caption(), commands);
            follow(threshold, answer.value);
            if let Some(text) = answer.readout {
                answer.picture.on_hover_text_at_pointer(text);
            }
            ui.label(RichText::new(&figure.caption).small().color(theme::colours(ui).quiet));
        });
    }
}

/// The height of the sentence under a chart, in points.
const SENTENCE: f32 = 50.0;

/// The threshold goes where a chart was dragged to.
fn follow(threshold: &mut Threshold, value: Option<f64>) {
    if let Some(value) = value {
        *threshold = Threshold::clamped(tidy(value));
    }
}
