//! Every group's ROC curve in one square, each with a dot to drag.

use egui::{Align2, Rect, Sense, Stroke, Ui, pos2, vec2};

use crate::figure::SCORE_SCALE;
use crate::metrics::ScoredTestSet;
use crate::num::Threshold;
use crate::ui::theme;
use crate::ui::widgets::threshold::{operate, tidy};

use super::rows::{Group, group_colour};

/// How many thresholds a curve is drawn from.
const POINTS: usize = 160;

/// The false positive rate and sensitivity at a threshold; `None` with one class only.
fn point(set: &ScoredTestSet, threshold: Threshold) -> Option<[f32; 2]> {
    let matrix = set.at(threshold);
    let (alarmed, found) = (matrix.false_positive_rate()?.value(), matrix.sensitivity()?.value());
    Some([alarmed as f32, found as f32])
}

/// Thresholds spread as the scores' axis is.
fn thresholds() -> impl Iterator<Item = Threshold> {
    (0..=POINTS).map(|at| Threshold::clamped(tidy(SCORE_SCALE.back(at as f64 / POINTS as f64))))
}

/// Draws the curves; returns the group whose dot was moved, and to which threshold.
pub(super) fn roc_ui(ui: &mut Ui, area: Rect, groups: &[Group<'_>], common: Threshold) -> Option<(usize, Threshold)> {
    let colours = theme::colours(ui);
    let small = egui::TextStyle::Small.resolve(ui.style());
    let frame = Rect::from_min_max(area.min + vec2(20.0, 2.0), area.max - vec2(2.0, 20.0));
    let place = |[alarmed, found]: [f32; 2]| {
        pos2(egui::lerp(frame.left()..=frame.right(), alarmed), egui::lerp(frame.bottom()..=frame.top(), found))
    };
    let painter = ui.painter_at(area.expand(8.0));
    painter.rect_stroke(frame, 0.0, Stroke::new(1.0, colours.outline), egui::StrokeKind::Inside);
    painter.line_segment([frame.left_bottom(), frame.right_top()], Stroke::new(1.0, colours.line));
    let below = frame.center_bottom() + vec2(0.0, 3.0);
    painter.text(below, Align2::CENTER_TOP, tr!("Alarmed, of those without it"), small.clone(), colours.quiet);
    let galley = painter.layout_no_wrap(tr!("Found").to_owned(), small, colours.quiet);
    let upright = egui::epaint::TextShape::new(
        pos2(area.left(), frame.center().y + galley.size().x / 2.0),
        galley,
        colours.quiet,
    );
    painter.add(upright.with_angle(-std::f32::consts::FRAC_PI_2));
    let mut moved = None;
    let mut names = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let ink = group_colour(ui, index);
        let curve: Vec<egui::Pos2> = thresholds().filter_map(|at| point(group.set, at)).map(place).collect();
        painter.add(egui::Shape::line(curve, Stroke::new(1.8, ink)));
        let Some(at) = rates(group) else { continue };
        let dot = place(at);
        let id = ui.scope_id().with(("fair-roc", group.name));
        let response = ui.interact(Rect::from_center_size(dot, vec2(26.0, 26.0)), id, Sense::click_and_drag());
        let before = group.rule.threshold().unwrap_or(common);
        let mut threshold = before;
        if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged()) {
            let far = |at: &Threshold| point(group.set, *at).map_or(f32::INFINITY, |at| place(at).distance(pointer));
            threshold = thresholds().min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(before);
            response.request_focus();
        }
        operate(ui, &response, &tr!("Threshold for {} on its ROC curve", group.name), &mut threshold);
        if threshold != before {
            moved = Some((index, threshold));
        }
        let radius = if response.hovered() || response.dragged() { 8.0 } else { 7.0 };
        painter.circle(dot, radius, ink, Stroke::new(2.0, colours.paper));
        if group.rule.threshold().is_none() {
            // By lot the dot leaves its curve.
            painter.circle(dot, radius - 3.0, colours.paper, Stroke::NONE);
        }
        if response.has_focus() {
            painter.circle_stroke(dot, radius + 3.0, Stroke::new(2.0, colours.ink));
        }
        names.push((dot + vec2(radius, 0.0), group.name));
        response.on_hover_text(group.name).on_hover_cursor(egui::CursorIcon::Grab);
    }
    name_dots(ui, &painter.with_clip_rect(area.expand2(vec2(30.0, 0.0))), names, frame);
    moved
}

/// The names of the dots in a column right of them, apart from each other where dots lie close, each with a line to its own.
fn name_dots(ui: &Ui, painter: &egui::Painter, mut names: Vec<(egui::Pos2, &str)>, frame: Rect) {
    const APART: f32 = 15.0;
    let colours = theme::colours(ui);
    let font = egui::TextStyle::Small.resolve(ui.style());
    names.sort_by(|a, b| a.0.y.total_cmp(&b.0.y));
    let column = names.iter().map(|(dot, _)| dot.x).fold(frame.left(), f32::max) + 16.0;
    let mut below = f32::NEG_INFINITY;
    for (dot, name) in names {
        let name: String = name.chars().take(14).collect();
        let at = pos2(column, dot.y.max(below + APART));
        below = at.y;
        painter.line_segment([dot, at - vec2(2.0, 0.0)], Stroke::new(1.0, colours.outline));
        let galley = painter.layout_no_wrap(name, font.clone(), colours.ink);
        let plate = Rect::from_min_size(at - vec2(0.0, galley.size().y / 2.0), galley.size());
        painter.rect_filled(plate.expand(1.0), 2.0, colours.paper);
        painter.galley(plate.min, galley, colours.ink);
    }
}

/// What the group's rule reaches.
fn rates(group: &Group<'_>) -> Option<[f32; 2]> {
    let cells = group.rule.expected(group.set);
    Some([cells.false_positive_rate()? as f32, cells.sensitivity()? as f32])
}
