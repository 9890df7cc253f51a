//! A logistic regression as a chart of points (nomogram).

use super::{InputWords, risk};
use crate::explain::{Along, PointsChart, PointsReading, PointsScale};
use crate::figure::axis::{Axis, Format, Row, Scale};
use crate::figure::model::{Dash, Figure, Layer, Role, Shape};
use crate::figure::zoom::round_ticks;
use crate::metrics::Recalibration;
use crate::num::Threshold;

/// Where the line of a scale runs and its numbers stand, from the middle of its row up.
const LINE: f64 = -0.3;
const NUMBERS: f64 = 0.16;
/// Half the height of a tick.
const TICK: f64 = 0.09;
/// The axis reaches so far beyond 0 and 100 points; what lies further out is drawn there.
const BEYOND: f64 = 4.0;
/// Risks that may stand on the scale of risks; totals below the first or above the last are drawn at its ends.
const RISKS: [f64; 13] = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 0.97, 0.99];

/// The totals that the two lower scales run over, and the risk that each total stands for where the model is used.
struct Totals<'a> {
    chart: &'a PointsChart,
    fitted: Option<Recalibration>,
    ends: [f64; 2],
}

impl<'a> Totals<'a> {
    fn new(chart: &'a PointsChart, fitted: Option<Recalibration>) -> Self {
        let mut totals = Self { chart, fitted, ends: [0.0, chart.most().max(1.0)] };
        let [low, high] = [RISKS[0], RISKS[RISKS.len() - 1]].map(|risk| totals.of(risk));
        let inner = [low.unwrap_or(0.0).max(0.0), high.unwrap_or(f64::INFINITY).min(totals.ends[1])];
        if inner[1] - inner[0] > 0.1 * totals.ends[1] {
            totals.ends = inner;
        }
        totals
    }

    /// How many points give a risk as it is shown.
    fn of(&self, risk: f64) -> Option<f64> {
        self.chart.total_for(self.fitted.map_or(Some(risk), |fitted| fitted.undo(risk))?)
    }

    /// Where a total stands on the axis, from 0 to 100.
    fn place(&self, total: f64) -> f64 {
        let [low, high] = self.ends;
        (100.0 * (total - low) / (high - low)).clamp(-BEYOND, 100.0 + BEYOND)
    }
}

/// The chart with the patient's values marked on each scale, their sum, and the risk under it; the scale of risks is that after
/// `fitted`, where risks were fitted to local outcomes. `threshold` is the line on the two lower scales.
#[must_use]
pub fn points_figure(
    chart: &PointsChart,
    reading: Option<&PointsReading>,
    threshold: Threshold,
    fitted: Option<Recalibration>,
    words: &InputWords,
) -> Figure {
    let totals = Totals::new(chart, fitted);
    let last = chart.scales.len() as f64 + 2.0;
    let mut layers = Vec::new();
    let mut rows = vec![Row {
        name: tr!("Points").to_owned(),
        figures: String::new(),
        sentence: crate::language::translate(POINTS).to_owned(),
    }];
    let ruler: Vec<(f64, String)> = (0..=10)
        .map(|tick| (f64::from(tick) * 10.0, if tick % 2 == 0 { format!("{}", tick * 10) } else { String::new() }))
        .collect();
    layers.extend(scale(last, [0.0, 100.0], &ruler));
    for (index, input) in chart.scales.iter().enumerate() {
        let own = reading.and_then(|reading| reading.points.get(index).copied());
        let y = last - 1.0 - index as f64;
        layers.extend(scale(y, [0.0, input.most], &marks(input)));
        if let Some(own) = own {
            layers.push(dot(own.clamp(-BEYOND, 100.0 + BEYOND), y, Role::Model, Shape::Disc));
        }
        rows.push(row(input, own, words));
    }
    layers.extend(lower_scales(&totals));
    if let Some(total) = totals.of(threshold.get()) {
        layers.push(between(&totals, total, Role::Threshold, Dash::Dashed));
        layers.push(dot(totals.place(total), 1.0, Role::Threshold, Shape::Triangle));
        layers.push(dot(totals.place(total), 0.0, Role::Threshold, Shape::Triangle));
    }
    if let Some(reading) = reading {
        layers.push(between(&totals, reading.total, Role::Model, Dash::Dotted));
        layers.push(dot(totals.place(reading.total), 1.0, Role::Model, Shape::Disc));
        layers.push(dot(totals.place(reading.total), 0.0, Role::Model, Shape::Diamond));
    }
    let (sum, need) = (reading.map(|reading| points_sum(reading, fitted)), need(&totals, threshold));
    let figures = |text: Option<String>| text.unwrap_or_default();
    let alert = totals.of(threshold.get()).map(|total| tr!(" (alert: {})", least(total)));
    rows.push(Row {
        name: tr!("Total{}", figures(alert)),
        figures: figures(reading.map(|reading| whole(reading.total))),
        sentence: tr!("Total points. {need}", need),
    });
    rows.push(Row {
        name: tr!("Risk of {}", words.condition),
        figures: figures(reading.map(|reading| risk(shown(reading, fitted)))),
        sentence: sum.clone().unwrap_or_else(|| tr!("The risk of {}.", words.condition)),
    });
    let sentences: Vec<&str> = rows[1..=chart.scales.len()].iter().map(|row| row.sentence.as_str()).collect();
    let empty = if chart.scales.is_empty() {
        tr!("No input has an effect: everybody gets the same risk.").to_owned()
    } else {
        String::new()
    };
    Figure {
        name: "points",
        title: tr!("The model as a chart of points").to_owned(),
        alt: tr!("A chart of points. {}. {} {need}", sentences.join(". "), sum.unwrap_or_default(), need),
        caption: format!("{} {need}", crate::language::translate(HOW)),
        x: Axis {
            label: String::new(),
            short: String::new(),
            min: -BEYOND,
            max: 100.0 + BEYOND,
            ticks: Vec::new(),
            format: Format::Count,
            scale: Scale::Linear,
            rows: Vec::new(),
        },
        y: Axis::of_rows(String::new(), rows),
        layers: if empty.is_empty() { layers } else { Vec::new() },
        square: false,
        handle: None,
        empty,
    }
}

const POINTS: &str = tr_noop!("The ruler for the scales of the inputs: straight up from a value stand its points");
const HOW: &str = tr_noop!(
    "Straight above the dot of each value, the ruler has its points; below the dot of their sum stands the risk."
);

/// "31 + 12 + 6 = 49 points: risk 22%". The points are rounded, so the sum may be off by one from what is written.
#[must_use]
pub fn points_sum(reading: &PointsReading, fitted: Option<Recalibration>) -> String {
    let each: Vec<String> = reading.points.iter().map(|&points| whole(points)).collect();
    tr!("{} = {} points: risk {}.", each.join(" + "), whole(reading.total), risk(shown(reading, fitted)))
}

fn shown(reading: &PointsReading, fitted: Option<Recalibration>) -> f64 {
    fitted.map_or(reading.risk, |fitted| fitted.apply(reading.risk))
}

/// Points without decimals, with the sign for minus.
fn whole(points: f64) -> String {
    format!("{:.0}", points.round() + 0.0).replace('-', "\u{2212}")
}

/// Rounded up: with so many whole points the risk is not below the line.
fn least(total: f64) -> String {
    whole((total - 1e-9).ceil())
}

/// What the threshold asks for.
fn need(totals: &Totals, threshold: Threshold) -> String {
    let Some(total) = totals.of(threshold.get()) else {
        let text =
            if threshold.get() <= 0.0 { tr!("At this threshold everybody raises an alert") } else { tr!("No alert") };
        return format!("{text}.");
    };
    let most = totals.chart.most();
    let beyond = if total > most {
        tr!(", more than the {} that a patient like those in training can have", whole(most))
    } else if total <= 0.0 {
        tr!(", so everybody like those in training has one").to_owned()
    } else {
        String::new()
    };
    tr!("An alert needs {} points (triangle){beyond}.", least(total), beyond)
}

/// A line at a row with ticks and words.
fn scale(y: f64, [from, to]: [f64; 2], marks: &[(f64, String)]) -> Vec<Layer> {
    let line =
        |points: Vec<[f64; 2]>| Layer::Line { role: Role::Chance, dash: Dash::Solid, points, label: String::new() };
    let mut layers = vec![line(vec![[from, y + LINE], [to, y + LINE]])];
    layers.extend(marks.iter().map(|(x, _)| line(vec![[*x, y + LINE - TICK], [*x, y + LINE + TICK]])));
    // The ends first: where there is no room for all, those between give way.
    let mut order: Vec<usize> = (0..marks.len()).collect();
    order.sort_by_key(|&index| usize::from(index > 0 && index + 1 < marks.len()));
    let text = |index: usize| Layer::Text {
        role: Role::Quiet,
        at: [marks[index].0, y + NUMBERS],
        text: marks[index].1.clone(),
    };
    layers.extend(order.into_iter().filter(|&index| !marks[index].1.is_empty()).map(text));
    layers
}

fn dot(x: f64, y: f64, role: Role, shape: Shape) -> Layer {
    Layer::Points { role, shape, points: vec![[x, y + LINE]], label: String::new() }
}

/// A line from the scale of totals to that of risks.
fn between(totals: &Totals, total: f64, role: Role, dash: Dash) -> Layer {
    let x = totals.place(total);
    Layer::Line { role, dash, points: vec![[x, 1.45], [x, -0.45]], label: String::new() }
}

/// The values of an input that have a mark, with their points.
fn marks(scale: &PointsScale) -> Vec<(f64, String)> {
    match &scale.along {
        Along::Categories(levels) => {
            let mut levels: Vec<(f64, String)> = levels.iter().map(|(name, points)| (*points, name.clone())).collect();
            levels.sort_by(|a, b| a.0.total_cmp(&b.0));
            levels
        }
        Along::Number { low, high } => {
            let points = |value: f64| low.1 + (value - low.0) / (high.0 - low.0) * (high.1 - low.1);
            let mut values = round_ticks(low.0, high.0, Format::Shortest);
            if values.len() < 2 {
                values = vec![low.0, high.0];
            }
            values.into_iter().map(|value| (points(value), shortest(value))).collect()
        }
    }
}

/// A round number without the dust of binary fractions.
fn shortest(value: f64) -> String {
    Format::Shortest.write((value * 1e6).round() / 1e6).replace('-', "\u{2212}")
}

fn lower_scales(totals: &Totals) -> Vec<Layer> {
    let [low, high] = totals.ends;
    let steps = round_ticks(low, high, Format::Count);
    let sums: Vec<(f64, String)> = steps.into_iter().map(|total| (totals.place(total), whole(total))).collect();
    let mut layers = scale(1.0, [0.0, 100.0], &sums);
    let risks = RISKS.iter().filter_map(|&risk| {
        let total = totals.of(risk)?;
        (low - 1e-9..=high + 1e-9).contains(&total).then(|| (totals.place(total), Format::Percent.write(risk)))
    });
    layers.extend(scale(0.0, [0.0, 100.0], &risks.collect::<Vec<_>>()));
    layers
}

fn row(scale: &PointsScale, own: Option<f64>, words: &InputWords) -> Row {
    let name = words.both(&scale.column);
    let range = match &scale.along {
        Along::Number { low, high } => {
            tr!("{} at {}, {} at {}", whole(low.1), shortest(low.0), whole(high.1), shortest(high.0))
        }
        Along::Categories(levels) => {
            let each: Vec<String> =
                levels.iter().map(|(name, points)| tr!("{} for {name}", whole(*points), name)).collect();
            each.join(", ")
        }
    };
    let figures = own.map(whole).unwrap_or_default();
    let sentence = match own {
        Some(own) => tr!("{name}: {} points ({range})", whole(own), name, range),
        None => format!("{name}: {range}"),
    };
    Row { name, figures, sentence }
}
