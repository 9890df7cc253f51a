//! The kinds of chart on which the threshold stands, and which of them are shown.

use std::collections::BTreeSet;

use crate::figure::{
    Figure, Ghost, Words, calibration_figure, cost_figure, decision_figure, gain_figure, pr_figure, rates_figure,
    roc_figure, score_figure,
};
use crate::metrics::ScoredTestSet;
use crate::num::Threshold;

/// A chart on which the threshold stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chart {
    /// Who gets which score.
    Scores,
    /// Found against alarmed in vain.
    Roc,
    /// Right alerts against found.
    PrecisionRecall,
    /// Observed against predicted.
    Calibration,
    /// Net benefit.
    Decision,
    /// Every rate over the threshold.
    Rates,
    /// What mistakes cost.
    Cost,
    /// Work for each one found.
    Gain,
}

/// The charts that stand side by side, in their own order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charts(BTreeSet<Chart>);

impl Default for Charts {
    fn default() -> Self {
        Self([Chart::PrecisionRecall, Chart::Calibration, Chart::Decision, Chart::Rates].into())
    }
}

impl Charts {
    /// Those that are shown, at least one.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Chart> {
        self.0.iter().copied()
    }

    /// Whether `chart` is shown.
    #[must_use]
    pub fn has(&self, chart: Chart) -> bool {
        self.0.contains(&chart)
    }

    /// Adds `chart`, or takes it away unless it is the last.
    pub fn toggle(&mut self, chart: Chart) {
        if self.0.len() > 1 && self.0.remove(&chart) {
            return;
        }
        self.0.insert(chart);
    }

    /// Leaves `chart` alone.
    pub fn only(&mut self, chart: Chart) {
        self.0 = [chart].into();
    }
}

/// The chart of these scores.
#[must_use]
pub fn chart_figure(
    chart: Chart,
    set: &ScoredTestSet,
    threshold: Threshold,
    words: &Words,
    ghosts: &[Ghost<'_>],
) -> Figure {
    match chart {
        Chart::Scores => score_figure(set, threshold, words, &[]),
        Chart::Roc => roc_figure(set, threshold, words, ghosts),
        Chart::PrecisionRecall => pr_figure(set, threshold, words, ghosts),
        Chart::Calibration => calibration_figure(set, threshold, words),
        Chart::Decision => decision_figure(set, threshold, words),
        Chart::Rates => rates_figure(set, threshold, words),
        Chart::Cost => cost_figure(set, threshold, words),
        Chart::Gain => gain_figure(set, threshold, words),
    }
}
