//! Why a table cannot be read.

/// Why a table cannot be read: where, what was found, what was expected, what to do. The file is named by whoever
/// read the bytes. Lines are counted from 1, the header included.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Nothing but blank space.
    #[error("{}", tr!("there is no data in it; expected a header row and one row for each patient"))]
    Empty,
    /// A header without rows.
    #[error("{}", tr!("there are no data rows below the header ({}); expected one row for each patient", listed(.columns)))]
    NoRows {
        /// The columns of the header.
        columns: Vec<String>,
    },
    /// Bytes that are no text.
    #[error("{}", tr!("this is {what}, not a text table; {remedy}", what = .what, remedy = .remedy))]
    NotText {
        /// What it seems to be.
        what: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// A row with too many or too few fields.
    #[error(
        "{}",
        tr!(
            "line {line} has {}, expected {expected} as in the header{}; \
            add or remove a separator in that line, or put a text that holds one in quotation marks",
            fields(*.found), to_line(*.line, *.last_line), line = .line, expected = .expected
        )
    )]
    Ragged {
        /// Where the row begins.
        line: u64,
        /// Where it ends, when a quoted text runs over several lines.
        last_line: u64,
        /// Its fields.
        found: usize,
        /// The fields of the header.
        expected: usize,
    },
    /// A quotation mark without its partner.
    #[error("{}", tr!("the quotation mark that opens on line {line} is never closed; close it, or remove it", line = .line))]
    UnclosedQuote {
        /// Where the quotation mark stands.
        line: u64,
    },
    /// A column that must be there is not.
    #[error(
        "{}",
        tr!(
            "no column \"{column}\" in the header; found {}{}. Rename or add the column",
            listed(.found), header_hint(.found), column = .column
        )
    )]
    NoColumn {
        /// The name.
        column: String,
        /// The columns that are there.
        found: Vec<String>,
    },
    /// Two columns bear a name that must be unique.
    #[error("{}", tr!("the header has more than one column \"{column}\"; rename or remove all but one", column = .column))]
    DuplicateColumn {
        /// The name.
        column: String,
    },
    /// A value that cannot be used.
    #[error(
        "{}",
        tr!(
            "line {line}, column \"{column}\": found {}, expected {expected}; correct it or remove the row",
            value(.found), line = .line, column = .column, expected = .expected
        )
    )]
    Value {
        /// Where the row begins.
        line: u64,
        /// The column.
        column: String,
        /// The text of the cell.
        found: String,
        /// What can stand there.
        expected: &'static str,
    },
    /// Too many different groups to compare.
    #[error(
        "{}",
        tr!(
            "column \"{column}\" has more than {limit} different values; expected a few groups. \
            Merge them (for example ages into bands), or choose another column",
            column = .column, limit = .limit
        )
    )]
    TooManyGroups {
        /// The column.
        column: String,
        /// The most that are taken.
        limit: usize,
    },
    /// More columns than a table of patients has.
    #[error(
        "{}",
        tr!(
            "the header has {found} columns, expected at most {limit}; keep only the columns that are needed",
            found = .found, limit = .limit
        )
    )]
    TooManyColumns {
        /// How many there are.
        found: usize,
        /// The most that are taken.
        limit: usize,
    },
}

fn fields(count: usize) -> String {
    if count == 1 { tr!("1 field").to_owned() } else { tr!("{count} fields", count) }
}

fn to_line(line: u64, last_line: u64) -> String {
    if last_line > line { tr!(" (its quoted text runs to line {last_line})", last_line) } else { String::new() }
}

/// What may be wrong with a header in which a column was not found.
#[must_use]
pub fn header_hint(found: &[String]) -> &'static str {
    let is_number = |name: &String| name.parse::<f64>().is_ok_and(f64::is_finite);
    if found.len() == 1 {
        tr!(" (one column only: are the fields separated by commas, semicolons or tabs?)")
    } else if found.iter().all(is_number) {
        tr!(" (these are numbers: does the table begin without a row of column names?)")
    } else {
        ""
    }
}

fn value(found: &str) -> String {
    if found.is_empty() { "nothing".to_owned() } else { format!("\"{}\"", shortened(found)) }
}

/// At most ten names in quotation marks, and how many more there are.
#[must_use]
pub fn listed(names: &[String]) -> String {
    let mut text = names.iter().take(10).map(|name| format!("\"{}\"", shortened(name))).collect::<Vec<_>>().join(", ");
    if names.len() > 10 {
        text.push_str(&tr!(" and {} more", names.len() - 10));
    }
    text
}

/// The text of a cell as a message shows it: one line of at most 40 letters.
#[must_use]
pub fn shortened(text: &str) -> String {
    let mut letters = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let mut short: String = letters.by_ref().take(40).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    short
}
