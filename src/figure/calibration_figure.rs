//! Does a risk of 30 % mean 30 of 100? Observed against predicted.

use super::axis::{Axis, Format, percent};
use super::curve_points::below;
use super::model::{Dash, Figure, Fill, Handle, Layer, Role, Shape, Track};
use super::score_figure::SCORE_SCALE;
use super::words::{Words, score};
use crate::metrics::{CalibrationBin, ScoredTestSet, calibration_between, calibration_bins, observed_expected_ratio};
use crate::num::Threshold;

/// Groups of patients of about the same size, by risk.
const GROUPS: u32 = 10;
/// Places along the smooth curve, and the share of all patients that each is the mean of.
const PLACES: u32 = 40;
const WINDOW: f64 = 0.2;
/// Where numbers stand, and where axes may end.
const TICKS: [f64; 11] = [0.0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0];
const ENDS: [f64; 7] = [0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0];
/// Bars of the histogram of risks, and how much of the height the tallest takes.
const BARS: u32 = 40;
const TALLEST: f64 = 0.14;

/// Ten groups by risk with the share that has the condition and its Wilson interval, a running mean over a fifth of the patients,
/// the line on which a calibrated model lies, and how many patients have which risk. Both axes are stretched at their ends as the score's
/// are, and end where the groups do.
#[must_use]
pub fn calibration_figure(set: &ScoredTestSet, threshold: Threshold, words: &Words) -> Figure {
    let groups = calibration_bins(set, GROUPS);
    let end = end(&groups);
    let mut layers = vec![risks(set, end)];
    layers.push(Layer::Line {
        role: Role::Chance,
        dash: Dash::Dotted,
        points: vec![[0.0, 0.0], [end, end]],
        label: tr!("as predicted").to_owned(),
    });
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
    if line <= end {
        layers.push(Layer::VLine {
            role: Role::Threshold,
            dash: Dash::Solid,
            x: line,
            label: tr!("Threshold {}", score(line)),
        });
    }
    let sentence = sentence(set, threshold, words);
    Figure {
        name: "calibration",
        title: tr!("Is a risk what it says?").to_owned(),
        alt: words.begin(&tr!("calibration curve. {sentence}", sentence)),
        caption: sentence,
        x: axis(tr!("Risk that the model gives"), end),
        y: axis(&tr!("Share that has {}", words.condition), end),
        layers,
        square: false,
        handle: Some(Handle { value: line, at: (line <= end).then_some([line, 0.0]), track: Track::X }),
        empty: if set.n() == 0 { tr!("There are no patients here.").to_owned() } else { String::new() },
    }
}

/// How many patients have which risk, as low bars along the bottom.
fn risks(set: &ScoredTestSet, end: f64) -> Layer {
    let reach = SCORE_SCALE.forward(end);
    let edges: Vec<f64> = (0..=BARS).map(|bar| SCORE_SCALE.back(reach * f64::from(bar) / f64::from(BARS))).collect();
    let mut up_to: Vec<u64> = edges.iter().map(|&edge| below(set, edge).iter().sum()).collect();
    if let (Some(last), true) = (up_to.last_mut(), end >= 1.0) {
        *last = set.n();
    }
    let counts: Vec<u64> = up_to.windows(2).map(|ends| ends[1] - ends[0]).collect();
    let tallest = SCORE_SCALE.back(TALLEST * reach);
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let heights = counts.iter().map(|&count| tallest * count as f64 / most).collect();
    Layer::Bars { role: Role::Quiet, fill: Fill::Hollow, edges, heights, counts, label: tr!("patients").to_owned() }
}

/// Where both axes end: at a round share beyond all groups and their intervals.
fn end(groups: &[CalibrationBin]) -> f64 {
    let reach = groups.iter().map(|group| group.predicted.max(group.observed.wilson().hi)).fold(0.0, f64::max);
    ENDS.into_iter().find(|&end| end >= reach).unwrap_or(1.0)
}

fn axis(label: &str, end: f64) -> Axis {
    Axis {
        label: label.to_owned(),
        short: label.to_owned(),
        min: 0.0,
        max: end,
        ticks: TICKS.into_iter().filter(|&tick| tick <= end).collect(),
        format: Format::Percent,
        scale: SCORE_SCALE,
        rows: Vec::new(),
    }
}

fn sentence(set: &ScoredTestSet, threshold: Threshold, words: &Words) -> String {
    let Some(ratio) = observed_expected_ratio(set) else { return tr!("Nobody is expected to have it.").to_owned() };
    let all = tr!("Of 100 expected to have {}, {:.0} do.", words.condition, 100.0 * ratio);
    let ranks = below(set, threshold.get()).iter().sum::<u64>() as f64 / set.n().max(1) as f64;
    let around = calibration_between(set, ranks - 0.05, ranks + 0.05);
    around.map_or(all.clone(), |around| {
        tr!(
            "{all} Of the {} patients with risks near {}, {} have it.",
            around.observed.n(),
            percent(around.predicted),
            percent(around.observed.value()),
            all
        )
    })
}
