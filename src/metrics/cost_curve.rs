//! What mistakes cost, wherever a miss weighs more or less and the condition is rarer or more common.
//!
//! Source: Drummond and Holte 2006, doi:10.1007/s10994-006-8199-5.

use super::{ConfusionMatrix, finite};
use crate::num::{Probability, Proportion};

/// How much misses weigh among all mistakes that could be made, from 0 to 1, where a share `prevalence` has the condition and one
/// miss is as bad as `ratio` false alarms: the horizontal axis of the cost curve. `None` for a ratio that is negative or not a
/// number, and where neither kind of mistake can be made.
#[must_use]
pub fn miss_weight(prevalence: f64, ratio: f64) -> Option<f64> {
    if ratio.is_infinite() && ratio > 0.0 && prevalence > 0.0 {
        return Some(1.0);
    }
    let (misses, alarms) = (prevalence * ratio, 1.0 - prevalence);
    finite(misses / (misses + alarms)).filter(|weight| (0.0..=1.0).contains(weight))
}

/// The expected cost of these decisions where misses weigh `weight`, as a share of the cost of deciding everything wrongly: 0 at
/// best, 1 at worst, `weight` for alarming nobody and `1 − weight` for alarming everybody. `None` where a rate that is needed is
/// undefined; one that weighs nothing is not needed.
#[must_use]
pub fn normalised_cost(matrix: &ConfusionMatrix, weight: Probability) -> Option<f64> {
    let weight = weight.get();
    let part = |share: f64, rate: Option<Proportion>| {
        if share <= 0.0 { Some(0.0) } else { rate.map(|rate| share * rate.value()) }
    };
    let miss = matrix.sensitivity().and_then(|found| Proportion::new(found.n() - found.k(), found.n()));
    Some(part(weight, miss)? + part(1.0 - weight, matrix.false_positive_rate())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cost_is_a_share_of_everything_wrong() {
        let matrix = ConfusionMatrix { tp: 80, fn_: 20, fp: 90, tn: 810 };
        // 10 % have it, and a miss counts 9 false alarms: both kinds of mistake could cost the same.
        let weight = miss_weight(0.1, 9.0).expect("defined");
        assert!((weight - 0.5).abs() < 1e-12);
        let cost = normalised_cost(&matrix, Probability::clamped(weight)).expect("both classes");
        // 20 misses at 9 and 90 false alarms, of 100 at 9 and 900.
        assert!((cost - (20.0 * 9.0 + 90.0) / (100.0 * 9.0 + 900.0)).abs() < 1e-12, "{cost}");
        let nobody = ConfusionMatrix { tp: 0, fn_: 100, fp: 0, tn: 900 };
        let everybody = ConfusionMatrix { tp: 100, fn_: 0, fp: 900, tn: 0 };
        for weight in [0.0, 0.3, 1.0].map(Probability::clamped) {
            assert!((normalised_cost(&nobody, weight).expect("defined") - weight.get()).abs() < 1e-12);
            assert!((normalised_cost(&everybody, weight).expect("defined") - (1.0 - weight.get())).abs() < 1e-12);
        }
    }

    #[test]
    fn what_cannot_be_weighed_is_undefined() {
        assert_eq!(miss_weight(0.1, -1.0), None);
        assert_eq!(miss_weight(0.1, f64::NAN), None);
        assert_eq!(miss_weight(1.0, 0.0), None);
        assert_eq!(miss_weight(0.1, f64::INFINITY), Some(1.0));
        assert_eq!(miss_weight(0.0, 9.0), Some(0.0));
        let only_sick = ConfusionMatrix { tp: 3, fn_: 1, fp: 0, tn: 0 };
        assert_eq!(normalised_cost(&only_sick, Probability::clamped(0.5)), None);
        assert_eq!(normalised_cost(&only_sick, Probability::clamped(1.0)), Some(0.25));
    }
}
