//! The chart as plain data: what is shown and what it means, in roles; never a colour and never a pixel.

use super::axis::Axis;

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
    /// What a moved knob changes.
    Lit,
    /// Lines of the grid.
    Grid,
    /// The background.
    Paper,
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
    /// Upper right in a saved picture; in the window below the chart, where small charts have no room inside.
    Outside,
}

/// The sample before the words of a legend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Key {
    /// A piece of line.
    Line(Role, Dash),
    /// A piece of bar.
    Fill(Role, Fill),
    /// A point.
    Point(Role, Shape),
    /// A cell of a field, of that strength from 0 to 1.
    Shade(Role, f64),
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
    /// Many separate points, small, clipped to the frame.
    Crowd {
        /// What they stand for.
        role: Role,
        /// Their shape.
        shape: Shape,
        /// Where they lie.
        points: Vec<[f64; 2]>,
        /// What they are.
        label: String,
    },
    /// Cells shaded by a share: the stronger, the larger.
    Field {
        /// Whose colour they are shaded in.
        role: Role,
        /// The cells' ends from left to right, ascending.
        x: Vec<f64>,
        /// Their ends from bottom to top, ascending.
        y: Vec<f64>,
        /// How strong each is, from 0 to 1, row by row from the bottom.
        strengths: Vec<f64>,
        /// What is shaded.
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

impl Figure {
    /// Whether a legend stands outside of the frame in the window.
    #[must_use]
    pub fn has_outside_legend(&self) -> bool {
        self.layers.iter().any(is_outside)
    }

    /// The chart without the legends that stand outside in the window.
    #[must_use]
    pub fn without_outside_legends(mut self) -> Self {
        self.layers.retain(|layer| !is_outside(layer));
        self
    }
}

const fn is_outside(layer: &Layer) -> bool {
    matches!(layer, Layer::Legend { corner: Corner::Outside, .. })
}
