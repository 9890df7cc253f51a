//! *A line for each group.* Draw each group's line by hand or by an idea of fairness; see whom that finds, misses and
//! alarms, and which gaps it closes and opens.

mod gaps;
mod roc;
mod rows;
mod state;
mod words;

pub use state::FairView;

use egui::{RichText, ScrollArea, Ui};

use crate::metrics::FairPreset;
use crate::scenario::Scenario;
use crate::ui::panels::Shown;
use crate::ui::theme;
use crate::ui::widgets::segmented::choice_ui;

/// The presets on offer, in the order of their buttons.
const PRESETS: [FairPreset; 9] = [
    FairPreset::OneForAll,
    FairPreset::EqualSelectionRate,
    FairPreset::EqualSensitivity,
    FairPreset::EqualFalsePositiveRate,
    FairPreset::EqualPpv,
    FairPreset::EqualNetBenefit,
    FairPreset::OwnOptimum,
    FairPreset::EqualisedOdds,
    FairPreset::NearEqualisedOdds,
];

/// What the law says, in short.
const CAUTION: &str = tr_noop!(
    "Lines by group treat people by who they are: take advice under the Equality Act. Groups must be \
                       recorded."
);

/// What lots do not reach.
const BY_LOT: &str = tr_noop!("Lots are shown here only: the figures on the right and below keep to one line for all.");

/// Shows the laboratory.
pub fn fairness_ui(ui: &mut Ui, scenario: &mut Scenario, view: &mut FairView, shown: &Shown<'_>) {
    view.keep_up(scenario, shown);
    ScrollArea::vertical().id_salt("fairness").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = theme::STEP;
        presets_ui(ui, scenario, view, shown);
        aim_ui(ui, scenario, view, shown);
        rows::rows_ui(ui, scenario, view, shown);
        ui.add_space(theme::STEP);
        if view.conflict {
            gaps::conflict_ui(ui, view, shown);
        } else {
            gaps::gaps_ui(ui, scenario, view, shown);
        }
        ui.label(RichText::new(crate::language::translate(CAUTION)).small().color(theme::colours(ui).warning));
    });
}

fn presets_ui(ui: &mut Ui, scenario: &mut Scenario, view: &mut FairView, shown: &Shown<'_>) {
    let taken = view.preset(scenario);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::STEP;
        for preset in PRESETS {
            let choice =
                choice_ui(ui, taken == Some(preset), words::name(preset)).on_hover_text(words::meaning(preset));
            if choice.clicked() {
                view.take(preset, scenario, shown);
            }
        }
    });
}

/// What is aimed at, who cannot have it, and where it was found.
fn aim_ui(ui: &mut Ui, scenario: &Scenario, view: &FairView, shown: &Shown<'_>) {
    let colours = theme::colours(ui);
    let Some(answer) = view.answer() else {
        let text = match view.preset(scenario) {
            Some(_) => {
                tr!("Everybody is flagged at the same risk. Drag a group's line, or choose what shall be the same.")
            }
            None => tr!("Your own lines. Choose what shall be the same, or go on dragging."),
        };
        ui.label(text);
        return;
    };
    let mut text = words::aim(answer, shown.condition(), scenario.threshold);
    if shown.population == crate::pipeline::Population::Ward {
        text.push_str(tr!(" The lines were found on paper; below is what they do on the ward."));
    }
    ui.label(text);
    let names = shown.derived.paper.set.groups().iter().zip(&answer.groups);
    let mut refused: Vec<String> = names
        .filter_map(|(name, group)| {
            let why = words::why(group.impossible?, answer.preset, shown.condition());
            Some(format!("{name}: {why}."))
        })
        .collect();
    if answer.preset == FairPreset::EqualisedOdds {
        refused.push(crate::language::translate(BY_LOT).to_owned());
    }
    if !refused.is_empty() {
        ui.label(RichText::new(refused.join(" ")).small().color(colours.warning));
    }
}
