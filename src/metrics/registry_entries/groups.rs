//! Gaps between groups.

use super::HARDT;
use crate::metrics::{Kind, Metric};

pub(super) const DEMOGRAPHIC_PARITY_DIFFERENCE: Metric = Metric {
    id: "demographic_parity_difference",
    name: tr_noop!("Gap in alerts between groups"),
    synonyms: &[
        tr_noop!("demographic parity difference"),
        tr_noop!("statistical parity difference"),
        tr_noop!("selection rate gap"),
    ],
    formula: tr_noop!("highest alert rate of any group − lowest"),
    template: tr_noop!("highest alert rate − lowest, over all groups"),
    tells: tr_noop!("Whether some groups are flagged more often than others."),
    hides: tr_noop!(
        "Whether they need it more often: equal alerts are unfair where the condition is not equally common."
    ),
    undefined_when: tr_noop!("there are no groups"),
    source: "Dwork and others 2012, doi:10.1145/2090236.2090255; computed as fairlearn does",
    kind: Kind::Groups(|gaps| gaps.demographic_parity_difference),
};

pub(super) const EQUAL_OPPORTUNITY_DIFFERENCE: Metric = Metric {
    id: "equal_opportunity_difference",
    name: tr_noop!("Gap in sensitivity between groups"),
    synonyms: &[tr_noop!("equal opportunity difference"), tr_noop!("true positive rate gap")],
    formula: tr_noop!("highest sensitivity of any group − lowest"),
    template: tr_noop!("highest sensitivity − lowest, over all groups"),
    tells: tr_noop!("Whether the condition is missed more often in some groups than in others."),
    hides: tr_noop!("Who bears the false alarms, and chance: in small groups a gap can be noise."),
    undefined_when: tr_noop!("there are no groups, or nobody in some group has the condition"),
    source: HARDT,
    kind: Kind::Groups(|gaps| gaps.equal_opportunity_difference),
};

pub(super) const EQUALIZED_ODDS_DIFFERENCE: Metric = Metric {
    id: "equalized_odds_difference",
    name: tr_noop!("Largest gap in errors between groups"),
    synonyms: &[tr_noop!("equalised odds difference"), tr_noop!("equalized odds difference")],
    formula: tr_noop!("the larger of two gaps between groups: in sensitivity and in false positive rate"),
    template: tr_noop!("the larger of the gap in sensitivity and the gap in false positive rate, over all groups"),
    tells: tr_noop!("Whether mistakes of either kind fall on some groups more than on others."),
    hides: tr_noop!("Which kind of mistake, for whom, and whether it is chance."),
    undefined_when: tr_noop!("there are no groups, or some group lacks patients with or without the condition"),
    source: HARDT,
    kind: Kind::Groups(|gaps| gaps.equalized_odds_difference),
};
