//! A row of choices of which one is taken.

use egui::{Response, RichText, Ui};

use crate::language::translate;
use crate::ui::theme;

/// One choice: what it stands for, its name, and the sentence that explains it.
pub struct Choice<'a, T> {
    /// What it stands for.
    pub value: T,
    /// Its name.
    pub name: &'a str,
    /// What it means, shown on hover.
    pub meaning: &'a str,
}

/// Shows `choices` in the language chosen, side by side, wrapping where there is no room; a click takes one. Returns whether `taken` changed.
pub fn segmented<T: PartialEq + Copy>(ui: &mut Ui, taken: &mut T, choices: &[Choice<'_, T>]) -> bool {
    let before = *taken;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::STEP;
        for choice in choices {
            if choice_ui(ui, *taken == choice.value, translate(choice.name))
                .on_hover_text(translate(choice.meaning))
                .clicked()
            {
                *taken = choice.value;
            }
        }
    });
    before != *taken
}

/// One choice as a button that shows whether it is taken: by fill, by weight and to a screen reader.
pub fn choice_ui(ui: &mut Ui, taken: bool, name: &str) -> Response {
    let text = RichText::new(name);
    let text = if taken { text.text_style(theme::strong()).color(theme::colours(ui).accent) } else { text };
    ui.add(egui::Button::selectable(taken, text).frame_when_inactive(true))
}
