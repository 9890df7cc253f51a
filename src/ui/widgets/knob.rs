//! A slider of the recipe, with the sentence that says what it does to the data.

use std::collections::BTreeMap;

use egui::{RichText, Slider, Ui};

use crate::data::recipe::Knob;
use crate::ui::theme;

/// Shows `knob` and writes its value into `values`; a knob at its default is left out of them, so that a saved scenario
/// names only what was moved. Returns whether it changed.
pub fn knob_ui(ui: &mut Ui, knob: &Knob, default: f64, values: &mut BTreeMap<String, f64>) -> bool {
    let before = values.get(&knob.id).copied().unwrap_or(default);
    let mut value = before;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.horizontal(|ui| {
            let moved = before.to_bits() != default.to_bits();
            let name = RichText::new(&knob.label).text_style(theme::strong());
            ui.label(if moved { name.color(theme::colours(ui).accent) } else { name });
            if moved && ui.small_button("Reset").on_hover_text(format!("Back to {default}")).clicked() {
                value = default;
            }
        });
        ui.spacing_mut().slider_width = (ui.available_width() - 84.0).max(60.0);
        if knob.is_switch() {
            let mut on = value > (knob.min + knob.max) / 2.0;
            let name = if on { "On" } else { "Off" };
            if ui.checkbox(&mut on, name).changed() {
                value = if on { knob.max } else { knob.min };
            }
        } else {
            let slider = Slider::new(&mut value, knob.min..=knob.max).step_by(knob.step).max_decimals(3);
            let response = ui.add(slider);
            let name = knob.label.clone();
            response.widget_info(|| egui::WidgetInfo::slider(true, before, &name));
        }
        ui.label(RichText::new(&knob.before).small().color(theme::colours(ui).quiet));
    });
    if value.to_bits() == before.to_bits() {
        return false;
    }
    if value.to_bits() == default.to_bits() {
        values.remove(&knob.id);
    } else {
        values.insert(knob.id.clone(), value);
    }
    true
}
