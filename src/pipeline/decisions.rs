//! Who is flagged, cleared and referred when groups have thresholds of their own or a band of patients is left to people.

use serde::Serialize;

use crate::metrics::{Answer, ConfusionMatrix, FEWEST_POSITIVES, ScoredTestSet, Wish, answer};
use crate::num::{Proportion, Threshold};
use crate::scenario::Mitigation;

/// The decisions on some patients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Decided {
    /// Those that the model decided on.
    pub matrix: ConfusionMatrix,
    /// Those left to a person who have the condition.
    pub referred_with: u64,
    /// Those left to a person who do not.
    pub referred_without: u64,
}

impl Decided {
    /// How many are left to a person.
    #[must_use]
    pub const fn referred(&self) -> u64 {
        self.referred_with + self.referred_without
    }

    /// Everybody, decided on or not.
    #[must_use]
    pub fn people(&self) -> u64 {
        self.matrix.n() + self.referred()
    }

    /// Patients counted by `count`, as a share of everybody, decided on or not; `None` without anybody.
    #[must_use]
    pub fn share(&self, count: u64) -> Option<Proportion> {
        Proportion::new(count, self.people())
    }

    fn add(&mut self, other: &Self) {
        self.matrix.tp += other.matrix.tp;
        self.matrix.fp += other.matrix.fp;
        self.matrix.fn_ += other.matrix.fn_;
        self.matrix.tn += other.matrix.tn;
        self.referred_with += other.referred_with;
        self.referred_without += other.referred_without;
    }
}

/// The decisions on everyone and on each group, in the order of the set's groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decisions {
    /// Everyone.
    pub everyone: Decided,
    /// Each group.
    pub groups: Vec<Decided>,
}

/// The decisions at `threshold` under `mitigation`: two binary searches a group.
#[must_use]
pub fn decide(set: &ScoredTestSet, threshold: Threshold, mitigation: &Mitigation) -> Decisions {
    let own = |name: &str| mitigation.group_thresholds.get(name).copied().unwrap_or(threshold);
    let groups: Vec<Decided> =
        set.iter_groups().map(|(name, group)| banded(group, own(name), mitigation.abstain)).collect();
    let mut everyone = banded(set, threshold, mitigation.abstain);
    if !mitigation.group_thresholds.is_empty() {
        // Those of no group keep the common threshold: everyone at it, less the groups at it, and the groups at their own.
        for ((_, group), decided) in set.iter_groups().zip(&groups) {
            let common = banded(group, threshold, mitigation.abstain);
            everyone.matrix.tp -= common.matrix.tp;
            everyone.matrix.fp -= common.matrix.fp;
            everyone.matrix.fn_ -= common.matrix.fn_;
            everyone.matrix.tn -= common.matrix.tn;
            everyone.referred_with -= common.referred_with;
            everyone.referred_without -= common.referred_without;
            everyone.add(decided);
        }
    }
    Decisions { everyone, groups }
}

/// Flagged from the upper end of the band on, cleared below the lower one, referred between.
fn banded(set: &ScoredTestSet, threshold: Threshold, half: f64) -> Decided {
    if half <= 0.0 {
        return Decided { matrix: set.at(threshold), ..Decided::default() };
    }
    let upper = set.at(Threshold::clamped(threshold.get() + half));
    let lower = set.at(Threshold::clamped(threshold.get() - half));
    let matrix = ConfusionMatrix { tp: upper.tp, fp: upper.fp, fn_: lower.fn_, tn: lower.tn };
    Decided {
        matrix,
        referred_with: set.positives() - matrix.tp - matrix.fn_,
        referred_without: set.negatives() - matrix.fp - matrix.tn,
    }
}

/// A threshold for each group that gives it the sensitivity which everyone has at `threshold`, or as little more as its patients
/// allow. Groups with too few patients with the condition are left out, and named.
#[must_use]
pub fn equal_sensitivity(set: &ScoredTestSet, threshold: Threshold) -> (Vec<(String, Threshold)>, Vec<String>) {
    let Some(wanted) = set.at(threshold).sensitivity() else { return (Vec::new(), Vec::new()) };
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    for (name, group) in set.iter_groups() {
        let enough = group.positives() >= FEWEST_POSITIVES;
        match answer(group, Wish::SensitivityAtLeast(wanted.value())) {
            Answer::At(own) if enough => found.push((name.to_owned(), own)),
            _ => left_out.push(name.to_owned()),
        }
    }
    (found, left_out)
}
