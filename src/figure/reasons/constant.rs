//! A model that gives everybody the same risk.

use super::risk;
use crate::figure::axis::{Format, Row, Scale};
use crate::figure::model::{Dash, Figure, Layer, Role};
use crate::figure::rows_figure::{Dot, RowsFigure};
use crate::figure::words::score;
use crate::num::Threshold;

/// The one risk beside the threshold, and what that means for everybody.
#[must_use]
pub fn constant_figure(value: f64, threshold: Threshold, condition: &str) -> Figure {
    let verdict =
        if value >= threshold.get() { tr!("so everybody raises an alert") } else { tr!("so nobody raises an alert") };
    let sentence = tr!(
        "Everybody gets {}, {verdict} at a threshold of {}: the model tells nobody with {condition} from anybody without",
        risk(value),
        score(threshold.get()),
        verdict,
        condition
    );
    let row = Row { name: tr!("Everybody").to_owned(), figures: risk(value), sentence: sentence.clone() };
    let mut figure = RowsFigure {
        name: "constant",
        title: tr!("Everybody gets the same risk").to_owned(),
        caption: format!("{sentence}."),
        label: tr!("Risk").to_owned(),
        ends: [0.0, 1.0],
        ticks: vec![0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1.0],
        format: Format::Percent,
        scale: Scale::Angular,
        reference: None,
        from_zero: false,
        empty: String::new(),
    }
    .with(vec![Dot { row, value: Some(value), other: None, interval: None, faint: false }]);
    let label = tr!("threshold {}", score(threshold.get()));
    figure.layers.insert(0, Layer::VLine { role: Role::Threshold, dash: Dash::Dashed, x: threshold.get(), label });
    figure
}
