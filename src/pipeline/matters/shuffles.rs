//! What the model loses on paper and on the ward when one input is shuffled.

use std::sync::Arc;

use super::super::derived::{Derived, Population, Side};
use super::super::job::{Job, PipelineError, Step};
use super::{columns, some};
use crate::data::Table;
use crate::explain::{AucLoss, auc_loss, shuffled};
use crate::rng::stream;

/// At most so many patients of each population are judged.
pub const JUDGED: usize = 3_000;
/// How often each input is shuffled.
pub const ROUNDS: usize = 5;

/// What shuffling one input costs.
#[derive(Debug, Clone, PartialEq)]
pub struct InputLoss {
    /// The input.
    pub column: String,
    /// On paper and on the ward: `None` until it is worked out; then `None` where the AUC is not defined.
    pub sides: [Option<Option<AucLoss>>; 2],
}

/// The losses of all inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Shuffles {
    /// In the order of the model.
    pub inputs: Vec<InputLoss>,
    /// How many patients were judged, on paper and on the ward.
    pub judged: [usize; 2],
}

/// The patients of one population and their scores.
struct Judged {
    table: Table,
    labels: Vec<bool>,
    scores: Vec<f64>,
}

impl Judged {
    fn new(side: &Side, seed: u64) -> Self {
        let rows = some(side.scores.len(), JUDGED, seed, "judged");
        let outcomes = side.outcomes();
        Self {
            table: side.cohort.table.take(&rows),
            labels: rows.iter().map(|&row| outcomes[row]).collect(),
            scores: rows.iter().map(|&row| side.scores[row]).collect(),
        }
    }
}

/// Works out [`Shuffles`], one input on one side a step.
pub struct ShufflesJob {
    derived: Arc<Derived>,
    sides: [Judged; 2],
    losses: Shuffles,
}

impl ShufflesJob {
    /// A job for the model and the patients of `derived`.
    #[must_use]
    pub fn new(derived: Arc<Derived>) -> Self {
        let seed = derived.scenario.seed;
        let sides = [Population::Paper, Population::Ward].map(|population| Judged::new(derived.side(population), seed));
        let inputs = columns(&derived).into_iter().map(|column| InputLoss { column, sides: [None; 2] }).collect();
        let judged = [0, 1].map(|side: usize| sides[side].labels.len());
        Self { derived, sides, losses: Shuffles { inputs, judged } }
    }

    fn loss(&self, column: &str, side: usize, cancelled: &dyn Fn() -> bool) -> Result<Option<AucLoss>, PipelineError> {
        let (patients, population) = (&self.sides[side], [Population::Paper, Population::Ward][side]);
        let mut rounds = Vec::with_capacity(ROUNDS);
        for round in 0..ROUNDS {
            let mut rng = stream(self.derived.scenario.seed, &["matters", column, &round.to_string()]);
            let table = shuffled(&patients.table, column, &mut rng);
            rounds.push(self.derived.model.risks_in(&table, population, cancelled)?);
        }
        Ok(auc_loss(&patients.scores, &rounds, &patients.labels)?)
    }
}

impl Job for ShufflesJob {
    type Output = Result<Shuffles, PipelineError>;

    fn step(&mut self, cancelled: &dyn Fn() -> bool) -> Step<Self::Output> {
        if cancelled() {
            return Step::Done(Err(PipelineError::Cancelled));
        }
        let missing = |loss: &InputLoss| loss.sides.iter().position(Option::is_none);
        let next = self.losses.inputs.iter().enumerate().find_map(|(input, loss)| Some((input, missing(loss)?)));
        let Some((input, side)) = next else { return Step::Done(Ok(self.losses.clone())) };
        let column = self.losses.inputs[input].column.clone();
        match self.loss(&column, side, cancelled) {
            Ok(loss) => self.losses.inputs[input].sides[side] = Some(loss),
            Err(problem) => return Step::Done(Err(problem)),
        }
        Step::More
    }

    fn so_far(&self) -> Option<Self::Output> {
        Some(Ok(self.losses.clone()))
    }
}
