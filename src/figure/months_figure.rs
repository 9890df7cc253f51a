//! One figure of the ward, month by month.

use super::axis::{Axis, Format, Scale, percent};
use super::model::{Corner, Dash, Figure, Key, Layer, Role, Shape};
use crate::pipeline::Month;

/// What is followed over the months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Followed {
    /// Alerts of 100 patients.
    Alerts,
    /// Area under the ROC curve.
    Auc,
    /// Observed number with the condition, of 100 expected.
    ObservedExpected,
    /// Missed, of 1,000 patients.
    Missed,
    /// Positive predictive value.
    Ppv,
    /// Those kept from the condition because staff acted, of 1,000 patients.
    Prevented,
}

impl Followed {
    /// What it is, in a few words.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Alerts => tr!("Alerts, of 100 patients"),
            Self::Auc => "AUC",
            Self::ObservedExpected => tr!("Have it, of 100 expected"),
            Self::Missed => tr!("Missed, of 1,000 patients"),
            Self::Ppv => tr!("Alerts that are right"),
            Self::Prevented => tr!("Kept from it, of 1,000 patients"),
        }
    }

    /// Its value in a month and the 95 % interval around it, in units of the axis; `None` where undefined.
    #[must_use]
    pub fn of(self, month: &Month) -> Option<(f64, Option<[f64; 2]>)> {
        let share = |own: Option<crate::num::Proportion>, times: f64| {
            let own = own?;
            let interval = own.wilson();
            Some((times * own.value(), Some([times * interval.lo, times * interval.hi])))
        };
        match self {
            Self::Alerts => share(month.alerts, 100.0),
            Self::Missed => share(month.missed, 1000.0),
            Self::Prevented => share(month.prevented, 1000.0),
            Self::Ppv => share(month.ppv, 1.0),
            Self::Auc => month.auc.map(|auc| (auc, month.auc_ci.map(|interval| [interval.lo, interval.hi]))),
            Self::ObservedExpected => month.observed_expected.map(|ratio| (100.0 * ratio, None)),
        }
    }

    /// A value as it is written.
    #[must_use]
    pub fn write(self, value: f64) -> String {
        match self {
            Self::Alerts => format!("{value:.1}"),
            Self::Missed | Self::Prevented | Self::ObservedExpected => format!("{value:.0}"),
            Self::Auc => format!("{value:.2}"),
            Self::Ppv => percent(value),
        }
    }

    /// Ends, ticks and form of the vertical axis when the largest value is `most` and the least `least`.
    fn axis(self, least: f64, most: f64) -> (f64, f64, f64, Format) {
        match self {
            Self::Auc => (if least < 0.45 { 0.0 } else { 0.4 }, 1.0, 0.2, Format::Decimals(1)),
            Self::Ppv => (0.0, (1.15 * most).clamp(0.1, 1.0), step(most), Format::Percent),
            Self::ObservedExpected => (0.0, (1.15 * most).clamp(125.0, 1000.0), step(most.max(100.0)), Format::Count),
            Self::Alerts | Self::Missed | Self::Prevented => (0.0, (1.15 * most).max(1.0), step(most), Format::Count),
        }
    }
}

fn step(most: f64) -> f64 {
    let steps = [0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0];
    steps.into_iter().find(|step| most / step <= 4.5).unwrap_or(500.0)
}

/// `months` as a line with its intervals as a band, `kept` (the first model kept to the end) dashed behind it, and a line where
/// the model was trained again.
#[must_use]
pub fn months_figure(followed: Followed, months: &[Month], kept: Option<&[Month]>) -> Figure {
    let all = months.iter().chain(kept.unwrap_or_default());
    let values = all.filter_map(|month| followed.of(month));
    let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
    for (value, interval) in values {
        let [low, high] = interval.unwrap_or([value; 2]);
        (least, most) = (least.min(low), most.max(high));
    }
    let (low, high, step, format) = followed.axis(least, most);
    let place = |month: &Month| f64::from(month.number);
    let line = |months: &[Month]| -> Vec<[f64; 2]> {
        months.iter().map(|month| [place(month), followed.of(month).map_or(f64::NAN, |(value, _)| value)]).collect()
    };
    let band = months.iter().filter_map(|month| {
        let [low, high] = followed.of(month)?.1?;
        Some([place(month), low, high])
    });
    let mut layers =
        vec![Layer::Band { role: Role::Band, points: band.collect(), label: tr!("95% interval").to_owned() }];
    if followed == Followed::ObservedExpected {
        layers.push(Layer::HLine {
            role: Role::Chance,
            dash: Dash::Dotted,
            y: 100.0,
            label: tr!("as expected").to_owned(),
        });
    }
    if let Some(kept) = kept {
        layers.push(Layer::Line { role: Role::Ghost, dash: Dash::Dashed, points: line(kept), label: String::new() });
    }
    layers.push(Layer::Line { role: Role::Model, dash: Dash::Solid, points: line(months), label: String::new() });
    layers.push(Layer::Points { role: Role::Model, shape: Shape::Disc, points: line(months), label: String::new() });
    for month in months.iter().filter(|month| month.retrained) {
        let x = place(month) - 0.5;
        layers.push(Layer::VLine {
            role: Role::Threshold,
            dash: Dash::Solid,
            x,
            label: tr!("Trained again").to_owned(),
        });
    }
    // Said once beside the other charts, where its place is free.
    if kept.is_some() && followed == Followed::Auc {
        let entries = vec![
            (Key::Line(Role::Model, Dash::Solid), tr!("trained again").to_owned()),
            (Key::Line(Role::Ghost, Dash::Dashed), tr!("first model kept").to_owned()),
        ];
        layers.push(Layer::Legend { corner: Corner::BottomLeft, heading: String::new(), entries });
    }
    let last = months.len().max(2) as f64;
    let ticks = (low / step).ceil() as i32..=(high / step).floor() as i32;
    Figure {
        name: "months",
        title: followed.title().to_owned(),
        alt: tr!("{}, month by month. {}", followed.title(), told(followed, months)),
        caption: tr!("Band: the 95% interval of each month.").to_owned(),
        x: Axis {
            label: tr!("Month").to_owned(),
            short: tr!("month").to_owned(),
            min: 0.5,
            max: last + 0.5,
            ticks: (1..=months.len()).map(|month| month as f64).collect(),
            format: Format::Count,
            scale: Scale::Linear,
            rows: Vec::new(),
        },
        y: Axis {
            label: String::new(),
            short: String::new(),
            min: low,
            max: high,
            ticks: ticks.map(|tick| f64::from(tick) * step).collect(),
            format,
            scale: Scale::Linear,
            rows: Vec::new(),
        },
        layers,
        square: false,
        handle: None,
        empty: if months.is_empty() { tr!("There is no month yet.").to_owned() } else { String::new() },
    }
}

/// Every month's value, for whoever cannot see the curve.
fn told(followed: Followed, months: &[Month]) -> String {
    let told = months.iter().map(|month| {
        let value = followed.of(month).map_or(tr!("not defined").to_owned(), |(value, _)| followed.write(value));
        format!("{}: {value}", month.number)
    });
    told.collect::<Vec<_>>().join(", ")
}

/// What the run says, from its own first and last month and from the retraining, in plain words.
#[must_use]
pub fn months_sentence(months: &[Month], kept: Option<&[Month]>) -> String {
    let (Some(first), Some(last)) = (months.first(), kept.unwrap_or(months).last()) else { return String::new() };
    let value = |followed: Followed, month: &Month| followed.of(month).map(|(value, _)| value);
    let change = |followed: Followed, name: &str, least: f64| {
        let (from, to) = (value(followed, first)?, value(followed, last)?);
        if (to - from).abs() < least {
            return None;
        }
        let verb = if to > from { tr!("rose") } else { tr!("fell") };
        Some(tr!("{name} {verb} from {} to {}", followed.write(from), followed.write(to), name, verb))
    };
    let moved: Vec<String> = [
        change(Followed::Alerts, tr!("alerts per 100"), 2.0),
        change(Followed::ObservedExpected, tr!("of 100 expected to have it those who do"), 10.0),
        change(Followed::Ppv, tr!("alerts that are right"), 0.03),
        change(Followed::Missed, tr!("missed per 1,000"), 5.0),
        change(Followed::Auc, tr!("the AUC"), 0.03),
    ]
    .into_iter()
    .flatten()
    .take(3)
    .collect();
    let mut text = if moved.is_empty() {
        tr!("From month 1 to month {} nothing moved that one would notice.", last.number)
    } else {
        tr!("From month 1 to month {}, {}.", last.number, moved.join(", "))
    };
    let aucs = value(Followed::Auc, first).zip(value(Followed::Auc, last));
    if let Some((from, to)) = aucs.filter(|_| !moved.is_empty())
        && (from - to).abs() < 0.03
    {
        text.push_str(&tr!(" The AUC stood still at {to:.2}: whoever watches only that sees nothing.", to));
    }
    if let Some(untouched) =
        last.auc_untouched.zip(value(Followed::Auc, last)).filter(|(alone, seen)| alone - seen > 0.02)
    {
        text.push_str(&tr!(
            " The AUC looks worse ({:.2}) than it is ({:.2}), because staff keep flagged patients from it.",
            untouched.1,
            untouched.0
        ));
    }
    let again = months.last().filter(|_| kept.is_some());
    if let Some((again, (with, without))) = again.and_then(|again| {
        Some((again, value(Followed::ObservedExpected, again).zip(value(Followed::ObservedExpected, last))?))
    }) {
        let missed = value(Followed::Missed, again).zip(value(Followed::Missed, last));
        let missed =
            missed.map_or(String::new(), |(a, b)| tr!(", and {a:.0} instead of {b:.0} of 1,000 are missed", a, b));
        text.push_str(&tr!(
            " Trained again, of 100 expected {with:.0} have it instead of {without:.0}{missed}.",
            with,
            without,
            missed
        ));
    }
    text
}
