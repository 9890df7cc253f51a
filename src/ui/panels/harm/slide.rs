//! The groups side by side, for a room: three figures, large, and the one gap that tells most. Nothing scrolls.

use egui::{FontId, Rect, RichText, Sense, TextStyle, Ui, pos2, vec2};

use super::{RATES, Row, gap_sentence, rate_ui, rows, widest};
use crate::ui::panels::Shown;
use crate::ui::theme;

/// The least and the greatest height of a group's line, in points.
const LINE: [f32; 2] = [58.0, 112.0];
/// The share of a line's height that its figures take.
const FIGURES: f32 = 0.44;
/// How much larger than a heading they are at most.
const LARGEST: f32 = 1.7;
/// A column narrower than this has no room for large figures with their counts.
const NARROW: f32 = 200.0;

/// Shows the groups on the whole screen.
pub fn groups_slide_ui(ui: &mut Ui, shown: &Shown<'_>) {
    let rows = rows(shown);
    if rows.is_empty() {
        ui.label(tr!("This dataset has no groups to compare."));
        return;
    }
    ui.spacing_mut().item_spacing.y = theme::STEP;
    let width = ui.available_width();
    let told = telling(&rows);
    // With few groups, what is said of them is as large as the sentence below.
    let saying = if rows.len() > 4 { TextStyle::Body } else { TextStyle::Heading };
    let note = tr!("Dot: the group. Bar: its 95% interval. Tick: everyone.");
    let left_out = |kept: usize| tr!("{kept} of {} groups: those with most patients.", rows.len(), kept);
    let heading = RATES.iter().map(|rate| crate::language::translate(rate.heading));
    let across = cells(Rect::from_min_size(pos2(0.0, 0.0), vec2(width, 0.0)));
    let head = heading.clone().zip(&across[1..]).map(|(text, cell)| height(ui, text, &TextStyle::Small, cell.width()));
    let head = head.fold(0.0, f32::max);
    let below = height(ui, &told, &saying, width)
        + height(ui, note, &TextStyle::Small, width)
        + height(ui, &left_out(rows.len()), &TextStyle::Small, width)
        + 8.0 * theme::STEP;
    let least = rows.iter().map(|row| name_height(ui, row, across[0].width())).fold(LINE[0], f32::max);
    let room = ui.available_height() - head - below;
    let kept = largest(&rows, ((room / least) as usize).saturating_sub(1));
    let set = &shown.side().set;
    let everyone = Row { name: tr!("Everyone"), set, matrix: shown.matrix(shown.population), sparse: false };
    let line = (room / (kept.len() + 1) as f32).clamp(least, LINE[1].max(least));

    let (rect, _) = ui.allocate_exact_size(vec2(width, head), Sense::hover());
    for (text, cell) in heading.zip(&cells(rect)[1..]) {
        write(ui, *cell, text, &TextStyle::Small);
    }
    ui.separator();
    for row in kept.iter().copied().chain([&everyone]) {
        row_ui(ui, line, row, &everyone, shown);
    }
    ui.label(RichText::new(note).small());
    if kept.len() < rows.len() {
        ui.label(RichText::new(left_out(kept.len())).small());
    }
    ui.add(egui::Label::new(RichText::new(told).text_style(saying)).wrap());
}

/// Where the columns of a line begin and end: the name, and one per rate.
fn cells(line: Rect) -> [Rect; 4] {
    let mut left = line.left();
    [0.22, 0.26, 0.26, 0.26].map(|share| {
        let right = left + share * line.width();
        let cell = Rect::from_x_y_ranges(left..=right - 12.0, line.y_range());
        left = right;
        cell
    })
}

fn height(ui: &Ui, text: &str, style: &TextStyle, width: f32) -> f32 {
    let font = style.resolve(ui.style());
    ui.painter().layout(text.to_owned(), font, egui::Color32::BLACK, width).size().y
}

fn write(ui: &Ui, cell: Rect, text: &str, style: &TextStyle) -> f32 {
    let (font, ink) = (style.resolve(ui.style()), theme::colours(ui).ink);
    let galley = ui.painter().layout(text.to_owned(), font, ink, cell.width());
    let tall = galley.size().y;
    ui.painter().galley(cell.min, galley, ink);
    tall
}

/// Why a group's figures say little, where they do.
fn caution(row: &Row<'_>) -> Option<&'static str> {
    row.sparse.then(|| if row.matrix.n() == 0 { tr!("no patients") } else { tr!("too few to tell") })
}

fn name_height(ui: &Ui, row: &Row<'_>, width: f32) -> f32 {
    let more = caution(row).map_or(0.0, |text| height(ui, text, &TextStyle::Small, width));
    height(ui, row.name, &theme::strong(), width) + more + theme::STEP
}

/// As many groups as there is room for, those with most patients who have the condition, in their own order.
fn largest<'a, 'b>(rows: &'a [Row<'b>], many: usize) -> Vec<&'a Row<'b>> {
    let mut by_size: Vec<usize> = (0..rows.len()).collect();
    by_size.sort_by_key(|&place| std::cmp::Reverse(rows[place].matrix.positives()));
    by_size.truncate(many.max(1));
    by_size.sort_unstable();
    by_size.into_iter().map(|place| &rows[place]).collect()
}

fn row_ui(ui: &mut Ui, height: f32, row: &Row<'_>, everyone: &Row<'_>, shown: &Shown<'_>) {
    let (line, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), height - ui.spacing().item_spacing.y), Sense::hover());
    let [name, rates @ ..] = cells(line);
    let spoken = caution(row).map_or_else(|| row.name.to_owned(), |why| format!("{}: {why}", row.name));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
    let tall = write(ui, name, row.name, &theme::strong());
    if let Some(why) = caution(row) {
        let ink = theme::colours(ui).warning;
        let galley = ui.painter().layout(why.to_owned(), TextStyle::Small.resolve(ui.style()), ink, name.width());
        ui.painter().galley(name.min + vec2(0.0, tall), galley, ink);
    }
    let heading = TextStyle::Heading.resolve(ui.style());
    // Where hands stand beside, the counts need the room more than the figures do.
    let most = if rates[0].width() < NARROW { 1.0 } else { LARGEST };
    let font = FontId::new((FIGURES * height).clamp(heading.size, most * heading.size), heading.family);
    for (rate, cell) in RATES.iter().zip(rates) {
        rate_ui(ui, cell, rate, row, (rate.of)(&everyone.matrix), shown.threshold, font.clone());
    }
}

/// The widest gap that is more than chance would often do, or else the widest.
fn telling(rows: &[Row<'_>]) -> String {
    let gap = |rate: &'static super::Rate| {
        let (high, low) = widest(rows, rate)?;
        let (a, b) = (rate.of)(&rows[high].matrix).zip((rate.of)(&rows[low].matrix))?;
        Some((!a.newcombe(b).contains(0.0), a.value() - b.value(), gap_sentence(rate, &rows[high], &rows[low])))
    };
    let most = RATES.iter().filter_map(gap).max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    most.map_or_else(
        || tr!("The groups cannot be compared: too few of them have enough patients.").to_owned(),
        |(.., sentence)| sentence,
    )
}
