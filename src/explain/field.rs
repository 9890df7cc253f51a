//! The risk over two inputs at once: a grid of patients who differ in these two alone.

use super::Value;
use crate::data::{Column, MISSING, Table};

/// The values of one input along one side of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldAxis {
    /// The input.
    pub column: String,
    /// Its values, ascending for numbers, in the order of the levels for a category.
    pub values: Vec<Value>,
    /// The ends of the cells, one more than there are values: in the input's unit, or half way between the places of levels.
    pub edges: Vec<f64>,
}

impl FieldAxis {
    /// `cells` numbers, each in the middle of its cell, from `low` to `high`; whole numbers only, one cell each, where `whole` and
    /// there are no more of them than cells. Ends that are not finite, or not in order, give one cell.
    #[must_use]
    pub fn numbers(column: &str, [low, high]: [f64; 2], cells: usize, whole: bool) -> Self {
        let (low, high) = if low < high && (high - low).is_finite() { (low, high) } else { (low - 0.5, low + 0.5) };
        let (first, last) = (low.round(), high.round());
        let (low, high, cells) = if whole && last - first < cells as f64 {
            (first - 0.5, last + 0.5, (last - first) as usize + 1)
        } else {
            (low, high, cells.max(1))
        };
        let edge = |index: usize| low + (high - low) * index as f64 / cells as f64;
        let edges: Vec<f64> = (0..=cells).map(edge).collect();
        let values = edges.windows(2).map(|ends| Value::Number(f64::midpoint(ends[0], ends[1]))).collect();
        Self { column: column.to_owned(), values, edges }
    }

    /// One cell for each level; level `i` lies at place `i`.
    #[must_use]
    pub fn levels(column: &str, levels: &[String]) -> Self {
        let edges = (0..=levels.len()).map(|index| index as f64 - 0.5).collect();
        Self { column: column.to_owned(), values: levels.iter().cloned().map(Value::Level).collect(), edges }
    }

    /// Whether it is a category.
    #[must_use]
    pub fn is_category(&self) -> bool {
        matches!(self.values.first(), Some(Value::Level(_)))
    }

    /// Where each cell's middle lies.
    #[must_use]
    pub fn middles(&self) -> Vec<f64> {
        self.edges.windows(2).map(|ends| f64::midpoint(ends[0], ends[1])).collect()
    }

    /// Where a value lies; `None` for what is missing or not among the levels.
    #[must_use]
    pub fn place(&self, value: &Value) -> Option<f64> {
        match value {
            Value::Number(number) => Some(*number),
            Value::Level(_) => self.values.iter().position(|known| known == value).map(|index| index as f64),
            Value::Missing => None,
        }
    }

    /// The cell in which a place lies; `None` beyond the ends.
    #[must_use]
    pub fn cell(&self, place: f64) -> Option<usize> {
        let last = self.values.len().checked_sub(1)?;
        let inside =
            self.edges.first().is_some_and(|low| *low <= place) && self.edges.last().is_some_and(|high| place <= *high);
        inside.then(|| self.edges.partition_point(|edge| *edge <= place).saturating_sub(1).min(last))
    }
}

/// One row of a field: the patients `rows` of `table`, first all of them with the first value of `x`, then with the second and so on;
/// all with `y` in its column. Only `columns` are there. Rows out of range are a programming error and panic.
#[must_use]
pub fn field_row(table: &Table, rows: &[usize], columns: &[String], x: &FieldAxis, y: Option<(&str, &Value)>) -> Table {
    let sources: Vec<usize> = x.values.iter().flat_map(|_| rows.iter().copied()).collect();
    let mut all = Table::default();
    for name in columns {
        let Some(column) = table.column(name) else { continue };
        let mut own = column.take(&sources);
        if let Some((_, value)) = y.filter(|(moved, _)| moved == name) {
            (0..sources.len()).for_each(|row| set(&mut own, row, value));
        }
        if *name == x.column {
            for (cell, value) in x.values.iter().enumerate() {
                (0..rows.len()).for_each(|row| set(&mut own, cell * rows.len() + row, value));
            }
        }
        // The names come from one table and the columns are equally long, so none is refused.
        all.push(name, own).ok();
    }
    all
}

/// Puts `value` into a cell; what does not fit the column leaves it as it is.
pub(super) fn set(column: &mut Column, row: usize, value: &Value) {
    match (column, value) {
        (Column::Number(values), Value::Number(value)) => values[row] = *value,
        (Column::Number(values), Value::Missing) => values[row] = f64::NAN,
        (Column::Category { codes, .. }, Value::Missing) => codes[row] = MISSING,
        (Column::Category { codes, levels }, Value::Level(wanted)) => {
            if let Some(code) = levels.iter().position(|level| level == wanted) {
                codes[row] = code as u32;
            }
        }
        _ => {}
    }
}
