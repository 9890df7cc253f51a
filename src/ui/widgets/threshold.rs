//! The one operating point: a rail with a handle, and the keys that move it wherever it is drawn.

use egui::accesskit::{Action, ActionData};
use egui::{
    Event, EventFilter, Id, Key, Modifiers, Pos2, Rangef, Rect, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo,
    vec2,
};

use crate::figure::SCORE_SCALE;
use crate::num::Threshold;
use crate::ui::theme;

/// How far an arrow key moves the threshold.
const STEP: f64 = 0.01;
/// With Shift.
const FINE: f64 = 0.001;
/// Page up and Page down.
const COARSE: f64 = 0.1;

/// Moves `threshold` by the keys and screen-reader requests that reach `response`, when it has the focus: arrows by 0.01,
/// with Shift by 0.001, Page up and down by 0.1, Home to 0, End to 1. Whatever `response` is drawn as, it then is a slider
/// to a screen reader, named `label` and valued by the threshold.
pub fn operate(ui: &Ui, response: &Response, label: &str, threshold: &mut Threshold) {
    let mut value = threshold.get();
    if response.has_focus() {
        let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        value = ui.input(|input| input.events.iter().fold(value, after_event));
    }
    value = after_screen_reader(ui, response.id, value);
    if value.to_bits() != threshold.get().to_bits() {
        *threshold = Threshold::clamped(value);
    }
    let now = threshold.get();
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::Slider, true, label);
        info.value = Some(now);
        info
    });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(1.0);
        node.set_numeric_value_step(STEP);
        for action in [Action::SetValue, Action::Increment, Action::Decrement] {
            node.add_action(action);
        }
    });
}

fn after_screen_reader(ui: &Ui, id: Id, value: f64) -> f64 {
    ui.input(|input| {
        let count = |action| input.num_accesskit_action_requests(id, action) as f64;
        let stepped = value + (count(Action::Increment) - count(Action::Decrement)) * STEP;
        let set = input.accesskit_action_requests(id, Action::SetValue).filter_map(|request| match request.data {
            Some(ActionData::NumericValue(value)) => Some(value),
            _ => None,
        });
        set.last().unwrap_or(stepped)
    })
}

fn after_event(value: f64, event: &Event) -> f64 {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return value };
    let step = if modifiers.contains(Modifiers::SHIFT) { FINE } else { STEP };
    let moved = match key {
        Key::ArrowLeft | Key::ArrowDown => value - step,
        Key::ArrowRight | Key::ArrowUp => value + step,
        Key::PageDown => value - COARSE,
        Key::PageUp => value + COARSE,
        Key::Home => 0.0,
        Key::End => 1.0,
        _ => return value,
    };
    tidy(moved)
}

/// The nearest thousandth, so that ten steps of 0.01 make 0.1.
#[must_use]
pub fn tidy(value: f64) -> f64 {
    (value.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
}

/// The threshold goes where a chart was dragged to.
pub fn follow(threshold: &mut Threshold, value: Option<f64>) {
    if let Some(value) = value {
        *threshold = Threshold::clamped(tidy(value));
    }
}

/// The rail, as wide as it is given, with a handle that is dragged or moved by [`operate`]'s keys. It is spread like the
/// axis of the score histogram, since the thresholds that matter for a rare condition crowd at the low end.
pub fn rail(ui: &mut Ui, width: f32, label: &str, threshold: &mut Threshold) -> Response {
    let (rect, mut response) = ui.allocate_exact_size(vec2(width, 30.0), Sense::click_and_drag());
    let track = Rangef::new(rect.left() + 12.0, rect.right() - 12.0);
    if let Some(pointer) = response.interact_pointer_pos() {
        let share = f64::from((pointer.x - track.min) / track.span().max(1.0));
        *threshold = Threshold::clamped(tidy(SCORE_SCALE.back(share.clamp(0.0, 1.0))));
        response.mark_changed();
        response.request_focus();
    }
    let before = *threshold;
    operate(ui, &response, label, threshold);
    if before != *threshold {
        response.mark_changed();
    }
    paint_rail(ui, rect, track, &response, *threshold);
    response.on_hover_cursor(egui::CursorIcon::ResizeHorizontal)
}

fn paint_rail(ui: &Ui, rect: Rect, track: Rangef, response: &Response, threshold: Threshold) {
    let colours = theme::colours(ui);
    let painter = ui.painter_at(rect.expand(2.0));
    let x = egui::lerp(track.min..=track.max, SCORE_SCALE.forward(threshold.get()) as f32);
    let rail = Rect::from_x_y_ranges(track, Rangef::point(rect.center().y).expand(3.0));
    painter.rect_filled(rail, 3.0, colours.line);
    painter.rect_filled(rail.with_min_x(x), 3.0, colours.accent);
    let centre = Pos2::new(x, rect.center().y);
    let radius = if response.hovered() || response.dragged() { 11.0 } else { 10.0 };
    painter.circle(centre, radius, colours.paper, Stroke::new(3.0, colours.accent));
    for offset in [-3.0, 0.0, 3.0] {
        let half = Vec2::new(0.0, 4.0);
        let middle = centre + Vec2::new(offset, 0.0);
        painter.line_segment([middle - half, middle + half], Stroke::new(1.0, colours.accent));
    }
    if response.has_focus() {
        painter.circle_stroke(centre, radius + 3.5, Stroke::new(2.0, colours.ink));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_fine_steps_make_a_step() {
        let mut value = 0.1;
        for _ in 0..10 {
            value = tidy(value + FINE);
        }
        assert!((value - 0.11).abs() < 1e-12);
        assert!(tidy(1.05) <= 1.0 && tidy(-0.2) >= 0.0);
    }
}
