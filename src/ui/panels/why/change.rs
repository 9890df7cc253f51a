//! What the model would say of the same patient with other values.

use std::sync::Arc;

use egui::{ComboBox, DragValue, RichText, ScrollArea, Slider, Ui, WidgetInfo, vec2};

use super::facts::Range;
use super::{WhyView, risk_text, verdict};
use crate::data::recipe::Variable;
use crate::explain::{Changes, Edits, Outlook, Value, edited};
use crate::figure::{ChangeCurve, change_figure};
use crate::pipeline::Side;
use crate::ui::panels::Shown;
use crate::ui::panels::inputs::{inputs, label, recorded, with_unit, written};
use crate::ui::theme;
use crate::ui::view::{Command, View};
use crate::ui::widgets::chart::chart_ui;

/// At so many places an input's curve is worked out.
const PLACES: usize = 60;
/// The height of the words about the smallest change, in points.
const OUTLOOK: f32 = 212.0;
/// How many ways across the line are told.
const TOLD: usize = 3;

/// What the edits lead to.
#[derive(Clone)]
pub struct Tried {
    edits: Edits,
    touched: String,
    /// The risk with the edits, or why there is none.
    risk: Result<f64, String>,
    /// Values of the input touched and the risks with them, all other edits kept.
    curve: Vec<(Value, f64)>,
}

pub(super) fn change_ui(ui: &mut Ui, view: &mut View, row: usize, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let names = inputs(shown);
    if names.is_empty() {
        ui.label(tr!("The model uses no input, so no change of this patient changes the risk."));
        return;
    }
    let all = ui.available_rect_before_wrap();
    let (left, right) = all.split_left_right_at_fraction(0.52);
    theme::place(ui, left, |ui| sliders_ui(ui, &mut view.why, &names, row, shown));
    theme::place(ui, right.with_min_x(right.left() + 14.0), |ui| {
        outcome_ui(ui, &mut view.why, &names, row, shown, commands);
    });
    ui.allocate_rect(all, egui::Sense::hover());
}

type Names<'a> = [(String, Option<&'a Variable>)];

fn sliders_ui(ui: &mut Ui, why: &mut WhyView, names: &Names<'_>, row: usize, shown: &Shown<'_>) {
    let ranges = why.ranges(shown);
    let colours = theme::colours(ui);
    ui.horizontal(|ui| {
        ui.label(RichText::new(tr!("Move this patient\u{2019}s values")).text_style(theme::strong()));
        let back = ui.add_enabled(!why.edits.is_empty(), egui::Button::new(tr!("Back to the record")).small());
        if back.clicked() {
            why.edits.clear();
        }
    });
    let hint = tr!("Held inputs (ticked) stay as they are in the search for the smallest change.");
    ui.label(RichText::new(hint).small().color(colours.quiet));
    ScrollArea::vertical().id_salt("edits").auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.spacing_mut().interact_size.y = 22.0;
        for ((id, variable), range) in names.iter().zip(&ranges) {
            let Some(column) = shown.side().cohort.table.column(id) else { continue };
            let own = recorded(column, row);
            let before = why.edits.get(id).cloned().unwrap_or_else(|| own.clone());
            let mut value = before.clone();
            ui.horizontal(|ui| {
                held_ui(ui, why, id, *variable, shown);
                let edited = why.edits.contains_key(id);
                let name = label(id, *variable);
                let text = if edited {
                    RichText::new(&name).text_style(theme::strong()).color(colours.accent)
                } else {
                    RichText::new(&name)
                };
                let width = ui.available_width() * 0.40;
                ui.allocate_ui_with_layout(vec2(width, 22.0), egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.set_min_width(width);
                    ui.add(egui::Label::new(text).truncate());
                });
                value_ui(ui, &name, &mut value, *variable, range);
            });
            if value != before {
                why.touched = Some(id.clone());
                if value == own {
                    why.edits.remove(id);
                } else {
                    why.edits.insert(id.clone(), value);
                }
            }
        }
    });
}

/// Whether an input stays as it is in the search for a change.
fn held_ui(ui: &mut Ui, why: &mut WhyView, id: &str, variable: Option<&Variable>, shown: &Shown<'_>) {
    let held: Vec<String> = why.held(shown.derived);
    let mut is_held = held.iter().any(|held| held == id);
    let response =
        ui.checkbox(&mut is_held, "").on_hover_text(tr!("Hold: the search for the smallest change leaves it alone"));
    let name = tr!("Hold {}", label(id, variable));
    response.widget_info(|| WidgetInfo::selected(egui::Role::CheckBox, true, is_held, &name));
    if response.changed() {
        let mut all: std::collections::BTreeSet<String> = held.into_iter().collect();
        if is_held {
            all.insert(id.to_owned());
        } else {
            all.remove(id);
        }
        why.held = Some(all);
    }
}

/// A slider for a number, a list for a category.
fn value_ui(ui: &mut Ui, name: &str, value: &mut Value, variable: Option<&Variable>, range: &Range) {
    match range {
        Range::Numbers([least, _, middle, _, greatest]) => {
            number_ui(ui, name, value, variable, [*least, *middle, *greatest]);
        }
        Range::Levels(levels) => {
            let taken = written(value, variable);
            let list = ComboBox::from_id_salt(("edit", name)).selected_text(&taken).width(ui.available_width() - 12.0);
            let answer = list.show_ui(ui, |ui| {
                for (level, _) in levels {
                    ui.selectable_value(value, Value::Level(level.clone()), level);
                }
            });
            answer.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, name));
        }
        Range::Unknown => {
            ui.label(tr!("nobody has a value"));
        }
    }
}

fn number_ui(
    ui: &mut Ui,
    name: &str,
    value: &mut Value,
    variable: Option<&Variable>,
    [least, middle, greatest]: [f64; 3],
) {
    let decimals = variable.map_or(2, |variable| variable.decimals);
    let step = libm::pow(10.0, -(decimals as f64));
    let known = if let Value::Number(number) = value { Some(*number) } else { None };
    let (low, high) = (known.map_or(least, |own| own.min(least)), known.map_or(greatest, |own| own.max(greatest)));
    let before = known.unwrap_or(middle);
    let mut moved = before;
    ui.spacing_mut().slider_width = (ui.available_width() - 86.0).max(60.0);
    let slider = ui.add(Slider::new(&mut moved, low..=high).show_value(false));
    slider.widget_info(|| WidgetInfo::slider(true, before, name));
    if slider.changed() {
        moved = ((moved / step).round() * step).clamp(low, high);
    }
    if known.is_some() {
        let field =
            DragValue::new(&mut moved).range(low..=high).speed(step).max_decimals(decimals).min_decimals(decimals);
        let field = ui.add(field.update_while_editing(false));
        let name = tr!("{name}, value", name);
        field.widget_info(|| WidgetInfo {
            value: Some(before),
            ..WidgetInfo::labeled(egui::Role::SpinButton, true, &name)
        });
    } else {
        ui.label(RichText::new(tr!("not recorded")).small());
    }
    if moved.to_bits() != before.to_bits() {
        *value = Value::Number(moved);
    }
}

fn outcome_ui(
    ui: &mut Ui,
    why: &mut WhyView,
    names: &Names<'_>,
    row: usize,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let side = shown.side();
    let was = side.scores[row];
    let touched = why.touched.clone().filter(|id| names.iter().any(|(known, _)| known == id));
    let touched = touched.or_else(|| strongest(shown, row)).unwrap_or_else(|| names[0].0.clone());
    if !why.tried.as_ref().is_some_and(|tried| tried.edits == why.edits && tried.touched == touched) {
        why.tried = Some(attempt(why, &touched, side, row, shown));
    }
    let Some(tried) = &why.tried else { return };
    let risk = match &tried.risk {
        Ok(risk) => *risk,
        Err(problem) => {
            ui.label(RichText::new(problem).color(theme::colours(ui).error));
            return;
        }
    };
    ui.horizontal(|ui| {
        let text = if why.edits.is_empty() {
            risk_text(was)
        } else {
            format!("{} \u{2192} {}", risk_text(was), risk_text(risk))
        };
        ui.label(RichText::new(text).text_style(theme::figure()));
        let words = match (verdict(was, shown), verdict(risk, shown)) {
            (before, after) if before == after => tr!("{after} as before", after),
            (_, after) => tr!("now {after}", after),
        };
        let words = if why.edits.is_empty() { verdict(was, shown).to_owned() } else { words };
        ui.label(RichText::new(words).text_style(theme::strong()));
    });
    let variable = names.iter().find(|(id, _)| *id == touched).and_then(|(_, variable)| *variable);
    let own = side.cohort.table.column(&touched).map_or(Value::Missing, |column| recorded(column, row));
    let now = why.edits.get(&touched).cloned().unwrap_or_else(|| own.clone());
    let curve = ChangeCurve {
        name: label(&touched, variable),
        unit: variable.and_then(|variable| variable.unit.clone()),
        points: tried.curve.clone(),
        recorded: (own, was),
        now: (now, risk),
    };
    let figure = change_figure(&curve, shown.threshold, shown.condition());
    let height = (ui.available_height() - OUTLOOK).clamp(150.0, 420.0);
    let answer = chart_ui(ui, vec2(ui.available_width(), height), &figure, None, &shown.caption(), commands);
    if let Some(readout) = answer.readout {
        answer.picture.on_hover_text_at_pointer(readout);
    }
    outlook_ui(ui, why, names, row, shown);
}

/// The input that pushed this patient's risk most, once that is known.
fn strongest(shown: &Shown<'_>, row: usize) -> Option<String> {
    let (account, _) = shown.patient.filter(|(account, _)| account.key.row == row)?;
    let parts = account.contributions.parts.iter();
    parts.max_by(|a, b| a.amount.abs().total_cmp(&b.amount.abs())).map(|part| part.column.clone())
}

fn attempt(why: &mut WhyView, touched: &str, side: &Arc<Side>, row: usize, shown: &Shown<'_>) -> Tried {
    let (model, table) = (&shown.derived.model, &side.cohort.table);
    let risks = |values: Option<(&str, &[Value])>| {
        model.risks_in(&edited(table, row, &why.edits, values), side.population, &|| false)
    };
    let risk = risks(None).map_err(|problem| problem.to_string()).and_then(|risks| {
        risks.first().copied().ok_or_else(|| tr!("The model gives this patient no risk.").to_owned())
    });
    let edits = why.edits.clone();
    let place = inputs(shown).iter().position(|(id, _)| id == touched);
    let ranges = why.ranges(shown);
    let values: Vec<Value> = match place.and_then(|place| ranges.get(place)) {
        Some(Range::Numbers([least, .., greatest])) => {
            let at = |step: usize| least + (greatest - least) * step as f64 / PLACES as f64;
            (0..=PLACES).map(|step| Value::Number(at(step))).collect()
        }
        Some(Range::Levels(levels)) => levels.iter().map(|(level, _)| Value::Level(level.clone())).collect(),
        _ => Vec::new(),
    };
    let table = edited(table, row, &edits, Some((touched, &values)));
    let given = model.risks_in(&table, side.population, &|| false).unwrap_or_default();
    Tried { edits, touched: touched.to_owned(), risk, curve: values.into_iter().zip(given).collect() }
}

/// The smallest change that crosses the line, and what it is not.
fn outlook_ui(ui: &mut Ui, why: &WhyView, names: &Names<'_>, row: usize, shown: &Shown<'_>) {
    let colours = theme::colours(ui);
    ui.label(RichText::new(tr!("The smallest change that crosses the line")).text_style(theme::strong()));
    let wanted = |account: &crate::pipeline::PatientAccount| {
        account.key.row == row
            && account.key.population == shown.population
            && Arc::ptr_eq(&account.key.derived, shown.derived)
            && account.key.threshold == shown.threshold
            && account.key.held == why.held(shown.derived)
    };
    let Some((account, _)) = shown.patient.filter(|(account, _)| wanted(account)) else {
        ui.label(tr!("Looking for it\u{2026}"));
        return;
    };
    ui.spacing_mut().item_spacing.y = 3.0;
    for line in told(&account.outlook, names) {
        ui.label(line);
    }
    ui.label(RichText::new(crate::language::translate(WARNING)).small().color(colours.warning));
}

const WARNING: &str = tr_noop!(
    "This is how the model reasons, not advice: another number in the record does not make anybody healthier."
);

fn told(outlook: &Outlook, names: &Names<'_>) -> Vec<String> {
    let end = if outlook.flagged { tr!("would no longer be flagged") } else { tr!("would be flagged") };
    let change = |change: &crate::explain::Change| {
        let variable = names.iter().find(|(id, _)| *id == change.column).and_then(|(_, variable)| *variable);
        let name = label(&change.column, variable);
        tr!("{name} {} instead of {}", written(&change.to, variable), with_unit(&change.from, variable), name)
    };
    match &outlook.changes {
        Changes::Single(all) => {
            let mut lines: Vec<String> = all.iter().take(TOLD).map(|one| format!("\u{2022} {}", change(one))).collect();
            if let Some(first) = lines.first_mut() {
                *first = tr!("With any of these the patient {end}:\n{first}", end, first);
            }
            lines
        }
        Changes::Pair([one, two]) => {
            vec![tr!(
                "No single change is enough. With {} and {} together the patient {end}.",
                change(one),
                change(two),
                end
            )]
        }
        Changes::NoneFound => {
            vec![
                tr!("Neither one nor two changes within what the training patients have were found to be enough.")
                    .to_owned(),
            ]
        }
    }
}
