//! The menu: every action by name, with its key.

use egui::{Button, RichText, Ui};

use crate::ui::actions::{Action, Group};
use crate::ui::theme;
use crate::ui::view::{Command, View};

/// What an action would do now, in more words than its title: what would be undone, which look comes next.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prospect {
    /// What undoing takes back, where there is something.
    pub undo: Option<String>,
    /// What redoing brings back, where there is something.
    pub redo: Option<String>,
}

impl Prospect {
    /// The title of an action as things stand, and whether it can be done.
    fn of(&self, action: Action, view: &View, dark: bool) -> (String, bool) {
        let title = action.title();
        match action {
            Action::Undo => {
                self.undo.as_ref().map_or((title.to_owned(), false), |what| (format!("{title}: {what}"), true))
            }
            Action::Redo => {
                self.redo.as_ref().map_or((title.to_owned(), false), |what| (format!("{title}: {what}"), true))
            }
            Action::Look => (if dark { tr!("Light look") } else { tr!("Dark look") }.to_owned(), true),
            Action::Calm if view.settings.calm => (tr!("Let things move by themselves").to_owned(), true),
            Action::Normal => (tr!("{title} (now {}%)", view.settings.text, title), view.settings.text != 100),
            _ => (title.to_owned(), true),
        }
    }
}

/// The button, and the menu under it.
pub fn menu_ui(ui: &mut Ui, view: &mut View, commands: &mut Vec<Command>) -> egui::Response {
    let dark = ui.visuals().dark_mode;
    let menu = ui.menu_button(tr!("Menu"), |ui| {
        ui.set_min_width(300.0);
        // What stands on the list is taken from what is known now; it is asked for only while the menu is open.
        let fresh = !std::mem::replace(&mut view.menu_open, true);
        let prospect = view.prospect.clone();
        let tall = ui.ctx().content_rect().height() - 90.0;
        let mut list = egui::ScrollArea::vertical().max_height(tall).min_scrolled_height(tall);
        if fresh {
            // It opens at its beginning, wherever it was left.
            list = list.vertical_scroll_offset(0.0);
        }
        list.show(ui, |ui| {
            for (group, name) in Group::MENU {
                let name = crate::language::translate(name);
                ui.label(RichText::new(name).small().color(theme::colours(ui).quiet));
                for action in Action::ALL.into_iter().filter(|action| action.group() == group) {
                    let (title, ready) = prospect.of(action, view, dark);
                    let mut button = Button::new(title).frame_when_inactive(false);
                    if let Some(keys) = action.keys() {
                        button = button.shortcut_text(ui.ctx().format_shortcut(&keys));
                    }
                    if ui.add_enabled(ready, button.min_size(egui::vec2(290.0, 0.0))).clicked() {
                        commands.push(Command::Act(action));
                        ui.close();
                    }
                }
            }
        });
    });
    if menu.inner.is_none() {
        view.menu_open = false;
    }
    menu.response
}
