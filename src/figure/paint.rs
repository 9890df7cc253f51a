//! Marks as egui shapes, and text in the window's fonts.

use egui::epaint::{CircleShape, PathShape, PathStroke};
use egui::{
    Align2, Color32, CornerRadius, FontFamily, FontId, Mesh, Painter, Pos2, Rect, Response, Stroke, TextStyle, Ui,
    pos2, vec2,
};

use super::layout::{Type, View};
use super::marks::{CROSSING, Ink, LINE, Mark, Measure, dashes};
use super::model::{Handle, Role, Shape, Track};
use super::{inside, palette};

/// Sizes of text from the window's style.
pub(super) fn type_of(ui: &Ui) -> Type {
    let size = |style: TextStyle| style.resolve(ui.style()).size;
    let (small, body) = (size(TextStyle::Small), size(TextStyle::Body));
    Type { tick: small, label: small, note: f32::midpoint(small, body), stroke: small / 12.5 }
}

/// Text as egui lays it out.
pub(super) struct Fonts<'a>(pub &'a Ui);

impl Measure for Fonts<'_> {
    fn width(&self, text: &str, size: f32, strong: bool) -> f32 {
        let font = font(self.0, size, strong);
        self.0.painter().layout_no_wrap(text.to_owned(), font, Color32::WHITE).size().x
    }
}

/// The window's emphasised family where it has one.
fn font(ui: &Ui, size: f32, strong: bool) -> FontId {
    let style = TextStyle::Name("strong".into());
    let family = ui.style().text_styles.get(&style).map(|font| font.family.clone());
    FontId::new(size, family.filter(|_| strong).unwrap_or(FontFamily::Proportional))
}

/// The colour of `ink`.
pub(super) fn colour(ink: Ink, dark: bool) -> Color32 {
    let [r, g, b] = if ink.tint { palette::tint(ink.role, dark) } else { palette::colour(ink.role, dark) };
    Color32::from_rgb(r, g, b)
}

fn pos(at: [f32; 2]) -> Pos2 {
    pos2(at[0], at[1])
}

/// Every mark but text as shapes.
pub(super) fn shape_of(mark: &Mark, dark: bool, shapes: &mut Vec<egui::Shape>) {
    match mark {
        Mark::Line { points, width, dash, ink } => {
            let stroke = PathStroke::new(*width, colour(*ink, dark));
            for piece in dashes(points, *dash, *width) {
                shapes.push(PathShape::line(piece.into_iter().map(pos).collect(), stroke.clone()).into());
            }
        }
        Mark::Strip { upper, lower, ink } => {
            let mut mesh = Mesh::default();
            for (&up, &low) in upper.iter().zip(lower) {
                let next = mesh.vertices.len() as u32;
                mesh.colored_vertex(pos(up), colour(*ink, dark));
                mesh.colored_vertex(pos(low), colour(*ink, dark));
                if next >= 2 {
                    mesh.add_triangle(next - 2, next - 1, next);
                    mesh.add_triangle(next - 1, next, next + 1);
                }
            }
            shapes.push(mesh.into());
        }
        Mark::Plate { area, radius, ink } => {
            let rect = Rect::from_min_max(pos2(area.left, area.top), pos2(area.right, area.bottom));
            shapes.push(egui::Shape::rect_filled(rect, CornerRadius::same(*radius as u8), colour(*ink, dark)));
        }
        Mark::Shade { area, role, strength } => {
            let rect = Rect::from_min_max(pos2(area.left, area.top), pos2(area.right, area.bottom));
            let [r, g, b] = palette::shade(*role, *strength, dark);
            shapes.push(egui::Shape::rect_filled(rect, CornerRadius::ZERO, Color32::from_rgb(r, g, b)));
        }
        Mark::Point { at, radius, width, shape, ink } => {
            point(pos(*at), *radius, *width, *shape, colour(*ink, dark), dark, shapes);
        }
        Mark::Words { .. } => {}
    }
}

fn point(at: Pos2, radius: f32, width: f32, shape: Shape, ink: Color32, dark: bool, shapes: &mut Vec<egui::Shape>) {
    let halo = Stroke::new(width, colour(Ink::full(Role::Paper), dark));
    let corners = |offsets: &[[f32; 2]]| offsets.iter().map(|[x, y]| at + radius * vec2(*x, *y)).collect::<Vec<_>>();
    match shape {
        Shape::Disc => shapes.push(CircleShape { center: at, radius, fill: ink, stroke: halo }.into()),
        Shape::Ring => shapes.push(egui::Shape::circle_stroke(at, radius - 0.5 * width, Stroke::new(width, ink))),
        Shape::Cross => crossing(at, 0.75 * radius, Stroke::new(width, ink), shapes),
        Shape::CrossedRing => {
            let stroke = Stroke::new(width, ink);
            shapes.push(egui::Shape::circle_stroke(at, radius - 0.5 * width, stroke));
            crossing(at, CROSSING * radius, stroke, shapes);
        }
        Shape::Diamond | Shape::Square | Shape::Triangle => {
            shapes.push(PathShape::convex_polygon(corners(inside::corners(shape)), ink, halo).into());
        }
    }
}

fn crossing(at: Pos2, reach: f32, stroke: Stroke, shapes: &mut Vec<egui::Shape>) {
    for (a, b) in [(vec2(-reach, -reach), vec2(reach, reach)), (vec2(-reach, reach), vec2(reach, -reach))] {
        shapes.push(egui::Shape::line_segment([at + a, at + b], stroke));
    }
}

/// Paints marks with their text.
pub(super) struct Brush<'a> {
    pub ui: &'a Ui,
    pub clip: Rect,
    pub dark: bool,
}

impl Brush<'_> {
    pub(super) fn painter(&self) -> Painter {
        self.ui.painter_at(self.clip.expand(2.0))
    }

    pub(super) fn paint_all(&self, marks: &[Mark]) {
        let painter = self.painter();
        let mut shapes = Vec::new();
        for mark in marks {
            if let Mark::Words { at, text, size, strong, ink } = mark {
                painter.extend(std::mem::take(&mut shapes));
                let font = font(self.ui, *size, *strong);
                // Centred on the line, whatever the font's own line height.
                let middle = pos2(at[0], at[1] + 0.5 * LINE * size);
                painter.text(middle, Align2::LEFT_CENTER, text, font, colour(*ink, self.dark));
            } else {
                shape_of(mark, self.dark, &mut shapes);
            }
        }
        painter.extend(shapes);
    }

    /// What shows that something can be taken hold of; larger under the pointer, ringed while it has the keyboard.
    pub(super) fn grip(&self, handle: &Handle, response: &Response, view: &View, sizes: &Type) {
        let Some(at) = handle.at.map(|at| pos(view.to_screen(at))) else { return };
        let [ink, paper] = [Role::Threshold, Role::Paper].map(|role| colour(Ink::full(role), self.dark));
        let painter = self.painter();
        let lively = response.hovered() || response.dragged();
        let grow = sizes.stroke * if lively { 1.2 } else { 1.0 };
        match handle.track {
            Track::X => {
                let half = vec2(7.0, 16.0) * grow;
                let at = pos2(
                    at.x,
                    at.y.clamp(view.frame.top + half.y, (view.frame.bottom - half.y).max(view.frame.top + half.y)),
                );
                let plate = Rect::from_center_size(at, 2.0 * half);
                painter.rect(plate, 6.0 * grow, ink, Stroke::new(1.5, paper), egui::StrokeKind::Outside);
                for side in [-1.0, 1.0] {
                    let x = at.x + side * 2.5 * grow;
                    let line = [pos2(x, at.y - 0.45 * half.y), pos2(x, at.y + 0.45 * half.y)];
                    painter.line_segment(line, Stroke::new(1.5 * sizes.stroke, paper));
                }
                if response.has_focus() {
                    let ring = Stroke::new(2.0 * sizes.stroke, ink);
                    painter.rect_stroke(plate.expand(4.0), 9.0 * grow, ring, egui::StrokeKind::Outside);
                }
            }
            Track::Curve(_) => {
                painter.circle(at, 10.0 * grow, paper, Stroke::new(2.0 * sizes.stroke, ink));
                let mut shapes = Vec::new();
                point(at, 5.5 * grow, 0.0, Shape::Diamond, ink, self.dark, &mut shapes);
                painter.extend(shapes);
                if response.has_focus() {
                    painter.circle_stroke(at, 14.0 * grow, Stroke::new(2.0 * sizes.stroke, ink));
                }
            }
        }
    }
}
