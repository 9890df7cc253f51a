//! The exercises that come with Cutpoint, embedded in the program.

use std::sync::LazyLock;

use super::{Exercise, ExerciseError};
use crate::language::Worded;

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        [$((concat!("exercises/", $name, ".md"), include_str!(concat!("../../exercises/", $name, ".md")))),+]
    };
}

static FILES: [(&str, &str); 15] = files![
    "01-the-93-percent-model",
    "02-set-the-alarm",
    "03-same-test-different-clinic",
    "04-two-curves",
    "05-too-good-to-be-true",
    "06-thirty-positives",
    "07-does-30-percent-mean-30-percent",
    "08-who-is-missing",
    "09-the-wrong-target",
    "10-trust-the-probe",
    "11-pick-two",
    "12-monday-at-site-b",
    "13-is-it-worth-it",
    "14-the-night-shift",
    "15-commission-it",
];

static READ: LazyLock<Vec<Result<Exercise, ExerciseError>>> =
    LazyLock::new(|| english().map(|read| read.map(Worded::translated)).collect());

/// The exercises as they stand in their files, in English.
pub fn english() -> impl Iterator<Item = Result<Exercise, ExerciseError>> {
    FILES.iter().map(|(file, text)| Exercise::read(text, file))
}

/// Every exercise that comes with Cutpoint, in order; an error stands for a file that is broken, which a test forbids.
pub fn shipped() -> &'static [Result<Exercise, ExerciseError>] {
    &READ
}
