//! Everybody in a table that sorts and filters.

use std::sync::Arc;

use egui::{RichText, Ui};
use egui_extras::{Column as TableColumn, TableBuilder};

use super::{WhyPart, WhyView};
use crate::data::recipe::Variable;
use crate::data::{Column, MISSING};
use crate::pipeline::{Population, Side};
use crate::ui::panels::Shown;
use crate::ui::panels::patient_list::{cells, value};
use crate::ui::view::{Cell, Command, View};
use crate::ui::widgets::segmented::{Choice, segmented};
use crate::ui::widgets::table::table_button;
use crate::ui::{theme, words};

/// Who is listed: everybody, or a cell of the matrix.
pub type Filter = Option<Cell>;

/// By what the patients are sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    by: By,
    /// Whether the highest comes first.
    down: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { by: By::Risk, down: true }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum By {
    Number,
    Risk,
    Column(String),
}

const FILTERS: [Choice<'static, Filter>; 5] = [
    Choice { value: None, name: tr_noop!("Everybody"), meaning: tr_noop!("All patients of this side.") },
    Choice {
        value: Some(Cell::FalseNegative),
        name: tr_noop!("Missed"),
        meaning: tr_noop!("Have the condition and are not flagged."),
    },
    Choice {
        value: Some(Cell::TruePositive),
        name: tr_noop!("Found"),
        meaning: tr_noop!("Have the condition and are flagged."),
    },
    Choice {
        value: Some(Cell::FalsePositive),
        name: tr_noop!("False alarms"),
        meaning: tr_noop!("Do not have it and are flagged."),
    },
    Choice {
        value: Some(Cell::TrueNegative),
        name: tr_noop!("Left alone"),
        meaning: tr_noop!("Do not have it and are not flagged."),
    },
];

pub(super) fn find_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let side = shown.side();
    segmented(ui, &mut view.why.filter, &FILTERS);
    let why = &mut view.why;
    let threshold = shown.threshold.get();
    let outcomes = side.outcomes();
    let in_filter =
        |row: usize| why.filter.is_none_or(|cell| Cell::of(side.scores[row] >= threshold, outcomes[row]) == cell);
    let rows: Vec<usize> = {
        let order = order(&mut why.order, side, &why.sort);
        order.iter().copied().filter(|&row| in_filter(row)).collect()
    };
    let note = tr!(
        "{} of {} patients. Press a heading to sort by it, a patient\u{2019}s number to see why they have their risk.",
        words::count(rows.len() as u64),
        words::count(side.scores.len() as u64)
    );
    ui.horizontal_wrapped(|ui| {
        table_button(ui, tr!("Patients"), commands, || cells(side, &rows, shown));
        ui.label(RichText::new(note).small().color(theme::colours(ui).quiet));
    });
    let variables: Vec<&Variable> = shown.recipe.variables.iter().filter(|variable| !variable.is_hidden()).collect();
    let taken = egui::ScrollArea::horizontal().show(ui, |ui| table_ui(ui, why, side, &rows, &variables, shown)).inner;
    if let Some(row) = taken {
        view.chosen.set(shown.population, row);
        view.why.part = WhyPart::Account;
    }
}

/// The rows of `side` in that order; whoever lacks a value comes last. Kept until another order or other results are wanted.
fn order<'a>(kept: &'a mut Option<(Arc<Side>, Sort, Vec<usize>)>, side: &Arc<Side>, sort: &Sort) -> &'a [usize] {
    let fresh = kept.as_ref().is_some_and(|(of, by, _)| Arc::ptr_eq(of, side) && by == sort);
    if !fresh {
        *kept = None;
    }
    &kept.get_or_insert_with(|| (Arc::clone(side), sort.clone(), sorted(side, sort))).2
}

fn sorted(side: &Side, sort: &Sort) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..side.scores.len()).collect();
    let by = |rows: &mut Vec<usize>, key: &dyn Fn(usize) -> f64| {
        rows.sort_by(|&a, &b| {
            let (a, b) = (key(a), key(b));
            let order = if sort.down { b.total_cmp(&a) } else { a.total_cmp(&b) };
            // A missing value is the last one in either order.
            a.is_nan().cmp(&b.is_nan()).then(order)
        });
    };
    match &sort.by {
        By::Number if sort.down => rows.reverse(),
        By::Number => {}
        By::Risk => by(&mut rows, &|row| side.scores[row]),
        By::Column(id) => match side.cohort.table.column(id) {
            Some(Column::Number(values)) => by(&mut rows, &|row| values[row]),
            Some(Column::Category { codes, .. }) => {
                by(&mut rows, &|row| if codes[row] == MISSING { f64::NAN } else { f64::from(codes[row]) });
            }
            None => {}
        },
    }
    rows
}

/// The table; the patient whose number was pressed.
fn table_ui(
    ui: &mut Ui,
    why: &mut WhyView,
    side: &Side,
    rows: &[usize],
    variables: &[&Variable],
    shown: &Shown<'_>,
) -> Option<usize> {
    let other = if shown.population == Population::Paper { tr!("Truth") } else { tr!("Record") };
    let own = if shown.population == Population::Paper { tr!("Record") } else { tr!("Truth") };
    let sort = &mut why.sort;
    let mut taken = None;
    TableBuilder::new(ui)
        .striped(true)
        .column(TableColumn::exact(82.0))
        .column(TableColumn::exact(66.0))
        .column(TableColumn::exact(92.0))
        .columns(TableColumn::exact(60.0), 2)
        .columns(TableColumn::auto().at_least(78.0), variables.len())
        .header(40.0, |mut header| {
            header.col(|ui| heading_ui(ui, sort, By::Number, tr!("Patient"), None));
            header.col(|ui| heading_ui(ui, sort, By::Risk, tr!("Risk"), None));
            for text in [tr!("At the line"), own, other] {
                header.col(|ui| {
                    ui.label(RichText::new(text).small().text_style(theme::strong()));
                });
            }
            for variable in variables {
                let by = By::Column(variable.id.clone());
                header.col(|ui| heading_ui(ui, sort, by, &variable.label, variable.unit.as_deref()));
            }
        })
        .body(|body| {
            body.rows(24.0, rows.len(), |mut line| {
                let row = rows[line.index()];
                line.col(|ui| {
                    let link = ui.link(tr!("No {}", row + 1));
                    if link.on_hover_text(tr!("Why does this patient have this risk?")).clicked() {
                        taken = Some(row);
                    }
                });
                line.col(|ui| plain(ui, words::score(side.scores[row])));
                let cell = Cell::of(side.scores[row] >= shown.threshold.get(), side.outcomes()[row]);
                line.col(|ui| plain(ui, if cell == Cell::FalsePositive { tr!("false alarm") } else { cell.word() }));
                let (truth, label) = (side.cohort.truth[row], side.cohort.label[row]);
                let pair = if shown.population == Population::Paper { [label, truth] } else { [truth, label] };
                for has in pair {
                    line.col(|ui| plain(ui, if has { tr!("yes") } else { tr!("no") }));
                }
                for variable in variables {
                    line.col(|ui| plain(ui, value(side, variable, row)));
                }
            });
        });
    taken
}

fn plain(ui: &mut Ui, text: impl Into<egui::WidgetText>) {
    ui.add(egui::Label::new(text).truncate());
}

/// A heading that sorts by its column; pressed again, the other way round.
fn heading_ui(ui: &mut Ui, sort: &mut Sort, by: By, text: &str, unit: Option<&str>) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let taken = sort.by == by;
        let sign = match (taken, sort.down) {
            (false, _) => "",
            (true, true) => " \u{25bc}",
            (true, false) => " \u{25b2}",
        };
        let name = RichText::new(format!("{text}{sign}")).small().text_style(theme::strong());
        let button = ui.add(egui::Button::new(name).frame(false).truncate());
        let spoken = tr!("Sort by {text}", text);
        button.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, taken, &spoken));
        if button.clicked() {
            *sort = Sort { down: if taken { !sort.down } else { by != By::Number }, by };
        }
        if let Some(unit) = unit {
            ui.label(RichText::new(unit).small().color(theme::colours(ui).quiet));
        }
    });
}
