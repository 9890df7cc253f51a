//! Finding an entry by any of its names, half a name, or a name with a slip in it.

use super::{Entry, Glossary};
use crate::data::nearest::distance;

/// How well an entry answers what was typed; the best comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// One of its names is just that.
    Exact,
    /// One of its names begins with that.
    Prefix,
    /// Every word typed begins a word of one of its names.
    Word,
    /// Every word typed begins a word of what it says.
    Text,
    /// Every word typed is, but for a slip, a word of one of its names.
    Fuzzy,
}

/// An entry that was found.
#[derive(Debug, Clone, Copy)]
pub struct Hit<'a> {
    /// The entry.
    pub entry: Entry<'a>,
    /// How well it answers.
    pub rank: Rank,
    /// The name that answered, if it is not the title.
    pub by: Option<&'a str>,
}

/// From so many letters on a word may hold a slip: among shorter ones (PPV, NPV) every slip is another word.
const FORGIVEN: usize = 4;

/// What answers `query`, the best first and otherwise in the order of the curriculum; everything when nothing was typed.
/// Case and punctuation do not count.
#[must_use]
pub fn search<'a>(glossary: &'a Glossary, query: &str) -> Vec<Hit<'a>> {
    let typed = words(query);
    if typed.is_empty() {
        return glossary.entries().map(|entry| Hit { entry, rank: Rank::Exact, by: None }).collect();
    }
    let mut hits: Vec<Hit<'a>> = glossary.entries().filter_map(|entry| hit(entry, &typed)).collect();
    hits.sort_by_key(|hit| hit.rank);
    // Slips are for those whom no name has answered.
    if hits.first().is_some_and(|best| best.rank < Rank::Text) {
        hits.retain(|hit| hit.rank < Rank::Fuzzy);
    }
    hits
}

fn hit<'a>(entry: Entry<'a>, typed: &[String]) -> Option<Hit<'a>> {
    let named = entry.names().into_iter().filter_map(|name| Some((rank_of(&words(name), typed)?, name)));
    // Of equals the first: the title before the other names.
    let best = named.min_by_key(|(rank, _)| *rank);
    let by = |name: &'a str| (name != entry.title()).then_some(name);
    let said = || {
        let text: Vec<String> = entry.texts().into_iter().flat_map(words).collect();
        begins_all(&text, typed).then_some(Hit { entry, rank: Rank::Text, by: None })
    };
    match best {
        Some((rank, name)) if rank < Rank::Text => Some(Hit { entry, rank, by: by(name) }),
        Some((rank, name)) => said().or(Some(Hit { entry, rank, by: by(name) })),
        None => said(),
    }
}

/// How well a name answers what was typed; every name answers nothing. `None` where it does not.
#[must_use]
pub fn rank(name: &str, query: &str) -> Option<Rank> {
    let typed = words(query);
    if typed.is_empty() { Some(Rank::Exact) } else { rank_of(&words(name), &typed) }
}

/// How well a name answers.
fn rank_of(name: &[String], typed: &[String]) -> Option<Rank> {
    if name == typed {
        return Some(Rank::Exact);
    }
    let (whole, asked) = (name.join(" "), typed.join(" "));
    if whole.starts_with(&asked) {
        return Some(Rank::Prefix);
    }
    if begins_all(name, typed) {
        return Some(Rank::Word);
    }
    typed.iter().all(|typed| name.iter().any(|word| is_slip(word, typed))).then_some(Rank::Fuzzy)
}

fn begins_all(words: &[String], typed: &[String]) -> bool {
    typed.iter().all(|typed| words.iter().any(|word| word.starts_with(typed.as_str())))
}

/// Whether `typed` is `word`, or its beginning, with one slip in four letters, two at most.
fn is_slip(word: &str, typed: &str) -> bool {
    let letters = typed.chars().count();
    if letters < FORGIVEN {
        return word == typed;
    }
    let most = (letters / 4).clamp(1, 2);
    let beginning: String = word.chars().take(letters).collect();
    word.chars().next() == typed.chars().next()
        && (distance(word, typed) <= most || distance(&beginning, typed) <= most.min(letters / 6))
}

/// Lower-case words of letters and digits.
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
