//! `cutpoint datasets`: what there is to learn from, and the proof of a recipe file.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::evaluate::json;
use super::generate::read_recipe;
use super::{CliError, Io, is_standard, shown};
use crate::data::catalogue::recipes;
use crate::data::generator::{KnobValues, Population, generate};
use crate::data::proof::{DEFAULT_SEED, prove};
use crate::data::recipe::{ActsOn, Recipe, Variable};
use crate::data::text::decode;

/// The arguments of `cutpoint datasets`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct DatasetsArgs {
    /// Print a JSON array instead of a table
    #[arg(long)]
    pub json: bool,
    /// What else to do
    #[command(subcommand)]
    pub command: Option<DatasetsCommand>,
}

/// What `cutpoint datasets` can do beside listing.
#[derive(Debug, Subcommand)]
pub enum DatasetsCommand {
    /// Prove recipes: parse, order, units, limits, knobs, and the snapshot if a .csv of the same name stands beside it
    Check {
        /// The recipe files
        #[arg(required = true, value_name = "FILE.toml")]
        files: Vec<PathBuf>,
    },
}

/// From how many patients a prevalence is told: it then varies by a few tenths of a per cent at most.
const MANY: usize = 30_000;

#[derive(Debug, Serialize)]
struct Dataset<'a> {
    id: &'a str,
    title: &'a str,
    outcome: &'a str,
    prevalence: f64,
    patients: usize,
    groups: Vec<Group<'a>>,
    variables: Vec<Listed<'a>>,
    knobs: Vec<ListedKnob<'a>>,
}

#[derive(Debug, Serialize)]
struct Group<'a> {
    id: &'a str,
    levels: &'a [String],
}

#[derive(Debug, Serialize)]
struct Listed<'a> {
    id: &'a str,
    label: &'a str,
    unit: Option<&'a str>,
    observed: bool,
    known_when: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct ListedKnob<'a> {
    id: &'a str,
    alias: &'a str,
    label: &'a str,
    min: f64,
    max: f64,
    default: f64,
    acts_on: &'static str,
}

/// Lists the datasets, or proves recipe files.
///
/// # Errors
/// Status 3 when a recipe file is wrong; every file is looked at first.
pub fn run(args: &DatasetsArgs, io: &mut Io<'_>) -> Result<(), CliError> {
    if let Some(DatasetsCommand::Check { files }) = &args.command {
        return check(files, io);
    }
    let listed = recipes().map(|recipe| dataset(recipe)).collect::<Result<Vec<_>, _>>()?;
    io.write(None, |out| {
        if args.json {
            return json(out, &listed);
        }
        writeln!(out, "{:<14}{:<33}{:>9}{:>12}  knobs", "dataset", "", "patients", "condition")?;
        for (dataset, recipe) in listed.iter().zip(recipes()) {
            let share = format!("{:.1} %", 100.0 * dataset.prevalence);
            let names: Vec<String> = dataset.knobs.iter().map(|knob| format!("{} ({})", knob.label, knob.id)).collect();
            let mut names = names.iter();
            let first = names.next().map_or("", String::as_str);
            writeln!(out, "{:<14}{:<33}{:>9}{share:>12}  {first}", dataset.id, recipe.title, dataset.patients)?;
            for name in names {
                writeln!(out, "{:<70}{name}", "")?;
            }
        }
        writeln!(out, "\nWith cutpoint generate DATASET a dataset becomes a table.")
    })
}

fn dataset(recipe: &Recipe) -> Result<Dataset<'_>, CliError> {
    let cohort = generate(recipe, Population::Collected, &KnobValues::new(), MANY, DEFAULT_SEED)
        .map_err(|error| CliError::other(format!("{}: {error}.", recipe.id)))?;
    let positives = cohort.truth.iter().filter(|&&truth| truth).count();
    Ok(Dataset {
        id: &recipe.id,
        title: &recipe.title,
        outcome: &recipe.outcome,
        prevalence: positives as f64 / MANY as f64,
        patients: recipe.default_patients,
        groups: recipe.groups().map(|group| Group { id: &group.id, levels: &group.levels }).collect(),
        variables: recipe.variables.iter().filter(|other| other.id != recipe.outcome).map(listed).collect(),
        knobs: recipe
            .knobs
            .iter()
            .map(|knob| ListedKnob {
                id: &knob.id,
                alias: &knob.alias,
                label: &knob.label,
                min: knob.min,
                max: knob.max,
                default: knob.default,
                acts_on: match knob.acts_on {
                    ActsOn::Collected => "collected",
                    ActsOn::Deployed => "deployed",
                    ActsOn::Both => "both",
                },
            })
            .collect(),
    })
}

fn listed(variable: &Variable) -> Listed<'_> {
    Listed {
        id: &variable.id,
        label: &variable.label,
        unit: variable.unit.as_deref(),
        observed: !variable.is_hidden(),
        known_when: Some(variable.known_when.as_str()).filter(|known| !known.is_empty()),
    }
}

fn check(files: &[PathBuf], io: &mut Io<'_>) -> Result<(), CliError> {
    let mut wrong = Vec::new();
    for path in files {
        match check_one(path, io) {
            Ok(finding) => io.write(None, |out| writeln!(out, "{finding}"))?,
            Err(error) if error.status == 3 => wrong.push(error.message),
            Err(error) => return Err(error),
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(CliError::input(wrong.join("\n"))) }
}

fn check_one(path: &Path, io: &mut Io<'_>) -> Result<String, CliError> {
    let name = shown(path);
    let recipe = read_recipe(path, io)?;
    let beside = path.with_extension("csv");
    let bytes = if !is_standard(path) && beside.exists() { Some(io.read(&beside)?) } else { None };
    let bad = |error: &dyn std::fmt::Display| CliError::input(format!("{name}: {error}."));
    let snapshot = bytes.as_deref().map(decode).transpose().map_err(|error| bad(&error))?;
    let proof = prove(&recipe, snapshot.as_ref().map(|decoded| &*decoded.text)).map_err(|error| bad(&error))?;
    let snapshot = if proof.snapshot { "the snapshot is what it gives" } else { "there is no snapshot beside it" };
    let share = 100.0 * proof.positives as f64 / proof.patients as f64;
    Ok(format!(
        "{name}: {} variables, {} knobs, {} patients, {share:.1} % with the condition; {snapshot}.",
        recipe.variables.len(),
        recipe.knobs.len(),
        proof.patients
    ))
}
