//! Paper against ward: what the validation report says of each group, and what happens to its patients.

use super::axis::{Format, Row, Scale};
use super::model::Figure;
use super::rows_figure::{Dot, RowsFigure};
use super::words::Words;
use crate::metrics::{FEWEST_POSITIVES, Interval, ScoredTestSet};
use crate::num::Proportion;
use crate::pipeline::Decided;

/// How a figure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A share, as patients of 1,000.
    PerThousand,
    /// A share, in whole per cent.
    Percent,
    /// A share, in tenths of a per cent.
    Tenths,
    /// An area, to two decimals.
    Area,
}

impl Unit {
    /// What the number is multiplied by where it is written, and with how many decimals.
    const fn form(self) -> (f64, usize, &'static str) {
        match self {
            Self::PerThousand => (1000.0, 0, ""),
            Self::Percent => (100.0, 0, "%"),
            Self::Tenths => (100.0, 1, "%"),
            Self::Area => (1.0, 2, ""),
        }
    }

    /// The number as it is written, and what that is worth: differences are taken between numbers as written, so that they
    /// add up for whoever checks.
    fn rounded(self, value: f64) -> (String, f64) {
        let (times, decimals, sign) = self.form();
        let fine = 10_f64.powi(decimals as i32);
        // Halves go up, as people round; formatting alone would take them to the even neighbour.
        let worth = (times * value * fine).round() / fine;
        (format!("{worth:.decimals$}{sign}"), worth)
    }

    /// "+38", "−30 points", "−0.08", "the same".
    #[must_use]
    pub fn difference(self, from: f64, to: f64) -> String {
        let (_, decimals, percent) = self.form();
        let difference = self.rounded(to).1 - self.rounded(from).1;
        let sign = if difference > 0.0 { "+" } else { "\u{2212}" };
        let unit = if percent.is_empty() { "" } else { tr!(" points") };
        if difference.abs() < 1e-9 {
            return tr!("the same").to_owned();
        }
        format!("{sign}{:.decimals$}{unit}", difference.abs())
    }

    /// A number as it is written.
    #[must_use]
    pub fn write(self, value: f64) -> String {
        self.rounded(value).0
    }
}

/// A figure with its interval, as a share or an area from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// Its 95 % interval.
    pub interval: Option<Interval>,
}

/// One group on both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Sides {
    /// The group.
    pub name: String,
    /// What the report says; `None` where it is undefined.
    pub paper: Option<Estimate>,
    /// What happens on the ward.
    pub ward: Option<Estimate>,
    /// Whether either rests on too few people to tell.
    pub faint: bool,
    /// Whether the two differ by more than another sample of the same size would often show.
    pub differs: bool,
}

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// What is measured, for the axis.
    pub label: String,
    /// How it is written.
    pub unit: Unit,
}

/// What the two sides are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SideMeasure {
    /// Patients with the condition who are not flagged, per 1,000 patients.
    #[default]
    Missed,
    /// Patients without it who are flagged, per 1,000 patients.
    FalseAlarms,
    /// Sensitivity.
    Found,
    /// Positive predictive value.
    AlertsRight,
    /// Area under the ROC curve.
    Auc,
}

/// One group's patients on one side, and what was decided on them.
#[derive(Clone, Copy)]
pub struct SideGroup<'a> {
    /// Their scores.
    pub set: &'a ScoredTestSet,
    /// The decisions.
    pub decided: Decided,
}

/// One group's patients on both sides.
#[derive(Clone, Copy)]
pub struct SideRow<'a> {
    /// The group.
    pub name: &'a str,
    /// Its held-out patients, against the record; or what is compared with.
    pub paper: SideGroup<'a>,
    /// Its patients on the ward, against the truth.
    pub ward: SideGroup<'a>,
}

/// Counts of 1,000 patients need at least so many.
const FEWEST_PATIENTS: u64 = 100;

impl SideMeasure {
    /// All of them, the plainest first.
    pub const ALL: [Self; 5] = [Self::Missed, Self::FalseAlarms, Self::Found, Self::AlertsRight, Self::Auc];

    /// Its name on a button.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Missed => tr!("Missed"),
            Self::FalseAlarms => tr!("False alarms"),
            Self::Found => tr!("Found"),
            Self::AlertsRight => tr!("Alerts right"),
            Self::Auc => "AUC",
        }
    }

    /// What it counts, in a sentence.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Missed => tr!("Patients with the condition who raise no alert, of 1,000 patients of the group."),
            Self::FalseAlarms => {
                tr!("Patients without the condition who raise an alert, of 1,000 patients of the group.")
            }
            Self::Found => tr!("Of those with the condition, the share who raise an alert (sensitivity)."),
            Self::AlertsRight => tr!("Of those who raise an alert, the share who have the condition (PPV)."),
            Self::Auc => {
                tr!("How often a patient with the condition gets a higher risk than one without it; 0.5 is guessing.")
            }
        }
    }

    fn axis(self) -> &'static str {
        match self {
            Self::Missed => tr!("Missed, of 1,000 patients"),
            Self::FalseAlarms => tr!("False alarms, of 1,000 patients"),
            Self::Found => tr!("Found, of those with it (sensitivity)"),
            Self::AlertsRight => tr!("Alerts that are right (PPV)"),
            Self::Auc => tr!("Area under the ROC curve"),
        }
    }

    const fn unit(self) -> Unit {
        match self {
            Self::Missed | Self::FalseAlarms => Unit::PerThousand,
            Self::Found | Self::AlertsRight => Unit::Percent,
            Self::Auc => Unit::Area,
        }
    }

    /// What is compared.
    #[must_use]
    pub fn topic(self) -> Topic {
        Topic { name: self.name().to_owned(), label: self.axis().to_owned(), unit: self.unit() }
    }

    /// Every group.
    #[must_use]
    pub fn rows(self, groups: &[SideRow<'_>]) -> Vec<Sides> {
        let row = |row: &SideRow<'_>| Sides {
            name: row.name.to_owned(),
            paper: self.of(&row.paper),
            ward: self.of(&row.ward),
            faint: [row.paper, row.ward].iter().any(|group| self.too_few(group)),
            differs: self.differs(row),
        };
        groups.iter().map(row).collect()
    }

    /// Whether the figure rests on too few people to tell.
    fn too_few(self, group: &SideGroup<'_>) -> bool {
        match self {
            // A record that holds few cases of a group is no reason to look away: the patients are there.
            Self::Missed | Self::FalseAlarms => group.decided.people() < FEWEST_PATIENTS,
            Self::Found | Self::Auc => group.set.positives() < FEWEST_POSITIVES,
            Self::AlertsRight => group.decided.matrix.alerts() < FEWEST_POSITIVES,
        }
    }

    /// The share of the patients counted, where it is one; those referred to a person are neither missed nor alarmed.
    fn proportion(self, group: &SideGroup<'_>) -> Option<Proportion> {
        let Decided { matrix, referred_with, .. } = group.decided;
        match self {
            Self::Missed => group.decided.share(matrix.fn_),
            Self::FalseAlarms => group.decided.share(matrix.fp),
            Self::Found => Proportion::new(matrix.tp, matrix.positives() + referred_with),
            Self::AlertsRight => matrix.ppv(),
            Self::Auc => None,
        }
    }

    fn of(self, group: &SideGroup<'_>) -> Option<Estimate> {
        if self == Self::Auc {
            return group.set.auc().map(|value| Estimate { value, interval: group.set.auc_ci() });
        }
        let own = self.proportion(group)?;
        Some(Estimate { value: own.value(), interval: Some(own.wilson()) })
    }

    /// Whether the two sides differ by more than another sample of the same size would often show.
    fn differs(self, row: &SideRow<'_>) -> bool {
        if self == Self::Auc {
            let [Some(paper), Some(ward)] = [row.paper, row.ward].map(|group| self.of(&group)) else { return false };
            let width = |side: Estimate| side.interval.map_or(0.0, Interval::width);
            let half = (width(paper) * width(paper) + width(ward) * width(ward)).sqrt() / 2.0;
            return (paper.value - ward.value).abs() > half;
        }
        let both = self.proportion(&row.ward).zip(self.proportion(&row.paper));
        both.is_some_and(|(ward, paper)| !ward.newcombe(paper).contains(0.0))
    }
}

/// What the ring and the disc stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pair {
    /// The validation report, and what happens on the ward.
    PaperAndWard,
    /// The ward without the measures against bias, and with them.
    WithoutAndWith,
}

impl Pair {
    /// How each is told apart in a sentence, and the whole in a title.
    fn words(self) -> [&'static str; 3] {
        match self {
            Self::PaperAndWard => [tr!("on paper"), tr!("on the ward"), tr!("paper against ward")],
            Self::WithoutAndWith => [tr!("without"), tr!("with it"), tr!("on the ward, without and with")],
        }
    }

    fn caption(self, words: &Words) -> String {
        match self {
            Self::PaperAndWard => tr!(
                "Ring: on paper, patients kept aside, by what the record says. Disc: on the ward, new patients, by the truth \
                 about {}, with its 95% interval.",
                words.condition
            ),
            Self::WithoutAndWith => tr!(
                "On the ward, by the truth about {}. Ring: nothing done. Disc: with what is ticked, and its 95% interval.",
                words.condition
            ),
        }
    }
}

/// Every group on both sides: a ring for the report, a disc with its interval for the ward.
#[must_use]
pub fn sides_figure(pair: Pair, topic: &Topic, rows: &[Sides], words: &Words) -> Figure {
    let (times, ..) = if topic.unit == Unit::PerThousand { topic.unit.form() } else { (1.0, 0, "") };
    let values = |row: &Sides| [row.paper, row.ward].into_iter().flatten();
    let reach = |row: &Sides| {
        values(row).flat_map(|side| [side.value, side.interval.map_or(0.0, |i| i.hi)]).fold(0.0, f64::max)
    };
    let most = times * rows.iter().map(reach).fold(0.0, f64::max);
    let least = rows.iter().flat_map(values).map(|side| side.value).fold(1.0, f64::min);
    let steps: &[f64] = if topic.unit == Unit::PerThousand {
        &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0]
    } else {
        &[0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2]
    };
    let fitting = steps.iter().copied().find(|step| most / step <= 6.0).unwrap_or(steps[steps.len() - 1]);
    let (ends, step, format) = match topic.unit {
        Unit::Area => ([if least < 0.45 { 0.0 } else { 0.4 }, 1.0], 0.1, Format::Decimals(1)),
        Unit::Percent => ([0.0, 1.0], 0.2, Format::Percent),
        Unit::Tenths => ([0.0, (1.06 * most).clamp(0.01, 1.0)], fitting, Format::Percent),
        Unit::PerThousand => ([0.0, (1.06 * most).max(1.0)], fitting, Format::Count),
    };
    let first = (ends[0] / step).ceil() as i32;
    let last = (ends[1] / step + 1e-9).floor() as i32;
    RowsFigure {
        name: "paper-against-ward",
        title: format!("{}: {}", topic.name, pair.words()[2]),
        caption: pair.caption(words),
        label: topic.label.clone(),
        ends,
        ticks: (first..=last).map(|tick| f64::from(tick) * step).collect(),
        format,
        scale: Scale::Linear,
        reference: None,
        from_zero: false,
        empty: tr!("There is nobody to compare.").to_owned(),
    }
    .with(rows.iter().map(|row| dot(pair, topic.unit, times, row)).collect())
}

fn dot(pair: Pair, unit: Unit, times: f64, row: &Sides) -> Dot {
    let [first, second, _] = pair.words();
    let written = |side: Option<Estimate>| side.map_or("\u{2013}".to_owned(), |side| unit.write(side.value));
    let change = match row.paper.zip(row.ward) {
        Some((paper, ward)) => format!(" ({})", unit.difference(paper.value, ward.value)),
        None => String::new(),
    };
    let interval = row.ward.and_then(|ward| ward.interval);
    let spread = interval.map_or_else(String::new, |interval| {
        tr!(", interval {} to {}", unit.write(interval.lo), unit.write(interval.hi))
    });
    let chance = match () {
        () if row.faint => tr!("; too few patients to tell"),
        () if row.paper.is_none() || row.ward.is_none() => "",
        () if row.differs => tr!("; more than chance would often do"),
        () => tr!("; that could be chance"),
    };
    let (paper, ward) = (written(row.paper), written(row.ward));
    let sentence = format!("{}: {paper} {first}, {ward} {second}{change}{spread}{chance}", row.name);
    Dot {
        row: Row { name: row.name.clone(), figures: format!("{paper} \u{2192} {ward}{change}"), sentence },
        value: row.ward.map(|ward| times * ward.value),
        other: row.paper.map(|paper| times * paper.value),
        interval: interval.map(|interval| [times * interval.lo, times * interval.hi]),
        faint: row.faint,
    }
}

impl SideMeasure {
    /// The one sentence for the back row: the group for which report and ward lie furthest apart, in people.
    #[must_use]
    pub fn sentence(self, rows: &[Sides]) -> String {
        let apart =
            |row: &&Sides| row.paper.zip(row.ward).map_or(0.0, |(paper, ward)| (ward.value - paper.value).abs());
        let sure = rows.iter().filter(|row| !row.faint && row.differs);
        let furthest = sure.max_by(|a, b| apart(a).total_cmp(&apart(b)));
        let Some((row, paper, ward)) = furthest.and_then(|row| Some((row, row.paper?, row.ward?))) else {
            return tr!("In no group does the ward differ from the report by more than chance would do.").to_owned();
        };
        let unit = self.unit();
        let (paper, ward, change) =
            (unit.write(paper.value), unit.write(ward.value), unit.difference(paper.value, ward.value));
        let what = match self {
            Self::Missed => tr!("{paper} of 1,000 patients are missed", paper),
            Self::FalseAlarms => tr!("{paper} of 1,000 patients raise a false alarm", paper),
            Self::Found => tr!("{paper} of those with it are found", paper),
            Self::AlertsRight => tr!("{paper} of alerts are right", paper),
            Self::Auc => tr!("the AUC is {paper}", paper),
        };
        tr!("{}: the report says {what}. On the ward it is {ward} ({change}).", row.name, what, ward, change)
    }
}
