//! How fast classifiers learn: `cargo bench --no-default-features --bench training`.
//!
//! Nothing here asserts a time. With python3, numpy and scikit-learn installed, scikit-learn fits the same patients with the
//! same settings in turn with Cutpoint (`training_reference.py`), one thread each; the ratio of the fastest runs is printed
//! with the differences in AUC and log loss. An argument such as `forest` keeps to the classifiers of that name.

use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Instant;

use cutpoint::learn::{ClassifierKind, ClassifierSpec, Training, fit};
use cutpoint::metrics::{ScoredTestSet, log_loss};
use cutpoint::rng::stream;
use ndarray::{Array2, ArrayView2, Axis};
use rand::Rng;

const INPUTS: usize = 10;
const MOST: usize = 100_000;
const TEST: usize = 5_000;

/// Which classifiers, on how many patients, how often.
const PLAN: [(ClassifierKind, &[usize], usize); 6] = [
    (ClassifierKind::Logistic, &[1_000, 5_000, 20_000, 100_000], 9),
    (ClassifierKind::Tree, &[1_000, 5_000, 20_000, 100_000], 9),
    (ClassifierKind::Forest, &[1_000, 5_000, 20_000, 100_000], 3),
    (ClassifierKind::NaiveBayes, &[1_000, 20_000, 100_000], 9),
    (ClassifierKind::Knn, &[1_000, 5_000, 20_000], 3),
    (ClassifierKind::Svm, &[1_000, 2_000], 3),
];

struct Patients {
    x: Array2<f64>,
    y: Vec<bool>,
}

/// Ten inputs on different scales, two of them yes or no; one patient in ten has the condition.
fn patients() -> Patients {
    let mut rng = stream(5, &["bench", "training"]);
    let n = MOST + TEST;
    let mut x = Array2::zeros((n, INPUTS));
    let mut y = Vec::with_capacity(n);
    for mut patient in x.outer_iter_mut() {
        let mut normal = || (0..12).map(|_| rng.r#gen::<f64>()).sum::<f64>() - 6.0;
        let z: Vec<f64> = (0..INPUTS).map(|_| normal()).collect();
        for (input, cell) in patient.iter_mut().enumerate() {
            let scale = [15.0, 1.0, 4.0, 22.0, 0.6, 110.0, 9.0, 0.05][input.min(7)];
            *cell = if input >= 8 { f64::from(u8::from(z[input] > 0.5)) } else { 3.0 * scale + scale * z[input] };
        }
        let bent = 0.5 * z[0] * z[1] - 0.4 * z[2] * z[2];
        let log_odds = -2.75 + 0.8 * z[0] + 0.5 * z[1] - 0.6 * z[3] + 0.3 * z[4] + bent + 0.9 * patient[8];
        y.push(rng.r#gen::<f64>() < 1.0 / (1.0 + libm::exp(-log_odds)));
    }
    Patients { x, y }
}

/// One fit: milliseconds to fit, AUC, log loss, milliseconds to predict.
type Run = [f64; 4];

fn own_run(data: &Patients, spec: &ClassifierSpec, n: usize) -> Run {
    let (train, test): (ArrayView2<f64>, ArrayView2<f64>) =
        (data.x.view().split_at(Axis(0), n).0, data.x.view().split_at(Axis(0), MOST).1);
    let start = Instant::now();
    let model = black_box(fit(spec, &Training::new(train, &data.y[..n])).expect("ordinary patients"));
    let fitted = start.elapsed();
    let risks = black_box(model.probabilities(test));
    let both = start.elapsed();
    let milliseconds = |time: std::time::Duration| time.as_secs_f64() * 1000.0;
    let set = ScoredTestSet::build(&risks, &data.y[MOST..], None).expect("risks from 0 to 1");
    let auc = set.auc().expect("both outcomes");
    [milliseconds(fitted), auc, log_loss(&set).expect("not empty"), milliseconds(both) - milliseconds(fitted)]
}

struct Reference {
    child: Child,
    answers: BufReader<ChildStdout>,
    _folder: tempfile::TempDir,
}

impl Reference {
    fn start(data: &Patients) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
        let file = folder.path().join("patients.bin");
        let row = |(x, &y): (ndarray::ArrayView1<f64>, &bool)| {
            let label = [f64::from(u8::from(y))];
            x.iter().chain(&label).flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>()
        };
        let bytes: Vec<u8> = data.x.outer_iter().zip(&data.y).flat_map(row).collect();
        std::fs::write(&file, bytes).map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/training_reference.py");
        let mut child = Command::new("python3")
            .arg(script)
            .arg(&file)
            .args([INPUTS.to_string(), TEST.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("python3 does not run ({error})"))?;
        let answers = child.stdout.take().map(BufReader::new).ok_or("python3 gives no answers")?;
        let mut reference = Self { child, answers, _folder: folder };
        // The first fit loads what the others find loaded.
        reference.run(ClassifierKind::NaiveBayes, 1000)?;
        Ok(reference)
    }

    fn run(&mut self, kind: ClassifierKind, n: usize) -> Result<Run, String> {
        let missing = || "python3 with numpy and scikit-learn is needed".to_owned();
        let questions = self.child.stdin.as_mut().ok_or_else(missing)?;
        writeln!(questions, "{} {n}", kind.id()).and_then(|()| questions.flush()).map_err(|_| missing())?;
        let mut line = String::new();
        self.answers.read_line(&mut line).map_err(|error| error.to_string())?;
        let numbers: Vec<f64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        numbers.try_into().map_err(|_| missing())
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        // Closing its input ends it.
        drop(self.child.stdin.take());
        let _ended = self.child.wait();
    }
}

fn fastest(best: Run, run: Run) -> Run {
    [best[0].min(run[0]), run[1], run[2], best[3].min(run[3])]
}

fn compare(data: &Patients, reference: &mut Option<Reference>, kind: ClassifierKind, n: usize, runs: usize) {
    let spec = ClassifierSpec::of(kind);
    let (mut own, mut theirs) = ([f64::INFINITY; 4], [f64::INFINITY; 4]);
    for _ in 0..runs {
        own = fastest(own, own_run(data, &spec, n));
        if let Some(reference) = reference {
            match reference.run(kind, n) {
                Ok(run) => theirs = fastest(theirs, run),
                Err(why) => println!("  no comparison: {why}"),
            }
        }
    }
    let [fit, auc, loss, predict] = own;
    print!("{:<12} {n:>7}  fit {fit:>9.2} ms  predict {predict:>8.2} ms  AUC {auc:.4}  log loss {loss:.4}", kind.id());
    if theirs[0].is_finite() {
        let (faster, quicker) = (theirs[0] / fit, theirs[3] / predict);
        let (auc, loss) = (auc - theirs[1], loss - theirs[2]);
        print!(
            "  | scikit-learn {:>9.2} ms, x{faster:.1} (predict x{quicker:.1})  AUC {auc:+.4}  log loss {loss:+.4}",
            theirs[0]
        );
    }
    println!();
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let data = patients();
    let prevalence = data.y.iter().filter(|&&y| y).count() as f64 / data.y.len() as f64;
    println!(
        "{INPUTS} inputs, prevalence {prevalence:.3}, {TEST} test patients; fastest of alternating runs, one thread each"
    );
    let mut reference = match Reference::start(&data) {
        Ok(reference) => Some(reference),
        Err(why) => {
            println!("no comparison with scikit-learn: {why}");
            None
        }
    };
    for (kind, sizes, runs) in PLAN {
        if wanted.is_empty() || wanted.iter().any(|name| kind.id().contains(name.as_str())) {
            for &n in sizes {
                compare(&data, &mut reference, kind, n, runs);
            }
        }
    }
}
