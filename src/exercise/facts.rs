//! What a check is held against, and what it finds.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::check::{Check, Comparison, End, Knobs, Named, Operand, Side, Time};
use super::{Answer, Answers, Sight};
use crate::data::generator::Population;
use crate::metrics::{Interval, ScoredTestSet};
use crate::num::Threshold;
use crate::pipeline::{Decisions, Derived, decide};
use crate::scenario::{Mitigation, Scenario};

/// Results together with what moves without new ones, as of one moment.
pub struct State {
    /// The results.
    pub derived: Arc<Derived>,
    /// Where the line stands.
    pub threshold: Threshold,
    /// What is done against bias, of which thresholds of groups move without new results.
    pub mitigation: Mitigation,
    training: OnceLock<Option<ScoredTestSet>>,
}

impl State {
    /// The state of `scenario`, whose results are `derived`.
    #[must_use]
    pub fn new(derived: Arc<Derived>, scenario: &Scenario) -> Self {
        let (threshold, mitigation) = (scenario.threshold, scenario.mitigation.clone());
        Self { derived, threshold, mitigation, training: OnceLock::new() }
    }

    /// The set-up that it is of.
    #[must_use]
    pub fn scenario(&self) -> Scenario {
        Scenario { threshold: self.threshold, mitigation: self.mitigation.clone(), ..self.derived.scenario.clone() }
    }

    /// The patients that the model learnt from, with its risks; `None` where it cannot read them.
    fn training(&self) -> Option<&ScoredTestSet> {
        let made = self.training.get_or_init(|| {
            let data = &self.derived.data;
            let rows = &data.split.train;
            let risks = self.derived.model.trained.risks(&data.collected.table, Some(rows), &|| false).ok()?;
            let labels: Vec<bool> = rows.iter().map(|&row| data.collected.label[row]).collect();
            ScoredTestSet::new(&risks, &labels, None).ok()
        });
        made.as_ref()
    }

    fn set(&self, side: Side) -> Option<&ScoredTestSet> {
        match side {
            Side::Paper => Some(&self.derived.paper.set),
            Side::Ward => Some(&self.derived.ward.set),
            Side::Training => self.training(),
        }
    }

    fn decisions(&self, side: Side) -> Option<Decisions> {
        Some(decide(self.set(side)?, self.threshold, &self.mitigation))
    }

    /// The place of a group; `Some(None)` for everybody, `None` where there is no such group.
    fn group(set: &ScoredTestSet, name: Option<&String>) -> Option<Option<usize>> {
        match name {
            None => Some(None),
            Some(name) => set.groups().iter().position(|group| group == name).map(Some),
        }
    }

    fn value(&self, named: &Named) -> Option<f64> {
        let set = self.set(named.side)?;
        let group = Self::group(set, named.group.as_ref())?;
        named.figure.value(set, &self.decisions(named.side)?, group, self.threshold)
    }

    fn interval(&self, named: &Named) -> Option<Interval> {
        let set = self.set(named.side)?;
        let group = Self::group(set, named.group.as_ref())?;
        named.figure.interval(set, &self.decisions(named.side)?, group)
    }

    fn gap(&self, named: &Named) -> Option<f64> {
        let set = self.set(named.side)?;
        let decisions = self.decisions(named.side)?;
        let of = |group| named.figure.value(set, &decisions, Some(group), self.threshold);
        let values: Vec<f64> = (0..set.groups().len()).filter_map(of).collect();
        let (low, high) = values
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)));
        (values.len() > 1).then_some(high - low)
    }

    fn closed_gaps(&self, side: Side, most: f64) -> f64 {
        let rates = ["sensitivity", "false_positive_rate", "ppv"];
        let gap = |name: &str| {
            let figure = super::Figure::named(name)?;
            self.gap(&Named { figure, name: name.to_owned(), side, time: Time::Now, group: None })
        };
        rates.into_iter().filter(|name| gap(name).is_some_and(|gap| gap <= most)).count() as f64
    }
}

/// Everything that a check may speak of.
pub struct Facts<'a> {
    /// What stands now.
    pub now: &'a State,
    /// What the set-up of now says.
    pub scenario: &'a Scenario,
    /// How the exercise began.
    pub start: &'a State,
    /// How it stood when the step before was finished.
    pub before: &'a State,
    /// What was answered.
    pub answers: &'a Answers,
    /// What was looked at or tried since the exercise began.
    pub seen: &'a BTreeSet<Sight>,
    /// The cards of evidence that lie open.
    pub cards: &'a BTreeSet<String>,
}

/// What came of one condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Whether it is met. What is undefined meets nothing.
    pub met: bool,
    /// What was found, in a sentence of which a learner can make something: "sensitivity: 48.2 %, wanted at least 60.0 %".
    pub text: String,
}

impl Facts<'_> {
    fn at(&self, time: Time) -> &State {
        match time {
            Time::Now => self.now,
            Time::Start => self.start,
            Time::Before => self.before,
        }
    }

    /// The number; `None` when undefined, or when the question was not answered.
    #[must_use]
    pub fn number(&self, operand: &Operand) -> Option<f64> {
        match operand {
            Operand::Number(number) => Some(*number),
            Operand::Figure(named) => self.at(named.time).value(named),
            Operand::Interval(end, named) => {
                let interval = self.at(named.time).interval(named)?;
                Some(part(*end, [interval.lo, interval.hi]))
            }
            Operand::Gap(named) => self.at(named.time).gap(named),
            Operand::ClosedGaps(side, most) => Some(self.now.closed_gaps(*side, *most)),
            Operand::Knob(knobs, name) => self.knob(*knobs, name),
            Operand::Answer(end, id) => match (self.answers.get(id)?, end) {
                (Answer::Number(number), None) => Some(*number),
                (Answer::Interval(ends), Some(end)) => Some(part(*end, *ends)),
                _ => None,
            },
            Operand::Count(id) => match self.answers.get(id)? {
                Answer::Several(all) => Some(all.len() as f64),
                _ => None,
            },
            Operand::Length(id) => match self.answers.get(id)? {
                Answer::Words(words) => Some(words.trim().chars().count() as f64),
                _ => None,
            },
            Operand::Abs(inner) => self.number(inner).map(f64::abs),
            Operand::Two(sign, pair) => {
                let (left, right) = (self.number(&pair[0])?, self.number(&pair[1])?);
                let result = match sign {
                    '+' => left + right,
                    '-' => left - right,
                    '*' => left * right,
                    _ => left / right,
                };
                result.is_finite().then_some(result)
            }
        }
    }

    fn knob(&self, knobs: Knobs, name: &str) -> Option<f64> {
        let knob = self.now.derived.recipe.knob(name)?;
        let (values, population) = match knobs {
            Knobs::Collect => (&self.scenario.collect, Population::Collected),
            Knobs::Deploy => (&self.scenario.deploy, Population::Deployed),
        };
        Some(values.get(&knob.id).copied().unwrap_or_else(|| knob.default_for(population)))
    }

    /// Whether a condition is met, and what was found.
    #[must_use]
    pub fn find(&self, check: &Check) -> Finding {
        match check {
            Check::Compare(comparison, pair) => self.compare(*comparison, pair),
            Check::Seen(sight) => told(self.seen.contains(sight), sight.words().to_owned()),
            Check::Uses(input) => {
                let label =
                    self.now.derived.recipe.variable(input).map_or(input.as_str(), |variable| variable.label.as_str());
                told(self.scenario.given().contains(input), tr!("the model uses {label}", label))
            }
            Check::Classifier(kind) => {
                told(self.scenario.classifier.kind == *kind, tr!("the classifier is {}", kind.name()))
            }
            Check::Chosen(id, words) => {
                let met = match self.answers.get(id) {
                    Some(Answer::Words(chosen)) => chosen == words,
                    Some(Answer::Several(all)) => all.contains(words),
                    _ => false,
                };
                // The answer itself would give everything away before anybody has thought.
                told(met, tr!("the answer fits what can be seen").to_owned())
            }
            Check::Answered(id) => told(self.answers.contains_key(id), tr!("the question is answered").to_owned()),
            Check::Measure(measure) => told(measure.is_done(&self.scenario.mitigation), measure.words().to_owned()),
            Check::Card(id) => told(self.cards.contains(id), tr!("asked for: {}", id.replace(['-', '_'], " "))),
            Check::Not(inner) => {
                let inner = self.find(inner);
                told(!inner.met, tr!("not: {}", inner.text))
            }
            Check::And(pair) => self.both(pair, tr!("and"), |one, two| one && two),
            Check::Or(pair) => self.both(pair, tr!("or"), |one, two| one || two),
        }
    }

    fn both(&self, pair: &[Check; 2], word: &str, how: impl Fn(bool, bool) -> bool) -> Finding {
        let [one, two] = [self.find(&pair[0]), self.find(&pair[1])];
        let text = if one.text == two.text { one.text.clone() } else { format!("{} {word} {}", one.text, two.text) };
        told(how(one.met, two.met), text)
    }

    fn compare(&self, comparison: Comparison, pair: &[Operand; 2]) -> Finding {
        let [left, right] = [self.number(&pair[0]), self.number(&pair[1])];
        let met = match (left, right) {
            (Some(left), Some(right)) => match comparison {
                Comparison::AtMost => left <= right,
                Comparison::AtLeast => left >= right,
                Comparison::Below => left < right,
                Comparison::Above => left > right,
                Comparison::Equal => (left - right).abs() <= 1e-9,
            },
            _ => false,
        };
        let share = pair.iter().any(|operand| operand.all().iter().any(|part| is_share(part)));
        let written = |value: Option<f64>| match value {
            None => tr!("undefined").to_owned(),
            Some(value) if share => format!("{:.1} %", 100.0 * value).replace('-', "\u{2212}"),
            Some(value) if value.abs() >= 10.0 => format!("{}", (value * 10.0).round() / 10.0),
            Some(value) => format!("{}", (value * 1000.0).round() / 1000.0).replace('-', "\u{2212}"),
        };
        let words = match comparison {
            Comparison::AtMost => tr!("at most"),
            Comparison::AtLeast => tr!("at least"),
            Comparison::Below => tr!("below"),
            Comparison::Above => tr!("above"),
            Comparison::Equal => tr!("exactly"),
        };
        told(met, tr!("{}: {}, wanted {words} {}", self.label(&pair[0]), written(left), written(right), words))
    }
}

const fn told(met: bool, text: String) -> Finding {
    Finding { met, text }
}

fn part(end: End, [low, high]: [f64; 2]) -> f64 {
    match end {
        End::Low => low,
        End::High => high,
        End::Width => high - low,
    }
}

fn is_share(operand: &Operand) -> bool {
    match operand {
        Operand::Figure(named) | Operand::Interval(_, named) | Operand::Gap(named) => named.figure.is_share(),
        _ => false,
    }
}

/// A label inside a sentence: its first letter small, unless it begins with a name such as "F1" or "AUC".
fn lower(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => label.to_owned(),
    }
}

impl Facts<'_> {
    /// A number in words.
    fn label(&self, operand: &Operand) -> String {
        let named = |named: &Named| {
            let side = match named.side {
                Side::Paper => "",
                Side::Ward => tr!(" on the ward"),
                Side::Training => tr!(" among the training patients"),
            };
            let time = match named.time {
                Time::Now => "",
                Time::Start => tr!(" at the start"),
                Time::Before => tr!(" before this step"),
            };
            let group = named.group.as_ref().map_or_else(String::new, |group| format!(", {group}"));
            format!("{}{side}{group}{time}", lower(&named.figure.label()))
        };
        match operand {
            Operand::Number(number) => number.to_string(),
            Operand::Figure(figure) => named(figure),
            Operand::Interval(End::Low, figure) => tr!("lower end of the interval of {}", named(figure)),
            Operand::Interval(End::High, figure) => tr!("upper end of the interval of {}", named(figure)),
            Operand::Interval(End::Width, figure) => tr!("width of the interval of {}", named(figure)),
            Operand::Gap(figure) => tr!("largest gap between groups in {}", named(figure)),
            Operand::ClosedGaps(..) => tr!("gaps between groups that are closed").to_owned(),
            Operand::Knob(_, name) => {
                let knob = self.now.derived.recipe.knob(name);
                knob.map_or_else(|| name.replace('_', " "), |knob| format!("\u{201c}{}\u{201d}", knob.label))
            }
            Operand::Answer(..) => tr!("your answer").to_owned(),
            Operand::Count(_) => tr!("how many you chose").to_owned(),
            Operand::Length(_) => tr!("letters you wrote").to_owned(),
            Operand::Abs(inner) => match &**inner {
                Operand::Two('-', pair) => tr!("how far {} is from {}", self.label(&pair[0]), self.label(&pair[1])),
                other => self.label(other),
            },
            Operand::Two('-', pair) => tr!("{} less {}", self.label(&pair[0]), self.label(&pair[1])),
            Operand::Two('+', pair) => tr!("{} and {}", self.label(&pair[0]), self.label(&pair[1])),
            Operand::Two('*', pair) => match &pair[0] {
                Operand::Number(times) => tr!("{times} times {}", self.label(&pair[1]), times),
                other => tr!("{} times {}", self.label(other), self.label(&pair[1])),
            },
            Operand::Two(_, pair) => tr!("{} divided by {}", self.label(&pair[0]), self.label(&pair[1])),
        }
    }
}
