//! `cutpoint evaluate`: every figure of a predictions table.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::{CliError, Io, figures, shown};
use crate::data::predictions::read_predictions;
use crate::data::read_error::listed;
use crate::metrics::{self, BootstrapPlan, Evaluation, GroupThresholds, Interval, ScoredTestSet, bootstrap};
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
    /// Give this group a threshold of its own; repeat it for several groups
    #[arg(long = "group-threshold", value_name = "NAME=T", value_parser = group_threshold)]
    pub group_thresholds: Vec<(String, Threshold)>,
    /// Resample the patients so many times, for intervals of every figure and bands of the curves
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=MOST_RESAMPLES))]
    pub bootstrap: Option<u32>,
    /// The seed of the resampling: the same seed, the same intervals
    #[arg(long, value_name = "S", default_value_t = 1, requires = "bootstrap")]
    pub seed: u64,
    /// Print one JSON object instead of tables
    #[arg(long)]
    pub json: bool,
}

/// More resamples make no interval better and take for ever.
const MOST_RESAMPLES: i64 = 100_000;

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

fn group_threshold(text: &str) -> Result<(String, Threshold), String> {
    // A group's name may hold the sign itself.
    let (name, value) = text.rsplit_once('=').ok_or("expected a group, =, and a threshold, such as \"women=0.2\"")?;
    Ok((name.trim().to_owned(), threshold(value)?))
}

/// Everything that is printed: the figures, and what was asked for beside them.
#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    evaluation: Evaluation,
    #[serde(skip_serializing_if = "Option::is_none")]
    group_thresholds: Option<GroupThresholds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bootstrap: Option<Resampled>,
}

/// Intervals by resampling, at every threshold.
#[derive(Serialize)]
struct Resampled {
    resamples: u32,
    seed: u64,
    at: Vec<ResampledAt>,
    roc_band: Vec<[f64; 3]>,
    pr_band: Vec<[f64; 3]>,
}

#[derive(Serialize)]
struct ResampledAt {
    threshold: f64,
    figures: BTreeMap<&'static str, Option<Interval>>,
    undefined: BTreeMap<&'static str, u32>,
}

/// One run of resamples for each threshold, all of the same patients.
fn resample(set: &ScoredTestSet, args: &EvaluateArgs, thresholds: &[Threshold]) -> Option<Resampled> {
    let (resamples, seed) = (args.bootstrap?, args.seed);
    let mut all = Resampled { resamples, seed, at: Vec::new(), roc_band: Vec::new(), pr_band: Vec::new() };
    for &threshold in thresholds {
        let plan = BootstrapPlan { threshold, resamples, seed, everything: true };
        let drawn = bootstrap(set, &plan, &|| false).unwrap_or_default();
        all.at.push(ResampledAt {
            threshold: threshold.get(),
            figures: drawn.figures.iter().map(|figure| (figure.metric, figure.ci)).collect(),
            undefined: drawn.figures.iter().map(|figure| (figure.metric, figure.undefined)).collect(),
        });
        // The curves do not depend on the threshold.
        (all.roc_band, all.pr_band) = (drawn.roc_band, drawn.pr_band);
    }
    Some(all)
}

/// The groups at thresholds of their own, where any was given.
fn own_thresholds(
    set: &ScoredTestSet,
    args: &EvaluateArgs,
    thresholds: &[Threshold],
) -> Result<Option<GroupThresholds>, CliError> {
    let own = &args.group_thresholds;
    if own.is_empty() {
        return Ok(None);
    }
    if let Some((unknown, _)) = own.iter().find(|(name, _)| !set.groups().contains(name)) {
        let groups = match set.groups() {
            [] => "the predictions have no column \"group\"".to_owned(),
            groups => format!("the groups are {}", listed(groups)),
        };
        return Err(CliError::usage(format!("--group-threshold names \"{unknown}\", but {groups}.")));
    }
    let common = thresholds.first().copied().unwrap_or(Threshold::clamped(0.5));
    Ok(Some(GroupThresholds::of(set, common, own)))
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
    let thresholds = args.thresholds.get();
    let asked = args.bootstrap.is_some() || !args.group_thresholds.is_empty();
    let (mut group_thresholds, mut bootstrap) = (None, None);
    if asked {
        let set = metrics::ScoredTestSet::build(&read.scores, &read.labels, read.groups.as_ref())
            .map_err(|error| bad(&error))?;
        group_thresholds = own_thresholds(&set, args, &thresholds)?;
        bootstrap = resample(&set, args, &thresholds);
    }
    let answer = Answer { evaluation, group_thresholds, bootstrap };
    io.write(None, |out| if args.json { json(out, &answer) } else { table(out, &answer) })
}

fn table(out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
    figures::write(out, &answer.evaluation)?;
    if let Some(own) = &answer.group_thresholds {
        figures::own_thresholds(out, own)?;
    }
    let Some(drawn) = &answer.bootstrap else { return Ok(()) };
    for at in &drawn.at {
        let rows = at.figures.iter().map(|(metric, ci)| (*metric, *ci));
        figures::resampled(out, at.threshold, drawn.resamples, rows)?;
    }
    Ok(())
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
