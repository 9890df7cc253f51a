//! Everything that `evaluate --json` prints, under exactly its keys.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::{
    Calibration, CalibrationBin, ConfusionMatrix, DecisionPoint, Fairness, Groups, Interval, MetricsError, PrPoint,
    ScoredTestSet, average_precision, brier, calibration, calibration_bins, decision_curve, fairness, fairness_of,
    log_loss, pr,
};
use crate::num::{Proportion, Threshold};

/// Groups of patients by risk in the calibration curve.
const CALIBRATION_BINS: u32 = 10;

/// All figures of one scored population. A figure whose denominator is 0 is `None`, written as `null`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// Patients.
    pub n: u64,
    /// Patients with the condition.
    pub positives: u64,
    /// Their share.
    pub prevalence: Option<f64>,
    /// See [`ScoredTestSet::auc`].
    pub auc: Option<f64>,
    /// See [`ScoredTestSet::auc_ci`].
    pub auc_ci: Option<Interval>,
    /// See [`average_precision`].
    pub average_precision: Option<f64>,
    /// See [`brier`].
    pub brier: Option<f64>,
    /// See [`log_loss`].
    pub log_loss: Option<f64>,
    /// See [`calibration`].
    pub calibration: Calibration,
    /// The ROC curve, one row per distinct score after the start.
    pub roc: Vec<RocRow>,
    /// See [`pr`](super::pr()).
    pub pr: Vec<PrPoint>,
    /// See [`calibration_bins`]; ten of them.
    pub calibration_bins: Vec<CalibrationBin>,
    /// See [`decision_curve`]; at every whole per cent from 1 to 99.
    pub decision_curve: Vec<DecisionPoint>,
    /// One entry per threshold, in the order given.
    pub at: Vec<AtThreshold>,
    /// One entry per group, in the order given; left out without groups.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_map")]
    pub groups: Option<Vec<(String, GroupEvaluation)>>,
    /// One entry per threshold, in the order given; left out without groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fairness: Option<Vec<Fairness>>,
}

/// One point of the ROC curve as written out: with one class only, the rate of the other class is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RocRow {
    /// False positive rate; `None` when everybody has the condition.
    pub fpr: Option<f64>,
    /// True positive rate; `None` when nobody has the condition.
    pub tpr: Option<f64>,
    /// `None` at the start, where nobody is flagged.
    pub threshold: Option<f64>,
}

/// The figures of one threshold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AtThreshold {
    /// A patient at or above it is flagged.
    pub threshold: f64,
    /// The four counts, written as `tp`, `fp`, `fn` and `tn`.
    #[serde(flatten)]
    pub matrix: ConfusionMatrix,
    /// See [`ConfusionMatrix::sensitivity`].
    pub sensitivity: Option<f64>,
    /// See [`ConfusionMatrix::specificity`].
    pub specificity: Option<f64>,
    /// See [`ConfusionMatrix::ppv`].
    pub ppv: Option<f64>,
    /// See [`ConfusionMatrix::npv`].
    pub npv: Option<f64>,
    /// See [`ConfusionMatrix::accuracy`].
    pub accuracy: Option<f64>,
    /// See [`ConfusionMatrix::f1`].
    pub f1: Option<f64>,
    /// See [`ConfusionMatrix::mcc`].
    pub mcc: Option<f64>,
    /// See [`Proportion::wilson`].
    pub sensitivity_ci: Option<Interval>,
    /// See [`Proportion::wilson`].
    pub specificity_ci: Option<Interval>,
    /// See [`Proportion::wilson`].
    pub ppv_ci: Option<Interval>,
    /// See [`Proportion::wilson`].
    pub npv_ci: Option<Interval>,
    /// See [`ConfusionMatrix::net_benefit`].
    pub net_benefit: Option<f64>,
}

/// The figures of one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupEvaluation {
    /// Patients in the group.
    pub n: u64,
    /// Those with the condition.
    pub positives: u64,
    /// See [`ScoredTestSet::auc`].
    pub auc: Option<f64>,
    /// One entry per threshold, in the order given.
    pub at: Vec<AtThreshold>,
}

/// Evaluates risks against what happened, at every threshold and for every group.
///
/// # Errors
/// As [`ScoredTestSet::new`].
pub fn evaluate(
    scores: &[f64],
    labels: &[bool],
    groups: Option<&Groups>,
    thresholds: &[Threshold],
) -> Result<Evaluation, MetricsError> {
    let set = ScoredTestSet::build(scores, labels, groups)?;
    let mut evaluation = Evaluation::of(&set, thresholds);
    if groups.is_some() && evaluation.groups.is_none() {
        // A group column in which nobody has a group is still a group column.
        evaluation.groups = Some(Vec::new());
        evaluation.fairness = Some(thresholds.iter().map(|&threshold| fairness(&set, threshold)).collect());
    }
    Ok(evaluation)
}

impl Evaluation {
    /// The figures of a population whose scores are already sorted.
    #[must_use]
    pub fn of(set: &ScoredTestSet, thresholds: &[Threshold]) -> Self {
        let grouped = !set.groups().is_empty();
        let group = |(name, group): (&str, &ScoredTestSet)| {
            let (n, positives, auc) = (group.n(), group.positives(), group.auc());
            (name.to_owned(), GroupEvaluation { n, positives, auc, at: at(group, thresholds) })
        };
        Self {
            n: set.n(),
            positives: set.positives(),
            prevalence: set.prevalence().map(Proportion::value),
            auc: set.auc(),
            auc_ci: set.auc_ci(),
            average_precision: average_precision(set),
            brier: brier(set),
            log_loss: log_loss(set),
            calibration: calibration(set),
            roc: roc_rows(set),
            pr: pr(set),
            calibration_bins: calibration_bins(set, CALIBRATION_BINS),
            decision_curve: decision_curve(
                set,
                &(1..100).map(|percent| f64::from(percent) / 100.0).collect::<Vec<_>>(),
            ),
            at: at(set, thresholds),
            groups: grouped.then(|| set.iter_groups().map(group).collect()),
            fairness: grouped.then(|| thresholds.iter().map(|&threshold| fairness(set, threshold)).collect()),
        }
    }
}

impl AtThreshold {
    /// The figures of `matrix`, which `threshold` has given.
    #[must_use]
    pub fn of(matrix: ConfusionMatrix, threshold: Threshold) -> Self {
        let [sensitivity, specificity, ppv, npv] =
            [matrix.sensitivity(), matrix.specificity(), matrix.ppv(), matrix.npv()];
        let value = |rate: Option<Proportion>| rate.map(Proportion::value);
        let wilson = |rate: Option<Proportion>| rate.map(Proportion::wilson);
        Self {
            threshold: threshold.get(),
            matrix,
            sensitivity: value(sensitivity),
            specificity: value(specificity),
            ppv: value(ppv),
            npv: value(npv),
            accuracy: value(matrix.accuracy()),
            f1: matrix.f1(),
            mcc: matrix.mcc(),
            sensitivity_ci: wilson(sensitivity),
            specificity_ci: wilson(specificity),
            ppv_ci: wilson(ppv),
            npv_ci: wilson(npv),
            net_benefit: matrix.net_benefit(threshold),
        }
    }
}

/// The figures of groups that have thresholds of their own.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupThresholds {
    /// Each group at its threshold, in the order given.
    #[serde(serialize_with = "as_plain_map")]
    pub groups: Vec<(String, AtThreshold)>,
    /// Everyone, each at the threshold of the own group, and those of no group at the common one; net benefit at the common one's
    /// rate of exchange.
    pub overall: AtThreshold,
    /// The gaps between the groups; its threshold is the common one.
    pub fairness: Fairness,
}

impl GroupThresholds {
    /// Evaluates every group at its own threshold; groups that `own` does not name, and patients of no group, at `common`.
    #[must_use]
    pub fn of(set: &ScoredTestSet, common: Threshold, own: &[(String, Threshold)]) -> Self {
        let of = |name: &str| own.iter().find(|(named, _)| named == name).map_or(common, |(_, threshold)| *threshold);
        let groups: Vec<(String, AtThreshold)> = set
            .iter_groups()
            .map(|(name, group)| (name.to_owned(), AtThreshold::of(group.at(of(name)), of(name))))
            .collect();
        let mut overall = set.at(common);
        for ((_, group), (_, at)) in set.iter_groups().zip(&groups) {
            let (gone, come) = (group.at(common), at.matrix);
            overall.tp = overall.tp - gone.tp + come.tp;
            overall.fp = overall.fp - gone.fp + come.fp;
            overall.fn_ = overall.fn_ - gone.fn_ + come.fn_;
            overall.tn = overall.tn - gone.tn + come.tn;
        }
        let matrices: Vec<ConfusionMatrix> = groups.iter().map(|(_, at)| at.matrix).collect();
        Self { groups, overall: AtThreshold::of(overall, common), fairness: fairness_of(&matrices, common) }
    }
}

fn at(set: &ScoredTestSet, thresholds: &[Threshold]) -> Vec<AtThreshold> {
    thresholds.iter().map(|&threshold| AtThreshold::of(set.at(threshold), threshold)).collect()
}

/// As [`super::roc`], but with one class only there are still rows, whose other rate is undefined.
fn roc_rows(set: &ScoredTestSet) -> Vec<RocRow> {
    let rate = |k: u64, n: u64| Proportion::new(k, n).map(Proportion::value);
    let (mut tp, mut fp) = (0, 0);
    let mut row = |with: u64, without: u64, threshold: Option<f64>| {
        tp += with;
        fp += without;
        RocRow { fpr: rate(fp, set.negatives()), tpr: rate(tp, set.positives()), threshold }
    };
    let mut rows = vec![row(0, 0, None)];
    rows.extend(set.steps().map(|step| row(step.with, step.without, Some(step.score))));
    rows
}

/// Writes named groups as one object, in their order.
#[expect(clippy::ref_option, reason = "serde hands the field over by reference")]
fn as_map<S: Serializer>(groups: &Option<Vec<(String, GroupEvaluation)>>, serializer: S) -> Result<S::Ok, S::Error> {
    let groups = groups.as_deref().unwrap_or_default();
    let mut map = serializer.serialize_map(Some(groups.len()))?;
    for (name, group) in groups {
        map.serialize_entry(name, group)?;
    }
    map.end()
}

fn as_plain_map<S: Serializer>(groups: &[(String, AtThreshold)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(groups.len()))?;
    for (name, at) in groups {
        map.serialize_entry(name, at)?;
    }
    map.end()
}
