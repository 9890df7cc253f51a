//! Against searches that try everything, on small sets.

use cutpoint::metrics::{ExpectedCells, FairPreset, GroupRule, LedgerLine, LotStep, ScoredTestSet, fair_thresholds};
use cutpoint::num::Threshold;
use proptest::prelude::*;

use crate::set_of;

fn threshold(value: f64) -> Threshold {
    Threshold::new(value).expect("a threshold")
}

/// Two or three groups, scores in twentieths or finer, each group with at least twenty of either class.
fn small() -> impl Strategy<Value = ScoredTestSet> {
    let one = |group: u32| {
        let class = move |label: bool| {
            let row = move |score: u32, shift: u32| {
                let score = if label { (score + shift).min(40) } else { score };
                (f64::from(score) / 40.0, label, group)
            };
            proptest::collection::vec(
                (0_u32..=40, 0_u32..=12).prop_map(move |(score, shift)| row(score, shift)),
                20..60,
            )
        };
        (class(true), class(false)).prop_map(|(mut with, without)| {
            with.extend(without);
            with
        })
    };
    (one(0), one(1), proptest::option::of(one(2))).prop_map(|(mut a, b, c)| {
        a.extend(b);
        a.extend(c.unwrap_or_default());
        set_of(&a, &["a", "b", "c"])
    })
}

/// Every point of a group's ROC curve, as false positive rate and sensitivity.
fn curve(group: &ScoredTestSet) -> Vec<[f64; 2]> {
    let mut points = vec![[0.0, 0.0]];
    for score in group.distinct_scores() {
        let matrix = group.at(threshold(score));
        points.push([
            matrix.false_positive_rate().expect("both classes").value(),
            matrix.sensitivity().expect("both classes").value(),
        ]);
    }
    points
}

/// The most that any draw between two thresholds finds at this false positive rate: every pair tried.
fn most_found(points: &[[f64; 2]], x: f64) -> f64 {
    let mut most: f64 = 0.0;
    for a in points {
        for b in points {
            if a[0] <= x && x <= b[0] {
                let share = if b[0] > a[0] { (x - a[0]) / (b[0] - a[0]) } else { 0.0 };
                most = most.max(a[1] + share * (b[1] - a[1]));
                if b[0] <= a[0] {
                    most = most.max(b[1]);
                }
            }
        }
    }
    most
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_draw_between_two_thresholds_beats_the_common_point(set in small(), at in 1_u32..40) {
        let at = threshold(f64::from(at) / 40.0);
        let answer = fair_thresholds(&set, FairPreset::EqualisedOdds, at);
        let point = answer.point.expect("every compared group has both classes");
        let people = set.iter_groups().filter(|(_, group)| group.n() > 0);
        let curves: Vec<_> = people.map(|(_, group)| curve(group)).collect();
        let harm = |[x, y]: [f64; 2]| {
            (1.0 - at.get()) * set.positives() as f64 * (1.0 - y) + at.get() * set.negatives() as f64 * x
        };
        let within = |x: f64| curves.iter().map(|points| most_found(points, x)).fold(1.0, f64::min);
        prop_assert!(point[1] <= within(point[0]) + 1e-9, "{point:?} is out of reach");
        for step in 0..=400 {
            let x = f64::from(step) / 400.0;
            prop_assert!(harm(point) <= harm([x, within(x)]) + 1e-9, "{x} is better than {point:?}");
        }
        for group in answer.groups.iter().filter(|group| group.reached.n() > 0.0) {
            prop_assert!((group.reached.false_positive_rate().expect("both") - point[0]).abs() < 1e-8);
            prop_assert!((group.reached.sensitivity().expect("both") - point[1]).abs() < 1e-8);
            prop_assert!(group.rule.steps().len() <= 3);
        }
    }

    #[test]
    fn expected_cells_are_the_chances_summed_patient_by_patient(
        set in small(),
        cuts in proptest::collection::vec(0_u32..=41, 3),
        share in 0.0..1.0,
    ) {
        let line = |cut: u32| (cut <= 40).then(|| threshold(f64::from(cut.min(40)) / 40.0));
        let [a, b, c] = [cuts[0], cuts[1], cuts[2]].map(line);
        let steps = [(a, share / 2.0), (b, share / 2.0), (c, 1.0 - share)].map(|(from, share)| LotStep { from, share });
        let rule = GroupRule::lots(&steps).expect("shares of a whole");
        let group = set.group(0).expect("a group");
        let counted = naive(group, &rule);
        let cells = rule.expected(group);
        let pairs = [(cells.tp, counted.tp), (cells.fp, counted.fp), (cells.fn_, counted.fn_), (cells.tn, counted.tn)];
        for (own, naive) in pairs {
            prop_assert!((own - naive).abs() < 1e-7);
        }
        prop_assert_eq!(cells.by_lot, counted.by_lot);
    }

    #[test]
    fn the_ledger_counts_patient_by_patient(
        set in small(),
        lines in proptest::collection::vec(0_u32..=40, 3),
        share in 0.01..0.99,
    ) {
        let [a, b, c] = [lines[0], lines[1], lines[2]].map(|line| threshold(f64::from(line) / 40.0));
        let plain = GroupRule::at(a);
        let lots = [LotStep { from: Some(b), share }, LotStep { from: Some(c), share: 1.0 - share }];
        let lots = GroupRule::lots(&lots).expect("shares of a whole");
        let group = set.group(1).expect("a group");
        for (from, to) in [(&plain, &lots), (&lots, &plain), (&plain, &GroupRule::at(c))] {
            let line = LedgerLine::between(group, from, to).expect("patients");
            let per = 1000.0 / group.n() as f64;
            let sum = |scores: &[f64], up: bool| {
                let sign = if up { 1.0 } else { -1.0 };
                let change = |score: &f64| (sign * (to.chance(*score) - from.chance(*score))).max(0.0);
                per * scores.iter().map(change).sum::<f64>()
            };
            prop_assert!((line.newly_found - sum(group.scores_with(), true)).abs() < 1e-7);
            prop_assert!((line.newly_missed - sum(group.scores_with(), false)).abs() < 1e-7);
            prop_assert!((line.newly_alarmed - sum(group.scores_without(), true)).abs() < 1e-7);
            prop_assert!((line.newly_in_peace - sum(group.scores_without(), false)).abs() < 1e-7);
            // What is newly found and newly missed is the change in those found.
            let found = [from, to].map(|rule| per * rule.expected(group).tp);
            prop_assert!((line.newly_found - line.newly_missed - (found[1] - found[0])).abs() < 1e-6);
        }
    }

    #[test]
    fn each_parity_is_as_near_as_any_threshold_comes(set in small(), at in 1_u32..40) {
        let at = threshold(f64::from(at) / 40.0);
        let rate = |preset, cells: &ExpectedCells| match preset {
            FairPreset::EqualSelectionRate => cells.flagged(),
            FairPreset::EqualSensitivity => cells.sensitivity(),
            FairPreset::EqualFalsePositiveRate => cells.false_positive_rate(),
            _ => cells.net_benefit(at),
        };
        for preset in [
            FairPreset::EqualSelectionRate,
            FairPreset::EqualSensitivity,
            FairPreset::EqualFalsePositiveRate,
            FairPreset::EqualNetBenefit,
        ] {
            let answer = fair_thresholds(&set, preset, at);
            let everyone = rate(preset, &ExpectedCells::from(set.at(at))).expect("defined");
            let level = answer.level.expect("a level");
            prop_assert!((level - everyone).abs() < 1e-12, "the level is what everyone has now");
            for ((_, group), own) in set.iter_groups().zip(&answer.groups).filter(|((_, group), _)| group.n() > 0) {
                let off = |cells: &ExpectedCells| (rate(preset, cells).expect("defined") - everyone).abs();
                let tried = group.distinct_scores().into_iter().chain([1.0]);
                let least = tried.map(|line| off(&group.at(threshold(line)).into())).fold(f64::INFINITY, f64::min);
                // Net benefit is had on either side of its best; the side nearer to the present line may be a patient
                // off.
                let weight = (at.get() / (1.0 - at.get())).max(1.0);
                let slack = if preset == FairPreset::EqualNetBenefit { weight / group.n() as f64 } else { 0.0 };
                let reached = off(&own.reached);
                prop_assert!(reached <= least.max(slack) + 1e-9, "{preset:?}: {reached} against {least}");
            }
        }
    }

    #[test]
    fn each_groups_optimum_is_the_best_of_all_thresholds(set in small(), at in 1_u32..40) {
        let at = threshold(f64::from(at) / 40.0);
        for preset in [FairPreset::OwnOptimum, FairPreset::OwnYouden] {
            let answer = fair_thresholds(&set, preset, at);
            for ((_, group), own) in set.iter_groups().zip(&answer.groups).filter(|((_, group), _)| group.n() > 0) {
                let good = |cells: &ExpectedCells| match preset {
                    FairPreset::OwnOptimum => cells.net_benefit(at).expect("between 0 and 1"),
                    _ => cells.sensitivity().expect("both") - cells.false_positive_rate().expect("both"),
                };
                let tried = group.distinct_scores().into_iter().chain([0.0, 1.0]);
                let best = tried.map(|line| good(&group.at(threshold(line)).into())).fold(f64::NEG_INFINITY, f64::max);
                prop_assert!((good(&own.reached) - best).abs() < 1e-9);
            }
        }
    }
}

/// One patient at a time.
fn naive(group: &ScoredTestSet, rule: &GroupRule) -> ExpectedCells {
    let mut cells = ExpectedCells::default();
    let each = |scores: &[f64]| scores.iter().map(|&score| rule.chance(score)).collect::<Vec<f64>>();
    for chance in each(group.scores_with()) {
        (cells.tp, cells.fn_) = (cells.tp + chance, cells.fn_ + 1.0 - chance);
        cells.by_lot += u64::from(chance > 1e-9 && chance < 1.0 - 1e-9);
    }
    for chance in each(group.scores_without()) {
        (cells.fp, cells.tn) = (cells.fp + chance, cells.tn + 1.0 - chance);
        cells.by_lot += u64::from(chance > 1e-9 && chance < 1.0 - 1e-9);
    }
    cells
}
