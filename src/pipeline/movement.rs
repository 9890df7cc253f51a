//! What a moved knob moved, and what deceptively stood still: the live figures before and after, never a canned sentence.

use crate::metrics::{ConfusionMatrix, FEWEST_POSITIVES, Interval, ScoredTestSet, observed_expected_ratio};
use crate::num::{Proportion, Threshold};

use super::derived::{Derived, Population};

/// A figure that is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watched {
    /// Area under the ROC curve, from 0 to 1.
    Auc,
    /// Sensitivity at the threshold.
    Sensitivity,
    /// Positive predictive value at the threshold.
    Ppv,
    /// The share of patients flagged.
    Alerts,
    /// The share of all decisions that are right.
    Accuracy,
    /// Observed over expected number with the condition; 1 is calibrated.
    ObservedExpected,
    /// The largest difference in sensitivity between two groups.
    SensitivityGap,
}

impl Watched {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 7] = [
        Self::Sensitivity,
        Self::Alerts,
        Self::Ppv,
        Self::Auc,
        Self::ObservedExpected,
        Self::SensitivityGap,
        Self::Accuracy,
    ];

    /// The rate it is, where it is one.
    fn rate(self, matrix: &ConfusionMatrix) -> Option<Proportion> {
        match self {
            Self::Sensitivity => matrix.sensitivity(),
            Self::Ppv => matrix.ppv(),
            Self::Alerts => matrix.flagged(),
            Self::Accuracy => matrix.accuracy(),
            Self::Auc | Self::ObservedExpected | Self::SensitivityGap => None,
        }
    }
}

/// One figure on one side, before and after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Which figure.
    pub watched: Watched,
    /// On which side.
    pub side: Population,
    /// What it was; `None` where undefined.
    pub before: Option<f64>,
    /// What it is.
    pub after: Option<f64>,
    /// Whether the difference is more than two samples of this size would often show by chance, and large enough to matter.
    pub moved: bool,
}

/// A difference below this is no movement, however many patients stand behind it: a share or an area.
const NOTICEABLE: f64 = 0.02;
/// The same for observed over expected, where 1 is right.
const NOTICEABLE_RATIO: f64 = 0.1;

/// Every watched figure on both sides, `before` against `after`, each at its own scenario's threshold unless `threshold` is
/// given for both.
#[must_use]
pub fn movement(before: &Derived, after: &Derived, threshold: Threshold) -> Vec<Change> {
    let sides = [Population::Paper, Population::Ward];
    let change = |watched: Watched, side: Population| {
        let sets = [before, after].map(|derived| &derived.side(side).set);
        change(watched, side, sets, threshold)
    };
    Watched::ALL.into_iter().flat_map(|watched| sides.map(|side| change(watched, side))).collect()
}

fn change(watched: Watched, side: Population, [old, new]: [&ScoredTestSet; 2], threshold: Threshold) -> Change {
    let [(before, was), (after, is)] = [old, new].map(|set| value(watched, set, threshold));
    let noise = match (was, is) {
        // Half the width of an interval is its reach to either side; two samples vary independently.
        (Some(was), Some(is)) => (was.width() * was.width() + is.width() * is.width()).sqrt() / 2.0,
        _ => 0.0,
    };
    let least = if watched == Watched::ObservedExpected { NOTICEABLE_RATIO } else { NOTICEABLE };
    let moved = match (before, after) {
        (Some(before), Some(after)) => (after - before).abs() > noise.max(least),
        (None, None) => false,
        _ => true,
    };
    Change { watched, side, before, after, moved }
}

/// The figure and its 95 % interval, as far as it has one.
fn value(watched: Watched, set: &ScoredTestSet, threshold: Threshold) -> (Option<f64>, Option<Interval>) {
    match watched {
        Watched::Auc => (set.auc(), set.auc_ci()),
        Watched::ObservedExpected => {
            let ratio = observed_expected_ratio(set);
            // Poisson: the relative error of a count is one over its root.
            let reach = ratio.map(|ratio| crate::num::Z_95 * ratio / (set.positives().max(1) as f64).sqrt());
            (ratio, ratio.zip(reach).map(|(ratio, reach)| Interval { lo: ratio - reach, hi: ratio + reach }))
        }
        Watched::SensitivityGap => sensitivity_gap(set, threshold),
        rate => {
            let own = rate.rate(&set.at(threshold));
            (own.map(Proportion::value), own.map(Proportion::wilson))
        }
    }
}

/// The widest gap in sensitivity between two groups of enough patients, with Newcombe's interval.
fn sensitivity_gap(set: &ScoredTestSet, threshold: Threshold) -> (Option<f64>, Option<Interval>) {
    let rates = set.iter_groups().filter(|(_, group)| group.positives() >= FEWEST_POSITIVES);
    let mut rates: Vec<Proportion> = rates.filter_map(|(_, group)| group.at(threshold).sensitivity()).collect();
    rates.sort_by(|a, b| a.value().total_cmp(&b.value()));
    match (rates.first(), rates.last()) {
        (Some(low), Some(high)) if rates.len() > 1 => (Some(high.value() - low.value()), Some(high.newcombe(*low))),
        _ => (None, None),
    }
}
