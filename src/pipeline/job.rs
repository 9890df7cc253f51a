//! The work from scenario to results, in steps that a background thread or a browser's frame can run one at a time.

use std::sync::Arc;

use crate::data::Cohort;
use crate::data::generator::GenerateError;
use crate::data::recipe::Recipe;
use crate::data::split::SplitError;
use crate::learn::LearnError;
use crate::metrics::{MetricsError, ScoredTestSet};
use crate::scenario::{Mitigation, Scenario, ScenarioError};

use super::derived::{DataStage, Derived, ModelStage, Population, Side};
use super::keys::GroupKey;
use super::mitigate;
use super::refit::train_on;

/// Why a scenario gives no results. The last results stay on screen, dimmed, beside this message.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The scenario names something that its recipe lacks, or a value out of range.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// The recipe and its knobs gave no patients.
    #[error(transparent)]
    Generate(#[from] GenerateError),
    /// The patients could not be split into training and held-out rows.
    #[error(transparent)]
    Split(#[from] SplitError),
    /// The classifier could not be trained.
    #[error(transparent)]
    Learn(#[from] LearnError),
    /// The scores could not be evaluated.
    #[error(transparent)]
    Metrics(#[from] MetricsError),
    /// A newer scenario has taken its place.
    #[error("{}", tr!("superseded by a newer change"))]
    Cancelled,
}

impl PipelineError {
    /// Whether the work was broken off rather than found impossible.
    #[must_use]
    pub const fn is_cancelled(&self) -> bool {
        matches!(self, Self::Cancelled | Self::Learn(LearnError::Cancelled))
    }
}

/// What one step of a job led to.
pub enum Step<T> {
    /// There is more to do.
    More,
    /// It is done.
    Done(T),
}

/// Work in steps, each short enough to be run between two frames where there are no threads.
pub trait Job {
    /// What the whole job gives.
    type Output;

    /// Runs the next step. `cancelled` is asked now and then inside long steps, which then end early with an error.
    fn step(&mut self, cancelled: &dyn Fn() -> bool) -> Step<Self::Output>;

    /// What there is of it between two steps, for work that can be shown as it comes; `None` for any other.
    fn so_far(&self) -> Option<Self::Output> {
        None
    }
}

/// Seconds since some moment, from whoever has a clock: no layer from here down has one.
pub type Clock = fn() -> f64;

/// From a scenario to [`Derived`], reusing whatever stages of `previous` still hold.
pub struct EvaluationJob {
    scenario: Scenario,
    recipe: Arc<Recipe>,
    key: GroupKey,
    previous: Option<Arc<Derived>>,
    checked: bool,
    collected: Option<Cohort>,
    data: Option<Arc<DataStage>>,
    model: Option<Arc<ModelStage>>,
    /// Where measures against bias are taken: the same without them, until it is done.
    plain: Option<Box<EvaluationJob>>,
    without: Option<Arc<Derived>>,
    clock: Option<Clock>,
}

impl EvaluationJob {
    /// A job for `scenario` on `recipe`.
    #[must_use]
    pub fn new(recipe: Arc<Recipe>, scenario: Scenario, previous: Option<Arc<Derived>>) -> Self {
        let key = GroupKey::new(&recipe, &scenario);
        let data = previous.as_ref().filter(|last| last.key.data() == key.data()).map(|last| Arc::clone(&last.data));
        let model =
            previous.as_ref().filter(|last| last.key.model() == key.model()).map(|last| Arc::clone(&last.model));
        let (plain, without) = Self::plain(&recipe, &scenario, previous.as_ref());
        let (checked, collected, clock) = (false, None, None);
        Self { scenario, recipe, key, previous, checked, collected, data, model, plain, without, clock }
    }

    /// The same, with its training timed.
    #[must_use]
    pub fn timed(self, clock: Clock) -> Self {
        Self { clock: Some(clock), ..self }
    }

    /// The job for the scenario without measures, or its results if they are there; neither where no measure is taken.
    fn plain(
        recipe: &Arc<Recipe>,
        scenario: &Scenario,
        previous: Option<&Arc<Derived>>,
    ) -> (Option<Box<Self>>, Option<Arc<Derived>>) {
        if scenario.mitigation.does_nothing() {
            return (None, None);
        }
        let scenario = Scenario { mitigation: Mitigation::default(), ..scenario.clone() };
        let key = GroupKey::new(recipe, &scenario);
        let last = previous.map(|last| last.without.as_ref().unwrap_or(last));
        match last {
            Some(last) if last.key == key => (None, Some(Arc::clone(last))),
            _ => (Some(Box::new(Self::new(Arc::clone(recipe), scenario, last.map(Arc::clone)))), None),
        }
    }

    fn advance(&mut self, cancelled: &dyn Fn() -> bool) -> Result<Option<Derived>, PipelineError> {
        if cancelled() {
            return Err(PipelineError::Cancelled);
        }
        if !self.checked {
            self.scenario.check(&self.recipe)?;
            self.checked = true;
        }
        if let Some(plain) = &mut self.plain {
            if let Some(without) = plain.advance(cancelled)? {
                (self.plain, self.without) = (None, Some(Arc::new(without)));
            }
            return Ok(None);
        }
        let Some(data) = self.data.clone() else {
            self.make_patients()?;
            return Ok(None);
        };
        let Some(model) = self.model.clone() else {
            self.model = Some(Arc::new(self.train(&data, cancelled)?));
            return Ok(None);
        };
        self.finish(data, model).map(Some)
    }

    /// One population a step.
    fn make_patients(&mut self) -> Result<(), PipelineError> {
        let Some(collected) = self.collected.take() else {
            self.collected = Some(mitigate::collect(&self.recipe, &self.scenario)?);
            return Ok(());
        };
        let ward = mitigate::deploy(&self.recipe, &self.scenario, self.scenario.ward_patients, None)?;
        self.data = Some(Arc::new(mitigate::stage(collected, ward, &self.scenario)?));
        Ok(())
    }

    fn train(&self, data: &DataStage, cancelled: &dyn Fn() -> bool) -> Result<ModelStage, PipelineError> {
        let measures = &self.scenario.mitigation;
        let rows = &data.split.train;
        let begun = self.clock.map(|clock| clock());
        let (model, mut notes) = train_on((&self.recipe, &self.scenario), data, rows, cancelled)?;
        let training_seconds = self.clock.zip(begun).map(|(clock, begun)| (clock() - begun).max(0.0));
        let paper_scores = model.risks(&data.held_out.table, None, cancelled)?.into();
        let mut ward_scores = model.risks(&data.ward.table, None, cancelled)?;
        let mut recalibration = None;
        if let Some(how) = measures.recalibrate {
            let local =
                mitigate::deploy(&self.recipe, &self.scenario, measures.local_patients, Some("local outcomes"))?;
            let scores = model.risks(&local.table, None, cancelled)?;
            match mitigate::local_recalibration(how, &scores, &local.truth)? {
                Ok(fitted) => {
                    ward_scores.iter_mut().for_each(|score| *score = fitted.apply(*score));
                    recalibration = Some(fitted);
                }
                Err(note) => notes.push(note),
            }
        }
        let ward_scores = ward_scores.into();
        Ok(ModelStage { trained: model, notes, training_seconds, recalibration, paper_scores, ward_scores })
    }

    fn finish(&self, data: Arc<DataStage>, model: Arc<ModelStage>) -> Result<Derived, PipelineError> {
        let reused = self.previous.as_ref().filter(|last| last.key == self.key);
        let side = |population| match reused {
            Some(last) => Ok(Arc::clone(last.side(population))),
            None => self.side(population, &data, &model).map(Arc::new),
        };
        let (paper, ward) = (side(Population::Paper)?, side(Population::Ward)?);
        let (scenario, recipe, key) = (self.scenario.clone(), Arc::clone(&self.recipe), self.key.clone());
        let without = self.without.clone();
        Ok(Derived { scenario, recipe, key, data, model, paper, ward, without })
    }

    fn side(&self, population: Population, data: &DataStage, model: &ModelStage) -> Result<Side, MetricsError> {
        let (cohort, scores) = match population {
            Population::Paper => (&data.held_out, &model.paper_scores),
            Population::Ward => (&data.ward, &model.ward_scores),
        };
        let outcomes = match population {
            Population::Paper => &cohort.label,
            Population::Ward => &cohort.truth,
        };
        let groups = Side::groups(cohort, &self.scenario);
        let set = ScoredTestSet::new(scores, outcomes, groups)?;
        Ok(Side { population, cohort: Arc::clone(cohort), scores: Arc::clone(scores), set })
    }
}

impl Job for EvaluationJob {
    type Output = Result<Derived, PipelineError>;

    fn step(&mut self, cancelled: &dyn Fn() -> bool) -> Step<Self::Output> {
        match self.advance(cancelled) {
            Ok(None) => Step::More,
            Ok(Some(derived)) => Step::Done(Ok(derived)),
            Err(error) => Step::Done(Err(error)),
        }
    }
}

/// Runs the whole pipeline at once, as the command line does.
///
/// # Errors
/// [`PipelineError`] from whichever stage failed.
pub fn evaluate(recipe: &Arc<Recipe>, scenario: &Scenario) -> Result<Derived, PipelineError> {
    finish(EvaluationJob::new(Arc::clone(recipe), scenario.clone(), None))
}

/// Runs a job to its end.
pub fn finish<T>(mut job: impl Job<Output = T>) -> T {
    loop {
        if let Step::Done(result) = job.step(&|| false) {
            return result;
        }
    }
}
