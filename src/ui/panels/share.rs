//! A set-up as a short text and as a code to be photographed; and the way back from such a text.

use egui::{Color32, Key, Modifiers, Rect, RichText, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2};

use crate::scenario::share::{QrGrid, qr};
use crate::scenario::{Scenario, is_like_share_code};
use crate::ui::theme;
use crate::ui::view::{Command, View};

/// How many modules of white a reader needs around the code.
const QUIET: usize = 4;

/// What is shared.
#[derive(Clone)]
pub struct ShareView {
    code: String,
    grid: Option<QrGrid>,
    /// A code that was pasted.
    pasted: String,
    /// Whether the picture fills the window.
    large: bool,
}

impl ShareView {
    /// The code of a scenario. A scenario too long for a picture has a text all the same.
    ///
    /// # Errors
    /// What a person should read, where it has no text form.
    pub fn of(scenario: &Scenario) -> Result<Self, String> {
        let code = scenario.to_share_code().map_err(|error| error.to_string())?;
        let grid = qr(&code).ok();
        Ok(Self { code, grid, pasted: String::new(), large: false })
    }
}

/// The page, while it is open.
pub fn share_ui(ui: &Ui, view: &mut View, commands: &mut Vec<Command>) {
    let Some(mut state) = view.share.take() else { return };
    let screen = ui.ctx().content_rect().size();
    let mut open = true;
    let modal = egui::Modal::new(egui::Id::unique("share")).show(ui.ctx(), |ui| {
        if state.large {
            let side = screen.x.min(screen.y - 110.0) - 60.0;
            qr_ui(ui, &state, side);
            let back = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
            if back || ui.button(tr!("Smaller")).clicked() {
                state.large = false;
            }
            return;
        }
        ui.set_width(560.0_f32.min(screen.x - 60.0));
        ui.heading(tr!("Share this set-up"));
        ui.label(tr!("Whoever pastes this text into Cutpoint, or types \u{201c}cutpoint run\u{201d} before it, sees the same figures to the last digit."));
        let mut text = state.code.clone();
        let field = ui.add(TextEdit::multiline(&mut text).desired_rows(2).desired_width(f32::INFINITY));
        field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("The code of this set-up")));
        ui.horizontal(|ui| {
            if ui.button(tr!("Copy")).clicked() {
                ui.ctx().copy_text(state.code.clone());
            }
            if state.grid.is_some() && ui.button(tr!("For the back row")).on_hover_text(tr!("The picture as large as the window")).clicked() {
                state.large = true;
            }
        });
        let side = (screen.y - 430.0).clamp(120.0, 240.0);
        qr_ui(ui, &state, side);
        ui.separator();
        ui.label(tr!("Or open what somebody shared with you:"));
        ui.horizontal(|ui| {
            let field = ui.add(TextEdit::singleline(&mut state.pasted).hint_text(tr!("Paste a code")).desired_width(360.0));
            field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Paste a code")));
            let ready = is_like_share_code(&state.pasted);
            if ui.add_enabled(ready, egui::Button::new(tr!("Open it"))).clicked() {
                commands.push(Command::OpenCode(state.pasted.clone()));
                open = false;
            }
        });
        ui.add_space(theme::STEP);
        if ui.button(tr!("Close")).clicked() {
            open = false;
        }
    });
    if open && !modal.should_close() {
        view.share = Some(state);
    }
}

/// The code as a picture, always dark on white, whatever the look.
fn qr_ui(ui: &mut Ui, state: &ShareView, side: f32) {
    let Some(grid) = &state.grid else {
        ui.label(RichText::new(tr!("This set-up is too long for a picture; the text carries it.")).small());
        return;
    };
    let across = grid.width + 2 * QUIET;
    // Whole pixels, so that no module is blurred.
    let pixels = ui.ctx().pixels_per_point();
    let module = ((side * pixels / across as f32).floor().max(1.0)) / pixels;
    let size = module * across as f32;
    let (rect, response) = ui.allocate_exact_size(vec2(size, size), Sense::hover());
    let painter = ui.painter();
    painter.rect_filled(rect, 0.0, Color32::WHITE);
    for row in 0..grid.width {
        for column in (0..grid.width).filter(|column| grid.is_dark(row, *column)) {
            let at = |place: usize| module * (place + QUIET) as f32;
            let corner = pos2(rect.left() + at(column), rect.top() + at(row));
            painter.rect_filled(Rect::from_min_size(corner, vec2(module, module)), 0.0, Color32::BLACK);
        }
    }
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, tr!("The code of this set-up as a QR code")));
}
