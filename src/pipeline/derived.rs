//! The results of each stage.

use std::sync::Arc;

use crate::data::recipe::Recipe;
use crate::data::split::Split;
use crate::data::{Cohort, Column, MISSING, Table};
use crate::learn::{LearnError, TableModel};
use crate::metrics::{Groups, Recalibration, ScoredTestSet};
use crate::scenario::{Scenario, crossed};

use super::keys::GroupKey;

/// Which patients, and which outcome they are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Population {
    /// Held-out rows of the data as collected, against the labels as recorded: what a validation report says.
    #[default]
    Paper,
    /// A fresh population at the place of use, against the truth: what happens to patients.
    Ward,
}

/// The patients.
pub struct DataStage {
    /// All patients collected.
    pub collected: Cohort,
    /// Which of them train the model and which are held out.
    pub split: Split,
    /// The held-out patients, in the order of `split.held_out`.
    pub held_out: Arc<Cohort>,
    /// The fresh population.
    pub ward: Arc<Cohort>,
    /// What a panel did, where one reviewed the collected records.
    pub review: Option<Review>,
}

/// The work of a panel that held every collected record against the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    /// How many records it read.
    pub records: usize,
    /// How many of them were wrong.
    pub corrected: usize,
}

/// The model and what it says of each patient.
pub struct ModelStage {
    /// From variables to risks.
    pub trained: TableModel,
    /// What was done against bias that is worth knowing, and what could not be done.
    pub notes: Vec<String>,
    /// How long training took, in seconds of the wall clock; `None` where nobody timed it.
    pub training_seconds: Option<f64>,
    /// How the ward's risks were fitted to local outcomes.
    pub recalibration: Option<Recalibration>,
    /// The probability that the model gives each held-out patient.
    pub paper_scores: Arc<[f64]>,
    /// The probability that the model gives each patient on the ward.
    pub ward_scores: Arc<[f64]>,
}

impl ModelStage {
    /// The risk that the model gives other patients, on the ward as it was fitted to local outcomes.
    ///
    /// # Errors
    /// [`LearnError`] when a variable that the model needs is missing, or when cancelled.
    pub fn risks(
        &self,
        cohort: &Cohort,
        population: Population,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Vec<f64>, LearnError> {
        self.risks_in(&cohort.table, population, cancelled)
    }

    /// The same for the patients in the rows of a table.
    ///
    /// # Errors
    /// As above.
    pub fn risks_in(
        &self,
        table: &Table,
        population: Population,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Vec<f64>, LearnError> {
        self.risks_by(&self.trained, table, population, cancelled)
    }

    /// The same by `model` in place of this one.
    ///
    /// # Errors
    /// As above.
    pub fn risks_by(
        &self,
        model: &TableModel,
        table: &Table,
        population: Population,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Vec<f64>, LearnError> {
        let mut risks = model.risks(table, None, cancelled)?;
        if let Some(fitted) = self.recalibration_of(population) {
            risks.iter_mut().for_each(|risk| *risk = fitted.apply(*risk));
        }
        Ok(risks)
    }

    /// How risks are fitted to local outcomes there; on paper they are left as they are.
    #[must_use]
    pub fn recalibration_of(&self, population: Population) -> Option<Recalibration> {
        self.recalibration.filter(|_| population == Population::Ward)
    }
}

/// One population with the model's scores, ready for any threshold.
pub struct Side {
    /// Which population.
    pub population: Population,
    /// The patients.
    pub cohort: Arc<Cohort>,
    /// The probability that the model gives each of them.
    pub scores: Arc<[f64]>,
    /// The sorted scores, as a whole and per group.
    pub set: ScoredTestSet,
}

impl Side {
    /// The outcome that this side is held against: recorded labels on paper, the truth on the ward.
    #[must_use]
    pub fn outcomes(&self) -> &[bool] {
        match self.population {
            Population::Paper => &self.cohort.label,
            Population::Ward => &self.cohort.truth,
        }
    }

    /// The groups of its patients, as `scenario` compares them; `None` where it compares none. Whoever lacks an attribute is in none.
    #[must_use]
    pub fn group_codes(&self, scenario: &Scenario) -> Option<Groups> {
        Self::groups(&self.cohort, scenario)
    }

    /// The groups that `scenario` compares `cohort` by. Whoever lacks an attribute is in none.
    pub(super) fn groups(cohort: &Cohort, scenario: &Scenario) -> Option<Groups> {
        let column = |name: &Option<String>| match cohort.table.column(name.as_deref()?)? {
            Column::Category { codes, levels } => Some((codes, levels)),
            Column::Number(_) => None,
        };
        let (codes, names) = column(&scenario.group_by)?;
        let Some((others, levels)) = column(&scenario.group_by_second) else {
            return Some(Groups { codes: codes.clone(), names: names.clone() });
        };
        let width = levels.len() as u32;
        let both = |(&one, &two): (&u32, &u32)| match [one, two].contains(&MISSING) {
            true => Groups::NONE,
            false => one * width + two,
        };
        Some(Groups { codes: codes.iter().zip(others).map(both).collect(), names: crossed(names, levels) })
    }
}

/// Everything that follows from a scenario, except what its threshold decides.
pub struct Derived {
    /// The scenario it was made from; its threshold may since have moved.
    pub scenario: Scenario,
    /// The recipe it was made from.
    pub recipe: Arc<Recipe>,
    /// What it depends on.
    pub key: GroupKey,
    /// The patients.
    pub data: Arc<DataStage>,
    /// The model.
    pub model: Arc<ModelStage>,
    /// What the validation report is made of.
    pub paper: Arc<Side>,
    /// What happens to patients.
    pub ward: Arc<Side>,
    /// The results without the measures against bias, where any is taken: what they are compared with.
    pub without: Option<Arc<Derived>>,
}

impl Derived {
    /// The side of that population.
    #[must_use]
    pub fn side(&self, population: Population) -> &Arc<Side> {
        match population {
            Population::Paper => &self.paper,
            Population::Ward => &self.ward,
        }
    }
}
