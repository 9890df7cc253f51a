//! The words of a dataset that figures need.

use crate::metrics::ScoredTestSet;

/// What the condition is called, and what the curve shown is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The condition as a noun: "sepsis".
    pub condition: String,
    /// What the curve or population shown is: "on the ward"; empty where the words around the chart say it.
    pub shown: String,
}

impl Words {
    /// "with sepsis".
    #[must_use]
    pub fn with(&self) -> String {
        tr!("with {}", self.condition)
    }

    /// "without sepsis".
    #[must_use]
    pub fn without(&self) -> String {
        tr!("without {}", self.condition)
    }

    /// "On the ward: histogram": `text` begun with what is shown, if that has a name.
    pub(super) fn begin(&self, text: &str) -> String {
        if self.shown.is_empty() { sentence_case(text) } else { format!("{}: {text}", sentence_case(&self.shown)) }
    }
}

/// Something else to compare with, drawn dashed behind: the other population, a pinned state.
#[derive(Debug, Clone, Copy)]
pub struct Ghost<'a> {
    /// Its scores.
    pub set: &'a ScoredTestSet,
    /// What it is: "on paper".
    pub label: &'a str,
}

/// A threshold or score, with as many decimals as its last step needs, two at least and three at most: "0.10".
#[must_use]
pub fn score(value: f64) -> String {
    let fine = format!("{value:.3}");
    fine.strip_suffix('0').map_or_else(|| fine.clone(), str::to_owned)
}

/// "On the ward": the words at the start of a sentence.
#[must_use]
pub fn sentence_case(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
