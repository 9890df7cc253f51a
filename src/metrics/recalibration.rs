//! Risks fitted to outcomes seen where they are used.

use super::calibration::{Row, intercept, line, separated};
use super::{ScoredTestSet, Step};

/// New log odds = `intercept + slope · log odds`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recalibration {
    /// By how much log odds are moved.
    pub intercept: f64,
    /// By how much they are stretched; 1 leaves their spread, and the order of patients is kept while it is above 0.
    pub slope: f64,
}

impl Recalibration {
    /// The recalibrated risk, from 0 to 1. A risk of 0 or 1 is first moved inside by 2⁻⁵², as for every figure of calibration.
    #[must_use]
    pub fn apply(self, risk: f64) -> f64 {
        let log_odds = Row::of(Step { score: risk, with: 0, without: 1 }).log_odds;
        1.0 / (1.0 + libm::exp(-(self.intercept + self.slope * log_odds)))
    }

    /// The risk that [`Self::apply`] turns into `risk`. `None` for a risk of 0 or 1, and for a slope that is not above 0.
    #[must_use]
    pub fn undo(self, risk: f64) -> Option<f64> {
        let inner = risk > 0.0 && risk < 1.0 && self.slope > 0.0;
        inner.then(|| {
            let log_odds = (libm::log(risk / (1.0 - risk)) - self.intercept) / self.slope;
            1.0 / (1.0 + libm::exp(-log_odds))
        })
    }
}

/// The shift of log odds under which as many are expected as have the condition: logistic recalibration in the large.
/// `None` where one class is missing. Source: Steyerberg 2019, Clinical Prediction Models, section 20.3.
#[must_use]
pub fn recalibrate_intercept(set: &ScoredTestSet) -> Option<Recalibration> {
    if set.positives() == 0 || set.negatives() == 0 {
        return None;
    }
    let rows: Vec<Row> = set.steps().map(Row::of).collect();
    intercept(&rows).map(|intercept| Recalibration { intercept, slope: 1.0 })
}

/// Intercept and slope of the logistic regression of outcomes on log odds. `None` where one class is missing, or where the two
/// do not overlap. Source: as above.
#[must_use]
pub fn recalibrate(set: &ScoredTestSet) -> Option<Recalibration> {
    if set.positives() == 0 || set.negatives() == 0 {
        return None;
    }
    let rows: Vec<Row> = set.steps().map(Row::of).collect();
    if separated(&rows) {
        return None;
    }
    let [intercept, slope] = line(&rows, intercept(&rows)?)?;
    Some(Recalibration { intercept, slope })
}
