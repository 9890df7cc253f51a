//! What matters to the model: losses without each input, curves of one input for many patients, and what tells groups apart.

mod effect;

pub use effect::{EffectChart, effect_figure};

use super::axis::{Format, Row, Scale};
use super::model::Figure;
use super::rows_figure::{Dot, RowsFigure};
use super::zoom::round_ticks;
use crate::metrics::Interval;
use crate::pipeline::matters::{InputLoss, LevelProxy, Shuffles};

/// Fewer patients than this say little about a group.
const FEW: usize = 20;

/// The rows of [`losses_figure`], by what they cost on paper, the dearest first, and those not worked out yet last.
fn by_loss(shuffles: &Shuffles) -> Vec<&InputLoss> {
    let mut inputs: Vec<&InputLoss> = shuffles.inputs.iter().collect();
    let cost = |input: &InputLoss| input.sides[0].flatten().map_or(f64::NEG_INFINITY, |loss| loss.mean);
    inputs.sort_by(|a, b| cost(b).total_cmp(&cost(a)));
    inputs
}

/// What shuffling each input costs on one side, 0 on paper and 1 on the ward. Both sides have the same rows and the same axis, so
/// that they can be read side by side.
#[must_use]
pub fn losses_figure(shuffles: &Shuffles, side: usize, name: &dyn Fn(&str) -> String) -> Figure {
    let all = shuffles.inputs.iter().flat_map(|input| input.sides.iter().flatten().flatten());
    let ends = all.fold([0.0_f64, 0.02_f64], |[low, high], loss| {
        let (from, to) = loss.interval.map_or((loss.mean, loss.mean), |ci| (ci.lo, ci.hi));
        [low.min(from), high.max(to)]
    });
    let space = 0.04 * (ends[1] - ends[0]);
    let ends = [if ends[0] < 0.0 { ends[0] - space } else { 0.0 }, ends[1] + space];
    let where_ = [tr!("on paper"), tr!("on the ward")][side.min(1)];
    let dot = |input: &InputLoss| {
        let name = name(&input.column);
        let loss = input.sides[side.min(1)];
        let figures = match loss {
            None => "\u{2026}".to_owned(),
            Some(None) => tr!("not defined").to_owned(),
            Some(Some(loss)) => Format::Decimals(3).write(loss.mean),
        };
        let interval = loss.flatten().and_then(|loss| loss.interval);
        let told = interval.map_or(String::new(), |ci| tr!(", 95% interval {:.3} to {:.3}", ci.lo, ci.hi));
        let sentence = tr!("{name} shuffled {where_}: AUC loses {figures}{told}", name, where_, figures, told);
        Dot {
            row: Row { name, figures, sentence },
            value: loss.flatten().map(|loss| loss.mean),
            other: None,
            interval: interval.map(|ci| [ci.lo, ci.hi]),
            faint: interval.is_some_and(|ci| ci.contains(0.0)),
        }
    };
    RowsFigure {
        name: "losses",
        title: tr!("Lost {where_}", where_),
        caption: tr!("How much AUC the model loses when one input is shuffled among the patients, with its 95% interval. Grey and dotted: \
                  no clear loss.")
            .to_owned(),
        label: tr!("Loss of AUC").to_owned(),
        ends,
        ticks: round_ticks(ends[0], ends[1], Format::Decimals(2)),
        format: Format::Decimals(2),
        scale: Scale::Linear,
        reference: Some((0.0, String::new())),
        from_zero: false,
        empty: tr!("The model uses no input.").to_owned(),
    }
    .with(by_loss(shuffles).into_iter().map(dot).collect())
}

/// How well the inputs tell one group from everybody else, all together and each alone.
#[must_use]
pub fn proxies_figure(proxy: &LevelProxy, name: &dyn Fn(&str) -> String) -> Figure {
    let dot = |name: String, told: Option<(Option<f64>, Option<Interval>)>| {
        let (auc, interval) = told.unwrap_or((None, None));
        let figures = auc.map_or_else(|| "\u{2013}".to_owned(), |auc| format!("{auc:.2}"));
        let ci = interval.map_or(String::new(), |ci| tr!(", 95% interval {:.2} to {:.2}", ci.lo, ci.hi));
        let sentence = tr!("{name}: AUC {figures}{ci}", name, figures, ci);
        let chance = interval.is_none_or(|ci| ci.contains(0.5));
        Dot {
            row: Row { name, figures, sentence },
            value: auc,
            other: None,
            interval: interval.map(|ci| [ci.lo, ci.hi]),
            faint: chance || proxy.patients < FEW,
        }
    };
    let mut alone: Vec<_> = proxy.alone.iter().collect();
    let known = |told: &Option<crate::pipeline::matters::Told>| told.and_then(|told| told.auc).unwrap_or(0.0);
    alone.sort_by(|a, b| known(&b.1).total_cmp(&known(&a.1)));
    let figures = |told: crate::pipeline::matters::Told| (told.auc, told.interval);
    let mut dots = vec![dot(tr!("All together").to_owned(), proxy.together.map(figures))];
    dots.extend(alone.into_iter().map(|(column, told)| dot(name(column), told.map(figures))));
    let low = dots.iter().filter_map(|dot| dot.interval.map(|[low, _]| low).or(dot.value)).fold(0.4, f64::min);
    let least = (low * 10.0).floor() / 10.0;
    RowsFigure {
        name: "proxies",
        title: tr!("Telling {} from everybody else", proxy.level),
        caption: tr!("0.5 is guessing, 1 is knowing. With 95% intervals (DeLong), among the patients kept aside. Grey and dotted: no better \
                  than guessing, as far as these patients can show.")
            .to_owned(),
        label: tr!("Pairs in the right order (AUC)").to_owned(),
        ends: [least, 1.0],
        ticks: (0..=10).map(|tick| f64::from(tick) / 10.0).filter(|tick| *tick >= least).collect(),
        format: Format::Decimals(1),
        scale: Scale::Linear,
        reference: Some((0.5, tr!("guessing").to_owned())),
        from_zero: false,
        empty: tr!("The model uses no other input.").to_owned(),
    }
    .with(if proxy.alone.is_empty() { Vec::new() } else { dots })
}
