//! What a chart measures along its sides: ends, ticks, how numbers are written and how values are spread.

/// How a number on an axis is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A share from 0 to 1 as a percentage, without its sign (below 0 for a mirrored half): "12%".
    Percent,
    /// With that many decimals: "0.10".
    Decimals(u8),
    /// A whole number with thousands separated: "1,200".
    Count,
    /// As few decimals as it takes: "0.25", "4".
    Shortest,
}

impl Format {
    /// The number as it is written; a dash when it is not finite.
    #[must_use]
    pub fn write(self, value: f64) -> String {
        if !value.is_finite() {
            return "\u{2013}".to_owned();
        }
        match self {
            Self::Percent => percent(value.abs()),
            // Adding 0 turns −0 into 0.
            Self::Decimals(places) => format!("{:.*}", usize::from(places), value + 0.0),
            Self::Count => count(value.abs().round() as u64),
            // Without the noise of sums: 0.3, not 0.30000000000000004.
            Self::Shortest if value.abs() < 1e6 => format!("{}", (value * 1e9).round() / 1e9 + 0.0),
            Self::Shortest => format!("{value}"),
        }
    }
}

/// "66%", "6.6%", "0.4%": one decimal where a whole per cent hides too much.
#[must_use]
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let whole = (percent - percent.round()).abs() < 1e-9;
    if whole || (9.95..=90.05).contains(&percent) { format!("{percent:.0}%") } else { format!("{percent:.1}%") }
}

/// "12,345".
#[must_use]
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// How near to 0 and to 1 an axis of log odds reaches.
const SURE: f64 = 1e-6;

/// How values are spread along an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// In proportion.
    #[default]
    Linear,
    /// The angle whose squared sine is the share (0 to 1; beyond, the nearer end): opens up both ends, where the risks of a
    /// rare condition and of a clear case crowd, and still reaches 0 and 1. It spreads a share as evenly as its
    /// uncertainty allows (Anscombe 1948, doi:10.1093/biomet/35.3-4.246, without his correction).
    Angular,
    /// By the logarithm of the odds of a share: what adds to the log odds is as long everywhere. Shares within a millionth of 0
    /// or 1 lie there.
    LogOdds,
    /// By the logarithm: a doubling is as long everywhere. What is not positive lies below everything.
    Logarithmic,
}

impl Scale {
    /// Where `value` lies, before the axis is stretched over the frame; never decreasing.
    #[must_use]
    pub fn forward(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Angular => libm::asin(value.clamp(0.0, 1.0).sqrt()) / std::f64::consts::FRAC_PI_2,
            Self::LogOdds => {
                let share = value.clamp(SURE, 1.0 - SURE);
                libm::log(share / (1.0 - share))
            }
            Self::Logarithmic => libm::log(value.max(f64::MIN_POSITIVE)),
        }
    }

    /// The value that lies at `place`: the inverse of [`Scale::forward`].
    #[must_use]
    pub fn back(self, place: f64) -> f64 {
        match self {
            Self::Linear => place,
            Self::Angular => {
                let sine = libm::sin(place.clamp(0.0, 1.0) * std::f64::consts::FRAC_PI_2);
                sine * sine
            }
            Self::LogOdds => 1.0 / (1.0 + libm::exp(-place)),
            Self::Logarithmic => libm::exp(place),
        }
    }
}

/// One axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// What is measured, in a few words a nurse knows.
    pub label: String,
    /// The same in two or three words, for a small chart and for reading out.
    pub short: String,
    /// The lower end.
    pub min: f64,
    /// The upper end.
    pub max: f64,
    /// Where a number and a grid line stand.
    pub ticks: Vec<f64>,
    /// How numbers are written.
    pub format: Format,
    /// How values are spread.
    pub scale: Scale,
    /// The rows along a vertical axis, from the upper to the lower one, instead of numbers; see [`Axis::of_rows`].
    pub rows: Vec<Row>,
}

/// One row of a chart that has a row for each thing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// What stands before it: its name.
    pub name: String,
    /// What stands after it: its figures.
    pub figures: String,
    /// What it says in a sentence.
    pub sentence: String,
}

impl Axis {
    /// A vertical axis with one row for each thing, the first one at the top.
    #[must_use]
    pub fn of_rows(label: String, rows: Vec<Row>) -> Self {
        let last = rows.len() as f64 - 1.0;
        Self {
            short: label.clone(),
            label,
            min: -0.5,
            max: last.max(0.0) + 0.5,
            ticks: (0..rows.len()).map(|row| last - row as f64).collect(),
            format: Format::Count,
            scale: Scale::Linear,
            rows,
        }
    }

    /// Where row `index` lies, counted from 0 at the top.
    #[must_use]
    pub fn row_at(&self, index: usize) -> f64 {
        self.ticks.get(index).copied().unwrap_or(f64::NAN)
    }

    /// The row at `value`, if there are rows and one is there.
    #[must_use]
    pub fn row_near(&self, value: f64) -> Option<&Row> {
        let place = self.ticks.iter().position(|tick| (tick - value).abs() <= 0.5)?;
        self.rows.get(place)
    }

    /// The ends in axis space, mended where they are not finite or not in order, so that no renderer divides by 0.
    #[must_use]
    pub fn span(&self) -> [f64; 2] {
        let (min, max) = (self.scale.forward(self.min), self.scale.forward(self.max));
        match (min.is_finite(), max.is_finite()) {
            (true, true) if max > min => [min, max],
            (true, _) => [min, min + 1.0],
            _ => [0.0, 1.0],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_written_as_people_write_them() {
        let percents =
            [0.0, 0.004, 0.066, 0.1, 0.5, 0.949, 0.999, 1.0, -0.05].map(|share| Format::Percent.write(share));
        assert_eq!(percents, ["0%", "0.4%", "6.6%", "10%", "50%", "94.9%", "99.9%", "100%", "5%"]);
        assert_eq!(Format::Decimals(2).write(-0.0), "0.00");
        assert_eq!(Format::Count.write(1_234_567.0), "1,234,567");
        assert_eq!(Format::Percent.write(f64::NAN), "\u{2013}");
    }

    #[test]
    fn an_axis_without_a_range_gets_one() {
        let mut axis = Axis {
            label: String::new(),
            short: String::new(),
            min: f64::NAN,
            max: 3.0,
            ticks: Vec::new(),
            format: Format::Count,
            scale: Scale::Linear,
            rows: Vec::new(),
        };
        assert!(axis.span()[0] < axis.span()[1]);
        (axis.min, axis.max) = (2.0, 2.0);
        assert!(axis.span()[0] < axis.span()[1]);
    }

    #[test]
    fn a_logarithmic_axis_makes_doublings_equal() {
        let place = |value| Scale::Logarithmic.forward(value);
        assert!((place(4.0) - place(2.0) - (place(0.5) - place(0.25))).abs() < 1e-12);
        assert!((Scale::Logarithmic.back(place(3.0)) - 3.0).abs() < 1e-12);
        assert!(place(0.0).is_finite() && place(-1.0) <= place(1e-300));
    }

    #[test]
    fn an_axis_of_log_odds_makes_odds_ratios_equal() {
        let place = |value| Scale::LogOdds.forward(value);
        let of = |odds: f64| odds / (1.0 + odds);
        assert!((place(of(3.0)) - place(of(1.0)) - (place(of(0.3)) - place(of(0.1)))).abs() < 1e-12);
        assert!((Scale::LogOdds.back(place(0.07)) - 0.07).abs() < 1e-12);
        assert!(place(0.0).is_finite() && place(0.0) <= place(1e-300) && place(1.0).is_finite());
    }

    proptest! {
        #[test]
        fn a_scale_and_its_inverse_cancel(value in 0.0..=1.0_f64, larger in 0.0..=1.0_f64) {
            for scale in [Scale::Linear, Scale::Angular] {
                prop_assert!((scale.back(scale.forward(value)) - value).abs() < 1e-12);
                let (low, high) = (value.min(larger), value.max(larger));
                prop_assert!(scale.forward(low) <= scale.forward(high));
            }
        }
    }
}
