//! What every threshold would do: found, left alone, right alerts and alerts.

use super::axis::percent;
use super::curve_points::thresholds;
use super::model::{Corner, Dash, Figure, Handle, Key, Layer, Role, Track};
use super::pr_figure::share_axis;
use super::score_figure::score_axis;
use super::words::{Words, score};
use crate::metrics::{ConfusionMatrix, ScoredTestSet};
use crate::num::{Proportion, Threshold};

/// A rate that is followed: its name, how it is drawn, and how to get it; below 0 it is not drawn.
struct Rate {
    name: &'static str,
    dash: Dash,
    of: fn(&ConfusionMatrix, Threshold) -> Option<f64>,
}

const RATES: [Rate; 6] = [
    Rate { name: tr_noop!("found"), dash: Dash::Solid, of: |matrix, _| value(matrix.sensitivity()) },
    Rate { name: tr_noop!("left alone"), dash: Dash::Dashed, of: |matrix, _| value(matrix.specificity()) },
    Rate { name: tr_noop!("right alerts"), dash: Dash::DashDot, of: |matrix, _| value(matrix.ppv()) },
    Rate { name: tr_noop!("right all-clears"), dash: Dash::Dotted, of: |matrix, _| value(matrix.npv()) },
    Rate { name: tr_noop!("alerts"), dash: Dash::Dotted, of: |matrix, _| value(matrix.flagged()) },
    Rate { name: tr_noop!("net benefit"), dash: Dash::Solid, of: standardised_net_benefit },
];

fn value(rate: Option<Proportion>) -> Option<f64> {
    rate.map(Proportion::value)
}

/// Net benefit as a share of the best there could be, which is to find everyone with no false alarm: 1 at best, below 0 where it is
/// better to alarm nobody. `None` where net benefit is, and when nobody has the condition.
/// Source: Kerr and others 2016, doi:10.1200/JCO.2015.65.5654.
fn standardised_net_benefit(matrix: &ConfusionMatrix, threshold: Threshold) -> Option<f64> {
    let prevalence = value(matrix.prevalence()).filter(|&prevalence| prevalence > 0.0)?;
    Some(matrix.net_benefit(threshold)? / prevalence)
}

/// Sensitivity, specificity, PPV, NPV, the share flagged and the net benefit (of the best possible) at every threshold. A rate ends
/// where nobody is left to make it of.
#[must_use]
pub fn rates_figure(set: &ScoredTestSet, threshold: Threshold, words: &Words) -> Figure {
    let mut places = thresholds(set);
    places.extend([0.0, 1.0]);
    places.sort_by(f64::total_cmp);
    let matrices: Vec<(Threshold, ConfusionMatrix)> =
        places.into_iter().map(Threshold::clamped).map(|at| (at, set.at(at))).collect();
    let mut layers: Vec<Layer> = RATES
        .iter()
        .zip(0..)
        .map(|(rate, place)| Layer::Line {
            role: Role::Group(place),
            dash: rate.dash,
            points: matrices
                .iter()
                .map(|(at, matrix)| {
                    [at.get(), (rate.of)(matrix, *at).filter(|&share| share >= 0.0).unwrap_or(f64::NAN)]
                })
                .collect(),
            label: crate::language::translate(rate.name).to_owned(),
        })
        .collect();
    let line = threshold.get();
    layers.push(Layer::VLine {
        role: Role::Threshold,
        dash: Dash::Solid,
        x: line,
        label: tr!("Threshold {}", score(line)),
    });
    let matrix = set.at(threshold);
    let here = |rate: &Rate| (rate.of)(&matrix, threshold).map_or(tr!("not defined").to_owned(), signed_percent);
    let entries = RATES.iter().zip(0..).map(|(rate, place)| {
        (Key::Line(Role::Group(place), rate.dash), format!("{} {}", crate::language::translate(rate.name), here(rate)))
    });
    layers.push(Layer::Legend { corner: Corner::Outside, heading: String::new(), entries: entries.collect() });
    let told: Vec<String> =
        RATES.iter().map(|rate| format!("{} {}", crate::language::translate(rate.name), here(rate))).collect();
    let sentence = tr!("At {}: {}.", score(line), told.join(", "));
    Figure {
        name: "rates",
        title: tr!("What every threshold would do").to_owned(),
        alt: words.begin(&tr!("six rates over the threshold. {sentence}", sentence)),
        caption: sentence,
        x: score_axis(),
        y: share_axis(tr!("Share")),
        layers,
        square: false,
        handle: Some(Handle { value: line, at: Some([line, 0.0]), track: Track::X }),
        empty: if set.n() == 0 { tr!("There are no patients here.").to_owned() } else { String::new() },
    }
}

/// A net benefit may lie below 0.
fn signed_percent(share: f64) -> String {
    if share < 0.0 { format!("\u{2212}{}", percent(-share)) } else { percent(share) }
}
