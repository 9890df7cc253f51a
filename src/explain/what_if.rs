//! The risk of one patient while one input moves.

use super::subject::Cell;
use super::{Subject, Value};
use crate::data::{Column, MISSING};
use crate::learn::LearnError;

/// One place of the curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The value that the input was given.
    pub value: Value,
    /// The patient's risk with it, from 0 to 1.
    pub risk: f64,
}

/// Values for a slider: `steps` numbers (at least 2) evenly from the lowest to the highest of the training patients, or
/// every category that occurs among them; then [`Value::Missing`].
///
/// # Errors
/// [`LearnError::UnknownColumn`] for a column that the model does not use.
pub fn grid(subject: &Subject, column: &str, steps: usize) -> Result<Vec<Value>, LearnError> {
    let input = subject.input(column)?;
    let mut values: Vec<Value> = match &subject.pool[input] {
        Column::Number(_) => evenly(&subject.numbers(input), steps.max(2)).into_iter().map(Value::Number).collect(),
        Column::Category { .. } => {
            subject.levels(input).into_iter().map(|code| subject.shown(input, Cell::Code(code))).collect()
        }
    };
    values.push(Value::Missing);
    Ok(values)
}

/// `count` numbers from the first to the last of `known`, which is ascending; the ends are exact.
pub(super) fn evenly(known: &[f64], count: usize) -> Vec<f64> {
    let (Some(&low), Some(&high)) = (known.first(), known.last()) else { return Vec::new() };
    let last = count.saturating_sub(1).max(1);
    (0..=last).map(|step| if step == last { high } else { low + (high - low) * (step as f64 / last as f64) }).collect()
}

/// The patient's risk for each of the given values of one column, all else as recorded. A category that the model never
/// saw is read as missing.
///
/// # Errors
/// [`LearnError`] for a column that the model does not use, a value of the wrong kind, or a number that is not finite.
pub fn what_if(subject: &Subject, column: &str, values: &[Value]) -> Result<Vec<Point>, LearnError> {
    let input = subject.input(column)?;
    let mut changes = Vec::with_capacity(values.len());
    for (row, value) in values.iter().enumerate() {
        changes.push(vec![(input, cell(subject, input, value, row)?)]);
    }
    let risks = subject.risks_with(&changes)?;
    Ok(values.iter().zip(risks).map(|(value, risk)| Point { value: value.clone(), risk }).collect())
}

fn cell(subject: &Subject, input: usize, value: &Value, row: usize) -> Result<Cell, LearnError> {
    let name = || subject.names[input].clone();
    match (&subject.pool[input], value) {
        (Column::Number(_), Value::Number(number)) if number.is_finite() => Ok(Cell::Number(*number)),
        (Column::Number(_), Value::Number(found)) => Err(LearnError::NonFinite { row, column: name(), found: *found }),
        (Column::Number(_), Value::Missing) => Ok(Cell::Number(f64::NAN)),
        (Column::Category { .. }, Value::Missing) => Ok(Cell::Code(MISSING)),
        (Column::Category { levels, .. }, Value::Level(wanted)) => {
            let code = levels.iter().position(|level| level == wanted);
            Ok(Cell::Code(code.map_or(MISSING, |code| code as u32)))
        }
        (Column::Number(_), Value::Level(_)) => {
            Err(LearnError::ColumnKind { name: name(), found: "text", expected: "numbers" })
        }
        (Column::Category { .. }, Value::Number(_)) => {
            Err(LearnError::ColumnKind { name: name(), found: "numbers", expected: "categories" })
        }
    }
}
