//! What each classifier would do at the threshold, in figures.

use egui::{RichText, Ui, WidgetInfo, vec2};

use super::reasons::explained;
use crate::metrics::{natural_frequencies, observed_expected_ratio};
use crate::pipeline::{Contender, Side};
use crate::report::TableCell;
use crate::scenario::Scenario;
use crate::ui::panels::Shown;
use crate::ui::view::Command;
use crate::ui::widgets::table::table_button;
use crate::ui::{theme, words};

/// Shows a row for each classifier.
pub(super) fn table_ui(
    ui: &mut Ui,
    scenario: &mut Scenario,
    contenders: &[Contender],
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let colours = theme::colours(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.spacing_mut().interact_size.y = 22.0;
    ui.spacing_mut().button_padding.y = 1.0;
    let grid = egui::Grid::new("contenders").striped(true).spacing(vec2(10.0, 2.0)).min_row_height(26.0);
    grid.show(ui, |ui| {
        ui.label(RichText::new(tr!("Of 1,000 patients")).small().color(colours.quiet));
        let headings = [
            tr!("AUC (95% interval)"),
            tr!("Found"),
            tr!("False alarms"),
            tr!("Net benefit"),
            tr!("Obs. \u{f7} exp."),
            tr!("Otherwise"),
            "",
        ];
        for heading in headings {
            ui.label(RichText::new(heading).small().color(colours.quiet));
        }
        ui.end_row();
        for contender in contenders {
            row_ui(ui, scenario, contender, shown);
            ui.end_row();
        }
    });
    table_button(ui, tr!("All classifiers"), commands, || cells(contenders, shown));
}

/// The table in full figures.
fn cells(contenders: &[Contender], shown: &Shown<'_>) -> Vec<Vec<TableCell>> {
    let head = [
        tr!("Classifier"),
        tr!("AUC"),
        tr!("95% interval from"),
        tr!("to"),
        tr!("Found, of 1,000"),
        tr!("False alarms, of 1,000"),
        tr!("Net benefit per patient"),
        tr!("Observed \u{f7} expected"),
    ];
    let row = |contender: &Contender| {
        let name = TableCell::text(contender.spec.kind.name());
        let Some(side) = contender.side(shown.population) else {
            return std::iter::once(name).chain((1..head.len()).map(|_| TableCell::Empty)).collect();
        };
        let (set, matrix) = (&side.set, side.set.at(shown.threshold));
        let (of, ci) = (natural_frequencies(&matrix, 1000), set.auc_ci());
        let figures = [set.auc(), ci.map(|ci| ci.lo), ci.map(|ci| ci.hi)].map(TableCell::number);
        let counts = [of.map(|of| of.tp), of.map(|of| of.fp)].map(|n| n.map_or(TableCell::Empty, TableCell::Count));
        let rest = [matrix.net_benefit(shown.threshold), observed_expected_ratio(set)].map(TableCell::number);
        std::iter::once(name).chain(figures).chain(counts).chain(rest).collect()
    };
    std::iter::once(head.map(TableCell::text).to_vec()).chain(contenders.iter().map(row)).collect()
}

fn row_ui(ui: &mut Ui, scenario: &mut Scenario, contender: &Contender, shown: &Shown<'_>) {
    let kind = contender.spec.kind;
    ui.label(RichText::new(kind.name()).text_style(theme::strong())).on_hover_text(explained(kind));
    let Some(side) = contender.side(shown.population) else {
        let reason = contender.sides.as_ref().err().map_or("", String::as_str);
        ui.label(RichText::new(tr!("not trained")).color(theme::colours(ui).error)).on_hover_text(reason);
        return;
    };
    let set = &side.set;
    let matrix = set.at(shown.threshold);
    let interval = set.auc_ci().map_or_else(String::new, |ci| tr!(" ({:.2} to {:.2})", ci.lo, ci.hi));
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
    let button = ui.add_enabled(!now, egui::Button::new(if now { tr!("Now") } else { tr!("Use") }).small());
    button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, !now, tr!("Use {}", kind.name())));
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
