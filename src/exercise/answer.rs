//! What an exercise asks, and what a learner answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A question, to be answered before results are shown or at any time in its step.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Its name in checks: letters, digits, `-` and `_`.
    pub id: String,
    /// The question.
    pub ask: String,
    /// A number between two ends, with its unit.
    #[serde(default)]
    number: Option<NumberKind>,
    /// An interval between two ends, with its unit.
    #[serde(default)]
    interval: Option<NumberKind>,
    /// A point on a chart, with what its two axes show.
    #[serde(default)]
    point: Option<PointKind>,
    /// One of these.
    #[serde(default)]
    choice: Option<Vec<String>>,
    /// As many of these as one likes.
    #[serde(default)]
    several: Option<Vec<String>>,
    /// A sentence of one's own.
    #[serde(default)]
    text: Option<bool>,
    /// For a number the figure that it is held against, for a point the two figures with a comma between them, for a choice the right
    /// one; nothing when there is no right answer.
    #[serde(default)]
    pub truth: Option<String>,
    /// What is said beside the answer once it is given: what others say, what the figure means.
    #[serde(default)]
    pub reveal: String,
}

/// The ends of what can be answered.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct NumberKind {
    from: f64,
    to: f64,
    #[serde(default)]
    unit: String,
}

/// What the axes of a chart show, both from 0 to 100.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct PointKind {
    across: String,
    up: String,
}

/// What kind of answer is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A number.
    Number {
        /// Its least value.
        from: f64,
        /// Its greatest value.
        to: f64,
        /// What it counts: "patients", "%".
        unit: String,
    },
    /// Two numbers, the lower one first.
    Interval {
        /// The least value of the lower one.
        from: f64,
        /// The greatest value of the upper one.
        to: f64,
        /// What they count.
        unit: String,
    },
    /// A place on a chart whose axes both run from 0 to 100.
    Point {
        /// What the horizontal axis shows.
        across: String,
        /// What the vertical axis shows.
        up: String,
    },
    /// One of several.
    Choice(Vec<String>),
    /// Any number of several.
    Several(Vec<String>),
    /// A sentence.
    Text,
}

impl Asked {
    /// Shows each sentence but the answers to choose from to `see`.
    pub(super) fn each_sentence(&mut self, see: &mut dyn FnMut(&mut String)) {
        see(&mut self.ask);
        see(&mut self.reveal);
        for kind in [&mut self.number, &mut self.interval].into_iter().flatten() {
            see(&mut kind.unit);
        }
        if let Some(point) = &mut self.point {
            see(&mut point.across);
            see(&mut point.up);
        }
    }

    /// The answers to choose from; none where it asks for something else.
    pub fn offered(&self) -> impl Iterator<Item = &str> {
        [&self.choice, &self.several].into_iter().flatten().flatten().map(String::as_str)
    }

    /// What kind of answer it asks for.
    ///
    /// # Errors
    /// What is wrong, when it asks for none or for more than one kind, or its ends are not in order.
    pub fn kind(&self) -> Result<Kind, String> {
        let ends = |kind: &NumberKind| match kind.from.is_finite() && kind.to.is_finite() && kind.from < kind.to {
            true => Ok((kind.from, kind.to, kind.unit.clone())),
            false => Err(tr!("from {} to {}; expected two numbers, the smaller one first", kind.from, kind.to)),
        };
        let mut kinds = Vec::new();
        if let Some(number) = &self.number {
            let (from, to, unit) = ends(number)?;
            kinds.push(Kind::Number { from, to, unit });
        }
        if let Some(interval) = &self.interval {
            let (from, to, unit) = ends(interval)?;
            kinds.push(Kind::Interval { from, to, unit });
        }
        if let Some(PointKind { across, up }) = self.point.clone() {
            kinds.push(Kind::Point { across, up });
        }
        for (offered, kind) in [(&self.choice, Kind::Choice as fn(_) -> _), (&self.several, Kind::Several)] {
            let Some(offered) = offered else { continue };
            if offered.len() < 2 {
                return Err(tr!("found one answer to choose from or none; expected at least two").to_owned());
            }
            kinds.push(kind(offered.clone()));
        }
        if self.text == Some(true) {
            kinds.push(Kind::Text);
        }
        let found = kinds.len();
        match (kinds.pop(), found) {
            (Some(kind), 1) => Ok(kind),
            _ => Err(tr!(
                "\"{}\" asks for {found} kinds of answers; give it one of number = {{ from = 0, to = 100, unit = \"%\" }}, \
                 interval, point = {{ across = \"\u{2026}\", up = \"\u{2026}\" }}, choice = [\u{2026}], several = [\u{2026}] or text = true",
                self.id,
                found
            )),
        }
    }
}

/// A learner's answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// To [`Kind::Number`].
    Number(f64),
    /// To [`Kind::Interval`], the lower end first.
    Interval([f64; 2]),
    /// To [`Kind::Point`].
    Point {
        /// Across, from 0 to 100.
        x: f64,
        /// Up, from 0 to 100.
        y: f64,
    },
    /// To [`Kind::Choice`] or [`Kind::Text`].
    Words(String),
    /// To [`Kind::Several`].
    Several(Vec<String>),
}

impl Answer {
    /// Whether it answers a question of that kind.
    #[must_use]
    pub fn fits(&self, kind: &Kind) -> bool {
        match (self, kind) {
            (Self::Number(number), Kind::Number { from, to, .. }) => (*from..=*to).contains(number),
            (Self::Interval([low, high]), Kind::Interval { from, to, .. }) => from <= low && low <= high && high <= to,
            (Self::Point { x, y }, Kind::Point { .. }) => [x, y].into_iter().all(|part| (0.0..=100.0).contains(part)),
            (Self::Words(words), Kind::Choice(offered)) => offered.contains(words),
            (Self::Words(_), Kind::Text) => true,
            (Self::Several(all), Kind::Several(offered)) => all.iter().all(|one| offered.contains(one)),
            _ => false,
        }
    }
}

/// The answers given, by the question's id.
pub type Answers = BTreeMap<String, Answer>;

/// The two figures that a point is held against.
///
/// # Errors
/// What was found and what was expected, when they are not two.
pub(super) fn point_truth(text: &str) -> Result<[super::Operand; 2], String> {
    let Some((across, up)) = text.split_once(',') else {
        return Err(tr!("found \"{text}\"; expected two figures with a comma between them, across first", text));
    };
    Ok([super::Operand::parse(across)?, super::Operand::parse(up)?])
}
