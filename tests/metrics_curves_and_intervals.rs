//! Promises about drawn curves, intervals and slopes, for any patients.

use cutpoint::metrics::{RocPoint, ScoredTestSet, auc_difference, calibration, roc, thinned_roc};
use cutpoint::num::Proportion;
use proptest::prelude::*;
use proptest::sample::Index;

proptest! {
    #[test]
    fn a_thinned_curve_stays_close_and_keeps_real_points(seed in any::<u64>(), most in 20_usize..400) {
        let set = many(seed, 3000);
        let (all, few) = (roc(&set), thinned_roc(&set, most));
        prop_assert!(few.len() <= most && few.len() >= 2);
        prop_assert_eq!((few.first(), few.last()), (all.first(), all.last()));
        prop_assert!(few.iter().all(|point| all.contains(point)));
        let lines = |points: &[RocPoint]| {
            trapezoids(&points.iter().map(|point| (point.fpr, point.tpr)).collect::<Vec<_>>())
        };
        prop_assert!((lines(&all) - lines(&few)).abs() < 0.02);
        let top = |points: &[RocPoint]| {
            points.iter().map(|point| point.tpr - point.fpr).fold(0.0, f64::max)
        };
        prop_assert!(top(&all) - top(&few) < 0.05, "the corner is cut: {} against {}", top(&all), top(&few));
    }

    #[test]
    fn a_wilson_interval_holds_its_rate_and_stays_within_0_and_1(n in 1_u64..5000, at in any::<Index>()) {
        let k = at.index(n as usize + 1) as u64;
        let rate = Proportion::new(k, n).expect("k of n");
        let interval = rate.wilson();
        prop_assert!(interval.contains(rate.value()), "{k} of {n}: {interval:?}");
        prop_assert!(interval.lo >= 0.0 && interval.hi <= 1.0 && interval.width() > 0.0);
        let mirror = Proportion::new(n - k, n).expect("k of n").wilson();
        prop_assert!((mirror.lo - (1.0 - interval.hi)).abs() < 1e-12);
    }

    #[test]
    fn a_newcombe_interval_holds_the_difference(a in 1_u64..300, b in 1_u64..300, x in any::<Index>(), y in any::<Index>()) {
        let first = Proportion::new(x.index(a as usize + 1) as u64, a).expect("k of n");
        let second = Proportion::new(y.index(b as usize + 1) as u64, b).expect("k of n");
        let interval = first.newcombe(second);
        let difference = first.value() - second.value();
        prop_assert!(interval.lo <= difference && difference <= interval.hi);
        prop_assert!(interval.lo >= -1.0 - 1e-12 && interval.hi <= 1.0 + 1e-12, "{interval:?}");
    }

    #[test]
    fn a_paired_comparison_follows_its_definition(rows in prop::collection::vec((score(), score(), any::<bool>()), 4..40)) {
        let labels: Vec<bool> = rows.iter().map(|row| row.2).collect();
        let first: Vec<f64> = rows.iter().map(|row| row.0).collect();
        let second: Vec<f64> = rows.iter().map(|row| row.1).collect();
        let found = auc_difference(&first, &second, &labels).expect("a sound table");
        let expected = paired_by_pairs(&first, &second, &labels);
        prop_assert_eq!(found.is_some(), expected.is_some());
        if let (Some(found), Some((difference, variance))) = (found, expected) {
            prop_assert!((found.difference - difference).abs() < 1e-12);
            let half = cutpoint::num::Z_95 * variance.max(0.0).sqrt();
            prop_assert!((found.ci.lo - (difference - half).max(-1.0)).abs() < 1e-6);
            prop_assert!((found.ci.hi - (difference + half).min(1.0)).abs() < 1e-6);
        }
    }

    #[test]
    fn scaling_the_log_odds_scales_the_slope_back(seed in any::<u64>(), factor in 0.3_f64..3.0) {
        let set = many(seed, 400);
        // Far from 0 and 1, where a number near 1 would lose the digits that its log odds are made of.
        let inner: Vec<f64> =
            set.scores_with().iter().chain(set.scores_without()).map(|score| 0.02 + 0.96 * score).collect();
        let labels: Vec<bool> = (0..set.n()).map(|i| i < set.positives()).collect();
        let rescale = |score: &f64| 1.0 / (1.0 + (-factor * libm::log(score / (1.0 - score))).exp());
        let scaled: Vec<f64> = inner.iter().map(rescale).collect();
        let slope = |scores: &[f64]| calibration(&ScoredTestSet::new(scores, &labels, None).expect("sound")).slope;
        let (before, after) = (slope(&inner).expect("classes overlap"), slope(&scaled).expect("classes overlap"));
        prop_assert!((before - after * factor).abs() < 1e-6 * (1.0 + before.abs()), "{before} {after} {factor}");
    }
}

proptest! {
    // Every point against every piece of line is slow, and the curves hardly differ.
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_curve_of_400_points_is_within_a_pixel_of_the_whole(seed in any::<u64>()) {
        let set = many(seed, 3000);
        let (all, few) = (roc(&set), thinned_roc(&set, 400));
        prop_assert!(few.len() > 100, "only {} points", few.len());
        for point in &all {
            let away = few.windows(2).map(|pair| distance(pair, point)).fold(f64::INFINITY, f64::min);
            prop_assert!(away <= 4.0 / 4096.0, "{away} at {point:?}");
        }
    }
}

/// From a point to the piece of line between two others.
fn distance(ends: &[RocPoint], point: &RocPoint) -> f64 {
    let (dx, dy) = (ends[1].fpr - ends[0].fpr, ends[1].tpr - ends[0].tpr);
    let (px, py) = (point.fpr - ends[0].fpr, point.tpr - ends[0].tpr);
    let along = ((px * dx + py * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
    (px - along * dx).hypot(py - along * dy)
}

/// DeLong's difference and its variance from the covariance of the two models' placements, pair by pair.
fn paired_by_pairs(first: &[f64], second: &[f64], labels: &[bool]) -> Option<(f64, f64)> {
    let rows = |class: bool| (0..labels.len()).filter(move |&i| labels[i] == class);
    let (positives, negatives) = (rows(true).count() as f64, rows(false).count() as f64);
    if positives < 2.0 || negatives < 2.0 {
        return None;
    }
    let beats = |scores: &[f64], a: usize, b: usize| match scores[a].partial_cmp(&scores[b]).expect("finite") {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Less => 0.0,
    };
    let of_with = |scores: &[f64]| -> Vec<f64> {
        rows(true).map(|a| rows(false).map(|b| beats(scores, a, b)).sum::<f64>() / negatives).collect()
    };
    let of_without = |scores: &[f64]| -> Vec<f64> {
        rows(false).map(|b| rows(true).map(|a| beats(scores, a, b)).sum::<f64>() / positives).collect()
    };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let covariance = |x: &[f64], y: &[f64]| {
        let (mx, my) = (mean(x), mean(y));
        x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum::<f64>() / (x.len() as f64 - 1.0)
    };
    let spread = |x: &[f64], y: &[f64]| (covariance(x, x) + covariance(y, y) - 2.0 * covariance(x, y)) / x.len() as f64;
    let (with, without) = ((of_with(first), of_with(second)), (of_without(first), of_without(second)));
    Some((mean(&with.0) - mean(&with.1), spread(&with.0, &with.1) + spread(&without.0, &without.1)))
}

/// Many patients whose classes overlap, from a small generator of their own.
fn many(seed: u64, n: usize) -> ScoredTestSet {
    let mut state = seed;
    let mut uniform = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    };
    let (mut scores, mut labels) = (Vec::new(), Vec::new());
    for _ in 0..n {
        let label = uniform() < 0.3;
        let score = uniform();
        scores.push(if label { score.sqrt() } else { score });
        labels.push(label);
    }
    ScoredTestSet::new(&scores, &labels, None).expect("sound")
}

/// The area under straight lines between points.
fn trapezoids(points: &[(f64, f64)]) -> f64 {
    points.windows(2).map(|pair| (pair[1].0 - pair[0].0) * (pair[1].1 + pair[0].1) / 2.0).sum()
}

/// Scores with many ties.
fn score() -> impl Strategy<Value = f64> {
    (0_u32..=20).prop_map(|step| f64::from(step) / 20.0)
}
