//! Cross-validation: every patient is held out once.

use crate::metrics::Interval;

use super::super::derived::Derived;
use super::super::job::PipelineError;
use super::curve::pools;
use super::folds::folds;
use super::trial::{Aucs, Spread, scored};

/// Into how many parts the patients are dealt.
pub const FOLDS: usize = 5;

/// One part, held out while a model learns from the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Fold {
    /// The patients held out, as rows of the collected patients.
    pub rows: Vec<usize>,
    /// How many of them have the condition.
    pub with: usize,
    /// What came of it: `None` until it was tried, and why where no model could be trained.
    pub tried: Option<Result<Judged, String>>,
}

/// A model judged by the part that it had not seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// Its figures.
    pub aucs: Aucs,
    /// The interval around the AUC among those held out.
    pub interval: Option<Interval>,
}

/// All of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Rounds {
    /// The parts, in order.
    pub folds: Vec<Fold>,
    /// How many patients there would be to learn from and to judge by, where a slow classifier is given fewer.
    pub capped: Option<[usize; 2]>,
}

impl Rounds {
    /// The training patients dealt into [`FOLDS`] parts.
    pub(super) fn new(derived: &Derived) -> Self {
        let ([pool, _], capped) = pools(derived);
        let parts = folds(&derived.data.collected.label, &pool, FOLDS, derived.scenario.seed);
        Self { capped, ..Self::of(derived, parts) }
    }

    /// These parts, each a list of rows of the collected patients, none of them tried yet.
    #[must_use]
    pub fn of(derived: &Derived, parts: Vec<Vec<usize>>) -> Self {
        let labels = &derived.data.collected.label;
        let fold = |rows: Vec<usize>| {
            let with = rows.iter().filter(|&&row| labels[row]).count();
            Fold { rows, with, tried: None }
        };
        Self { folds: parts.into_iter().map(fold).collect(), capped: None }
    }

    /// How many models are trained, and how many there will be.
    #[must_use]
    pub fn progress(&self) -> [usize; 2] {
        [self.folds.iter().filter(|fold| fold.tried.is_some()).count(), self.folds.len()]
    }

    /// The AUC among those held out, over the parts; `None` while none has one.
    #[must_use]
    pub fn unseen(&self) -> Option<Spread> {
        let judged = |fold: &Fold| fold.tried.as_ref()?.as_ref().ok()?.aucs.unseen;
        Spread::of(self.folds.iter().filter_map(judged).collect())
    }

    /// Trains the next model and judges it; whether there was one to train. What cannot be learnt from is noted in its part.
    ///
    /// # Errors
    /// [`PipelineError::Cancelled`] alone.
    pub fn advance(&mut self, derived: &Derived, cancelled: &dyn Fn() -> bool) -> Result<bool, PipelineError> {
        let Some(next) = self.folds.iter().position(|fold| fold.tried.is_none()) else { return Ok(false) };
        let others = self.folds.iter().enumerate().filter(|(place, _)| *place != next);
        let mut rows: Vec<usize> = others.flat_map(|(_, fold)| fold.rows.iter().copied()).collect();
        rows.sort_unstable();
        self.folds[next].tried = match judge(derived, [&rows, &self.folds[next].rows], cancelled) {
            Ok(judged) => Some(Ok(judged)),
            Err(problem) if problem.is_cancelled() => return Err(PipelineError::Cancelled),
            Err(problem) => Some(Err(problem.to_string())),
        };
        Ok(true)
    }
}

fn judge(
    derived: &Derived,
    [rows, unseen]: [&[usize]; 2],
    cancelled: &dyn Fn() -> bool,
) -> Result<Judged, PipelineError> {
    let model = derived.refit(&derived.scenario, rows, cancelled)?;
    let set = |rows: &[usize]| scored(derived, &model, rows, cancelled);
    let unseen = set(unseen)?;
    let aucs = Aucs { training: set(rows)?.auc(), unseen: unseen.auc() };
    Ok(Judged { aucs, interval: unseen.auc_ci() })
}
