//! Promises that hold for every table of predictions, whatever its scores, labels and groups.

use cutpoint::metrics::{
    Answer, ConfusionMatrix, Evaluation, Groups, ScoredTestSet, Wish, answer, answer_all, auc_difference,
    average_precision, calibration, decision_curve, evaluate, fairness, histogram, natural_frequencies, pr, rate_gaps,
    roc,
};
use cutpoint::num::{Proportion, Threshold};
use proptest::prelude::*;

#[derive(Debug, Clone)]
struct Table {
    scores: Vec<f64>,
    labels: Vec<bool>,
    groups: Groups,
}

impl Table {
    fn set(&self) -> ScoredTestSet {
        ScoredTestSet::new(&self.scores, &self.labels, Some(self.groups.clone())).expect("a sound table")
    }

    fn permuted(&self, order: &[usize]) -> Self {
        Self {
            scores: order.iter().map(|&i| self.scores[i]).collect(),
            labels: order.iter().map(|&i| self.labels[i]).collect(),
            groups: Groups {
                codes: order.iter().map(|&i| self.groups.codes[i]).collect(),
                names: self.groups.names.clone(),
            },
        }
    }

    fn both_classes(&self) -> bool {
        self.labels.contains(&true) && self.labels.contains(&false)
    }
}

/// Scores with many ties, with few, and the awkward ones at the ends.
fn score() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => (0_u32..=20).prop_map(|step| f64::from(step) / 20.0),
        4 => 0.0..=1.0,
        1 => prop_oneof![Just(0.0), Just(-0.0), Just(1.0), Just(5e-324), Just(1.0 - f64::EPSILON / 2.0)],
    ]
}

fn code() -> impl Strategy<Value = u32> {
    prop_oneof![8 => 0_u32..4, 1 => Just(Groups::NONE)]
}

fn tables(most: usize) -> impl Strategy<Value = Table> {
    prop::collection::vec((score(), any::<bool>(), code()), 0..most).prop_map(|rows| Table {
        scores: rows.iter().map(|row| row.0).collect(),
        labels: rows.iter().map(|row| row.1).collect(),
        groups: Groups {
            codes: rows.iter().map(|row| row.2).collect(),
            names: ["a", "b", "c", "d"].map(String::from).to_vec(),
        },
    })
}

fn thresholds() -> impl Strategy<Value = Threshold> {
    score().prop_map(|score| Threshold::new(score).expect("a score can be a threshold"))
}

/// Every pair of patients compared, straight from the definition.
fn auc_by_pairs(table: &Table) -> Option<f64> {
    let (mut sum, mut pairs) = (0.0, 0.0);
    for (a, _) in table.scores.iter().zip(&table.labels).filter(|(_, label)| **label) {
        for (b, _) in table.scores.iter().zip(&table.labels).filter(|(_, label)| !**label) {
            pairs += 1.0;
            sum += match a.partial_cmp(b).expect("finite") {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    (pairs > 0.0).then(|| sum / pairs)
}

fn close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-12,
        (None, None) => true,
        _ => false,
    }
}

/// The area under straight lines between points.
fn trapezoids(points: &[(f64, f64)]) -> f64 {
    points.windows(2).map(|pair| (pair[1].0 - pair[0].0) * (pair[1].1 + pair[0].1) / 2.0).sum()
}

fn written(table: &Table, at: &[Threshold]) -> String {
    let evaluation = evaluate(&table.scores, &table.labels, Some(&table.groups), at).expect("a sound table");
    serde_json::to_string(&evaluation).expect("an evaluation is JSON")
}

proptest! {
    #[test]
    fn the_auc_is_the_share_of_pairs_ranked_correctly(table in tables(60)) {
        prop_assert!(close(table.set().auc(), auc_by_pairs(&table)));
    }

    #[test]
    fn the_auc_is_the_area_under_the_curve(table in tables(60)) {
        let points: Vec<(f64, f64)> = roc(&table.set()).iter().map(|point| (point.fpr, point.tpr)).collect();
        let area = (!points.is_empty()).then(|| trapezoids(&points));
        prop_assert!(close(table.set().auc(), area));
    }

    #[test]
    fn a_matrix_by_search_is_the_matrix_by_counting(table in tables(80), threshold in thresholds()) {
        let set = table.set();
        prop_assert_eq!(set.at(threshold), ConfusionMatrix::count(&table.scores, &table.labels, threshold));
        for group in 0..4_u32 {
            let rows: Vec<usize> = (0..table.scores.len()).filter(|&i| table.groups.codes[i] == group).collect();
            let own = table.permuted(&rows);
            let counted = ConfusionMatrix::count(&own.scores, &own.labels, threshold);
            prop_assert_eq!(set.group_at(group as usize, threshold), counted);
        }
    }

    #[test]
    fn groups_and_those_in_none_sum_to_the_whole(table in tables(80), threshold in thresholds()) {
        let set = table.set();
        let outside: Vec<usize> = (0..table.scores.len()).filter(|&i| table.groups.codes[i] == Groups::NONE).collect();
        let rest = table.permuted(&outside);
        let rest = ConfusionMatrix::count(&rest.scores, &rest.labels, threshold);
        let sum = (0..4).fold(rest, |sum, group| sum + set.group_at(group, threshold));
        prop_assert_eq!(sum, set.at(threshold));
    }

    #[test]
    fn a_group_is_evaluated_as_if_it_were_alone(table in tables(80), group in 0_u32..4) {
        let rows: Vec<usize> = (0..table.scores.len()).filter(|&i| table.groups.codes[i] == group).collect();
        let own = table.permuted(&rows);
        let alone = ScoredTestSet::new(&own.scores, &own.labels, None).expect("a sound table");
        let set = table.set();
        prop_assert_eq!(set.group(group as usize), Some(&alone));
    }

    #[test]
    fn rates_fall_as_the_threshold_rises(table in tables(80), a in thresholds(), b in thresholds()) {
        let set = table.set();
        let (low, high) = if a.get() <= b.get() { (set.at(a), set.at(b)) } else { (set.at(b), set.at(a)) };
        prop_assert!(high.tp <= low.tp && high.fp <= low.fp);
        prop_assert_eq!((high.positives(), high.negatives()), (low.positives(), low.negatives()));
        prop_assert!(set.n() == high.n() && set.positives() == high.positives());
    }

    #[test]
    fn the_order_of_the_patients_changes_nothing(
        (table, order) in tables(60).prop_flat_map(|table| {
            let order: Vec<usize> = (0..table.scores.len()).collect();
            (Just(table), Just(order).prop_shuffle())
        }),
        threshold in thresholds(),
    ) {
        prop_assert_eq!(written(&table.permuted(&order), &[threshold]), written(&table, &[threshold]));
    }

    #[test]
    fn nothing_but_finite_numbers_is_written(table in tables(12), threshold in thresholds()) {
        let json: serde_json::Value = serde_json::from_str(&written(&table, &[threshold])).expect("it reads back");
        let evaluation = evaluate(&table.scores, &table.labels, None, &[threshold]).expect("a sound table");
        prop_assert_eq!(json["n"].as_u64(), Some(evaluation.n));
        // serde_json writes NaN and infinities as null, so look before writing.
        let Evaluation { auc, average_precision, brier, log_loss, calibration, at, .. } = evaluation;
        let numbers = [auc, average_precision, brier, log_loss, calibration.intercept, calibration.slope,
            calibration.observed_expected_ratio, at[0].f1, at[0].mcc, at[0].net_benefit, at[0].ppv, at[0].npv];
        prop_assert!(numbers.iter().flatten().all(|number| number.is_finite()), "{numbers:?}");
    }

    #[test]
    fn mirrored_scores_and_labels_mirror_the_auc(table in tables(60)) {
        // Scores on a grid, because 1 − score must keep ties and order exactly.
        let scores: Vec<f64> = table.scores.iter().map(|score| (score * 20.0).round() / 32.0).collect();
        let mirrored: Vec<f64> = scores.iter().map(|score| 1.0 - score).collect();
        let opposite: Vec<bool> = table.labels.iter().map(|label| !label).collect();
        let set = |scores: &[f64], labels: &[bool]| ScoredTestSet::new(scores, labels, None).expect("sound");
        let plain = set(&scores, &table.labels);
        prop_assert!(close(plain.auc(), set(&mirrored, &opposite).auc()));
        prop_assert!(close(plain.auc(), set(&mirrored, &table.labels).auc().map(|auc| 1.0 - auc)));
    }

    #[test]
    fn the_roc_curve_has_one_point_per_distinct_score(table in tables(60)) {
        prop_assume!(table.both_classes());
        let set = table.set();
        let points = roc(&set);
        let mut distinct: Vec<f64> = table.scores.iter().map(|score| score + 0.0).collect();
        distinct.sort_by(f64::total_cmp);
        distinct.dedup();
        distinct.reverse();
        prop_assert_eq!(set.distinct_scores(), distinct);
        prop_assert_eq!(points.len(), set.distinct_scores().len() + 1);
        for point in &points[1..] {
            let matrix = set.at(Threshold::clamped(point.threshold.expect("only the start has none")));
            prop_assert!(close(Some(point.tpr), matrix.sensitivity().map(Proportion::value)));
            prop_assert!(close(Some(point.fpr), matrix.false_positive_rate().map(Proportion::value)));
        }
        let (first, last) = (points[0], points[points.len() - 1]);
        prop_assert!(first.fpr + first.tpr <= 0.0 && last.fpr >= 1.0 && last.tpr >= 1.0);
    }

    #[test]
    fn average_precision_is_the_step_sum_of_the_precision_recall_points(table in tables(60)) {
        let set = table.set();
        let points = pr(&set);
        let mut before = 0.0;
        let sum: f64 = points.iter().map(|point| {
            let gained = point.recall - before;
            before = point.recall;
            gained * point.precision
        }).sum();
        prop_assert!(close(average_precision(&set), (set.positives() > 0).then_some(sum)));
    }

    #[test]
    fn people_add_up(table in tables(80), threshold in thresholds(), of in 1_u64..2000) {
        let matrix = table.set().at(threshold);
        let Some(people) = natural_frequencies(&matrix, of) else {
            prop_assert_eq!(matrix.n(), 0);
            return Ok(());
        };
        prop_assert_eq!(people.n(), of);
        let pairs = [(people.tp, matrix.tp), (people.fp, matrix.fp), (people.fn_, matrix.fn_), (people.tn, matrix.tn)];
        for (whole, cell) in pairs {
            let exact = cell as f64 * of as f64 / matrix.n() as f64;
            prop_assert!((whole as f64 - exact).abs() <= 1.0 + 1e-9, "{whole} for {exact}");
        }
        prop_assert_eq!(natural_frequencies(&matrix, matrix.n()), Some(matrix));
        let elsewhere = natural_frequencies(&table.set().at(Threshold::clamped(0.5)), of).map(|other| other.positives());
        prop_assert_eq!(elsewhere, Some(people.positives()), "a threshold moves nobody in or out of the condition");
    }

    #[test]
    fn a_histogram_loses_nobody_and_agrees_with_the_flag_rule(table in tables(80), bins in 1_usize..50) {
        let set = table.set();
        let bars = histogram(&set, bins);
        prop_assert_eq!(bars.with.iter().sum::<u64>(), set.positives());
        prop_assert_eq!(bars.without.iter().sum::<u64>(), set.negatives());
        for bin in 0..bins {
            let flagged = set.at(Threshold::clamped(bars.edges[bin]));
            prop_assert_eq!(bars.with[bin..].iter().sum::<u64>(), flagged.tp);
            prop_assert_eq!(bars.without[bin..].iter().sum::<u64>(), flagged.fp);
        }
    }

    #[test]
    fn acting_on_everybody_is_acting_at_the_lowest_score(table in tables(60), t in 0.01_f64..0.99) {
        let set = table.set();
        for point in decision_curve(&set, &[t, 0.0, 1.0, f64::NAN]) {
            let prevalence = set.prevalence().map(Proportion::value).expect("somebody");
            let all = prevalence - (1.0 - prevalence) * t / (1.0 - t);
            prop_assert!((point.all - all).abs() < 1e-9 * (1.0 + all.abs()));
            prop_assert!(point.model <= prevalence + 1e-12);
            prop_assert!((point.threshold - t).abs() <= 0.0);
        }
    }

    #[test]
    fn gaps_are_the_largest_difference_between_two_groups(table in tables(80), threshold in thresholds()) {
        let set = table.set();
        let matrices: Vec<ConfusionMatrix> =
            (0..4).map(|group| set.group_at(group, threshold)).filter(|matrix| matrix.n() > 0).collect();
        let gap = |rate: fn(&ConfusionMatrix) -> Option<Proportion>| {
            let rates: Option<Vec<f64>> = matrices.iter().map(|matrix| rate(matrix).map(Proportion::value)).collect();
            let rates = rates.filter(|rates| !rates.is_empty())?;
            let pairs = rates.iter().flat_map(|a| rates.iter().map(move |b| a - b));
            pairs.reduce(f64::max)
        };
        let gaps = fairness(&set, threshold);
        let (tpr, fpr) = (gap(ConfusionMatrix::sensitivity), gap(ConfusionMatrix::false_positive_rate));
        prop_assert_eq!(gaps.demographic_parity_difference, gap(ConfusionMatrix::flagged));
        prop_assert_eq!(gaps.equal_opportunity_difference, tpr);
        prop_assert_eq!(gaps.equalized_odds_difference, tpr.zip(fpr).map(|(a, b)| a.max(b)));
        let against_first = rate_gaps(&set, threshold, 0, ConfusionMatrix::sensitivity);
        prop_assert_eq!(against_first.len(), 3);
        for other in against_first {
            prop_assert_eq!(other.difference.is_some(), other.ci.is_some());
            if let (Some(largest), Some(own)) = (tpr, other.difference) {
                prop_assert!(own.abs() <= largest);
            }
        }
    }

    #[test]
    fn a_wish_is_granted_exactly_when_some_threshold_grants_it(table in tables(60), limit in 0.0_f64..=1.0) {
        let set = table.set();
        let wishes = [
            Wish::SensitivityAtLeast(limit),
            Wish::SpecificityAtLeast(limit),
            Wish::PpvAtLeast(limit),
            Wish::AlertsPer100AtMost(100.0 * limit),
        ];
        for wish in wishes {
            let grants = |threshold: Threshold| wish.reached(&set.at(threshold)).is_some_and(|reached| match wish {
                Wish::AlertsPer100AtMost(most) => reached <= most,
                _ => reached >= limit,
            });
            let mut all = set.distinct_scores();
            all.insert(0, 1.0);
            let possible = || all.iter().map(|&score| Threshold::clamped(score)).filter(|&t| grants(t));
            match answer(&set, wish) {
                Answer::At(threshold) => {
                    prop_assert!(grants(threshold), "{wish:?} at {threshold:?}");
                    let extreme = if matches!(wish, Wish::SensitivityAtLeast(_)) { possible().next() } else { possible().next_back() };
                    prop_assert_eq!(Some(set.at(threshold)), extreme.map(|t| set.at(t)), "{:?}", wish);
                }
                Answer::Impossible { nearest } => {
                    prop_assert_eq!(possible().count(), 0, "{:?}", wish);
                    let defined = all.iter().any(|&t| wish.reached(&set.at(Threshold::clamped(t))).is_some());
                    prop_assert_eq!(nearest.is_some(), defined);
                }
            }
        }
    }

    #[test]
    fn the_best_threshold_is_the_best(table in tables(60), ratio in 0.1_f64..50.0) {
        prop_assume!(table.both_classes());
        let set = table.set();
        let all: Vec<ConfusionMatrix> = std::iter::once(1.0).chain(set.distinct_scores())
            .map(|score| set.at(Threshold::clamped(score))).collect();
        let Answer::At(youden) = answer(&set, Wish::Youden) else { panic!("there is always a best") };
        let best = all.iter().filter_map(ConfusionMatrix::youden).fold(f64::MIN, f64::max);
        prop_assert!(close(set.at(youden).youden(), Some(best)));
        let Answer::At(kind) = answer(&set, Wish::HarmRatio(ratio)) else { panic!("there is always a best") };
        let harm = |matrix: &ConfusionMatrix| ratio * matrix.fn_ as f64 + matrix.fp as f64;
        let least = all.iter().map(harm).fold(f64::MAX, f64::min);
        prop_assert!(harm(&set.at(kind)) <= least + 1e-9);
    }

    #[test]
    fn two_wishes_are_granted_together_or_not_at_all(table in tables(60), found in 0.0_f64..=1.0, alerts in 0.0_f64..100.0) {
        let set = table.set();
        let wishes = [Wish::SensitivityAtLeast(found), Wish::AlertsPer100AtMost(alerts)];
        let fulfils = |threshold: Threshold| {
            let matrix = set.at(threshold);
            matrix.sensitivity().is_some_and(|rate| rate.value() >= found)
                && matrix.alerts_per_100().is_some_and(|rate| rate <= alerts)
        };
        let possible = std::iter::once(1.0).chain(set.distinct_scores()).any(|score| fulfils(Threshold::clamped(score)));
        match answer_all(&set, &wishes) {
            Answer::At(threshold) => prop_assert!(fulfils(threshold)),
            Answer::Impossible { .. } => prop_assert!(!possible),
        }
    }

    #[test]
    fn a_model_does_not_differ_from_itself(table in tables(60)) {
        let same = auc_difference(&table.scores, &table.scores, &table.labels).expect("a sound table");
        if let Some(same) = same {
            prop_assert!(same.difference.abs() <= 0.0 && same.ci.width() < 1e-9);
        }
        // Against a model that knows nothing, the paired interval is that of the AUC itself.
        let blind = vec![0.5; table.scores.len()];
        let against = auc_difference(&table.scores, &blind, &table.labels).expect("a sound table");
        let set = table.set();
        prop_assert_eq!(against.is_some(), set.auc_ci().is_some());
        if let (Some(against), Some(own), Some(auc)) = (against, set.auc_ci(), set.auc()) {
            prop_assert!((against.difference - (auc - 0.5)).abs() < 1e-12);
            if own.lo > 0.0 && own.hi < 1.0 {
                prop_assert!((against.ci.width() - own.width()).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_slope_exists_exactly_when_no_threshold_separates_the_classes(table in tables(40)) {
        let range = |class: bool| {
            let cut = |score: &f64| score.clamp(f64::EPSILON, 1.0 - f64::EPSILON);
            let own = table.scores.iter().zip(&table.labels).filter(|row| *row.1 == class).map(|row| cut(row.0));
            own.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), score| (lo.min(score), hi.max(score)))
        };
        let (with, without) = (range(true), range(false));
        let found = calibration(&table.set());
        prop_assert_eq!(found.slope.is_some(), with.0 < without.1 && without.0 < with.1);
        prop_assert_eq!(found.intercept.is_some(), table.both_classes());
    }
}
