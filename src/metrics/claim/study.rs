//! What the study behind a claim can have shown: the people behind its rates, and the intervals these leave.

use super::{Claim, Doubt, doubt, ppv_of};
use crate::metrics::{ConfusionMatrix, Interval};
use crate::num::Proportion;

/// How many were studied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Patients with the condition.
    pub with: Option<u64>,
    /// Patients without it.
    pub without: Option<u64>,
    /// Whether they were worked out from a prevalence and rounded to whole people.
    pub rounded: bool,
}

impl Counts {
    /// Those that a claim states, or that follow from what it states.
    #[must_use]
    pub fn of(claim: &Claim) -> Self {
        let prevalence = claim.prevalence.filter(|p| *p > 0.0 && *p < 1.0);
        match (claim.patients, claim.with_condition, prevalence) {
            (Some(all), Some(with), _) => Self { with: Some(with), without: all.checked_sub(with), rounded: false },
            (Some(all), None, Some(prevalence)) => {
                let with = ((all as f64 * prevalence).round() as u64).min(all);
                Self { with: Some(with), without: Some(all - with), rounded: true }
            }
            (None, Some(with), Some(prevalence)) => {
                let without = (with as f64 * (1.0 - prevalence) / prevalence).round() as u64;
                Self { with: Some(with), without: Some(without), rounded: true }
            }
            (_, with, _) => Self { with, without: None, rounded: false },
        }
    }
}

/// A claimed rate and the people behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// As claimed, from 0 to 1.
    pub claimed: f64,
    /// The whole people whose share comes nearest; `None` where their number is unknown or 0.
    pub people: Option<Proportion>,
}

impl Share {
    pub(super) fn new(claimed: f64, of: Option<u64>) -> Self {
        let people = of.and_then(|n| Proportion::new(((claimed * n as f64).round() as u64).min(n), n));
        Self { claimed, people }
    }

    /// Wilson's 95 % interval; `None` where the number of people is unknown or 0.
    #[must_use]
    pub fn interval(&self) -> Option<Interval> {
        self.people.map(Proportion::wilson)
    }

    /// The claimed rate and the ends of its interval; without an interval, the rate three times.
    pub(super) fn three(&self) -> [f64; 3] {
        // The claimed rate is a rounded one, so that it can lie outside by a hair.
        self.interval()
            .map_or([self.claimed; 3], |range| [self.claimed, range.lo.min(self.claimed), range.hi.max(self.claimed)])
    }
}

/// What the numbers of a claim leave of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// How many were studied.
    pub counts: Counts,
    /// Found, of those with the condition.
    pub sensitivity: Option<Share>,
    /// Left alone, of those without it.
    pub specificity: Option<Share>,
    /// Right, of all.
    pub accuracy: Option<Share>,
    /// The claimed area under the ROC curve.
    pub auc: Option<f64>,
    /// The share of patients there with the condition, as claimed or by the counts.
    pub prevalence: Option<f64>,
    /// The prevalence that sensitivity, specificity and PPV together need, where none is stated.
    pub implied_prevalence: Option<f64>,
    /// The people there, where both rates and both counts are known: PPV and NPV there, with intervals, follow from it.
    pub there: Option<ConfusionMatrix>,
    /// Where the numbers contradict each other, or look like a slip.
    pub doubts: Vec<Doubt>,
}

impl Claim {
    /// What the study behind the claim can have shown.
    #[must_use]
    pub fn study(&self) -> Study {
        let counts = Counts::of(self);
        let all = self.patients.or_else(|| counts.with?.checked_add(counts.without?));
        let share =
            |claimed: Option<f64>, of| claimed.filter(|it| (0.0..=1.0).contains(it)).map(|it| Share::new(it, of));
        let (sensitivity, specificity) =
            (share(self.sensitivity, counts.with), share(self.specificity, counts.without));
        let by_counts = counts.with.zip(all).and_then(|(with, all)| Proportion::new(with, all)).map(Proportion::value);
        let exact = by_counts.filter(|_| !counts.rounded);
        let prevalence = exact.or(self.prevalence).filter(|p| *p > 0.0 && *p < 1.0);
        let there = sensitivity.and_then(|it| it.people).zip(specificity.and_then(|it| it.people));
        let there = there.map(|(found, left)| ConfusionMatrix {
            tp: found.k(),
            fp: left.n() - left.k(),
            fn_: found.n() - found.k(),
            tn: left.k(),
        });
        let study = Study {
            counts,
            sensitivity,
            specificity,
            accuracy: share(self.accuracy, all),
            auc: self.auc.filter(|auc| (0.0..=1.0).contains(auc)),
            prevalence,
            implied_prevalence: None,
            there,
            doubts: Vec::new(),
        };
        let implied_prevalence = if prevalence.is_none() { self.implied_prevalence() } else { None };
        Study { doubts: doubt::of(self, &study), implied_prevalence, ..study }
    }

    /// The prevalence at which the claimed sensitivity and specificity give the claimed PPV; `None` where none does.
    fn implied_prevalence(&self) -> Option<f64> {
        let (sensitivity, specificity, ppv) = (self.sensitivity?, self.specificity?, self.ppv?);
        let odds = ppv / (1.0 - ppv) * (1.0 - specificity) / sensitivity;
        let prevalence = crate::metrics::finite(odds / (1.0 + odds)).filter(|p| *p > 0.0 && *p < 1.0)?;
        ppv_of(sensitivity, specificity, prevalence).map(|_| prevalence)
    }
}
