//! Two states side by side: how far their figures lie apart, and whether that could be chance.

use crate::metrics::{
    Agreement, AucDifference, ConfusionMatrix, Interval, auc_difference, brier, observed_expected_ratio,
};
use crate::num::{Proportion, Threshold};
use crate::scenario::Mitigation;

use super::decisions::decide;
use super::derived::{Derived, Population, Side};

/// What is compared: results, which side of them, and how decisions are made.
#[derive(Clone, Copy)]
pub struct State<'a> {
    /// The results.
    pub derived: &'a Derived,
    /// Which patients.
    pub population: Population,
    /// From which score on a patient is flagged.
    pub threshold: Threshold,
    /// What is done against bias, of which thresholds of groups and the band of referral decide.
    pub mitigation: &'a Mitigation,
}

impl State<'_> {
    fn side(&self) -> &Side {
        self.derived.side(self.population)
    }

    fn matrix(&self) -> ConfusionMatrix {
        decide(&self.side().set, self.threshold, self.mitigation).everyone.matrix
    }
}

/// One figure in both states.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// Its identifier among [`crate::metrics::METRICS`].
    pub metric: &'static str,
    /// What it was; `None` where it is not defined.
    pub before: Option<f64>,
    /// What it is.
    pub after: Option<f64>,
    /// 95 % interval of the difference, after less before; `None` where none is worked out.
    pub ci: Option<Interval>,
}

impl Gap {
    /// After less before; `None` where either is not defined.
    #[must_use]
    pub fn difference(&self) -> Option<f64> {
        Some(self.after? - self.before?)
    }
}

/// Everything that is told of two states.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Whether both are of the same patients, one by one, with the same outcomes: intervals then count only what differs.
    pub same_patients: bool,
    /// The figures.
    pub gaps: Vec<Gap>,
    /// How the decisions agree on those with the condition, and on those without; `None` unless both are of the same patients and
    /// all decisions of either are made at one threshold.
    pub decisions: Option<[Agreement; 2]>,
}

/// Whether both states are of the same patients, one by one, with the same outcomes.
#[must_use]
pub fn same_patients(before: &State<'_>, after: &State<'_>) -> bool {
    let [was, is] = [before.derived, after.derived].map(|derived| &derived.scenario);
    was.dataset == is.dataset
        && was.seed == is.seed
        && before.population == after.population
        && before.side().outcomes() == after.side().outcomes()
}

/// The difference of the AUCs, after less before: DeLong's paired comparison for the same patients, otherwise with the variances of
/// both added up. `None` with fewer than two patients in a class. It does not depend on thresholds, and costs a sort.
#[must_use]
pub fn auc_between(before: &State<'_>, after: &State<'_>) -> Option<AucDifference> {
    let [was, is] = [before.side(), after.side()];
    if same_patients(before, after) {
        return auc_difference(&is.scores, &was.scores, is.outcomes()).ok().flatten();
    }
    // An interval is cut where it leaves 0 to 1; its longer side is whole.
    let half = |side: &Side| {
        let (auc, ci) = side.set.auc().zip(side.set.auc_ci())?;
        Some((auc - ci.lo).max(ci.hi - auc))
    };
    let half = half(was)?.hypot(half(is)?);
    let difference = is.set.auc()? - was.set.auc()?;
    let ci = Interval { lo: (difference - half).max(-1.0), hi: (difference + half).min(1.0) };
    Some(AucDifference { difference, ci })
}

/// The figures of both states and their differences; `auc` is what [`auc_between`] gave for these results.
///
/// Rates of the same patients, one by one, are compared by those on whom the decisions differ ([`Agreement::difference_ci`]), others
/// by Newcombe's interval. Net benefit is taken at the later threshold's rate of exchange in both.
#[must_use]
pub fn compare(before: &State<'_>, after: &State<'_>, auc: Option<AucDifference>) -> Comparison {
    let same_patients = same_patients(before, after);
    let alike = before.mitigation.decides_alike() && after.mitigation.decides_alike();
    let decisions = (same_patients && alike).then(|| {
        let scores = [before, after].map(|state| (&*state.side().scores, state.threshold));
        [true, false].map(|label| Agreement::count(scores[0], scores[1], after.side().outcomes(), label))
    });
    let matrices = [before.matrix(), after.matrix()];
    let rate = |metric: &'static str, of: fn(&ConfusionMatrix) -> Option<Proportion>, agreement: Option<Agreement>| {
        let [was, is] = [of(&matrices[0]), of(&matrices[1])];
        let apart = || was.zip(is).map(|(was, is)| is.newcombe(was));
        let ci = agreement.and_then(|cells| cells.difference_ci()).or_else(apart);
        Gap { metric, before: was.map(Proportion::value), after: is.map(Proportion::value), ci }
    };
    let [with, without] = [0, 1].map(|class| decisions.map(|both| both[class]));
    // Left alone is not flagged.
    let left = without.map(|cells| Agreement { both: cells.neither, neither: cells.both, ..turned(cells) });
    let everyone = with.zip(without).map(|(with, without)| Agreement {
        both: with.both + without.both,
        first: with.first + without.first,
        second: with.second + without.second,
        neither: with.neither + without.neither,
    });
    let plain = |metric, of: &dyn Fn(&State<'_>, &ConfusionMatrix) -> Option<f64>| Gap {
        metric,
        before: of(before, &matrices[0]),
        after: of(after, &matrices[1]),
        ci: None,
    };
    let gaps = vec![
        Gap {
            metric: "auc",
            before: before.side().set.auc(),
            after: after.side().set.auc(),
            ci: auc.map(|auc| auc.ci),
        },
        rate("sensitivity", ConfusionMatrix::sensitivity, with),
        rate("specificity", ConfusionMatrix::specificity, left),
        rate("ppv", ConfusionMatrix::ppv, None),
        rate("alert_rate", ConfusionMatrix::flagged, everyone),
        plain("net_benefit", &|_, matrix| matrix.net_benefit(after.threshold)),
        plain("observed_expected_ratio", &|state, _| observed_expected_ratio(&state.side().set)),
        plain("brier", &|state, _| brier(&state.side().set)),
    ];
    Comparison { same_patients, gaps, decisions }
}

/// The same disagreements seen from those who are not flagged.
const fn turned(cells: Agreement) -> Agreement {
    Agreement { first: cells.second, second: cells.first, ..cells }
}
