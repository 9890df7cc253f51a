//! Training against held-out patients, over how many there are to learn from or over how closely they are followed.

use super::axis::{Axis, Format, Scale, count};
use super::diagram::inside;
use super::model::{Corner, Dash, Figure, Fill, Key, Layer, Role, Shape};
use crate::pipeline::learning::{Aucs, Curve, Place, Spread, Varied};

/// One of the two curves: its role, dash and words, and its figures at a place.
type Side = ((Role, Dash, &'static str), fn(&Place) -> Option<Spread>);

/// The role and dash of patients that the models learnt from, and the words for them.
const TRAINING: (Role, Dash, &str) = (Role::Group(1), Dash::Dashed, tr_noop!("patients it learnt from"));
/// The same for patients that no model had seen.
const UNSEEN: (Role, Dash, &str) = (Role::Model, Dash::Solid, tr_noop!("new patients (held out)"));

/// `curve` as far as it is worked out, and at `now` (the setting or the number of patients) the figures of the model in use.
#[must_use]
pub fn learning_figure(curve: &Curve, now: f64, in_use: Option<&Aucs>) -> Figure {
    let x = x_axis(curve);
    let known = curve.places.iter().any(|place| !place.tries.aucs.is_empty());
    let now = now.clamp(x.min, x.max);
    let mut layers =
        vec![Layer::HLine { role: Role::Chance, dash: Dash::Dotted, y: 0.5, label: tr!("guessing").to_owned() }];
    let sides: [Side; 2] = [(TRAINING, |place| place.tries.training()), (UNSEEN, |place| place.tries.unseen())];
    for ((role, _, label), of) in sides {
        let points =
            curve.places.iter().filter_map(|place| of(place).map(|spread| [place.at, spread.low, spread.high]));
        layers.push(Layer::Band { role, points: points.collect(), label: label.to_owned() });
    }
    for ((role, dash, label), of) in sides {
        let points: Vec<_> =
            curve.places.iter().filter_map(|place| of(place).map(|spread| [place.at, spread.mean])).collect();
        layers.push(Layer::Line { role, dash, points, label: label.to_owned() });
    }
    let word = if curve.varied == Varied::Patients { tr!("all") } else { tr!("now") };
    layers.push(Layer::VLine { role: Role::Threshold, dash: Dash::Solid, x: now, label: word.to_owned() });
    if let Some(aucs) = in_use {
        let marks = [(aucs.training, TRAINING.0, Shape::Ring), (aucs.unseen, UNSEEN.0, Shape::Disc)];
        for (auc, role, shape) in marks {
            let points = auc.map(|auc| [now, auc]).into_iter().collect();
            layers.push(Layer::Points { role, shape, points, label: String::new() });
        }
    }
    layers.push(legend(curve, in_use.is_some()));
    Figure {
        name: "learning",
        title: title(curve).to_owned(),
        alt: format!("{}. {}", title(curve), told(curve)),
        caption: tr!("Bands: where most of the models lie that were trained on other draws of the patients.")
            .to_owned(),
        x,
        y: y_axis(curve, in_use),
        layers,
        square: false,
        handle: None,
        empty: if known { String::new() } else { tr!("No model has been trained yet.").to_owned() },
    }
}

fn title(curve: &Curve) -> &'static str {
    match curve.varied {
        Varied::Patients => tr!("From few patients to many"),
        Varied::Setting(_) => tr!("Followed loosely or closely"),
        Varied::Inputs => tr!("From few inputs to many"),
    }
}

fn legend(curve: &Curve, in_use: bool) -> Layer {
    let mut entries = vec![
        (Key::Line(TRAINING.0, TRAINING.1), crate::language::translate(TRAINING.2).to_owned()),
        (Key::Line(UNSEEN.0, UNSEEN.1), crate::language::translate(UNSEEN.2).to_owned()),
    ];
    let spreads = curve.places.iter().filter_map(|place| place.tries.unseen());
    if let Some(most) = spreads.max_by_key(|spread| spread.all).filter(|most| most.all > 1) {
        let label = tr!("where {} of {} models lie", most.middle, most.all);
        entries.push((Key::Fill(Role::Band, Fill::Hollow), label));
    }
    if in_use {
        entries.push((Key::Point(UNSEEN.0, Shape::Disc), tr!("the model in use").to_owned()));
    }
    Layer::Legend { corner: Corner::Outside, heading: String::new(), entries }
}

/// Every place's figures, for whoever cannot see the curves.
fn told(curve: &Curve) -> String {
    let auc =
        |spread: Option<Spread>| spread.map_or(tr!("not known").to_owned(), |spread| format!("{:.2}", spread.mean));
    let place = |place: &Place| {
        let at = x_axis(curve).format.write(place.at);
        tr!("at {at}: {} and {}", auc(place.tries.training()), auc(place.tries.unseen()), at)
    };
    let places: Vec<String> = curve.places.iter().filter(|place| !place.tries.aucs.is_empty()).map(place).collect();
    let what = x_axis(curve).short;
    tr!("AUC over {what}, among patients that the models learnt from and among new ones. {}.", places.join("; "), what)
}

fn x_axis(curve: &Curve) -> Axis {
    let (least, most) = match &curve.places[..] {
        [first, .., last] => (first.at, last.at),
        // One place alone stands in the middle.
        [only] => (only.at - 0.5, only.at + 0.5),
        [] => (0.0, 1.0),
    };
    let whole: Vec<f64> = (1..=most.clamp(0.0, 40.0) as u32).map(f64::from).filter(|tick| *tick >= least).collect();
    let (label, short, ticks, format, scale) = match curve.varied {
        Varied::Patients => {
            let label = tr!("Patients to learn from").to_owned();
            (label, tr!("patients"), spread_ticks(least, most), Format::Count, Scale::Logarithmic)
        }
        Varied::Setting(setting) => {
            let scale = if setting.logarithmic { Scale::Logarithmic } else { Scale::Linear };
            let ticks = if setting.logarithmic { spread_ticks(least, most) } else { whole };
            let [low, high] = if follows_more(setting.field) {
                [tr!("simpler"), tr!("more complex")]
            } else {
                [tr!("more complex"), tr!("simpler")]
            };
            let label = format!("\u{2190} {low}  |  {}  |  {high} \u{2192}", crate::language::translate(setting.label));
            (label, crate::language::translate(setting.label), ticks, Format::Shortest, scale)
        }
        Varied::Inputs => {
            let step = whole.len().div_ceil(12).max(1);
            let ticks = whole.into_iter().step_by(step).collect();
            (tr!("Inputs, in the dataset's order").to_owned(), tr!("inputs"), ticks, Format::Count, Scale::Linear)
        }
    };
    let scale = if least > 0.0 && curve.places.len() > 1 { scale } else { Scale::Linear };
    Axis { label, short: short.to_owned(), min: least, max: most, ticks, format, scale, rows: Vec::new() }
}

/// Whether a higher value of that setting lets a classifier follow its patients more closely.
#[must_use]
pub fn follows_more(field: &str) -> bool {
    matches!(field, "depth" | "cost")
}

/// Round numbers spread by factors: 1, 2, 5, 10 where that gives few, otherwise powers of 10.
fn spread_ticks(least: f64, most: f64) -> Vec<f64> {
    let wide = most / least.max(f64::MIN_POSITIVE) > 2_000.0;
    let steps: &[f64] = if wide { &[1.0] } else { &[1.0, 2.0, 5.0] };
    let powers = (-3..6).flat_map(|power| steps.iter().map(move |step| (power, *step)));
    // 10 to a negative power by division, so that 0.1 is written so.
    let value = |(power, step): (i32, f64)| {
        let ten = libm::pow(10.0, f64::from(power.abs()));
        if power < 0 { step / ten } else { step * ten }
    };
    powers.map(value).filter(|value| (least..=most).contains(value)).collect()
}

fn y_axis(curve: &Curve, in_use: Option<&Aucs>) -> Axis {
    let spreads = curve.places.iter().flat_map(|place| [place.tries.training(), place.tries.unseen()]);
    let lows = spreads.flatten().map(|spread| spread.low);
    let own = in_use.into_iter().flat_map(|aucs| [aucs.training, aucs.unseen]).flatten();
    let least = lows.chain(own).fold(0.45_f64, f64::min);
    let min = (least * 20.0).floor() / 20.0;
    Axis {
        label: tr!("Pairs in the right order (AUC)").to_owned(),
        short: "AUC".to_owned(),
        min,
        max: 1.0,
        ticks: (0..=10).map(|tick| f64::from(tick) / 10.0).filter(|tick| *tick >= min).collect(),
        format: Format::Decimals(1),
        scale: Scale::Linear,
        rows: Vec::new(),
    }
}

/// What a place of the curve is called in a sentence: "50 patients", "a depth of 4".
#[must_use]
pub fn place_words(varied: Varied, at: f64) -> String {
    match varied {
        Varied::Patients => tr!("{} patients", count(at as u64)),
        Varied::Setting(setting) => {
            tr!("{} at {}", inside(crate::language::translate(setting.label)), setting_value(at))
        }
        Varied::Inputs if at < 1.5 => tr!("1 input").to_owned(),
        Varied::Inputs => tr!("{} inputs", count(at as u64)),
    }
}

/// A setting's value with no more digits than it takes to tell it: "0.042", "12".
#[must_use]
pub fn setting_value(value: f64) -> String {
    let text = if value >= 10.0 {
        format!("{value:.0}")
    } else if value >= 1.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.3}")
    };
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
