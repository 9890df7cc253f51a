//! A tree of natural frequencies: of so many patients, who has it, and what becomes of them.

use super::axis::{count, percent};
use super::marks::{Area, Ink, LINE, Mark, Measure};
use super::model::{Dash, Role};
use super::words::Words;
use crate::metrics::ConfusionMatrix;

/// What the picture shows, in a few words.
pub const TITLE: &str = tr_noop!("Of 1,000 patients there");

/// A tree of patients in whole numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// How many stand at each end.
    pub counts: ConfusionMatrix,
    /// What the condition is called.
    pub words: Words,
}

/// A number, what it counts, and how it is coloured.
type Node = (u64, String, Role);

impl Tree {
    /// The tree in a sentence.
    #[must_use]
    pub fn alt(&self) -> String {
        let ConfusionMatrix { tp, fp, fn_, tn } = self.counts;
        tr!(
            "Of {} patients, {} have {}: {} found, {} missed. {} do not: {} false alarms, {} left alone.",
            count(self.counts.n()),
            count(self.counts.positives()),
            self.words.condition,
            count(tp),
            count(fn_),
            count(self.counts.negatives()),
            count(fp),
            count(tn)
        )
    }

    /// What the alerts are worth: "Of 164 alerts, 14 are right (8.5%)."
    #[must_use]
    pub fn caption(&self) -> String {
        let right = self.counts.ppv().map_or_else(
            || tr!("Nobody is alerted.").to_owned(),
            |ppv| tr!("Of {} alerts, {} are right ({}).", count(ppv.n()), count(ppv.k()), percent(ppv.value())),
        );
        let clear = self.counts.npv().map_or_else(String::new, |npv| {
            tr!(" Of {} all-clears, {} are right ({}).", count(npv.n()), count(npv.k()), percent(npv.value()))
        });
        format!("{right}{clear}")
    }

    fn levels(&self) -> [Vec<Node>; 3] {
        let ConfusionMatrix { tp, fp, fn_, tn } = self.counts;
        let node = |count: u64, text: &str, role: Role| (count, text.to_owned(), role);
        [
            vec![node(self.counts.n(), tr!("patients"), Role::Quiet)],
            vec![
                node(self.counts.positives(), &self.words.with(), Role::With),
                node(self.counts.negatives(), &self.words.without(), Role::Without),
            ],
            vec![
                node(tp, tr!("found"), Role::Found),
                node(fn_, tr!("missed"), Role::Missed),
                node(fp, tr!("false alarms"), Role::FalseAlarm),
                node(tn, tr!("left alone"), Role::LeftAlone),
            ],
        ]
    }
}

/// The tree in `area`, words set in `size`.
pub(super) fn marks(tree: &Tree, area: Area, size: f32, measure: &dyn Measure) -> Vec<Mark> {
    let levels = tree.levels();
    let height = (2.0 * LINE * size + 0.8 * size).min(area.height() / 3.6);
    let step = (area.height() - height) / (levels.len() - 1) as f32;
    let place = |level: usize, index: usize| {
        let width = area.width() / levels[level].len() as f32;
        let wide = (width - 0.6 * size).min(13.0 * size);
        let left = area.left + index as f32 * width + 0.5 * (width - wide);
        Area::at([left, area.top + level as f32 * step], [wide, height])
    };
    let mut marks = Vec::new();
    for (level, nodes) in levels.iter().enumerate().skip(1) {
        for index in 0..nodes.len() {
            let (parent, child) = (place(level - 1, index / 2), place(level, index));
            let points = vec![[parent.centre()[0], parent.bottom], [child.centre()[0], child.top]];
            marks.push(Mark::Line { points, width: 0.12 * size, dash: Dash::Solid, ink: Ink::full(Role::Quiet) });
        }
    }
    for (level, nodes) in levels.iter().enumerate() {
        for (index, (number, text, role)) in nodes.iter().enumerate() {
            node(place(level, index), *number, text, *role, size, measure, &mut marks);
        }
    }
    marks
}

fn node(place: Area, number: u64, text: &str, role: Role, size: f32, measure: &dyn Measure, marks: &mut Vec<Mark>) {
    let edge = Area { right: place.left + 0.4 * size, ..place };
    marks.push(Mark::Plate { area: place, radius: 0.3 * size, ink: Ink::full(Role::Paper) });
    marks.push(Mark::Plate { area: place, radius: 0.3 * size, ink: Ink::tint(role) });
    marks.push(Mark::Plate { area: edge, radius: 0.2 * size, ink: Ink::full(role) });
    let lines = [(count(number), 1.15 * size, true), (text.to_owned(), size, false)];
    let spare = place.height() - LINE * (1.15 + 1.0) * size;
    let mut top = place.top + 0.5 * spare;
    for (text, size, strong) in lines {
        let left = place.centre()[0] - 0.5 * measure.width(&text, size, strong);
        marks.push(Mark::Words { at: [left, top], text, size, strong, ink: Ink::full(Role::Ink) });
        top += LINE * size;
    }
}
