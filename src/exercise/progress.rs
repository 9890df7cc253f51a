//! What is kept of a learner's way: on this machine only, as a small file that a person can read, hand on and delete.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Answers, Sight, Truth};
use crate::scenario::Scenario;

/// One exercise, as far as somebody came.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Passage {
    /// Whether every step is done.
    pub done: bool,
    /// The step that was open, counted from 0.
    pub step: usize,
    /// How many hints were taken.
    pub hints: usize,
    /// Predictions that were locked or passed over.
    pub settled: Vec<String>,
    /// What was looked at.
    pub seen: Vec<Sight>,
    /// Cards of evidence that lay open.
    pub cards: BTreeSet<String>,
    /// Steps of which the answer was shown, or that were passed over.
    pub helped: Vec<usize>,
    /// What was answered.
    pub answers: Answers,
    /// What was true of each prediction when its step was done.
    pub truths: BTreeMap<String, Truth>,
    /// The set-up as the step before was done.
    pub before: Option<Scenario>,
    /// The set-up as it was left.
    pub scenario: Option<Scenario>,
}

/// Every exercise that was begun.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// The exercise that was open last.
    pub last: Option<String>,
    /// By the exercise's id.
    pub exercises: BTreeMap<String, Passage>,
}

impl Progress {
    /// Reads what [`Self::to_toml`] wrote. What cannot be read is no progress: a learner starts anew rather than not at all.
    #[must_use]
    pub fn read(text: &str) -> Self {
        toml::from_str(text).unwrap_or_default()
    }

    /// As a text; `None` where something in it cannot be written, which no set-up that was read can cause.
    #[must_use]
    pub fn to_toml(&self) -> Option<String> {
        toml::to_string(self).ok()
    }

    /// Whether an exercise is done.
    #[must_use]
    pub fn is_done(&self, id: &str) -> bool {
        self.exercises.get(id).is_some_and(|passage| passage.done)
    }

    /// Takes down how far a run came. An exercise that was done stays done when it is begun again.
    pub fn keep(&mut self, id: &str, passage: Passage) {
        let done = passage.done || self.is_done(id);
        self.last = (!passage.done).then(|| id.to_owned());
        self.exercises.insert(id.to_owned(), Passage { done, ..passage });
    }
}
