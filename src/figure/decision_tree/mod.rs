//! A decision tree, drawn: groups of patients as plates, each parted by a question, and the way of one patient through them.
//!
//! A tree may have hundreds of groups; a picture shows those below one group, as many levels as there is room for. A plate with
//! more below it says how many groups follow, and leads there.

mod plan;
#[cfg(feature = "gui")]
mod screen;

pub use plan::{Plan, Seat};
#[cfg(feature = "gui")]
pub use screen::{TreeResponse, show_decision_tree};

use super::axis::{count, percent};
use crate::num::Threshold;

/// What the picture's signs mean.
pub const NOTE: &str = tr_noop!(
    "The bar at the foot of a plate is the share who had it; the thick line is the patient\u{2019}s way. A plate \
                        with more groups below it can be opened."
);

/// A tree and a patient's way through it.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionTree {
    /// The groups; the first is everybody, and a group comes before those that it is parted into.
    pub groups: Vec<Group>,
    /// The groups through which the patient comes, from the first on; empty without a patient.
    pub path: Vec<usize>,
    /// What the patient is called: "Patient No 12".
    pub patient: String,
    /// What the condition is called.
    pub condition: String,
    /// The risk from which on patients are flagged.
    pub threshold: Threshold,
}

/// A group of training patients.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The question that parts it; `None` where the tree ends.
    pub question: Option<Asked>,
    /// How many training patients it holds (sum of weights).
    pub patients: f64,
    /// How many of them had the condition.
    pub with_condition: f64,
    /// The risk that patients who end here are given, from 0 to 1.
    pub risk: f64,
}

/// A question with two answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// "Lactate above 2.35 mmol/L?"
    pub words: String,
    /// What the patient has: "4.1 mmol/L"; empty without a patient.
    pub answer: String,
    /// The group of those for whom it is not so.
    pub no: usize,
    /// The group of those for whom it is.
    pub yes: usize,
}

impl DecisionTree {
    /// The group at `index`; the first if there is none.
    fn group(&self, index: usize) -> &Group {
        self.groups.get(index).unwrap_or(&self.groups[0])
    }

    /// The two groups that one is parted into, those who answer no first.
    #[must_use]
    pub fn children(&self, index: usize) -> Option<[usize; 2]> {
        self.groups.get(index)?.question.as_ref().map(|question| [question.no, question.yes])
    }

    /// The group that `index` is a part of; `None` for the first.
    #[must_use]
    pub fn parent(&self, index: usize) -> Option<usize> {
        let parts =
            |group: &Group| group.question.as_ref().is_some_and(|asked| asked.no == index || asked.yes == index);
        self.groups.iter().position(parts)
    }

    /// In how many groups those of `index` end.
    #[must_use]
    pub fn ends_below(&self, index: usize) -> usize {
        let (mut ends, mut open) = (0, vec![index]);
        while let Some(next) = open.pop() {
            match self.children(next) {
                Some(children) => open.extend(children),
                None => ends += 1,
            }
        }
        ends
    }

    /// Whether patients who end in a group are flagged.
    #[must_use]
    pub fn is_flagged(&self, index: usize) -> bool {
        self.group(index).risk >= self.threshold.get()
    }

    /// How a group lies on the way of the patient: the answer that led there, and what it leads to.
    fn said(&self, index: usize) -> String {
        let group = self.group(index);
        let (patients, with) = (group.patients.round() as u64, group.with_condition.round() as u64);
        tr!("{} of {} had {}, {}", count(with), count(patients), self.condition, percent(group.risk))
    }

    /// The patient's way in sentences, one for each question and one for its end; a single one without questions.
    #[must_use]
    pub fn steps(&self) -> Vec<String> {
        let mut steps = Vec::new();
        for pair in self.path.windows(2) {
            let Some(question) = &self.group(pair[0]).question else { continue };
            let answer = if pair[1] == question.yes { tr!("yes") } else { tr!("no") };
            let own = if question.answer.is_empty() { String::new() } else { format!(" ({})", question.answer) };
            steps.push(format!("{} {answer}{own}: {}.", question.words, self.said(pair[1])));
        }
        if let Some(&end) = self.path.last() {
            let flag = if self.is_flagged(end) { tr!("flagged") } else { tr!("not flagged") };
            steps.push(tr!("{} ends at a risk of {}, {flag}.", self.patient, percent(self.group(end).risk), flag));
        }
        steps
    }

    /// The picture in sentences, for a screen reader.
    #[must_use]
    pub fn alt(&self) -> String {
        let everybody = tr!("Everybody: {}.", self.said(0));
        let shape = match self.ends_below(0) {
            1 => tr!("A tree that asks nothing: everybody gets the same risk.").to_owned(),
            ends => tr!("A decision tree that parts the training patients into {ends} groups.", ends),
        };
        format!("{shape} {everybody} {}", self.steps().join(" ")).trim_end().to_owned()
    }

    /// One plate in words: its question or its end, and whether the patient comes there.
    #[must_use]
    pub fn plate(&self, index: usize) -> String {
        let group = self.group(index);
        let asks = match &group.question {
            Some(question) => tr!("{} {} groups below", question.words, self.ends_below(index)),
            None if self.is_flagged(index) => tr!("The end, flagged").to_owned(),
            None => tr!("The end, not flagged").to_owned(),
        };
        let here = if self.path.contains(&index) { tr!(". {} comes here", self.patient) } else { String::new() };
        format!("{}: {asks}{here}", self.said(index))
    }
}

#[cfg(test)]
mod tests;
