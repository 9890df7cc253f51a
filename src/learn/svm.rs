//! A support vector machine with a radial kernel: linfa's solver, guarded.
//!
//! linfa-svm 0.8.1 keeps a dense patients x patients kernel, cannot be stopped, never ends on badly scaled inputs, takes
//! no weights, and fits its probabilities to the very patients that it learnt from. So here the inputs are standardised,
//! at most [`MOST_PATIENTS`] take part, and the probabilities (Platt 1999) come from patients whom the border had not
//! seen, as scikit-learn's `CalibratedClassifierCV(ensemble=False, cv=3)` does it.
//!
//! linfa takes its exponentials from the machine's own library, so on another machine a risk may differ by as much as the
//! solver's tolerance (1e-3) allows; every other classifier agrees to the last bit.

use super::newton::{Effort, Problem};
use super::prepared::{Prepared, Scaling};
use super::{ClassifierSpec, LearnError};
use crate::rng;
use linfa::prelude::*;
use linfa_svm::Svm;
use ndarray::{Array1, Array2, ArrayView2};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// More patients than this would fill an old laptop's memory and patience.
const MOST_PATIENTS: usize = 2000;

/// Into how many parts the patients are cut to score each by a border that has not seen them.
const FOLDS: usize = 3;

/// A fitted support vector machine.
#[derive(Debug, Clone, PartialEq)]
pub struct SupportVectors {
    border: Border,
    /// The rows of the patients who hold the border in place, in the training data.
    pub rows: Vec<usize>,
    /// How many patients took part in drawing the border.
    pub asked: usize,
    /// The log-odds rise by this much per unit of distance to the border; 0 when distance told nothing.
    pub slope: f64,
    /// The log-odds on the border.
    pub intercept: f64,
    scaling: Scaling,
}

/// The sum over support patients of `pull * exp(-gamma * squared distance)`, less `offset`.
#[derive(Debug, Clone, PartialEq)]
struct Border {
    gamma: f64,
    offset: f64,
    pulls: Vec<f64>,
    /// Standardised inputs, one support patient after the other.
    points: Vec<f64>,
    /// Which of the patients who took part they are.
    members: Vec<usize>,
}

/// The patients who take part, standardised.
struct Sample {
    rows: Vec<usize>,
    x: Array2<f64>,
    y: Vec<bool>,
}

impl SupportVectors {
    pub(super) fn fit(
        spec: &ClassifierSpec,
        data: &Prepared,
        seed: u64,
        notes: &mut Vec<String>,
    ) -> Result<Self, LearnError> {
        let scaling = data.scaling();
        let sample = Sample::draw(data, &scaling, seed, notes);
        let varied = scaling.sd.iter().filter(|&&sd| sd > 0.0).count().max(1);
        let gamma = spec.gamma / varied as f64;
        let everybody: Vec<usize> = (0..sample.y.len()).collect();
        let border = Border::fit(&sample, &everybody, spec.cost, gamma, data)?;
        let unseen = sample.distances_unseen(spec.cost, gamma, seed, data)?;
        if unseen.is_none() {
            notes.push(
                tr!("Too few patients of one outcome to check the border on patients it had not seen, so the risks are too \
                 sure of themselves.")
                    .to_owned(),
            );
        }
        let distances =
            unseen.unwrap_or_else(|| sample.x.outer_iter().map(|row| border.distance(&row.to_vec())).collect());
        let (slope, intercept) = platt(&distances, &sample.y, data)?;
        if slope <= 0.0 {
            notes.push(
                tr!(
                    "On patients it had not seen the border did no better than chance, so everybody gets the same risk."
                )
                .to_owned(),
            );
        }
        let rows = border.members.iter().map(|&member| data.row(sample.rows[member])).collect();
        Ok(Self { border, rows, asked: sample.y.len(), slope, intercept, scaling })
    }

    /// The distance of a patient to the border in the solver's unit (±1 is the edge of the margin); positive on the side
    /// of those with the condition.
    #[must_use]
    pub fn distance(&self, patient: &[f64]) -> f64 {
        self.border.distance(&self.scaled(patient))
    }

    fn scaled(&self, patient: &[f64]) -> Vec<f64> {
        let value = |input: usize| patient.get(input).copied().unwrap_or(f64::NAN);
        (0..self.scaling.mean.len()).map(|input| self.scaling.scale(input, value(input))).collect()
    }

    /// How far each of [`Self::rows`] pulls a patient towards its own side; the more alike, the further. Less
    /// [`Self::offset`], they add up to [`Self::distance`].
    #[must_use]
    pub fn pulls_on(&self, patient: &[f64]) -> Vec<f64> {
        self.border.pulls_on(&self.scaled(patient)).collect()
    }

    /// What all pulls together must come to on the border.
    #[must_use]
    pub const fn offset(&self) -> f64 {
        self.border.offset
    }

    /// The risk at a distance from the border, from 0 to 1 (Platt 1999).
    #[must_use]
    pub fn risk_at(&self, distance: f64) -> f64 {
        1.0 / (1.0 + libm::exp(-(self.slope * distance + self.intercept)))
    }

    /// The distance from the border at which the risk is `risk`. `None` for a risk of 0 or 1, and when distance told nothing.
    #[must_use]
    pub fn distance_for(&self, risk: f64) -> Option<f64> {
        let inner = risk > 0.0 && risk < 1.0 && self.slope > 0.0;
        inner.then(|| (libm::log(risk / (1.0 - risk)) - self.intercept) / self.slope)
    }

    /// How hard each of [`Self::rows`] pulls the border: positive with the condition, negative without.
    #[must_use]
    pub fn pulls(&self) -> &[f64] {
        &self.border.pulls
    }

    pub(super) fn probabilities(&self, x: ArrayView2<f64>) -> Vec<f64> {
        let risk = |row: ndarray::ArrayView1<f64>| {
            let log_odds = self.slope * self.distance(&row.to_vec()) + self.intercept;
            1.0 / (1.0 + libm::exp(-log_odds))
        };
        x.outer_iter().map(risk).collect()
    }
}

impl Border {
    fn fit(sample: &Sample, members: &[usize], cost: f64, gamma: f64, data: &Prepared) -> Result<Self, LearnError> {
        data.check_cancelled()?;
        let x = sample.x.select(ndarray::Axis(0), members);
        let y: Array1<bool> = members.iter().map(|&member| sample.y[member]).collect();
        let model = Svm::<f64, bool>::params()
            .pos_neg_weights(cost, cost)
            .gaussian_kernel(1.0 / gamma)
            .eps(1e-3)
            .shrinking(false)
            .fit(&Dataset::new(x, y))
            .map_err(|error| LearnError::Solver(error.to_string()))?;
        if !model.rho.is_finite() || model.alpha.iter().any(|pull| !pull.is_finite()) {
            return Err(LearnError::Solver(tr!("the border could not be computed").to_owned()));
        }
        let mut border = Self { gamma, offset: model.rho, pulls: Vec::new(), points: Vec::new(), members: Vec::new() };
        for (&member, &pull) in members.iter().zip(&model.alpha).filter(|(_, pull)| pull.abs() > 1e-12) {
            border.members.push(member);
            border.pulls.push(pull);
            border.points.extend(sample.x.row(member).iter().copied());
        }
        Ok(border)
    }

    fn distance(&self, scaled: &[f64]) -> f64 {
        self.pulls_on(scaled).sum::<f64>() - self.offset
    }

    /// What each support patient adds to the distance of a patient.
    fn pulls_on<'a>(&'a self, scaled: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
        let pull = move |(point, pull): (&[f64], &f64)| {
            let squared = point.iter().zip(scaled).fold(0.0, |sum, (a, b)| sum + (a - b) * (a - b));
            pull * libm::exp(-self.gamma * squared)
        };
        self.points.chunks_exact(scaled.len()).zip(&self.pulls).map(pull)
    }
}

impl Sample {
    /// Everybody, or where that is too many, or weights are to count, a draw that keeps the share with the condition.
    fn draw(data: &Prepared, scaling: &Scaling, seed: u64, notes: &mut Vec<String>) -> Self {
        let size = data.n.min(MOST_PATIENTS);
        let mut rng = rng::stream(seed, &["svm", "sample"]);
        let rows = if data.weights.is_some() {
            notes.push(tr!(
                "This model cannot weigh patients, so it learnt from {size} drawn in proportion to their weights.",
                size
            ));
            drawn_by_weight(data, size, &mut rng)
        } else if data.n > size {
            notes.push(tr!(
                "This model learnt from {size} of the {} patients, drawn at random within each outcome: with more it \
                 would take too long.",
                data.n,
                size
            ));
            drawn_once(data, size, &mut rng)
        } else {
            (0..data.n).collect()
        };
        let x =
            Array2::from_shape_fn((rows.len(), data.p), |(i, input)| scaling.scale(input, data.column(input)[rows[i]]));
        let y = rows.iter().map(|&row| data.y[row]).collect();
        Self { rows, x, y }
    }

    /// For each patient the distance to a border drawn without that patient's fold; `None` when an outcome has fewer than
    /// two patients.
    fn distances_unseen(
        &self,
        cost: f64,
        gamma: f64,
        seed: u64,
        data: &Prepared,
    ) -> Result<Option<Vec<f64>>, LearnError> {
        let with = self.y.iter().filter(|&&y| y).count();
        let folds = FOLDS.min(with).min(self.y.len() - with);
        if folds < 2 {
            return Ok(None);
        }
        let mut fold = vec![0; self.y.len()];
        for outcome in [false, true] {
            let mut members: Vec<usize> = (0..self.y.len()).filter(|&i| self.y[i] == outcome).collect();
            shuffle(&mut members, &mut rng::stream(seed, &["svm", "folds", if outcome { "with" } else { "without" }]));
            members.iter().enumerate().for_each(|(position, &member)| fold[member] = position % folds);
        }
        let mut distances = vec![0.0; self.y.len()];
        for left_out in 0..folds {
            let members: Vec<usize> = (0..self.y.len()).filter(|&i| fold[i] != left_out).collect();
            let border = Border::fit(self, &members, cost, gamma, data)?;
            for i in (0..self.y.len()).filter(|&i| fold[i] == left_out) {
                distances[i] = border.distance(&self.x.row(i).to_vec());
            }
        }
        Ok(Some(distances))
    }
}

/// Patients without replacement, `size` in all, each outcome by its share and at least once.
fn drawn_once(data: &Prepared, size: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
    let mut drawn = Vec::with_capacity(size);
    for (outcome, share) in shares(data, size) {
        let mut members: Vec<usize> = (0..data.n).filter(|&row| data.y[row] == outcome).collect();
        shuffle(&mut members, rng);
        members.truncate(share);
        drawn.extend(members);
    }
    drawn.sort_unstable();
    drawn
}

/// Patients with replacement at equal steps along the running sum of weights, each outcome by its share.
fn drawn_by_weight(data: &Prepared, size: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
    let mut drawn = Vec::with_capacity(size);
    for (outcome, share) in shares(data, size) {
        let members: Vec<usize> = (0..data.n).filter(|&row| data.y[row] == outcome).collect();
        let total: f64 = members.iter().map(|&row| data.weight(row)).sum();
        let start: f64 = rng.r#gen();
        let (mut sum, mut taken) = (0.0, 0);
        for &row in &members {
            sum += data.weight(row);
            while taken < share && (taken as f64 + start) / share as f64 * total < sum {
                drawn.push(row);
                taken += 1;
            }
        }
    }
    drawn.sort_unstable();
    drawn
}

/// How many of `size` patients are to lack and to have the condition.
fn shares(data: &Prepared, size: usize) -> [(bool, usize); 2] {
    let with = ((size as f64 * data.prevalence()).round() as usize).clamp(1, size - 1);
    [(false, size - with), (true, with)]
}

/// Fisher and Yates's shuffle, drawn as 32 bits so that 32-bit machines draw the same.
fn shuffle(members: &mut [usize], rng: &mut ChaCha8Rng) {
    for last in (1..members.len()).rev() {
        members.swap(last, rng.gen_range(0..=last as u32) as usize);
    }
}

/// Slope and intercept of the log-odds over the distance, with Platt's cautious targets. A slope that is not positive is
/// 0: the distance then tells nothing.
fn platt(distances: &[f64], y: &[bool], data: &Prepared) -> Result<(f64, f64), LearnError> {
    let with = y.iter().filter(|&&y| y).count() as f64;
    let without = y.len() as f64 - with;
    let targets: Vec<f64> =
        y.iter().map(|&y| if y { (with + 1.0) / (with + 2.0) } else { 1.0 / (without + 2.0) }).collect();
    let check = || data.check_cancelled();
    let columns = [distances];
    let columns = &columns;
    let problem = Problem {
        n: y.len(),
        columns,
        y: &targets,
        weights: None,
        penalty: 1e-9,
        every: 1,
        single: false,
        check_cancelled: &check,
    };
    let prior = libm::log((with + 1.0) / (without + 1.0));
    let solution = problem.solve(vec![prior, 0.0], Effort { iterations: 100, step: 1e-8 })?;
    let slope = solution.beta[1];
    let usable = slope.is_finite() && slope > 0.0;
    Ok(if usable { (slope, solution.beta[0]) } else { (0.0, prior) })
}
