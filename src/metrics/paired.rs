//! Two decisions on the same patients: how many of them differ, and whether that could be chance.

use super::Interval;
use crate::num::{Threshold, Z_95};

/// How two ways of deciding agree on the same patients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Agreement {
    /// Flagged by both.
    pub both: u64,
    /// Flagged by the first alone.
    pub first: u64,
    /// Flagged by the second alone.
    pub second: u64,
    /// Flagged by neither.
    pub neither: u64,
}

impl Agreement {
    /// Counts the patients for whom `labels` says `label`: flagged at the first threshold by the first score, and at the second
    /// by the second. Beyond the shortest of the three nobody is counted.
    #[must_use]
    pub fn count(first: (&[f64], Threshold), second: (&[f64], Threshold), labels: &[bool], label: bool) -> Self {
        let mut cells = Self::default();
        for ((&a, &b), _) in first.0.iter().zip(second.0).zip(labels).filter(|&(_, &own)| own == label) {
            *match (a >= first.1.get(), b >= second.1.get()) {
                (true, true) => &mut cells.both,
                (true, false) => &mut cells.first,
                (false, true) => &mut cells.second,
                (false, false) => &mut cells.neither,
            } += 1;
        }
        cells
    }

    /// All patients.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.both + self.first + self.second + self.neither
    }

    /// The share flagged by the second less that flagged by the first, from −1 to 1. `None` without patients.
    #[must_use]
    pub fn difference(&self) -> Option<f64> {
        super::finite((self.second as f64 - self.first as f64) / self.n() as f64)
    }

    /// 95 % interval of that difference, cut to −1..1: the Wald interval after one patient has been added to either kind of
    /// disagreement. `None` without patients. Source: Bonett and Price 2012, doi:10.3102/1076998611411915.
    #[must_use]
    pub fn difference_ci(&self) -> Option<Interval> {
        if self.n() == 0 {
            return None;
        }
        let n = self.n() as f64 + 2.0;
        let (up, down) = ((self.second as f64 + 1.0) / n, (self.first as f64 + 1.0) / n);
        let half = Z_95 * ((up + down - (up - down) * (up - down)) / n).sqrt();
        Some(Interval { lo: (up - down - half).max(-1.0), hi: (up - down + half).min(1.0) })
    }

    /// How often chance alone would split the disagreements at least as unevenly, were neither way more inclined to flag: the exact
    /// two-sided test of McNemar 1947 (doi:10.1007/BF02295996), from 0 to 1; 1 where they never disagree.
    #[must_use]
    pub fn p_value(&self) -> f64 {
        let (fewer, all) = (self.first.min(self.second), self.first + self.second);
        let log_half = all as f64 * libm::log(0.5);
        let mut log_choose = 0.0;
        let mut tail = 0.0;
        for k in 0..=fewer {
            tail += libm::exp(log_choose + log_half);
            log_choose += libm::log((all - k) as f64) - libm::log((k + 1) as f64);
        }
        (2.0 * tail).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `statsmodels.stats.contingency_tables.mcnemar(exact=True)` 0.15.0.
    #[test]
    fn the_p_value_is_that_of_statsmodels() {
        for (first, second, p) in TABLE {
            let cells = Agreement { both: 40, first, second, neither: 100 };
            assert!((cells.p_value() - p).abs() < 1e-11, "{first} {second}: {} {p}", cells.p_value());
        }
    }

    const TABLE: [(u64, u64, f64); 8] = [
        (0, 0, 1.0),
        (1, 1, 1.0),
        (0, 6, 0.03125),
        (3, 12, 0.03515625),
        (12, 3, 0.03515625),
        (40, 70, 0.005447429511444476),
        (300, 350, 0.05452994175892356),
        (1000, 1150, 0.0013063541365220237),
    ];

    #[test]
    fn agreement_counts_each_patient_of_the_class_once() {
        let labels = [true, true, true, true, false];
        let at = Threshold::clamped(0.5);
        let cells = Agreement::count((&[0.9, 0.9, 0.1, 0.1, 0.9], at), (&[0.5, 0.4, 0.6, 0.2, 0.1], at), &labels, true);
        assert_eq!(cells, Agreement { both: 1, first: 1, second: 1, neither: 1 });
        assert_eq!(cells.difference(), Some(0.0));
        let interval = cells.difference_ci().expect("patients");
        assert!((interval.lo + interval.hi).abs() < 1e-12 && interval.contains(0.0));
        let none = Agreement::default();
        assert_eq!((none.difference(), none.difference_ci()), (None, None));
        assert!((none.p_value() - 1.0).abs() < 1e-12);
    }
}
