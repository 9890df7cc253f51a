//! What a classifier made of its inputs: odds ratios where it has them, shares of importance otherwise.

use super::axis::{Format, Row, Scale, percent};
use super::model::Figure;
use super::rows_figure::{Dot, RowsFigure};
use crate::learn::{Feature, Term, TermStatus, Workings};
use crate::num::Z_95;

/// Odds ratios beyond this, or below its inverse, are drawn at the end of the axis.
const FURTHEST: f64 = 64.0;

/// The workings of a model whose inputs are `features` as a chart with a row for each, the strongest first.
///
/// # Errors
/// Why this classifier has neither odds ratios nor importances.
pub fn workings_figure(features: &[Feature], workings: &Workings, condition: &str) -> Result<Figure, String> {
    match workings {
        Workings::Coefficients { terms, .. } => Ok(odds_figure(features, terms, condition)),
        other => importance_figure(features, other),
    }
}

/// What one step up in an input does to the odds: yes instead of no for a category, one standard deviation for a number.
struct Step<'a> {
    name: &'a str,
    ratio: f64,
    interval: Option<[f64; 2]>,
}

impl<'a> Step<'a> {
    /// `None` for a term that was not estimated.
    fn of(feature: &'a Feature, term: &Term) -> Option<Self> {
        if term.status != TermStatus::Estimated {
            return None;
        }
        // The standardised coefficient is the raw one times the input's standard deviation.
        let size = match feature.level {
            Some(_) => 1.0,
            None if term.coefficient.abs() > 0.0 => term.standardised / term.coefficient,
            None => 0.0,
        };
        let at = |coefficient: f64| libm::exp(coefficient * size);
        let interval = term.standard_error.map(|error| {
            let half = Z_95 * error;
            [at(term.coefficient - half), at(term.coefficient + half)]
        });
        Some(Self { name: &feature.label, ratio: at(term.coefficient), interval })
    }

    fn dot(self) -> Dot {
        let Self { name, ratio, interval } = self;
        let sentence = match interval {
            Some([low, high]) => {
                tr!("{name}: odds ratio {ratio:.2}, interval {low:.2} to {high:.2}", name, ratio, low, high)
            }
            None => tr!("{name}: odds ratio {ratio:.2}", name, ratio),
        };
        let figures = if ratio >= 100.0 { format!("{ratio:.0}") } else { format!("{ratio:.2}") };
        let row = Row { name: name.to_owned(), figures, sentence };
        Dot { row, value: Some(ratio), other: None, interval, faint: false }
    }
}

fn odds_figure(features: &[Feature], terms: &[Term], condition: &str) -> Figure {
    let mut steps: Vec<Step<'_>> =
        features.iter().zip(terms).filter_map(|(feature, term)| Step::of(feature, term)).collect();
    let strength = |step: &Step<'_>| libm::log(step.ratio).abs();
    steps.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
    let far = |step: &Step<'_>| step.interval.map_or(step.ratio, |[low, high]| high.max(1.0 / low.max(1e-3)));
    let reach = steps.iter().map(far).fold(1.5_f64, f64::max).min(FURTHEST);
    let ticks = [1.0 / 64.0, 1.0 / 16.0, 0.25, 0.5, 0.67, 1.0, 1.5, 2.0, 4.0, 16.0, 64.0];
    RowsFigure {
        name: "odds-ratios",
        title: tr!("What pushes the risk up or down").to_owned(),
        caption: tr!(
            "How many times larger the odds of {condition} become for one typical step up (one standard deviation, or yes \
             instead of no), the other inputs held still: the odds ratio, with its 95% interval. 1 means no effect.", condition
        ),
        label: tr!("Odds ratio").to_owned(),
        ends: [1.0 / reach, reach],
        ticks: ticks.into_iter().filter(|tick| (1.0 / reach..=reach).contains(tick)).collect(),
        format: Format::Shortest,
        scale: Scale::Logarithmic,
        reference: Some((1.0, String::new())),
        from_zero: false,
        empty: tr!("No effect could be estimated.").to_owned(),
    }
    .with(steps.into_iter().map(Step::dot).collect())
}

fn importance_figure(features: &[Feature], workings: &Workings) -> Result<Figure, String> {
    let importance = workings.importance()?;
    let mut order: Vec<(&str, f64)> =
        features.iter().map(|feature| feature.label.as_str()).zip(importance.shares).collect();
    order.retain(|(_, share)| *share > 0.0);
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let most = order.first().map_or(1.0, |(_, share)| share.max(0.01));
    let step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5].into_iter().find(|step| most / step <= 4.5).unwrap_or(0.5);
    let dot = |(name, share): (&str, f64)| {
        let row =
            Row { name: name.to_owned(), figures: percent(share), sentence: format!("{name}: {}", percent(share)) };
        Dot { row, value: Some(share), other: None, interval: None, faint: false }
    };
    let figure = RowsFigure {
        name: "importance",
        title: tr!("How much each input matters").to_owned(),
        caption: importance.measure.to_owned(),
        label: tr!("Share of what the model uses").to_owned(),
        ends: [0.0, most],
        ticks: (0..=(most / step) as u32).map(|tick| f64::from(tick) * step).collect(),
        format: Format::Percent,
        scale: Scale::Linear,
        reference: None,
        from_zero: true,
        empty: tr!("The model uses none of its inputs: everybody gets the same risk.").to_owned(),
    };
    Ok(figure.with(order.into_iter().map(dot).collect()))
}
