//! From a scenario to everything that is shown of it.
//!
//! ```text
//! recipe + knobs + seed    -> cohorts, split          DataKey
//! classifier + inputs      -> model, scores           ModelKey
//! group attribute          -> two scored test sets    GroupKey
//! threshold                -> confusion matrices      (every frame, from the sets)
//! ```
//! Each stage is kept while its key stands, so a threshold costs a binary search, a new group attribute a sort, and only a
//! knob costs new patients.

mod answers;
mod cases;
mod coins;
mod compare;
mod contenders;
mod decisions;
mod derived;
mod effects;
mod field;
mod job;
mod keys;
pub mod learning;
pub mod matters;
mod mitigate;
mod months;
mod movement;
mod patient;
mod refit;
mod refits;
mod samples;

pub use answers::{Answer, answers};
pub use cases::{CASES, Case, deal};
pub use compare::{Comparison, Gap, State, auc_between, compare, same_patients};
pub use contenders::{Contender, ContendersJob};
pub use decisions::{Decided, Decisions, decide, equal_sensitivity};
pub use derived::{DataStage, Derived, ModelStage, Population, Review, Side};
pub use effects::{Effects, GroupEffect, Line, OnWard, Price, effects};
pub use field::{FieldJob, FieldKey, Held, RiskField, STAND_FOR_ALL};
pub use job::{Clock, EvaluationJob, Job, PipelineError, Step, evaluate, finish};
pub use keys::{DataKey, GroupKey, ModelKey};
pub use months::{Month, MonthsJob, MonthsRun};
pub use movement::{Change, Watched, movement};
pub use patient::{COMPARED_WITH, PatientAccount, PatientJob, PatientKey};
pub use refits::{REFITS, Refits, RefitsJob, RiskRange};
pub use samples::{BootstrapJob, SAMPLES, Sample, SamplesJob};
