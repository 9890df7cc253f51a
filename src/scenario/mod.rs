//! The one document that says what is on screen: data, knobs, classifier, threshold. Results are never part of it.
//!
//! Everything that a person can change about the patients, the model and the decision stands here, as plain numbers and
//! names, so that the window, a saved file and the command line always speak of the same thing. How it is looked at
//! (room, theme, which side is shown) belongs to the window.

mod check;
mod codec;
mod coins;
mod difference;
mod document;
mod goals;
mod mitigation;
mod months;
pub mod share;

pub use check::{Checked, ScenarioError};
pub use codec::{CodecError, FORMAT_VERSION};
pub use coins::{MOST_COIN_FLIPS, TOSSES, coin_flip};
pub use difference::Change;
pub use document::{Document, DocumentError};
pub use goals::{Goals, MOST_A_DAY, WORST_MISS};
pub use mitigation::{LOCAL_PATIENTS, MOST_TIMES, Mitigation, Recalibrate};
pub use months::{A_MONTH, Drift, MONTHS, MonthsPlan};
pub use share::{LONGEST_SHARE_CODE, SHARE_VERSION, ShareError, is_like_share_code};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::data::recipe::Recipe;
use crate::learn::{ClassifierKind, ClassifierSpec};
use crate::num::Threshold;

/// Fewest patients that can be collected: below it no split leaves anyone to test on.
pub const FEWEST_PATIENTS: usize = 20;
/// Most patients that can be collected.
pub const MOST_PATIENTS: usize = 200_000;

/// Everything a learner can change, and nothing that follows from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The version of this document's format, [`FORMAT_VERSION`] in what this program writes.
    pub format: u32,
    /// The dataset's identifier, for example `ward-sepsis`.
    pub dataset: String,
    /// The seed of every random stream.
    pub seed: u64,
    /// How many patients are collected, before the split into training and held-out rows.
    pub patients: usize,
    /// How many patients make up the fresh population on the ward.
    pub ward_patients: usize,
    /// The share of the collected patients that is held out for testing, above 0 and below 1.
    pub test_fraction: f64,
    /// The score at and above which a patient is flagged.
    pub threshold: Threshold,
    /// The group attribute by which patients are compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_by: Option<String>,
    /// A second attribute to compare by: groups are then those of both at once, such as "Female, 80 and over". Training and
    /// the balance of groups look at the first alone. `None` without a first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_by_second: Option<String>,
    /// Whether the patients are redrawn with no bias at all: groups at random, the record true, the ward like the collection.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub null_control: bool,
    /// The variables that the model may use, in the recipe's order.
    pub inputs: Vec<String>,
    /// How many columns of pure chance the model is given beside its inputs, from 0 to [`MOST_COIN_FLIPS`].
    #[serde(default, skip_serializing_if = "coins::are_none")]
    pub coin_flips: u32,
    /// The classifier and its settings.
    pub classifier: ClassifierSpec,
    /// Knobs that shape the collected patients, by identifier; those not named stand at their default.
    #[serde(default)]
    pub collect: BTreeMap<String, f64>,
    /// Knobs that shape the ward's patients, by identifier; those not named stand at their default.
    #[serde(default)]
    pub deploy: BTreeMap<String, f64>,
    /// What happens on the ward month by month.
    #[serde(default, skip_serializing_if = "MonthsPlan::is_default")]
    pub months: MonthsPlan,
    /// What is done against bias.
    #[serde(default, skip_serializing_if = "Mitigation::is_none")]
    pub mitigation: Mitigation,
    /// What is wanted of the threshold.
    #[serde(default, skip_serializing_if = "Goals::is_default")]
    pub goals: Goals,
}

impl Scenario {
    /// The scenario with which a dataset opens: default knobs, logistic regression, the recipe's own threshold.
    #[must_use]
    pub fn of(recipe: &Recipe) -> Self {
        Self {
            format: FORMAT_VERSION,
            dataset: recipe.id.clone(),
            seed: 1,
            patients: recipe.default_patients,
            ward_patients: recipe.default_patients,
            test_fraction: 0.5,
            threshold: recipe.default_threshold,
            group_by: recipe.default_group(),
            group_by_second: None,
            null_control: false,
            inputs: recipe.default_inputs(),
            coin_flips: 0,
            classifier: ClassifierSpec::of(ClassifierKind::Logistic),
            collect: BTreeMap::new(),
            deploy: BTreeMap::new(),
            months: MonthsPlan::default(),
            mitigation: Mitigation::default(),
            goals: Goals::default(),
        }
    }

    /// How many patients are collected in all, [`Mitigation::more_data`] counted in.
    #[must_use]
    pub const fn collected_patients(&self) -> usize {
        self.patients.saturating_mul(self.mitigation.more_data as usize)
    }

    /// The columns that the model is given: its inputs, less those left out against bias, then the coin flips.
    #[must_use]
    pub fn given(&self) -> Vec<String> {
        let inputs = self.inputs.iter().filter(|input| !self.mitigation.leave_out.contains(*input)).cloned();
        inputs.chain(self.coin_flip_columns()).collect()
    }

    /// Compares patients by another attribute, or by none. Thresholds for the groups of the former one are let go: they name
    /// groups that the new one does not have.
    pub fn compare_by(&mut self, group_by: Option<String>) {
        let second = self.group_by_second.clone();
        self.compare_by_both(group_by, second);
    }

    /// As [`Scenario::compare_by`], by two attributes at once. One that is the same as the first is dropped.
    pub fn compare_by_both(&mut self, first: Option<String>, second: Option<String>) {
        let second = second.filter(|_| first.is_some()).filter(|second| first.as_ref() != Some(second));
        if self.group_by != first || self.group_by_second != second {
            (self.group_by, self.group_by_second) = (first, second);
            self.mitigation.group_thresholds.clear();
        }
    }

    /// The names of the groups that patients are compared by, in order; empty without an attribute, or with one that
    /// `recipe` lacks.
    #[must_use]
    pub fn groups(&self, recipe: &Recipe) -> Vec<String> {
        let levels = |id: &Option<String>| {
            let variable = id.as_deref().and_then(|id| recipe.variable(id));
            variable.map(|variable| variable.levels.clone()).unwrap_or_default()
        };
        let first = levels(&self.group_by);
        match &self.group_by_second {
            None => first,
            second => crossed(&first, &levels(second)),
        }
    }
}

/// The names of the groups of two attributes at once: "Female, 80 and over", the first attribute's order first.
#[must_use]
pub fn crossed(first: &[String], second: &[String]) -> Vec<String> {
    first.iter().flat_map(|one| second.iter().map(move |two| format!("{one}, {two}"))).collect()
}
