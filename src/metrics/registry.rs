//! What each figure is: the one place that screen, exercises, report and JSON read.

use super::{ConfusionMatrix, Fairness, Interval, ScoredTestSet, fairness, registry_entries::METRICS};
use crate::language::translate;
use crate::num::{Proportion, Threshold};

/// A figure and everything that a person may ask of it.
#[derive(Debug, Clone, Copy)]
pub struct Metric {
    /// Stable name for files and exercises; where `evaluate --json` has the figure, its key there.
    pub id: &'static str,
    /// What the screen calls it.
    pub name: &'static str,
    /// What other fields call it.
    pub synonyms: &'static [&'static str],
    /// The formula in words.
    pub formula: &'static str,
    /// The formula with places for live counts: `{tp} {fp} {fn} {tn} {n} {alerts} {positives} {negatives} {pairs}`
    /// `{threshold}`.
    pub template: &'static str,
    /// What it tells, in one plain sentence.
    pub tells: &'static str,
    /// What it does not tell.
    pub hides: &'static str,
    /// When there is no such figure.
    pub undefined_when: &'static str,
    /// Where its definition comes from.
    pub source: &'static str,
    /// What it is made of, and how to get it.
    pub kind: Kind,
}

/// What a figure is made of.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// So many of so many patients, at one threshold.
    Proportion(fn(&ConfusionMatrix) -> Option<Proportion>),
    /// A number made of the four counts at one threshold.
    Counts(fn(&ConfusionMatrix) -> Option<f64>),
    /// A number made of the four counts and of the threshold itself.
    CountsAndThreshold(fn(&ConfusionMatrix, Threshold) -> Option<f64>),
    /// A number made of all scores, whatever the threshold.
    Scores(fn(&ScoredTestSet) -> Option<f64>),
    /// A share made of the four counts at one threshold that is no count of patients over another.
    Share(fn(&ConfusionMatrix) -> Option<f64>),
    /// A gap between groups at one threshold.
    Groups(fn(&Fairness) -> Option<f64>),
    /// A 95 % interval of a share or of a difference between shares.
    ShareInterval(fn(&ScoredTestSet, Threshold) -> Option<Interval>),
    /// A 95 % interval of a number that is no share.
    NumberInterval(fn(&ScoredTestSet, Threshold) -> Option<Interval>),
    /// Worked out where it is shown, because it takes too long to be done for every frame.
    Elsewhere,
}

/// The figure of that id.
#[must_use]
pub fn metric(id: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|metric| metric.id == id)
}

impl Metric {
    /// The same with its words in the language chosen.
    pub(super) fn translated(self) -> Self {
        let synonyms: Vec<&str> = self.synonyms.iter().copied().map(translate).collect();
        Self {
            name: translate(self.name),
            // Once per figure and run.
            synonyms: Vec::leak(synonyms),
            formula: translate(self.formula),
            template: translate(self.template),
            tells: translate(self.tells),
            hides: translate(self.hides),
            undefined_when: translate(self.undefined_when),
            ..self
        }
    }

    /// "18 of 20", where the figure is such a proportion and is defined.
    #[must_use]
    pub fn proportion(&self, matrix: &ConfusionMatrix) -> Option<Proportion> {
        match self.kind {
            Kind::Proportion(of) => of(matrix),
            _ => None,
        }
    }

    /// The figure for these patients at this threshold; `None` when undefined, and for what is not one number: see
    /// [`Self::interval`].
    #[must_use]
    pub fn value(&self, set: &ScoredTestSet, threshold: Threshold) -> Option<f64> {
        match self.kind {
            Kind::Proportion(of) => of(&set.at(threshold)).map(Proportion::value),
            Kind::Counts(of) => of(&set.at(threshold)),
            Kind::CountsAndThreshold(of) => of(&set.at(threshold), threshold),
            Kind::Scores(of) => of(set),
            Kind::Share(of) => of(&set.at(threshold)),
            Kind::Groups(of) => of(&fairness(set, threshold)),
            Kind::ShareInterval(_) | Kind::NumberInterval(_) | Kind::Elsewhere => None,
        }
    }

    /// The interval for these patients at this threshold, where the figure is one and is defined.
    #[must_use]
    pub fn interval(&self, set: &ScoredTestSet, threshold: Threshold) -> Option<Interval> {
        match self.kind {
            Kind::ShareInterval(of) | Kind::NumberInterval(of) => of(set, threshold),
            _ => None,
        }
    }

    /// Whether the figure is a share of patients or a gap between shares, and so is shown as a percentage.
    #[must_use]
    pub fn is_share(&self) -> bool {
        matches!(self.kind, Kind::Proportion(_) | Kind::Share(_) | Kind::Groups(_) | Kind::ShareInterval(_))
    }

    /// The figure as a person reads it: "68.6 %", or "0.853" for a number that is no share; "undefined" for `None`.
    #[must_use]
    pub fn written(&self, value: Option<f64>) -> String {
        match value {
            None => "undefined".to_owned(),
            Some(share) if self.is_share() => format!("{:.1} %", 100.0 * share).replace('-', "−"),
            Some(number) => format!("{number:.3}").replace('-', "−"),
        }
    }

    /// The formula with the counts of these patients at this threshold filled in, and its result:
    /// "48 ÷ (48 + 22) = 68.6 %". When undefined, it says when that is.
    #[must_use]
    pub fn filled_in(&self, set: &ScoredTestSet, threshold: Threshold) -> String {
        let formula = fill(self.template, &set.at(threshold), threshold);
        if matches!(self.kind, Kind::Elsewhere) {
            return formula;
        }
        let interval = self.interval(set, threshold).map(|interval| {
            let [lo, hi] = [interval.lo, interval.hi].map(|end| self.written(Some(end)));
            tr!("{lo} to {hi}", lo, hi)
        });
        let result = interval.or_else(|| self.value(set, threshold).map(|value| self.written(Some(value))));
        match result {
            Some(result) => format!("{formula} = {result}"),
            None => tr!("{formula}: undefined, because {}", self.undefined_when, formula),
        }
    }
}

fn fill(template: &str, matrix: &ConfusionMatrix, threshold: Threshold) -> String {
    let pairs = u128::from(matrix.positives()) * u128::from(matrix.negatives());
    [
        ("{tp}", grouped(matrix.tp.into())),
        ("{fp}", grouped(matrix.fp.into())),
        ("{fn}", grouped(matrix.fn_.into())),
        ("{tn}", grouped(matrix.tn.into())),
        ("{n}", grouped(matrix.n().into())),
        ("{alerts}", grouped(matrix.alerts().into())),
        ("{positives}", grouped(matrix.positives().into())),
        ("{negatives}", grouped(matrix.negatives().into())),
        ("{pairs}", grouped(pairs)),
        ("{threshold}", format!("{}", (threshold.get() * 1000.0).round() / 1000.0)),
    ]
    .iter()
    .fold(template.to_owned(), |text, (place, value)| text.replace(place, value))
}

/// A whole number with commas between thousands: 1,000.
fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
