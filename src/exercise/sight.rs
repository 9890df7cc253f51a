//! What a learner can be asked to have looked at or tried.

use serde::{Deserialize, Serialize};

/// Something in the window that was seen or tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sight {
    /// The ROC curve.
    Roc,
    /// The curve of precision and recall.
    PrecisionRecall,
    /// The calibration chart.
    Calibration,
    /// The decision curve.
    Decision,
    /// The results on the ward.
    Ward,
    /// The groups side by side.
    Groups,
    /// The measures against bias.
    Measures,
    /// A wish for an operating point that no threshold grants.
    ImpossibleWish,
    /// The patients of a cell of the matrix.
    Patients,
    /// One patient's account.
    Account,
    /// Other samples of the same size.
    Samples,
    /// The training against the held-out patients.
    Learning,
    /// Lines for the groups of equal sensitivity.
    EqualSensitivity,
    /// Lines for the groups of equal false-positive rates.
    EqualFalsePositives,
    /// Lines for the groups of equal positive predictive value.
    EqualPredictiveValue,
    /// How often the learner switched to the model's answer.
    SwitchRate,
    /// Every patient dealt was judged, before and after the model's answer.
    AllJudged,
    /// What a step shows was played to its end.
    Demonstration,
    /// A supplier's claim.
    Claim,
    /// The pinned states compared.
    Changed,
}

impl Sight {
    /// All of them, with the names by which checks speak of them.
    pub const ALL: [(&'static str, Self); 20] = [
        ("roc", Self::Roc),
        ("precision-recall", Self::PrecisionRecall),
        ("calibration", Self::Calibration),
        ("decision", Self::Decision),
        ("ward", Self::Ward),
        ("groups", Self::Groups),
        ("measures", Self::Measures),
        ("impossible-wish", Self::ImpossibleWish),
        ("patients", Self::Patients),
        ("account", Self::Account),
        ("samples", Self::Samples),
        ("learning", Self::Learning),
        ("equal-sensitivity", Self::EqualSensitivity),
        ("equal-false-positives", Self::EqualFalsePositives),
        ("equal-predictive-value", Self::EqualPredictiveValue),
        ("switch-rate", Self::SwitchRate),
        ("all-judged", Self::AllJudged),
        ("demonstration", Self::Demonstration),
        ("claim", Self::Claim),
        ("changed", Self::Changed),
    ];

    /// What there is to look at or to try, in words: "the ROC curve".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Roc => tr!("looked at the ROC curve"),
            Self::PrecisionRecall => tr!("looked at the curve of right alerts against found"),
            Self::Calibration => tr!("looked at the calibration chart"),
            Self::Decision => tr!("looked at the decision curve"),
            Self::Ward => tr!("looked at what happens on the ward"),
            Self::Groups => tr!("looked at the groups side by side"),
            Self::Measures => tr!("looked at what could be done against bias"),
            Self::ImpossibleWish => tr!("made a wish that no threshold grants"),
            Self::Patients => tr!("looked at the patients of a cell"),
            Self::Account => tr!("looked at one patient\u{2019}s account"),
            Self::Samples => tr!("drew other samples of the same size"),
            Self::Learning => tr!("looked at what is known by heart"),
            Self::EqualSensitivity => tr!("tried equal sensitivity in all groups"),
            Self::EqualFalsePositives => tr!("tried equal false alarms in all groups"),
            Self::EqualPredictiveValue => tr!("tried alerts that are right equally often in all groups"),
            Self::SwitchRate => tr!("seen how often you switched to the model\u{2019}s answer"),
            Self::AllJudged => tr!("judged every patient"),
            Self::Demonstration => tr!("watched it to the end"),
            Self::Claim => tr!("looked at a supplier\u{2019}s claim"),
            Self::Changed => tr!("looked at what changed"),
        }
    }

    /// The sight of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, sight)| sight)
    }

    /// The name by which checks speak of it.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, sight)| *sight == self).map_or("", |(name, _)| name)
    }
}
