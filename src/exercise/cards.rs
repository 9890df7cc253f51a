//! Evidence that is asked for: a model stays sealed, and each card that is turned over costs a token.

use serde::Deserialize;

use super::Operand;
use super::facts::Facts;

/// What a step offers of evidence.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cards {
    /// How many cards may lie open at once, at least 1.
    pub tokens: usize,
    /// The cards, in the order in which they lie.
    pub card: Vec<Card>,
}

/// One card.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Its name in checks: letters, digits, `-` and `_`.
    pub id: String,
    /// What stands on its back: what one asks the supplier for.
    pub title: String,
    /// What it says once it lies open. `{100 * auc}` becomes the figure as a whole number, `{auc:2}` with two decimals.
    pub says: String,
    /// What a meeting that buys such a system asks for; nothing for a card that helps nobody decide.
    #[serde(default)]
    pub asks: String,
}

/// A part of what a card says.
enum Part<'a> {
    Words(&'a str),
    Figure(&'a str, usize),
}

impl Cards {
    /// The card of that name.
    #[must_use]
    pub fn named(&self, id: &str) -> Option<&Card> {
        self.card.iter().find(|card| card.id == id)
    }

    /// What is wrong with them, if anything is: names that are taken or empty, figures that nobody knows.
    pub(super) fn fault(&self) -> Option<String> {
        if self.tokens == 0 || self.card.len() < 2 {
            return Some(tr!(
                "found {} tokens and {} cards; expected at least one token and two cards",
                self.tokens,
                self.card.len()
            ));
        }
        for (index, card) in self.card.iter().enumerate() {
            if !super::file::is_id(&card.id) {
                return Some(tr!("\"{}\" is no id; use letters, digits, - and _", card.id));
            }
            if self.card[..index].iter().any(|other| other.id == card.id) {
                return Some(tr!("the id \"{}\" is taken; give each card its own", card.id));
            }
            if let Err(what) = card.operands() {
                return Some(tr!("card \"{}\": {what}", card.id, what));
            }
        }
        None
    }
}

impl Card {
    /// Every figure that it speaks of.
    ///
    /// # Errors
    /// What was found and what was expected, where one cannot be read.
    pub fn operands(&self) -> Result<Vec<Operand>, String> {
        let figures = parts(&self.says)?.into_iter().filter_map(|part| match part {
            Part::Figure(text, _) => Some(Operand::parse(text)),
            Part::Words(_) => None,
        });
        figures.collect()
    }

    /// What it says, with the figures as they stand; one that is undefined is "unknown".
    #[must_use]
    pub fn told(&self, facts: &Facts<'_>) -> String {
        let figure = |text: &str, places: usize| {
            let value = Operand::parse(text).ok().and_then(|operand| facts.number(&operand));
            value.map_or_else(|| tr!("unknown").to_owned(), |value| format!("{:.*}", places, value + 0.0))
        };
        let told = parts(&self.says).unwrap_or_default().into_iter().map(|part| match part {
            Part::Words(words) => words.to_owned(),
            Part::Figure(text, places) => figure(text, places),
        });
        told.collect()
    }
}

/// Words and figures in order.
fn parts(text: &str) -> Result<Vec<Part<'_>>, String> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some(open) = rest.find('{') {
        parts.push(Part::Words(&rest[..open]));
        let inside = &rest[open + 1..];
        let close = inside.find('}').ok_or_else(|| tr!("the brace in \"{}\" is never closed", &rest[open..]))?;
        let (figure, places) = match inside[..close].rsplit_once(':') {
            None => (&inside[..close], 0),
            Some((figure, places)) => {
                let places: usize = places.trim().parse().ok().filter(|places| *places <= 4).ok_or_else(|| {
                    tr!("found \"{places}\" after the colon; expected how many decimals, from 0 to 4", places)
                })?;
                (figure, places)
            }
        };
        parts.push(Part::Figure(figure, places));
        rest = &inside[close + 1..];
    }
    parts.push(Part::Words(rest));
    Ok(parts)
}
