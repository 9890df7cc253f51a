//! The figures that checks may speak of, beside the registry of metrics.

use crate::metrics::{
    Interval, Kind, Metric, ScoredTestSet, alerts_per_nurse, decision_curve, effective_sensitivity, metric,
};
use crate::num::Threshold;
use crate::pipeline::Decisions;

/// A figure by name.
#[derive(Debug, Clone, Copy)]
pub enum Figure {
    /// One of the registry.
    Metric(&'static Metric),
    /// How many patients there are.
    Patients,
    /// How many of them have the condition.
    Positives,
    /// Patients flagged out of 100.
    AlertsPer100,
    /// Alerts for each nurse with eight patients.
    AlertsPerNurse,
    /// The share of those with the condition who are flagged and answered, as people tire of alerts.
    EffectiveSensitivity,
    /// The threshold.
    Threshold,
    /// Of all patients flagged, the share who are in the group, from 0 to 1; without a group, 1.
    ShareOfFlagged,
    /// The lowest risk at which acting on the model is worth more than acting on everybody and than acting on nobody.
    UsefulFrom,
    /// The highest such risk.
    UsefulTo,
}

/// What stands beside the registry: names and what they are.
pub const FIGURES: [(&str, Figure, &str); 9] = [
    ("patients", Figure::Patients, tr_noop!("how many patients there are")),
    ("positives", Figure::Positives, tr_noop!("how many of them have the condition")),
    ("alerts_per_100", Figure::AlertsPer100, tr_noop!("patients flagged out of 100")),
    ("alerts_per_nurse", Figure::AlertsPerNurse, tr_noop!("alerts for each nurse with eight patients")),
    ("effective_sensitivity", Figure::EffectiveSensitivity, tr_noop!("flagged and answered, as people tire of alerts")),
    ("threshold", Figure::Threshold, tr_noop!("where the line stands")),
    ("share_of_flagged", Figure::ShareOfFlagged, tr_noop!("of all who are flagged, the share in a group")),
    (
        "useful_from",
        Figure::UsefulFrom,
        tr_noop!("the lowest risk at which the model beats flagging everybody and nobody"),
    ),
    ("useful_to", Figure::UsefulTo, tr_noop!("the highest such risk")),
];

/// Where the decision curve is looked at: every thousandth up to a half.
const STEPS: usize = 500;

impl Figure {
    /// The figure of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let extra = FIGURES.into_iter().find(|(known, ..)| *known == name).map(|(_, figure, _)| figure);
        extra.or_else(|| metric(name).map(Self::Metric))
    }

    /// All names.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let metrics = crate::metrics::METRICS.iter().filter(|metric| {
            !matches!(metric.kind, Kind::ShareInterval(_) | Kind::NumberInterval(_) | Kind::Elsewhere)
        });
        FIGURES.into_iter().map(|(name, ..)| name).chain(metrics.map(|metric| metric.id))
    }

    /// The figure's value for these patients; `decisions` are those of the same patients, groups with thresholds of their own
    /// counted in. `None` where it is undefined, or where there is no such group.
    #[must_use]
    pub fn value(
        self,
        set: &ScoredTestSet,
        decisions: &Decisions,
        group: Option<usize>,
        line: Threshold,
    ) -> Option<f64> {
        let own = group.map_or(Some(set), |group| set.group(group))?;
        let decided = match group {
            None => &decisions.everyone,
            Some(group) => decisions.groups.get(group)?,
        };
        let matrix = &decided.matrix;
        match self {
            Self::Metric(metric) => match metric.kind {
                Kind::Proportion(of) => of(matrix).map(crate::num::Proportion::value),
                Kind::Counts(of) | Kind::Share(of) => of(matrix),
                Kind::CountsAndThreshold(of) => of(matrix, line),
                _ => metric.value(own, line),
            },
            Self::Patients => Some(own.n() as f64),
            Self::Positives => Some(own.positives() as f64),
            Self::AlertsPer100 => (matrix.n() > 0).then(|| 100.0 * matrix.alerts() as f64 / matrix.n() as f64),
            Self::AlertsPerNurse => alerts_per_nurse(matrix),
            Self::EffectiveSensitivity => effective_sensitivity(matrix),
            Self::Threshold => Some(line.get()),
            Self::ShareOfFlagged => {
                let all = decisions.everyone.matrix.alerts();
                (all > 0).then(|| matrix.alerts() as f64 / all as f64)
            }
            Self::UsefulFrom => useful(own).map(|[from, _]| from),
            Self::UsefulTo => useful(own).map(|[_, to]| to),
        }
    }

    /// The 95 % interval of the figure: Wilson's for a share of patients, DeLong's for the AUC; `None` for any other.
    #[must_use]
    pub fn interval(self, set: &ScoredTestSet, decisions: &Decisions, group: Option<usize>) -> Option<Interval> {
        let Self::Metric(metric) = self else { return None };
        let own = group.map_or(Some(set), |group| set.group(group))?;
        let decided = match group {
            None => &decisions.everyone,
            Some(group) => decisions.groups.get(group)?,
        };
        match metric.kind {
            Kind::Proportion(of) => of(&decided.matrix).map(crate::num::Proportion::wilson),
            _ if metric.id == "auc" => own.auc_ci(),
            _ => None,
        }
    }

    /// Whether it is written as a percentage.
    #[must_use]
    pub fn is_share(self) -> bool {
        match self {
            Self::Metric(metric) => metric.is_share(),
            Self::ShareOfFlagged | Self::EffectiveSensitivity => true,
            _ => false,
        }
    }

    /// What it is called in a sentence.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Metric(metric) => metric.name.to_owned(),
            Self::Patients => "patients".to_owned(),
            Self::Positives => tr!("patients with the condition").to_owned(),
            Self::AlertsPer100 => tr!("alerts per 100 patients").to_owned(),
            Self::AlertsPerNurse => tr!("alerts per nurse").to_owned(),
            Self::EffectiveSensitivity => tr!("share flagged and answered").to_owned(),
            Self::Threshold => "threshold".to_owned(),
            Self::ShareOfFlagged => tr!("share of all flagged").to_owned(),
            Self::UsefulFrom => tr!("lowest risk at which it is useful").to_owned(),
            Self::UsefulTo => tr!("highest risk at which it is useful").to_owned(),
        }
    }
}

/// The longest stretch of risks at which the model's net benefit is above both flagging everybody and flagging nobody.
fn useful(set: &ScoredTestSet) -> Option<[f64; 2]> {
    let at = |step: usize| step as f64 / (2 * STEPS) as f64;
    let thresholds: Vec<f64> = (1..=STEPS).map(at).collect();
    let curve = decision_curve(set, &thresholds);
    let (mut best, mut start): (Option<[f64; 2]>, Option<f64>) = (None, None);
    for point in &curve {
        if point.model > point.all.max(0.0) + 1e-12 {
            let from = *start.get_or_insert(point.threshold);
            if best.is_none_or(|[low, high]| point.threshold - from > high - low) {
                best = Some([from, point.threshold]);
            }
        } else {
            start = None;
        }
    }
    best
}
