//! What is recorded of a patient, beside what is usual.

use egui::{Grid, RichText, ScrollArea, Ui, vec2};

use super::WhyView;
use crate::data::Column;
use crate::data::recipe::Variable;
use crate::explain::Value;
use crate::ui::panels::Shown;
use crate::ui::panels::inputs::{inputs, label, recorded, written};
use crate::ui::theme;

/// What the training patients have in one input.
#[derive(Debug, Clone, PartialEq)]
pub enum Range {
    /// The least, the values that 5 and 95 of 100 lie below, the middle one, and the greatest.
    Numbers([f64; 5]),
    /// How many of 100 have each category.
    Levels(Vec<(String, f64)>),
    /// Nobody has a value.
    Unknown,
}

impl Range {
    fn of(column: &Column, rows: &[usize]) -> Self {
        match column {
            Column::Number(values) => {
                let mut known: Vec<f64> =
                    rows.iter().map(|&row| values[row]).filter(|value| value.is_finite()).collect();
                known.sort_by(f64::total_cmp);
                let Some(last) = known.len().checked_sub(1) else { return Self::Unknown };
                let at = |share: f64| known[(share * last as f64).round() as usize];
                Self::Numbers([0.0, 0.05, 0.5, 0.95, 1.0].map(at))
            }
            Column::Category { codes, levels } => {
                let mut counts = vec![0_usize; levels.len()];
                for &row in rows {
                    if let Some(count) = counts.get_mut(codes[row] as usize) {
                        *count += 1;
                    }
                }
                let all = counts.iter().sum::<usize>().max(1) as f64;
                Self::Levels(
                    levels.iter().cloned().zip(counts.iter().map(|&count| 100.0 * count as f64 / all)).collect(),
                )
            }
        }
    }
}

impl WhyView {
    /// What the training patients have in each input of the model, in its order.
    pub(super) fn ranges(&mut self, shown: &Shown<'_>) -> Vec<Range> {
        if let Some((of, ranges)) = &self.ranges
            && std::sync::Arc::ptr_eq(of, shown.derived)
        {
            return ranges.clone();
        }
        let data = &shown.derived.data;
        let of = |id: &String| {
            data.collected.table.column(id).map_or(Range::Unknown, |column| Range::of(column, &data.split.train))
        };
        let ranges: Vec<Range> = inputs(shown).iter().map(|(id, _)| of(id)).collect();
        self.ranges = Some((std::sync::Arc::clone(shown.derived), ranges.clone()));
        ranges
    }
}

/// The table of the inputs: value, unit, and what is usual.
pub fn facts_ui(ui: &mut Ui, why: &mut WhyView, row: usize, shown: &Shown<'_>) {
    let ranges = why.ranges(shown);
    let colours = theme::colours(ui);
    let table = &shown.side().cohort.table;
    ScrollArea::vertical().id_salt("facts").auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.spacing_mut().interact_size.y = 18.0;
        // Names wrap before they push what is usual out of sight.
        let widest = 0.4 * ui.available_width();
        let grid = Grid::new("facts").striped(true).spacing(vec2(8.0, 3.0)).min_row_height(19.0);
        grid.max_col_width(widest).show(ui, |ui| {
            for heading in [tr!("What the model reads"), tr!("Value"), tr!("Usual")] {
                ui.label(RichText::new(heading).small().color(colours.quiet));
            }
            ui.end_row();
            for ((id, variable), range) in inputs(shown).into_iter().zip(&ranges) {
                let value = table.column(&id).map_or(Value::Missing, |column| recorded(column, row));
                name_ui(ui, &id, variable);
                let beyond = beyond(&value, variable);
                let text = RichText::new(format!("{}{}", written(&value, variable), beyond.map_or("", Beyond::sign)));
                let text = if beyond.is_some() { text.text_style(theme::strong()) } else { text };
                let shown_value = ui.label(text);
                if let Some(beyond) = beyond {
                    shown_value.on_hover_text(beyond.meaning());
                }
                usual_ui(ui, variable, range);
                ui.end_row();
            }
        });
    });
}

fn name_ui(ui: &mut Ui, id: &str, variable: Option<&Variable>) {
    let name = label(id, variable);
    let unit = variable.and_then(|variable| variable.unit.as_deref());
    // One text, so that name and unit wrap together.
    let mut text = egui::text::LayoutJob::default();
    let quiet = RichText::new(unit.map_or_else(String::new, |unit| format!("\u{a0} {unit}"))).small();
    let parts = [RichText::new(&name), quiet.color(theme::colours(ui).quiet)];
    for part in parts {
        part.append_to(&mut text, ui.style(), egui::FontSelection::Default, egui::Align::Center);
    }
    let response = ui.add(egui::Label::new(text));
    if let Some(variable) = variable {
        response.on_hover_text(tr!("Known: {}", variable.known_when));
    }
}

/// On which side of what is usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beyond {
    Below,
    Above,
}

impl Beyond {
    fn sign(self) -> &'static str {
        match self {
            Self::Below => tr!(" low"),
            Self::Above => tr!(" high"),
        }
    }

    fn meaning(self) -> &'static str {
        match self {
            Self::Below => tr!("Below what is usual in healthy adults."),
            Self::Above => tr!("Above what is usual in healthy adults."),
        }
    }
}

fn beyond(value: &Value, variable: Option<&Variable>) -> Option<Beyond> {
    let (Value::Number(value), Some([least, greatest])) = (value, variable?.usual) else { return None };
    if *value < least { Some(Beyond::Below) } else { (*value > greatest).then_some(Beyond::Above) }
}

/// The reference range; where medicine has none, what most training patients have.
fn usual_ui(ui: &mut Ui, variable: Option<&Variable>, range: &Range) {
    let colours = theme::colours(ui);
    if let Some(usual) = variable.and_then(Variable::usual_range) {
        ui.label(RichText::new(usual).color(colours.quiet))
            .on_hover_text(tr!("The reference range of healthy adults."));
        return;
    }
    let (text, meaning) = match range {
        Range::Numbers([_, low, _, high, _]) => {
            let written = |value: f64| written(&Value::Number(value), variable);
            (
                tr!("most: {} to {}", written(*low), written(*high)),
                tr!("90 of 100 training patients lie between these.").to_owned(),
            )
        }
        Range::Levels(levels) => {
            let most = levels.iter().max_by(|a, b| a.1.total_cmp(&b.1));
            let all: Vec<String> = levels.iter().map(|(level, share)| format!("{level}: {share:.0}")).collect();
            let text = most.map_or_else(String::new, |(level, share)| tr!("{level}: {share:.0} of 100", level, share));
            (text, tr!("Of 100 training patients: {}.", all.join(", ")))
        }
        Range::Unknown => (String::new(), tr!("Nobody among the training patients has a value.").to_owned()),
    };
    ui.label(RichText::new(text).small().color(colours.quiet)).on_hover_text(meaning);
}
