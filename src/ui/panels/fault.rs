//! What stands in place of the window after a fault of our own.

use egui::{Frame, TextEdit, Ui};

use crate::ui::theme;

/// How somebody goes on after a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultAnswer {
    /// From what stood on screen.
    GoOn,
    /// From the beginning.
    Anew,
}

/// The page: what happened, what became of the work, a report to pass on, and two ways to go on.
pub fn fault_ui(ui: &mut Ui, report: &str, kept: bool) -> Option<FaultAnswer> {
    let mut answer = None;
    egui::CentralPanel::default().frame(Frame::new().fill(theme::colours(ui).paper).inner_margin(theme::STEP)).show(ui, |ui| {
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.heading(tr!("Cutpoint hit a fault of its own"));
            ui.label(tr!("The fault is not yours, and the program goes on."));
            ui.label(if kept {
                tr!("Your work is kept, and will be there next time.")
            } else {
                tr!("Nothing is kept between two runs here: go on, and save what you need as a file.")
            });
            ui.add_space(theme::STEP);
            ui.horizontal_wrapped(|ui| {
                if ui.button(tr!("Go on")).on_hover_text(tr!("With what stood on screen")).clicked() {
                    answer = Some(FaultAnswer::GoOn);
                }
                let hint = tr!("With the first dataset as it opens; your notes, your settings and your progress stay");
                if ui.button(tr!("Begin anew")).on_hover_text(hint).clicked() {
                    answer = Some(FaultAnswer::Anew);
                }
            });
            ui.add_space(theme::STEP);
            ui.label(tr!(
                "Whoever looks after Cutpoint can mend it with this report. It holds nothing that you typed, no patient and no name of a file."
            ));
            let mut text = report;
            let field = ui.add(TextEdit::multiline(&mut text).desired_width(f32::INFINITY).desired_rows(4));
            field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::MultilineTextInput, true, tr!("Report of the fault")));
            if ui.button(tr!("Copy the report")).clicked() {
                ui.ctx().copy_text(report.to_owned());
            }
        });
    });
    answer
}
