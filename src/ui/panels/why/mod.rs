//! *Why this patient?* One patient: the values, the risk and what pushed it; what another value would do; and how to find
//! somebody else.

mod account;
mod change;
mod facts;
mod find;

pub(super) use facts::facts_ui;
pub use find::{Filter, Sort};

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{RichText, Ui};

use crate::explain::Edits;
use crate::pipeline::{Derived, Population, Side};
use crate::ui::panels::{Shown, chosen_ui};
use crate::ui::view::{Command, View};
use crate::ui::widgets::segmented::{Choice, segmented};
use crate::ui::{theme, words};

/// What stands in the room of one patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WhyPart {
    /// The patient, the risk and what pushed it.
    #[default]
    Account,
    /// What other values would do.
    Change,
    /// Everybody, to choose from.
    Find,
}

/// How one patient is looked at.
#[derive(Clone, Default)]
pub struct WhyView {
    /// What stands in the room.
    pub part: WhyPart,
    /// What was changed of the patient.
    pub edits: Edits,
    /// Whose values were changed: they are dropped when another is chosen or the patients change.
    of: Option<(Arc<Side>, usize)>,
    /// The input whose curve is drawn: the one moved last.
    touched: Option<String>,
    /// The inputs that stay as they are in the search for a change; `None` until somebody chose.
    held: Option<BTreeSet<String>>,
    /// What the patients collected have in each input, kept while the results stand.
    ranges: Option<(Arc<Derived>, Vec<facts::Range>)>,
    /// What is said of the patient whatever the threshold.
    said: Option<account::Said>,
    /// What an edit leads to, kept while nothing moves.
    tried: Option<change::Tried>,
    /// Who is listed.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// The rows in that order, kept while the results stand.
    order: Option<(Arc<Side>, Sort, Vec<usize>)>,
}

impl WhyView {
    /// The inputs that stay as they are in the search for a change: at first what nobody can change of themselves.
    #[must_use]
    pub fn held(&self, derived: &Derived) -> Vec<String> {
        match &self.held {
            Some(held) => held.iter().cloned().collect(),
            None => {
                let given = derived.scenario.given();
                given.into_iter().filter(|id| id == "age" || is_group(derived, id)).collect()
            }
        }
    }
}

fn is_group(derived: &Derived, id: &str) -> bool {
    derived.recipe.variable(id).is_some_and(|variable| variable.group)
}

const PARTS: [Choice<'static, WhyPart>; 3] = [
    Choice {
        value: WhyPart::Account,
        name: tr_noop!("This patient"),
        meaning: tr_noop!("The values, the risk, and how each value pushed it."),
    },
    Choice {
        value: WhyPart::Change,
        name: tr_noop!("What if?"),
        meaning: tr_noop!(
            "Move this patient's values and see what the model would say; and the smallest change that crosses the line."
        ),
    },
    Choice {
        value: WhyPart::Find,
        name: tr_noop!("Find somebody"),
        meaning: tr_noop!(
            "All patients in a table that sorts and filters: the missed, the false alarms, the highest risk."
        ),
    },
];

/// Shows the room.
pub fn why_room_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    segmented(ui, &mut view.why.part, &PARTS);
    ui.add_space(theme::STEP);
    if view.why.part == WhyPart::Find {
        return find::find_ui(ui, view, shown, commands);
    }
    let Some(row) = chosen_ui(ui, view, shown) else {
        ui.label(tr!("There are no patients to choose from."));
        return;
    };
    let side = shown.side();
    let why = &mut view.why;
    if !why.of.as_ref().is_some_and(|(of, patient)| Arc::ptr_eq(of, side) && *patient == row) {
        why.edits.clear();
        why.tried = None;
        why.of = Some((Arc::clone(side), row));
    }
    let side_note = match shown.population {
        Population::Paper => tr!("A patient kept aside from training, as recorded."),
        Population::Ward => tr!("A new patient where the model is used."),
    };
    ui.label(RichText::new(side_note).small().color(theme::colours(ui).quiet));
    match view.why.part {
        WhyPart::Change => change::change_ui(ui, view, row, shown, commands),
        _ => account::account_ui(ui, view, row, shown, commands),
    }
}

/// "flagged" or "not flagged", and what that is in the matrix.
fn verdict(risk: f64, shown: &Shown<'_>) -> &'static str {
    if risk >= shown.threshold.get() { tr!("flagged") } else { tr!("not flagged") }
}

/// A risk as it is said of one patient.
fn risk_text(risk: f64) -> String {
    words::share(risk)
}
