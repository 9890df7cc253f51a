//! The outcome column: which of its two values means *has the condition*.

use super::categories::level_of;
use super::cell::{NumberStyle, is_missing, is_missing_number};
use super::csv::RawTable;
use super::read_error::{ReadError, listed};
use super::typed::read_table;
use super::{Column, MISSING};

/// The values that mean *has the condition* unless a person says otherwise.
const POSITIVE: [&str; 5] = ["1", "yes", "true", "present", "positive"];

/// Why a column is no outcome.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutcomeError {
    /// The table cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// No value at all.
    #[error(
        "{}",
        tr!(
            "column \"{column}\" has no value in any row; expected whether the patient had the condition",
            column = .column
        )
    )]
    NoValue {
        /// The column.
        column: String,
    },
    /// One kind of patient only.
    #[error(
        "{}",
        tr!(
            "column \"{column}\" has only the value \"{value}\"; expected two, since a model learns from patients with and \
            without the condition",
            column = .column, value = .value
        )
    )]
    OneValue {
        /// The column.
        column: String,
        /// Its value.
        value: String,
    },
    /// More than two kinds of patient.
    #[error(
        "{}",
        tr!(
            "column \"{column}\" has {} different values ({}); expected two, one of which means that the patient has the \
            condition. Merge the values into two, or choose another outcome",
            .values.len(), listed(.values), column = .column
        )
    )]
    NotBinary {
        /// The column.
        column: String,
        /// Its values.
        values: Vec<String>,
    },
    /// Two values, neither of which says what it means.
    #[error(
        "{}", tr!("column \"{column}\" has the values {}; which of them means that the patient has the condition? \
         Say so with --positive, for example --positive \"{}\"", listed(.values), .values[1], column = .column)
    )]
    WhichIsPositive {
        /// The column.
        column: String,
        /// Its two values.
        values: Vec<String>,
    },
    /// A person named a value that is not there.
    #[error(
        "{}",
        tr!(
            "column \"{column}\" has no value \"{positive}\"; found {}. Choose one of them",
            listed(.values), column = .column, positive = .positive
        )
    )]
    NoSuchValue {
        /// The column.
        column: String,
        /// What was asked for.
        positive: String,
        /// The values that are there.
        values: Vec<String>,
    },
}

/// An outcome that has been understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// One per row: whether the patient has the condition; `None` where the outcome is missing.
    pub labels: Vec<Option<bool>>,
    /// The two values, sorted as numbers or by letters.
    pub values: Vec<String>,
    /// Which of the two means *has the condition*.
    pub positive: usize,
    /// What a person should know.
    pub notes: Vec<String>,
}

impl Outcome {
    /// Rows without an outcome.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.labels.iter().filter(|label| label.is_none()).count()
    }
}

/// Reads the outcome of a table. `positive` is the value that means *has the condition*; without it, 1, yes, true,
/// present or positive is taken, in any case.
///
/// # Errors
/// [`OutcomeError`] unless the column has exactly two values, one of which is clearly the positive one.
pub fn read_outcome(raw: &RawTable<'_>, column: &str, positive: Option<&str>) -> Result<Outcome, OutcomeError> {
    let named = || column.to_owned();
    let Texts { codes, levels: values, mut notes } = read_as_text(raw, column)?;
    if let Some(wanted) = positive
        && level_of(&values, wanted, NumberStyle::Point).is_none()
    {
        return Err(OutcomeError::NoSuchValue { column: named(), positive: wanted.to_owned(), values });
    }
    match values.as_slice() {
        [] => return Err(OutcomeError::NoValue { column: named() }),
        [value] => return Err(OutcomeError::OneValue { column: named(), value: value.clone() }),
        [_, _] => {}
        _ => return Err(OutcomeError::NotBinary { column: named(), values }),
    }
    let meant = match positive {
        Some(wanted) => level_of(&values, wanted, NumberStyle::Point),
        None => {
            let is_positive = |value: &String| POSITIVE.iter().any(|word| value.eq_ignore_ascii_case(word));
            let found: Vec<usize> = (0..2).filter(|&place| is_positive(&values[place])).collect();
            if let [only] = found[..] { u32::try_from(only).ok() } else { None }
        }
    };
    let Some(meant) = meant else { return Err(OutcomeError::WhichIsPositive { column: named(), values }) };
    let (with, without) = if meant == 0 { (&values[0], &values[1]) } else { (&values[1], &values[0]) };
    if positive.is_none() && with == "1" && without != "0" {
        notes.push(tr!(
            "Column \"{column}\": 1 is taken to mean that the patient has the condition, and {without} that not. \
             If it is the other way round, say so with --positive {without}.",
            column,
            without
        ));
    }
    let labels = codes.iter().map(|&code| (code != MISSING).then_some(code == meant)).collect();
    let positive = usize::from(meant == 1);
    Ok(Outcome { labels, values, positive, notes })
}

/// A column as categories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// One index into `levels` per row, or [`MISSING`].
    pub codes: Vec<u32>,
    /// The categories, sorted as numbers or by letters.
    pub levels: Vec<String>,
    /// What a person should know.
    pub notes: Vec<String>,
}

/// One column as categories, whatever it holds.
///
/// # Errors
/// [`ReadError::NoColumn`] and those of [`RawTable::each`].
pub fn read_as_text(raw: &RawTable<'_>, column: &str) -> Result<Texts, ReadError> {
    let others: Vec<&str> = raw.names().iter().map(String::as_str).filter(|name| *name != column).collect();
    let read = read_table(raw, &[column], &others)?;
    let notes = read.notes.into_iter().filter(|note| !raw.warnings().contains(note)).collect();
    match read.table.column(column) {
        Some(Column::Category { codes, levels }) => Ok(Texts { codes: codes.clone(), levels: levels.clone(), notes }),
        _ => Err(ReadError::NoColumn { column: column.to_owned(), found: raw.names().to_vec() }),
    }
}

/// Reads the outcome of another table, whose values must mean what they mean in the first.
///
/// # Errors
/// [`ReadError::NoColumn`]; [`ReadError::Value`] for a value that the first table does not have.
pub fn read_outcome_like(raw: &RawTable<'_>, column: &str, first: &Outcome) -> Result<Vec<Option<bool>>, ReadError> {
    let place = raw.required(column)?;
    let mut labels = Vec::new();
    raw.each(|row| {
        let cell = row.cell(place);
        let level = level_of(&first.values, cell, NumberStyle::Point);
        if level.is_none() && !is_missing(cell) && !is_missing_number(cell) {
            return Err(ReadError::Value {
                line: row.line(),
                column: column.to_owned(),
                found: cell.to_owned(),
                expected: tr!("one of the two outcome values of the training table"),
            });
        }
        labels.push(level.map(|level| usize::from(level == 1) == first.positive));
        Ok(())
    })?;
    Ok(labels)
}
