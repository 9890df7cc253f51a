//! Nearest neighbours: the neighbours themselves.

use std::sync::Arc;

use egui::{Label, RichText, Ui, vec2};
use egui_extras::{Column as TableColumn, TableBuilder};

use super::inside::{encoded, fitted_note, name, note, value};
use crate::figure::neighbours_figure;
use crate::learn::{Neighbour, Neighbours};
use crate::ui::panels::{Shown, chosen_ui};
use crate::ui::view::{Command, View};
use crate::ui::widgets::chart::{TITLE, chart_ui};
use crate::ui::widgets::fitted::fitting;
use crate::ui::{theme, words};

/// The height of the strip of dots, in points.
const STRIP: f32 = TITLE + 146.0;
/// Where there is less room than this, words give way to the table.
const ROOM: f32 = 420.0;

/// Shows who is most like the chosen patient.
pub(super) fn neighbours_ui(
    ui: &mut Ui,
    view: &mut View,
    model: &Neighbours,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let Some(row) = chosen_ui(ui, view, shown) else {
        ui.label(tr!("There is no patient to find others like."));
        return;
    };
    let neighbours = nearest(view, model, row, shown);
    let with = neighbours.iter().filter(|neighbour| neighbour.has_condition).count();
    let sum = |wanted: &dyn Fn(&Neighbour) -> bool| {
        neighbours.iter().filter(|one| wanted(one)).fold(0.0, |sum, one| sum + one.weight)
    };
    let (all, ill) = (sum(&|_| true), sum(&|one| one.has_condition));
    let weighted = neighbours.iter().any(|one| (one.weight - neighbours[0].weight).abs() > 1e-12);
    let risk = words::share(ill / all.max(f64::MIN_POSITIVE));
    let how = if weighted { tr!(", counted by their weights") } else { "" };
    let roomy = ui.available_height() > ROOM;
    let text =
        tr!("{with} of the {} most similar patients had it{how}: risk {risk}.", neighbours.len(), with, how, risk);
    ui.label(RichText::new(text).text_style(theme::strong()));
    fitted_note(ui, shown, ill / all.max(f64::MIN_POSITIVE), row);
    let figure = neighbours_figure(neighbours, shown.condition());
    let answer = chart_ui(ui, vec2(ui.available_width(), STRIP), &figure, None, &shown.caption(), commands);
    if let Some(readout) = answer.readout {
        answer.picture.on_hover_text_at_pointer(readout);
    }
    if roomy {
        note(ui, &figure.caption);
    }
    ui.add_space(theme::STEP);
    let patients: Vec<Alike> = neighbours
        .iter()
        .map(|one| Alike { row: one.row, how: format!("{:.2}", one.distance), has_condition: one.has_condition })
        .collect();
    alike_ui(ui, tr!("Distance"), &patients, row, shown);
}

/// The neighbours of the chosen patient, kept while the results stand.
fn nearest<'a>(view: &'a mut View, model: &Neighbours, row: usize, shown: &Shown<'_>) -> &'a [Neighbour] {
    let side = shown.side();
    let kept = &mut view.inside.neighbours;
    if !kept.as_ref().is_some_and(|(of, patient, _)| Arc::ptr_eq(of, side) && *patient == row) {
        *kept = None;
    }
    let find = || encoded(shown, row).map_or_else(Vec::new, |patient| model.nearest(&patient));
    &kept.get_or_insert_with(|| (Arc::clone(side), row, find())).2
}

/// One training patient in the table.
pub(super) struct Alike {
    /// The row among the training patients.
    pub row: usize,
    /// What stands in the second column.
    pub how: String,
    pub has_condition: bool,
}

/// Training patients below the chosen one, with the values that the model reads.
pub(super) fn alike_ui(ui: &mut Ui, how: &str, patients: &[Alike], row: usize, shown: &Shown<'_>) {
    let columns: Vec<String> =
        shown.derived.model.trained.encoder.describe().into_iter().map(|encoding| encoding.column).collect();
    let (own, data) = (&shown.side().cohort.table, &shown.derived.data);
    let has = |has: bool| if has { tr!("yes") } else { tr!("no") };
    egui::ScrollArea::horizontal().id_salt("alike").show(ui, |ui| {
        TableBuilder::new(ui)
            .id_salt(how)
            .striped(true)
            .min_scrolled_height(0.0)
            .column(TableColumn::exact(86.0))
            .columns(TableColumn::exact(64.0), 2)
            .columns(TableColumn::auto().at_least(64.0), columns.len())
            .header(34.0, |mut header| {
                for text in [tr!("Patient"), how, tr!("Had it")] {
                    header.col(|ui| heading(ui, text, None));
                }
                for column in &columns {
                    let unit = shown.recipe.variable(column).and_then(|variable| variable.unit.as_deref());
                    header.col(|ui| heading(ui, &name(shown, column), unit));
                }
            })
            .body(|body| {
                body.rows(21.0, patients.len() + 1, |mut line| {
                    let one = line.index().checked_sub(1).map(|index| &patients[index]);
                    line.set_selected(one.is_none());
                    let (first, second, third) = match one {
                        None => (tr!("This: No {}", row + 1), String::new(), ""),
                        Some(one) => {
                            (tr!("No {}", data.split.train[one.row] + 1), one.how.clone(), has(one.has_condition))
                        }
                    };
                    for text in [first, second, third.to_owned()] {
                        line.col(|ui| plain(ui, &text));
                    }
                    for column in &columns {
                        let text = match one {
                            None => value(shown, own, column, row),
                            Some(one) => value(shown, &data.collected.table, column, data.split.train[one.row]),
                        };
                        line.col(|ui| plain(ui, &text));
                    }
                });
            });
    });
}

fn plain(ui: &mut Ui, text: &str) {
    ui.add(Label::new(fitting(ui, text, &egui::TextStyle::Body, ui.available_width())).extend());
}

fn heading(ui: &mut Ui, text: &str, unit: Option<&str>) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add(Label::new(fitting(ui, text, &theme::strong(), ui.available_width())).extend());
        if let Some(unit) = unit {
            ui.add(Label::new(RichText::new(unit).small().color(theme::colours(ui).quiet)).extend());
        }
    });
}
