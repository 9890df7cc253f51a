//! The command line: the same library functions as the window, without a window.
//!
//! Each subcommand is a module with its arguments (`XArgs`) and `run(&XArgs, &mut Io)`. Exit status: 0 done; 2 the
//! command line is wrong; 3 the input is bad; 1 anything else. Results go to standard output; progress and warnings to
//! standard error. `-` as a file name means standard input or output.

pub mod class;
pub mod datasets;
mod error;
pub mod evaluate;
pub mod exercises;
mod figures;
pub mod generate;
mod io;
mod language;
pub mod measures;
pub mod report;
mod run;
mod scenario_argument;
pub mod train;
mod train_data;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use error::CliError;
pub use io::{Io, LARGEST_INPUT, is_standard, shown};

use crate::fault::caught;

/// See what clinical AI does to patients: a sandbox for teaching, not for clinical use.
#[derive(Debug, Parser)]
#[command(name = "cutpoint", version, disable_help_subcommand = false)]
#[command(after_help = "Without a command, the window opens. `-` as a file name means standard input or output.\n\
    Exit status: 0 done; 2 the command line is wrong; 3 the input is bad; 1 anything else.")]
struct CommandLine {
    #[command(flatten)]
    window: WindowArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

/// How the window opens.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct WindowArgs {
    /// Keep work, progress and settings in this folder
    #[arg(long, value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
    /// Keep nothing between two runs
    #[arg(long)]
    pub no_persist: bool,
    /// Begin with one view on the whole screen, for a room
    #[arg(long)]
    pub present: bool,
    /// Draw the window with this; without it, with whatever works
    #[arg(long, value_enum)]
    pub renderer: Option<RendererName>,
    /// Show the words of this translation (a .po file), or a trial language that is a third longer (en-XA)
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<String>,
}

/// What can draw the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RendererName {
    /// Direct3D 12, Metal or Vulkan (in the portable build)
    Wgpu,
    /// OpenGL 2 or later
    #[value(name = "opengl")]
    OpenGl,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open the window on a scenario, an exercise, the recipe of a dataset of your own, or the folder of a class
    Open {
        /// The file to open
        file: PathBuf,
        /// How the window opens
        #[command(flatten)]
        window: WindowArgs,
    },
    /// List the datasets, or prove recipe files
    Datasets(datasets::DatasetsArgs),
    /// List the exercises, or prove exercise files
    Exercises(exercises::ExercisesArgs),
    /// Merge the records that a class saved at the end of exercises
    Class(class::ClassArgs),
    /// Write the patients of a dataset as a table
    Generate(generate::GenerateArgs),
    /// Train a classifier on a table of patients and see what it is worth
    Train(train::TrainArgs),
    /// Every figure of a table of predictions
    Evaluate(evaluate::EvaluateArgs),
    /// The whole pipeline of a saved scenario or share code
    Run(run::RunArgs),
    /// The whole state of a scenario as one page, with charts and a model card
    Report(report::ReportArgs),
}

/// What is left to do once the command line has been read and served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing: end with this exit status.
    Done(u8),
    /// Open the window, on this file if there is one, as said.
    OpenWindow(Option<PathBuf>, WindowArgs),
}

/// Reads the command line (`arguments` begins with the program's name) and does what it says.
///
/// Errors are told on `io.stderr`. Never panics: a fault inside a command becomes a message and exit status 1.
pub fn run(arguments: impl IntoIterator<Item = OsString>, io: &mut Io<'_>) -> Outcome {
    let ended = guarded(|| match CommandLine::try_parse_from(arguments) {
        Ok(line) => serve(line.command, line.window, io),
        Err(error) => told(&error, io).map(|()| Outcome::Done(0)),
    });
    match ended.and_then(|ended| ended) {
        Ok(outcome) => outcome,
        Err(error) => {
            if !error.message.is_empty() {
                writeln!(io.stderr, "{error}").ok();
            }
            Outcome::Done(error.status)
        }
    }
}

fn serve(command: Option<Command>, window: WindowArgs, io: &mut Io<'_>) -> Result<Outcome, CliError> {
    let Some(command) = command else {
        language::choose(window.language.as_deref(), io)?;
        return Ok(Outcome::OpenWindow(None, window));
    };
    match command {
        Command::Open { file, .. } if is_standard(&file) => {
            return Err(CliError::usage("The window opens a file, not standard input; name the file."));
        }
        Command::Open { file, window } => {
            // Before anything that holds words is read.
            language::choose(window.language.as_deref(), io)?;
            // What is wrong with the file is told here, with the exit status for bad input, and not by a window.
            scenario_argument::openable(&file, io)?;
            return Ok(Outcome::OpenWindow(Some(file), window));
        }
        Command::Datasets(args) => datasets::run(&args, io)?,
        Command::Exercises(args) => exercises::run(&args, io)?,
        Command::Class(args) => class::run(&args, io)?,
        Command::Generate(args) => generate::run(&args, io)?,
        Command::Train(args) => train::run(&args, io)?,
        Command::Evaluate(args) => evaluate::run(&args, io)?,
        Command::Run(args) => run::run(&args, io)?,
        Command::Report(args) => report::run(&args, io)?,
    }
    Ok(Outcome::Done(0))
}

/// Help and version go to standard output and are no error; anything else is a wrong command line.
fn told(error: &clap::Error, io: &mut Io<'_>) -> Result<(), CliError> {
    if error.use_stderr() {
        return Err(CliError::usage(error.to_string().trim_end()));
    }
    io.write(None, |out| write!(out, "{error}"))
}

/// Does `work`; a panic inside becomes an error that says so in plain words.
///
/// # Errors
/// Status 1 when `work` panicked.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, CliError> {
    caught(work).map_err(|fault| {
        let place = fault.place.as_deref().unwrap_or("an unknown place");
        CliError::other(format!(
            "Cutpoint hit a fault of its own and stopped; the fault is not yours. \
             Please report the command that you ran and this place in the program: {place}."
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_our_own_is_said_in_plain_words() {
        let ended = guarded(|| -> u8 { panic!("boom") });
        let error = ended.expect_err("it panicked");
        assert_eq!(error.status, 1);
        assert!(error.message.starts_with("Cutpoint hit a fault of its own") && !error.message.contains("boom"));
        assert_eq!(guarded(|| 7), Ok(7));
    }
}
