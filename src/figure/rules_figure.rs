//! Rules for choosing a threshold, each as a mark on the axis of thresholds.

use super::axis::{Axis, Row};
use super::model::{Dash, Figure, Handle, Layer, Role, Shape, Track};
use super::score_figure::score_axis;
use super::words::{Words, score};
use crate::num::Threshold;

/// Where a rule puts the threshold.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleMark {
    /// The letter by which it is found again in the table beside the chart.
    pub letter: char,
    /// What it is, in a few words.
    pub name: String,
    /// The threshold that fulfils it, or, where none does, the nearest miss; `None` where there is not even that.
    pub at: Option<Threshold>,
    /// Whether a threshold fulfils it.
    pub met: bool,
}

/// The rules' marks one above the other, the first at the top and room for the handle below, with the threshold that is set. A rule that no threshold fulfils is
/// a ring at its nearest miss.
#[must_use]
pub fn rules_figure(rules: &[RuleMark], threshold: Threshold, words: &Words) -> Figure {
    let line = threshold.get();
    let mut layers = vec![Layer::VLine {
        role: Role::Threshold,
        dash: Dash::Solid,
        x: line,
        label: tr!("Threshold {}", score(line)),
    }];
    let mut y = Axis::of_rows(String::new(), rules.iter().map(row).chain([Row::default()]).collect());
    y.label.clear();
    for (place, rule) in rules.iter().enumerate() {
        let Some(at) = rule.at else { continue };
        let (role, shape) = if rule.met { (Role::Model, Shape::Disc) } else { (Role::Missed, Shape::Ring) };
        let points = vec![[at.get(), y.row_at(place)]];
        layers.push(Layer::Points { role, shape, points, label: String::new() });
    }
    let sentence = rules.iter().map(|rule| row(rule).sentence).collect::<Vec<_>>().join(" ");
    let floor = y.min;
    Figure {
        name: "rules",
        title: tr!("Where each rule draws the line").to_owned(),
        alt: words.begin(&tr!("rules for the threshold, now {}. {sentence}", score(line), sentence)),
        caption: sentence,
        x: score_axis(),
        y,
        layers,
        square: false,
        handle: Some(Handle { value: line, at: Some([line, floor]), track: Track::X }),
        empty: String::new(),
    }
}

fn row(rule: &RuleMark) -> Row {
    let sentence = match rule.at {
        Some(at) if rule.met => tr!("{}, {}: threshold {}.", rule.letter, rule.name, score(at.get())),
        Some(at) => tr!("{}, {}: impossible; nearest {}.", rule.letter, rule.name, score(at.get())),
        None => tr!("{}, {}: impossible.", rule.letter, rule.name),
    };
    Row { name: rule.letter.to_string(), figures: String::new(), sentence }
}
