//! Gaussian naive Bayes: each input is normal within each group, and the inputs' likelihood ratios multiply.
//!
//! Written here because linfa-bayes 0.8.1 takes no weights, keeps its means and variances to itself (they are what a
//! learner wants to see), and gives NaN far from the training patients for want of log-sum-exp. It is the test oracle
//! close by; scikit-learn's `GaussianNB` is the model.

use super::prepared::Prepared;
use ndarray::ArrayView2;

/// As in scikit-learn: this share of the largest variance is added to every variance.
const SMOOTHING: f64 = 1e-9;

/// No squared distance counts for more, so that two of them can always be subtracted.
const FARTHEST: f64 = 1e300;

/// One input: a normal distribution in each group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NormalPair {
    /// The mean of the training patients with the condition.
    pub mean_with: f64,
    /// Their variance, above 0.
    pub variance_with: f64,
    /// The mean of the training patients without it.
    pub mean_without: f64,
    /// Their variance, above 0.
    pub variance_without: f64,
}

/// A fitted Gaussian naive Bayes model.
#[derive(Debug, Clone, PartialEq)]
pub struct NaiveBayes {
    /// The share of training patients with the condition, strictly between 0 and 1.
    pub prior: f64,
    /// One pair per input, in order.
    pub inputs: Vec<NormalPair>,
}

impl NaiveBayes {
    pub(super) fn fit(data: &Prepared) -> Self {
        let widest = data.scaling().sd.iter().fold(0.0, |most: f64, sd| most.max(sd * sd));
        let extra = if widest > 0.0 { SMOOTHING * widest } else { SMOOTHING };
        let pair = |input| {
            let (mean_with, variance_with) = moments(data, input, true);
            let (mean_without, variance_without) = moments(data, input, false);
            NormalPair {
                mean_with,
                variance_with: variance_with + extra,
                mean_without,
                variance_without: variance_without + extra,
            }
        };
        Self { prior: data.prevalence(), inputs: (0..data.p).map(pair).collect() }
    }

    /// The natural logarithm of each input's likelihood ratio (with against without) for one patient.
    #[must_use]
    pub fn log_likelihood_ratios(&self, patient: &[f64]) -> Vec<f64> {
        self.inputs.iter().zip(patient).map(|(input, &value)| input.log_likelihood_ratio(value)).collect()
    }

    pub(super) fn probabilities(&self, x: ArrayView2<f64>) -> Vec<f64> {
        let constants: Vec<f64> = self.inputs.iter().map(NormalPair::log_spread_ratio).collect();
        let prior = libm::log(self.prior / (1.0 - self.prior)) + constants.iter().sum::<f64>();
        let risk = |patient: ndarray::ArrayView1<f64>| {
            let distances = patient.iter().zip(&self.inputs).map(|(&value, input)| input.distance_difference(value));
            1.0 / (1.0 + libm::exp(-(prior + distances.sum::<f64>())))
        };
        x.outer_iter().map(risk).collect()
    }

    /// For each input the distance between the two means in units of the mean spread.
    pub(super) fn separation(&self) -> Vec<f64> {
        let distance = |input: &NormalPair| {
            let spread = libm::sqrt(f64::midpoint(input.variance_with, input.variance_without));
            (input.mean_with - input.mean_without).abs() / spread
        };
        self.inputs.iter().map(distance).collect()
    }
}

impl NormalPair {
    /// The natural logarithm of the likelihood ratio (with against without) at a value.
    #[must_use]
    pub fn log_likelihood_ratio(&self, value: f64) -> f64 {
        self.log_spread_ratio() + self.distance_difference(value)
    }

    fn log_spread_ratio(&self) -> f64 {
        0.5 * (libm::log(self.variance_without) - libm::log(self.variance_with))
    }

    fn distance_difference(&self, value: f64) -> f64 {
        let distance = |mean: f64, variance: f64| ((value - mean) * ((value - mean) / variance)).min(FARTHEST);
        0.5 * (distance(self.mean_without, self.variance_without) - distance(self.mean_with, self.variance_with))
    }
}

/// Weighted mean and population variance of one input in one group.
fn moments(data: &Prepared, input: usize, group: bool) -> (f64, f64) {
    let column = data.column(input);
    let sum_of = |value: &dyn Fn(f64) -> f64| {
        let mut sum = 0.0;
        for (patient, _) in data.y.iter().enumerate().filter(|(_, y)| **y == group) {
            sum += data.weight(patient) * value(column[patient]);
        }
        sum
    };
    let total = sum_of(&|_| 1.0);
    let mean = sum_of(&|value| value) / total;
    (mean, sum_of(&|value| (value - mean) * (value - mean)) / total)
}

#[cfg(test)]
mod tests {
    use crate::learn::{ClassifierKind, ClassifierSpec, Training, fit};
    use linfa::prelude::*;
    use linfa_bayes::{GaussianNb, NaiveBayes as _};
    use ndarray::{Array1, Array2};

    #[test]
    fn linfa_gives_the_same_probabilities_where_it_gives_any() {
        let x =
            Array2::from_shape_fn((60, 3), |(i, j)| f64::from(((i * 37 + j * 11) % 23) as u32) + (i % 3 * j) as f64);
        let y: Vec<bool> = (0..60).map(|i| x[[i, 0]] + x[[i, 1]] > 24.0).collect();
        let data = Dataset::new(x.clone(), Array1::from(y.clone()));
        let theirs = GaussianNb::params().var_smoothing(1e-9).fit(&data).expect("linfa fits");
        let (probabilities, classes) = theirs.predict_proba(x.view());
        let with = classes.iter().position(|&&class| class).expect("both classes");
        let model =
            fit(&ClassifierSpec::of(ClassifierKind::NaiveBayes), &Training::new(x.view(), &y)).expect("ours fits");
        for (ours, theirs) in model.probabilities(x.view()).iter().zip(probabilities.column(with)) {
            assert!((ours - theirs).abs() < 1e-9, "{ours} against {theirs}");
        }
    }
}
