//! Paper against ward: what the validation report says of each group, and what happens to its patients.

use super::axis::{Format, Row, Scale, percent};
use super::model::Figure;
use super::rows_figure::{Dot, RowsFigure};
use super::words::Words;
use crate::metrics::{ConfusionMatrix, FEWEST_POSITIVES, Interval, ScoredTestSet};
use crate::num::{Proportion, Threshold};

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

/// One group on both sides.
#[derive(Clone, Copy)]
pub struct SideRow<'a> {
    /// The group.
    pub name: &'a str,
    /// Its held-out patients, against the record.
    pub paper: &'a ScoredTestSet,
    /// Its patients on the ward, against the truth.
    pub ward: &'a ScoredTestSet,
}

/// A figure with its interval, as a share or an area from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Value {
    value: f64,
    interval: Option<Interval>,
}

impl SideMeasure {
    /// All of them, the plainest first.
    pub const ALL: [Self; 5] = [Self::Missed, Self::FalseAlarms, Self::Found, Self::AlertsRight, Self::Auc];

    /// Its name on a button.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missed => "Missed",
            Self::FalseAlarms => "False alarms",
            Self::Found => "Found",
            Self::AlertsRight => "Alerts right",
            Self::Auc => "AUC",
        }
    }

    /// What it counts, in a sentence.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Missed => "Patients with the condition who raise no alert, of 1,000 patients of the group.",
            Self::FalseAlarms => "Patients without the condition who raise an alert, of 1,000 patients of the group.",
            Self::Found => "Of those with the condition, the share who raise an alert (sensitivity).",
            Self::AlertsRight => "Of those who raise an alert, the share who have the condition (PPV).",
            Self::Auc => {
                "How often a patient with the condition gets a higher risk than one without it; 0.5 is guessing."
            }
        }
    }

    const fn axis(self) -> &'static str {
        match self {
            Self::Missed => "Missed, of 1,000 patients",
            Self::FalseAlarms => "False alarms, of 1,000 patients",
            Self::Found => "Found, of those with it (sensitivity)",
            Self::AlertsRight => "Alerts that are right (PPV)",
            Self::Auc => "Area under the ROC curve",
        }
    }

    /// Whether it counts people per 1,000.
    const fn counts(self) -> bool {
        matches!(self, Self::Missed | Self::FalseAlarms)
    }

    /// The share of the patients counted, where it is one.
    fn proportion(self, matrix: &ConfusionMatrix) -> Option<Proportion> {
        match self {
            Self::Missed => Proportion::new(matrix.fn_, matrix.n()),
            Self::FalseAlarms => Proportion::new(matrix.fp, matrix.n()),
            Self::Found => matrix.sensitivity(),
            Self::AlertsRight => matrix.ppv(),
            Self::Auc => None,
        }
    }

    fn of(self, set: &ScoredTestSet, threshold: Threshold) -> Option<Value> {
        if self == Self::Auc {
            return set.auc().map(|value| Value { value, interval: set.auc_ci() });
        }
        let own = self.proportion(&set.at(threshold))?;
        Some(Value { value: own.value(), interval: Some(own.wilson()) })
    }

    /// The number as it is written, and what that is worth: differences are taken between numbers as written, so that they
    /// add up for whoever checks.
    fn rounded(self, value: f64) -> (String, f64) {
        match self {
            Self::Missed | Self::FalseAlarms => {
                let people = (1000.0 * value).round();
                (format!("{people:.0}"), people)
            }
            Self::Found | Self::AlertsRight => {
                let points = (100.0 * value).round();
                (format!("{points:.0}%"), points)
            }
            Self::Auc => {
                let area = (100.0 * value).round() / 100.0;
                (format!("{area:.2}"), area)
            }
        }
    }

    /// "+38", "−30 points", "−0.08", "the same".
    fn difference(self, paper: f64, ward: f64) -> String {
        let difference = self.rounded(ward).1 - self.rounded(paper).1;
        let sign = if difference > 0.0 { "+" } else { "\u{2212}" };
        match self {
            _ if difference.abs() < 1e-9 => "the same".to_owned(),
            Self::Missed | Self::FalseAlarms => format!("{sign}{:.0}", difference.abs()),
            Self::Found | Self::AlertsRight => format!("{sign}{:.0} points", difference.abs()),
            Self::Auc => format!("{sign}{:.2}", difference.abs()),
        }
    }

    /// Whether the two sides differ by more than another sample of the same size would often show.
    fn differs(self, row: &SideRow<'_>, threshold: Threshold) -> bool {
        if self == Self::Auc {
            let (Some(paper), Some(ward)) = (row.paper.auc_ci(), row.ward.auc_ci()) else { return false };
            let (Some(a), Some(b)) = (row.paper.auc(), row.ward.auc()) else { return false };
            let half = (paper.width() * paper.width() + ward.width() * ward.width()).sqrt() / 2.0;
            return (a - b).abs() > half;
        }
        let both = self.proportion(&row.ward.at(threshold)).zip(self.proportion(&row.paper.at(threshold)));
        both.is_some_and(|(ward, paper)| !ward.newcombe(paper).contains(0.0))
    }
}

/// Whether either side of a group has too few patients with the condition to tell.
fn faint(row: &SideRow<'_>) -> bool {
    row.paper.positives() < FEWEST_POSITIVES || row.ward.positives() < FEWEST_POSITIVES
}

/// Every group on both sides: a ring for the report, a disc with its interval for the ward.
#[must_use]
pub fn sides_figure(measure: SideMeasure, rows: &[SideRow<'_>], threshold: Threshold, words: &Words) -> Figure {
    let dots: Vec<Dot> = rows.iter().map(|row| dot(measure, row, threshold)).collect();
    let reach = |dot: &Dot| [dot.value, dot.other, dot.interval.map(|[_, high]| high)].into_iter().flatten();
    let most = dots.iter().flat_map(reach).fold(0.0, f64::max);
    let least = dots.iter().flat_map(|dot| dot.value.into_iter().chain(dot.other)).fold(1.0, f64::min);
    let (ends, step) = match measure {
        SideMeasure::Auc => ([if least < 0.45 { 0.0 } else { 0.4 }, 1.0], 0.1),
        _ if measure.counts() => {
            let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0].into_iter().find(|step| most / step <= 6.0);
            ([0.0, (1.06 * most).max(1.0)], step.unwrap_or(200.0))
        }
        _ => ([0.0, 1.0], 0.2),
    };
    let format = match measure {
        SideMeasure::Auc => Format::Decimals(1),
        _ if measure.counts() => Format::Count,
        _ => Format::Percent,
    };
    let first = (ends[0] / step).ceil() as i32;
    let last = (ends[1] / step + 1e-9).floor() as i32;
    RowsFigure {
        name: "paper-against-ward",
        title: format!("{}: paper against ward", measure.name()),
        caption: format!(
            "Ring: on paper, patients kept aside, by what the record says. Disc: on the ward, new patients, by the truth about \
             {}, with its 95% interval.",
            words.condition
        ),
        label: measure.axis().to_owned(),
        ends,
        ticks: (first..=last).map(|tick| f64::from(tick) * step).collect(),
        format,
        scale: Scale::Linear,
        reference: None,
        from_zero: false,
        empty: "There is nobody to compare.".to_owned(),
    }
    .with(dots)
}

fn dot(measure: SideMeasure, row: &SideRow<'_>, threshold: Threshold) -> Dot {
    let units = if measure.counts() { 1000.0 } else { 1.0 };
    let [paper, ward] = [row.paper, row.ward].map(|set| measure.of(set, threshold));
    let written = |value: Option<Value>| value.map_or("–".to_owned(), |value| measure.rounded(value.value).0);
    let change = match paper.zip(ward) {
        Some((paper, ward)) => format!(" ({})", measure.difference(paper.value, ward.value)),
        None => String::new(),
    };
    let interval = ward.and_then(|ward| ward.interval);
    let spread = match interval {
        Some(interval) if measure.counts() => {
            format!(", interval {:.0} to {:.0}", 1000.0 * interval.lo, 1000.0 * interval.hi)
        }
        Some(interval) if measure == SideMeasure::Auc => format!(", interval {:.2} to {:.2}", interval.lo, interval.hi),
        Some(interval) => format!(", interval {} to {}", percent(interval.lo), percent(interval.hi)),
        None => String::new(),
    };
    let chance = match () {
        () if faint(row) => "; too few patients with it to tell",
        () if paper.is_none() || ward.is_none() => "",
        () if measure.differs(row, threshold) => "; more than chance would often do",
        () => "; that could be chance",
    };
    let sentence =
        format!("{}: {} on paper, {} on the ward{change}{spread}{chance}", row.name, written(paper), written(ward));
    Dot {
        row: Row {
            name: row.name.to_owned(),
            figures: format!("{} \u{2192} {}{change}", written(paper), written(ward)),
            sentence,
        },
        value: ward.map(|ward| units * ward.value),
        other: paper.map(|paper| units * paper.value),
        interval: interval.map(|interval| [units * interval.lo, units * interval.hi]),
        faint: faint(row),
    }
}

/// The one sentence for the back row: the group for which report and ward lie furthest apart, in people.
#[must_use]
pub fn sides_sentence(measure: SideMeasure, rows: &[SideRow<'_>], threshold: Threshold) -> String {
    let sure = rows.iter().filter(|row| !faint(row) && measure.differs(row, threshold));
    let apart = |row: &SideRow<'_>| {
        let [paper, ward] = [row.paper, row.ward].map(|set| measure.of(set, threshold));
        paper.zip(ward).map_or(0.0, |(paper, ward)| (ward.value - paper.value).abs())
    };
    let Some(row) = sure.max_by(|a, b| apart(a).total_cmp(&apart(b))) else {
        return "In no group does the ward differ from the report by more than chance would do.".to_owned();
    };
    let [Some(paper), Some(ward)] = [row.paper, row.ward].map(|set| measure.of(set, threshold)) else {
        return String::new();
    };
    let ([paper_text, ward_text], change) =
        ([paper, ward].map(|side| measure.rounded(side.value).0), measure.difference(paper.value, ward.value));
    let name = row.name;
    match measure {
        SideMeasure::Missed => format!(
            "{name}: the report says {paper_text} of 1,000 patients are missed. On the ward it is {ward_text} ({change})."
        ),
        SideMeasure::FalseAlarms => format!(
            "{name}: the report says {paper_text} of 1,000 patients raise a false alarm. On the ward it is {ward_text} \
             ({change})."
        ),
        SideMeasure::Found => format!(
            "{name}: the report says {paper_text} of those with it are found. On the ward it is {ward_text} ({change})."
        ),
        SideMeasure::AlertsRight => {
            format!(
                "{name}: the report says {paper_text} of alerts are right. On the ward it is {ward_text} ({change})."
            )
        }
        SideMeasure::Auc => {
            format!("{name}: the report says the AUC is {paper_text}. On the ward it is {ward_text} ({change}).")
        }
    }
}
