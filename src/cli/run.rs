//! `cutpoint run`: the whole pipeline of a scenario, on paper and on the ward.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::evaluate::json;
use super::measures::Measures;
use super::{CliError, Io, figures, scenario_argument};
use crate::metrics::Evaluation;
use crate::scenario::Scenario;

/// The arguments of `cutpoint run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// A scenario: a file that the window saved or somebody wrote, or a share code or link that begins with or holds CUT1-
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Print one JSON object: the scenario, and under `paper` and `ward` what `evaluate --json` prints of each
    #[arg(long)]
    pub json: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    scenario: &'a Scenario,
    paper: Evaluation,
    ward: Evaluation,
    /// Only where measures against bias were taken: `paper` and `ward` above judge everybody at the one threshold.
    #[serde(skip_serializing_if = "Option::is_none")]
    measures: Option<Measures>,
}

/// Runs a scenario from patients to figures.
///
/// # Errors
/// Status 3 when the scenario cannot be read, names what its dataset lacks, or gives no figures; see [`CliError`].
pub fn run(args: &RunArgs, io: &mut Io<'_>) -> Result<(), CliError> {
    let (derived, recipe) = scenario_argument::evaluated(&args.scenario, io)?;
    let scenario = &derived.scenario;
    let thresholds = [scenario.threshold];
    let report = Report {
        scenario,
        paper: Evaluation::of(&derived.paper.set, &thresholds),
        ward: Evaluation::of(&derived.ward.set, &thresholds),
        measures: Measures::of(&derived),
    };
    io.write(None, |out| {
        if args.json {
            return json(out, &report);
        }
        writeln!(out, "{}, {}.", recipe.title, scenario.classifier.kind.name())?;
        writeln!(out, "\nOn paper: held-out patients, judged by what the record says")?;
        figures::write(out, &report.paper)?;
        writeln!(out, "\nOn the ward: new patients, judged by the truth")?;
        figures::write(out, &report.ward)?;
        report.measures.as_ref().map_or(Ok(()), |measures| measures.write(out))
    })
}
