//! Every kind of classifier on the same patients: curves over each other, and what each would do at the threshold.

mod disagreements;
mod reasons;
mod results;

pub use disagreements::disagreed;
pub use reasons::{times_the_quickest, trained_in};

use egui::{RichText, ScrollArea, Ui, vec2};

use crate::figure::{Figure, Words, overlay_figure};
use crate::pipeline::{Contender, Side};
use crate::scenario::Scenario;
use crate::ui::charts::{Chart, chart_figure};
use crate::ui::panels::Shown;
use crate::ui::theme;
use crate::ui::view::{Command, View};
use crate::ui::widgets::chart::chart_ui;
use crate::ui::widgets::legend::{key_height, key_ui};
use crate::ui::widgets::segmented::{Choice, choice_ui, segmented};
use crate::ui::widgets::table::table_button;

/// The charts that can be drawn over each other.
const OVERLAID: [(Chart, &str); 4] = [
    (Chart::Roc, "ROC"),
    (Chart::PrecisionRecall, tr_noop!("Right alerts")),
    (Chart::Calibration, tr_noop!("Calibration")),
    (Chart::Decision, tr_noop!("Worth it?")),
];
/// The height of the table with its note, in points.
const TABLE: f32 = 246.0;

/// What stands under the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ContendersPart {
    /// What each would do at the threshold.
    #[default]
    Results,
    /// How long each took to train, and how well it can be followed.
    Reasons,
    /// The patients on whom they disagree.
    Disagreements,
}

const PARTS: [Choice<'static, ContendersPart>; 3] = [
    Choice {
        value: ContendersPart::Results,
        name: tr_noop!("Results"),
        meaning: tr_noop!("What each would do to 1,000 patients at the threshold."),
    },
    Choice {
        value: ContendersPart::Reasons,
        name: tr_noop!("Time and reasons"),
        meaning: tr_noop!("How long each took to train, and how well a person can follow it."),
    },
    Choice {
        value: ContendersPart::Disagreements,
        name: tr_noop!("Where they disagree"),
        meaning: tr_noop!("The patients whom some would flag and others would not."),
    },
];

/// How the classifiers are compared.
#[derive(Clone, Default)]
pub struct ContendersView {
    /// The chart in which they are drawn over each other; the ROC curve at first.
    pub chart: Option<Chart>,
    /// What stands under it.
    pub part: ContendersPart,
    disagreed: Option<disagreements::Kept>,
}

/// Shows the charts and the table; a press takes another classifier.
pub fn contenders_ui(
    ui: &mut Ui,
    scenario: &mut Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let Some((contenders, current)) = shown.contenders else {
        ui.label(tr!("Training the other classifiers on the same patients\u{2026}"));
        return;
    };
    if !current {
        ui.multiply_opacity(0.45);
    }
    let chart = choices_ui(ui, view);
    ui.add_space(theme::STEP);
    match view.contenders.part {
        ContendersPart::Results => results_ui(ui, scenario, chart, contenders, shown, commands),
        ContendersPart::Reasons => {
            reasons::reasons_ui(ui, contenders);
            table_button(ui, tr!("Time and reasons"), commands, || reasons::cells(contenders));
            ui.add_space(theme::STEP);
            note_ui(
                ui,
                tr!("Times are those of this machine, for these patients, and move a little from one run to the next."),
            );
        }
        ContendersPart::Disagreements => disagreements::disagreements_ui(ui, view, contenders, shown, commands),
    }
}

/// The parts, and beside the results the charts.
fn choices_ui(ui: &mut Ui, view: &mut View) -> Chart {
    let chart = view.contenders.chart.unwrap_or(Chart::Roc);
    ui.horizontal_wrapped(|ui| {
        segmented(ui, &mut view.contenders.part, &PARTS);
        if view.contenders.part == ContendersPart::Results {
            ui.separator();
            ui.spacing_mut().item_spacing.x = theme::STEP;
            for (choice, name) in OVERLAID.map(|(chart, name)| (chart, crate::language::translate(name))) {
                if choice_ui(ui, chart == choice, name).clicked() {
                    view.contenders.chart = Some(choice);
                }
            }
        }
    });
    chart
}

fn note_ui(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).small().color(theme::colours(ui).quiet));
}

fn results_ui(
    ui: &mut Ui,
    scenario: &mut Scenario,
    chart: Chart,
    contenders: &[Contender],
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let words = Words { shown: String::new(), ..shown.words() };
    let figure = |side: &Side| chart_figure(chart, &side.set, shown.threshold, &words, &[]);
    let own = shown.derived.scenario.classifier.kind;
    let others: Vec<(String, Figure)> = contenders
        .iter()
        .filter(|contender| contender.spec.kind != own)
        .filter_map(|contender| {
            Some((contender.spec.kind.name().to_owned(), figure(contender.side(shown.population)?)))
        })
        .collect();
    let mut overlaid = overlay_figure(figure(shown.side()), &others);
    overlaid.handle = None;
    let below = key_height(ui, &overlaid, ui.available_width()) + TABLE;
    let height = (ui.available_height() - below).max(170.0);
    let mut resting = shown.threshold;
    let size = vec2(ui.available_width(), height);
    chart_ui(ui, size, &overlaid, Some(&mut resting), &shown.caption(), commands);
    key_ui(ui, &overlaid);
    ui.add_space(theme::STEP);
    ScrollArea::vertical().id_salt("contenders").auto_shrink([false, false]).show(ui, |ui| {
        results::table_ui(ui, scenario, contenders, shown, commands);
        let note = tr!("\u{201c}Now\u{201d} is the classifier in use. Otherwise: decided on otherwise than by it. Net benefit: of 100. Obs. \u{f7} exp.: how \
                    many have it for each one expected. The best AUC need not be the most useful, nor the one that can be explained.");
        note_ui(ui, note);
    });
}
