//! Training data proven fit for use, a column at a time.

use super::linear_algebra::dot;
use super::{Feature, LARGEST, LearnError, Training, in_bounds, input_name};
use ndarray::ArrayView2;

/// Training data without the patients of weight 0: every number is in bounds, and both outcomes occur.
pub(super) struct Prepared<'a> {
    /// How many patients, at least 2.
    pub n: usize,
    /// How many inputs.
    pub p: usize,
    /// The inputs, one whole column after the other.
    values: Vec<f64>,
    /// Whether each patient has the condition.
    pub y: Vec<bool>,
    /// How much each counts, more than 0; `None`: all alike.
    pub weights: Option<Vec<f64>>,
    /// The row of each patient in what was given, where some were left out.
    kept: Option<Vec<usize>>,
    cancelled: &'a dyn Fn() -> bool,
}

/// From so many patients the mean is guessed.
const HEAD: usize = 256;

impl<'a> Prepared<'a> {
    pub fn new(training: &Training<'a>) -> Result<Self, LearnError> {
        let (rows, p) = training.x.dim();
        if training.y.len() != rows {
            return Err(LearnError::Shape { what: "outcomes", found: training.y.len(), expected: rows });
        }
        let kept = kept_rows(training.weights, rows)?;
        let values = columns_of(training.x, training.features)?;
        let mut data = Self {
            n: rows,
            p,
            values,
            y: training.y.to_vec(),
            weights: training.weights.map(<[f64]>::to_vec),
            kept: None,
            cancelled: training.cancelled,
        };
        if let Some(kept) = kept {
            data.keep(kept);
        }
        if data.n == 0 {
            return Err(LearnError::NoRows);
        }
        if data.y.iter().all(|&y| y == data.y[0]) {
            return Err(LearnError::OneClass { rows: data.n, all_positive: data.y[0] });
        }
        Ok(data)
    }

    fn keep(&mut self, kept: Vec<usize>) {
        let mut values = Vec::with_capacity(kept.len() * self.p);
        for column in 0..self.p {
            let column = self.column(column);
            values.extend(kept.iter().map(|&row| column[row]));
        }
        self.values = values;
        self.y = kept.iter().map(|&row| self.y[row]).collect();
        self.weights = self.weights.as_ref().map(|weights| kept.iter().map(|&row| weights[row]).collect());
        self.n = kept.len();
        self.kept = Some(kept);
    }

    /// One input of every patient.
    pub fn column(&self, index: usize) -> &[f64] {
        &self.values[index * self.n..(index + 1) * self.n]
    }

    /// How much a patient counts.
    pub fn weight(&self, patient: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[patient])
    }

    /// The patient's row in what was given.
    pub fn row(&self, patient: usize) -> usize {
        self.kept.as_ref().map_or(patient, |kept| kept[patient])
    }

    /// The weighted share of patients with the condition, strictly between 0 and 1.
    pub fn prevalence(&self) -> f64 {
        if self.weights.is_none() {
            return self.y.iter().filter(|&&y| y).count() as f64 / self.n as f64;
        }
        let (mut all, mut with) = (0.0, 0.0);
        for (patient, &y) in self.y.iter().enumerate() {
            all += self.weight(patient);
            with += if y { self.weight(patient) } else { 0.0 };
        }
        with / all
    }

    /// # Errors
    /// [`LearnError::Cancelled`] once the result is no longer wanted.
    pub fn check_cancelled(&self) -> Result<(), LearnError> {
        if (self.cancelled)() { Err(LearnError::Cancelled) } else { Ok(()) }
    }

    /// Mean and standard deviation (of the population, weighted) of each input.
    pub fn scaling(&self) -> Scaling {
        let total: f64 = self.weights.as_ref().map_or(self.n as f64, |weights| weights.iter().sum());
        let (mut mean, mut sd) = (Vec::with_capacity(self.p), Vec::with_capacity(self.p));
        for index in 0..self.p {
            let column = self.column(index);
            if column.iter().all(|value| value.total_cmp(&column[0]).is_eq()) {
                mean.push(column[0]);
                sd.push(0.0);
                continue;
            }
            // Counting from somewhere amid the values keeps rounding away without a second pass.
            let head = &column[..column.len().min(HEAD)];
            let amid = head.iter().sum::<f64>() / head.len() as f64;
            let (first, second) = self.moments(column, amid);
            let variance = (second - first * (first / total)) / total;
            mean.push(amid + first / total);
            sd.push(if variance > 0.0 { libm::sqrt(variance) } else { 0.0 });
        }
        Scaling { mean, sd }
    }

    /// Puts every input that varies on the scale of standard deviations from the mean.
    pub fn standardise(&mut self, scaling: &Scaling) {
        for (input, column) in self.values.chunks_exact_mut(self.n).enumerate() {
            if scaling.sd[input] > 0.0 {
                let (mean, factor) = (scaling.mean[input], 1.0 / scaling.sd[input]);
                column.iter_mut().for_each(|value| *value = (*value - mean) * factor);
            }
        }
    }

    /// The weighted sums of a column's distances from `centre` and of their squares.
    fn moments(&self, column: &[f64], centre: f64) -> (f64, f64) {
        const BLOCK: usize = 256;
        let (mut away, mut weighted) = ([0.0; BLOCK], [1.0; BLOCK]);
        let (mut first, mut second) = (0.0, 0.0);
        for (block, values) in column.chunks(BLOCK).enumerate() {
            let away = &mut away[..values.len()];
            for (cell, value) in away.iter_mut().zip(values) {
                *cell = value - centre;
            }
            if let Some(weights) = &self.weights {
                let weights = &weights[block * BLOCK..block * BLOCK + values.len()];
                for ((cell, weight), away) in weighted.iter_mut().zip(weights).zip(&*away) {
                    *cell = weight * away;
                }
                first += dot(weights, away);
                second += dot(&weighted[..values.len()], away);
            } else {
                first += dot(&weighted[..values.len()], away);
                second += dot(away, away);
            }
        }
        (first, second)
    }
}

/// Where the training patients lie on each input, and how widely.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scaling {
    pub mean: Vec<f64>,
    /// 0 for an input that is the same in everybody.
    pub sd: Vec<f64>,
}

impl Scaling {
    /// How many standard deviations above the mean; 0 for an input that was the same in everybody.
    pub fn scale(&self, input: usize, value: f64) -> f64 {
        if self.sd[input] > 0.0 { (value - self.mean[input]) / self.sd[input] } else { 0.0 }
    }
}

/// The rows with a weight above 0, or `None` when that is everybody.
fn kept_rows(weights: Option<&[f64]>, rows: usize) -> Result<Option<Vec<usize>>, LearnError> {
    let Some(weights) = weights else { return Ok(None) };
    if weights.len() != rows {
        return Err(LearnError::Shape { what: "weights", found: weights.len(), expected: rows });
    }
    if let Some((row, &found)) = weights.iter().enumerate().find(|(_, w)| !(0.0..=LARGEST).contains(*w)) {
        return Err(LearnError::Weight { row, found });
    }
    // A weight so small that dividing by it overflows counts as none.
    let kept: Vec<usize> = (0..rows).filter(|&row| weights[row] > 1.0 / LARGEST).collect();
    Ok((kept.len() < rows).then_some(kept))
}

/// The matrix turned on its side, a block of rows at a time so that it stays in the processor's cache.
fn columns_of(x: ArrayView2<f64>, features: &[Feature]) -> Result<Vec<f64>, LearnError> {
    const BLOCK: usize = 64;
    let (n, p) = x.dim();
    let mut values = vec![0.0; n * p];
    let standard = x.as_standard_layout();
    let rows = standard.as_slice().unwrap_or(&[]);
    for start in (0..n).step_by(BLOCK) {
        let end = (start + BLOCK).min(n);
        for column in 0..p {
            let target = &mut values[column * n + start..column * n + end];
            for (cell, row) in target.iter_mut().zip(rows[start * p..end * p].chunks_exact(p)) {
                *cell = row[column];
            }
            if !target.iter().fold(true, |fine, &value| fine & in_bounds(value)) {
                let at = target.iter().position(|value| !in_bounds(*value)).unwrap_or(0);
                let found = target[at];
                return Err(LearnError::NonFinite { row: start + at, column: input_name(features, column), found });
            }
        }
    }
    Ok(values)
}
