//! Logistic regression: [`newton`](super::newton) on standardised inputs, told in the inputs' own units.

use super::newton::{Effort, Problem, SINGULAR, Solution};
use super::prepared::{Prepared, Scaling};
use super::workings::{Term, TermStatus, Workings};
use super::{ClassifierSpec, LearnError, Training, input_name};
use crate::num::Z_95;
use ndarray::ArrayView2;

/// What takes the place of no penalty when the patients can be told apart perfectly.
const RESCUE_PENALTY: f64 = 1.0;

/// From this many patients the search starts on a sample: its answer is so near that the whole needs only a few steps.
const SAMPLE_FROM: usize = 4096;

const SEARCH: Effort = Effort { iterations: 50, step: 1e-6 };
const ROUGH: Effort = Effort { iterations: 25, step: 0.02 };

/// Standardised columns of the inputs that are estimated.
struct Design {
    /// The input of each column.
    inputs: Vec<usize>,
    columns: Vec<f64>,
    y: Vec<f64>,
}

pub(super) fn fit(
    spec: &ClassifierSpec,
    data: &Prepared,
    training: &Training,
    notes: &mut Vec<String>,
) -> Result<Workings, LearnError> {
    let scaling = data.scaling();
    let mut status = vec![TermStatus::Estimated; data.p];
    for (status, _) in status.iter_mut().zip(training.features).filter(|(_, feature)| feature.reference) {
        *status = TermStatus::Reference;
    }
    for input in (0..data.p).filter(|&input| scaling.sd[input] <= 0.0) {
        status[input] = TermStatus::Constant;
    }
    let (mut design, mut solution, mut penalty) = solve(spec.penalty, data, training, &scaling, &status)?;
    if let Err(dependent) = solution.information.cholesky(SINGULAR) {
        let repeated: Vec<usize> = dependent.iter().filter(|&&row| row > 0).map(|row| design.inputs[row - 1]).collect();
        // Fitted risks of exactly 0 and 1 empty the matrix too; only inputs that really repeat others are left out.
        let repeated = really_repeated(data, &scaling, &status, &repeated);
        if !repeated.is_empty() {
            repeated.iter().for_each(|&input| status[input] = TermStatus::Collinear);
            (design, solution, penalty) = solve(spec.penalty, data, training, &scaling, &status)?;
        }
    }
    let separated = problem(data, &design, penalty, &no_check).separates(&solution.beta);
    say(notes, separated, solution.converged, penalty.to_bits() != spec.penalty.to_bits());
    for (input, &status) in status.iter().enumerate() {
        let name = || input_name(training.features, input);
        if status == TermStatus::Collinear {
            notes.push(format!(
                "\"{}\" says exactly what other inputs say together (collinear), so it was left out: its effect cannot be \
                 told from theirs.",
                name()
            ));
        } else if status == TermStatus::Estimated && !separated && one_sided(data, input) {
            notes.push(format!(
                "All training patients with one of the two values of \"{}\" had the same outcome; only the caution \
                 setting keeps its odds ratio finite.",
                name()
            ));
        }
    }
    let (intercept, terms) = in_own_units(data, &design, &solution, &scaling, &status, penalty);
    Ok(Workings::Coefficients { intercept, terms, converged: solution.converged, separated, penalty })
}

fn solve(
    penalty: f64,
    data: &Prepared,
    training: &Training,
    scaling: &Scaling,
    status: &[TermStatus],
) -> Result<(Design, Solution, f64), LearnError> {
    let inputs = (0..data.p).filter(|&input| status[input] == TermStatus::Estimated).collect();
    let design = Design::new(data, scaling, inputs);
    let check = || data.check_cancelled();
    let start = design.start(training, scaling);
    let cold = || design.cold_start(data, penalty, &check);
    let beta = start.map_or_else(cold, Ok)?;
    let solution = problem(data, &design, penalty, &check).solve(beta, SEARCH)?;
    // A tenfold log-odds per standard deviation already turns every risk into 0 or 1: the search is running away.
    let runaway = solution.beta.iter().any(|value| value.abs() > 30.0);
    if penalty < 1e-6 && (!solution.converged || runaway) {
        let beta = design.null_start(data);
        let rescued = problem(data, &design, RESCUE_PENALTY, &check).solve(beta, SEARCH)?;
        return Ok((design, rescued, RESCUE_PENALTY));
    }
    Ok((design, solution, penalty))
}

fn problem<'a>(
    data: &'a Prepared,
    design: &'a Design,
    penalty: f64,
    check_cancelled: &'a dyn Fn() -> Result<(), LearnError>,
) -> Problem<'a> {
    let weights = data.weights.as_deref();
    Problem { n: data.n, columns: &design.columns, y: &design.y, weights, penalty, check_cancelled }
}

fn no_check() -> Result<(), LearnError> {
    Ok(())
}

impl Design {
    fn new(data: &Prepared, scaling: &Scaling, inputs: Vec<usize>) -> Self {
        let mut columns = Vec::with_capacity(data.n * inputs.len());
        for &input in &inputs {
            let (mean, factor) = (scaling.mean[input], 1.0 / scaling.sd[input]);
            columns.extend(data.column(input).iter().map(|value| (value - mean) * factor));
        }
        Self { inputs, columns, y: data.y.iter().map(|&y| f64::from(u8::from(y))).collect() }
    }

    /// No effects, and the intercept that gives everybody the prevalence.
    fn null_start(&self, data: &Prepared) -> Vec<f64> {
        let prevalence = data.prevalence();
        let mut beta = vec![0.0; self.inputs.len() + 1];
        beta[0] = libm::log(prevalence / (1.0 - prevalence));
        beta
    }

    /// Another model's coefficients, when it is a finite logistic regression on as many inputs.
    fn start(&self, training: &Training, scaling: &Scaling) -> Option<Vec<f64>> {
        let Some(Workings::Coefficients { intercept, terms, .. }) = training.start else { return None };
        let mut beta = vec![*intercept];
        for &input in &self.inputs {
            let coefficient = terms.get(input)?.coefficient;
            beta.push(coefficient * scaling.sd[input]);
            beta[0] += coefficient * scaling.mean[input];
        }
        let fits = terms.len() == scaling.sd.len();
        (fits && beta.iter().all(|value| value.abs() < 30.0)).then_some(beta)
    }

    /// With many patients, the answer for every so-manyth of them.
    fn cold_start(
        &self,
        data: &Prepared,
        penalty: f64,
        check_cancelled: &dyn Fn() -> Result<(), LearnError>,
    ) -> Result<Vec<f64>, LearnError> {
        let null = self.null_start(data);
        let stride = (data.n / (SAMPLE_FROM / 2)).min(16);
        if data.n < SAMPLE_FROM {
            return Ok(null);
        }
        let every = |values: &[f64]| values.iter().step_by(stride).copied().collect::<Vec<f64>>();
        let y = every(&self.y);
        let columns: Vec<f64> = self.columns.chunks(data.n).flat_map(&every).collect();
        let weights = data.weights.as_deref().map(every);
        let penalty = penalty.max(RESCUE_PENALTY) / stride as f64;
        let sample =
            Problem { n: y.len(), columns: &columns, y: &y, weights: weights.as_deref(), penalty, check_cancelled };
        let rough = sample.solve(null.clone(), ROUGH)?;
        Ok(if rough.converged { rough.beta } else { null })
    }
}

/// Of the suspected inputs those that are sums of earlier ones (by their correlation, to one part in ten thousand
/// million).
fn really_repeated(data: &Prepared, scaling: &Scaling, status: &[TermStatus], suspects: &[usize]) -> Vec<usize> {
    let inputs: Vec<usize> = (0..data.p).filter(|&input| status[input] == TermStatus::Estimated).collect();
    let design = Design::new(data, scaling, inputs);
    let flat = problem(data, &design, 0.0, &no_check);
    let matrix = flat.derivatives(&vec![0.0; design.inputs.len() + 1]).information;
    let dependent = matrix.cholesky(SINGULAR).err().unwrap_or_default();
    let named = dependent.iter().filter(|&&row| row > 0).map(|row| design.inputs[row - 1]);
    named.filter(|input| suspects.contains(input)).collect()
}

fn in_own_units(
    data: &Prepared,
    design: &Design,
    solution: &Solution,
    scaling: &Scaling,
    status: &[TermStatus],
    penalty: f64,
) -> (f64, Vec<Term>) {
    let variance = problem(data, design, penalty, &no_check).factor(solution).map(|factor| factor.inverse_diagonal());
    let mut intercept = solution.beta[0];
    let absent = |status| Term {
        coefficient: 0.0,
        standard_error: None,
        odds_ratio: 1.0,
        odds_ratio_ci: None,
        standardised: 0.0,
        status,
    };
    let mut terms: Vec<Term> = status.iter().map(|&status| absent(status)).collect();
    for (index, &input) in design.inputs.iter().enumerate() {
        let (standardised, sd) = (solution.beta[index + 1], scaling.sd[input]);
        let coefficient = standardised / sd;
        intercept -= coefficient * scaling.mean[input];
        let standard_error = variance.as_ref().map(|variance| libm::sqrt(variance[index + 1]) / sd);
        let interval = |error: f64| (libm::exp(coefficient - Z_95 * error), libm::exp(coefficient + Z_95 * error));
        terms[input] = Term {
            coefficient,
            standard_error,
            odds_ratio: libm::exp(coefficient),
            odds_ratio_ci: standard_error.map(interval),
            standardised,
            status: TermStatus::Estimated,
        };
    }
    (intercept, terms)
}

/// Whether the input has just two values, one of which only ever comes with one outcome. Stops at the first patient who
/// proves otherwise, which is soon in ordinary data.
fn one_sided(data: &Prepared, input: usize) -> bool {
    let column = data.column(input);
    let mut other = None;
    let mut seen = [[false; 2]; 2];
    for (value, &y) in column.iter().zip(&data.y) {
        let second = value.to_bits() != column[0].to_bits();
        if second && value.to_bits() != other.get_or_insert(*value).to_bits() {
            return false;
        }
        seen[usize::from(second)][usize::from(y)] = true;
        if seen == [[true; 2]; 2] {
            return false;
        }
    }
    true
}

fn say(notes: &mut Vec<String>, separated: bool, converged: bool, rescued: bool) {
    if separated {
        notes.push(
            "These inputs tell the training patients with and without the condition apart without one mistake (perfect \
             separation). The odds ratios would be infinite; only the caution setting holds them back. Look for an \
             input that gives the outcome away."
                .to_owned(),
        );
    }
    if rescued {
        notes.push(format!(
            "Without caution no finite odds ratios exist here, so a ridge penalty of {RESCUE_PENALTY} was used."
        ));
    }
    if !converged {
        notes.push("The search for the best coefficients did not settle; treat the odds ratios with care.".to_owned());
    }
}

pub(super) fn probabilities(intercept: f64, terms: &[Term], x: ArrayView2<f64>) -> Vec<f64> {
    let risk = |patient: ndarray::ArrayView1<f64>| {
        let log_odds = patient.iter().zip(terms).fold(intercept, |sum, (value, term)| sum + value * term.coefficient);
        1.0 / (1.0 + libm::exp(-log_odds))
    };
    x.outer_iter().map(risk).collect()
}
