//! What the measures against bias gain on the ward, and what they cost: each group without them and with them.

use serde::Serialize;

use crate::metrics::{FEWEST_POSITIVES, Interval, ScoredTestSet, observed_expected_ratio};
use crate::num::{Proportion, Threshold};
use crate::scenario::Mitigation;

use super::decisions::{Decided, decide};
use super::derived::Derived;

/// What happens to the patients of one group on the ward.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OnWard {
    /// The decisions on them, and how many were left to a person.
    pub decided: Decided,
    /// Having the condition and not flagged, of all. `None` without patients.
    pub missed: Option<Proportion>,
    /// Not having it and flagged, of all. `None` without patients.
    pub false_alarms: Option<Proportion>,
    /// Left to a person, of all. `None` without patients.
    pub referred: Option<Proportion>,
    /// Found, of those with the condition on whom the model decided. `None` without any.
    pub sensitivity: Option<Proportion>,
    /// Its 95 % interval.
    pub sensitivity_ci: Option<Interval>,
    /// Left alone, of those without the condition on whom the model decided. `None` without any.
    pub specificity: Option<Proportion>,
    /// Its 95 % interval.
    pub specificity_ci: Option<Interval>,
    /// Area under the ROC curve of all, referred or not, from 0 to 1. `None` with one class only.
    pub auc: Option<f64>,
    /// Its 95 % interval.
    pub auc_ci: Option<Interval>,
    /// Observed over expected number with the condition, of all; 1 is right. `None` where nothing is expected.
    pub observed_expected: Option<f64>,
}

impl OnWard {
    fn of(set: &ScoredTestSet, decided: Decided) -> Self {
        let (sensitivity, specificity) = (decided.matrix.sensitivity(), decided.matrix.specificity());
        Self {
            decided,
            missed: decided.share(decided.matrix.fn_),
            false_alarms: decided.share(decided.matrix.fp),
            referred: decided.share(decided.referred()),
            sensitivity,
            sensitivity_ci: sensitivity.map(Proportion::wilson),
            specificity,
            specificity_ci: specificity.map(Proportion::wilson),
            auc: set.auc(),
            auc_ci: set.auc_ci(),
            observed_expected: observed_expected_ratio(set),
        }
    }
}

/// One group without the measures and with them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupEffect {
    /// The group; `None` for everyone.
    pub group: Option<String>,
    /// Without the measures.
    pub without: OnWard,
    /// With them.
    pub with: OnWard,
    /// Whether too few of them have the condition to tell, [`FEWEST_POSITIVES`] being enough.
    pub too_few: bool,
}

/// What has to be done for the measures, as counts of patients; all 0 where nothing has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Price {
    /// Collected records that a panel has to review.
    pub records_reviewed: usize,
    /// Of these, those that it sets right.
    pub records_corrected: usize,
    /// Patients on the ward whose outcomes have to be collected to recalibrate on.
    pub local_outcomes: usize,
    /// Patients to be collected beyond those of the scenario.
    pub patients_more: usize,
    /// Patients on the ward who are left to a person.
    pub referred: u64,
}

/// The measures' effect on the ward and their price.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effects {
    /// Every group in the order of the set's, and everyone, the last.
    pub groups: Vec<GroupEffect>,
    /// What has to be done.
    pub price: Price,
}

/// A gain or a cost in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// A sentence: "Dark skin: 57 missed of 1,000 instead of 98."
    pub text: String,
    /// Whether two separate samples of this size would often differ as much by chance.
    pub may_be_chance: bool,
}

/// The effect of the measures of `derived` when decided at `threshold` under `mitigation`, both of which may since have moved;
/// `None` where no measure was taken. Without measures everybody is decided on at `threshold`.
#[must_use]
pub fn effects(derived: &Derived, threshold: Threshold, mitigation: &Mitigation) -> Option<Effects> {
    let plain = derived.without.as_ref()?;
    let sets = [&plain.ward.set, &derived.ward.set];
    let [before, after] =
        [(sets[0], &Mitigation::default()), (sets[1], mitigation)].map(|(set, by)| decide(set, threshold, by));
    let effect = |group: Option<String>, sets: [&ScoredTestSet; 2], decided: [Decided; 2]| GroupEffect {
        group,
        too_few: sets.iter().any(|set| set.positives() < FEWEST_POSITIVES),
        without: OnWard::of(sets[0], decided[0]),
        with: OnWard::of(sets[1], decided[1]),
    };
    let both = sets[0].iter_groups().zip(sets[1].iter_groups()).zip(before.groups.iter().zip(&after.groups));
    let mut groups: Vec<GroupEffect> = both
        .map(|(((name, old), (_, new)), (was, is))| effect(Some(name.to_owned()), [old, new], [*was, *is]))
        .collect();
    groups.push(effect(None, sets, [before.everyone, after.everyone]));
    let review = derived.data.review;
    let price = Price {
        records_reviewed: review.map_or(0, |review| review.records),
        records_corrected: review.map_or(0, |review| review.corrected),
        local_outcomes: derived
            .scenario
            .mitigation
            .recalibrate
            .map_or(0, |_| derived.scenario.mitigation.local_patients),
        patients_more: derived.data.collected.len().saturating_sub(plain.data.collected.len()),
        referred: after.everyone.referred(),
    };
    Some(Effects { groups, price })
}

impl Effects {
    /// What is better with the measures, group by group; groups too small to tell are left out.
    #[must_use]
    pub fn gains(&self) -> Vec<Line> {
        self.changes(true)
    }

    /// What is worse with the measures, group by group, and what has to be done for them.
    #[must_use]
    pub fn costs(&self) -> Vec<Line> {
        let mut lines = self.changes(false);
        let Price { records_reviewed, records_corrected, local_outcomes, patients_more, referred } = self.price;
        let mut say = |count: usize, text: String| {
            if count > 0 {
                lines.push(Line { text, may_be_chance: false });
            }
        };
        say(
            records_reviewed,
            tr!(
                "A panel reviews {records_reviewed} records, of which {records_corrected} are wrong.",
                records_reviewed,
                records_corrected
            ),
        );
        say(
            local_outcomes,
            tr!("The outcomes of {local_outcomes} patients on the ward are collected first.", local_outcomes),
        );
        say(patients_more, tr!("{patients_more} more patients are collected.", patients_more));
        let waiting = self.groups.last().and_then(|everyone| everyone.with.referred).map_or(0, per_thousand);
        say(referred as usize, tr!("{waiting} of 1,000 patients on the ward wait for a person to decide.", waiting));
        lines
    }

    fn changes(&self, better: bool) -> Vec<Line> {
        let told = self.groups.iter().filter(|effect| !effect.too_few);
        told.flat_map(|effect| effect.changes(better)).collect()
    }
}

impl GroupEffect {
    /// The changes for the better, or for the worse, that show in the numbers as written.
    fn changes(&self, better: bool) -> Vec<Line> {
        let name = self.group.as_deref().unwrap_or(tr!("Everyone"));
        let mut lines = Vec::new();
        let shares = [
            (self.without.missed, self.with.missed, "missed"),
            (self.without.false_alarms, self.with.false_alarms, tr!("false alarms")),
        ];
        for (was, is, what) in shares {
            let Some((was, is)) = was.zip(is) else { continue };
            let (old, new) = (per_thousand(was), per_thousand(is));
            if old != new && (new < old) == better {
                let may_be_chance = is.newcombe(was).contains(0.0);
                lines.push(Line {
                    text: tr!("{name}: {new} {what} of 1,000 instead of {old}.", name, new, what, old),
                    may_be_chance,
                });
            }
        }
        if let (Some(was), Some(is)) = (self.without.auc, self.with.auc) {
            let [old, new] = [was, is].map(|auc| (100.0 * auc).round());
            if (old - new).abs() > 0.5 && (new > old) == better {
                let widths = [self.without.auc_ci, self.with.auc_ci].map(|ci| ci.map_or(0.0, Interval::width));
                let may_be_chance = (is - was).abs() <= (widths[0] * widths[0] + widths[1] * widths[1]).sqrt() / 2.0;
                let text = tr!("{name}: AUC {:.2} instead of {:.2}.", new / 100.0, old / 100.0, name);
                lines.push(Line { text, may_be_chance });
            }
        }
        lines.extend(self.calibration(name, better));
        lines
    }

    /// Whether the expected number has come nearer to the observed one, or gone further from it.
    fn calibration(&self, name: &str, better: bool) -> Option<Line> {
        let (was, is) = (self.without.observed_expected?, self.with.observed_expected?);
        let [old, new] = [was, is].map(|ratio| (100.0 * ratio).round() / 100.0);
        let off = |ratio: f64| libm::log(ratio.max(f64::MIN_POSITIVE)).abs();
        if (old - new).abs() < 0.005 || (off(new) < off(old)) != better {
            return None;
        }
        // The patients are the same, so only the sum of the risks has changed; a count's relative error is one over its root.
        let positives = self.with.decided.matrix.positives() + self.with.decided.referred_with;
        let reach = crate::num::Z_95 * was.max(is) / (positives.max(1) as f64).sqrt();
        let text =
            tr!("{name}: of 100 expected to have it, {:.0} do instead of {:.0}.", 100.0 * new, 100.0 * old, name);
        Some(Line { text, may_be_chance: (was - is).abs() <= reach })
    }
}

/// Patients of 1,000, halves rounded up.
fn per_thousand(share: Proportion) -> u64 {
    (1000.0 * share.value()).round() as u64
}
