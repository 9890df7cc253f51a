//! What can be wrong with an exercise's file.

/// Where in which file, what was found and what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", tr!("{file}, line {line}: {what}", file = .file, line = .line, what = .what))]
pub struct ExerciseError {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What was found, what was expected and what to do.
    pub what: String,
}
