//! Inputs that are known only after the moment of prediction: what the model gains by them on paper, and what on the ward.

use std::sync::Arc;

use crate::data::recipe::Recipe;
use crate::scenario::Scenario;

use super::super::derived::Derived;
use super::super::job::{EvaluationJob, Job as _, PipelineError, Step};

/// How well a model tells patients apart: the AUC, `None` where only one outcome is among them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoSides {
    /// Among the patients held out, against the record.
    pub paper: Option<f64>,
    /// Among the patients on the ward, against the truth.
    pub ward: Option<f64>,
}

impl TwoSides {
    fn of(derived: &Derived) -> Self {
        Self { paper: derived.paper.set.auc(), ward: derived.ward.set.auc() }
    }
}

/// One input that is known too late.
#[derive(Debug, Clone, PartialEq)]
pub struct Leak {
    /// The variable.
    pub id: String,
    /// Whether the model is given it now.
    pub in_use: bool,
    /// The model that is given it, and the same without it: `None` until they are trained, and why where they cannot be.
    pub with_and_without: Option<Result<[TwoSides; 2], String>>,
}

/// Every input that is known too late.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaks {
    /// In the recipe's order.
    pub leaks: Vec<Leak>,
}

impl Leaks {
    pub(super) fn new(derived: &Derived) -> Self {
        let given = derived.scenario.given();
        let late = derived.recipe.variables.iter().filter(|variable| variable.is_offered() && variable.is_leak());
        let leak = |id: &String| Leak { id: id.clone(), in_use: given.contains(id), with_and_without: None };
        Self { leaks: late.map(|variable| leak(&variable.id)).collect() }
    }

    /// How many models are trained, and how many there will be.
    #[must_use]
    pub fn progress(&self) -> [usize; 2] {
        [self.leaks.iter().filter(|leak| leak.with_and_without.is_some()).count(), self.leaks.len()]
    }

    pub(super) fn advance(
        &mut self,
        derived: &Arc<Derived>,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<bool, PipelineError> {
        let Some(leak) = self.leaks.iter_mut().find(|leak| leak.with_and_without.is_none()) else { return Ok(false) };
        let scenario = with_input(&derived.scenario, &derived.recipe, &leak.id, !leak.in_use);
        let mut job = EvaluationJob::new(Arc::clone(&derived.recipe), scenario, Some(Arc::clone(derived)));
        let other = loop {
            if let Step::Done(result) = job.step(cancelled) {
                break result;
            }
        };
        leak.with_and_without = Some(match other {
            Err(problem) if problem.is_cancelled() => return Err(PipelineError::Cancelled),
            Err(problem) => Err(problem.to_string()),
            Ok(other) => {
                let (own, other) = (TwoSides::of(derived), TwoSides::of(&other));
                Ok(if leak.in_use { [own, other] } else { [other, own] })
            }
        });
        Ok(true)
    }
}

/// `scenario` with the input `id` among those that the model is given, or not; inputs stay in the recipe's order.
#[must_use]
pub fn with_input(scenario: &Scenario, recipe: &Recipe, id: &str, given: bool) -> Scenario {
    let mut scenario = scenario.clone();
    scenario.inputs.retain(|input| input != id);
    scenario.mitigation.leave_out.remove(id);
    if given {
        scenario.inputs.push(id.to_owned());
        scenario.inputs.sort_by_key(|input| recipe.variables.iter().position(|known| known.id == *input));
    }
    scenario
}
