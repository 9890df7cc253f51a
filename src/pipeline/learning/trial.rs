//! One model trained and tried on those that it learnt from and on others.

use crate::learn::TableModel;
use crate::metrics::ScoredTestSet;
use crate::scenario::Scenario;

use super::super::derived::Derived;
use super::super::job::PipelineError;

/// How well one model tells patients apart: the area under the ROC curve (AUC), `None` where only one outcome is among them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Aucs {
    /// Among the patients that it learnt from.
    pub training: Option<f64>,
    /// Among patients that it had not seen.
    pub unseen: Option<f64>,
}

/// What was tried at one place: every model's figures, and why others could not be trained.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tries {
    /// The models' figures.
    pub aucs: Vec<Aucs>,
    /// How many models could not be trained.
    pub failed: u32,
    /// Why the last of them could not, as a person should read it.
    pub why: Option<String>,
}

impl Tries {
    /// How many models were tried.
    #[must_use]
    pub fn tried(&self) -> usize {
        self.aucs.len() + self.failed as usize
    }

    /// Among the patients that each learnt from; `None` where no model could be judged.
    #[must_use]
    pub fn training(&self) -> Option<Spread> {
        Spread::of(self.aucs.iter().filter_map(|aucs| aucs.training).collect())
    }

    /// Among patients that none had seen; `None` where no model could be judged.
    #[must_use]
    pub fn unseen(&self) -> Option<Spread> {
        Spread::of(self.aucs.iter().filter_map(|aucs| aucs.unseen).collect())
    }

    /// Trains and judges one more, in rows of the collected patients.
    pub(super) fn try_one(
        &mut self,
        derived: &Derived,
        scenario: &Scenario,
        [rows, unseen]: [&[usize]; 2],
        cancelled: &dyn Fn() -> bool,
    ) -> Result<(), PipelineError> {
        match aucs(derived, scenario, [rows, unseen], cancelled) {
            Ok(aucs) => self.aucs.push(aucs),
            Err(problem) if problem.is_cancelled() => return Err(PipelineError::Cancelled),
            Err(problem) => {
                self.failed += 1;
                self.why = Some(problem.to_string());
            }
        }
        Ok(())
    }
}

/// The model of `scenario` learnt from `rows` and judged on them and on the rows `unseen`, all of the collected patients.
fn aucs(
    derived: &Derived,
    scenario: &Scenario,
    [rows, unseen]: [&[usize]; 2],
    cancelled: &dyn Fn() -> bool,
) -> Result<Aucs, PipelineError> {
    let model = derived.refit(scenario, rows, cancelled)?;
    let auc = |rows| scored(derived, &model, rows, cancelled).map(|set| set.auc());
    Ok(Aucs { training: auc(rows)?, unseen: auc(unseen)? })
}

/// What `model` says of the rows of the collected patients, against the record.
///
/// # Errors
/// [`PipelineError`] when a variable is missing, or when cancelled.
pub(super) fn scored(
    derived: &Derived,
    model: &TableModel,
    rows: &[usize],
    cancelled: &dyn Fn() -> bool,
) -> Result<ScoredTestSet, PipelineError> {
    let cohort = &derived.data.collected;
    let risks = model.risks(&cohort.table, Some(rows), cancelled)?;
    let labels: Vec<bool> = rows.iter().map(|&row| cohort.label[row]).collect();
    Ok(ScoredTestSet::new(&risks, &labels, None)?)
}

/// A figure over several models.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Its mean.
    pub mean: f64,
    /// The least of the middle ones.
    pub low: f64,
    /// The greatest of the middle ones.
    pub high: f64,
    /// How many lie from `low` to `high`: all but the lowest and the highest tenth, rounded down.
    pub middle: usize,
    /// How many there are.
    pub all: usize,
    /// Their standard deviation (with n − 1); `None` for one alone.
    pub deviation: Option<f64>,
}

impl Spread {
    /// `None` without any value.
    #[must_use]
    pub fn of(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        let all = values.len();
        let cut = all / 10;
        let middle = values.get(cut..all.checked_sub(cut)?)?;
        let mean = values.iter().sum::<f64>() / all as f64;
        let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
        Some(Self {
            mean,
            low: *middle.first()?,
            high: *middle.last()?,
            middle: middle.len(),
            all,
            deviation: (all > 1).then(|| (squares / (all - 1) as f64).sqrt()),
        })
    }
}
