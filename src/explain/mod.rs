//! Why one patient has this risk: what each input did to it, what it would be with another value, and the smallest
//! change that would cross the threshold.
//!
//! All three ask the model, never the patient's body: a change that lowers a risk on the screen need not make anybody
//! healthier. Many patients are asked about in one matrix, never one after the other.

mod contributions;
mod edit;
mod evidence;
mod field;
mod permutation;
mod points;
mod smallest_change;
mod subject;
mod what_if;

pub use contributions::{Contribution, Contributions, Sampling, Scale, contributions};
pub use edit::{Edits, edited};
pub use evidence::{Evidence, EvidenceStep};
pub use field::{FieldAxis, field_row};
pub use permutation::{AucLoss, auc_loss, shuffled};
pub use points::{Along, NoPoints, NoScale, PointsChart, PointsReading, PointsScale};
pub use smallest_change::{Change, Changes, Outlook, smallest_change};
pub use subject::{Subject, Value};
pub use what_if::{Point, grid, what_if};
