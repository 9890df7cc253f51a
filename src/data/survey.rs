//! The first pass over a table: what each column holds.

use super::cell::{NumberStyle, is_missing_number, number};
use super::csv::{RawTable, Row};
use super::read_error::{ReadError, shortened};

/// What the first pass saw in one column.
#[derive(Debug, Clone, Default)]
pub(super) struct Survey {
    pub(super) present: u64,
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
        let more = if self.count > 1 { tr!(" and {} more", self.count - 1) } else { String::new() };
        tr!("\"{}\" on line {}{more}", self.text, self.line, more)
    }
}

impl Survey {
    fn see(&mut self, row: &Row<'_>, cell: &str) {
        // `none` and `-` are missing among numbers and a finding among words: they do not tell which it is.
        if is_missing_number(cell) {
            return;
        }
        self.present += 1;
        self.plus |= cell == "+";
        let point = number(cell, NumberStyle::Point);
        // Most cells have neither mark, or a point alone: they need not be read again.
        let read = match (cell.contains(','), cell.contains('.')) {
            (false, false) => [point; 3],
            (false, true) => [point, number(cell, NumberStyle::Comma), point],
            (true, _) => [point, number(cell, NumberStyle::Comma), number(cell, NumberStyle::Grouped)],
        };
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

/// Sees the wanted columns of a table; of the others it says nothing.
///
/// # Errors
/// Those of [`RawTable::each`].
pub(super) fn survey(raw: &RawTable<'_>, wanted: impl Fn(usize) -> bool) -> Result<Vec<Survey>, ReadError> {
    let wanted: Vec<usize> = (0..raw.names().len()).filter(|&column| wanted(column)).collect();
    let mut surveys = vec![Survey::default(); raw.names().len()];
    raw.each(|row| {
        for &column in &wanted {
            surveys[column].see(&row, row.cell(column));
        }
        Ok(())
    })?;
    Ok(surveys)
}
