//! What mistakes cost, from where misses hardly matter to where nothing else does.

use super::axis::{Axis, Format, Scale, count, percent};
use super::curve_points::thresholds;
use super::model::{Corner, Dash, Figure, Handle, Key, Layer, Role, Shape, Stop, Track};
use super::words::{Words, score};
use crate::metrics::{ConfusionMatrix, ScoredTestSet, miss_weight, normalised_cost};
use crate::num::{Probability, Threshold};

/// Places along the best line.
const PLACES: u32 = 100;
/// The top of the frame, unless the model costs more somewhere: a good one never costs more than half.
const LOWEST_TOP: f64 = 0.6;

/// The cost curve of `set`: the cost of mistakes, as a share of the worst, over the weight of misses. The curve is the model whose
/// threshold follows from the weight (a miss counts `(1 − t) / t` false alarms); the dashed line is the present threshold kept for
/// every weight; below, dotted, the best that any threshold could do. Without either class there is no curve.
#[must_use]
pub fn cost_figure(set: &ScoredTestSet, threshold: Threshold, words: &Words) -> Figure {
    let prevalence = set.prevalence().map(|share| share.value());
    let stops = stops(set);
    let matrix = set.at(threshold);
    let here = prevalence.and_then(|prevalence| point(&matrix, threshold, prevalence));
    let highest = stops.iter().map(|stop| stop.at[1]).chain(here.map(|at| at[1])).fold(LOWEST_TOP, f64::max);
    let top = if highest > LOWEST_TOP { 1.0 } else { LOWEST_TOP };
    let line = |ends: [f64; 2], label: &str| Layer::Line {
        role: Role::Ghost,
        dash: Dash::DashDot,
        points: below(ends, top),
        label: label.to_owned(),
    };
    let at_end = |weight: f64| normalised_cost(&matrix, Probability::clamped(weight));
    let kept = at_end(0.0).zip(at_end(1.0)).map_or_else(Vec::new, |(left, right)| below([left, right], top));
    let mut layers = vec![
        line([0.0, 1.0], tr!("alarm nobody")),
        line([1.0, 0.0], tr!("alarm everybody")),
        Layer::Line {
            role: Role::Chance,
            dash: Dash::Dotted,
            points: best(set),
            label: tr!("the best any could do").to_owned(),
        },
        Layer::Line {
            role: Role::Threshold,
            dash: Dash::Dashed,
            points: kept,
            label: tr!("kept at {}", score(threshold.get())),
        },
        Layer::Line {
            role: Role::Model,
            dash: Dash::Solid,
            points: stops.iter().map(|stop| stop.at).collect(),
            label: words.shown.clone(),
        },
    ];
    if let Some(at) = here {
        layers.push(Layer::Points {
            role: Role::Threshold,
            shape: Shape::Diamond,
            points: vec![at],
            label: String::new(),
        });
    }
    layers.push(Layer::Legend {
        corner: Corner::Outside,
        heading: String::new(),
        entries: vec![
            (Key::Line(Role::Model, Dash::Solid), tr!("threshold to suit").to_owned()),
            (Key::Line(Role::Threshold, Dash::Dashed), tr!("kept at {}", score(threshold.get()))),
            (Key::Line(Role::Ghost, Dash::DashDot), tr!("nobody, everybody").to_owned()),
            (Key::Line(Role::Chance, Dash::Dotted), tr!("best possible").to_owned()),
        ],
    });
    let sentence = sentence(here, threshold, words);
    let share = |label: &str, short: &str, max: f64| Axis {
        label: label.to_owned(),
        short: short.to_owned(),
        min: 0.0,
        max,
        ticks: (0..=10).map(|tenth| f64::from(tenth) / 10.0).filter(|&tick| tick <= max).collect(),
        format: Format::Percent,
        scale: Scale::Linear,
        rows: Vec::new(),
    };
    Figure {
        name: "cost-curve",
        title: tr!("What mistakes cost").to_owned(),
        alt: words.begin(&tr!("cost curve. {sentence}", sentence)),
        caption: sentence,
        x: share(tr!("How much misses weigh among all mistakes"), tr!("weight of misses"), 1.0),
        y: share(tr!("Cost, of everything decided wrongly"), "cost", top),
        layers,
        square: false,
        handle: Some(Handle { value: threshold.get(), at: here, track: Track::Curve(stops) }),
        empty: if prevalence.is_none_or(|share| share <= 0.0 || share >= 1.0) {
            tr!("No curve: only one kind of patient is here.").to_owned()
        } else {
            String::new()
        },
    }
}

/// The part of the line between two costs, at no weight of misses and at all of it, that lies up to `top`.
fn below([left, right]: [f64; 2], top: f64) -> Vec<[f64; 2]> {
    let cut = |from: [f64; 2], to: [f64; 2]| {
        let share = (top - from[1]) / (to[1] - from[1]);
        if from[1] <= top { from } else { [from[0] + share * (to[0] - from[0]), top] }
    };
    let ends = [[0.0, left], [1.0, right]];
    vec![cut(ends[0], ends[1]), cut(ends[1], ends[0])]
}

/// Where a model stands whose threshold follows from the weight of a miss.
fn point(matrix: &ConfusionMatrix, threshold: Threshold, prevalence: f64) -> Option<[f64; 2]> {
    let weight = miss_weight(prevalence, (1.0 - threshold.get()) / threshold.get())?;
    Some([weight, normalised_cost(matrix, Probability::clamped(weight))?])
}

fn stops(set: &ScoredTestSet) -> Vec<Stop> {
    let Some(prevalence) = set.prevalence().filter(|_| set.positives() > 0 && set.negatives() > 0) else {
        return Vec::new();
    };
    let ends = [1.0, 0.0];
    let all = ends[..1].iter().copied().chain(thresholds(set)).chain(ends[1..].iter().copied());
    let stop = |value: f64| {
        let at = Threshold::clamped(value);
        Some(Stop { at: point(&set.at(at), at, prevalence.value())?, value })
    };
    all.filter_map(stop).collect()
}

/// The least cost of any threshold, of alarming nobody and of alarming everybody, at every weight.
fn best(set: &ScoredTestSet) -> Vec<[f64; 2]> {
    let matrices: Vec<ConfusionMatrix> = thresholds(set).into_iter().map(|at| set.at(Threshold::clamped(at))).collect();
    (0..=PLACES)
        .map(|place| {
            let weight = f64::from(place) / f64::from(PLACES);
            let costs = matrices.iter().filter_map(|matrix| normalised_cost(matrix, Probability::clamped(weight)));
            [weight, costs.fold(weight.min(1.0 - weight), f64::min)]
        })
        .collect()
}

fn sentence(here: Option<[f64; 2]>, threshold: Threshold, words: &Words) -> String {
    let Some([weight, cost]) = here else {
        return tr!(
            "Patients {} and {} are needed to weigh one mistake against the other.",
            words.with(),
            words.without()
        );
    };
    let at = threshold.get();
    let ratio = (1.0 - at) / at;
    let ratio = match ratio {
        ratio if ratio.is_infinite() => tr!("With one miss as worse than any number of false alarms").to_owned(),
        ratio if ratio < 9.95 => tr!("With one miss as {ratio:.1} false alarms", ratio),
        ratio => tr!("With one miss as {} false alarms", count(ratio.round() as u64)),
    };
    let other = weight.min(1.0 - weight);
    let better = if cost < other - 5e-4 { tr!("better than") } else { tr!("no better than") };
    tr!(
        "{ratio} (acting from {}), mistakes cost {} of the worst: {better} alarming {} ({}).",
        score(at),
        percent(cost),
        if weight <= 0.5 { tr!("nobody") } else { tr!("everybody") },
        percent(other),
        ratio,
        better
    )
}
