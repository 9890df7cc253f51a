//! How fast figures are: `cargo bench --no-default-features --bench evaluation`.
//!
//! Nothing here asserts a time. With python3, numpy and scikit-learn installed, the same million predictions also go
//! through `evaluation_reference.py` in the same run, and the ratio is printed.

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use criterion::{BatchSize, Criterion};
use cutpoint::metrics::{
    Evaluation, Groups, ScoredTestSet, average_precision, fairness, histogram, pr, roc, thinned_roc,
};
use cutpoint::num::Threshold;
use cutpoint::rng::stream;
use rand::Rng;

const MANY: usize = 100_000;
const MILLION: usize = 1_000_000;
const RUNS: usize = 7;

struct Predictions {
    scores: Vec<f64>,
    labels: Vec<bool>,
    groups: Groups,
}

/// Roughly calibrated risks, as models give them; one patient in eight has the condition.
fn predictions(n: usize) -> Predictions {
    let mut rng = stream(11, &["bench", "evaluation"]);
    let scores: Vec<f64> = (0..n).map(|_| 0.5 * rng.r#gen::<f64>().powi(3)).collect();
    let labels = scores.iter().map(|&score| rng.r#gen::<f64>() < score).collect();
    let codes = (0..n).map(|_| rng.gen_range(0..4)).collect();
    let names = ["A", "B", "C", "D"].map(String::from).to_vec();
    Predictions { scores, labels, groups: Groups { codes, names } }
}

fn set_of(data: &Predictions) -> ScoredTestSet {
    ScoredTestSet::build(&data.scores, &data.labels, Some(&data.groups)).expect("scores from 0 to 1")
}

/// A thousand thresholds in no order, so that no search finds the last one's memory still warm.
fn thresholds() -> Vec<Threshold> {
    (0..1000).map(|step| Threshold::clamped(f64::from(step * 617 % 1000) / 999.0)).collect()
}

fn moves(criterion: &mut Criterion) {
    let set = set_of(&predictions(MANY));
    let thresholds = thresholds();
    let mut next = thresholds.iter().copied().cycle();
    let mut threshold = move || next.next().unwrap_or_else(|| Threshold::clamped(0.5));
    let mut group = criterion.benchmark_group("a threshold moves over 100,000 patients");
    group.bench_function("matrices of 4 groups and of the whole", |bench| {
        bench.iter_batched(
            &mut threshold,
            |t| {
                for index in 0..4 {
                    black_box(set.group_at(index, t));
                }
                black_box(set.at(t))
            },
            BatchSize::SmallInput,
        );
    });
    group.bench_function("gaps between 4 groups", |bench| {
        bench.iter_batched(&mut threshold, |t| black_box(fairness(&set, t)), BatchSize::SmallInput);
    });
    group.bench_function("histogram of 40 bins", |bench| bench.iter(|| black_box(histogram(&set, 40))));
    group.finish();
}

fn models(criterion: &mut Criterion) {
    let data = predictions(MANY);
    let set = set_of(&data);
    let half = [Threshold::clamped(0.5)];
    let mut group = criterion.benchmark_group("a new model over 100,000 patients");
    group.sample_size(10);
    group.bench_function("sorting, AUC and its interval, 4 groups", |bench| bench.iter(|| black_box(set_of(&data))));
    group.bench_function("ROC thinned to 400 points", |bench| bench.iter(|| black_box(thinned_roc(&set, 400))));
    group.bench_function("every figure, sorted already", |bench| bench.iter(|| black_box(Evaluation::of(&set, &half))));
    group.finish();
}

/// What the reference does too: the ROC curve, the area under it and the matrix at one threshold.
fn curve_area_matrix(data: &Predictions) -> f64 {
    let set = ScoredTestSet::build(&data.scores, &data.labels, None).expect("scores from 0 to 1");
    black_box(roc(&set));
    black_box(set.at(Threshold::clamped(0.5)));
    set.auc().expect("both classes")
}

fn million(criterion: &mut Criterion, data: &Predictions) {
    let mut group = criterion.benchmark_group("1,000,000 predictions");
    group.sample_size(10);
    group.bench_function("ROC, AUC with interval, matrix", |bench| bench.iter(|| black_box(curve_area_matrix(data))));
    group.bench_function("ROC, precision-recall, AUC, average precision", |bench| {
        bench.iter(|| {
            let set = ScoredTestSet::build(&data.scores, &data.labels, None).expect("scores from 0 to 1");
            black_box((roc(&set), pr(&set), average_precision(&set)))
        });
    });
    group.finish();
}

/// Runs the reference on the same million predictions; an explanation when that cannot be done.
fn reference(data: &Predictions) -> Result<(f64, f64), String> {
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    let file = folder.path().join("predictions.bin");
    let bytes: Vec<u8> = data
        .scores
        .iter()
        .zip(&data.labels)
        .flat_map(|(score, label)| [score.to_le_bytes(), f64::from(u8::from(*label)).to_le_bytes()].concat())
        .collect();
    std::fs::write(&file, bytes).map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/evaluation_reference.py");
    let output = Command::new("python3").arg(script).arg(&file).arg(RUNS.to_string()).output();
    let output = output.map_err(|error| format!("python3 does not run ({error})"))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(format!("python3 with numpy and scikit-learn is needed ({})", text.lines().last().unwrap_or("")));
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match numbers[..] {
        [milliseconds, auc] => Ok((milliseconds, auc)),
        _ => Err(format!("the reference printed \"{}\"", text.trim())),
    }
}

fn compare(data: &Predictions) {
    let mut times = Vec::with_capacity(RUNS);
    let mut auc = 0.0;
    for _ in 0..RUNS {
        let start = Instant::now();
        auc = black_box(curve_area_matrix(data));
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let own = times[RUNS / 2];
    println!("\n1,000,000 predictions, ROC curve + AUC + matrix, median of {RUNS} runs, sorting included");
    println!("  Cutpoint      {own:8.1} ms   AUC {auc:.12}");
    match reference(data) {
        Ok((milliseconds, theirs)) => {
            println!("  scikit-learn  {milliseconds:8.1} ms   AUC {theirs:.12}");
            println!("  scikit-learn takes {:.1} times as long", milliseconds / own);
        }
        Err(why) => println!("  no comparison with scikit-learn: {why}"),
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    moves(&mut criterion);
    models(&mut criterion);
    // `cargo test --benches` only asks whether it runs.
    let measured = std::env::args().any(|argument| argument == "--bench");
    let data = predictions(if measured { MILLION } else { 1000 });
    million(&mut criterion, &data);
    if measured {
        compare(&data);
    }
    criterion.final_summary();
}
