//! A support vector machine as distances from its border, and the curve from distance to risk.

use super::risk;
use crate::figure::axis::{Axis, Format, Scale, count};
use crate::figure::model::{Corner, Dash, Figure, Fill, Key, Layer, Role, Shape};
use crate::figure::words::score;
use crate::figure::zoom::round_ticks;
use crate::num::Threshold;

/// Bars per class.
const BINS: usize = 36;
/// How much of the taller side is kept free for words.
const HEADROOM: f64 = 1.45;
/// Corners of the curve.
const CORNERS: u32 = 80;

/// One patient on the chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// What the patient is called: "No 12".
    pub name: String,
    /// The distance from the border.
    pub distance: f64,
    /// The risk, from 0 to 1.
    pub risk: f64,
}

/// What the two charts are drawn from.
#[derive(Debug, Clone, PartialEq)]
pub struct Border<'a> {
    /// Distances of those with the condition, ascending; above 0 on the side of the condition.
    pub with: &'a [f64],
    /// Distances of those without it, ascending.
    pub without: &'a [f64],
    /// The distance at which the threshold lies; infinite where everybody (below) or nobody (above) is flagged.
    pub line: f64,
    /// The threshold.
    pub threshold: Threshold,
    /// The patient who is looked at.
    pub own: Option<Placed>,
    /// The condition.
    pub condition: &'a str,
}

impl Border<'_> {
    /// The ends of the axis of distances: everybody, the margin and the patient.
    fn ends(&self) -> [f64; 2] {
        let all = [self.with.first(), self.with.last(), self.without.first(), self.without.last()];
        let marks = all.into_iter().flatten().copied().chain(self.own.as_ref().map(|own| own.distance));
        let (low, high) = marks.fold((-1.25_f64, 1.25_f64), |(low, high), at| (low.min(at), high.max(at)));
        [low - 0.05, high + 0.05]
    }

    fn axis(&self) -> Axis {
        let [min, max] = self.ends();
        Axis {
            label: tr!("Distance from the border (\u{b1}1: the edges of the margin)").to_owned(),
            short: tr!("distance from the border").to_owned(),
            min,
            max,
            ticks: round_ticks(min, max, Format::Shortest),
            format: Format::Decimals(1),
            scale: Scale::Linear,
            rows: Vec::new(),
        }
    }

    /// The border, the edges of its margin and the threshold.
    fn lines(&self) -> Vec<Layer> {
        let line = |x, role, dash, label: String| Layer::VLine { role, dash, x, label };
        let mut lines = vec![
            line(0.0, Role::Quiet, Dash::Solid, String::new()),
            line(-1.0, Role::Quiet, Dash::Dotted, String::new()),
            line(1.0, Role::Quiet, Dash::Dotted, String::new()),
        ];
        let [min, max] = self.ends();
        if (min..=max).contains(&self.line) {
            let label = tr!("Threshold {}", score(self.threshold.get()));
            lines.push(line(self.line, Role::Threshold, Dash::Solid, label));
        }
        lines
    }

    fn told(&self) -> String {
        let own = self.own.as_ref().map_or_else(String::new, |own| {
            let side = if own.distance >= 0.0 {
                tr!("on the side of those with it")
            } else {
                tr!("on the side of those without")
            };
            tr!(" {} lies {:.2} from the border, {side}: risk {}.", own.name, own.distance.abs(), risk(own.risk), side)
        });
        let line = if self.line.is_finite() {
            tr!(" The threshold of {} lies at a distance of {:.2}.", score(self.threshold.get()), self.line)
                .replace('-', "\u{2212}")
        } else {
            String::new()
        };
        format!("{own}{line}")
    }
}

/// Two histograms back to back over the distance from the border: upwards those with the condition, downwards those without,
/// each as a share of its own class; those beyond the threshold solid, the others hollow.
#[must_use]
pub fn border_figure(border: &Border) -> Figure {
    let x = border.axis();
    let edges: Vec<f64> = (0..=BINS).map(|bin| x.min + (x.max - x.min) * bin as f64 / BINS as f64).collect();
    let mut layers = Vec::new();
    let mut reach = [0.0_f64; 2];
    let (with, without) = (tr!("with {}", border.condition), tr!("without {}", border.condition));
    let classes = [
        (border.with, 1.0, [Role::Missed, Role::Found], [tr!("{with}, missed", with), tr!("{with}, found", with)]),
        (
            border.without,
            -1.0,
            [Role::LeftAlone, Role::FalseAlarm],
            [tr!("{without}, left alone", without), tr!("{without}, false alarms", without)],
        ),
    ];
    for ((sorted, sign, roles, labels), reach) in classes.into_iter().zip(&mut reach) {
        for (flagged, label) in [false, true].into_iter().zip(labels) {
            let (layer, tallest) = bars(sorted, &edges, border.line, flagged, sign, roles[usize::from(flagged)], label);
            *reach = reach.max(tallest);
            layers.push(layer);
        }
    }
    layers.push(Layer::HLine { role: Role::Quiet, dash: Dash::Solid, y: 0.0, label: String::new() });
    layers.extend(border.lines());
    layers.extend(legends(border, &with, &without));
    if let Some(own) = &border.own {
        let points = vec![[own.distance, 0.0]];
        layers.push(Layer::Points { role: Role::Ink, shape: Shape::Diamond, points, label: own.name.clone() });
    }
    let n = border.with.len() + border.without.len();
    Figure {
        name: "border",
        title: tr!("Who lies on which side of the border").to_owned(),
        alt: tr!(
            "Histogram of the distances of {} patients from the border. {} of {} {with} and {} of {} {without} lie on the side of \
             those with it.{}",
            count(n as u64),
            count(beyond(border.with, 0.0)),
            count(border.with.len() as u64),
            count(beyond(border.without, 0.0)),
            count(border.without.len() as u64),
            border.told(),
            with,
            without
        ),
        caption: tr!(
            "Right of the line at 0 lie those whom the border takes to be {with}; between the dotted lines is the margin, which it \
             tries to keep empty.{}",
            border.told(),
            with
        ),
        x,
        y: share_axis(reach),
        layers,
        square: false,
        handle: None,
        empty: if n == 0 { tr!("There are no patients here.").to_owned() } else { String::new() },
    }
}

fn beyond(sorted: &[f64], line: f64) -> u64 {
    (sorted.len() - sorted.partition_point(|&distance| distance < line)) as u64
}

/// The bars of one class on one side of the threshold, and the tallest share of all.
fn bars(sorted: &[f64], edges: &[f64], line: f64, flagged: bool, sign: f64, role: Role, label: String) -> (Layer, f64) {
    let below = |bound: f64| sorted.partition_point(|&distance| distance < bound);
    let all = sorted.len().max(1) as f64;
    let (mut kept, mut heights, mut counts, mut tallest) = (Vec::new(), Vec::new(), Vec::new(), 0.0_f64);
    for ends in edges.windows(2) {
        let share = (below(ends[1]) - below(ends[0])) as f64 / all;
        tallest = tallest.max(share);
        let clip = |edge: f64| if flagged { edge.max(line) } else { edge.min(line) };
        let (from, to) = (clip(ends[0]), clip(ends[1]));
        if to <= from {
            continue;
        }
        if kept.is_empty() {
            kept.push(from);
        }
        kept.push(to);
        let people = (below(to) - below(from)) as u64;
        counts.push(people);
        heights.push(if people == 0 { 0.0 } else { sign * share });
    }
    let fill = if flagged { Fill::Solid } else { Fill::Hollow };
    (Layer::Bars { role, fill, edges: kept, heights, counts, label }, tallest)
}

fn legends(border: &Border, with: &str, without: &str) -> [Layer; 2] {
    let (found, alarms) = (beyond(border.with, border.line), beyond(border.without, border.line));
    let (ill, well) = (border.with.len() as u64, border.without.len() as u64);
    [
        Layer::Legend {
            corner: Corner::TopRight,
            heading: format!("{} {with}:", count(ill)),
            entries: vec![
                (Key::Fill(Role::Found, Fill::Solid), tr!("{} found", count(found))),
                (Key::Fill(Role::Missed, Fill::Hollow), tr!("{} missed", count(ill - found))),
            ],
        },
        Layer::Legend {
            corner: Corner::BottomRight,
            heading: format!("{} {without}:", count(well)),
            entries: vec![
                (Key::Fill(Role::FalseAlarm, Fill::Solid), tr!("{} false alarms", count(alarms))),
                (Key::Fill(Role::LeftAlone, Fill::Hollow), tr!("{} left alone", count(well - alarms))),
            ],
        },
    ]
}

fn share_axis([up, down]: [f64; 2]) -> Axis {
    let tallest = up.max(down).max(0.02);
    let [up, down] = [up, down].map(|side| HEADROOM * side.max(0.3 * tallest));
    Axis {
        label: tr!("Share of those with it (up) and without it (down)").to_owned(),
        short: tr!("share with it (up), without (down)").to_owned(),
        min: -down,
        max: up,
        ticks: round_ticks(-down, up, Format::Percent).into_iter().filter(|tick| tick.abs() <= tallest).collect(),
        format: Format::Percent,
        scale: Scale::Linear,
        rows: Vec::new(),
    }
}

/// The curve from distance to risk, which `risk_at` gives, with the threshold and the patient on it.
#[must_use]
pub fn platt_figure(border: &Border, risk_at: &dyn Fn(f64) -> f64) -> Figure {
    let x = border.axis();
    let corner = |step: u32| {
        let at = x.min + (x.max - x.min) * f64::from(step) / f64::from(CORNERS);
        [at, risk_at(at)]
    };
    let points: Vec<[f64; 2]> = (0..=CORNERS).map(corner).collect();
    let most = points.iter().map(|point| point[1]).chain([border.threshold.get()]).fold(0.05, f64::max);
    let max = [0.1, 0.2, 0.5].into_iter().find(|&max| most <= max).unwrap_or(1.0);
    let mut layers = border.lines();
    let line = border.threshold.get();
    layers.push(Layer::HLine { role: Role::Threshold, dash: Dash::Dashed, y: line, label: String::new() });
    layers.push(Layer::Line { role: Role::Model, dash: Dash::Solid, points, label: tr!("risk").to_owned() });
    if let Some(own) = &border.own {
        let points = vec![[own.distance, own.risk]];
        let label = tr!("{}\nrisk {}", own.name, risk(own.risk));
        layers.push(Layer::Points { role: Role::Ink, shape: Shape::Diamond, points, label });
    }
    let ends = [x.min, x.max].map(|at| risk(risk_at(at)));
    Figure {
        name: "distance-to-risk",
        title: tr!("From distance to risk").to_owned(),
        alt: tr!(
            "The curve from distance to risk: {} at {:.1}, {} on the border, {} at {:.1}.{}",
            ends[0],
            x.min,
            risk(risk_at(0.0)),
            ends[1],
            x.max,
            border.told()
        ),
        caption: tr!(
            "A distance is no risk. This curve, fitted to training patients whom the border had not seen, turns one into the other \
             (Platt scaling).{}",
            border.told()
        ),
        x,
        y: Axis {
            label: tr!("Risk of {}", border.condition),
            short: tr!("risk").to_owned(),
            min: 0.0,
            max,
            ticks: (0..=5).map(|tick| f64::from(tick) * max / 5.0).collect(),
            format: Format::Percent,
            scale: Scale::Linear,
            rows: Vec::new(),
        },
        layers,
        square: false,
        handle: None,
        empty: String::new(),
    }
}
