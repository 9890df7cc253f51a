//! The three kinds of number that the rest of Cutpoint is about: a probability, a threshold and a proportion.

use serde::{Deserialize, Serialize};

/// The 97.5th percentile of the standard normal distribution, for two-sided 95 % intervals.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// A number that was meant to lie between 0 and 1 and does not.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{}", tr!("found {found}, expected a number from 0 to 1", found = .found))]
pub struct OutOfRange {
    /// What was found.
    pub found: f64,
}

/// The predicted probability of *has the condition*: finite, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Probability(f64);

/// The score at and above which a patient is flagged (`score >= threshold`): finite, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Threshold(f64);

macro_rules! unit_interval {
    ($name:ident) => {
        impl $name {
            /// Takes a finite number from 0 to 1.
            ///
            /// # Errors
            /// [`OutOfRange`] for anything else, NaN and infinities included.
            pub fn new(value: f64) -> Result<Self, OutOfRange> {
                if (0.0..=1.0).contains(&value) { Ok(Self(value)) } else { Err(OutOfRange { found: value }) }
            }

            /// The nearest allowed value; NaN becomes 0.
            #[must_use]
            pub fn clamped(value: f64) -> Self {
                if value.is_nan() { Self(0.0) } else { Self(value.clamp(0.0, 1.0)) }
            }

            /// The number itself, from 0 to 1.
            #[must_use]
            pub const fn get(self) -> f64 {
                self.0
            }
        }

        impl TryFrom<f64> for $name {
            type Error = OutOfRange;
            fn try_from(value: f64) -> Result<Self, OutOfRange> {
                Self::new(value)
            }
        }

        impl From<$name> for f64 {
            fn from(value: $name) -> f64 {
                value.0
            }
        }
    };
}

unit_interval!(Probability);
unit_interval!(Threshold);

/// `k` of `n`, with `n` at least 1: what a rate is made of, so that the screen can say "18 of 20".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proportion {
    k: u64,
    n: u64,
}

impl Proportion {
    /// `k` of `n`; `None` when `n` is 0, where no rate is defined, or when `k` exceeds `n`.
    #[must_use]
    pub const fn new(k: u64, n: u64) -> Option<Self> {
        if n == 0 || k > n { None } else { Some(Self { k, n }) }
    }

    /// The numerator.
    #[must_use]
    pub const fn k(self) -> u64 {
        self.k
    }

    /// The denominator, at least 1.
    #[must_use]
    pub const fn n(self) -> u64 {
        self.n
    }

    /// `k / n`, from 0 to 1.
    #[must_use]
    pub fn value(self) -> f64 {
        self.k as f64 / self.n as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probability_is_finite_and_from_0_to_1() {
        assert!(Probability::new(0.0).is_ok() && Probability::new(1.0).is_ok());
        for bad in [-1e-12, 1.0 + 1e-12, f64::NAN, f64::INFINITY] {
            assert!(Threshold::new(bad).is_err(), "{bad} was taken");
        }
        assert_eq!(Threshold::clamped(f64::NAN).get().to_bits(), 0f64.to_bits());
    }

    #[test]
    fn a_proportion_of_nobody_is_undefined() {
        assert_eq!(Proportion::new(0, 0), None);
        assert_eq!(Proportion::new(2, 1), None);
        assert_eq!(Proportion::new(18, 20).map(Proportion::value), Some(0.9));
    }
}
