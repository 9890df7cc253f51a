//! A scenario as what differs from the one with which its dataset opens.

use toml::{Table, Value};

use super::{ShareError, readable_format};
use crate::data::catalogue::shipped_recipe;
use crate::data::recipe::Recipe;
use crate::data::wrong_key::finding;
use crate::scenario::Scenario;

/// Words that the text of most codes has, the most frequent last. They are part of the code's version: never change them within one.
pub(super) const WORDS: &str = "\
urea intensive_care asthma more_nodules type upper_lobe size_curve size emphysema marker hospital ink ulcer change hand_or_foot
contrast border asymmetry diameter blood_index clinic_visits log_cost cost conditions breathless probe_reading copd heart_disease
sweating typical_pain ecg log_troponin troponin hours_since_onset kidney_function follow_up_note lives_alone medicines sodium
haemoglobin emergency_visits comorbidity emergency stay hba1c_measured hba1c steroids high_blood_pressure smoker family_history bmi
antibiotics lactate_ordered lactate crp white_cells confusion oxygen_saturation temperature systolic_pressure heart_rate
breathing_rate age_band age
asthma_share = special_care = 0.0
second_hospital = choice_of_nodules = 2.0
ink_everywhere = ink_on_cancers = medium_share = poor_access_share = need_label = 1.0
access_gap = dark_share = device_bias = women_share = historical = 0.0
tests_skipped = elsewhere = undiagnosed = testing_of_worried = south_asian_share = lactate_on_request = 1.0
under_recording = 0.
drift = 1.
site = 1.0
representation = 0.
prevalence = 0.
patients_a_day = 0.0
shifts = 3
staff = 2
minutes_per_alert = minutes_spared = sensitivity = 0.8
specificity = 0.8
flagged = 0.1
harm_ratio = 9.0
[goals]
[months.drift]
knob = \"prevalence\"
to = 0.
retrain = 6
effect = 0.3
patients = 2000
months = 12
[months]
[mitigation]
balance = false
better_label = false
interactions = false
leave_out = [\"
recalibrate = \"intercept_and_slope\"
local_patients = 1000
abstain = 0.0
more_data = 1
[mitigation.group_thresholds]
balance = true
better_label = true
interactions = true
ward_patients = 20000
patients = 12000
test_fraction = 0.3
group_by_second = \"age_band\"
null_control = true
coin_flips = 20
dataset = \"pneumonia\"
dataset = \"lung-nodule\"
dataset = \"skin-lesion\"
dataset = \"care-management\"
dataset = \"hypoxaemia\"
dataset = \"chest-pain\"
dataset = \"readmission\"
dataset = \"diabetes\"
dataset = \"ward-sepsis\"
unset = [\"group_by\"]
group_by = \"ethnicity\"
group_by = \"deprivation\"
group_by = \"age_band\"
group_by = \"sex\"
seed = 2
toggled = [\"skin_tone\", \"ethnicity\", \"sex\"]
threshold = 0.05

[classifier]
kind = \"svm\"
penalty = 10.0
cost = gamma = neighbours = 15
kind = \"knn\"
kind = \"naive_bayes\"
min_leaf = 20
trees = 100
depth = 5
kind = \"tree\"
kind = \"forest\"

[deploy]
prevalence = 0.

[collect]
prevalence = 0.";

/// What differs, and from what.
pub(super) struct Short {
    /// A fingerprint of the settings with which the dataset opens; 0 where the text says everything itself.
    pub defaults: u16,
    /// What differs, as TOML: a scenario's own fields, [`UNSET`] and [`TOGGLED`].
    pub text: String,
}

/// The field for the names of fields that the dataset opens with and the scenario lacks.
const UNSET: &str = "unset";
/// The field for the inputs that are ticked here and not at first, or the other way round.
const TOGGLED: &str = "toggled";

/// The scenario as what differs from its dataset's own, or in full where the dataset is not shipped.
///
/// # Errors
/// [`ShareError::Unwritable`] when a number in it has no TOML form.
pub(super) fn shortened(scenario: &Scenario) -> Result<Short, ShareError> {
    let whole = table(scenario)?;
    if let Ok(recipe) = shipped_recipe(&scenario.dataset) {
        let text = written(&differences(scenario, whole.clone(), &recipe)?)?;
        let short = Short { defaults: fingerprint(&recipe), text };
        // A difference that does not lead back is never handed out.
        if short.expanded().is_ok_and(|back| table(&back).is_ok_and(|back| same(&back, &whole))) {
            return Ok(short);
        }
    }
    Ok(Short { defaults: 0, text: written(&whole)? })
}

impl Short {
    /// The scenario.
    ///
    /// # Errors
    /// [`ShareError::Dataset`], [`ShareError::OtherDefaults`], [`ShareError::Newer`] or [`ShareError::Unreadable`].
    pub(super) fn expanded(&self) -> Result<Scenario, ShareError> {
        let mut own: Table = toml::from_str(&self.text).map_err(unreadable)?;
        if let Some(format) = own.get("format").and_then(Value::as_integer) {
            readable_format(format)?;
        }
        let whole = if self.defaults == 0 { own } else { self.on_defaults(&mut own)? };
        scenario_of(whole)
    }

    /// The defaults with `own` laid over them.
    fn on_defaults(&self, own: &mut Table) -> Result<Table, ShareError> {
        let found = own.get("dataset").and_then(Value::as_str).unwrap_or_default().to_owned();
        let Ok(recipe) = shipped_recipe(&found) else { return Err(ShareError::Dataset { found }) };
        if fingerprint(&recipe) != self.defaults {
            return Err(ShareError::OtherDefaults { dataset: recipe.title.clone() });
        }
        let mut whole = table(&Scenario::of(&recipe))?;
        for field in names(own.remove(UNSET)) {
            whole.remove(&field);
        }
        if let Some(toggled) = own.remove(TOGGLED) {
            whole.insert("inputs".to_owned(), ticked(&recipe, &names(Some(toggled))).into());
        }
        lay_over(&mut whole, std::mem::take(own));
        Ok(whole)
    }
}

fn differences(scenario: &Scenario, mut own: Table, recipe: &Recipe) -> Result<Table, ShareError> {
    let defaults = table(&Scenario::of(recipe))?;
    let unset: Vec<String> = defaults.keys().filter(|field| !own.contains_key(*field)).cloned().collect();
    drop_same(&mut own, &defaults);
    if own.contains_key("inputs") {
        let at_first = recipe.default_inputs();
        let offered = recipe.variables.iter().filter(|variable| variable.is_offered()).map(|variable| &variable.id);
        let toggled: Vec<String> =
            offered.filter(|id| scenario.inputs.contains(id) != at_first.contains(id)).cloned().collect();
        // Inputs in an order of their own, which may move a figure's last digit, are written out.
        if ticked(recipe, &toggled) == scenario.inputs {
            own.remove("inputs");
            own.insert(TOGGLED.to_owned(), toggled.into());
        }
    }
    if !unset.is_empty() {
        own.insert(UNSET.to_owned(), unset.into());
    }
    own.insert("dataset".to_owned(), scenario.dataset.clone().into());
    Ok(own)
}

/// The inputs at first, with those in `toggled` ticked or unticked, in the recipe's order.
fn ticked(recipe: &Recipe, toggled: &[String]) -> Vec<String> {
    let at_first = recipe.default_inputs();
    let ids = recipe.variables.iter().map(|variable| variable.id.clone());
    ids.filter(|id| at_first.contains(id) != toggled.contains(id)).collect()
}

/// Takes from `own` what `defaults` says too. Numbers are compared as written, so that −0 is not 0.
fn drop_same(own: &mut Table, defaults: &Table) {
    own.retain(|field, value| match (value, defaults.get(field)) {
        (Value::Table(own), Some(Value::Table(defaults))) => {
            drop_same(own, defaults);
            !own.is_empty()
        }
        (value, Some(default)) => value.to_string() != default.to_string(),
        (_, None) => true,
    });
}

fn lay_over(whole: &mut Table, own: Table) {
    for (field, value) in own {
        match (whole.get_mut(&field), value) {
            (Some(Value::Table(whole)), Value::Table(own)) => lay_over(whole, own),
            (_, value) => drop(whole.insert(field, value)),
        }
    }
}

/// Whether two tables read the same, to the last bit.
fn same(one: &Table, two: &Table) -> bool {
    one.to_string() == two.to_string()
}

/// What a scenario takes over from its recipe, in two bytes that are never 0: where it differs, so does what a code means.
fn fingerprint(recipe: &Recipe) -> u16 {
    let Scenario { patients, ward_patients, threshold, group_by, inputs, .. } = Scenario::of(recipe);
    let said = format!("{patients} {ward_patients} {:016x} {group_by:?} {inputs:?}", threshold.get().to_bits());
    let offered = recipe.variables.iter().filter(|variable| variable.is_offered());
    let offered: Vec<&str> = offered.map(|variable| variable.id.as_str()).collect();
    let sum = crc32fast::hash(format!("{said} {offered:?}").as_bytes());
    ((sum ^ (sum >> 16)) as u16).max(1)
}

/// The scenario as a table. TOML has no whole numbers above 2⁶³ − 1, so a larger seed is written as text.
fn table(scenario: &Scenario) -> Result<Table, ShareError> {
    let large = i64::try_from(scenario.seed).is_err();
    let plain = Scenario { seed: if large { 0 } else { scenario.seed }, ..scenario.clone() };
    let mut table = Table::try_from(&plain).map_err(|error| ShareError::Unwritable(error.to_string()))?;
    if large {
        table.insert("seed".to_owned(), scenario.seed.to_string().into());
    }
    Ok(table)
}

fn scenario_of(mut table: Table) -> Result<Scenario, ShareError> {
    let large = table.get("seed").and_then(Value::as_str).and_then(|seed| seed.parse::<u64>().ok());
    if large.is_some() {
        table.insert("seed".to_owned(), 0.into());
    }
    let scenario: Scenario = table.try_into().map_err(unreadable)?;
    Ok(Scenario { seed: large.unwrap_or(scenario.seed), ..scenario })
}

fn written(table: &Table) -> Result<String, ShareError> {
    toml::to_string(table).map_err(|error| ShareError::Unwritable(error.to_string()))
}

#[expect(clippy::needless_pass_by_value, reason = "it stands where an error is handed over")]
fn unreadable(error: toml::de::Error) -> ShareError {
    ShareError::Unreadable(finding(&error))
}

/// The texts of a list; none where there is no list.
fn names(list: Option<Value>) -> Vec<String> {
    let Some(Value::Array(list)) = list else { return Vec::new() };
    list.into_iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
}
