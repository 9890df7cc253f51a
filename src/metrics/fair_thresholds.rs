//! Thresholds for each group by an idea of fairness, each with what it reaches and where it cannot be had.

use serde::Serialize;

use super::equalised_odds::{common_point, hull, reach};
use super::lottery::{ExpectedCells, GroupRule};
use super::wish::candidates;
use super::{Answer, ConfusionMatrix, FEWEST_POSITIVES, ScoredTestSet, Wish, answer};
use crate::num::{Proportion, Threshold};

/// An idea of what is fair between groups. The common level is what the one threshold gives everybody taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FairPreset {
    /// The same threshold in every group.
    OneForAll,
    /// The same share flagged in every group (demographic parity).
    EqualSelectionRate,
    /// The same share found of those with the condition (equal opportunity).
    EqualSensitivity,
    /// The same share alarmed of those without the condition (predictive equality).
    EqualFalsePositiveRate,
    /// The same share of alerts right (predictive parity).
    EqualPpv,
    /// The same net benefit per patient, at the risk at which the one threshold acts.
    EqualNetBenefit,
    /// Least harm in each group, a missed patient weighing as much against a false alarm as the one threshold says: (1
    /// − t)/t.
    OwnOptimum,
    /// The largest sensitivity + specificity in each group.
    OwnYouden,
    /// The same sensitivity and false positive rate in every group, by drawing lots (Hardt and others 2016).
    EqualisedOdds,
    /// As near to that as thresholds without lots come.
    NearEqualisedOdds,
}

impl FairPreset {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::OneForAll,
        Self::EqualSelectionRate,
        Self::EqualSensitivity,
        Self::EqualFalsePositiveRate,
        Self::EqualPpv,
        Self::EqualNetBenefit,
        Self::OwnOptimum,
        Self::OwnYouden,
        Self::EqualisedOdds,
        Self::NearEqualisedOdds,
    ];

    /// Of which patients a group needs [`FEWEST_POSITIVES`]: with the condition, without it.
    const fn needs(self) -> [bool; 2] {
        match self {
            Self::OneForAll | Self::EqualSelectionRate => [false, false],
            Self::EqualSensitivity => [true, false],
            Self::EqualFalsePositiveRate => [false, true],
            _ => [true, true],
        }
    }
}

/// Why a group cannot have what the others get.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Impossible {
    /// There is nobody in it.
    Nobody,
    /// It has fewer patients with the condition than [`FEWEST_POSITIVES`]: as many as this.
    FewWith(u64),
    /// It has fewer patients without the condition than [`FEWEST_POSITIVES`]: as many as this.
    FewWithout(u64),
    /// What is wished for is undefined for everybody, so there is no level to bring the group to.
    NoLevel,
    /// No threshold comes nearer to the common level than this.
    OutOfReach(f64),
}

/// What one group gets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupAnswer {
    /// How it is decided on; where `impossible` says why not, the nearest that there is, or else the one threshold.
    pub rule: GroupRule,
    /// Why the group cannot have what was wished for.
    pub impossible: Option<Impossible>,
    /// What its rule does.
    pub reached: ExpectedCells,
}

/// What comes of a preset.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FairAnswer {
    /// The preset.
    pub preset: FairPreset,
    /// The common level: a rate from 0 to 1, or the net benefit per patient. `None` where the preset has none, or none
    /// is defined.
    pub level: Option<f64>,
    /// For equalised odds the common false positive rate and sensitivity, each from 0 to 1.
    pub point: Option<[f64; 2]>,
    /// Each group, in the order of the set's.
    pub groups: Vec<GroupAnswer>,
}

impl FairAnswer {
    /// Everybody in any group, taken together.
    #[must_use]
    pub fn reached(&self) -> ExpectedCells {
        ExpectedCells::sum(self.groups.iter().map(|group| &group.reached))
    }

    /// Each group's rule, in order.
    #[must_use]
    pub fn rules(&self) -> Vec<GroupRule> {
        self.groups.iter().map(|group| group.rule.clone()).collect()
    }
}

/// The rules that `preset` gives the groups of `set`, where everybody is now decided on at `threshold`.
///
/// Costs a pass over the distinct scores of each group. A set without groups gives an answer without groups.
#[must_use]
pub fn fair_thresholds(set: &ScoredTestSet, preset: FairPreset, threshold: Threshold) -> FairAnswer {
    fair_thresholds_at(set, preset, threshold, reached_level(preset, &set.at(threshold), threshold))
}

/// As [`fair_thresholds`], with a common level of one's own; presets without a level take none.
#[must_use]
pub fn fair_thresholds_at(
    set: &ScoredTestSet,
    preset: FairPreset,
    threshold: Threshold,
    level: Option<f64>,
) -> FairAnswer {
    let point = match preset {
        FairPreset::EqualisedOdds | FairPreset::NearEqualisedOdds => odds_point(set, threshold),
        _ => None,
    };
    let group = |group: &ScoredTestSet| {
        let (rule, impossible) = match lacking(group, preset) {
            Some(why) => (GroupRule::at(threshold), Some(why)),
            None => own_rule(group, preset, threshold, level, point),
        };
        GroupAnswer { reached: rule.expected(group), rule, impossible }
    };
    FairAnswer { preset, level, point, groups: set.iter_groups().map(|(_, own)| group(own)).collect() }
}

/// What `matrix` has of what the preset makes equal.
fn reached_level(preset: FairPreset, matrix: &ConfusionMatrix, threshold: Threshold) -> Option<f64> {
    let rate = match preset {
        FairPreset::EqualSelectionRate => matrix.flagged(),
        FairPreset::EqualSensitivity => matrix.sensitivity(),
        FairPreset::EqualFalsePositiveRate => matrix.false_positive_rate(),
        FairPreset::EqualPpv => matrix.ppv(),
        FairPreset::EqualNetBenefit => return matrix.net_benefit(threshold),
        _ => None,
    };
    rate.map(Proportion::value)
}

/// Whom the group lacks.
fn lacking(group: &ScoredTestSet, preset: FairPreset) -> Option<Impossible> {
    let [with, without] = preset.needs();
    match () {
        () if group.n() == 0 => Some(Impossible::Nobody),
        () if with && group.positives() < FEWEST_POSITIVES => Some(Impossible::FewWith(group.positives())),
        () if without && group.negatives() < FEWEST_POSITIVES => Some(Impossible::FewWithout(group.negatives())),
        () => None,
    }
}

fn own_rule(
    group: &ScoredTestSet,
    preset: FairPreset,
    threshold: Threshold,
    level: Option<f64>,
    point: Option<[f64; 2]>,
) -> (GroupRule, Option<Impossible>) {
    let plain = |own: Option<Threshold>| (GroupRule::at(own.unwrap_or(threshold)), None);
    let no_level = (GroupRule::at(threshold), Some(Impossible::NoLevel));
    match preset {
        FairPreset::OneForAll => plain(None),
        FairPreset::OwnOptimum => plain(Some(optimum(group, threshold))),
        FairPreset::OwnYouden => plain(at(answer(group, Wish::Youden))),
        FairPreset::EqualisedOdds => {
            let rule = point.and_then(|point| reach(&hull(group)?, point));
            rule.map_or(no_level, |rule| (rule, None))
        }
        FairPreset::NearEqualisedOdds => {
            let Some([alarms, found]) = point else { return no_level };
            let far = |matrix: &ConfusionMatrix| {
                let off = |rate: Option<Proportion>, wanted: f64| rate.map(|rate| (rate.value() - wanted).abs());
                let both = off(matrix.sensitivity(), found).zip(off(matrix.false_positive_rate(), alarms));
                both.map(|(a, b)| a.max(b))
            };
            plain(nearest(group, far).map(|(threshold, _)| threshold))
        }
        _ => {
            let Some(level) = level else { return no_level };
            match parity(group, preset, threshold, level) {
                Some((own, reached)) => {
                    let short = (reached - level).abs() > step(group, preset, threshold, own);
                    (GroupRule::at(own), short.then_some(Impossible::OutOfReach(reached)))
                }
                None => no_level,
            }
        }
    }
}

const fn at(answer: Answer) -> Option<Threshold> {
    match answer {
        Answer::At(threshold) => Some(threshold),
        Answer::Impossible { nearest } => nearest,
    }
}

/// The threshold of least harm when a miss weighs (1 − t)/t false alarms.
fn optimum(group: &ScoredTestSet, threshold: Threshold) -> Threshold {
    let t = threshold.get();
    // At 0 a miss weighs more than any number of false alarms.
    let best = if t <= 0.0 { None } else { at(answer(group, Wish::HarmRatio((1.0 - t) / t))) };
    best.unwrap_or(Threshold::clamped(0.0))
}

/// The threshold of the least distance, the lowest of equals, and that distance.
fn nearest(
    group: &ScoredTestSet,
    distance: impl Fn(&ConfusionMatrix) -> Option<f64>,
) -> Option<(Threshold, ConfusionMatrix)> {
    let mut best: Option<(f64, Threshold, ConfusionMatrix)> = None;
    for (threshold, matrix) in candidates(group) {
        let Some(own) = distance(&matrix) else { continue };
        if best.is_none_or(|(least, ..)| own <= least) {
            best = Some((own, threshold, matrix));
        }
    }
    best.map(|(_, threshold, matrix)| (threshold, matrix))
}

/// The threshold that brings a group to the level, or nearest to it, and what it reaches.
fn parity(group: &ScoredTestSet, preset: FairPreset, threshold: Threshold, level: f64) -> Option<(Threshold, f64)> {
    let own = |matrix: &ConfusionMatrix| reached_level(preset, matrix, threshold);
    if preset == FairPreset::EqualPpv {
        // A PPV rises and falls with chance where few are flagged, so the lowest threshold that has it, which finds
        // most.
        let own = at(answer(group, Wish::PpvAtLeast(level)))?;
        return Some((own, group.at(own).ppv()?.value()));
    }
    let found = if preset == FairPreset::EqualNetBenefit {
        let (_, best) = nearest(group, |matrix| own(matrix).map(|own| (own - level).abs()))?;
        // It is had twice, before and after the best threshold: that nearer to the one now in use.
        let reached = (own(&best)? - level).abs().max(step(group, preset, threshold, threshold));
        let near = |matrix: &ConfusionMatrix| own(matrix).is_some_and(|own| (own - level).abs() <= reached);
        let far = |own: Threshold| (own.get() - threshold.get()).abs();
        let all = candidates(group).filter(|(_, matrix)| near(matrix));
        all.min_by(|a, b| far(a.0).total_cmp(&far(b.0)))
    } else {
        // Of thresholds with the same sensitivity the highest disturbs the fewest; of all others the lowest finds most.
        let highest = preset == FairPreset::EqualSensitivity;
        let mut best: Option<(f64, f64, Threshold, ConfusionMatrix)> = None;
        for (threshold, matrix) in candidates(group) {
            let Some(rate) = own(&matrix) else { continue };
            let distance = (rate - level).abs();
            let better = best
                .is_none_or(|(least, last, ..)| distance < least || (distance <= least && (!highest || rate > last)));
            if better {
                best = Some((distance, rate, threshold, matrix));
            }
        }
        best.map(|(.., threshold, matrix)| (threshold, matrix))
    };
    found.and_then(|(threshold, matrix)| Some((threshold, own(&matrix)?)))
}

/// How far from the level a threshold may leave a group and still be said to reach it: half a percentage point, or what
/// one patient more or less makes.
fn step(group: &ScoredTestSet, preset: FairPreset, threshold: Threshold, own: Threshold) -> f64 {
    let one_of = |count: u64| 1.0 / count.max(1) as f64;
    let t = threshold.get();
    let patient = match preset {
        FairPreset::EqualSensitivity => one_of(group.positives()),
        FairPreset::EqualFalsePositiveRate => one_of(group.negatives()),
        FairPreset::EqualPpv => one_of(group.at(own).alerts()),
        FairPreset::EqualNetBenefit => return one_of(group.n()) * (t / (1.0 - t).max(f64::MIN_POSITIVE)).max(1.0),
        _ => one_of(group.n()),
    };
    patient.max(0.005)
}

/// The false positive rate and sensitivity that all groups with enough patients can have, with the least harm to
/// everybody.
fn odds_point(set: &ScoredTestSet, threshold: Threshold) -> Option<[f64; 2]> {
    let enough = set.iter_groups().filter(|(_, group)| lacking(group, FairPreset::EqualisedOdds).is_none());
    let hulls: Vec<_> = enough.filter_map(|(_, group)| hull(group)).collect();
    let t = threshold.get();
    common_point(&hulls, [(1.0 - t) * set.positives() as f64, t * set.negatives() as f64])
}
