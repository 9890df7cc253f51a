//! Logistic regression: odds ratios, or the same model as a chart of points.

use std::sync::Arc;

use egui::{ScrollArea, Ui, vec2};

use super::importance;
use super::inside::{encoded, name, note, row_height, value};
use crate::explain::{NoScale, PointsChart};
use crate::figure::{InputWords, points_figure, points_sum};
use crate::ui::panels::{Shown, chosen_ui};
use crate::ui::view::{Command, View};
use crate::ui::widgets::chart::{TITLE, chart_ui};
use crate::ui::widgets::segmented::{Choice, segmented};

/// What is shown of a logistic regression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogisticPart {
    /// What each input does to the odds.
    #[default]
    Odds,
    /// The chart of points, with one patient on it.
    Points,
}

const PARTS: [Choice<'static, LogisticPart>; 2] = [
    Choice {
        value: LogisticPart::Odds,
        name: tr_noop!("Odds ratios"),
        meaning: tr_noop!("By how much each input multiplies the odds, with its interval."),
    },
    Choice {
        value: LogisticPart::Points,
        name: tr_noop!("Points chart"),
        meaning: tr_noop!(
            "The same model as a clinical score: points for each input of one patient, their sum and the risk."
        ),
    },
];

/// Shows one of the two.
pub(super) fn logistic_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    segmented(ui, &mut view.inside.logistic, &PARTS);
    match view.inside.logistic {
        LogisticPart::Odds => importance::importance_ui(ui, shown, commands),
        LogisticPart::Points => points_ui(ui, view, shown, commands),
    }
}

fn points_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let Some(row) = chosen_ui(ui, view, shown) else {
        ui.label(tr!("There is no patient to read the chart for."));
        return;
    };
    let wide = view.inside.wide;
    let chart = match chart(view, shown) {
        Ok(chart) => chart,
        Err(why) => {
            ui.heading(tr!("No chart of points"));
            ui.label(tr!("This model cannot be drawn as one: {why}. Its odds ratios show the products.", why));
            return;
        }
    };
    let table = &shown.side().cohort.table;
    let words = InputWords {
        name: &|column| name(shown, column),
        value: &|column| value(shown, table, column, row),
        condition: shown.condition(),
    };
    let reading = encoded(shown, row).map(|patient| chart.read(&patient));
    let figure = points_figure(chart, reading.as_ref(), shown.threshold, shown.fitted(), &words);
    let each = row_height(ui, figure.y.rows.len(), TITLE + 10.0 + if wide { 62.0 } else { 0.0 }).clamp(24.5, 30.0);
    ScrollArea::vertical().id_salt("points").auto_shrink([false, true]).show(ui, |ui| {
        let rows = figure.y.rows.len().max(6);
        let height = TITLE + 10.0 + each * rows as f32;
        let size = vec2(ui.available_width(), height);
        let answer = chart_ui(ui, size, &figure, None, &shown.caption(), commands);
        if let Some(readout) = answer.readout {
            answer.picture.on_hover_text_at_pointer(readout);
        }
        if let Some(reading) = reading.filter(|reading| !reading.points.is_empty()) {
            ui.label(points_sum(&reading, shown.fitted()));
        }
        note(ui, &figure.caption);
        for (column, why) in &chart.left_out {
            let why = match why {
                NoScale::Collinear => tr!("it says exactly what other inputs say together"),
                NoScale::NoEffect => tr!("it has no effect in this model"),
            };
            note(ui, &tr!("{} has no scale: {why}.", name(shown, column), why));
        }
    });
}

/// The chart of the model on screen, kept while that stands.
fn chart<'a>(view: &'a mut View, shown: &Shown<'_>) -> Result<&'a PointsChart, &'a str> {
    let model = &shown.derived.model;
    let kept = &mut view.inside.points;
    if !kept.as_ref().is_some_and(|(of, _)| Arc::ptr_eq(of, model)) {
        *kept = None;
    }
    let (_, chart) = kept.get_or_insert_with(|| {
        let data = &shown.derived.data;
        let chart = PointsChart::new(&model.trained, &data.collected.table, &data.split.train);
        (Arc::clone(model), chart.map_err(|error| error.to_string()))
    });
    chart.as_ref().map_err(String::as_str)
}
