//! A table of patients: named columns of equal length, numbers or categories, with missing values marked.

/// The category code that stands for *missing*.
pub const MISSING: u32 = u32::MAX;

/// One variable of every patient.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Numbers; a missing one is NaN.
    Number(Vec<f64>),
    /// Categories: `codes[i]` is an index into `levels`, or [`MISSING`].
    Category {
        /// One index into `levels` per patient, or [`MISSING`].
        codes: Vec<u32>,
        /// The names of the categories, in the order in which they are shown.
        levels: Vec<String>,
    },
}

impl Column {
    /// How many patients.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Number(values) => values.len(),
            Self::Category { codes, .. } => codes.len(),
        }
    }

    /// Whether there is no patient at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many values are missing.
    #[must_use]
    pub fn missing(&self) -> usize {
        match self {
            Self::Number(values) => values.iter().filter(|value| value.is_nan()).count(),
            Self::Category { codes, .. } => codes.iter().filter(|&&code| code == MISSING).count(),
        }
    }

    /// The values of the given rows, in that order. Rows out of range are a programming error and panic.
    #[must_use]
    pub fn take(&self, rows: &[usize]) -> Self {
        match self {
            Self::Number(values) => Self::Number(rows.iter().map(|&row| values[row]).collect()),
            Self::Category { codes, levels } => {
                Self::Category { codes: rows.iter().map(|&row| codes[row]).collect(), levels: levels.clone() }
            }
        }
    }
}

/// Columns of equal length under distinct names, in the order in which they are shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    names: Vec<String>,
    columns: Vec<Column>,
}

/// Why a column cannot join a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// The name is taken.
    #[error("{}", tr!("two columns are called \"{name}\"; rename one of them", name = .0))]
    Duplicate(String),
    /// The length differs.
    #[error(
        "{}",
        tr!(
            "column \"{name}\" has {found} rows, expected {expected}",
            name = .name, found = .found, expected = .expected
        )
    )]
    Length {
        /// The column.
        name: String,
        /// Its rows.
        found: usize,
        /// The rows of the columns already there.
        expected: usize,
    },
}

impl Table {
    /// Adds a column at the end.
    ///
    /// # Errors
    /// [`TableError`] when the name is taken or the length differs from that of the columns already there.
    pub fn push(&mut self, name: impl Into<String>, column: Column) -> Result<(), TableError> {
        let name = name.into();
        if self.column(&name).is_some() {
            return Err(TableError::Duplicate(name));
        }
        if !self.columns.is_empty() && column.len() != self.rows() {
            return Err(TableError::Length { name, found: column.len(), expected: self.rows() });
        }
        self.names.push(name);
        self.columns.push(column);
        Ok(())
    }

    /// How many patients.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Column::len)
    }

    /// The names of the columns, in order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.names.iter().position(|other| other == name).map(|index| &self.columns[index])
    }

    /// Names and columns, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Column)> {
        self.names.iter().map(String::as_str).zip(&self.columns)
    }

    /// The given rows of every column, in that order.
    #[must_use]
    pub fn take(&self, rows: &[usize]) -> Self {
        Self { names: self.names.clone(), columns: self.columns.iter().map(|column| column.take(rows)).collect() }
    }
}

/// Patients whose truth is known: what only a simulation can have.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cohort {
    /// Every variable, hidden ones and group attributes included; the recipe says which is which.
    pub table: Table,
    /// Whether the patient really has the condition.
    pub truth: Vec<bool>,
    /// What the record says.
    pub label: Vec<bool>,
}

impl Cohort {
    /// How many patients.
    #[must_use]
    pub fn len(&self) -> usize {
        self.truth.len()
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.truth.is_empty()
    }

    /// These patients, then those of `other`, which has the same columns.
    ///
    /// # Errors
    /// [`TableError`] when two columns share a name, which no table allows.
    pub fn followed_by(self, other: &Self) -> Result<Self, TableError> {
        if self.is_empty() {
            return Ok(other.clone());
        }
        let mut table = Table::default();
        for ((name, first), (_, second)) in self.table.iter().zip(other.table.iter()) {
            let column = match (first, second) {
                (Column::Number(first), Column::Number(second)) => Column::Number([first.as_slice(), second].concat()),
                (Column::Category { codes: first, levels }, Column::Category { codes: second, .. }) => {
                    Column::Category { codes: [first.as_slice(), second].concat(), levels: levels.clone() }
                }
                (first, _) => first.clone(),
            };
            table.push(name, column)?;
        }
        let truth = [self.truth, other.truth.clone()].concat();
        Ok(Self { table, truth, label: [self.label, other.label.clone()].concat() })
    }

    /// The given patients, in that order.
    #[must_use]
    pub fn take(&self, rows: &[usize]) -> Self {
        Self {
            table: self.table.take(rows),
            truth: rows.iter().map(|&row| self.truth[row]).collect(),
            label: rows.iter().map(|&row| self.label[row]).collect(),
        }
    }
}
