//! Inputs that are known only after the moment of prediction: what the model gains by them on paper, and what on the ward.

use std::sync::Arc;

use crate::data::generator::GenerateError;
use crate::data::recipe::Recipe;
use crate::data::{Column, MISSING, Table};
use crate::metrics::ScoredTestSet;
use crate::scenario::Scenario;

use super::super::derived::Derived;
use super::super::job::{EvaluationJob, Job as _, PipelineError, Step};

/// How well a model tells patients apart: the AUC, `None` where only one outcome is among them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    /// Among the patients held out, against the record.
    pub paper: Option<f64>,
    /// Among the patients on the ward, against the truth, with the input looked up in hindsight.
    pub ward: Option<f64>,
    /// The same at the moment of decision, when the input is not known of anybody: the model then takes its usual value.
    pub in_time: Option<f64>,
}

impl Judgement {
    /// Of the model of `derived`, with `late` as the input known too late.
    fn of(derived: &Derived, late: &str, cancelled: &dyn Fn() -> bool) -> Result<Self, PipelineError> {
        let ward = &derived.ward.cohort;
        let table = without_values(&ward.table, late)?;
        let scores = derived.model.trained.risks(&table, None, cancelled)?;
        let in_time = ScoredTestSet::new(&scores, &ward.truth, None)?.auc();
        Ok(Self { paper: derived.paper.set.auc(), ward: derived.ward.set.auc(), in_time })
    }
}

/// `table` with nothing recorded in one column.
fn without_values(table: &Table, blank: &str) -> Result<Table, GenerateError> {
    let mut other = Table::default();
    for (name, column) in table.iter() {
        let column = match column {
            Column::Number(values) if name == blank => Column::Number(vec![f64::NAN; values.len()]),
            Column::Category { codes, levels } if name == blank => {
                Column::Category { codes: vec![MISSING; codes.len()], levels: levels.clone() }
            }
            _ => column.clone(),
        };
        other.push(name, column)?;
    }
    Ok(other)
}

/// One input that is known too late.
#[derive(Debug, Clone, PartialEq)]
pub struct Leak {
    /// The variable.
    pub id: String,
    /// Whether the model is given it now.
    pub in_use: bool,
    /// The model that is given it, and the same without it: `None` until they are trained, and why where they cannot be.
    pub with_and_without: Option<Result<[Judgement; 2], String>>,
}

impl Leak {
    /// The model with it and the one without it, of which one is that of `derived`.
    fn judge(&self, derived: &Arc<Derived>, cancelled: &dyn Fn() -> bool) -> Result<[Judgement; 2], PipelineError> {
        let scenario = with_input(&derived.scenario, &derived.recipe, &self.id, !self.in_use);
        let mut job = EvaluationJob::new(Arc::clone(&derived.recipe), scenario, Some(Arc::clone(derived)));
        let other = loop {
            if let Step::Done(result) = job.step(cancelled) {
                break result?;
            }
        };
        let own = Judgement::of(derived, &self.id, cancelled)?;
        let other = Judgement::of(&other, &self.id, cancelled)?;
        Ok(if self.in_use { [own, other] } else { [other, own] })
    }
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
        leak.with_and_without = Some(match leak.judge(derived, cancelled) {
            Err(problem) if problem.is_cancelled() => return Err(PipelineError::Cancelled),
            Err(problem) => Err(problem.to_string()),
            Ok(judgements) => Ok(judgements),
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
