//! What a claim would mean for the patients here.

use super::{Share, Study, npv_of, ppv_of};
use crate::metrics::{ConfusionMatrix, Interval, natural_frequencies};

/// Days in a week, and in a month as a month is counted here.
const WEEK: f64 = 7.0;
const MONTH: f64 = 30.0;
/// So many people stand for a population when shares become counts.
const MANY: f64 = 1e12;

/// The place of use.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Here {
    /// The share of patients with the condition, above 0 and below 1.
    pub prevalence: f64,
    /// Patients a day, above 0, where known.
    pub patients_a_day: Option<f64>,
}

/// A figure as the claim would have it, and the range that the intervals of sensitivity and specificity leave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranged {
    /// As claimed.
    pub at: f64,
    /// From the low ends to the high ends; both `at` where no interval is known.
    pub range: Interval,
}

impl Ranged {
    fn times(self, factor: f64) -> Self {
        let range = Interval { lo: self.range.lo * factor, hi: self.range.hi * factor };
        Self { at: self.at * factor, range }
    }
}

/// What to expect here.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// The place of use.
    pub here: Here,
    /// Of 1,000 patients, in whole people, as claimed.
    pub of_1000: ConfusionMatrix,
    /// The same with sensitivity and specificity at the low ends of their intervals.
    pub at_worst: ConfusionMatrix,
    /// The same at the high ends.
    pub at_best: ConfusionMatrix,
    /// Whether both rates have an interval; where one has none, its claimed value stands for it at both ends.
    pub intervals: [bool; 2],
    /// Having the condition, of those flagged, from 0 to 1. `None` when nobody is flagged at one of the ends.
    pub ppv: Option<Ranged>,
    /// Not having the condition, of those not flagged, from 0 to 1. `None` when everybody is flagged at one of the
    /// ends.
    pub npv: Option<Ranged>,
    /// Alerts for each patient found. `None` when nobody is found at one of the ends.
    pub alerts_per_found: Option<Ranged>,
    /// Right, of all, from 0 to 1.
    pub accuracy: Ranged,
    /// Alerts a day; `None` without patients a day, as all that follows.
    pub alerts_a_day: Option<Ranged>,
    /// Alerts a week.
    pub alerts_a_week: Option<Ranged>,
    /// Patients with the condition found in 30 days.
    pub found_a_month: Option<Ranged>,
    /// Patients with the condition missed in 30 days.
    pub missed_a_month: Option<Ranged>,
}

/// The accuracy of flagging nobody: everybody without the condition is right, from 0 to 1.
#[must_use]
pub fn never_alarm_accuracy(prevalence: f64) -> f64 {
    1.0 - prevalence
}

impl Study {
    /// What to expect here, if the claim carries over. `None` without sensitivity and specificity, or where the
    /// prevalence here is not between 0 and 1.
    #[must_use]
    pub fn here(&self, here: Here) -> Option<Expected> {
        let (sensitivity, specificity) = (self.sensitivity?, self.specificity?);
        let p = here.prevalence;
        if !(p > 0.0 && p < 1.0) {
            return None;
        }
        let (se, sp) = (sensitivity.three(), specificity.three());
        // Each rises with both rates, so that the ends of the rates are the ends of the figure.
        let rising = |figure: &dyn Fn(f64, f64) -> Option<f64>| ranged([se, sp], figure);
        let alerts = |se: f64, sp: f64| p * se + (1.0 - p) * (1.0 - sp);
        let flagged =
            Ranged { at: alerts(se[0], sp[0]), range: Interval { lo: alerts(se[1], sp[2]), hi: alerts(se[2], sp[1]) } };
        let found = Ranged { at: p * se[0], range: Interval { lo: p * se[1], hi: p * se[2] } };
        let missed = Ranged { at: p * (1.0 - se[0]), range: Interval { lo: p * (1.0 - se[2]), hi: p * (1.0 - se[1]) } };
        let right = |place: usize| p * se[place] + (1.0 - p) * sp[place];
        let ppv = rising(&|se, sp| ppv_of(se, sp, p));
        let inverse = |ppv: Ranged| {
            let turned =
                Ranged { at: 1.0 / ppv.at, range: Interval { lo: 1.0 / ppv.range.hi, hi: 1.0 / ppv.range.lo } };
            (turned.at.is_finite() && turned.range.hi.is_finite()).then_some(turned)
        };
        let a_day = here.patients_a_day.filter(|patients| patients.is_finite() && *patients > 0.0);
        let a_day_of = |share: Ranged, days: f64| a_day.map(|patients| share.times(patients * days));
        Some(Expected {
            here,
            of_1000: of_1000(p, se[0], sp[0])?,
            at_worst: of_1000(p, se[1], sp[1])?,
            at_best: of_1000(p, se[2], sp[2])?,
            intervals: [sensitivity, specificity].map(|share: Share| share.people.is_some()),
            ppv,
            npv: rising(&|se, sp| npv_of(se, sp, p)),
            alerts_per_found: ppv.and_then(inverse),
            accuracy: Ranged { at: right(0), range: Interval { lo: right(1), hi: right(2) } },
            alerts_a_day: a_day_of(flagged, 1.0),
            alerts_a_week: a_day_of(flagged, WEEK),
            found_a_month: a_day_of(found, MONTH),
            missed_a_month: a_day_of(missed, MONTH),
        })
    }
}

/// A figure that rises with both rates, at the claim and at both ends.
fn ranged([se, sp]: [[f64; 3]; 2], figure: &dyn Fn(f64, f64) -> Option<f64>) -> Option<Ranged> {
    Some(Ranged { at: figure(se[0], sp[0])?, range: Interval { lo: figure(se[1], sp[1])?, hi: figure(se[2], sp[2])? } })
}

fn of_1000(prevalence: f64, sensitivity: f64, specificity: f64) -> Option<ConfusionMatrix> {
    let with = (MANY * prevalence).round().clamp(1.0, MANY - 1.0);
    let (tp, tn) = ((with * sensitivity).round(), ((MANY - with) * specificity).round());
    let cells = [tp, MANY - with - tn, with - tp, tn].map(|people| people as u64);
    let [tp, fp, fn_, tn] = cells;
    natural_frequencies(&ConfusionMatrix { tp, fp, fn_, tn }, 1000)
}
