//! What a room guessed, as bars, with what is true beside them.

use super::axis::{Axis, Format, Scale};
use super::model::{Dash, Figure, Fill, Layer, Role};

/// Into about so many bars the guesses are sorted.
const BARS: f64 = 10.0;

/// How many guessed what: `values` in the unit asked for, and the truth where there is one. Values that are not finite are left out.
#[must_use]
pub fn guesses_figure(title: &str, values: &[f64], truth: Option<f64>) -> Figure {
    let values: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    let all = values.iter().copied().chain(truth);
    let (least, most) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), one| (low.min(one), high.max(one)));
    let step = nice((most - least) / BARS);
    let (from, bars) = if values.is_empty() {
        (0.0, 1)
    } else {
        let from = (least / step).floor() * step;
        (from, (((most - from) / step).floor() as usize + 1).max(1))
    };
    let edges: Vec<f64> = (0..=bars).map(|bar| from + bar as f64 * step).collect();
    let mut counts = vec![0_u64; bars];
    for value in &values {
        let bar = ((value - from) / step).floor().max(0.0) as usize;
        counts[bar.min(bars - 1)] += 1;
    }
    let tallest = counts.iter().copied().max().unwrap_or(0).max(1);
    let told: Vec<String> = edges
        .windows(2)
        .zip(&counts)
        .filter(|(_, count)| **count > 0)
        .map(|(ends, count)| {
            tr!("{count} from {} to under {}", Format::Shortest.write(ends[0]), Format::Shortest.write(ends[1]), count)
        })
        .collect();
    let true_words = truth.map_or_else(String::new, |truth| tr!(" It was {}.", tenth(truth)));
    let caption = tr!("{} guesses.{true_words}", values.len(), true_words);
    let mut layers = vec![Layer::Bars {
        role: Role::Model,
        fill: Fill::Hollow,
        edges: edges.clone(),
        heights: counts.iter().map(|count| *count as f64).collect(),
        counts: counts.clone(),
        label: tr!("guessed this").to_owned(),
    }];
    if let Some(truth) = truth {
        let label = tr!("It was {}", tenth(truth));
        layers.push(Layer::VLine { role: Role::Threshold, dash: Dash::Solid, x: truth, label });
    }
    let every = bars.div_ceil(10).max(1);
    let high = nice(tallest as f64 / 4.0).max(1.0);
    Figure {
        name: "guesses",
        title: title.to_owned(),
        alt: format!(
            "{title} {}{true_words}",
            if told.is_empty() { tr!("No guesses.").to_owned() } else { format!("{}.", told.join(", ")) }
        ),
        caption,
        x: Axis {
            label: tr!("What was guessed").to_owned(),
            short: tr!("guess").to_owned(),
            min: edges[0],
            max: edges[bars],
            ticks: edges.iter().copied().step_by(every).collect(),
            format: Format::Shortest,
            scale: Scale::Linear,
            rows: Vec::new(),
        },
        y: Axis {
            label: tr!("How many guessed it").to_owned(),
            short: tr!("how many").to_owned(),
            min: 0.0,
            max: tallest as f64 * 1.15,
            ticks: (0..).map(|tick| f64::from(tick) * high).take_while(|tick| *tick <= tallest as f64 * 1.1).collect(),
            format: Format::Shortest,
            scale: Scale::Linear,
            rows: Vec::new(),
        },
        layers,
        square: false,
        handle: None,
        empty: if values.is_empty() { tr!("No guesses yet").to_owned() } else { String::new() },
    }
}

fn tenth(value: f64) -> String {
    Format::Shortest.write((value * 10.0).round() / 10.0)
}

/// The least of 1, 2, 5 times a power of ten that is at least `step`; 1 for nothing.
fn nice(step: f64) -> f64 {
    if !(step > 0.0 && step.is_finite()) {
        return 1.0;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(step)));
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|nice| *nice >= step * (1.0 - 1e-9))
        .unwrap_or(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guess_falls_into_one_bar_and_the_truth_lies_within() {
        let figure = guesses_figure("How many?", &[10.0, 50.0, 50.0, 93.0, f64::NAN], Some(92.9));
        let Layer::Bars { edges, counts, .. } = &figure.layers[0] else { panic!("bars first") };
        assert_eq!(counts.iter().sum::<u64>(), 4);
        assert!(edges[0] <= 10.0 && edges[edges.len() - 1] >= 93.0, "{edges:?}");
        assert!(edges.windows(2).all(|pair| pair[1] > pair[0]));
        assert!(figure.alt.contains("2 from 50 to under 60") && figure.alt.contains("It was 92.9"), "{}", figure.alt);
        let one = guesses_figure("How many?", &[7.0], None);
        assert!(matches!(&one.layers[0], Layer::Bars { counts, .. } if counts == &[1]));
        assert!(!guesses_figure("How many?", &[], Some(3.0)).empty.is_empty());
    }
}
