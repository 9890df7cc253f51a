//! The proof of a recipe: patients come out of it wherever its knobs stand, and its snapshot is what it gives.

use super::generator::{GenerateError, KnobValues, Population, generate};
use super::patient_table;
use super::recipe::Recipe;
use super::table::Cohort;

/// The seed of snapshots and of what `cutpoint generate` gives unless somebody says otherwise.
pub const DEFAULT_SEED: u64 = 1;

/// How many patients are generated at each end of a knob.
const SOME: usize = 500;

/// What a proven recipe gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// Patients generated with every knob at its default.
    pub patients: usize,
    /// How many of them have the condition.
    pub positives: usize,
    /// Whether there was a snapshot to compare with.
    pub snapshot: bool,
}

/// What is wrong with a recipe that can be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ProofError {
    /// No patients come out of it.
    #[error("{}", tr!("with {knobs}, {population} patients: {error}", knobs = .knobs, population = .population, error = .error))]
    Generate {
        /// Where the knobs stand.
        knobs: String,
        /// The population.
        population: &'static str,
        /// Why.
        error: Box<GenerateError>,
    },
    /// Everybody has the condition, or nobody.
    #[error(
        "{}",
        tr!(
            "of {patients} patients {positives} have the condition; expected some with and some without it. Change the outcome",
            patients = .patients, positives = .positives
        )
    )]
    OneClass {
        /// Patients generated.
        patients: usize,
        /// Those with the condition.
        positives: usize,
    },
    /// The snapshot is not what the recipe gives.
    #[error(
        "{}",
        tr!(
            "the snapshot differs from the recipe on line {line}: found \"{found}\", expected \"{expected}\". Write it anew with \
             cutpoint generate",
            line = .line, found = .found, expected = .expected
        )
    )]
    Snapshot {
        /// The line of the snapshot, counted from 1.
        line: usize,
        /// What stands there; empty where the snapshot has ended.
        found: String,
        /// What the recipe gives; empty where it has ended.
        expected: String,
    },
}

/// Generates patients with every knob at its default, then with each knob at either end, and compares the first with the
/// snapshot if there is one.
///
/// # Errors
/// [`ProofError`].
pub fn prove(recipe: &Recipe, snapshot: Option<&str>) -> Result<Proof, ProofError> {
    let cohort = generated(recipe, Population::Collected, &KnobValues::new(), recipe.default_patients)?;
    let (patients, positives) = (cohort.len(), cohort.truth.iter().filter(|&&truth| truth).count());
    if positives == 0 || positives == patients {
        return Err(ProofError::OneClass { patients, positives });
    }
    if let Some(snapshot) = snapshot {
        compare(recipe, &cohort, snapshot)?;
    }
    for population in [Population::Collected, Population::Deployed] {
        generated(recipe, population, &KnobValues::new(), SOME)?;
        for knob in recipe.knobs.iter().filter(|knob| knob.acts_on_population(population)) {
            for end in [knob.min, knob.max] {
                generated(recipe, population, &KnobValues::from([(knob.id.clone(), end)]), SOME)?;
            }
        }
    }
    Ok(Proof { patients, positives, snapshot: snapshot.is_some() })
}

fn generated(
    recipe: &Recipe,
    population: Population,
    knobs: &KnobValues,
    patients: usize,
) -> Result<Cohort, ProofError> {
    generate(recipe, population, knobs, patients, DEFAULT_SEED).map_err(|error| {
        let moved: Vec<String> = knobs.iter().map(|(knob, value)| tr!("{knob} at {value}", knob, value)).collect();
        let knobs = if moved.is_empty() { tr!("all knobs at their default").to_owned() } else { moved.join(", ") };
        ProofError::Generate { knobs, population: population.id(), error: Box::new(error) }
    })
}

fn compare(recipe: &Recipe, cohort: &Cohort, snapshot: &str) -> Result<(), ProofError> {
    let mut text = Vec::new();
    // Writing to memory cannot fail.
    patient_table::write(&mut text, recipe, cohort, false).ok();
    let text = String::from_utf8_lossy(&text);
    let (mut found, mut expected) = (snapshot.lines(), text.lines());
    let mut line = 0;
    loop {
        line += 1;
        let pair = (found.next(), expected.next());
        if pair.0 != pair.1 {
            let text = |line: Option<&str>| line.unwrap_or_default().to_owned();
            return Err(ProofError::Snapshot { line, found: text(pair.0), expected: text(pair.1) });
        }
        if pair.0.is_none() {
            return Ok(());
        }
    }
}
