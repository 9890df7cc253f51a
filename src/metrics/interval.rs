//! 95 % intervals of rates and of differences between rates.

use serde::{Serialize, Serializer};

use crate::num::{Proportion, Z_95};

/// A two-sided 95 % interval; `lo` never exceeds `hi`. Written as `[lo, hi]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub lo: f64,
    /// Upper end.
    pub hi: f64,
}

impl Interval {
    /// `hi - lo`, at least 0.
    #[must_use]
    pub fn width(self) -> f64 {
        self.hi - self.lo
    }

    /// Whether `value` lies in it, ends included.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        (self.lo..=self.hi).contains(&value)
    }
}

impl Serialize for Interval {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.lo, self.hi).serialize(serializer)
    }
}

impl Proportion {
    /// Wilson's 95 % interval, within 0..1; sound for few patients and for rates of 0 and 1.
    /// Source: Wilson 1927, doi:10.1080/01621459.1927.10502953, without continuity correction, as statsmodels.
    #[must_use]
    pub fn wilson(self) -> Interval {
        let (k, n, z2) = (self.k() as f64, self.n() as f64, Z_95 * Z_95);
        let centre = (k + z2 / 2.0) / (n + z2);
        let half = Z_95 / (n + z2) * (k * (n - k) / n + z2 / 4.0).sqrt();
        // At 0 of n and n of n one end is the rate itself; rounding would miss it by a hair.
        let lo = if self.k() == 0 { 0.0 } else { (centre - half).max(0.0) };
        let hi = if self.k() == self.n() { 1.0 } else { (centre + half).min(1.0) };
        Interval { lo, hi }
    }

    /// Newcombe's 95 % interval of the difference `self − other` between two separate groups of patients, within −1..1.
    /// Source: Newcombe 1998, Statistics in Medicine 17:873-890, method 10.
    #[must_use]
    pub fn newcombe(self, other: Self) -> Interval {
        let (a, b) = (self.value(), other.value());
        let (wilson_a, wilson_b) = (self.wilson(), other.wilson());
        let hypotenuse = |x: f64, y: f64| (x * x + y * y).sqrt();
        Interval {
            lo: a - b - hypotenuse(a - wilson_a.lo, wilson_b.hi - b),
            hi: a - b + hypotenuse(wilson_a.hi - a, b - wilson_b.lo),
        }
    }
}
