//! The ward over months: the same model on patients who change, or whom its alerts change.

use std::collections::BTreeMap;
use std::sync::Arc;

use rand::Rng as _;

use crate::data::Cohort;
use crate::data::generator::{GenerateError, Population as Source, generate};
use crate::learn::{LearnError, Request, TableModel};
use crate::metrics::{Interval, ScoredTestSet, observed_expected_ratio};
use crate::num::{Proportion, Threshold};
use crate::rng;
use crate::scenario::Scenario;

use super::coins::toss;
use super::derived::{Derived, Population};
use super::job::{Job, PipelineError, Step};
use super::mitigate::other_seed;

/// One month on the ward. A figure is `None` where it is undefined.
#[derive(Debug, Clone, PartialEq)]
pub struct Month {
    /// Which, counted from 1.
    pub number: u32,
    /// The share flagged.
    pub alerts: Option<Proportion>,
    /// Sensitivity, against the outcomes that came about.
    pub sensitivity: Option<Proportion>,
    /// Positive predictive value, against the outcomes that came about.
    pub ppv: Option<Proportion>,
    /// Those not flagged who came to have the condition, as a share of everybody.
    pub missed: Option<Proportion>,
    /// Those whom acting on an alert kept from it, as a share of everybody.
    pub prevented: Option<Proportion>,
    /// Area under the ROC curve, against the outcomes that came about.
    pub auc: Option<f64>,
    /// Its interval.
    pub auc_ci: Option<Interval>,
    /// The same area against what would have come about had nobody acted, which only a simulation knows.
    pub auc_untouched: Option<f64>,
    /// Observed over expected number with the condition.
    pub observed_expected: Option<f64>,
    /// Whether the model was trained again at its start.
    pub retrained: bool,
    /// What could not be done, in a sentence.
    pub note: Option<String>,
}

/// A run with its plan's retraining, and one without where there is any.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthsRun {
    /// The months as planned.
    pub months: Vec<Month>,
    /// The same months with the first model kept to the end; `None` where the plan keeps it.
    pub kept: Option<Vec<Month>>,
}

/// A model is trained again on the outcomes of this many last months.
pub const REMEMBERED: usize = 3;

/// A run over months from results that stand, one month a step.
pub struct MonthsJob {
    derived: Arc<Derived>,
    scenario: Scenario,
    done: Vec<Month>,
    /// The first run, while the one without retraining is on its way.
    planned: Option<Vec<Month>>,
    retrained: Option<TableModel>,
    /// The outcomes recorded in the last months, the newest last.
    record: Vec<Cohort>,
}

impl MonthsJob {
    /// A job for the plan, deployment knobs and threshold of `scenario`, with the model of `derived`.
    #[must_use]
    pub fn new(derived: Arc<Derived>, scenario: Scenario) -> Self {
        Self { derived, scenario, done: Vec::new(), planned: None, retrained: None, record: Vec::new() }
    }

    fn advance(&mut self, cancelled: &dyn Fn() -> bool) -> Result<Option<MonthsRun>, PipelineError> {
        if cancelled() {
            return Err(PipelineError::Cancelled);
        }
        if self.done.is_empty() && self.planned.is_none() {
            self.scenario.check(&self.derived.recipe)?;
        }
        let retrains = self.scenario.months.retrain.is_some();
        if self.done.len() < self.scenario.months.months as usize {
            let kept = self.planned.is_some();
            self.month(!kept, cancelled)?;
            return Ok(None);
        }
        let done = std::mem::take(&mut self.done);
        match self.planned.take() {
            Some(months) => Ok(Some(MonthsRun { months, kept: Some(done) })),
            None if retrains => {
                (self.planned, self.retrained, self.record) = (Some(done), None, Vec::new());
                Ok(None)
            }
            None => Ok(Some(MonthsRun { months: done, kept: None })),
        }
    }

    /// Adds the next month.
    fn month(&mut self, retraining: bool, cancelled: &dyn Fn() -> bool) -> Result<(), PipelineError> {
        let number = self.done.len() as u32 + 1;
        let due = retraining && self.scenario.months.retrain == Some(number);
        let note = if due { self.retrain(cancelled)? } else { None };
        // The same numbers in a run with retraining and in one without, whatever the knobs.
        let seed = other_seed(self.scenario.seed, &format!("month {number}"));
        let plan = &self.scenario.months;
        let knobs = self.knobs(number);
        let cohort = generate(&self.derived.recipe, Source::Deployed, &knobs, plan.patients, seed)?;
        let cohort = toss(cohort, &self.scenario, (seed, "ward"))?;
        let scores = self.scores(&cohort, cancelled)?;
        let line = self.scenario.threshold;
        let mut acting = rng::stream(seed, &["staff act"]);
        let outcomes: Vec<bool> = (0..cohort.len())
            .map(|row| {
                let prevented = acting.r#gen::<f64>() < plan.effect && scores[row] >= line.get();
                cohort.truth[row] && !prevented
            })
            .collect();
        let month = Month {
            number,
            retrained: due && note.is_none(),
            note,
            ..figures(&scores, &outcomes, &cohort.truth, line)?
        };
        self.done.push(month);
        let recorded = Cohort { label: outcomes, ..cohort };
        if self.record.len() == REMEMBERED {
            self.record.remove(0);
        }
        self.record.push(recorded);
        Ok(())
    }

    /// Where the ward's knobs stand in month `number`.
    fn knobs(&self, number: u32) -> BTreeMap<String, f64> {
        let mut knobs = self.scenario.deploy.clone();
        let plan = &self.scenario.months;
        let knob = plan.drift.as_ref().and_then(|drift| Some((drift, self.derived.recipe.knob(&drift.knob)?)));
        if let Some((drift, knob)) = knob {
            let from = [&knob.id, &knob.alias].into_iter().find_map(|name| knobs.get(name)).copied();
            let from = from.unwrap_or_else(|| knob.default_for(Source::Deployed));
            let share = f64::from(number - 1) / f64::from(plan.months.max(2) - 1);
            knobs.remove(&knob.alias);
            knobs.insert(knob.id.clone(), from + share * (drift.to - from));
        }
        knobs
    }

    fn scores(&self, cohort: &Cohort, cancelled: &dyn Fn() -> bool) -> Result<Vec<f64>, LearnError> {
        if let Some(model) = &self.retrained {
            return model.risks(&cohort.table, None, cancelled);
        }
        self.derived.model.risks(cohort, Population::Ward, cancelled)
    }

    /// Trains the model again on what was recorded so far; the reason where that cannot be done.
    fn retrain(&mut self, cancelled: &dyn Fn() -> bool) -> Result<Option<String>, PipelineError> {
        let mut record = Cohort::default();
        for month in &self.record {
            record = record.followed_by(month).map_err(GenerateError::from)?;
        }
        let rows: Vec<usize> = (0..record.len()).collect();
        let measures = &self.scenario.mitigation;
        let given = self.scenario.given();
        let request = Request {
            spec: &self.scenario.classifier,
            table: &record.table,
            rows: &rows,
            labels: &record.label,
            columns: &given,
            weights: None,
            interactions: self.scenario.group_by.as_deref().filter(|_| measures.interactions),
            seed: self.scenario.seed,
            cancelled,
            start: None,
        };
        match TableModel::train(&request) {
            Ok(model) => {
                self.retrained = Some(model);
                Ok(None)
            }
            Err(LearnError::Cancelled) => Err(PipelineError::Cancelled),
            Err(problem) => Ok(Some(tr!("The model could not be trained again: {problem}", problem))),
        }
    }
}

impl Job for MonthsJob {
    type Output = Result<MonthsRun, PipelineError>;

    fn step(&mut self, cancelled: &dyn Fn() -> bool) -> Step<Self::Output> {
        match self.advance(cancelled) {
            Ok(None) => Step::More,
            Ok(Some(run)) => Step::Done(Ok(run)),
            Err(error) => Step::Done(Err(error)),
        }
    }
}

/// The figures of patients with these scores, what came about, and what would have come about had nobody acted.
fn figures(scores: &[f64], outcomes: &[bool], untouched: &[bool], line: Threshold) -> Result<Month, PipelineError> {
    let set = ScoredTestSet::new(scores, outcomes, None)?;
    let alone = ScoredTestSet::new(scores, untouched, None)?;
    let matrix = set.at(line);
    let prevented = outcomes.iter().zip(untouched).filter(|(came, would)| **would && !**came).count() as u64;
    Ok(Month {
        number: 0,
        alerts: matrix.flagged(),
        sensitivity: matrix.sensitivity(),
        ppv: matrix.ppv(),
        missed: Proportion::new(matrix.fn_, matrix.n()),
        prevented: Proportion::new(prevented, matrix.n()),
        auc: set.auc(),
        auc_ci: set.auc_ci(),
        auc_untouched: alone.auc(),
        observed_expected: observed_expected_ratio(&set),
        retrained: false,
        note: None,
    })
}
