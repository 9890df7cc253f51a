//! The model that a scenario asks for, trained on any of its patients.

use super::derived::{DataStage, Derived};
use super::job::PipelineError;
use super::mitigate;
use crate::data::recipe::Recipe;
use crate::learn::{Request, TableModel};
use crate::scenario::Scenario;

/// The model of `scenario` (its classifier, settings, inputs and measures against bias), learnt from the collected patients
/// `rows`, and what is worth knowing of the measures.
pub(super) fn train_on(
    (recipe, scenario): (&Recipe, &Scenario),
    data: &DataStage,
    rows: &[usize],
    cancelled: &dyn Fn() -> bool,
) -> Result<(TableModel, Vec<String>), PipelineError> {
    let measures = &scenario.mitigation;
    let group = scenario.group_by.as_deref();
    let (table, ward) = (&data.collected.table, &data.ward.table);
    let (mut weights, mut notes) = (None, Vec::new());
    if measures.balance {
        (weights, notes) = mitigate::balance(table, rows, ward, group);
    }
    if measures.interactions {
        notes.extend(mitigate::unknown_groups(table, rows, ward, group));
    }
    let given = scenario.given();
    let request = Request {
        spec: &scenario.classifier,
        table,
        rows,
        labels: &data.collected.label,
        columns: &given,
        weights: weights.as_deref(),
        seed: scenario.seed,
        cancelled,
        // From scratch every time: a model must not depend on what was on screen before.
        interactions: group.filter(|_| measures.interactions),
        start: None,
    };
    let TableModel { encoder, classifier } = TableModel::train(&request)?;
    let label = |id: &str| recipe.variable(id).map(|variable| variable.label.clone());
    Ok((TableModel { encoder: encoder.with_labels(label), classifier }, notes))
}

impl Derived {
    /// The same model learnt from other collected patients: `rows` of [`DataStage::collected`], where a row may stand more than
    /// once. `scenario` may differ from the one of these results in its classifier, settings and inputs.
    ///
    /// # Errors
    /// [`PipelineError`] when these patients cannot be learnt from (nobody, or only one outcome), or when cancelled.
    pub fn refit(
        &self,
        scenario: &Scenario,
        rows: &[usize],
        cancelled: &dyn Fn() -> bool,
    ) -> Result<TableModel, PipelineError> {
        train_on((&self.recipe, scenario), &self.data, rows, cancelled).map(|(model, _)| model)
    }
}
