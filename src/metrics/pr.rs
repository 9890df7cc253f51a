//! The precision-recall curve and average precision.

use serde::Serialize;

use super::{ScoredTestSet, Step, finite};

/// One operating point of the precision-recall curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PrPoint {
    /// Recall, that is sensitivity, from 0 to 1.
    pub recall: f64,
    /// Precision, that is PPV, from 0 to 1. Always defined: at a score that somebody has, somebody is flagged.
    pub precision: f64,
    /// The threshold that gives this point.
    pub threshold: f64,
}

/// One point per distinct score, from the highest threshold down; empty when nobody has the condition.
///
/// There is no made-up point at recall 0 (scikit-learn adds one with precision 1).
#[must_use]
pub fn pr(set: &ScoredTestSet) -> Vec<PrPoint> {
    if set.positives() == 0 {
        return Vec::new();
    }
    let positives = set.positives() as f64;
    let (mut tp, mut flagged) = (0, 0);
    set.steps()
        .map(|Step { score, with, without }| {
            tp += with;
            flagged += with + without;
            PrPoint { recall: tp as f64 / positives, precision: tp as f64 / flagged as f64, threshold: score }
        })
        .collect()
}

/// Average precision, from 0 to 1: the step-wise sum of precision times the recall gained, without interpolation.
/// `None` when nobody has the condition (scikit-learn warns and says 0).
/// Source: scikit-learn's `average_precision_score`; why not to interpolate: Davis and Goadrich 2006,
/// doi:10.1145/1143844.1143874.
#[must_use]
pub fn average_precision(set: &ScoredTestSet) -> Option<f64> {
    let (mut tp, mut flagged, mut sum) = (0, 0, 0.0);
    for Step { with, without, .. } in set.steps() {
        tp += with;
        flagged += with + without;
        sum += with as f64 * (tp as f64 / flagged as f64);
    }
    finite(sum / set.positives() as f64)
}
