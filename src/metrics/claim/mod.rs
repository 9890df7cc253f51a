//! A supplier's claim: what a brochure says of a model, what its own numbers leave of it, and what to expect here.
//!
//! Every part is optional, since brochures leave out much. [`Typed`] reads what a person wrote, [`Claim::study`] works out
//! what the study behind it can have shown, [`Study::here`] carries that over to the patients here, and
//! [`Claim::not_reported`] lists what was left out.

mod doubt;
mod here;
mod study;
mod typed;

use std::collections::BTreeSet;

use serde::Deserialize;

pub use doubt::Doubt;
pub use here::{Expected, Here, Ranged, never_alarm_accuracy};
pub use study::{Counts, Share, Study};
pub use typed::{Field, Typed, Unusable};

/// Something that a brochure should report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Item {
    /// The share of those with the condition that is found.
    Sensitivity,
    /// The share of those without the condition that is left alone.
    Specificity,
    /// How many patients with the condition were studied.
    WithCondition,
    /// How many patients without the condition were studied.
    WithoutCondition,
    /// How common the condition was there.
    Prevalence,
    /// The positive predictive value.
    Ppv,
    /// The area under the ROC curve.
    Auc,
    /// The threshold at which the figures hold.
    Threshold,
    /// A test at a hospital that did not help to build the model.
    OtherHospital,
    /// Figures for each group of patients.
    Groups,
    /// Whether predicted risks came true.
    Calibration,
    /// Who decided which patients had the condition, and how.
    Labels,
    /// Whether every patient in turn was studied.
    Consecutive,
    /// What happened when staff used it.
    LiveUse,
    /// How it is watched once it is in use.
    Monitoring,
    /// Who paid for the study.
    Funding,
}

impl Item {
    /// All items, figures first, in the order in which they are listed.
    pub const ALL: [Self; 16] = [
        Self::Sensitivity,
        Self::Specificity,
        Self::WithCondition,
        Self::WithoutCondition,
        Self::Prevalence,
        Self::Ppv,
        Self::Auc,
        Self::Threshold,
        Self::OtherHospital,
        Self::Groups,
        Self::Calibration,
        Self::Labels,
        Self::Consecutive,
        Self::LiveUse,
        Self::Monitoring,
        Self::Funding,
    ];

    /// Those that are no number: a brochure states them or does not.
    pub const FACTS: [Self; 9] = [
        Self::Threshold,
        Self::OtherHospital,
        Self::Groups,
        Self::Calibration,
        Self::Labels,
        Self::Consecutive,
        Self::LiveUse,
        Self::Monitoring,
        Self::Funding,
    ];
}

/// What a brochure says. A rate is a share from 0 to 1; a number of patients is at least 1. [`Typed::read`] holds all to
/// that; a claim that breaks it gives fewer figures, never a NaN.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Claim {
    /// Found, of those with the condition.
    pub sensitivity: Option<f64>,
    /// Left alone, of those without the condition.
    pub specificity: Option<f64>,
    /// Right, of all.
    pub accuracy: Option<f64>,
    /// The area under the ROC curve.
    pub auc: Option<f64>,
    /// With the condition, of those flagged.
    pub ppv: Option<f64>,
    /// Patients studied.
    pub patients: Option<u64>,
    /// Of them, those with the condition.
    pub with_condition: Option<u64>,
    /// With the condition, of all studied; above 0 and below 1.
    pub prevalence: Option<f64>,
    /// Which of [`Item::FACTS`] it states.
    pub stated: BTreeSet<Item>,
}

impl Claim {
    /// Whether the brochure says nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What it leaves out, in the order of [`Item::ALL`]. What follows from other numbers counts as reported.
    #[must_use]
    pub fn not_reported(&self) -> Vec<Item> {
        let counts = Counts::of(self);
        let reported = |item: &Item| match item {
            Item::Sensitivity => self.sensitivity.is_some(),
            Item::Specificity => self.specificity.is_some(),
            Item::WithCondition => counts.with.is_some(),
            Item::WithoutCondition => counts.without.is_some(),
            Item::Prevalence => self.prevalence.is_some() || (counts.with.is_some() && counts.without.is_some()),
            Item::Ppv => self.ppv.is_some(),
            Item::Auc => self.auc.is_some(),
            fact => self.stated.contains(fact),
        };
        Item::ALL.into_iter().filter(|item| !reported(item)).collect()
    }
}

/// "95%", "0.5%", "33.33%": a share in per cent, with two decimals at most and none that says nothing.
fn per_cent(share: f64) -> String {
    let text = format!("{:.2}", 100.0 * share);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// "1,200".
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let first = digits.len() % 3;
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && place % 3 == first {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// PPV by Bayes' rule from sensitivity, specificity and prevalence. `None` when nobody is flagged.
fn ppv_of(sensitivity: f64, specificity: f64, prevalence: f64) -> Option<f64> {
    let (found, alarmed) = (prevalence * sensitivity, (1.0 - prevalence) * (1.0 - specificity));
    super::finite(found / (found + alarmed))
}

/// NPV by Bayes' rule. `None` when everybody is flagged.
fn npv_of(sensitivity: f64, specificity: f64, prevalence: f64) -> Option<f64> {
    let (missed, left) = (prevalence * (1.0 - sensitivity), (1.0 - prevalence) * specificity);
    super::finite(left / (left + missed))
}
