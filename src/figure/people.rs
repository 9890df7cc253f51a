//! A thousand people, one icon each: what a threshold does, in whole patients.
//!
//! Each icon is one patient and keeps its place: moving the threshold changes colours and shapes, never the order. Those with the
//! condition come first, the lowest score foremost, then those without it, the highest foremost. So the missed, the found and the
//! false alarms lie side by side, all alerts in one block, and a moving threshold moves two frontiers.

use super::axis::count;
use super::marks::{Area, Ink, LINE, Mark, Measure};
use super::model::{Dash, Role, Shape};
use super::words::{Words, score};
use crate::metrics::ConfusionMatrix;
use crate::num::Threshold;

/// How many people are shown, at most.
pub const MOST: usize = 1000;

/// One icon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Person {
    /// The index of the patient in the scores and outcomes given.
    pub patient: usize,
    /// The score, from 0 to 1.
    pub score: f64,
    /// Whether the patient has the condition.
    pub has_it: bool,
}

impl Person {
    /// What becomes of this patient: [`Role::Found`], [`Role::Missed`], [`Role::FalseAlarm`] or [`Role::LeftAlone`].
    #[must_use]
    pub fn state(&self, threshold: Threshold) -> Role {
        match (self.has_it, self.score >= threshold.get()) {
            (true, true) => Role::Found,
            (true, false) => Role::Missed,
            (false, true) => Role::FalseAlarm,
            (false, false) => Role::LeftAlone,
        }
    }
}

/// The people shown, in their lasting order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct People {
    persons: Vec<Person>,
    of: usize,
}

impl People {
    /// Picks [`MOST`] patients that stand for all, or takes everyone when there are no more.
    ///
    /// As many with the condition as the prevalence gives, to the nearest whole person and at least one if there is any;
    /// within each class every k-th by score, so that at every threshold the icons of a class differ from its natural
    /// frequency by no more than rounding. Scores and outcomes of different lengths are read as far as both go; a patient
    /// whose score is not finite is left out. O(n log n): once per model, not per frame.
    #[must_use]
    pub fn new(scores: &[f64], outcomes: &[bool]) -> Self {
        let class = |has_it: bool| {
            let all = scores.iter().zip(outcomes).enumerate();
            let mut class: Vec<Person> = all
                .filter(|(_, (score, outcome))| score.is_finite() && **outcome == has_it)
                .map(|(patient, (&score, _))| Person { patient, score, has_it })
                .collect();
            class.sort_by(|a, b| a.score.total_cmp(&b.score).then(a.patient.cmp(&b.patient)));
            class
        };
        let (with, without) = (class(true), class(false));
        let of = with.len() + without.len();
        let shown = of.min(MOST);
        let share = |part: usize| (2 * part * shown + of) / (2 * of.max(1));
        let spared = usize::from(!without.is_empty());
        let least = usize::from(!with.is_empty());
        let some = share(with.len()).clamp(least.min(shown), shown.saturating_sub(spared).max(least.min(shown)));
        let mut persons = every_kth(&with, some);
        persons.extend(every_kth(&without, shown - some).into_iter().rev());
        Self { persons, of }
    }

    /// Everyone shown, those with the condition first.
    #[must_use]
    pub fn persons(&self) -> &[Person] {
        &self.persons
    }

    /// How many patients they stand for.
    #[must_use]
    pub const fn of(&self) -> usize {
        self.of
    }

    /// The people shown in each state: what the icons add up to. Use these where icons and words stand side by side, because
    /// rounding each rate on its own may differ by a person.
    #[must_use]
    pub fn counts(&self, threshold: Threshold) -> ConfusionMatrix {
        let count = |role: Role| self.persons.iter().filter(|person| person.state(threshold) == role).count() as u64;
        ConfusionMatrix {
            tp: count(Role::Found),
            fp: count(Role::FalseAlarm),
            fn_: count(Role::Missed),
            tn: count(Role::LeftAlone),
        }
    }

    /// Whom the icons stand for: "1,000 of 6,000 patients, …" or "All 812 patients".
    #[must_use]
    pub fn note(&self) -> String {
        match (self.persons.len(), self.of) {
            (0, _) => tr!("There are no patients here.").to_owned(),
            (1, 1) => tr!("The one patient here.").to_owned(),
            (shown, of) if shown < of => {
                tr!("{} of {} patients, picked to stand for all of them.", count(shown as u64), count(of as u64))
            }
            (shown, _) => tr!("All {} patients: there are no more of them here.", count(shown as u64)),
        }
    }

    /// What the picture shows, in a few words: "1,000 patients, one icon each".
    #[must_use]
    pub fn title(&self) -> String {
        match self.persons.len() {
            1 => tr!("One patient").to_owned(),
            shown => tr!("{} patients, one icon each", count(shown as u64)),
        }
    }

    /// The picture in a sentence, for a screen reader.
    #[must_use]
    pub fn alt(&self, threshold: Threshold, words: &Words) -> String {
        let ConfusionMatrix { tp, fp, fn_, tn } = self.counts(threshold);
        tr!(
            "{} people, one icon each. At a threshold of {}, of {} {}, {} found and {} missed; of {} {}, {} false alarms and \
             {} left alone.",
            count(self.persons.len() as u64),
            score(threshold.get()),
            count(tp + fn_),
            words.with(),
            count(tp),
            count(fn_),
            count(fp + tn),
            words.without(),
            count(fp),
            count(tn),
        )
    }
}

/// `pick` of `sorted`, spread evenly: the middles of so many equal parts.
fn every_kth(sorted: &[Person], pick: usize) -> Vec<Person> {
    (0..pick).filter_map(|index| sorted.get((2 * index + 1) * sorted.len() / (2 * pick)).copied()).collect()
}

/// The shape of a state: a filled disc, a crossed ring, a ring, a small dot.
#[must_use]
pub const fn shape(state: Role) -> Shape {
    match state {
        Role::Missed => Shape::CrossedRing,
        Role::FalseAlarm => Shape::Ring,
        _ => Shape::Disc,
    }
}

/// The four states with their words, in the order of the icons.
pub const STATES: [(Role, &str); 4] = [
    (Role::Missed, tr_noop!("missed")),
    (Role::Found, tr_noop!("found")),
    (Role::FalseAlarm, tr_noop!("false alarms")),
    (Role::LeftAlone, tr_noop!("left alone")),
];

/// The count of a state.
#[must_use]
pub const fn count_of(matrix: &ConfusionMatrix, state: Role) -> u64 {
    match state {
        Role::Found => matrix.tp,
        Role::Missed => matrix.fn_,
        Role::FalseAlarm => matrix.fp,
        _ => matrix.tn,
    }
}

/// Where each icon stands: rows of equal length from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lattice {
    area: Area,
    /// The side of the square that an icon has to itself, in pixels.
    pub cell: f32,
    /// Icons per row.
    pub columns: usize,
    people: usize,
}

impl Lattice {
    /// Spreads `people` over `area` in 25 rows of 40, or in 20 or 40 or 50 rows where the icons get larger so.
    #[must_use]
    pub fn new(people: usize, area: Area) -> Self {
        let cell = |columns: usize| {
            let rows = people.div_ceil(columns).max(1);
            (area.width() / columns as f32).min(area.height() / rows as f32)
        };
        // 40 columns come first and so win among equals.
        let columns =
            [40, 50, 25, 20].into_iter().reduce(|best, next| if cell(next) > 1.02 * cell(best) { next } else { best });
        let columns = columns.unwrap_or(40);
        Self { area, cell: cell(columns).max(0.0), columns, people }
    }

    /// The middle of an icon.
    #[must_use]
    pub fn middle(&self, index: usize) -> [f32; 2] {
        let (row, column) = (index / self.columns, index % self.columns);
        [self.area.left + (column as f32 + 0.5) * self.cell, self.area.top + (row as f32 + 0.5) * self.cell]
    }

    /// The icon at a place.
    #[must_use]
    pub fn at(&self, [x, y]: [f32; 2]) -> Option<usize> {
        let (column, row) = ((x - self.area.left) / self.cell, (y - self.area.top) / self.cell);
        if !(column >= 0.0 && row >= 0.0 && column < self.columns as f32) {
            return None;
        }
        let index = row as usize * self.columns + column as usize;
        (index < self.people).then_some(index)
    }

    /// What it covers.
    #[must_use]
    pub fn covers(&self) -> Area {
        let rows = self.people.div_ceil(self.columns);
        Area::at([self.area.left, self.area.top], [self.cell * self.columns as f32, self.cell * rows as f32])
    }
}

/// The icon of a state, its cell `cell` pixels wide.
pub(super) fn icon(state: Role, at: [f32; 2], cell: f32) -> Mark {
    let radius = cell * if state == Role::LeftAlone { 0.17 } else { 0.4 };
    let width = match state {
        Role::Missed => 0.14 * cell,
        Role::FalseAlarm => 0.13 * cell,
        _ => 0.0,
    };
    Mark::Point { at, radius, width, shape: shape(state), ink: Ink::full(state) }
}

/// All icons, and a line around those with the condition.
pub(super) fn icons(people: &People, threshold: Threshold, lattice: &Lattice) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::with_capacity(people.persons.len() + 1);
    let all = people.persons.iter().enumerate();
    marks.extend(all.map(|(index, person)| icon(person.state(threshold), lattice.middle(index), lattice.cell)));
    let with = people.persons.iter().take_while(|person| person.has_it).count();
    if with > 0 {
        let ink = Ink::full(Role::Quiet);
        marks.push(Mark::Line { points: around(with, lattice), width: 0.09 * lattice.cell, dash: Dash::Solid, ink });
    }
    marks
}

/// What the icons mean and how many there are of each, in as many rows as `area` needs; with the height of them all.
pub(super) fn legend(
    people: &People,
    threshold: Threshold,
    [left, top, width]: [f32; 3],
    size: f32,
    measure: &dyn Measure,
) -> (Vec<Mark>, f32) {
    let counts = people.counts(threshold);
    let (mut marks, mut at) = (Vec::new(), [left, top]);
    for (state, word) in STATES {
        let word = crate::language::translate(word);
        let number = count_of(&counts, state);
        let word = if state == Role::FalseAlarm && number == 1 { tr!("false alarm") } else { word };
        let text = format!("{} {word}", count(number));
        let advance = 1.5 * size + measure.width(&text, size, false);
        if at[0] > left && at[0] + advance > left + width {
            at = [left, at[1] + LINE * size];
        }
        marks.push(icon(state, [at[0] + 0.55 * size, at[1] + 0.5 * LINE * size], 1.15 * size));
        marks.push(Mark::Words {
            at: [at[0] + 1.5 * size, at[1]],
            text,
            size,
            strong: false,
            ink: Ink::full(Role::Ink),
        });
        at[0] += advance + 1.2 * size;
    }
    (marks, at[1] - top + LINE * size)
}

/// A line around the first `people` icons, which fill whole rows and part of one more.
fn around(people: usize, lattice: &Lattice) -> Vec<[f32; 2]> {
    let covers = lattice.covers();
    let (rows, rest) = (people / lattice.columns, people % lattice.columns);
    let [left, top] = [covers.left, covers.top];
    let (right, floor) = (covers.right, top + rows as f32 * lattice.cell);
    let (notch, below) = (left + rest as f32 * lattice.cell, floor + lattice.cell);
    let corners = match (rows, rest) {
        (0, _) => vec![[left, top], [notch, top], [notch, below], [left, below]],
        (_, 0) => vec![[left, top], [right, top], [right, floor], [left, floor]],
        _ => vec![[left, top], [right, top], [right, floor], [notch, floor], [notch, below], [left, below]],
    };
    let start = corners[0];
    corners.into_iter().chain([start]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn threshold(value: f64) -> Threshold {
        Threshold::clamped(value)
    }

    #[test]
    fn fewer_than_a_thousand_are_all_shown() {
        let people = People::new(&[0.9, 0.1, 0.4, f64::NAN], &[true, true, false, true]);
        let patients: Vec<usize> = people.persons().iter().map(|person| person.patient).collect();
        assert_eq!(patients, [1, 0, 2]);
        assert!(people.note().starts_with("All 3 patients"));
        assert_eq!(People::new(&[], &[]).note(), "There are no patients here.");
    }

    #[test]
    fn a_single_case_in_a_hundred_thousand_is_not_rounded_away() {
        let outcomes: Vec<bool> = (0..100_000).map(|patient| patient == 5).collect();
        let people = People::new(&vec![0.5; 100_000], &outcomes);
        assert_eq!(people.persons().len(), MOST);
        assert_eq!(people.counts(threshold(0.0)).tp, 1);
    }

    #[test]
    fn a_place_is_the_icon_drawn_there() {
        let area = Area::at([10.0, 20.0], [400.0, 250.0]);
        let lattice = Lattice::new(1000, area);
        assert_eq!(lattice.columns, 40);
        for index in [0, 39, 40, 999] {
            assert_eq!(lattice.at(lattice.middle(index)), Some(index));
        }
        assert_eq!(lattice.at([9.0, 30.0]), None);
        assert_eq!(Lattice::new(1000, Area::at([0.0, 0.0], [250.0, 400.0])).columns, 25);
        assert_eq!(Lattice::new(990, area).at(lattice.middle(999)), None);
    }

    proptest! {
        #[test]
        fn icons_of_a_class_match_its_rate_to_the_nearest_person(
            patients in prop::collection::vec((0..=1000_u32, prop::bool::weighted(0.2)), 1..4000),
            line in 0.0..=1.0_f64,
        ) {
            let scores: Vec<f64> = patients.iter().map(|(score, _)| f64::from(*score) / 1000.0).collect();
            let outcomes: Vec<bool> = patients.iter().map(|(_, outcome)| *outcome).collect();
            let people = People::new(&scores, &outcomes);
            let shown = people.counts(threshold(line));
            prop_assert_eq!(shown.n() as usize, patients.len().min(MOST));
            for has_it in [true, false] {
                let class: Vec<f64> =
                    scores.iter().zip(&outcomes).filter(|(_, outcome)| **outcome == has_it).map(|(score, _)| *score).collect();
                let flagged = class.iter().filter(|score| **score >= threshold(line).get()).count();
                let (icons, of) = if has_it { (shown.tp, shown.tp + shown.fn_) } else { (shown.fp, shown.fp + shown.tn) };
                let exact = flagged as f64 * of as f64 / class.len().max(1) as f64;
                prop_assert!((icons as f64 - exact).abs() <= 0.5 + 1e-9, "{icons} icons for {exact}");
            }
        }

        #[test]
        fn each_state_is_one_block_and_nobody_moves(
            patients in prop::collection::vec((0.0..=1.0_f64, any::<bool>()), 0..300),
            line in 0.0..=1.0_f64,
        ) {
            let (scores, outcomes): (Vec<f64>, Vec<bool>) = patients.into_iter().unzip();
            let people = People::new(&scores, &outcomes);
            let mut states: Vec<Role> = people.persons().iter().map(|person| person.state(threshold(line))).collect();
            states.dedup();
            let order: Vec<Role> = STATES.iter().map(|(state, _)| *state).filter(|state| states.contains(state)).collect();
            prop_assert_eq!(states, order);
        }
    }
}
