//! Figures that sum the four counts up in one number.

use super::{DEEKS, ONE_CLASS};
use crate::metrics::{ConfusionMatrix, Kind, Metric, finite, miss_weight, normalised_cost};
use crate::num::{Probability, Threshold};

pub(super) const BALANCED_ACCURACY: Metric = Metric {
    id: "balanced_accuracy",
    name: tr_noop!("Balanced accuracy"),
    synonyms: &[tr_noop!("mean of sensitivity and specificity"), tr_noop!("average recall")],
    formula: tr_noop!("(sensitivity + specificity) ÷ 2"),
    template: "({tp} ÷ ({tp} + {fn}) + {tn} ÷ ({tn} + {fp})) ÷ 2",
    tells: tr_noop!(
        "How many are sorted correctly if those with and those without the condition count alike; 50 % is guessing."
    ),
    hides: tr_noop!("How rare the condition is: most alerts can be false although it is high."),
    undefined_when: ONE_CLASS,
    source: "Brodersen and others 2010, doi:10.1109/ICPR.2010.764; as scikit-learn's balanced_accuracy_score",
    kind: Kind::Share(ConfusionMatrix::balanced_accuracy),
};

pub(super) const F1: Metric = Metric {
    id: "f1",
    name: tr_noop!("F1 score"),
    synonyms: &[tr_noop!("F-measure"), tr_noop!("Dice coefficient"), tr_noop!("Sørensen–Dice")],
    formula: tr_noop!("2 × found ÷ (2 × found + false alarms + missed)"),
    template: "2 × {tp} ÷ (2 × {tp} + {fp} + {fn})",
    tells: tr_noop!("One number for sensitivity and PPV together: high only if both are."),
    hides: tr_noop!("That a missed patient and a false alarm rarely weigh the same, and everyone rightly left alone."),
    undefined_when: tr_noop!("nobody is flagged and nobody has the condition"),
    source: "van Rijsbergen 1979, Information Retrieval, chapter 7",
    kind: Kind::Counts(ConfusionMatrix::f1),
};

pub(super) const MCC: Metric = Metric {
    id: "mcc",
    name: tr_noop!("Matthews correlation"),
    synonyms: &[tr_noop!("MCC"), tr_noop!("phi coefficient")],
    formula: tr_noop!("correlation between being flagged and having the condition, from −1 to 1"),
    template: "({tp} × {tn} − {fp} × {fn}) ÷ √(({tp} + {fp}) × ({tp} + {fn}) × ({tn} + {fp}) × ({tn} + {fn}))",
    tells: tr_noop!("How closely being flagged goes with having the condition; 0 is guessing."),
    hides: tr_noop!("Which kind of mistake is made, and for whom."),
    undefined_when: tr_noop!("nobody or everybody is flagged, or nobody or everybody has the condition"),
    source: "Matthews 1975, doi:10.1016/0005-2795(75)90109-9",
    kind: Kind::Counts(ConfusionMatrix::mcc),
};

pub(super) const YOUDEN: Metric = Metric {
    id: "youden",
    name: tr_noop!("Youden's index"),
    synonyms: &[tr_noop!("Youden's J"), tr_noop!("informedness"), tr_noop!("bookmaker informedness")],
    formula: tr_noop!("sensitivity + specificity − 1"),
    template: "{tp} ÷ ({tp} + {fn}) + {tn} ÷ ({tn} + {fp}) − 1",
    tells: tr_noop!("How far the model is above guessing at this threshold: 0 is guessing, 1 is perfect."),
    hides: tr_noop!(
        "That a missed patient and a false alarm rarely weigh the same. It takes a share of the ill to be worth the same share of the well."
    ),
    undefined_when: ONE_CLASS,
    source: "Youden 1950, Cancer 3:32-35",
    kind: Kind::Counts(ConfusionMatrix::youden),
};

pub(super) const POSITIVE_LIKELIHOOD_RATIO: Metric = Metric {
    id: "positive_likelihood_ratio",
    name: tr_noop!("Likelihood ratio of an alert"),
    synonyms: &[tr_noop!("positive likelihood ratio"), tr_noop!("LR+"), tr_noop!("likelihood ratio positive")],
    formula: tr_noop!("sensitivity ÷ false positive rate"),
    template: "({tp} ÷ ({tp} + {fn})) ÷ ({fp} ÷ ({fp} + {tn}))",
    tells: tr_noop!(
        "How many times more often an alert is raised in those who have the condition than in those who do not. It multiplies the odds."
    ),
    hides: tr_noop!("How common the condition is: even ten times small odds can be small odds."),
    undefined_when: tr_noop!("there are no false alarms, or all patients have the condition, or none has"),
    source: DEEKS,
    kind: Kind::Counts(ConfusionMatrix::positive_likelihood_ratio),
};

pub(super) const NEGATIVE_LIKELIHOOD_RATIO: Metric = Metric {
    id: "negative_likelihood_ratio",
    name: tr_noop!("Likelihood ratio of no alert"),
    synonyms: &[tr_noop!("negative likelihood ratio"), tr_noop!("LR−"), tr_noop!("likelihood ratio negative")],
    formula: tr_noop!("miss rate ÷ specificity"),
    template: "({fn} ÷ ({tp} + {fn})) ÷ ({tn} ÷ ({fp} + {tn}))",
    tells: tr_noop!(
        "How many times more often there is no alert in those who have the condition than in those who do not; the smaller, the more silence reassures."
    ),
    hides: tr_noop!("How common the condition is, and so how safe silence is where you work."),
    undefined_when: tr_noop!(
        "everybody without the condition is flagged, or all patients have the condition, or none has"
    ),
    source: DEEKS,
    kind: Kind::Counts(ConfusionMatrix::negative_likelihood_ratio),
};

pub(super) const NET_BENEFIT: Metric = Metric {
    id: "net_benefit",
    name: tr_noop!("Net benefit"),
    synonyms: &[tr_noop!("clinical utility")],
    formula: tr_noop!("found ÷ all patients − false alarms ÷ all patients × threshold ÷ (1 − threshold)"),
    template: "{tp} ÷ {n} − {fp} ÷ {n} × {threshold} ÷ (1 − {threshold})",
    tells: tr_noop!(
        "What acting on the model gains, in patients found per patient, once false alarms are paid for at the exchange rate that the threshold implies."
    ),
    hides: tr_noop!("Who gains and who pays. It takes the threshold for the risk at which one would act."),
    undefined_when: tr_noop!("the threshold is exactly 0 or 1, or there are no patients"),
    source: "Vickers and Elkin 2006, doi:10.1177/0272989X06295361",
    kind: Kind::CountsAndThreshold(ConfusionMatrix::net_benefit),
};

pub(super) const LIFT: Metric = Metric {
    id: "lift",
    name: tr_noop!("Lift"),
    synonyms: &[tr_noop!("gain"), tr_noop!("lift over chance"), tr_noop!("work saved"), tr_noop!("PPV ÷ prevalence")],
    formula: tr_noop!("share of alerts that are right ÷ share of all patients who have the condition"),
    template: "({tp} ÷ ({tp} + {fp})) ÷ ({positives} ÷ {n})",
    tells: tr_noop!(
        "How many times the work it would take to find one patient by picking at random; 1 is no better than that."
    ),
    hides: tr_noop!("How many are missed. Very few, very sure alerts give a high lift and find hardly anybody."),
    undefined_when: tr_noop!("nobody is flagged, or none of these patients has the condition"),
    source: "PPV ÷ prevalence, both as in Altman and Bland 1994, doi:10.1136/bmj.309.6947.102",
    kind: Kind::Counts(lift),
};

pub(super) const NORMALISED_COST: Metric = Metric {
    id: "normalised_cost",
    name: tr_noop!("Cost of mistakes"),
    synonyms: &[
        tr_noop!("normalised expected cost"),
        tr_noop!("normalized expected cost"),
        tr_noop!("expected cost"),
        tr_noop!("misclassification cost"),
    ],
    formula: tr_noop!(
        "(missed × (1 − threshold) + false alarms × threshold) ÷ the same with everybody decided wrongly"
    ),
    template: "({fn} × (1 − {threshold}) + {fp} × {threshold}) ÷ ({positives} × (1 − {threshold}) + {negatives} × {threshold})",
    tells: tr_noop!(
        "What the mistakes cost, of the most that mistakes could cost, if the threshold says how much a miss weighs; 0 is best."
    ),
    hides: tr_noop!("Who pays. It takes the threshold for the risk at which one would act."),
    undefined_when: tr_noop!("there are no patients, or no mistake that weighs anything could be made"),
    source: "Drummond and Holte 2006, doi:10.1007/s10994-006-8199-5",
    kind: Kind::CountsAndThreshold(cost),
};

fn lift(matrix: &ConfusionMatrix) -> Option<f64> {
    finite(matrix.ppv()?.value() / matrix.prevalence()?.value())
}

/// As the cost curve has it where one miss is as bad as (1 − t) ÷ t false alarms.
fn cost(matrix: &ConfusionMatrix, threshold: Threshold) -> Option<f64> {
    let t = threshold.get();
    let weight = miss_weight(matrix.prevalence()?.value(), (1.0 - t) / t)?;
    normalised_cost(matrix, Probability::clamped(weight))
}
