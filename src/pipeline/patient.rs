//! Why one patient has this risk, worked out in the background.

use std::sync::Arc;

use super::derived::{Derived, Population, Side};
use super::job::{Job, PipelineError, Step};
use crate::explain::{
    Change, Changes, Contributions, Outlook, Sampling, Subject, Value, contributions, smallest_change, what_if,
};
use crate::learn::LearnError;
use crate::num::Threshold;
use crate::rng::stream;
use rand::seq::index;

/// At most so many training patients stand for all of them, so that an answer never takes long.
pub const COMPARED_WITH: usize = 5_000;

/// Whose account it is, and at which threshold.
#[derive(Clone)]
pub struct PatientKey {
    /// The results.
    pub derived: Arc<Derived>,
    /// The population that the patient belongs to.
    pub population: Population,
    /// The patient's row in it.
    pub row: usize,
    /// The threshold that a change is to cross.
    pub threshold: Threshold,
    /// The columns that stay as they are in the search for a change.
    pub held: Vec<String>,
}

impl PatientKey {
    /// Whether both are about the same risk of the same patient, at whatever threshold.
    #[must_use]
    pub fn same_patient(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.derived, &other.derived) && self.population == other.population && self.row == other.row
    }

    /// Whether both ask for the same.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        self.same_patient(other) && self.threshold == other.threshold && self.held == other.held
    }

    fn side(&self) -> &Arc<Side> {
        self.derived.side(self.population)
    }

    /// # Errors
    /// As [`Subject::new`].
    fn subject(&self) -> Result<Subject<'_>, LearnError> {
        let Derived { data, model, scenario, .. } = &*self.derived;
        let rows = &data.split.train;
        let few: Vec<usize>;
        let rows = if rows.len() > COMPARED_WITH {
            let mut rng = stream(scenario.seed, &["patient", "compared with"]);
            let mut chosen = index::sample(&mut rng, rows.len(), COMPARED_WITH).into_vec();
            chosen.sort_unstable();
            few = chosen.into_iter().map(|place| rows[place]).collect();
            &few
        } else {
            rows
        };
        let patients = &self.side().cohort.table;
        let subject = Subject::new(&model.trained, (&data.collected.table, rows), (patients, self.row))?;
        Ok(subject.recalibrated(model.recalibration_of(self.population)))
    }
}

/// One patient's account.
pub struct PatientAccount {
    /// Whose.
    pub key: PatientKey,
    /// What each input did to the risk.
    pub contributions: Arc<Contributions>,
    /// What would carry the patient across the threshold. Numbers are as finely written as the recipe shows them, wherever that
    /// still crosses.
    pub outlook: Outlook,
}

impl PatientAccount {
    /// The contributions, if they are those that `key` asks for.
    #[must_use]
    pub fn contributions_for(&self, key: &PatientKey) -> Option<Arc<Contributions>> {
        self.key.same_patient(key).then(|| Arc::clone(&self.contributions))
    }
}

/// Makes a [`PatientAccount`]: first the contributions, then the changes.
pub struct PatientJob {
    key: PatientKey,
    contributions: Option<Arc<Contributions>>,
}

impl PatientJob {
    /// A job for `key`; `contributions` are those of the same patient, if they are known.
    #[must_use]
    pub const fn new(key: PatientKey, contributions: Option<Arc<Contributions>>) -> Self {
        Self { key, contributions }
    }

    fn outlook(&self) -> Result<Outlook, LearnError> {
        let subject = self.key.subject()?;
        let mut outlook = smallest_change(&subject, self.key.threshold, &self.key.held)?;
        if let Changes::Single(all) = &mut outlook.changes {
            for change in all {
                self.tidy(&subject, change, outlook.flagged)?;
            }
        }
        Ok(outlook)
    }

    /// Writes a number as the recipe shows it, rounded away from where the patient is, if it crosses then too.
    fn tidy(&self, subject: &Subject, change: &mut Change, flagged: bool) -> Result<(), LearnError> {
        let (Value::Number(from), Value::Number(to)) = (&change.from, &change.to) else { return Ok(()) };
        let decimals = self.key.derived.recipe.variable(&change.column).map_or(2, |variable| variable.decimals);
        let unit = libm::pow(10.0, decimals as f64);
        let round = if to > from { libm::ceil } else { libm::floor };
        let tidy = Value::Number(round(to * unit) / unit);
        let points = what_if(subject, &change.column, std::slice::from_ref(&tidy))?;
        if points.iter().all(|point| (point.risk >= self.key.threshold.get()) != flagged) {
            change.to = tidy;
        }
        Ok(())
    }
}

impl Job for PatientJob {
    type Output = Result<PatientAccount, PipelineError>;

    fn step(&mut self, cancelled: &dyn Fn() -> bool) -> Step<Self::Output> {
        if cancelled() {
            return Step::Done(Err(PipelineError::Cancelled));
        }
        let Some(parts) = &self.contributions else {
            let sampling = Sampling { seed: self.key.derived.scenario.seed, ..Sampling::default() };
            let parts = self.key.subject().and_then(|subject| contributions(&subject, &sampling));
            return match parts {
                Ok(parts) => {
                    self.contributions = Some(Arc::new(parts));
                    Step::More
                }
                Err(problem) => Step::Done(Err(problem.into())),
            };
        };
        let parts = Arc::clone(parts);
        let account = |outlook| PatientAccount { key: self.key.clone(), contributions: parts, outlook };
        Step::Done(self.outlook().map(account).map_err(Into::into))
    }
}
