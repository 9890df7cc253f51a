//! Newton's method for ridge-penalised logistic regression (iteratively reweighted least squares).
//!
//! Written here because linfa-logistic 0.8.1 ignores weights, offers no standard errors, no warm start and no word on
//! convergence, and takes 20 times as long; its figures serve as a test oracle. The objective is
//! `sum_i w_i (log(1 + exp(eta_i)) - y_i eta_i) + penalty / 2 * sum_j beta_j^2`, the intercept unpenalised.

use super::LearnError;
use super::linear_algebra::{Cholesky, Symmetric, dot};

/// Patients per block: a block of every column stays in the first-level cache.
pub(super) const BLOCK: usize = 256;

/// A pivot this small beside its diagonal cell counts as zero.
pub(super) const SINGULAR: f64 = 1e-10;

/// A step this small (in log-odds per standard deviation) leaves the information matrix practically as it was.
const NEAR: f64 = 5e-3;

/// A regression problem: columns of equal length on comparable scales.
#[derive(Clone, Copy)]
pub(super) struct Problem<'a> {
    pub n: usize,
    /// The columns, each with a number per patient.
    pub columns: &'a [&'a [f64]],
    /// What to predict, from 0 to 1.
    pub y: &'a [f64],
    pub weights: Option<&'a [f64]>,
    pub penalty: f64,
    /// Only every so-manyth block of patients counts: 1 for all of them.
    pub every: usize,
    /// Whether the information matrix may be summed in single precision, which is nearly twice as fast: its cells are
    /// then right to six digits, and where the search ended on a step below [`NEAR`] to three or so, since they are not
    /// summed again after it. The solution is as exact as ever, since only the gradient decides where it lies.
    pub single: bool,
    pub check_cancelled: &'a dyn Fn() -> Result<(), LearnError>,
}

/// Where the method came to rest.
pub(super) struct Solution {
    /// The intercept, then one coefficient per column.
    pub beta: Vec<f64>,
    /// The information matrix there, without the penalty.
    pub information: Symmetric,
    /// Whether it came to rest at all.
    pub converged: bool,
}

/// How long and how exactly to search.
#[derive(Clone, Copy)]
pub(super) struct Effort {
    pub iterations: u32,
    /// It is enough when no coefficient moves by more than this. The last step is still taken, so the error left is of
    /// the order of its square.
    pub step: f64,
}

pub(super) struct Derivatives {
    gradient: Vec<f64>,
    pub information: Symmetric,
}

impl Problem<'_> {
    fn width(&self) -> usize {
        self.columns.len() + 1
    }

    /// Searches from `beta`. Without a penalty a singular information matrix ends the search unconverged.
    pub fn solve(&self, mut beta: Vec<f64>, effort: Effort) -> Result<Solution, LearnError> {
        let mut now = self.derivatives(&beta);
        for _ in 0..effort.iterations {
            (self.check_cancelled)()?;
            let Ok(factor) = self.penalised(&now.information).cholesky(SINGULAR) else { break };
            let step: Vec<f64> = factor.solve(&now.gradient).iter().map(|value| -value).collect();
            let size = step.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
            if !size.is_finite() {
                break;
            }
            if size <= effort.step {
                add(&mut beta, &step, 1.0);
                return Ok(Solution { beta, information: now.information, converged: true });
            }
            if self.single && size < NEAR {
                // So near the end the matrix of a moment ago serves as well: only the gradient is needed.
                add(&mut beta, &step, 1.0);
                now.gradient = self.sums(&beta, false).gradient;
            } else {
                now = self.advance(&mut beta, &step, &now);
            }
        }
        Ok(Solution { beta, information: now.information, converged: false })
    }

    /// Goes along `step`, by half as much as long as the slope there says that the step overshoots. The objective is
    /// convex, so the slope tells this without the objective itself (and its logarithms).
    fn advance(&self, beta: &mut Vec<f64>, step: &[f64], now: &Derivatives) -> Derivatives {
        let slope = dot(&now.gradient, step).abs();
        let mut length = 1.0;
        loop {
            let mut there = beta.clone();
            add(&mut there, step, length);
            let next = self.derivatives(&there);
            if dot(&next.gradient, step) <= 0.9 * slope || length < 1e-6 {
                *beta = there;
                return next;
            }
            length /= 2.0;
        }
    }

    /// The information matrix with the penalty on its diagonal.
    pub fn penalised(&self, information: &Symmetric) -> Symmetric {
        let mut penalised = information.clone();
        for index in 1..penalised.size {
            *penalised.at_mut(index, index) += self.penalty;
        }
        penalised
    }

    /// The linear predictor of a block of patients, into `eta`.
    fn predictor(&self, beta: &[f64], start: usize, eta: &mut [f64]) {
        eta.fill(beta[0]);
        let end = start + eta.len();
        let mut pairs = self.columns.chunks_exact(2).zip(beta[1..].chunks_exact(2));
        for (columns, beta) in &mut pairs {
            for ((cell, a), b) in eta.iter_mut().zip(&columns[0][start..end]).zip(&columns[1][start..end]) {
                *cell += beta[0] * a + beta[1] * b;
            }
        }
        if let (Some(column), true) = (self.columns.last(), self.columns.len() % 2 == 1) {
            let coefficient = beta[self.columns.len()];
            for (cell, value) in eta.iter_mut().zip(&column[start..end]) {
                *cell += coefficient * value;
            }
        }
    }

    /// Gradient (penalty included) and information matrix (without it).
    pub fn derivatives(&self, beta: &[f64]) -> Derivatives {
        self.sums(beta, true)
    }

    /// The same, the information matrix only where it is asked for.
    fn sums(&self, beta: &[f64], informed: bool) -> Derivatives {
        let width = self.width();
        let mut sums = Derivatives { gradient: vec![0.0; width], information: Symmetric::zero(width) };
        let mut narrow = vec![[0.0_f32; BLOCK]; if self.single { width } else { 0 }];
        let (mut risk, mut residual, mut curvature) = ([0.0; BLOCK], [0.0; BLOCK], [0.0; BLOCK]);
        for start in (0..self.n).step_by(BLOCK * self.every) {
            let size = BLOCK.min(self.n - start);
            self.predictor(beta, start, &mut risk[..size]);
            logistic(&mut risk[..size]);
            for (((residual, curvature), risk), y) in
                residual.iter_mut().zip(&mut curvature).zip(&risk[..size]).zip(&self.y[start..])
            {
                *residual = risk - y;
                *curvature = risk * (1.0 - risk);
            }
            if let Some(weights) = self.weights {
                for ((residual, curvature), weight) in
                    residual.iter_mut().zip(&mut curvature).zip(&weights[start..start + size])
                {
                    *residual *= weight;
                    *curvature *= weight;
                }
            }
            self.add_gradient(start, &residual[..size], &mut sums);
            if !informed {
                continue;
            }
            if self.single {
                self.add_information_single(start, &curvature[..size], &mut narrow, &mut sums.information);
            } else {
                self.add_information(start, &curvature[..size], &mut sums.information);
            }
        }
        for (slope, value) in sums.gradient.iter_mut().zip(beta).skip(1) {
            *slope += self.penalty * value;
        }
        sums
    }

    fn add_gradient(&self, start: usize, residual: &[f64], sums: &mut Derivatives) {
        sums.gradient[0] += dot(residual, &[1.0; BLOCK][..residual.len()]);
        for (slope, column) in sums.gradient[1..].iter_mut().zip(self.columns) {
            *slope += dot(residual, &column[start..start + residual.len()]);
        }
    }

    fn add_information(&self, start: usize, curvature: &[f64], information: &mut Symmetric) {
        let size = curvature.len();
        let column = |row: usize| &self.columns[row - 1][start..start + size];
        let mut weighted = [0.0; BLOCK];
        *information.at_mut(0, 0) += dot(curvature, &[1.0; BLOCK][..size]);
        for row in 1..self.width() {
            let values = column(row);
            *information.at_mut(row, 0) += dot(curvature, values);
            for ((cell, value), curvature) in weighted.iter_mut().zip(values).zip(curvature) {
                *cell = value * curvature;
            }
            for other in 1..=row {
                *information.at_mut(row, other) += dot(&weighted[..size], column(other));
            }
        }
    }

    /// The same in single precision within the block; blocks are summed in double precision. `narrow` has room for the
    /// columns.
    fn add_information_single(
        &self,
        start: usize,
        curvature: &[f64],
        narrow: &mut [[f32; BLOCK]],
        information: &mut Symmetric,
    ) {
        let size = curvature.len();
        let mut weighted = [0.0_f32; BLOCK];
        narrow[0] = [1.0; BLOCK];
        for row in 0..self.width() {
            if row > 0 {
                let values = &self.columns[row - 1][start..start + size];
                narrow[row].iter_mut().zip(values).for_each(|(cell, &value)| *cell = value as f32);
            }
            for ((cell, value), &curvature) in weighted.iter_mut().zip(&narrow[row]).zip(curvature) {
                *cell = value * curvature as f32;
            }
            for (other, values) in narrow[..=row].iter().enumerate() {
                *information.at_mut(row, other) += f64::from(dot(&weighted[..size], &values[..size]));
            }
        }
    }

    /// Whether some threshold on the linear predictor tells those with (`y` above a half) from those without, without
    /// one mistake.
    pub fn separates(&self, beta: &[f64]) -> bool {
        let (mut lowest_with, mut highest_without) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut eta = [0.0; BLOCK];
        for start in (0..self.n).step_by(BLOCK) {
            let size = BLOCK.min(self.n - start);
            self.predictor(beta, start, &mut eta[..size]);
            for (value, &y) in eta[..size].iter().zip(&self.y[start..]) {
                if y > 0.5 {
                    lowest_with = f64::min(lowest_with, *value);
                } else {
                    highest_without = f64::max(highest_without, *value);
                }
            }
            if lowest_with <= highest_without {
                return false;
            }
        }
        true
    }

    /// The penalised information matrix at a solution, factored.
    pub fn factor(&self, solution: &Solution) -> Option<Cholesky> {
        self.penalised(&solution.information).cholesky(0.0).ok()
    }
}

/// Log-odds into probabilities.
///
/// `libm::exp` takes one number at a time and was a third of the whole search; this one is written so that the compiler
/// can take several. It uses nothing but additions, multiplications and a division, so it too gives the same on every
/// machine: the exponent is split off (Cody and Waite 1980), the rest is a Taylor polynomial with an error below 1e-16,
/// summed by halves (Estrin 1960) so that its terms need not wait for each other.
fn logistic(values: &mut [f64]) {
    // Adding and taking away 1.5 * 2^52 rounds to a whole number, which the lowest bits then spell out.
    const ROUNDER: f64 = 6_755_399_441_055_744.0;
    const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
    const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    for value in values {
        let x = (-*value).clamp(-700.0, 700.0);
        let rounded = x * std::f64::consts::LOG2_E + ROUNDER;
        let power = rounded - ROUNDER;
        let r = (x - power * LN_2_HIGH) - power * LN_2_LOW;
        let r2 = r * r;
        let r4 = r2 * r2;
        let low = (1.0 + r) + r2 * (0.5 + r * (1.0 / 6.0));
        let middle = (1.0 / 24.0 + r * (1.0 / 120.0)) + r2 * (1.0 / 720.0 + r * (1.0 / 5_040.0));
        let high = (1.0 / 40_320.0 + r * (1.0 / 362_880.0)) + r2 * (1.0 / 3_628_800.0 + r * (1.0 / 39_916_800.0));
        let top = 1.0 / 479_001_600.0 + r * (1.0 / 6_227_020_800.0);
        let exponential = (low + r4 * middle) + (r4 * r4) * (high + r4 * top);
        let two_to_the_power = f64::from_bits(rounded.to_bits().wrapping_add(1023) << 52);
        *value = 1.0 / (1.0 + exponential * two_to_the_power);
    }
}

fn add(beta: &mut [f64], step: &[f64], length: f64) {
    for (value, step) in beta.iter_mut().zip(step) {
        *value += length * step;
    }
}

#[cfg(test)]
mod tests {
    use super::logistic;

    #[test]
    fn the_logistic_function_is_exact_to_the_last_digits() {
        let log_odds: Vec<f64> = (-80_000..=80_000).map(|i| f64::from(i) * 0.009_7).collect();
        let mut risks = log_odds.clone();
        logistic(&mut risks);
        for (log_odds, risk) in log_odds.iter().zip(risks) {
            let exact = 1.0 / (1.0 + libm::exp(-log_odds.clamp(-700.0, 700.0)));
            assert!(
                (risk - exact).abs() <= 1e-15 * exact.max(f64::MIN_POSITIVE),
                "{log_odds}: {risk}, exactly {exact}"
            );
        }
        let mut not_a_number = [f64::NAN];
        logistic(&mut not_a_number);
        assert!(not_a_number[0].is_nan());
    }
}
