//! The patient whom pictures of single patients are about: the same one wherever they are looked at.

use egui::{RichText, Ui};

use crate::figure::score;
use crate::pipeline::{Population, Side};
use crate::ui::panels::Shown;
use crate::ui::theme;
use crate::ui::view::{Cell, View};

/// One patient for each population, by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Chosen {
    paper: Option<usize>,
    ward: Option<usize>,
}

impl Chosen {
    /// The patient of that side; `None` when nobody was chosen, or whoever was is no longer there.
    #[must_use]
    pub fn of(&self, side: &Side) -> Option<usize> {
        let row = if side.population == Population::Paper { self.paper } else { self.ward };
        row.filter(|&row| row < side.scores.len())
    }

    /// Chooses the patient in `row` of a population.
    pub fn set(&mut self, population: Population, row: usize) {
        match population {
            Population::Paper => self.paper = Some(row),
            Population::Ward => self.ward = Some(row),
        }
    }
}

/// The next patient after `from` in the order of the rows, around the end, who falls into `cell`.
#[must_use]
pub fn next_in(side: &Side, cell: Cell, threshold: f64, from: Option<usize>) -> Option<usize> {
    let (patients, outcomes) = (side.scores.len(), side.outcomes());
    let start = from.map_or(0, |row| row + 1);
    (0..patients)
        .map(|step| (start + step) % patients)
        .find(|&row| Cell::of(side.scores[row] >= threshold, outcomes[row]) == cell)
}

/// Says who is chosen and offers others; somebody missed stands first, as it is they who raise the question why. `None` when
/// there are no patients.
pub fn chosen_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>) -> Option<usize> {
    let side = shown.side();
    let threshold = shown.threshold.get();
    let next = |cell, from| next_in(side, cell, threshold, from);
    let mut row = view.chosen.of(side).or_else(|| CELLS.into_iter().find_map(|cell| next(cell, None)))?;
    ui.horizontal_wrapped(|ui| {
        let cell = Cell::of(side.scores[row] >= threshold, side.outcomes()[row]);
        let text = tr!("Patient No {}: risk {}, {}", row + 1, score(side.scores[row]), cell.one());
        ui.label(RichText::new(text).text_style(theme::strong()));
        ui.label(RichText::new(tr!("Show another:")).color(theme::colours(ui).quiet));
        for cell in CELLS {
            let name = if cell == Cell::FalsePositive { tr!("false alarm") } else { cell.word() };
            let other = next(cell, Some(row));
            let button = ui.add_enabled(other.is_some(), egui::Button::new(name).small());
            if let Some(other) = other.filter(|_| button.on_disabled_hover_text(tr!("There is none.")).clicked()) {
                row = other;
            }
        }
    });
    view.chosen.set(shown.population, row);
    Some(row)
}

/// In the order in which somebody is looked for at first.
const CELLS: [Cell; 4] = [Cell::FalseNegative, Cell::TruePositive, Cell::FalsePositive, Cell::TrueNegative];
