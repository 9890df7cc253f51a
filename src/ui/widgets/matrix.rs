//! The confusion matrix: four cells of people, each a button that opens its patients.

use egui::{Color32, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::figure::{Role as ColourRole, palette};
use crate::metrics::{ConfusionMatrix, ScoredTestSet, natural_frequencies};
use crate::num::{Proportion, Threshold};
use crate::ui::view::{Cell, View};
use crate::ui::widgets::explain::{asked, explained};
use crate::ui::widgets::fitted::fitting_font;
use crate::ui::{theme, words};

/// How much of the matrix is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// People of 1,000 and the word for them.
    Glance,
    /// The same with row and column headings.
    Headed,
    /// Counts and rates as well, with row and column headings.
    Full,
}

/// What was clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clicked {
    /// A cell: its patients.
    Cell(Cell),
    /// A rate, by its metric's identifier in the registry: what it is.
    Rate(&'static str),
}

impl Clicked {
    /// Opens the list of patients, or the words about the rate.
    pub fn open(self, view: &mut View) {
        match self {
            Self::Cell(cell) => view.listed = Some(cell),
            Self::Rate(id) => view.glossary.ask(id),
        }
    }
}

/// Shows `matrix` in `size`; returns what was clicked. Its rates are explained with the counts of the set at its
/// threshold.
pub fn matrix_ui(
    ui: &mut Ui,
    size: Vec2,
    matrix: &ConfusionMatrix,
    (set, threshold): (&ScoredTestSet, Threshold),
    detail: Detail,
) -> Option<Clicked> {
    let full = detail != Detail::Glance;
    // As much room for the words at the side as their letters take.
    let larger = egui::TextStyle::Small.resolve(ui.style()).size / 12.5;
    let (left, top) = if full { (76.0 * larger, 22.0 * larger) } else { (0.0, 0.0) };
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
            let rect = Rect::from_min_size(corner, cell_size);
            clicked = cell_ui(ui, rect, matrix, (set, threshold), (cell, detail)).or(clicked);
        }
    }
    if full {
        headings(ui, rect, cell_size, gap, 70.0 * larger);
    }
    clicked
}

/// The words above the columns and, at most `wide`, beside the rows.
fn headings(ui: &Ui, rect: Rect, cell: Vec2, gap: f32, wide: f32) {
    let painter = ui.painter_at(rect.expand(4.0));
    let ink = theme::colours(ui).quiet;
    let font = egui::TextStyle::Small.resolve(ui.style());
    let left = rect.right() - 2.0 * cell.x - gap;
    for (column, text) in [tr!("Alert"), tr!("No alert")].into_iter().enumerate() {
        let x = left + (column as f32 + 0.5) * cell.x + column as f32 * gap;
        painter.text(pos2(x, rect.top() + 9.0), egui::Align2::CENTER_CENTER, text, font.clone(), ink);
    }
    let top = rect.bottom() - 2.0 * cell.y - gap;
    for (row, text) in [tr!("Have the condition").to_owned(), tr!("Do not have it").to_owned()].into_iter().enumerate()
    {
        let galley = painter.layout(text, font.clone(), ink, wide);
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

/// The metrics that a cell's row rate and column rate are.
const fn metrics_of(cell: Cell) -> [&'static str; 2] {
    match cell {
        Cell::TruePositive => ["sensitivity", "ppv"],
        Cell::FalseNegative => ["miss_rate", "false_omission_rate"],
        Cell::FalsePositive => ["false_positive_rate", "false_discovery_rate"],
        Cell::TrueNegative => ["specificity", "npv"],
    }
}

fn cell_ui(
    ui: &Ui,
    rect: Rect,
    matrix: &ConfusionMatrix,
    (set, threshold): (&ScoredTestSet, Threshold),
    (cell, detail): (Cell, Detail),
) -> Option<Clicked> {
    let id = ui.scope_id().with(("cell", cell.term(), detail == Detail::Glance));
    let response = ui.interact(rect, id, Sense::click()).on_hover_cursor(egui::CursorIcon::PointingHand);
    let people = natural_frequencies(matrix, 1000).map_or(0, |of| count(&of, cell));
    let spoken = tr!("{people} of 1,000 {} ({}); show these patients", cell.word(), cell.term(), people);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    let rates = paint_cell(ui, rect, &response, matrix, cell, detail, people);
    let mut clicked = explained(response, metrics_of(cell)[0], set, threshold).clicked().then_some(Clicked::Cell(cell));
    for (rect, metric) in rates.into_iter().zip(metrics_of(cell)) {
        // Not in the order of Tab, which would grow by eight: the glossary itself is reached by key.
        let rate = ui.interact(rect, id.with(metric), Sense::CLICK);
        if rate.hovered() {
            let line = Stroke::new(1.0, theme::colours(ui).accent);
            ui.painter().hline(rect.x_range(), rect.bottom(), line);
        }
        if asked(rate, metric, set, threshold) {
            clicked = Some(Clicked::Rate(metric));
        }
    }
    clicked
}

/// Paints the cell; returns where its row rate and its column rate stand, as far as there was room.
fn paint_cell(
    ui: &Ui,
    rect: Rect,
    response: &Response,
    matrix: &ConfusionMatrix,
    cell: Cell,
    detail: Detail,
    people: u64,
) -> Vec<Rect> {
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
        let place = Rect::from_min_size(at, galley.size());
        let fits = place.bottom() <= rect.bottom();
        if fits {
            painter.galley(at, galley, ink);
        }
        at.y += place.height() + 1.0;
        fits.then_some(place)
    };
    let style = ui.style();
    let big = if detail != Detail::Glance { theme::figure() } else { egui::TextStyle::Heading };
    line(words::count(people), big.resolve(style), colours.ink);
    let word = fitting_font(ui, cell.word(), &theme::strong(), rect.width() - 18.0);
    line(cell.word().to_owned(), word, colours.ink);
    let mut places = Vec::new();
    if detail == Detail::Full {
        let (row, column) = rates(matrix, cell);
        let small = egui::TextStyle::Small.resolve(style);
        for (rate, of) in [(row, tr!("row")), (column, tr!("column"))] {
            places.extend(line(tr!("{} of {of}", words::percent(rate), of), small.clone(), colours.quiet));
        }
        line(tr!("{} patients in all", words::count(count(matrix, cell))), small, colours.quiet);
    }
    places
}
