//! The same model trained on other samples of its patients: how much of one patient's risk is the luck of who was there to learn
//! from.

use std::sync::Arc;

use super::derived::{Derived, Population};
use super::job::{Job, PipelineError, Step};
use crate::data::Table;
use crate::learn::{LearnError, TableModel};
use crate::rng::stream;
use rand::Rng;

/// How many samples are drawn.
pub const REFITS: usize = 40;

/// How many of the lowest and of the highest risks are left out of [`Refits::range`]: what stays is the middle 38 of 40, or 95 %.
const LEFT_OUT: usize = REFITS / 40;

/// Models trained on bootstrap samples of the training patients: as many patients, drawn with replacement.
pub struct Refits {
    /// What they were trained in place of.
    pub derived: Arc<Derived>,
    /// The models, at most [`REFITS`]: a sample that cannot be learnt from, for want of one outcome, gives none.
    pub models: Vec<TableModel>,
}

/// The lowest and the highest risk of the middle 95 % of the models.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RiskRange {
    /// From 0 to 1.
    pub low: f64,
    /// From 0 to 1.
    pub high: f64,
}

impl Refits {
    /// The range of the first patient of `patients`; `None` unless every sample gave a model.
    ///
    /// # Errors
    /// [`LearnError`] when a variable that the model needs is missing.
    pub fn range(&self, patients: &Table, population: Population) -> Result<Option<RiskRange>, LearnError> {
        let mut risks = Vec::with_capacity(self.models.len());
        for model in &self.models {
            let given = self.derived.model.risks_by(model, patients, population, &|| false)?;
            risks.extend(given.first());
        }
        risks.sort_by(f64::total_cmp);
        if risks.len() < REFITS {
            return Ok(None);
        }
        Ok(Some(RiskRange { low: risks[LEFT_OUT], high: risks[risks.len() - 1 - LEFT_OUT] }))
    }
}

/// Trains one model a step.
pub struct RefitsJob {
    derived: Arc<Derived>,
    tried: usize,
    models: Vec<TableModel>,
}

impl RefitsJob {
    /// A job for the model of `derived`.
    #[must_use]
    pub const fn new(derived: Arc<Derived>) -> Self {
        Self { derived, tried: 0, models: Vec::new() }
    }
}

impl Job for RefitsJob {
    type Output = Result<Refits, PipelineError>;

    fn step(&mut self, cancelled: &dyn Fn() -> bool) -> Step<Self::Output> {
        let scenario = &self.derived.scenario;
        let train = &self.derived.data.split.train;
        let mut rng = stream(scenario.seed, &["refit", &self.tried.to_string()]);
        let rows: Vec<usize> = train.iter().map(|_| train[rng.gen_range(0..train.len())]).collect();
        match self.derived.refit(scenario, &rows, cancelled) {
            Ok(model) => self.models.push(model),
            Err(PipelineError::Cancelled) => return Step::Done(Err(PipelineError::Cancelled)),
            // A sample with one outcome only; whoever reads the range sees that one is missing.
            Err(_) => {}
        }
        self.tried += 1;
        if self.tried < REFITS {
            return Step::More;
        }
        Step::Done(Ok(Refits { derived: Arc::clone(&self.derived), models: std::mem::take(&mut self.models) }))
    }
}
