//! How figures are said: numbers, rates and the sentence under the threshold.
//!
//! Natural frequencies come first ("48 of 70"), percentages second; an undefined rate is a dash, never a 0.

use crate::data::recipe::Recipe;
pub use crate::figure::{count, percent as share, score, sentence_case};
use crate::metrics::{ConfusionMatrix, Interval, natural_frequencies};
use crate::num::Proportion;

/// The sign for what is not defined.
pub const UNDEFINED: &str = "–";

/// "66%", or a dash.
#[must_use]
pub fn percent(rate: Option<Proportion>) -> String {
    rate.map_or_else(|| UNDEFINED.to_owned(), |rate| share(rate.value()))
}

/// "60% to 71%".
#[must_use]
pub fn interval(interval: Interval) -> String {
    tr!("{} to {}", share(interval.lo), share(interval.hi))
}

/// "48 of 70", or a dash.
#[must_use]
pub fn k_of_n(rate: Option<Proportion>) -> String {
    rate.map_or_else(|| UNDEFINED.to_owned(), |rate| tr!("{} of {}", count(rate.k()), count(rate.n())))
}

/// "0.86", or a dash.
#[must_use]
pub fn decimal(value: Option<f64>) -> String {
    value.map_or_else(|| UNDEFINED.to_owned(), |value| format!("{value:.2}"))
}

/// The live sentence without "Of 1,000 patients," at its start, for use inside another.
#[must_use]
pub fn after_of(sentence: &str) -> String {
    sentence.strip_prefix("Of 1,000 patients, ").unwrap_or(sentence).to_owned()
}

/// "7 percentage points", "1 percentage point", "0.8 percentage points": how far two shares lie apart.
#[must_use]
pub fn points(difference: f64) -> String {
    let exact = 100.0 * difference.abs();
    if (0.05..0.95).contains(&exact) {
        return tr!("{exact:.1} percentage points", exact);
    }
    let points = exact.round();
    let noun = if (points - 1.0).abs() < 0.5 { tr!("percentage point") } else { tr!("percentage points") };
    format!("{points:.0} {noun}")
}

/// "−10", "13": a share in percentage points with the sign for minus.
#[must_use]
pub fn signed(share: f64) -> String {
    let points = 100.0 * share;
    // What is not 0 is not written as 0, so that "0 to 13" never stands beside "more than chance".
    let tenth = points.abs() < 0.5 && points.abs() >= 0.05;
    let text = if tenth { format!("{points:.1}") } else { format!("{:.0}", points.round() + 0.0) };
    text.replace('-', "\u{2212}")
}

/// The live sentence: what the threshold does to 1,000 patients.
#[must_use]
pub fn live_sentence(recipe: &Recipe, matrix: &ConfusionMatrix) -> String {
    let Some(of) = natural_frequencies(matrix, 1000) else {
        return tr!("There is nobody here to decide on.").to_owned();
    };
    let has = if of.positives() == 1 { tr!("has") } else { tr!("have") };
    let alarms = if of.fp == 1 { tr!("false alarm") } else { tr!("false alarms") };
    tr!(
        "Of 1,000 patients, {} {has} {}: {} found, {} missed. {} {alarms}.",
        count(of.positives()),
        recipe.words.condition,
        count(of.tp),
        count(of.fn_),
        count(of.fp),
        has,
        alarms
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(count(7), "7");
        assert_eq!(share(0.066), "6.6%");
        assert_eq!(share(0.999), "99.9%");
        assert_eq!(percent(None), UNDEFINED);
        assert_eq!(score(0.1), "0.10");
        assert_eq!(score(0.125), "0.125");
        assert_eq!(points(0.0123), "1 percentage point");
        assert_eq!(points(-0.07), "7 percentage points");
        assert_eq!(points(0.008), "0.8 percentage points");
        assert_eq!(points(0.0), "0 percentage points");
        assert_eq!(signed(-0.104), "\u{2212}10");
        assert_eq!(signed(0.004), "0.4");
        assert_eq!(signed(-0.0001), "0");
    }
}
