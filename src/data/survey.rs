//! The first pass over a table: what each column holds.

use super::cell::{NumberStyle, is_missing, is_missing_number, number};
use super::csv::{RawTable, Row};
use super::read_error::{ReadError, shortened};

/// What the first pass saw in one column.
#[derive(Debug, Clone, Default)]
pub(super) struct Survey {
    pub(super) present: u64,
    /// `none` and `-`: missing among numbers, a finding among words.
    doubtful: u64,
    pub(super) plus: bool,
    pub(super) point: u64,
    comma: u64,
    grouped: u64,
    pub(super) infinite: Sighting,
    pub(super) not_number: Sighting,
}

/// How often something was seen, and where first.
#[derive(Debug, Clone, Default)]
pub(super) struct Sighting {
    pub(super) count: u64,
    line: u64,
    text: String,
}

impl Sighting {
    pub(super) fn note(&mut self, row: &Row<'_>, cell: &str) {
        if self.count == 0 {
            (self.line, self.text) = (row.line(), shortened(cell));
        }
        self.count += 1;
    }

    pub(super) fn shown(&self) -> String {
        let more = if self.count > 1 { format!(" and {} more", self.count - 1) } else { String::new() };
        format!("\"{}\" on line {}{more}", self.text, self.line)
    }
}

impl Survey {
    fn see(&mut self, row: &Row<'_>, cell: &str) {
        if is_missing(cell) {
            return;
        }
        if is_missing_number(cell) {
            self.doubtful += 1;
            return;
        }
        self.present += 1;
        self.plus |= cell == "+";
        let read = [NumberStyle::Point, NumberStyle::Comma, NumberStyle::Grouped].map(|style| number(cell, style));
        self.point += u64::from(read[0].is_some());
        self.comma += u64::from(read[1].is_some());
        self.grouped += u64::from(read[2].is_some());
        match read.iter().flatten().next() {
            Some(value) if value.is_infinite() => self.infinite.note(row, cell),
            Some(_) => {}
            None => self.not_number.note(row, cell),
        }
    }

    /// The one style in which every cell is a number.
    pub(super) fn style(&self, separator: u8) -> Option<NumberStyle> {
        let whole = |&(count, _): &(u64, NumberStyle)| self.present > 0 && count == self.present;
        self.counts(separator).into_iter().find(whole).map(|(_, style)| style)
    }

    /// The style in which most cells are numbers.
    pub(super) fn likeliest(&self, separator: u8) -> NumberStyle {
        let [first, second, third] = self.counts(separator);
        let better = |best: (u64, NumberStyle), other: (u64, NumberStyle)| if other.0 > best.0 { other } else { best };
        better(better(first, second), third).1
    }

    /// Whether at least half of the cells are numbers.
    pub(super) fn mostly_numbers(&self) -> bool {
        self.present > 0 && self.present >= 2 * self.not_number.count
    }

    /// Cells that are numbers in each style, the likelier style first: beside commas as separators, a comma in a
    /// number groups thousands.
    fn counts(&self, separator: u8) -> [(u64, NumberStyle); 3] {
        let point = (self.point, NumberStyle::Point);
        let (comma, grouped) = ((self.comma, NumberStyle::Comma), (self.grouped, NumberStyle::Grouped));
        if separator == b',' { [point, grouped, comma] } else { [point, comma, grouped] }
    }
}

/// Sees every column of a table.
///
/// # Errors
/// Those of [`RawTable::each`].
pub(super) fn survey(raw: &RawTable<'_>) -> Result<Vec<Survey>, ReadError> {
    let mut surveys = vec![Survey::default(); raw.names().len()];
    raw.each(|row| {
        for (index, survey) in surveys.iter_mut().enumerate() {
            survey.see(&row, row.cell(index));
        }
        Ok(())
    })?;
    Ok(surveys)
}
