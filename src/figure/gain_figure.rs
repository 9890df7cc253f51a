//! How much work it takes to find them: those found against those looked at.

use super::axis::percent;
use super::curve_points::thresholds;
use super::model::{Corner, Dash, Figure, Handle, Key, Layer, Role, Shape, Stop, Track};
use super::pr_figure::share_axis;
use super::words::{Words, score};
use crate::metrics::ScoredTestSet;
use crate::num::Threshold;

/// The cumulative gain of `set`: the share found over the share flagged, with what chance and what a perfect model would give.
/// Without anybody who has the condition there is no curve.
#[must_use]
pub fn gain_figure(set: &ScoredTestSet, threshold: Threshold, words: &Words) -> Figure {
    let stops = stops(set);
    let here = point(set, threshold);
    let chance = Layer::Line {
        role: Role::Chance,
        dash: Dash::Dotted,
        points: vec![[0.0, 0.0], [1.0, 1.0]],
        label: tr!("at random").to_owned(),
    };
    let mut layers = vec![chance];
    if let Some(prevalence) = set.prevalence().filter(|share| share.k() > 0) {
        let points = vec![[0.0, 0.0], [prevalence.value(), 1.0], [1.0, 1.0]];
        layers.push(Layer::Line {
            role: Role::Ghost,
            dash: Dash::Dashed,
            points,
            label: tr!("a perfect model").to_owned(),
        });
    }
    let points = stops.iter().map(|stop| stop.at).collect();
    layers.push(Layer::Line { role: Role::Model, dash: Dash::Solid, points, label: words.shown.clone() });
    layers.push(Layer::Legend {
        corner: Corner::BottomRight,
        heading: String::new(),
        entries: vec![
            (Key::Line(Role::Model, Dash::Solid), tr!("highest risk first").to_owned()),
            (Key::Line(Role::Ghost, Dash::Dashed), tr!("a perfect model").to_owned()),
            (Key::Line(Role::Chance, Dash::Dotted), tr!("at random").to_owned()),
        ],
    });
    if let Some(at) = here {
        layers.push(Layer::Points {
            role: Role::Threshold,
            shape: Shape::Diamond,
            points: vec![at],
            label: String::new(),
        });
    }
    let sentence = sentence(set, threshold, words);
    Figure {
        name: "gain",
        title: tr!("Work for each one found").to_owned(),
        alt: words.begin(&tr!("gain curve. {sentence}", sentence)),
        caption: sentence,
        x: share_axis(tr!("Patients looked at, highest risk first")),
        y: share_axis(tr!("Found (sensitivity)")),
        layers,
        square: false,
        handle: Some(Handle { value: threshold.get(), at: here, track: Track::Curve(stops) }),
        empty: if set.positives() == 0 {
            tr!("No curve: there is nobody {} here.", words.with())
        } else {
            String::new()
        },
    }
}

fn point(set: &ScoredTestSet, threshold: Threshold) -> Option<[f64; 2]> {
    let matrix = set.at(threshold);
    Some([matrix.flagged()?.value(), matrix.sensitivity()?.value()])
}

fn stops(set: &ScoredTestSet) -> Vec<Stop> {
    if set.positives() == 0 {
        return Vec::new();
    }
    let stop = |value| Some(Stop { at: point(set, Threshold::clamped(value))?, value });
    let start = Stop { at: [0.0, 0.0], value: 1.0 };
    std::iter::once(start).chain(thresholds(set).into_iter().filter_map(stop)).collect()
}

fn sentence(set: &ScoredTestSet, threshold: Threshold, words: &Words) -> String {
    let matrix = set.at(threshold);
    let (Some(flagged), Some(found), Some(prevalence)) = (matrix.flagged(), matrix.sensitivity(), set.prevalence())
    else {
        return tr!("Nobody {} is here to be found.", words.with());
    };
    let begun = tr!(
        "At {}, {} are looked at and {} of those {} found.",
        score(threshold.get()),
        percent(flagged.value()),
        percent(found.value()),
        words.with()
    );
    let random = 1.0 / prevalence.value();
    matrix.alerts_per_found().map_or_else(
        || tr!("{begun} At random it would take {random:.1} patients to find one.", begun, random),
        |each| {
            tr!(
                "{begun} That is {each:.1} patients for each one found; at random it would be {random:.1}, {:.1} times the work.",
                random / each, begun, each, random
            )
        },
    )
}
