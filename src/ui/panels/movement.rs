//! After a knob was moved: what that moved, and what deceptively stood still, in words made of the live figures.

use std::fmt::Write as _;
use std::sync::Arc;

use egui::{RichText, Ui};

use crate::data::generator::Population as Source;
use crate::num::Threshold;
use crate::pipeline::{Change, Derived, Population, Watched, movement};
use crate::scenario::Scenario;
use crate::ui::panels::Shown;
use crate::ui::view::View;
use crate::ui::{theme, words};

/// The knob that is being tried, and the results from before it was moved.
#[derive(Clone)]
pub struct Trial {
    /// Which population it shapes here.
    source: Source,
    /// Its identifier.
    knob: String,
    /// Where it stood.
    from: f64,
    /// The results from then.
    before: Arc<Derived>,
    /// The words for the results and the threshold that they were made of.
    told: Option<(Arc<Derived>, Threshold, Told)>,
}

/// What is said of a trial.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// What was done.
    pub done: String,
    /// What moved.
    pub moved: String,
    /// What stood still although one might have hoped that it would give warning.
    pub still: String,
}

impl View {
    /// Notes that `now` differs from `then` in a knob, so that its effect can be told. Only the first move of a knob is noted;
    /// what follows belongs to the same trial, until another knob is moved.
    pub fn note_move(&mut self, then: &Scenario, now: &Scenario, derived: &Arc<Derived>) {
        if then.dataset != now.dataset {
            self.trial = None;
            return;
        }
        for (source, old, new) in
            [(Source::Collected, &then.collect, &now.collect), (Source::Deployed, &then.deploy, &now.deploy)]
        {
            let moved = derived.recipe.knobs.iter().find(|knob| old.get(&knob.id) != new.get(&knob.id));
            let Some(knob) = moved else { continue };
            if self.trial.as_ref().is_some_and(|trial| trial.source == source && trial.knob == knob.id) {
                continue;
            }
            let from = old.get(&knob.id).copied().unwrap_or_else(|| knob.default_for(source));
            let before = Arc::clone(derived);
            self.trial = Some(Trial { source, knob: knob.id.clone(), from, before, told: None });
        }
    }
}

/// Shows what the knob that was moved last did.
pub fn movement_ui(ui: &mut Ui, view: &mut View, derived: &Arc<Derived>, shown: &Shown<'_>) {
    let Some(trial) = &mut view.trial else {
        let hint = tr!("Move a slider: what it moved, and what it did not, will stand here.");
        ui.label(RichText::new(hint).color(theme::colours(ui).quiet));
        return;
    };
    let Some(knob) = shown.recipe.knob(&trial.knob).filter(|_| Arc::ptr_eq(&trial.before.recipe, shown.recipe)) else {
        view.trial = None;
        return;
    };
    let fresh =
        trial.told.as_ref().is_some_and(|(of, threshold, _)| Arc::ptr_eq(of, derived) && *threshold == shown.threshold);
    if !fresh {
        let values = match trial.source {
            Source::Collected => &derived.scenario.collect,
            Source::Deployed => &derived.scenario.deploy,
        };
        let to = values.get(&knob.id).copied().unwrap_or_else(|| knob.default_for(trial.source));
        let changes = movement(&trial.before, derived, shown.threshold);
        let told = told(&knob.label, [trial.from, to], &changes);
        trial.told = Some((Arc::clone(derived), shown.threshold, told));
    }
    let Some((_, _, told)) = &trial.told else { return };
    ui.label(RichText::new(&told.done).text_style(theme::strong()));
    ui.label(&told.moved);
    if !told.still.is_empty() {
        ui.label(RichText::new(&told.still).text_style(theme::strong()));
    }
}

/// The words for `changes` after the knob called `label` went from one value to another.
#[must_use]
pub fn told(label: &str, [from, to]: [f64; 2], changes: &[Change]) -> Told {
    let done = tr!("\u{201c}{label}\u{201d} went from {from} to {to}.", label, from, to);
    if from.to_bits() == to.to_bits() {
        return Told { done: tr!("\u{201c}{label}\u{201d} is back at {to}.", label, to), ..Told::default() };
    }
    let on = |side: Population| changes.iter().filter(move |change| change.side == side);
    let mut moved = String::new();
    for (side, place) in [(Population::Ward, tr!("On the ward")), (Population::Paper, tr!("On paper"))] {
        let texts: Vec<String> = on(side).filter(|change| change.moved).take(4).map(went).collect();
        if !texts.is_empty() {
            let separator = if moved.is_empty() { "" } else { " " };
            // Writing to a string cannot fail.
            write!(moved, "{separator}{place}: {}.", texts.join("; ")).ok();
        }
    }
    if moved.is_empty() {
        let moved = tr!("Nothing moved by more than another sample would.").to_owned();
        return Told { done, moved, still: String::new() };
    }
    Told { done, moved, still: still(changes) }
}

/// What stood still or even improved while something else moved: the figures that give no warning.
fn still(changes: &[Change]) -> String {
    let find = |watched: Watched, side: Population| {
        changes.iter().find(|change| change.watched == watched && change.side == side)
    };
    let any = |side: Population| changes.iter().any(|change| change.side == side && change.moved);
    let mut texts = Vec::new();
    if any(Population::Ward) && !any(Population::Paper) {
        texts.push(tr!("On paper nothing moved: a validation report would not show it.").to_owned());
    }
    for (side, place) in [(Population::Ward, tr!("on the ward")), (Population::Paper, tr!("on paper"))] {
        let Some(auc) = find(Watched::Auc, side).filter(|auc| !auc.moved && any(side)) else { continue };
        if let Some(value) = auc.after {
            texts.push(tr!("The AUC {place} stood still at {value:.2}.", place, value));
        }
    }
    let accuracy = find(Watched::Accuracy, Population::Ward).and_then(|change| change.after.zip(change.before));
    let found = find(Watched::Sensitivity, Population::Ward).filter(|change| change.moved);
    let found = found.and_then(|change| change.after.zip(change.before));
    if let (Some((accuracy, before)), Some((found, was))) = (accuracy, found)
        && found < was
        && accuracy >= before
    {
        let [from, to] = [before, accuracy].map(words::share);
        texts.push(tr!("Accuracy on the ward did not fall ({from} to {to}) although fewer are found.", from, to));
    }
    texts.join(" ")
}

/// "sensitivity fell from 69% to 52%".
fn went(change: &Change) -> String {
    if let (Watched::ObservedExpected, Some(before), Some(after)) = (change.watched, change.before, change.after) {
        return tr!("of 100 expected to have it {:.0} do ({:.0} before)", 100.0 * after, 100.0 * before);
    }
    let (name, write): (_, fn(f64) -> String) = match change.watched {
        Watched::Auc => (tr!("the AUC"), |value| format!("{value:.2}")),
        Watched::Sensitivity => (tr!("found"), words::share),
        Watched::Ppv => (tr!("right alerts"), words::share),
        Watched::Alerts => (tr!("alerts per 100"), |value| format!("{:.1}", 100.0 * value)),
        Watched::Accuracy => (tr!("accuracy"), words::share),
        Watched::ObservedExpected => (tr!("observed over expected"), |value| format!("{value:.2}")),
        Watched::SensitivityGap => (tr!("the widest gap between groups"), |value| words::points(value)),
    };
    match (change.before, change.after) {
        (Some(before), Some(after)) => {
            let verb = if after > before { tr!("rose") } else { tr!("fell") };
            tr!("{name} {verb} from {} to {}", write(before), write(after), name, verb)
        }
        (None, Some(after)) => tr!("{name} became {}", write(after), name),
        (Some(before), None) => tr!("{name} ({} before) can no longer be worked out", write(before), name),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(watched: Watched, side: Population, before: f64, after: f64, moved: bool) -> Change {
        Change { watched, side, before: Some(before), after: Some(after), moved }
    }

    #[test]
    fn drift_is_told_with_the_auc_that_stood_still() {
        let changes = [
            change(Watched::Alerts, Population::Ward, 0.09, 0.218, true),
            change(Watched::Auc, Population::Ward, 0.86, 0.86, false),
            change(Watched::Alerts, Population::Paper, 0.09, 0.09, false),
        ];
        let told = told("Sicker patients", [0.0, 0.7], &changes);
        assert_eq!(told.done, "“Sicker patients” went from 0 to 0.7.");
        assert_eq!(told.moved, "On the ward: alerts per 100 rose from 9.0 to 21.8.");
        assert_eq!(
            told.still,
            "On paper nothing moved: a validation report would not show it. The AUC on the ward stood still at 0.86."
        );
    }

    #[test]
    fn a_rise_in_accuracy_that_hides_missed_patients_is_told() {
        let changes = [
            change(Watched::Sensitivity, Population::Ward, 0.86, 0.71, true),
            change(Watched::Accuracy, Population::Ward, 0.845, 0.859, false),
        ];
        assert!(told("Probe", [0.0, 1.0], &changes).still.contains("Accuracy on the ward did not fall"));
    }

    #[test]
    fn nothing_is_said_to_move_when_nothing_did() {
        let changes = [change(Watched::Auc, Population::Ward, 0.86, 0.861, false)];
        let told = told("Anything", [0.0, 1.0], &changes);
        assert!(told.moved.starts_with("Nothing moved") && told.still.is_empty());
    }
}
