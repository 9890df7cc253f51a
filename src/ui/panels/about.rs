//! What this is, and whose work is in it.

use egui::{RichText, ScrollArea, Ui};

use crate::ui::theme;
use crate::ui::view::View;

/// Every package that the program is built from, with its version and licence, a line each; a test holds it to the truth.
const LICENCES: &str = include_str!("../licences.tsv");

/// The page, while it is open.
pub fn about_ui(ui: &Ui, view: &mut View) {
    if !view.about {
        return;
    }
    let modal = egui::Modal::new(egui::Id::unique("about")).show(ui.ctx(), |ui| {
        ui.set_width(560.0_f32.min(ui.ctx().content_rect().width() - 60.0));
        ui.heading(tr!("Cutpoint {}", env!("CARGO_PKG_VERSION")));
        ui.label(tr!("A hands-on sandbox in which health staff see what clinical AI does to patients."));
        ui.label(
            RichText::new(tr!("For teaching, not for clinical use. All patients are made up. Nothing leaves this computer."))
                .text_style(theme::strong()),
        );
        ui.add_space(theme::STEP);
        ui.label(tr!("Cutpoint is free under the MIT or the Apache 2.0 licence, as you prefer. The letters are Inter, under the SIL Open Font Licence."));
        ui.label(tr!("It is built from the work of many others:"));
        let height = (ui.ctx().content_rect().height() - 320.0).clamp(100.0, 320.0);
        ScrollArea::vertical().id_salt("licences").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            egui::Grid::new("licences").num_columns(3).striped(true).show(ui, |ui| {
                for line in LICENCES.lines() {
                    for part in line.split('\t') {
                        ui.label(RichText::new(part).small());
                    }
                    ui.end_row();
                }
            });
        });
        ui.add_space(theme::STEP);
        ui.button(tr!("Close")).clicked()
    });
    if modal.inner || modal.should_close() {
        view.about = false;
    }
}
