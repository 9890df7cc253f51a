//! The renderer of the window: a [`Figure`] in an egui [`Ui`], with its handle.
//!
//! The frame is an `egui_plot` plot that holds the layers; numbers, words and handle are painted around it from the same marks
//! that [`super::export`] writes.

use egui::{Color32, Id, Pos2, Rect, Response, Sense, Ui, UiBuilder, Vec2, WidgetInfo, pos2};
use egui_plot::{Plot, PlotBounds, PlotGeometry, PlotItem, PlotItemBase, PlotTransform};

pub use super::people_screen::{PeopleResponse, show_people, show_tree};

use super::annotation::sample;
use super::axis::Scale;
use super::inside;
use super::layout::{Setting, Type, View, surroundings};
use super::marks::{Area, Ink, LINE};
use super::model::{Figure, Handle, Key, Role, Stop, Track};
use super::paint::{Brush, Fonts, colour, shape_of, type_of};
use super::track::distance;

/// How near to the handle a finger or a pointer takes hold of it, in points.
const GRAB: f32 = 22.0;

/// What came of showing a figure.
pub struct FigureResponse {
    /// What takes the keyboard: the handle where there is one, otherwise the picture.
    pub response: Response,
    /// The whole picture, which carries the figure's alt text.
    pub picture: Response,
    /// From data to points on screen and back.
    pub view: View,
    /// Where the handle was dragged or clicked to, in data units; `None` while it rests.
    pub dragged_to: Option<[f64; 2]>,
    /// The threshold there.
    pub value: Option<f64>,
    /// The place under the pointer in data units, when it is inside the frame.
    pub hovered: Option<[f64; 2]>,
    /// What to read out there.
    pub readout: Option<String>,
}

/// Draws `figure` in `size`, title and caption left out: they are the window's to place. `id_salt` must be unique within
/// `ui`. A figure with a handle answers to clicks and drags; in too small a space only its marks are drawn.
pub fn show(ui: &mut Ui, id_salt: impl egui::AsIdSalt, figure: &Figure, size: Vec2, dark: bool) -> FigureResponse {
    let id = ui.scope_id().with(("figure", id_salt));
    let (_, rect) = ui.allocate_space(size);
    // Not focusable: the keyboard goes to the handle.
    let sense = if figure.handle.is_some() { Sense::CLICK | Sense::DRAG } else { Sense::hover() };
    let picture = ui.interact(rect, id, sense);
    picture.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, &figure.alt));
    let measure = Fonts(ui);
    let area = Area { left: rect.left(), top: rect.top(), right: rect.right(), bottom: rect.bottom() };
    let set = Setting::of(figure, area, type_of(ui), &measure);
    let outside = surroundings(figure, &set);
    let notes = inside::notes(figure, &set);
    let (view, sizes) = (set.view, set.sizes);
    let (stop, handle) = match &figure.handle {
        Some(handle) => drag(ui, &picture, handle, &view, figure),
        None => (None, None),
    };
    if ui.is_rect_visible(rect) {
        Brush { ui, clip: rect, dark }.paint_all(&outside);
        plot(ui, id, figure, &view, sizes, dark);
        let brush = Brush { ui, clip: rect, dark };
        brush.paint_all(&notes);
        if let (Some(handle), Some(response)) = (&figure.handle, &handle) {
            brush.grip(handle, response, &view, &sizes);
        }
    }
    let pointer = picture.ctx.pointer_hover_pos().filter(|_| picture.contains_pointer());
    let pointer = pointer.map(|at| [at.x, at.y]).filter(|&at| view.frame.contains(at));
    FigureResponse {
        response: handle.unwrap_or_else(|| picture.clone()),
        picture,
        dragged_to: stop.map(|stop| stop.at),
        value: stop.map(|stop| stop.value),
        hovered: pointer.map(|at| view.to_data(at)),
        readout: pointer.and_then(|at| figure.readout(&view, at, GRAB)),
        view,
    }
}

/// The sample that stands before an entry of a legend, for legends outside of a chart.
pub fn sample_ui(ui: &mut Ui, key: Key, dark: bool) {
    let sizes = type_of(ui);
    let (_, rect) = ui.allocate_space(Vec2::new(1.8 * sizes.note, LINE * sizes.note));
    let mut marks = Vec::new();
    sample(key, [rect.left(), rect.top()], &sizes, &mut marks);
    Brush { ui, clip: rect, dark }.paint_all(&marks);
}

/// The handle as a widget of its own, and where it was dragged or clicked to.
fn drag(
    ui: &Ui,
    picture: &Response,
    handle: &Handle,
    view: &View,
    figure: &Figure,
) -> (Option<Stop>, Option<Response>) {
    let Some(at) = handle.at else { return (clicked(picture, handle, view), None) };
    let place = view.to_screen(at);
    let place = pos2(place[0], place[1]);
    let frame = view.frame;
    let grab = match handle.track {
        Track::X => Rect::from_x_y_ranges(place.x - GRAB..=place.x + GRAB, frame.top..=frame.bottom + GRAB),
        Track::Curve(_) => Rect::from_center_size(place, Vec2::splat(2.0 * GRAB)),
    };
    let id = picture.id.with("handle");
    let cursor = match (&handle.track, ui.ctx().is_being_dragged(id)) {
        (Track::X, _) => egui::CursorIcon::ResizeHorizontal,
        (Track::Curve(_), true) => egui::CursorIcon::Grabbing,
        (Track::Curve(_), false) => egui::CursorIcon::Grab,
    };
    let mut response = ui.interact(grab, id, Sense::click_and_drag()).on_hover_and_drag_cursor(cursor);
    let name = tr!("Threshold on the chart \u{201c}{}\u{201d}", figure.title);
    response.widget_info(|| WidgetInfo::slider(true, handle.value, &name));
    let stop = dragged(ui, &response, handle, view, place)
        .or_else(|| clicked(picture, handle, view).inspect(|_| response.request_focus()));
    if stop.is_some() {
        response.mark_changed();
    }
    (stop, Some(response))
}

/// Where the handle is dragged to, keeping the distance at which the pointer took hold of it.
fn dragged(ui: &Ui, response: &Response, handle: &Handle, view: &View, place: Pos2) -> Option<Stop> {
    let pointer = response.interact_pointer_pos()?;
    if response.drag_started() {
        let press = ui.input(|input| input.pointer.press_origin()).unwrap_or(pointer);
        ui.data_mut(|data| data.insert_temp(response.id, place - press));
        response.request_focus();
    }
    if response.clicked() {
        response.request_focus();
    }
    if !response.dragged() {
        return None;
    }
    let offset: Vec2 = ui.data(|data| data.get_temp(response.id)).unwrap_or_default();
    let to = pointer + offset;
    handle.nearest(view, [to.x, to.y])
}

/// Where a press beside the handle asks it to go: one anywhere in the frame of a histogram, one near the curve of a curve.
fn clicked(picture: &Response, handle: &Handle, view: &View) -> Option<Stop> {
    let pointer = picture
        .interact_pointer_pos()
        .filter(|_| picture.clicked() || picture.dragged_by(egui::PointerButton::Primary))?;
    let press = picture.ctx.input(|input| input.pointer.press_origin()).unwrap_or(pointer);
    let press = [press.x, press.y];
    let meant = match handle.track {
        Track::X => view.frame.contains(press),
        Track::Curve(_) => distance(view.to_screen(handle.nearest(view, press)?.at), press) <= GRAB,
    };
    handle.nearest(view, [pointer.x, pointer.y]).filter(|_| meant)
}

/// The layers in an `egui_plot` frame that neither pans nor zooms.
fn plot(ui: &mut Ui, id: Id, figure: &Figure, view: &View, sizes: Type, dark: bool) {
    let frame = Rect::from_min_max(pos2(view.frame.left, view.frame.top), pos2(view.frame.right, view.frame.bottom));
    let mut child = ui.new_child(UiBuilder::new().max_rect(frame).id_salt(id));
    let bounds = PlotBounds::from_min_max([view.x[0], view.y[0]], [view.x[1], view.y[1]]);
    let plot = Plot::new(id.with("plot"))
        .width(frame.width())
        .height(frame.height())
        .min_size(Vec2::splat(1.0))
        .show_axes(false)
        .show_grid(false)
        .show_background(false)
        .show_x(false)
        .show_y(false)
        .show_crosshair(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_drag(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
        .sense(Sense::hover());
    plot.show(&mut child, |plot| {
        plot.set_plot_bounds(bounds);
        let base = PlotItemBase::new(figure.title.clone());
        plot.add(Layers { base, figure, scales: view.scales, sizes, dark });
    });
}

/// A figure's layers as one item of a plot.
struct Layers<'a> {
    base: PlotItemBase,
    figure: &'a Figure,
    scales: [Scale; 2],
    sizes: Type,
    dark: bool,
}

impl PlotItem for Layers<'_> {
    fn shapes(&self, _ui: &Ui, transform: &PlotTransform, shapes: &mut Vec<egui::Shape>) {
        let frame = transform.frame();
        let area = Area { left: frame.left(), top: frame.top(), right: frame.right(), bottom: frame.bottom() };
        let (min, max) = (transform.bounds().min(), transform.bounds().max());
        let view = View { frame: area, x: [min[0], max[0]], y: [min[1], max[1]], scales: self.scales };
        for mark in inside::layers(self.figure, &view, &self.sizes) {
            shape_of(&mark, self.dark, shapes);
        }
    }

    fn initialize(&mut self, _x_range: std::ops::RangeInclusive<f64>) {}

    fn color(&self) -> Color32 {
        colour(Ink::full(Role::Model), self.dark)
    }

    fn geometry(&self) -> PlotGeometry<'_> {
        PlotGeometry::None
    }

    fn bounds(&self) -> PlotBounds {
        let (x, y) = (self.figure.x.span(), self.figure.y.span());
        PlotBounds::from_min_max([x[0], y[0]], [x[1], y[1]])
    }

    fn base(&self) -> &PlotItemBase {
        &self.base
    }

    fn base_mut(&mut self) -> &mut PlotItemBase {
        &mut self.base
    }
}
