//! The window, as functions from scenario, view and results to widgets. No clock, no file, no thread: those are `app`'s.

pub mod actions;
pub mod charts;
pub mod hints;
pub mod panels;
pub mod settings;
pub mod theme;
pub mod view;
pub mod widgets;
pub mod words;

use egui::{Frame, Margin, Panel, Rect, RichText, Ui, Vec2, vec2};

use crate::scenario::Scenario;
use actions::Action;
use panels::Shown;
use view::{Command, Room, View};

/// How wide the glance is, in points.
const GLANCE: f32 = 252.0;

/// How wide the panel of an exercise is, in points.
const GUIDE: f32 = 306.0;
/// From this width on, in points, the glance stands beside an exercise that shows it.
const GLANCE_BESIDE_GUIDE: f32 = 1000.0;

/// The smallest size, in points, in which the panels have room; a smaller window scrolls.
const SMALLEST: Vec2 = vec2(900.0, 620.0);

/// What the results on screen are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness<'a> {
    /// They are of this scenario.
    Current,
    /// New ones are on their way, and have been for longer than an eye notices.
    Updating,
    /// The scenario gives none, for the reason stated; these are the last ones.
    Failed(&'a str),
}

/// Draws the whole window. The figures are dimmed unless they are current.
pub fn workbench_ui(
    ui: &mut Ui,
    scenario: &mut Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    freshness: Freshness<'_>,
    commands: &mut Vec<Command>,
) {
    theme::let_boxes_pop_up(ui.ctx(), view.present.is_none());
    if view.present.is_some() {
        return panels::present_ui(ui, scenario, view, shown, commands);
    }
    keys(ui, view, shown, commands);
    if view.course.home {
        egui::CentralPanel::default().frame(Frame::new().fill(theme::colours(ui).paper)).show(ui, |ui| {
            banner_ui(ui, view, freshness);
            if view.course.class.is_some() {
                panels::class_ui(ui, &mut view.course);
            } else {
                panels::home_ui(ui, view, shown, commands);
            }
        });
        return over_ui(ui, view, shown, commands);
    }
    let room = ui.available_size();
    if room.x >= SMALLEST.x && room.y >= SMALLEST.y {
        return panels_ui(ui, scenario, view, shown, freshness, commands);
    }
    egui::ScrollArea::both().auto_shrink(false).show(ui, |ui| {
        let rect = Rect::from_min_size(ui.cursor().min, room.max(SMALLEST));
        ui.allocate_rect(rect, egui::Sense::hover());
        theme::place(ui, rect, |ui| panels_ui(ui, scenario, view, shown, freshness, commands));
    });
}

fn panels_ui(
    ui: &mut Ui,
    scenario: &mut Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    freshness: Freshness<'_>,
    commands: &mut Vec<Command>,
) {
    let before = (scenario.threshold, view.room);
    let colours = theme::colours(ui);
    let bar = |fill| Frame::new().fill(fill).inner_margin(Margin::symmetric(12, 6));
    Panel::top("rooms").exact_size(56.0).frame(bar(colours.panel)).show(ui, |ui| panels::header_ui(ui, view, commands));
    let writing = view.course.author.is_some() && view.course.run.is_none();
    let guided = view.course.run.is_some() || writing;
    let beside = ui.available_width() - GUIDE > GLANCE_BESIDE_GUIDE && view.course.shows("glance");
    view.course.glance_hidden = guided && !beside;
    let open = !view.course.is_covered() && !view.course.run.as_ref().is_some_and(crate::exercise::Run::is_finished);
    if guided {
        Panel::left("guide").resizable(false).exact_size(GUIDE).frame(bar(colours.panel)).show(ui, |ui| {
            if writing {
                panels::author_ui(ui, scenario, view, shown, commands);
            } else {
                panels::guide_ui(ui, scenario, view, shown, commands);
            }
        });
    }
    if !open {
        covered_ui(ui, scenario, view, shown, commands);
        return;
    }
    if view.course.is_sealed() {
        let frame = Frame::new().fill(colours.paper).inner_margin(12);
        egui::CentralPanel::default().frame(frame).show(ui, |ui| {
            banner_ui(ui, view, freshness);
            dim(ui, freshness);
            panels::cards_ui(ui, scenario, view, shown);
        });
        over_ui(ui, view, shown, commands);
        return;
    }
    Panel::bottom("operating-point").exact_size(82.0).frame(bar(colours.panel)).show(ui, |ui| {
        dim(ui, freshness);
        panels::operating_point_ui(ui, &mut scenario.threshold, view, shown);
    });
    if !guided || beside {
        Panel::right("glance").resizable(false).exact_size(GLANCE).frame(bar(colours.panel)).show(ui, |ui| {
            dim(ui, freshness);
            panels::glance_ui(ui, view, shown);
            if freshness == Freshness::Updating {
                working_ui(ui);
            }
        });
    }
    egui::CentralPanel::default().frame(Frame::new().fill(colours.paper).inner_margin(12)).show(ui, |ui| {
        banner_ui(ui, view, freshness);
        panels::pointed_ui(ui, view, shown, commands);
        match view.room {
            Room::Patients => panels::patients_room_ui(ui, scenario, view, shown, commands),
            Room::Model => panels::model_room_ui(ui, scenario, view, shown, freshness, commands),
            Room::Line => {
                dim(ui, freshness);
                panels::line_room_ui(ui, scenario, view, shown, commands);
            }
            Room::Harm => {
                dim(ui, freshness);
                panels::harm_room_ui(ui, scenario, view, shown, commands);
            }
            Room::Ward => {
                dim(ui, freshness);
                panels::ward_room_ui(ui, scenario, view, shown, commands);
            }
            Room::Why => {
                dim(ui, freshness);
                panels::why_room_ui(ui, view, shown, commands);
            }
            Room::Changed => {
                dim(ui, freshness);
                panels::changed_room_ui(ui, scenario, view, shown, commands);
            }
        }
    });
    if !guided {
        if before != (scenario.threshold, view.room) {
            let told = if before.1 == view.room { hints::Hint::Line } else { hints::Hint::Rooms };
            hints::done(view, told);
        }
        hints::hints_ui(ui, view);
    }
    panels::patient_list_ui(ui, view, shown, commands);
    panels::card_ui(ui, view, shown.recipe);
    over_ui(ui, view, shown, commands);
}

/// What stands in place of the room while results are covered, or once an exercise is done.
fn covered_ui(ui: &mut Ui, scenario: &Scenario, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let paper = theme::colours(ui).paper;
    egui::CentralPanel::default().frame(Frame::new().fill(paper).inner_margin(16)).show(ui, |ui| {
        banner_ui(ui, view, Freshness::Current);
        if view.course.is_covered() {
            panels::gate_ui(ui, view);
        } else {
            panels::debrief_ui(ui, scenario, view, shown, commands);
        }
    });
    over_ui(ui, view, shown, commands);
}

/// Says, over the dimmed figures, that new ones are on their way.
fn working_ui(ui: &Ui) {
    let colours = theme::colours(ui);
    // The panel's own painter is dimmed.
    let painter = ui.ctx().layer_painter(ui.layer_id());
    let font = theme::strong().resolve(ui.style());
    let text = painter.layout_no_wrap(tr!("Working out the new figures\u{2026}").to_owned(), font, colours.ink);
    let place = Rect::from_center_size(ui.max_rect().center(), text.size());
    painter.rect(place.expand(8.0), 4.0, colours.paper, (1.0, colours.outline), egui::StrokeKind::Outside);
    painter.galley(place.min, text, colours.ink);
}

/// Draws what follows faint unless the results are of this scenario.
pub(crate) fn dim(ui: &mut Ui, freshness: Freshness<'_>) {
    if freshness != Freshness::Current {
        ui.multiply_opacity(0.45);
    }
}

/// What went wrong, or what was done, above the room.
fn banner_ui(ui: &mut Ui, view: &mut View, freshness: Freshness<'_>) {
    let colours = theme::colours(ui);
    let (text, ink) = match (freshness, &view.notice) {
        (Freshness::Failed(reason), _) => {
            (tr!("{reason} The figures shown are the last that were right.", reason), colours.error)
        }
        (_, Some(notice)) => (notice.clone(), colours.accent),
        _ => return,
    };
    Frame::new().fill(colours.panel).inner_margin(8).corner_radius(4).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(words::sentence_case(&text)).color(ink));
            if view.notice.is_some() && ui.small_button(tr!("Dismiss")).clicked() {
                view.notice = None;
            }
        });
    });
}

/// Follows the keys of the actions, unless somebody is typing and means the text.
fn keys(ui: &Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let typing = ui.memory(egui::Memory::focused).is_some_and(|id| egui::TextEdit::load_state(ui.ctx(), id).is_some());
    // More modifiers first: Ctrl+Shift+Z is not Ctrl+Z.
    let mut actions: Vec<(Action, egui::KeyboardShortcut)> =
        Action::ALL.into_iter().filter_map(|action| Some((action, action.keys()?))).collect();
    actions.sort_by_key(|(_, keys)| !keys.modifiers.shift);
    for (action, keys) in actions {
        let of_text = matches!(action, Action::Undo | Action::Redo);
        if !(typing && of_text) && ui.input_mut(|input| input.consume_shortcut(&keys)) {
            commands.push(Command::Act(action));
        }
    }
    // Where a keyboard has no plus of its own, and where somebody asks as elsewhere.
    let also = [
        (egui::Modifiers::COMMAND, egui::Key::Equals, Action::Larger),
        (egui::Modifiers::COMMAND, egui::Key::Y, Action::Redo),
    ];
    for (modifiers, key, action) in also {
        if !(typing && action == Action::Redo) && ui.input_mut(|input| input.consume_key(modifiers, key)) {
            commands.push(Command::Act(action));
        }
    }
    let asks = !typing
        && ui.input_mut(|input| {
            let question = egui::Event::Text("?".to_owned());
            let asked = input.events.contains(&question);
            input.events.retain(|event| *event != question);
            asked
        });
    if asks {
        commands.push(Command::Act(Action::Help));
    }
    if std::mem::take(&mut view.pin_wanted) {
        view.pins.pin(shown);
    }
}

/// What stands over everything, wherever one is.
fn over_ui(ui: &Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    panels::glossary_ui(ui, view, shown);
    panels::own_notes_ui(ui, view);
    panels::help_ui(ui, view);
    panels::notes_ui(ui, view);
    panels::about_ui(ui, view);
    panels::share_ui(ui, view, commands);
    panels::save_ui(ui, view, commands);
    panels::palette_ui(ui, view, commands);
}

/// Keeps the focus where a number was typed and ended with Enter, so that Tab goes on from there and not from the top. To be called once
/// everything was drawn.
pub fn hold_focus(ctx: &egui::Context) {
    let last = egui::Id::unique(tr!("what had the focus last"));
    match ctx.memory(egui::Memory::focused) {
        Some(id) => {
            ctx.data_mut(|data| data.insert_temp(last, id));
        }
        None if ctx.input(|input| input.key_pressed(egui::Key::Enter)) => {
            if let Some(id) = ctx.data(|data| data.get_temp::<egui::Id>(last)) {
                ctx.memory_mut(|memory| memory.request_focus(id));
            }
        }
        None => {}
    }
}
