//! The confusion matrix: four cells of people, each a button that opens its patients.

use egui::{Color32, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::figure::{Role as ColourRole, palette};
use crate::metrics::{ConfusionMatrix, ScoredTestSet, natural_frequencies};
use crate::num::{Proportion, Threshold};
use crate::ui::view::Cell;
use crate::ui::widgets::explain::explained;
use crate::ui::{theme, words};

/// How much of the matrix is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// People of 1,000 and the word for them.
    Glance,
    /// Counts and rates as well, with row and column headings.
    Full,
}

/// Shows `matrix` in `size`; returns the cell that was clicked. Its rates are explained with the counts of the set at its
/// threshold.
pub fn matrix_ui(
    ui: &mut Ui,
    size: Vec2,
    matrix: &ConfusionMatrix,
    (set, threshold): (&ScoredTestSet, Threshold),
    detail: Detail,
) -> Option<Cell> {
    let full = detail == Detail::Full;
    let (left, top) = if full { (76.0, 22.0) } else { (0.0, 0.0) };
    let gap = 4.0;
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let cell_size = vec2((size.x - left - gap) / 2.0, (size.y - top - gap) / 2.0);
    let mut clicked = None;
    for (row, cells) in
        [[Cell::TruePositive, Cell::FalseNegative], [Cell::FalsePositive, Cell::TrueNegative]].iter().enumerate()
    {
        for (column, &cell) in cells.iter().enumerate() {
            let corner =
                rect.min + vec2(left + column as f32 * (cell_size.x + gap), top + row as f32 * (cell_size.y + gap));
            if cell_ui(ui, Rect::from_min_size(corner, cell_size), matrix, (set, threshold), (cell, detail)).clicked() {
                clicked = Some(cell);
            }
        }
    }
    if full {
        headings(ui, rect, cell_size, gap);
    }
    clicked
}

fn headings(ui: &Ui, rect: Rect, cell: Vec2, gap: f32) {
    let painter = ui.painter_at(rect.expand(4.0));
    let ink = theme::colours(ui).quiet;
    let font = egui::TextStyle::Small.resolve(ui.style());
    let left = rect.right() - 2.0 * cell.x - gap;
    for (column, text) in ["Alert", "No alert"].into_iter().enumerate() {
        let x = left + (column as f32 + 0.5) * cell.x + column as f32 * gap;
        painter.text(pos2(x, rect.top() + 9.0), egui::Align2::CENTER_CENTER, text, font.clone(), ink);
    }
    let top = rect.bottom() - 2.0 * cell.y - gap;
    for (row, text) in ["Have the condition".to_owned(), "Do not have it".to_owned()].into_iter().enumerate() {
        let galley = painter.layout(text, font.clone(), ink, 70.0);
        let y = top + (row as f32 + 0.5) * cell.y + row as f32 * gap - galley.size().y / 2.0;
        painter.galley(pos2(rect.left(), y), galley, ink);
    }
}

/// The colour role of a cell.
#[must_use]
pub const fn role(cell: Cell) -> ColourRole {
    match cell {
        Cell::TruePositive => ColourRole::Found,
        Cell::FalseNegative => ColourRole::Missed,
        Cell::FalsePositive => ColourRole::FalseAlarm,
        Cell::TrueNegative => ColourRole::LeftAlone,
    }
}

/// The count of a cell.
#[must_use]
pub const fn count(matrix: &ConfusionMatrix, cell: Cell) -> u64 {
    match cell {
        Cell::TruePositive => matrix.tp,
        Cell::FalseNegative => matrix.fn_,
        Cell::FalsePositive => matrix.fp,
        Cell::TrueNegative => matrix.tn,
    }
}

/// The rates of a cell: its share of its row (those with, or without, the condition) and of its column (those flagged, or not).
fn rates(matrix: &ConfusionMatrix, cell: Cell) -> (Option<Proportion>, Option<Proportion>) {
    let row = match cell {
        Cell::TruePositive | Cell::FalseNegative => matrix.positives(),
        Cell::FalsePositive | Cell::TrueNegative => matrix.negatives(),
    };
    let column = match cell {
        Cell::TruePositive | Cell::FalsePositive => matrix.alerts(),
        Cell::FalseNegative | Cell::TrueNegative => matrix.n() - matrix.alerts(),
    };
    let own = count(matrix, cell);
    (Proportion::new(own, row), Proportion::new(own, column))
}

/// The metric that a cell's row rate is.
const fn metric_of(cell: Cell) -> &'static str {
    match cell {
        Cell::TruePositive => "sensitivity",
        Cell::FalseNegative => "miss_rate",
        Cell::FalsePositive => "false_positive_rate",
        Cell::TrueNegative => "specificity",
    }
}

fn cell_ui(
    ui: &Ui,
    rect: Rect,
    matrix: &ConfusionMatrix,
    (set, threshold): (&ScoredTestSet, Threshold),
    (cell, detail): (Cell, Detail),
) -> Response {
    let id = ui.scope_id().with(("cell", cell.term(), detail == Detail::Full));
    let response = ui.interact(rect, id, Sense::click()).on_hover_cursor(egui::CursorIcon::PointingHand);
    let people = natural_frequencies(matrix, 1000).map_or(0, |of| count(&of, cell));
    let spoken = format!("{} of 1,000 {} ({}); show these patients", people, cell.word(), cell.term());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    paint_cell(ui, rect, &response, matrix, cell, detail, people);
    explained(response, metric_of(cell), set, threshold)
}

fn paint_cell(
    ui: &Ui,
    rect: Rect,
    response: &Response,
    matrix: &ConfusionMatrix,
    cell: Cell,
    detail: Detail,
    people: u64,
) {
    let colours = theme::colours(ui);
    let painter = ui.painter_at(rect.expand(2.0));
    let role = palette::colour(role(cell), ui.visuals().dark_mode);
    let role = Color32::from_rgb(role[0], role[1], role[2]);
    let outline = if response.has_focus() {
        Stroke::new(2.5, colours.ink)
    } else if response.hovered() {
        Stroke::new(2.0, colours.accent)
    } else {
        Stroke::new(1.0, colours.line)
    };
    painter.rect(rect, CornerRadius::same(4), colours.panel, outline, StrokeKind::Inside);
    painter.rect_filled(Rect::from_min_size(rect.min, vec2(6.0, rect.height())), CornerRadius::same(3), role);
    let mut at = rect.min + vec2(14.0, 7.0);
    let mut line = |text: String, font: egui::FontId, ink: Color32| {
        let galley = painter.layout(text, font, ink, rect.right() - at.x - 4.0);
        let height = galley.size().y;
        if at.y + height <= rect.bottom() {
            painter.galley(at, galley, ink);
        }
        at.y += height + 1.0;
    };
    let style = ui.style();
    let big = if detail == Detail::Full { theme::figure() } else { egui::TextStyle::Heading };
    line(words::count(people), big.resolve(style), colours.ink);
    line(cell.word().to_owned(), theme::strong().resolve(style), colours.ink);
    if detail == Detail::Full {
        let (row, column) = rates(matrix, cell);
        let small = egui::TextStyle::Small.resolve(style);
        line(format!("{} of row", words::percent(row)), small.clone(), colours.quiet);
        line(format!("{} of column", words::percent(column)), small.clone(), colours.quiet);
        line(format!("{} patients in all", words::count(count(matrix, cell))), small, colours.quiet);
    }
}
