//! Hands that a room puts up for the answers to a question.

use super::CourseView;
use crate::exercise::{Asked, Kind};

/// The answers that a question offers; none where it is not for choosing.
fn offered_by(asked: &Asked) -> Vec<String> {
    match asked.kind() {
        Ok(Kind::Choice(offered) | Kind::Several(offered)) => offered,
        _ => Vec::new(),
    }
}

impl CourseView {
    /// The answers of the question that covers results, for which hands are counted; none without one that offers answers.
    #[must_use]
    pub fn offered(&self) -> Vec<String> {
        self.run.as_ref().and_then(|run| run.prediction()).map(offered_by).unwrap_or_default()
    }

    /// Counts one hand more for an answer of the question that covers results, or one less; `place` counts from 0.
    pub fn count_hand(&mut self, place: usize, more: bool) {
        let Some(asked) = self.run.as_ref().and_then(|run| run.prediction()) else { return };
        let Some(answer) = offered_by(asked).into_iter().nth(place) else { return };
        let called = self.tally.entry(asked.id.clone()).or_default();
        if more {
            called.push(answer);
        } else if let Some(last) = called.iter().rposition(|known| *known == answer) {
            called.remove(last);
        }
    }

    /// The answers that a question offers, each with the hands counted for it.
    #[must_use]
    pub fn hands(&self, asked: &Asked) -> Vec<(String, usize)> {
        let called = self.tally.get(&asked.id);
        let count = |answer: &String| called.map_or(0, |all| all.iter().filter(|known| *known == answer).count());
        offered_by(asked).into_iter().map(|answer| (answer.clone(), count(&answer))).collect()
    }
}
