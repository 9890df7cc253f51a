//! Every kind of classifier on the same patients.

use std::sync::Arc;

use super::derived::{Derived, Population, Side};
use super::job::{Clock, EvaluationJob, Job, PipelineError, Step};
use crate::learn::{ClassifierKind, ClassifierSpec};
use crate::scenario::Scenario;

/// One classifier's results, or why there are none.
pub struct Contender {
    /// Which, and with which settings.
    pub spec: ClassifierSpec,
    /// What it gives on paper and on the ward; what a person should read where it could not be trained.
    pub sides: Result<[Arc<Side>; 2], String>,
    /// How long its training took, in seconds; `None` where nobody timed it.
    pub training_seconds: Option<f64>,
}

impl Contender {
    /// Its results for that population; `None` where it could not be trained.
    #[must_use]
    pub fn side(&self, population: Population) -> Option<&Arc<Side>> {
        let [paper, ward] = self.sides.as_ref().ok()?;
        Some(if population == Population::Paper { paper } else { ward })
    }
}

/// Trains every kind of classifier on the patients of results that stand: the one that stands with its own settings, the others with
/// their usual ones. One stage a step.
pub struct ContendersJob {
    derived: Arc<Derived>,
    done: Vec<Contender>,
    running: Option<EvaluationJob>,
    clock: Option<Clock>,
}

impl ContendersJob {
    /// A job for the patients, inputs and measures of `derived`.
    #[must_use]
    pub fn new(derived: Arc<Derived>) -> Self {
        Self { derived, done: Vec::new(), running: None, clock: None }
    }

    /// The same, with training timed.
    #[must_use]
    pub fn timed(self, clock: Clock) -> Self {
        Self { clock: Some(clock), ..self }
    }
}

impl Job for ContendersJob {
    type Output = Result<Vec<Contender>, PipelineError>;

    fn step(&mut self, cancelled: &dyn Fn() -> bool) -> Step<Self::Output> {
        let Some(&kind) = ClassifierKind::ALL.get(self.done.len()) else {
            return Step::Done(Ok(std::mem::take(&mut self.done)));
        };
        let own = &self.derived.scenario.classifier;
        if kind == own.kind {
            let sides = Ok([&self.derived.paper, &self.derived.ward].map(Arc::clone));
            let training_seconds = self.derived.model.training_seconds;
            self.done.push(Contender { spec: own.clone(), sides, training_seconds });
            return Step::More;
        }
        let spec = ClassifierSpec::of(kind);
        let derived = &self.derived;
        let job = self.running.get_or_insert_with(|| {
            let scenario = Scenario { classifier: spec.clone(), ..derived.scenario.clone() };
            let job = EvaluationJob::new(Arc::clone(&derived.recipe), scenario, Some(Arc::clone(derived)));
            self.clock.into_iter().fold(job, EvaluationJob::timed)
        });
        let (sides, training_seconds) = match job.step(cancelled) {
            Step::More => return Step::More,
            Step::Done(Err(PipelineError::Cancelled)) => return Step::Done(Err(PipelineError::Cancelled)),
            Step::Done(Err(problem)) => (Err(problem.to_string()), None),
            Step::Done(Ok(results)) => (Ok([results.paper, results.ward]), results.model.training_seconds),
        };
        self.running = None;
        self.done.push(Contender { spec, sides, training_seconds });
        Step::More
    }
}
