//! A legend below its chart instead of in it.

use egui::{Rect, RichText, Ui, Vec2, vec2};

use crate::figure::screen::sample_ui;
use crate::figure::{Figure, Key, Layer};
use crate::ui::theme;

/// The height of an entry of a legend below a chart, and the width of its sample and the gaps, in points.
const KEY: Vec2 = vec2(32.0, 21.0);

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

/// The legend below the chart.
pub fn key_ui(ui: &mut Ui, figure: &Figure) {
    let corner = ui.cursor().min.to_vec2();
    let places = flow(ui, figure, ui.available_width());
    for (place, (key, text)) in places.into_iter().zip(keys(figure)) {
        theme::place(ui, place.translate(corner), |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = theme::STEP;
                sample_ui(ui, *key, ui.visuals().dark_mode);
                ui.add(egui::Label::new(RichText::new(text).small()).extend());
            });
        });
    }
}

/// The height in points that the legend of `figure` takes at this width.
#[must_use]
pub fn key_height(ui: &Ui, figure: &Figure, width: f32) -> f32 {
    flow(ui, figure, width).last().map_or(0.0, |last| last.bottom())
}
