//! Naive Bayes as it reasons: the odds to start with, multiplied by one likelihood ratio per input.

use crate::learn::{TableModel, Workings};

/// What one input adds.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceStep {
    /// The column of the table; all its encoded features, and their products with a group, together.
    pub column: String,
    /// The natural logarithm of the likelihood ratio: how many times as common such a value is among those with the
    /// condition as among those without it.
    pub log_ratio: f64,
    /// The log odds once this input is counted too.
    pub log_odds: f64,
    /// The risk then, from 0 to 1.
    pub risk: f64,
}

/// How a risk comes about; the steps multiply up to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The share of training patients with the condition, between 0 and 1: the risk before anything is known.
    pub prior: f64,
    /// One step per column that the model uses, the most telling first, of equal ones in the model's order.
    pub steps: Vec<EvidenceStep>,
    /// The log odds in the end.
    pub log_odds: f64,
    /// The risk in the end, from 0 to 1: that of the model.
    pub risk: f64,
}

impl Evidence {
    /// The evidence on a patient, encoded as the model reads it. `None` for any other classifier.
    #[must_use]
    pub fn new(model: &TableModel, encoded: &[f64]) -> Option<Self> {
        let Workings::NaiveBayes(bayes) = model.classifier.workings() else { return None };
        let mut steps: Vec<EvidenceStep> = Vec::new();
        for (feature, log_ratio) in model.encoder.features().iter().zip(bayes.log_likelihood_ratios(encoded)) {
            match steps.iter_mut().find(|step| step.column == feature.column) {
                Some(step) => step.log_ratio += log_ratio,
                None => {
                    let column = feature.column.clone();
                    steps.push(EvidenceStep { column, log_ratio, log_odds: 0.0, risk: 0.0 });
                }
            }
        }
        steps.sort_by(|a, b| b.log_ratio.abs().total_cmp(&a.log_ratio.abs()));
        let mut log_odds = libm::log(bayes.prior / (1.0 - bayes.prior));
        for step in &mut steps {
            log_odds += step.log_ratio;
            step.log_odds = log_odds;
            step.risk = risk_of(log_odds);
        }
        Some(Self { prior: bayes.prior, steps, log_odds, risk: risk_of(log_odds) })
    }
}

/// The risk that belongs to log odds.
fn risk_of(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}
