//! The smallest change of one patient's inputs that carries the risk across the threshold.

use super::subject::Cell;
use super::what_if::evenly;
use super::{Subject, Value};
use crate::data::Column;
use crate::learn::LearnError;
use crate::num::Threshold;

/// A number is tried at up to this many of the training patients' values, and at as many places between the extremes.
const PLACES: usize = 48;
/// In pairs, at this many.
const PLACES_IN_PAIRS: usize = 6;
/// So many pairs are drawn in towards the patient.
const PAIRS_DRAWN_IN: usize = 8;
/// So many halvings draw a change in: 2^-40 of its size.
const HALVINGS: usize = 40;

/// One input, changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The column.
    pub column: String,
    /// What is recorded now; missing counts from the value that the model fills in.
    pub from: Value,
    /// What it would have to be.
    pub to: Value,
    /// How far that is: standard deviations of the training patients, or 1 for another category.
    pub distance: f64,
}

/// What would carry the patient across.
#[derive(Debug, Clone, PartialEq)]
pub enum Changes {
    /// One input is enough: for each that is, its smallest change, the closest first.
    Single(Vec<Change>),
    /// No single input is enough; these two together are.
    Pair([Change; 2]),
    /// Neither one nor two inputs were found to be enough within what the training patients have.
    NoneFound,
}

/// Where the patient stands and what would change that.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// The patient's risk, from 0 to 1.
    pub risk: f64,
    /// Whether the patient is flagged now (risk at or above the threshold).
    pub flagged: bool,
    /// What would change it.
    pub changes: Changes,
}

/// The smallest change that has a flagged patient left in peace, or another flagged. Columns named in `fixed` stay as
/// they are, as what nobody can change should. Numbers stay within the range of the training patients and categories
/// among those that they have. The size of a change is the sum of its distances.
///
/// Single numbers are tried at up to 96 places and the nearest crossing is narrowed by halving; a crossing and return
/// between two places can be missed. Pairs are tried on a coarser grid and then drawn in along the straight line, so a
/// pair is a small change rather than proven to be the smallest.
///
/// # Errors
/// [`LearnError`] when the model cannot read the patient, such as an infinite number.
pub fn smallest_change(subject: &Subject, threshold: Threshold, fixed: &[String]) -> Result<Outlook, LearnError> {
    let risk = subject.risk()?;
    let flagged = risk >= threshold.get();
    let search = Search::new(subject, threshold, flagged, fixed);
    let singles = search.singles()?;
    let changes = if singles.is_empty() {
        search.pair()?.map_or(Changes::NoneFound, Changes::Pair)
    } else {
        Changes::Single(singles)
    };
    Ok(Outlook { risk, flagged, changes })
}

/// One input given another value.
#[derive(Debug, Clone, Copy)]
struct Step {
    input: usize,
    to: Cell,
    distance: f64,
}

struct Search<'a> {
    subject: &'a Subject<'a>,
    threshold: Threshold,
    flagged: bool,
    /// The inputs that may change.
    free: Vec<usize>,
    /// By input: one standard deviation of the training patients (numbers only).
    sd: Vec<f64>,
}

impl<'a> Search<'a> {
    fn new(subject: &'a Subject<'a>, threshold: Threshold, flagged: bool, fixed: &[String]) -> Self {
        let free = (0..subject.names.len()).filter(|&input| !fixed.contains(&subject.names[input])).collect();
        let sd = (0..subject.names.len()).map(|input| deviation(subject, input)).collect();
        Self { subject, threshold, flagged, free, sd }
    }

    /// Which of the changed patients are on the other side of the threshold.
    fn crossed(&self, changes: &[Vec<Step>]) -> Result<Vec<bool>, LearnError> {
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        let cells = |steps: &Vec<Step>| steps.iter().map(|step| (step.input, step.to)).collect();
        let risks = self.subject.risks_with(&changes.iter().map(cells).collect::<Vec<_>>())?;
        Ok(risks.into_iter().map(|risk| (risk >= self.threshold.get()) != self.flagged).collect())
    }

    /// Each place to try for an input, the nearest first; of two equally near the lower.
    fn steps(&self, input: usize, places: usize, observed: bool) -> Vec<Step> {
        let mut steps: Vec<Step> = match (&self.subject.pool[input], self.subject.read(input)) {
            (Column::Number(_), Cell::Number(_)) => {
                let known = self.subject.numbers(input);
                let mut values = evenly(&known, places);
                if observed {
                    let nth = |step: usize| known[step * (known.len() - 1) / (places - 1)];
                    values.extend((0..places).filter(|_| !known.is_empty()).map(nth));
                    values.sort_by(f64::total_cmp);
                    values.dedup();
                }
                values.into_iter().map(|value| self.step(input, Cell::Number(value))).collect()
            }
            (_, Cell::Code(_)) => {
                let levels = self.subject.levels(input);
                levels.into_iter().map(|code| self.step(input, Cell::Code(code))).collect()
            }
            _ => Vec::new(),
        };
        steps.retain(|step| step.distance > 0.0);
        steps.sort_by(|one, other| one.distance.total_cmp(&other.distance));
        steps
    }

    fn step(&self, input: usize, to: Cell) -> Step {
        let distance = match (self.subject.read(input), to) {
            (Cell::Number(from), Cell::Number(to)) if self.sd[input] > 0.0 => (to - from).abs() / self.sd[input],
            (Cell::Code(from), Cell::Code(to)) => f64::from(u8::from(from != to)),
            _ => 0.0,
        };
        Step { input, to, distance }
    }

    /// The smallest sufficient change of each input that has one, the closest first.
    fn singles(&self) -> Result<Vec<Change>, LearnError> {
        let lists: Vec<Vec<Step>> = self.free.iter().map(|&input| self.steps(input, PLACES, true)).collect();
        let trials: Vec<Vec<Step>> = lists.iter().flatten().map(|&step| vec![step]).collect();
        let mut crossed = self.crossed(&trials)?.into_iter();
        let mut brackets = Vec::new();
        for list in &lists {
            let hits: Vec<bool> = crossed.by_ref().take(list.len()).collect();
            for upwards in [false, true] {
                let side = || list.iter().zip(&hits).filter(|(step, _)| self.is_upwards(step) == upwards);
                let Some(place) = side().position(|(_, hit)| *hit) else { continue };
                let inner = place.checked_sub(1).and_then(|place| side().nth(place)).map(|(step, _)| *step);
                let outer = side().nth(place).map(|(step, _)| *step);
                brackets.extend(outer.map(|outer| (inner.map(|step| vec![step]), vec![outer])));
            }
        }
        let mut best: Vec<Step> = self.narrowed(brackets)?.into_iter().flatten().collect();
        best.sort_by(|one, other| one.distance.total_cmp(&other.distance).then(one.input.cmp(&other.input)));
        let mut seen = vec![false; self.sd.len()];
        best.retain(|step| !std::mem::replace(&mut seen[step.input], true));
        Ok(best.iter().map(|step| self.change(step)).collect())
    }

    fn is_upwards(&self, step: &Step) -> bool {
        match (self.subject.read(step.input), step.to) {
            (Cell::Number(from), Cell::Number(to)) => to > from,
            _ => false,
        }
    }

    /// The two inputs whose change together is the smallest found.
    fn pair(&self) -> Result<Option<[Change; 2]>, LearnError> {
        let lists: Vec<Vec<Step>> = self.free.iter().map(|&input| self.steps(input, PLACES_IN_PAIRS, false)).collect();
        let mut trials = Vec::new();
        for (place, first) in lists.iter().enumerate() {
            for second in &lists[place + 1..] {
                trials.extend(first.iter().flat_map(|&one| second.iter().map(move |&other| vec![one, other])));
            }
        }
        let crossed = self.crossed(&trials)?;
        let mut found: Vec<Vec<Step>> =
            trials.into_iter().zip(crossed).filter(|(_, hit)| *hit).map(|(t, _)| t).collect();
        found.sort_by(|one, other| size(one).total_cmp(&size(other)));
        found.truncate(PAIRS_DRAWN_IN);
        let drawn = self.narrowed(found.into_iter().map(|steps| (None, steps)).collect())?;
        let best = drawn.into_iter().min_by(|one, other| size(one).total_cmp(&size(other)));
        Ok(best.map(|steps| [self.change(&steps[0]), self.change(&steps[1])]))
    }

    /// Halves the way from what does not cross (the patient without one) to what does, keeping the end that does.
    fn narrowed(&self, brackets: Vec<(Option<Vec<Step>>, Vec<Step>)>) -> Result<Vec<Vec<Step>>, LearnError> {
        let own = |steps: &[Step]| -> Vec<Step> {
            steps.iter().map(|step| self.step(step.input, self.subject.read(step.input))).collect()
        };
        let (mut inner, mut outer): (Vec<Vec<Step>>, Vec<Vec<Step>>) =
            brackets.into_iter().map(|(inner, outer)| (inner.unwrap_or_else(|| own(&outer)), outer)).unzip();
        for _ in 0..HALVINGS {
            let middle: Vec<Vec<Step>> = inner.iter().zip(&outer).map(|(from, to)| self.middle(from, to)).collect();
            for (place, (hit, middle)) in self.crossed(&middle)?.into_iter().zip(middle).enumerate() {
                if hit {
                    outer[place] = middle;
                } else {
                    inner[place] = middle;
                }
            }
        }
        Ok(outer)
    }

    /// Half way between two changes of the same inputs; categories stay with the second.
    fn middle(&self, from: &[Step], to: &[Step]) -> Vec<Step> {
        let half = |(from, to): (&Step, &Step)| match (from.to, to.to) {
            (Cell::Number(low), Cell::Number(high)) => self.step(to.input, Cell::Number(low + (high - low) / 2.0)),
            _ => *to,
        };
        from.iter().zip(to).map(half).collect()
    }

    fn change(&self, step: &Step) -> Change {
        Change {
            column: self.subject.names[step.input].clone(),
            from: self.subject.shown(step.input, self.subject.recorded(step.input)),
            to: self.subject.shown(step.input, step.to),
            distance: step.distance,
        }
    }
}

fn size(steps: &[Step]) -> f64 {
    steps.iter().map(|step| step.distance).sum()
}

/// The population standard deviation of a number among the training patients who have it; 0 for categories.
fn deviation(subject: &Subject, input: usize) -> f64 {
    let Column::Number(values) = &subject.pool[input] else { return 0.0 };
    let known: Vec<f64> = values[..subject.background].iter().copied().filter(|value| value.is_finite()).collect();
    let n = known.len().max(1) as f64;
    let mean = known.iter().sum::<f64>() / n;
    libm::sqrt(known.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / n)
}
