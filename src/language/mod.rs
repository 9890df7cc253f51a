//! The words shown to people, and the language they are shown in.
//!
//! Every sentence stands in the source in British English, inside `tr!` (or `tr_noop!` in a constant, with [`translate`]
//! where it is shown). `src/language/cutpoint.pot` lists them all for translators, in the format that their tools read (GNU
//! gettext): the sentences of the source, the ideas and figures of the glossary, the labels of the datasets and the
//! exercises. `tests/language.rs` writes that file, and fails where it is out of date or where a sentence stands outside.
//!
//! A translation is a `.po` file made from it; [`Language::read`] reads one. Words in data are no words of ours and stay as
//! the data have them: names of groups and levels, column names, identifiers. So does the command line, which programs read.
//!
//! The language is chosen once, before the first word is shown: results that hold words are kept, and would mix languages.

mod catalogue;
mod fill;
mod pseudo;

use std::collections::HashMap;
use std::sync::{OnceLock, PoisonError, RwLock};

pub use catalogue::LanguageError;
pub use fill::fill;
pub use pseudo::{END, PSEUDO, START, pseudo};

/// The name under which British English is chosen.
pub const ENGLISH: &str = "en-GB";

/// A language in which words can be shown.
#[derive(Debug)]
pub enum Language {
    /// British English, as it stands in the source.
    English,
    /// No language, made from English: accents, a third longer, in brackets. Whatever is shown without brackets is missing
    /// from the catalogue, and whatever is cut would be cut in German too.
    Pseudo,
    /// A translation. What it lacks is shown in English.
    Translated(HashMap<String, String>),
}

static CHOSEN: OnceLock<Language> = OnceLock::new();

/// Chooses the language, once for the whole run.
///
/// # Errors
/// The language given, if one was chosen or a word was shown before.
pub fn choose(language: Language) -> Result<(), Language> {
    CHOSEN.set(language)
}

fn chosen() -> &'static Language {
    CHOSEN.get_or_init(|| Language::English)
}

/// What stands for `text` in the language chosen; `None` where that is the text itself.
#[must_use]
pub fn other(text: &str) -> Option<&'static str> {
    match chosen() {
        Language::English => None,
        // What was made of sentences already is left as it is.
        Language::Pseudo => {
            let made = text.is_empty() || text.starts_with(START) && text.ends_with(END);
            (!made).then(|| kept(text))
        }
        Language::Translated(words) => words.get(text).map(String::as_str),
    }
}

/// `text` in the language chosen, for words that a constant holds.
#[must_use]
pub fn translate(text: &str) -> &str {
    other(text).unwrap_or(text)
}

/// The pseudo-language's words for `text`, made once: there are no more of them than sentences in the program.
fn kept(text: &str) -> &'static str {
    static MADE: RwLock<Option<HashMap<String, &'static str>>> = RwLock::new(None);
    let known = MADE.read().unwrap_or_else(PoisonError::into_inner).as_ref().and_then(|made| made.get(text).copied());
    known.unwrap_or_else(|| {
        let mut made = MADE.write().unwrap_or_else(PoisonError::into_inner);
        let made = made.get_or_insert_with(HashMap::new);
        made.entry(text.to_owned()).or_insert_with(|| Box::leak(pseudo(text).into_boxed_str()))
    })
}

/// A sentence for people, in the language chosen.
///
/// - `tr!("On the ward")` is a `&'static str`.
/// - `tr!("{found} of {all} found", found, all)` is a `String`. A name alone stands for itself, `name = value` names a value,
///   and any other expression fills the next `{}`, as in [`format!`], which checks them when the program is built.
macro_rules! tr {
    ($text:literal $(,)?) => { $crate::language::translate($text) };
    (@take $text:literal [$($place:tt)*] [$($named:tt)*] $(,)?) => { tr!(@say $text [$($place)*] [$($named)*]) };
    (@take $text:literal [$($place:tt)*] [$($named:tt)*] $name:ident = $value:expr $(, $($rest:tt)*)?) => {
        tr!(@take $text [$($place)*] [$($named)* ($name, $value)] $($($rest)*)?)
    };
    (@take $text:literal [$($place:tt)*] [$($named:tt)*] $name:ident $(, $($rest:tt)*)?) => {
        tr!(@take $text [$($place)*] [$($named)* ($name, $name)] $($($rest)*)?)
    };
    (@take $text:literal [$($place:tt)*] [$($named:tt)*] $value:expr $(, $($rest:tt)*)?) => {
        tr!(@take $text [$($place)* ($value)] [$($named)*] $($($rest)*)?)
    };
    (@say $text:literal [$(($place:expr))*] [$(($name:ident, $value:expr))*]) => {
        match $crate::language::other($text) {
            // A name stands beside its value so that a translation can be filled too.
            #[allow(clippy::uninlined_format_args)]
            None => format!($text $(, $place)* $(, $name = $value)*),
            Some(other) => $crate::language::fill(
                other,
                &[$(&$place as &dyn ::std::fmt::Display),*],
                &[$((stringify!($name), &$value as &dyn ::std::fmt::Display)),*],
            ),
        }
    };
    ($text:literal, $($values:tt)+) => { tr!(@take $text [] [] $($values)+) };
}

/// A sentence in a constant: shown through [`translate`].
macro_rules! tr_noop {
    ($text:literal) => {
        $text
    };
}

/// Something read from a file that holds sentences for people.
pub trait Worded: Sized {
    /// Shows each sentence, in the order in which they stand, to `see`, which may change it.
    fn each_sentence(&mut self, see: &mut dyn FnMut(&mut String));

    /// The same in the language chosen.
    #[must_use]
    fn translated(mut self) -> Self {
        self.each_sentence(&mut |sentence| {
            if let Some(other) = other(sentence) {
                other.clone_into(sentence);
            }
        });
        self
    }
}
