//! From a typical patient's risk to one patient's: what each input did on the way.

use super::axis::{Axis, Format, Row, Scale, percent};
use super::model::{Dash, Figure, Layer, Role, Shape};
use crate::explain;
use crate::num::Threshold;

/// One input's push, with the words for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Push {
    /// What the input is called and what the patient has: "Lactate 4.1 mmol/L".
    pub name: String,
    /// What it did, on the scale of [`Pushes::scale`].
    pub amount: f64,
    /// Its standard error; 0 when exact.
    pub standard_error: f64,
}

/// What led from the start to the patient's risk.
#[derive(Debug, Clone, PartialEq)]
pub struct Pushes {
    /// What the numbers are measured in.
    pub scale: explain::Scale,
    /// Where a typical patient stands, on the scale.
    pub base: f64,
    /// Where this patient stands, on the scale.
    pub total: f64,
    /// In any order; with `base` they add up to `total`.
    pub parts: Vec<Push>,
}

/// At least so many rows stand between the first and the last; what is too small to have one of its own is added up.
const FEWEST: usize = 3;
/// The axis reaches no nearer to 0 and 1 than this; a push beyond is drawn at the end.
const NEAREST: f64 = 1e-4;
/// Half the height of a bar, in rows.
const HALF: f64 = 0.3;

struct Placed {
    row: Row,
    /// Where it begins and ends, as risks.
    from: f64,
    to: f64,
}

impl Pushes {
    /// A place on the scale as a risk.
    fn risk(&self, value: f64) -> f64 {
        match self.scale {
            explain::Scale::LogOdds => 1.0 / (1.0 + libm::exp(-value)),
            explain::Scale::Risk => value.clamp(0.0, 1.0),
        }
    }

    /// The parts, the strongest first, at most `rows` of them: the last one holds what is left.
    fn strongest(&self, rows: usize) -> Vec<Push> {
        let mut parts = self.parts.clone();
        parts.sort_by(|a, b| b.amount.abs().total_cmp(&a.amount.abs()));
        let rows = rows.max(FEWEST);
        if parts.len() > rows {
            let rest = parts.split_off(rows - 1);
            parts.push(Push {
                name: tr!("{} other inputs", rest.len()),
                amount: rest.iter().map(|part| part.amount).sum(),
                standard_error: libm::sqrt(rest.iter().map(|part| part.standard_error * part.standard_error).sum()),
            });
        }
        parts
    }

    fn figures(&self, part: &Push) -> (String, String) {
        match self.scale {
            explain::Scale::LogOdds => {
                let times = libm::exp(part.amount.abs());
                let written = if times > 999.0 {
                    tr!("over 1,000").to_owned()
                } else if times >= 9.95 {
                    format!("{times:.0}")
                } else {
                    format!("{times:.1}")
                };
                if written == "1.0" {
                    return ("\u{d7} 1.0".to_owned(), tr!("leaves the odds as they are").to_owned());
                }
                let (sign, verb) =
                    if part.amount > 0.0 { ("\u{d7}", tr!("multiplies")) } else { ("\u{f7}", tr!("divides")) };
                (format!("{sign} {written}"), tr!("{verb} the odds by {written}", verb, written))
            }
            explain::Scale::Risk => {
                let points = 100.0 * part.amount;
                let sign = if points < 0.0 { "\u{2212}" } else { "+" };
                let doubt = if part.standard_error > 0.0 {
                    format!(" \u{b1} {:.1}", 100.0 * 1.96 * part.standard_error)
                } else {
                    String::new()
                };
                let verb = if points < 0.0 { tr!("lowers") } else { tr!("raises") };
                let sentence = tr!("{verb} the risk by {:.1} percentage points", points.abs(), verb);
                (format!("{sign}{:.1}{doubt}", points.abs()), sentence)
            }
        }
    }

    fn placed(&self, rows: usize) -> Vec<Placed> {
        let mut at = self.base;
        let mut placed = Vec::new();
        for part in self.strongest(rows) {
            let next = at + part.amount;
            let (figures, sentence) = self.figures(&part);
            let sentence = format!("{}: {sentence}", part.name);
            let row = Row { name: part.name, figures, sentence };
            placed.push(Placed { row, from: self.risk(at), to: self.risk(next) });
            at = next;
        }
        placed
    }
}

/// The pushes as a staircase of at most `rows` steps (at least three), from a typical patient at the top to this one at the foot.
#[must_use]
pub fn push_figure(pushes: &Pushes, threshold: Threshold, condition: &str, rows: usize) -> Figure {
    let steps = pushes.placed(rows);
    let (base, total) = (pushes.risk(pushes.base), pushes.risk(pushes.total));
    let end = |name: &str, risk: f64| Row {
        name: name.to_owned(),
        figures: percent(risk),
        sentence: tr!("{name}: risk {}", percent(risk), name),
    };
    let mut all = vec![end(tr!("A typical patient"), base)];
    all.extend(steps.iter().map(|step| step.row.clone()));
    all.push(end(tr!("This patient"), total));
    let x = axis(pushes.scale, &steps, [base, total, threshold.get()]);
    let within = |risk: f64| risk.clamp(x.min, x.max);
    let line = threshold.get();
    let label = tr!("threshold {}", super::words::score(line));
    let mut layers = vec![Layer::VLine { role: Role::Threshold, dash: Dash::Dashed, x: within(line), label }];
    let last = all.len() as f64 - 1.0;
    for (index, step) in steps.iter().enumerate() {
        let y = last - 1.0 - index as f64;
        layers.extend(bar(within(step.from), within(step.to), y));
    }
    let joint = |x: f64, y: f64| Layer::Line {
        role: Role::Quiet,
        dash: Dash::Dotted,
        points: vec![[x, y], [x, y - 1.0]],
        label: String::new(),
    };
    layers.push(joint(within(base), last));
    layers.extend(steps.iter().enumerate().map(|(index, step)| joint(within(step.to), last - 1.0 - index as f64)));
    let dot =
        |shape, x: f64, y: f64| Layer::Points { role: Role::Ink, shape, points: vec![[x, y]], label: String::new() };
    layers.push(dot(Shape::Ring, within(base), last));
    layers.push(dot(Shape::Diamond, within(total), 0.0));
    let sentences: Vec<&str> = all.iter().map(|row| row.sentence.as_str()).collect();
    Figure {
        name: "patient",
        alt: tr!("What pushed this patient's risk. {}.", sentences.join(". ")),
        title: tr!("What pushed this patient\u{2019}s risk").to_owned(),
        caption: caption(pushes, condition),
        x,
        y: Axis::of_rows(String::new(), all),
        layers,
        square: false,
        handle: None,
        empty: String::new(),
    }
}

/// A bar from `from` to `to` at row `y`, with its end marked.
pub(super) fn bar(from: f64, to: f64, y: f64) -> [Layer; 3] {
    let role = if to >= from { Role::With } else { Role::Without };
    let band = [from.min(to), from.max(to)].map(|x| [x, y - HALF, y + HALF]);
    [
        Layer::Band { role, points: band.to_vec(), label: String::new() },
        Layer::Line { role, dash: Dash::Solid, points: vec![[from, y], [to, y]], label: String::new() },
        Layer::Points { role, shape: Shape::Disc, points: vec![[to, y]], label: String::new() },
    ]
}

/// An axis that holds every step and the marks, with a little room to both sides.
fn axis(scale: explain::Scale, steps: &[Placed], marks: [f64; 3]) -> Axis {
    let values = || steps.iter().flat_map(|step| [step.from, step.to]).chain(marks).filter(|value| value.is_finite());
    let (low, high) = (values().fold(1.0, f64::min), values().fold(0.0, f64::max));
    let (scale, min, max) = match scale {
        explain::Scale::LogOdds => {
            let wider = |share: f64, times: f64| {
                let share = share.clamp(NEAREST, 1.0 - NEAREST);
                let odds = share / (1.0 - share) * times;
                (odds / (1.0 + odds)).clamp(NEAREST, 1.0 - NEAREST)
            };
            (Scale::LogOdds, wider(low, 0.75), wider(high, 1.0 / 0.75))
        }
        explain::Scale::Risk => {
            let room = 0.05 * (high - low).max(0.02);
            (Scale::Linear, (low - room).max(0.0), (high + room).min(1.0))
        }
    };
    let offered: &[f64] = match scale {
        Scale::LogOdds => &[0.0001, 0.001, 0.01, 0.03, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97, 0.99, 0.999, 0.9999],
        _ => &[],
    };
    let mut ticks: Vec<f64> = offered.iter().copied().filter(|tick| (min..=max).contains(tick)).collect();
    if ticks.len() < 3 {
        let step =
            [0.005, 0.01, 0.02, 0.05, 0.1, 0.2].into_iter().find(|step| (max - min) / step <= 5.5).unwrap_or(0.25);
        ticks = (0..=200).map(|tick| f64::from(tick) * step).filter(|tick| (min..=max).contains(tick)).collect();
    }
    Axis {
        label: tr!("Risk").to_owned(),
        short: tr!("Risk").to_owned(),
        min,
        max,
        ticks,
        format: Format::Percent,
        scale,
        rows: Vec::new(),
    }
}

fn caption(pushes: &Pushes, condition: &str) -> String {
    let how = match pushes.scale {
        explain::Scale::LogOdds => {
            tr!(
                "Each step shows by how much the patient\u{2019}s value multiplies the odds, compared with a typical patient. This \
             model multiplies them up itself, so the steps are exact."
            )
        }
        explain::Scale::Risk => {
            tr!(
                "This model does not simply add up its inputs. Each step is the input\u{2019}s average part over many orders in which a \
             typical patient\u{2019}s values are replaced by this one\u{2019}s (Shapley values), in percentage points of risk; \u{b1} is \
             the doubt left by sampling."
            )
        }
    };
    tr!("{how} It says what the model does with the values, not what causes {condition}.", how, condition)
}
