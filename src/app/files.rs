//! The files that the window writes and reads.

use std::fs;
use std::path::{Path, PathBuf};

use crate::disk::{self, advice, plain};
use crate::exercise::{Exercise, Record, gather};
use crate::figure::export;
use crate::scenario::{Document, ScenarioError};
use crate::ui::view::Content;

/// Why a chart could not be saved, in words for the dialog that stays open.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The name ends in neither `.svg` nor `.png`.
    #[error("{}", tr!("{path} ends in neither .svg nor .png; change the end of the name", path = .0.display()))]
    Ending(PathBuf),
    /// The picture could not be drawn.
    #[error(transparent)]
    Picture(#[from] export::ExportError),
    /// The system refused to write.
    #[error(
        "{}",
        tr!(
            "{path} could not be written: {finding}. {advice}",
            path = .path.display(), finding = plain(.source), advice = advice(.source)
        )
    )]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The system refused to read.
    #[error(
        "{}",
        tr!(
            "{path} could not be read: {finding}. Check the name and the folder",
            path = .path.display(), finding = plain(.source)
        )
    )]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// Writes a scenario, a page, or a chart as SVG or PNG by the ending of `path`. The file is written aside and renamed, so that a full disk
/// leaves what stood there before.
///
/// # Errors
/// [`FileError`].
pub fn write(path: &Path, content: &Content) -> Result<(), FileError> {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    let bytes = match (content, ending.as_deref()) {
        (Content::Scenario(text) | Content::Page(text) | Content::Exercise(text) | Content::Table(text), _) => {
            text.as_bytes().to_vec()
        }
        (Content::Picture(svg), Some("svg")) => svg.as_bytes().to_vec(),
        (Content::Picture(svg), Some("png")) => export::png(svg, 2.0)?,
        (Content::Picture(_), _) => return Err(FileError::Ending(path.to_owned())),
    };
    let failed = |source| FileError::Write { path: path.to_owned(), source };
    disk::write(path, |out| out.write_all(&bytes)).map_err(failed)
}

/// The folder that something is offered to be saved in: the person's downloads, or their home, or where the program runs.
#[must_use]
pub fn folder() -> PathBuf {
    let home = std::env::home_dir().unwrap_or_default();
    [home.join("Downloads"), home].into_iter().find(|folder| folder.is_dir()).unwrap_or_default()
}

/// Most letters of a title in a file name.
const LONGEST_NAME: usize = 80;

/// A file name made of a title: letters and digits, the rest as hyphens.
#[must_use]
pub fn file_name(title: &str, content: &Content) -> String {
    let words: Vec<String> = title
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let ending = match content {
        Content::Picture(_) => "svg",
        Content::Scenario(_) => "toml",
        Content::Page(_) => "html",
        Content::Exercise(_) => "md",
        Content::Table(_) => "csv",
    };
    // Systems take 255 bytes at most, and what is written aside has a longer name.
    let mut words = words.join("-");
    words.truncate(LONGEST_NAME);
    let name = ["cutpoint", words.trim_end_matches('-')].join("-");
    format!("{}.{ending}", name.trim_end_matches('-'))
}

/// Reads a set-up or a dataset's recipe, told apart by what stands in it.
///
/// # Errors
/// What a person should read.
pub fn read(path: &Path) -> Result<Document, String> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    if ["csv", "tsv", "txt", "xlsx"].contains(&ending.as_str()) {
        return Err(tr!(
            "{} is a table, and the window opens only set-ups that it saved and recipes of datasets. Tables are read on the command line: cutpoint \
             train, or cutpoint evaluate.",
            path.display()
        ));
    }
    let text = text_of(path)?;
    Document::read(&text, &path.display().to_string()).map_err(|error| error.to_string())
}

/// What is wrong with a set-up that was read, with its file and, where a name in it is not known, the line.
#[must_use]
pub fn placed(path: &Path, error: &ScenarioError) -> String {
    let file = path.display();
    let line = text_of(path).ok().and_then(|text| error.line_in(&text));
    line.map_or_else(|| format!("{file}: {error}"), |line| tr!("{file}, line {line}: {error}", file, line, error))
}

/// The text of a small file.
fn text_of(path: &Path) -> Result<String, String> {
    let failed = |source| FileError::Read { path: path.to_owned(), source }.to_string();
    let size = fs::metadata(path).map_err(failed)?.len();
    if size > 1024 * 1024 {
        return Err(tr!(
            "{} has {size} bytes, far more than any set-up, recipe or exercise; it is probably something else.",
            path.display(),
            size
        ));
    }
    fs::read_to_string(path).map_err(failed)
}

/// The records in a folder, and why other files that might be one are none.
///
/// # Errors
/// What a person should read, when the folder cannot be read or holds no record.
pub fn records(folder: &Path) -> Result<(Vec<Record>, Vec<String>), String> {
    let failed = |source| FileError::Read { path: folder.to_owned(), source }.to_string();
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(failed)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")))
        .collect();
    paths.sort();
    let named = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (records, left_out) = gather(paths.iter().map(|path| (named(path), text_of(path))));
    if records.is_empty() {
        return Err(tr!(
            "{} holds no record of an exercise. Learners save one at the end of an exercise; collect these files in a folder.",
            folder.display()
        ));
    }
    Ok((records, left_out))
}

/// Whether a file is an exercise by its name.
#[must_use]
pub fn is_exercise(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md"))
}

/// Reads an exercise.
///
/// # Errors
/// What a person should read: the line, what was found, and what to do.
pub fn read_exercise(path: &Path) -> Result<Exercise, String> {
    Exercise::read(&text_of(path)?, &path.display().to_string()).map_err(|error| error.to_string())
}

/// The exercises that lie beside the program, or in a folder `exercises` there, by name; and why others that look like one cannot be
/// opened. A Markdown file without a head is something else.
#[must_use]
pub fn exercises_beside() -> (Vec<Exercise>, Vec<String>) {
    let Some(folder) = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.to_owned())) else {
        return (Vec::new(), Vec::new());
    };
    let mut paths: Vec<PathBuf> = [folder.join("exercises"), folder]
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
        .filter(|path| is_exercise(path) && text_of(path).is_ok_and(|text| text.trim_start().starts_with("+++")))
        .collect();
    paths.sort();
    let (mut exercises, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        match read_exercise(&path) {
            Ok(exercise) => exercises.push(exercise),
            Err(problem) => problems.push(problem),
        }
    }
    (exercises, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_file_name() {
        let picture = Content::Picture(String::new());
        assert_eq!(file_name("Who is found, who is alarmed?", &picture), "cutpoint-who-is-found-who-is-alarmed.svg");
    }

    #[test]
    fn no_title_makes_a_name_that_a_system_refuses() {
        let table = Content::Table(String::new());
        let long = file_name(&"very long ".repeat(100), &table);
        assert!(long.len() < 100 && long.starts_with("cutpoint-very-long-") && long.ends_with(".csv"), "{long}");
        assert_eq!(file_name("../..\\NUL:", &table), "cutpoint-nul.csv", "no path, and no name of a device");
        assert_eq!(file_name("\u{5fc3}", &table), "cutpoint.csv");
    }
}
