//! What becomes of sensitivity when those who answer alerts tire.

use super::axis::percent;
use super::curve_points::thresholds;
use super::model::{Corner, Dash, Figure, Handle, Key, Layer, Role, Shape, Track};
use super::pr_figure::share_axis;
use super::score_figure::score_axis;
use super::words::{Words, score};
use crate::metrics::{ScoredTestSet, alerts_per_nurse, effective_sensitivity};
use crate::num::{Proportion, Threshold};

/// The share flagged and the share flagged and answered, over the threshold.
#[must_use]
pub fn fatigue_figure(set: &ScoredTestSet, threshold: Threshold, words: &Words) -> Figure {
    let mut places = thresholds(set);
    places.extend([0.0, 1.0]);
    places.sort_by(f64::total_cmp);
    let at = |place: f64| set.at(Threshold::clamped(place));
    let line = |of: &dyn Fn(f64) -> Option<f64>| -> Vec<[f64; 2]> {
        places.iter().map(|&place| [place, of(place).unwrap_or(f64::NAN)]).collect()
    };
    let answered = |place: f64| effective_sensitivity(&at(place));
    let flagged = line(&|place| at(place).sensitivity().map(Proportion::value));
    let effective = line(&answered);
    let best = effective
        .iter()
        .filter(|point| point[1].is_finite())
        .copied()
        .reduce(|best, next| if next[1] > best[1] { next } else { best });
    let here = threshold.get();
    let mut layers = vec![
        Layer::Line { role: Role::Ghost, dash: Dash::Dashed, points: flagged, label: tr!("flagged").to_owned() },
        Layer::Line {
            role: Role::Model,
            dash: Dash::Solid,
            points: effective,
            label: tr!("flagged and answered").to_owned(),
        },
    ];
    if let Some(best) = best {
        layers.push(Layer::Points {
            role: Role::Model,
            shape: Shape::Triangle,
            points: vec![best],
            label: String::new(),
        });
    }
    layers.push(Layer::VLine {
        role: Role::Threshold,
        dash: Dash::Solid,
        x: here,
        label: tr!("Threshold {}", score(here)),
    });
    layers.push(Layer::Legend {
        corner: Corner::Outside,
        heading: String::new(),
        entries: vec![
            (Key::Line(Role::Ghost, Dash::Dashed), tr!("flagged").to_owned()),
            (Key::Line(Role::Model, Dash::Solid), tr!("flagged and answered").to_owned()),
            (Key::Point(Role::Model, Shape::Triangle), tr!("its highest point").to_owned()),
        ],
    });
    let matrix = set.at(threshold);
    let now = match (effective_sensitivity(&matrix), alerts_per_nurse(&matrix)) {
        (Some(share), Some(alerts)) => {
            tr!(
                "At {}, a nurse with eight patients has {alerts:.1} alerts, and {} of those {} are flagged and answered.",
                score(here),
                percent(share),
                words.with(),
                alerts
            )
        }
        _ => tr!("There is nobody {} here.", words.with()),
    };
    let peak = best.map_or_else(String::new, |[place, share]| {
        let alerts = at(place).alerts_per_100().unwrap_or(0.0);
        tr!(" The most, {}, are answered with {alerts:.0} alerts per 100 patients.", percent(share), alerts)
    });
    Figure {
        name: "fatigue",
        title: tr!("When people tire of alerts").to_owned(),
        alt: words.begin(&tr!("share flagged and answered over the threshold. {now}{peak}", now, peak)),
        caption: format!("{now}{peak}"),
        x: score_axis(),
        y: share_axis(tr!("Of those with it")),
        layers,
        square: false,
        handle: Some(Handle { value: here, at: Some([here, 0.0]), track: Track::X }),
        empty: if set.positives() == 0 { tr!("There is nobody {} here.", words.with()) } else { String::new() },
    }
}
