//! Nearest neighbours as dots along their distance.

use crate::figure::axis::{Axis, Format, Row, Scale};
use crate::figure::model::{Figure, Layer, Role, Shape};
use crate::figure::zoom::round_ticks;
use crate::learn::Neighbour;

/// Dots of one row stand at so many heights in turn, so that near ones are told apart.
const HEIGHTS: usize = 5;

/// The neighbours of a patient with and without the condition, each as far to the right as it differs.
#[must_use]
pub fn neighbours_figure(neighbours: &[Neighbour], condition: &str) -> Figure {
    let furthest = neighbours.iter().map(|neighbour| neighbour.distance).fold(0.0, f64::max);
    let max = if furthest > 0.0 { furthest * 1.04 } else { 1.0 };
    let mut layers = Vec::new();
    let mut rows = Vec::new();
    for (y, has, word, role, shape) in
        [(1.0, true, tr!("With"), Role::With, Shape::Disc), (0.0, false, tr!("Without"), Role::Without, Shape::Ring)]
    {
        let own = || neighbours.iter().filter(|neighbour| neighbour.has_condition == has);
        let place = |(index, neighbour): (usize, &Neighbour)| {
            [neighbour.distance, y + 0.14 * ((index % HEIGHTS) as f64 - 0.5 * (HEIGHTS - 1) as f64)]
        };
        let points = own().enumerate().map(place).collect();
        layers.push(Layer::Points { role, shape, points, label: String::new() });
        let nearest = own().map(|neighbour| neighbour.distance).fold(f64::INFINITY, f64::min);
        let near = if nearest.is_finite() { tr!(", the nearest at {nearest:.1}", nearest) } else { String::new() };
        rows.push(Row {
            name: format!("{word} {condition}"),
            figures: own().count().to_string(),
            sentence: format!("{word} {condition}: {}{near}", own().count()),
        });
    }
    let sentences: Vec<&str> = rows.iter().map(|row| row.sentence.as_str()).collect();
    let label = tr!("Distance from the patient, in typical differences between patients").to_owned();
    Figure {
        name: "neighbours",
        title: tr!("The {} most similar training patients", neighbours.len()),
        alt: tr!("The {} most similar training patients. {}.", neighbours.len(), sentences.join(". ")),
        caption: crate::language::translate(DISTANCE).to_owned(),
        x: Axis {
            short: tr!("distance").to_owned(),
            label,
            min: 0.0,
            max,
            ticks: round_ticks(0.0, max, Format::Shortest),
            format: Format::Decimals(1),
            scale: Scale::Linear,
            rows: Vec::new(),
        },
        y: Axis::of_rows(String::new(), rows),
        layers,
        square: false,
        handle: None,
        empty: if neighbours.is_empty() { tr!("There is nobody to compare with.").to_owned() } else { String::new() },
    }
}

const DISTANCE: &str = tr_noop!(
    "A distance of 1 is one typical difference (a standard deviation) in one input, or smaller differences in several. \
                        Every input counts alike, whether it matters or not."
);
