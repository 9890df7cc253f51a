//! One patient beside the patients that the model learnt from.

use crate::data::{Column, MISSING, Table};
use crate::learn::{Filler, LearnError, TableModel, predict};
use crate::metrics::Recalibration;
use ndarray::Array2;

/// What a patient may have in one column.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A finite number, in the column's unit.
    Number(f64),
    /// A category.
    Level(String),
    /// Nothing was recorded; the model puts its filler there.
    Missing,
}

/// A value within the subject's own table: a number (NaN when missing) or a code (or [`MISSING`]).
#[derive(Debug, Clone, Copy)]
pub(super) enum Cell {
    Number(f64),
    Code(u32),
}

/// A patient, the model that gives the risk, and the training patients that the patient is compared with.
#[derive(Debug)]
pub struct Subject<'a> {
    pub(super) model: &'a TableModel,
    /// The columns that the model reads.
    pub(super) names: Vec<String>,
    /// For each of them the training patients' values, then the patient's.
    pub(super) pool: Vec<Column>,
    /// What the model puts in place of a missing value, by column.
    fillers: Vec<Filler>,
    /// How many training patients; also the patient's own row.
    pub(super) background: usize,
    /// How the model's risks are fitted to the place of use.
    pub(super) recalibration: Option<Recalibration>,
}

impl<'a> Subject<'a> {
    /// The patient in row `row` of `patients`, beside the rows `rows` of `training`. Only the columns that the model
    /// uses are looked at; the two tables may list a category in different orders.
    ///
    /// # Errors
    /// [`LearnError`] for no training rows, a row out of range, an absent column, or one of another kind.
    pub fn new(
        model: &'a TableModel,
        (training, rows): (&Table, &[usize]),
        (patients, row): (&Table, usize),
    ) -> Result<Self, LearnError> {
        if rows.is_empty() {
            return Err(LearnError::NoRows);
        }
        for (table, row) in rows.iter().map(|&each| (training, each)).chain([(patients, row)]) {
            if row >= table.rows() {
                return Err(LearnError::RowOutOfRange { row, rows: table.rows() });
            }
        }
        let (mut names, mut pool, mut fillers) = (Vec::new(), Vec::new(), Vec::new());
        for encoding in model.encoder.describe() {
            let known = column(training, &encoding.column)?.take(rows);
            pool.push(with_patient(&encoding.column, known, column(patients, &encoding.column)?, row)?);
            names.push(encoding.column);
            fillers.push(encoding.missing_becomes);
        }
        Ok(Self { model, names, pool, fillers, background: rows.len(), recalibration: None })
    }

    /// The same patient where the model's risks are recalibrated before use: every risk is then the recalibrated one.
    #[must_use]
    pub const fn recalibrated(mut self, recalibration: Option<Recalibration>) -> Self {
        self.recalibration = recalibration;
        self
    }

    /// The columns that the model uses, in order. Columns that it dropped while learning are not among them.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.names
    }

    /// What is recorded of the patient in a column that the model uses; `None` for any other column.
    #[must_use]
    pub fn value(&self, column: &str) -> Option<Value> {
        let input = self.names.iter().position(|name| name == column)?;
        Some(self.shown(input, self.recorded(input)))
    }

    /// The patient's risk, from 0 to 1.
    ///
    /// # Errors
    /// [`LearnError`] when the model cannot read the patient, such as an infinite number.
    pub fn risk(&self) -> Result<f64, LearnError> {
        Ok(self.risks_with(&[Vec::new()])?[0])
    }

    /// The number of a column that the model uses.
    pub(super) fn input(&self, column: &str) -> Result<usize, LearnError> {
        let place = self.names.iter().position(|name| name == column);
        place.ok_or_else(|| LearnError::UnknownColumn { name: column.to_owned(), known: self.names.clone() })
    }

    pub(super) fn recorded(&self, input: usize) -> Cell {
        match &self.pool[input] {
            Column::Number(values) => Cell::Number(values[self.background]),
            Column::Category { codes, .. } => Cell::Code(codes[self.background]),
        }
    }

    /// What the model reads: the filler where nothing is recorded, or a category that no training patient has.
    pub(super) fn read(&self, input: usize) -> Cell {
        match (&self.pool[input], &self.fillers[input], self.recorded(input)) {
            (Column::Number(_), Filler::Median(median), Cell::Number(value)) if value.is_nan() => Cell::Number(*median),
            (Column::Category { levels, .. }, Filler::MostFrequent(filler), Cell::Code(code)) => {
                let known = code != MISSING && self.levels(input).contains(&code);
                let filler = levels.iter().position(|level| level == filler).map_or(MISSING, |index| index as u32);
                Cell::Code(if known { code } else { filler })
            }
            (_, _, recorded) => recorded,
        }
    }

    /// The finite numbers of the training patients, ascending, each once; empty for categories.
    pub(super) fn numbers(&self, input: usize) -> Vec<f64> {
        let Column::Number(values) = &self.pool[input] else { return Vec::new() };
        let mut known: Vec<f64> = values[..self.background].iter().copied().filter(|value| value.is_finite()).collect();
        known.sort_by(f64::total_cmp);
        known.dedup();
        known
    }

    /// The codes that occur among the training patients, ascending; empty for numbers.
    pub(super) fn levels(&self, input: usize) -> Vec<u32> {
        let Column::Category { codes, levels } = &self.pool[input] else { return Vec::new() };
        let mut seen = vec![false; levels.len()];
        for &code in &codes[..self.background] {
            if let Some(level) = seen.get_mut(code as usize) {
                *level = true;
            }
        }
        (0..levels.len() as u32).filter(|&code| seen[code as usize]).collect()
    }

    pub(super) fn shown(&self, input: usize, cell: Cell) -> Value {
        match (cell, &self.pool[input]) {
            (Cell::Number(value), _) if !value.is_nan() => Value::Number(value),
            (Cell::Code(code), Column::Category { levels, .. }) => {
                levels.get(code as usize).map_or(Value::Missing, |level| Value::Level(level.clone()))
            }
            _ => Value::Missing,
        }
    }

    /// The risks of the patient with some cells replaced, one risk per list of replacements.
    pub(super) fn risks_with(&self, changes: &[Vec<(usize, Cell)>]) -> Result<Vec<f64>, LearnError> {
        let mut columns: Vec<Column> =
            self.pool.iter().map(|column| column.take(&vec![self.background; changes.len()])).collect();
        for (row, &(input, cell)) in
            changes.iter().enumerate().flat_map(|(row, list)| list.iter().map(move |c| (row, c)))
        {
            match (&mut columns[input], cell) {
                (Column::Number(values), Cell::Number(value)) => values[row] = value,
                (Column::Category { codes, .. }, Cell::Code(code)) => codes[row] = code,
                _ => {}
            }
        }
        self.risks_of(columns, changes.len())
    }

    /// The risks of patients put together from the pool: for each column the row that each of them takes it from.
    pub(super) fn risks_mixed(&self, sources: &[Vec<usize>], count: usize) -> Result<Vec<f64>, LearnError> {
        self.risks_of(self.pool.iter().zip(sources).map(|(column, rows)| column.take(rows)).collect(), count)
    }

    /// The matrix of the training patients, then the patient.
    pub(super) fn encoded(&self) -> Result<Array2<f64>, LearnError> {
        self.model.encoder.transform(&self.table(self.pool.clone()), None)
    }

    fn risks_of(&self, columns: Vec<Column>, count: usize) -> Result<Vec<f64>, LearnError> {
        let mut risks = if columns.is_empty() {
            // A table without columns has no rows, yet a model without inputs gives everybody a risk.
            predict(self.model.classifier.as_ref(), Array2::zeros((count, 0)).view(), &|| false)?
        } else {
            self.model.risks(&self.table(columns), None, &|| false)?
        };
        if let Some(recalibration) = self.recalibration {
            risks.iter_mut().for_each(|risk| *risk = recalibration.apply(*risk));
        }
        Ok(risks)
    }

    fn table(&self, columns: Vec<Column>) -> Table {
        let mut table = Table::default();
        for (name, column) in self.names.iter().zip(columns) {
            // The names come from one table and the columns are equally long, so none is refused.
            let _ = table.push(name.clone(), column);
        }
        table
    }
}

fn column<'t>(table: &'t Table, name: &str) -> Result<&'t Column, LearnError> {
    table.column(name).ok_or_else(|| LearnError::UnknownColumn { name: name.to_owned(), known: table.names().to_vec() })
}

/// The training values with the patient's at the end; the patient's category is found by name.
fn with_patient(name: &str, known: Column, patients: &Column, row: usize) -> Result<Column, LearnError> {
    let wrong = |found, expected| LearnError::ColumnKind { name: name.to_owned(), found, expected };
    match (known, patients) {
        (Column::Number(mut values), Column::Number(own)) => {
            values.push(own[row]);
            Ok(Column::Number(values))
        }
        (Column::Category { mut codes, mut levels }, Column::Category { codes: own, levels: names }) => {
            let code = names.get(own[row] as usize).map_or(MISSING, |level| {
                let place = levels.iter().position(|other| other == level);
                place.unwrap_or_else(|| {
                    levels.push(level.clone());
                    levels.len() - 1
                }) as u32
            });
            codes.push(code);
            Ok(Column::Category { codes, levels })
        }
        (Column::Number(_), Column::Category { .. }) => Err(wrong("text", "numbers")),
        (Column::Category { .. }, Column::Number(_)) => Err(wrong("numbers", "categories")),
    }
}
