//! The patients on whom the classifiers disagree.

use std::sync::Arc;

use egui::{RichText, Ui, WidgetInfo};
use egui_extras::{Column, TableBuilder};

use crate::learn::ClassifierKind;
use crate::num::Threshold;
use crate::pipeline::{Contender, Side};
use crate::report::TableCell;
use crate::ui::panels::{Shown, WhyPart};
use crate::ui::view::{Cell, Command, Room, View};
use crate::ui::widgets::table::table_button;
use crate::ui::{theme, words};

/// The rows on whom not all sides decide alike, those whose risks lie furthest apart first.
#[must_use]
pub fn disagreed(sides: &[&Side], threshold: f64) -> Vec<usize> {
    let risks = |row: usize| sides.iter().map(move |side| side.scores[row]);
    let spread = |row: usize| {
        let (low, high) = risks(row).fold((1.0_f64, 0.0_f64), |(low, high), risk| (low.min(risk), high.max(risk)));
        high - low
    };
    let patients = sides.iter().map(|side| side.scores.len()).min().unwrap_or(0);
    let split = |row: &usize| {
        let flagged = risks(*row).filter(|risk| *risk >= threshold).count();
        flagged > 0 && flagged < sides.len()
    };
    let mut rows: Vec<(usize, f64)> = (0..patients).filter(split).map(|row| (row, spread(row))).collect();
    rows.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    rows.into_iter().map(|(row, _)| row).collect()
}

/// Shows them; a press on a number leads to the patient.
pub(super) fn disagreements_ui(
    ui: &mut Ui,
    view: &mut View,
    contenders: &[Contender],
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let known: Vec<(ClassifierKind, &Arc<Side>)> = contenders
        .iter()
        .filter_map(|contender| Some((contender.spec.kind, contender.side(shown.population)?)))
        .collect();
    let sides = known.iter().map(|(_, side)| Arc::clone(side)).collect();
    let threshold = shown.threshold.get();
    let rows = found(&mut view.contenders.disagreed, sides, shown.threshold);
    let own = shown.side();
    let text = match rows.len() {
        0 => tr!("They decide alike on everybody at this threshold.").to_owned(),
        some => tr!(
            "On {} of {} patients they do not all decide alike. Bold: flagged. Those furthest apart come first; press a number to see why.",
            words::count(some as u64),
            words::count(own.scores.len() as u64)
        ),
    };
    ui.horizontal_wrapped(|ui| {
        table_button(ui, tr!("Where they disagree"), commands, || cells(&known, &rows));
        ui.label(RichText::new(text).small().color(theme::colours(ui).quiet));
    });
    let mut asked = None;
    let strong = |text: String| RichText::new(text).text_style(theme::strong());
    TableBuilder::new(ui)
        .id_salt("disagreements")
        .striped(true)
        .min_scrolled_height(0.0)
        .column(Column::exact(90.0))
        .column(Column::exact(94.0))
        .columns(Column::remainder().at_least(70.0), known.len())
        .header(52.0, |mut header| {
            header.col(|ui| heading(ui, tr!("Patient")));
            header.col(|ui| heading(ui, tr!("In use")));
            for (kind, _) in &known {
                header.col(|ui| heading(ui, kind.name()));
            }
        })
        .body(|body| {
            body.rows(22.0, rows.len(), |mut line| {
                let row = rows[line.index()];
                line.col(|ui| {
                    let button = ui.add(egui::Button::new(tr!("No {}", row + 1)).small());
                    let name = tr!("Why patient No {}?", row + 1);
                    button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &name));
                    if button.clicked() {
                        asked = Some(row);
                    }
                });
                line.col(|ui| {
                    ui.label(Cell::of(own.scores[row] >= threshold, own.outcomes()[row]).one());
                });
                for (_, side) in &known {
                    let risk = side.scores[row];
                    let text = format!("{risk:.3}");
                    line.col(|ui| {
                        ui.label(if risk >= threshold { strong(text) } else { RichText::new(text) });
                    });
                }
            });
        });
    if let Some(row) = asked {
        view.chosen.set(shown.population, row);
        view.room = Room::Why;
        view.why.part = WhyPart::Account;
    }
}

/// The table in full figures: the number of each patient and the risk that each classifier gives.
fn cells(known: &[(ClassifierKind, &Arc<Side>)], rows: &[usize]) -> Vec<Vec<TableCell>> {
    let names = known.iter().map(|(kind, _)| TableCell::text(kind.name()));
    let head = std::iter::once(TableCell::text(tr!("Patient"))).chain(names).collect();
    let row = |&row: &usize| {
        let risks = known.iter().map(|(_, side)| TableCell::Number(side.scores[row]));
        std::iter::once(TableCell::Count(row as u64 + 1)).chain(risks).collect()
    };
    std::iter::once(head).chain(rows.iter().map(row)).collect()
}

/// What [`disagreed`] found, and in which risks at which threshold.
#[derive(Clone)]
pub(super) struct Kept {
    sides: Vec<Arc<Side>>,
    threshold: Threshold,
    rows: Arc<[usize]>,
}

/// The patients of [`disagreed`], kept while risks and threshold stand.
fn found(kept: &mut Option<Kept>, sides: Vec<Arc<Side>>, threshold: Threshold) -> Arc<[usize]> {
    let same = |kept: &Kept| {
        kept.threshold == threshold
            && kept.sides.len() == sides.len()
            && kept.sides.iter().zip(&sides).all(|(a, b)| Arc::ptr_eq(a, b))
    };
    if let Some(kept) = kept.as_ref().filter(|kept| same(kept)) {
        return Arc::clone(&kept.rows);
    }
    let all: Vec<&Side> = sides.iter().map(|side| &**side).collect();
    let rows: Arc<[usize]> = disagreed(&all, threshold.get()).into();
    *kept = Some(Kept { sides, threshold, rows: Arc::clone(&rows) });
    rows
}

fn heading(ui: &mut Ui, text: &str) {
    ui.add(egui::Label::new(RichText::new(text).small().text_style(theme::strong())).wrap());
}
