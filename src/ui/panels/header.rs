//! The rooms as tabs, and the page of keys and words.

use egui::{RichText, Ui};

use super::menu::menu_ui;
use super::present::KEYS as PRESENT_KEYS;
use crate::ui::actions::Action;
use crate::ui::hints::{self, Hint};
use crate::ui::theme;
use crate::ui::view::{Command, Room, View};

/// The line at the top: the name, the rooms, theme and help.
pub fn header_ui(ui: &mut Ui, view: &mut View, commands: &mut Vec<Command>) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = theme::STEP;
        let name = RichText::new("Cutpoint").text_style(egui::TextStyle::Heading).color(theme::colours(ui).accent);
        let home = ui
            .add(egui::Button::new(name).frame_when_inactive(false))
            .on_hover_text(tr!("The start page, with all exercises"));
        home.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, tr!("Cutpoint, to the start page")));
        if home.clicked() {
            commands.push(Command::GoHome);
        }
        ui.add_space(theme::STEP);
        // One line where all the questions fit, two otherwise.
        let wide = ui.available_width() > ONE_LINE;
        if !wide {
            // Seven questions and four buttons have to stand side by side.
            ui.spacing_mut().button_padding.x = 5.0;
            ui.spacing_mut().item_spacing.x = 2.0;
        }
        // While a model is sealed there is no room to look into.
        let rooms = if view.course.is_sealed() { Vec::new() } else { view.course.rooms() };
        // In a language with longer words all letters of the line are smaller. What they take was measured in the last frame.
        let room = ui.available_width();
        let key = ui.scope_id().with(("line-of-rooms", room as u32, rooms.len()));
        let scale = ui.data(|data| data.get_temp::<f32>(key)).unwrap_or(1.0);
        for font in ui.style_mut().text_styles.values_mut() {
            font.size *= scale;
        }
        let begin = ui.cursor().left();
        for (number, room) in Room::ALL.into_iter().enumerate() {
            if !rooms.contains(&room) {
                continue;
            }
            let hint = tr!("Key {} while Ctrl (or Cmd) is held", number + 1);
            let tab = tab_ui(ui, view.room == room, room, wide).on_hover_text(hint);
            if room == Room::Model {
                hints::anchor(ui.ctx(), Hint::Rooms, tab.rect);
            }
            if tab.clicked() {
                view.room = room;
            }
        }
        let rooms_end = ui.cursor().left();
        let mut buttons = 0.0;
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let mut took = |response: &egui::Response| buttons += response.rect.width() + theme::STEP;
            took(&menu_ui(ui, view, commands));
            let help = ui.button(tr!("Help")).on_hover_text(tr!("Keys, words and what this is (F1)"));
            took(&help);
            if help.clicked() {
                view.help = !view.help;
            }
            let hint = tr!("Look up a word or a figure (Ctrl+G)");
            let words = ui.button(tr!("Words")).on_hover_text(hint);
            took(&words);
            hints::anchor(ui.ctx(), Hint::Words, words.rect);
            if words.clicked() {
                view.glossary.toggle();
                hints::done(view, Hint::Words);
            }
            // The menu has it too, so it is the first to go where there is no room.
            if scale > SMALLEST {
                let undo = ui.button(tr!("Undo")).on_hover_text(tr!("Take the last change back (Ctrl+Z)"));
                took(&undo);
                if undo.clicked() {
                    commands.push(Command::Act(Action::Undo));
                }
            }
        });
        let taken = rooms_end - begin + buttons;
        let over = taken / room;
        if over > 1.0 && scale > SMALLEST {
            ui.data_mut(|data| data.insert_temp(key, (0.99 * scale / over).max(SMALLEST)));
            ui.ctx().request_discard("rooms");
        }
    });
}

/// The smallest share of their size at which the letters of the line are set.
const SMALLEST: f32 = 0.7;

/// From this width on, in points, the questions stand on one line.
const ONE_LINE: f32 = 1440.0;

fn tab_ui(ui: &mut Ui, open: bool, room: Room, wide: bool) -> egui::Response {
    // One weight for all, so that the tabs stand still when another opens.
    let text = if wide { room.question().to_owned() } else { room.two_lines() };
    let text = RichText::new(text).text_style(theme::strong());
    let text = if open { text.color(theme::colours(ui).accent) } else { text };
    let response = ui.add(egui::Button::selectable(open, text));
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, open, room.question()));
    if open {
        let rect = response.rect;
        let line = egui::Rect::from_min_max(
            egui::pos2(rect.left(), rect.bottom() + 2.0),
            rect.right_bottom() + egui::vec2(0.0, 5.0),
        );
        ui.painter().rect_filled(line, 1.0, theme::colours(ui).accent);
    }
    response
}

/// The page of keys and words, while it is open.
pub fn help_ui(ui: &Ui, view: &mut View) {
    if !view.help {
        return;
    }
    let modal = egui::Modal::new(egui::Id::unique("help")).show(ui.ctx(), |ui| {
        ui.set_max_width(560.0);
        ui.heading(tr!("What you can do here"));
        ui.label(
            tr!("A model gives every patient a risk. The threshold says from which risk on somebody is called. Drag it and watch \
             who is found, who is missed and who is called for nothing. Then change the patients, the model, or the place \
             where it is used."),
        );
        ui.add_space(theme::STEP);
        let height = (ui.ctx().content_rect().height() - 330.0).max(120.0);
        egui::ScrollArea::vertical().id_salt("all-keys").max_height(height).auto_shrink([false, true]).show(ui, keys_ui);
        ui.add_space(theme::STEP);
        ui.label(
            tr!("On paper: patients kept aside from training, judged by what the record says. On the ward: new patients where the \
             model is used, judged by the truth, which only a simulation knows."),
        );
        ui.label(
            RichText::new(tr!("All patients here are made up. For teaching, not for clinical use. Nothing leaves this computer."))
                .text_style(theme::strong()),
        );
        ui.add_space(theme::STEP);
        ui.button(tr!("Close")).clicked()
    });
    if modal.inner || modal.should_close() {
        view.help = false;
    }
}

/// Every key: of controls, of actions, of the presentation.
fn keys_ui(ui: &mut Ui) {
    let rows = |ui: &mut Ui, rows: &[(String, String)]| {
        for (keys, effect) in rows {
            ui.label(RichText::new(keys).text_style(theme::strong()));
            ui.add(egui::Label::new(effect).wrap());
            ui.end_row();
        }
    };
    let owned = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter()
            .map(|(keys, effect)| {
                (crate::language::translate(keys).to_owned(), crate::language::translate(effect).to_owned())
            })
            .collect()
    };
    let actions: Vec<(String, String)> = Action::ALL
        .into_iter()
        .filter_map(|action| Some((ui.ctx().format_shortcut(&action.keys()?), action.title().to_owned())))
        .collect();
    egui::Grid::new("keys").num_columns(2).spacing([16.0, 6.0]).show(ui, |ui| {
        rows(ui, &owned(&KEYS));
        rows(ui, &actions);
        ui.label(RichText::new(tr!("While presenting")).color(theme::colours(ui).quiet));
        ui.end_row();
        rows(ui, &owned(&PRESENT_KEYS));
    });
}

const KEYS: [(&str, &str); 5] = [
    (
        tr_noop!("Arrow keys"),
        tr_noop!("Move the threshold by 0.01, once the threshold, a chart or the curve has the focus"),
    ),
    (tr_noop!("Shift + arrow"), tr_noop!("Move it by 0.001")),
    (tr_noop!("Page up, Page down"), tr_noop!("Move it by 0.1")),
    (tr_noop!("Home, End"), tr_noop!("To 0 (everybody is called) and to 1 (almost nobody is)")),
    (tr_noop!("Tab, Shift + Tab"), tr_noop!("To the next and the last control")),
];
