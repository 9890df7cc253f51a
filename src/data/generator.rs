//! From a recipe, knobs and a seed to patients.

use std::collections::BTreeMap;

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::draw::Draw;
use super::expression::{Names, Values};
use super::recipe::{Recipe, Solve, Variable};
use super::table::{Cohort, Column, MISSING, Table, TableError};
use crate::rng;

/// Which of the two populations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Population {
    /// What the model learns from and is tested on.
    Collected,
    /// The patients where the model is used.
    Deployed,
}

impl Population {
    /// Its name, as on the command line.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Collected => "collected",
            Self::Deployed => "deployed",
        }
    }
}

/// Knob identifiers or aliases, and where they stand.
pub type KnobValues = BTreeMap<String, f64>;

/// The hidden variable that holds each patient's true risk, from 0 to 1.
pub const TRUE_RISK: &str = "true_risk";

/// How many times as many patients as wanted are drawn before a selection is called impossible.
const MOST_ROUNDS: usize = 200;

/// Why there are no patients.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum GenerateError {
    /// A knob that the recipe lacks.
    #[error(
        "{}",
        tr!(
            "{dataset} has no knob \"{found}\"{}; it has {}",
            hint(.nearest.as_deref()), .known.join(", "), dataset = .dataset, found = .found
        )
    )]
    UnknownKnob {
        /// The dataset.
        dataset: String,
        /// What was asked for.
        found: String,
        /// The knob most like it.
        nearest: Option<String>,
        /// The knobs there are.
        known: Vec<String>,
    },
    /// A knob that shapes the other population.
    #[error(
        "{}",
        tr!(
            "the knob \"{knob}\" of {dataset} does not shape the {population} population; use it for the other one",
            knob = .knob, dataset = .dataset, population = .population
        )
    )]
    OtherPopulation {
        /// The dataset.
        dataset: String,
        /// The knob.
        knob: String,
        /// The population it was used for.
        population: &'static str,
    },
    /// A knob out of its range.
    #[error(
        "{}",
        tr!(
            "the knob \"{knob}\" stands at {found}; expected a number from {min} to {max}",
            knob = .knob, found = .found, min = .min, max = .max
        )
    )]
    KnobRange {
        /// The knob.
        knob: String,
        /// Where it stands.
        found: f64,
        /// Its least value.
        min: f64,
        /// Its greatest value.
        max: f64,
    },
    /// A variable came out as something that no patient can have.
    #[error(
        "{}",
        tr!(
            "the variable \"{variable}\" is {found} for patient {patient}; expected a finite number{}. Check its draw with these knobs",
            if *.probability { " from 0 to 1" } else { "" }, variable = .variable, found = .found, patient = .patient
        )
    )]
    Value {
        /// The variable.
        variable: String,
        /// The patient, counted from 1.
        patient: usize,
        /// What it is.
        found: f64,
        /// Whether a probability was wanted.
        probability: bool,
    },
    /// No value of the solved number gives the share wanted.
    #[error(
        "{}",
        tr!(
            "no value of \"{name}\" makes the share with \"{variable}\" {target}; expected a share above 0 and below 1",
            name = .name, variable = .variable, target = .target
        )
    )]
    Unsolvable {
        /// The number.
        name: String,
        /// The variable.
        variable: String,
        /// The share wanted.
        target: f64,
    },
    /// The recipe keeps too few.
    #[error(
        "{}",
        tr!(
            "only {found} of {wanted} patients could be found: with these knobs the recipe keeps almost nobody; move one back",
            found = .found, wanted = .wanted
        )
    )]
    KeepsNobody {
        /// How many were found.
        found: usize,
        /// How many were wanted.
        wanted: usize,
    },
    /// Two variables of the same name, which a checked recipe rules out.
    #[error(transparent)]
    Table(#[from] TableError),
}

fn hint(nearest: Option<&str>) -> String {
    nearest.map(|name| tr!(" (did you mean \"{name}\"?)", name)).unwrap_or_default()
}

/// Where every knob of `recipe` stands for `population`: as in `values`, by identifier or alias, or at its default.
///
/// # Errors
/// [`GenerateError`] for a knob that is unknown, out of range or of the other population.
pub fn settings(recipe: &Recipe, population: Population, values: &KnobValues) -> Result<KnobValues, GenerateError> {
    let acting = recipe.knobs.iter();
    let mut settings: KnobValues = acting.map(|knob| (knob.id.clone(), knob.default_for(population))).collect();
    for (name, &found) in values {
        let Some(knob) = recipe.knob(name) else {
            let known: Vec<String> = recipe.knobs.iter().map(|knob| knob.id.clone()).collect();
            let nearest = super::nearest::nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
            return Err(GenerateError::UnknownKnob { dataset: recipe.id.clone(), found: name.clone(), nearest, known });
        };
        if !knob.acts_on_population(population) {
            let (dataset, knob) = (recipe.id.clone(), knob.id.clone());
            return Err(GenerateError::OtherPopulation { dataset, knob, population: population.id() });
        }
        if !(knob.min..=knob.max).contains(&found) {
            return Err(GenerateError::KnobRange { knob: knob.id.clone(), found, min: knob.min, max: knob.max });
        }
        settings.insert(knob.id.clone(), found);
    }
    Ok(settings)
}

/// `patients` patients of `population`, with their truth and their record. The same arguments give the same patients on
/// every machine, and a knob changes only what depends on it.
///
/// # Errors
/// [`GenerateError`].
pub fn generate(
    recipe: &Recipe,
    population: Population,
    knobs: &KnobValues,
    patients: usize,
    seed: u64,
) -> Result<Cohort, GenerateError> {
    let knobs = settings(recipe, population, knobs)?;
    let mut streams = Streams { seed, population, streams: BTreeMap::new() };
    let mut found = Cohort::default();
    for _ in 0..MOST_ROUNDS {
        let (drawn, kept) = round(recipe, &knobs, patients, &mut streams)?;
        let Some(kept) = kept else { return Ok(drawn) };
        let wanted = patients - found.len();
        let kept: Vec<usize> = kept.into_iter().take(wanted).collect();
        found = found.followed_by(&drawn.take(&kept))?;
        if found.len() == patients {
            return Ok(found);
        }
    }
    Err(GenerateError::KeepsNobody { found: found.len(), wanted: patients })
}

/// The random stream of each stage, which goes on where a selection needs more patients.
struct Streams {
    seed: u64,
    population: Population,
    streams: BTreeMap<String, ChaCha8Rng>,
}

impl Streams {
    fn uniform(&mut self, stage: &str, patients: usize) -> Vec<f64> {
        let (seed, population) = (self.seed, self.population);
        let stream =
            self.streams.entry(stage.to_owned()).or_insert_with(|| rng::stream(seed, &[population.id(), stage]));
        (0..patients).map(|_| stream.r#gen::<f64>()).collect()
    }
}

/// What expressions see: knobs, solved numbers and the variables drawn so far.
struct Drawn<'a> {
    recipe: &'a Recipe,
    knobs: &'a KnobValues,
    solved: BTreeMap<&'a str, f64>,
    values: BTreeMap<&'a str, Values>,
}

impl Names for Drawn<'_> {
    fn values(&self, name: &str) -> Option<Values> {
        if let Some(&value) = self.solved.get(name) {
            return Some(Values::Same(value));
        }
        self.values.get(name).cloned().or_else(|| self.knobs.get(name).map(|&value| Values::Same(value)))
    }

    fn level(&self, variable: &str, level: &str) -> Option<f64> {
        let levels = &self.recipe.variable(variable)?.levels;
        levels.iter().position(|known| known == level).map(|index| index as f64)
    }
}

/// As many patients as asked for, and which of them enter the data (`None`: all).
fn round(
    recipe: &Recipe,
    knobs: &KnobValues,
    patients: usize,
    streams: &mut Streams,
) -> Result<(Cohort, Option<Vec<usize>>), GenerateError> {
    let mut drawn = Drawn { recipe, knobs, solved: BTreeMap::new(), values: BTreeMap::new() };
    let mut table = Table::default();
    let mut risk = None;
    for variable in &recipe.variables {
        let uniform = streams.uniform(&variable.id, patients);
        if let Some(solve) = &variable.solve {
            let value = solution(solve, variable, &drawn, patients, streams.population)?;
            drawn.solved.insert(&solve.name, value);
        }
        let mut numbers = numbers(variable.draw_for(streams.population), variable, &uniform, &drawn)?;
        finish(variable, &mut numbers)?;
        if variable.id == recipe.outcome {
            risk = risks(variable, &drawn, patients, streams.population)?;
        }
        let column = column(variable, &numbers, &drawn, streams)?;
        drawn.values.insert(&variable.id, Values::Each(numbers.into()));
        table.push(variable.id.clone(), column)?;
    }
    if let Some(risk) = risk {
        table.push(TRUE_RISK, Column::Number(risk))?;
    }
    let truth = flags(drawn.values(&recipe.outcome), patients);
    let label = match &recipe.label {
        None => truth.clone(),
        Some(draw) => flags(
            draw.numbers(&streams.uniform("label", patients), None, &drawn).map(|n| Values::Each(n.into())),
            patients,
        ),
    };
    let kept = recipe.keep.as_ref().and_then(|keep| keep.evaluate(patients, &drawn)).map(|share| {
        let uniform = streams.uniform("keep", patients);
        (0..patients).filter(|&row| uniform[row] < share.at(row)).collect()
    });
    Ok((Cohort { table, truth, label }, kept))
}

fn flags(values: Option<Values>, patients: usize) -> Vec<bool> {
    values.map_or_else(|| vec![false; patients], |values| (0..patients).map(|row| values.at(row) > 0.5).collect())
}

fn numbers(draw: &Draw, variable: &Variable, uniform: &[f64], drawn: &Drawn<'_>) -> Result<Vec<f64>, GenerateError> {
    let above = variable.above.as_ref().and_then(|above| above.evaluate(uniform.len(), drawn));
    let unknown =
        || GenerateError::Value { variable: variable.id.clone(), patient: 1, found: f64::NAN, probability: false };
    draw.numbers(uniform, above.as_ref(), drawn).ok_or_else(unknown)
}

/// Limits and rounding; what then is no number is an error.
fn finish(variable: &Variable, numbers: &mut [f64]) -> Result<(), GenerateError> {
    let scale = variable.round.map(|decimals| libm::pow(10.0, f64::from(decimals)));
    for (row, number) in numbers.iter_mut().enumerate() {
        if !number.is_finite() {
            let (variable, found) = (variable.id.clone(), *number);
            return Err(GenerateError::Value { variable, patient: row + 1, found, probability: false });
        }
        if let Some(scale) = scale {
            *number = (*number * scale).round() / scale;
        }
        if let Some([least, greatest]) = variable.limits {
            *number = number.clamp(least, greatest);
        }
    }
    Ok(())
}

/// The probability of a yes/no variable for each patient, checked to be one. `None` where it is not drawn by chance.
fn risks(
    variable: &Variable,
    drawn: &Drawn<'_>,
    patients: usize,
    population: Population,
) -> Result<Option<Vec<f64>>, GenerateError> {
    let Draw::Bernoulli(probability) = variable.draw_for(population) else { return Ok(None) };
    let Some(values) = probability.evaluate(patients, drawn) else { return Ok(None) };
    let risks: Vec<f64> = (0..patients).map(|row| values.at(row)).collect();
    match risks.iter().position(|risk| !(0.0..=1.0).contains(risk)) {
        None => Ok(Some(risks)),
        Some(row) => {
            let (variable, found) = (variable.id.clone(), risks[row]);
            Err(GenerateError::Value { variable, patient: row + 1, found, probability: true })
        }
    }
}

/// The number that makes the mean probability of `variable` what `solve` wants, to within 10⁻⁹ of the number.
fn solution<'a>(
    solve: &'a Solve,
    variable: &'a Variable,
    drawn: &Drawn<'a>,
    patients: usize,
    population: Population,
) -> Result<f64, GenerateError> {
    let moved = |id: &String| {
        let knob = drawn.recipe.knob(id);
        let default = knob.map(|knob| knob.default_for(population).to_bits());
        default.is_some() && drawn.knobs.get(id).map(|value| value.to_bits()) != default
    };
    if patients == 0 || !solve.when.iter().any(moved) {
        return Ok(solve.start);
    }
    let target = solve.mean.evaluate(1, drawn).map_or(f64::NAN, |mean| mean.at(0));
    let unsolvable = || GenerateError::Unsolvable { name: solve.name.clone(), variable: variable.id.clone(), target };
    let Draw::Bernoulli(probability) = variable.draw_for(population) else { return Err(unsolvable()) };
    let (solved, values) = (drawn.solved.clone(), drawn.values.clone());
    let mut trial = Drawn { recipe: drawn.recipe, knobs: drawn.knobs, solved, values };
    let mut mean = |value: f64| {
        trial.solved.insert(&solve.name, value);
        let values = probability.evaluate(patients, &trial)?;
        Some((0..patients).map(|row| values.at(row)).sum::<f64>() / patients as f64)
    };
    let (mut low, mut high) = (-60.0, 60.0);
    let reached = mean(low).zip(mean(high)).is_some_and(|(least, most)| least < target && target < most);
    if !reached {
        return Err(unsolvable());
    }
    while high - low > 1e-9 {
        let middle = f64::midpoint(low, high);
        if mean(middle).ok_or_else(unsolvable)? < target { low = middle } else { high = middle }
    }
    Ok(f64::midpoint(low, high))
}

/// The column that a table shows: missing values left out, categories under their names.
fn column(
    variable: &Variable,
    numbers: &[f64],
    drawn: &Drawn<'_>,
    streams: &mut Streams,
) -> Result<Column, GenerateError> {
    let n = numbers.len();
    let mut missing = vec![false; n];
    if let Some(share) = variable.missing.as_ref().and_then(|missing| missing.evaluate(n, drawn)) {
        let uniform = streams.uniform(&format!("{} missing", variable.id), n);
        missing = (0..n).map(|row| uniform[row] < share.at(row)).collect();
    }
    if variable.levels.is_empty() {
        let seen = numbers.iter().zip(&missing).map(|(&number, &gone)| if gone { f64::NAN } else { number });
        return Ok(Column::Number(seen.collect()));
    }
    let last = variable.levels.len() - 1;
    let code = |number: f64| (number.max(0.0) as usize).min(last) as u32;
    let codes = numbers.iter().zip(&missing).map(|(&number, &gone)| if gone { MISSING } else { code(number) });
    Ok(Column::Category { codes: codes.collect(), levels: variable.levels.clone() })
}
