//! How a group is decided on: at one threshold, or by drawing lots between several.

use serde::Serialize;

use super::{ConfusionMatrix, ScoredTestSet};
use crate::num::{Proportion, Threshold};

/// One of the thresholds that are drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LotStep {
    /// The threshold; `None` flags nobody.
    pub from: Option<Threshold>,
    /// How often it is drawn, above 0 and at most 1.
    pub share: f64,
}

/// The rule by which a group's patients are flagged.
///
/// With several steps each patient draws one lot, and is flagged if the score reaches the threshold that the lot names.
/// Whoever reaches the highest threshold is flagged for certain, whoever stays below the lowest is not; for those
/// between, the lot decides.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupRule {
    steps: Vec<LotStep>,
}

impl GroupRule {
    /// Everyone at or above `threshold` is flagged, and nobody else.
    #[must_use]
    pub fn at(threshold: Threshold) -> Self {
        Self { steps: vec![LotStep { from: Some(threshold), share: 1.0 }] }
    }

    /// Draws between `steps`, whose shares must add up to 1; those of no share are left out. `None` without any left,
    /// or with shares that are negative or do not add up to 1 within 1e-6.
    #[must_use]
    pub fn lots(steps: &[LotStep]) -> Option<Self> {
        let total: f64 = steps.iter().map(|step| step.share).sum();
        if (total - 1.0).abs() > 1e-6 || steps.iter().any(|step| step.share < -1e-9) {
            return None;
        }
        let mut kept: Vec<LotStep> = steps.iter().copied().filter(|step| step.share > 1e-9).collect();
        let total: f64 = kept.iter().map(|step| step.share).sum();
        kept.iter_mut().for_each(|step| step.share /= total);
        let height = |step: &LotStep| step.from.map_or(f64::INFINITY, Threshold::get);
        kept.sort_by(|a, b| height(b).total_cmp(&height(a)));
        (!kept.is_empty()).then_some(Self { steps: kept })
    }

    /// The thresholds that are drawn from, the highest first; at least one.
    #[must_use]
    pub fn steps(&self) -> &[LotStep] {
        &self.steps
    }

    /// The threshold, where no lot is drawn and somebody could be flagged.
    #[must_use]
    pub fn threshold(&self) -> Option<Threshold> {
        match self.steps.as_slice() {
            [only] => only.from,
            _ => None,
        }
    }

    /// How likely a patient with this score is flagged, from 0 to 1.
    #[must_use]
    pub fn chance(&self, score: f64) -> f64 {
        let reached = |step: &&LotStep| step.from.is_some_and(|from| score >= from.get());
        let all = self.steps.iter().all(|step| reached(&step));
        if all { 1.0 } else { self.steps.iter().filter(reached).map(|step| step.share).sum() }
    }

    /// How many patients are expected in each cell, and for how many the lot decides.
    #[must_use]
    pub fn expected(&self, set: &ScoredTestSet) -> ExpectedCells {
        let mut cells = ExpectedCells::default();
        for step in &self.steps {
            cells.add(&step_matrix(set, step.from), step.share);
        }
        if let [highest, .., lowest] = self.steps.as_slice() {
            let flagged = |step: &LotStep| step_matrix(set, step.from).alerts();
            cells.by_lot = flagged(lowest) - flagged(highest);
        }
        cells
    }
}

fn step_matrix(set: &ScoredTestSet, from: Option<Threshold>) -> ConfusionMatrix {
    let nobody = ConfusionMatrix { tp: 0, fp: 0, fn_: set.positives(), tn: set.negatives() };
    from.map_or(nobody, |from| set.at(from))
}

/// Expected numbers of patients in each cell: whole ones unless lots are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct ExpectedCells {
    /// Found.
    pub tp: f64,
    /// False alarms.
    pub fp: f64,
    /// Missed.
    #[serde(rename = "fn")]
    pub fn_: f64,
    /// Left alone.
    pub tn: f64,
    /// Patients for whom the lot decides, whichever way it falls.
    pub by_lot: u64,
}

impl From<ConfusionMatrix> for ExpectedCells {
    fn from(matrix: ConfusionMatrix) -> Self {
        let mut cells = Self::default();
        cells.add(&matrix, 1.0);
        cells
    }
}

impl ExpectedCells {
    fn add(&mut self, matrix: &ConfusionMatrix, share: f64) {
        self.tp += share * matrix.tp as f64;
        self.fp += share * matrix.fp as f64;
        self.fn_ += share * matrix.fn_ as f64;
        self.tn += share * matrix.tn as f64;
    }

    /// The sum of several groups.
    #[must_use]
    pub fn sum<'a>(cells: impl IntoIterator<Item = &'a Self>) -> Self {
        cells.into_iter().fold(Self::default(), |sum, own| Self {
            tp: sum.tp + own.tp,
            fp: sum.fp + own.fp,
            fn_: sum.fn_ + own.fn_,
            tn: sum.tn + own.tn,
            by_lot: sum.by_lot + own.by_lot,
        })
    }

    /// All patients.
    #[must_use]
    pub fn n(&self) -> f64 {
        self.tp + self.fp + self.fn_ + self.tn
    }

    /// The nearest whole numbers, for intervals; the patients of either class stay as many as they are.
    #[must_use]
    pub fn rounded(&self) -> ConfusionMatrix {
        let whole = |value: f64| value.round().max(0.0) as u64;
        let (with, without) = (whole(self.tp + self.fn_), whole(self.fp + self.tn));
        let (tp, fp) = (whole(self.tp).min(with), whole(self.fp).min(without));
        ConfusionMatrix { tp, fp, fn_: with - tp, tn: without - fp }
    }

    /// Flagged, of all, from 0 to 1. `None` without patients.
    #[must_use]
    pub fn flagged(&self) -> Option<f64> {
        super::finite((self.tp + self.fp) / self.n())
    }

    /// Found, of those with the condition. `None` when nobody has it.
    #[must_use]
    pub fn sensitivity(&self) -> Option<f64> {
        super::finite(self.tp / (self.tp + self.fn_))
    }

    /// False alarms, of those without the condition. `None` when everybody has it.
    #[must_use]
    pub fn false_positive_rate(&self) -> Option<f64> {
        super::finite(self.fp / (self.fp + self.tn))
    }

    /// Having the condition, of those flagged. `None` when nobody is.
    #[must_use]
    pub fn ppv(&self) -> Option<f64> {
        super::finite(self.tp / (self.tp + self.fp))
    }

    /// Net benefit per patient at the risk `threshold`, as [`ConfusionMatrix::net_benefit`].
    #[must_use]
    pub fn net_benefit(&self, threshold: Threshold) -> Option<f64> {
        let t = threshold.get();
        if t <= 0.0 || t >= 1.0 { None } else { super::finite((self.tp - self.fp * (t / (1.0 - t))) / self.n()) }
    }
}

/// What changes for 1,000 patients of a group when it is decided on by another rule: expected numbers, each from 0 to
/// 1,000.
///
/// Where both rules draw lots, each patient keeps the same lot, so that nobody changes places for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LedgerLine {
    /// Have the condition, were missed, are now found.
    pub newly_found: f64,
    /// Have the condition, were found, are now missed.
    pub newly_missed: f64,
    /// Do not have it, were left alone, are now alarmed.
    pub newly_alarmed: f64,
    /// Do not have it, were alarmed, are now left alone.
    pub newly_in_peace: f64,
}

impl LedgerLine {
    /// From one rule to another. `None` without patients.
    #[must_use]
    pub fn between(set: &ScoredTestSet, from: &GroupRule, to: &GroupRule) -> Option<Self> {
        let per = 1000.0 / Proportion::new(set.n(), set.n())?.n() as f64;
        let mut edges: Vec<Threshold> = from.steps().iter().chain(to.steps()).filter_map(|step| step.from).collect();
        edges.sort_by(|a, b| b.get().total_cmp(&a.get()));
        edges.dedup_by(|a, b| a.get().to_bits() == b.get().to_bits());
        let mut line = Self { newly_found: 0.0, newly_missed: 0.0, newly_alarmed: 0.0, newly_in_peace: 0.0 };
        let mut above = [0.0, 0.0];
        for edge in edges {
            let matrix = set.at(edge);
            let [tp, fp] = [matrix.tp, matrix.fp].map(|count| count as f64);
            // Between two thresholds the chance is the same for all.
            let change = to.chance(edge.get()) - from.chance(edge.get());
            let (with, without) = (per * (tp - above[0]) * change, per * (fp - above[1]) * change);
            line.newly_found += with.max(0.0);
            line.newly_missed += (-with).max(0.0);
            line.newly_alarmed += without.max(0.0);
            line.newly_in_peace += (-without).max(0.0);
            above = [tp, fp];
        }
        Some(line)
    }

    /// Whether nobody changes places.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        let Self { newly_found, newly_missed, newly_alarmed, newly_in_peace } = self;
        [newly_found, newly_missed, newly_alarmed, newly_in_peace].iter().all(|count| **count < 1e-9)
    }
}
