//! The diagram in the window: every node can be pointed at, clicked, and reached and pressed by keyboard.

use std::sync::Arc;

use egui::{Id, Rect, Response, ScrollArea, Sense, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2};

use super::super::marks::Area;
use super::super::paint::{Brush, Fonts, type_of};
use super::{ABOVE, Diagram, Look, Placed, legend, marks};

/// What came of showing the diagram.
pub struct DiagramResponse {
    /// The whole picture, which carries the text alternative.
    pub picture: Response,
    /// The node under the pointer or with the keyboard.
    pub hovered: Option<usize>,
    /// The node that was clicked or pressed.
    pub clicked: Option<usize>,
    /// Where the nodes stand, in points.
    pub nodes: Vec<Area>,
}

/// Places found once for a diagram and a room.
#[derive(Clone)]
struct Kept {
    diagram: Arc<Diagram>,
    room: [f32; 3],
    placed: Arc<Placed>,
}

/// Draws the diagram with its legend in `size`; where its words need more room, the picture scrolls. `chosen` is the
/// identifier of the chosen node. `id_salt` must be unique within `ui`.
pub fn show_diagram(
    ui: &mut Ui,
    id_salt: impl egui::AsIdSalt,
    diagram: &Arc<Diagram>,
    chosen: Option<&str>,
    size: Vec2,
    dark: bool,
) -> DiagramResponse {
    let id = ui.scope_id().with(("diagram", id_salt));
    let kept = kept(ui, id, diagram, size);
    let needs = |kept: &Kept| vec2(kept.placed.covers.right, kept.placed.covers.bottom);
    let all = needs(&kept);
    if all.x <= size.x + 0.5 && all.y <= size.y + 0.5 {
        return draw(ui, id, &kept, chosen, size, dark);
    }
    // What scrolls leaves room for the bars.
    let kept = self::kept(ui, id.with("scrolled"), diagram, size - Vec2::splat(BARS));
    let needs = needs(&kept).max(size - Vec2::splat(BARS));
    let (_, rect) = ui.allocate_space(size);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(id));
    let scroll = ScrollArea::both().id_salt(id.with("scroll")).auto_shrink(false);
    scroll.show(&mut child, |ui| draw(ui, id, &kept, chosen, needs, dark)).inner
}

/// The room that scroll bars take, in points.
const BARS: f32 = 14.0;

/// Where everything stands, found anew only for another diagram or another room.
fn kept(ui: &Ui, id: Id, diagram: &Arc<Diagram>, size: Vec2) -> Kept {
    let text = type_of(ui).tick;
    let room = [size.x, size.y, text];
    let known: Option<Kept> = ui.data(|data| data.get_temp(id));
    let same =
        |kept: &Kept| Arc::ptr_eq(&kept.diagram, diagram) && kept.room.map(f32::to_bits) == room.map(f32::to_bits);
    known.filter(same).unwrap_or_else(|| {
        let measure = Fonts(ui);
        let (_, legend) = legend(diagram, [0.0, 0.0, size.x], text, &measure);
        let above = legend + ABOVE * text;
        // Thick outlines need a little room of their own.
        let room_of = Area { left: 3.0, top: above, right: size.x - 3.0, bottom: size.y - 3.0 };
        let mut placed = Placed::new(diagram, room_of, text, &measure);
        placed.covers =
            Area { left: 0.0, right: placed.covers.right + 3.0, bottom: placed.covers.bottom + 3.0, ..placed.covers };
        let kept = Kept { diagram: Arc::clone(diagram), room, placed: Arc::new(placed) };
        ui.data_mut(|data| data.insert_temp(id, kept.clone()));
        kept
    })
}

fn draw(ui: &mut Ui, id: Id, kept: &Kept, chosen: Option<&str>, size: Vec2, dark: bool) -> DiagramResponse {
    let Kept { diagram, placed, .. } = kept;
    let (_, rect) = ui.allocate_space(size);
    let picture = ui.interact(rect, id, Sense::hover());
    picture.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, diagram.alt()));
    let placed = placed.moved([rect.left(), rect.top()]);
    let mut look = Look { hovered: None, chosen: chosen.and_then(|id| diagram.node(id)) };
    let mut clicked = None;
    // The keyboard goes from causes to effects.
    for node in diagram.columns().into_iter().flatten().chain(diagram.apart()) {
        let response = node_ui(ui, id, diagram, node, placed.nodes[node], look.chosen == Some(node));
        if response.hovered() || response.has_focus() {
            look.hovered = Some(node);
        }
        if response.clicked() {
            clicked = Some(node);
        }
    }
    if ui.is_rect_visible(rect) {
        let text = type_of(ui).tick;
        let brush = Brush { ui, clip: rect.intersect(ui.clip_rect()), dark };
        let (words, _) = legend(diagram, [rect.left(), rect.top(), size.x], text, &Fonts(ui));
        brush.paint_all(&words);
        brush.paint_all(&marks(diagram, &placed, look, &Fonts(ui)));
    }
    DiagramResponse { picture, hovered: look.hovered, clicked, nodes: placed.nodes }
}

/// A node as a button without a look of its own.
fn node_ui(ui: &Ui, id: Id, diagram: &Diagram, node: usize, area: Area, chosen: bool) -> Response {
    let Diagram { nodes, .. } = diagram;
    let rect = Rect::from_min_max(pos2(area.left, area.top), pos2(area.right, area.bottom));
    let response = ui.interact(rect, id.with(&nodes[node].id), Sense::click());
    response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, chosen, &nodes[node].label));
    ui.ctx().accesskit_node_builder(response.id, |builder| builder.set_description(diagram.about(node)));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_ui(|ui| {
        ui.strong(&nodes[node].label);
        ui.label(super::sentence_case(&diagram.about(node)));
        ui.weak(tr!("Click to see its values."));
    })
}
