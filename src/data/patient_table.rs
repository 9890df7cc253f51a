//! Patients as a table of text: what `cutpoint generate` writes and what the snapshots beside the recipes hold.

use std::io::{self, Write};

use super::recipe::Recipe;
use super::spreadsheet::neutralised;
use super::table::{Cohort, Column, MISSING};

/// How many more decimals than people see a written measurement has: enough to lose nothing that a model could use.
const FINER: usize = 2;

/// Writes one row a patient: what is observed of them, then `label`, the recorded outcome (0 or 1). With `truth`, also
/// what nobody sees, then `truth`. A missing measurement is an empty field. Measurements have two decimals more than people
/// see; what nobody sees is written in full. A level that a spreadsheet would work out is written as text.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, recipe: &Recipe, cohort: &Cohort, truth: bool) -> io::Result<()> {
    let hidden = |name: &str| recipe.variable(name).is_none_or(|variable| variable.is_hidden());
    let observed = cohort.table.iter().filter(|(name, _)| !hidden(name));
    // The outcome itself is a variable of the recipe; it stands in the last column, under the name `truth`.
    let unseen = cohort.table.iter().filter(|(name, _)| truth && hidden(name) && *name != recipe.outcome);
    let (observed, unseen): (Vec<_>, Vec<_>) = (observed.collect(), unseen.collect());

    let finer = |name: &str| recipe.variable(name).map(|variable| variable.decimals + FINER);
    let decimals: Vec<Option<usize>> = observed.iter().map(|(name, _)| finer(name)).collect();
    let mut table = csv::Writer::from_writer(out);
    let names = |columns: &[(&str, &Column)]| columns.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>();
    let mut record = names(&observed);
    record.push("label".to_owned());
    record.extend(names(&unseen));
    if truth {
        record.push("truth".to_owned());
    }
    table.write_record(&record).map_err(written)?;
    for row in 0..cohort.len() {
        record.clear();
        record.extend(observed.iter().zip(&decimals).map(|((_, column), &decimals)| cell(column, row, decimals)));
        record.push(flag(cohort.label[row]));
        record.extend(unseen.iter().map(|(_, column)| cell(column, row, None)));
        if truth {
            record.push(flag(cohort.truth[row]));
        }
        table.write_record(&record).map_err(written)?;
    }
    table.flush()
}

/// What `out` said when a record was written to it, unchanged, so that a full disk and a reader who has gone are told apart.
#[must_use]
pub fn written(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// The number nearest to `value` with that many decimals.
fn rounded(value: f64, decimals: usize) -> f64 {
    let scale = libm::pow(10.0, decimals as f64);
    (value * scale).round() / scale
}

fn flag(value: bool) -> String {
    u8::from(value).to_string()
}

fn cell(column: &Column, row: usize, decimals: Option<usize>) -> String {
    match column {
        Column::Number(values) if values[row].is_nan() => String::new(),
        Column::Number(values) => match decimals {
            Some(decimals) => rounded(values[row], decimals).to_string(),
            None => values[row].to_string(),
        },
        Column::Category { codes, .. } if codes[row] == MISSING => String::new(),
        // A teacher's recipe may name its levels as it likes.
        Column::Category { codes, levels } => neutralised(&levels[codes[row] as usize]).into_owned(),
    }
}
