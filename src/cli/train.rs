//! `cutpoint train`: a classifier on any clinical table, and what it is worth on patients it has not seen.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;

use super::evaluate::{Thresholds, json, warn_of_perfection};
use super::train_data::{Prepared, prepare};
use super::{CliError, Io, figures, is_standard, shown};
use crate::data::patient_table::written;
use crate::data::spreadsheet::neutralised;
use crate::learn::{self, ClassifierKind, ClassifierSpec, ColumnEncoding, Encoder, LearnError, Training};
use crate::metrics::{self, Evaluation, Groups};

/// The arguments of `cutpoint train`.
#[derive(Debug, Args)]
#[command(
    after_help = "Numbers, yes/no and text categories may stand in one table; blanks, NA, ? and the like are missing \
    and are filled in from the training rows. A column that cannot be used is named and left out. The --group column \
    stays an input unless it is excluded."
)]
pub struct TrainArgs {
    /// The patients to learn from: any table with a header
    #[arg(value_name = "TRAIN.csv")]
    pub train: PathBuf,
    /// The column that says whether the patient had the condition
    #[arg(long, value_name = "COLUMN")]
    pub outcome: String,
    /// The outcome value that means "has the condition" [default: 1, yes, true, present or positive]
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pub positive: Option<String>,
    /// The classifier
    #[arg(long, value_name = "MODEL", value_parser = model_parser())]
    pub model: ClassifierKind,
    /// Test on this table instead of on held-out rows of the first
    #[arg(long, value_name = "TEST.csv", conflicts_with = "test_fraction")]
    pub test: Option<PathBuf>,
    /// The share of the rows to hold out for testing
    #[arg(long, value_name = "F", default_value = "0.3", value_parser = fraction, allow_negative_numbers = true)]
    pub test_fraction: f64,
    /// Report the figures by the groups in this column too
    #[arg(long, value_name = "COLUMN")]
    pub group: Option<String>,
    /// Do not use this column as an input; repeat it for several columns
    #[arg(long, value_name = "COLUMN")]
    pub exclude: Vec<String>,
    /// The seed of everything random: the same seed gives the same figures on every machine
    #[arg(long, value_name = "S", default_value_t = 1, allow_negative_numbers = true)]
    pub seed: u64,
    /// At which thresholds
    #[command(flatten)]
    pub thresholds: Thresholds,
    /// Write label, score and group of the tested patients to this table
    #[arg(long, value_name = "OUT.csv")]
    pub predictions: Option<PathBuf>,
    /// Print one JSON object instead of tables
    #[arg(long)]
    pub json: bool,
}

fn model_parser() -> impl TypedValueParser<Value = ClassifierKind> {
    PossibleValuesParser::new(ClassifierKind::ALL.iter().map(|kind| kind.id())).map(|id| {
        let kind = ClassifierKind::ALL.iter().find(|kind| kind.id() == id);
        // The parser lets nothing else through.
        kind.copied().unwrap_or(ClassifierKind::Logistic)
    })
}

fn fraction(text: &str) -> Result<f64, String> {
    let inside = |value: &f64| *value > 0.0 && *value < 1.0;
    let wrong = || "expected a number between 0 and 1, such as 0.3".to_owned();
    text.trim().parse::<f64>().ok().filter(inside).ok_or_else(wrong)
}

/// What `train --json` prints.
#[derive(Debug, Serialize)]
struct Report {
    model: &'static str,
    n_train: usize,
    n_test: usize,
    dropped_columns: Vec<String>,
    encoding: Vec<ColumnEncoding>,
    fit_ms: f64,
    predict_ms: f64,
    evaluation: Evaluation,
}

/// Trains a classifier and evaluates it.
///
/// # Errors
/// Status 2 for a column or value that the table does not have, 3 for a table that cannot be used; see [`CliError`].
pub fn run(args: &TrainArgs, io: &mut Io<'_>) -> Result<(), CliError> {
    if args.test.as_deref().is_some_and(is_standard) && is_standard(&args.train) {
        return Err(CliError::usage("Both tables cannot come from standard input; name a file for one of them."));
    }
    if args.predictions.as_deref().is_some_and(is_standard) {
        return Err(CliError::usage(
            "Figures and predictions cannot both go to standard output; name a file for --predictions.",
        ));
    }
    let prepared = prepare(args, io)?;
    let name = shown(&args.train);
    let (report, scores) = fitted(args, &prepared, io).map_err(|error| CliError::input(format!("{name}: {error}.")))?;
    warn_of_perfection(&name, report.evaluation.auc, io);
    if let Some(path) = &args.predictions {
        write_predictions(path, &prepared, &scores, io)?;
    }
    io.write(None, |out| {
        if args.json {
            return json(out, &report);
        }
        let named = args.model.name();
        writeln!(out, "{named}: learnt from {} patients, tested on {}.", report.n_train, report.n_test)?;
        if !report.dropped_columns.is_empty() {
            writeln!(out, "Columns not used: {}.", report.dropped_columns.join(", "))?;
        }
        writeln!(out, "Training took {:.1} ms, predicting {:.1} ms.\n", report.fit_ms, report.predict_ms)?;
        figures::write(out, &report.evaluation)
    })
}

/// Why no figures came out.
#[derive(Debug, thiserror::Error)]
enum TrainError {
    #[error(transparent)]
    Learn(#[from] LearnError),
    #[error(transparent)]
    Metrics(#[from] metrics::MetricsError),
}

fn fitted(args: &TrainArgs, prepared: &Prepared, io: &mut Io<'_>) -> Result<(Report, Vec<f64>), TrainError> {
    let Prepared { train, test, .. } = prepared;
    let rows: Vec<usize> = (0..train.table.rows()).collect();
    let encoder = Encoder::fit(&train.table, &rows, &prepared.inputs)?;
    let x = encoder.transform(&train.table, None)?;
    let features = encoder.features();
    let training = Training { seed: args.seed, features, ..Training::new(x.view(), &train.labels) };
    let begun = Instant::now();
    let classifier = learn::fit(&ClassifierSpec::of(args.model), &training)?;
    let fit_ms = milliseconds(begun);
    let tested = encoder.transform(&test.table, None)?;
    let begun = Instant::now();
    let scores = learn::predict(classifier.as_ref(), tested.view(), &|| false)?;
    let predict_ms = milliseconds(begun);
    for note in classifier.notes() {
        io.warn(note);
    }
    let mut dropped_columns: Vec<String> = prepared.left_out.iter().map(|left| left.column.clone()).collect();
    for dropped in encoder.dropped() {
        io.warn(format!("Column \"{}\" is not used: it {}.", dropped.column, dropped.why));
        dropped_columns.push(dropped.column.clone());
    }
    let evaluation = metrics::evaluate(&scores, &test.labels, test.groups.as_ref(), &args.thresholds.get())?;
    let report = Report {
        model: args.model.id(),
        n_train: train.labels.len(),
        n_test: test.labels.len(),
        dropped_columns,
        encoding: encoder.describe(),
        fit_ms,
        predict_ms,
        evaluation,
    };
    Ok((report, scores))
}

fn milliseconds(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e3
}

/// A predictions table that `cutpoint evaluate` reads: the same figures come out.
fn write_predictions(path: &Path, prepared: &Prepared, scores: &[f64], io: &mut Io<'_>) -> Result<(), CliError> {
    let test = &prepared.test;
    io.write(Some(path), |out| {
        let mut table = csv::Writer::from_writer(out);
        let label = |row: usize| if test.labels[row] { "1" } else { "0" };
        match &test.groups {
            None => {
                table.write_record(["label", "score"]).map_err(written)?;
                for (row, score) in scores.iter().enumerate() {
                    table.write_record([label(row), &score.to_string()]).map_err(written)?;
                }
            }
            Some(Groups { codes, names }) => {
                table.write_record(["label", "score", "group"]).map_err(written)?;
                for (row, score) in scores.iter().enumerate() {
                    // Groups are named by whoever made the table; `evaluate` takes the apostrophe off again.
                    let group = neutralised(&names[codes[row] as usize]);
                    table.write_record([label(row), &score.to_string(), &*group]).map_err(written)?;
                }
            }
        }
        table.flush()
    })
}
