//! The curves of one input for many patients, and their mean.

use crate::explain::{FieldAxis, Value};
use crate::figure::axis::{Axis, Format, Row, Scale, percent};
use crate::figure::model::{Corner, Dash, Figure, Key, Layer, Role};
use crate::figure::rows_figure::{Dot, RowsFigure};
use crate::figure::words::score;
use crate::figure::zoom::round_ticks;
use crate::num::Threshold;

/// So many patients' curves are drawn.
const DRAWN: usize = 30;
/// Between these shares of the patients lies the line around a category's mean.
const MOST: [f64; 2] = [0.1, 0.9];

/// What a chart of an input's effect shows.
#[derive(Debug, Clone, Copy)]
pub struct EffectChart<'a> {
    /// What the input is called, with its unit.
    pub name: &'a str,
    /// The values that it takes.
    pub axis: &'a FieldAxis,
    /// Each patient's risk at each value.
    pub curves: &'a [Vec<f64>],
    /// The mean of all patients at each value.
    pub mean: &'a [f64],
    /// One patient's curve, and what the patient is called.
    pub own: Option<(&'a [f64], &'a str)>,
    /// What the condition is called.
    pub condition: &'a str,
}

impl EffectChart<'_> {
    fn title(&self) -> String {
        tr!("What the model makes of {}", lower(self.name))
    }

    fn caption(&self) -> String {
        let most = self.curves.len();
        tr!(
            "{} of {most} patients are drawn; the thick line is the mean of all {most}. Each keeps all other values, even in \
             mixes that nobody has.",
            most.min(DRAWN),
            most
        )
    }
}

/// "lactate (mmol/L)" from "Lactate (mmol/L)", but "C-reactive protein" as it is.
fn lower(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}

/// A curve for each patient over a number, or a row for each category.
#[must_use]
pub fn effect_figure(chart: &EffectChart, threshold: Threshold) -> Figure {
    if chart.axis.is_category() { level_figure(chart, threshold) } else { number_figure(chart, threshold) }
}

fn number_figure(chart: &EffectChart, threshold: Threshold) -> Figure {
    let middles = chart.axis.middles();
    let line = |risks: &[f64]| middles.iter().copied().zip(risks.iter().copied()).map(|(x, y)| [x, y]).collect();
    let drawn: Vec<&Vec<f64>> = chart.curves.iter().take(DRAWN).collect();
    let mut layers: Vec<Layer> = drawn
        .iter()
        .map(|curve| Layer::Line { role: Role::Ghost, dash: Dash::Dotted, points: line(curve), label: String::new() })
        .collect();
    let at = threshold.get();
    let label = tr!("threshold {}", score(at));
    layers.push(Layer::HLine { role: Role::Threshold, dash: Dash::Dashed, y: at, label });
    let mut entries = vec![
        (Key::Line(Role::Ghost, Dash::Dotted), tr!("one patient each").to_owned()),
        (Key::Line(Role::Model, Dash::Solid), tr!("mean of all").to_owned()),
    ];
    if let Some((own, name)) = chart.own {
        layers.push(Layer::Line { role: Role::Ink, dash: Dash::Dashed, points: line(own), label: name.to_owned() });
        entries.push((Key::Line(Role::Ink, Dash::Dashed), name.to_owned()));
    }
    layers.push(Layer::Line {
        role: Role::Model,
        dash: Dash::Solid,
        points: line(chart.mean),
        label: tr!("mean of all").to_owned(),
    });
    layers.push(Layer::Legend { corner: Corner::Outside, heading: String::new(), entries });
    let all = drawn.iter().flat_map(|curve| curve.iter()).chain(chart.own.iter().flat_map(|(own, _)| own.iter()));
    let top = (1.08 * all.copied().fold(at.min(0.9), f64::max)).clamp(0.02, 1.0);
    let ends = [chart.axis.edges.first(), chart.axis.edges.last()].map(|end| end.copied().unwrap_or(0.0));
    Figure {
        name: "effect",
        title: chart.title(),
        alt: format!("{}. {}", chart.title(), said(chart)),
        caption: chart.caption(),
        x: Axis {
            label: chart.name.to_owned(),
            short: chart.name.to_owned(),
            min: ends[0],
            max: ends[1],
            ticks: round_ticks(ends[0], ends[1], Format::Shortest),
            format: Format::Shortest,
            scale: Scale::Linear,
            rows: Vec::new(),
        },
        y: Axis {
            label: tr!("Risk of {}", chart.condition),
            short: tr!("risk").to_owned(),
            min: 0.0,
            max: top,
            ticks: round_ticks(0.0, top, Format::Percent),
            format: Format::Percent,
            scale: Scale::Linear,
            rows: Vec::new(),
        },
        layers,
        square: false,
        handle: None,
        empty: if chart.mean.is_empty() { tr!("The input has no value.").to_owned() } else { String::new() },
    }
}

/// The mean at both ends and at its highest, in a sentence.
fn said(chart: &EffectChart) -> String {
    let middles = chart.axis.middles();
    let at = |place: usize| {
        let (value, risk) = (middles.get(place)?, chart.mean.get(place)?);
        Some(tr!("at {value:.1} {}", percent(*risk), value))
    };
    let last = chart.mean.len().saturating_sub(1);
    let peak = (0..chart.mean.len()).max_by(|&a, &b| chart.mean[a].total_cmp(&chart.mean[b])).unwrap_or(0);
    let mut places = vec![0, peak, last];
    places.dedup();
    let parts: Vec<String> = places.into_iter().filter_map(at).collect();
    tr!("The mean risk: {}.", parts.join(", "))
}

fn level_figure(chart: &EffectChart, threshold: Threshold) -> Figure {
    let row = |(place, value): (usize, &Value)| {
        let name = match value {
            Value::Level(level) => level.clone(),
            Value::Number(number) => Format::Shortest.write(*number),
            Value::Missing => tr!("not recorded").to_owned(),
        };
        let mut risks: Vec<f64> = chart.curves.iter().filter_map(|curve| curve.get(place).copied()).collect();
        risks.sort_by(f64::total_cmp);
        let last = risks.len().saturating_sub(1) as f64;
        let ends = MOST.map(|share| risks.get((share * last).round() as usize).copied());
        let mean = chart.mean.get(place).copied();
        let figures = mean.map_or_else(|| "\u{2013}".to_owned(), percent);
        let own = chart.own.and_then(|(own, name)| Some((own.get(place).copied()?, name)));
        let told = own.map_or_else(String::new, |(risk, name)| format!(", {name} {}", percent(risk)));
        let interval = match ends {
            [Some(low), Some(high)] => Some([low, high]),
            _ => None,
        };
        Dot {
            row: Row { sentence: tr!("{name}: mean risk {figures}{told}", name, figures, told), name, figures },
            value: mean,
            other: own.map(|(risk, _)| risk),
            interval,
            faint: false,
        }
    };
    let dots: Vec<Dot> = chart.axis.values.iter().enumerate().map(row).collect();
    let most = dots.iter().flat_map(|dot| [dot.interval.map(|[_, high]| high), dot.other].into_iter().flatten());
    let top = (1.08 * most.fold(threshold.get().min(0.9), f64::max)).clamp(0.02, 1.0);
    let own = chart.own.map_or_else(String::new, |(_, name)| tr!(" Ring: {name}.", name));
    RowsFigure {
        name: "effect",
        title: chart.title(),
        caption: tr!("Dot: the mean of {} patients. Line: where eight of ten lie.{own}", chart.curves.len(), own),
        label: tr!("Risk of {}", chart.condition),
        ends: [0.0, top],
        ticks: round_ticks(0.0, top, Format::Percent),
        format: Format::Percent,
        scale: Scale::Linear,
        reference: Some((threshold.get(), tr!("threshold {}", score(threshold.get())))),
        from_zero: false,
        empty: tr!("The input has no value.").to_owned(),
    }
    .with(dots)
}
