//! A learner's way through an exercise: what was guessed, answered, looked at and met.
//!
//! A guess is locked before results are shown, and never changed afterwards; whoever knows the matter passes over it. Nothing here
//! draws, stores or measures time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::facts::{Facts, Finding, State};
use super::{Answer, Answers, Asked, Exercise, Kind, Operand, Passage, Sight, Step};
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};

/// What came of a prediction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// It was locked.
    Locked,
    /// It was passed over.
    Passed,
}

/// What the answer to a question is, once it may be shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Truth {
    /// To a number, in the unit asked for.
    Number(f64),
    /// To a point, across first, both from 0 to 100.
    Point([f64; 2]),
    /// To a choice.
    Choice(String),
}

/// An exercise under way.
#[derive(Clone)]
pub struct Run {
    exercise: Arc<Exercise>,
    step: usize,
    finished: bool,
    answers: Answers,
    settled: Vec<(String, Settled)>,
    seen: BTreeSet<Sight>,
    cards: BTreeSet<String>,
    hints: usize,
    /// Hints taken in the steps before.
    taken: usize,
    helped: BTreeSet<usize>,
    /// What was true of each prediction when its step was done.
    truths: BTreeMap<String, Truth>,
    start: Option<Arc<State>>,
    before: Option<Arc<State>>,
}

impl Run {
    /// At the beginning.
    #[must_use]
    pub const fn new(exercise: Arc<Exercise>) -> Self {
        Self {
            exercise,
            step: 0,
            finished: false,
            answers: Answers::new(),
            settled: Vec::new(),
            seen: BTreeSet::new(),
            cards: BTreeSet::new(),
            hints: 0,
            taken: 0,
            helped: BTreeSet::new(),
            truths: BTreeMap::new(),
            start: None,
            before: None,
        }
    }

    /// Where somebody left off. What of `passage` no longer fits the exercise, because the file was changed, is left out.
    #[must_use]
    pub fn resumed(exercise: Arc<Exercise>, passage: &Passage) -> Self {
        let mut run = Self::new(exercise);
        run.step = passage.step.min(run.exercise.steps.len().saturating_sub(1));
        let asked: Vec<Asked> = run.exercise.asked().cloned().collect();
        let fits = |id: &String, answer: &Answer| {
            let kind = asked.iter().find(|asked| asked.id == *id).and_then(|asked| asked.kind().ok());
            kind.is_some_and(|kind| answer.fits(&kind))
        };
        let answers = passage.answers.iter().filter(|(id, answer)| fits(id, answer));
        run.answers = answers.map(|(id, answer)| (id.clone(), answer.clone())).collect();
        let settled = |id: &String| {
            let settled = if run.answers.contains_key(id) { Settled::Locked } else { Settled::Passed };
            (id.clone(), settled)
        };
        run.settled = passage.settled.iter().map(settled).collect();
        run.seen = passage.seen.iter().copied().collect();
        run.cards = passage.cards.clone();
        run.helped = passage.helped.iter().copied().collect();
        run.truths = passage.truths.clone();
        run.taken = passage.hints;
        run
    }

    /// What is kept of the run, for another day; `scenario` is what stands.
    #[must_use]
    pub fn passage(&self, scenario: &Scenario) -> Passage {
        Passage {
            done: self.finished,
            step: self.step,
            answers: self.answers.clone(),
            settled: self.settled.iter().map(|(id, _)| id.clone()).collect(),
            seen: self.seen.iter().copied().collect(),
            helped: self.helped.iter().copied().collect(),
            cards: self.cards.clone(),
            truths: self.truths.clone(),
            hints: self.hints_taken(),
            before: self.before.as_ref().map(|before| before.scenario()),
            scenario: Some(scenario.clone()),
        }
    }

    /// Takes down how things stood as the exercise, and as the step before, was done: for a run that is resumed.
    pub fn stood(&mut self, start: Arc<State>, before: Arc<State>) {
        (self.start, self.before) = (Some(start), Some(before));
    }

    /// What was true of a prediction when its step was done.
    #[must_use]
    pub fn truth_then(&self, id: &str) -> Option<&Truth> {
        self.truths.get(id)
    }

    /// The exercise.
    #[must_use]
    pub const fn exercise(&self) -> &Arc<Exercise> {
        &self.exercise
    }

    /// The step that is open, counted from 0.
    #[must_use]
    pub const fn number(&self) -> usize {
        self.step
    }

    /// The step that is open; `None` once all are done.
    #[must_use]
    pub fn step(&self) -> Option<&Step> {
        self.exercise.steps.get(self.step).filter(|_| !self.finished)
    }

    /// Whether every step is done.
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        self.finished
    }

    /// What was answered.
    #[must_use]
    pub const fn answers(&self) -> &Answers {
        &self.answers
    }

    /// How many hints were taken in all.
    #[must_use]
    pub const fn hints_taken(&self) -> usize {
        self.taken + self.hints
    }

    /// Whether the answer to a step was shown.
    #[must_use]
    pub fn was_helped(&self, step: usize) -> bool {
        self.helped.contains(&step)
    }

    /// Takes down how things stand as the exercise, or a step of it, begins; only the first call after either does.
    pub fn begin(&mut self, now: &Arc<State>) {
        self.start.get_or_insert_with(|| Arc::clone(now));
        self.before.get_or_insert_with(|| Arc::clone(now));
    }

    /// Whether it is taken down how things stood.
    #[must_use]
    pub const fn has_begun(&self) -> bool {
        self.start.is_some()
    }

    /// The prediction that is to be made before results are shown; `None` when there is none left in this step.
    #[must_use]
    pub fn prediction(&self) -> Option<&Asked> {
        self.step()?.predictions.iter().find(|asked| self.settled(&asked.id).is_none())
    }

    /// What came of a prediction.
    #[must_use]
    pub fn settled(&self, id: &str) -> Option<Settled> {
        self.settled.iter().find(|(known, _)| known == id).map(|(_, settled)| *settled)
    }

    /// Locks the prediction that is open; one that does not fit the question changes nothing. Returns whether it did.
    pub fn lock(&mut self, answer: Answer) -> bool {
        let Some(asked) = self.prediction() else { return false };
        if !asked.kind().is_ok_and(|kind| answer.fits(&kind)) {
            return false;
        }
        let id = asked.id.clone();
        self.answers.insert(id.clone(), answer);
        self.settled.push((id, Settled::Locked));
        true
    }

    /// Passes over the prediction that is open.
    pub fn pass(&mut self) {
        if let Some(id) = self.prediction().map(|asked| asked.id.clone()) {
            self.settled.push((id, Settled::Passed));
        }
    }

    /// Answers a question of the step, again if need be; one that does not fit, and a prediction, changes nothing.
    pub fn answer(&mut self, id: &str, answer: Answer) {
        let asked = self.step().and_then(|step| step.questions.iter().find(|asked| asked.id == id));
        if asked.and_then(|asked| asked.kind().ok()).is_some_and(|kind| answer.fits(&kind)) {
            self.answers.insert(id.to_owned(), answer);
        }
    }

    /// Whether something was looked at or tried.
    #[must_use]
    pub fn has_seen(&self, sight: Sight) -> bool {
        self.seen.contains(&sight)
    }

    /// Forgets that the scene of the step was watched, so that it plays once more.
    pub fn watch_again(&mut self) {
        self.seen.remove(&Sight::Demonstration);
    }

    /// Something was looked at or tried. What lies under a cover is not seen.
    pub fn see(&mut self, sight: Sight) {
        if self.prediction().is_none() && !self.finished {
            self.seen.insert(sight);
        }
    }

    /// The cards of evidence that lie open.
    #[must_use]
    pub const fn cards(&self) -> &BTreeSet<String> {
        &self.cards
    }

    /// The cards on the table: those of the step that is open, or of the last one before it that had any.
    #[must_use]
    pub fn evidence(&self) -> Option<&super::Cards> {
        let steps = self.exercise.steps.iter().take(self.step + 1).rev();
        steps.filter_map(|step| step.cards.as_ref()).map(|(_, cards)| cards).next()
    }

    /// Whether cards can still be turned over, or only be read.
    #[must_use]
    pub fn may_turn_cards(&self) -> bool {
        self.step().is_some_and(|step| step.cards.is_some())
    }

    /// How many more cards may lie open; `None` where there are none.
    #[must_use]
    pub fn tokens_left(&self) -> Option<usize> {
        let cards = self.evidence()?;
        let open = cards.card.iter().filter(|card| self.cards.contains(&card.id)).count();
        Some(cards.tokens.saturating_sub(open))
    }

    /// Turns a card of the step over, or hands it back; without a token left, none is turned over.
    pub fn turn_card(&mut self, id: &str) {
        let known =
            self.step().and_then(|step| step.cards.as_ref()).is_some_and(|(_, cards)| cards.named(id).is_some());
        if known && !self.cards.remove(id) && self.tokens_left() > Some(0) {
            self.cards.insert(id.to_owned());
        }
    }

    /// What an open card says, as things stand; `None` before the step has begun.
    #[must_use]
    pub fn told(&self, card: &super::Card, now: &State, scenario: &Scenario) -> Option<String> {
        Some(card.told(&self.facts(now, scenario)?))
    }

    /// The hints of this step that were asked for.
    #[must_use]
    pub fn hints(&self) -> &[String] {
        self.step().map_or(&[], |step| &step.hints[..self.hints.min(step.hints.len())])
    }

    /// Asks for the next hint; there may be none.
    pub fn hint(&mut self) {
        let most = self.step().map_or(0, |step| step.hints.len());
        self.hints = (self.hints + 1).min(most);
    }

    fn facts<'a>(&'a self, now: &'a State, scenario: &'a Scenario) -> Option<Facts<'a>> {
        let (start, before) = (self.start.as_deref()?, self.before.as_deref()?);
        let (answers, seen, cards) = (&self.answers, &self.seen, &self.cards);
        Some(Facts { now, scenario, start, before, answers, seen, cards })
    }

    /// What came of each condition of the step, in order; empty before it has begun and at the end. A question that was passed over
    /// counts as met where a condition only asks for its answer.
    #[must_use]
    pub fn findings(&self, now: &State, scenario: &Scenario) -> Vec<Finding> {
        let (Some(facts), Some(step)) = (self.facts(now, scenario), self.step()) else { return Vec::new() };
        let passed = |check: &super::Check| {
            let questions = check.questions();
            !questions.is_empty() && questions.iter().all(|id| self.settled(id) == Some(Settled::Passed))
        };
        let told = |condition: &super::Condition| {
            let found = facts.find(&condition.check);
            let met = found.met || passed(&condition.check);
            Finding { met, text: condition.words.clone().unwrap_or(found.text) }
        };
        step.checks.iter().map(told).collect()
    }

    /// Whether the step is done: nothing is left to predict, and every condition is met.
    #[must_use]
    pub fn is_met(&self, now: &State, scenario: &Scenario) -> bool {
        self.prediction().is_none() && {
            let findings = self.findings(now, scenario);
            !findings.is_empty() && findings.iter().all(|finding| finding.met)
        }
    }

    /// Goes on to the next step, or to the end; only from a step that is done.
    pub fn next(&mut self, now: &Arc<State>, scenario: &Scenario) {
        if !self.is_met(now, scenario) {
            return;
        }
        self.note_truths(now, scenario);
        self.go_on(Some(Arc::clone(now)));
    }

    fn note_truths(&mut self, now: &State, scenario: &Scenario) {
        let asked: Vec<Asked> =
            self.step().map_or_else(Vec::new, |step| step.predictions.iter().chain(&step.questions).cloned().collect());
        for asked in asked {
            if let Some(truth) = self.truth(&asked, now, scenario) {
                self.truths.insert(asked.id, truth);
            }
        }
    }

    /// Goes on without doing the step: "skip, I know this".
    pub fn skip(&mut self, now: &Arc<State>) {
        self.helped.insert(self.step);
        self.go_on(Some(Arc::clone(now)));
    }

    fn go_on(&mut self, before: Option<Arc<State>>) {
        self.taken += self.hints;
        (self.hints, self.before) = (0, before);
        if self.step + 1 < self.exercise.steps.len() {
            self.step += 1;
            if self.exercise.steps[self.step].scene.is_some() {
                self.seen.remove(&Sight::Demonstration);
            }
            if self.exercise.steps[self.step].begin.is_some() {
                // What stands is about to be changed; how things stood is taken down once it was.
                self.before = None;
            }
        } else {
            self.finished = true;
        }
    }

    /// The answer to a question as things stand; `None` where it has none, or where it is undefined.
    #[must_use]
    pub fn truth(&self, asked: &Asked, now: &State, scenario: &Scenario) -> Option<Truth> {
        let truth = asked.truth.as_ref()?;
        match asked.kind().ok()? {
            Kind::Choice(_) => Some(Truth::Choice(truth.clone())),
            Kind::Point { .. } => {
                let facts = self.facts(now, scenario)?;
                let [across, up] = super::answer::point_truth(truth).ok()?.map(|operand| facts.number(&operand));
                Some(Truth::Point([across?, up?]))
            }
            _ => {
                let operand = Operand::parse(truth).ok()?;
                self.facts(now, scenario)?.number(&operand).map(Truth::Number)
            }
        }
    }

    /// The step's solution: guesses still open are passed over, its answers are given, what it looks at counts as seen. Returns the set-up with what
    /// it sets laid over `scenario`; `None` where the exercise has none that fits.
    pub fn show_answer(&mut self, scenario: &Scenario, recipe: &crate::data::recipe::Recipe) -> Option<Scenario> {
        let solved = self.exercise.head.solution.get(self.step)?.clone();
        let part = tr!("solution {}", self.step + 1);
        let played = self.exercise.played(self.step, scenario, recipe).ok()?;
        let next = self.exercise.patched(played.last().unwrap_or(scenario), &solved.set, recipe, &part).ok()?;
        self.helped.insert(self.step);
        // A guess that nobody made is put into nobody's mouth.
        while self.prediction().is_some() {
            self.pass();
        }
        for (id, answer) in solved.answer {
            self.answer(&id, answer);
        }
        self.seen.extend(&solved.see);
        if !solved.take.is_empty() {
            self.cards = solved.take.into_iter().collect();
        }
        Some(next)
    }
}
