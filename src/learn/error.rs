//! What can go wrong when a model is trained or asked, each with a remedy.

/// Why no model was trained, or why it cannot score these patients. Rows count from 0 here and from 1 in the message.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LearnError {
    /// Nobody to learn from.
    #[error("{}", tr!("there are no patients to learn from; collect some, or loosen the filter that leaves nobody"))]
    NoRows,
    /// Everybody or nobody has the condition.
    #[error(
        "{}",
        tr!(
            "{} of the {rows} patients to learn from has the condition; a model needs patients with it and patients \
            without it, so collect more patients or choose another outcome",
            if *.all_positive { tr!("every one") } else { tr!("none") }, rows = .rows
        )
    )]
    OneClass {
        /// How many patients there are.
        rows: usize,
        /// Whether all of them have the condition (else none has).
        all_positive: bool,
    },
    /// A number that is not finite, or so large that squaring it would overflow.
    #[error(
        "{}",
        tr!(
            "patient {} has {found} in \"{column}\", expected an ordinary number (at most 1e100 in size); \
            correct the value or leave it out so that it counts as missing",
            row + 1, found = .found, column = .column
        )
    )]
    NonFinite {
        /// The row, from 0.
        row: usize,
        /// The name of the column, or "input 3" where only a matrix is known.
        column: String,
        /// What was found there.
        found: f64,
    },
    /// A weight that is negative or not finite.
    #[error("{}", tr!("patient {} has the weight {found}, expected a number that is at least 0", row + 1, found = .found))]
    Weight {
        /// The row, from 0.
        row: usize,
        /// What was found.
        found: f64,
    },
    /// Two things that should be equally long are not.
    #[error(
        "{}",
        tr!(
            "found {found} {what}, expected {expected}; give one for each",
            found = .found, what = .what, expected = .expected
        )
    )]
    Shape {
        /// What was counted, in plain words ("outcomes", "inputs").
        what: &'static str,
        /// How many were found.
        found: usize,
        /// How many were expected.
        expected: usize,
    },
    /// An input that the table lacks.
    #[error("{}", tr!("the table has no column \"{name}\"; it has {}", list(.known), name = .name))]
    UnknownColumn {
        /// The name that was asked for.
        name: String,
        /// The columns that exist.
        known: Vec<String>,
    },
    /// A column whose kind differs from what the model was trained on.
    #[error(
        "{}",
        tr!(
            "column \"{name}\" holds {found}, but {expected} when the model was trained; give it the same kind of values",
            name = .name, found = .found, expected = .expected
        )
    )]
    ColumnKind {
        /// The column.
        name: String,
        /// What it holds now.
        found: &'static str,
        /// What it held in training.
        expected: &'static str,
    },
    /// A row number beyond the table.
    #[error("{}", tr!("row {} was asked for, but there are only {rows} patients", row + 1, rows = .rows))]
    RowOutOfRange {
        /// The row, from 0.
        row: usize,
        /// How many there are.
        rows: usize,
    },
    /// A setting out of its range.
    #[error(
        "{}",
        tr!(
            "{label} is {found}, expected a number from {min} to {max}",
            label = .label, found = .found, min = .min, max = .max
        )
    )]
    Setting {
        /// The setting's label.
        label: &'static str,
        /// What was asked for.
        found: f64,
        /// The smallest allowed value.
        min: f64,
        /// The largest allowed value.
        max: f64,
    },
    /// A setting that does not exist.
    #[error("{}", tr!("there is no setting \"{field}\"; there are {}", list(.known), field = .field))]
    UnknownSetting {
        /// What was asked for.
        field: String,
        /// What exists.
        known: Vec<String>,
    },
    /// A classifier that does not exist.
    #[error("{}", tr!("there is no model \"{name}\"; there are {}", list(.known), name = .name))]
    UnknownKind {
        /// What was asked for.
        name: String,
        /// What exists.
        known: Vec<String>,
    },
    /// The person moved on before training ended; the result is no longer wanted.
    #[error("{}", tr!("training was stopped because something newer is wanted"))]
    Cancelled,
    /// The library underneath refused.
    #[error(
        "{}",
        tr!(
            "the model could not be trained on these patients ({problem}); try another model or other inputs",
            problem = .0
        )
    )]
    Solver(String),
}

impl From<linfa::Error> for LearnError {
    fn from(error: linfa::Error) -> Self {
        Self::Solver(error.to_string())
    }
}

/// "a, b and c", at most eight of them.
fn list(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [first @ .., last] if names.len() <= 8 => tr!("{} and {last}", first.join(", "), last),
        _ => tr!("{} and {} more", names[..8].join(", "), names.len() - 8),
    }
}
