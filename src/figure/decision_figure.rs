//! Is acting on the model better than acting on everybody or on nobody?

use super::axis::{Axis, Format, Scale};
use super::model::{Corner, Dash, Figure, Handle, Key, Layer, Role, Track};
use super::score_figure::SCORE_SCALE;
use super::words::{Words, score};
use crate::metrics::{DecisionPoint, ScoredTestSet, decision_curve};
use crate::num::Threshold;

/// Places along the curve.
const PLACES: u32 = 120;

/// Net benefit of the model, of alarming everybody and of alarming nobody, over the risk at which one would act, in patients
/// found per 100 with no false alarm. The ranges in which the model is best are marked.
#[must_use]
pub fn decision_figure(set: &ScoredTestSet, threshold: Threshold, words: &Words) -> Figure {
    let places: Vec<f64> = (1..PLACES).map(|place| SCORE_SCALE.back(f64::from(place) / f64::from(PLACES))).collect();
    let curve = decision_curve(set, &places);
    let line = threshold.get();
    let prevalence = set.prevalence().map_or(0.0, |share| 100.0 * share.value());
    let floor = -0.25 * prevalence.max(1.0);
    let of = |value: fn(&DecisionPoint) -> f64| -> Vec<[f64; 2]> {
        // Alarming everybody falls without end; below the frame nothing is drawn.
        let point = |point: &DecisionPoint| {
            let benefit = 100.0 * value(point);
            [point.threshold, if benefit < 1.5 * floor { f64::NAN } else { benefit }]
        };
        curve.iter().map(point).collect()
    };
    let wins = wins(&curve);
    let top = 1.15 * prevalence.max(1.0);
    let mut layers: Vec<Layer> = wins
        .iter()
        .map(|&[from, to]| Layer::Band {
            role: Role::Band,
            points: vec![[from, floor, top], [to, floor, top]],
            label: tr!("the model is best here").to_owned(),
        })
        .collect();
    layers.push(Layer::HLine { role: Role::Quiet, dash: Dash::Solid, y: 0.0, label: String::new() });
    layers.push(Layer::Line {
        role: Role::Ghost,
        dash: Dash::Dashed,
        points: of(|point| point.all),
        label: tr!("alarm everybody").to_owned(),
    });
    layers.push(Layer::Line {
        role: Role::Model,
        dash: Dash::Solid,
        points: of(|point| point.model),
        label: tr!("the model").to_owned(),
    });
    layers.push(Layer::VLine {
        role: Role::Threshold,
        dash: Dash::Solid,
        x: line,
        label: tr!("Threshold {}", score(line)),
    });
    layers.push(Layer::Legend {
        corner: Corner::TopRight,
        heading: String::new(),
        entries: vec![
            (Key::Line(Role::Model, Dash::Solid), tr!("the model").to_owned()),
            (Key::Line(Role::Ghost, Dash::Dashed), tr!("alarm everybody").to_owned()),
            (Key::Line(Role::Quiet, Dash::Solid), tr!("alarm nobody").to_owned()),
        ],
    });
    let sentence = sentence(set, threshold, &wins);
    let step = [0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0].into_iter().find(|step| top / step <= 4.0).unwrap_or(50.0);
    Figure {
        name: "decision-curve",
        title: tr!("Is it worth it?").to_owned(),
        alt: words.begin(&tr!("decision curve. {sentence}", sentence)),
        caption: sentence,
        x: Axis {
            label: tr!("Risk from which one would act").to_owned(),
            short: tr!("risk from which one would act").to_owned(),
            min: 0.0,
            max: 1.0,
            ticks: vec![0.0, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0],
            format: Format::Decimals(2),
            scale: SCORE_SCALE,
            rows: Vec::new(),
        },
        y: Axis {
            label: tr!("Net benefit: found, of 100 patients, less the price of false alarms").to_owned(),
            short: tr!("net benefit, of 100 patients").to_owned(),
            min: floor,
            max: top,
            ticks: (0..=(top / step) as u32).map(|tick| f64::from(tick) * step).collect(),
            format: if step < 1.0 { Format::Decimals(1) } else { Format::Count },
            scale: Scale::Linear,
            rows: Vec::new(),
        },
        layers,
        square: false,
        handle: Some(Handle { value: line, at: Some([line, 0.0]), track: Track::X }),
        empty: if curve.is_empty() { tr!("There are no patients here.").to_owned() } else { String::new() },
    }
}

/// From where to where the model is better than everybody and than nobody.
fn wins(curve: &[DecisionPoint]) -> Vec<[f64; 2]> {
    let mut ranges: Vec<[f64; 2]> = Vec::new();
    let mut open = false;
    for point in curve {
        let best = point.model > point.all.max(0.0) + 1e-12;
        match ranges.last_mut() {
            Some(range) if open && best => range[1] = point.threshold,
            _ if best => ranges.push([point.threshold; 2]),
            _ => {}
        }
        open = best;
    }
    ranges
}

fn sentence(set: &ScoredTestSet, threshold: Threshold, wins: &[[f64; 2]]) -> String {
    let widest = wins.iter().copied().max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])));
    let range = widest.map_or_else(
        || tr!("At no threshold is the model better than alarming everybody or nobody.").to_owned(),
        |[from, to]| tr!("The model is worth using for thresholds from {} to {}.", score(from), score(to)),
    );
    let here = decision_curve(set, &[threshold.get()]).first().map(|point| {
        let best = point.all.max(0.0);
        tr!(
            "At {} it is worth {:.1} patients found of 100 without a false alarm; the better of everybody and nobody {:.1}.",
            score(threshold.get()),
            100.0 * point.model,
            100.0 * best
        )
    });
    here.map_or(range.clone(), |here| format!("{range} {here}"))
}
