//! A light on what is spoken of.

use egui::{Color32, Mesh, Stroke, Ui, Vec2};

/// How far the light of the spot reaches, and how thick its edge is, in points.
const SPOT: f32 = 130.0;
const EDGE: f32 = 6.0;
/// Its colour, which stands out from paper and from shade.
const SPOT_EDGE: Color32 = Color32::from_rgb(0xf0, 0xa0, 0x00);
/// Corners of what is round enough to be a circle.
const SIDES: u32 = 96;

/// Darkens all but a disc around the pointer.
pub(super) fn spot_ui(ui: &Ui) {
    let Some(at) = ui.ctx().pointer_latest_pos() else { return };
    let screen = ui.ctx().content_rect();
    let far = screen.width() + screen.height();
    let painter = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("spot")));
    // A stroke as wide as the screen is left out by the painter, so that the shade is made of triangles.
    let mut shade = Mesh::default();
    for step in 0..=SIDES {
        let towards = Vec2::angled(std::f32::consts::TAU * step as f32 / SIDES as f32);
        for reach in [SPOT, SPOT + far] {
            shade.colored_vertex(at + reach * towards, Color32::from_black_alpha(200));
        }
        if step > 0 {
            let last = 2 * step + 1;
            shade.add_triangle(last - 3, last - 2, last - 1);
            shade.add_triangle(last - 2, last - 1, last);
        }
    }
    painter.add(shade);
    painter.circle_stroke(at, SPOT, Stroke::new(EDGE, SPOT_EDGE));
}
