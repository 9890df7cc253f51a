//! Precision and recall, calibration, decision curve and rates: what they draw and say is what counting gives.

use cutpoint::figure::{
    Area, Figure, Layer, RocLines, Role, Shape, Stop, Track, View, calibration_figure, cost_figure, decision_figure,
    export, gain_figure, pr_figure, rates_figure, roc_figure_with,
};
use cutpoint::metrics::{ScoredTestSet, average_precision, decision_curve, roc_hull};
use cutpoint::num::Threshold;
use proptest::prelude::*;

use crate::{assert_legible, caption, line, set, words};

fn all(set: &ScoredTestSet, at: Threshold) -> [Figure; 7] {
    let lines = RocLines { chance: true, hull: true, equal_cost: Some(9.0) };
    [
        pr_figure(set, at, &words(), &[]),
        calibration_figure(set, at, &words()),
        decision_figure(set, at, &words()),
        rates_figure(set, at, &words()),
        cost_figure(set, at, &words()),
        gain_figure(set, at, &words()),
        roc_figure_with(set, at, &words(), &[], lines),
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
fn what_is_read_out_over_a_chart_of_thresholds_is_what_its_lines_say_there() {
    let ward = set(6000, -2.4, 1.3, 7);
    let figure = rates_figure(&ward, line(0.1), &words());
    let frame = Area::at([0.0, 0.0], [1000.0, 500.0]);
    let view = View::new(&figure, frame);
    let score = ward.scores_with()[40];
    let place = view.to_screen([score, 0.5]);
    let said = figure.readout(&view, place, 20.0).expect("lines are there");
    let found = ward.at(line(score)).sensitivity().expect("patients").value();
    let near = |text: &str| -> f64 {
        let line = said.lines().find(|line| line.starts_with(text)).expect(text);
        line.trim_start_matches(text).trim().trim_end_matches('%').parse().expect("a number")
    };
    // The pointer stands on a pixel, and the curve has 398 corners.
    assert!((near("found") - 100.0 * found).abs() < 1.5, "{said} {found}");
    assert!(said.contains("net benefit") && said.starts_with("Score"), "{said}");
    let decision = decision_figure(&ward, line(0.1), &words());
    let view = View::new(&decision, frame);
    let said = decision.readout(&view, view.to_screen([0.1, 1.0]), 20.0).expect("lines are there");
    let here = 100.0 * decision_curve(&ward, &[0.1])[0].model;
    assert!(said.contains("the model") && said.contains(&format!("{here:.1}")), "{said} {here}");
}

/// The stops of a chart's curve.
fn track(figure: &Figure) -> Vec<Stop> {
    match figure.handle.as_ref().map(|handle| &handle.track) {
        Some(Track::Curve(stops)) => stops.clone(),
        _ => panic!("{} has no curve", figure.name),
    }
}

/// The points of the line with that label.
fn named(figure: &Figure, name: &str) -> Vec<[f64; 2]> {
    let line = figure.layers.iter().find_map(|layer| match layer {
        Layer::Line { points, label, .. } if label == name => Some(points.clone()),
        _ => None,
    });
    line.unwrap_or_else(|| panic!("no line \"{name}\" in {}", figure.name))
}

#[test]
fn a_cost_curve_counts_mistakes_at_the_weight_that_its_threshold_implies() {
    let ward = set(3000, -2.0, 1.3, 11);
    let figure = cost_figure(&ward, line(0.1), &words());
    let (with, without) = (ward.positives() as f64, ward.negatives() as f64);
    for stop in track(&figure).iter().filter(|stop| stop.value > 0.0) {
        let matrix = ward.at(line(stop.value));
        let ratio = (1.0 - stop.value) / stop.value;
        let cost = (ratio * matrix.fn_ as f64 + matrix.fp as f64) / (ratio * with + without);
        assert!((stop.at[1] - cost).abs() < 1e-12, "at {}: {} {cost}", stop.value, stop.at[1]);
    }
    // Nothing lies below the best, which is the convex hull of the ROC curve seen from the other side.
    let best = named(&figure, "the best any could do");
    let hull = roc_hull(&ward);
    for [weight, cost] in best {
        let least =
            hull.iter().map(|point| weight * (1.0 - point.tpr) + (1.0 - weight) * point.fpr).fold(1.0, f64::min);
        // The chart passes through at most 398 thresholds of the 3,000.
        assert!(cost >= least - 1e-12 && cost < least + 0.004, "{weight}: {cost} {least}");
    }
    // At 0.10 one miss is nine false alarms.
    assert!(figure.caption.contains("one miss as 9.0 false alarms"), "{}", figure.caption);
}

#[test]
fn a_gain_curve_is_work_against_found() {
    let ward = set(2000, -1.8, 1.4, 13);
    let figure = gain_figure(&ward, line(0.2), &words());
    for stop in track(&figure) {
        let matrix = ward.at(line(stop.value));
        let rates = [matrix.flagged(), matrix.sensitivity()].map(|rate| rate.expect("patients").value());
        assert!((stop.at[0] - rates[0]).abs() < 1e-12 && (stop.at[1] - rates[1]).abs() < 1e-12);
    }
    let matrix = ward.at(line(0.2));
    let each = matrix.alerts_per_found().expect("somebody is found");
    assert!(figure.caption.contains(&format!("{each:.1} patients for each one found")), "{}", figure.caption);
}

#[test]
fn the_hull_bends_one_way_and_nothing_lies_above_it() {
    let ward = set(1500, -1.5, 1.1, 17);
    let (hull, curve) = (roc_hull(&ward), cutpoint::metrics::roc(&ward));
    assert_eq!((hull.first(), hull.last()), (curve.first(), curve.last()));
    for pair in hull.windows(3) {
        let slope = |a: usize, b: usize| (pair[b].tpr - pair[a].tpr) / (pair[b].fpr - pair[a].fpr);
        assert!(slope(0, 1) > slope(1, 2));
    }
    for point in &curve {
        let right = hull.partition_point(|corner| corner.fpr < point.fpr).clamp(1, hull.len() - 1);
        let [a, b] = [hull[right - 1], hull[right]];
        let share = if b.fpr > a.fpr { (point.fpr - a.fpr) / (b.fpr - a.fpr) } else { 1.0 };
        assert!(point.tpr <= a.tpr + share * (b.tpr - a.tpr) + 1e-12);
    }
}

#[test]
fn along_the_line_of_equal_cost_every_point_costs_the_same() {
    let ward = set(3000, -2.0, 1.3, 19);
    let lines = RocLines { chance: false, hull: false, equal_cost: Some(9.0) };
    let figure = roc_figure_with(&ward, line(0.1), &words(), &[], lines);
    let matrix = ward.at(line(0.1));
    let (with, without) = (ward.positives() as f64, ward.negatives() as f64);
    let here = 9.0 * matrix.fn_ as f64 + matrix.fp as f64;
    for [fpr, tpr] in named(&figure, "equal cost") {
        assert!((9.0 * (1.0 - tpr) * with + fpr * without - here).abs() < 1e-6 * here);
        assert!((0.0..=1.0).contains(&fpr) && (0.0..=1.0).contains(&tpr));
    }
    for ratio in [0.0, 1e6] {
        let lines = RocLines { equal_cost: Some(ratio), ..lines };
        let ends = named(&roc_figure_with(&ward, line(0.1), &words(), &[], lines), "equal cost");
        assert!(ends.iter().flatten().all(|part| (0.0..=1.0).contains(part)), "{ratio}: {ends:?}");
    }
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
