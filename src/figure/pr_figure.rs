//! The precision-recall curve: of those found, how many alerts are right.

use super::axis::{Axis, Format, Scale, percent};
use super::curve_points::thresholds;
use super::model::{Dash, Figure, Handle, Layer, Role, Shape, Stop, Track};
use super::words::{Ghost, Words, score};
use crate::metrics::{ScoredTestSet, average_precision};
use crate::num::Threshold;

/// The precision-recall curve of `set` with the operating point, the prevalence as the line of a coin, and one dashed curve per
/// ghost. Without anybody who has the condition there is no curve, and the figure says so.
#[must_use]
pub fn pr_figure(set: &ScoredTestSet, threshold: Threshold, words: &Words, ghosts: &[Ghost]) -> Figure {
    let stops = stops(set);
    let here = point(set, threshold);
    let mut layers = Vec::new();
    if let Some(prevalence) = set.prevalence() {
        let label = tr!("a coin: {}", percent(prevalence.value()));
        layers.push(Layer::HLine { role: Role::Chance, dash: Dash::Dotted, y: prevalence.value(), label });
    }
    for ghost in ghosts {
        let points = self::stops(ghost.set).iter().map(|stop| stop.at).collect();
        layers.push(Layer::Line { role: Role::Ghost, dash: Dash::Dashed, points, label: ghost.label.to_owned() });
    }
    let points = stops.iter().map(|stop| stop.at).collect();
    layers.push(Layer::Line { role: Role::Model, dash: Dash::Solid, points, label: words.shown.clone() });
    if let Some(at) = here {
        let label = String::new();
        layers.push(Layer::Points { role: Role::Threshold, shape: Shape::Diamond, points: vec![at], label });
    }
    let sentence = sentence(set, threshold, words);
    let empty =
        if set.positives() == 0 { tr!("No curve: there is nobody {} here.", words.with()) } else { String::new() };
    Figure {
        name: "precision-recall",
        title: tr!("Right alerts against found").to_owned(),
        alt: words.begin(&tr!("precision-recall curve. {sentence}", sentence)),
        caption: sentence,
        x: share_axis(tr!("Found (recall, sensitivity)")),
        y: share_axis(tr!("Alerts that are right (precision, PPV)")),
        layers,
        square: false,
        handle: Some(Handle { value: threshold.get(), at: here, track: Track::Curve(stops) }),
        empty,
    }
}

/// An axis of shares from 0 to 1.
pub(super) fn share_axis(label: &str) -> Axis {
    Axis {
        label: label.to_owned(),
        short: label.to_owned(),
        min: 0.0,
        max: 1.0,
        ticks: (0..=5).map(|fifth| f64::from(fifth) / 5.0).collect(),
        format: Format::Percent,
        scale: Scale::Linear,
        rows: Vec::new(),
    }
}

fn point(set: &ScoredTestSet, threshold: Threshold) -> Option<[f64; 2]> {
    let matrix = set.at(threshold);
    Some([matrix.sensitivity()?.value(), matrix.ppv()?.value()])
}

fn stops(set: &ScoredTestSet) -> Vec<Stop> {
    let stop = |value| Some(Stop { at: point(set, Threshold::clamped(value))?, value });
    thresholds(set).into_iter().filter_map(stop).collect()
}

fn sentence(set: &ScoredTestSet, threshold: Threshold, words: &Words) -> String {
    let matrix = set.at(threshold);
    let (Some(found), Some(average)) = (matrix.sensitivity(), average_precision(set)) else {
        return tr!("Nobody {} is here to be found.", words.with());
    };
    let Some(per_found) = matrix.alerts_per_found() else {
        return tr!("At {} nobody is found. Average precision {average:.2}.", score(threshold.get()), average);
    };
    tr!(
        "At {}, {} of those {} are found, and each of them costs {per_found:.1} alerts. Average precision {average:.2}.",
        score(threshold.get()),
        percent(found.value()),
        words.with(),
        per_found,
        average
    )
}
