//! The insides of a decision tree.

use egui::Ui;

use crate::learn::Tree;

/// Shows the tree.
pub fn tree_ui(ui: &mut Ui, tree: &Tree) {
    ui.label(format!(
        "A patient is asked at most {} questions, one after the other, and ends in one of {} groups. The risk is the share of \
         that group's training patients who had the condition.",
        tree.depth(),
        tree.leaves()
    ));
}
