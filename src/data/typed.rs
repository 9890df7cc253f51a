//! Columns of text into columns of numbers and categories.
//!
//! A table is gone over twice: the first time to see what each column holds, the second time to fill it. So a large
//! table costs its text and its numbers, and no string per cell.

use super::categories::{TextBuilder, level_of, unusable};
use super::cell::{NumberStyle, is_date, is_missing_number, number};
use super::csv::RawTable;
use super::identifier::identifier;
use super::read_error::ReadError;
use super::survey::{Sighting, Survey, survey};
use super::{Column, MISSING, Table};

/// Why a column of dates is no input.
const DATES: &str = tr_noop!("holds dates; to learn from them, turn them into numbers such as days since admission");

/// What a column holds, and how it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Numbers.
    Number,
    /// Categories under these names, sorted; yes/no columns have `no` and `yes`.
    Category(Vec<String>),
}

/// One column of a table and how it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// A column that was left out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The name.
    pub column: String,
    /// Why, as the end of a sentence that begins with the column.
    pub why: String,
}

/// A typed table with what a person should know about it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadTable {
    /// The columns that can be used.
    pub table: Table,
    /// How each of them was read, in the same order.
    pub plans: Vec<Plan>,
    /// The columns that cannot be used.
    pub left_out: Vec<LeftOut>,
    /// What was done that a person might not expect.
    pub notes: Vec<String>,
}

/// Gives every column a type: numbers, or categories. Columns that are empty, that hold long lists of different texts
/// or that number the patients are left out and named.
///
/// `as_text` names columns that are read as categories whatever they hold and are never left out (an outcome, a group);
/// `skipped` names columns that are not wanted at all.
///
/// # Errors
/// Those of [`RawTable::each`].
pub fn read_table(raw: &RawTable<'_>, as_text: &[&str], skipped: &[&str]) -> Result<ReadTable, ReadError> {
    let surveys = survey(raw, |column| !skipped.contains(&raw.names()[column].as_str()))?;
    let mut builders: Vec<Builder> = surveys
        .iter()
        .zip(raw.names())
        .map(|(survey, name)| match survey.style(raw.separator()) {
            _ if skipped.contains(&name.as_str()) => Builder::Skipped,
            Some(style) if !as_text.contains(&name.as_str()) => Builder::Number(style, Vec::new()),
            Some(style) => Builder::Text(TextBuilder::new(Some(style), false), None),
            None => {
                let text_only = as_text.contains(&name.as_str()) || !survey.mostly_numbers();
                let numbers = (!text_only).then(|| (survey.likeliest(raw.separator()), Vec::new()));
                Builder::Text(TextBuilder::new(None, survey.plus), numbers)
            }
        })
        .collect();
    raw.each(|row| {
        for (index, builder) in builders.iter_mut().enumerate() {
            builder.push(row.cell(index));
        }
        Ok(())
    })?;
    let mut read =
        ReadTable { table: Table::default(), plans: Vec::new(), left_out: Vec::new(), notes: raw.warnings().to_vec() };
    for ((survey, builder), name) in surveys.iter().zip(builders).zip(raw.names()) {
        read.add(name, survey, builder, as_text.contains(&name.as_str()));
    }
    Ok(read)
}

enum Builder {
    Skipped,
    Number(NumberStyle, Vec<f64>),
    /// With its numbers, where it is mostly numbers, in case it makes no useful categories.
    Text(TextBuilder, Option<(NumberStyle, Vec<f64>)>),
}

impl Builder {
    fn push(&mut self, cell: &str) {
        match self {
            Self::Number(style, values) => {
                push_number(values, cell, *style);
            }
            Self::Text(text, numbers) => {
                text.push(cell);
                if let Some((style, values)) = numbers {
                    push_number(values, cell, *style);
                }
            }
            Self::Skipped => {}
        }
    }
}

impl ReadTable {
    fn add(&mut self, name: &str, survey: &Survey, builder: Builder, keep: bool) {
        match builder {
            Builder::Skipped => {}
            Builder::Number(style, values) => self.add_numbers(name, survey, style, values),
            Builder::Text(text, numbers) => self.add_text(name, survey, text, numbers, keep),
        }
    }

    fn add_numbers(&mut self, name: &str, survey: &Survey, style: NumberStyle, values: Vec<f64>) {
        self.note_numbers(name, survey, style);
        match identifier(name, &values) {
            Some(found) if found.certain => return self.leave_out(name, found.finding),
            Some(found) => self.notes.push(tr!(
                "Column \"{name}\" {}; it is used as an input. If it only tells patients apart, leave it out.",
                found.finding,
                name
            )),
            None => {}
        }
        self.push(name, Column::Number(values), Kind::Number);
    }

    fn add_text(
        &mut self,
        name: &str,
        survey: &Survey,
        text: TextBuilder,
        numbers: Option<(NumberStyle, Vec<f64>)>,
        keep: bool,
    ) {
        let overflowed = text.overflowed;
        let mut merged = Vec::new();
        let (codes, levels) = text.finish(&mut merged);
        let present = codes.iter().filter(|&&code| code != MISSING).count();
        let odd = survey.not_number.shown();
        let dates = !levels.is_empty() && levels.iter().all(|level| is_date(level));
        match (unusable(present, levels.len(), overflowed), numbers) {
            (Some(_), None) if dates && !keep => {
                return self.leave_out(name, crate::language::translate(DATES).to_owned());
            }
            (Some(why), None) if !keep => return self.leave_out(name, why),
            (None, None) if dates && !keep => {
                self.notes.push(tr!("Column \"{name}\" holds dates; each date is treated as a category.", name));
            }
            (Some(_), Some((style, values))) => {
                self.notes.push(tr!(
                    "Column \"{name}\" holds numbers except {odd}, which count as missing. \
                     Replace these by a number, or leave them empty.",
                    name,
                    odd
                ));
                return self.add_numbers(name, survey, style, values);
            }
            (None, Some(_)) => self.notes.push(tr!(
                "Column \"{name}\" holds numbers except {odd}, so it is treated as text. \
                 To use it as numbers, replace these by a number or leave them empty.",
                name,
                odd
            )),
            _ => {}
        }
        self.notes.extend(merged.iter().map(|same| tr!("Column \"{name}\": {same} counted together.", name, same)));
        self.push(name, Column::Category { codes, levels: levels.clone() }, Kind::Category(levels));
    }

    fn push(&mut self, name: &str, column: Column, kind: Kind) {
        // Names are distinct and every column has every row, so this cannot fail.
        if self.table.push(name, column).is_ok() {
            self.plans.push(Plan { name: name.to_owned(), kind });
        }
    }

    fn leave_out(&mut self, name: &str, why: String) {
        self.left_out.push(LeftOut { column: name.to_owned(), why });
    }

    fn note_numbers(&mut self, name: &str, survey: &Survey, style: NumberStyle) {
        match style {
            NumberStyle::Point => {}
            NumberStyle::Comma => self.notes.push(tr!("Column \"{name}\": the comma was read as decimal mark.", name)),
            NumberStyle::Grouped => {
                self.notes.push(tr!("Column \"{name}\": commas were read as separating thousands.", name));
            }
        }
        if survey.infinite.count > 0 {
            self.notes.push(tr!(
                "Column \"{name}\": {} is not a finite number and counts as missing.",
                survey.infinite.shown(),
                name
            ));
        }
    }
}

/// Reads another table as a first one was read: the same columns, and categories with the same meaning.
///
/// A category that the first table does not have, or a text among numbers, counts as missing, and a note says so.
///
/// # Errors
/// [`ReadError::NoColumn`] for a column of `plans` that the table lacks; those of [`RawTable::each`].
pub fn read_like(raw: &RawTable<'_>, plans: &[Plan]) -> Result<(Table, Vec<String>), ReadError> {
    let places = plans.iter().map(|plan| place(raw, &plan.name)).collect::<Result<Vec<_>, _>>()?;
    let surveys = survey(raw, |column| places.contains(&column))?;
    let mut columns: Vec<Column> = plans
        .iter()
        .map(|plan| match &plan.kind {
            Kind::Number => Column::Number(Vec::new()),
            Kind::Category(levels) => Column::Category { codes: Vec::new(), levels: levels.clone() },
        })
        .collect();
    let mut odd = vec![Sighting::default(); plans.len()];
    let styles: Vec<NumberStyle> = places.iter().map(|&place| surveys[place].likeliest(raw.separator())).collect();
    raw.each(|row| {
        for (index, column) in columns.iter_mut().enumerate() {
            let cell = row.cell(places[index]);
            let understood = match column {
                Column::Number(values) => push_number(values, cell, styles[index]),
                Column::Category { codes, levels } => push_category(codes, levels, cell, styles[index]),
            };
            if !understood {
                odd[index].note(&row, cell);
            }
        }
        Ok(())
    })?;
    let mut table = Table::default();
    let mut notes = raw.warnings().to_vec();
    for ((plan, column), odd) in plans.iter().zip(columns).zip(&odd) {
        if odd.count > 0 {
            let what = match plan.kind {
                Kind::Number => tr!("is not a finite number"),
                Kind::Category(_) => tr!("is no category of the training table"),
            };
            notes.push(tr!("Column \"{}\": {} {what} and counts as missing.", plan.name, odd.shown(), what));
        }
        // Names are distinct and every column has every row, so this cannot fail.
        table.push(plan.name.clone(), column).ok();
    }
    Ok((table, notes))
}

fn place(raw: &RawTable<'_>, name: &str) -> Result<usize, ReadError> {
    match raw.names().iter().position(|other| other == name) {
        Some(place) => Ok(place),
        None => raw.required(name),
    }
}

fn push_number(values: &mut Vec<f64>, cell: &str, style: NumberStyle) -> bool {
    let missing = is_missing_number(cell);
    let value = if missing { None } else { number(cell, style).filter(|value| value.is_finite()) };
    values.push(value.unwrap_or(f64::NAN));
    missing || value.is_some()
}

fn push_category(codes: &mut Vec<u32>, levels: &[String], cell: &str, style: NumberStyle) -> bool {
    let code = level_of(levels, cell, style);
    codes.push(code.unwrap_or(MISSING));
    code.is_some() || is_missing_number(cell)
}
