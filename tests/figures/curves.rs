//! Precision and recall, calibration, decision curve and rates: what they draw and say is what counting gives.

use cutpoint::figure::{
    Figure, Layer, Role, Shape, Track, calibration_figure, decision_figure, export, pr_figure, rates_figure,
};
use cutpoint::metrics::{ScoredTestSet, average_precision, decision_curve};
use cutpoint::num::Threshold;
use proptest::prelude::*;

use crate::{assert_legible, caption, line, set, words};

fn all(set: &ScoredTestSet, at: Threshold) -> [Figure; 4] {
    [
        pr_figure(set, at, &words(), &[]),
        calibration_figure(set, at, &words()),
        decision_figure(set, at, &words()),
        rates_figure(set, at, &words()),
    ]
}

#[test]
fn every_stop_of_the_precision_recall_curve_is_an_operating_point() {
    let ward = set(3000, -2.0, 1.3, 3);
    let figure = pr_figure(&ward, line(0.2), &words(), &[]);
    let Some(Track::Curve(stops)) = figure.handle.as_ref().map(|handle| &handle.track) else { panic!("no track") };
    assert!(stops.len() > 100);
    for stop in stops {
        let matrix = ward.at(line(stop.value));
        let rates = [matrix.sensitivity(), matrix.ppv()].map(|rate| rate.expect("somebody").value());
        assert!((stop.at[0] - rates[0]).abs() < 1e-12 && (stop.at[1] - rates[1]).abs() < 1e-12);
    }
    let average = average_precision(&ward).expect("patients");
    assert!(figure.caption.contains(&format!("Average precision {average:.2}")), "{}", figure.caption);
}

#[test]
fn the_ten_groups_of_a_calibration_curve_are_those_of_the_sorted_risks() {
    // Risks 0.005, 0.015 .. 0.995, each once; those above one half have it.
    let scores: Vec<f64> = (0..100).map(|row| f64::from(row) / 100.0 + 0.005).collect();
    let labels: Vec<bool> = scores.iter().map(|&score| score > 0.5).collect();
    let figure = calibration_figure(&ScoredTestSet::new(&scores, &labels, None).expect("scores"), line(0.3), &words());
    let groups = figure.layers.iter().find_map(|layer| match layer {
        Layer::Points { role: Role::Model, shape: Shape::Disc, points, .. } => Some(points.clone()),
        _ => None,
    });
    let groups = groups.expect("groups");
    assert_eq!(groups.len(), 10);
    for (place, [risk, observed]) in groups.iter().enumerate() {
        let expected = if place < 5 { 0.0 } else { 1.0 };
        assert!(
            (observed - expected).abs() < 1e-12 && (risk - (place as f64 / 10.0 + 0.05)).abs() < 1e-9,
            "{groups:?}"
        );
    }
    // Fifty have it of 50 expected.
    assert!(figure.caption.contains("Of 100 expected to have sepsis, 100 do."), "{}", figure.caption);
}

#[test]
fn a_decision_curve_says_where_the_model_is_best_and_what_it_is_worth() {
    let ward = set(6000, -2.4, 1.3, 7);
    let at = line(0.1);
    let figure = decision_figure(&ward, at, &words());
    let here = decision_curve(&ward, &[0.1])[0];
    assert!(here.model > here.all.max(0.0));
    assert!(
        figure.caption.contains(&format!("worth {:.1} patients found of 100", 100.0 * here.model)),
        "{}",
        figure.caption
    );
    let bands: Vec<[f64; 2]> = figure
        .layers
        .iter()
        .filter_map(|layer| match layer {
            Layer::Band { points, .. } => Some([points[0][0], points[1][0]]),
            _ => None,
        })
        .collect();
    assert!(bands.iter().any(|&[from, to]| from < 0.1 && 0.1 < to), "{bands:?}");
    for [from, to] in bands {
        for place in [from, to] {
            let point = decision_curve(&ward, &[place])[0];
            assert!(point.model > point.all.max(0.0), "at {place}");
        }
    }
}

#[test]
fn the_rates_in_the_legend_are_those_of_the_matrix() {
    let ward = set(2000, -1.5, 1.2, 5);
    let matrix = ward.at(line(0.25));
    let found = matrix.sensitivity().expect("patients").value();
    let caption = rates_figure(&ward, line(0.25), &words()).caption;
    assert!(caption.starts_with("At 0.25: found") && caption.contains(&cutpoint::figure::percent(found)), "{caption}");
}

#[test]
fn degenerate_patients_are_drawn_truly_and_legibly() {
    let odd: [(&[f64], &[bool]); 6] = [
        (&[], &[]),
        (&[0.3, 0.4], &[false, false]),
        (&[0.3, 0.4], &[true, true]),
        (&[0.5, 0.5, 0.5, 0.5], &[true, false, false, true]),
        (&[0.0, 1.0], &[false, true]),
        (&[0.0, 0.0, 1.0], &[true, false, true]),
    ];
    for (scores, labels) in odd {
        let set = ScoredTestSet::new(scores, labels, None).expect("scores");
        for at in [0.0, 0.3, 1.0] {
            for figure in all(&set, line(at)) {
                let svg = export::svg(&figure, &caption()).expect("drawn");
                assert!(!svg.contains("NaN"), "{}", figure.name);
                assert!(!figure.caption.is_empty());
            }
        }
    }
    for figure in all(&set(4000, -2.2, 1.3, 9), line(0.12)) {
        assert_legible(&export::svg(&figure, &caption()).expect("drawn"), figure.name);
    }
}

proptest! {
    #[test]
    fn no_figure_of_any_patients_panics_or_leaves_its_frame(
        rows in prop::collection::vec((0..=20_u32, any::<bool>()), 0..40), at in 0..=20_u32,
    ) {
        let scores: Vec<f64> = rows.iter().map(|row| f64::from(row.0) / 20.0).collect();
        let labels: Vec<bool> = rows.iter().map(|row| row.1).collect();
        let set = ScoredTestSet::new(&scores, &labels, None).expect("scores");
        for figure in all(&set, line(f64::from(at) / 20.0)) {
            let inside = |points: &[[f64; 2]]| points.iter().all(|[x, y]| {
                !x.is_finite() || !y.is_finite() || ((figure.x.min..=figure.x.max).contains(x) && *y <= figure.y.max + 1e-9)
            });
            for layer in &figure.layers {
                if let Layer::Line { points, .. } | Layer::Points { points, .. } = layer {
                    prop_assert!(inside(points), "{}", figure.name);
                }
            }
        }
    }
}
