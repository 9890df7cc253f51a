//! What a step asks for, as a condition over figures, the set-up, answers and what was looked at.

use super::Sight;
use super::figures::Figure;

/// Which patients a figure is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Held-out patients against the record.
    Paper,
    /// New patients against the truth.
    Ward,
    /// The patients that the model learnt from, against the record.
    Training,
}

/// As of when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// As it stands.
    Now,
    /// As the exercise began.
    Start,
    /// As the step before was finished; the start in the first step.
    Before,
}

/// Which population a knob shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knobs {
    /// The patients collected.
    Collect,
    /// The patients on the ward.
    Deploy,
}

/// Which part of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Its lower end.
    Low,
    /// Its upper end.
    High,
    /// How far its ends lie apart.
    Width,
}

/// A figure, of whom and as of when.
#[derive(Debug, Clone)]
pub struct Named {
    /// Which figure.
    pub figure: Figure,
    /// Its name as written.
    pub name: String,
    /// Of which patients.
    pub side: Side,
    /// As of when.
    pub time: Time,
    /// Of which group; of everybody when `None`.
    pub group: Option<String>,
}

/// A number.
#[derive(Debug, Clone)]
pub enum Operand {
    /// As written; "92%" is 0.92.
    Number(f64),
    /// A figure.
    Figure(Named),
    /// A part of a figure's 95 % interval.
    Interval(End, Named),
    /// The largest difference between groups of a figure.
    Gap(Named),
    /// How many of sensitivity, false-positive rate and PPV differ between groups by at most so much.
    ClosedGaps(Side, f64),
    /// Where a knob stands.
    Knob(Knobs, String),
    /// The number answered, or a part of the interval answered.
    Answer(Option<End>, String),
    /// How many were chosen of several.
    Count(String),
    /// How many letters were written.
    Length(String),
    /// Without its sign.
    Abs(Box<Operand>),
    /// A sum, difference, product or quotient.
    Two(char, Box<[Operand; 2]>),
}

/// How two numbers compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<=`
    AtMost,
    /// `>=`
    AtLeast,
    /// `<`
    Below,
    /// `>`
    Above,
    /// `==`, to within a billionth
    Equal,
}

/// Something that can be done against bias.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Groups that are rare count for more in training.
    Balance,
    /// The record is replaced by the truth.
    BetterLabel,
    /// The model is told the group.
    Interactions,
    /// Risks are fitted to local outcomes.
    Recalibrate,
    /// An input is left out.
    LeaveOut,
    /// More patients are collected.
    MoreData,
    /// A group has a line of its own.
    GroupThresholds,
    /// Nobody near the line is decided on.
    Abstain,
}

impl Measure {
    /// All of them, with the names by which checks speak of them and what they are in words.
    pub const ALL: [(&'static str, Self, &'static str); 8] = [
        ("balance", Self::Balance, tr_noop!("the groups are balanced")),
        ("better_label", Self::BetterLabel, tr_noop!("a better label is used")),
        ("interactions", Self::Interactions, tr_noop!("the model knows the group")),
        ("recalibrate", Self::Recalibrate, tr_noop!("risks are recalibrated")),
        ("leave_out", Self::LeaveOut, tr_noop!("an input is left out")),
        ("more_data", Self::MoreData, tr_noop!("more patients are collected")),
        ("group_thresholds", Self::GroupThresholds, tr_noop!("a group has a line of its own")),
        ("abstain", Self::Abstain, tr_noop!("patients near the line are referred")),
    ];

    /// Whether it is done.
    #[must_use]
    pub fn is_done(self, mitigation: &crate::scenario::Mitigation) -> bool {
        match self {
            Self::Balance => mitigation.balance,
            Self::BetterLabel => mitigation.better_label,
            Self::Interactions => mitigation.interactions,
            Self::Recalibrate => mitigation.recalibrate.is_some(),
            Self::LeaveOut => !mitigation.leave_out.is_empty(),
            Self::MoreData => mitigation.more_data > 1,
            Self::GroupThresholds => !mitigation.group_thresholds.is_empty(),
            Self::Abstain => mitigation.abstain > 0.0,
        }
    }

    /// What it is, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        Self::ALL
            .into_iter()
            .find(|(_, measure, _)| *measure == self)
            .map_or("", |(.., words)| crate::language::translate(words))
    }
}

/// A condition.
#[derive(Debug, Clone)]
pub enum Check {
    /// Two numbers compared.
    Compare(Comparison, Box<[Operand; 2]>),
    /// Something was looked at or tried.
    Seen(Sight),
    /// The model uses an input.
    Uses(String),
    /// The classifier is of that kind.
    Classifier(crate::learn::ClassifierKind),
    /// A question was answered with that choice, or it is among those chosen.
    Chosen(String, String),
    /// A question was answered.
    Answered(String),
    /// A card of evidence was asked for.
    Card(String),
    /// Something is done against bias.
    Measure(Measure),
    /// The contrary.
    Not(Box<Check>),
    /// Both.
    And(Box<[Check; 2]>),
    /// Either.
    Or(Box<[Check; 2]>),
}

impl Check {
    /// Reads one condition, such as `sensitivity >= 60% and accuracy <= 88%`.
    ///
    /// # Errors
    /// What was found and what was expected, with the character.
    pub fn parse(text: &str) -> Result<Self, String> {
        super::check_parser::parse(text)
    }

    /// Every question that it names.
    #[must_use]
    pub fn questions(&self) -> Vec<&str> {
        match self {
            Self::Compare(_, pair) => pair.iter().flat_map(Operand::questions).collect(),
            Self::Chosen(id, _) | Self::Answered(id) => vec![id],
            Self::Not(inner) => inner.questions(),
            Self::And(pair) | Self::Or(pair) => pair.iter().flat_map(Self::questions).collect(),
            Self::Seen(_) | Self::Uses(_) | Self::Classifier(_) | Self::Card(_) | Self::Measure(_) => Vec::new(),
        }
    }

    /// Every operand in it.
    #[must_use]
    pub fn operands(&self) -> Vec<&Operand> {
        match self {
            Self::Compare(_, pair) => pair.iter().flat_map(Operand::all).collect(),
            Self::Not(inner) => inner.operands(),
            Self::And(pair) | Self::Or(pair) => pair.iter().flat_map(Self::operands).collect(),
            _ => Vec::new(),
        }
    }

    /// Every condition in it that is not made of others.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Self> {
        match self {
            Self::Not(inner) => inner.leaves(),
            Self::And(pair) | Self::Or(pair) => pair.iter().flat_map(Self::leaves).collect(),
            leaf => vec![leaf],
        }
    }
}

impl Operand {
    /// Reads a number, such as `1000 * accuracy`.
    ///
    /// # Errors
    /// What was found and what was expected, with the character.
    pub fn parse(text: &str) -> Result<Self, String> {
        super::check_parser::parse_operand(text)
    }

    /// It and every operand within it.
    #[must_use]
    pub fn all(&self) -> Vec<&Self> {
        let mut all = vec![self];
        match self {
            Self::Abs(inner) => all.extend(inner.all()),
            Self::Two(_, pair) => all.extend(pair.iter().flat_map(Self::all)),
            _ => {}
        }
        all
    }

    fn questions(&self) -> Vec<&str> {
        match self {
            Self::Answer(_, id) | Self::Count(id) | Self::Length(id) => vec![id],
            Self::Abs(inner) => inner.questions(),
            Self::Two(_, pair) => pair.iter().flat_map(Self::questions).collect(),
            _ => Vec::new(),
        }
    }
}
