//! Classifiers behind one trait: whatever the method, a fitted model gives each patient the probability of *having the
//! condition*, shows its workings and says what it had to fall back on.
//!
//! This is the only importer of linfa. [`ClassifierSpec`] implements linfa's `ParamGuard`, and through it `Fit`, and a
//! fitted model implements linfa's `Predict`; see [`linfa_traits`] for what is linfa's own and what is not, and why.
//!
//! ```
//! use cutpoint::learn::{self, ClassifierSpec, Training};
//! let x = ndarray::array![[1.0], [2.0], [3.0], [4.0]];
//! let y = [false, false, true, true];
//! let model = learn::fit(&ClassifierSpec::default(), &Training::new(x.view(), &y))?;
//! let risk = model.probabilities(x.view());
//! assert!(risk[0] < 0.5 && risk[3] > 0.5);
//! # Ok::<(), learn::LearnError>(())
//! ```

mod binned;
mod classifier_spec;
mod encoder;
mod error;
mod forest;
mod grow;
mod knn;
mod linear_algebra;
pub mod linfa_traits;
mod logistic;
mod naive_bayes;
mod newton;
mod prepared;
mod products;
mod svm;
mod table_model;
mod tree;
mod workings;

pub use classifier_spec::{ClassifierKind, ClassifierSpec, Setting};
pub use encoder::{ColumnEncoding, Dropped, Encoder, Feature, Filler};
pub use error::LearnError;
pub use forest::Forest;
pub use knn::{Neighbour, Neighbours};
pub use naive_bayes::{NaiveBayes, NormalPair};
pub use svm::SupportVectors;
pub use table_model::{Request, TableModel};
pub use tree::{Node, Question, Tree};
pub use workings::{Importance, Term, TermStatus, Workings};

use ndarray::{ArrayView2, Axis};
use prepared::Prepared;
use std::fmt::Debug;

/// The largest size of an input: its square, summed over any table, is still a number.
const LARGEST: f64 = 1e100;

/// Under this many training patients a note warns.
const FEW_PATIENTS: usize = 20;

/// Under this many training patients with (or without) the condition a note warns.
const FEW_OF_A_CLASS: usize = 10;

/// What a model learns from.
#[derive(Clone, Copy)]
pub struct Training<'a> {
    /// Patients x inputs, in the inputs' own units; every number finite.
    pub x: ArrayView2<'a, f64>,
    /// Whether each patient has the condition.
    pub y: &'a [bool],
    /// How much each patient counts, at least 0: weight 2 is the same as being there twice. `None`: all alike.
    pub weights: Option<&'a [f64]>,
    /// The seed of whatever is drawn.
    pub seed: u64,
    /// Asked now and then while training; once it says true, training stops with [`LearnError::Cancelled`].
    pub cancelled: &'a dyn Fn() -> bool,
    /// What the inputs are called and which of them a linear model leaves out ([`Encoder::features`]); may be empty.
    pub features: &'a [Feature],
    /// A model of the same kind and inputs to start from: it only saves time.
    pub start: Option<&'a Workings>,
}

impl<'a> Training<'a> {
    /// Patients of equal weight, seed 0, never cancelled.
    #[must_use]
    pub fn new(x: ArrayView2<'a, f64>, y: &'a [bool]) -> Self {
        Self { x, y, weights: None, seed: 0, cancelled: &never, features: &[], start: None }
    }
}

fn never() -> bool {
    false
}

/// A fitted model.
pub trait Classifier: Send + Sync + Debug {
    /// For each patient the probability of *having the condition*, from 0 to 1, whichever outcome was more frequent in
    /// training. `x` is patients x inputs as in training. A patient with an input that is not finite gets NaN, as does
    /// everybody when the number of inputs differs; [`predict`] says so with an error instead.
    fn probabilities(&self, x: ArrayView2<f64>) -> Vec<f64>;

    /// What the model lets one see of itself.
    fn workings(&self) -> &Workings;

    /// What the model had to fall back on and what should make one careful, as sentences.
    fn notes(&self) -> &[String];

    /// How many inputs it was trained on.
    fn inputs(&self) -> usize;

    /// Which classifier it is.
    fn kind(&self) -> ClassifierKind;
}

/// Trains a classifier.
///
/// The same specification, training data and seed give the same model, bit for bit.
///
/// # Errors
/// [`LearnError`] when a setting is out of range, there is nobody to learn from, only one outcome occurs, the lengths
/// differ, a number is not finite, or training was cancelled.
pub fn fit(spec: &ClassifierSpec, training: &Training) -> Result<Box<dyn Classifier>, LearnError> {
    spec.validate()?;
    let data = Prepared::new(training)?;
    let mut notes = careful_notes(&data);
    let inputs = data.p;
    let workings = if inputs == 0 {
        notes.push(tr!("No input can be used, so everybody gets the same risk.").to_owned());
        Workings::Constant { risk: data.prevalence() }
    } else {
        match spec.kind {
            ClassifierKind::Logistic => logistic::fit(spec, data, training, &mut notes)?,
            ClassifierKind::NaiveBayes => Workings::NaiveBayes(NaiveBayes::fit(&data)),
            ClassifierKind::Knn => Workings::Neighbours(Neighbours::fit(spec, &data, &mut notes)),
            ClassifierKind::Tree => Workings::Tree(Tree::fit(spec, &data, &mut notes)?),
            ClassifierKind::Forest => Workings::Forest(Forest::fit(spec, &data, training.seed)?),
            ClassifierKind::Svm => {
                Workings::SupportVectors(SupportVectors::fit(spec, &data, training.seed, &mut notes)?)
            }
        }
    };
    Ok(Box::new(Fitted { kind: spec.kind, inputs, workings, notes }))
}

/// The probabilities of [`Classifier::probabilities`], proven to be numbers.
///
/// # Errors
/// [`LearnError::Shape`] when the number of inputs differs from training, [`LearnError::NonFinite`] for an input that is
/// not finite, [`LearnError::Cancelled`].
pub fn predict(
    model: &dyn Classifier,
    x: ArrayView2<f64>,
    cancelled: &dyn Fn() -> bool,
) -> Result<Vec<f64>, LearnError> {
    if x.ncols() != model.inputs() {
        return Err(LearnError::Shape { what: "inputs", found: x.ncols(), expected: model.inputs() });
    }
    if let Some(((row, column), &found)) = x.indexed_iter().find(|(_, value)| !in_bounds(**value)) {
        return Err(LearnError::NonFinite { row, column: input_name(&[], column), found });
    }
    let mut risks = Vec::with_capacity(x.nrows());
    for patients in x.axis_chunks_iter(Axis(0), 1024) {
        if cancelled() {
            return Err(LearnError::Cancelled);
        }
        risks.extend(model.probabilities(patients));
    }
    Ok(risks)
}

#[derive(Debug)]
struct Fitted {
    kind: ClassifierKind,
    inputs: usize,
    workings: Workings,
    notes: Vec<String>,
}

impl Classifier for Fitted {
    fn probabilities(&self, x: ArrayView2<f64>) -> Vec<f64> {
        if x.ncols() != self.inputs {
            return vec![f64::NAN; x.nrows()];
        }
        let mut risks = match &self.workings {
            Workings::Constant { risk } => vec![*risk; x.nrows()],
            Workings::Coefficients { intercept, terms, .. } => logistic::probabilities(*intercept, terms, x),
            Workings::Tree(model) => model.probabilities(x),
            Workings::Forest(model) => model.probabilities(x),
            Workings::SupportVectors(model) => model.probabilities(x),
            Workings::NaiveBayes(model) => model.probabilities(x),
            Workings::Neighbours(model) => model.probabilities(x),
        };
        for (risk, patient) in risks.iter_mut().zip(x.outer_iter()) {
            *risk = if patient.iter().all(|&value| in_bounds(value)) { risk.clamp(0.0, 1.0) } else { f64::NAN };
        }
        risks
    }

    fn workings(&self) -> &Workings {
        &self.workings
    }

    fn notes(&self) -> &[String] {
        &self.notes
    }

    fn inputs(&self) -> usize {
        self.inputs
    }

    fn kind(&self) -> ClassifierKind {
        self.kind
    }
}

/// Finite, and small enough to be squared.
fn in_bounds(value: f64) -> bool {
    value.abs() <= LARGEST
}

/// What to call an input in a message.
fn input_name(features: &[Feature], input: usize) -> String {
    features.get(input).map_or_else(|| tr!("input {}", input + 1), |feature| feature.label.clone())
}

fn careful_notes(data: &Prepared) -> Vec<String> {
    let mut notes = Vec::new();
    let positives = data.y.iter().filter(|&&y| y).count();
    if data.n < FEW_PATIENTS {
        notes.push(tr!("Only {} patients to learn from: most of what the model found may be chance.", data.n));
    } else if positives < FEW_OF_A_CLASS {
        notes.push(tr!("Only {positives} of {} patients to learn from have the condition.", data.n, positives));
    } else if data.n - positives < FEW_OF_A_CLASS {
        notes.push(tr!("Only {} of {} patients to learn from lack the condition.", data.n - positives, data.n));
    }
    notes
}
