//! What a model learnt from its patients, and what it only knows by heart: training against held-out patients.

mod curve;
mod folds;
mod known;
mod rounds;
mod trial;

use std::sync::Arc;

use super::derived::Derived;
use super::job::{Job, PipelineError, Step};
use super::keys::{GroupKey, ModelKey};

pub use curve::{Curve, DRAWS, Place, Varied};
pub use folds::{draw, folds};
pub use known::{Judgement, Leak, Leaks, with_input};
pub use rounds::{FOLDS, Fold, Judged, Rounds};
pub use trial::{Aucs, Spread, Tries};

/// What is to be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LearningTask {
    /// The curve over the number of patients.
    #[default]
    Patients,
    /// The curve over the setting that says how closely the classifier follows them.
    Complexity,
    /// Cross-validation.
    Folds,
    /// The inputs that are known too late.
    Known,
}

/// A result with what it depends on.
#[derive(Clone)]
struct Kept<T> {
    key: ModelKey,
    value: T,
}

/// What the model in use knows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InUse {
    /// Its figures among patients that it learnt from and among all that are held out.
    pub aucs: Aucs,
    /// How many of those that it learnt from it was tried on: fewer than all where it would take too long.
    pub tried: usize,
}

/// What has been worked out so far; every part keeps until another takes its place.
#[derive(Clone, Default)]
pub struct Learning {
    in_use: Option<Kept<InUse>>,
    patients: Option<Kept<Curve>>,
    complexity: Option<Kept<Curve>>,
    rounds: Option<Kept<Rounds>>,
    leaks: Option<Kept<Leaks>>,
}

/// A part and whether it is of the results given.
type Shown<'a, T> = Option<(&'a T, bool)>;

impl Learning {
    /// The model in use, on the patients that it learnt from and on those held out.
    #[must_use]
    pub fn in_use(&self, derived: &Derived) -> Shown<'_, InUse> {
        shown(self.in_use.as_ref(), derived.key.model())
    }

    /// The curve over the number of patients, as far as it is worked out.
    #[must_use]
    pub fn patients(&self, derived: &Derived) -> Shown<'_, Curve> {
        shown(self.patients.as_ref(), derived.key.model())
    }

    /// The curve over complexity, as far as it is worked out. It stands while only the setting that it varies moves.
    #[must_use]
    pub fn complexity(&self, derived: &Derived) -> Shown<'_, Curve> {
        shown(self.complexity.as_ref(), &of_any_setting(derived))
    }

    /// Cross-validation, as far as it is worked out.
    #[must_use]
    pub fn rounds(&self, derived: &Derived) -> Shown<'_, Rounds> {
        shown(self.rounds.as_ref(), derived.key.model())
    }

    /// The inputs known too late, as far as they are worked out.
    #[must_use]
    pub fn leaks(&self, derived: &Derived) -> Shown<'_, Leaks> {
        shown(self.leaks.as_ref(), derived.key.model())
    }
}

fn shown<'a, T>(kept: Option<&'a Kept<T>>, key: &ModelKey) -> Shown<'a, T> {
    kept.map(|kept| (&kept.value, kept.key == *key))
}

/// The key of the model with the setting that a curve over complexity varies at its usual value.
fn of_any_setting(derived: &Derived) -> ModelKey {
    let mut scenario = derived.scenario.clone();
    if let Some(setting) = scenario.classifier.complexity() {
        // The least value is always in range.
        scenario.classifier.set(setting.field, setting.min).ok();
    }
    GroupKey::new(&derived.recipe, &scenario).model().clone()
}

/// Works out one part, one model a step, on from what stands of it.
pub struct LearningJob {
    derived: Arc<Derived>,
    task: LearningTask,
    so_far: Learning,
}

impl LearningJob {
    /// A job for the patients, inputs and measures of `derived`, which goes on from what `before` has of it.
    #[must_use]
    pub fn new(derived: Arc<Derived>, task: LearningTask, before: Option<&Learning>) -> Self {
        Self { derived, task, so_far: before.cloned().unwrap_or_default() }
    }

    fn advance(&mut self, cancelled: &dyn Fn() -> bool) -> Result<bool, PipelineError> {
        if cancelled() {
            return Err(PipelineError::Cancelled);
        }
        let derived = &*self.derived;
        let key = derived.key.model();
        let Learning { in_use, patients, complexity, rounds, leaks } = &mut self.so_far;
        if in_use.as_ref().is_none_or(|kept| kept.key != *key) {
            let ([tried, _], _) = curve::pools(derived);
            let set = trial::scored(derived, &derived.model.trained, &tried, cancelled);
            let set = set.map_err(|problem| if problem.is_cancelled() { PipelineError::Cancelled } else { problem })?;
            let aucs = Aucs { training: set.auc(), unseen: derived.paper.set.auc() };
            let value = InUse { aucs, tried: tried.len() };
            *in_use = Some(Kept { key: key.clone(), value });
            return Ok(true);
        }
        match self.task {
            LearningTask::Patients => keep(patients, key, || Curve::over_patients(derived)).advance(derived, cancelled),
            LearningTask::Complexity => {
                let key = of_any_setting(derived);
                keep(complexity, &key, || Curve::over_complexity(derived)).advance(derived, cancelled)
            }
            LearningTask::Folds => keep(rounds, key, || Rounds::new(derived)).advance(derived, cancelled),
            LearningTask::Known => keep(leaks, key, || Leaks::new(derived)).advance(&self.derived, cancelled),
        }
    }
}

/// What stands for `key`, made anew where something else stands.
fn keep<'a, T>(kept: &'a mut Option<Kept<T>>, key: &ModelKey, new: impl FnOnce() -> T) -> &'a mut T {
    if kept.as_ref().is_some_and(|kept| kept.key != *key) {
        *kept = None;
    }
    &mut kept.get_or_insert_with(|| Kept { key: key.clone(), value: new() }).value
}

impl Job for LearningJob {
    type Output = Result<Learning, PipelineError>;

    fn step(&mut self, cancelled: &dyn Fn() -> bool) -> Step<Self::Output> {
        match self.advance(cancelled) {
            Ok(true) => Step::More,
            Ok(false) => Step::Done(Ok(std::mem::take(&mut self.so_far))),
            Err(error) => Step::Done(Err(error)),
        }
    }

    fn so_far(&self) -> Option<Self::Output> {
        Some(Ok(self.so_far.clone()))
    }
}
