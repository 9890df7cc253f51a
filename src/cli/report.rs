//! `cutpoint report`: the whole state of a scenario as one page.

use std::path::PathBuf;

use clap::Args;

use super::{CliError, Io, is_standard, scenario_argument, shown};
use crate::data::text::decode;
use crate::report::scenario_page;

/// The arguments of `cutpoint report`.
#[derive(Debug, Args)]
#[command(
    after_help = "One self-contained file: nothing is fetched, no script runs, and it prints on A4. It holds what was set, every \
    figure on paper and on the ward with its interval, the groups, the charts and a model card."
)]
pub struct ReportArgs {
    /// A scenario: a file that the window saved or somebody wrote, or a share code or a link with one
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Write the page to this file
    #[arg(short, long, value_name = "REPORT.html")]
    pub output: PathBuf,
    /// Put the text of this file under "Notes"
    #[arg(long, value_name = "NOTES.txt")]
    pub notes: Option<PathBuf>,
}

/// Writes the page of a scenario.
///
/// # Errors
/// Status 3 when the scenario or the notes cannot be read, or give no figures; 1 when the page cannot be written, and what stood
/// there before is left as it was; 2 when both are asked from standard input. See [`CliError`].
pub fn run(args: &ReportArgs, io: &mut Io<'_>) -> Result<(), CliError> {
    if is_standard(&args.scenario) && args.notes.as_deref().is_some_and(is_standard) {
        return Err(CliError::usage(
            "Scenario and notes cannot both come from standard input; name a file for one of them.",
        ));
    }
    let (derived, recipe) = scenario_argument::evaluated(&args.scenario, io)?;
    let notes = notes(args, io)?;
    let scenario = &derived.scenario;
    // A scenario without a code has a page all the same.
    let code = scenario.to_share_code().inspect_err(|error| io.warn(format!("{error}."))).unwrap_or_default();
    let page = scenario_page(&derived, scenario, &recipe, &notes, &code)
        .map_err(|error| CliError::other(format!("{error}.")))?;
    io.write(Some(&args.output), |out| out.write_all(page.as_bytes()))
}

fn notes(args: &ReportArgs, io: &mut Io<'_>) -> Result<String, CliError> {
    let Some(path) = &args.notes else { return Ok(String::new()) };
    let bytes = io.read(path)?;
    let decoded = decode(&bytes).map_err(|error| CliError::input(format!("{}: {error}.", shown(path))))?;
    Ok(decoded.text.into_owned())
}
