//! How the scores of people with and without the condition are spread, and whom the threshold flags.

use super::axis::{Axis, Format, Scale, count};
use super::model::{Corner, Dash, Figure, Fill, Handle, Key, Layer, Role, Track};
use super::words::{Ghost, Words, score};
use crate::metrics::ScoredTestSet;
use crate::num::Threshold;

/// Bars per class.
const BINS: usize = 40;
/// How much of the taller side is kept free for words.
const HEADROOM: f64 = 1.5;
/// Where numbers stand on the axis of scores.
const TICKS: [f64; 13] = [0.0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];

/// How scores are spread along their axis, here and wherever else a threshold is set by hand.
pub const SCORE_SCALE: Scale = Scale::Angular;

/// Two histograms back to back: upwards those with the condition, downwards those without, each as a share of its own
/// class, so that a rare condition is seen as well as a common one. Flagged people are solid, the others hollow.
///
/// The axis of scores is stretched at both ends ([`SCORE_SCALE`]), where scores crowd. Costs
/// O(bins · log n): cheap enough for every frame. Ghosts are drawn as dashed outlines.
#[must_use]
pub fn score_figure(set: &ScoredTestSet, threshold: Threshold, words: &Words, ghosts: &[Ghost]) -> Figure {
    let edges: Vec<f64> = (0..=BINS).map(|bin| SCORE_SCALE.back(bin as f64 / BINS as f64)).collect();
    let line = threshold.get();
    let matrix = set.at(threshold);
    let sides = [
        Side { scores: set.scores_with(), sign: 1.0, flagged: Role::Found, rest: Role::Missed },
        Side { scores: set.scores_without(), sign: -1.0, flagged: Role::FalseAlarm, rest: Role::LeftAlone },
    ];
    let mut layers = Vec::new();
    let mut reach = [0.0_f64; 2];
    for (side, reach) in sides.iter().zip(&mut reach) {
        let shares = shares(side.scores, &edges);
        *reach = shares.iter().copied().fold(0.0, f64::max);
        layers.extend(side.bars(&edges, &shares, line, words));
    }
    for ghost in ghosts {
        for (scores, sign) in [(ghost.set.scores_with(), 1.0), (ghost.set.scores_without(), -1.0)] {
            layers.push(ghost_outline(ghost.label, scores, sign, &edges));
        }
    }
    layers.push(Layer::HLine { role: Role::Quiet, dash: Dash::Solid, y: 0.0, label: String::new() });
    layers.push(Layer::VLine {
        role: Role::Threshold,
        dash: Dash::Solid,
        x: line,
        label: tr!("Threshold {}", score(line)),
    });
    layers.push(Layer::Legend {
        corner: Corner::TopRight,
        heading: format!("{} {}:", count(set.positives()), words.with()),
        entries: vec![
            (Key::Fill(Role::Found, Fill::Solid), tr!("{} found", count(matrix.tp))),
            (Key::Fill(Role::Missed, Fill::Hollow), tr!("{} missed", count(matrix.fn_))),
        ],
    });
    layers.push(Layer::Legend {
        corner: Corner::BottomRight,
        heading: format!("{} {}:", count(set.negatives()), words.without()),
        entries: vec![
            (Key::Fill(Role::FalseAlarm, Fill::Solid), tr!("{} false alarms", count(matrix.fp))),
            (Key::Fill(Role::LeftAlone, Fill::Hollow), tr!("{} left alone", count(matrix.tn))),
        ],
    });
    let empty = if set.n() == 0 { tr!("There are no patients here.").to_owned() } else { String::new() };
    Figure {
        name: "scores",
        title: tr!("Who gets which score").to_owned(),
        alt: alt(set, threshold, words),
        caption: sentence(set, threshold, words),
        x: score_axis(),
        y: share_axis(reach, words),
        layers,
        square: false,
        handle: Some(Handle { value: line, at: Some([line, 0.0]), track: Track::X }),
        empty,
    }
}

/// One class.
struct Side<'a> {
    scores: &'a [f64],
    sign: f64,
    flagged: Role,
    rest: Role,
}

impl Side<'_> {
    /// The bars below and at the threshold; the bar that it cuts is drawn in two.
    fn bars(&self, edges: &[f64], shares: &[f64], line: f64, words: &Words) -> [Layer; 2] {
        let part = |flagged: bool| {
            let clip = |edge: f64| if flagged { edge.max(line) } else { edge.min(line) };
            let (mut kept, mut heights, mut counts) = (Vec::new(), Vec::new(), Vec::new());
            for (ends, &share) in edges.windows(2).zip(shares) {
                let (from, to) = (clip(ends[0]), clip(ends[1]));
                if to <= from {
                    continue;
                }
                if kept.is_empty() {
                    kept.push(from);
                }
                kept.push(to);
                let people = self.count(from, to, flagged && to >= 1.0);
                counts.push(people);
                // Half a bar with nobody in it would be a lie.
                heights.push(if people == 0 { 0.0 } else { self.sign * share });
            }
            let (role, fill) = if flagged { (self.flagged, Fill::Solid) } else { (self.rest, Fill::Hollow) };
            Layer::Bars { role, fill, edges: kept, heights, counts, label: self.label(flagged, words) }
        };
        [part(false), part(true)]
    }

    fn label(&self, flagged: bool, words: &Words) -> String {
        match (self.sign > 0.0, flagged) {
            (true, true) => tr!("{}, found", words.with()),
            (true, false) => tr!("{}, missed", words.with()),
            (false, true) => tr!("{}, false alarms", words.without()),
            (false, false) => tr!("{}, left alone", words.without()),
        }
    }

    /// How many scores lie from `from` up to, but not including, `to`, unless it is the end.
    fn count(&self, from: f64, to: f64, end: bool) -> u64 {
        count_between(self.scores, from, to, end)
    }
}

fn count_between(sorted: &[f64], from: f64, to: f64, end: bool) -> u64 {
    let below = |bound: f64| sorted.partition_point(|&score| score < bound);
    let upper = if end { sorted.len() } else { below(to) };
    (upper - below(from)) as u64
}

/// The share of all `sorted` scores in each bin; zeros without any.
fn shares(sorted: &[f64], edges: &[f64]) -> Vec<f64> {
    let all = sorted.len().max(1) as f64;
    edges.windows(2).map(|ends| count_between(sorted, ends[0], ends[1], ends[1] >= 1.0) as f64 / all).collect()
}

fn ghost_outline(label: &str, sorted: &[f64], sign: f64, edges: &[f64]) -> Layer {
    let steps = edges.windows(2).zip(shares(sorted, edges));
    let points = steps.flat_map(|(ends, share)| [[ends[0], sign * share], [ends[1], sign * share]]).collect();
    Layer::Line { role: Role::Ghost, dash: Dash::Dashed, points, label: label.to_owned() }
}

pub(super) fn score_axis() -> Axis {
    Axis {
        label: tr!("Score: the risk that the model gives a patient").to_owned(),
        short: tr!("score").to_owned(),
        min: 0.0,
        max: 1.0,
        ticks: TICKS.to_vec(),
        format: Format::Decimals(2),
        scale: SCORE_SCALE,
        rows: Vec::new(),
    }
}

fn share_axis([up, down]: [f64; 2], words: &Words) -> Axis {
    // A side without anybody still gets a strip for its words.
    let tallest = up.max(down).max(0.05);
    let (up, down) = (HEADROOM * up.max(0.3 * tallest), HEADROOM * down.max(0.3 * tallest));
    let step = [0.02, 0.05, 0.1, 0.2, 0.25, 0.5].into_iter().find(|step| tallest / step <= 3.5).unwrap_or(0.5);
    let reach = |side: f64| (side / step).floor() as i32;
    Axis {
        label: tr!("Share of those {} (up) and {} (down)", words.with(), words.without()),
        short: tr!("share of those with it (up), without it (down)").to_owned(),
        min: -down,
        max: up,
        ticks: (-reach(down)..=reach(up)).map(|tick| f64::from(tick) * step).collect(),
        format: Format::Percent,
        scale: Scale::Linear,
        rows: Vec::new(),
    }
}

fn sentence(set: &ScoredTestSet, threshold: Threshold, words: &Words) -> String {
    let begun =
        words.begin(tr!("patients right of the line (solid) raise an alert; those left of it (hollow) do not."));
    let Some(flagged) = set.at(threshold).flagged() else { return begun };
    let of_them = set.at(threshold).ppv().map_or_else(String::new, |right| {
        tr!(" and {} of these alerts are right", Format::Percent.write(right.value()))
    });
    tr!(
        "{begun} At {}, {} are alerted{of_them}.",
        score(threshold.get()),
        Format::Percent.write(flagged.value()),
        begun,
        of_them
    )
}

fn alt(set: &ScoredTestSet, threshold: Threshold, words: &Words) -> String {
    if set.n() == 0 {
        return tr!("There are no patients, so there is no histogram of scores.").to_owned();
    }
    let matrix = set.at(threshold);
    tr!(
        "{} of {} patients, {} and {}. At a threshold of {}, {} of {} {} are found and {} missed; \
         {} of {} {} raise a false alarm.",
        words.begin(tr!("histogram of the scores")),
        count(set.n()),
        words.with(),
        words.without(),
        score(threshold.get()),
        count(matrix.tp),
        count(set.positives()),
        words.with(),
        count(matrix.fn_),
        count(matrix.fp),
        count(set.negatives()),
        words.without(),
    )
}
