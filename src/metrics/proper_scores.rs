//! How far the risks themselves lie from what happened: Brier score and log loss.

use super::{ScoredTestSet, finite};

/// Mean squared distance between risk and outcome, from 0 (perfect) to 1. `None` without patients.
/// Source: Brier 1950, Monthly Weather Review 78:1-3.
#[must_use]
pub fn brier(set: &ScoredTestSet) -> Option<f64> {
    let with: f64 = set.scores_with().iter().map(|score| (1.0 - score) * (1.0 - score)).sum();
    let without: f64 = set.scores_without().iter().map(|score| score * score).sum();
    finite((with + without) / set.n() as f64)
}

/// Mean of −ln(risk given to what happened), in nats, from 0 (perfect) upwards. `None` without patients.
///
/// The risk given to what happened is cut to eps..1 − eps with eps = 2⁻⁵² (the machine epsilon), as scikit-learn does,
/// so a patient declared impossible costs 36.04 nats and not infinity. Source: Good 1952, J R Stat Soc B 14:107-114.
#[must_use]
pub fn log_loss(set: &ScoredTestSet) -> Option<f64> {
    let cost = |risk: f64| -libm::log(risk.clamp(f64::EPSILON, 1.0 - f64::EPSILON));
    let with: f64 = set.scores_with().iter().map(|&score| cost(score)).sum();
    let without: f64 = set.scores_without().iter().map(|&score| cost(1.0 - score)).sum();
    finite((with + without) / set.n() as f64)
}
