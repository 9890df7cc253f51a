//! One row for each thing: its figure as a dot, with the interval around it where there is one.

use super::axis::{Axis, Format, Row, Scale};
use super::model::{Dash, Figure, Layer, Role, Shape};
use super::words::sentence_case;

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// What stands before the row, how its figures are written behind it, and both in a sentence.
    pub row: Row,
    /// The figure, in units of the horizontal axis; `None` where it is not defined.
    pub value: Option<f64>,
    /// What it is compared with, drawn as a ring and joined to it.
    pub other: Option<f64>,
    /// Its interval.
    pub interval: Option<[f64; 2]>,
    /// Whether it is to be read with care, because too few people stand behind it.
    pub faint: bool,
}

/// What a chart of rows needs beside the rows.
#[derive(Debug, Clone, PartialEq)]
pub struct RowsFigure {
    /// A short name for files.
    pub name: &'static str,
    /// What it shows, in a few words.
    pub title: String,
    /// What to read off it, in a sentence.
    pub caption: String,
    /// What is measured.
    pub label: String,
    /// The ends of the horizontal axis.
    pub ends: [f64; 2],
    /// Where numbers stand.
    pub ticks: Vec<f64>,
    /// How they are written.
    pub format: Format,
    /// How values are spread.
    pub scale: Scale,
    /// The line of reference and its name: no effect, everyone.
    pub reference: Option<(f64, String)>,
    /// Whether a line leads to each dot from the lower end, as for shares of a whole.
    pub from_zero: bool,
    /// Said instead of rows when there are none.
    pub empty: String,
}

impl RowsFigure {
    /// The chart with these rows, the first one at the top. What lies beyond the ends of the axis is drawn at the end.
    #[must_use]
    pub fn with(self, dots: Vec<Dot>) -> Figure {
        let [least, most] = self.ends;
        let within = |value: f64| value.clamp(least, most);
        let sentences: Vec<&str> = dots.iter().map(|dot| dot.row.sentence.as_str()).collect();
        let alt = if dots.is_empty() { self.empty.clone() } else { sentences.join(". ") };
        let mut layers = Vec::new();
        if let Some((x, label)) = self.reference {
            layers.push(Layer::VLine { role: Role::Quiet, dash: Dash::Solid, x, label });
        }
        let last = dots.len() as f64 - 1.0;
        for (index, dot) in dots.iter().enumerate() {
            let y = last - index as f64;
            let role = if dot.faint { Role::Quiet } else { Role::Model };
            let line = |from: f64, to: f64| Layer::Line {
                role,
                dash: if dot.faint { Dash::Dotted } else { Dash::Solid },
                points: vec![[within(from), y], [within(to), y]],
                label: dot.row.name.clone(),
            };
            if let Some([low, high]) = dot.interval {
                layers.push(line(low, high));
            }
            if let Some(other) = dot.other {
                if let Some(value) = dot.value {
                    let points = vec![[within(other), y], [within(value), y]];
                    layers.push(Layer::Line { role: Role::Quiet, dash: Dash::Dotted, points, label: String::new() });
                }
                let points = vec![[within(other), y]];
                layers.push(Layer::Points { role: Role::Ghost, shape: Shape::Ring, points, label: String::new() });
            }
            let Some(value) = dot.value else { continue };
            if self.from_zero {
                layers.push(line(least, value));
            }
            let shape = if dot.faint { Shape::Ring } else { Shape::Disc };
            layers.push(Layer::Points { role, shape, points: vec![[within(value), y]], label: String::new() });
        }
        let empty = if dots.is_empty() { self.empty } else { String::new() };
        Figure {
            name: self.name,
            alt: format!("{}. {alt}", sentence_case(&self.title)),
            title: self.title,
            caption: self.caption,
            x: Axis {
                short: self.label.clone(),
                label: self.label,
                min: least,
                max: most,
                ticks: self.ticks,
                format: self.format,
                scale: self.scale,
                rows: Vec::new(),
            },
            y: Axis::of_rows(String::new(), dots.into_iter().map(|dot| dot.row).collect()),
            layers,
            square: false,
            handle: None,
            empty,
        }
    }
}
