//! The risk over two inputs: a shaded field, the threshold as a line that moves with it, and patients as points.

use std::sync::Arc;

use egui::{ComboBox, RichText, Ui, WidgetInfo, vec2};

use crate::explain::{FieldAxis, Value};
use crate::figure::{Crowd, FieldChart, Role, Shape, field_figure};
use crate::pipeline::{Derived, FieldKey, Held, Population, RiskField, Side};
use crate::ui::panels::inputs::{inputs, label, recorded, with_unit};
use crate::ui::panels::{Chosen, Shown, chosen_ui};
use crate::ui::view::{Cell, Command, View};
use crate::ui::widgets::chart::chart_ui;
use crate::ui::widgets::legend::{key_height, key_ui};
use crate::ui::widgets::segmented::choice_ui;
use crate::ui::{theme, words};

/// At most so many patients are drawn.
const DRAWN: usize = 400;
/// How near a point a press has to be to choose its patient, in points.
const NEAR: f32 = 12.0;
/// How far points of a category are spread to both sides of its middle, so that they do not hide each other.
const SPREAD: f64 = 0.32;

/// By what the points are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PointsBy {
    /// With and without the condition.
    #[default]
    Outcome,
    /// Found, missed, false alarm, left alone.
    Error,
    /// The groups compared.
    Group,
}

/// What the map shows.
#[derive(Debug, Clone, Default)]
pub struct MapView {
    /// The input from left to right; the strongest at first.
    pub x: Option<String>,
    /// The input from bottom to top.
    pub y: Option<String>,
    /// Whether the other inputs are averaged over everybody instead of held at one patient.
    everybody: bool,
    by: PointsBy,
}

impl MapView {
    /// The two inputs drawn, among those that the model reads; `None` where it reads none.
    fn sides(&self, derived: &Derived) -> Option<(String, Option<String>)> {
        let columns: Vec<String> =
            derived.model.trained.encoder.describe().into_iter().map(|column| column.column).collect();
        let known = |wanted: &Option<String>| wanted.clone().filter(|wanted| columns.contains(wanted));
        let strong = strongest(derived, &columns);
        let x = known(&self.x).or_else(|| strong.first().cloned())?;
        let y = known(&self.y).filter(|y| *y != x).or_else(|| strong.into_iter().find(|column| *column != x));
        Some((x, y))
    }

    /// The field that is wanted; `None` where the model reads nothing, or nobody is there.
    #[must_use]
    pub fn key(&self, derived: &Arc<Derived>, population: Population, chosen: &Chosen) -> Option<FieldKey> {
        let (x, y) = self.sides(derived)?;
        let held = if self.everybody { Held::Everybody } else { Held::Patient(chosen.of(derived.side(population))?) };
        Some(FieldKey { derived: Arc::clone(derived), population, x, y, held })
    }
}

/// The inputs by how much the model makes of them by its own account, the strongest first; as they stand where it has none.
pub(super) fn strongest(derived: &Derived, columns: &[String]) -> Vec<String> {
    let trained = &derived.model.trained;
    let Ok(importance) = trained.classifier.workings().importance() else { return columns.to_vec() };
    let share = |column: &String| {
        let features = trained.encoder.features().iter().zip(&importance.shares);
        features.filter(|(feature, _)| feature.column == *column).map(|(_, share)| share).sum::<f64>()
    };
    let mut sorted: Vec<String> = columns.to_vec();
    sorted.sort_by(|a, b| share(b).total_cmp(&share(a)));
    sorted
}

/// Shows the map.
pub fn map_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let Some((x, y)) = view.map.sides(shown.derived) else {
        let side = shown.side();
        let risk = side.scores.first().map_or_else(String::new, |risk| words::share(*risk));
        ui.label(tr!(
            "The model uses no input, so everybody gets the same risk, {risk}, and there is nothing to map.",
            risk
        ));
        return;
    };
    let Some(row) = chosen_ui(ui, view, shown) else {
        ui.label(tr!("There are no patients to draw."));
        return;
    };
    controls_ui(ui, view, &x, y.as_deref(), shown);
    let wanted = view.map.key(shown.derived, shown.population, &view.chosen);
    let Some((field, current)) = shown.field.filter(|(field, _)| fits(field, wanted.as_ref())) else {
        ui.label(tr!("Working out the risk over these two inputs\u{2026}"));
        return;
    };
    if !current {
        ui.multiply_opacity(0.45);
    }
    field_ui(ui, view, field, row, shown, commands);
}

/// Whether a field may stay on screen while the one wanted is worked out: the same inputs of the same results.
fn fits(field: &RiskField, wanted: Option<&FieldKey>) -> bool {
    wanted.is_some_and(|wanted| {
        let key = &field.key;
        Arc::ptr_eq(&key.derived, &wanted.derived)
            && key.population == wanted.population
            && (&key.x, &key.y) == (&wanted.x, &wanted.y)
    })
}

fn controls_ui(ui: &mut Ui, view: &mut View, x: &str, y: Option<&str>, shown: &Shown<'_>) {
    let names = inputs(shown);
    let map = &mut view.map;
    ui.horizontal_wrapped(|ui| {
        ui.label(tr!("Across"));
        axis_ui(ui, tr!("Across"), &mut map.x, x, &names);
        if let Some(y) = y {
            ui.label(tr!("Up"));
            axis_ui(ui, tr!("Up"), &mut map.y, y, &names);
        }
        ui.add_space(theme::STEP);
        ui.label(tr!("Others")).on_hover_text(tr!("At what the model\u{2019}s other inputs are held."));
        if choice_ui(ui, !map.everybody, tr!("this patient"))
            .on_hover_text(tr!("Everything else is this patient\u{2019}s."))
            .clicked()
        {
            map.everybody = false;
        }
        let meaning = tr!("The risk is averaged over many patients, each with their own other values.");
        if choice_ui(ui, map.everybody, tr!("everybody\u{2019}s")).on_hover_text(meaning).clicked() {
            map.everybody = true;
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.label(tr!("Points by"));
        for (by, name) in [
            (PointsBy::Outcome, tr!("outcome")),
            (PointsBy::Error, tr!("right or wrong")),
            (PointsBy::Group, tr!("group")),
        ] {
            if by == PointsBy::Group && shown.side().set.groups().is_empty() {
                continue;
            }
            if choice_ui(ui, map.by == by, name).clicked() {
                map.by = by;
            }
        }
        let patients = shown.side().scores.len();
        if patients > DRAWN {
            let text =
                tr!("{DRAWN} of {} patients are drawn. Press one to choose it.", words::count(patients as u64), DRAWN);
            ui.label(RichText::new(text).small().color(theme::colours(ui).quiet));
        }
    });
}

fn axis_ui(
    ui: &mut Ui,
    name: &str,
    wanted: &mut Option<String>,
    taken: &str,
    names: &[(String, Option<&crate::data::recipe::Variable>)],
) {
    let of =
        |id: &str| names.iter().find(|(known, _)| known == id).map_or_else(|| id.to_owned(), |(id, v)| label(id, *v));
    let list = ComboBox::from_id_salt(name).selected_text(of(taken)).width(136.0).show_ui(ui, |ui| {
        for (id, variable) in names {
            if ui.selectable_label(id == taken, label(id, *variable)).clicked() {
                *wanted = Some(id.clone());
            }
        }
    });
    list.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, format!("{name}: {}", of(taken))));
}

/// Where the patient in `row` lies on a side; spread a little along a category.
fn place(axis: &FieldAxis, side: &Side, row: usize) -> Option<f64> {
    let at = axis.place(&recorded(side.cohort.table.column(&axis.column)?, row))?;
    if !axis.is_category() {
        return Some(at);
    }
    // The same patient always lies at the same place: the fractional part of multiples of the golden ratio.
    let fraction = (row as f64 * 0.618_033_988_75 + axis.column.len() as f64 * 0.137).fract();
    Some(at + SPREAD * (2.0 * fraction - 1.0))
}

fn field_ui(
    ui: &mut Ui,
    view: &mut View,
    field: &RiskField,
    row: usize,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let side = shown.side();
    let at = |row: usize| {
        let up = field.y.as_ref().map_or_else(
            || Some(((row as f64 * 0.618_033_988_75).fract()).mul_add(0.8, 0.1)),
            |axis| place(axis, side, row),
        );
        Some([place(&field.x, side, row)?, up?])
    };
    let patients = side.scores.len();
    let rows: Vec<usize> = (0..patients.min(DRAWN)).map(|place| place * patients / patients.min(DRAWN)).collect();
    let places: Vec<(usize, [f64; 2])> = rows.into_iter().filter_map(|row| Some((row, at(row)?))).collect();
    let named = |axis: &FieldAxis| {
        let variable = shown.recipe.variable(&axis.column);
        let name = label(&axis.column, variable);
        match variable.and_then(|variable| variable.unit.as_deref()) {
            Some(unit) => format!("{name} ({unit})"),
            None => name,
        }
    };
    let held = match field.key.held {
        Held::Patient(row) => tr!("All other inputs are held at those of patient No {}.", row + 1),
        Held::Everybody => {
            tr!("All other inputs are those of {} patients in turn, and the risks averaged.", field.patients)
        }
    };
    let held = if field.y.is_none() { tr!("The model has this one input only. {held}", held) } else { held };
    let chart = FieldChart {
        x: (&field.x, named(&field.x)),
        y: field.y.as_ref().map(|axis| (axis, named(axis))),
        risks: &field.risks,
        crowds: crowds(&places, view.map.by, shown),
        chosen: at(row),
        condition: shown.condition(),
        held: held.clone(),
    };
    let figure = field_figure(&chart, shown.threshold);
    let below = key_height(ui, &figure, ui.available_width()) + 44.0;
    let size = vec2(ui.available_width(), (ui.available_height() - below).max(170.0));
    let answer = chart_ui(ui, size, &figure, None, &shown.caption(), commands);
    if let Some(hovered) = answer.hovered {
        if let Some(text) = readout(field, hovered, shown) {
            answer.picture.clone().on_hover_text_at_pointer(text);
        }
        if ui.input(|input| input.pointer.primary_clicked()) && answer.picture.contains_pointer() {
            let on_screen = |at: [f64; 2]| answer.view.to_screen(at);
            let press = on_screen(hovered);
            let far = |at: [f64; 2]| (on_screen(at)[0] - press[0]).hypot(on_screen(at)[1] - press[1]);
            let nearest = places.iter().min_by(|a, b| far(a.1).total_cmp(&far(b.1)));
            if let Some((row, _)) = nearest.filter(|(_, at)| far(*at) <= NEAR) {
                view.chosen.set(shown.population, *row);
            }
        }
    }
    key_ui(ui, &figure);
    ui.add_space(theme::STEP);
    ui.label(RichText::new(held).small().color(theme::colours(ui).quiet));
}

/// "Lactate 2.3 mmol/L, age 71 years: risk 18%".
fn readout(field: &RiskField, [across, up]: [f64; 2], shown: &Shown<'_>) -> Option<String> {
    let column = field.x.cell(across)?;
    let row = field.y.as_ref().map_or(Some(0), |y| y.cell(up))?;
    let risk = field.risks.get(row * field.x.values.len() + column)?;
    let said = |axis: &FieldAxis, cell: usize, at: f64| {
        let variable = shown.recipe.variable(&axis.column);
        let value = if axis.is_category() { axis.values[cell].clone() } else { Value::Number(at) };
        format!("{} {}", label(&axis.column, variable), with_unit(&value, variable))
    };
    let mut text = said(&field.x, column, across);
    if let Some(y) = &field.y {
        text = format!("{text}, {}", said(y, row, up));
    }
    Some(tr!("{text}: risk {}", words::share(*risk), text))
}

fn crowds(places: &[(usize, [f64; 2])], by: PointsBy, shown: &Shown<'_>) -> Vec<Crowd> {
    let side = shown.side();
    let outcomes = side.outcomes();
    let crowd = |name: String, role, shape, of: &dyn Fn(usize) -> bool| Crowd {
        name,
        role,
        shape,
        points: places.iter().filter(|(row, _)| of(*row)).map(|(_, at)| *at).collect(),
    };
    match by {
        PointsBy::Outcome => {
            let words = shown.words();
            vec![
                crowd(words.without(), Role::Ghost, Shape::Ring, &|row| !outcomes[row]),
                crowd(words.with(), Role::With, Shape::Disc, &|row| outcomes[row]),
            ]
        }
        PointsBy::Error => {
            let kinds = [
                (Cell::TrueNegative, Role::Ghost, Shape::Ring),
                (Cell::FalsePositive, Role::FalseAlarm, Shape::Square),
                (Cell::TruePositive, Role::Found, Shape::Disc),
                (Cell::FalseNegative, Role::Missed, Shape::Triangle),
            ];
            let threshold = shown.threshold.get();
            let of = |cell: Cell| move |row: usize| Cell::of(side.scores[row] >= threshold, outcomes[row]) == cell;
            kinds.map(|(cell, role, shape)| crowd(cell.word().to_owned(), role, shape, &of(cell))).into()
        }
        PointsBy::Group => group_crowds(places, shown),
    }
}

fn group_crowds(places: &[(usize, [f64; 2])], shown: &Shown<'_>) -> Vec<Crowd> {
    const SHAPES: [Shape; 5] = [Shape::Disc, Shape::Square, Shape::Triangle, Shape::Diamond, Shape::Ring];
    let Some(groups) = shown.side().group_codes(&shown.derived.scenario) else { return Vec::new() };
    let crowd = |(index, name): (usize, &String)| Crowd {
        name: name.clone(),
        role: Role::Group((index % 6) as u8),
        shape: SHAPES[index % SHAPES.len()],
        points: places.iter().filter(|(row, _)| groups.codes[*row] as usize == index).map(|(_, at)| *at).collect(),
    };
    groups.names.iter().enumerate().map(crowd).filter(|crowd| !crowd.points.is_empty()).collect()
}
