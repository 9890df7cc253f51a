//! `cutpoint class`: the records of a class, merged.

use std::path::{Path, PathBuf};

use clap::Args;

use super::evaluate::json;
use super::{CliError, Io, shown};
use crate::data::text::decode;
use crate::exercise::{ClassQuestion, Record, Truth, class, gather};

/// The arguments of `cutpoint class`.
#[derive(Debug, Args)]
pub struct ClassArgs {
    /// The folder with the records that learners saved
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Print a JSON array instead of a table
    #[arg(long)]
    pub json: bool,
}

/// The records in a folder. A file that is no record is spoken of on the error stream and left out.
///
/// # Errors
/// Status 3 when the folder cannot be read, or holds no record.
pub(super) fn records(folder: &Path, io: &mut Io<'_>) -> Result<Vec<Record>, CliError> {
    let name = shown(folder);
    let entries = std::fs::read_dir(folder).map_err(|error| {
        CliError::input(format!("{name} cannot be read: {error}; name the folder with the records."))
    })?;
    let mut paths: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")))
        .collect();
    paths.sort();
    let mut files = Vec::new();
    for path in &paths {
        let bytes = io.read(path)?;
        let text = decode(&bytes).map(|decoded| decoded.text.into_owned()).map_err(|error| error.to_string());
        files.push((shown(path), text));
    }
    let (records, left_out) = gather(files);
    if records.is_empty() {
        let found = if left_out.is_empty() { "no file that ends in .toml".to_owned() } else { left_out.join(" ") };
        return Err(CliError::input(format!(
            "{name} holds no record: {found} Learners save one at the end of an exercise."
        )));
    }
    for problem in &left_out {
        // What is said beside the figures never stops them.
        writeln!(io.stderr, "{problem}").ok();
    }
    Ok(records)
}

/// Merges the records in a folder.
///
/// # Errors
/// Status 3 when the folder cannot be read, or holds no record.
pub fn run(args: &ClassArgs, io: &mut Io<'_>) -> Result<(), CliError> {
    let records = records(&args.folder, io)?;
    let merged = class(&records);
    io.write(None, |out| {
        if args.json {
            return json(out, &merged);
        }
        for exercise in &merged {
            let people = if exercise.records == 1 { "learner" } else { "learners" };
            writeln!(
                out,
                "{} ({}): {} {people}, {} did every step alone, {} hints taken",
                exercise.title, exercise.id, exercise.records, exercise.alone, exercise.hints
            )?;
            for question in &exercise.questions {
                writeln!(out, "  {}", question.ask)?;
                writeln!(out, "    {}", told(question))?;
            }
        }
        Ok(())
    })
}

/// "12 answers from 10 to 90, the middle one 50; in truth 92.5".
fn told(question: &ClassQuestion) -> String {
    let mut parts = vec![format!("{} answers", question.answers)];
    if let (Some([least, most]), Some(median)) = (question.range, question.median) {
        parts.push(format!("from {least} to {most}, the middle one {median}"));
    }
    parts.extend(question.counts.iter().map(|(words, count)| format!("{count} x \"{words}\"")));
    match &question.truth {
        Some(Truth::Number(number)) => parts.push(format!("in truth {number:.1}")),
        Some(Truth::Point([across, up])) => parts.push(format!("in truth {across:.0} across, {up:.0} up")),
        Some(Truth::Choice(words)) => parts.push(format!("most evidence says \"{words}\"")),
        None => {}
    }
    parts.join(", ")
}
