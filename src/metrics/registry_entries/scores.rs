//! Figures made of all scores, whatever the threshold.

use super::{NOBODY, NOBODY_HAS_IT, ONE_CLASS, VAN_CALSTER};
use crate::metrics::{Kind, Metric, ScoredTestSet, average_precision, brier, calibration, log_loss};

pub(super) const AUC: Metric = Metric {
    id: "auc",
    name: "Area under the ROC curve (AUC)",
    synonyms: &["AUROC", "c-statistic", "concordance", "ROC AUC"],
    formula: "pairs ranked correctly ÷ all pairs of one patient with and one without the condition, ties counted half",
    template: "pairs ranked correctly ÷ ({positives} × {negatives} = {pairs} pairs)",
    tells: "How often a patient with the condition gets a higher risk than one without it; 0.5 is guessing.",
    hides: "Whether the risks are right, what happens at your threshold, and how many alerts are false. It is not the share sorted correctly.",
    undefined_when: ONE_CLASS,
    source: "Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747",
    kind: Kind::Scores(ScoredTestSet::auc),
};

pub(super) const AVERAGE_PRECISION: Metric = Metric {
    id: "average_precision",
    name: "Average precision (AP)",
    synonyms: &["AP", "area under the precision-recall curve", "AUPRC", "PR AUC"],
    formula: "sum over all thresholds of PPV × sensitivity gained",
    template: "PPV averaged over the {positives} patients with the condition, each taken at their own score",
    tells: "How pure the alerts are on the way to finding everybody; guessing gives the prevalence.",
    hides: "How it would look elsewhere: it depends on the prevalence, so it cannot be compared between clinics.",
    undefined_when: NOBODY_HAS_IT,
    source: "scikit-learn's average_precision_score; Davis and Goadrich 2006, doi:10.1145/1143844.1143874",
    kind: Kind::Scores(average_precision),
};

pub(super) const BRIER: Metric = Metric {
    id: "brier",
    name: "Brier score",
    synonyms: &["mean squared error of the risk", "quadratic score"],
    formula: "mean of (risk − outcome)², with outcome 1 or 0",
    template: "mean over {n} patients of (risk − outcome)²",
    tells: "How far the risks lie from what happened; 0 is perfect.",
    hides: "Whether ranking or calibration is to blame. In a rare condition it is small for any model.",
    undefined_when: NOBODY,
    source: "Brier 1950, Monthly Weather Review 78:1-3",
    kind: Kind::Scores(brier),
};

pub(super) const LOG_LOSS: Metric = Metric {
    id: "log_loss",
    name: "Log loss",
    synonyms: &["cross-entropy", "logistic loss", "negative log-likelihood"],
    formula: "mean of −ln(risk given to what happened)",
    template: "mean over {n} patients of −ln(risk given to what happened)",
    tells: "How surprised the model was by what happened; 0 is perfect, and being sure and wrong costs most.",
    hides: "Who was affected: one patient called impossible can outweigh many.",
    undefined_when: NOBODY,
    source: "Good 1952, J R Stat Soc B 14:107-114",
    kind: Kind::Scores(log_loss),
};

pub(super) const CALIBRATION_SLOPE: Metric = Metric {
    id: "calibration_slope",
    name: "Calibration slope",
    synonyms: &["Cox slope", "logistic recalibration slope"],
    formula: "slope of a logistic regression of the outcome on the log odds of the risk",
    template: "slope over {n} patients",
    tells: "Whether the risks are too extreme (below 1), too timid (above 1) or about right (1).",
    hides: "Whether the risks are too high or too low on the whole.",
    undefined_when: "only one outcome occurs, all risks are the same, or the risks part the outcomes perfectly",
    source: VAN_CALSTER,
    kind: Kind::Scores(|set| calibration(set).slope),
};

pub(super) const CALIBRATION_INTERCEPT: Metric = Metric {
    id: "calibration_intercept",
    name: "Calibration-in-the-large",
    synonyms: &["calibration intercept"],
    formula: "what must be added to every log odds so that as many are expected as were observed",
    template: "shift over {n} patients with {positives} observed",
    tells: "Whether the risks are too low (above 0), too high (below 0) or right on the whole (0).",
    hides: "Errors that cancel: too high for some and too low for others.",
    undefined_when: ONE_CLASS,
    source: VAN_CALSTER,
    kind: Kind::Scores(|set| calibration(set).intercept),
};

pub(super) const OBSERVED_EXPECTED_RATIO: Metric = Metric {
    id: "observed_expected_ratio",
    name: "Observed ÷ expected",
    synonyms: &["O:E ratio", "O/E", "observed:expected ratio"],
    formula: "patients with the condition ÷ sum of all risks",
    template: "{positives} ÷ sum of {n} risks",
    tells: "How many have the condition for each one whom the risks led you to expect; above 1 the risks are too low.",
    hides: "Errors that cancel: too high for some and too low for others.",
    undefined_when: "every risk is 0, or there are no patients",
    source: VAN_CALSTER,
    kind: Kind::Scores(|set| calibration(set).observed_expected_ratio),
};
