//! A scenario held against its recipe: every name known, every number in range.

use crate::data::generator::Population;
use crate::data::nearest::nearest;
use crate::data::recipe::{Knob, Recipe};
use crate::data::wrong_key::line_of_name;

use super::{FEWEST_PATIENTS, MOST_COIN_FLIPS, MOST_PATIENTS, MOST_TIMES, Scenario};

/// What a scenario says that its recipe cannot follow.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ScenarioError {
    /// A number of patients out of range.
    #[error(
        "{}",
        tr!(
            "{field} is {found}; expected a whole number from {FEWEST_PATIENTS} to {MOST_PATIENTS}",
            field = .field, found = .found, FEWEST_PATIENTS = FEWEST_PATIENTS, MOST_PATIENTS = MOST_PATIENTS
        )
    )]
    Patients {
        /// The scenario's field.
        field: &'static str,
        /// What it says.
        found: usize,
    },
    /// The share held out leaves nobody to train on or nobody to test on.
    #[error("{}", tr!("test_fraction is {found}; expected a number above 0 and below 1, for example 0.5", found = .found))]
    TestFraction {
        /// What it says.
        found: f64,
    },
    /// A variable, group attribute or knob that the recipe lacks.
    #[error(
        "{}",
        tr!(
            "{field} names \"{found}\", which {dataset} does not have{}; it has: {}",
            nearest_words(.nearest.as_deref()), .known.join(", "), field = .field, found = .found, dataset = .dataset
        )
    )]
    Unknown {
        /// The scenario's field.
        field: &'static str,
        /// What it names.
        found: String,
        /// The dataset.
        dataset: String,
        /// The known name most like it, if one is.
        nearest: Option<String>,
        /// All known names.
        known: Vec<String>,
    },
    /// A knob out of its range.
    #[error(
        "{}",
        tr!(
            "{field}.{knob} is {found}; expected a number from {min} to {max}",
            field = .field, knob = .knob, found = .found, min = .min, max = .max
        )
    )]
    KnobRange {
        /// `collect` or `deploy`.
        field: &'static str,
        /// The knob.
        knob: String,
        /// What it stands at.
        found: f64,
        /// Its least value.
        min: f64,
        /// Its greatest value.
        max: f64,
    },
    /// A measure against bias out of its range.
    #[error(
        "{}",
        tr!(
            "mitigation.{field} is {found}; expected a number from {min} to {max}",
            field = .field, found = .found, min = .min, max = .max
        )
    )]
    MitigationRange {
        /// The measure's field.
        field: &'static str,
        /// What it says.
        found: f64,
        /// Its least value.
        min: f64,
        /// Its greatest value.
        max: f64,
    },
    /// More patients than can be collected.
    #[error(
        "{}",
        tr!(
            "mitigation.more_data is {found}; expected a whole number from 1 to {most}, since {patients} patients are collected \
            without it and at most {MOST_PATIENTS} can be",
            found = .found, most = .most, patients = .patients, MOST_PATIENTS = MOST_PATIENTS
        )
    )]
    MoreData {
        /// What it says.
        found: u32,
        /// The most that it may say.
        most: u32,
        /// How many patients are collected without it.
        patients: usize,
    },
    /// Thresholds for groups, but no groups.
    #[error(
        "{}",
        tr!(
            "mitigation.group_thresholds names \"{found}\", but group_by names no attribute to compare patients by; add group_by, \
            or leave the thresholds out",
            found = .found
        )
    )]
    NoGroups {
        /// The first group named.
        found: String,
    },
    /// A second attribute to compare by without a first, or the same again.
    #[error(
        "{}",
        tr!(
            "group_by_second names \"{found}\", which {why}; name another attribute of the patients, or leave group_by_second out",
            found = .found, why = .why
        )
    )]
    SecondGroup {
        /// What it names.
        found: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A part of the plan over months out of its range.
    #[error(
        "{}",
        tr!(
            "months.{field} is {found}; expected a number from {min} to {max}",
            field = .field, found = .found, min = .min, max = .max
        )
    )]
    MonthsRange {
        /// The plan's field.
        field: &'static str,
        /// What it says.
        found: f64,
        /// Its least value.
        min: f64,
        /// Its greatest value.
        max: f64,
    },
    /// A goal out of its range.
    #[error(
        "{}",
        tr!(
            "goals.{field} is {found}; expected a number from {min} to {max}",
            field = .field, found = .found, min = .min, max = .max
        )
    )]
    GoalsRange {
        /// The goal's field.
        field: &'static str,
        /// What it says.
        found: f64,
        /// Its least value.
        min: f64,
        /// Its greatest value.
        max: f64,
    },
    /// What drifts is no knob of the ward.
    #[error(
        "{}",
        tr!(
            "months.drift names the knob \"{found}\", which does not shape the ward of {dataset}; name a deployment knob",
            found = .found, dataset = .dataset
        )
    )]
    MonthsKnob {
        /// What it names.
        found: String,
        /// The dataset.
        dataset: String,
    },
    /// More coin flips than can be among the inputs.
    #[error(
        "{}",
        tr!(
            "coin_flips is {found}; expected a whole number from 0 to {MOST_COIN_FLIPS}",
            found = .found, MOST_COIN_FLIPS = MOST_COIN_FLIPS
        )
    )]
    CoinFlips {
        /// What it says.
        found: u32,
    },
    /// The model may use nothing.
    #[error("{}", tr!("the model has no input; tick at least one in \"What did the model learn?\""))]
    NoInputs,
}

impl ScenarioError {
    /// The line of `text`, the scenario's file, on which the name stands that is not known.
    #[must_use]
    pub fn line_in(&self, text: &str) -> Option<usize> {
        match self {
            Self::Unknown { field, found, .. } => line_of_name(text, field, found),
            _ => None,
        }
    }
}

fn nearest_words(nearest: Option<&str>) -> String {
    nearest.map(|name| tr!(" (did you mean \"{name}\"?)", name)).unwrap_or_default()
}

/// Proof that a scenario was held against its recipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked(());

impl Scenario {
    /// Holds the scenario against its recipe.
    ///
    /// # Errors
    /// The first [`ScenarioError`] found.
    pub fn check(&self, recipe: &Recipe) -> Result<Checked, ScenarioError> {
        for (field, found) in [("patients", self.patients), ("ward_patients", self.ward_patients)] {
            if !(FEWEST_PATIENTS..=MOST_PATIENTS).contains(&found) {
                return Err(ScenarioError::Patients { field, found });
            }
        }
        if self.test_fraction.is_nan() || self.test_fraction <= 0.0 || self.test_fraction >= 1.0 {
            return Err(ScenarioError::TestFraction { found: self.test_fraction });
        }
        self.check_coin_flips()?;
        if self.given().is_empty() {
            return Err(ScenarioError::NoInputs);
        }
        let offered = recipe.variables.iter().filter(|variable| variable.is_offered());
        self.known("mitigation.leave_out", self.mitigation.leave_out.iter(), self.inputs.iter().map(String::as_str))?;
        self.known("inputs", self.inputs.iter(), offered.map(|variable| variable.id.as_str()))?;
        self.known("group_by", self.group_by.iter(), recipe.groups().map(|group| group.id.as_str()))?;
        self.check_second_group(recipe)?;
        self.check_mitigation(recipe)?;
        for (field, population, values) in
            [("collect", Population::Collected, &self.collect), ("deploy", Population::Deployed, &self.deploy)]
        {
            let acting = recipe.knobs.iter().filter(|knob| knob.acts_on_population(population));
            self.known(field, values.keys(), acting.flat_map(|knob| [knob.id.as_str(), knob.alias.as_str()]))?;
            for (name, &found) in values {
                let Some(Knob { min, max, .. }) = recipe.knob(name) else { continue };
                if !(*min..=*max).contains(&found) {
                    return Err(ScenarioError::KnobRange { field, knob: name.clone(), found, min: *min, max: *max });
                }
            }
        }
        Ok(Checked(()))
    }

    fn check_second_group(&self, recipe: &Recipe) -> Result<(), ScenarioError> {
        self.known("group_by_second", self.group_by_second.iter(), recipe.groups().map(|group| group.id.as_str()))?;
        let Some(found) = self.group_by_second.clone() else { return Ok(()) };
        match &self.group_by {
            None => Err(ScenarioError::SecondGroup { found, why: tr!("stands without a group_by") }),
            Some(first) if *first == found => {
                Err(ScenarioError::SecondGroup { found, why: tr!("group_by names already") })
            }
            Some(_) => Ok(()),
        }
    }

    fn check_mitigation(&self, recipe: &Recipe) -> Result<(), ScenarioError> {
        self.mitigation.check()?;
        self.goals.check()?;
        self.months.check(recipe)?;
        let (found, patients) = (self.mitigation.more_data, self.patients);
        let most = (MOST_PATIENTS / patients.max(1)).clamp(1, MOST_TIMES as usize) as u32;
        if found > most {
            return Err(ScenarioError::MoreData { found, most, patients });
        }
        let named = &self.mitigation.group_thresholds;
        match (&self.group_by, named.keys().next()) {
            (_, None) => Ok(()),
            (None, Some(first)) => Err(ScenarioError::NoGroups { found: first.clone() }),
            (Some(_), Some(_)) => {
                let groups = self.groups(recipe);
                self.known("mitigation.group_thresholds", named.keys(), groups.iter().map(String::as_str))
            }
        }
    }

    /// That every name in `found` is one of `known`.
    fn known<'a>(
        &self,
        field: &'static str,
        found: impl Iterator<Item = &'a String>,
        known: impl Iterator<Item = &'a str>,
    ) -> Result<(), ScenarioError> {
        let known: Vec<&str> = known.filter(|name| !name.is_empty()).collect();
        for found in found {
            if !known.contains(&found.as_str()) {
                let near = nearest(found, known.iter().copied()).map(str::to_owned);
                let (found, dataset) = (found.clone(), self.dataset.clone());
                let known = known.iter().map(|&name| name.to_owned()).collect();
                return Err(ScenarioError::Unknown { field, found, dataset, nearest: near, known });
            }
        }
        Ok(())
    }
}
