//! Cross-validation as a picture: which part was held out in which round, and what came of it.

use super::axis::{Axis, Format, Row, Scale};
use super::model::{Dash, Figure, Layer, Role};
use super::rows_figure::{Dot, RowsFigure};
use crate::metrics::Interval;
use crate::pipeline::learning::{Fold, Rounds};

/// Half of the width and of the height of a part, in units of the axes.
const PART: [f64; 2] = [0.46, 0.36];

/// Every round as a row of parts, the one held out marked.
#[must_use]
pub fn folds_figure(rounds: &Rounds) -> Figure {
    let parts = rounds.folds.len();
    let row = |round: usize| Row {
        name: tr!("Round {}", round + 1),
        figures: String::new(),
        sentence: tr!("In round {} part {} is held out", round + 1, round + 1),
    };
    let y = Axis::of_rows(String::new(), (0..parts).map(row).collect());
    let mut layers = Vec::new();
    for round in 0..parts {
        for part in 0..parts {
            let held_out = part == round;
            let (x, y) = (part as f64 + 1.0, y.row_at(round));
            let [half, tall] = PART;
            let points = [x - half, x + half].map(|x| [x, y - tall, y + tall]).to_vec();
            let role = if held_out { Role::Model } else { Role::Quiet };
            layers.push(Layer::Band { role, points, label: String::new() });
            if held_out {
                let frame = [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0]];
                let points = frame.iter().map(|[across, up]| [x + across * half, y + up * tall]).collect();
                layers.push(Layer::Line { role, dash: Dash::Solid, points, label: String::new() });
            }
            let text = if held_out { tr!("judged") } else { tr!("learn") };
            let role = if held_out { Role::Ink } else { Role::Quiet };
            layers.push(Layer::Text { role, at: [x, y], text: text.to_owned() });
        }
    }
    let sentences: Vec<&str> = y.rows.iter().map(|row| row.sentence.as_str()).collect();
    Figure {
        name: "folds",
        title: tr!("Everybody is new once").to_owned(),
        alt: tr!("The training patients in {parts} parts. {}.", sentences.join(". "), parts),
        caption: tr!("In each round a model learns from the other parts and is judged by the one held out.").to_owned(),
        x: Axis {
            label: tr!("Part of the training patients").to_owned(),
            short: tr!("part").to_owned(),
            min: 0.5,
            max: parts as f64 + 0.5,
            ticks: (1..=parts).map(|part| part as f64).collect(),
            format: Format::Count,
            scale: Scale::Linear,
            rows: Vec::new(),
        },
        y,
        layers,
        square: false,
        handle: None,
        empty: if parts == 0 { tr!("There is nobody to learn from.").to_owned() } else { String::new() },
    }
}

/// The AUC of every round, and of the model in use among the patients kept aside from all rounds.
#[must_use]
pub fn rounds_figure(rounds: &Rounds, held_out: (Option<f64>, Option<Interval>)) -> Figure {
    let round = |(round, fold): (usize, &Fold)| {
        let judged = fold.tried.as_ref().and_then(|tried| tried.as_ref().ok());
        let auc = judged.and_then(|judged| judged.aucs.unseen);
        let why = match &fold.tried {
            None => tr!("not yet"),
            Some(Err(_)) => tr!("no model"),
            Some(Ok(_)) => tr!("not defined"),
        };
        dot(tr!("Round {}", round + 1), (auc, judged.and_then(|judged| judged.interval)), why)
    };
    let mut dots: Vec<Dot> = rounds.folds.iter().enumerate().map(round).collect();
    dots.push(dot(tr!("Kept aside").to_owned(), held_out, tr!("not defined")));
    let mean = rounds.unseen().map(|spread| (spread.mean, tr!("mean").to_owned()));
    let lows = dots.iter().filter_map(|dot| dot.interval.map(|[low, _]| low).or(dot.value));
    let least = (lows.fold(0.5_f64, f64::min) * 10.0).floor() / 10.0;
    let figure = RowsFigure {
        name: "rounds",
        title: tr!("How well each told new patients apart").to_owned(),
        caption: tr!("Lines: 95% intervals (DeLong). Upright line: the mean of the rounds.").to_owned(),
        label: tr!("Pairs in the right order (AUC)").to_owned(),
        ends: [least, 1.0],
        ticks: (0..=10).map(|tick| f64::from(tick) / 10.0).filter(|tick| *tick >= least).collect(),
        format: Format::Decimals(1),
        scale: Scale::Linear,
        reference: mean,
        from_zero: false,
        empty: tr!("There is nobody to learn from.").to_owned(),
    };
    figure.with(dots)
}

fn dot(name: String, (value, interval): (Option<f64>, Option<Interval>), why: &str) -> Dot {
    let figures = value.map_or_else(|| why.to_owned(), |value| format!("{value:.2}"));
    let told = interval.map_or(String::new(), |ci| tr!(", 95% interval {:.2} to {:.2}", ci.lo, ci.hi));
    let sentence = tr!("{name}: AUC {figures}{told}", name, figures, told);
    Dot {
        row: Row { name, figures, sentence },
        value,
        other: None,
        interval: interval.map(|ci| [ci.lo, ci.hi]),
        faint: false,
    }
}
