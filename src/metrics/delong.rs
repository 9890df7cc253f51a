//! The area under the ROC curve, its interval, and the interval of a difference between two models.
//!
//! Source: DeLong, DeLong and Clarke-Pearson 1988, doi:10.2307/2531595, through midranks as Sun and Xu 2014,
//! doi:10.1109/LSP.2014.2337313: O(n log n) for the sorting, one pass afterwards.

use super::{Interval, MetricsError, ScoredTestSet, Step, finite};
use crate::num::Z_95;

/// See [`ScoredTestSet::auc`]. Counted in whole half-pairs, so exact up to one division.
pub(super) fn auc(set: &ScoredTestSet) -> Option<f64> {
    let (mut half_pairs, mut with_above) = (0_u128, 0_u64);
    for Step { with, without, .. } in set.steps() {
        half_pairs += u128::from(without) * u128::from(2 * with_above + with);
        with_above += with;
    }
    let all = 2 * u128::from(set.positives()) * u128::from(set.negatives());
    finite(half_pairs as f64 / all as f64)
}

/// See [`ScoredTestSet::auc_ci`].
pub(super) fn auc_ci(set: &ScoredTestSet, auc: f64) -> Option<Interval> {
    let (positives, negatives) = (set.positives() as f64, set.negatives() as f64);
    if set.positives() < 2 || set.negatives() < 2 {
        return None;
    }
    let (mut squares_with, mut squares_without) = (0.0, 0.0);
    let (mut with_above, mut without_above) = (0.0, 0.0);
    for Step { with, without, .. } in set.steps() {
        let (with, without) = (with as f64, without as f64);
        // Share of the other class that a patient with this score beats, ties counted half.
        let beats = 1.0 - (without_above + without / 2.0) / negatives;
        let beaten = (with_above + with / 2.0) / positives;
        squares_with += with * (beats - auc) * (beats - auc);
        squares_without += without * (beaten - auc) * (beaten - auc);
        with_above += with;
        without_above += without;
    }
    let variance = squares_with / (positives - 1.0) / positives + squares_without / (negatives - 1.0) / negatives;
    let half = Z_95 * variance.sqrt();
    Some(Interval { lo: (auc - half).max(0.0), hi: (auc + half).min(1.0) })
}

/// How far two models' AUCs lie apart on the same patients.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AucDifference {
    /// AUC of the first minus AUC of the second, from −1 to 1.
    pub difference: f64,
    /// Its 95 % interval, cut to −1..1; it accounts for both models being judged on the same patients.
    pub ci: Interval,
}

/// The difference between the AUCs of two models on the same patients (DeLong's paired comparison).
/// `None` with fewer than two patients in either class.
///
/// # Errors
/// [`MetricsError`] when lengths differ or a score is not a finite number from 0 to 1.
pub fn auc_difference(first: &[f64], second: &[f64], labels: &[bool]) -> Result<Option<AucDifference>, MetricsError> {
    let a = ScoredTestSet::build(first, labels, None)?;
    let b = ScoredTestSet::build(second, labels, None)?;
    let (Some(auc_a), Some(auc_b)) = (a.auc(), b.auc()) else { return Ok(None) };
    if a.positives() < 2 || a.negatives() < 2 {
        return Ok(None);
    }
    let difference = auc_a - auc_b;
    let [mut squares_with, mut squares_without] = [0.0, 0.0];
    for ((&score_a, &score_b), &label) in first.iter().zip(second).zip(labels) {
        let apart = placement(&a, score_a, label) - placement(&b, score_b, label) - difference;
        *(if label { &mut squares_with } else { &mut squares_without }) += apart * apart;
    }
    let (positives, negatives) = (a.positives() as f64, a.negatives() as f64);
    let variance = squares_with / (positives - 1.0) / positives + squares_without / (negatives - 1.0) / negatives;
    let half = Z_95 * variance.sqrt();
    let ci = Interval { lo: (difference - half).max(-1.0), hi: (difference + half).min(1.0) };
    Ok(Some(AucDifference { difference, ci }))
}

/// The share of the other class on the right side of this patient's score, ties counted half.
fn placement(set: &ScoredTestSet, score: f64, label: bool) -> f64 {
    let others = if label { set.scores_without() } else { set.scores_with() };
    let below = others.partition_point(|&other| other < score) as f64;
    let not_above = others.partition_point(|&other| other <= score) as f64;
    let beats = f64::midpoint(below, not_above) / others.len() as f64;
    if label { beats } else { 1.0 - beats }
}
