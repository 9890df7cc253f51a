//! `cutpoint exercises`: the exercises that come with Cutpoint, and the proof of a teacher's own.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::evaluate::json;
use super::{CliError, Io, shown};
use crate::data::catalogue::shipped_recipe;
use crate::data::text::decode;
use crate::exercise::{Exercise, Level, prove, shipped};

/// The arguments of `cutpoint exercises`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct ExercisesArgs {
    /// Print a JSON array instead of a table
    #[arg(long)]
    pub json: bool,
    /// What else to do
    #[command(subcommand)]
    pub command: Option<ExercisesCommand>,
}

/// What `cutpoint exercises` can do beside listing.
#[derive(Debug, Subcommand)]
pub enum ExercisesCommand {
    /// Prove exercise files: they parse, every name is known, no step is met as it begins, and the solution meets every check
    Check {
        /// The exercise files
        #[arg(required = true, value_name = "FILE.md")]
        files: Vec<PathBuf>,
    },
}

/// Seeds on which an exercise has to hold beside its own: other patients must not break it.
const OTHER_SEEDS: [u64; 3] = [2, 3, 4];

#[derive(Debug, Serialize)]
struct Listed<'a> {
    id: &'a str,
    title: &'a str,
    minutes: u32,
    level: Level,
    dataset: &'a str,
    concepts: &'a [String],
    steps: usize,
}

/// Lists the exercises, or proves exercise files.
///
/// # Errors
/// Status 3 when an exercise file is wrong; every file is looked at first.
pub fn run(args: &ExercisesArgs, io: &mut Io<'_>) -> Result<(), CliError> {
    if let Some(ExercisesCommand::Check { files }) = &args.command {
        return check(files, io);
    }
    let mut listed = Vec::new();
    for exercise in shipped() {
        let exercise = exercise.as_ref().map_err(|error| CliError::other(format!("{error}.")))?;
        let Exercise { id, head, steps, .. } = exercise;
        listed.push(Listed {
            id,
            title: &head.title,
            minutes: head.minutes,
            level: head.level,
            dataset: &head.dataset,
            concepts: &head.concepts,
            steps: steps.len(),
        });
    }
    io.write(None, |out| {
        if args.json {
            return json(out, &listed);
        }
        writeln!(out, "{:<34}{:<36}{:>8}{:>7}  dataset", "exercise", "", "minutes", "steps")?;
        for Listed { id, title, minutes, steps, dataset, .. } in &listed {
            writeln!(out, "{id:<34}{title:<36}{minutes:>8}{steps:>7}  {dataset}")?;
        }
        writeln!(out, "\nWith cutpoint exercises check FILE.md you prove one of your own; exercises/README.md says how to write it.")
    })
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
    let bytes = io.read(path)?;
    let text = decode(&bytes).map_err(|error| CliError::input(format!("{name}: {error}.")))?;
    let bad = |error: &dyn std::fmt::Display| CliError::input(format!("{error}."));
    let exercise = Exercise::read(&text.text, &name).map_err(|error| bad(&error))?;
    let recipes = |id: &str| shipped_recipe(id).map_err(|error| error.to_string());
    let proof = prove(&exercise, &recipes, None).map_err(|error| bad(&error))?;
    for seed in OTHER_SEEDS {
        prove(&exercise, &recipes, Some(seed)).map_err(|error| {
            let remedy = "It holds on its own seed only; ask for less, or start with more patients";
            CliError::input(format!("{error}. {remedy}."))
        })?;
    }
    Ok(format!(
        "{name}: {} steps with {} conditions; no step is met as it begins, and the solution meets every one, with {} other \
         draws of patients too.",
        proof.steps,
        proof.checks,
        OTHER_SEEDS.len()
    ))
}
