//! Every kind of classifier on the same patients: curves over each other, and what each would do at the threshold.

use egui::{RichText, ScrollArea, Ui, WidgetInfo, vec2};

use crate::figure::{Figure, Words, overlay_figure};
use crate::learn::ClassifierKind;
use crate::metrics::{natural_frequencies, observed_expected_ratio};
use crate::pipeline::{Contender, Side};
use crate::scenario::Scenario;
use crate::ui::charts::{Chart, chart_figure};
use crate::ui::panels::Shown;
use crate::ui::view::{Command, View};
use crate::ui::widgets::chart::chart_ui;
use crate::ui::widgets::legend::{key_height, key_ui};
use crate::ui::widgets::segmented::choice_ui;
use crate::ui::{theme, words};

/// The charts that can be drawn over each other.
const OVERLAID: [(Chart, &str); 4] = [
    (Chart::Roc, "ROC"),
    (Chart::PrecisionRecall, "Right alerts"),
    (Chart::Calibration, "Calibration"),
    (Chart::Decision, "Worth it?"),
];
/// The height of the table with its note, in points.
const TABLE: f32 = 246.0;

/// Shows the charts and the table; a press takes another classifier.
pub fn contenders_ui(
    ui: &mut Ui,
    scenario: &mut Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let Some((contenders, current)) = shown.contenders else {
        ui.label("Training the other classifiers on the same patients\u{2026}");
        return;
    };
    if !current {
        ui.multiply_opacity(0.45);
    }
    let chart = view.contenders_chart.unwrap_or(Chart::Roc);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::STEP;
        for (choice, name) in OVERLAID {
            if choice_ui(ui, chart == choice, name).clicked() {
                view.contenders_chart = Some(choice);
            }
        }
    });
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
        table_ui(ui, scenario, contenders, shown);
        let note = "\u{201c}Now\u{201d} is the classifier in use. Otherwise: decided on otherwise than by it. Net benefit: of 100. Obs. \u{f7} exp.: how \
                    many have it for each one expected. The best AUC need not be the most useful, nor the one that can be explained.";
        ui.label(RichText::new(note).small().color(theme::colours(ui).quiet));
    });
}

fn table_ui(ui: &mut Ui, scenario: &mut Scenario, contenders: &[Contender], shown: &Shown<'_>) {
    let colours = theme::colours(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.spacing_mut().interact_size.y = 22.0;
    ui.spacing_mut().button_padding.y = 1.0;
    let grid = egui::Grid::new("contenders").striped(true).spacing(vec2(10.0, 2.0)).min_row_height(26.0);
    grid.show(ui, |ui| {
        ui.label(RichText::new("Of 1,000 patients").small().color(colours.quiet));
        let headings =
            ["AUC (95% interval)", "Found", "False alarms", "Net benefit", "Obs. \u{f7} exp.", "Otherwise", ""];
        for heading in headings {
            ui.label(RichText::new(heading).small().color(colours.quiet));
        }
        ui.end_row();
        for contender in contenders {
            row_ui(ui, scenario, contender, shown);
            ui.end_row();
        }
    });
}

fn row_ui(ui: &mut Ui, scenario: &mut Scenario, contender: &Contender, shown: &Shown<'_>) {
    let kind = contender.spec.kind;
    ui.label(RichText::new(kind.name()).text_style(theme::strong())).on_hover_text(explained(kind));
    let Some(side) = contender.side(shown.population) else {
        let reason = contender.sides.as_ref().err().map_or("", String::as_str);
        ui.label(RichText::new("not trained").color(theme::colours(ui).error)).on_hover_text(reason);
        return;
    };
    let set = &side.set;
    let matrix = set.at(shown.threshold);
    let interval = set.auc_ci().map_or_else(String::new, |ci| format!(" ({:.2} to {:.2})", ci.lo, ci.hi));
    ui.label(format!("{}{interval}", words::decimal(set.auc())));
    let of = natural_frequencies(&matrix, 1000).unwrap_or_default();
    ui.label(words::count(of.tp));
    ui.label(words::count(of.fp));
    let net = matrix.net_benefit(shown.threshold);
    let net =
        net.map_or_else(|| words::UNDEFINED.to_owned(), |net| format!("{:.1}", 100.0 * net).replace('-', "\u{2212}"));
    ui.label(net);
    ui.label(words::decimal(observed_expected_ratio(set)));
    ui.label(otherwise(side, shown));
    let now = scenario.classifier.kind == kind;
    let button = ui.add_enabled(!now, egui::Button::new(if now { "Now" } else { "Use" }).small());
    button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, !now, format!("Use {}", kind.name())));
    if button.on_hover_text(explained(kind)).clicked() {
        scenario.classifier = contender.spec.clone();
    }
}

/// How many of 1,000 are decided on otherwise than by the classifier in use.
fn otherwise(side: &Side, shown: &Shown<'_>) -> String {
    let (own, at) = (shown.side(), shown.threshold.get());
    let differ = own.scores.iter().zip(side.scores.iter()).filter(|(a, b)| (**a >= at) != (**b >= at)).count();
    let share = 1000.0 * differ as f64 / own.scores.len().max(1) as f64;
    words::count(share.round() as u64)
}

/// How well a person can follow it to its risk.
const fn explained(kind: ClassifierKind) -> &'static str {
    match kind {
        ClassifierKind::Logistic => "Can be followed by hand: each input adds its points.",
        ClassifierKind::Tree => "Can be followed by hand: a few questions, one after the other.",
        ClassifierKind::Forest => {
            "Hundreds of trees together: only which inputs matter can be seen, not the way to one risk."
        }
        ClassifierKind::NaiveBayes => "Can be followed by hand: one likelihood ratio for each input.",
        ClassifierKind::Knn => "Its reasons are other patients: they can be looked at, but no rule can be read.",
        ClassifierKind::Svm => "A curved border in many dimensions: nobody can follow it to one risk.",
    }
}
