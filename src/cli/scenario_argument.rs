//! The scenario that a command is given: a file, standard input, or a share code.

use std::path::Path;
use std::sync::Arc;

use super::{CliError, Io, is_standard, shown};
use crate::data::catalogue;
use crate::data::recipe::Recipe;
use crate::exercise::Exercise;
use crate::pipeline::{self, Derived};
use crate::scenario::{Document, Scenario, is_like_share_code};

/// What messages call a share code that was typed in place of a file's name.
const CODE: &str = "the share code";

/// Reads the scenario that `argument` names and does its whole pipeline; what the model says of itself goes to the error stream.
///
/// # Errors
/// Status 3 when the scenario cannot be read, names what its dataset lacks, or gives no figures; see [`CliError`].
pub(super) fn evaluated(argument: &Path, io: &mut Io<'_>) -> Result<(Derived, Arc<Recipe>), CliError> {
    let (scenario, recipe) = read(argument, io)?;
    let derived = pipeline::evaluate(&recipe, &scenario).map_err(|error| bad(&name(argument), &error))?;
    for note in derived.model.trained.classifier.notes().iter().chain(&derived.model.notes) {
        io.warn(note);
    }
    Ok((derived, recipe))
}

/// Reads what the window shall open, so that an error is said here and not in a window: a scenario, a recipe, an exercise, the
/// folder of a class, or a share code.
pub(super) fn openable(path: &Path, io: &mut Io<'_>) -> Result<(), CliError> {
    if code(path).is_some() {
        return read(path, io).map(drop);
    }
    let file = shown(path);
    if path.is_dir() {
        return super::class::records(path, io).map(drop);
    }
    let text = text(path, io)?;
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md")) {
        let exercise = Exercise::read(&text, &file).map_err(|error| CliError::input(format!("{error}.")))?;
        let recipe = catalogue::shipped_recipe(&exercise.head.dataset).map_err(|error| bad(&file, &error))?;
        return exercise.start(&recipe).map(drop).map_err(|error| CliError::input(format!("{error}.")));
    }
    match Document::read(&text, &file).map_err(|error| CliError::input(error.to_string()))? {
        Document::Recipe(_) => Ok(()),
        Document::Scenario(scenario) => checked(&scenario, &file, &text).map(drop),
    }
}

/// Reads a scenario and the recipe of its dataset, and holds them against each other.
fn read(argument: &Path, io: &mut Io<'_>) -> Result<(Scenario, Arc<Recipe>), CliError> {
    let name = name(argument);
    let mut text = String::new();
    let scenario = match code(argument) {
        Some(code) => Scenario::from_share_code(code).map_err(|error| bad(&name, &error))?,
        None => {
            text = self::text(argument, io)?;
            // A code may also come through a pipe or stand in a file; no scenario in TOML is without an equals sign.
            if !text.contains('=') && is_like_share_code(&text) {
                Scenario::from_share_code(&text).map_err(|error| bad(&name, &error))?
            } else {
                Scenario::from_toml(&text).map_err(|error| bad(&name, &error))?
            }
        }
    };
    let recipe = checked(&scenario, &name, &text)?;
    Ok((scenario, recipe))
}

/// The share code that was given in place of a file's name, if it was: a file of that name goes first.
fn code(argument: &Path) -> Option<&str> {
    let text = argument.to_str().filter(|text| is_like_share_code(text))?;
    (!is_standard(argument) && !argument.exists()).then_some(text)
}

fn name(argument: &Path) -> String {
    if code(argument).is_some() { CODE.to_owned() } else { shown(argument) }
}

fn bad(name: &str, error: &dyn std::fmt::Display) -> CliError {
    CliError::input(format!("{name}: {error}"))
}

fn text(path: &Path, io: &mut Io<'_>) -> Result<String, CliError> {
    let bytes = io.read(path)?;
    String::from_utf8(bytes).map_err(|_| bad(&shown(path), &"this is not text in UTF-8, and a scenario is"))
}

/// The recipe of the scenario's dataset, once the scenario has been held against it; `text` is the file that it stood in.
fn checked(scenario: &Scenario, name: &str, text: &str) -> Result<Arc<Recipe>, CliError> {
    let recipe = catalogue::shipped_recipe(&scenario.dataset).map_err(|error| bad(name, &error))?;
    scenario.check(&recipe).map_err(|error| match error.line_in(text) {
        Some(line) => bad(&format!("{name}, line {line}"), &error),
        None => bad(name, &error),
    })?;
    Ok(recipe)
}
