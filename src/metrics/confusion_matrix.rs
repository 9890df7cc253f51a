//! The four counts of a threshold and the rates made of them.

use serde::Serialize;

use super::finite;
use crate::num::{Proportion, Threshold};

/// How many patients stand in each cell when everyone at or above a threshold is flagged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ConfusionMatrix {
    /// True positives: flagged, and has the condition ("found").
    pub tp: u64,
    /// False positives: flagged, and does not have the condition ("false alarms").
    pub fp: u64,
    /// False negatives: not flagged, and has the condition ("missed").
    #[serde(rename = "fn")]
    pub fn_: u64,
    /// True negatives: not flagged, and does not have the condition.
    pub tn: u64,
}

impl ConfusionMatrix {
    /// Counts one patient at a time: the plain reading of the flag rule, used to check the fast one.
    ///
    /// Scores and labels beyond the shorter of the two are left out.
    #[must_use]
    pub fn count(scores: &[f64], labels: &[bool], threshold: Threshold) -> Self {
        let mut cells = Self::default();
        for (&score, &label) in scores.iter().zip(labels) {
            match (score >= threshold.get(), label) {
                (true, true) => cells.tp += 1,
                (true, false) => cells.fp += 1,
                (false, true) => cells.fn_ += 1,
                (false, false) => cells.tn += 1,
            }
        }
        cells
    }

    /// All patients.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.tp + self.fp + self.fn_ + self.tn
    }

    /// Patients who have the condition.
    #[must_use]
    pub const fn positives(&self) -> u64 {
        self.tp + self.fn_
    }

    /// Patients who do not have the condition.
    #[must_use]
    pub const fn negatives(&self) -> u64 {
        self.fp + self.tn
    }

    /// Patients flagged, rightly or not.
    #[must_use]
    pub const fn alerts(&self) -> u64 {
        self.tp + self.fp
    }

    /// Found, of those who have the condition. `None` when nobody has it.
    #[must_use]
    pub const fn sensitivity(&self) -> Option<Proportion> {
        Proportion::new(self.tp, self.positives())
    }

    /// Left alone, of those who do not have the condition. `None` when everybody has it.
    #[must_use]
    pub const fn specificity(&self) -> Option<Proportion> {
        Proportion::new(self.tn, self.negatives())
    }

    /// Missed, of those who have the condition: 1 − sensitivity. `None` when nobody has it.
    #[must_use]
    pub const fn miss_rate(&self) -> Option<Proportion> {
        Proportion::new(self.fn_, self.positives())
    }

    /// False alarms, of those who do not have the condition: 1 − specificity. `None` when everybody has it.
    #[must_use]
    pub const fn false_positive_rate(&self) -> Option<Proportion> {
        Proportion::new(self.fp, self.negatives())
    }

    /// Having the condition, of those flagged. `None` when nobody is flagged (scikit-learn says 0 or 1 here).
    #[must_use]
    pub const fn ppv(&self) -> Option<Proportion> {
        Proportion::new(self.tp, self.alerts())
    }

    /// Not having the condition, of those not flagged. `None` when everybody is flagged.
    #[must_use]
    pub const fn npv(&self) -> Option<Proportion> {
        Proportion::new(self.tn, self.fn_ + self.tn)
    }

    /// Not having the condition, of those flagged: 1 − PPV. `None` when nobody is flagged.
    #[must_use]
    pub const fn false_discovery_rate(&self) -> Option<Proportion> {
        Proportion::new(self.fp, self.alerts())
    }

    /// Having the condition, of those not flagged: 1 − NPV. `None` when everybody is flagged.
    #[must_use]
    pub const fn false_omission_rate(&self) -> Option<Proportion> {
        Proportion::new(self.fn_, self.fn_ + self.tn)
    }

    /// Flagged with the condition or not flagged without it, of all. `None` without patients.
    #[must_use]
    pub const fn accuracy(&self) -> Option<Proportion> {
        Proportion::new(self.tp + self.tn, self.n())
    }

    /// Having the condition, of all. `None` without patients.
    #[must_use]
    pub const fn prevalence(&self) -> Option<Proportion> {
        Proportion::new(self.positives(), self.n())
    }

    /// Flagged, of all: the alert rate. `None` without patients.
    #[must_use]
    pub const fn flagged(&self) -> Option<Proportion> {
        Proportion::new(self.alerts(), self.n())
    }

    /// Alerts for every 100 patients, from 0 to 100. `None` without patients.
    #[must_use]
    pub fn alerts_per_100(&self) -> Option<f64> {
        self.flagged().map(|flagged| 100.0 * flagged.k() as f64 / flagged.n() as f64)
    }

    /// Alerts for every patient found, at least 1. `None` when nobody is found.
    #[must_use]
    pub fn alerts_per_found(&self) -> Option<f64> {
        finite(self.alerts() as f64 / self.tp as f64)
    }

    /// Harmonic mean of PPV and sensitivity, from 0 to 1: `2·tp / (2·tp + fp + fn)`.
    /// `None` when nobody is flagged and nobody has the condition (scikit-learn says 0 here).
    #[must_use]
    pub fn f1(&self) -> Option<f64> {
        finite(2.0 * self.tp as f64 / (2 * self.tp + self.fp + self.fn_) as f64)
    }

    /// Matthews correlation coefficient, from −1 to 1. `None` when a row or a column of the matrix is empty
    /// (scikit-learn says 0 here). Source: Matthews 1975, doi:10.1016/0005-2795(75)90109-9.
    #[must_use]
    pub fn mcc(&self) -> Option<f64> {
        let [tp, fp, fn_, tn] = [self.tp, self.fp, self.fn_, self.tn].map(|count| count as f64);
        // Two square roots, because the product of the four sums overflows the exact integers at a million patients.
        let scale = ((tp + fp) * (tp + fn_)).sqrt() * ((tn + fp) * (tn + fn_)).sqrt();
        finite((tp * tn - fp * fn_) / scale).map(|value| value.clamp(-1.0, 1.0))
    }

    /// Youden's index, from −1 to 1: sensitivity + specificity − 1. `None` with one class only.
    /// Source: Youden 1950, Cancer 3:32-35.
    #[must_use]
    pub fn youden(&self) -> Option<f64> {
        Some(self.sensitivity()?.value() + self.specificity()?.value() - 1.0)
    }

    /// Mean of sensitivity and specificity, from 0 to 1. `None` with one class only.
    /// Source: Brodersen and others 2010, doi:10.1109/ICPR.2010.764, as scikit-learn's `balanced_accuracy_score`.
    #[must_use]
    pub fn balanced_accuracy(&self) -> Option<f64> {
        Some(f64::midpoint(self.sensitivity()?.value(), self.specificity()?.value()))
    }

    /// Sensitivity over false positive rate, at least 0. `None` with one class only and without false alarms, where it
    /// would be infinite. Source: Deeks and Altman 2004, doi:10.1136/bmj.329.7458.168.
    #[must_use]
    pub fn positive_likelihood_ratio(&self) -> Option<f64> {
        finite(self.sensitivity()?.value() / self.false_positive_rate()?.value())
    }

    /// Miss rate over specificity, at least 0. `None` with one class only and when everybody without the condition is
    /// flagged. Source: as above.
    #[must_use]
    pub fn negative_likelihood_ratio(&self) -> Option<f64> {
        finite(self.miss_rate()?.value() / self.specificity()?.value())
    }

    /// Net benefit per patient at the risk `threshold`: `tp/n − fp/n · t/(1−t)`, at most the prevalence.
    /// `None` unless 0 < t < 1, and without patients. Source: Vickers and Elkin 2006, doi:10.1177/0272989X06295361.
    #[must_use]
    pub fn net_benefit(&self, threshold: Threshold) -> Option<f64> {
        let t = threshold.get();
        if t <= 0.0 || t >= 1.0 {
            return None;
        }
        let n = self.n() as f64;
        finite(self.tp as f64 / n - self.fp as f64 / n * (t / (1.0 - t)))
    }
}

impl std::ops::Add for ConfusionMatrix {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { tp: self.tp + other.tp, fp: self.fp + other.fp, fn_: self.fn_ + other.fn_, tn: self.tn + other.tn }
    }
}
