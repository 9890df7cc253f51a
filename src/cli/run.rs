//! `cutpoint run`: the whole pipeline of a saved scenario, on paper and on the ward.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::evaluate::json;
use super::measures::Measures;
use super::{CliError, Io, figures, shown};
use crate::data::catalogue;
use crate::data::recipe::Recipe;
use crate::exercise::Exercise;
use crate::metrics::Evaluation;
use crate::pipeline;
use crate::scenario::{Document, Scenario};

/// The arguments of `cutpoint run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// A scenario that the window saved, or one written by hand
    #[arg(value_name = "SCENARIO.toml")]
    pub scenario: PathBuf,
    /// Print one JSON object: the scenario, and under `paper` and `ward` what `evaluate --json` prints of each
    #[arg(long)]
    pub json: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    scenario: &'a Scenario,
    paper: Evaluation,
    ward: Evaluation,
    /// Only where measures against bias were taken: `paper` and `ward` above judge everybody at the one threshold.
    #[serde(skip_serializing_if = "Option::is_none")]
    measures: Option<Measures>,
}

/// Runs a scenario from patients to figures.
///
/// # Errors
/// Status 3 when the scenario cannot be read, names what its dataset lacks, or gives no figures; see [`CliError`].
pub fn run(args: &RunArgs, io: &mut Io<'_>) -> Result<(), CliError> {
    let (scenario, recipe) = read(&args.scenario, io)?;
    let bad = |error: &dyn std::fmt::Display| CliError::input(format!("{}: {error}", shown(&args.scenario)));
    let derived = pipeline::evaluate(&recipe, &scenario).map_err(|error| bad(&error))?;
    for note in derived.model.trained.classifier.notes().iter().chain(&derived.model.notes) {
        io.warn(note);
    }
    let thresholds = [scenario.threshold];
    let report = Report {
        scenario: &scenario,
        paper: Evaluation::of(&derived.paper.set, &thresholds),
        ward: Evaluation::of(&derived.ward.set, &thresholds),
        measures: Measures::of(&derived),
    };
    io.write(None, |out| {
        if args.json {
            return json(out, &report);
        }
        writeln!(out, "{}, {}.", recipe.title, scenario.classifier.kind.name())?;
        writeln!(out, "\nOn paper: held-out patients, judged by what the record says")?;
        figures::write(out, &report.paper)?;
        writeln!(out, "\nOn the ward: new patients, judged by the truth")?;
        figures::write(out, &report.ward)?;
        report.measures.as_ref().map_or(Ok(()), |measures| measures.write(out))
    })
}

/// Reads what the window shall open, so that an error is said here and not in a window: a scenario, a recipe, an exercise, or the
/// folder of a class.
pub(super) fn openable(path: &Path, io: &mut Io<'_>) -> Result<(), CliError> {
    let file = shown(path);
    if path.is_dir() {
        return super::class::records(path, io).map(drop);
    }
    let text = text(path, io)?;
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md")) {
        let bad = |error: &dyn std::fmt::Display| CliError::input(format!("{error}."));
        let exercise = Exercise::read(&text, &file).map_err(|error| bad(&error))?;
        let recipe = catalogue::shipped_recipe(&exercise.head.dataset)
            .map_err(|error| CliError::input(format!("{file}: {error}")))?;
        return exercise.start(&recipe).map(drop).map_err(|error| bad(&error));
    }
    match Document::read(&text, &file).map_err(|error| CliError::input(error.to_string()))? {
        Document::Recipe(_) => Ok(()),
        Document::Scenario(scenario) => checked(&scenario, &file).map(drop),
    }
}

/// Reads a scenario and the recipe of its dataset, and holds them against each other.
fn read(path: &Path, io: &mut Io<'_>) -> Result<(Scenario, Arc<Recipe>), CliError> {
    let text = text(path, io)?;
    let file = shown(path);
    let scenario = Scenario::from_toml(&text).map_err(|error| CliError::input(format!("{file}: {error}")))?;
    let recipe = checked(&scenario, &file)?;
    Ok((scenario, recipe))
}

fn text(path: &Path, io: &mut Io<'_>) -> Result<String, CliError> {
    let bytes = io.read(path)?;
    let bad = |_| CliError::input(format!("{}: this is not text in UTF-8, and a scenario is", shown(path)));
    String::from_utf8(bytes).map_err(bad)
}

/// The recipe of the scenario's dataset, once the scenario has been held against it.
fn checked(scenario: &Scenario, file: &str) -> Result<Arc<Recipe>, CliError> {
    let bad = |error: &dyn std::fmt::Display| CliError::input(format!("{file}: {error}"));
    let recipe = catalogue::shipped_recipe(&scenario.dataset).map_err(|error| bad(&error))?;
    scenario.check(&recipe).map_err(|error| bad(&error))?;
    Ok(recipe)
}
