//! Figures made of all scores, whatever the threshold.

use super::{NOBODY, NOBODY_HAS_IT, ONE_CLASS, VAN_CALSTER};
use crate::metrics::{Kind, Metric, ScoredTestSet, average_precision, brier, calibration, log_loss};

pub(super) const AUC: Metric = Metric {
    id: "auc",
    name: tr_noop!("Area under the ROC curve (AUC)"),
    synonyms: &[tr_noop!("AUROC"), tr_noop!("c-statistic"), tr_noop!("concordance"), tr_noop!("ROC AUC")],
    formula: tr_noop!(
        "pairs ranked correctly ÷ all pairs of one patient with and one without the condition, ties counted half"
    ),
    template: tr_noop!("pairs ranked correctly ÷ ({positives} × {negatives} = {pairs} pairs)"),
    tells: tr_noop!("How often a patient with the condition gets a higher risk than one without it; 0.5 is guessing."),
    hides: tr_noop!(
        "Whether the risks are right, what happens at your threshold, and how many alerts are false. It is not the share sorted correctly."
    ),
    undefined_when: ONE_CLASS,
    source: "Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747",
    kind: Kind::Scores(ScoredTestSet::auc),
};

pub(super) const AVERAGE_PRECISION: Metric = Metric {
    id: "average_precision",
    name: tr_noop!("Average precision (AP)"),
    synonyms: &[
        tr_noop!("AP"),
        tr_noop!("area under the precision-recall curve"),
        tr_noop!("AUPRC"),
        tr_noop!("PR AUC"),
    ],
    formula: tr_noop!("sum over all thresholds of PPV × sensitivity gained"),
    template: tr_noop!("PPV averaged over the {positives} patients with the condition, each taken at their own score"),
    tells: tr_noop!("How pure the alerts are on the way to finding everybody; guessing gives the prevalence."),
    hides: tr_noop!(
        "How it would look elsewhere: it depends on the prevalence, so it cannot be compared between clinics."
    ),
    undefined_when: NOBODY_HAS_IT,
    source: "scikit-learn's average_precision_score; Davis and Goadrich 2006, doi:10.1145/1143844.1143874",
    kind: Kind::Scores(average_precision),
};

pub(super) const BRIER: Metric = Metric {
    id: "brier",
    name: tr_noop!("Brier score"),
    synonyms: &[tr_noop!("mean squared error of the risk"), tr_noop!("quadratic score")],
    formula: tr_noop!("mean of (risk − outcome)², with outcome 1 or 0"),
    template: tr_noop!("mean over {n} patients of (risk − outcome)²"),
    tells: tr_noop!("How far the risks lie from what happened; 0 is perfect."),
    hides: tr_noop!("Whether ranking or calibration is to blame. In a rare condition it is small for any model."),
    undefined_when: NOBODY,
    source: "Brier 1950, Monthly Weather Review 78:1-3",
    kind: Kind::Scores(brier),
};

pub(super) const LOG_LOSS: Metric = Metric {
    id: "log_loss",
    name: tr_noop!("Log loss"),
    synonyms: &[tr_noop!("cross-entropy"), tr_noop!("logistic loss"), tr_noop!("negative log-likelihood")],
    formula: tr_noop!("mean of −ln(risk given to what happened)"),
    template: tr_noop!("mean over {n} patients of −ln(risk given to what happened)"),
    tells: tr_noop!("How surprised the model was by what happened; 0 is perfect, and being sure and wrong costs most."),
    hides: tr_noop!("Who was affected: one patient called impossible can outweigh many."),
    undefined_when: NOBODY,
    source: "Good 1952, J R Stat Soc B 14:107-114",
    kind: Kind::Scores(log_loss),
};

pub(super) const CALIBRATION_SLOPE: Metric = Metric {
    id: "calibration_slope",
    name: tr_noop!("Calibration slope"),
    synonyms: &[tr_noop!("Cox slope"), tr_noop!("logistic recalibration slope")],
    formula: tr_noop!("slope of a logistic regression of the outcome on the log odds of the risk"),
    template: tr_noop!("slope over {n} patients"),
    tells: tr_noop!("Whether the risks are too extreme (below 1), too timid (above 1) or about right (1)."),
    hides: tr_noop!("Whether the risks are too high or too low on the whole."),
    undefined_when: tr_noop!(
        "only one outcome occurs, all risks are the same, or the risks part the outcomes perfectly"
    ),
    source: VAN_CALSTER,
    kind: Kind::Scores(|set| calibration(set).slope),
};

pub(super) const CALIBRATION_INTERCEPT: Metric = Metric {
    id: "calibration_intercept",
    name: tr_noop!("Calibration-in-the-large"),
    synonyms: &[tr_noop!("calibration intercept")],
    formula: tr_noop!("what must be added to every log odds so that as many are expected as were observed"),
    template: tr_noop!("shift over {n} patients with {positives} observed"),
    tells: tr_noop!("Whether the risks are too low (above 0), too high (below 0) or right on the whole (0)."),
    hides: tr_noop!("Errors that cancel: too high for some and too low for others."),
    undefined_when: ONE_CLASS,
    source: VAN_CALSTER,
    kind: Kind::Scores(|set| calibration(set).intercept),
};

pub(super) const OBSERVED_EXPECTED_RATIO: Metric = Metric {
    id: "observed_expected_ratio",
    name: tr_noop!("Observed ÷ expected"),
    synonyms: &[tr_noop!("O:E ratio"), "O/E", tr_noop!("observed:expected ratio")],
    formula: tr_noop!("patients with the condition ÷ sum of all risks"),
    template: tr_noop!("{positives} ÷ sum of {n} risks"),
    tells: tr_noop!(
        "How many have the condition for each one whom the risks led you to expect; above 1 the risks are too low."
    ),
    hides: tr_noop!("Errors that cancel: too high for some and too low for others."),
    undefined_when: tr_noop!("every risk is 0, or there are no patients"),
    source: VAN_CALSTER,
    kind: Kind::Scores(|set| calibration(set).observed_expected_ratio),
};
