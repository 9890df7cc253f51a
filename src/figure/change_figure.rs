//! The risk of one patient while one input moves.

use super::axis::{Axis, Format, Row, Scale, percent};
use super::model::{Corner, Dash, Figure, Key, Layer, Role, Shape};
use super::rows_figure::{Dot, RowsFigure};
use super::words::{score, sentence_case};
use super::zoom::round_ticks;
use crate::explain::Value;
use crate::num::Threshold;

/// One input's curve for one patient.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeCurve {
    /// What the input is called.
    pub name: String,
    /// Its unit.
    pub unit: Option<String>,
    /// Values of it, and the risks with them: numbers ascending, or every category.
    pub points: Vec<(Value, f64)>,
    /// What is recorded, and the risk with it.
    pub recorded: (Value, f64),
    /// What stands now, and the risk with it.
    pub now: (Value, f64),
}

/// The curve with the threshold: a line for a number, a row for each category.
#[must_use]
pub fn change_figure(curve: &ChangeCurve, threshold: Threshold, condition: &str) -> Figure {
    let numbers = |(value, risk): &(Value, f64)| match value {
        Value::Number(number) => Some([*number, *risk]),
        _ => None,
    };
    let line: Vec<[f64; 2]> = curve.points.iter().filter_map(numbers).collect();
    if line.len() == curve.points.len() && !line.is_empty() {
        return number_figure(curve, &line, [numbers(&curve.recorded), numbers(&curve.now)], threshold, condition);
    }
    level_figure(curve, threshold, condition)
}

fn title(curve: &ChangeCurve) -> String {
    tr!("{} moved alone", curve.name)
}

fn caption(condition: &str) -> String {
    tr!(
        "What the model would say of this patient\u{2019}s risk of {condition} with another value, everything else as it stands. \
         It is the model\u{2019}s logic, not what treatment would do.",
        condition
    )
}

fn number_figure(
    curve: &ChangeCurve,
    line: &[[f64; 2]],
    [recorded, now]: [Option<[f64; 2]>; 2],
    threshold: Threshold,
    condition: &str,
) -> Figure {
    let top = line.iter().chain(&now).chain(&recorded).map(|[_, risk]| *risk).fold(threshold.get(), f64::max);
    let (low, high) = ends(line.iter().chain(&now).chain(&recorded).map(|[value, _]| *value));
    let label = match &curve.unit {
        Some(unit) => format!("{} ({unit})", curve.name),
        None => curve.name.clone(),
    };
    let mut layers = vec![
        Layer::HLine {
            role: Role::Threshold,
            dash: Dash::Dashed,
            y: threshold.get(),
            label: tr!("threshold {}", score(threshold.get())),
        },
        Layer::Line { role: Role::Model, dash: Dash::Solid, points: line.to_vec(), label: tr!("risk").to_owned() },
    ];
    let mut entries = Vec::new();
    let mut mark = |at: Option<[f64; 2]>, role, shape, name: &str| {
        let Some(at) = at else { return };
        layers.push(Layer::Points { role, shape, points: vec![at], label: String::new() });
        entries.push((Key::Point(role, shape), name.to_owned()));
    };
    mark(recorded, Role::Ghost, Shape::Ring, tr!("as recorded"));
    if now != recorded {
        mark(now, Role::Ink, Shape::Diamond, tr!("now"));
    }
    let rising = line.first().map_or(0.0, |[_, risk]| *risk) < line.last().map_or(0.0, |[_, risk]| *risk);
    if !entries.is_empty() {
        let corner = if rising { Corner::TopLeft } else { Corner::TopRight };
        layers.push(Layer::Legend { corner, heading: String::new(), entries });
    }
    let spoken =
        |name: &str, at: &[f64; 2]| tr!("{name} {}: risk {}", Format::Shortest.write(at[0]), percent(at[1]), name);
    let ends = [line.first(), line.last()].into_iter().flatten().map(|at| spoken(&curve.name, at));
    let said: Vec<String> = ends.chain(now.as_ref().map(|at| spoken(tr!("Now"), at))).collect();
    let most = (top * 1.15).clamp(0.02, 1.0);
    Figure {
        name: "what-if",
        alt: format!("{}. {}.", title(curve), said.join(". ")),
        title: title(curve),
        caption: caption(condition),
        x: Axis {
            short: curve.name.clone(),
            label,
            min: low,
            max: high,
            ticks: round_ticks(low, high, Format::Shortest),
            format: Format::Shortest,
            scale: Scale::Linear,
            rows: Vec::new(),
        },
        y: Axis {
            label: tr!("Risk of {condition}", condition),
            short: tr!("Risk").to_owned(),
            min: 0.0,
            max: most,
            ticks: round_ticks(0.0, most, Format::Percent),
            format: Format::Percent,
            scale: Scale::Linear,
            rows: Vec::new(),
        },
        layers,
        square: false,
        handle: None,
        empty: String::new(),
    }
}

fn level_figure(curve: &ChangeCurve, threshold: Threshold, condition: &str) -> Figure {
    let most = curve.points.iter().map(|(_, risk)| *risk).fold(threshold.get(), f64::max);
    let most = (most * 1.15).clamp(0.02, 1.0);
    let dot = |(value, risk): &(Value, f64)| {
        let name = match value {
            Value::Level(level) => level.clone(),
            Value::Number(number) => Format::Shortest.write(*number),
            Value::Missing => tr!("not recorded").to_owned(),
        };
        let mark = match (*value == curve.now.0, *value == curve.recorded.0) {
            (_, true) => tr!(" (recorded)"),
            (true, false) => tr!(" (now)"),
            _ => "",
        };
        let name = format!("{name}{mark}");
        let row = Row { figures: percent(*risk), sentence: tr!("{name}: risk {}", percent(*risk), name), name };
        Dot { row, value: Some(*risk), other: None, interval: None, faint: *value != curve.now.0 }
    };
    RowsFigure {
        name: "what-if",
        title: title(curve),
        caption: caption(condition),
        label: tr!("Risk of {condition}", condition),
        ends: [0.0, most],
        ticks: round_ticks(0.0, most, Format::Percent),
        format: Format::Percent,
        scale: Scale::Linear,
        reference: Some((threshold.get(), tr!("threshold {}", score(threshold.get())))),
        from_zero: true,
        empty: tr!("{} has one value only.", sentence_case(&curve.name)),
    }
    .with(curve.points.iter().map(dot).collect())
}

fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    if low < high { (low, high) } else { (low - 1.0, low + 1.0) }
}
