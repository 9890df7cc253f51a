//! A figure on screen: its picture, its sentence and its button to save it.

use egui::{Ui, Vec2, vec2};

use crate::figure::screen::{self, FigureResponse};
use crate::figure::{Caption, Figure, Track, Zoom, export};
use crate::num::Threshold;
use crate::ui::theme;
use crate::ui::view::{Command, Content};
use crate::ui::widgets::fitted::fitting;
use crate::ui::widgets::threshold::operate;

/// The height of a chart's title line, in points.
pub const TITLE: f32 = 26.0;

/// Shows `figure` in `size`, title line included. `Some(threshold)` makes it a handle on the operating point for the
/// keyboard and screen readers; where a drag leads is for the caller to read from the answer. A chart with a handle can be drawn
/// larger in part: by its button, by Ctrl and the wheel or a pinch, or by plus, minus and 0 on the handle; what is saved is the
/// whole.
pub fn chart_ui(
    ui: &mut Ui,
    size: Vec2,
    figure: &Figure,
    threshold: Option<&mut Threshold>,
    caption: &Caption,
    commands: &mut Vec<Command>,
) -> FigureResponse {
    let width = size.x;
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 2.0;
        let zoomable = figure.handle.is_some() && figure.empty.is_empty() && figure.y.rows.is_empty();
        let id = ui.scope_id().with(("zoom", &figure.title));
        let before: Zoom = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        let mut zoom = before;
        let top = ui.cursor().top();
        if title_with(ui, &figure.title, |ui| {
            if zoomable {
                zoom_buttons(ui, figure, &mut zoom);
            }
        }) {
            let svg = export::svg(figure, caption).map(Content::Picture).map_err(|error| error.to_string());
            commands.push(Command::OfferSave(figure.title.clone(), svg));
        }
        // In a room the buttons, and the line with them, are taller.
        let title = (ui.cursor().top() - top).max(TITLE);
        let part;
        let drawn = if before.is_whole() && !figure.has_outside_legend() {
            figure
        } else {
            part = figure.clone().without_outside_legends().zoomed(before);
            &part
        };
        let answer = screen::show(ui, &figure.title, drawn, vec2(width, size.y - title), ui.visuals().dark_mode);
        if let Some(threshold) = threshold {
            let label = tr!("Threshold on {}. {}", figure.title, figure.alt);
            operate(ui, &answer.response, &label, threshold);
        }
        if zoomable {
            zoom_by_hand(ui, &answer, drawn, &mut zoom);
        }
        if zoom != before {
            ui.data_mut(|data| data.insert_temp(id, zoom));
            ui.ctx().request_repaint();
        }
        answer
    })
    .inner
}

/// A chart narrower than this has signs instead of words on its buttons.
const NARROW: f32 = 300.0;

/// How much larger one press draws.
const TWICE: f64 = 2.0;

/// What zooming keeps in sight: the handle, or else the middle.
fn anchor(figure: &Figure) -> [f64; 2] {
    let at = figure.handle.as_ref().and_then(|handle| Some((handle.at?, &handle.track)));
    match at {
        Some((at, Track::Curve(_))) => figure.place(at),
        // A threshold says nothing of where to look along the other axis.
        Some((at, Track::X)) => [figure.place(at)[0], 0.5],
        None => [0.5, 0.5],
    }
}

fn zoom_buttons(ui: &mut Ui, figure: &Figure, zoom: &mut Zoom) {
    let narrow = ui.available_width() < NARROW;
    let mut button = |word: &str, sign: &str, able: bool, meaning: &str| {
        let text = if narrow { sign } else { word };
        let button = ui.add_enabled(able, egui::Button::new(text).small()).on_hover_text(meaning);
        let name = format!("{word}: {}", figure.title);
        button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, able, &name));
        button.clicked()
    };
    let meaning = tr!("Draw the part around the threshold twice as large (key +; or Ctrl and the mouse wheel)");
    if button(tr!("Zoom"), "+", !zoom.is_closest(), meaning) {
        let at = figure.clone().zoomed(*zoom);
        *zoom = zoom.by(TWICE, anchor(&at));
    }
    if !zoom.is_whole() && button(tr!("Whole"), "1:1", true, tr!("Draw the whole chart again (key 0)")) {
        *zoom = Zoom::default();
    }
}

/// Ctrl and the wheel, or a pinch, zoom at the pointer; the wheel alone moves what is drawn larger; plus, minus and 0 zoom at the
/// handle when it has the focus.
fn zoom_by_hand(ui: &Ui, answer: &FigureResponse, drawn: &Figure, zoom: &mut Zoom) {
    if let Some(at) = answer.hovered {
        let (factor, scroll) = ui.input(|input| (f64::from(input.zoom_delta()), input.smooth_scroll_delta()));
        if (factor - 1.0).abs() > 1e-3 {
            *zoom = zoom.by(factor, drawn.place(at));
        } else if !zoom.is_whole() && scroll != Vec2::ZERO {
            let size = vec2(answer.view.frame.width(), answer.view.frame.height());
            *zoom = zoom.moved([-f64::from(scroll.x / size.x), f64::from(scroll.y / size.y)]);
            ui.input_mut(|input| input.smooth_scroll_delta = Vec2::ZERO);
        }
    }
    if answer.response.has_focus() {
        let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
        if pressed(egui::Key::Plus) || pressed(egui::Key::Equals) {
            *zoom = zoom.by(TWICE, anchor(drawn));
        }
        if pressed(egui::Key::Minus) {
            *zoom = zoom.by(1.0 / TWICE, anchor(drawn));
        }
        if pressed(egui::Key::Num0) {
            *zoom = Zoom::default();
        }
    }
}

/// The title line of a chart; returns whether its button to save was pressed.
pub fn title_ui(ui: &mut Ui, title: &str) -> bool {
    title_with(ui, title, |_| {})
}

/// The title line with more buttons, `more`, left of the one to save; returns whether that was pressed. In a room nothing is
/// saved: what asks where to would stand behind the presentation.
pub fn title_with(ui: &mut Ui, title: &str, more: impl FnOnce(&mut Ui)) -> bool {
    ui.horizontal(|ui| {
        ui.set_height(TITLE - 2.0);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let saved = !theme::is_room(ui) && save_ui(ui, title);
            more(ui);
            let text = fitting(ui, title, &theme::strong(), ui.available_width() - theme::STEP);
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(egui::Label::new(text).wrap());
            });
            saved
        })
        .inner
    })
    .inner
}

fn save_ui(ui: &mut Ui, title: &str) -> bool {
    let save = ui.small_button(tr!("Save")).on_hover_text(tr!("Save this chart as a picture (SVG or PNG)"));
    let name = tr!("Save the chart: {title}", title);
    save.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    save.clicked()
}
