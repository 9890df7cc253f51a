//! What the panels of all classifiers share: the patient, as the model reads it and as people do.

use std::sync::Arc;

use egui::{RichText, Ui};

use super::border::{BorderPart, Sides};
use super::forest::ForestView;
use super::nomogram::LogisticPart;
use super::tree::TreeView;
use crate::explain::{PointsChart, Value};
use crate::learn::Neighbour;
use crate::pipeline::{ModelStage, Side};
use crate::ui::panels::Shown;
use crate::ui::panels::inputs::{label, recorded, written};
use crate::ui::theme;

/// How the insides of a classifier are looked at, and what is kept while the model and the patient stand.
#[derive(Clone, Default)]
pub struct InsideView {
    /// Whether it has the whole room, without the settings beside it.
    pub wide: bool,
    /// What is shown of a logistic regression.
    pub logistic: LogisticPart,
    /// What is shown of a support vector machine.
    pub border: BorderPart,
    /// How a tree is looked at.
    pub tree: TreeView,
    /// How a forest is looked at.
    pub forest: ForestView,
    pub(super) points: Option<(Arc<ModelStage>, Result<PointsChart, String>)>,
    pub(super) neighbours: Option<(Arc<Side>, usize, Vec<Neighbour>)>,
    pub(super) sides: Option<Sides>,
}

/// The patient in `row` of the side shown, as the model reads it; `None` when the model cannot, which evaluation would have
/// said.
pub(super) fn encoded(shown: &Shown<'_>, row: usize) -> Option<Vec<f64>> {
    let table = &shown.side().cohort.table;
    let x = shown.derived.model.trained.encoder.transform(table, Some(&[row])).ok()?;
    Some(x.row(0).to_vec())
}

/// What a column is called.
pub(super) fn name(shown: &Shown<'_>, column: &str) -> String {
    label(column, shown.recipe.variable(column))
}

/// What a patient of a table has in a column, without its unit.
pub(super) fn value(shown: &Shown<'_>, table: &crate::data::Table, column: &str, row: usize) -> String {
    let value = table.column(column).map_or(Value::Missing, |values| recorded(values, row));
    written(&value, shown.recipe.variable(column))
}

/// The height of each of `rows`, from 21 to 34 points, so that they fill the room but for `around` points.
pub(super) fn row_height(ui: &Ui, rows: usize, around: f32) -> f32 {
    ((ui.available_height() - around) / rows.max(1) as f32).clamp(21.0, 34.0)
}

/// A note in small letters.
pub(super) fn note(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).small().color(theme::colours(ui).quiet));
}

/// Says that risks were fitted to local outcomes after the model gave them, where that is so.
pub(super) fn fitted_note(ui: &mut Ui, shown: &Shown<'_>, own: f64, row: usize) {
    if shown.fitted().is_some() {
        let (own, shown) = (crate::ui::words::share(own), crate::ui::words::share(shown.side().scores[row]));
        note(
            ui,
            &tr!(
                "Here risks were fitted to local outcomes afterwards: the model\u{2019}s {own} becomes {shown}.",
                own,
                shown
            ),
        );
    }
}
