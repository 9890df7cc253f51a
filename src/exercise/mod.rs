//! Exercises: what a teacher writes in a text editor, and the proof that it works.
//!
//! ```text
//! exercises/NAME.md  -> Exercise { head, steps }      file
//! "accuracy >= 92%"  -> Check                         check
//! Check + Facts      -> met or not, and what was found  facts
//! Exercise           -> starts unmet, solution meets every check  proof
//! ```
//! An exercise is one Markdown file with a head in TOML. A check may speak of a closed vocabulary only: the registry of metrics,
//! what the set-up says, what was answered and what was looked at. It is evaluated on the very results that the window shows.

mod answer;
mod cards;
mod check;
mod check_parser;
mod draft;
mod error;
mod facts;
mod figures;
mod file;
mod head;
mod progress;
mod proof;
mod record;
mod run;
mod scene;
mod shipped;
mod shown;
mod sight;

pub use answer::{Answer, Answers, Asked, Kind};
pub use cards::{Card, Cards};
pub use check::{Check, Measure, Operand, Side, Time};
pub use draft::{Draft, DraftQuestion, DraftStep, Goal, TRUTHS, goals};
pub use error::ExerciseError;
pub use facts::{Facts, Finding, State};
pub use figures::{FIGURES, Figure};
pub use file::{Condition, Exercise, Step};
pub use head::{Head, Level, Solved};
pub use progress::{Passage, Progress};
pub use proof::{Proof, ProofError, prove};
pub use record::{Answered, ClassExercise, ClassQuestion, Record, class, gather};
pub use run::{Run, Settled, Truth};
pub use scene::{Begin, Lookup, Move};
pub use shipped::{english, shipped};
pub use shown::SHOWN;
pub use sight::Sight;
