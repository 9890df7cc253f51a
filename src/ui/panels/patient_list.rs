//! The patients of one cell of the matrix, in a table that draws only the rows in sight.

use egui::{RichText, Ui, vec2};
use egui_extras::{Column as TableColumn, TableBuilder};

use crate::data::recipe::Variable;
use crate::data::{Column, MISSING};
use crate::pipeline::{Population, Side};
use crate::report::{TableCell, table_csv};
use crate::ui::panels::{Shown, WhyPart};
use crate::ui::view::{Cell, Command, Content, Room, View};
use crate::ui::{theme, words};

/// The list, while a cell is open.
pub fn patient_list_ui(ui: &Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let Some(cell) = view.listed else { return };
    let screen = ui.ctx().content_rect();
    let modal = egui::Modal::new(egui::Id::unique("patients")).show(ui.ctx(), |ui| {
        let size = vec2((screen.width() - 80.0).min(1200.0), (screen.height() - 160.0).min(700.0));
        ui.set_min_size(size);
        ui.set_max_size(size);
        list_ui(ui, cell, view.patient, shown, commands)
    });
    let (close, asked) = modal.inner;
    if let Some(row) = asked {
        view.chosen.set(shown.population, row);
        view.room = Room::Why;
        view.why.part = WhyPart::Account;
    }
    // The dialog that saves stands over a window like this one, not under it.
    let saving = commands.iter().any(|command| matches!(command, Command::OfferSave(..)));
    if close || saving || asked.is_some() || modal.should_close() {
        view.listed = None;
        view.patient = None;
    }
}

/// The rows of `side` that fall into `cell`, the highest risk first.
#[must_use]
pub fn patients_in(side: &Side, cell: Cell, threshold: f64) -> Vec<usize> {
    let outcomes = side.outcomes();
    let mut rows: Vec<usize> =
        (0..side.scores.len()).filter(|&row| Cell::of(side.scores[row] >= threshold, outcomes[row]) == cell).collect();
    rows.sort_by(|&a, &b| side.scores[b].total_cmp(&side.scores[a]));
    rows
}

fn list_ui(
    ui: &mut Ui,
    cell: Cell,
    pointed: Option<usize>,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) -> (bool, Option<usize>) {
    let side = shown.side();
    let rows = patients_in(side, cell, shown.threshold.get());
    let close = ui
        .horizontal(|ui| {
            ui.heading(title(cell, rows.len(), shown));
            let layout = egui::Layout::right_to_left(egui::Align::Center);
            ui.with_layout(layout, |ui| {
                let close = ui.button(tr!("Close")).clicked();
                if ui
                    .button(tr!("Save as a table"))
                    .on_hover_text(tr!("For a spreadsheet, or to the clipboard"))
                    .clicked()
                {
                    let table = table_csv(&cells(side, &rows, shown)).map(Content::Table);
                    let title = title(cell, rows.len(), shown);
                    commands.push(Command::OfferSave(title, table.map_err(|error| error.to_string())));
                }
                close
            })
            .inner
        })
        .inner;
    let note = match shown.population {
        Population::Paper => {
            tr!(
                "Patients kept aside, judged by what the record says. The highest risk comes first. Press a number to see why."
            )
        }
        Population::Ward => {
            tr!("New patients, judged by the truth. The highest risk comes first. Press a number to see why.")
        }
    };
    ui.label(RichText::new(note).small().color(theme::colours(ui).quiet));
    let variables: Vec<&Variable> = shown.recipe.variables.iter().filter(|variable| !variable.is_hidden()).collect();
    let table = egui::ScrollArea::horizontal().show(ui, |ui| table_ui(ui, side, &rows, &variables, pointed, shown));
    (close, table.inner)
}

/// The list as a spreadsheet takes it: the names of the columns, then a row for each patient.
pub(super) fn cells(side: &Side, rows: &[usize], shown: &Shown<'_>) -> Vec<Vec<TableCell>> {
    let variables: Vec<&Variable> = shown.recipe.variables.iter().filter(|variable| !variable.is_hidden()).collect();
    let yes = |yes: bool| TableCell::text(if yes { tr!("yes") } else { tr!("no") });
    let mut head: Vec<TableCell> = ["patient", "risk", "recorded", "truth"].map(TableCell::text).into();
    head.extend(variables.iter().map(|variable| TableCell::text(&variable.id)));
    let row = |&row: &usize| {
        let mut cells = vec![
            TableCell::Count(row as u64 + 1),
            TableCell::Number(side.scores[row]),
            yes(side.cohort.label[row]),
            yes(side.cohort.truth[row]),
        ];
        cells.extend(variables.iter().map(|variable| match side.cohort.table.column(&variable.id) {
            Some(Column::Number(values)) => TableCell::Number(values[row]),
            Some(Column::Category { codes, .. }) if codes[row] == MISSING => TableCell::Empty,
            _ => TableCell::text(value(side, variable, row)),
        }));
        cells
    };
    std::iter::once(head).chain(rows.iter().map(row)).collect()
}

fn title(cell: Cell, number: usize, shown: &Shown<'_>) -> String {
    let condition = shown.condition();
    let number = words::count(number as u64);
    match cell {
        Cell::TruePositive => tr!("{number} with {condition}, found", number, condition),
        Cell::FalseNegative => tr!("{number} with {condition}, missed", number, condition),
        Cell::FalsePositive => tr!("{number} without {condition}, called for nothing", number, condition),
        Cell::TrueNegative => tr!("{number} without {condition}, rightly left alone", number, condition),
    }
}

fn table_ui(
    ui: &mut Ui,
    side: &Side,
    rows: &[usize],
    variables: &[&Variable],
    pointed: Option<usize>,
    shown: &Shown<'_>,
) -> Option<usize> {
    let mut taken = None;
    let extra = if shown.population == Population::Paper { tr!("Truth") } else { tr!("Recorded") };
    let at = pointed.and_then(|patient| rows.iter().position(|&row| row == patient));
    let mut table = TableBuilder::new(ui)
        .striped(true)
        .column(TableColumn::exact(76.0))
        .columns(TableColumn::exact(64.0), 2)
        .columns(TableColumn::auto().at_least(72.0), variables.len());
    if let Some(at) = at {
        table = table.scroll_to_row(at, Some(egui::Align::Center));
    }
    table
        .header(36.0, |mut header| {
            for text in [tr!("Patient"), tr!("Risk"), extra] {
                header.col(|ui| heading(ui, text, None));
            }
            for variable in variables {
                header.col(|ui| heading(ui, &variable.label, variable.unit.as_deref()));
            }
        })
        .body(|body| {
            body.rows(22.0, rows.len(), |mut line| {
                let row = rows[line.index()];
                line.set_selected(Some(row) == pointed);
                line.col(|ui| {
                    let link = ui.link(tr!("No {}", row + 1));
                    if link.on_hover_text(tr!("Why does this patient have this risk?")).clicked() {
                        taken = Some(row);
                    }
                });
                line.col(|ui| plain(ui, format!("{:.3}", side.scores[row])));
                let other =
                    if shown.population == Population::Paper { side.cohort.truth[row] } else { side.cohort.label[row] };
                line.col(|ui| plain(ui, if other { tr!("yes") } else { tr!("no") }.to_owned()));
                for variable in variables {
                    line.col(|ui| plain(ui, value(side, variable, row)));
                }
            });
        });
    taken
}

fn heading(ui: &mut Ui, text: &str, unit: Option<&str>) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.label(RichText::new(text).small().text_style(theme::strong()));
        if let Some(unit) = unit {
            ui.label(RichText::new(unit).small().color(theme::colours(ui).quiet));
        }
    });
}

fn plain(ui: &mut Ui, text: String) {
    ui.label(text);
}

/// What is recorded of a patient, as people see it.
pub(super) fn value(side: &Side, variable: &Variable, row: usize) -> String {
    match side.cohort.table.column(&variable.id) {
        Some(Column::Number(values)) if values[row].is_nan() => tr!("not measured").to_owned(),
        Some(Column::Number(values)) => variable.shown(values[row]),
        Some(Column::Category { codes, levels }) => match codes[row] {
            MISSING => tr!("not recorded").to_owned(),
            code => levels.get(code as usize).cloned().unwrap_or_default(),
        },
        None => words::UNDEFINED.to_owned(),
    }
}
