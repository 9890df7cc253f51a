//! A reader and a model: who follows whom, and what the two find together.

use super::ConfusionMatrix;
use crate::num::Proportion;

/// One patient judged twice: alone, and again with the model's answer in sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// Whether the reader would have acted before seeing the model's answer.
    pub first: bool,
    /// Whether the reader would act after seeing it.
    pub last: bool,
    /// Whether the model would act.
    pub model: bool,
    /// Whether the patient has the condition.
    pub has_it: bool,
}

/// What came of a list of judgements. Every share is `None` where nobody stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reliance {
    /// The reader alone.
    pub before: ConfusionMatrix,
    /// The reader with the model's answer.
    pub after: ConfusionMatrix,
    /// The model alone.
    pub model: ConfusionMatrix,
    /// Of the patients on whom reader and model differed at first, those on whom the reader switched.
    pub switched: Option<Proportion>,
    /// The same where the model was right: the higher, the better.
    pub switched_to_right: Option<Proportion>,
    /// The same where the model was wrong: the lower, the better. This is automation bias.
    pub switched_to_wrong: Option<Proportion>,
    /// Of the patients on whom the model was wrong, those on whom the reader was right before.
    pub right_before_where_wrong: Option<Proportion>,
    /// The same, after the model's answer was seen.
    pub right_after_where_wrong: Option<Proportion>,
}

/// Counts judgements.
#[must_use]
pub fn reliance(judgements: &[Judgement]) -> Reliance {
    let matrix = |acts: fn(&Judgement) -> bool| {
        let mut matrix = ConfusionMatrix::default();
        for judgement in judgements {
            let cell = match (acts(judgement), judgement.has_it) {
                (true, true) => &mut matrix.tp,
                (true, false) => &mut matrix.fp,
                (false, true) => &mut matrix.fn_,
                (false, false) => &mut matrix.tn,
            };
            *cell += 1;
        }
        matrix
    };
    let share = |of: &dyn Fn(&Judgement) -> bool, those: &dyn Fn(&Judgement) -> bool| {
        let all = judgements.iter().filter(|judgement| those(judgement));
        let (mut k, mut n) = (0, 0);
        for judgement in all {
            n += 1;
            k += u64::from(of(judgement));
        }
        Proportion::new(k, n)
    };
    let differed = |judgement: &Judgement| judgement.first != judgement.model;
    let switched = |judgement: &Judgement| judgement.last == judgement.model;
    let wrong = |judgement: &Judgement| judgement.model != judgement.has_it;
    Reliance {
        before: matrix(|judgement| judgement.first),
        after: matrix(|judgement| judgement.last),
        model: matrix(|judgement| judgement.model),
        switched: share(&switched, &differed),
        switched_to_right: share(&switched, &|judgement| differed(judgement) && !wrong(judgement)),
        switched_to_wrong: share(&switched, &|judgement| differed(judgement) && wrong(judgement)),
        right_before_where_wrong: share(&|judgement| judgement.first == judgement.has_it, &wrong),
        right_after_where_wrong: share(&|judgement| judgement.last == judgement.has_it, &wrong),
    }
}

/// A reader who judges patients of either kind independently of the model, and takes the model's answer instead of an own one that
/// differs with a fixed probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reader {
    /// The share of those with the condition on whom the reader would act alone, from 0 to 1.
    pub sensitivity: f64,
    /// The share of the others on whom the reader would not.
    pub specificity: f64,
    /// How likely the reader is to switch where the model differs, from 0 to 1.
    pub switching: f64,
}

/// What reader and model do together, as expected shares from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Team {
    /// Of those with the condition, those on whom the team acts.
    pub sensitivity: f64,
    /// Of the others, those on whom it does not.
    pub specificity: f64,
    /// Of those with the condition whom the model missed, those on whom the team acts.
    pub sensitivity_where_missed: f64,
    /// Of those without it whom the model flagged, those on whom the team does not act.
    pub specificity_where_false_alarm: f64,
}

/// The reader with a model of that sensitivity and specificity, from 0 to 1 each. Where they differ the reader switches with a fixed
/// probability, so that of those whom the model missed, sensitivity × (1 − switching) are found all the same.
#[must_use]
pub fn team(reader: &Reader, sensitivity: f64, specificity: f64) -> Team {
    // The share that the team gets right among patients of one kind, of whom the model gets `model` and the reader `own` right.
    let right = |own: f64, model: f64| {
        model * (own + (1.0 - own) * reader.switching) + (1.0 - model) * own * (1.0 - reader.switching)
    };
    Team {
        sensitivity: right(reader.sensitivity, sensitivity),
        specificity: right(reader.specificity, specificity),
        sensitivity_where_missed: reader.sensitivity * (1.0 - reader.switching),
        specificity_where_false_alarm: reader.specificity * (1.0 - reader.switching),
    }
}

/// How many patients a nurse looks after in the model of alert fatigue.
pub const PATIENTS_PER_NURSE: f64 = 8.0;

/// Alerts for each nurse with [`PATIENTS_PER_NURSE`] patients; `None` without patients.
#[must_use]
pub fn alerts_per_nurse(matrix: &ConfusionMatrix) -> Option<f64> {
    matrix.flagged().map(|share| PATIENTS_PER_NURSE * share.value())
}

/// The share of those with the condition who are flagged *and answered*, from 0 to 1: nine in ten alerts are answered while a nurse has
/// one at a time, and each further alert for a nurse lowers that by three tenths. An illustration after Ancker and others 2017
/// (doi:10.1186/s12911-017-0430-8), who saw acceptance fall by 30 % with each further reminder; to what power is our guess. `None` when
/// nobody has the condition.
#[must_use]
pub fn effective_sensitivity(matrix: &ConfusionMatrix) -> Option<f64> {
    let further = (alerts_per_nurse(matrix)? - 1.0).max(0.0);
    Some(matrix.sensitivity()?.value() * 0.9 * libm::pow(0.7, further))
}
