//! `cutpoint evaluate`: every figure of a predictions table.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::{CliError, Io, figures, shown};
use crate::data::predictions::read_predictions;
use crate::metrics;
use crate::num::Threshold;

/// The arguments of `cutpoint evaluate`.
#[derive(Debug, Args)]
pub struct EvaluateArgs {
    /// Predictions: a table with the columns label (0/1, true/false, yes/no), score (0 to 1) and perhaps group
    #[arg(value_name = "PREDICTIONS.csv")]
    pub predictions: PathBuf,
    /// At which thresholds
    #[command(flatten)]
    pub thresholds: Thresholds,
    /// Print one JSON object instead of tables
    #[arg(long)]
    pub json: bool,
}

/// The option `--threshold`, which several commands have.
#[derive(Debug, Args)]
pub struct Thresholds {
    /// Flag patients whose score is this or more; repeat it for several thresholds [default: 0.5]
    #[arg(long = "threshold", value_name = "T", value_parser = threshold, allow_negative_numbers = true)]
    given: Vec<Threshold>,
}

impl Thresholds {
    /// The thresholds in the order given, or 0.5.
    #[must_use]
    pub fn get(&self) -> Vec<Threshold> {
        if self.given.is_empty() { vec![Threshold::clamped(0.5)] } else { self.given.clone() }
    }
}

fn threshold(text: &str) -> Result<Threshold, String> {
    let wrong = || "expected a number from 0 to 1, such as 0.2".to_owned();
    text.trim().parse::<f64>().ok().and_then(|value| Threshold::new(value).ok()).ok_or_else(wrong)
}

/// Evaluates a predictions table.
///
/// # Errors
/// Status 3 when the table cannot be read; see [`CliError`].
pub fn run(args: &EvaluateArgs, io: &mut Io<'_>) -> Result<(), CliError> {
    let name = shown(&args.predictions);
    let bytes = io.read(&args.predictions)?;
    let bad = |error: &dyn std::fmt::Display| CliError::input(format!("{name}: {error}."));
    let read = read_predictions(&bytes).map_err(|error| bad(&error))?;
    drop(bytes);
    for warning in &read.warnings {
        io.warn(format!("{name}: {warning}"));
    }
    let evaluation = metrics::evaluate(&read.scores, &read.labels, read.groups.as_ref(), &args.thresholds.get())
        .map_err(|error| bad(&error))?;
    if evaluation.positives == 0 || evaluation.positives == evaluation.n {
        let all = if evaluation.positives == 0 { "No patient has" } else { "Every patient has" };
        io.warn(format!(
            "{name}: {all} the condition, so figures that compare the two kinds of patient are undefined."
        ));
    }
    warn_of_perfection(&name, evaluation.auc, io);
    io.write(None, |out| if args.json { json(out, &evaluation) } else { figures::write(out, &evaluation) })
}

/// Perfection in a table of patients is nearly always a leak; the AUC's interval has no width then.
pub(super) fn warn_of_perfection(name: &str, auc: Option<f64>, io: &mut Io<'_>) {
    if auc.is_some_and(|auc| auc >= 1.0) {
        io.warn(format!(
            "{name}: the scores separate the two kinds of patient perfectly (AUC 1). That hardly happens with real \
             patients: look for an input that was written down after the outcome was known, or patients counted twice."
        ));
    }
}

/// One JSON object on one line.
pub(super) fn json(out: &mut dyn Write, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}
