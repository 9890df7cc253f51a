//! One hint at a time for whoever is here for the first time, beside the control that it speaks of; it never stands in the way of work.

use egui::{Align2, Area, Context, Frame, Id, Rect, RichText, Ui, vec2};

use super::theme;
use super::view::View;

/// Something that a hint speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// The rail of the threshold.
    Line,
    /// The four numbers.
    Matrix,
    /// The tabs of the rooms.
    Rooms,
    /// The words.
    Words,
}

impl Hint {
    /// All of them, in the order in which they are given.
    pub const ALL: [Self; 4] = [Self::Line, Self::Matrix, Self::Rooms, Self::Words];

    /// The name under which it is kept that it was read.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Matrix => "matrix",
            Self::Rooms => "rooms",
            Self::Words => "words",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Line => tr!("Drag this line. Whoever has a risk beyond it is called, and everything above follows."),
            Self::Matrix => tr!("Four numbers tell who is found and who is missed. Click one to see its patients."),
            Self::Rooms => tr!("Each question opens a room: change the patients, the model, or where it is used."),
            Self::Words => tr!("Every word and figure is explained here, with the numbers on screen filled in."),
        }
    }

    fn key(self) -> Id {
        Id::unique(("hint", self.id()))
    }
}

/// Takes note of where a control stands, so that a hint can point to it.
pub fn anchor(ctx: &Context, hint: Hint, rect: Rect) {
    ctx.data_mut(|data| data.insert_temp(hint.key(), rect));
}

/// Shows the first hint that was not read yet, where its control is in sight.
pub fn hints_ui(ui: &Ui, view: &mut View) {
    let busy = view.help || view.save.is_some() || view.palette.is_some() || view.menu_open || view.glossary.is_open();
    if view.settings.no_hints || busy {
        return;
    }
    let unread = |hint: &Hint| !view.settings.hints.contains(hint.id());
    let Some(hint) = Hint::ALL.into_iter().find(unread) else { return };
    // Only what was drawn in this very frame can be pointed to.
    let rect = ui.ctx().data_mut(|data| {
        let rect = data.get_temp::<Rect>(hint.key());
        Hint::ALL.into_iter().for_each(|hint| data.remove::<Rect>(hint.key()));
        rect
    });
    let Some(rect) = rect else { return };
    let screen = ui.ctx().content_rect();
    let below = rect.center().y < screen.center().y;
    // Above the rail stands the sentence, which is what the hint is about.
    let far = if hint == Hint::Line { 48.0 } else { 10.0 };
    let at = if below { rect.center_bottom() + vec2(0.0, far) } else { rect.center_top() - vec2(0.0, far) };
    let pivot = if below { Align2::CENTER_TOP } else { Align2::CENTER_BOTTOM };
    let colours = theme::colours(ui);
    let frame = Frame::new().fill(colours.ink).inner_margin(10).corner_radius(6);
    let area = Area::new(Id::unique("hint")).order(egui::Order::Middle).pivot(pivot).fixed_pos(at).constrain_to(screen);
    let shown = area.show(ui.ctx(), |ui| {
        frame
            .show(ui, |ui| {
                ui.set_max_width(300.0);
                ui.label(RichText::new(hint.words()).color(colours.paper));
                ui.horizontal(|ui| {
                    let got = ui.button(tr!("Got it")).clicked();
                    let stop = ui.button(tr!("No more hints")).clicked();
                    (got, stop)
                })
                .inner
            })
            .inner
    });
    let tip = at + vec2(0.0, if below { -8.0 } else { 8.0 });
    let base = if below { shown.response.rect.top() } else { shown.response.rect.bottom() };
    let x = tip.x.clamp(shown.response.rect.left() + 14.0, shown.response.rect.right() - 14.0);
    let points = vec![egui::pos2(x - 8.0, base), egui::pos2(x + 8.0, base), tip];
    let painter = ui.ctx().layer_painter(shown.response.layer_id);
    painter.add(egui::Shape::convex_polygon(points, colours.ink, egui::Stroke::NONE));
    let (got, stop) = shown.inner;
    if got {
        view.settings.hints.insert(hint.id().to_owned());
    }
    view.settings.no_hints |= stop;
}

/// What was done needs no hint any more.
pub fn done(view: &mut View, hint: Hint) {
    if !view.settings.hints.contains(hint.id()) {
        view.settings.hints.insert(hint.id().to_owned());
    }
}
