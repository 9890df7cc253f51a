//! Figures that sum the four counts up in one number.

use super::{DEEKS, ONE_CLASS};
use crate::metrics::{ConfusionMatrix, Kind, Metric};

pub(super) const BALANCED_ACCURACY: Metric = Metric {
    id: "balanced_accuracy",
    name: "Balanced accuracy",
    synonyms: &["mean of sensitivity and specificity", "average recall"],
    formula: "(sensitivity + specificity) ÷ 2",
    template: "({tp} ÷ ({tp} + {fn}) + {tn} ÷ ({tn} + {fp})) ÷ 2",
    tells: "How many are sorted correctly if those with and those without the condition count alike; 50 % is guessing.",
    hides: "How rare the condition is: most alerts can be false although it is high.",
    undefined_when: ONE_CLASS,
    source: "Brodersen and others 2010, doi:10.1109/ICPR.2010.764; as scikit-learn's balanced_accuracy_score",
    kind: Kind::Share(ConfusionMatrix::balanced_accuracy),
};

pub(super) const F1: Metric = Metric {
    id: "f1",
    name: "F1 score",
    synonyms: &["F-measure", "Dice coefficient", "Sørensen–Dice"],
    formula: "2 × found ÷ (2 × found + false alarms + missed)",
    template: "2 × {tp} ÷ (2 × {tp} + {fp} + {fn})",
    tells: "One number for sensitivity and PPV together: high only if both are.",
    hides: "That a missed patient and a false alarm rarely weigh the same, and everyone rightly left in peace.",
    undefined_when: "nobody is flagged and nobody has the condition",
    source: "van Rijsbergen 1979, Information Retrieval, chapter 7",
    kind: Kind::Counts(ConfusionMatrix::f1),
};

pub(super) const MCC: Metric = Metric {
    id: "mcc",
    name: "Matthews correlation",
    synonyms: &["MCC", "phi coefficient"],
    formula: "correlation between being flagged and having the condition, from −1 to 1",
    template: "({tp} × {tn} − {fp} × {fn}) ÷ √(({tp} + {fp}) × ({tp} + {fn}) × ({tn} + {fp}) × ({tn} + {fn}))",
    tells: "How closely being flagged goes with having the condition; 0 is guessing.",
    hides: "Which kind of mistake is made, and for whom.",
    undefined_when: "nobody or everybody is flagged, or nobody or everybody has the condition",
    source: "Matthews 1975, doi:10.1016/0005-2795(75)90109-9",
    kind: Kind::Counts(ConfusionMatrix::mcc),
};

pub(super) const YOUDEN: Metric = Metric {
    id: "youden",
    name: "Youden's index",
    synonyms: &["Youden's J", "informedness", "bookmaker informedness"],
    formula: "sensitivity + specificity − 1",
    template: "{tp} ÷ ({tp} + {fn}) + {tn} ÷ ({tn} + {fp}) − 1",
    tells: "How far the model is above guessing at this threshold: 0 is guessing, 1 is perfect.",
    hides: "That a missed patient and a false alarm rarely weigh the same. It takes a share of the ill to be worth the same share of the well.",
    undefined_when: ONE_CLASS,
    source: "Youden 1950, Cancer 3:32-35",
    kind: Kind::Counts(ConfusionMatrix::youden),
};

pub(super) const POSITIVE_LIKELIHOOD_RATIO: Metric = Metric {
    id: "positive_likelihood_ratio",
    name: "Likelihood ratio of an alert",
    synonyms: &["positive likelihood ratio", "LR+", "likelihood ratio positive"],
    formula: "sensitivity ÷ false positive rate",
    template: "({tp} ÷ ({tp} + {fn})) ÷ ({fp} ÷ ({fp} + {tn}))",
    tells: "How many times more often an alert is raised in those who have the condition than in those who do not. It multiplies the odds.",
    hides: "How common the condition is: even ten times small odds can be small odds.",
    undefined_when: "there are no false alarms, or all patients have the condition, or none has",
    source: DEEKS,
    kind: Kind::Counts(ConfusionMatrix::positive_likelihood_ratio),
};

pub(super) const NEGATIVE_LIKELIHOOD_RATIO: Metric = Metric {
    id: "negative_likelihood_ratio",
    name: "Likelihood ratio of no alert",
    synonyms: &["negative likelihood ratio", "LR−", "likelihood ratio negative"],
    formula: "miss rate ÷ specificity",
    template: "({fn} ÷ ({tp} + {fn})) ÷ ({tn} ÷ ({fp} + {tn}))",
    tells: "How many times more often there is no alert in those who have the condition than in those who do not; the smaller, the more silence reassures.",
    hides: "How common the condition is, and so how safe silence is where you work.",
    undefined_when: "everybody without the condition is flagged, or all patients have the condition, or none has",
    source: DEEKS,
    kind: Kind::Counts(ConfusionMatrix::negative_likelihood_ratio),
};

pub(super) const NET_BENEFIT: Metric = Metric {
    id: "net_benefit",
    name: "Net benefit",
    synonyms: &["clinical utility"],
    formula: "found ÷ all patients − false alarms ÷ all patients × threshold ÷ (1 − threshold)",
    template: "{tp} ÷ {n} − {fp} ÷ {n} × {threshold} ÷ (1 − {threshold})",
    tells: "What acting on the model gains, in patients found per patient, once false alarms are paid for at the exchange rate that the threshold implies.",
    hides: "Who gains and who pays. It takes the threshold for the risk at which one would act.",
    undefined_when: "the threshold is exactly 0 or 1, or there are no patients",
    source: "Vickers and Elkin 2006, doi:10.1177/0272989X06295361",
    kind: Kind::CountsAndThreshold(ConfusionMatrix::net_benefit),
};
