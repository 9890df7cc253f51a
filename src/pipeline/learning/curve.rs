//! Training against held-out patients while one thing is varied.

use crate::learn::{ClassifierKind, Setting};
use crate::scenario::Scenario;

use super::super::derived::Derived;
use super::super::job::PipelineError;
use super::folds::draw;
use super::trial::Tries;

/// How many models are trained at each place of a curve.
pub const DRAWS: usize = 10;
/// Fewest patients that a curve over patients begins with.
const FEWEST: usize = 50;
/// About how many places a curve has.
const PLACES: usize = 9;
/// Which share of the patients each model of a curve over complexity learns from, in fifths.
const FIFTHS: usize = 4;

/// What is varied along a curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Varied {
    /// The number of patients to learn from.
    Patients,
    /// The setting that says how closely the classifier follows the patients.
    Setting(&'static Setting),
    /// The number of inputs, for a classifier without such a setting.
    Inputs,
}

/// One place of a curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The number of patients, the setting's value, or the number of inputs.
    pub at: f64,
    /// How many patients each model learns from.
    pub patients: usize,
    /// How many models are to be trained.
    pub models: usize,
    /// What came of those trained so far.
    pub tries: Tries,
}

/// A curve, as far as it is worked out.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// What is varied.
    pub varied: Varied,
    /// Its places, in ascending order.
    pub places: Vec<Place>,
    /// The patients whom models learn from, out of all collected.
    pub pool: Vec<usize>,
    /// The patients whom none of them sees.
    pub unseen: Vec<usize>,
    /// How many patients there would be to learn from and to judge by, where a slow classifier is given fewer.
    pub capped: Option<[usize; 2]>,
}

/// The most patients to learn from, and to judge by, so that a curve takes seconds rather than minutes.
const fn most(kind: ClassifierKind) -> [usize; 2] {
    match kind {
        ClassifierKind::Logistic | ClassifierKind::NaiveBayes | ClassifierKind::Tree => [10_000, 10_000],
        ClassifierKind::Knn => [3_000, 2_000],
        ClassifierKind::Forest => [2_000, 5_000],
        ClassifierKind::Svm => [1_000, 2_000],
    }
}

/// The patients to learn from and those to judge by, fewer than there are for a slow classifier, and how many there are then.
pub(super) fn pools(derived: &Derived) -> ([Vec<usize>; 2], Option<[usize; 2]>) {
    let split = &derived.data.split;
    let labels = &derived.data.collected.label;
    let scenario = &derived.scenario;
    let [train, test] = most(scenario.classifier.kind);
    let few = |rows: &[usize], most, stage| draw(labels, rows, most, (scenario.seed, stage));
    let pools = [few(&split.train, train, "those to learn from"), few(&split.held_out, test, "those to judge by")];
    let all = [split.train.len(), split.held_out.len()];
    let capped = pools[0].len() < all[0] || pools[1].len() < all[1];
    (pools, capped.then_some(all))
}

impl Curve {
    /// The plan of the curve over the number of patients: by equal factors from 50 to all. The last place is one model on all of
    /// them, the others [`DRAWS`] models on as many random draws without replacement.
    pub(super) fn over_patients(derived: &Derived) -> Self {
        let ([pool, unseen], capped) = pools(derived);
        let all = pool.len();
        let factor = (all as f64 / FEWEST as f64).max(1.0);
        let mut sizes: Vec<usize> = (0..PLACES - 1)
            .map(|step| libm::round(FEWEST as f64 * libm::pow(factor, step as f64 / (PLACES - 1) as f64)) as usize)
            .filter(|&size| size < all)
            .collect();
        sizes.dedup();
        let place = |(size, models)| Place { at: size as f64, patients: size, models, tries: Tries::default() };
        let places = sizes.into_iter().map(|size| (size, DRAWS)).chain([(all, 1)]).map(place).collect();
        Self { varied: Varied::Patients, places, pool, unseen, capped }
    }

    /// The plan of the curve over the setting that matters, or over the number of inputs: [`DRAWS`] models at each place, each on a
    /// random four fifths of the patients.
    pub(super) fn over_complexity(derived: &Derived) -> Self {
        let ([pool, unseen], capped) = pools(derived);
        let scenario = &derived.scenario;
        let (varied, values) = match scenario.classifier.complexity() {
            Some(setting) => (Varied::Setting(setting), along(setting)),
            None => (Varied::Inputs, (1..=scenario.given().len()).map(|inputs| inputs as f64).collect()),
        };
        let patients = pool.len() * FIFTHS / 5;
        let place = |at| Place { at, patients, models: DRAWS, tries: Tries::default() };
        Self { varied, places: values.into_iter().map(place).collect(), pool, unseen, capped }
    }

    /// How many models are trained, and how many there will be.
    #[must_use]
    pub fn progress(&self) -> [usize; 2] {
        [self.places.iter().map(|place| place.tries.tried()).sum(), self.places.iter().map(|place| place.models).sum()]
    }

    /// The patients from whom model number `model` at `place` learns.
    #[must_use]
    pub fn rows(&self, derived: &Derived, place: usize, model: usize) -> Vec<usize> {
        let Some(patients) = self.places.get(place).map(|place| place.patients) else { return Vec::new() };
        // The same draws at every setting, so that the curve shows the setting and not the luck of the draw.
        let stage = format!("draw {model} of {patients}");
        draw(&derived.data.collected.label, &self.pool, patients, (derived.scenario.seed, &stage))
    }

    /// The scenario of the models at `place`.
    #[must_use]
    pub fn scenario(&self, derived: &Derived, place: usize) -> Scenario {
        let mut scenario = derived.scenario.clone();
        let Some(at) = self.places.get(place).map(|place| place.at) else { return scenario };
        match self.varied {
            Varied::Patients => {}
            // Every place lies within the setting's own range, so nothing is refused.
            Varied::Setting(setting) => drop(scenario.classifier.set(setting.field, at)),
            Varied::Inputs => {
                let left = scenario.given().split_off(at as usize);
                scenario.inputs.retain(|input| !left.contains(input));
                // Coin flips stand last; those left out stay in the table unused.
                let coins = scenario.coin_flip_columns().filter(|coin| !left.contains(coin)).count();
                scenario.coin_flips = coins as u32;
            }
        }
        scenario
    }

    /// Trains the next model; whether there was one to train.
    pub(super) fn advance(&mut self, derived: &Derived, cancelled: &dyn Fn() -> bool) -> Result<bool, PipelineError> {
        let Some(next) = self.places.iter().position(|place| place.tries.tried() < place.models) else {
            return Ok(false);
        };
        let rows = self.rows(derived, next, self.places[next].tries.tried());
        let scenario = self.scenario(derived, next);
        self.places[next].tries.try_one(derived, &scenario, [&rows, &self.unseen], cancelled)?;
        Ok(true)
    }
}

/// The values of a setting along a curve, in ascending order: whole numbers where it takes no others.
fn along(setting: &Setting) -> Vec<f64> {
    let steps = (PLACES - 1) as f64;
    let mut values: Vec<f64> = (0..PLACES)
        .map(|step| {
            let part = step as f64 / steps;
            let value = if setting.logarithmic {
                setting.min * libm::pow(setting.max / setting.min, part)
            } else {
                setting.min + part * (setting.max - setting.min)
            };
            if setting.step >= 1.0 { value.round() } else { value }.clamp(setting.min, setting.max)
        })
        .collect();
    values.dedup();
    values
}
