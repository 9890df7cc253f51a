//! What a learner hands in: what was guessed, done and met. No name unless one is typed, no clock, no machine.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Answer, Run, Truth};
use crate::data::wrong_key::finding;

/// A question as it was answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// Its name in the exercise.
    pub id: String,
    /// The question.
    pub ask: String,
    /// The answer.
    pub answer: Answer,
    /// Whether it is a sentence of the learner's own, which no summary repeats.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own_words: bool,
    /// What was true when the step was done, where the question has an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub truth: Option<Truth>,
}

/// One finished exercise of one learner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Says what this file is; always the same.
    pub kind: String,
    /// The exercise's id.
    pub exercise: String,
    /// Its title.
    pub title: String,
    /// The learner's name, only if one was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How many steps there were.
    pub steps: usize,
    /// How many of them were done without being shown or passed over.
    pub done_alone: usize,
    /// How many hints were taken.
    pub hints: usize,
    /// Every question that was answered, in order.
    #[serde(default)]
    pub answers: Vec<Answered>,
}

/// What [`Record::kind`] says.
const KIND: &str = "cutpoint record";

impl Record {
    /// The record of a run; blanks around a name are no name.
    #[must_use]
    pub fn of(run: &Run, name: &str) -> Self {
        let exercise = run.exercise();
        let answered = |asked: &super::Asked| {
            let answer = run.answers().get(&asked.id)?.clone();
            let truth = run.truth_then(&asked.id).cloned();
            let own_words = matches!(asked.kind(), Ok(super::Kind::Text));
            Some(Answered { id: asked.id.clone(), ask: asked.ask.clone(), answer, own_words, truth })
        };
        let steps = exercise.steps.len();
        let name = name.trim();
        Self {
            kind: KIND.to_owned(),
            exercise: exercise.id.clone(),
            title: exercise.head.title.clone(),
            name: (!name.is_empty()).then(|| name.to_owned()),
            steps,
            done_alone: (0..steps).filter(|step| !run.was_helped(*step)).count(),
            hints: run.hints_taken(),
            // What was shown to somebody is not what they said.
            answers: (0..steps)
                .filter(|step| !run.was_helped(*step))
                .flat_map(|step| exercise.steps[step].predictions.iter().chain(&exercise.steps[step].questions))
                .filter_map(answered)
                .collect(),
        }
    }

    /// Reads a record.
    ///
    /// # Errors
    /// What was found and what was expected.
    pub fn read(text: &str) -> Result<Self, String> {
        let record: Self = toml::from_str(text).map_err(|error| finding(&error))?;
        if record.kind != KIND {
            return Err(tr!("found kind = \"{}\", expected \"{KIND}\"", record.kind, KIND));
        }
        Ok(record)
    }

    /// As a text; `None` where something in it cannot be written, which no answer can cause.
    #[must_use]
    pub fn to_toml(&self) -> Option<String> {
        toml::to_string(self).ok()
    }
}

/// What a class said to one question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassQuestion {
    /// The question's name in the exercise.
    pub id: String,
    /// The question.
    pub ask: String,
    /// How many answered it.
    pub answers: usize,
    /// For numbers all answers, ascending; empty otherwise.
    pub numbers: Vec<f64>,
    /// For intervals and points the pairs that were answered.
    pub pairs: Vec<[f64; 2]>,
    /// For numbers the middle of all answers (of an even number, the mean of the two middle ones); `None` otherwise.
    pub median: Option<f64>,
    /// For numbers the least and the greatest.
    pub range: Option<[f64; 2]>,
    /// For choices how many took each, the most frequent first; of texts nothing.
    pub counts: Vec<(String, usize)>,
    /// What was true, where all records that say so agree.
    pub truth: Option<Truth>,
}

/// What a class did with one exercise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassExercise {
    /// The exercise's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How many records there are.
    pub records: usize,
    /// How many did every step alone.
    pub alone: usize,
    /// Hints taken, by all together.
    pub hints: usize,
    /// What they answered.
    pub questions: Vec<ClassQuestion>,
}

/// The records among files that were read, and why each other file is none; a file is its name with its text, or with what went wrong.
pub fn gather(files: impl IntoIterator<Item = (String, Result<String, String>)>) -> (Vec<Record>, Vec<String>) {
    let (mut records, mut left_out) = (Vec::new(), Vec::new());
    for (name, text) in files {
        match text.and_then(|text| Record::read(&text)) {
            Ok(record) => records.push(record),
            Err(problem) => left_out.push(tr!("{name}: {problem}; left out.", name, problem)),
        }
    }
    (records, left_out)
}

/// Merges records into what a class did, by exercise. Names are not in it.
#[must_use]
pub fn class(records: &[Record]) -> Vec<ClassExercise> {
    let mut by_exercise: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    for record in records {
        by_exercise.entry(&record.exercise).or_default().push(record);
    }
    let merged = by_exercise.into_iter().map(|(id, records)| {
        let mut ids: Vec<&Answered> = Vec::new();
        for answered in records.iter().flat_map(|record| &record.answers) {
            if !ids.iter().any(|known| known.id == answered.id) {
                ids.push(answered);
            }
        }
        ClassExercise {
            id: id.to_owned(),
            title: records[0].title.clone(),
            records: records.len(),
            alone: records.iter().filter(|record| record.done_alone == record.steps).count(),
            hints: records.iter().map(|record| record.hints).sum(),
            questions: ids.into_iter().map(|first| question(first, &records)).collect(),
        }
    });
    merged.collect()
}

fn question(first: &Answered, records: &[&Record]) -> ClassQuestion {
    let all: Vec<&Answered> =
        records.iter().flat_map(|record| &record.answers).filter(|answered| answered.id == first.id).collect();
    let (mut numbers, mut pairs): (Vec<f64>, Vec<[f64; 2]>) = (Vec::new(), Vec::new());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for answered in &all {
        match &answered.answer {
            Answer::Number(number) => numbers.push(*number),
            Answer::Words(_) if answered.own_words => {}
            Answer::Words(words) => *counts.entry(words).or_default() += 1,
            Answer::Several(chosen) => chosen.iter().for_each(|one| *counts.entry(one).or_default() += 1),
            Answer::Interval(ends) => pairs.push(*ends),
            Answer::Point { x, y } => pairs.push([*x, *y]),
        }
    }
    numbers.sort_by(f64::total_cmp);
    let mut counts: Vec<(String, usize)> = counts.into_iter().map(|(words, count)| (words.to_owned(), count)).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let truths: Vec<&Truth> = all.iter().filter_map(|answered| answered.truth.as_ref()).collect();
    let agree = truths.windows(2).all(|pair| pair[0] == pair[1]);
    ClassQuestion {
        id: first.id.clone(),
        ask: first.ask.clone(),
        answers: all.len(),
        median: median(&numbers),
        range: numbers.first().zip(numbers.last()).map(|(least, most)| [*least, *most]),
        numbers,
        pairs,
        counts,
        truth: truths.first().filter(|_| agree).map(|truth| (*truth).clone()),
    }
}

fn median(sorted: &[f64]) -> Option<f64> {
    let middle = sorted.len().checked_sub(1)? / 2;
    Some(if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle], sorted[middle + 1]) })
}
