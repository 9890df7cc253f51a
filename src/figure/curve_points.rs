//! Which thresholds a curve is drawn through, and scores by rank: binary searches only, so that a curve costs the same for a
//! thousand patients and a hundred thousand.

use crate::metrics::ScoredTestSet;

/// Points of a curve are taken at equal shares of each class, so many of each.
const SHARES: usize = 199;

/// At most 398 scores that patients have, from the highest down, spread evenly over either class.
pub(super) fn thresholds(set: &ScoredTestSet) -> Vec<f64> {
    let mut thresholds: Vec<f64> = Vec::with_capacity(2 * SHARES);
    for scores in [set.scores_with(), set.scores_without()] {
        let Some(last) = scores.len().checked_sub(1) else { continue };
        let picks = SHARES.min(scores.len());
        let step = |pick: usize| if picks < 2 { 0 } else { pick * last / (picks - 1) };
        thresholds.extend((0..picks).map(|pick| scores[step(pick)]));
    }
    thresholds.sort_by(|a, b| b.total_cmp(a));
    thresholds.dedup();
    thresholds
}

/// How many patients have a score below `score`: those with the condition, and those without.
pub(super) fn below(set: &ScoredTestSet, score: f64) -> [u64; 2] {
    [set.scores_with(), set.scores_without()].map(|scores| scores.partition_point(|&other| other < score) as u64)
}
