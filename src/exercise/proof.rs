//! The proof of an exercise: it starts unmet, and its solution meets every check.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::check::{Check, Operand};
use super::facts::{Facts, State};
use super::{Answers, Exercise, ExerciseError, SHOWN, Sight};
use crate::data::nearest::nearest;
use crate::data::recipe::Recipe;
use crate::glossary::glossary;
use crate::pipeline::{self, Derived};
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
        let patched: Scenario = table.try_into().map_err(|error: toml::de::Error| wrong(error.message().to_owned()))?;
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

/// Proves an exercise on `recipe` with `seed` in place of the set-up's own, or with that when `None`: every name is known, no step
/// is met as it begins, and the solution meets every check.
///
/// # Errors
/// [`ProofError`]: what is not as it should be, where, and what to do.
pub fn prove(exercise: &Exercise, recipe: &Arc<Recipe>, seed: Option<u64>) -> Result<Proof, ProofError> {
    names(exercise, recipe)?;
    let wrong = |line: usize, what: String| ExerciseError { file: exercise.file.clone(), line, what };
    let mut scenario = exercise.start(recipe)?;
    if let Some(seed) = seed {
        scenario.seed = seed;
    }
    if exercise.head.solution.len() != exercise.steps.len() {
        let (steps, solved) = (exercise.steps.len(), exercise.head.solution.len());
        let what = format!("there are {steps} steps and {solved} entries [[solution]]; give each step its own");
        return Err(wrong(1, what));
    }
    let evaluate = |scenario: &Scenario, last: Option<&Arc<Derived>>, line: usize| {
        let same = last.filter(|last| last.scenario == *scenario).map(Arc::clone);
        let made = same.map_or_else(|| pipeline::evaluate(recipe, scenario).map(Arc::new), Ok);
        made.map_err(|error| wrong(line, error.to_string()))
    };
    let start = Arc::new(State::new(evaluate(&scenario, None, 1)?, &scenario));
    let mut before = Arc::clone(&start);
    let (mut answers, mut seen) = (Answers::new(), BTreeSet::<Sight>::new());
    let mut checks = 0;
    for (number, (step, solved)) in exercise.steps.iter().zip(&exercise.head.solution).enumerate() {
        let facts =
            Facts { now: &before, scenario: &scenario, start: &start, before: &before, answers: &answers, seen: &seen };
        if step.checks.iter().all(|(_, _, check)| facts.find(check).met) {
            let what =
                format!("the step \"{}\" is met as it begins; ask for something that has to be done", step.title);
            return Err(wrong(step.line, what));
        }
        let part = format!("solution {}", number + 1);
        let next = exercise.patched(&scenario, &solved.set, recipe, &part)?;
        for (id, answer) in &solved.answer {
            let asked = step.predictions.iter().chain(&step.questions).find(|asked| asked.id == *id);
            let kind = asked.and_then(|asked| asked.kind().ok());
            if !kind.is_some_and(|kind| answer.fits(&kind)) {
                let what = format!(
                    "{part}: the answer to \"{id}\" does not fit; the step must ask it, and the answer lie in its range"
                );
                return Err(wrong(exercise.line_of(&part), what));
            }
        }
        if let Some(left) = step.predictions.iter().find(|asked| !solved.answer.contains_key(&asked.id)) {
            let what = format!("{part} gives no answer to the prediction \"{}\"", left.id);
            return Err(wrong(exercise.line_of(&part), what));
        }
        answers.extend(solved.answer.clone());
        seen.extend(&solved.see);
        let now = Arc::new(State::new(evaluate(&next, Some(&before.derived), step.line)?, &next));
        scenario = next;
        let facts =
            Facts { now: &now, scenario: &scenario, start: &start, before: &before, answers: &answers, seen: &seen };
        for (line, text, check) in &step.checks {
            let found = facts.find(check);
            if !found.met {
                let seed = scenario.seed;
                let what = format!("the solution does not meet \"{text}\" with seed {seed}: {}", found.text);
                return Err(wrong(*line, what));
            }
            checks += 1;
        }
        before = now;
    }
    Ok(Proof { steps: exercise.steps.len(), checks })
}

/// Every concept, group, knob and input that the exercise names is there.
fn names(exercise: &Exercise, recipe: &Recipe) -> Result<(), ExerciseError> {
    let wrong = |line: usize, what: String| Err(ExerciseError { file: exercise.file.clone(), line, what });
    let unknown = |what: &str, found: &str, known: &[&str]| {
        let near = nearest(found, known.iter().copied());
        let near = near.map_or_else(String::new, |name| format!(" (did you mean {name}?)"));
        format!("there is no {what} \"{found}\"{near}; there are {}", known.join(", "))
    };
    // The glossary is shipped with the program; where it cannot be read, another test says so.
    let ideas: Vec<&str> =
        glossary().map(|all| all.concepts.iter().map(|concept| concept.id.as_str()).collect()).unwrap_or_default();
    for concept in &exercise.head.concepts {
        if !ideas.contains(&concept.as_str()) {
            return wrong(exercise.line_of("concepts"), unknown("idea of the glossary", concept, &ideas));
        }
    }
    let known: Vec<&str> = SHOWN.iter().map(|(name, _)| *name).collect();
    for name in &exercise.head.show {
        if !known.contains(&name.as_str()) {
            return wrong(exercise.line_of("show"), unknown("room or control", name, &known));
        }
    }
    let levels: Vec<&str> = recipe.groups().flat_map(|group| &group.levels).map(String::as_str).collect();
    let knobs: Vec<&str> = recipe.knobs.iter().map(|knob| knob.id.as_str()).collect();
    let inputs: Vec<&str> =
        recipe.variables.iter().filter(|variable| variable.is_offered()).map(|variable| variable.id.as_str()).collect();
    for step in &exercise.steps {
        for (line, _, check) in &step.checks {
            for operand in check.operands() {
                match operand {
                    Operand::Figure(named) | Operand::Interval(_, named) => {
                        if let Some(group) = named.group.as_deref().filter(|group| !levels.contains(group)) {
                            return wrong(*line, unknown("group", group, &levels));
                        }
                    }
                    Operand::Knob(_, name) if recipe.knob(name).is_none() => {
                        return wrong(*line, unknown("knob", name, &knobs));
                    }
                    _ => {}
                }
            }
            for leaf in check.leaves() {
                if let Check::Uses(input) = leaf
                    && !inputs.contains(&input.as_str())
                {
                    return wrong(*line, unknown("input", input, &inputs));
                }
            }
        }
    }
    Ok(())
}
