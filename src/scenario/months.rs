//! A run over months: what changes as they pass, and when the model is trained again.

use serde::{Deserialize, Serialize};

use super::ScenarioError;
use crate::data::generator::Population;
use crate::data::recipe::Recipe;

/// Fewest and most months of a run.
pub const MONTHS: [u32; 2] = [2, 36];
/// Fewest and most patients a month.
pub const A_MONTH: [usize; 2] = [50, 20_000];

/// A deployment knob that moves month by month, in equal steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drift {
    /// The knob's identifier.
    pub knob: String,
    /// Where it stands in the last month; in the first it stands where the scenario has it.
    pub to: f64,
}

/// What happens month by month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MonthsPlan {
    /// How many months.
    pub months: u32,
    /// How many patients come in each.
    pub patients: usize,
    /// What drifts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drift: Option<Drift>,
    /// By which share the risk of a flagged patient falls because staff act, from 0 to 0.9.
    pub effect: f64,
    /// The month, from 2, at whose start the model is trained again on the outcomes of the last three.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retrain: Option<u32>,
}

impl Default for MonthsPlan {
    fn default() -> Self {
        Self { months: 12, patients: 2_000, drift: None, effect: 0.0, retrain: None }
    }
}

impl MonthsPlan {
    /// Whether nothing differs from a plan that nobody touched.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn check(&self, recipe: &Recipe) -> Result<(), ScenarioError> {
        let range = |field, found: f64, [min, max]: [f64; 2]| {
            let inside = (min..=max).contains(&found);
            if inside { Ok(()) } else { Err(ScenarioError::MonthsRange { field, found, min, max }) }
        };
        range("months", f64::from(self.months), MONTHS.map(f64::from))?;
        range("patients", self.patients as f64, A_MONTH.map(|bound| bound as f64))?;
        range("effect", self.effect, [0.0, 0.9])?;
        if let Some(retrain) = self.retrain {
            range("retrain", f64::from(retrain), [2.0, f64::from(self.months)])?;
        }
        let Some(drift) = &self.drift else { return Ok(()) };
        match recipe.knob(&drift.knob).filter(|knob| knob.acts_on_population(Population::Deployed)) {
            Some(knob) => range("drift.to", drift.to, [knob.min, knob.max]),
            None => Err(ScenarioError::MonthsKnob { found: drift.knob.clone(), dataset: recipe.id.clone() }),
        }
    }
}
