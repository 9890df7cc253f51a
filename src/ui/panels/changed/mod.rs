//! *What changed?* States that were pinned, compared with what stands now.

mod pins;

pub use pins::{KeptPin, Pin, Pins};

use egui::{RichText, ScrollArea, Ui, WidgetInfo, vec2};

use crate::figure::{Figure, Words, overlay_figure};
use crate::metrics::Agreement;
use crate::num::Threshold;
use crate::pipeline::{Comparison, Gap, Population};
use crate::report::TableCell;
use crate::scenario::Scenario;
use crate::ui::charts::{Chart, chart_figure};
use crate::ui::panels::Shown;
use crate::ui::view::{Command, View};
use crate::ui::widgets::chart::chart_ui;
use crate::ui::widgets::legend::key_ui;
use crate::ui::widgets::segmented::choice_ui;
use crate::ui::widgets::table::table_button;
use crate::ui::{theme, words};

/// How wide the list of states is, in points.
const LIST: f32 = 236.0;
/// The charts that can be drawn over each other.
const OVERLAID: [(Chart, &str); 4] = [
    (Chart::Roc, "ROC"),
    (Chart::PrecisionRecall, tr_noop!("Right alerts")),
    (Chart::Calibration, tr_noop!("Calibration")),
    (Chart::Decision, tr_noop!("Worth it?")),
];

/// What the figures are called in the table.
const NAMES: [(&str, &str); 8] = [
    ("auc", "AUC"),
    ("sensitivity", tr_noop!("Found (sensitivity)")),
    ("specificity", tr_noop!("Spared (specificity)")),
    ("ppv", tr_noop!("Alerts right (PPV)")),
    ("alert_rate", tr_noop!("Alerts")),
    ("net_benefit", tr_noop!("Net benefit of 100")),
    ("observed_expected_ratio", tr_noop!("Observed \u{f7} expected")),
    ("brier", tr_noop!("Brier score")),
];

fn side_name(population: Population) -> &'static str {
    match population {
        Population::Paper => tr!("on paper"),
        Population::Ward => tr!("on the ward"),
    }
}

/// Shows the room.
pub fn changed_room_ui(
    ui: &mut Ui,
    scenario: &mut Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let all = ui.available_rect_before_wrap();
    let (list, rest) = all.split_left_right_at_x(all.left() + LIST);
    theme::place(ui, list, |ui| {
        ScrollArea::vertical().id_salt("pins").auto_shrink([false, false]).show(ui, |ui| {
            ui.set_width(LIST - 14.0);
            list_ui(ui, scenario, view, shown, commands);
        });
    });
    ui.painter().vline(rest.left(), rest.y_range(), (1.0, theme::colours(ui).line));
    let rest = rest.with_min_x(rest.left() + 3.0 * theme::STEP);
    theme::place(ui, rest, |ui| {
        if view.pins.is_empty() {
            ui.add_space(2.0 * theme::STEP);
            ui.label(RichText::new(tr!("Nothing is pinned yet.")).heading());
            ui.label(
                tr!("Pin what stands now, then change something: the patients, the model, the threshold. Here the curves of both are \
                 drawn over each other, with how far the figures lie apart and whether that could be chance."),
            );
        } else {
            compare_ui(ui, view, shown, commands);
        }
    });
}

fn list_ui(ui: &mut Ui, scenario: &Scenario, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let hint = tr!("Keeps the figures that stand now, on paper or on the ward as shown, to compare with (Ctrl+P)");
    if ui.button(tr!("Pin what stands now")).on_hover_text(hint).clicked() {
        view.pins.pin(shown);
    }
    let pins = &mut view.pins;
    let mut gone = None;
    for (place, pin) in pins.list.iter_mut().enumerate() {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::STEP;
            let chosen = ui.radio(pins.chosen == place, "").on_hover_text(tr!("Compare this one with what stands now"));
            let name = pin.name.clone();
            chosen.widget_info(|| {
                WidgetInfo::selected(
                    egui::Role::RadioButton,
                    true,
                    pins.chosen == place,
                    tr!("Compare with {name}", name),
                )
            });
            if chosen.clicked() {
                pins.chosen = place;
            }
            let field = egui::TextEdit::singleline(&mut pin.name).desired_width(146.0);
            let named = ui.add(field).on_hover_text(tr!("Click to give it a name of your own"));
            named.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Name of the pinned state")));
            let away = ui.small_button("\u{d7}").on_hover_text(tr!("Take this one away"));
            away.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, tr!("Take away {name}", name)));
            if away.clicked() {
                gone = Some(place);
            }
        });
    }
    if let Some(place) = gone {
        pins.list.remove(place);
        pins.chosen = pins.chosen.min(pins.list.len().saturating_sub(1));
    }
    let Some(pin) = pins.list.get(pins.chosen) else { return };
    ui.add_space(theme::STEP);
    ui.label(RichText::new(tr!("What changed since")).text_style(theme::strong()));
    let changes = scenario.changes_since(&pin.scenario, shown.recipe);
    if changes.is_empty() && pin.population == shown.population {
        ui.label(tr!("Nothing. Change something in another room, then come back."));
    }
    if pin.population != shown.population {
        ui.label(tr!("The patients: {} then, {} now.", side_name(pin.population), side_name(shown.population)));
    }
    for change in &changes {
        ui.label(format!("{}: {} \u{2192} {}", change.what, change.before, change.after));
    }
    let back = (!changes.is_empty()).then(|| pin.scenario.clone());
    if let Some(comparison) = pins.comparison(shown) {
        for line in decisions(&comparison, shown.condition()) {
            ui.add_space(theme::STEP);
            ui.label(line);
        }
    }
    if let Some(scenario) = back {
        let hint = tr!("Puts patients, model and threshold back to what they were when this was pinned");
        if ui.button(tr!("Go back to it")).on_hover_text(hint).clicked() {
            commands.push(Command::Replace(Box::new(scenario)));
        }
    }
}

fn compare_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let pins = &mut view.pins;
    let Some(comparison) = pins.comparison(shown) else { return };
    let table = 9.0 * 23.0 + 50.0;
    let chart = pins.chart.unwrap_or(Chart::Roc);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::STEP;
        for (choice, name) in OVERLAID.map(|(chart, name)| (chart, crate::language::translate(name))) {
            if choice_ui(ui, chart == choice, name).clicked() {
                pins.chart = Some(choice);
            }
        }
    });
    let words = Words { shown: String::new(), ..shown.words() };
    let others: Vec<(String, Figure)> =
        pins.list.iter().map(|pin| (pin.name.clone(), pin.figure(chart, &words))).collect();
    let figure = overlay_figure(chart_figure(chart, &shown.side().set, shown.threshold, &words, &[]), &others);
    let keys = 22.0 * (1.0 + others.len() as f32 / 2.0).ceil();
    let height = (ui.available_height() - table - keys).max(170.0);
    let mut resting = shown.threshold;
    chart_ui(
        ui,
        vec2(ui.available_width(), height),
        &still(figure.clone()),
        Some(&mut resting),
        &shown.caption(),
        commands,
    );
    key_ui(ui, &figure);
    ui.add_space(theme::STEP);
    ScrollArea::vertical().id_salt("differences").auto_shrink([false, false]).show(ui, |ui| {
        table_ui(ui, &comparison, shown.threshold);
        table_button(ui, tr!("What changed?"), commands, || cells(&comparison));
    });
}

/// Without a handle: here curves are read, not moved.
fn still(mut figure: Figure) -> Figure {
    figure.handle = None;
    figure
}

fn name_of(gap: &Gap) -> &str {
    let known = NAMES.iter().find(|(id, _)| *id == gap.metric);
    known.map_or(gap.metric, |(_, name)| crate::language::translate(name))
}

/// The table in full figures.
fn cells(comparison: &Comparison) -> Vec<Vec<TableCell>> {
    let head = [tr!("Figure"), tr!("Then"), tr!("Now"), tr!("Difference"), tr!("95% interval from"), tr!("to")];
    let row = |gap: &Gap| {
        let figures = [gap.before, gap.after, gap.difference(), gap.ci.map(|ci| ci.lo), gap.ci.map(|ci| ci.hi)]
            .map(TableCell::number);
        std::iter::once(TableCell::text(name_of(gap))).chain(figures).collect()
    };
    std::iter::once(head.map(TableCell::text).to_vec()).chain(comparison.gaps.iter().map(row)).collect()
}

fn table_ui(ui: &mut Ui, comparison: &Comparison, threshold: Threshold) {
    let colours = theme::colours(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    let grid = egui::Grid::new("gaps").num_columns(4).striped(true).spacing(vec2(12.0, 2.0)).min_row_height(21.0);
    grid.show(ui, |ui| {
        ui.label("");
        for heading in [tr!("Then"), tr!("Now"), tr!("Difference"), tr!("95% interval")] {
            ui.label(RichText::new(heading).small().color(colours.quiet));
        }
        ui.end_row();
        for gap in &comparison.gaps {
            ui.label(name_of(gap));
            ui.label(written(gap, gap.before));
            ui.label(RichText::new(written(gap, gap.after)).text_style(theme::strong()));
            ui.label(difference(gap));
            let (interval, chance) = interval(gap);
            let ink = if chance { colours.quiet } else { colours.ink };
            ui.label(RichText::new(interval).small().color(ink));
            ui.end_row();
        }
    });
    let note = if comparison.same_patients {
        tr!("Both are of the same patients, so only those count on whom they differ.")
    } else {
        tr!("They are of different patients, so chance counts twice.")
    };
    let rate = tr!("{note} Net benefit at the rate of exchange of {}.", words::score(threshold.get()), note);
    ui.label(RichText::new(rate).small().color(colours.quiet));
}

/// Figures that are shares are written in per cent; net benefit counts per 100 patients.
fn written(gap: &Gap, value: Option<f64>) -> String {
    match (gap.metric, value) {
        (_, None) => words::UNDEFINED.to_owned(),
        ("auc" | "observed_expected_ratio", Some(value)) => format!("{value:.2}"),
        ("brier", Some(value)) => format!("{value:.3}"),
        ("net_benefit", Some(value)) => minus(&format!("{:.1}", 100.0 * value)),
        (_, Some(value)) => words::share(value),
    }
}

fn difference(gap: &Gap) -> String {
    let Some(difference) = gap.difference() else { return words::UNDEFINED.to_owned() };
    let unit = match gap.metric {
        "auc" | "observed_expected_ratio" | "brier" | "net_benefit" => "",
        _ => tr!(" points"),
    };
    format!("{}{unit}", signed(gap, difference))
}

/// The interval in words, and whether it holds 0.
fn interval(gap: &Gap) -> (String, bool) {
    let Some(ci) = gap.ci else { return (String::new(), false) };
    let chance = ci.contains(0.0);
    let note = if chance { tr!(" (chance)") } else { "" };
    (tr!("{} to {}{note}", signed(gap, ci.lo), signed(gap, ci.hi), note), chance)
}

fn signed(gap: &Gap, value: f64) -> String {
    let (places, value) = match gap.metric {
        "auc" | "brier" => (3, value),
        "observed_expected_ratio" => (2, value),
        _ => (1, 100.0 * value),
    };
    let text = format!("{value:+.places$}");
    // Nothing is neither more nor less.
    if text.trim_start_matches(['+', '-']).chars().all(|c| matches!(c, '0' | '.')) {
        text[1..].to_owned()
    } else {
        minus(&text)
    }
}

fn minus(text: &str) -> String {
    text.replace('-', "\u{2212}")
}

/// On whom the decisions differ.
fn decisions(comparison: &Comparison, condition: &str) -> Vec<String> {
    let Some([with, without]) = comparison.decisions else { return Vec::new() };
    let line = |cells: Agreement, who: String, gained: &str, lost: &str| {
        let p = cells.p_value();
        let chance = if p < 0.001 {
            tr!("less than 1 time in 1,000").to_owned()
        } else {
            tr!("{:.0} times in 1,000", (1000.0 * p).ceil())
        };
        if cells.first + cells.second == 0 {
            tr!("Of {} {who}, nobody is decided on differently.", words::count(cells.n()), who)
        } else {
            tr!(
                "Of {} {who}, {} are {gained} now and {} {lost}. Chance alone would split them so unevenly {chance} (McNemar).",
                words::count(cells.n()),
                words::count(cells.second),
                words::count(cells.first),
                who,
                gained,
                lost,
                chance
            )
        }
    };
    vec![
        line(with, tr!("with {condition}", condition), tr!("newly found"), tr!("newly missed")),
        line(without, tr!("without {condition}", condition), tr!("newly alarmed"), tr!("newly left alone")),
    ]
}
