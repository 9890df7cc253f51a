//! Every gap between groups at once.

use serde::Serialize;

use super::lottery::{ExpectedCells, GroupRule};
use super::{ConfusionMatrix, Interval, ScoredTestSet, observed_expected_ratio};
use crate::num::{Proportion, Threshold, Z_95};

/// What groups are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GapKind {
    /// Flagged, of all.
    SelectionRate,
    /// Found, of those with the condition.
    Sensitivity,
    /// Alarmed, of those without the condition.
    FalsePositiveRate,
    /// The larger of the two gaps before.
    EqualizedOdds,
    /// Having the condition, of those flagged.
    Ppv,
    /// Not having the condition, of those not flagged.
    Npv,
    /// Decided rightly, of all.
    Accuracy,
    /// Observed over expected number with the condition.
    Calibration,
    /// Net benefit per patient.
    NetBenefit,
}

impl GapKind {
    /// All of them, in the order of the dashboard.
    pub const ALL: [Self; 9] = [
        Self::SelectionRate,
        Self::Sensitivity,
        Self::FalsePositiveRate,
        Self::EqualizedOdds,
        Self::Ppv,
        Self::Npv,
        Self::Accuracy,
        Self::Calibration,
        Self::NetBenefit,
    ];

    /// What fairlearn calls the gap; `None` where it has no name for it.
    #[must_use]
    pub fn fairlearn(self) -> Option<&'static str> {
        match self {
            Self::SelectionRate => Some(tr!("demographic parity difference")),
            Self::Sensitivity => Some(tr!("equal opportunity difference")),
            Self::EqualizedOdds => Some(tr!("equalized odds difference")),
            _ => None,
        }
    }

    /// How small a gap counts as closed: .03, three of 100; of net benefit, which is at most the prevalence, .003.
    #[must_use]
    pub const fn tolerance(self) -> f64 {
        match self {
            Self::NetBenefit => 0.003,
            _ => 0.03,
        }
    }

    /// The rate, where it is one; lots are rounded to whole patients.
    fn proportion(self, matrix: &ConfusionMatrix) -> Option<Proportion> {
        match self {
            Self::SelectionRate => matrix.flagged(),
            Self::Sensitivity => matrix.sensitivity(),
            Self::FalsePositiveRate => matrix.false_positive_rate(),
            Self::Ppv => matrix.ppv(),
            Self::Npv => matrix.npv(),
            Self::Accuracy => matrix.accuracy(),
            Self::EqualizedOdds | Self::Calibration | Self::NetBenefit => None,
        }
    }

    fn value(self, set: &ScoredTestSet, cells: &ExpectedCells, threshold: Threshold) -> Option<f64> {
        let ratio = |a: f64, b: f64| super::finite(a / b);
        match self {
            Self::SelectionRate => cells.flagged(),
            Self::Sensitivity => cells.sensitivity(),
            Self::FalsePositiveRate => cells.false_positive_rate(),
            Self::EqualizedOdds => None,
            Self::Ppv => cells.ppv(),
            Self::Npv => ratio(cells.tn, cells.tn + cells.fn_),
            Self::Accuracy => ratio(cells.tp + cells.tn, cells.n()),
            Self::Calibration => observed_expected_ratio(set),
            Self::NetBenefit => cells.net_benefit(threshold),
        }
    }

    /// The 95 % interval of one group's figure.
    fn interval(self, set: &ScoredTestSet, cells: &ExpectedCells, threshold: Threshold) -> Option<Interval> {
        match self {
            Self::Calibration => {
                let ratio = observed_expected_ratio(set)?;
                let reach = libm::exp(Z_95 / (set.positives() as f64).sqrt());
                (set.positives() > 0).then(|| Interval { lo: ratio / reach, hi: ratio * reach })
            }
            Self::NetBenefit => {
                let own = cells.net_benefit(threshold)?;
                let weight = threshold.get() / (1.0 - threshold.get());
                let squares = (cells.tp + weight * weight * cells.fp) / cells.n();
                let half = Z_95 * ((squares - own * own).max(0.0) / cells.n()).sqrt();
                Some(Interval { lo: own - half, hi: own + half })
            }
            _ => self.proportion(&cells.rounded()).map(Proportion::wilson),
        }
    }
}

/// One line of the dashboard.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gap {
    /// What is compared.
    pub kind: GapKind,
    /// Each group's figure, in the order of the set's; `None` where it is undefined.
    pub by_group: Vec<Option<f64>>,
    /// The compared group with the largest figure.
    pub largest: Option<usize>,
    /// The compared group with the smallest.
    pub smallest: Option<usize>,
    /// Largest minus smallest, at least 0: fairlearn's `difference`. `None` when fewer than two groups can be compared.
    pub difference: Option<f64>,
    /// Its 95 % interval, of these two groups: Newcombe's (1998, method 10) for rates; the same squares of distances
    /// for the ratio, whose own interval takes the observed number for a Poisson count, and for the net benefit, with
    /// the variance over patients. Two groups picked for lying furthest apart look further apart than they are.
    pub ci: Option<Interval>,
    /// Groups with too few patients to be compared, or with an undefined figure.
    pub left_out: Vec<usize>,
}

impl Gap {
    /// Whether the gap is no larger than [`GapKind::tolerance`]; `None` where there is none to speak of.
    #[must_use]
    pub fn closed(&self) -> Option<bool> {
        // What is closed on paper stays closed when a rounding error shows.
        self.difference.map(|gap| gap <= self.kind.tolerance() + 1e-9)
    }
}

/// All gaps between the groups of `set` under `rules`, one a group, in order; net benefit at the risk `threshold`.
///
/// Groups with fewer than `fewest` patients with the condition, or none at all, are left out and named. Empty without
/// groups.
#[must_use]
pub fn gaps(set: &ScoredTestSet, rules: &[GroupRule], threshold: Threshold, fewest: u64) -> Vec<Gap> {
    let groups: Vec<(&ScoredTestSet, ExpectedCells)> =
        set.iter_groups().zip(rules).map(|((_, group), rule)| (group, rule.expected(group))).collect();
    if groups.is_empty() {
        return Vec::new();
    }
    let plain = |kind: GapKind| gap(kind, &groups, threshold, fewest);
    let mut all: Vec<Gap> = GapKind::ALL.into_iter().map(plain).collect();
    if let Some(odds) = all.iter_mut().find(|gap| gap.kind == GapKind::EqualizedOdds) {
        let [found, alarmed] = [GapKind::Sensitivity, GapKind::FalsePositiveRate].map(plain);
        let left_out = (0..groups.len()).filter(|at| found.left_out.contains(at) || alarmed.left_out.contains(at));
        let left_out = left_out.collect();
        let of = if alarmed.difference > found.difference { alarmed } else { found };
        *odds = Gap { kind: GapKind::EqualizedOdds, by_group: vec![None; groups.len()], left_out, ..of };
    }
    all
}

fn gap(kind: GapKind, groups: &[(&ScoredTestSet, ExpectedCells)], threshold: Threshold, fewest: u64) -> Gap {
    let by_group: Vec<Option<f64>> = groups.iter().map(|(set, cells)| kind.value(set, cells, threshold)).collect();
    let enough = |index: usize| groups[index].0.n() > 0 && groups[index].0.positives() >= fewest;
    let known = |index: usize| by_group[index].filter(|_| enough(index)).map(|value| (index, value));
    let compared: Vec<(usize, f64)> = (0..groups.len()).filter_map(known).collect();
    let left_out = (0..groups.len()).filter(|index| known(*index).is_none()).collect();
    let by_value = |a: &&(usize, f64), b: &&(usize, f64)| a.1.total_cmp(&b.1);
    let ends = compared.iter().max_by(by_value).zip(compared.iter().min_by(by_value)).filter(|_| compared.len() > 1);
    let ci = ends.and_then(|(large, small)| {
        let own = |index: usize| kind.interval(groups[index].0, &groups[index].1, threshold);
        let (large_ci, small_ci) = (own(large.0)?, own(small.0)?);
        let matrix = |index: usize| kind.proportion(&groups[index].1.rounded());
        if let Some((a, b)) = matrix(large.0).zip(matrix(small.0)) {
            return Some(a.newcombe(b));
        }
        let far = |x: f64, y: f64| (x * x + y * y).sqrt();
        let difference = large.1 - small.1;
        Some(Interval {
            lo: difference - far(large.1 - large_ci.lo, small_ci.hi - small.1),
            hi: difference + far(large_ci.hi - large.1, small.1 - small_ci.lo),
        })
    });
    Gap {
        kind,
        largest: ends.map(|(large, _)| large.0),
        smallest: ends.map(|(_, small)| small.0),
        difference: ends.map(|(large, small)| large.1 - small.1),
        by_group,
        ci,
        left_out,
    }
}

/// What equal PPV and equal sensitivity would force on two groups in which the condition is not equally frequent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Conflict {
    /// The prevalence of either group, above 0 and below 1.
    pub prevalence: [f64; 2],
    /// The common sensitivity, above 0 and at most 1.
    pub sensitivity: f64,
    /// The common PPV, above 0 and at most 1.
    pub ppv: f64,
    /// The false positive rate that then follows for either group; above 1 where there is no such rule at all.
    pub false_positive_rate: [f64; 2],
}

/// `p/(1−p) · (1−PPV)/PPV · sensitivity` for either prevalence.
///
/// `None` unless 0 < p < 1 for both, 0 < PPV ≤ 1 and 0 < sensitivity ≤ 1. Sources: Chouldechova 2017,
/// doi:10.1089/big.2016.0047; Kleinberg, Mullainathan and Raghavan 2016, arXiv:1609.05807.
#[must_use]
pub fn conflict(prevalence: [f64; 2], sensitivity: f64, ppv: f64) -> Option<Conflict> {
    let open = |value: f64| value > 0.0 && value < 1.0;
    let half_open = |value: f64| value > 0.0 && value <= 1.0;
    if !prevalence.into_iter().all(open) || !half_open(sensitivity) || !half_open(ppv) {
        return None;
    }
    let forced = prevalence.map(|p| p / (1.0 - p) * (1.0 - ppv) / ppv * sensitivity);
    Some(Conflict { prevalence, sensitivity, ppv, false_positive_rate: forced })
}
