//! Figures made of the four counts at one threshold.

use super::{ALTMAN_PREDICTIVE, ALTMAN_SENSITIVITY, EVERYBODY_HAS_IT, NOBODY, NOBODY_HAS_IT};
use crate::metrics::{ConfusionMatrix, Kind, Metric};

pub(super) const SENSITIVITY: Metric = Metric {
    id: "sensitivity",
    name: tr_noop!("Sensitivity"),
    synonyms: &[
        tr_noop!("recall"),
        tr_noop!("true positive rate"),
        tr_noop!("TPR"),
        tr_noop!("hit rate"),
        tr_noop!("detection rate"),
        tr_noop!("found"),
    ],
    formula: tr_noop!("found ÷ all who have the condition"),
    template: "{tp} ÷ ({tp} + {fn})",
    tells: tr_noop!("Of those who have the condition, how many are flagged."),
    hides: tr_noop!("How many alerts are wrong: flagging everybody gives 100 %."),
    undefined_when: NOBODY_HAS_IT,
    source: ALTMAN_SENSITIVITY,
    kind: Kind::Proportion(ConfusionMatrix::sensitivity),
};

pub(super) const SPECIFICITY: Metric = Metric {
    id: "specificity",
    name: tr_noop!("Specificity"),
    synonyms: &[
        tr_noop!("true negative rate"),
        tr_noop!("TNR"),
        tr_noop!("selectivity"),
        tr_noop!("left alone"),
        tr_noop!("spared"),
    ],
    formula: tr_noop!("rightly not flagged ÷ all who do not have the condition"),
    template: "{tn} ÷ ({tn} + {fp})",
    tells: tr_noop!("Of those who do not have the condition, how many are left alone."),
    hides: tr_noop!(
        "How many are missed: flagging nobody gives 100 %. In a rare condition even 95 % can mean mostly false alarms."
    ),
    undefined_when: EVERYBODY_HAS_IT,
    source: ALTMAN_SENSITIVITY,
    kind: Kind::Proportion(ConfusionMatrix::specificity),
};

pub(super) const PPV: Metric = Metric {
    id: "ppv",
    name: tr_noop!("Positive predictive value (PPV)"),
    synonyms: &[
        tr_noop!("precision"),
        tr_noop!("positive predictive value"),
        tr_noop!("PPV"),
        tr_noop!("right alerts"),
    ],
    formula: tr_noop!("found ÷ all flagged"),
    template: "{tp} ÷ ({tp} + {fp})",
    tells: tr_noop!("Of those flagged, how many really have the condition."),
    hides: tr_noop!("How many are missed. It falls where the condition is rarer, even if the model is the same."),
    undefined_when: tr_noop!("nobody is flagged"),
    source: ALTMAN_PREDICTIVE,
    kind: Kind::Proportion(ConfusionMatrix::ppv),
};

pub(super) const NPV: Metric = Metric {
    id: "npv",
    name: tr_noop!("Negative predictive value (NPV)"),
    synonyms: &[tr_noop!("negative predictive value"), tr_noop!("NPV")],
    formula: tr_noop!("rightly not flagged ÷ all not flagged"),
    template: "{tn} ÷ ({tn} + {fn})",
    tells: tr_noop!("Of those not flagged, how many really do not have the condition."),
    hides: tr_noop!("Whether the model does anything: in a rare condition it is high even for a model that guesses."),
    undefined_when: tr_noop!("everybody is flagged"),
    source: ALTMAN_PREDICTIVE,
    kind: Kind::Proportion(ConfusionMatrix::npv),
};

pub(super) const MISS_RATE: Metric = Metric {
    id: "miss_rate",
    name: tr_noop!("Miss rate"),
    synonyms: &[
        tr_noop!("missed"),
        tr_noop!("false negative rate"),
        tr_noop!("FNR"),
        tr_noop!("1 − sensitivity"),
        tr_noop!("type II error rate"),
    ],
    formula: tr_noop!("missed ÷ all who have the condition"),
    template: "{fn} ÷ ({tp} + {fn})",
    tells: tr_noop!("Of those who have the condition, how many are not flagged."),
    hides: tr_noop!("How many false alarms it costs to miss so few."),
    undefined_when: NOBODY_HAS_IT,
    source: ALTMAN_SENSITIVITY,
    kind: Kind::Proportion(ConfusionMatrix::miss_rate),
};

pub(super) const FALSE_POSITIVE_RATE: Metric = Metric {
    id: "false_positive_rate",
    name: tr_noop!("False positive rate"),
    synonyms: &[
        tr_noop!("false alarm rate"),
        tr_noop!("FPR"),
        tr_noop!("fall-out"),
        tr_noop!("1 − specificity"),
        tr_noop!("type I error rate"),
    ],
    formula: tr_noop!("false alarms ÷ all who do not have the condition"),
    template: "{fp} ÷ ({fp} + {tn})",
    tells: tr_noop!("Of those who do not have the condition, how many are flagged all the same."),
    hides: tr_noop!("What share of the alerts is false: that is 1 − PPV."),
    undefined_when: EVERYBODY_HAS_IT,
    source: ALTMAN_SENSITIVITY,
    kind: Kind::Proportion(ConfusionMatrix::false_positive_rate),
};

pub(super) const FALSE_DISCOVERY_RATE: Metric = Metric {
    id: "false_discovery_rate",
    name: tr_noop!("Alerts that are wrong"),
    synonyms: &[
        tr_noop!("false discovery rate"),
        tr_noop!("FDR"),
        tr_noop!("1 − PPV"),
        tr_noop!("share of false alarms among alerts"),
    ],
    formula: tr_noop!("false alarms ÷ all flagged"),
    template: "{fp} ÷ ({tp} + {fp})",
    tells: tr_noop!("Of those flagged, how many do not have the condition."),
    hides: tr_noop!("How many are missed. It rises where the condition is rarer, even if the model is the same."),
    undefined_when: tr_noop!("nobody is flagged"),
    source: ALTMAN_PREDICTIVE,
    kind: Kind::Proportion(ConfusionMatrix::false_discovery_rate),
};

pub(super) const FALSE_OMISSION_RATE: Metric = Metric {
    id: "false_omission_rate",
    name: tr_noop!("Missed among those not flagged"),
    synonyms: &[tr_noop!("false omission rate"), tr_noop!("FOR"), tr_noop!("1 − NPV")],
    formula: tr_noop!("missed ÷ all not flagged"),
    template: "{fn} ÷ ({tn} + {fn})",
    tells: tr_noop!("Of those not flagged, how many have the condition all the same."),
    hides: tr_noop!("What share of the ill is missed: in a rare condition it is tiny even if every one of them is."),
    undefined_when: tr_noop!("everybody is flagged"),
    source: ALTMAN_PREDICTIVE,
    kind: Kind::Proportion(ConfusionMatrix::false_omission_rate),
};

pub(super) const ALERT_RATE: Metric = Metric {
    id: "alert_rate",
    name: tr_noop!("Alert rate"),
    synonyms: &[
        tr_noop!("alerts per 100"),
        tr_noop!("selection rate"),
        tr_noop!("flag rate"),
        tr_noop!("test-positive rate"),
    ],
    formula: tr_noop!("all flagged ÷ all patients"),
    template: "({tp} + {fp}) ÷ {n}",
    tells: tr_noop!("How much work the alerts make: alerts for every 100 patients."),
    hides: tr_noop!("Whether the right patients are flagged."),
    undefined_when: NOBODY,
    source: "fairlearn's selection_rate; as a measure of workload Wong and others 2021, doi:10.1001/jamainternmed.2021.2626",
    kind: Kind::Proportion(ConfusionMatrix::flagged),
};

pub(super) const ALERTS_PER_FOUND: Metric = Metric {
    id: "alerts_per_found",
    name: tr_noop!("Alerts per patient found"),
    synonyms: &[
        tr_noop!("number needed to evaluate"),
        tr_noop!("NNE"),
        tr_noop!("number needed to screen"),
        tr_noop!("1 ÷ PPV"),
    ],
    formula: tr_noop!("all flagged ÷ found"),
    template: "({tp} + {fp}) ÷ {tp}",
    tells: tr_noop!("How many alerts somebody must look at to find one patient with the condition."),
    hides: tr_noop!("How many are missed."),
    undefined_when: tr_noop!("nobody with the condition is flagged"),
    source: "Romero-Brufau and others 2015, Crit Care 19:285, doi:10.1186/s13054-015-0999-1",
    kind: Kind::Counts(ConfusionMatrix::alerts_per_found),
};

pub(super) const PREVALENCE: Metric = Metric {
    id: "prevalence",
    name: tr_noop!("Prevalence"),
    synonyms: &[tr_noop!("base rate"), tr_noop!("event rate"), tr_noop!("pre-test probability")],
    formula: tr_noop!("all who have the condition ÷ all patients"),
    template: "({tp} + {fn}) ÷ {n}",
    tells: tr_noop!("How common the condition is among these patients."),
    hides: tr_noop!("Everything about the model: it is a fact about the patients."),
    undefined_when: NOBODY,
    source: ALTMAN_PREDICTIVE,
    kind: Kind::Proportion(ConfusionMatrix::prevalence),
};

pub(super) const ACCURACY: Metric = Metric {
    id: "accuracy",
    name: tr_noop!("Accuracy"),
    synonyms: &[tr_noop!("fraction correct"), tr_noop!("1 − error rate")],
    formula: tr_noop!("(found + rightly not flagged) ÷ all patients"),
    template: "({tp} + {tn}) ÷ {n}",
    tells: tr_noop!("How many of all patients are sorted correctly."),
    hides: tr_noop!("Which mistakes are made. When few have the condition, never flagging anybody looks excellent."),
    undefined_when: NOBODY,
    source: "Metz 1978, Semin Nucl Med 8:283-298, doi:10.1016/S0001-2998(78)80014-2",
    kind: Kind::Proportion(ConfusionMatrix::accuracy),
};
