//! How figures are said: numbers, rates and the sentence under the threshold.
//!
//! Natural frequencies come first ("48 of 70"), percentages second; an undefined rate is a dash, never a 0.

use crate::data::recipe::Recipe;
use crate::metrics::{ConfusionMatrix, Interval, natural_frequencies};
use crate::num::Proportion;

/// The sign for what is not defined.
pub const UNDEFINED: &str = "–";

/// "66%", or a dash.
#[must_use]
pub fn percent(rate: Option<Proportion>) -> String {
    rate.map_or_else(|| UNDEFINED.to_owned(), |rate| share(rate.value()))
}

/// "66%": whole per cents from 10 % to 90 %, one decimal beyond, where a whole one hides too much.
#[must_use]
pub fn share(value: f64) -> String {
    let percent = value * 100.0;
    if percent <= 0.0 || percent >= 100.0 || (9.95..=90.05).contains(&percent) {
        format!("{percent:.0}%")
    } else {
        format!("{percent:.1}%")
    }
}

/// "60% to 71%".
#[must_use]
pub fn interval(interval: Interval) -> String {
    format!("{} to {}", share(interval.lo), share(interval.hi))
}

/// "48 of 70", or a dash.
#[must_use]
pub fn k_of_n(rate: Option<Proportion>) -> String {
    rate.map_or_else(|| UNDEFINED.to_owned(), |rate| format!("{} of {}", count(rate.k()), count(rate.n())))
}

/// "0.86", or a dash.
#[must_use]
pub fn decimal(value: Option<f64>) -> String {
    value.map_or_else(|| UNDEFINED.to_owned(), |value| format!("{value:.2}"))
}

/// "12,345".
#[must_use]
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A threshold or score, with as many decimals as its last step needs.
#[must_use]
pub fn score(value: f64) -> String {
    let fine = format!("{value:.3}");
    fine.strip_suffix('0').map_or(fine.clone(), str::to_owned)
}

/// The live sentence: what the threshold does to 1,000 patients.
#[must_use]
pub fn live_sentence(recipe: &Recipe, matrix: &ConfusionMatrix) -> String {
    let Some(of) = natural_frequencies(matrix, 1000) else {
        return "There is nobody here to decide on.".to_owned();
    };
    let has = if of.positives() == 1 { "has" } else { "have" };
    let alarms = if of.fp == 1 { "false alarm" } else { "false alarms" };
    format!(
        "Of 1,000 patients, {} {has} {}: {} found, {} missed. {} {alarms}.",
        count(of.positives()),
        recipe.words.condition,
        count(of.tp),
        count(of.fn_),
        count(of.fp)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(count(7), "7");
        assert_eq!(count(1_000), "1,000");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(share(0.066), "6.6%");
        assert_eq!(share(0.5), "50%");
        assert_eq!(share(1.0), "100%");
        assert_eq!(share(0.999), "99.9%");
        assert_eq!(percent(None), UNDEFINED);
        assert_eq!(score(0.1), "0.10");
        assert_eq!(score(0.125), "0.125");
    }
}
