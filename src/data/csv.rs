//! Text tables as they come: separators, line endings, headers and quotation marks, before any column has a type.

use std::borrow::Cow;
use std::collections::BTreeSet;

use ::csv::{ByteRecord, ReaderBuilder};

use super::read_error::{ReadError, listed};
use super::spreadsheet::restored;
use super::text::decode;

/// The most columns that a table may have.
pub const MOST_COLUMNS: usize = 2_000;

/// The separators that are recognised, in order of preference.
const SEPARATORS: [u8; 4] = *b",;\t|";

/// How much of the text is looked at to find the separator.
const SAMPLE: usize = 1 << 16;

/// A table of texts: the header is read, the rows are read as they are asked for.
#[derive(Debug, Clone)]
pub struct RawTable<'a> {
    text: Cow<'a, str>,
    /// Where the header ends.
    body: usize,
    separator: u8,
    given: Vec<String>,
    names: Vec<String>,
    warnings: Vec<String>,
}

/// One row of a [`RawTable`].
#[derive(Debug, Clone, Copy)]
pub struct Row<'r> {
    record: &'r ByteRecord,
    text: &'r str,
    start: usize,
}

impl<'r> Row<'r> {
    /// The text of a cell without blanks around it and without the apostrophe that keeps a spreadsheet from working it out; empty
    /// when there is none.
    #[must_use]
    pub fn cell(&self, column: usize) -> &'r str {
        let bytes = self.record.get(column).unwrap_or_default();
        // Cells are cut out of valid text at ASCII bytes, so they are valid text themselves.
        restored(std::str::from_utf8(bytes).unwrap_or_default().trim())
    }

    /// The line on which the row begins, counted from 1. It is counted when asked, since only messages need it.
    #[must_use]
    pub fn line(&self) -> u64 {
        line_at(self.text, self.start)
    }
}

/// Reads the header of a table.
///
/// The separator is found by trying comma, semicolon, tab and bar; a first line such as `sep=;` decides it. A blank
/// column name becomes "Column 3"; a repeated one gets a number, and a warning says so.
///
/// # Errors
/// [`ReadError`] when there is no text, nothing but blank space, an open quotation mark or far too many columns.
pub fn read_raw(bytes: &[u8]) -> Result<RawTable<'_>, ReadError> {
    let decoded = decode(bytes)?;
    let (text, mut warnings) = (with_line_feeds(decoded.text), decoded.warnings);
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let (skip, declared) = declared_separator(&text);
    let separator = declared.unwrap_or_else(|| separator_of(&text));
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(&text.as_bytes()[skip..]);
    let mut record = ByteRecord::new();
    // Reading from memory without a fixed number of fields cannot fail.
    while reader.read_byte_record(&mut record).unwrap_or(false) && is_blank(&record) {}
    let body = skip + usize::try_from(reader.position().byte()).unwrap_or(0);
    if body >= text.len() {
        closed(&text, skip, separator)?;
    }
    let given: Vec<String> = record
        .iter()
        .map(|cell| String::from_utf8_lossy(cell).split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    if given.len() > MOST_COLUMNS {
        return Err(ReadError::TooManyColumns { found: given.len(), limit: MOST_COLUMNS });
    }
    let names = distinct(&given, &mut warnings);
    Ok(RawTable { text, body, separator, given, names, warnings })
}

impl RawTable<'_> {
    /// The names of the columns: never blank, all different.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The character between two fields: `,`, `;`, a tab or `|`.
    #[must_use]
    pub const fn separator(&self) -> u8 {
        self.separator
    }

    /// What a person should know about the text and the header.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// The column of that name as the header gives it, or else the same in other letters (`Label` for `label`).
    ///
    /// # Errors
    /// [`ReadError::NoColumn`], or [`ReadError::DuplicateColumn`] when the header has it more than once.
    pub fn required(&self, name: &str) -> Result<usize, ReadError> {
        self.optional(name)?.ok_or_else(|| ReadError::NoColumn { column: name.to_owned(), found: self.names.clone() })
    }

    /// As [`RawTable::required`], for a column that may be missing.
    ///
    /// # Errors
    /// [`ReadError::DuplicateColumn`] when the header has it more than once.
    pub fn optional(&self, name: &str) -> Result<Option<usize>, ReadError> {
        let find = |same: &dyn Fn(&str) -> bool| -> Vec<usize> {
            (0..self.given.len()).filter(|&index| same(&self.given[index])).collect()
        };
        let mut found = find(&|given| given == name);
        if found.is_empty() {
            found = find(&|given| given.eq_ignore_ascii_case(name));
        }
        match found[..] {
            [] => Ok(None),
            [only] => Ok(Some(only)),
            _ => Err(ReadError::DuplicateColumn { column: name.to_owned() }),
        }
    }

    /// Hands over every row in order; blank lines are passed over. Returns how many rows there were, at least 1.
    ///
    /// # Errors
    /// Whatever `take` returns; [`ReadError::Ragged`] for a row with too many or too few fields,
    /// [`ReadError::UnclosedQuote`], and [`ReadError::NoRows`] without any row.
    pub fn each(&self, mut take: impl FnMut(Row<'_>) -> Result<(), ReadError>) -> Result<usize, ReadError> {
        let text: &str = &self.text;
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.separator)
            .buffer_capacity(1 << 16)
            .from_reader(&text.as_bytes()[self.body..]);
        let mut record = ByteRecord::new();
        let mut rows = 0;
        loop {
            let start = self.body + usize::try_from(reader.position().byte()).unwrap_or(0);
            if !reader.read_byte_record(&mut record).unwrap_or(false) {
                break;
            }
            let fits = record.len() == self.names.len();
            if !fits && is_blank(&record) {
                continue;
            }
            let end = self.body + usize::try_from(reader.position().byte()).unwrap_or(0);
            if end >= text.len() {
                closed(text, start, self.separator)?;
            }
            if !fits {
                return Err(ragged(text, start, end, record.len(), self.names.len()));
            }
            take(Row { record: &record, text, start })?;
            rows += 1;
        }
        if rows == 0 { Err(ReadError::NoRows { columns: self.names.clone() }) } else { Ok(rows) }
    }
}

/// A lone carriage return ends a line too (older Macs); the number of bytes stays the same.
fn with_line_feeds(text: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let lone = |(index, &byte): (usize, &u8)| byte == b'\r' && bytes.get(index + 1) != Some(&b'\n');
    if !bytes.contains(&b'\r') || !bytes.iter().enumerate().any(lone) {
        return text;
    }
    let mut letters = text.chars().peekable();
    let mut changed = String::with_capacity(text.len());
    while let Some(letter) = letters.next() {
        changed.push(if letter == '\r' && letters.peek() != Some(&'\n') { '\n' } else { letter });
    }
    Cow::Owned(changed)
}

/// A first line `sep=;`, as Excel writes and reads it: its length, and the separator.
fn declared_separator(text: &str) -> (usize, Option<u8>) {
    let line = text.split_inclusive('\n').next().unwrap_or_default();
    match line.trim_end_matches(['\r', '\n']).as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] if SEPARATORS.contains(separator) => {
            (line.len(), Some(*separator))
        }
        _ => (0, None),
    }
}

/// The separator under which most rows have as many fields as the header, and more than one.
fn separator_of(text: &str) -> u8 {
    let rows = separators_in_rows(text);
    let Some((header, rest)) = rows.split_first() else { return SEPARATORS[0] };
    let mut best = (SEPARATORS[0], (-1.0, 0));
    for (index, &separator) in SEPARATORS.iter().enumerate() {
        let fields = header[index];
        if fields == 0 {
            continue;
        }
        let agreeing = rest.iter().filter(|row| row[index] == fields).count();
        let share = if rest.is_empty() { 1.0 } else { agreeing as f64 / rest.len() as f64 };
        if (share, fields) > best.1 {
            best = (separator, (share, fields));
        }
    }
    best.0
}

/// How often each separator stands outside quotation marks, in each of the first complete rows.
fn separators_in_rows(text: &str) -> Vec<[usize; 4]> {
    let (mut rows, mut row, mut blank) = (Vec::new(), [0; 4], true);
    let (mut quoted, mut at_start) = (false, true);
    for &byte in text.as_bytes().iter().take(SAMPLE) {
        let separator = SEPARATORS.iter().position(|&separator| separator == byte);
        match (byte, separator) {
            (b'"', _) if quoted || at_start => quoted = !quoted,
            (b'\n', _) if !quoted => {
                if !blank {
                    rows.push(std::mem::take(&mut row));
                }
                blank = true;
            }
            (_, Some(index)) if !quoted => row[index] += 1,
            _ => {}
        }
        at_start = byte == b'\n' || separator.is_some() || (byte == b'"' && !quoted);
        blank &= byte.is_ascii_whitespace() && byte != b'\t';
    }
    if rows.is_empty() || (!blank && text.len() <= SAMPLE && !quoted) {
        rows.push(row);
    }
    rows
}

fn is_blank(record: &ByteRecord) -> bool {
    record.len() <= 1 && record.iter().all(|cell| cell.trim_ascii().is_empty())
}

/// Whether every quotation mark from `start` to the end of the text has its partner.
fn closed(text: &str, start: usize, separator: u8) -> Result<(), ReadError> {
    let (mut open, mut at_start) = (None, true);
    for (index, &byte) in text.as_bytes().iter().enumerate().skip(start) {
        match (byte, open) {
            (b'"', Some(_)) => open = None,
            // After a closing mark, another one is a doubled mark: the text goes on.
            (b'"', None) if at_start => open = Some(index),
            _ => {}
        }
        at_start = byte == separator || byte == b'\n' || (byte == b'"' && open.is_none());
    }
    match open {
        Some(index) => Err(ReadError::UnclosedQuote { line: line_at(text, index) }),
        None => Ok(()),
    }
}

fn ragged(text: &str, start: usize, end: usize, found: usize, expected: usize) -> ReadError {
    let line = line_at(text, start);
    let last = text.as_bytes()[..end].trim_ascii_end().len();
    ReadError::Ragged { line, last_line: line_at(text, last.saturating_sub(1)).max(line), found, expected }
}

/// The line of the first byte at or after `start` that does not end a line.
fn line_at(text: &str, start: usize) -> u64 {
    let bytes = text.as_bytes();
    let skipped = bytes[start..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    1 + bytes[..start + skipped].iter().filter(|&&byte| byte == b'\n').count() as u64
}

fn distinct(given: &[String], warnings: &mut Vec<String>) -> Vec<String> {
    let taken: BTreeSet<&String> = given.iter().collect();
    let (mut used, mut repeated) = (BTreeSet::new(), Vec::new());
    let mut names = Vec::with_capacity(given.len());
    for (index, name) in given.iter().enumerate() {
        let wanted = if name.is_empty() { tr!("Column {}", index + 1) } else { name.clone() };
        let mut unique = wanted.clone();
        let mut number = 1;
        while used.contains(&unique) || (number > 1 && taken.contains(&unique)) {
            number += 1;
            unique = format!("{wanted} ({number})");
        }
        if number > 1 {
            repeated.push(unique.clone());
        }
        used.insert(unique.clone());
        names.push(unique);
    }
    if !repeated.is_empty() {
        warnings.push(tr!("The header repeats column names; the repeated columns were renamed {}.", listed(&repeated)));
    }
    names
}
