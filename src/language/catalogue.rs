//! A translation, as translators' tools write it.

use std::collections::HashMap;

use polib::po_file::{POParseOptions, parse_from_reader_with_option};

use super::{ENGLISH, Language, PSEUDO};

/// Why a language cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LanguageError {
    /// Nothing is called that, and it is no file of a translation.
    #[error(
        "found the language \"{0}\", expected {ENGLISH}, {PSEUDO} (for trials) or a translation's file that ends in .po"
    )]
    Unknown(String),
    /// A line has a shape that no translation has.
    #[error(
        "line {line}: found {found:?}, expected a comment, or msgid or msgstr and a text in quotation marks; correct it, or export the \
             file again from the translator's tool"
    )]
    Line {
        /// Counted from 1.
        line: usize,
        /// What stands there, its first 60 letters.
        found: String,
    },
    /// The file as a whole cannot be read.
    #[error("{0}; export the file again from the translator's tool as a .po file")]
    Read(String),
    /// A translation and its original differ in a placeholder.
    #[error(
        "the translation of \"{text}\" lacks {{{missing}}}, which stands for a value; put it where the value belongs"
    )]
    Placeholder {
        /// The original.
        text: String,
        /// What stands in braces.
        missing: String,
    },
    /// Nothing in it is translated.
    #[error("no sentence in it is translated; fill in a msgstr below a msgid")]
    Empty,
}

/// The line kinds that carry text.
const FIELDS: [&str; 5] = ["msgctxt ", "msgid ", "msgid_plural ", "msgstr ", "msgstr["];

impl Language {
    /// The language that ships under `name`.
    ///
    /// # Errors
    /// [`LanguageError::Unknown`].
    pub fn named(name: &str) -> Result<Self, LanguageError> {
        match name {
            ENGLISH => Ok(Self::English),
            PSEUDO => Ok(Self::Pseudo),
            _ => Err(LanguageError::Unknown(name.to_owned())),
        }
    }

    /// Reads a translation: the text of a `.po` file made from `src/language/cutpoint.pot`.
    ///
    /// # Errors
    /// [`LanguageError`], with the line or the sentence.
    pub fn read(text: &str) -> Result<Self, LanguageError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        check_lines(text)?;
        let options = POParseOptions { message_body_only: true, translated_only: true, unsafe_utf8_decode: false };
        let catalogue = parse_from_reader_with_option(text.as_bytes(), &options);
        let catalogue = catalogue.map_err(|error| LanguageError::Read(error.to_string()))?;
        let mut words = HashMap::new();
        for message in catalogue.messages().filter(|message| !message.is_plural()) {
            let [original, translation] = [message.msgid(), message.msgstr().unwrap_or_default()];
            if translation.is_empty() {
                continue;
            }
            if let Some(missing) =
                placeholders(original).find(|name| !placeholders(translation).any(|own| own == *name))
            {
                return Err(LanguageError::Placeholder { text: original.to_owned(), missing: missing.to_owned() });
            }
            words.insert(original.to_owned(), translation.to_owned());
        }
        if words.is_empty() { Err(LanguageError::Empty) } else { Ok(Self::Translated(words)) }
    }
}

/// Holds that each line has the shape of one in a translation; the library that reads them takes that for granted.
fn check_lines(text: &str) -> Result<(), LanguageError> {
    let quoted = |text: &str| text.len() > 1 && text.starts_with('"') && text.ends_with('"');
    let mut in_text = false;
    for (index, line) in text.lines().enumerate() {
        let (comment, more) = (line.is_empty() || line.starts_with('#'), quoted(line) && in_text);
        let field = FIELDS.iter().any(|field| line.starts_with(field))
            && line.split_once(' ').is_some_and(|(_, text)| quoted(text));
        if !(comment || more || field) {
            return Err(LanguageError::Line { line: index + 1, found: line.chars().take(60).collect() });
        }
        in_text = field || more || (in_text && !line.is_empty());
    }
    Ok(())
}

/// What stands in braces, without its form.
fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(inside, _)| inside.split(':').next().unwrap_or(inside))
}

#[cfg(test)]
mod tests {
    use super::{Language, LanguageError};

    const HEAD: &str = "# A translation\n#\nmsgid \"\"\nmsgstr \"\"\n\"Language: de\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n";

    fn words(body: &str) -> Result<Vec<(String, String)>, LanguageError> {
        let Language::Translated(words) = Language::read(&format!("{HEAD}{body}"))? else {
            panic!("a translation is read")
        };
        let mut words: Vec<_> = words.into_iter().collect();
        words.sort();
        Ok(words)
    }

    #[test]
    fn sentences_are_read_with_their_line_breaks_and_marks() {
        let body = "#: src/ui/mod.rs\nmsgid \"Found \\\"{found}\\\"\"\nmsgstr \"\"\n\"Gefunden: \"\n\"\\\"{found}\\\"\"\n\nmsgid \"On paper\"\nmsgstr \"\"\n";
        assert_eq!(words(body), Ok(vec![("Found \"{found}\"".to_owned(), "Gefunden: \"{found}\"".to_owned())]));
        let windows = format!("\u{feff}{HEAD}{body}").replace('\n', "\r\n");
        assert!(matches!(Language::read(&windows), Ok(Language::Translated(words)) if words.len() == 1));
    }

    #[test]
    fn what_is_no_translation_is_refused_by_line_and_nothing_panics() {
        let line = |at| move |error| matches!(error, LanguageError::Line { line, .. } if line == at);
        for (body, at) in [
            ("msgid x\n", 8),
            ("msgid\n", 8),
            ("\"alone\"\n", 8),
            ("PK\u{3}\u{4}\n", 8),
            ("msgid \"\n", 8),
            ("msgstr[0]\n", 8),
        ] {
            assert!(words(body).is_err_and(line(at)), "{body}: {:?}", words(body));
        }
        assert!(matches!(words("msgid \"a\"\nmsgstr \"\\q\"\n"), Err(LanguageError::Read(_))));
        assert!(Language::read("msgstr \"x\"\n").is_err());
        assert_eq!(words(""), Err(LanguageError::Empty));
        assert!(matches!(Language::read(""), Err(LanguageError::Empty | LanguageError::Read(_))));
        assert_eq!(Language::named("de").map_err(|error| error.to_string().contains("en-GB")).err(), Some(true));
    }

    #[test]
    fn a_value_that_a_translation_forgets_is_named() {
        let told =
            words("msgid \"{found:.1} of {all}\"\nmsgstr \"{found:.0} gefunden\"\n").map_err(|error| error.to_string());
        assert!(told.is_err_and(|told| told.contains("lacks {all}")));
    }
}
