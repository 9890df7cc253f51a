//! Figures made of the four counts at one threshold.

use super::{ALTMAN_PREDICTIVE, ALTMAN_SENSITIVITY, EVERYBODY_HAS_IT, NOBODY, NOBODY_HAS_IT};
use crate::metrics::{ConfusionMatrix, Kind, Metric};

pub(super) const SENSITIVITY: Metric = Metric {
    id: "sensitivity",
    name: "Sensitivity",
    synonyms: &["recall", "true positive rate", "TPR", "hit rate", "detection rate", "found"],
    formula: "found ÷ all who have the condition",
    template: "{tp} ÷ ({tp} + {fn})",
    tells: "Of those who have the condition, how many are flagged.",
    hides: "How many alerts are wrong: flagging everybody gives 100 %.",
    undefined_when: NOBODY_HAS_IT,
    source: ALTMAN_SENSITIVITY,
    kind: Kind::Proportion(ConfusionMatrix::sensitivity),
};

pub(super) const SPECIFICITY: Metric = Metric {
    id: "specificity",
    name: "Specificity",
    synonyms: &["true negative rate", "TNR", "selectivity", "left alone", "spared"],
    formula: "rightly not flagged ÷ all who do not have the condition",
    template: "{tn} ÷ ({tn} + {fp})",
    tells: "Of those who do not have the condition, how many are left alone.",
    hides: "How many are missed: flagging nobody gives 100 %. In a rare condition even 95 % can mean mostly false alarms.",
    undefined_when: EVERYBODY_HAS_IT,
    source: ALTMAN_SENSITIVITY,
    kind: Kind::Proportion(ConfusionMatrix::specificity),
};

pub(super) const PPV: Metric = Metric {
    id: "ppv",
    name: "Positive predictive value (PPV)",
    synonyms: &["precision", "positive predictive value", "PPV", "right alerts"],
    formula: "found ÷ all flagged",
    template: "{tp} ÷ ({tp} + {fp})",
    tells: "Of those flagged, how many really have the condition.",
    hides: "How many are missed. It falls where the condition is rarer, even if the model is the same.",
    undefined_when: "nobody is flagged",
    source: ALTMAN_PREDICTIVE,
    kind: Kind::Proportion(ConfusionMatrix::ppv),
};

pub(super) const NPV: Metric = Metric {
    id: "npv",
    name: "Negative predictive value (NPV)",
    synonyms: &["negative predictive value", "NPV"],
    formula: "rightly not flagged ÷ all not flagged",
    template: "{tn} ÷ ({tn} + {fn})",
    tells: "Of those not flagged, how many really do not have the condition.",
    hides: "Whether the model does anything: in a rare condition it is high even for a model that guesses.",
    undefined_when: "everybody is flagged",
    source: ALTMAN_PREDICTIVE,
    kind: Kind::Proportion(ConfusionMatrix::npv),
};

pub(super) const MISS_RATE: Metric = Metric {
    id: "miss_rate",
    name: "Miss rate",
    synonyms: &["missed", "false negative rate", "FNR", "1 − sensitivity", "type II error rate"],
    formula: "missed ÷ all who have the condition",
    template: "{fn} ÷ ({tp} + {fn})",
    tells: "Of those who have the condition, how many are not flagged.",
    hides: "How many false alarms it costs to miss so few.",
    undefined_when: NOBODY_HAS_IT,
    source: ALTMAN_SENSITIVITY,
    kind: Kind::Proportion(ConfusionMatrix::miss_rate),
};

pub(super) const FALSE_POSITIVE_RATE: Metric = Metric {
    id: "false_positive_rate",
    name: "False positive rate",
    synonyms: &["false alarm rate", "FPR", "fall-out", "1 − specificity", "type I error rate"],
    formula: "false alarms ÷ all who do not have the condition",
    template: "{fp} ÷ ({fp} + {tn})",
    tells: "Of those who do not have the condition, how many are flagged all the same.",
    hides: "What share of the alerts is false: that is 1 − PPV.",
    undefined_when: EVERYBODY_HAS_IT,
    source: ALTMAN_SENSITIVITY,
    kind: Kind::Proportion(ConfusionMatrix::false_positive_rate),
};

pub(super) const FALSE_DISCOVERY_RATE: Metric = Metric {
    id: "false_discovery_rate",
    name: "Alerts that are wrong",
    synonyms: &["false discovery rate", "FDR", "1 − PPV", "share of false alarms among alerts"],
    formula: "false alarms ÷ all flagged",
    template: "{fp} ÷ ({tp} + {fp})",
    tells: "Of those flagged, how many do not have the condition.",
    hides: "How many are missed. It rises where the condition is rarer, even if the model is the same.",
    undefined_when: "nobody is flagged",
    source: ALTMAN_PREDICTIVE,
    kind: Kind::Proportion(ConfusionMatrix::false_discovery_rate),
};

pub(super) const FALSE_OMISSION_RATE: Metric = Metric {
    id: "false_omission_rate",
    name: "Missed among those not flagged",
    synonyms: &["false omission rate", "FOR", "1 − NPV"],
    formula: "missed ÷ all not flagged",
    template: "{fn} ÷ ({tn} + {fn})",
    tells: "Of those not flagged, how many have the condition all the same.",
    hides: "What share of the ill is missed: in a rare condition it is tiny even if every one of them is.",
    undefined_when: "everybody is flagged",
    source: ALTMAN_PREDICTIVE,
    kind: Kind::Proportion(ConfusionMatrix::false_omission_rate),
};

pub(super) const ALERT_RATE: Metric = Metric {
    id: "alert_rate",
    name: "Alert rate",
    synonyms: &["alerts per 100", "selection rate", "flag rate", "test-positive rate"],
    formula: "all flagged ÷ all patients",
    template: "({tp} + {fp}) ÷ {n}",
    tells: "How much work the alerts make: alerts for every 100 patients.",
    hides: "Whether the right patients are flagged.",
    undefined_when: NOBODY,
    source: "fairlearn's selection_rate; as a measure of workload Wong and others 2021, doi:10.1001/jamainternmed.2021.2626",
    kind: Kind::Proportion(ConfusionMatrix::flagged),
};

pub(super) const ALERTS_PER_FOUND: Metric = Metric {
    id: "alerts_per_found",
    name: "Alerts per patient found",
    synonyms: &["number needed to evaluate", "NNE", "number needed to screen", "1 ÷ PPV"],
    formula: "all flagged ÷ found",
    template: "({tp} + {fp}) ÷ {tp}",
    tells: "How many alerts somebody must look at to find one patient with the condition.",
    hides: "How many are missed.",
    undefined_when: "nobody with the condition is flagged",
    source: "Romero-Brufau and others 2015, Crit Care 19:285, doi:10.1186/s13054-015-0999-1",
    kind: Kind::Counts(ConfusionMatrix::alerts_per_found),
};

pub(super) const PREVALENCE: Metric = Metric {
    id: "prevalence",
    name: "Prevalence",
    synonyms: &["base rate", "event rate", "pre-test probability"],
    formula: "all who have the condition ÷ all patients",
    template: "({tp} + {fn}) ÷ {n}",
    tells: "How common the condition is among these patients.",
    hides: "Everything about the model: it is a fact about the patients.",
    undefined_when: NOBODY,
    source: ALTMAN_PREDICTIVE,
    kind: Kind::Proportion(ConfusionMatrix::prevalence),
};

pub(super) const ACCURACY: Metric = Metric {
    id: "accuracy",
    name: "Accuracy",
    synonyms: &["fraction correct", "1 − error rate"],
    formula: "(found + rightly not flagged) ÷ all patients",
    template: "({tp} + {tn}) ÷ {n}",
    tells: "How many of all patients are sorted correctly.",
    hides: "Which mistakes are made. When few have the condition, never flagging anybody looks excellent.",
    undefined_when: NOBODY,
    source: "Metz 1978, Semin Nucl Med 8:283-298, doi:10.1016/S0001-2998(78)80014-2",
    kind: Kind::Proportion(ConfusionMatrix::accuracy),
};
