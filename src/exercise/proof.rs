//! The proof of an exercise: it starts unmet, and its solution meets every check.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::check::{Check, Operand};
use super::facts::{Facts, State};
use super::file::Condition;
use super::{Answers, Exercise, ExerciseError, Lookup, SHOWN, Sight, Step};
use crate::data::nearest::nearest;
use crate::data::recipe::Recipe;
use crate::data::wrong_key::finding;
use crate::glossary::glossary;
use crate::pipeline;
use crate::scenario::Scenario;

/// What a proven exercise holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// How many steps.
    pub steps: usize,
    /// How many conditions in all.
    pub checks: usize,
}

/// Why an exercise is not proven. Each is an [`ExerciseError`] in shape: file, line, remedy.
pub type ProofError = ExerciseError;

impl Exercise {
    /// The set-up with which it begins.
    ///
    /// # Errors
    /// [`ExerciseError`] when `start` names what the dataset lacks or a value out of range.
    pub fn start(&self, recipe: &Recipe) -> Result<Scenario, ExerciseError> {
        self.patched(&Scenario::of(recipe), &self.head.start, recipe, "start")
    }

    /// `scenario` with `patch` laid over it, table by table.
    pub(super) fn patched(
        &self,
        scenario: &Scenario,
        patch: &toml::Table,
        recipe: &Recipe,
        part: &str,
    ) -> Result<Scenario, ExerciseError> {
        let line = self.line_of(part);
        let wrong = |what: String| ExerciseError { file: self.file.clone(), line, what: format!("{part}: {what}") };
        let text = scenario.to_toml().map_err(|error| wrong(error.to_string()))?;
        let mut table: toml::Table = toml::from_str(&text).map_err(|error| wrong(error.message().to_owned()))?;
        lay_over(&mut table, patch);
        let patched: Scenario = table.try_into().map_err(|error: toml::de::Error| wrong(finding(&error)))?;
        patched.check(recipe).map_err(|error| wrong(error.to_string()))?;
        Ok(patched)
    }

    /// The line where a part of the head stands: errors of the set-up are found only once it is laid over another.
    fn line_of(&self, part: &str) -> usize {
        self.head_lines.iter().find(|(name, _)| name == part).map_or(1, |(_, line)| *line)
    }
}

fn lay_over(table: &mut toml::Table, patch: &toml::Table) {
    for (key, value) in patch {
        match (table.get_mut(key), value) {
            (Some(toml::Value::Table(own)), toml::Value::Table(patch)) => lay_over(own, patch),
            _ => {
                table.insert(key.clone(), value.clone());
            }
        }
    }
}

/// What stands while an exercise is proven.
struct Standing {
    recipe: Arc<Recipe>,
    scenario: Scenario,
    start: Arc<State>,
    before: Arc<State>,
    answers: Answers,
    seen: BTreeSet<Sight>,
    cards: BTreeSet<String>,
}

impl Standing {
    fn facts<'a>(&'a self, now: &'a State, scenario: &'a Scenario) -> Facts<'a> {
        let Self { start, before, answers, seen, cards, .. } = self;
        Facts { now, scenario, start, before, answers, seen, cards }
    }
}

/// Proves an exercise on datasets that `recipes` knows, with `seed` in place of the set-up's own, or with that when `None`: every name
/// is known, no step is met as it begins, and the solution meets every check.
///
/// # Errors
/// [`ProofError`]: what is not as it should be, where, and what to do.
pub fn prove(exercise: &Exercise, recipes: Lookup<'_>, seed: Option<u64>) -> Result<Proof, ProofError> {
    let wrong = |line: usize, what: String| ExerciseError { file: exercise.file.clone(), line, what };
    let recipe = recipes(&exercise.head.dataset).map_err(|what| wrong(exercise.line_of("dataset"), what))?;
    head_names(exercise)?;
    if exercise.head.solution.len() != exercise.steps.len() {
        let (steps, solved) = (exercise.steps.len(), exercise.head.solution.len());
        let what =
            tr!("there are {steps} steps and {solved} entries [[solution]]; give each step its own", steps, solved);
        return Err(wrong(1, what));
    }
    let sown = |scenario: Scenario| Scenario { seed: seed.unwrap_or(scenario.seed), ..scenario };
    let scenario = sown(exercise.start(&recipe)?);
    let start = state(exercise, &recipe, &scenario, None, 1)?;
    let (answers, seen, cards) = (Answers::new(), BTreeSet::new(), BTreeSet::new());
    let before = Arc::clone(&start);
    let mut standing = Standing { recipe, scenario, start, before, answers, seen, cards };
    let mut checks = 0;
    for (number, step) in exercise.steps.iter().enumerate() {
        if let Some((recipe, begun)) = exercise.begun(number, &standing.scenario, recipes)? {
            let own = step.begin.as_ref().is_some_and(|(_, begin)| begin.dataset.is_some());
            standing.scenario = if own { sown(begun) } else { begun };
            standing.before = state(exercise, &recipe, &standing.scenario, Some(&standing.before), step.line)?;
            standing.recipe = recipe;
        }
        names(exercise, step, &standing.recipe)?;
        exercise.played(number, &standing.scenario, &standing.recipe)?;
        let facts = standing.facts(&standing.before, &standing.scenario);
        if step.checks.iter().all(|condition| facts.find(&condition.check).met) {
            let what = tr!("the step \"{}\" is met as it begins; ask for something that has to be done", step.title);
            return Err(wrong(step.line, what));
        }
        let next = solved(exercise, number, &mut standing)?;
        let now = state(exercise, &standing.recipe, &next, Some(&standing.before), step.line)?;
        let facts = standing.facts(&now, &next);
        for Condition { line, text, check, .. } in &step.checks {
            let found = facts.find(check);
            if !found.met {
                let seed = next.seed;
                let what = tr!("the solution does not meet \"{text}\" with seed {seed}: {}", found.text, text, seed);
                return Err(wrong(*line, what));
            }
            checks += 1;
        }
        (standing.scenario, standing.before) = (next, now);
    }
    Ok(Proof { steps: exercise.steps.len(), checks })
}

/// The state of a set-up; that of `last` where nothing has changed.
fn state(
    exercise: &Exercise,
    recipe: &Arc<Recipe>,
    scenario: &Scenario,
    last: Option<&Arc<State>>,
    line: usize,
) -> Result<Arc<State>, ProofError> {
    let same = last.map(|last| &last.derived).filter(|last| last.scenario == *scenario && last.recipe == *recipe);
    let derived = match same {
        Some(derived) => Arc::clone(derived),
        None => Arc::new(pipeline::evaluate(recipe, scenario).map_err(|error| ExerciseError {
            file: exercise.file.clone(),
            line,
            what: error.to_string(),
        })?),
    };
    Ok(Arc::new(State::new(derived, scenario)))
}

/// Does what the solution says of a step: its answers, sights and cards are taken down, and the set-up that it leaves is returned.
fn solved(exercise: &Exercise, number: usize, standing: &mut Standing) -> Result<Scenario, ProofError> {
    let (step, solved) = (&exercise.steps[number], &exercise.head.solution[number]);
    let part = tr!("solution {}", number + 1);
    let wrong = |what: String| ExerciseError { file: exercise.file.clone(), line: exercise.line_of(&part), what };
    let played = exercise.played(number, &standing.scenario, &standing.recipe)?;
    let from = played.last().unwrap_or(&standing.scenario);
    let next = exercise.patched(from, &solved.set, &standing.recipe, &part)?;
    for (id, answer) in &solved.answer {
        let asked = step.predictions.iter().chain(&step.questions).find(|asked| asked.id == *id);
        let kind = asked.and_then(|asked| asked.kind().ok());
        if !kind.is_some_and(|kind| answer.fits(&kind)) {
            return Err(wrong(tr!(
                "{part}: the answer to \"{id}\" does not fit; the step must ask it, and the answer lie in its range",
                part,
                id
            )));
        }
    }
    if let Some(left) = step.predictions.iter().find(|asked| !solved.answer.contains_key(&asked.id)) {
        return Err(wrong(tr!("{part} gives no answer to the prediction \"{}\"", left.id, part)));
    }
    let cards = step.cards.as_ref().map(|(_, cards)| cards);
    if let Some(id) = solved.take.iter().find(|id| cards.is_none_or(|cards| cards.named(id).is_none())) {
        return Err(wrong(tr!("{part} takes the card \"{id}\", which the step does not have", part, id)));
    }
    if let Some(cards) = cards.filter(|cards| solved.take.len() > cards.tokens) {
        let (taken, tokens) = (solved.take.len(), cards.tokens);
        return Err(wrong(tr!("{part} takes {taken} cards, and there are {tokens} tokens", part, taken, tokens)));
    }
    standing.answers.extend(solved.answer.clone());
    standing.seen.extend(&solved.see);
    standing.cards.extend(solved.take.iter().cloned());
    Ok(next)
}

fn unknown(what: &str, found: &str, known: &[&str]) -> String {
    let near = nearest(found, known.iter().copied());
    let near = near.map_or_else(String::new, |name| tr!(" (did you mean {name}?)", name));
    tr!("there is no {what} \"{found}\"{near}; there are {}", known.join(", "), what, found, near)
}

/// Every idea and every room that the head names is there.
fn head_names(exercise: &Exercise) -> Result<(), ExerciseError> {
    let wrong = |line: usize, what: String| Err(ExerciseError { file: exercise.file.clone(), line, what });
    // The glossary is shipped with the program; where it cannot be read, another test says so.
    let ideas: Vec<&str> =
        glossary().map(|all| all.concepts.iter().map(|concept| concept.id.as_str()).collect()).unwrap_or_default();
    for concept in &exercise.head.concepts {
        if !ideas.contains(&concept.as_str()) {
            return wrong(exercise.line_of("concepts"), unknown(tr!("idea of the glossary"), concept, &ideas));
        }
    }
    let known: Vec<&str> = SHOWN.iter().map(|(name, _)| *name).collect();
    for name in &exercise.head.show {
        if !known.contains(&name.as_str()) {
            return wrong(exercise.line_of("show"), unknown(tr!("room or control"), name, &known));
        }
    }
    Ok(())
}

/// Every group, knob and input that a step names is there.
fn names(exercise: &Exercise, step: &Step, recipe: &Recipe) -> Result<(), ExerciseError> {
    let wrong = |line: usize, what: String| Err(ExerciseError { file: exercise.file.clone(), line, what });
    let levels: Vec<&str> = recipe.groups().flat_map(|group| &group.levels).map(String::as_str).collect();
    let knobs: Vec<&str> = recipe.knobs.iter().map(|knob| knob.id.as_str()).collect();
    let inputs: Vec<&str> =
        recipe.variables.iter().filter(|variable| variable.is_offered()).map(|variable| variable.id.as_str()).collect();
    let told: Vec<(usize, Operand)> = step
        .cards
        .iter()
        .flat_map(|(line, cards)| {
            // A card whose figures cannot be read was refused with its file.
            cards.card.iter().flat_map(|card| card.operands().unwrap_or_default()).map(|operand| (*line, operand))
        })
        .collect();
    let checked = step
        .checks
        .iter()
        .flat_map(|condition| condition.check.operands().into_iter().map(|operand| (condition.line, operand)));
    let told = told.iter().flat_map(|(line, operand)| operand.all().into_iter().map(|operand| (*line, operand)));
    for (line, operand) in checked.chain(told) {
        match operand {
            Operand::Figure(named) | Operand::Interval(_, named) => {
                if let Some(group) = named.group.as_deref().filter(|group| !levels.contains(group)) {
                    return wrong(line, unknown("group", group, &levels));
                }
            }
            Operand::Knob(_, name) if recipe.knob(name).is_none() => {
                return wrong(line, unknown("knob", name, &knobs));
            }
            _ => {}
        }
    }
    for Condition { line, check, .. } in &step.checks {
        for leaf in check.leaves() {
            if let Check::Uses(input) = leaf
                && !inputs.contains(&input.as_str())
            {
                return wrong(*line, unknown("input", input, &inputs));
            }
        }
    }
    Ok(())
}
