//! How sure can one be? Every figure with its interval, and what other patients would have shown.

use egui::{RichText, ScrollArea, Ui, vec2};

use crate::figure::{Figure, chance_figure};
use crate::metrics::{Bootstrap, ConfusionMatrix, Interval, average_precision, brier, observed_expected_ratio};
use crate::num::{Proportion, Threshold};
use crate::pipeline::{SAMPLES, Sample};
use crate::report::TableCell;
use crate::ui::charts::{Chart, chart_figure};
use crate::ui::panels::Shown;
use crate::ui::view::{Command, View};
use crate::ui::widgets::chart::chart_ui;
use crate::ui::widgets::legend::key_ui;
use crate::ui::widgets::segmented::choice_ui;
use crate::ui::widgets::table::table_button;
use crate::ui::widgets::threshold::follow;
use crate::ui::{theme, words};

const CHARTS: [(Chart, &str); 4] = [
    (Chart::Roc, "ROC"),
    (Chart::PrecisionRecall, tr_noop!("Right alerts")),
    (Chart::Calibration, tr_noop!("Calibration")),
    (Chart::Decision, tr_noop!("Worth it?")),
];

/// How much higher than wide a square chart is, with its title and words, in points.
const SQUARE: f32 = 60.0;

/// Shows the chart with what chance could have made of it, and the table of intervals.
pub fn chance_ui(
    ui: &mut Ui,
    threshold: &mut Threshold,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let chart = view.chance_chart.unwrap_or(Chart::Roc);
    let set = &shown.side().set;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::STEP;
        for (choice, name) in CHARTS.map(|(chart, name)| (chart, crate::language::translate(name))) {
            if choice_ui(ui, chart == choice, name).clicked() {
                view.chance_chart = Some(choice);
            }
        }
        ui.separator();
        let hint = tr!(
            "Draws others of the same kind, as many as were tested, twenty times, and tests the same model on each"
        );
        let again = if view.samples_round == 0 { tr!("Draw") } else { tr!("Draw again:") };
        let name = tr!("{again} {SAMPLES} other samples of {}", words::count(set.n()), again, SAMPLES);
        if ui.button(name).on_hover_text(hint).clicked() {
            view.samples_round += 1;
        }
        if view.samples_round > 0 && ui.button(tr!("Clear")).clicked() {
            view.samples_round = 0;
        }
    });
    let samples: &[Sample] = match shown.samples {
        Some((samples, true)) if view.samples_round > 0 => samples,
        _ => &[],
    };
    let drawn = shown.bootstrap.filter(|(_, current)| *current).map(|(bootstrap, _)| bootstrap);
    let words = shown.words();
    let of = |set| chart_figure(chart, set, *threshold, &words, &[]);
    let others: Vec<Figure> = samples.iter().map(|sample| of(&sample.set)).collect();
    let band = drawn.map_or(&[][..], |drawn| match chart {
        Chart::Roc => &drawn.roc_band,
        Chart::PrecisionRecall => &drawn.pr_band,
        _ => &[],
    });
    let figure = chance_figure(of(set), band, &others);
    let rows = rows(shown, *threshold, drawn, samples);
    let all = ui.available_rect_before_wrap();
    let (left, right) = all.split_left_right_at_fraction(0.42);
    theme::place(ui, left, |ui| {
        let width = left.width() - 8.0;
        let tall = if figure.square { width + SQUARE } else { f32::INFINITY };
        let chart = vec2(width, (left.height() - 28.0).min(tall));
        let answer = chart_ui(ui, chart, &figure, Some(threshold), &shown.caption(), commands);
        follow(threshold, answer.value);
        if let Some(text) = answer.readout {
            answer.picture.on_hover_text_at_pointer(text);
        }
        key_ui(ui, &figure);
    });
    let right = right.with_min_x(right.left() + 2.0 * theme::STEP);
    theme::place(ui, right, |ui| {
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            let width = ui.available_width();
            ui.label(RichText::new(sentence(shown, *threshold, samples)).text_style(theme::strong()));
            ui.add_space(theme::STEP);
            table_ui(ui, &rows, !samples.is_empty());
            table_button(ui, tr!("How sure?"), commands, || cells(&rows));
            ui.add_space(theme::STEP);
            let note = tr!("Of 100 such intervals about 95 hold the true value. AUC: DeLong. Rates: Wilson. The rest: bootstrap, that is \
                        2,000 draws of the same patients with replacement.");
            ui.scope(|ui| {
                ui.set_max_width(width);
                ui.label(RichText::new(note).small().color(theme::colours(ui).quiet));
            });
        });
    });
}

/// One figure with what is known of its chance.
struct Row {
    name: &'static str,
    value: Option<f64>,
    ci: Option<Interval>,
    /// Its values in other samples.
    others: Vec<f64>,
    write: fn(f64) -> String,
}

fn rows(shown: &Shown<'_>, threshold: Threshold, drawn: Option<&Bootstrap>, samples: &[Sample]) -> Vec<Row> {
    let set = &shown.side().set;
    let matrix = set.at(threshold);
    let rate = |name, of: fn(&ConfusionMatrix) -> Option<Proportion>| {
        let own = of(&matrix);
        let others = samples.iter().filter_map(|sample| of(&sample.set.at(threshold))).map(Proportion::value);
        let (value, ci) = (own.map(Proportion::value), own.map(Proportion::wilson));
        Row { name, value, ci, others: others.collect(), write: words::share }
    };
    let resampled = |metric: &str| drawn.and_then(|drawn| drawn.ci(metric));
    let net = |matrix: &ConfusionMatrix| matrix.net_benefit(threshold);
    vec![
        Row {
            name: "AUC",
            value: set.auc(),
            ci: set.auc_ci(),
            others: samples.iter().filter_map(|sample| sample.set.auc()).collect(),
            write: |value| format!("{value:.2}"),
        },
        rate(tr!("Found (sensitivity)"), ConfusionMatrix::sensitivity),
        rate(tr!("Spared (specificity)"), ConfusionMatrix::specificity),
        rate(tr!("Alerts right (PPV)"), ConfusionMatrix::ppv),
        rate(tr!("All-clears right (NPV)"), ConfusionMatrix::npv),
        rate(tr!("Alerts"), ConfusionMatrix::flagged),
        Row {
            name: tr!("Average precision"),
            value: average_precision(set),
            ci: resampled("average_precision"),
            others: samples.iter().filter_map(|sample| sample.average_precision).collect(),
            write: |value| format!("{value:.2}"),
        },
        Row {
            name: tr!("Observed \u{f7} expected"),
            value: observed_expected_ratio(set),
            ci: resampled("observed_expected_ratio"),
            others: samples.iter().filter_map(|sample| sample.observed_expected).collect(),
            write: |value| format!("{value:.2}"),
        },
        Row {
            name: tr!("Brier score"),
            value: brier(set),
            ci: resampled("brier"),
            others: samples.iter().filter_map(|sample| sample.brier).collect(),
            write: |value| format!("{value:.3}"),
        },
        Row {
            name: tr!("Net benefit of 100"),
            value: net(&matrix),
            ci: resampled("net_benefit"),
            others: samples.iter().filter_map(|sample| net(&sample.set.at(threshold))).collect(),
            write: |value| format!("{:.1}", 100.0 * value).replace('-', "\u{2212}"),
        },
    ]
}

fn table_ui(ui: &mut Ui, rows: &[Row], others: bool) {
    let colours = theme::colours(ui);
    let grid = egui::Grid::new("intervals").num_columns(4).striped(true).spacing(vec2(8.0, 2.0)).min_row_height(24.0);
    grid.show(ui, |ui| {
        let headings = ["", tr!("Here"), tr!("95% interval"), if others { tr!("Other samples") } else { "" }];
        for heading in headings {
            ui.label(RichText::new(heading).small().color(colours.quiet));
        }
        ui.end_row();
        for row in rows {
            ui.label(row.name);
            let value = row.value.map_or_else(|| words::UNDEFINED.to_owned(), row.write);
            ui.label(RichText::new(value).text_style(theme::strong()));
            let ci = row.ci.map_or_else(|| words::UNDEFINED.to_owned(), |ci| between(row, ci.lo, ci.hi));
            ui.label(RichText::new(ci).small());
            ui.label(RichText::new(spread(row)).small().color(colours.quiet));
            ui.end_row();
        }
    });
}

/// The table in full figures.
fn cells(rows: &[Row]) -> Vec<Vec<TableCell>> {
    let head = [
        tr!("Figure"),
        tr!("Here"),
        tr!("95% interval from"),
        tr!("to"),
        tr!("Lowest of other samples"),
        tr!("Highest of other samples"),
    ];
    let row = |row: &Row| {
        let ends = [f64::min, f64::max].map(|end| row.others.iter().copied().reduce(end));
        let figures = [row.value, row.ci.map(|ci| ci.lo), row.ci.map(|ci| ci.hi), ends[0], ends[1]];
        std::iter::once(TableCell::text(row.name)).chain(figures.map(TableCell::number)).collect()
    };
    std::iter::once(head.map(TableCell::text).to_vec()).chain(rows.iter().map(row)).collect()
}

fn between(row: &Row, low: f64, high: f64) -> String {
    tr!("{} to {}", (row.write)(low), (row.write)(high))
}

/// From the lowest to the highest of the other samples; empty without any.
fn spread(row: &Row) -> String {
    let low = row.others.iter().copied().reduce(f64::min);
    let high = row.others.iter().copied().reduce(f64::max);
    low.zip(high).map_or_else(String::new, |(low, high)| between(row, low, high))
}

fn sentence(shown: &Shown<'_>, threshold: Threshold, samples: &[Sample]) -> String {
    let set = &shown.side().set;
    let Some(found) = set.at(threshold).sensitivity() else {
        return tr!("Nobody with {} was tested, so nothing is known of how many would be found.", shown.condition());
    };
    let others: Vec<f64> =
        samples.iter().filter_map(|sample| sample.set.at(threshold).sensitivity()).map(Proportion::value).collect();
    let low = others.iter().copied().reduce(f64::min);
    let high = others.iter().copied().reduce(f64::max);
    let seen = low.zip(high).map_or_else(String::new, |(low, high)| {
        tr!(" In {} other samples it ran from {} to {}.", others.len(), words::share(low), words::share(high))
    });
    tr!(
        "{} found {}, but only {} patients with {} were tested: the truth may well lie anywhere from {}.{seen}",
        words::k_of_n(Some(found)),
        format_args!("({})", words::share(found.value())),
        words::count(found.n()),
        shown.condition(),
        words::interval(found.wilson()),
        seen
    )
}
