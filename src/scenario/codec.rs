//! A scenario as text: TOML that a person can read and write.

use serde::Deserialize;

use super::{Drift, Goals, Mitigation, MonthsPlan, Scenario};
use crate::data::wrong_key::{WrongKey, keys, wrong_keys};
use crate::learn::ClassifierSpec;

/// The version of the scenario format that this program reads and writes.
pub const FORMAT_VERSION: u32 = 1;

/// Most bytes that a scenario file may have; a real one has under two thousand.
const LONGEST: usize = 256 * 1024;

/// Why a text is no scenario.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// It is far too long to be one.
    #[error(
        "{}",
        tr!(
            "this file has {found} bytes, and a scenario has at most {LONGEST}; it is probably something else",
            found = .found, LONGEST = LONGEST
        )
    )]
    TooLong {
        /// Its length in bytes.
        found: usize,
    },
    /// It does not say that it is one.
    #[error(
        "{}",
        tr!(
            "no line \"format = {FORMAT_VERSION}\" was found at the top, so this is not a Cutpoint scenario; open a file that \
            Cutpoint saved",
            FORMAT_VERSION = FORMAT_VERSION
        )
    )]
    NotAScenario,
    /// It was made by a newer program.
    #[error(
        "{}",
        tr!(
            "this scenario has format {found} and this Cutpoint reads up to {FORMAT_VERSION}; a newer Cutpoint made it, so open \
            it with that one",
            found = .found, FORMAT_VERSION = FORMAT_VERSION
        )
    )]
    Newer {
        /// The format that it names.
        found: u32,
    },
    /// It has keys that nobody knows.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    UnknownKeys(Vec<WrongKey>),
    /// Something in it cannot be read; the text names line, column, finding and expectation.
    #[error("{0}")]
    Unreadable(String),
}

/// The keys of a scenario's tables; those of the knobs and of the groups are the dataset's own.
fn known(path: &[&str]) -> Option<Vec<String>> {
    match path {
        [] => Some(keys::<Scenario>()),
        ["classifier"] => Some(keys::<ClassifierSpec>()),
        ["months"] => Some(keys::<MonthsPlan>()),
        ["months", "drift"] => Some(keys::<Drift>()),
        ["mitigation"] => Some(keys::<Mitigation>()),
        ["goals"] => Some(keys::<Goals>()),
        _ => None,
    }
}

#[derive(Deserialize)]
struct Head {
    format: Option<u32>,
}

impl Scenario {
    /// The scenario as TOML; reading it back gives the same scenario.
    ///
    /// # Errors
    /// [`CodecError::Unreadable`] when a number in it has no TOML form, which no checked scenario contains.
    pub fn to_toml(&self) -> Result<String, CodecError> {
        toml::to_string(self).map_err(|error| CodecError::Unreadable(error.to_string()))
    }

    /// Reads a scenario from TOML. Names and ranges are checked later, against the recipe, by [`Scenario::check`].
    ///
    /// # Errors
    /// [`CodecError`], with line and column where the text cannot be read.
    pub fn from_toml(text: &str) -> Result<Self, CodecError> {
        if text.len() > LONGEST {
            return Err(CodecError::TooLong { found: text.len() });
        }
        let unreadable = |error: toml::de::Error| CodecError::Unreadable(error.to_string().trim_end().to_owned());
        let head: Head = toml::from_str(text).map_err(unreadable)?;
        match head.format {
            None => Err(CodecError::NotAScenario),
            Some(found) if found > FORMAT_VERSION => Err(CodecError::Newer { found }),
            Some(_) => toml::from_str(text).map_err(|error| {
                let wrong = wrong_keys(text, &known);
                if wrong.is_empty() { unreadable(error) } else { CodecError::UnknownKeys(wrong) }
            }),
        }
    }
}
