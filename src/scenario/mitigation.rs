//! What is done against bias: each measure can be switched on alone, and each has its price.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::ScenarioError;
use crate::num::Threshold;

/// Most times as many patients that can be collected.
pub const MOST_TIMES: u32 = 16;
/// Fewest and most local patients whose outcomes can be collected to recalibrate on.
pub const LOCAL_PATIENTS: [usize; 2] = [50, 20_000];

/// How risks are fitted to local outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recalibrate {
    /// All log odds are moved by the same amount, so that as many are expected as have the condition.
    Intercept,
    /// Log odds are moved and stretched.
    InterceptAndSlope,
}

/// The measures taken; none at first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mitigation {
    /// Patients weigh so that each level of the compared group counts in training as it does on the ward.
    pub balance: bool,
    /// The collected record is replaced by the truth, as if a panel had reviewed every patient.
    pub better_label: bool,
    /// The compared group becomes an input, together with its product with every other input.
    pub interactions: bool,
    /// Inputs that the model is not given after all.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub leave_out: BTreeSet<String>,
    /// Risks on the ward are fitted to local outcomes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recalibrate: Option<Recalibrate>,
    /// How many local patients' outcomes are collected for that.
    pub local_patients: usize,
    /// Half the width of the band around the threshold within which nobody is decided on, in units of risk, from 0 to 0.5.
    pub abstain: f64,
    /// How many times as many patients are collected, from 1.
    pub more_data: u32,
    /// Thresholds by level of the compared group; levels not named keep the scenario's.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub group_thresholds: BTreeMap<String, Threshold>,
}

impl Default for Mitigation {
    fn default() -> Self {
        Self {
            balance: false,
            better_label: false,
            interactions: false,
            leave_out: BTreeSet::new(),
            recalibrate: None,
            local_patients: 1_000,
            abstain: 0.0,
            more_data: 1,
            group_thresholds: BTreeMap::new(),
        }
    }
}

impl Mitigation {
    /// Whether nothing is done and it is as a new scenario has it.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Whether nothing is done; how many local outcomes a recalibration would take does not matter while there is none.
    #[must_use]
    pub fn does_nothing(&self) -> bool {
        *self == Self { local_patients: self.local_patients, ..Self::default() }
    }

    /// Whether all decisions are made at one threshold: no group has its own, and nobody is referred.
    #[must_use]
    pub fn decides_alike(&self) -> bool {
        self.group_thresholds.is_empty() && self.abstain <= 0.0
    }

    pub(super) fn check(&self) -> Result<(), ScenarioError> {
        let range = |field, found: f64, [min, max]: [f64; 2]| {
            let inside = (min..=max).contains(&found);
            if inside { Ok(()) } else { Err(ScenarioError::MitigationRange { field, found, min, max }) }
        };
        range("more_data", f64::from(self.more_data), [1.0, f64::from(MOST_TIMES)])?;
        range("abstain", self.abstain, [0.0, 0.5])?;
        range("local_patients", self.local_patients as f64, LOCAL_PATIENTS.map(|bound| bound as f64))
    }
}
