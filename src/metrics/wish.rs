//! A threshold by wish: "sensitivity at least 95 %", "at most 20 alerts per 100".

use super::{ConfusionMatrix, ScoredTestSet, Step};
use crate::num::{Proportion, Threshold};

/// What somebody wants of a threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Wish {
    /// Find at least this share of those with the condition: the highest threshold that does, to disturb the fewest.
    SensitivityAtLeast(f64),
    /// Leave at least this share of those without the condition in peace: the lowest threshold that does.
    SpecificityAtLeast(f64),
    /// At least this share of the alerts must be right: the lowest threshold at which they are. Raising a threshold
    /// does not always raise the PPV, so a higher one may fail again.
    PpvAtLeast(f64),
    /// At most this many alerts for every 100 patients: the lowest threshold that keeps to it.
    AlertsPer100AtMost(f64),
    /// Sensitivity + specificity as large as can be; of equals the lowest threshold, which finds more.
    Youden,
    /// The least harm when missing one patient is this many times as bad as one false alarm; of equals the lowest
    /// threshold, which finds more.
    HarmRatio(f64),
}

/// What becomes of a wish.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Answer {
    /// This threshold fulfils it.
    At(Threshold),
    /// No threshold does.
    Impossible {
        /// The threshold that comes closest: its largest shortfall, in percentage points, is the smallest; of equals
        /// the one that the wish itself would prefer. `None` when what is wished for is undefined for these patients,
        /// such as a sensitivity when nobody has the condition.
        nearest: Option<Threshold>,
    },
}

impl Wish {
    /// What `matrix` reaches of this wish, in the wish's own unit: a share from 0 to 1, alerts per 100, Youden's index,
    /// or harm per patient in false alarms. `None` when undefined.
    #[must_use]
    pub fn reached(self, matrix: &ConfusionMatrix) -> Option<f64> {
        match self {
            Self::SensitivityAtLeast(_) => matrix.sensitivity().map(Proportion::value),
            Self::SpecificityAtLeast(_) => matrix.specificity().map(Proportion::value),
            Self::PpvAtLeast(_) => matrix.ppv().map(Proportion::value),
            Self::AlertsPer100AtMost(_) => matrix.alerts_per_100(),
            Self::Youden => matrix.youden(),
            Self::HarmRatio(ratio) => super::finite((ratio * matrix.fn_ as f64 + matrix.fp as f64) / matrix.n() as f64),
        }
    }

    /// Whether `matrix` fulfils it; a wish for the best is never fulfilled by one matrix alone.
    #[must_use]
    pub fn is_met(self, matrix: &ConfusionMatrix) -> bool {
        let floor = !matches!(self, Self::Youden | Self::HarmRatio(_));
        floor && self.shortfall(matrix) <= 0.0
    }

    /// How far `matrix` falls short, as a share: 0 when fulfilled, infinite when undefined.
    fn shortfall(self, matrix: &ConfusionMatrix) -> f64 {
        let Some(reached) = self.reached(matrix) else { return f64::INFINITY };
        let short = match self {
            Self::SensitivityAtLeast(least) | Self::SpecificityAtLeast(least) | Self::PpvAtLeast(least) => {
                least - reached
            }
            Self::AlertsPer100AtMost(most) => (reached - most) / 100.0,
            Self::Youden | Self::HarmRatio(_) => 0.0,
        };
        // A limit that is not a number is fulfilled by nothing.
        if short.is_nan() { f64::INFINITY } else { short.max(0.0) }
    }

    /// For a wish for the best: how good `matrix` is, the larger the better.
    fn goodness(self, matrix: &ConfusionMatrix) -> Option<f64> {
        match self {
            Self::Youden => self.reached(matrix),
            Self::HarmRatio(_) => self.reached(matrix).map(|harm| -harm),
            _ => None,
        }
    }
}

/// The threshold at which acting pays when one missed patient is `ratio` times as bad as one false alarm, if the risks
/// are well calibrated: `1 / (1 + ratio)`. `None` for a ratio that is negative or not a number.
#[must_use]
pub fn threshold_of_harm_ratio(ratio: f64) -> Option<Threshold> {
    if ratio >= 0.0 { Threshold::new(1.0 / (1.0 + ratio)).ok() } else { None }
}

/// The threshold that fulfils `wish` on these patients. One pass over the distinct scores.
///
/// The answer is a score that somebody has, or 1 where nobody has a score of 1 and flagging nobody is what fulfils it.
#[must_use]
pub fn answer(set: &ScoredTestSet, wish: Wish) -> Answer {
    answer_all(set, &[wish])
}

/// The threshold that fulfils all `wishes` at once. With a wish for the best among them, the best of the thresholds
/// that fulfil the others (the first such wish decides); otherwise with a sensitivity among them the highest threshold,
/// and else the lowest.
#[must_use]
pub fn answer_all(set: &ScoredTestSet, wishes: &[Wish]) -> Answer {
    let best_of = wishes.iter().find(|wish| matches!(wish, Wish::Youden | Wish::HarmRatio(_)));
    let highest = best_of.is_none() && wishes.iter().any(|wish| matches!(wish, Wish::SensitivityAtLeast(_)));
    let mut granted: Option<(f64, Threshold)> = None;
    let mut nearest: Option<(f64, Threshold)> = None;
    for (threshold, matrix) in candidates(set) {
        let shortfall = wishes.iter().map(|wish| wish.shortfall(&matrix)).fold(0.0, f64::max);
        if shortfall > 0.0 {
            let closer = |(least, _)| shortfall < least || (shortfall <= least && !highest);
            if shortfall.is_finite() && nearest.is_none_or(closer) {
                nearest = Some((shortfall, threshold));
            }
            continue;
        }
        let goodness = best_of.and_then(|wish| wish.goodness(&matrix)).unwrap_or_default();
        // Thresholds fall from one candidate to the next, so of equals the last one is the lowest.
        if granted.is_none_or(|(best, _)| goodness > best || (goodness >= best && !highest)) {
            granted = Some((goodness, threshold));
        }
    }
    match granted {
        Some((_, threshold)) => Answer::At(threshold),
        None => Answer::Impossible { nearest: nearest.map(|(_, threshold)| threshold) },
    }
}

/// The nearest thousandth to `exact` that still fulfils all `wishes`, which is easier to read, or `exact` itself where none does.
#[must_use]
pub fn rounded(set: &ScoredTestSet, exact: Threshold, wishes: &[Wish]) -> Threshold {
    let thousandths = exact.get() * 1000.0;
    [thousandths.round(), thousandths.floor(), thousandths.ceil()]
        .into_iter()
        .map(|rounded| Threshold::clamped(rounded / 1000.0))
        .find(|&rounded| wishes.iter().all(|wish| wish.is_met(&set.at(rounded))))
        .unwrap_or(exact)
}

/// Every threshold at which anything changes, from the highest down, with its matrix.
pub(super) fn candidates(set: &ScoredTestSet) -> impl Iterator<Item = (Threshold, ConfusionMatrix)> {
    let nobody = ConfusionMatrix { tp: 0, fp: 0, fn_: set.positives(), tn: set.negatives() };
    let somebody_at_1 = set.steps().next().is_some_and(|top| top.score >= 1.0);
    let first = (!somebody_at_1).then_some((Threshold::clamped(1.0), nobody));
    let falling = set.steps().scan(nobody, |matrix, Step { score, with, without }| {
        matrix.tp += with;
        matrix.fn_ -= with;
        matrix.fp += without;
        matrix.tn -= without;
        Some((Threshold::clamped(score), *matrix))
    });
    first.into_iter().chain(falling)
}
