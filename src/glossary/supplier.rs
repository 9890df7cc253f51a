//! What to ask a supplier: each question with the condition on which it is asked and the published guides behind it.
//!
//! The words stand in `src/glossary/supplier_en.toml`, apart from all code, so that they can be translated.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Entry, Glossary, GlossaryError, Guide, glossary};
use crate::language::Worded;
use crate::metrics::claim::{Claim, Item};

/// The guides for those who build, test, regulate and buy, by code; the others are about what staff should learn.
pub const FOR_BUYERS: [&str; 9] = ["BUY", "NICE", "GML", "TRI", "STA", "PRO", "DEC", "FUT", "EMD"];

/// The words as they stand in the program.
const TEXT: &str = include_str!("supplier_en.toml");

/// Something that a brochure should report, in words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemWords {
    /// What it is.
    pub name: Item,
    /// As it stands in a list.
    pub label: String,
    /// Why its absence matters.
    pub why: String,
}

/// When a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(from = "Condition")]
pub enum When {
    /// Always.
    Always,
    /// When this was not reported.
    NotReported(Item),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Condition {
    Always(Always),
    NotReported(Item),
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Always {
    Always,
}

impl From<Condition> for When {
    fn from(condition: Condition) -> Self {
        match condition {
            Condition::Always(Always::Always) => Self::Always,
            Condition::NotReported(item) => Self::NotReported(item),
        }
    }
}

/// Something to ask.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// When it is asked.
    pub when: When,
    /// The ideas that it is about, by their identifiers in the glossary.
    pub ideas: Vec<String>,
    /// The question.
    pub ask: String,
}

impl Question {
    /// The guides of [`FOR_BUYERS`] that ask for its ideas, each once.
    #[must_use]
    pub fn guides<'a>(&self, glossary: &'a Glossary) -> Vec<&'a Guide> {
        let concepts = self.ideas.iter().filter_map(|id| match glossary.entry(id) {
            Some(Entry::Concept(concept)) => Some(concept),
            _ => None,
        });
        let codes: Vec<&String> = concepts.flat_map(|concept| &concept.asked_by).collect();
        FOR_BUYERS
            .into_iter()
            .filter(|code| codes.iter().any(|of| of == code))
            .filter_map(|code| glossary.guide(code))
            .collect()
    }
}

/// All that is asked of suppliers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supplier {
    /// What a brochure should report.
    #[serde(rename = "item")]
    items: Vec<ItemWords>,
    /// The questions, in the order in which they are asked.
    #[serde(rename = "question")]
    questions: Vec<Question>,
}

impl Worded for Supplier {
    fn each_sentence(&mut self, see: &mut dyn FnMut(&mut String)) {
        for item in &mut self.items {
            see(&mut item.label);
            see(&mut item.why);
        }
        self.questions.iter_mut().for_each(|question| see(&mut question.ask));
    }
}

impl Supplier {
    /// Reads the words that come with Cutpoint, in English.
    ///
    /// # Errors
    /// [`GlossaryError`] if the file that was built in is wrong, which a test rules out.
    pub fn english(glossary: &Glossary) -> Result<Self, GlossaryError> {
        Self::parse(TEXT, glossary)
    }

    /// Reads the words from the text of such a file, and checks that every item has words and every idea exists.
    ///
    /// # Errors
    /// [`GlossaryError`].
    pub fn parse(text: &str, glossary: &Glossary) -> Result<Self, GlossaryError> {
        let supplier: Self = toml::from_str(text).map_err(|error| GlossaryError::Supplier(error.to_string()))?;
        if let Some(item) = Item::ALL.into_iter().find(|item| supplier.words(*item).is_none()) {
            return Err(GlossaryError::Supplier(format!("there is no [[item]] for {item:?}; add one")));
        }
        for question in &supplier.questions {
            if question.guides(glossary).is_empty() {
                let what = tr!("\u{201c}{}\u{201d} names no idea that a guide for buyers asks for", question.ask);
                return Err(GlossaryError::Supplier(what));
            }
        }
        Ok(supplier)
    }

    /// The words for an item.
    #[must_use]
    pub fn words(&self, item: Item) -> Option<&ItemWords> {
        self.items.iter().find(|words| words.name == item)
    }

    /// The words for what `claim` leaves out, in the order of [`Item::ALL`].
    #[must_use]
    pub fn not_reported(&self, claim: &Claim) -> Vec<&ItemWords> {
        claim.not_reported().into_iter().filter_map(|item| self.words(item)).collect()
    }

    /// What to ask of `claim`, in order.
    #[must_use]
    pub fn questions(&self, claim: &Claim) -> Vec<&Question> {
        let absent = claim.not_reported();
        let asked = |question: &&Question| match question.when {
            When::Always => true,
            When::NotReported(item) => absent.contains(&item),
        };
        self.questions.iter().filter(asked).collect()
    }

    /// Every question, asked or not.
    #[must_use]
    pub fn all_questions(&self) -> &[Question] {
        &self.questions
    }
}

static QUESTIONS: LazyLock<Result<Supplier, GlossaryError>> = LazyLock::new(|| {
    let glossary = glossary().map_err(Clone::clone)?;
    Supplier::english(glossary).map(Worded::translated)
});

/// The words that come with Cutpoint.
///
/// # Errors
/// [`GlossaryError`] if a file that was built in is wrong, which a test rules out.
pub fn supplier() -> Result<&'static Supplier, &'static GlossaryError> {
    QUESTIONS.as_ref()
}
