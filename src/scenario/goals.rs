//! What is wanted of the threshold: how bad a miss is, what must be reached, and what the ward can answer.

use serde::{Deserialize, Serialize};

use super::ScenarioError;
use crate::metrics::Ward;

/// How many false alarms one miss may weigh as much as, at most.
pub const WORST_MISS: f64 = 1e6;
/// Most patients a day, staff on a shift and minutes.
pub const MOST_A_DAY: f64 = 100_000.0;

/// What is wanted of the threshold. It moves nothing by itself: each wish names a threshold that may be taken.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Goals {
    /// One missed patient is as bad as so many false alarms, from 0 to [`WORST_MISS`].
    pub harm_ratio: f64,
    /// The least sensitivity, from 0 to 1.
    pub sensitivity: f64,
    /// The least specificity, from 0 to 1.
    pub specificity: f64,
    /// The largest share of patients to flag, from 0 to 1.
    pub flagged: f64,
    /// Patients a day on the ward.
    pub patients_a_day: f64,
    /// Shifts a day.
    pub shifts: u32,
    /// Staff on a shift who answer alerts.
    pub staff: u32,
    /// Minutes that an alert takes.
    pub minutes_per_alert: f64,
    /// Minutes of a shift that each of them can give to alerts.
    pub minutes_spared: f64,
}

impl Default for Goals {
    fn default() -> Self {
        Self {
            harm_ratio: 9.0,
            sensitivity: 0.8,
            specificity: 0.8,
            flagged: 0.1,
            patients_a_day: 120.0,
            shifts: 2,
            staff: 4,
            minutes_per_alert: 15.0,
            minutes_spared: 60.0,
        }
    }
}

impl Goals {
    /// Whether nothing differs from goals that nobody touched.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// The ward that they describe.
    #[must_use]
    pub fn ward(&self) -> Ward {
        Ward {
            patients_a_day: self.patients_a_day,
            shifts: self.shifts,
            staff: self.staff,
            minutes_per_alert: self.minutes_per_alert,
            minutes_spared: self.minutes_spared,
        }
    }

    pub(super) fn check(&self) -> Result<(), ScenarioError> {
        let range = |field, found: f64, min: f64, max: f64| {
            let inside = (min..=max).contains(&found);
            if inside { Ok(()) } else { Err(ScenarioError::GoalsRange { field, found, min, max }) }
        };
        range("harm_ratio", self.harm_ratio, 0.0, WORST_MISS)?;
        range("sensitivity", self.sensitivity, 0.0, 1.0)?;
        range("specificity", self.specificity, 0.0, 1.0)?;
        range("flagged", self.flagged, 0.0, 1.0)?;
        range("patients_a_day", self.patients_a_day, 0.0, MOST_A_DAY)?;
        range("shifts", f64::from(self.shifts), 1.0, 24.0)?;
        range("staff", f64::from(self.staff), 0.0, 1_000.0)?;
        range("minutes_per_alert", self.minutes_per_alert, 0.0, 1_440.0)?;
        range("minutes_spared", self.minutes_spared, 0.0, 1_440.0)
    }
}
