//! The risk of many patients while one input moves.

use egui::{ComboBox, RichText, Ui, WidgetInfo, vec2};

use crate::figure::{EffectChart, effect_figure};
use crate::ui::panels::inputs::{inputs, label};
use crate::ui::panels::{Shown, chosen_ui};
use crate::ui::theme;
use crate::ui::view::{Command, View};
use crate::ui::widgets::chart::chart_ui;
use crate::ui::widgets::legend::{key_height, key_ui};

/// The height of the words below the chart, in points.
const WORDS: f32 = 62.0;

pub(super) fn effect_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let Some(column) = view.matters.input(shown.derived) else {
        ui.label(tr!("The model uses no input, so nothing moves its risk."));
        return;
    };
    let row = chosen_ui(ui, view, shown);
    input_ui(ui, view, &column, shown);
    let fits = |effect: &&crate::pipeline::matters::Effect| {
        effect.key.column == column && effect.key.population == shown.population
    };
    let Some((effect, current)) = shown.matters.effect.filter(|(effect, _)| fits(effect)) else {
        ui.label(tr!("Working out the curves\u{2026}"));
        return;
    };
    if !current {
        ui.multiply_opacity(0.45);
    }
    let variable = shown.recipe.variable(&column);
    let name = match variable.and_then(|variable| variable.unit.as_deref()) {
        Some(unit) => format!("{} ({unit})", label(&column, variable)),
        None => label(&column, variable),
    };
    let patient = row.map_or_else(String::new, |row| tr!("Patient No {}", row + 1));
    let chart = EffectChart {
        name: &name,
        axis: &effect.axis,
        curves: &effect.curves,
        mean: &effect.mean,
        own: effect.own.as_deref().map(|own| (own, patient.as_str())),
        condition: shown.condition(),
    };
    let figure = effect_figure(&chart, shown.threshold);
    let below = key_height(ui, &figure, ui.available_width()) + WORDS;
    let size = vec2(ui.available_width(), (ui.available_height() - below).max(170.0));
    let answer = chart_ui(ui, size, &figure, None, &shown.caption(), commands);
    if let Some(readout) = answer.readout {
        answer.picture.on_hover_text_at_pointer(readout);
    }
    key_ui(ui, &figure);
    let quiet = theme::colours(ui).quiet;
    ui.label(RichText::new(&figure.caption).small().color(quiet));
    let warning = tr!("This is the model\u{2019}s logic: moving a value on screen changes nobody\u{2019}s health.");
    ui.label(RichText::new(warning).small().color(quiet));
}

fn input_ui(ui: &mut Ui, view: &mut View, column: &str, shown: &Shown<'_>) {
    ui.horizontal_wrapped(|ui| {
        ui.label(tr!("Move"));
        let names = inputs(shown);
        let taken = label(column, shown.recipe.variable(column));
        let list = ComboBox::from_id_salt("effect-of").selected_text(&taken).width(220.0).show_ui(ui, |ui| {
            for (id, variable) in &names {
                if ui.selectable_label(id == column, label(id, *variable)).clicked() {
                    view.matters.input = Some(id.clone());
                }
            }
        });
        list.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, tr!("Move: {taken}", taken)));
        let place = names.iter().position(|(id, _)| id == column).unwrap_or(0);
        if ui.small_button(tr!("Next input")).clicked()
            && let Some((id, _)) = names.get((place + 1) % names.len().max(1))
        {
            view.matters.input = Some(id.clone());
        }
    });
}
