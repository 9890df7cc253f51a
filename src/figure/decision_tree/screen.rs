//! A tree in the window: every plate with a question is a button that leads to the groups below it.

use egui::{Rect, Response, ScrollArea, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::{DecisionTree, Plan};
use crate::figure::marks::{Area, Ink};
use crate::figure::model::Role;
use crate::figure::paint::{Brush, Fonts, colour, type_of};

/// What came of showing a tree.
pub struct TreeResponse {
    /// The whole picture, which carries the alt text.
    pub picture: Response,
    /// The group whose plate was pressed.
    pub pressed: Option<usize>,
}

/// Draws the groups below `top` in `size`. `id_salt` must be unique within `ui`. What does not fit can be scrolled to.
pub fn show_decision_tree(
    ui: &mut Ui,
    id_salt: impl egui::AsIdSalt + Copy,
    tree: &DecisionTree,
    top: usize,
    size: Vec2,
    dark: bool,
) -> TreeResponse {
    let text = type_of(ui).note;
    let margin = 0.4 * text;
    let room = Area::at([margin, margin], [size.x - 2.0 * margin, size.y - 2.0 * margin]);
    let scroll = ScrollArea::both().id_salt(("tree", id_salt)).max_width(size.x).max_height(size.y);
    scroll
        .auto_shrink([false, false])
        .show(ui, |ui| {
            let covers = Plan::new(tree, top, room, text, &Fonts(ui)).covers();
            let whole = vec2(covers.right.max(size.x - margin) + margin, covers.bottom + margin);
            let (_, rect) = ui.allocate_space(whole);
            let picture = ui.interact(rect, ui.scope_id().with(("decision tree", id_salt)), Sense::hover());
            picture.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, tree.alt()));
            let corner = [rect.left() + room.left, rect.top() + room.top];
            let room = Area::at(corner, [room.width(), room.height()]);
            let plan = Plan::new(tree, top, room, text, &Fonts(ui));
            Brush { ui, clip: ui.clip_rect(), dark }.paint_all(&plan.marks(tree, &Fonts(ui)));
            let mut pressed = None;
            for seat in &plan.seats {
                let Area { left, top, right, bottom } = seat.area;
                let area = Rect::from_min_max(pos2(left, top), pos2(right, bottom));
                let id = ui.scope_id().with(("plate", seat.group));
                let leads = tree.children(seat.group).is_some();
                let plate = ui.interact(area, id, if leads { Sense::click() } else { Sense::hover() });
                let kind = if leads { egui::Role::Button } else { egui::Role::Label };
                plate.widget_info(|| WidgetInfo::labeled(kind, true, tree.plate(seat.group)));
                if leads && plate.clicked() {
                    pressed = Some(seat.group);
                }
                if plate.has_focus() || leads && plate.hovered() {
                    let stroke = egui::Stroke::new(2.0, colour(Ink::full(Role::Ink), dark));
                    ui.painter().rect_stroke(area.expand(4.0), 6.0, stroke, egui::StrokeKind::Outside);
                }
                if leads {
                    plate.on_hover_cursor(egui::CursorIcon::PointingHand);
                }
            }
            TreeResponse { picture, pressed }
        })
        .inner
}
