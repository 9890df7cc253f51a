//! *Where do we draw the line?* The scores with the threshold, the ROC curve, the matrix and 1,000 people.

mod chance;
mod charts;
mod elsewhere;
mod rules;

pub use rules::Ruled;

use egui::{Rect, RichText, Ui, vec2};

use crate::figure::{roc_figure, score_figure};
use crate::num::Threshold;
use crate::scenario::Scenario;
use crate::ui::panels::{Pins, Shown, people};
use crate::ui::view::{Command, LinePart, View};
use crate::ui::widgets::chart::{TITLE, chart_ui};
use crate::ui::widgets::matrix::{Detail, matrix_ui};
use crate::ui::widgets::segmented::{Choice, segmented};
use crate::ui::widgets::threshold::follow;
use crate::ui::{hints, theme};

const PARTS: [Choice<'static, LinePart>; 5] = [
    Choice {
        value: LinePart::People,
        name: tr_noop!("The line and the people"),
        meaning: tr_noop!("Scores, ROC curve, confusion matrix and 1,000 people."),
    },
    Choice {
        value: LinePart::Curves,
        name: tr_noop!("Charts"),
        meaning: tr_noop!(
            "As many charts as you like, side by side: ROC, precision and recall, calibration, decision curve and more."
        ),
    },
    Choice {
        value: LinePart::Rules,
        name: tr_noop!("Choose a line"),
        meaning: tr_noop!(
            "Rules for the threshold: harm, capacity of the staff, a floor for sensitivity. What each costs, and whom."
        ),
    },
    Choice {
        value: LinePart::Elsewhere,
        name: tr_noop!("Another place"),
        meaning: tr_noop!("The same test where more or fewer have the condition: what moves, and what stands still."),
    },
    Choice {
        value: LinePart::Chance,
        name: tr_noop!("How sure?"),
        meaning: tr_noop!("Every figure with its interval, and what other patients of the same kind would have shown."),
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
        let note = tr!(
            "Histogram, curve and icons are drawn at the one threshold. Thresholds of groups and patients left to people, \
                    as ticked in \u{201c}What could help?\u{201d}, count in the matrix and in all figures."
        );
        ui.label(RichText::new(note).small().color(theme::colours(ui).warning));
    }
    let all = ui.available_rect_before_wrap();
    let gap = 3.0 * theme::STEP;
    match view.line_part {
        LinePart::People => {}
        LinePart::Curves => return charts::charts_ui(ui, scenario, view, shown, commands),
        LinePart::Chance => return chance::chance_ui(ui, &mut scenario.threshold, view, shown, commands),
        LinePart::Elsewhere => return elsewhere::elsewhere_ui(ui, scenario.threshold, view, shown, commands),
        LinePart::Rules => return rules::rules_ui(ui, scenario, view, shown, commands),
    }
    let (top, bottom) = all.split_top_bottom_at_fraction(0.52);
    let square = top.height().min(all.width() * 0.43);
    let (scores, roc) = top.split_left_right_at_x(top.right() - square - gap / 2.0);
    let matrix_width = (all.width() * 0.45).min(bottom.height() * 1.6);
    let (matrix, icons) = bottom.split_left_right_at_x(bottom.left() + matrix_width);
    let inset = |rect: Rect, left: f32, up: f32| Rect::from_min_max(rect.min + vec2(left, up), rect.max);
    theme::place(ui, scores, |ui| scores_ui(ui, scores.size(), &mut scenario.threshold, shown, commands));
    let roc = inset(roc, gap, 0.0);
    theme::place(ui, roc, |ui| roc_ui(ui, roc.size(), &mut scenario.threshold, &view.pins, shown, commands));
    let matrix = inset(matrix, 0.0, gap);
    theme::place(ui, matrix, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.label(RichText::new(tr!("What the line does to 1,000 patients")).text_style(theme::strong()))
            .on_hover_text(tr!("The confusion matrix. Click a cell to see its patients."));
        hints::anchor(ui.ctx(), hints::Hint::Matrix, matrix);
        let size = vec2(matrix.width(), matrix.height() - TITLE);
        if let Some(clicked) =
            matrix_ui(ui, size, &shown.matrix(shown.population), (&shown.side().set, shown.threshold), Detail::Full)
        {
            clicked.open(view);
            hints::done(view, hints::Hint::Matrix);
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

fn roc_ui(
    ui: &mut Ui,
    size: egui::Vec2,
    threshold: &mut Threshold,
    pins: &Pins,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let ghost = [pins.behind(shown)];
    let figure = roc_figure(&shown.side().set, *threshold, &shown.words(), &ghost);
    let answer = chart_ui(ui, size, &figure, Some(threshold), &shown.caption(), commands);
    follow(threshold, answer.value);
    if let Some(text) = answer.readout {
        answer.picture.on_hover_text_at_pointer(text);
    }
}
