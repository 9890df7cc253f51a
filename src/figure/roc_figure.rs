//! The ROC curve with the operating point on it.

use super::axis::{Axis, Format, Scale};
use super::curve_points::thresholds;
use super::model::{Corner, Dash, Figure, Handle, Key, Layer, Role, Shape, Stop, Track};
use super::words::{Ghost, Words, score, sentence_case};
use crate::metrics::{Interval, ScoredTestSet, upper_hull};
use crate::num::Threshold;

/// Where numbers stand on both axes.
const TICKS: [f64; 6] = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];

/// The ROC curve of `set`, the operating point at `threshold`, the AUC with its interval in the legend and one dashed curve
/// per ghost. Without either class there is no curve, and the figure says so.
///
/// The curve has at most 400 points, all of them true operating points, no two neighbours further apart than half a per
/// cent of a class unless a score is shared by more. O(log n) per point: cheap enough for every frame.
#[must_use]
pub fn roc_figure(set: &ScoredTestSet, threshold: Threshold, words: &Words, ghosts: &[Ghost]) -> Figure {
    roc_figure_with(set, threshold, words, ghosts, RocLines::default())
}

/// The lines that may be drawn beside an ROC curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RocLines {
    /// The line of tossing a coin.
    pub chance: bool,
    /// The convex hull: what no other threshold, and no drawing of lots between two, can beat.
    pub hull: bool,
    /// The points that cost as much as the operating point, where one miss is as bad as so many false alarms.
    pub equal_cost: Option<f64>,
}

impl Default for RocLines {
    fn default() -> Self {
        Self { chance: true, hull: false, equal_cost: None }
    }
}

/// As [`roc_figure`], with the lines that are wanted.
#[must_use]
pub fn roc_figure_with(
    set: &ScoredTestSet,
    threshold: Threshold,
    words: &Words,
    ghosts: &[Ghost],
    lines: RocLines,
) -> Figure {
    let stops = stops(set);
    let here = operating_point(set, threshold);
    let mut layers = if lines.chance { vec![chance()] } else { Vec::new() };
    if lines.hull {
        let places = points_of(&stops);
        let points = upper_hull(&places).into_iter().map(|index| places[index]).collect();
        layers.push(Layer::Line { role: Role::Quiet, dash: Dash::Solid, points, label: tr!("convex hull").to_owned() });
    }
    if let Some(points) = lines.equal_cost.and_then(|ratio| equal_cost(set, here?, ratio)) {
        let label = tr!("equal cost").to_owned();
        layers.push(Layer::Line { role: Role::Threshold, dash: Dash::DashDot, points, label });
    }
    let mut entries = vec![(Key::Line(Role::Model, Dash::Solid), auc_words(&words.shown, set))];
    for ghost in ghosts {
        let points = points_of(&self::stops(ghost.set));
        layers.push(Layer::Line { role: Role::Ghost, dash: Dash::Dashed, points, label: ghost.label.to_owned() });
        entries.push((Key::Line(Role::Ghost, Dash::Dashed), auc_words(ghost.label, ghost.set)));
    }
    if lines.chance {
        entries.push((Key::Line(Role::Chance, Dash::Dotted), tr!("Tossing a coin").to_owned()));
    }
    if lines.hull {
        entries.push((Key::Line(Role::Quiet, Dash::Solid), tr!("Convex hull").to_owned()));
    }
    if lines.equal_cost.is_some() {
        entries.push((Key::Line(Role::Threshold, Dash::DashDot), tr!("Equal cost").to_owned()));
    }
    layers.push(Layer::Line {
        role: Role::Model,
        dash: Dash::Solid,
        points: points_of(&stops),
        label: words.shown.clone(),
    });
    layers.push(Layer::Legend { corner: Corner::BottomRight, heading: String::new(), entries });
    if let Some(at) = here {
        layers.push(Layer::Points {
            role: Role::Threshold,
            shape: Shape::Diamond,
            points: vec![at],
            label: point_words(set, threshold),
        });
    }
    Figure {
        name: "roc",
        title: tr!("The trade-off: ROC curve").to_owned(),
        alt: alt(set, threshold, words),
        caption: sentence(set, threshold, words),
        x: axis(
            tr!("Share of those {} who are alarmed (1\u{a0}\u{2212}\u{a0}specificity)", words.without()),
            tr!("alarmed (1\u{a0}\u{2212}\u{a0}specificity)"),
        ),
        y: axis(tr!("Share of those {} who are found (sensitivity)", words.with()), tr!("found (sensitivity)")),
        layers,
        square: true,
        handle: Some(Handle { value: threshold.get(), at: here, track: Track::Curve(stops) }),
        empty: missing_class(set, words)
            .map_or_else(String::new, |who| tr!("No curve: there is nobody {who} here.", who)),
    }
}

/// Thresholds with the points they give, from nobody flagged to everybody; empty without either class.
fn stops(set: &ScoredTestSet) -> Vec<Stop> {
    if set.positives() == 0 || set.negatives() == 0 {
        return Vec::new();
    }
    let start = Stop { at: [0.0, 0.0], value: 1.0 };
    let rest = thresholds(set).into_iter().filter_map(|value| {
        let at = operating_point(set, Threshold::clamped(value))?;
        Some(Stop { at, value })
    });
    std::iter::once(start).chain(rest).collect()
}

fn points_of(stops: &[Stop]) -> Vec<[f64; 2]> {
    stops.iter().map(|stop| stop.at).collect()
}

fn operating_point(set: &ScoredTestSet, threshold: Threshold) -> Option<[f64; 2]> {
    let matrix = set.at(threshold);
    Some([1.0 - matrix.specificity()?.value(), matrix.sensitivity()?.value()])
}

/// The ends, within the frame, of the line through `at` along which `ratio` false alarms make up for one miss.
fn equal_cost(set: &ScoredTestSet, [x, y]: [f64; 2], ratio: f64) -> Option<Vec<[f64; 2]>> {
    // Sensitivity gained for each unit of false positive rate.
    let slope = set.negatives() as f64 / (ratio * set.positives() as f64);
    if !slope.is_finite() {
        return Some(vec![[x, 0.0], [x, 1.0]]);
    }
    let up = |at: f64| y + slope * (at - x);
    let across = |at: f64| if slope > 0.0 { x + (at - y) / slope } else { f64::NAN };
    let left = if up(0.0) >= 0.0 { [0.0, up(0.0)] } else { [across(0.0), 0.0] };
    let right = if up(1.0) <= 1.0 { [1.0, up(1.0)] } else { [across(1.0), 1.0] };
    [left, right].iter().flatten().all(|part| part.is_finite()).then(|| vec![left, right])
}

fn chance() -> Layer {
    Layer::Line {
        role: Role::Chance,
        dash: Dash::Dotted,
        points: vec![[0.0, 0.0], [1.0, 1.0]],
        label: tr!("Tossing a coin").to_owned(),
    }
}

fn axis(label: String, short: &str) -> Axis {
    Axis {
        label,
        short: short.to_owned(),
        min: 0.0,
        max: 1.0,
        ticks: TICKS.to_vec(),
        format: Format::Percent,
        scale: Scale::Linear,
        rows: Vec::new(),
    }
}

/// "On the ward: AUC 0.81 (0.78 to 0.84)"; where there is little room it is broken after the name and before the interval.
fn auc_words(name: &str, set: &ScoredTestSet) -> String {
    let auc = match (set.auc(), set.auc_ci()) {
        (Some(auc), Some(Interval { lo, hi })) => tr!("AUC {auc:.2}\n({lo:.2} to {hi:.2})", auc, lo, hi),
        (Some(auc), None) => tr!("AUC {auc:.2}", auc),
        _ => tr!("no AUC").to_owned(),
    };
    if name.is_empty() { sentence_case(&auc) } else { format!("{}:\n{auc}", sentence_case(name)) }
}

fn point_words(set: &ScoredTestSet, threshold: Threshold) -> String {
    let matrix = set.at(threshold);
    let rate = |value: Option<f64>| Format::Percent.write(value.unwrap_or(f64::NAN));
    tr!(
        "Threshold\u{a0}{}\n{} found, {} alarmed",
        score(threshold.get()),
        rate(matrix.sensitivity().map(|found| found.value())),
        rate(matrix.specificity().map(|quiet| 1.0 - quiet.value())),
    )
}

fn missing_class(set: &ScoredTestSet, words: &Words) -> Option<String> {
    match (set.positives(), set.negatives()) {
        (0, _) => Some(words.with()),
        (_, 0) => Some(words.without()),
        _ => None,
    }
}

fn sentence(set: &ScoredTestSet, threshold: Threshold, words: &Words) -> String {
    let (Some([alarmed, found]), Some(auc)) = (operating_point(set, threshold), set.auc()) else {
        return tr!("Each point of the curve is a threshold: up finds more, right alarms more in vain.").to_owned();
    };
    tr!(
        "At {}, {} of those {} are found and {} of the others alarmed. AUC {auc:.2}: of 100 pairs of one patient {} and one \
         without, {:.0} are ranked rightly.",
        score(threshold.get()),
        Format::Percent.write(found),
        words.with(),
        Format::Percent.write(alarmed),
        words.with(),
        100.0 * auc,
        auc
    )
}

fn alt(set: &ScoredTestSet, threshold: Threshold, words: &Words) -> String {
    if let Some(who) = missing_class(set, words) {
        return tr!("There is no ROC curve, because there is nobody {who} here.", who);
    }
    let matrix = set.at(threshold);
    let rate = |value: Option<f64>| Format::Percent.write(value.unwrap_or(f64::NAN));
    let auc = set.auc().map_or_else(|| tr!("not defined").to_owned(), |auc| format!("{auc:.2}"));
    let interval = set.auc_ci().map_or_else(String::new, |ci| tr!(", 95% interval {:.2} to {:.2}", ci.lo, ci.hi));
    tr!(
        "{}, area under the curve {auc}{interval}. At a threshold of {}, {} of those {} are found (sensitivity) \
         and {} of those {} are alarmed (1 \u{2212} specificity).",
        words.begin(tr!("ROC curve")),
        score(threshold.get()),
        rate(matrix.sensitivity().map(|found| found.value())),
        words.with(),
        rate(matrix.specificity().map(|quiet| 1.0 - quiet.value())),
        words.without(),
        auc,
        interval
    )
}
