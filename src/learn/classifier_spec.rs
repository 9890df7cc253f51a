//! Which classifier, with which settings: plain data that a scenario can hold and a window can draw sliders from.

use super::error::LearnError;
use serde::{Deserialize, Serialize};

/// The classifiers that Cutpoint can train.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassifierKind {
    /// Logistic regression.
    Logistic,
    /// One decision tree.
    Tree,
    /// A random forest.
    Forest,
    /// Gaussian naive Bayes.
    NaiveBayes,
    /// k nearest neighbours.
    Knn,
    /// A support vector machine with a radial kernel.
    Svm,
}

impl ClassifierKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::Logistic, Self::Tree, Self::Forest, Self::NaiveBayes, Self::Knn, Self::Svm];

    /// The identifier of the command line and of saved scenarios.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Logistic => "logistic",
            Self::Tree => "tree",
            Self::Forest => "forest",
            Self::NaiveBayes => "naive_bayes",
            Self::Knn => "knn",
            Self::Svm => "svm",
        }
    }

    /// The name on screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Logistic => tr!("Logistic regression"),
            Self::Tree => tr!("Decision tree"),
            Self::Forest => tr!("Random forest"),
            Self::NaiveBayes => tr!("Naive Bayes"),
            Self::Knn => tr!("Nearest neighbours"),
            Self::Svm => tr!("Support vector machine"),
        }
    }

    /// One sentence on how it reaches a risk, for people who have never met it.
    #[must_use]
    pub fn summary(self) -> &'static str {
        match self {
            Self::Logistic => {
                tr!("Adds up points for each input, as a clinical score does, and turns the sum into a risk.")
            }
            Self::Tree => {
                tr!(
                    "Asks a few yes/no questions in turn; the risk is the share with the condition in the group reached."
                )
            }
            Self::Forest => tr!("Grows many trees, each on a different draw of patients, and averages their risks."),
            Self::NaiveBayes => {
                tr!(
                    "Multiplies the odds by one likelihood ratio per input, as if the inputs knew nothing of each other."
                )
            }
            Self::Knn => tr!("Finds the most similar patients and gives the share of them that had the condition."),
            Self::Svm => {
                tr!(
                    "Draws the widest curved border between the groups; the risk follows from the distance to the border."
                )
            }
        }
    }

    /// The classifier of that identifier.
    ///
    /// # Errors
    /// [`LearnError::UnknownKind`] with the identifiers that exist.
    pub fn parse(id: &str) -> Result<Self, LearnError> {
        Self::ALL.into_iter().find(|kind| kind.id() == id).ok_or_else(|| LearnError::UnknownKind {
            name: id.to_owned(),
            known: Self::ALL.iter().map(|kind| kind.id().to_owned()).collect(),
        })
    }
}

/// A classifier and its settings. Settings that do not matter to the kind are kept, so that switching to and fro loses
/// nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClassifierSpec {
    /// Which classifier.
    pub kind: ClassifierKind,
    /// Logistic regression: the ridge penalty on the coefficients of the standardised inputs (half the penalty times
    /// the sum of their squares is added to the negative log-likelihood). 1 is what scikit-learn does after
    /// standardising (`C = 1 / penalty`); 0 is plain maximum likelihood.
    pub penalty: f64,
    /// Tree and forest: the longest chain of questions.
    pub depth: u32,
    /// Tree and forest: the fewest patients (sum of weights) in a leaf.
    pub min_leaf: u32,
    /// Forest: how many trees.
    pub trees: u32,
    /// Nearest neighbours: how many.
    pub neighbours: u32,
    /// Support vector machine: C, the price of a patient on the wrong side.
    pub cost: f64,
    /// Support vector machine: gamma as a multiple of 1 / number of inputs (scikit-learn's `scale` is 1).
    pub gamma: f64,
}

impl Default for ClassifierSpec {
    fn default() -> Self {
        Self::of(ClassifierKind::Logistic)
    }
}

/// One slider: which field it moves, and what to tell the person who moves it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// The field's identifier, for [`ClassifierSpec::get`] and [`ClassifierSpec::set`].
    pub field: &'static str,
    /// The label in plain words, with the field's term in brackets.
    pub label: &'static str,
    /// One sentence on what moving it does.
    pub meaning: &'static str,
    /// The smallest value offered.
    pub min: f64,
    /// The largest value offered.
    pub max: f64,
    /// The step between values (on a logarithmic slider: of the smallest ones).
    pub step: f64,
    /// Whether the slider runs by factors rather than by differences.
    pub logarithmic: bool,
}

const PENALTY: Setting = Setting {
    field: "penalty",
    label: tr_noop!("Caution (ridge penalty)"),
    meaning: tr_noop!(
        "More caution pulls every effect towards none: steadier with few patients, but real effects shrink too."
    ),
    min: 0.01,
    max: 1000.0,
    step: 0.01,
    logarithmic: true,
};
const DEPTH: Setting = Setting {
    field: "depth",
    label: tr_noop!("Questions in a row (depth)"),
    meaning: tr_noop!(
        "How many yes/no questions one patient may be asked: more follow the data closely, and chance with it."
    ),
    min: 1.0,
    max: 12.0,
    step: 1.0,
    logarithmic: false,
};
const MIN_LEAF: Setting = Setting {
    field: "min_leaf",
    label: tr_noop!("Smallest group (leaf size)"),
    meaning: tr_noop!(
        "The fewest patients from whom a risk is read: small groups fit chance, large ones blur real differences."
    ),
    min: 1.0,
    max: 500.0,
    step: 1.0,
    logarithmic: true,
};
const TREES: Setting = Setting {
    field: "trees",
    label: tr_noop!("Number of trees"),
    meaning: tr_noop!("More trees make the average steadier and slower; beyond about a hundred little changes."),
    min: 1.0,
    max: 500.0,
    step: 1.0,
    logarithmic: true,
};
const NEIGHBOURS: Setting = Setting {
    field: "neighbours",
    label: tr_noop!("Similar patients asked (k)"),
    meaning: tr_noop!(
        "Few give jumpy risks that hang on single patients; many give smooth risks that blur who is different."
    ),
    min: 1.0,
    max: 201.0,
    step: 1.0,
    logarithmic: true,
};
const COST: Setting = Setting {
    field: "cost",
    label: tr_noop!("Strictness (C)"),
    meaning: tr_noop!(
        "How hard the border bends to get every training patient on the right side: too strict, and it fits chance."
    ),
    min: 0.01,
    max: 10.0,
    step: 0.01,
    logarithmic: true,
};
const GAMMA: Setting = Setting {
    field: "gamma",
    label: tr_noop!("Wiggliness of the border (gamma)"),
    meaning: tr_noop!("Low draws a nearly straight border; high lets each patient bend it only close by."),
    min: 0.05,
    max: 10.0,
    step: 0.01,
    logarithmic: true,
};

/// Every setting of every kind, with the range that training accepts (wider than the slider's where that is harmless).
const ALLOWED: [(Setting, f64, f64); 7] = [
    (PENALTY, 0.0, 1e6),
    (DEPTH, 1.0, 64.0),
    (MIN_LEAF, 1.0, 1e6),
    (TREES, 1.0, 2000.0),
    (NEIGHBOURS, 1.0, 10_000.0),
    (COST, 0.001, 10.0),
    (GAMMA, 0.001, 100.0),
];

impl ClassifierSpec {
    /// The classifier with its usual settings, which are scikit-learn's where it has one.
    #[must_use]
    pub const fn of(kind: ClassifierKind) -> Self {
        let depth = match kind {
            // A forest's trees grow until their leaves are pure; 64 questions are never reached by real patients.
            ClassifierKind::Forest => 64,
            _ => 5,
        };
        Self { kind, penalty: 1.0, depth, min_leaf: 1, trees: 100, neighbours: 15, cost: 1.0, gamma: 1.0 }
    }

    /// The settings that matter for this kind, the most telling first. Naive Bayes has none.
    #[must_use]
    pub const fn settings(&self) -> &'static [Setting] {
        match self.kind {
            ClassifierKind::Logistic => &[PENALTY],
            ClassifierKind::Tree => &[DEPTH, MIN_LEAF],
            ClassifierKind::Forest => &[TREES, MIN_LEAF],
            ClassifierKind::NaiveBayes => &[],
            ClassifierKind::Knn => &[NEIGHBOURS],
            ClassifierKind::Svm => &[COST, GAMMA],
        }
    }

    /// The setting that says how closely the classifier follows its patients; `None` for naive Bayes, which has none.
    #[must_use]
    pub const fn complexity(&self) -> Option<&'static Setting> {
        match self.kind {
            ClassifierKind::Logistic => Some(&PENALTY),
            ClassifierKind::Tree => Some(&DEPTH),
            ClassifierKind::Forest => Some(&MIN_LEAF),
            ClassifierKind::NaiveBayes => None,
            ClassifierKind::Knn => Some(&NEIGHBOURS),
            ClassifierKind::Svm => Some(&COST),
        }
    }

    /// The value of a setting, whichever kind it belongs to; `None` when there is no such field.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<f64> {
        Some(match field {
            "penalty" => self.penalty,
            "depth" => f64::from(self.depth),
            "min_leaf" => f64::from(self.min_leaf),
            "trees" => f64::from(self.trees),
            "neighbours" => f64::from(self.neighbours),
            "cost" => self.cost,
            "gamma" => self.gamma,
            _ => return None,
        })
    }

    /// Changes a setting; whole-number settings are rounded.
    ///
    /// # Errors
    /// [`LearnError::UnknownSetting`] for an unknown field, [`LearnError::Setting`] out of range; the specification is
    /// then as before.
    pub fn set(&mut self, field: &str, value: f64) -> Result<(), LearnError> {
        let (setting, min, max) =
            ALLOWED.iter().find(|(setting, ..)| setting.field == field).ok_or_else(|| LearnError::UnknownSetting {
                field: field.to_owned(),
                known: ALLOWED.iter().map(|(setting, ..)| setting.field.to_owned()).collect(),
            })?;
        in_range(setting, value, *min, *max)?;
        // In range, so the cast neither truncates nor wraps.
        let whole = value.round() as u32;
        match field {
            "penalty" => self.penalty = value,
            "depth" => self.depth = whole,
            "min_leaf" => self.min_leaf = whole,
            "trees" => self.trees = whole,
            "neighbours" => self.neighbours = whole,
            "cost" => self.cost = value,
            _ => self.gamma = value,
        }
        Ok(())
    }

    /// Proves every setting to be within the range that training accepts.
    ///
    /// # Errors
    /// [`LearnError::Setting`] names the first that is not.
    pub fn validate(&self) -> Result<(), LearnError> {
        ALLOWED
            .iter()
            .try_for_each(|(setting, min, max)| in_range(setting, self.get(setting.field).unwrap_or(*min), *min, *max))
    }
}

fn in_range(setting: &Setting, value: f64, min: f64, max: f64) -> Result<(), LearnError> {
    if (min..=max).contains(&value) {
        Ok(())
    } else {
        Err(LearnError::Setting { label: crate::language::translate(setting.label), found: value, min, max })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offered_setting_can_be_read_and_moved_over_its_whole_range() {
        for kind in ClassifierKind::ALL {
            let mut spec = ClassifierSpec::of(kind);
            spec.validate().expect("the usual settings are valid");
            assert_eq!(ClassifierKind::parse(kind.id()), Ok(kind));
            for setting in spec.settings() {
                for value in [setting.min, setting.max] {
                    spec.set(setting.field, value).expect("the slider stays in range");
                    assert_eq!(spec.get(setting.field), Some(value));
                }
                let before = spec.clone();
                assert!(spec.set(setting.field, f64::NAN).is_err() && spec.set(setting.field, -1.0).is_err());
                assert_eq!(spec, before);
            }
        }
        assert!(matches!(ClassifierSpec::default().set("colour", 1.0), Err(LearnError::UnknownSetting { .. })));
        assert!(ClassifierKind::parse("oracle").is_err());
    }

    #[test]
    fn a_saved_specification_comes_back_and_a_misspelt_field_is_refused() {
        let spec = ClassifierSpec { depth: 3, ..ClassifierSpec::of(ClassifierKind::Tree) };
        let text = serde_json::to_string(&spec).expect("plain data");
        assert_eq!(serde_json::from_str::<ClassifierSpec>(&text).expect("round trip"), spec);
        assert!(serde_json::from_str::<ClassifierSpec>(r#"{"kind":"tree","dept":3}"#).is_err());
    }
}
