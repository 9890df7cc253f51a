//! A patient with some values changed by hand, as a table that any model reads.

use std::collections::BTreeMap;

use super::Value;
use super::field::set;
use crate::data::Table;

/// What was changed of a patient, by column.
pub type Edits = BTreeMap<String, Value>;

/// The patient in row `row` of `table` as often as `values` has entries (once when `None`), with `edits`; in each copy the column
/// of `values` has another of its values. A column that the table lacks, a value of the wrong kind and a category that the column
/// does not know leave the cell as it is, and [`Value::Missing`] empties it. Rows out of range are a programming error and panic.
#[must_use]
pub fn edited(table: &Table, row: usize, edits: &Edits, values: Option<(&str, &[Value])>) -> Table {
    let copies = values.map_or(1, |(_, values)| values.len());
    let mut all = Table::default();
    for (name, column) in table.iter() {
        let mut own = column.take(&vec![row; copies]);
        if let Some(value) = edits.get(name) {
            (0..copies).for_each(|copy| set(&mut own, copy, value));
        }
        if let Some((_, values)) = values.filter(|(moved, _)| *moved == name) {
            values.iter().enumerate().for_each(|(copy, value)| set(&mut own, copy, value));
        }
        // The names come from one table and the columns are equally long, so none is refused.
        all.push(name, own).ok();
    }
    all
}
