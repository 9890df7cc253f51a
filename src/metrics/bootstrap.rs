//! How far every figure would move with other patients: the bootstrap (Efron 1979, doi:10.1214/aos/1176344552).
//!
//! A resample is as many patients as there are, drawn with replacement, both classes together. It is held as counts over the
//! sorted scores, so that a figure costs one pass and nothing is sorted again.

use rand::distributions::{Distribution as _, Uniform};
use serde::Serialize;

use super::{ConfusionMatrix, Interval, ScoredTestSet, Step, finite};
use crate::num::{Proportion, Threshold};
use crate::rng;

/// Places along either curve at which its band is worked out, ends included.
const PLACES: usize = 101;

/// What is resampled, and how often.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BootstrapPlan {
    /// The threshold of the figures that need one.
    pub threshold: Threshold,
    /// How often; 2,000 make a 95 % interval steady to about its second digit.
    pub resamples: u32,
    /// The same seed draws the same patients on every machine.
    pub seed: u64,
    /// Whether average precision, Brier score, calibration and the bands of the curves are worked out too, which costs about three
    /// times as much.
    pub everything: bool,
}

/// The interval of one figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Resampled {
    /// Its identifier among [`super::METRICS`].
    pub metric: &'static str,
    /// Where the middle 95 % of its values over the resamples lie; `None` where it is defined in none of them.
    pub ci: Option<Interval>,
    /// In how many resamples it is not defined; these are left out.
    pub undefined: u32,
}

/// What resampling has given.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Bootstrap {
    /// How many resamples were drawn.
    pub resamples: u32,
    /// The seed.
    pub seed: u64,
    /// Each figure.
    pub figures: Vec<Resampled>,
    /// `[false positive rate, lowest, highest sensitivity]`: the pointwise band of the ROC curve; empty unless asked for.
    pub roc_band: Vec<[f64; 3]>,
    /// `[recall, lowest, highest precision]`: the pointwise band of the precision-recall curve; empty unless asked for.
    pub pr_band: Vec<[f64; 3]>,
}

impl Bootstrap {
    /// The interval of that figure; `None` where it was not worked out or is not defined.
    #[must_use]
    pub fn ci(&self, metric: &str) -> Option<Interval> {
        self.figures.iter().find(|figure| figure.metric == metric)?.ci
    }
}

/// The figures that need only the area and the four counts.
const QUICK: [&str; 9] =
    ["auc", "sensitivity", "specificity", "ppv", "npv", "accuracy", "alert_rate", "net_benefit", "prevalence"];
/// Those that need every risk.
const SLOW: [&str; 3] = ["average_precision", "brier", "observed_expected_ratio"];

/// Resamples the patients of `set`. `None` without patients, without resamples, and when `cancelled` says so.
#[must_use]
pub fn bootstrap(set: &ScoredTestSet, plan: &BootstrapPlan, cancelled: &dyn Fn() -> bool) -> Option<Bootstrap> {
    let patients = Patients::of(set);
    let n = u32::try_from(patients.labels.len()).ok().filter(|&n| n > 0)?;
    if plan.resamples == 0 {
        return None;
    }
    let names = || QUICK.into_iter().chain(SLOW.into_iter().filter(|_| plan.everything));
    let mut values: Vec<Vec<f64>> = names().map(|_| Vec::with_capacity(plan.resamples as usize)).collect();
    let mut bands = plan.everything.then(Bands::default);
    let (mut draw, one) = (rng::stream(plan.seed, &["bootstrap"]), Uniform::new(0, n));
    let mut counts = vec![0_u32; n as usize];
    for resample in 0..plan.resamples {
        if resample % 64 == 0 && cancelled() {
            return None;
        }
        counts.fill(0);
        for _ in 0..n {
            counts[one.sample(&mut draw) as usize] += 1;
        }
        let figures = patients.figures(&counts, plan, bands.as_mut());
        for (values, figure) in values.iter_mut().zip(figures) {
            values.extend(figure);
        }
    }
    let figures = names().zip(values).map(|(metric, values)| Resampled {
        metric,
        undefined: plan.resamples - values.len() as u32,
        ci: middle(values),
    });
    let Bands { roc, pr } = bands.unwrap_or_default();
    let [roc_band, pr_band] = [roc, pr].map(|curves| band(&curves));
    Some(Bootstrap { resamples: plan.resamples, seed: plan.seed, figures: figures.collect(), roc_band, pr_band })
}

/// Sensitivities and precisions of every resample at the places of the grid.
#[derive(Default)]
struct Bands {
    roc: Vec<Vec<f64>>,
    pr: Vec<Vec<f64>>,
}

/// The patients from the highest score down.
struct Patients {
    labels: Vec<bool>,
    scores: Vec<f64>,
    /// Whether the next patient has a lower score.
    last_of_score: Vec<bool>,
}

impl Patients {
    fn of(set: &ScoredTestSet) -> Self {
        let n = set.n() as usize;
        let mut patients =
            Self { labels: Vec::with_capacity(n), scores: Vec::with_capacity(n), last_of_score: Vec::with_capacity(n) };
        for Step { score, with, without } in set.steps() {
            let all = with + without;
            for place in 0..all {
                patients.labels.push(place < with);
                patients.scores.push(score);
                patients.last_of_score.push(place + 1 == all);
            }
        }
        patients
    }

    /// The figures of the resample in which patient `i` comes `counts[i]` times, in the order of the names.
    fn figures(&self, counts: &[u32], plan: &BootstrapPlan, bands: Option<&mut Bands>) -> Vec<Option<f64>> {
        let flagged = self.scores.partition_point(|&score| score >= plan.threshold.get());
        let mut tally = Tally::default();
        for (place, ((&count, &label), &last)) in counts.iter().zip(&self.labels).zip(&self.last_of_score).enumerate() {
            if place == flagged {
                tally.flag();
            }
            tally.add(u64::from(count), label);
            if last {
                tally.end_of_score();
            }
        }
        if flagged == self.labels.len() {
            tally.flag();
        }
        let matrix = tally.matrix();
        let rate = |rate: Option<Proportion>| rate.map(Proportion::value);
        let mut figures = vec![
            tally.auc(),
            rate(matrix.sensitivity()),
            rate(matrix.specificity()),
            rate(matrix.ppv()),
            rate(matrix.npv()),
            rate(matrix.accuracy()),
            rate(matrix.flagged()),
            matrix.net_benefit(plan.threshold),
            rate(matrix.prevalence()),
        ];
        if plan.everything {
            figures.extend(self.slow(counts, &matrix));
        }
        if let Some(bands) = bands {
            self.curves(counts, &matrix, bands);
        }
        figures
    }

    /// Average precision, Brier score and observed over expected.
    fn slow(&self, counts: &[u32], matrix: &ConfusionMatrix) -> [Option<f64>; 3] {
        let (mut found, mut flagged, mut with) = (0_u64, 0_u64, 0_u64);
        let [mut precision, mut squares, mut expected] = [0.0; 3];
        for (place, &count) in counts.iter().enumerate() {
            let (score, label) = (self.scores[place], self.labels[place]);
            let off = if label { 1.0 - score } else { score };
            squares += f64::from(count) * (off * off);
            expected += f64::from(count) * score;
            flagged += u64::from(count);
            with += if label { u64::from(count) } else { 0 };
            if self.last_of_score[place] && with > 0 {
                found += with;
                precision += with as f64 * (found as f64 / flagged as f64);
                with = 0;
            }
        }
        let positives = matrix.positives() as f64;
        [finite(precision / positives), finite(squares / matrix.n() as f64), finite(positives / expected)]
    }

    /// The curves of the resample at the places of the grid.
    fn curves(&self, counts: &[u32], matrix: &ConfusionMatrix, bands: &mut Bands) {
        let (positives, negatives) = (matrix.positives() as f64, matrix.negatives() as f64);
        let [mut roc, mut pr] = [Vec::with_capacity(PLACES), Vec::with_capacity(PLACES)];
        let place = |index: usize| index as f64 / (PLACES - 1) as f64;
        let (mut tp, mut fp) = (0_u64, 0_u64);
        let mut before = [0.0, 0.0];
        for (row, &count) in counts.iter().enumerate() {
            *(if self.labels[row] { &mut tp } else { &mut fp }) += u64::from(count);
            if !self.last_of_score[row] || tp + fp == 0 {
                continue;
            }
            let here = [fp as f64 / negatives, tp as f64 / positives];
            while roc.len() < PLACES && place(roc.len()) < here[0] {
                let share = (place(roc.len()) - before[0]) / (here[0] - before[0]);
                roc.push(before[1] + share * (here[1] - before[1]));
            }
            while pr.len() < PLACES && place(pr.len()) <= here[1] {
                pr.push(tp as f64 / (tp + fp) as f64);
            }
            before = here;
        }
        if positives > 0.0 && negatives > 0.0 {
            roc.resize(PLACES, 1.0);
            bands.roc.push(roc);
        }
        if pr.len() == PLACES {
            bands.pr.push(pr);
        }
    }
}

/// What is counted on the way down the scores.
#[derive(Default)]
struct Tally {
    half_pairs: u64,
    with: u64,
    without: u64,
    with_above: u64,
    without_above: u64,
    flagged: Option<[u64; 2]>,
}

impl Tally {
    fn add(&mut self, count: u64, label: bool) {
        *(if label { &mut self.with } else { &mut self.without }) += count;
    }

    fn end_of_score(&mut self) {
        self.half_pairs += self.without * (2 * self.with_above + self.with);
        self.with_above += self.with;
        self.without_above += self.without;
        (self.with, self.without) = (0, 0);
    }

    /// Everybody before is flagged.
    fn flag(&mut self) {
        self.flagged = Some([self.with_above, self.without_above]);
    }

    fn auc(&self) -> Option<f64> {
        let all = 2.0 * self.with_above as f64 * self.without_above as f64;
        finite(self.half_pairs as f64 / all)
    }

    fn matrix(&self) -> ConfusionMatrix {
        let [tp, fp] = self.flagged.unwrap_or_default();
        ConfusionMatrix { tp, fp, fn_: self.with_above - tp, tn: self.without_above - fp }
    }
}

/// From the 2.5th to the 97.5th percentile, interpolated between two values; `None` without any.
fn middle(mut values: Vec<f64>) -> Option<Interval> {
    values.sort_unstable_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let quantile = |share: f64| {
        let place = share * last as f64;
        let (low, high) = (values[place.floor() as usize], values[place.ceil() as usize]);
        low + place.fract() * (high - low)
    };
    Some(Interval { lo: quantile(0.025), hi: quantile(0.975) })
}

/// The band of curves that were worked out at the places of the grid.
fn band(curves: &[Vec<f64>]) -> Vec<[f64; 3]> {
    if curves.is_empty() {
        return Vec::new();
    }
    let at = |place: usize| middle(curves.iter().map(|curve| curve[place]).collect());
    let point = |place: usize| at(place).map(|ci| [place as f64 / (PLACES - 1) as f64, ci.lo, ci.hi]);
    (0..PLACES).filter_map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::{average_precision, brier, observed_expected_ratio};
    use proptest::prelude::*;

    const NEVER: &dyn Fn() -> bool = &|| false;

    fn plan(resamples: u32, everything: bool) -> BootstrapPlan {
        BootstrapPlan { threshold: Threshold::clamped(0.4), resamples, seed: 5, everything }
    }

    proptest! {
        /// The patients of a resample, put together again and judged by the ordinary functions.
        #[test]
        fn a_resample_has_the_figures_of_its_patients(
            rows in prop::collection::vec((0..=10_u32, any::<bool>(), 0..4_u32), 1..40),
        ) {
            let scores: Vec<f64> = rows.iter().map(|row| f64::from(row.0) / 10.0).collect();
            let labels: Vec<bool> = rows.iter().map(|row| row.1).collect();
            let patients = Patients::of(&ScoredTestSet::new(&scores, &labels, None).expect("scores"));
            let counts: Vec<u32> = rows.iter().map(|row| row.2).collect();
            let again = |of: &dyn Fn(usize) -> f64| -> Vec<f64> {
                counts.iter().enumerate().flat_map(|(row, &times)| vec![of(row); times as usize]).collect()
            };
            let drawn = again(&|row| patients.scores[row]);
            let outcomes: Vec<bool> = again(&|row| f64::from(u8::from(patients.labels[row]))).iter().map(|&one| one > 0.5).collect();
            let set = ScoredTestSet::new(&drawn, &outcomes, None).expect("scores");
            let plan = plan(1, true);
            let matrix = ConfusionMatrix::count(&drawn, &outcomes, plan.threshold);
            let rate = |rate: Option<Proportion>| rate.map(Proportion::value);
            let expected = [
                set.auc(), rate(matrix.sensitivity()), rate(matrix.specificity()), rate(matrix.ppv()), rate(matrix.npv()),
                rate(matrix.accuracy()), rate(matrix.flagged()), matrix.net_benefit(plan.threshold), rate(matrix.prevalence()),
                average_precision(&set), brier(&set), observed_expected_ratio(&set),
            ];
            let found = patients.figures(&counts, &plan, None);
            for ((name, found), expected) in QUICK.into_iter().chain(SLOW).zip(found).zip(expected) {
                match (found, expected) {
                    (Some(found), Some(expected)) => prop_assert!((found - expected).abs() < 1e-12, "{name}: {found} {expected}"),
                    _ => prop_assert_eq!(found, expected, "{}", name),
                }
            }
        }

        #[test]
        fn any_patients_give_intervals_in_order(
            rows in prop::collection::vec((0..=10_u32, any::<bool>()), 0..30), everything in any::<bool>(),
        ) {
            let scores: Vec<f64> = rows.iter().map(|row| f64::from(row.0) / 10.0).collect();
            let labels: Vec<bool> = rows.iter().map(|row| row.1).collect();
            let set = ScoredTestSet::new(&scores, &labels, None).expect("scores");
            let Some(found) = bootstrap(&set, &plan(40, everything), NEVER) else {
                prop_assert!(rows.is_empty());
                return Ok(());
            };
            for figure in &found.figures {
                prop_assert_eq!(figure.ci.is_none(), figure.undefined == 40);
                prop_assert!(figure.ci.is_none_or(|ci| ci.lo <= ci.hi));
            }
            for [at, low, high] in found.roc_band.iter().chain(&found.pr_band) {
                prop_assert!((0.0..=1.0).contains(at) && 0.0 <= *low && low <= high && *high <= 1.0);
            }
        }
    }

    #[test]
    fn the_same_seed_draws_the_same_and_another_others() {
        let scores: Vec<f64> = (0..200).map(|row| f64::from(row * 37 % 199) / 199.0).collect();
        let labels: Vec<bool> = (0..200).map(|row| row % 3 == 0).collect();
        let set = ScoredTestSet::new(&scores, &labels, None).expect("scores");
        let once = bootstrap(&set, &plan(100, true), NEVER).expect("patients");
        assert_eq!(Some(&once), bootstrap(&set, &plan(100, true), NEVER).as_ref());
        let other = bootstrap(&set, &BootstrapPlan { seed: 6, ..plan(100, true) }, NEVER);
        assert_ne!(Some(once.ci("auc")), other.map(|other| other.ci("auc")));
        assert_eq!(bootstrap(&set, &plan(100, true), &|| true), None);
        assert_eq!(bootstrap(&set, &plan(0, true), NEVER), None);
    }

    #[test]
    fn intervals_agree_with_wilson_and_delong_where_these_are_right() {
        let scores: Vec<f64> =
            (0..4000_u32).map(|row| f64::from(row.wrapping_mul(2_654_435_761) >> 8) / f64::from(1 << 24)).collect();
        let noise = |row: usize| f64::from((row as u32).wrapping_mul(40_503).wrapping_add(77) % 997) / 997.0;
        let labels: Vec<bool> = scores.iter().enumerate().map(|(row, score)| noise(row) < 0.1 + 0.5 * score).collect();
        let set = ScoredTestSet::new(&scores, &labels, None).expect("scores");
        let found = bootstrap(&set, &plan(2000, true), NEVER).expect("patients");
        let near = |a: Interval, b: Interval| {
            assert!((a.lo - b.lo).abs() < 0.15 * b.width() && (a.hi - b.hi).abs() < 0.15 * b.width(), "{a:?} {b:?}");
        };
        near(found.ci("auc").expect("defined"), set.auc_ci().expect("defined"));
        let matrix = set.at(Threshold::clamped(0.4));
        near(found.ci("sensitivity").expect("defined"), matrix.sensitivity().expect("defined").wilson());
        near(found.ci("ppv").expect("defined"), matrix.ppv().expect("defined").wilson());
        // The band holds the curve.
        let [at, low, high] = found.roc_band[30];
        let sensitivity = crate::metrics::roc(&set).iter().rfind(|point| point.fpr <= at).expect("a point").tpr;
        assert!(low < sensitivity && sensitivity < high, "{low} {sensitivity} {high}");
    }
}
