//! A forest as the risks that its trees give one patient.

use super::risk;
use crate::figure::axis::{Axis, Format, Scale, count};
use crate::figure::model::{Dash, Figure, Fill, Layer, Role, Shape};
use crate::figure::words::score;
use crate::figure::zoom::round_ticks;
use crate::num::Threshold;

/// Trees are counted in steps of a risk of 1 in so many.
const BARS: usize = 20;

/// How many trees give a patient which risk, from 0 to 1; `line` is the threshold in the forest's own risks, and `None` where no
/// risk of the forest would reach it.
#[must_use]
pub fn votes_figure(votes: &[f64], line: Option<f64>, threshold: Threshold) -> Figure {
    let mut counts = vec![0_u64; BARS];
    for &vote in votes {
        counts[((vote * BARS as f64) as usize).min(BARS - 1)] += 1;
    }
    let mean = votes.iter().sum::<f64>() / votes.len().max(1) as f64;
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    // The forest's mark stands above the bars.
    let max = most * 1.25;
    let mut layers = vec![Layer::Bars {
        role: Role::Model,
        fill: Fill::Solid,
        edges: (0..=BARS).map(|edge| edge as f64 / BARS as f64).collect(),
        heights: counts.iter().map(|&count| count as f64).collect(),
        counts: counts.clone(),
        label: tr!("trees").to_owned(),
    }];
    if let Some(x) = line {
        let label = tr!("Threshold {}", score(threshold.get()));
        layers.push(Layer::VLine { role: Role::Threshold, dash: Dash::Solid, x, label });
    }
    if !votes.is_empty() {
        layers.push(Layer::VLine { role: Role::Ink, dash: Dash::Dashed, x: mean, label: String::new() });
        let label = tr!("the forest: {}", risk(mean));
        let points = vec![[mean, 0.9 * max]];
        layers.push(Layer::Points { role: Role::Ink, shape: Shape::Diamond, points, label });
    }
    let (least, greatest) = votes.iter().fold((1.0_f64, 0.0_f64), |(l, g), &vote| (l.min(vote), g.max(vote)));
    let spread = match votes.len() {
        1 => tr!("The only tree gives {}.", risk(mean)),
        _ => {
            tr!("They give from {} to {}; the forest takes the mean, {}.", risk(least), risk(greatest), risk(mean))
        }
    };
    Figure {
        name: "votes",
        title: tr!("What each tree says").to_owned(),
        alt: tr!("{} trees by the risk that they give this patient. {spread}", count(votes.len() as u64), spread),
        caption: spread,
        x: Axis {
            label: tr!("Risk that a tree gives this patient").to_owned(),
            short: tr!("risk").to_owned(),
            min: 0.0,
            max: 1.0,
            ticks: (0..=5).map(|tick| f64::from(tick) / 5.0).collect(),
            format: Format::Percent,
            scale: Scale::Linear,
            rows: Vec::new(),
        },
        y: Axis {
            label: tr!("Trees").to_owned(),
            short: tr!("trees").to_owned(),
            min: 0.0,
            max,
            ticks: round_ticks(0.0, max, Format::Count),
            format: Format::Count,
            scale: Scale::Linear,
            rows: Vec::new(),
        },
        layers,
        square: false,
        handle: None,
        empty: if votes.is_empty() { tr!("The forest has no tree.").to_owned() } else { String::new() },
    }
}
