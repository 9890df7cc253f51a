//! Runs the command line inside the test, with streams of its own.

use std::ffi::OsString;

use cutpoint::cli::{self, Io, Outcome};

/// What a command left behind.
pub struct Ran {
    /// The exit status.
    pub status: u8,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs `cutpoint ARGUMENTS` with `stdin` on standard input.
pub fn cutpoint(arguments: &[&str], stdin: &[u8]) -> Ran {
    let (mut input, mut out, mut err) = (stdin, Vec::new(), Vec::new());
    let mut io = Io { stdin: &mut input, stdout: &mut out, stderr: &mut err };
    let line = std::iter::once("cutpoint").chain(arguments.iter().copied()).map(OsString::from);
    let outcome = cli::run(line, &mut io);
    let Outcome::Done(status) = outcome else { panic!("{arguments:?} asks for the window") };
    let text = |bytes| String::from_utf8(bytes).expect("the command line writes UTF-8");
    Ran { status, out: text(out), err: text(err) }
}

impl Ran {
    /// The one JSON object, or list, on standard output.
    pub fn json(&self) -> serde_json::Value {
        assert_eq!(self.status, 0, "{}", self.err);
        let value: serde_json::Value = serde_json::from_str(&self.out).expect("standard output is one JSON value");
        assert!(value.is_object() || value.is_array());
        value
    }

    /// Holds the exit status, an empty standard output, and that the message says each of `fragments`.
    #[track_caller]
    pub fn refuses(&self, status: u8, fragments: &[&str]) {
        assert_eq!(self.status, status, "status of: {}{}", self.err, self.out);
        assert_eq!(self.out, "", "a failed command prints no result");
        for fragment in fragments {
            assert!(self.err.contains(fragment), "\"{fragment}\" is not in: {}", self.err);
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }
}
