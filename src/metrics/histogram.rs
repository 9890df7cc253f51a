//! How many patients with and without the condition have which score.

use super::ScoredTestSet;

/// Counts of scores in bins of equal width from 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// Bounds of the bins, ascending from 0 to 1: one more than there are bins.
    pub edges: Vec<f64>,
    /// Patients with the condition per bin.
    pub with: Vec<u64>,
    /// Patients without the condition per bin.
    pub without: Vec<u64>,
}

/// Counts per bin by binary search: O(bins · log n), cheap enough for every frame. At least one bin.
///
/// A score on a bound belongs to the bin above it, as a patient on the threshold is flagged; a score of 1 belongs to
/// the last bin.
#[must_use]
pub fn histogram(set: &ScoredTestSet, bins: usize) -> Histogram {
    let bins = bins.max(1);
    let edges: Vec<f64> = (0..=bins).map(|bin| bin as f64 / bins as f64).collect();
    let counts = |scores: &[f64]| {
        let below = |bin: usize| {
            if bin == bins { scores.len() } else { scores.partition_point(|&score| score < edges[bin]) }
        };
        (0..bins).map(|bin| (below(bin + 1) - below(bin)) as u64).collect()
    };
    let (with, without) = (counts(set.scores_with()), counts(set.scores_without()));
    Histogram { edges, with, without }
}
