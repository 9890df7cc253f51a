//! How a command ends when it cannot do its work.

use std::fmt;

use crate::disk::{advice, plain};

/// Why a command ended early: what the person reads, and the exit status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CliError {
    /// 2 when the command line is wrong, 3 when the input is bad, 1 for anything else; 0 for a quiet end, when the
    /// reader of our output has gone away (`cutpoint … | head`).
    pub status: u8,
    /// What a person reads on standard error: where, what was found, what was expected, what to do. Empty at status 0.
    pub message: String,
}

impl CliError {
    /// The command line is wrong (exit status 2).
    pub fn usage(message: impl Into<String>) -> Self {
        Self { status: 2, message: message.into() }
    }

    /// The input is bad (exit status 3). The message names file, line and column, what was found and what was expected.
    pub fn input(message: impl Into<String>) -> Self {
        Self { status: 3, message: message.into() }
    }

    /// Anything else (exit status 1), for example a full disk.
    pub fn other(message: impl Into<String>) -> Self {
        Self { status: 1, message: message.into() }
    }

    /// Output to `place` failed. A reader who has gone away is no error: the command ends quietly.
    #[must_use]
    pub fn output(place: &str, error: &std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self { status: 0, message: String::new() };
        }
        Self::other(format!("{place} could not be written: {}. {}.", plain(error), advice(error)))
    }

    /// The file at `place` could not be opened or read.
    #[must_use]
    pub fn unreadable(place: &str, error: &std::io::Error) -> Self {
        Self::input(format!("{place} could not be read: {}. Check the name and the folder.", plain(error)))
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CliError {}
