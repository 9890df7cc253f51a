//! The same test in another place: where more or fewer have the condition, and those who have it and those who do not are scored as
//! here.

use super::{ConfusionMatrix, ScoredTestSet, finite};
use crate::num::{Probability, Proportion};

/// What a threshold does at another prevalence, as shares of all patients there; they add up to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Elsewhere {
    /// With the condition and flagged.
    pub found: f64,
    /// With the condition and not flagged.
    pub missed: f64,
    /// Without it and flagged.
    pub false_alarms: f64,
    /// Without it and not flagged.
    pub left: f64,
}

impl Elsewhere {
    /// The decisions of `matrix` where `prevalence` have the condition, sensitivity and specificity staying as they are. `None` where
    /// one of these is needed and undefined; at a prevalence of 0 the sensitivity is not needed, at 1 the specificity.
    #[must_use]
    pub fn of(matrix: &ConfusionMatrix, prevalence: Probability) -> Option<Self> {
        let with = prevalence.get();
        let part = |share: f64, rate: Option<Proportion>| {
            if share <= 0.0 { Some(0.0) } else { rate.map(|rate| share * rate.value()) }
        };
        let found = part(with, matrix.sensitivity())?;
        let left = part(1.0 - with, matrix.specificity())?;
        Some(Self { found, missed: with - found, false_alarms: 1.0 - with - left, left })
    }

    /// The share flagged.
    #[must_use]
    pub fn flagged(&self) -> f64 {
        self.found + self.false_alarms
    }

    /// Positive predictive value; `None` when nobody is flagged.
    #[must_use]
    pub fn ppv(&self) -> Option<f64> {
        finite(self.found / self.flagged())
    }

    /// Negative predictive value; `None` when everybody is flagged.
    #[must_use]
    pub fn npv(&self) -> Option<f64> {
        finite(self.left / (self.left + self.missed))
    }
}

/// Observed over expected number with the condition where `prevalence` have it and nobody has told the model: 1 where it was
/// calibrated for. `None` without patients of a class that is needed, and where nothing is expected.
#[must_use]
pub fn observed_expected_elsewhere(set: &ScoredTestSet, prevalence: Probability) -> Option<f64> {
    let with = prevalence.get();
    let all = [set.scores_with().len(), set.scores_without().len()];
    let mean = |class: usize| {
        let mut only = [0, 0];
        only[class] = all[class];
        finite(set.expected_of(only) / all[class] as f64)
    };
    let part = |share: f64, class: usize| if share <= 0.0 { Some(0.0) } else { mean(class).map(|mean| share * mean) };
    finite(with / (part(with, 0)? + part(1.0 - with, 1)?))
}

/// By how much every log odds must be moved when a model leaves a place where `from` have the condition for one where `to` do:
/// `ln(to / (1 − to)) − ln(from / (1 − from))`. `None` where either is 0 or 1.
/// Source: Saerens, Latinne and Decaestecker 2002, doi:10.1162/089976602753284446.
#[must_use]
pub fn intercept_shift(from: Probability, to: Probability) -> Option<f64> {
    let log_odds = |share: Probability| finite(libm::log(share.get()) - libm::log1p(-share.get()));
    Some(log_odds(to)? - log_odds(from)?)
}

/// So many patients who stand for those of `set` at another prevalence: scores and outcomes, those with the condition first. As many
/// have it as the prevalence gives, to the nearest whole patient; within a class every k-th by score. Fewer where `set` lacks a class
/// that is needed.
#[must_use]
pub fn stand_ins(set: &ScoredTestSet, prevalence: Probability, patients: usize) -> (Vec<f64>, Vec<bool>) {
    let with = (prevalence.get() * patients as f64).round() as usize;
    let pick = |scores: &[f64], wanted: usize| -> Vec<f64> {
        let wanted = if scores.is_empty() { 0 } else { wanted };
        (0..wanted).map(|place| scores[(2 * place + 1) * scores.len() / (2 * wanted)]).collect()
    };
    let (sick, well) = (pick(set.scores_with(), with), pick(set.scores_without(), patients - with));
    let outcomes = [vec![true; sick.len()], vec![false; well.len()]].concat();
    ([sick, well].concat(), outcomes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::observed_expected_ratio;
    use crate::num::Threshold;
    use proptest::prelude::*;

    fn share(value: f64) -> Probability {
        Probability::clamped(value)
    }

    #[test]
    fn gigerenzers_mammograms() {
        // 1 % have it, 90 % of them are found, 9 % of the others alarmed: 9 of 98 alerts are right (doi:10.1136/bmj.327.7417.741).
        let matrix = ConfusionMatrix { tp: 90, fn_: 10, fp: 9, tn: 91 };
        let here = Elsewhere::of(&matrix, share(0.01)).expect("both classes");
        assert!((1000.0 * here.found - 9.0).abs() < 1e-9 && (1000.0 * here.flagged() - 98.1).abs() < 1e-9);
        assert!((here.ppv().expect("alerts") - 9.0 / 98.1).abs() < 1e-12);
    }

    #[test]
    fn nobody_and_everybody_having_it() {
        let matrix = ConfusionMatrix { tp: 8, fn_: 2, fp: 5, tn: 15 };
        let nobody = Elsewhere::of(&matrix, share(0.0)).expect("defined");
        assert_eq!((nobody.ppv(), nobody.npv()), (Some(0.0), Some(1.0)));
        let everybody = Elsewhere::of(&matrix, share(1.0)).expect("defined");
        assert_eq!((everybody.ppv(), everybody.npv()), (Some(1.0), Some(0.0)));
        let only_well = ConfusionMatrix { tp: 0, fn_: 0, fp: 5, tn: 15 };
        assert_eq!(Elsewhere::of(&only_well, share(0.1)), None);
        assert!(Elsewhere::of(&only_well, share(0.0)).is_some());
        let none_flagged = ConfusionMatrix { tp: 0, fn_: 3, fp: 0, tn: 7 };
        assert_eq!(Elsewhere::of(&none_flagged, share(0.3)).and_then(|here| here.ppv()), None);
        assert_eq!(intercept_shift(share(0.0), share(0.5)), None);
        assert!((intercept_shift(share(0.2), share(0.5)).expect("defined") - 4.0_f64.ln()).abs() < 1e-12);
    }

    proptest! {
        /// Patients repeated until as many have it as wanted: the ordinary figures of these are the figures there.
        #[test]
        fn another_place_is_the_same_patients_in_another_mix(
            with in prop::collection::vec(0..=20_u32, 1..20), without in prop::collection::vec(0..=20_u32, 1..20),
            times in (1..6_usize, 1..6_usize), at in 0..=20_u32,
        ) {
            let rows = |times: [usize; 2]| {
                let mut scores = Vec::new();
                let mut labels = Vec::new();
                for (class, own) in [(true, &with), (false, &without)] {
                    for &score in own {
                        for _ in 0..times[usize::from(!class)] {
                            scores.push(f64::from(score) / 20.0);
                            labels.push(class);
                        }
                    }
                }
                ScoredTestSet::new(&scores, &labels, None).expect("scores")
            };
            let (here, there) = (rows([1, 1]), rows([times.0, times.1]));
            let threshold = Threshold::clamped(f64::from(at) / 20.0);
            let prevalence = share(there.prevalence().expect("patients").value());
            let found = Elsewhere::of(&here.at(threshold), prevalence).expect("both classes");
            let matrix = there.at(threshold);
            let n = there.n() as f64;
            for (own, count) in [(found.found, matrix.tp), (found.missed, matrix.fn_), (found.false_alarms, matrix.fp), (found.left, matrix.tn)] {
                prop_assert!((own - count as f64 / n).abs() < 1e-12);
            }
            match (observed_expected_elsewhere(&here, prevalence), observed_expected_ratio(&there)) {
                (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-9 * b.max(1.0)),
                (a, b) => prop_assert_eq!(a, b),
            }
        }

        #[test]
        fn stand_ins_are_decided_on_like_those_they_stand_for(
            rows in prop::collection::vec((0..=20_u32, any::<bool>()), 0..60), prevalence in 0.0..=1.0_f64, at in 0..=20_u32,
        ) {
            let scores: Vec<f64> = rows.iter().map(|row| f64::from(row.0) / 20.0).collect();
            let labels: Vec<bool> = rows.iter().map(|row| row.1).collect();
            let set = ScoredTestSet::new(&scores, &labels, None).expect("scores");
            let (scores, labels) = stand_ins(&set, share(prevalence), 1000);
            let threshold = Threshold::clamped(f64::from(at) / 20.0);
            let drawn = ConfusionMatrix::count(&scores, &labels, threshold);
            if let Some(here) = Elsewhere::of(&set.at(threshold), share(prevalence)).filter(|_| drawn.n() == 1000) {
                prop_assert!((drawn.tp as f64 - 1000.0 * here.found).abs() <= 1.5, "{drawn:?} {here:?}");
                prop_assert!((drawn.fp as f64 - 1000.0 * here.false_alarms).abs() <= 1.5, "{drawn:?} {here:?}");
            }
        }
    }
}
