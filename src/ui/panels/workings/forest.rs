//! The insides of a random forest.

use egui::Ui;

use crate::learn::Forest;

/// Shows the forest.
pub fn forest_ui(ui: &mut Ui, forest: &Forest) {
    ui.label(format!("{} trees each give a patient a risk; the forest's risk is their mean.", forest.trees().len()));
}
