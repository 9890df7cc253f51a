//! A guess as a point on an empty chart, by mouse or arrow keys, and later the truth beside it.

use egui::{Align2, Key, Pos2, Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::ui::theme;

/// What one press of an arrow key moves, in points of 100; with Shift a fifth of it.
const PRESS: f64 = 5.0;

/// A square from 0 to 100 both ways with a handle at `at`; with a `truth` it stands still, the guess a ring and the truth a disc. `name`
/// is what a screen reader says, `axes` what stands at the axes, `side` the square's side in points.
pub(super) fn point_ui(
    ui: &mut Ui,
    name: &str,
    at: &mut [f64; 2],
    axes: [&str; 2],
    truth: Option<[f64; 2]>,
    side: f32,
) {
    let small = egui::TextStyle::Small.resolve(ui.style());
    let (line, colours) = (small.size + 4.0, theme::colours(ui));
    let edge = 3.2 * small.size;
    let sense = if truth.is_some() { Sense::hover() } else { Sense::click_and_drag() };
    let (all, response) = ui.allocate_exact_size(vec2(side, side + 1.5 * line), sense);
    let square = Rect::from_min_max(
        pos2(all.left() + edge, all.top() + 1.5 * line),
        pos2(all.right() - 10.0, all.bottom() - 2.0 * line),
    );
    let place = |[x, y]: [f64; 2]| -> Pos2 {
        pos2(
            square.left() + square.width() * (x / 100.0).clamp(0.0, 1.0) as f32,
            square.bottom() - square.height() * (y / 100.0).clamp(0.0, 1.0) as f32,
        )
    };
    if truth.is_none() {
        if response.clicked() || response.dragged() {
            response.request_focus();
            if let Some(pointer) = response.interact_pointer_pos() {
                let share = |from: f32, to: f32, value: f32| f64::from(((value - from) / (to - from)).clamp(0.0, 1.0));
                let whole = |share: f64| (100.0 * share).round();
                at[0] = whole(share(square.left(), square.right(), pointer.x));
                at[1] = whole(share(square.bottom(), square.top(), pointer.y));
            }
        }
        keys(ui, &response, at);
        response.widget_info(|| {
            let said =
                tr!("{name} {}: {:.0}, {}: {:.0}. Arrow keys move the point.", axes[0], at[0], axes[1], at[1], name);
            WidgetInfo::labeled(egui::Role::Slider, true, said)
        });
    }
    let painter = ui.painter();
    let quiet = |at: Pos2, align: Align2, text: &str| {
        painter.text(at, align, text, small.clone(), colours.quiet);
    };
    for tick in [0.0, 50.0, 100.0] {
        let (across, up) = (place([tick, 0.0]), place([0.0, tick]));
        painter.line_segment([across, place([tick, 100.0])], Stroke::new(1.0, colours.line));
        painter.line_segment([up, place([100.0, tick])], Stroke::new(1.0, colours.line));
        quiet(across + vec2(0.0, 3.0), Align2::CENTER_TOP, &format!("{tick:.0}"));
        quiet(up - vec2(4.0, 0.0), Align2::RIGHT_CENTER, &format!("{tick:.0}"));
    }
    quiet(pos2(square.right(), square.bottom() + line), Align2::RIGHT_TOP, axes[0]);
    quiet(pos2(all.left(), all.top()), Align2::LEFT_TOP, axes[1]);
    if let Some(truth) = truth {
        painter.line_segment([place(*at), place(truth)], Stroke::new(2.0, colours.quiet));
        painter.circle_filled(place(truth), 7.0, colours.accent);
    }
    if truth.is_none() {
        let at_right = at[0] < 70.0;
        let (align, offset) = if at_right { (Align2::LEFT_CENTER, 14.0) } else { (Align2::RIGHT_CENTER, -14.0) };
        let text = tr!("{:.0} across, {:.0} up", at[0], at[1]);
        painter.text(
            place(*at) + vec2(offset, 0.0),
            align,
            text,
            egui::TextStyle::Body.resolve(ui.style()),
            colours.ink,
        );
    }
    let ring = if response.has_focus() { Stroke::new(3.0, colours.accent) } else { Stroke::new(2.0, colours.quiet) };
    painter.circle(place(*at), 7.0, colours.panel, ring);
}

/// Moves the point by the arrow keys while it has the focus.
fn keys(ui: &Ui, response: &egui::Response, at: &mut [f64; 2]) {
    if !response.has_focus() {
        return;
    }
    let lock = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, lock));
    ui.input(|input| {
        let step = if input.modifiers.shift { PRESS / 5.0 } else { PRESS };
        for (key, axis, sign) in
            [(Key::ArrowLeft, 0, -1.0), (Key::ArrowRight, 0, 1.0), (Key::ArrowDown, 1, -1.0), (Key::ArrowUp, 1, 1.0)]
        {
            let times = f64::from(input.num_presses(key) as u32);
            at[axis] = (at[axis] + sign * times * step).clamp(0.0, 100.0);
        }
    });
}
