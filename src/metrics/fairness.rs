//! How far groups lie apart at one threshold.

use serde::Serialize;

use super::{ConfusionMatrix, Interval, ScoredTestSet};
use crate::num::{Proportion, Threshold};

/// Largest minus smallest rate over the groups, each from 0 (no gap) to 1, as fairlearn's `*_difference` figures.
///
/// Groups without patients are left out. A gap is `None` when there is no group, or when some group lacks the patients
/// that its rate is made of, where fairlearn would silently take the rate for 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Fairness {
    /// The threshold, the same for every group.
    pub threshold: f64,
    /// Gap in the share flagged. Source: Dwork and others 2012, doi:10.1145/2090236.2090255.
    pub demographic_parity_difference: Option<f64>,
    /// Gap in sensitivity; needs somebody with the condition in every group.
    /// Source: Hardt, Price and Srebro 2016, arXiv:1610.02413.
    pub equal_opportunity_difference: Option<f64>,
    /// The larger of the gap in sensitivity and the gap in false positive rate; needs both classes in every group.
    /// Source: as above.
    pub equalized_odds_difference: Option<f64>,
}

/// The gaps between the groups of `set` at `threshold`.
#[must_use]
pub fn fairness(set: &ScoredTestSet, threshold: Threshold) -> Fairness {
    let matrices: Vec<ConfusionMatrix> = set.iter_groups().map(|(_, group)| group.at(threshold)).collect();
    fairness_of(&matrices, threshold)
}

/// The gaps between groups that were decided on as `matrices` say, at `threshold` or at thresholds of their own.
#[must_use]
pub fn fairness_of(matrices: &[ConfusionMatrix], threshold: Threshold) -> Fairness {
    let matrices: Vec<&ConfusionMatrix> = matrices.iter().filter(|matrix| matrix.n() > 0).collect();
    let gap = |rate: fn(&ConfusionMatrix) -> Option<Proportion>| spread(matrices.iter().map(|matrix| rate(matrix)));
    let sensitivity = gap(ConfusionMatrix::sensitivity);
    let false_alarms = gap(ConfusionMatrix::false_positive_rate);
    Fairness {
        threshold: threshold.get(),
        demographic_parity_difference: gap(ConfusionMatrix::flagged),
        equal_opportunity_difference: sensitivity,
        equalized_odds_difference: sensitivity.zip(false_alarms).map(|(a, b)| a.max(b)),
    }
}

/// Largest minus smallest; `None` when there is nothing or something undefined.
fn spread(rates: impl Iterator<Item = Option<Proportion>>) -> Option<f64> {
    let rates = rates.map(|rate| rate.map(Proportion::value)).collect::<Option<Vec<f64>>>()?;
    let smallest = rates.iter().copied().reduce(f64::min)?;
    let largest = rates.iter().copied().reduce(f64::max)?;
    Some(largest - smallest)
}

/// A group with fewer patients with the condition says too little to be compared.
pub const FEWEST_POSITIVES: u64 = 20;

/// How one group's rate differs from that of a reference group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateGap {
    /// The group, as an index into [`ScoredTestSet::groups`].
    pub group: usize,
    /// Its rate; `None` when undefined.
    pub rate: Option<Proportion>,
    /// Its rate minus that of the reference group, from −1 to 1; `None` when either is undefined.
    pub difference: Option<f64>,
    /// Newcombe's 95 % interval of the difference: a gap whose interval holds 0 may be chance.
    pub ci: Option<Interval>,
}

/// Every group's `rate` at `threshold` beside that of group `reference`, which itself is left out.
/// Empty when there is no such group. `rate` is, for example, [`ConfusionMatrix::sensitivity`].
#[must_use]
pub fn rate_gaps(
    set: &ScoredTestSet,
    threshold: Threshold,
    reference: usize,
    rate: fn(&ConfusionMatrix) -> Option<Proportion>,
) -> Vec<RateGap> {
    let Some(base) = set.group(reference).map(|group| rate(&group.at(threshold))) else { return Vec::new() };
    let others = (0..set.groups().len()).filter(|&group| group != reference);
    others
        .map(|group| {
            let own = rate(&set.group_at(group, threshold));
            let both = own.zip(base);
            RateGap {
                group,
                rate: own,
                difference: both.map(|(own, base)| own.value() - base.value()),
                ci: both.map(|(own, base)| own.newcombe(base)),
            }
        })
        .collect()
}
