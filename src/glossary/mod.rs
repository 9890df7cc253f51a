//! The words of Cutpoint: 25 ideas that staff are asked to understand, every figure of the registry, and one search over
//! both.
//!
//! The ideas stand in `src/glossary/en.toml`, apart from all code, so that they can be translated; the figures stand in
//! [`crate::metrics::METRICS`]. `tests/glossary.rs` holds that every idea is complete and that every link leads somewhere.

mod place;
mod search;
mod supplier;

use std::sync::LazyLock;

use serde::Deserialize;

use crate::data::catalogue::shipped;
use crate::language::Worded;
use crate::metrics::{METRICS, Metric, metric};

pub use place::Place;
pub use search::{Hit, Rank, rank, search};
pub use supplier::{FOR_BUYERS, ItemWords, Question, Supplier, When, supplier};

/// The words as they stand in the program.
const TEXT: &str = include_str!("en.toml");

/// Why the words cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GlossaryError {
    /// The text is not TOML, or lacks something, or has something more.
    #[error("{}", tr!("the words in src/glossary/en.toml cannot be read; correct them there: {problem}", problem = .0))]
    Read(String),
    /// The same for the questions to suppliers.
    #[error("{}", tr!("the words in src/glossary/supplier_en.toml cannot be used; correct them there: {problem}", problem = .0))]
    Supplier(String),
    /// A name that stands for nothing.
    #[error(
        "{}",
        tr!(
            "src/glossary/en.toml: \"{entry}\" names \"{found}\", which is no {kind}; expected one that exists",
            entry = .entry, found = .found, kind = .kind
        )
    )]
    Unknown {
        /// The entry that names it.
        entry: String,
        /// What it names.
        found: String,
        /// What it should be.
        kind: &'static str,
    },
}

/// A guide that asks staff to understand an idea.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// Its short code, as concepts name it.
    pub code: String,
    /// Its name written out, with its DOI where it has one.
    pub name: String,
}

/// An idea.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// Stable name.
    pub id: String,
    /// Its number in the curriculum, from 1.
    pub number: u32,
    /// The part of the curriculum to which it belongs.
    pub theme: String,
    /// Its title.
    pub title: String,
    /// Other words under which people look for it.
    pub also: Vec<String>,
    /// The idea in one sentence.
    pub sentence: String,
    /// The idea in two to five sentences.
    pub explanation: String,
    /// What many people believe instead.
    pub misconception: String,
    /// What to answer them.
    pub answer: String,
    /// The figures that belong to it, by their identifiers in the registry.
    #[serde(default)]
    pub figures: Vec<String>,
    /// The guides that ask for it, by code.
    pub asked_by: Vec<String>,
    /// Where what it tells has been shown, if it tells of a study.
    pub reference: Option<String>,
    /// The dataset that shows it best, by its identifier, if one does.
    pub dataset: Option<String>,
    /// Where it can be seen at work.
    pub place: Place,
    /// What to do there.
    #[serde(rename = "try")]
    pub to_do: String,
}

/// Where a figure can be seen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sight {
    /// The figure's identifier in the registry.
    pub id: String,
    /// Where it can be seen at work.
    pub place: Place,
    /// What to do there.
    #[serde(rename = "try")]
    pub to_do: String,
}

/// All words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Glossary {
    /// The guides, in no order that matters.
    #[serde(rename = "guide")]
    pub guides: Vec<Guide>,
    /// The ideas, by number.
    #[serde(rename = "concept")]
    pub concepts: Vec<Concept>,
    /// Where each figure can be seen.
    #[serde(rename = "figure")]
    pub sights: Vec<Sight>,
}

impl Worded for Glossary {
    fn each_sentence(&mut self, see: &mut dyn FnMut(&mut String)) {
        for concept in &mut self.concepts {
            see(&mut concept.theme);
            see(&mut concept.title);
            concept.also.iter_mut().for_each(&mut *see);
            for text in
                [&mut concept.sentence, &mut concept.explanation, &mut concept.misconception, &mut concept.answer]
            {
                see(text);
            }
            see(&mut concept.to_do);
        }
        self.sights.iter_mut().for_each(|sight| see(&mut sight.to_do));
    }
}

impl Glossary {
    /// Reads words that come with Cutpoint, in English.
    ///
    /// # Errors
    /// [`GlossaryError`] if the file that was built in is wrong, which a test rules out.
    pub fn english() -> Result<Self, GlossaryError> {
        Self::parse(TEXT)
    }

    /// Reads words from the text of such a file, and checks that all they name exists.
    ///
    /// # Errors
    /// [`GlossaryError`].
    pub fn parse(text: &str) -> Result<Self, GlossaryError> {
        let glossary: Self = toml::from_str(text).map_err(|error| GlossaryError::Read(error.to_string()))?;
        let unknown = |entry: &str, found: &str, kind| {
            Err(GlossaryError::Unknown { entry: entry.to_owned(), found: found.to_owned(), kind })
        };
        for concept in &glossary.concepts {
            if let Some(code) = concept.asked_by.iter().find(|code| glossary.guide(code).is_none()) {
                return unknown(&concept.id, code, "guide");
            }
            if let Some(id) = concept.figures.iter().find(|id| metric(id).is_none()) {
                return unknown(&concept.id, id, "figure");
            }
            if let Some(id) = concept.dataset.as_ref().filter(|id| !shipped().iter().any(|it| it.id == id.as_str())) {
                return unknown(&concept.id, id, "dataset");
            }
        }
        match glossary.sights.iter().find(|sight| metric(&sight.id).is_none()) {
            Some(sight) => unknown("figure", &sight.id, "figure"),
            None => Ok(glossary),
        }
    }

    /// The guide of that code.
    #[must_use]
    pub fn guide(&self, code: &str) -> Option<&Guide> {
        self.guides.iter().find(|guide| guide.code == code)
    }

    /// The entry of that identifier: an idea's or a figure's.
    #[must_use]
    pub fn entry<'a>(&'a self, id: &str) -> Option<Entry<'a>> {
        let concept = self.concepts.iter().find(|concept| concept.id == id);
        concept.map(Entry::Concept).or_else(|| metric(id).map(Entry::Figure))
    }

    /// Every entry: the ideas by number, then the figures in the order of the registry.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.concepts.iter().map(Entry::Concept).chain(METRICS.iter().map(Entry::Figure))
    }

    /// Where `entry` can be seen and what to do there; `None` for a figure that stands nowhere in the window.
    #[must_use]
    pub fn sight<'a>(&'a self, entry: Entry<'a>) -> Option<(Place, &'a str)> {
        match entry {
            Entry::Concept(concept) => Some((concept.place, &concept.to_do)),
            Entry::Figure(figure) => {
                let sight = self.sights.iter().find(|sight| sight.id == figure.id)?;
                Some((sight.place, &sight.to_do))
            }
        }
    }

    /// The ideas to which a figure belongs, by number.
    pub fn ideas_of<'a>(&'a self, figure: &'a Metric) -> impl Iterator<Item = &'a Concept> {
        self.concepts.iter().filter(|concept| concept.figures.iter().any(|id| id == figure.id))
    }
}

/// What can be looked up.
#[derive(Debug, Clone, Copy)]
pub enum Entry<'a> {
    /// An idea.
    Concept(&'a Concept),
    /// A figure.
    Figure(&'static Metric),
}

impl<'a> Entry<'a> {
    /// Its stable name.
    #[must_use]
    pub fn id(self) -> &'a str {
        match self {
            Self::Concept(concept) => &concept.id,
            Self::Figure(figure) => figure.id,
        }
    }

    /// Its title.
    #[must_use]
    pub fn title(self) -> &'a str {
        match self {
            Self::Concept(concept) => &concept.title,
            Self::Figure(figure) => figure.name,
        }
    }

    /// Its title and every other word for it.
    #[must_use]
    pub fn names(self) -> Vec<&'a str> {
        let others: Vec<&str> = match self {
            Self::Concept(concept) => concept.also.iter().map(String::as_str).collect(),
            Self::Figure(figure) => figure.synonyms.to_vec(),
        };
        std::iter::once(self.title()).chain(others).collect()
    }

    /// What it says, for a search in its text.
    fn texts(self) -> Vec<&'a str> {
        match self {
            Self::Concept(concept) => vec![&concept.sentence, &concept.explanation, &concept.misconception],
            Self::Figure(figure) => vec![figure.tells, figure.hides, figure.formula],
        }
    }
}

static BOOK: LazyLock<Result<Glossary, GlossaryError>> = LazyLock::new(|| Glossary::english().map(Worded::translated));

/// The words that come with Cutpoint.
///
/// # Errors
/// [`GlossaryError`] if the file that was built in is wrong, which a test rules out.
pub fn glossary() -> Result<&'static Glossary, &'static GlossaryError> {
    BOOK.as_ref()
}
