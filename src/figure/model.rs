//! The chart as plain data: what is shown and what it means, in roles; never a colour and never a pixel.

/// What a mark stands for. A renderer looks the colour up in [`super::palette`]; shape, dash and label tell it apart too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// With the condition and flagged: true positive.
    Found,
    /// With the condition and not flagged: false negative.
    Missed,
    /// Without the condition and flagged: false positive.
    FalseAlarm,
    /// Without the condition and not flagged: true negative.
    LeftAlone,
    /// Everyone with the condition.
    With,
    /// Everyone without the condition.
    Without,
    /// The curve of the model shown.
    Model,
    /// The curve of something to compare with: the other population, a pinned state.
    Ghost,
    /// What guessing would do, and other lines of reference.
    Chance,
    /// The threshold and the operating point.
    Threshold,
    /// An interval around a curve or a point.
    Band,
    /// One of the groups, counted from 0; from the seventh on colours repeat.
    Group(u8),
    /// Text that is read first, and the frame.
    Ink,
    /// Text that is read second.
    Quiet,
    /// Lines of the grid.
    Grid,
    /// The background.
    Paper,
}

/// How a number on an axis is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A share from 0 to 1 as a percentage, without its sign (below 0 for a mirrored half): "12%".
    Percent,
    /// With that many decimals: "0.10".
    Decimals(u8),
    /// A whole number with thousands separated: "1,200".
    Count,
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
        }
    }
}

/// "66%", "6.6%", "0.4%": one decimal where a whole per cent hides too much.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let whole = (percent - percent.round()).abs() < 1e-9;
    if whole || (9.95..=90.05).contains(&percent) { format!("{percent:.0}%") } else { format!("{percent:.1}%") }
}

/// "12,345".
pub(super) fn count(number: u64) -> String {
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
}

impl Scale {
    /// Where `value` lies, before the axis is stretched over the frame; never decreasing.
    #[must_use]
    pub fn forward(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Angular => libm::asin(value.clamp(0.0, 1.0).sqrt()) / std::f64::consts::FRAC_PI_2,
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
}

impl Axis {
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

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dash {
    /// Unbroken.
    Solid,
    /// Long dashes.
    Dashed,
    /// Dots.
    Dotted,
    /// A long dash and a dot in turn.
    DashDot,
}

/// The shape of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A filled disc.
    Disc,
    /// An open ring.
    Ring,
    /// A filled diamond.
    Diamond,
    /// A filled square.
    Square,
    /// A filled triangle, tip up.
    Triangle,
    /// A diagonal cross.
    Cross,
    /// An open ring with a diagonal cross in it.
    CrossedRing,
}

/// How bars are filled: flagged people solid, the others hollow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// In full colour.
    Solid,
    /// Tinted, with an outline in full colour.
    Hollow,
}

/// A corner of the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corner {
    /// Upper left.
    TopLeft,
    /// Upper right.
    TopRight,
    /// Lower left.
    BottomLeft,
    /// Lower right.
    BottomRight,
}

/// The sample before the words of a legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A piece of line.
    Line(Role, Dash),
    /// A piece of bar.
    Fill(Role, Fill),
    /// A point.
    Point(Role, Shape),
}

/// One thing drawn. Points that are not finite are left out by the renderers, and a line does not run across them.
#[derive(Debug, Clone, PartialEq)]
pub enum Layer {
    /// A line through points.
    Line {
        /// What it stands for.
        role: Role,
        /// How it is drawn.
        dash: Dash,
        /// Its corners, in data units.
        points: Vec<[f64; 2]>,
        /// Its name.
        label: String,
    },
    /// The area between two lines that share their x values: an interval, or what lies under a curve.
    Band {
        /// What it stands for.
        role: Role,
        /// `[x, lower, upper]`, x ascending.
        points: Vec<[f64; 3]>,
        /// Its name.
        label: String,
    },
    /// Bars side by side.
    Bars {
        /// What they stand for.
        role: Role,
        /// How they are filled.
        fill: Fill,
        /// Their bounds, ascending: one more than there are bars.
        edges: Vec<f64>,
        /// Their heights from 0, downwards when negative.
        heights: Vec<f64>,
        /// How many patients each holds.
        counts: Vec<u64>,
        /// Their name, as it is read out after a count: "with sepsis, found".
        label: String,
    },
    /// Separate points.
    Points {
        /// What they stand for.
        role: Role,
        /// Their shape.
        shape: Shape,
        /// Where they lie.
        points: Vec<[f64; 2]>,
        /// What is written beside the first of them.
        label: String,
    },
    /// A line from the lower to the upper end of the frame.
    VLine {
        /// What it stands for.
        role: Role,
        /// How it is drawn.
        dash: Dash,
        /// Where.
        x: f64,
        /// What is written at its upper end.
        label: String,
    },
    /// A line from the left to the right end of the frame.
    HLine {
        /// What it stands for.
        role: Role,
        /// How it is drawn.
        dash: Dash,
        /// Where.
        y: f64,
        /// What is written at its right end.
        label: String,
    },
    /// Words at a place.
    Text {
        /// Its colour.
        role: Role,
        /// Its middle.
        at: [f64; 2],
        /// The words.
        text: String,
    },
    /// What the marks are, in a corner of the frame.
    Legend {
        /// Where.
        corner: Corner,
        /// What stands before the entries; may be empty.
        heading: String,
        /// Each mark with its words.
        entries: Vec<(Key, String)>,
    },
}

/// One place along a [`Track`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop {
    /// Where the handle stands, in data units.
    pub at: [f64; 2],
    /// The threshold there.
    pub value: f64,
}

/// Where the handle may be dragged.
#[derive(Debug, Clone, PartialEq)]
pub enum Track {
    /// Along the x axis, whose values are thresholds.
    X,
    /// Along a curve, from stop to stop.
    Curve(Vec<Stop>),
}

/// What a person can take hold of.
#[derive(Debug, Clone, PartialEq)]
pub struct Handle {
    /// The threshold now.
    pub value: f64,
    /// Where it stands; `None` where it has no place, as on the curve of one class.
    pub at: Option<[f64; 2]>,
    /// Where it may go.
    pub track: Track,
}

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// A short name for files: `score`, `roc`.
    pub name: &'static str,
    /// What it shows, in a few words.
    pub title: String,
    /// What it says now, in full sentences: for a screen reader and for text beside the picture.
    pub alt: String,
    /// What to read off it, in a sentence; stands under an exported picture.
    pub caption: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// What is drawn, from back to front.
    pub layers: Vec<Layer>,
    /// Whether a unit is as long on both axes, as on an ROC curve.
    pub square: bool,
    /// What can be dragged.
    pub handle: Option<Handle>,
    /// Said in the middle of the frame instead of a curve when there is nothing to draw; empty otherwise.
    pub empty: String,
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
        };
        assert!(axis.span()[0] < axis.span()[1]);
        (axis.min, axis.max) = (2.0, 2.0);
        assert!(axis.span()[0] < axis.span()[1]);
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
