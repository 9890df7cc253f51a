//! A supplier's claim: what a brochure says, typed on the left; on the right what it leaves and would mean here.

use std::collections::BTreeSet;

use egui::{Color32, CornerRadius, RichText, ScrollArea, Sense, StrokeKind, TextEdit, Ui, WidgetInfo, vec2};

use crate::figure::palette;
use crate::glossary::{Supplier, glossary, supplier};
use crate::metrics::claim::{Claim, Field, Item, Typed, Unusable};
use crate::report::{self, Line, TableCell, Told};
use crate::ui::panels::Shown;
use crate::ui::view::{Cell, Command, Content};
use crate::ui::widgets::matrix::role;
use crate::ui::widgets::table::table_button;
use crate::ui::{theme, words};

/// How wide the form is, in points.
const FORM: f32 = 270.0;
/// The height of a cell, in points.
const CELL: f32 = 58.0;
/// A claim as brochures make it.
const EXAMPLE: [(Field, &str); 5] = [
    (Field::Sensitivity, "95"),
    (Field::Specificity, "90"),
    (Field::Accuracy, "91.5"),
    (Field::Patients, "200"),
    (Field::WithCondition, "60"),
];

/// The form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClaimForm {
    typed: Typed,
    /// Fields on the place of use in which a person typed; the others follow the dataset.
    own: BTreeSet<Field>,
}

impl ClaimForm {
    /// The place of use as the dataset has it, where nobody typed anything else.
    fn follow(&mut self, shown: &Shown<'_>, patients_a_day: f64) {
        let set = &shown.derived.ward.set;
        let prevalence = 100.0 * set.positives() as f64 / set.n().max(1) as f64;
        let known =
            [(Field::PrevalenceHere, format!("{prevalence:.1}")), (Field::PatientsADay, format!("{patients_a_day}"))];
        for (field, text) in known {
            if !self.own.contains(&field) {
                self.typed.fields.insert(field, text);
            }
        }
    }

    fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Shows the form and what follows from it. Patients a day start at those of the ward.
pub fn claim_ui(
    ui: &mut Ui,
    form: &mut ClaimForm,
    patients_a_day: f64,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let (supplier, glossary) = match (supplier(), glossary()) {
        (Ok(supplier), Ok(glossary)) => (supplier, glossary),
        (Err(problem), _) | (_, Err(problem)) => {
            ui.label(RichText::new(problem.to_string()).color(theme::colours(ui).error));
            return;
        }
    };
    form.follow(shown, patients_a_day);
    let (claim, here, problems) = form.typed.read();
    let told = Told::of(&claim, here, shown.condition());
    let room = ui.available_rect_before_wrap();
    let gap = 4.0 * theme::STEP;
    let (left, right) = room.split_left_right_at_x(room.left() + FORM);
    theme::place(ui, left, |ui| form_ui(ui, form, &problems, supplier));
    let right = right.with_min_x(right.left() + gap);
    theme::place(ui, right, |ui| {
        ui.horizontal_wrapped(|ui| {
            let questions = supplier.questions(&claim).len();
            let name = tr!("Save the list of {questions} questions", questions);
            let hint = tr!("A page to print: the claim, what to expect here, and what to ask the supplier");
            if ui.button(name).on_hover_text(hint).clicked() {
                let page = report::claim_page(&form.typed, shown.condition(), &shown.recipe.title, supplier, glossary);
                commands.push(Command::OfferSave(tr!("Questions to a supplier").to_owned(), Ok(Content::Page(page))));
            }
            table_button(ui, tr!("A supplier's claim"), commands, || cells(&told));
            ui.label(RichText::new(tr!("For teaching, not for clinical use.")).small().color(theme::colours(ui).quiet));
        });
        ScrollArea::vertical().id_salt("told").auto_shrink([false, false]).show(ui, |ui| {
            if claim.is_empty() {
                ui.label(tr!("Type what a brochure says on the left, or fill in the example."));
            }
            told_ui(ui, &told, shown.condition(), &problems);
            silent_ui(ui, &claim, supplier);
        });
    });
}

/// What the claim leaves and what to expect of it here, as a table.
fn cells(told: &Told) -> Vec<Vec<TableCell>> {
    let head = [tr!("Of"), tr!("Figure"), tr!("Value"), tr!("What it rests on")].map(TableCell::text).to_vec();
    let all =
        told.here.iter().map(|line| (tr!("here"), line)).chain(told.study.iter().map(|line| (tr!("the study"), line)));
    let row = |(of, line): (&str, &Line)| [of, line.name, &line.figure, &line.note].map(TableCell::text).to_vec();
    std::iter::once(head).chain(all.map(row)).collect()
}

fn form_ui(ui: &mut Ui, form: &mut ClaimForm, problems: &[Unusable], supplier: &Supplier) {
    ui.horizontal(|ui| {
        if ui.button(tr!("Fill in an example")).clicked() {
            form.clear();
            form.typed.fields.extend(EXAMPLE.map(|(field, text)| (field, text.to_owned())));
        }
        if ui.button(tr!("Clear")).on_hover_text(tr!("Empty every field")).clicked() {
            form.clear();
        }
    });
    ScrollArea::vertical().id_salt("form").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        // Leaves the scroll bar a place beside the fields.
        ui.set_max_width(ui.available_width() - 2.5 * theme::STEP);
        heading(ui, tr!("What the brochure says"));
        note(ui, tr!("Leave empty what it does not say."));
        for field in Field::CLAIM {
            field_ui(ui, field, form, problems);
        }
        heading(ui, tr!("Where you would use it"));
        note(ui, tr!("Taken from the ward of this dataset until you type."));
        for field in Field::HERE {
            field_ui(ui, field, form, problems);
        }
        heading(ui, tr!("Does it also report\u{2026}"));
        for fact in Item::FACTS {
            let Some(words) = supplier.words(fact) else { continue };
            let mut stated = form.typed.stated.contains(&fact);
            if ui.checkbox(&mut stated, RichText::new(&words.label).small()).on_hover_text(&words.why).changed() {
                if stated {
                    form.typed.stated.insert(fact);
                } else {
                    form.typed.stated.remove(&fact);
                }
            }
        }
    });
}

fn field_ui(ui: &mut Ui, field: Field, form: &mut ClaimForm, problems: &[Unusable]) {
    let refused = problems.iter().find(|problem| problem.field == field);
    let colours = theme::colours(ui);
    ui.horizontal(|ui| {
        let ink = if refused.is_some() { colours.error } else { colours.ink };
        ui.label(RichText::new(field.name()).color(ink));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            // Kept where there is no unit too, so that the fields stand in one column.
            let (unit, _) = ui.allocate_exact_size(vec2(13.0, 18.0), Sense::hover());
            let font = egui::TextStyle::Body.resolve(ui.style());
            ui.painter().text(unit.left_center(), egui::Align2::LEFT_CENTER, field.unit(), font, colours.quiet);
            let text = form.typed.fields.entry(field).or_default();
            let edit = TextEdit::singleline(text).desired_width(58.0).align(egui::Align2::RIGHT_CENTER);
            let response = ui.add(edit);
            let name =
                if field.unit().is_empty() { field.name().to_owned() } else { tr!("{}, per cent", field.name()) };
            response.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, &name));
            if response.changed() {
                form.own.insert(field);
            }
        });
    });
    if let Some(problem) = refused {
        ui.label(RichText::new(format!("{problem}.")).small().color(colours.error));
    }
}

fn told_ui(ui: &mut Ui, told: &Told, condition: &str, problems: &[Unusable]) {
    let colours = theme::colours(ui);
    let sentence = ui.add(egui::Label::new(RichText::new(&told.sentence).text_style(egui::TextStyle::Heading)).wrap());
    ui.ctx().accesskit_node_builder(sentence.id, |node| node.set_live(egui::accesskit::Live::Polite));
    if !told.range.is_empty() {
        ui.label(&told.range);
    }
    for doubt in &told.doubts {
        ui.label(RichText::new(doubt).color(colours.warning));
    }
    if !problems.is_empty() {
        let text = tr!("Something typed cannot be used and is left out; see the form.");
        ui.label(RichText::new(text).color(colours.error));
    }
    if let Some(cells) = &told.cells {
        cells_ui(ui, cells, condition);
    }
    for text in &told.notes {
        ui.label(text);
    }
    lines_ui(ui, tr!("Expected here"), "", &told.here);
    let meaning = tr!("Range: how far chance alone can shift a share of so many people (95% interval).");
    lines_ui(ui, tr!("What its own numbers leave"), meaning, &told.study);
}

fn cells_ui(ui: &mut Ui, cells: &[report::Cell; 4], condition: &str) {
    const CELLS: [Cell; 4] = [Cell::TruePositive, Cell::FalseNegative, Cell::FalsePositive, Cell::TrueNegative];
    let gap = theme::STEP;
    let label = 84.0;
    let size = vec2((ui.available_width() - label - 3.0 * gap) / 2.0, CELL);
    let rows = [tr!("With {condition}", condition), tr!("Without it").to_owned()];
    for ((pair, kinds), name) in cells.chunks(2).zip(CELLS.chunks(2)).zip(rows) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            let (rect, _) = ui.allocate_exact_size(vec2(label, CELL), Sense::hover());
            let font = egui::TextStyle::Small.resolve(ui.style());
            let galley = ui.painter().layout(name, font, theme::colours(ui).quiet, label - 4.0);
            ui.painter().galley(rect.left_center() - vec2(0.0, galley.size().y / 2.0), galley, Color32::PLACEHOLDER);
            for (cell, kind) in pair.iter().zip(kinds) {
                cell_ui(ui, size, cell, *kind);
            }
        });
    }
}

fn cell_ui(ui: &mut Ui, size: egui::Vec2, cell: &report::Cell, kind: Cell) {
    let colours = theme::colours(ui);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let range = cell.range.as_ref().map_or_else(String::new, |range| format!(", {range}"));
    let spoken = tr!("{} of 1,000 {}{range} ({})", words::count(cell.people), cell.word, kind.term(), range);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &spoken));
    response.on_hover_text(kind.term());
    let painter = ui.painter();
    let [red, green, blue] = palette::colour(role(kind), ui.visuals().dark_mode);
    painter.rect(rect, CornerRadius::same(4), colours.panel, (1.0, colours.line), StrokeKind::Inside);
    let stripe = egui::Rect::from_min_size(rect.min, vec2(6.0, rect.height()));
    painter.rect_filled(stripe, CornerRadius::same(3), Color32::from_rgb(red, green, blue));
    let style = ui.style();
    let at = rect.min + vec2(14.0, 4.0);
    let number = painter.layout_no_wrap(words::count(cell.people), theme::figure().resolve(style), colours.ink);
    let word = painter.layout_no_wrap(cell.word.to_owned(), theme::strong().resolve(style), colours.ink);
    let beside = at + vec2(number.size().x + 8.0, number.size().y - word.size().y - 3.0);
    let below = at + vec2(0.0, number.size().y);
    painter.galley(at, number, colours.ink);
    painter.galley(beside, word, colours.ink);
    let range = cell.range.clone().unwrap_or_default();
    painter.text(below, egui::Align2::LEFT_TOP, range, egui::TextStyle::Body.resolve(style), colours.quiet);
}

fn lines_ui(ui: &mut Ui, title: &'static str, meaning: &str, lines: &[Line]) {
    if lines.is_empty() {
        return;
    }
    heading(ui, title);
    if !meaning.is_empty() {
        note(ui, meaning);
    }
    let wide = ui.available_width();
    let quiet = theme::colours(ui).quiet;
    egui::Grid::new(title).num_columns(3).spacing(vec2(10.0, 3.0)).striped(true).show(ui, |ui| {
        for line in lines {
            ui.label(line.name);
            ui.label(RichText::new(&line.figure).text_style(theme::strong()));
            ui.scope(|ui| {
                ui.set_max_width((wide - 262.0).max(120.0));
                ui.add(egui::Label::new(RichText::new(&line.note).color(quiet)).wrap());
            });
            ui.end_row();
        }
    });
}

fn silent_ui(ui: &mut Ui, claim: &Claim, supplier: &Supplier) {
    let silent = supplier.not_reported(claim);
    if silent.is_empty() {
        return;
    }
    heading(ui, tr!("What was not reported, and why it matters"));
    ui.spacing_mut().item_spacing.y = 1.0;
    for item in silent {
        ui.add(egui::Label::new(RichText::new(format!("\u{2022} {}", item.label)).text_style(theme::strong())).wrap());
        ui.add(egui::Label::new(RichText::new(&item.why).color(theme::colours(ui).quiet)).wrap());
        ui.add_space(1.5 * theme::STEP);
    }
}

fn heading(ui: &mut Ui, text: &str) {
    ui.add_space(2.0 * theme::STEP);
    ui.label(RichText::new(text).text_style(theme::strong()).color(theme::colours(ui).accent));
}

fn note(ui: &mut Ui, text: &str) {
    ui.add(egui::Label::new(RichText::new(text).small().color(theme::colours(ui).quiet)).wrap());
}
