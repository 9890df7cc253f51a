//! A supplier's claim in words, for the window and for the page alike.

use crate::figure::{count, percent, sentence_case};
use crate::metrics::Interval;
use crate::metrics::claim::{Claim, Expected, Here, Ranged, Share, Study, never_alarm_accuracy};
use crate::num::Proportion;

/// A figure with its name and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// "Sensitivity".
    pub name: &'static str,
    /// "95%".
    pub figure: String,
    /// "57 of 60; range 86% to 98%"; empty where there is nothing to add.
    pub note: String,
}

/// One of the four cells, of 1,000 patients here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// "found".
    pub word: &'static str,
    /// As claimed.
    pub people: u64,
    /// "60 to 69"; `None` where no range is known, or where it holds a single number.
    pub range: Option<String>,
}

/// Everything that is said of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// "Of 1,000 patients here, 70 have sepsis: ...", or what is missing to say so.
    pub sentence: String,
    /// The range that the intervals leave, or why there is none; empty where nothing is expected.
    pub range: String,
    /// Found, missed; false alarms, left alone. `None` where nothing is expected.
    pub cells: Option<[Cell; 4]>,
    /// What is expected here.
    pub here: Vec<Line>,
    /// What the study's own numbers leave.
    pub study: Vec<Line>,
    /// What deserves care: how accuracy compares with flagging nobody, counts that were rounded.
    pub notes: Vec<String>,
    /// Contradictions.
    pub doubts: Vec<String>,
}

impl Told {
    /// Tells `claim` for patients `here` who may have the `condition`.
    #[must_use]
    pub fn of(claim: &Claim, here: Option<Here>, condition: &str) -> Self {
        let study = claim.study();
        let expected = here.and_then(|here| study.here(here));
        let (sentence, range) = match &expected {
            Some(expected) => (sentence(expected, condition), range_sentence(expected)),
            None => (what_is_missing(claim, here), String::new()),
        };
        Self {
            sentence,
            range,
            cells: expected.as_ref().map(cells),
            here: expected.as_ref().map(here_lines).unwrap_or_default(),
            study: study_lines(&study, claim),
            notes: notes(&study, here),
            doubts: study.doubts.iter().map(|doubt| format!("{doubt}.")).collect(),
        }
    }
}

fn what_is_missing(claim: &Claim, here: Option<Here>) -> String {
    let need = match (claim.sensitivity, claim.specificity) {
        (None, None) => tr!("sensitivity and specificity"),
        (None, Some(_)) => tr!("sensitivity"),
        (Some(_), None) => tr!("specificity"),
        (Some(_), Some(_)) if here.is_none() => tr!("the prevalence here"),
        _ => tr!("a prevalence here between 0% and 100%"),
    };
    tr!("Without {need} nobody can say what to expect here.", need)
}

fn sentence(expected: &Expected, condition: &str) -> String {
    let of = expected.of_1000;
    let has = if of.positives() == 1 { tr!("has") } else { tr!("have") };
    let alarms = if of.fp == 1 { tr!("false alarm") } else { tr!("false alarms") };
    let [with, found, missed, false_alarms] = [of.positives(), of.tp, of.fn_, of.fp].map(count);
    tr!(
        "Of 1,000 patients here, {with} {has} {condition}: {found} found, {missed} missed. {false_alarms} {alarms}, if the \
         claim holds here.",
        with,
        has,
        condition,
        found,
        missed,
        false_alarms,
        alarms
    )
}

fn range_sentence(expected: &Expected) -> String {
    let (worst, best) = (expected.at_worst, expected.at_best);
    let unknown = match expected.intervals {
        [true, true] => "",
        [true, false] => {
            tr!(" Specificity is taken as it stands: how many without the condition were studied is not known.")
        }
        [false, true] => {
            tr!(" Sensitivity is taken as it stands: how many with the condition were studied is not known.")
        }
        [false, false] => {
            return tr!(
                "No range can be given: how many patients with and without the condition were studied is not known."
            )
            .to_owned();
        }
    };
    tr!(
        "With the numbers studied, chance alone leaves room for {} missed and {} false alarms.{unknown}",
        people(best.fn_, worst.fn_),
        people(best.fp, worst.fp),
        unknown
    )
}

/// "3 to 9", or "3".
fn people(from: u64, to: u64) -> String {
    if from == to { count(from) } else { tr!("{} to {}", count(from), count(to)) }
}

fn cells(expected: &Expected) -> [Cell; 4] {
    let [at, worst, best] = [expected.of_1000, expected.at_worst, expected.at_best];
    let cell = |word, people: u64, from: u64, to: u64| Cell {
        word,
        people,
        range: (from != to).then(|| tr!("{} to {}", count(from), count(to))),
    };
    [
        cell(tr!("found"), at.tp, worst.tp, best.tp),
        cell(tr!("missed"), at.fn_, best.fn_, worst.fn_),
        cell(tr!("false alarms"), at.fp, best.fp, worst.fp),
        cell(tr!("left alone"), at.tn, worst.tn, best.tn),
    ]
}

fn here_lines(expected: &Expected) -> Vec<Line> {
    let line = |name, ranged: Option<Ranged>, write: fn(f64) -> String| {
        ranged.map(|ranged| Line { name, figure: write(ranged.at), note: between(ranged, write) })
    };
    let share = |value: f64| percent(value);
    let lines = [
        line(tr!("Alerts right (PPV)"), expected.ppv, share),
        line(tr!("Alerts for each patient found"), expected.alerts_per_found, amount),
        line(tr!("Rightly not flagged (NPV)"), expected.npv, share),
        line(tr!("Alerts a day"), expected.alerts_a_day, amount),
        line(tr!("Alerts a week"), expected.alerts_a_week, amount),
        line(tr!("Found in 30 days"), expected.found_a_month, amount),
        line(tr!("Missed in 30 days"), expected.missed_a_month, amount),
    ];
    lines.into_iter().flatten().collect()
}

/// "16 to 23", or nothing where both ends read as the figure itself.
fn between(ranged: Ranged, write: fn(f64) -> String) -> String {
    let [at, lo, hi] = [ranged.at, ranged.range.lo, ranged.range.hi].map(write);
    if lo == at && hi == at { String::new() } else { tr!("{lo} to {hi}", lo, hi) }
}

/// "13.7", "134", "1,240".
fn amount(value: f64) -> String {
    if value >= 99.95 {
        return count(value.round() as u64);
    }
    if value > 0.0 && value < 0.05 {
        return tr!("under 0.1").to_owned();
    }
    let tenths = format!("{value:.1}");
    tenths.strip_suffix(".0").map_or_else(|| tenths.clone(), str::to_owned)
}

fn study_lines(study: &Study, claim: &Claim) -> Vec<Line> {
    let rate = |name, share: Option<Share>, absent: &str| {
        share.map(|share| Line {
            name,
            figure: percent(share.claimed),
            note: share.people.map_or_else(|| absent.to_owned(), rests_on),
        })
    };
    let mut lines: Vec<Line> = [
        rate(
            tr!("Sensitivity"),
            study.sensitivity,
            tr!("no range: how many with the condition were studied is not stated"),
        ),
        rate(
            tr!("Specificity"),
            study.specificity,
            tr!("no range: how many without the condition were studied is not stated"),
        ),
        rate(tr!("Accuracy"), study.accuracy, tr!("no range: how many were studied is not stated")),
    ]
    .into_iter()
    .flatten()
    .collect();
    let alerts = study.there.and_then(|there| there.ppv());
    let ppv = match (claim.ppv, alerts) {
        (Some(claimed), alerts) => Some((percent(claimed), alerts.map_or_else(String::new, rests_on))),
        (None, Some(alerts)) => Some((percent(alerts.value()), tr!("worked out; {}", rests_on(alerts)))),
        (None, None) => None,
    };
    lines.extend(ppv.map(|(figure, note)| Line { name: tr!("Alerts right there (PPV)"), figure, note }));
    lines.extend(study.auc.map(|auc| Line { name: "AUC", figure: format!("{auc:.2}"), note: String::new() }));
    let implied = study.implied_prevalence.map(|prevalence| Line {
        name: tr!("Prevalence there"),
        figure: percent(prevalence),
        note: tr!("not stated, but the only one at which these figures fit together").to_owned(),
    });
    lines.extend(implied);
    let stated = study.prevalence.map(|prevalence| Line {
        name: tr!("Prevalence there"),
        figure: percent(prevalence),
        note: match (study.counts.with, study.counts.without) {
            (Some(with), Some(without)) => tr!("{} with the condition, {} without it", count(with), count(without)),
            _ => String::new(),
        },
    });
    lines.extend(stated);
    lines
}

/// "57 of 60; range 86% to 98%".
fn rests_on(people: Proportion) -> String {
    let Interval { lo, hi } = people.wilson();
    tr!("{} of {}; range {} to {}", count(people.k()), count(people.n()), percent(lo), percent(hi))
}

fn notes(study: &Study, here: Option<Here>) -> Vec<String> {
    let mut notes = Vec::new();
    if study.counts.rounded {
        let known = study.counts.with.zip(study.counts.without);
        notes.extend(known.map(|(with, without)| {
            tr!(
                "The {} with and {} without the condition were worked out from the prevalence and rounded to whole patients.",
                count(with),
                count(without)
            )
        }));
    }
    if let Some(accuracy) = study.accuracy {
        let places = [
            (tr!("there"), study.prevalence.or(study.implied_prevalence)),
            (tr!("here"), here.map(|here| here.prevalence)),
        ];
        let never = places
            .into_iter()
            .filter_map(|(place, prevalence)| Some(format!("{} {place}", percent(never_alarm_accuracy(prevalence?)))));
        let never: Vec<String> = never.collect();
        if !never.is_empty() {
            notes.push(tr!(
                "Flagging nobody at all is right for {} and finds no one; the claim is an accuracy of {}.",
                never.join(tr!(" and for ")),
                percent(accuracy.claimed)
            ));
        }
    }
    if let (Some(there), Some(here)) = (study.prevalence.or(study.implied_prevalence), here) {
        let times = there / here.prevalence;
        if times >= 1.5 {
            notes.push(sentence_case(&tr!(
                "the condition was {} times as common there as it is here, so more alerts were right there than will be here.",
                amount(times)
            )));
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_any_size_read_well() {
        for (value, text) in
            [(0.0, "0"), (0.01, "under 0.1"), (2.0, "2"), (13.66, "13.7"), (99.96, "100"), (1234.4, "1,234")]
        {
            assert_eq!(amount(value), text);
        }
    }
}
