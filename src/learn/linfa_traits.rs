//! linfa's traits for Cutpoint's classifiers.
//!
//! [`Params`] is a set of unchecked parameters (`ParamGuard`), [`CheckedParams`] can be fitted to any linfa dataset of
//! numbers and yes/no targets (`Fit`; the dataset's weights count), and a [`FittedModel`] predicts probabilities
//! (`PredictInplace`, hence `Predict`).
//!
//! Which of the methods behind them are linfa's: the support vector machine. linfa's logistic regression and naive Bayes
//! are test oracles; its trees and forests are not used. Each module says why.
//!
//! ```
//! use cutpoint::learn::{ClassifierSpec, linfa_traits::Params};
//! use linfa::prelude::*;
//! let x = ndarray::array![[1.0], [2.0], [3.0], [4.0]];
//! let y = ndarray::array![false, false, true, true];
//! let model = Params::new(ClassifierSpec::default(), 7).fit(&Dataset::new(x.clone(), y))?;
//! let risk = model.predict(&x);
//! assert!(risk[0] < 0.5 && risk[3] > 0.5);
//! # Ok::<(), cutpoint::learn::LearnError>(())
//! ```

use super::{Classifier, ClassifierSpec, LearnError, Training, fit};
use linfa::ParamGuard;
use linfa::dataset::{AsSingleTargets, DatasetBase};
use linfa::traits::{Fit, PredictInplace};
use ndarray::{Array1, ArrayBase, Data, Ix2};

/// A specification whose settings may be out of range, and a seed.
#[derive(Debug, Clone, PartialEq)]
pub struct Params(CheckedParams);

/// A specification whose settings are all in range, and a seed.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedParams {
    spec: ClassifierSpec,
    seed: u64,
}

/// A fitted classifier as linfa sees it.
#[derive(Debug)]
pub struct FittedModel(pub Box<dyn Classifier>);

impl Params {
    /// Parameters to be checked.
    #[must_use]
    pub const fn new(spec: ClassifierSpec, seed: u64) -> Self {
        Self(CheckedParams { spec, seed })
    }
}

impl ParamGuard for Params {
    type Checked = CheckedParams;
    type Error = LearnError;

    fn check_ref(&self) -> Result<&CheckedParams, LearnError> {
        self.0.spec.validate()?;
        Ok(&self.0)
    }

    fn check(self) -> Result<CheckedParams, LearnError> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl<D, T> Fit<ArrayBase<D, Ix2>, T, LearnError> for CheckedParams
where
    D: Data<Elem = f64>,
    T: AsSingleTargets<Elem = bool>,
{
    type Object = FittedModel;

    fn fit(&self, dataset: &DatasetBase<ArrayBase<D, Ix2>, T>) -> Result<FittedModel, LearnError> {
        let y = dataset.as_single_targets().to_vec();
        let weights: Option<Vec<f64>> =
            dataset.weights().map(|weights| weights.iter().map(|&weight| f64::from(weight)).collect());
        let training =
            Training { weights: weights.as_deref(), seed: self.seed, ..Training::new(dataset.records().view(), &y) };
        Ok(FittedModel(fit(&self.spec, &training)?))
    }
}

impl<D: Data<Elem = f64>> PredictInplace<ArrayBase<D, Ix2>, Array1<f64>> for FittedModel {
    fn predict_inplace(&self, x: &ArrayBase<D, Ix2>, y: &mut Array1<f64>) {
        for (target, risk) in y.iter_mut().zip(self.0.probabilities(x.view())) {
            *target = risk;
        }
    }

    fn default_target(&self, x: &ArrayBase<D, Ix2>) -> Array1<f64> {
        Array1::zeros(x.nrows())
    }
}
