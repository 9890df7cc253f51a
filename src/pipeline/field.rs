//! The risk over two inputs, worked out in the background, one row of the field a step.

use std::sync::Arc;

use super::derived::{Derived, Population};
use super::job::{Job, PipelineError, Step};
use crate::data::{Column, Table};
use crate::explain::{FieldAxis, field_row};

/// Cells from left to right and from top to bottom.
const CELLS: [usize; 2] = [48, 36];
/// At most so many patients stand for everybody.
pub const STAND_FOR_ALL: usize = 60;
/// The share of training patients left out at either end of a number, so that a few do not squeeze all others together.
const LEFT_OUT: f64 = 0.005;

/// At what the other inputs are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// At one patient's values, by row of the population.
    Patient(usize),
    /// At those of many patients in turn, the risks averaged.
    Everybody,
}

/// Which field.
#[derive(Clone)]
pub struct FieldKey {
    /// The results.
    pub derived: Arc<Derived>,
    /// The population whose patients the other inputs are held at.
    pub population: Population,
    /// The input from left to right.
    pub x: String,
    /// The input from bottom to top; `None` where the model has only one.
    pub y: Option<String>,
    /// At what the others are held.
    pub held: Held,
}

impl FieldKey {
    /// Whether both ask for the same.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.derived, &other.derived)
            && self.population == other.population
            && (&self.x, &self.y, self.held) == (&other.x, &other.y, other.held)
    }
}

/// The risk in every cell.
pub struct RiskField {
    /// Which field.
    pub key: FieldKey,
    /// From left to right.
    pub x: FieldAxis,
    /// From bottom to top.
    pub y: Option<FieldAxis>,
    /// Row by row from the bottom, each from left to right, from 0 to 1.
    pub risks: Vec<f64>,
    /// How many patients the risks are averaged over; 1 when held at one.
    pub patients: usize,
}

/// The values of one input between which nearly all training patients lie, in `cells` cells, or its categories; a number that a
/// patient held at has is always among them.
pub(super) fn axis(derived: &Derived, column: &str, cells: usize, held: Option<f64>) -> FieldAxis {
    let Derived { data, recipe, .. } = derived;
    let whole = recipe.variable(column).is_some_and(|variable| variable.round == Some(0));
    match data.collected.table.column(column) {
        Some(Column::Category { codes, levels }) => {
            let used = |level: usize| data.split.train.iter().any(|&row| codes[row] as usize == level);
            let there: Vec<String> =
                levels.iter().enumerate().filter(|(level, _)| used(*level)).map(|(_, name)| name.clone()).collect();
            FieldAxis::levels(column, &there)
        }
        Some(Column::Number(values)) => {
            let mut known: Vec<f64> =
                data.split.train.iter().map(|&row| values[row]).filter(|value| value.is_finite()).collect();
            known.sort_by(f64::total_cmp);
            let last = known.len().saturating_sub(1) as f64;
            let at = |share: f64| known.get((share * last).round() as usize).copied().unwrap_or(0.0);
            let (mut low, mut high) = (at(LEFT_OUT), at(1.0 - LEFT_OUT));
            if let Some(own) = held.filter(|own| own.is_finite()) {
                (low, high) = (low.min(own), high.max(own));
            }
            FieldAxis::numbers(column, [low, high], cells, whole)
        }
        None => FieldAxis::levels(column, &[]),
    }
}

/// The number in one row of a column; `None` for a category, or a column that is not there.
pub(super) fn number(table: &Table, column: &str, row: usize) -> Option<f64> {
    match table.column(column)? {
        Column::Number(values) => values.get(row).copied(),
        Column::Category { .. } => None,
    }
}

/// Works out a [`RiskField`].
pub struct FieldJob {
    key: FieldKey,
    sides: Option<(FieldAxis, Option<FieldAxis>)>,
    risks: Vec<f64>,
    done: usize,
}

impl FieldJob {
    /// A job for `key`.
    #[must_use]
    pub const fn new(key: FieldKey) -> Self {
        Self { key, sides: None, risks: Vec::new(), done: 0 }
    }

    fn rows(&self) -> Vec<usize> {
        let patients = self.key.derived.side(self.key.population).cohort.len();
        match self.key.held {
            Held::Patient(row) => vec![row.min(patients.saturating_sub(1))],
            Held::Everybody => {
                let count = patients.min(STAND_FOR_ALL);
                (0..count).map(|place| place * patients / count.max(1)).collect()
            }
        }
    }

    /// One row of the field.
    fn row(
        &self,
        x: &FieldAxis,
        y: Option<&FieldAxis>,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Vec<f64>, PipelineError> {
        let model = &self.key.derived.model;
        let columns: Vec<String> = model.trained.encoder.describe().into_iter().map(|column| column.column).collect();
        let rows = self.rows();
        let value = y.map(|y| (y.column.as_str(), &y.values[self.done]));
        let table = &self.key.derived.side(self.key.population).cohort.table;
        let patients = field_row(table, &rows, &columns, x, value);
        let risks = model.risks_in(&patients, self.key.population, cancelled)?;
        let mean = |risks: &[f64]| risks.iter().sum::<f64>() / rows.len() as f64;
        Ok(risks.chunks(rows.len().max(1)).map(mean).collect())
    }
}

impl Job for FieldJob {
    type Output = Result<RiskField, PipelineError>;

    fn step(&mut self, cancelled: &dyn Fn() -> bool) -> Step<Self::Output> {
        if cancelled() {
            return Step::Done(Err(PipelineError::Cancelled));
        }
        let (x, y) = match self.sides.clone() {
            Some(sides) => sides,
            None => {
                let table: &Table = &self.key.derived.side(self.key.population).cohort.table;
                let own = |column: &str| match self.key.held {
                    Held::Patient(row) => number(table, column, row),
                    Held::Everybody => None,
                };
                let side = |column: &str, cells| axis(&self.key.derived, column, cells, own(column));
                let x = side(&self.key.x, CELLS[0]);
                let y = self.key.y.as_ref().map(|y| side(y, CELLS[1]));
                self.sides.insert((x, y)).clone()
            }
        };
        let rows = y.as_ref().map_or(1, |y| y.values.len());
        if self.done < rows && !x.values.is_empty() {
            match self.row(&x, y.as_ref(), cancelled) {
                Ok(risks) => self.risks.extend(risks),
                Err(problem) => return Step::Done(Err(problem)),
            }
            self.done += 1;
            return Step::More;
        }
        let (patients, risks) = (self.rows().len(), std::mem::take(&mut self.risks));
        Step::Done(Ok(RiskField { key: self.key.clone(), x, y, risks, patients }))
    }
}
