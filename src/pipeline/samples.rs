//! Other samples of the same size: how much of what a test shows is the luck of who was in it.

use std::sync::Arc;

use crate::data::Cohort;
use crate::metrics::{
    Bootstrap, BootstrapPlan, ScoredTestSet, average_precision, bootstrap, brier, observed_expected_ratio,
};

use super::derived::{Derived, Population, Side};
use super::job::{Job, PipelineError, Step};
use super::mitigate::{collect_others, deploy};

/// How many other samples are drawn.
pub const SAMPLES: u32 = 20;

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Its scores.
    pub set: ScoredTestSet,
    /// See [`average_precision`].
    pub average_precision: Option<f64>,
    /// See [`brier`].
    pub brier: Option<f64>,
    /// See [`observed_expected_ratio`].
    pub observed_expected: Option<f64>,
}

/// Draws other patients of the same kind, as many as were tested, and scores them with the same model; one sample a step.
pub struct SamplesJob {
    derived: Arc<Derived>,
    population: Population,
    /// Which draw this is: each gives other patients.
    round: u32,
    done: Vec<Sample>,
}

impl SamplesJob {
    /// A job for the test patients of `population`, with the model of `derived`; every `round` draws others.
    #[must_use]
    pub fn new(derived: Arc<Derived>, population: Population, round: u32) -> Self {
        Self { derived, population, round, done: Vec::new() }
    }

    fn sample(&self, cancelled: &dyn Fn() -> bool) -> Result<Sample, PipelineError> {
        let Derived { scenario, recipe, .. } = &*self.derived;
        let patients = self.derived.side(self.population).cohort.len();
        let stage = format!("sample {} of round {}", self.done.len() + 1, self.round);
        let (cohort, outcomes): (Cohort, fn(&Cohort) -> &[bool]) = match self.population {
            Population::Paper => (collect_others(recipe, scenario, patients, &stage)?, |cohort| &cohort.label),
            Population::Ward => (deploy(recipe, scenario, patients, Some(&stage))?, |cohort| &cohort.truth),
        };
        let scores = self.derived.model.risks(&cohort, self.population, cancelled)?;
        let groups = Side::groups(&cohort, scenario);
        let set = ScoredTestSet::new(&scores, outcomes(&cohort), groups)?;
        Ok(Sample {
            average_precision: average_precision(&set),
            brier: brier(&set),
            observed_expected: observed_expected_ratio(&set),
            set,
        })
    }
}

impl Job for SamplesJob {
    type Output = Result<Vec<Sample>, PipelineError>;

    fn step(&mut self, cancelled: &dyn Fn() -> bool) -> Step<Self::Output> {
        if cancelled() {
            return Step::Done(Err(PipelineError::Cancelled));
        }
        match self.sample(cancelled) {
            Err(error) => return Step::Done(Err(error)),
            Ok(sample) => self.done.push(sample),
        }
        if self.done.len() < SAMPLES as usize { Step::More } else { Step::Done(Ok(std::mem::take(&mut self.done))) }
    }
}

/// Resamples the patients of one side, all in one step.
pub struct BootstrapJob {
    side: Arc<Side>,
    plan: BootstrapPlan,
}

impl BootstrapJob {
    /// A job for these patients.
    #[must_use]
    pub const fn new(side: Arc<Side>, plan: BootstrapPlan) -> Self {
        Self { side, plan }
    }
}

impl Job for BootstrapJob {
    type Output = Result<Bootstrap, PipelineError>;

    fn step(&mut self, cancelled: &dyn Fn() -> bool) -> Step<Self::Output> {
        let done = bootstrap(&self.side.set, &self.plan, cancelled);
        Step::Done(match done {
            Some(done) => Ok(done),
            None if cancelled() => Err(PipelineError::Cancelled),
            // Nobody to resample.
            None => Ok(Bootstrap::default()),
        })
    }
}
