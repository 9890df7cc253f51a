//! Is acting on the model better than acting on everybody or on nobody?

use serde::Serialize;

use super::{ConfusionMatrix, ScoredTestSet};
use crate::num::Threshold;

/// Net benefit at one risk threshold, in true positives per patient.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DecisionPoint {
    /// The risk at which one would act, strictly between 0 and 1.
    pub threshold: f64,
    /// Acting on everyone whom the model flags at this threshold.
    pub model: f64,
    /// Acting on everybody. Acting on nobody is 0 at every threshold.
    pub all: f64,
}

/// One point per threshold strictly between 0 and 1, in the order given; others have no net benefit and are left out,
/// as everything is without patients. Source: Vickers and Elkin 2006, doi:10.1177/0272989X06295361.
#[must_use]
pub fn decision_curve(set: &ScoredTestSet, thresholds: &[f64]) -> Vec<DecisionPoint> {
    let everybody = ConfusionMatrix { tp: set.positives(), fp: set.negatives(), fn_: 0, tn: 0 };
    let point = |threshold: Threshold| {
        Some(DecisionPoint {
            threshold: threshold.get(),
            model: set.at(threshold).net_benefit(threshold)?,
            all: everybody.net_benefit(threshold)?,
        })
    };
    thresholds.iter().filter_map(|&t| Threshold::new(t).ok()).filter_map(point).collect()
}
