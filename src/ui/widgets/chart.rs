//! A figure on screen: its picture, its sentence and its button to save it.

use egui::{RichText, Ui, Vec2, vec2};

use crate::figure::screen::{self, FigureResponse};
use crate::figure::{Caption, Figure, export};
use crate::num::Threshold;
use crate::ui::theme;
use crate::ui::view::{Command, Content};
use crate::ui::widgets::threshold::operate;

/// The height of a chart's title line, in points.
pub const TITLE: f32 = 26.0;

/// Shows `figure` in `size`, title line included. `Some(threshold)` makes it a handle on the operating point for the
/// keyboard and screen readers; where a drag leads is for the caller to read from the answer.
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
        if title_ui(ui, &figure.title) {
            let svg = export::svg(figure, caption).map(Content::Picture).map_err(|error| error.to_string());
            commands.push(Command::OfferSave(figure.title.clone(), svg));
        }
        let answer = screen::show(ui, &figure.title, figure, vec2(width, size.y - TITLE), ui.visuals().dark_mode);
        if let Some(threshold) = threshold {
            let label = format!("Threshold on {}. {}", figure.title, figure.alt);
            operate(ui, &answer.response, &label, threshold);
        }
        answer
    })
    .inner
}

/// The title line of a chart; returns whether its button to save was pressed.
pub fn title_ui(ui: &mut Ui, title: &str) -> bool {
    ui.horizontal(|ui| {
        ui.set_height(TITLE - 2.0);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let save = ui.small_button("Save").on_hover_text("Save this chart as a picture (SVG or PNG)");
            let name = format!("Save the chart: {title}");
            save.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
            let text = RichText::new(title).text_style(theme::strong());
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(egui::Label::new(text).truncate());
            });
            save.clicked()
        })
        .inner
    })
    .inner
}
