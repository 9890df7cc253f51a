//! How a classifier reaches the risk of one patient, each in its own way.

mod border;
mod constant;
mod evidence;
mod neighbours;
mod points;
mod votes;

pub use border::{Border, Placed, border_figure, platt_figure};
pub use constant::constant_figure;
pub use evidence::evidence_figure;
pub use neighbours::neighbours_figure;
pub use points::{points_figure, points_sum};
pub use votes::votes_figure;

use super::axis::percent;

/// What inputs are called and what the patient has, by column: "Lactate" and "4.1 mmol/L".
#[derive(Clone, Copy)]
pub struct InputWords<'a> {
    /// What a column is called.
    pub name: &'a dyn Fn(&str) -> String,
    /// What the patient has there.
    pub value: &'a dyn Fn(&str) -> String,
    /// The condition, as it stands in a sentence.
    pub condition: &'a str,
}

impl InputWords<'_> {
    /// "Lactate 4.1 mmol/L".
    fn both(&self, column: &str) -> String {
        format!("{} {}", (self.name)(column), (self.value)(column)).trim_end().to_owned()
    }
}

/// A risk, without claiming that it is 0 or 1 when it is not quite.
fn risk(value: f64) -> String {
    if value > 0.0 && value < 0.0005 {
        tr!("under 0.1%").to_owned()
    } else if value < 1.0 && value > 0.9995 {
        tr!("over 99.9%").to_owned()
    } else {
        percent(value)
    }
}

/// How many times, without a row of digits that nobody reads: "1.3", "42", "over 1,000".
fn times(ratio: f64) -> String {
    if ratio > 999.0 {
        tr!("over 1,000").to_owned()
    } else if ratio >= 9.95 {
        format!("{ratio:.0}")
    } else {
        format!("{ratio:.1}")
    }
}
