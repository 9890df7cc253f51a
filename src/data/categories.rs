//! Texts into categories.

use std::collections::BTreeMap;

use super::MISSING;
use super::cell::{NumberStyle, is_missing, is_missing_number, number, yes_or_no};
use super::read_error::listed;

/// The most categories that a text column may have.
pub const MOST_LEVELS: usize = 100;

/// The most different texts of one column that are kept apart while reading.
const MOST_TEXTS: usize = 10_000;

/// A column of texts while it is being read.
#[derive(Debug, Default)]
pub(super) struct TextBuilder {
    /// Set where a column of numbers is read as categories: `1`, `1.0` and `1,0` are one category.
    style: Option<NumberStyle>,
    /// Whether `+` stands in the column, so that `-` is its opposite rather than missing.
    plus: bool,
    codes: Vec<u32>,
    known: BTreeMap<String, u32>,
    /// Whether there were more texts than are kept apart.
    pub(super) overflowed: bool,
}

impl TextBuilder {
    /// An empty column; `style` is set where numbers are read as categories.
    pub(super) fn new(style: Option<NumberStyle>, plus: bool) -> Self {
        Self { style, plus, ..Self::default() }
    }

    pub(super) fn push(&mut self, cell: &str) {
        let missing = match self.style {
            Some(_) => is_missing_number(cell),
            None => is_missing(cell) || (cell == "-" && !self.plus),
        };
        let code = if missing {
            MISSING
        } else if let Some(value) = self.style.and_then(|style| number(cell, style)) {
            self.code(&value.to_string())
        } else {
            self.code(cell)
        };
        self.codes.push(code);
    }

    fn code(&mut self, text: &str) -> u32 {
        if let Some(&code) = self.known.get(text) {
            return code;
        }
        if self.known.len() == MOST_TEXTS {
            self.overflowed = true;
            return MISSING;
        }
        // At most ten thousand texts: the number always fits.
        let code = u32::try_from(self.known.len()).unwrap_or(MISSING);
        self.known.insert(text.to_owned(), code);
        code
    }

    /// Merges spellings that differ only in capitals or in the word for yes or no, and sorts the categories.
    pub(super) fn finish(self, merged: &mut Vec<String>) -> (Vec<u32>, Vec<String>) {
        let booleans = self.style.is_none() && self.known.keys().all(|text| yes_or_no(text).is_some());
        let key = |text: &str| match yes_or_no(text).filter(|_| booleans) {
            Some(yes) => if yes { "yes" } else { "no" }.to_owned(),
            None => text.to_lowercase(),
        };
        let mut counts = vec![0_u64; self.known.len()];
        for &code in self.codes.iter().filter(|&&code| code != MISSING) {
            counts[code as usize] += 1;
        }
        let mut spellings: BTreeMap<String, Vec<(&str, u32)>> = BTreeMap::new();
        for (text, &code) in &self.known {
            spellings.entry(key(text)).or_default().push((text, code));
        }
        let mut levels: Vec<(String, Vec<u32>)> = Vec::with_capacity(spellings.len());
        for (key, same) in spellings {
            // The commonest spelling stands for all of them; the alphabetically first of equals.
            let commonest = same.iter().rev().max_by_key(|(_, code)| counts[*code as usize]).map(|(text, _)| *text);
            let name = if booleans { key } else { commonest.unwrap_or_default().to_owned() };
            if same.len() > 1 {
                let texts: Vec<String> = same.iter().map(|(text, _)| (*text).to_owned()).collect();
                merged.push(tr!("{} as \"{name}\"", listed(&texts), name));
            }
            levels.push((name, same.iter().map(|(_, code)| *code).collect()));
        }
        if self.style.is_some() {
            let value = |name: &str| name.parse::<f64>().unwrap_or(f64::NAN);
            levels.sort_by(|(first, _), (second, _)| value(first).total_cmp(&value(second)));
        }
        let mut place = vec![MISSING; self.known.len()];
        for (rank, (_, codes)) in levels.iter().enumerate() {
            for &code in codes {
                place[code as usize] = u32::try_from(rank).unwrap_or(MISSING);
            }
        }
        let codes = self.codes.iter().map(|&code| if code == MISSING { MISSING } else { place[code as usize] });
        (codes.collect(), levels.into_iter().map(|(name, _)| name).collect())
    }
}

/// Why a text column makes no useful categories.
pub(super) fn unusable(present: usize, levels: usize, overflowed: bool) -> Option<String> {
    if present == 0 {
        return Some(tr!("has no value in any row").to_owned());
    }
    let all = levels == present && present >= 5;
    if overflowed || levels > MOST_LEVELS || all || (levels > 20 && levels * 2 > present) {
        let count = if overflowed { tr!("more than {levels}", levels) } else { levels.to_string() };
        return Some(tr!("has {count} different texts in {present} rows, too many for categories", count, present));
    }
    None
}

/// The category that a text means: by its letters, by the number it says, or by yes and no.
#[must_use]
pub fn level_of(levels: &[String], text: &str, style: NumberStyle) -> Option<u32> {
    let find = |wanted: &str| {
        let place = levels.iter().position(|level| level == wanted);
        place.or_else(|| levels.iter().position(|level| level.to_lowercase() == wanted.to_lowercase()))
    };
    let by_number = || number(text, style).and_then(|value| find(&value.to_string()));
    let by_word = || yes_or_no(text).and_then(|yes| find(if yes { "yes" } else { "no" }));
    find(text).or_else(by_number).or_else(by_word).and_then(|place| u32::try_from(place).ok())
}
