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

/// A pivot this small beside its diagonal cell makes an input worth a closer look.
const SUSPECT: f64 = 1e-5;

const SEARCH: Effort = Effort { iterations: 50, step: 3e-5 };
const ROUGH: Effort = Effort { iterations: 25, step: 0.1 };

pub(super) fn fit(
    spec: &ClassifierSpec,
    mut data: Prepared,
    training: &Training,
    notes: &mut Vec<String>,
) -> Result<Workings, LearnError> {
    let scaling = data.scaling();
    data.standardise(&scaling);
    let mut status = vec![TermStatus::Estimated; data.p];
    for (status, _) in status.iter_mut().zip(training.features).filter(|(_, feature)| feature.reference) {
        *status = TermStatus::Reference;
    }
    for (status, _) in status.iter_mut().zip(&scaling.sd).filter(|(_, sd)| **sd <= 0.0) {
        *status = TermStatus::Constant;
    }
    let y = data.y.iter().map(|&y| f64::from(u8::from(y))).collect();
    let search = Search { data: &data, scaling: &scaling, y, start: training.start };
    let mut inputs = estimated(&status);
    let mut found = search.solve(&inputs, spec.penalty)?;
    if let Err(dependent) = found.solution.information.cholesky(SUSPECT) {
        // Near-repeats look like repeats in single precision, and fitted risks of exactly 0 and 1 empty the matrix too;
        // only inputs that really repeat others are left out.
        let really = search.repeated(&inputs);
        let suspects = dependent.iter().filter(|&&row| row > 0).map(|row| inputs[row - 1]);
        for input in suspects.filter(|input| really.contains(input)) {
            status[input] = TermStatus::Collinear;
        }
        if inputs.len() > estimated(&status).len() {
            inputs = estimated(&status);
            found = search.solve(&inputs, spec.penalty)?;
        }
    }
    let rescued = found.penalty.to_bits() != spec.penalty.to_bits();
    say(notes, found.separated, found.solution.converged, rescued);
    for (input, &status) in status.iter().enumerate() {
        let name = || input_name(training.features, input);
        if status == TermStatus::Collinear {
            notes.push(tr!(
                "\"{}\" says exactly what other inputs say together (collinear), so it was left out: its effect cannot be \
                 told from theirs.",
                name()
            ));
        } else if status == TermStatus::Estimated && !found.separated && one_sided(&data, input) {
            notes.push(tr!(
                "All training patients with one of the two values of \"{}\" had the same outcome; only the caution \
                 setting keeps its odds ratio finite.",
                name()
            ));
        }
    }
    let (intercept, terms) = in_own_units(&found, &inputs, &scaling, &status);
    let Found { solution, separated, penalty, .. } = found;
    Ok(Workings::Coefficients { intercept, terms, converged: solution.converged, separated, penalty })
}

fn estimated(status: &[TermStatus]) -> Vec<usize> {
    (0..status.len()).filter(|&input| status[input] == TermStatus::Estimated).collect()
}

/// What the searches share.
struct Search<'a> {
    /// Standardised.
    data: &'a Prepared<'a>,
    scaling: &'a Scaling,
    y: Vec<f64>,
    /// A former model.
    start: Option<&'a Workings>,
}

/// What one search found.
struct Found {
    solution: Solution,
    /// The penalty that was used in the end.
    penalty: f64,
    separated: bool,
    /// The variance of each coefficient, the intercept's first.
    variance: Option<Vec<f64>>,
}

impl Search<'_> {
    fn solve(&self, inputs: &[usize], penalty: f64) -> Result<Found, LearnError> {
        let check = || self.data.check_cancelled();
        let columns: Vec<&[f64]> = inputs.iter().map(|&input| self.data.column(input)).collect();
        let (n, y, weights) = (self.data.n, self.y.as_slice(), self.data.weights.as_deref());
        // Weights may be too large for single precision, and without a penalty nothing makes up for its rounding.
        let single = n >= SAMPLE_FROM && weights.is_none() && penalty * 1e6 >= n as f64;
        let columns = columns.as_slice();
        let mut problem = Problem { n, columns, y, weights, penalty, every: 1, single, check_cancelled: &check };
        let beta = if let Some(beta) = self.warm_start(inputs) { beta } else { self.cold_start(&problem)? };
        let mut solution = problem.solve(beta, SEARCH)?;
        // Thirty log-odds per standard deviation turn every risk into 0 or 1: the search is running away.
        let runaway = solution.beta.iter().any(|value| value.abs() > 30.0);
        if penalty < 1e-6 && (!solution.converged || runaway) {
            problem.penalty = RESCUE_PENALTY;
            solution = problem.solve(self.null_start(columns.len()), SEARCH)?;
        }
        let separated = problem.separates(&solution.beta);
        let variance = problem.factor(&solution).map(|factor| factor.inverse_diagonal());
        Ok(Found { penalty: problem.penalty, separated, variance, solution })
    }

    /// No effects, and the intercept that gives everybody the prevalence.
    fn null_start(&self, inputs: usize) -> Vec<f64> {
        let prevalence = self.data.prevalence();
        let mut beta = vec![0.0; inputs + 1];
        beta[0] = libm::log(prevalence / (1.0 - prevalence));
        beta
    }

    /// The former model's coefficients, when it is a logistic regression on as many inputs that makes sense here.
    fn warm_start(&self, inputs: &[usize]) -> Option<Vec<f64>> {
        let Some(Workings::Coefficients { intercept, terms, .. }) = self.start else { return None };
        let mut beta = vec![*intercept];
        for &input in inputs {
            let coefficient = terms.get(input)?.coefficient;
            beta.push(coefficient * self.scaling.sd[input]);
            beta[0] += coefficient * self.scaling.mean[input];
        }
        let fits = terms.len() == self.scaling.sd.len();
        (fits && beta.iter().all(|value| value.abs() < 30.0)).then_some(beta)
    }

    /// With many patients, the answer for some blocks of them, then for more.
    fn cold_start(&self, problem: &Problem) -> Result<Vec<f64>, LearnError> {
        let mut beta = self.null_start(problem.columns.len());
        if problem.n < SAMPLE_FROM {
            return Ok(beta);
        }
        let small = problem.n.div_ceil(SAMPLE_FROM).max(2);
        for every in [small, 4] {
            if every == 4 && small < 8 {
                break;
            }
            let penalty = problem.penalty.max(RESCUE_PENALTY) / every as f64;
            let sample = Problem { every, penalty, ..*problem };
            let rough = sample.solve(beta.clone(), ROUGH)?;
            if rough.converged {
                beta = rough.beta;
            }
        }
        Ok(beta)
    }

    /// The inputs that are sums of earlier ones, judged by their correlations.
    fn repeated(&self, inputs: &[usize]) -> Vec<usize> {
        let columns: Vec<&[f64]> = inputs.iter().map(|&input| self.data.column(input)).collect();
        let (n, y, weights) = (self.data.n, self.y.as_slice(), self.data.weights.as_deref());
        let check = || Ok(());
        let columns = columns.as_slice();
        let flat = Problem { n, columns, y, weights, penalty: 0.0, every: 1, single: false, check_cancelled: &check };
        let matrix = flat.derivatives(&vec![0.0; inputs.len() + 1]).information;
        let dependent = matrix.cholesky(SINGULAR).err().unwrap_or_default();
        dependent.into_iter().filter(|&row| row > 0).map(|row| inputs[row - 1]).collect()
    }
}

fn in_own_units(found: &Found, inputs: &[usize], scaling: &Scaling, status: &[TermStatus]) -> (f64, Vec<Term>) {
    let beta = &found.solution.beta;
    let mut intercept = beta[0];
    let absent = |status| Term {
        coefficient: 0.0,
        standard_error: None,
        odds_ratio: 1.0,
        odds_ratio_ci: None,
        standardised: 0.0,
        status,
    };
    let mut terms: Vec<Term> = status.iter().map(|&status| absent(status)).collect();
    for (index, &input) in inputs.iter().enumerate() {
        let (standardised, sd) = (beta[index + 1], scaling.sd[input]);
        let coefficient = standardised / sd;
        intercept -= coefficient * scaling.mean[input];
        let standard_error = found.variance.as_ref().map(|variance| libm::sqrt(variance[index + 1]) / sd);
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
            tr!("These inputs tell the training patients with and without the condition apart without one mistake (perfect \
             separation). The odds ratios would be infinite; only the caution setting holds them back. Look for an \
             input that gives the outcome away.")
                .to_owned(),
        );
    }
    if rescued {
        notes.push(tr!(
            "Without caution no finite odds ratios exist here, so a ridge penalty of {RESCUE_PENALTY} was used.",
            RESCUE_PENALTY
        ));
    }
    if !converged {
        notes.push(
            tr!("The search for the best coefficients did not settle; treat the odds ratios with care.").to_owned(),
        );
    }
}

pub(super) fn probabilities(intercept: f64, terms: &[Term], x: ArrayView2<f64>) -> Vec<f64> {
    let risk = |patient: ndarray::ArrayView1<f64>| {
        let log_odds = patient.iter().zip(terms).fold(intercept, |sum, (value, term)| sum + value * term.coefficient);
        1.0 / (1.0 + libm::exp(-log_odds))
    };
    x.outer_iter().map(risk).collect()
}

#[cfg(test)]
mod tests {
    use crate::learn::{ClassifierSpec, Training, fit};
    use linfa::prelude::*;
    use linfa_logistic::LogisticRegression;
    use ndarray::{Array1, Array2};

    #[test]
    fn linfa_finds_the_same_probabilities_on_standardised_inputs() {
        let raw =
            Array2::from_shape_fn((200, 3), |(i, j)| f64::from(((i * 37 + j * 101 + i * i * (j + 1)) % 89) as u32));
        let columns: Vec<(f64, f64)> =
            raw.columns().into_iter().map(|column| (column.sum() / 200.0, column.std(0.0))).collect();
        let x = Array2::from_shape_fn((200, 3), |(i, j)| (raw[[i, j]] - columns[j].0) / columns[j].1);
        let y: Vec<bool> =
            (0..200).map(|i| raw[[i, 0]] + raw[[i, 1]] * 0.5 + f64::from((i % 40) as u32) > 110.0).collect();
        for penalty in [0.5, 1.0, 10.0] {
            // linfa scores the more frequent class, so its answer is read through its labels.
            let theirs = LogisticRegression::default()
                .alpha(penalty)
                .gradient_tolerance(1e-9)
                .max_iterations(10_000)
                .fit(&Dataset::new(x.clone(), Array1::from(y.clone())))
                .expect("linfa fits");
            let with = theirs.labels().pos.class;
            let spec = ClassifierSpec { penalty, ..ClassifierSpec::default() };
            let model = fit(&spec, &Training::new(raw.view(), &y)).expect("ours fits");
            for (ours, theirs) in model.probabilities(raw.view()).iter().zip(theirs.predict_probabilities(&x)) {
                let theirs = if with { theirs } else { 1.0 - theirs };
                assert!((ours - theirs).abs() < 1e-5, "{ours} against {theirs}");
            }
        }
    }
}
