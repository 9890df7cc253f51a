//! The people in the window: as icons, and as a tree of natural frequencies.

use egui::{Rect, Response, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2};

use super::marks::{Area, Ink};
use super::model::Role;
use super::paint::{Brush, Fonts, colour, type_of};
use super::people::{self, Lattice, People, Person};
use super::tree::{self, Tree};
use super::words::Words;
use crate::num::Threshold;

/// What came of showing the people.
pub struct PeopleResponse {
    /// The whole picture, which carries the alt text.
    pub picture: Response,
    /// Where each icon stands, in points.
    pub lattice: Lattice,
    /// The person under the pointer.
    pub hovered: Option<Person>,
    /// The person clicked.
    pub clicked: Option<Person>,
}

/// Draws the people with their legend in `size`. `id_salt` must be unique within `ui`.
pub fn show_people(
    ui: &mut Ui,
    id_salt: impl egui::AsIdSalt,
    people: &People,
    threshold: Threshold,
    words: &Words,
    size: Vec2,
    dark: bool,
) -> PeopleResponse {
    let (_, rect) = ui.allocate_space(size);
    let id = ui.scope_id().with(("people", id_salt));
    // Not focusable: the patients are reached through the cells of the matrix.
    let mut picture = ui.interact(rect, id, Sense::CLICK);
    picture.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, people.alt(threshold, words)));
    let size = type_of(ui).note;
    let place = [rect.left(), rect.top(), rect.width()];
    let (legend, height) = people::legend(people, threshold, place, size, &Fonts(ui));
    let top = rect.top() + height + 0.3 * size;
    let area = Area { left: rect.left() + 2.0, top, right: rect.right() - 2.0, bottom: rect.bottom() - 2.0 };
    let lattice = Lattice::new(people.persons().len(), area);
    let pointer = picture.hover_pos().and_then(|at| lattice.at([at.x, at.y]));
    if ui.is_rect_visible(rect) {
        let brush = Brush { ui, clip: rect, dark };
        brush.paint_all(&legend);
        brush.paint_all(&people::icons(people, threshold, &lattice));
        if let Some(index) = pointer {
            let [x, y] = lattice.middle(index);
            let around = Rect::from_center_size(pos2(x, y), Vec2::splat(lattice.cell));
            let ring = Stroke::new(2.0, colour(Ink::full(Role::Ink), dark));
            brush.painter().rect_stroke(around.expand(1.0), 3.0, ring, egui::StrokeKind::Outside);
        }
    }
    if pointer.is_some() {
        picture = picture.on_hover_cursor(egui::CursorIcon::PointingHand);
    }
    let hovered = pointer.and_then(|index| people.persons().get(index).copied());
    PeopleResponse { clicked: hovered.filter(|_| picture.clicked()), hovered, lattice, picture }
}

/// Draws a tree of natural frequencies in `size`; the picture carries its alt text.
pub fn show_tree(ui: &mut Ui, tree: &Tree, size: Vec2, dark: bool) -> Response {
    let (_, rect) = ui.allocate_space(size);
    let picture = ui.interact(rect, ui.scope_id().with("tree"), Sense::hover());
    picture.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, tree.alt()));
    if ui.is_rect_visible(rect) {
        let area = Area { left: rect.left(), top: rect.top(), right: rect.right(), bottom: rect.bottom() };
        let marks = tree::marks(tree, area, type_of(ui).note, &Fonts(ui));
        Brush { ui, clip: rect, dark }.paint_all(&marks);
    }
    picture
}
