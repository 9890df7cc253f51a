//! Where a command reads and writes: the three standard streams, which a test replaces by its own, and files.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use super::CliError;
use crate::disk;

/// The largest input that is read, in bytes. A million predictions take a quarter of it.
pub const LARGEST_INPUT: u64 = 100_000_000;

/// The three standard streams.
pub struct Io<'a> {
    /// Standard input, read where a file name is `-`.
    pub stdin: &'a mut dyn Read,
    /// Standard output: the result, and nothing else.
    pub stdout: &'a mut dyn Write,
    /// Standard error: progress, warnings and errors.
    pub stderr: &'a mut dyn Write,
}

impl Io<'_> {
    /// The bytes of the file at `path`, or of standard input for `-`.
    ///
    /// # Errors
    /// Status 3 when it cannot be read or is larger than [`LARGEST_INPUT`]; a file's size is checked before reading.
    pub fn read(&mut self, path: &Path) -> Result<Vec<u8>, CliError> {
        let name = shown(path);
        let failed = |error: io::Error| CliError::unreadable(&name, &error);
        let mut bytes = Vec::new();
        if is_standard(path) {
            (&mut *self.stdin).take(LARGEST_INPUT + 1).read_to_end(&mut bytes).map_err(failed)?;
        } else {
            let file = File::open(path).map_err(failed)?;
            let about = file.metadata().map_err(failed)?;
            if about.is_dir() {
                return Err(failed(io::ErrorKind::IsADirectory.into()));
            }
            if about.len() > LARGEST_INPUT {
                return Err(too_large(&name, &format!("has {} MB", about.len() / 1_000_000)));
            }
            bytes.reserve(usize::try_from(about.len()).unwrap_or(0) + 1);
            file.take(LARGEST_INPUT + 1).read_to_end(&mut bytes).map_err(failed)?;
        }
        if bytes.len() as u64 > LARGEST_INPUT {
            return Err(too_large(&name, "is larger than that"));
        }
        Ok(bytes)
    }

    /// Writes to the file at `path`, or to standard output for `-` and for no path at all.
    ///
    /// A file is written aside and renamed, so that a full disk leaves what stood there before.
    ///
    /// # Errors
    /// Status 1 when it cannot be written; status 0 when the reader of standard output has gone away.
    pub fn write(
        &mut self,
        path: Option<&Path>,
        contents: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), CliError> {
        match path {
            Some(path) if !is_standard(path) => {
                disk::write(path, contents).map_err(|error| CliError::output(&shown(path), &error))
            }
            _ => {
                let mut out = BufWriter::with_capacity(1 << 16, &mut *self.stdout);
                contents(&mut out)
                    .and_then(|()| out.flush())
                    .map_err(|error| CliError::output("standard output", &error))
            }
        }
    }

    /// Tells the person something that is not an error, on standard error.
    pub fn warn(&mut self, message: impl AsRef<str>) {
        // With standard error gone there is nobody left to tell.
        writeln!(self.stderr, "Note: {}", message.as_ref()).ok();
    }
}

/// Whether the name stands for standard input or output.
#[must_use]
pub fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The file as messages name it.
#[must_use]
pub fn shown(path: &Path) -> String {
    if is_standard(path) { "standard input".to_owned() } else { path.display().to_string() }
}

fn too_large(name: &str, finding: &str) -> CliError {
    let limit = LARGEST_INPUT / 1_000_000;
    CliError::input(format!(
        "{name} is too large: at most {limit} MB are read, and it {finding}. \
         Keep only the columns that are needed, or a random part of the rows."
    ))
}
