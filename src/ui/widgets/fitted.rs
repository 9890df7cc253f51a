//! One line of text where there is room for one only: set smaller before it would be cut.

use egui::{FontId, RichText, TextStyle, Ui};

/// The smallest share of its size at which text is set so that it fits; below that it is hard to read.
const SMALLEST: f32 = 0.7;

/// The font of `style` for `text` on one line of `room` points: its own where that fits, else as much smaller as it takes, down to
/// 70 % of its size. Longer text is for whoever draws it to cut, with the whole on hover.
#[must_use]
pub fn fitting_font(ui: &Ui, text: &str, style: &TextStyle, room: f32) -> FontId {
    let font = style.resolve(ui.style());
    let width = ui.painter().layout_no_wrap(text.to_owned(), font.clone(), egui::Color32::BLACK).size().x;
    let share = if width > room { (room / width).max(SMALLEST) } else { 1.0 };
    FontId { size: font.size * share, ..font }
}

/// `text` in such a font.
#[must_use]
pub fn fitting(ui: &Ui, text: &str, style: &TextStyle, room: f32) -> RichText {
    RichText::new(text).font(fitting_font(ui, text, style, room))
}
