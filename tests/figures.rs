//! The charts that Cutpoint shows and saves: what they say, and that a saved picture is whole and legible.

use std::path::Path;

use cutpoint::figure::export::{self, Caption};
use cutpoint::figure::people::People;
use cutpoint::figure::{Figure, Ghost, Words, roc_figure, score_figure};
use cutpoint::metrics::ScoredTestSet;
use cutpoint::num::Threshold;

/// Calibrated scores of `n` patients, the same on every machine.
fn patients(n: usize, intercept: f64, slope: f64, seed: u64) -> (Vec<f64>, Vec<bool>) {
    use rand::Rng as _;
    let mut stream = cutpoint::rng::stream(seed, &["figures"]);
    (0..n)
        .map(|_| {
            let severity: f64 = (0..12).map(|_| stream.r#gen::<f64>()).sum::<f64>() - 6.0;
            let risk = 1.0 / (1.0 + libm::exp(-(intercept + slope * severity)));
            (risk, stream.r#gen::<f64>() < risk)
        })
        .unzip()
}

fn set(n: usize, intercept: f64, slope: f64, seed: u64) -> ScoredTestSet {
    let (scores, labels) = patients(n, intercept, slope, seed);
    ScoredTestSet::new(&scores, &labels, None).expect("scores are risks")
}

fn words() -> Words {
    Words { condition: "sepsis".to_owned(), shown: "on the ward".to_owned() }
}

fn caption() -> Caption {
    Caption {
        dataset: "Sepsis on the ward within 12 hours".to_owned(),
        model: "logistic regression".to_owned(),
        threshold: Threshold::clamped(0.1),
        seed: 2024,
    }
}

fn save(name: &str, figure: &Figure) {
    let svg = export::svg(figure, &caption()).expect("a figure can be drawn");
    let png = export::png(&svg, 1.0).expect("its SVG can be read");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join(format!("{name}.svg")), svg).expect("the folder can be written");
    std::fs::write(folder.join(format!("{name}.png")), png).expect("the folder can be written");
}

#[test]
fn pictures_to_look_at() {
    let (ward, paper) = (set(6000, -3.6, 1.5, 7), set(2000, -3.2, 1.9, 9));
    let threshold = Threshold::new(0.1).expect("in range");
    let ghosts = [Ghost { set: &paper, label: "on paper" }];
    save("scores", &score_figure(&ward, threshold, &words(), &[]));
    let (scores, outcomes) = patients(6000, -3.6, 1.5, 7);
    let people = People::new(&scores, &outcomes);
    let svg = export::people_svg(&people, threshold, &words(), &caption()).expect("people can be drawn");
    let png = export::png(&svg, 1.0).expect("its SVG can be read");
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("people.png"), png).expect("the folder can be written");
    save("roc", &roc_figure(&ward, threshold, &words(), &ghosts));
}
