//! The answers to a dataset's own questions, group by group on either side.

use crate::data::question::Question;
use crate::data::recipe::Recipe;
use crate::data::{Column, MISSING};
use crate::metrics::Interval;
use crate::num::{Proportion, Threshold, Z_95};

use super::derived::Side;

/// Of the patients asked, the mean of their answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The group; `None` for everyone.
    pub group: Option<String>,
    /// How many were asked.
    pub asked: u64,
    /// The mean of their answers, from 0 to 1; `None` without anybody.
    pub share: Option<f64>,
    /// Its 95 % interval: Wilson's for yes and no, otherwise 1.96 standard errors of the mean, kept within 0 to 1.
    pub interval: Option<Interval>,
}

/// The answer of every group of `side`, compared by `group_by`, and of everyone, the last.
#[must_use]
pub fn answers(
    question: &Question,
    recipe: &Recipe,
    side: &Side,
    group_by: Option<&str>,
    threshold: Threshold,
) -> Vec<Answer> {
    let table = &side.cohort.table;
    let each = question.answers(recipe, &side.cohort, &side.scores, threshold.get());
    let everyone = || each.iter().copied().flatten();
    let mut found = Vec::new();
    if let Some(Column::Category { codes, levels }) = group_by.and_then(|name| table.column(name)) {
        for (number, level) in levels.iter().enumerate() {
            let own = codes.iter().zip(&each).filter(|(code, _)| **code != MISSING && **code as usize == number);
            found.push(mean(Some(level.clone()), own.filter_map(|(_, answer)| *answer)));
        }
    }
    found.push(mean(None, everyone()));
    found
}

fn mean(group: Option<String>, answers: impl Iterator<Item = f64>) -> Answer {
    let answers: Vec<f64> = answers.collect();
    let n = answers.len() as f64;
    let total: f64 = answers.iter().sum();
    let share = (!answers.is_empty()).then(|| total / n);
    let plain = answers.iter().all(|answer| answer.fract().abs() <= 0.0);
    let interval = share.and_then(|share| {
        if plain {
            return Proportion::new(total as u64, answers.len() as u64).map(Proportion::wilson);
        }
        let spread: f64 = answers.iter().map(|answer| (answer - share) * (answer - share)).sum();
        let half = Z_95 * (spread / (n * (n - 1.0).max(1.0))).sqrt();
        Some(Interval { lo: (share - half).max(0.0), hi: (share + half).min(1.0) })
    });
    Answer { group, asked: answers.len() as u64, share, interval }
}
