//! The learner's own notes: beside whatever is open, kept with the work, printed in reports.

use egui::{RichText, TextEdit, Ui, WidgetInfo};

use crate::ui::theme;
use crate::ui::view::View;

/// Most letters that notes may have.
const MOST: usize = 20_000;

/// The notes, while they are open.
pub fn own_notes_ui(ui: &Ui, view: &mut View) {
    if !view.notes_open {
        return;
    }
    let mut open = true;
    let window =
        egui::Window::new(tr!("My notes")).id(egui::Id::unique(tr!("own notes"))).open(&mut open).collapsible(false);
    let screen = ui.ctx().content_rect();
    let window = window.default_width(340.0).default_pos(screen.min + egui::vec2(60.0, 90.0)).constrain_to(screen);
    window.show(ui.ctx(), |ui| {
        egui::ScrollArea::vertical().max_height(300.0).show(ui, |ui| {
            let field =
                TextEdit::multiline(&mut view.notes).desired_rows(8).desired_width(f32::INFINITY).char_limit(MOST);
            let field = ui.add(field);
            if ui.memory(|memory| memory.focused().is_none()) {
                field.request_focus();
            }
            field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("My notes")));
        });
        let text = tr!("Kept on this computer with your work, and printed in the report.");
        ui.label(RichText::new(text).small().color(theme::colours(ui).quiet));
    });
    let escape = ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
    view.notes_open = open && !escape;
}
