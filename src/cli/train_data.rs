//! From the tables on the command line of `cutpoint train` to patients to learn from and patients to test on.

use std::path::Path;

use super::train::TrainArgs;
use super::{CliError, Io, shown};
use crate::data::csv::{RawTable, read_raw};
use crate::data::nearest::nearest;
use crate::data::outcome::{Outcome, OutcomeError, Texts, read_as_text, read_outcome, read_outcome_like};
use crate::data::predictions::MOST_GROUPS;
use crate::data::read_error::{ReadError, header_hint, listed};
use crate::data::split::split;
use crate::data::typed::{LeftOut, ReadTable, read_like, read_table};
use crate::data::{MISSING, Table};
use crate::metrics::Groups;

/// The name of the group of patients whose group is not recorded.
const NOT_RECORDED: &str = "(not recorded)";

/// Patients with their outcome.
pub(super) struct Patients {
    /// Their inputs.
    pub table: Table,
    /// Whether each has the condition.
    pub labels: Vec<bool>,
    /// The group of each, when groups are asked for.
    pub groups: Option<Groups>,
}

impl Patients {
    fn take(&self, rows: &[usize]) -> Self {
        let groups = self.groups.as_ref().map(|groups| present(groups, rows));
        Self { table: self.table.take(rows), labels: rows.iter().map(|&row| self.labels[row]).collect(), groups }
    }

    /// The patients whose outcome is known, and how many are not.
    fn known(table: Table, groups: Option<Groups>, labels: &[Option<bool>]) -> (Self, usize) {
        let rows: Vec<usize> = (0..labels.len()).filter(|&row| labels[row].is_some()).collect();
        let labels: Vec<bool> = labels.iter().map(|label| label.unwrap_or_default()).collect();
        let missing = labels.len() - rows.len();
        let all = Self { table, labels, groups };
        (if missing == 0 { all } else { all.take(&rows) }, missing)
    }
}

/// The groups of the given patients, and only those to which one of them belongs.
fn present(groups: &Groups, rows: &[usize]) -> Groups {
    let mut place = vec![MISSING; groups.names.len()];
    for &row in rows {
        place[groups.codes[row] as usize] = 0;
    }
    let mut names = Vec::new();
    for (code, place) in place.iter_mut().enumerate().filter(|(_, place)| **place != MISSING) {
        *place = u32::try_from(names.len()).unwrap_or(MISSING);
        names.push(groups.names[code].clone());
    }
    Groups { codes: rows.iter().map(|&row| place[groups.codes[row] as usize]).collect(), names }
}

/// Everything that training needs.
pub(super) struct Prepared {
    /// The patients to learn from.
    pub train: Patients,
    /// The patients to test on.
    pub test: Patients,
    /// The columns to learn from.
    pub inputs: Vec<String>,
    /// Columns that cannot be used.
    pub left_out: Vec<LeftOut>,
}

/// Reads the tables, and splits the first where there is no second.
pub(super) fn prepare(args: &TrainArgs, io: &mut Io<'_>) -> Result<Prepared, CliError> {
    let name = shown(&args.train);
    let bytes = io.read(&args.train)?;
    let raw = read_raw(&bytes).map_err(|error| bad(&name, &error))?;
    let outcome_column = column(&raw, &name, "--outcome", &args.outcome)?;
    let group_column = args.group.as_ref().map(|group| column(&raw, &name, "--group", group)).transpose()?;
    let mut skipped = vec![outcome_column.as_str()];
    let excluded = args
        .exclude
        .iter()
        .map(|excluded| column(&raw, &name, "--exclude", excluded))
        .collect::<Result<Vec<_>, _>>()?;
    if excluded.contains(&outcome_column) {
        return Err(CliError::usage(format!(
            "--exclude \"{outcome_column}\" names the outcome, which is no input anyway."
        )));
    }
    skipped.extend(excluded.iter().map(String::as_str));

    let outcome = read_outcome(&raw, &outcome_column, args.positive.as_deref()).map_err(|error| match error {
        OutcomeError::NoSuchValue { .. } => CliError::usage(format!("{name}: {error}.")),
        other => bad(&name, &other),
    })?;
    let ReadTable { table, plans, left_out, notes } =
        read_table(&raw, &[], &skipped).map_err(|error| bad(&name, &error))?;
    for note in notes.iter().chain(&outcome.notes) {
        io.warn(format!("{name}: {note}"));
    }
    for left in &left_out {
        io.warn(format!("{name}: Column \"{}\" is not used: it {}.", left.column, left.why));
    }
    if table.names().is_empty() {
        return Err(CliError::input(format!(
            "{name}: no column is left to learn from beside the outcome \"{outcome_column}\"; expected at least one \
             column of numbers or categories."
        )));
    }
    let groups = group_column.as_deref().map(|group| read_groups(&raw, &name, group)).transpose()?;
    let inputs = table.names().to_vec();
    let (patients, missing) = Patients::known(table, groups, &outcome.labels);
    note_missing(&name, &outcome_column, missing, io);

    let (train, test) = match &args.test {
        None => held_out(args, &format!("{name}: column \"{outcome_column}\""), &patients)?,
        Some(path) => {
            let test = read_test(path, &outcome_column, &outcome, &plans, group_column.as_deref(), io)?;
            (patients, test)
        }
    };
    Ok(Prepared { train, test, inputs, left_out })
}

fn bad(name: &str, error: &dyn std::fmt::Display) -> CliError {
    CliError::input(format!("{name}: {error}."))
}

fn note_missing(name: &str, outcome: &str, missing: usize, io: &mut Io<'_>) {
    if missing > 0 {
        let rows = if missing == 1 { "1 row has".to_owned() } else { format!("{missing} rows have") };
        io.warn(format!("{name}: {rows} no outcome in column \"{outcome}\" and are left out."));
    }
}

/// The column that an option names: exactly, or in other capitals.
fn column(raw: &RawTable<'_>, file: &str, option: &str, wanted: &str) -> Result<String, CliError> {
    let names = raw.names();
    let found = names.iter().find(|name| *name == wanted);
    let found = found.or_else(|| names.iter().find(|name| name.eq_ignore_ascii_case(wanted.trim())));
    found.cloned().ok_or_else(|| {
        let meant = nearest(wanted, names.iter().map(String::as_str));
        let meant = meant.map_or_else(String::new, |meant| format!(" Did you mean \"{meant}\"?"));
        CliError::usage(format!(
            "{option} \"{wanted}\": {file} has no such column.{meant} Its columns are {}{}.",
            listed(names),
            header_hint(names)
        ))
    })
}

fn read_groups(raw: &RawTable<'_>, name: &str, column: &str) -> Result<Groups, CliError> {
    let Texts { mut codes, levels: mut names, .. } = read_as_text(raw, column).map_err(|error| bad(name, &error))?;
    if names.len() > MOST_GROUPS {
        let error = ReadError::TooManyGroups { column: column.to_owned(), limit: MOST_GROUPS };
        return Err(bad(name, &error));
    }
    if codes.contains(&MISSING) {
        // Who has no group on record may be harmed as well: they are shown as a group of their own.
        let own = u32::try_from(names.len()).unwrap_or(MISSING);
        codes.iter_mut().filter(|code| **code == MISSING).for_each(|code| *code = own);
        names.push(NOT_RECORDED.to_owned());
    }
    Ok(Groups { codes, names })
}

fn held_out(args: &TrainArgs, name: &str, patients: &Patients) -> Result<(Patients, Patients), CliError> {
    let rows = split(&patients.labels, args.test_fraction, args.seed).map_err(|error| bad(name, &error))?;
    Ok((patients.take(&rows.train), patients.take(&rows.held_out)))
}

fn read_test(
    path: &Path,
    outcome_column: &str,
    outcome: &Outcome,
    plans: &[crate::data::typed::Plan],
    group: Option<&str>,
    io: &mut Io<'_>,
) -> Result<Patients, CliError> {
    let name = shown(path);
    let bytes = io.read(path)?;
    let raw = read_raw(&bytes).map_err(|error| bad(&name, &error))?;
    let labels = read_outcome_like(&raw, outcome_column, outcome).map_err(|error| bad(&name, &error))?;
    let (table, notes) = read_like(&raw, plans).map_err(|error| bad(&name, &error))?;
    for note in notes {
        io.warn(format!("{name}: {note}"));
    }
    let groups = group.map(|group| read_groups(&raw, &name, group)).transpose()?;
    let (patients, missing) = Patients::known(table, groups, &labels);
    note_missing(&name, outcome_column, missing, io);
    if patients.labels.is_empty() {
        return Err(CliError::input(format!("{name}: no row has an outcome in column \"{outcome_column}\".")));
    }
    Ok(patients)
}
