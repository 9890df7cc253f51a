//! Patients to be judged before and after the model's answer is seen.

use rand::seq::SliceRandom;

use super::derived::Side;
use crate::num::Threshold;
use crate::rng::stream;

/// How many patients are judged.
pub const CASES: usize = 20;
/// How many of them the model misses, alarms for nothing, finds and leaves alone, where there are as many: it is wrong on four, and eight
/// have the condition.
const WANTED: [(bool, bool, usize); 4] = [(false, true, 2), (true, false, 2), (true, true, 6), (false, false, 10)];

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// The patient's row.
    pub row: usize,
    /// Whether the model would act.
    pub model: bool,
    /// Whether the patient has the condition, as the side counts it.
    pub has_it: bool,
}

/// Up to [`CASES`] patients of `side` in a random order, drawn anew by every `round`: the model is wrong on four of them wherever it is
/// wrong on as many at all. Where a kind is short, others take its place, so that the model may be wrong on fewer.
#[must_use]
pub fn deal(side: &Side, threshold: Threshold, seed: u64, round: u32) -> Vec<Case> {
    let mut rng = stream(seed, &["cases", &round.to_string()]);
    let outcomes = side.outcomes();
    let case = |row: usize| Case { row, model: side.scores[row] >= threshold.get(), has_it: outcomes[row] };
    let mut rows: Vec<usize> = (0..side.scores.len()).collect();
    rows.shuffle(&mut rng);
    let mut left = WANTED.map(|(.., count)| count);
    let (mut dealt, mut spare) = (Vec::new(), Vec::new());
    for case in rows.into_iter().map(case) {
        let kind = WANTED.iter().position(|(model, has_it, _)| (*model, *has_it) == (case.model, case.has_it));
        match kind.and_then(|kind| left.get_mut(kind)).filter(|left| **left > 0) {
            Some(left) => {
                *left -= 1;
                dealt.push(case);
            }
            // Right answers may take the place of those that are missing; more wrong ones may not.
            None if spare.len() < CASES && case.model == case.has_it => spare.push(case),
            None => {}
        }
    }
    let short = CASES.saturating_sub(dealt.len());
    dealt.extend(spare.into_iter().take(short));
    dealt.shuffle(&mut rng);
    dealt
}
