//! Does a risk of 30 % mean 30 of 100? Observed against predicted.

use super::axis::{Axis, Format, percent};
use super::curve_points::below;
use super::model::{Dash, Figure, Handle, Layer, Role, Shape, Track};
use super::score_figure::SCORE_SCALE;
use super::words::{Words, score};
use crate::metrics::{ScoredTestSet, calibration_between, calibration_bins, observed_expected_ratio};
use crate::num::Threshold;

/// Groups of patients of about the same size, by risk.
const GROUPS: u32 = 10;
/// Places along the smooth curve, and the share of all patients that each is the mean of.
const PLACES: u32 = 40;
const WINDOW: f64 = 0.2;

/// Ten groups by risk with the share that has the condition and its Wilson interval, a running mean over a fifth of the patients,
/// and the line on which a calibrated model lies. Both axes are stretched at their ends as the score's are.
#[must_use]
pub fn calibration_figure(set: &ScoredTestSet, threshold: Threshold, words: &Words) -> Figure {
    let groups = calibration_bins(set, GROUPS);
    let mut layers = vec![Layer::Line {
        role: Role::Chance,
        dash: Dash::Dotted,
        points: vec![[0.0, 0.0], [1.0, 1.0]],
        label: "as predicted".to_owned(),
    }];
    let smooth = (0..=PLACES).filter_map(|place| {
        let middle = f64::from(place) / f64::from(PLACES);
        let bin = calibration_between(set, middle - 0.5 * WINDOW, middle + 0.5 * WINDOW)?;
        Some([bin.predicted, bin.observed.value()])
    });
    layers.push(Layer::Line { role: Role::Model, dash: Dash::Solid, points: smooth.collect(), label: String::new() });
    for group in &groups {
        let interval = group.observed.wilson();
        let points = vec![[group.predicted, interval.lo], [group.predicted, interval.hi]];
        layers.push(Layer::Line { role: Role::Quiet, dash: Dash::Solid, points, label: String::new() });
    }
    let points = groups.iter().map(|group| [group.predicted, group.observed.value()]).collect();
    layers.push(Layer::Points { role: Role::Model, shape: Shape::Disc, points, label: String::new() });
    let line = threshold.get();
    layers.push(Layer::VLine {
        role: Role::Threshold,
        dash: Dash::Solid,
        x: line,
        label: format!("Threshold {}", score(line)),
    });
    let sentence = sentence(set, threshold, words);
    Figure {
        name: "calibration",
        title: "Is a risk what it says?".to_owned(),
        alt: words.begin(&format!("calibration curve. {sentence}")),
        caption: sentence,
        x: axis("Risk that the model gives"),
        y: axis(&format!("Share that has {}", words.condition)),
        layers,
        square: false,
        handle: Some(Handle { value: line, at: Some([line, 0.0]), track: Track::X }),
        empty: if set.n() == 0 { "There are no patients here.".to_owned() } else { String::new() },
    }
}

fn axis(label: &str) -> Axis {
    Axis {
        label: label.to_owned(),
        short: label.to_owned(),
        min: 0.0,
        max: 1.0,
        ticks: vec![0.0, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0],
        format: Format::Percent,
        scale: SCORE_SCALE,
        rows: Vec::new(),
    }
}

fn sentence(set: &ScoredTestSet, threshold: Threshold, words: &Words) -> String {
    let Some(ratio) = observed_expected_ratio(set) else { return "Nobody is expected to have it.".to_owned() };
    let all = format!("Of 100 expected to have {}, {:.0} do.", words.condition, 100.0 * ratio);
    let ranks = below(set, threshold.get()).iter().sum::<u64>() as f64 / set.n().max(1) as f64;
    let around = calibration_between(set, ranks - 0.05, ranks + 0.05);
    around.map_or(all.clone(), |around| {
        format!(
            "{all} Of the {} patients with risks near {}, {} have it.",
            around.observed.n(),
            percent(around.predicted),
            percent(around.observed.value())
        )
    })
}
