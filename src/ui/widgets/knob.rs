//! A slider of the recipe, with the sentence that says what it does to the data.

use std::collections::BTreeMap;

use egui::{DragValue, RichText, Slider, Ui, WidgetInfo};

use crate::data::recipe::Knob;
use crate::ui::theme;

/// The room that a knob's value and the button to reset it need, in points.
const VALUE: f32 = 62.0;
const RESET: f32 = 40.0;

/// Shows `knob` and writes its value into `values`; a knob at its default is left out of them, so that a saved scenario
/// names only what was moved. Returns whether it changed.
pub fn knob_ui(ui: &mut Ui, knob: &Knob, default: f64, values: &mut BTreeMap<String, f64>) -> bool {
    let before = values.get(&knob.id).copied().unwrap_or(default);
    let mut value = before;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.spacing_mut().interact_size.y = 22.0;
        let moved = before.to_bits() != default.to_bits();
        let name = RichText::new(&knob.label).text_style(theme::strong());
        let name = if moved { name.color(theme::colours(ui).accent) } else { name };
        let galley = egui::WidgetText::from(name.clone()).into_galley(
            ui,
            Some(egui::TextWrapMode::Extend),
            f32::INFINITY,
            theme::strong(),
        );
        // A long name takes a line of its own.
        let long = galley.size().x > ui.available_width() - VALUE - if moved { RESET } else { 0.0 };
        if long {
            ui.add(egui::Label::new(name.clone()).wrap());
        }
        ui.horizontal(|ui| {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if knob.is_switch() {
                    switch_ui(ui, knob, &mut value);
                } else {
                    value_ui(ui, knob, &mut value);
                }
                if moved {
                    let back = ui.small_button("↺").on_hover_text(tr!("Back to {default}", default));
                    back.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, tr!("Reset {}", knob.label)));
                    if back.clicked() {
                        value = default;
                    }
                }
                if !long {
                    ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| ui.label(name));
                }
            });
        });
        if !knob.is_switch() {
            ui.spacing_mut().slider_width = ui.available_width();
            let mut slid = value;
            let slider = Slider::new(&mut slid, knob.min..=knob.max).step_by(knob.step).show_value(false);
            let response = ui.add(slider);
            if response.changed() {
                value = tidy(slid);
            }
            response.widget_info(|| WidgetInfo::slider(true, before, &knob.label));
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

fn switch_ui(ui: &mut Ui, knob: &Knob, value: &mut f64) {
    let mut on = *value > f64::midpoint(knob.min, knob.max);
    let name = if on { tr!("On") } else { tr!("Off") };
    let response = ui.checkbox(&mut on, name);
    response.widget_info(|| WidgetInfo::selected(egui::Role::CheckBox, true, on, &knob.label));
    if response.changed() {
        *value = if on { knob.max } else { knob.min };
    }
}

fn value_ui(ui: &mut Ui, knob: &Knob, value: &mut f64) {
    let mut typed = *value;
    let field = DragValue::new(&mut typed).range(knob.min..=knob.max).speed(knob.step / 4.0).max_decimals(3);
    let response = ui.add(field.update_while_editing(false)).on_hover_text(tr!("Click to type a value"));
    if response.changed() {
        *value = tidy(typed);
    }
    let (name, now) = (tr!("{}, value", knob.label), *value);
    response
        .widget_info(|| WidgetInfo { value: Some(now), ..WidgetInfo::labeled(egui::Role::SpinButton, true, &name) });
}

/// A slider's value without the noise of its arithmetic, so that a knob moved back is at its default again.
fn tidy(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
