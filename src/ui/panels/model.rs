//! *What did the model learn?* The classifier, what it may use, its settings, its workings.

use egui::{ComboBox, RichText, ScrollArea, Slider, Ui};

use crate::learn::{ClassifierKind, ClassifierSpec, Setting};
use crate::scenario::Scenario;
use crate::ui::panels::contenders::contenders_ui;
use crate::ui::panels::learning::learning_ui;
use crate::ui::panels::map::map_ui;
use crate::ui::panels::matters::matters_ui;
use crate::ui::panels::{Shown, workings};
use crate::ui::view::{Command, ModelPart, View};
use crate::ui::widgets::segmented::{Choice, choice_ui, segmented};
use crate::ui::{Freshness, dim, theme};

const PARTS: [Choice<'static, ModelPart>; 5] = [
    Choice {
        value: ModelPart::Workings,
        name: tr_noop!("This classifier"),
        meaning: tr_noop!("What it may use, its settings, and how it reaches a risk."),
    },
    Choice {
        value: ModelPart::All,
        name: tr_noop!("All classifiers"),
        meaning: tr_noop!(
            "Every kind of classifier on the same patients: their curves, and what each would do at the threshold."
        ),
    },
    Choice {
        value: ModelPart::Map,
        name: tr_noop!("The map"),
        meaning: tr_noop!(
            "The risk over any two inputs, with the line that parts flagged from not flagged, and the patients."
        ),
    },
    Choice {
        value: ModelPart::Matters,
        name: tr_noop!("What matters"),
        meaning: tr_noop!(
            "What the model loses without each input, what each input does to the risk, and what the inputs tell of the groups."
        ),
    },
    Choice {
        value: ModelPart::Learning,
        name: tr_noop!("By heart?"),
        meaning: tr_noop!(
            "How much of what it knows holds for new patients, and how much is the luck of its own: training against held-out \
                  patients."
        ),
    },
];

/// Shows the room.
pub fn model_room_ui(
    ui: &mut Ui,
    scenario: &mut Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    freshness: Freshness<'_>,
    commands: &mut Vec<Command>,
) {
    segmented(ui, &mut view.model_part, &PARTS);
    ui.add_space(theme::STEP);
    if view.model_part == ModelPart::All {
        dim(ui, freshness);
        return contenders_ui(ui, scenario, view, shown, commands);
    }
    if view.model_part == ModelPart::Map {
        dim(ui, freshness);
        return map_ui(ui, view, shown, commands);
    }
    if view.model_part == ModelPart::Matters {
        dim(ui, freshness);
        return matters_ui(ui, view, shown, commands);
    }
    if view.model_part == ModelPart::Learning {
        dim(ui, freshness);
        return learning_ui(ui, scenario, view, shown, commands);
    }
    kind_ui(ui, scenario, view);
    if view.inside.wide {
        ui.add_space(theme::STEP);
        dim(ui, freshness);
        return workings::workings_ui(ui, view, shown, commands);
    }
    ui.label(RichText::new(scenario.classifier.kind.summary()).color(theme::colours(ui).quiet));
    ui.add_space(theme::STEP);
    let left = (ui.available_width() * 0.42).max(280.0);
    ui.horizontal_top(|ui| {
        let height = ui.available_height();
        ui.allocate_ui(egui::vec2(left, height), |ui| {
            ui.vertical(|ui| {
                ui.set_width(left);
                settings_ui(ui, &mut scenario.classifier);
                inputs_ui(ui, scenario, shown);
            });
        });
        ui.separator();
        ui.vertical(|ui| {
            dim(ui, freshness);
            workings::workings_ui(ui, view, shown, commands);
        });
    });
}

/// The kinds of classifiers, in a list where the picture has the room.
fn kind_ui(ui: &mut Ui, scenario: &mut Scenario, view: &mut View) {
    let mut chosen = scenario.classifier.kind;
    ui.horizontal_wrapped(|ui| {
        let label = ui.label(RichText::new(tr!("Classifier")).text_style(theme::strong()));
        if view.inside.wide {
            let list = ComboBox::from_id_salt("classifier").selected_text(chosen.name()).width(200.0);
            let list = list.show_ui(ui, |ui| {
                for kind in ClassifierKind::ALL {
                    ui.selectable_value(&mut chosen, kind, kind.name()).on_hover_text(kind.summary());
                }
            });
            list.response.labelled_by(label.id);
        } else {
            for kind in ClassifierKind::ALL {
                if choice_ui(ui, chosen == kind, kind.name()).on_hover_text(kind.summary()).clicked() {
                    chosen = kind;
                }
            }
        }
        ui.add_space(theme::STEP);
        let larger = choice_ui(ui, view.inside.wide, tr!("Larger picture"));
        if larger.on_hover_text(tr!("Give the whole room to how the classifier works, without its settings")).clicked()
        {
            view.inside.wide = !view.inside.wide;
        }
    });
    if chosen != scenario.classifier.kind {
        scenario.classifier = ClassifierSpec::of(chosen);
    }
}

fn settings_ui(ui: &mut Ui, spec: &mut ClassifierSpec) {
    ui.heading(tr!("Settings"));
    let settings = spec.settings();
    if settings.is_empty() {
        ui.label(tr!("This classifier has no setting that matters."));
    }
    for setting in settings {
        setting_ui(ui, spec, setting);
    }
}

fn setting_ui(ui: &mut Ui, spec: &mut ClassifierSpec, setting: &Setting) {
    let mut value = spec.get(setting.field).unwrap_or(setting.min);
    let before = value;
    ui.label(RichText::new(crate::language::translate(setting.label)).text_style(theme::strong()));
    ui.spacing_mut().slider_width = ui.available_width() - 90.0;
    let slider = Slider::new(&mut value, setting.min..=setting.max).logarithmic(setting.logarithmic);
    let slider = if setting.step > 0.0 { slider.step_by(setting.step) } else { slider };
    let slider = if setting.step >= 1.0 { slider.fixed_decimals(0) } else { slider };
    let response = ui.add(slider);
    response.widget_info(|| egui::WidgetInfo::slider(true, before, crate::language::translate(setting.label)));
    ui.label(RichText::new(crate::language::translate(setting.meaning)).small().color(theme::colours(ui).quiet));
    if value.to_bits() != before.to_bits() {
        // The slider keeps within the setting's own range, so nothing is refused.
        spec.set(setting.field, value).ok();
    }
}

/// The variables that the model may use, as boxes to tick: measurements in the recipe's order, then those known too late,
/// then group attributes.
fn inputs_ui(ui: &mut Ui, scenario: &mut Scenario, shown: &Shown<'_>) {
    ui.add_space(theme::STEP);
    ui.heading(tr!("What it may use"));
    if scenario.coin_flips > 0 {
        let text = tr!("and {} coin flips, set in \u{201c}By heart?\u{201d}", scenario.coin_flips);
        ui.label(RichText::new(text).small().color(theme::colours(ui).warning));
    }
    let recipe = shown.recipe;
    ScrollArea::vertical().id_salt("inputs").auto_shrink([false, true]).show(ui, |ui| {
        ui.columns(2, |columns| {
            let mut offered: Vec<_> = recipe.variables.iter().filter(|variable| variable.is_offered()).collect();
            offered.sort_by_key(|variable| (variable.group, variable.is_leak()));
            let half = offered.len().div_ceil(2);
            for (index, variable) in offered.iter().enumerate() {
                let ui = &mut columns[usize::from(index >= half)];
                let mut used = scenario.inputs.contains(&variable.id);
                let late = variable.is_leak();
                let name = if late { tr!("{} (known too late)", variable.label) } else { variable.label.clone() };
                let hover = tr!("Known: {}", variable.known_when);
                if ui.checkbox(&mut used, name).on_hover_text(hover).changed() {
                    choose(scenario, &variable.id, used, |id| recipe.variables.iter().position(|known| known.id == id));
                }
            }
        });
    });
}

/// Adds or removes an input, and keeps the recipe's order.
fn choose(scenario: &mut Scenario, id: &str, used: bool, position: impl Fn(&str) -> Option<usize>) {
    scenario.inputs.retain(|input| input != id);
    scenario.mitigation.leave_out.remove(id);
    if used {
        scenario.inputs.push(id.to_owned());
    }
    scenario.inputs.sort_by_key(|input| position(input));
}
