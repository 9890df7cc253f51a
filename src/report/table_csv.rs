//! A table as CSV, for spreadsheets.

use crate::data::spreadsheet::neutralised;

/// One cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words; what a spreadsheet would take for a formula is written as text.
    Text(String),
    /// A number, written in full. One that is not finite is written as nothing.
    Number(f64),
    /// A count.
    Count(u64),
    /// Nothing: what is undefined, or does not apply.
    Empty,
}

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The rows differ in length.
    #[error(
        "{}",
        tr!(
            "the table could not be written as CSV: {problem}; please report this with what you were saving",
            problem = .0
        )
    )]
    Write(#[from] csv::Error),
}

impl Cell {
    /// The number in it, or nothing where it is undefined.
    #[must_use]
    pub fn number(value: Option<f64>) -> Self {
        value.map_or(Self::Empty, Self::Number)
    }

    /// Words.
    #[must_use]
    pub fn text(words: impl Into<String>) -> Self {
        Self::Text(words.into())
    }

    fn written(&self) -> String {
        match self {
            Self::Text(text) => neutralised(text).into_owned(),
            Self::Number(number) if number.is_finite() => number.to_string(),
            Self::Count(count) => count.to_string(),
            Self::Number(_) | Self::Empty => String::new(),
        }
    }
}

/// The rows as CSV (RFC 4180 with line feeds), the first usually the names of the columns.
///
/// # Errors
/// [`TableError::Write`] when the rows differ in length.
pub fn table_csv(rows: &[Vec<Cell>]) -> Result<String, TableError> {
    let mut table = csv::Writer::from_writer(Vec::new());
    for row in rows {
        table.write_record(row.iter().map(Cell::written))?;
    }
    let bytes = table.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A table that [`table_csv`] wrote, with tabs between its cells: what a spreadsheet takes apart when it is pasted. Tabs and line breaks
/// within a cell become blanks.
#[must_use]
pub fn for_clipboard(csv: &str) -> String {
    let mut lines = String::new();
    let mut table = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv.as_bytes());
    for row in table.records().flatten() {
        let cells: Vec<String> = row.iter().map(|cell| cell.replace(['\t', '\r', '\n'], " ")).collect();
        lines.push_str(&cells.join("\t"));
        lines.push('\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_has_as_many_cells_as_the_table() {
        let rows = [vec![Cell::text("a, \"b\"\tand\nc"), Cell::Count(2)], vec![Cell::Number(0.5), Cell::Empty]];
        let csv = table_csv(&rows).expect("it can be written");
        assert_eq!(for_clipboard(&csv), "a, \"b\" and c\t2\n0.5\t\n");
    }

    #[test]
    fn text_that_begins_like_a_formula_is_text_and_numbers_stay_numbers() {
        for beginning in ["=", "+", "-", "@", "\t", "\r"] {
            let text = format!("{beginning}cmd|' /C calc'!A0");
            let written = table_csv(&[vec![Cell::text(&text), Cell::Number(-2.5), Cell::Count(3), Cell::Empty]]);
            let written = written.expect("one row");
            let mut read = csv::ReaderBuilder::new().has_headers(false).from_reader(written.as_bytes());
            let row = read.records().next().expect("a row").expect("CSV");
            assert_eq!(&row[0], format!("'{text}"));
            assert_eq!([&row[1], &row[2], &row[3]], ["-2.5", "3", ""]);
        }
    }

    #[test]
    fn numbers_are_written_in_full_and_what_is_undefined_is_empty() {
        let third = 1.0 / 3.0;
        let row = vec![Cell::Number(third), Cell::Number(f64::NAN), Cell::Number(f64::INFINITY), Cell::number(None)];
        let written = table_csv(&[row]).expect("one row");
        assert_eq!(written, format!("{third},,,\n"));
        assert!(written.starts_with("0.3333333333333333"));
    }

    #[test]
    fn rows_of_different_lengths_are_refused() {
        assert!(table_csv(&[vec![Cell::Empty, Cell::Empty], vec![Cell::Empty]]).is_err());
    }
}
