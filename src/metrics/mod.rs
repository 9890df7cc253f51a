//! Every figure that Cutpoint shows, exact and pure: scores and labels in, numbers out.
//!
//! - [`ScoredTestSet`] is built once per model; a threshold's [`ConfusionMatrix`] is then a binary search.
//! - [`evaluate`] gives everything that `evaluate --json` prints; [`METRICS`] says in words what each figure is.
//! - A rate is an `Option<Proportion>`: `None` where its denominator is 0, never NaN.
//! - Sums run over sorted scores, so the order of the patients never changes a figure, not even in its last digit.

mod bootstrap;
mod calibration;
mod calibration_bins;
pub mod claim;
mod confusion_matrix;
mod cost_curve;
mod decision_curve;
mod delong;
mod equalised_odds;
mod evaluation;
mod fair_thresholds;
mod fairness;
mod gaps;
mod histogram;
mod interval;
mod lottery;
mod natural_frequencies;
mod paired;
mod pr;
mod prevalence;
mod proper_scores;
mod recalibration;
mod registry;
mod registry_entries;
mod reliance;
mod roc;
mod scored;
mod wish;
mod workload;

pub use bootstrap::{Bootstrap, BootstrapPlan, Resampled, bootstrap};
pub use calibration::{Calibration, calibration, observed_expected_ratio};
pub use calibration_bins::{CalibrationBin, calibration_between, calibration_bins};
pub use confusion_matrix::ConfusionMatrix;
pub use cost_curve::{miss_weight, normalised_cost};
pub use decision_curve::{DecisionPoint, decision_curve};
pub use delong::{AucDifference, auc_difference};
pub use evaluation::{AtThreshold, Evaluation, GroupEvaluation, GroupThresholds, RocRow, evaluate};
pub use fair_thresholds::{FairAnswer, FairPreset, GroupAnswer, Impossible, fair_thresholds, fair_thresholds_at};
pub use fairness::{FEWEST_POSITIVES, Fairness, RateGap, fairness, fairness_of, rate_gaps};
pub use gaps::{Conflict, Gap, GapKind, conflict, gaps};
pub use histogram::{Histogram, histogram};
pub use interval::Interval;
pub use lottery::{ExpectedCells, GroupRule, LedgerLine, LotStep};
pub use natural_frequencies::natural_frequencies;
pub use paired::Agreement;
pub use pr::{PrPoint, average_precision, pr};
pub use prevalence::{Elsewhere, intercept_shift, observed_expected_elsewhere, stand_ins};
pub use proper_scores::{brier, log_loss};
pub use recalibration::{Recalibration, recalibrate, recalibrate_intercept};
pub use registry::{Kind, Metric, metric};
pub use registry_entries::METRICS;
pub use reliance::{
    Judgement, PATIENTS_PER_NURSE, Reader, Reliance, Team, alerts_per_nurse, effective_sensitivity, reliance, team,
};
pub use roc::{RocPoint, roc, roc_hull, thinned_roc, upper_hull};
pub use scored::{Groups, MetricsError, ScoredTestSet, Step};
pub use wish::{Answer, Wish, answer, answer_all, rounded, threshold_of_harm_ratio};
pub use workload::{Load, Ward};

/// The number itself when it is finite: the door through which every computed ratio passes, so that no NaN gets out.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
