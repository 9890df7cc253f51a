//! Where in the window a word can be seen at work.

use serde::Deserialize;

/// A room of the window and what stands in it. The window matches on it without a rest, so that a place that is here is
/// there too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The dataset, how it was collected and where the model is used.
    Patients,
    /// How the data came to be: the causal diagram.
    Causes,
    /// The classifier, its inputs and settings.
    Model,
    /// What the model knows by heart: training against held-out patients.
    Learning,
    /// Scores, ROC curve, confusion matrix and 1,000 people.
    Line,
    /// The ROC curve alone.
    Roc,
    /// Precision and recall alone.
    RightAlerts,
    /// Calibration alone.
    Calibration,
    /// The decision curve alone.
    Decision,
    /// The cost curve alone.
    Cost,
    /// The gain curve alone.
    Gain,
    /// Every rate at every threshold.
    Rates,
    /// Rules for choosing the threshold, and what it asks of the ward.
    Rules,
    /// What chance could have made of every figure.
    Chance,
    /// The same test where the condition is rarer or more common.
    Elsewhere,
    /// The groups side by side.
    Groups,
    /// What could be done against bias.
    Measures,
    /// Paper against ward.
    Sides,
    /// Month by month.
    Months,
    /// A supplier's claim.
    Claim,
    /// The learner's own judgement before and after the model's answer.
    You,
    /// Why one patient has this risk.
    Why,
    /// Pinned states compared.
    Changed,
}

impl Place {
    /// All places, in the order of the rooms.
    pub const ALL: [Self; 23] = [
        Self::Patients,
        Self::Causes,
        Self::Model,
        Self::Learning,
        Self::Line,
        Self::Roc,
        Self::RightAlerts,
        Self::Calibration,
        Self::Decision,
        Self::Cost,
        Self::Gain,
        Self::Rates,
        Self::Rules,
        Self::Chance,
        Self::Elsewhere,
        Self::Groups,
        Self::Measures,
        Self::Sides,
        Self::Months,
        Self::Claim,
        Self::You,
        Self::Why,
        Self::Changed,
    ];
}
