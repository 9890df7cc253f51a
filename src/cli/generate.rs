//! `cutpoint generate`: the patients of a dataset as a table.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::{CliError, Io, shown};
use crate::data::catalogue::shipped_recipe;
use crate::data::generator::{GenerateError, KnobValues, Population, generate, settings};
use crate::data::patient_table;
use crate::data::proof::DEFAULT_SEED;
use crate::data::recipe::Recipe;
use crate::data::text::decode;

/// The arguments of `cutpoint generate`.
#[derive(Debug, Args)]
#[command(after_help = "One row a patient: what is observed, then label, the recorded outcome (0 or 1). A missing \
    measurement is an empty field. `cutpoint datasets` lists the datasets, `cutpoint datasets --json` their knobs.")]
pub struct GenerateArgs {
    /// The dataset, such as ward-sepsis or D1, or a recipe file ending in .toml
    #[arg(value_name = "DATASET")]
    pub dataset: String,
    /// How many patients [default: as many as the dataset usually has]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000), allow_negative_numbers = true)]
    pub patients: Option<u32>,
    /// The seed: the same seed gives the same patients on every machine
    #[arg(long, value_name = "S", default_value_t = DEFAULT_SEED, allow_negative_numbers = true)]
    pub seed: u64,
    /// Set a knob of the collected patients; repeat it for several knobs
    #[arg(long, value_name = "KNOB=VALUE", value_parser = knob)]
    pub collect: Vec<(String, f64)>,
    /// Set a knob of the patients where the model is used; repeat it for several knobs
    #[arg(long, value_name = "KNOB=VALUE", value_parser = knob)]
    pub deploy: Vec<(String, f64)>,
    /// Which patients to write
    #[arg(long, value_enum, default_value = "collected")]
    pub population: Which,
    /// Write what nobody sees as well: hidden variables and the truth
    #[arg(long)]
    pub truth: bool,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE.csv")]
    pub output: Option<PathBuf>,
}

/// A population as the command line names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// What the model learns from and is tested on
    Collected,
    /// The patients where the model is used
    Deployed,
}

fn knob(text: &str) -> Result<(String, f64), String> {
    let wrong = || "expected KNOB=VALUE with a number, such as prevalence=0.1".to_owned();
    let (name, value) = text.split_once('=').ok_or_else(wrong)?;
    let value = value.trim().parse::<f64>().ok().filter(|value| value.is_finite()).ok_or_else(wrong)?;
    Ok((name.trim().to_owned(), value))
}

/// Writes the patients of a dataset.
///
/// # Errors
/// Status 2 for an unknown dataset or knob, 3 for a recipe file that is wrong; see [`CliError`].
pub fn run(args: &GenerateArgs, io: &mut Io<'_>) -> Result<(), CliError> {
    let recipe = recipe(&args.dataset, io)?;
    let collect: KnobValues = args.collect.iter().cloned().collect();
    let deploy: KnobValues = args.deploy.iter().cloned().collect();
    // A slip in the knobs of the other population is a slip all the same.
    settings(&recipe, Population::Collected, &collect).map_err(|error| failed("--collect: ", &error))?;
    settings(&recipe, Population::Deployed, &deploy).map_err(|error| failed("--deploy: ", &error))?;
    let (population, knobs, unused) = match args.population {
        Which::Collected => (Population::Collected, &collect, (!deploy.is_empty()).then_some("--deploy")),
        Which::Deployed => (Population::Deployed, &deploy, (!collect.is_empty()).then_some("--collect")),
    };
    if let Some(unused) = unused {
        io.warn(format!(
            "{unused} has no effect on the {} patients; --population chooses who is written.",
            population.id()
        ));
    }
    let patients = args.patients.map_or(recipe.default_patients, |patients| patients as usize);
    let cohort = generate(&recipe, population, knobs, patients, args.seed).map_err(|error| failed("", &error))?;
    io.write(args.output.as_deref(), |out| patient_table::write(out, &recipe, &cohort, args.truth))
}

/// The recipe of a shipped dataset, or of a file that ends in `.toml`.
fn recipe(name: &str, io: &mut Io<'_>) -> Result<Arc<Recipe>, CliError> {
    if name.to_ascii_lowercase().ends_with(".toml") {
        return read_recipe(Path::new(name), io).map(Arc::new);
    }
    shipped_recipe(name).map_err(|error| CliError::usage(format!("{error}.")))
}

/// Reads a recipe file.
pub(super) fn read_recipe(path: &Path, io: &mut Io<'_>) -> Result<Recipe, CliError> {
    let name = shown(path);
    let bytes = io.read(path)?;
    let decoded = decode(&bytes).map_err(|error| CliError::input(format!("{name}: {error}.")))?;
    Recipe::parse(&decoded.text, &name).map_err(|error| CliError::input(format!("{error}.")))
}

fn failed(option: &str, error: &GenerateError) -> CliError {
    let message = format!("{option}{error}.");
    match error {
        GenerateError::UnknownKnob { .. }
        | GenerateError::OtherPopulation { .. }
        | GenerateError::KnobRange { .. }
        | GenerateError::KeepsNobody { .. } => CliError::usage(message),
        _ => CliError::input(message),
    }
}
