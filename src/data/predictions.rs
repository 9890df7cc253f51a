//! The predictions table: what a model said about patients whose outcome is known.

use std::collections::BTreeMap;

use super::cell::{NumberStyle, is_missing, number};
use super::csv::{RawTable, Row, read_raw};
use super::read_error::ReadError;
use crate::metrics::Groups;

/// The most groups that are compared.
pub const MOST_GROUPS: usize = 1_000;

/// Scores with the outcomes they were meant to foretell, one of each per patient.
#[derive(Debug, Clone, PartialEq)]
pub struct Predictions {
    /// Predicted probabilities, finite, from 0 to 1.
    pub scores: Vec<f64>,
    /// Whether the patient had the condition.
    pub labels: Vec<bool>,
    /// With a `group` column: its groups, sorted by name.
    pub groups: Option<Groups>,
    /// What a person should know about the file.
    pub warnings: Vec<String>,
}

/// Reads a predictions table: columns `label` (0/1, true/false, yes/no), `score` (from 0 to 1) and perhaps `group`;
/// other columns are ignored.
///
/// # Errors
/// [`ReadError`]; a missing or unreadable value is named with its line.
pub fn read_predictions(bytes: &[u8]) -> Result<Predictions, ReadError> {
    let raw = read_raw(bytes)?;
    let label_column = raw.required("label")?;
    let score_column = raw.required("score")?;
    let group_column = raw.optional("group")?;
    let (mut scores, mut labels) = (Vec::new(), Vec::new());
    let mut groups = GroupReader::default();
    raw.each(|row| {
        labels.push(label(row.cell(label_column)).ok_or_else(|| {
            wrong(
                &raw,
                &row,
                label_column,
                tr!("0 or 1 (or true/false, yes/no): whether the patient had the condition"),
            )
        })?);
        scores.push(
            score(row.cell(score_column)).ok_or_else(|| {
                wrong(&raw, &row, score_column, tr!("a number from 0 to 1: the predicted probability"))
            })?,
        );
        if let Some(column) = group_column {
            let name = row.cell(column);
            if is_missing(name) {
                return Err(wrong(&raw, &row, column, tr!("the name of the patient's group")));
            }
            if !groups.push(name) {
                return Err(ReadError::TooManyGroups { column: raw.names()[column].clone(), limit: MOST_GROUPS });
            }
        }
        Ok(())
    })?;
    let groups = group_column.map(|_| groups.sorted());
    Ok(Predictions { scores, labels, groups, warnings: raw.warnings().to_vec() })
}

fn wrong(raw: &RawTable<'_>, row: &Row<'_>, column: usize, expected: &'static str) -> ReadError {
    let (line, found) = (row.line(), row.cell(column).to_owned());
    ReadError::Value { line, column: raw.names()[column].clone(), found, expected }
}

fn label(cell: &str) -> Option<bool> {
    match cell {
        "0" | "0.0" => Some(false),
        "1" | "1.0" => Some(true),
        _ if cell.eq_ignore_ascii_case("false") || cell.eq_ignore_ascii_case("no") => Some(false),
        _ if cell.eq_ignore_ascii_case("true") || cell.eq_ignore_ascii_case("yes") => Some(true),
        _ => None,
    }
}

fn score(cell: &str) -> Option<f64> {
    let value = number(cell, NumberStyle::Point).or_else(|| number(cell, NumberStyle::Comma))?;
    (0.0..=1.0).contains(&value).then_some(value)
}

/// Gives each group name a number in the order of appearance.
#[derive(Debug, Default)]
pub(super) struct GroupReader {
    codes: Vec<u32>,
    known: BTreeMap<String, u32>,
}

impl GroupReader {
    /// Adds a patient's group; `false` when it would be one group too many.
    pub(super) fn push(&mut self, name: &str) -> bool {
        let next = self.known.len();
        let code = match self.known.get(name) {
            Some(&code) => code,
            None if next == MOST_GROUPS => return false,
            None => {
                // At most a thousand groups: the number always fits.
                let code = u32::try_from(next).unwrap_or(Groups::NONE);
                self.known.insert(name.to_owned(), code);
                code
            }
        };
        self.codes.push(code);
        true
    }

    /// The groups by name.
    pub(super) fn sorted(self) -> Groups {
        let mut place = vec![Groups::NONE; self.known.len()];
        for (rank, &code) in self.known.values().enumerate() {
            place[code as usize] = u32::try_from(rank).unwrap_or(Groups::NONE);
        }
        let codes = self.codes.iter().map(|&code| place[code as usize]).collect();
        Groups { codes, names: self.known.into_keys().collect() }
    }
}
