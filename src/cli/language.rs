//! The language of the window.

use std::path::Path;

use super::{CliError, Io};
use crate::language::{self, Language};

/// Chooses the language that `name` names: one that ships, or the file of a translation; British English without one.
///
/// # Errors
/// Status 2 when there is no such language, 3 when the file is no translation.
pub fn choose(name: Option<&str>, io: &mut Io<'_>) -> Result<(), CliError> {
    let Some(name) = name else { return Ok(()) };
    let path = Path::new(name);
    let language = if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("po")) {
        let bytes = io.read(path)?;
        let wrong = |what: String| CliError::input(format!("{name}: {what}."));
        let text = String::from_utf8(bytes).map_err(|_| {
            wrong("this is not UTF-8; save the translation as UTF-8 in the translator's tool".to_owned())
        })?;
        Language::read(&text).map_err(|error| wrong(error.to_string()))?
    } else {
        Language::named(name).map_err(|error| CliError::usage(format!("{error}.")))?
    };
    language::choose(language).map_err(|_| CliError::other("The language is chosen once, when Cutpoint starts."))
}
