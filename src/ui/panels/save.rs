//! Where a chart or a scenario goes: a path that can be typed, or the system's own dialog.

use std::path::PathBuf;

use egui::{RichText, TextEdit, Ui};

use crate::report::for_clipboard;
use crate::ui::theme;
use crate::ui::view::{Command, Content, View};

/// The dialog, while something is on offer.
pub fn save_ui(ui: &Ui, view: &mut View, commands: &mut Vec<Command>) {
    let Some(form) = &mut view.save else { return };
    let modal = egui::Modal::new(egui::Id::unique("save")).show(ui.ctx(), |ui| {
        ui.set_width(520.0);
        ui.heading(tr!("Save: {}", form.title));
        let endings: &[(&str, &str)] = match form.content {
            Content::Picture(_) => {
                ui.label(tr!("Where to? An SVG stays sharp at any size; a PNG goes into any slide."));
                &[(tr!("Save as SVG"), "svg"), (tr!("Save as PNG"), "png")]
            }
            Content::Scenario(_) => {
                ui.label(tr!(
                    "Where to? Drop the file on this window, or open it with \"cutpoint open\", to be back here."
                ));
                &[(tr!("Save"), "toml")]
            }
            Content::Table(_) => {
                ui.label(tr!("Where to? Any spreadsheet opens the table."));
                &[(tr!("Save"), "csv")]
            }
            Content::Exercise(_) => {
                ui.label(tr!("Where to? Drop the file on this window to open it; any text editor changes it."));
                &[(tr!("Save"), "md")]
            }
            Content::Page(_) => {
                ui.label(tr!("Where to? The page opens in any browser; print it from there."));
                &[(tr!("Save"), "html")]
            }
        };
        let field = ui.add(TextEdit::singleline(&mut form.path).desired_width(f32::INFINITY));
        if ui.memory(|memory| memory.focused().is_none()) {
            field.request_focus();
        }
        // Enter does what the first button does.
        if field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
            let ending = endings.first().map_or("", |(_, ending)| ending);
            commands.push(Command::Write(PathBuf::from(&form.path).with_extension(ending)));
        }
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Where to save")));
        if let Some(problem) = &form.problem {
            ui.label(RichText::new(problem).color(theme::colours(ui).error));
        }
        ui.add_space(theme::STEP);
        ui.horizontal(|ui| {
            for (name, ending) in endings {
                if ui.button(*name).clicked() {
                    commands.push(Command::Write(PathBuf::from(&form.path).with_extension(ending)));
                }
            }
            let text = match &form.content {
                Content::Table(csv) => Some(for_clipboard(csv)),
                Content::Scenario(text) | Content::Exercise(text) => Some(text.clone()),
                Content::Picture(_) | Content::Page(_) => None,
            };
            if let Some(text) = text
                && ui.button(tr!("Copy")).on_hover_text(tr!("To the clipboard, in place of a file")).clicked()
            {
                ui.ctx().copy_text(text);
            }
            if ui.button(tr!("Browse…")).on_hover_text(tr!("Choose the place in the system's own window")).clicked() {
                commands.push(Command::Browse);
            }
            ui.button(tr!("Cancel")).clicked()
        })
        .inner
    });
    if modal.inner || modal.should_close() {
        view.save = None;
    }
}
