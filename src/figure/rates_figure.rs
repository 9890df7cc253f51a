//! What every threshold would do: found, left in peace, right alerts and alerts.

use super::axis::percent;
use super::curve_points::thresholds;
use super::model::{Corner, Dash, Figure, Handle, Key, Layer, Role, Track};
use super::pr_figure::share_axis;
use super::score_figure::score_axis;
use super::words::{Words, score};
use crate::metrics::{ConfusionMatrix, ScoredTestSet};
use crate::num::{Proportion, Threshold};

/// A rate that is followed: its name, and how to get it.
type Rate = (&'static str, Role, Dash, fn(&ConfusionMatrix) -> Option<Proportion>);

const RATES: [Rate; 4] = [
    ("found", Role::Group(0), Dash::Solid, ConfusionMatrix::sensitivity),
    ("left in peace", Role::Group(1), Dash::Dashed, ConfusionMatrix::specificity),
    ("right alerts", Role::Group(2), Dash::DashDot, ConfusionMatrix::ppv),
    ("alerts", Role::Group(3), Dash::Dotted, ConfusionMatrix::flagged),
];

/// Sensitivity, specificity, PPV and the share flagged at every threshold. A rate ends where nobody is left to make it of.
#[must_use]
pub fn rates_figure(set: &ScoredTestSet, threshold: Threshold, words: &Words) -> Figure {
    let mut places = thresholds(set);
    places.extend([0.0, 1.0]);
    places.sort_by(f64::total_cmp);
    let matrices: Vec<(f64, ConfusionMatrix)> =
        places.into_iter().map(|at| (at, set.at(Threshold::clamped(at)))).collect();
    let mut layers: Vec<Layer> = RATES
        .iter()
        .map(|(name, role, dash, of)| Layer::Line {
            role: *role,
            dash: *dash,
            points: matrices.iter().map(|(at, matrix)| [*at, of(matrix).map_or(f64::NAN, Proportion::value)]).collect(),
            label: (*name).to_owned(),
        })
        .collect();
    let line = threshold.get();
    layers.push(Layer::VLine {
        role: Role::Threshold,
        dash: Dash::Solid,
        x: line,
        label: format!("Threshold {}", score(line)),
    });
    let matrix = set.at(threshold);
    let here = |of: fn(&ConfusionMatrix) -> Option<Proportion>| {
        of(&matrix).map_or("not defined".to_owned(), |rate| percent(rate.value()))
    };
    let entries = RATES.iter().map(|(name, role, dash, of)| (Key::Line(*role, *dash), format!("{name} {}", here(*of))));
    layers.push(Layer::Legend { corner: Corner::TopRight, heading: String::new(), entries: entries.collect() });
    let told: Vec<String> = RATES.iter().map(|(name, _, _, of)| format!("{name} {}", here(*of))).collect();
    let sentence = format!("At {}: {}.", score(line), told.join(", "));
    Figure {
        name: "rates",
        title: "What every threshold would do".to_owned(),
        alt: words.begin(&format!("four rates over the threshold. {sentence}")),
        caption: sentence,
        x: score_axis(),
        y: share_axis("Share"),
        layers,
        square: false,
        handle: Some(Handle { value: line, at: Some([line, 0.0]), track: Track::X }),
        empty: if set.n() == 0 { "There are no patients here.".to_owned() } else { String::new() },
    }
}
