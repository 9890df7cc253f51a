//! What each stage depends on, and nothing more: equal keys mean that the stage need not run again.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::data::recipe::Recipe;
use crate::learn::ClassifierSpec;
use crate::scenario::{Recalibrate, Scenario};

/// What the patients depend on.
#[derive(Debug, Clone)]
pub struct DataKey {
    recipe: Arc<Recipe>,
    seed: u64,
    patients: usize,
    ward_patients: usize,
    test_fraction: f64,
    collect: BTreeMap<String, f64>,
    deploy: BTreeMap<String, f64>,
    null_control: bool,
    better_label: bool,
    more_data: u32,
    coin_flips: u32,
}

impl PartialEq for DataKey {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.recipe, &other.recipe)
            && self.seed == other.seed
            && self.patients == other.patients
            && self.ward_patients == other.ward_patients
            && self.test_fraction.to_bits() == other.test_fraction.to_bits()
            && self.collect == other.collect
            && self.deploy == other.deploy
            && self.null_control == other.null_control
            && self.better_label == other.better_label
            && self.more_data == other.more_data
            && self.coin_flips == other.coin_flips
    }
}

/// What the model and its scores depend on.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelKey {
    data: DataKey,
    inputs: Vec<String>,
    classifier: ClassifierSpec,
    balance: bool,
    interactions: bool,
    /// The compared group, where training depends on it.
    group: Option<String>,
    /// How risks are fitted to local outcomes, and on how many patients.
    recalibrate: Option<(Recalibrate, usize)>,
}

/// What the scored test sets depend on.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupKey {
    model: ModelKey,
    group_by: Option<String>,
    group_by_second: Option<String>,
}

impl GroupKey {
    /// The key of `scenario` on `recipe`. The threshold is in none of the keys: moving it recomputes nothing here.
    #[must_use]
    pub fn new(recipe: &Arc<Recipe>, scenario: &Scenario) -> Self {
        let data = DataKey {
            recipe: Arc::clone(recipe),
            seed: scenario.seed,
            patients: scenario.patients,
            ward_patients: scenario.ward_patients,
            test_fraction: scenario.test_fraction,
            collect: scenario.collect.clone(),
            deploy: scenario.deploy.clone(),
            null_control: scenario.null_control,
            better_label: scenario.mitigation.better_label,
            more_data: scenario.mitigation.more_data,
            coin_flips: scenario.coin_flips,
        };
        let measures = &scenario.mitigation;
        let model = ModelKey {
            data,
            inputs: scenario.given(),
            classifier: scenario.classifier.clone(),
            balance: measures.balance,
            interactions: measures.interactions,
            group: scenario.group_by.clone().filter(|_| measures.balance || measures.interactions),
            recalibrate: measures.recalibrate.map(|how| (how, measures.local_patients)),
        };
        let (group_by, group_by_second) = (scenario.group_by.clone(), scenario.group_by_second.clone());
        Self { model, group_by, group_by_second }
    }

    /// The part that the model depends on.
    #[must_use]
    pub fn model(&self) -> &ModelKey {
        &self.model
    }

    /// The part that the patients depend on.
    #[must_use]
    pub fn data(&self) -> &DataKey {
        &self.model.data
    }
}
