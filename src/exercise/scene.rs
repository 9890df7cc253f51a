//! Where a step begins, and what it plays by itself before the learner's turn.

use std::sync::Arc;

use serde::Deserialize;

use super::{Exercise, ExerciseError};
use crate::data::recipe::Recipe;
use crate::scenario::Scenario;

/// The set-up from which a step begins.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Begin {
    /// Another dataset, whose own set-up is then changed; without one, what stands is changed.
    #[serde(default)]
    pub dataset: Option<String>,
    /// What is changed, in the words of a saved scenario.
    #[serde(flatten)]
    pub set: toml::Table,
}

/// What a step plays.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scene {
    /// The moves, in order.
    #[serde(rename = "move")]
    pub moves: Vec<Move>,
}

/// One move: words that are read, and what happens to the set-up while they are.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// What is said, as Markdown.
    pub say: String,
    /// What is changed of the set-up; nothing for words alone.
    #[serde(default)]
    pub set: toml::Table,
}

/// A dataset's recipe by its id, or why there is none.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Result<Arc<Recipe>, String>;

impl Exercise {
    /// The set-up from which a step begins, with its recipe, where it has one of its own; `scenario` is what stands.
    ///
    /// # Errors
    /// [`ExerciseError`] when its dataset is unknown, or the set-up does not fit it.
    pub fn begun(
        &self,
        step: usize,
        scenario: &Scenario,
        recipes: Lookup<'_>,
    ) -> Result<Option<(Arc<Recipe>, Scenario)>, ExerciseError> {
        let Some((line, begin)) = self.steps.get(step).and_then(|step| step.begin.as_ref()) else { return Ok(None) };
        let id = begin.dataset.as_ref().unwrap_or(&scenario.dataset);
        let recipe = recipes(id).map_err(|what| ExerciseError { file: self.file.clone(), line: *line, what })?;
        let own = begin.dataset.is_some().then(|| Scenario::of(&recipe));
        let from = own.unwrap_or_else(|| scenario.clone());
        let begun = self.patched(&from, &begin.set, &recipe, "begin");
        begun.map(|begun| Some((recipe, begun))).map_err(|error| ExerciseError { line: *line, ..error })
    }

    /// What stands after each move of a step's scene; empty where it plays nothing.
    ///
    /// # Errors
    /// [`ExerciseError`] when a move does not fit the dataset.
    pub fn played(&self, step: usize, scenario: &Scenario, recipe: &Recipe) -> Result<Vec<Scenario>, ExerciseError> {
        let Some((line, moves)) = self.steps.get(step).and_then(|step| step.scene.as_ref()) else {
            return Ok(Vec::new());
        };
        let (mut played, mut stands) = (Vec::new(), scenario.clone());
        for one in moves {
            stands = self
                .patched(&stands, &one.set, recipe, "watch")
                .map_err(|error| ExerciseError { line: *line, ..error })?;
            played.push(stands.clone());
        }
        Ok(played)
    }
}
