//! What one input does to the risk: a curve for each of many patients, and their mean (partial dependence).
//!
//! Friedman 2001, doi:10.1214/aos/1013203451; individual curves: Goldstein et al. 2015, doi:10.1080/10618600.2014.907095. Every
//! patient keeps all other values, also where no patient has both.

use std::sync::Arc;

use super::super::derived::{Derived, Population};
use super::super::field::{axis, number};
use super::super::job::{Job, PipelineError, Step};
use super::{columns, some};
use crate::data::Table;
use crate::explain::{FieldAxis, field_row};

/// At most so many patients are followed; the mean is theirs.
pub const FOLLOWED: usize = 200;
/// Values along a number.
const VALUES: usize = 40;

/// Which curves.
#[derive(Clone)]
pub struct EffectKey {
    /// The results.
    pub derived: Arc<Derived>,
    /// The population whose patients are followed.
    pub population: Population,
    /// The input that moves.
    pub column: String,
    /// A patient who is always among them, by row.
    pub patient: Option<usize>,
}

impl EffectKey {
    /// Whether both ask for the same.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.derived, &other.derived)
            && self.population == other.population
            && (&self.column, self.patient) == (&other.column, other.patient)
    }
}

/// The curves.
#[derive(Clone)]
pub struct Effect {
    /// Which.
    pub key: EffectKey,
    /// The values that the input takes.
    pub axis: FieldAxis,
    /// The risks of each patient followed, one for each value, from 0 to 1.
    pub curves: Vec<Vec<f64>>,
    /// Their mean for each value: the partial dependence. The patient asked for does not count in it unless drawn with the others.
    pub mean: Vec<f64>,
    /// The curve of the patient asked for.
    pub own: Option<Vec<f64>>,
}

/// Works out an [`Effect`], one value a step.
pub struct EffectJob {
    key: EffectKey,
    rows: Vec<usize>,
    axis: FieldAxis,
    /// For each value that is done, the risks of `rows`, then that of the patient asked for.
    risks: Vec<Vec<f64>>,
}

impl EffectJob {
    /// A job for `key`.
    #[must_use]
    pub fn new(key: EffectKey) -> Self {
        let table = &key.derived.side(key.population).cohort.table;
        let rows = some(table.rows(), FOLLOWED, key.derived.scenario.seed, "followed");
        let own = key.patient.and_then(|row| number(table, &key.column, row));
        let axis = axis(&key.derived, &key.column, VALUES, own);
        Self { key, rows, axis, risks: Vec::new() }
    }

    fn risks_at(&self, value: usize, cancelled: &dyn Fn() -> bool) -> Result<Vec<f64>, PipelineError> {
        let derived = &self.key.derived;
        let table: &Table = &derived.side(self.key.population).cohort.table;
        let rows: Vec<usize> = self.rows.iter().copied().chain(self.key.patient).collect();
        let one = FieldAxis {
            column: self.key.column.clone(),
            values: vec![self.axis.values[value].clone()],
            edges: Vec::new(),
        };
        let patients = field_row(table, &rows, &columns(derived), &one, None);
        Ok(derived.model.risks_in(&patients, self.key.population, cancelled)?)
    }

    fn finished(&self) -> Effect {
        let curve = |patient: usize| self.risks.iter().map(|risks| risks[patient]).collect::<Vec<f64>>();
        let patients = self.rows.len();
        let mean = |risks: &Vec<f64>| risks[..patients].iter().sum::<f64>() / patients.max(1) as f64;
        Effect {
            key: self.key.clone(),
            axis: self.axis.clone(),
            curves: (0..patients).map(curve).collect(),
            mean: self.risks.iter().map(mean).collect(),
            own: self.key.patient.map(|_| curve(patients)),
        }
    }
}

impl Job for EffectJob {
    type Output = Result<Effect, PipelineError>;

    fn step(&mut self, cancelled: &dyn Fn() -> bool) -> Step<Self::Output> {
        if cancelled() {
            return Step::Done(Err(PipelineError::Cancelled));
        }
        let next = self.risks.len();
        if next == self.axis.values.len() {
            return Step::Done(Ok(self.finished()));
        }
        match self.risks_at(next, cancelled) {
            Ok(risks) => self.risks.push(risks),
            Err(problem) => return Step::Done(Err(problem)),
        }
        Step::More
    }
}
