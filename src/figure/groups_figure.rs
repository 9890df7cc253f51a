//! The same rates in every group, with their intervals.

use super::axis::{Format, Row, Scale, count, percent};
use super::model::Figure;
use super::rows_figure::{Dot, RowsFigure};
use super::words::Words;
use crate::metrics::{ConfusionMatrix, FEWEST_POSITIVES, ScoredTestSet};
use crate::num::{Proportion, Threshold};

/// A rate that groups are compared by.
#[derive(Debug, Clone, Copy)]
pub struct GroupRate {
    /// Its identifier in the registry.
    pub id: &'static str,
    /// What it is, in a few words.
    pub heading: &'static str,
    /// How to get it; `None` where its denominator is 0.
    pub of: fn(&ConfusionMatrix) -> Option<Proportion>,
}

/// The rates that groups are compared by, in order.
pub const GROUP_RATES: [GroupRate; 3] = [
    GroupRate { id: "sensitivity", heading: tr_noop!("Found, of those with it"), of: ConfusionMatrix::sensitivity },
    GroupRate {
        id: "false_positive_rate",
        heading: tr_noop!("False alarms, of the rest"),
        of: ConfusionMatrix::false_positive_rate,
    },
    GroupRate { id: "ppv", heading: tr_noop!("Alerts that are right"), of: ConfusionMatrix::ppv },
];

/// Every rate in every group and in everyone, a row each, with Wilson's interval.
#[must_use]
pub fn groups_figure(set: &ScoredTestSet, threshold: Threshold, words: &Words) -> Figure {
    let everyone = (tr!("Everyone"), set);
    let mut dots = Vec::new();
    for rate in &GROUP_RATES {
        dots.push(heading(crate::language::translate(rate.heading)));
        dots.extend(set.iter_groups().chain([everyone]).map(|(name, group)| dot(name, &group.at(threshold), rate)));
    }
    RowsFigure {
        name: "groups",
        title: words.begin(tr!("the same figures in every group")),
        caption: tr!(
            "Dot: the group. Line: its 95% interval. Open and dotted: fewer than {FEWEST_POSITIVES} patients {}, so it could \
             be chance.",
            words.with(), FEWEST_POSITIVES
        ),
        label: tr!("Share of patients").to_owned(),
        ends: [0.0, 1.0],
        ticks: (0..=5).map(|fifth| f64::from(fifth) / 5.0).collect(),
        format: Format::Percent,
        scale: Scale::Linear,
        reference: None,
        from_zero: false,
        empty: String::new(),
    }
    .with(dots)
}

fn heading(text: &str) -> Dot {
    let row = Row { name: format!("{text}:"), figures: String::new(), sentence: format!("{text}:") };
    Dot { row, value: None, other: None, interval: None, faint: false }
}

fn dot(name: &str, matrix: &ConfusionMatrix, rate: &GroupRate) -> Dot {
    let faint = matrix.positives() < FEWEST_POSITIVES;
    let Some(own) = (rate.of)(matrix) else {
        let row = Row {
            name: name.to_owned(),
            figures: tr!("not defined").to_owned(),
            sentence: tr!("{name}: not defined, nobody to count", name),
        };
        return Dot { row, value: None, other: None, interval: None, faint };
    };
    let (k, n) = (count(own.k()), count(own.n()));
    let interval = own.wilson();
    let row = Row {
        name: name.to_owned(),
        figures: tr!("{} ({k} of {n})", percent(own.value()), k, n),
        sentence: tr!(
            "{name}: {} ({k} of {n}), interval {} to {}",
            percent(own.value()),
            percent(interval.lo),
            percent(interval.hi),
            name,
            k,
            n
        ),
    };
    Dot { row, value: Some(own.value()), other: None, interval: Some([interval.lo, interval.hi]), faint }
}
