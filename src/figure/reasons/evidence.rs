//! Naive Bayes as a staircase of likelihood ratios.

use super::{InputWords, risk, times};
use crate::explain::{Evidence, EvidenceStep};
use crate::figure::axis::{Axis, Format, Row, Scale, count, percent};
use crate::figure::model::{Dash, Figure, Layer, Role, Shape};
use crate::figure::push_figure::bar;
use crate::figure::words::score;
use crate::num::Threshold;

/// The axis of risks ends here and at its mirror image; a step beyond is cut off.
const LEAST: f64 = 1e-4;
/// Where numbers may stand on it.
const TICKS: [f64; 11] = [0.0001, 0.001, 0.01, 0.03, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999];

/// The evidence on a patient, from the share of training patients with the condition down to the patient's risk; one step for
/// each input, as wide as its likelihood ratio on a scale of log odds. `threshold` is one on these risks.
#[must_use]
pub fn evidence_figure(evidence: &Evidence, threshold: Option<Threshold>, words: &InputWords) -> Figure {
    let mut rows = vec![Row {
        name: tr!("Before anything is known").to_owned(),
        figures: of_many(evidence.prior),
        sentence: tr!(
            "Before anything is known: {} ({}), as among the training patients",
            of_many(evidence.prior),
            percent(evidence.prior)
        ),
    }];
    rows.extend(evidence.steps.iter().map(|step| row(step, words)));
    rows.push(Row {
        name: tr!("This patient").to_owned(),
        figures: risk(evidence.risk),
        sentence: tr!("This patient: risk {}", risk(evidence.risk)),
    });
    let x = axis(evidence, threshold);
    let within = |risk: f64| risk.clamp(x.min, x.max);
    let last = rows.len() as f64 - 1.0;
    let mut layers = Vec::new();
    if let Some(line) = threshold {
        let label = tr!("threshold {}", score(line.get()));
        layers.push(Layer::VLine { role: Role::Threshold, dash: Dash::Dashed, x: within(line.get()), label });
    }
    let joint = |at: f64, y: f64| Layer::Line {
        role: Role::Quiet,
        dash: Dash::Dotted,
        points: vec![[within(at), y], [within(at), y - 1.0]],
        label: String::new(),
    };
    layers.push(joint(evidence.prior, last));
    let mut from = evidence.prior;
    for (index, step) in evidence.steps.iter().enumerate() {
        let y = last - 1.0 - index as f64;
        layers.extend(bar(within(from), within(step.risk), y));
        layers.push(joint(step.risk, y));
        from = step.risk;
    }
    let dot = |shape, at: f64, y: f64| Layer::Points {
        role: Role::Ink,
        shape,
        points: vec![[within(at), y]],
        label: String::new(),
    };
    layers.push(dot(Shape::Ring, evidence.prior, last));
    layers.push(dot(Shape::Diamond, evidence.risk, 0.0));
    let sentences: Vec<&str> = rows.iter().map(|row| row.sentence.as_str()).collect();
    Figure {
        name: "likelihood-ratios",
        title: tr!("How the evidence multiplies").to_owned(),
        alt: tr!("How the evidence multiplies. {}.", sentences.join(". ")),
        caption: caption(evidence, words),
        x,
        y: Axis::of_rows(String::new(), rows),
        layers,
        square: false,
        handle: None,
        empty: String::new(),
    }
}

/// "8 in 100"; with more patients where the condition is too rare for that.
fn of_many(share: f64) -> String {
    let many = [100_u64, 1000, 10_000].into_iter().find(|&many| share * many as f64 >= 0.95).unwrap_or(100_000);
    tr!("{:.0} in {}", share * many as f64, count(many))
}

fn row(step: &EvidenceStep, words: &InputWords) -> Row {
    let name = words.both(&step.column);
    let written = times(libm::exp(step.log_ratio.abs()));
    let (sign, among, other) = if step.log_ratio >= 0.0 {
        ("\u{d7}", tr!("with"), tr!("without"))
    } else {
        ("\u{f7}", tr!("without"), tr!("with"))
    };
    let condition = words.condition;
    let sentence = if written == "1.0" {
        tr!(
            "{name}: as common among those with {condition} as among those without; risk {} now",
            risk(step.risk),
            name,
            condition
        )
    } else {
        tr!(
            "{name}: {written} times as common among those {among} {condition} as among those {other}; risk {} now",
            risk(step.risk),
            name,
            written,
            among,
            condition,
            other
        )
    };
    Row { name, figures: format!("{sign} {written} \u{2192} {}", risk(step.risk)), sentence }
}

fn axis(evidence: &Evidence, threshold: Option<Threshold>) -> Axis {
    let marks = [evidence.prior, evidence.risk].into_iter().chain(threshold.map(Threshold::get));
    let risks = || evidence.steps.iter().map(|step| step.risk).chain(marks.clone());
    let wider = |share: f64, times: f64| {
        let share = share.clamp(LEAST, 1.0 - LEAST);
        let odds = share / (1.0 - share) * times;
        (odds / (1.0 + odds)).clamp(LEAST, 1.0 - LEAST)
    };
    let min = wider(risks().fold(1.0, f64::min), 0.7);
    let max = wider(risks().fold(0.0, f64::max), 1.0 / 0.7);
    Axis {
        label: tr!("Risk so far (each step as wide as its multiplication)").to_owned(),
        short: tr!("risk so far").to_owned(),
        min,
        max,
        ticks: TICKS.into_iter().filter(|tick| (min..=max).contains(tick) && *tick >= 0.001).collect(),
        format: Format::Percent,
        scale: Scale::LogOdds,
        rows: Vec::new(),
    }
}

fn caption(evidence: &Evidence, words: &InputWords) -> String {
    let how = tr!(
        "\u{d7} or \u{f7} is the likelihood ratio: how many times as common such a value is among those with {} (\u{d7}) or without \
         (\u{f7}). The odds are multiplied by it.",
        words.condition
    );
    let cut = |risk: f64| !(LEAST..=1.0 - LEAST).contains(&risk);
    if evidence.steps.iter().any(|step| cut(step.risk)) {
        tr!(
            "{how} Steps beyond the ends of the axis are cut off. {twice}",
            how,
            twice = crate::language::translate(TWICE)
        )
    } else {
        format!("{how} {}", crate::language::translate(TWICE))
    }
}

const TWICE: &str =
    tr_noop!("Related inputs that say the same thing are counted twice, so risks become too sure of themselves.");
