//! How fast everything that a threshold moves is, and how fast chance is worked out:
//! `cargo bench --no-default-features --bench threshold`.
//!
//! Nothing here asserts a time. With python3, numpy and scikit-learn installed, the same resampling also goes through
//! `bootstrap_reference.py` in the same run, and the ratios are printed.

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use criterion::{BatchSize, Criterion};
use cutpoint::figure::{
    Ghost, RocLines, Words, calibration_figure, cost_figure, decision_figure, gain_figure, pr_figure, rates_figure,
    roc_figure_with, score_figure,
};
use cutpoint::metrics::{Bootstrap, BootstrapPlan, Groups, ScoredTestSet, bootstrap, fairness};
use cutpoint::num::Threshold;
use cutpoint::rng::stream;
use rand::Rng;

const MANY: usize = 100_000;
const TESTED: usize = 5_000;
const RESAMPLES: u32 = 2_000;
const RUNS: usize = 5;
/// scikit-learn needs seconds; it is asked for fewer and told so.
const REFERENCE_RESAMPLES: u32 = 200;

/// Roughly calibrated risks, as models give them; one patient in eight has the condition; four groups.
fn patients(n: usize, name: &str) -> (Vec<f64>, Vec<bool>, Groups) {
    let mut rng = stream(12, &["bench", name]);
    let scores: Vec<f64> = (0..n).map(|_| 0.5 * rng.r#gen::<f64>().powi(3)).collect();
    let labels = scores.iter().map(|&score| rng.r#gen::<f64>() < score).collect();
    let codes = (0..n).map(|_| rng.gen_range(0..4)).collect();
    (scores, labels, Groups { codes, names: ["A", "B", "C", "D"].map(String::from).to_vec() })
}

fn set(n: usize, name: &str) -> ScoredTestSet {
    let (scores, labels, groups) = patients(n, name);
    ScoredTestSet::build(&scores, &labels, Some(&groups)).expect("scores from 0 to 1")
}

/// Every chart, the histogram of each of four groups and the gaps between them.
fn step(shown: &ScoredTestSet, other: &ScoredTestSet, words: &Words, at: Threshold) {
    let ghost = [Ghost { set: other, label: "on the ward" }];
    black_box(score_figure(shown, at, words, &[]));
    let lines = RocLines { chance: true, hull: true, equal_cost: Some(9.0) };
    black_box(roc_figure_with(shown, at, words, &ghost, lines));
    black_box(pr_figure(shown, at, words, &ghost));
    black_box(calibration_figure(shown, at, words));
    black_box(decision_figure(shown, at, words));
    black_box(rates_figure(shown, at, words));
    black_box(cost_figure(shown, at, words));
    black_box(gain_figure(shown, at, words));
    for (_, group) in shown.iter_groups() {
        black_box(score_figure(group, at, words, &[]));
    }
    black_box(fairness(shown, at));
}

fn drag(criterion: &mut Criterion) {
    let (paper, ward) = (set(MANY, "paper"), set(MANY, "ward"));
    let words = Words { condition: "sepsis".to_owned(), shown: "on paper".to_owned() };
    let mut next = (0..1000).map(|step| Threshold::clamped(f64::from(step * 617 % 1000) / 999.0)).cycle();
    let mut threshold = move || next.next().unwrap_or_else(|| Threshold::clamped(0.5));
    let mut group = criterion.benchmark_group("a drag step, 100,000 patients");
    group.bench_function("every chart, four groups and their gaps", |bench| {
        bench.iter_batched(&mut threshold, |at| step(&paper, &ward, &words, at), BatchSize::SmallInput);
    });
    group.finish();
}

fn resample(set: &ScoredTestSet, everything: bool) -> Bootstrap {
    let plan = BootstrapPlan { threshold: Threshold::clamped(0.1), resamples: RESAMPLES, seed: 1, everything };
    bootstrap(set, &plan, &|| false).expect("patients")
}

fn chance(criterion: &mut Criterion) {
    let tested = set(TESTED, "tested");
    let mut group = criterion.benchmark_group("2,000 resamples of 5,000 patients");
    group.sample_size(10);
    group.bench_function("AUC and rates", |bench| bench.iter(|| black_box(resample(&tested, false))));
    group.bench_function("every figure and the bands of two curves", |bench| {
        bench.iter(|| black_box(resample(&tested, true)));
    });
    group.finish();
}

/// Milliseconds of scikit-learn and of hand-written numpy for [`RESAMPLES`], or why there are none.
fn reference() -> Result<[f64; 2], String> {
    let (scores, labels, _) = patients(TESTED, "tested");
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    let file = folder.path().join("predictions.bin");
    let bytes: Vec<u8> = scores
        .iter()
        .zip(&labels)
        .flat_map(|(score, label)| [score.to_le_bytes(), f64::from(u8::from(*label)).to_le_bytes()].concat())
        .collect();
    std::fs::write(&file, bytes).map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/bootstrap_reference.py");
    let output = Command::new("python3").arg(script).arg(&file).arg(REFERENCE_RESAMPLES.to_string()).output();
    let output = output.map_err(|error| format!("python3 does not run ({error})"))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(format!("python3 with numpy and scikit-learn is needed ({})", text.lines().last().unwrap_or("")));
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match numbers[..] {
        [sklearn, numpy] => Ok([sklearn, numpy].map(|each| each * f64::from(RESAMPLES))),
        _ => Err(format!("the reference printed \"{}\"", text.trim())),
    }
}

fn compare() {
    let tested = set(TESTED, "tested");
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(resample(&tested, false));
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let own = times[RUNS / 2];
    println!("\n{RESAMPLES} resamples of {TESTED} patients, AUC, sensitivity and PPV, median of {RUNS} runs");
    println!("  Cutpoint      {own:8.1} ms");
    match reference() {
        Ok([sklearn, numpy]) => {
            println!(
                "  scikit-learn  {sklearn:8.1} ms, {:.0} times as long (from {REFERENCE_RESAMPLES})",
                sklearn / own
            );
            println!("  numpy by hand {numpy:8.1} ms, {:.1} times as long", numpy / own);
        }
        Err(why) => println!("  no comparison: {why}"),
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    drag(&mut criterion);
    chance(&mut criterion);
    // `cargo test --benches` only asks whether it runs.
    if std::env::args().any(|argument| argument == "--bench") {
        compare();
    }
    criterion.final_summary();
}
