//! Scores sorted once per class and group, so that moving a threshold costs a binary search.

use std::collections::BTreeSet;

use super::{ConfusionMatrix, Interval, delong};
use crate::num::{Proportion, Threshold};

/// Which group each patient belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Groups {
    /// One index into `names` per patient, or [`Groups::NONE`].
    pub codes: Vec<u32>,
    /// The names of the groups, distinct, in the order in which they are shown.
    pub names: Vec<String>,
}

impl Groups {
    /// The code of a patient in no group: counted in the whole, and in no group. The same as a missing category.
    pub const NONE: u32 = u32::MAX;
}

/// Why scores and labels cannot be evaluated.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MetricsError {
    /// The labels or group codes are not as many as the scores.
    #[error(
        "{}",
        tr!(
            "there are {found} {what} for {expected} scores; every patient needs one of each",
            found = .found, what = .what, expected = .expected
        )
    )]
    Lengths {
        /// "labels" or "group names".
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many scores there are.
        expected: usize,
    },
    /// A score is not a risk.
    #[error(
        "{}",
        tr!(
            "patient {patient} has the score {found}, expected a number from 0 to 1; correct or remove that patient",
            patient = .patient, found = .found
        )
    )]
    Score {
        /// Counted from 1.
        patient: usize,
        /// What was found.
        found: f64,
    },
    /// A group code that stands for no name.
    #[error(
        "{}",
        tr!(
            "patient {patient} is in group number {code}, but there are only {names} group names; name that group",
            patient = .patient, code = .code, names = .names
        )
    )]
    Group {
        /// Counted from 1.
        patient: usize,
        /// What was found, counted from 0.
        code: u32,
        /// How many names there are.
        names: usize,
    },
    /// Two groups bear the same name.
    #[error("{}", tr!("two groups are called \"{name}\"; rename one of them", name = .0))]
    DuplicateGroup(String),
}

/// The patients who share one score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The score, from 0 to 1.
    pub score: f64,
    /// Patients with the condition who have exactly this score.
    pub with: u64,
    /// Patients without the condition who have exactly this score.
    pub without: u64,
}

/// The scores of a held-out population, sorted per class and per group.
///
/// Built once per model. A patient is flagged when `score >= threshold`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ScoredTestSet {
    with: Vec<f64>,
    without: Vec<f64>,
    /// Sums of the scores of either class from the lowest up, one more than there are scores.
    risk_with: Vec<f64>,
    risk_without: Vec<f64>,
    auc: Option<f64>,
    auc_ci: Option<Interval>,
    names: Vec<String>,
    groups: Vec<ScoredTestSet>,
}

/// The scores of one group as order-preserving bits: for numbers from 0 to 1 the bits sort as the numbers do, and
/// integers sort twice as fast.
#[derive(Default)]
struct Bucket {
    with: Vec<u64>,
    without: Vec<u64>,
}

impl ScoredTestSet {
    /// Sorts `scores` once per class and group. No patients at all is allowed: every figure is then undefined.
    ///
    /// # Errors
    /// [`MetricsError`] when lengths differ, a score is not a finite number from 0 to 1, a group code has no name, or
    /// two groups share one.
    #[expect(clippy::needless_pass_by_value, reason = "callers hand their groups over; the names are kept")]
    pub fn new(scores: &[f64], labels: &[bool], groups: Option<Groups>) -> Result<Self, MetricsError> {
        Self::build(scores, labels, groups.as_ref())
    }

    /// As [`ScoredTestSet::new`], borrowing the groups.
    ///
    /// # Errors
    /// As [`ScoredTestSet::new`].
    pub fn build(scores: &[f64], labels: &[bool], groups: Option<&Groups>) -> Result<Self, MetricsError> {
        check(scores, labels, groups)?;
        let Some(groups) = groups else {
            let mut whole = Bucket::default();
            for (&score, &label) in scores.iter().zip(labels) {
                whole.push(score, label);
            }
            whole.sort();
            return Ok(Self::of(&whole));
        };
        // The last bucket holds those in no group.
        let mut buckets: Vec<Bucket> = Vec::new();
        buckets.resize_with(groups.names.len() + 1, Bucket::default);
        for ((&score, &label), &code) in scores.iter().zip(labels).zip(&groups.codes) {
            buckets[(code as usize).min(groups.names.len())].push(score, label);
        }
        let mut whole = Bucket::default();
        for bucket in &mut buckets {
            bucket.sort();
            whole.with.extend_from_slice(&bucket.with);
            whole.without.extend_from_slice(&bucket.without);
        }
        // The standard stable sort finds the sorted runs and only merges them.
        whole.with.sort();
        whole.without.sort();
        let mut set = Self::of(&whole);
        set.groups = buckets[..groups.names.len()].iter().map(Self::of).collect();
        set.names.clone_from(&groups.names);
        Ok(set)
    }

    fn of(sorted: &Bucket) -> Self {
        let numbers = |bits: &[u64]| bits.iter().map(|&bits| f64::from_bits(bits)).collect();
        let mut set = Self { with: numbers(&sorted.with), without: numbers(&sorted.without), ..Self::default() };
        set.risk_with = sums(&set.with);
        set.risk_without = sums(&set.without);
        set.auc = delong::auc(&set);
        set.auc_ci = set.auc.and_then(|auc| delong::auc_ci(&set, auc));
        set
    }

    /// How many patients.
    #[must_use]
    pub fn n(&self) -> u64 {
        (self.with.len() + self.without.len()) as u64
    }

    /// How many have the condition.
    #[must_use]
    pub fn positives(&self) -> u64 {
        self.with.len() as u64
    }

    /// How many do not have the condition.
    #[must_use]
    pub fn negatives(&self) -> u64 {
        self.without.len() as u64
    }

    /// Having the condition, of all. `None` without patients.
    #[must_use]
    pub fn prevalence(&self) -> Option<Proportion> {
        Proportion::new(self.positives(), self.n())
    }

    /// The confusion matrix of everyone, in O(log n).
    #[must_use]
    pub fn at(&self, threshold: Threshold) -> ConfusionMatrix {
        let below = |scores: &[f64]| scores.partition_point(|&score| score < threshold.get()) as u64;
        let (fn_, tn) = (below(&self.with), below(&self.without));
        ConfusionMatrix { tp: self.positives() - fn_, fp: self.negatives() - tn, fn_, tn }
    }

    /// The names of the groups, in the order given; empty without groups.
    #[must_use]
    pub fn groups(&self) -> &[String] {
        &self.names
    }

    /// The patients of group `g`, with every figure of their own. `None` when there is no such group.
    #[must_use]
    pub fn group(&self, g: usize) -> Option<&Self> {
        self.groups.get(g)
    }

    /// The confusion matrix of group `g`, in O(log n); all zeros when there is no such group.
    #[must_use]
    pub fn group_at(&self, g: usize, threshold: Threshold) -> ConfusionMatrix {
        self.groups.get(g).map_or_else(ConfusionMatrix::default, |group| group.at(threshold))
    }

    /// Every group with its name, in the order given.
    pub fn iter_groups(&self) -> impl Iterator<Item = (&str, &Self)> {
        self.names.iter().map(String::as_str).zip(&self.groups)
    }

    /// Area under the empirical ROC curve, from 0 to 1: of all pairs of a patient with and one without the condition,
    /// the share in which the first has the higher score, ties counted half. `None` with one class only.
    #[must_use]
    pub fn auc(&self) -> Option<f64> {
        self.auc
    }

    /// 95 % interval of the AUC, cut to 0..1, after DeLong 1988 (doi:10.2307/2531595) as R's pROC computes it.
    ///
    /// `None` with fewer than two patients in either class, where no variance is defined. It has no width at an AUC
    /// of exactly 0 or 1: say so rather than call that certain.
    #[must_use]
    pub fn auc_ci(&self) -> Option<Interval> {
        self.auc_ci
    }

    /// Scores of the patients with the condition, ascending.
    #[must_use]
    pub fn scores_with(&self) -> &[f64] {
        &self.with
    }

    /// Scores of the patients without the condition, ascending.
    #[must_use]
    pub fn scores_without(&self) -> &[f64] {
        &self.without
    }

    /// The sum of all scores: how many patients are expected to have the condition.
    #[must_use]
    pub fn expected(&self) -> f64 {
        self.expected_of([self.with.len(), self.without.len()])
    }

    /// The sum of the scores of the lowest so many with the condition, and so many without.
    pub(super) fn expected_of(&self, [with, without]: [usize; 2]) -> f64 {
        let sum = |sums: &[f64], count: usize| sums.get(count).copied().unwrap_or_default();
        sum(&self.risk_with, with) + sum(&self.risk_without, without)
    }

    /// Every distinct score from the highest down, with how many have it. One pass, nothing allocated.
    pub fn steps(&self) -> impl Iterator<Item = Step> {
        Steps { with: &self.with, without: &self.without }
    }

    /// Every distinct score from the highest down: the thresholds at which anything changes.
    #[must_use]
    pub fn distinct_scores(&self) -> Vec<f64> {
        self.steps().map(|step| step.score).collect()
    }
}

impl Bucket {
    fn push(&mut self, score: f64, label: bool) {
        // Adding 0 turns −0 into 0, whose bits would otherwise sort last.
        let bits = (score + 0.0).to_bits();
        if label { self.with.push(bits) } else { self.without.push(bits) }
    }

    fn sort(&mut self) {
        self.with.sort_unstable();
        self.without.sort_unstable();
    }
}

fn sums(scores: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let add = scores.iter().map(|score| {
        sum += score;
        sum
    });
    std::iter::once(0.0).chain(add).collect()
}

/// Merges the two classes from their upper ends.
struct Steps<'a> {
    with: &'a [f64],
    without: &'a [f64],
}

impl Iterator for Steps<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let score = match (self.with.last(), self.without.last()) {
            (Some(&a), Some(&b)) => a.max(b),
            (Some(&only), None) | (None, Some(&only)) => only,
            (None, None) => return None,
        };
        let take = |scores: &mut &[f64]| {
            let mut count = 0;
            while let [rest @ .., last] = *scores
                && *last >= score
            {
                *scores = rest;
                count += 1;
            }
            count
        };
        Some(Step { score, with: take(&mut self.with), without: take(&mut self.without) })
    }
}

fn check(scores: &[f64], labels: &[bool], groups: Option<&Groups>) -> Result<(), MetricsError> {
    let expected = scores.len();
    if labels.len() != expected {
        return Err(MetricsError::Lengths { what: "labels", found: labels.len(), expected });
    }
    if let Some(index) = scores.iter().position(|score| !(0.0..=1.0).contains(score)) {
        return Err(MetricsError::Score { patient: index + 1, found: scores[index] });
    }
    let Some(Groups { codes, names }) = groups else { return Ok(()) };
    if codes.len() != expected {
        return Err(MetricsError::Lengths { what: tr!("group names"), found: codes.len(), expected });
    }
    let unnamed = |&code: &u32| code != Groups::NONE && code as usize >= names.len();
    if let Some(index) = codes.iter().position(unnamed) {
        return Err(MetricsError::Group { patient: index + 1, code: codes[index], names: names.len() });
    }
    let mut seen = BTreeSet::new();
    match names.iter().find(|name| !seen.insert(name.as_str())) {
        Some(twice) => Err(MetricsError::DuplicateGroup(twice.clone())),
        None => Ok(()),
    }
}
