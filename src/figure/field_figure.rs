//! The risk over two inputs as a shaded field, with the threshold as a line and patients as points.

use super::axis::{Axis, Format, Row, Scale, percent};
use super::contour::contour;
use super::model::{Corner, Dash, Figure, Key, Layer, Role, Shape};
use super::score_figure::SCORE_SCALE;
use super::words::score;
use super::zoom::round_ticks;
use crate::explain::{FieldAxis, Value};
use crate::num::Threshold;

/// Patients of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Crowd {
    /// What they are: "with sepsis".
    pub name: String,
    /// Their colour.
    pub role: Role,
    /// Their shape.
    pub shape: Shape,
    /// Where they lie.
    pub points: Vec<[f64; 2]>,
}

/// What the picture is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChart<'a> {
    /// From left to right, and what it is called with its unit.
    pub x: (&'a FieldAxis, String),
    /// From bottom to top; `None` where the model has one input only.
    pub y: Option<(&'a FieldAxis, String)>,
    /// The risks row by row from the bottom.
    pub risks: &'a [f64],
    /// The patients.
    pub crowds: Vec<Crowd>,
    /// The chosen patient.
    pub chosen: Option<[f64; 2]>,
    /// The condition.
    pub condition: &'a str,
    /// At what the other inputs are held, as a sentence.
    pub held: String,
}

/// Risks of which the legend shows the shade.
const SHADES: [f64; 4] = [0.02, 0.1, 0.3, 0.7];

/// How dark a risk is drawn: on the scale of scores, which opens up small risks, and full from about 60 % on.
fn strength(risk: f64) -> f64 {
    (1.8 * SCORE_SCALE.forward(risk)).min(1.0)
}

/// The field.
#[must_use]
pub fn field_figure(chart: &FieldChart<'_>, threshold: Threshold) -> Figure {
    let line = threshold.get();
    let one_row = FieldAxis { column: String::new(), values: vec![Value::Missing], edges: vec![0.0, 1.0] };
    let (x, y) = (chart.x.0, chart.y.as_ref().map_or(&one_row, |(axis, _)| *axis));
    let mut layers = vec![Layer::Field {
        role: Role::Quiet,
        x: x.edges.clone(),
        y: y.edges.clone(),
        strengths: chart.risks.iter().map(|risk| strength(*risk)).collect(),
        label: tr!("risk").to_owned(),
    }];
    let crowd = |crowd: &Crowd| Layer::Crowd {
        role: crowd.role,
        shape: crowd.shape,
        points: crowd.points.clone(),
        label: crowd.name.clone(),
    };
    layers.extend(chart.crowds.iter().map(crowd));
    let border = border(x, y, chart.risks, line);
    let crossed = !border.is_empty();
    layers.push(Layer::Line { role: Role::Threshold, dash: Dash::Solid, points: border, label: String::new() });
    let mut entries: Vec<(Key, String)> =
        SHADES.iter().map(|risk| (Key::Shade(Role::Quiet, strength(*risk)), percent(*risk))).collect();
    entries.push((Key::Line(Role::Threshold, Dash::Solid), tr!("the line, {}", score(line))));
    entries.extend(chart.crowds.iter().map(|crowd| (Key::Point(crowd.role, crowd.shape), crowd.name.clone())));
    if let Some(at) = chart.chosen {
        layers.push(Layer::Points { role: Role::Lit, shape: Shape::Diamond, points: vec![at], label: String::new() });
        entries.push((Key::Point(Role::Lit, Shape::Diamond), tr!("the chosen patient").to_owned()));
    }
    // The names of a category from left to right stand at the head of its cells.
    let top = y.edges.last().copied().unwrap_or(1.0);
    let near_top = top - 0.06 * (top - y.edges.first().copied().unwrap_or(0.0));
    let name = |(index, text)| Layer::Text { role: Role::Ink, at: [index as f64, near_top], text };
    layers.extend(levels(x).into_iter().enumerate().map(name));
    layers.push(Layer::Legend { corner: Corner::Outside, heading: String::new(), entries });
    let (low, high) =
        chart.risks.iter().fold((1.0_f64, 0.0_f64), |(low, high), risk| (low.min(*risk), high.max(*risk)));
    let where_to = match (&chart.y, crossed) {
        _ if chart.risks.is_empty() => tr!("There is nothing to draw.").to_owned(),
        (_, false) if high - low < 1e-9 => {
            tr!("Everybody here gets the same risk, {}, so there is no border.", percent(low))
        }
        (_, false) => tr!("The whole field lies {} the line.", if low >= line { tr!("above") } else { tr!("below") }),
        _ => tr!("The line at {} parts those who are flagged from those who are not.", score(line)),
    };
    let title = match &chart.y {
        Some((_, y)) => tr!("Risk by {} and {}", plain(&chart.x.1), plain(y)),
        None => tr!("Risk by {}", plain(&chart.x.1)),
    };
    Figure {
        name: "map",
        alt: tr!(
            "{title}: from {} to {}. {where_to} {}",
            percent(low.min(high)),
            percent(high),
            chart.held,
            title,
            where_to
        ),
        caption: tr!("The darker, the higher the risk of {} that the model gives. {}", chart.condition, chart.held),
        title,
        x: axis(x, &chart.x.1),
        y: chart.y.as_ref().map_or_else(|| blank_axis(&one_row), |(y, name)| upright_axis(y, name)),
        layers,
        square: false,
        handle: None,
        empty: if chart.risks.is_empty() { tr!("Nobody has a value to draw.").to_owned() } else { String::new() },
    }
}

/// What an axis is called without its unit.
fn plain(name: &str) -> &str {
    name.split(" (").next().unwrap_or(name)
}

/// The line where the risk crosses the threshold, in pieces parted by gaps.
fn border(x: &FieldAxis, y: &FieldAxis, risks: &[f64], line: f64) -> Vec<[f64; 2]> {
    let gap = [f64::NAN, f64::NAN];
    let columns = x.values.len();
    if columns == 0 || risks.is_empty() {
        return Vec::new();
    }
    let between = |from: usize, places: &[f64], one: f64, two: f64| {
        ((one >= line) != (two >= line))
            .then(|| places[from] + (places[from + 1] - places[from]) * (line - one) / (two - one))
    };
    let (across, up) = (x.middles(), y.middles());
    if !x.is_category() && !y.is_category() && y.values.len() > 1 {
        return contour(&across, &up, risks, line).into_iter().flat_map(|[from, to]| [from, to, gap]).collect();
    }
    let mut points = Vec::new();
    if !x.is_category() {
        // Rows stand apart: the border crosses each on its own.
        for (row, risks) in risks.chunks(columns).enumerate() {
            for cell in 1..columns {
                if let Some(at) = between(cell - 1, &across, risks[cell - 1], risks[cell]) {
                    points.extend([[at, y.edges[row]], [at, y.edges[row + 1]], gap]);
                }
            }
        }
    } else if !y.is_category() && y.values.len() > 1 {
        for cell in 0..columns {
            for row in 1..y.values.len() {
                let (one, two) = (risks[(row - 1) * columns + cell], risks[row * columns + cell]);
                if let Some(at) = between(row - 1, &up, one, two) {
                    points.extend([[x.edges[cell], at], [x.edges[cell + 1], at], gap]);
                }
            }
        }
    } else {
        // Two categories: the border runs between cells.
        for (index, risk) in risks.iter().enumerate() {
            let (cell, row) = (index % columns, index / columns);
            let flagged = |index: usize| risks.get(index).map(|risk| *risk >= line);
            let own = *risk >= line;
            if cell + 1 < columns && flagged(index + 1).is_some_and(|other| other != own) {
                points.extend([[x.edges[cell + 1], y.edges[row]], [x.edges[cell + 1], y.edges[row + 1]], gap]);
            }
            if flagged(index + columns).is_some_and(|other| other != own) {
                points.extend([[x.edges[cell], y.edges[row + 1]], [x.edges[cell + 1], y.edges[row + 1]], gap]);
            }
        }
    }
    points
}

/// The levels of a category, in order; none for a number.
fn levels(of: &FieldAxis) -> Vec<String> {
    let level = |value: &Value| if let Value::Level(level) = value { Some(level.clone()) } else { None };
    of.values.iter().filter_map(level).collect()
}

/// A category from bottom to top has a row for each level.
fn upright_axis(of: &FieldAxis, name: &str) -> Axis {
    let levels = levels(of);
    if levels.is_empty() {
        return axis(of, name);
    }
    let row = |level: &String| Row { name: level.clone(), figures: String::new(), sentence: level.clone() };
    // Rows are told from the top.
    Axis::of_rows(name.to_owned(), levels.iter().rev().map(row).collect())
}

fn axis(of: &FieldAxis, name: &str) -> Axis {
    let (min, max) = (of.edges.first().copied().unwrap_or(0.0), of.edges.last().copied().unwrap_or(1.0));
    let category = of.is_category();
    let label = name.to_owned();
    Axis {
        label,
        short: plain(name).to_owned(),
        min,
        max,
        ticks: if category { Vec::new() } else { round_ticks(min, max, Format::Shortest) },
        format: Format::Shortest,
        scale: Scale::Linear,
        rows: Vec::new(),
    }
}

fn blank_axis(of: &FieldAxis) -> Axis {
    Axis { ticks: Vec::new(), ..axis(of, "") }
}
