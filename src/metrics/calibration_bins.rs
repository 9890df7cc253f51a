//! Observed against predicted, for patients with about the same risk: the points of a calibration curve.

use serde::{Serialize, Serializer};

use super::ScoredTestSet;
use crate::num::Proportion;

/// Patients with neighbouring risks: what the model says of them, and how many have the condition.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CalibrationBin {
    /// The mean of their risks, from 0 to 1.
    pub predicted: f64,
    /// How many of them have the condition.
    #[serde(serialize_with = "counts", flatten)]
    pub observed: Proportion,
}

/// Groups of about the same size by risk, from the lowest risk up; at most `bins`, fewer where many patients share a risk, none
/// without patients. Patients who share a risk are never parted.
///
/// The bounds are the quantiles of the risks, interpolated between two patients, and a patient at a bound belongs below it: the
/// groups of scikit-learn's `calibration_curve(strategy="quantile")`.
#[must_use]
pub fn calibration_bins(set: &ScoredTestSet, bins: u32) -> Vec<CalibrationBin> {
    let n = set.n();
    if n == 0 {
        return Vec::new();
    }
    let mut from = [0, 0];
    let upper = (1..=bins).map(|bin| {
        if bin == bins {
            return [set.scores_with().len(), set.scores_without().len()];
        }
        up_to(set, quantile(set, f64::from(bin) / f64::from(bins)))
    });
    upper.filter_map(|to| of(set, std::mem::replace(&mut from, to), to)).collect()
}

/// The patients from one rank to another, both shares of all patients from 0 to 1 and cut to that, with all who share a risk with
/// the last of them; `None` where nobody is.
#[must_use]
pub fn calibration_between(set: &ScoredTestSet, from: f64, to: f64) -> Option<CalibrationBin> {
    if set.n() == 0 {
        return None;
    }
    let ends = [from, to].map(|rank| {
        let rank = rank.clamp(0.0, 1.0);
        if rank <= 0.0 { [0, 0] } else { up_to(set, quantile(set, rank)) }
    });
    of(set, ends[0], ends[1])
}

/// The patients between two counts from below, per class.
fn of(set: &ScoredTestSet, from: [usize; 2], to: [usize; 2]) -> Option<CalibrationBin> {
    let [with, without] = [0, 1].map(|class| to[class].saturating_sub(from[class]));
    let observed = Proportion::new(with as u64, (with + without) as u64)?;
    let sum = set.expected_of(to) - set.expected_of(from);
    // A mean of ones can come out a hair above 1.
    Some(CalibrationBin { predicted: (sum / observed.n() as f64).clamp(0.0, 1.0), observed })
}

/// How many patients of either class have this score or less.
fn up_to(set: &ScoredTestSet, score: f64) -> [usize; 2] {
    [set.scores_with(), set.scores_without()].map(|scores| scores.partition_point(|&other| other <= score))
}

/// The score that a share of all patients lies below, interpolated between two of them; there must be one.
fn quantile(set: &ScoredTestSet, share: f64) -> f64 {
    let place = share * (set.n() - 1) as f64;
    let (lower, part) = (place.floor(), place.fract());
    let low = nth(set, lower as u64);
    if part <= 0.0 {
        return low;
    }
    let high = nth(set, lower as u64 + 1);
    low + part * (high - low)
}

/// The score of the patient with so many before, by score; the last one's when there are not so many.
fn nth(set: &ScoredTestSet, before: u64) -> f64 {
    let before = before.min(set.n().saturating_sub(1)) as usize;
    let [a, b] = [set.scores_with(), set.scores_without()];
    // How many of the first `before + 1` belong to the first class.
    let (mut low, mut high) = ((before + 1).saturating_sub(b.len()), (before + 1).min(a.len()));
    while low < high {
        let taken = low.midpoint(high);
        let rest = before + 1 - taken;
        if rest > 0 && a[taken] < b[rest - 1] {
            low = taken + 1;
        } else {
            high = taken;
        }
    }
    let last = |scores: &[f64], count: usize| count.checked_sub(1).map_or(0.0, |last| scores[last]);
    last(a, low).max(last(b, before + 1 - low))
}

fn counts<S: Serializer>(observed: &Proportion, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Counts {
        n: u64,
        positives: u64,
        observed: f64,
    }
    Counts { n: observed.n(), positives: observed.k(), observed: observed.value() }.serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_nth_score_is_that_of_the_sorted_scores(
            rows in prop::collection::vec((0..=100_u32, any::<bool>()), 1..60), before in 0..80_u64,
        ) {
            let scores: Vec<f64> = rows.iter().map(|row| f64::from(row.0) / 100.0).collect();
            let labels: Vec<bool> = rows.iter().map(|row| row.1).collect();
            let set = ScoredTestSet::new(&scores, &labels, None).expect("scores");
            let mut sorted = scores;
            sorted.sort_by(f64::total_cmp);
            let wanted = sorted[(before as usize).min(sorted.len() - 1)];
            prop_assert_eq!(nth(&set, before).to_bits(), wanted.to_bits());
        }

        #[test]
        fn bins_hold_everyone_once(rows in prop::collection::vec((0..=10_u32, any::<bool>()), 0..60), bins in 1..12_u32) {
            let scores: Vec<f64> = rows.iter().map(|row| f64::from(row.0) / 10.0).collect();
            let labels: Vec<bool> = rows.iter().map(|row| row.1).collect();
            let set = ScoredTestSet::new(&scores, &labels, None).expect("scores");
            let found = calibration_bins(&set, bins);
            prop_assert_eq!(found.iter().map(|bin| bin.observed.n()).sum::<u64>(), set.n());
            prop_assert_eq!(found.iter().map(|bin| bin.observed.k()).sum::<u64>(), set.positives());
            let expected: f64 = found.iter().map(|bin| bin.predicted * bin.observed.n() as f64).sum();
            prop_assert!((expected - scores.iter().sum::<f64>()).abs() < 1e-9);
            prop_assert!(found.is_sorted_by(|a, b| a.predicted < b.predicted));
        }
    }
}
