//! Whether a risk of 30 % means 30 of 100: calibration slope, intercept and observed:expected ratio.

use serde::Serialize;

use super::{ScoredTestSet, Step, finite};

/// How well risks agree with what happened. Each part is `None` where it is undefined.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Calibration {
    /// Calibration-in-the-large, in log odds: how much must be added to every log odds so that the expected number of
    /// patients with the condition is the observed one. 0 is right, below 0 the risks are too high on the whole.
    /// `None` with one class only, where the answer is infinite.
    pub intercept: Option<f64>,
    /// Slope of a logistic regression of the label on the log odds of the score. 1 is right, below 1 the risks are too
    /// extreme. `None` when no finite slope exists: one class only, all scores equal, or some threshold separates the
    /// classes, even if only up to ties at the threshold itself (Albert and Anderson 1984, doi:10.1093/biomet/71.1.1).
    pub slope: Option<f64>,
    /// Patients with the condition divided by the sum of the risks. 1 is right, above 1 the risks are too low.
    /// `None` when all scores are 0, and without patients.
    pub observed_expected_ratio: Option<f64>,
}

/// Intercept, slope and ratio. Sources: Cox 1958, doi:10.1093/biomet/45.3-4.562; Van Calster and others 2016,
/// doi:10.1016/j.jclinepi.2015.12.005.
///
/// The log odds of 0 and 1 are infinite, so for slope and intercept scores are first cut to eps..1 − eps with
/// eps = 2⁻⁵², the bounds that the log loss uses: log odds of ±36.04. A model that says 0 or 1 outright, and is wrong,
/// therefore gets a slope close to 0.
#[must_use]
pub fn calibration(set: &ScoredTestSet) -> Calibration {
    let observed_expected_ratio = observed_expected_ratio(set);
    if set.positives() == 0 || set.negatives() == 0 {
        return Calibration { intercept: None, slope: None, observed_expected_ratio };
    }
    let rows: Vec<Row> = set.steps().map(Row::of).collect();
    let intercept = intercept(&rows);
    let slope = if separated(&rows) {
        None
    } else {
        intercept.and_then(|intercept| line(&rows, intercept)).map(|[_, slope]| slope)
    };
    Calibration { intercept, slope, observed_expected_ratio }
}

/// How many have the condition over how many the scores expect, at least 0; 1 is right in the large. `None` without patients
/// and where every score is 0.
#[must_use]
pub fn observed_expected_ratio(set: &ScoredTestSet) -> Option<f64> {
    finite(set.positives() as f64 / set.expected())
}

/// The patients who share one score.
pub(super) struct Row {
    pub(super) log_odds: f64,
    with: f64,
    n: f64,
}

impl Row {
    pub(super) fn of(Step { score, with, without }: Step) -> Self {
        let score = score.clamp(f64::EPSILON, 1.0 - f64::EPSILON);
        let log_odds = libm::log(score) - libm::log1p(-score);
        Self { log_odds, with: with as f64, n: (with + without) as f64 }
    }

    /// Observed minus expected at these log odds, and the weight. Written as what each class is off by, because
    /// `with − n · risk` cancels to nothing for risks within a hair of 0 and 1.
    fn pull(&self, log_odds: f64) -> (f64, f64) {
        let (risk, rest) = logistic(log_odds);
        (self.with * rest - (self.n - self.with) * risk, self.n * risk * rest)
    }
}

/// ln(1 + e^x) without overflow.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + libm::log1p(libm::exp(-x.abs()))
}

/// The risk at these log odds and one minus it, both exact to the last digits however close to 0 they are.
fn logistic(x: f64) -> (f64, f64) {
    let smaller_odds = libm::exp(-x.abs());
    let (larger, smaller) = (1.0 / (1.0 + smaller_odds), smaller_odds / (1.0 + smaller_odds));
    if x >= 0.0 { (larger, smaller) } else { (smaller, larger) }
}

/// Whether the log odds of one class all lie at or above those of the other: exactly then the likelihood has no
/// finite maximum, so no limit on iterations or on the size of a coefficient is needed to notice it.
pub(super) fn separated(rows: &[Row]) -> bool {
    let range = |has: fn(&Row) -> bool| {
        rows.iter()
            .filter(|row| has(row))
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), row| (lo.min(row.log_odds), hi.max(row.log_odds)))
    };
    let (with, without) = (range(|row| row.with > 0.0), range(|row| row.n > row.with));
    without.1 <= with.0 || with.1 <= without.0
}

/// Solves sum(logistic(a + log odds)) = observed for a. The left side rises in a, so Newton's step is kept inside a
/// bracket that only ever shrinks.
pub(super) fn intercept(rows: &[Row]) -> Option<f64> {
    // Log odds lie within ±36.05 and a mean risk within 1/n..1 − 1/n, so the answer lies far inside ±100.
    let (mut lo, mut hi, mut a) = (-100.0, 100.0, 0.0);
    for _ in 0..200 {
        let (mut excess, mut steepness) = (0.0, 0.0);
        for row in rows {
            let (residual, weight) = row.pull(a + row.log_odds);
            excess -= residual;
            steepness += weight;
        }
        if excess > 0.0 {
            hi = a;
        } else {
            lo = a;
        }
        let newton = a - excess / steepness;
        let next = if newton > lo && newton < hi { newton } else { f64::midpoint(lo, hi) };
        let moved = (next - a).abs();
        a = next;
        if moved <= 1e-13 * (1.0 + a.abs()) {
            break;
        }
    }
    finite(a)
}

/// Intercept and slope by Newton's method with step halving on the standardised log odds. The likelihood is strictly concave and, as the
/// classes overlap, has a maximum, so it converges; `None` only if rounding keeps it from getting there.
pub(super) fn line(rows: &[Row], intercept: f64) -> Option<[f64; 2]> {
    let n: f64 = rows.iter().map(|row| row.n).sum();
    let mean = rows.iter().map(|row| row.n * row.log_odds).sum::<f64>() / n;
    let spread = (rows.iter().map(|row| row.n * (row.log_odds - mean).powi(2)).sum::<f64>() / n).sqrt();
    let standard: Vec<Row> = rows.iter().map(|row| Row { log_odds: (row.log_odds - mean) / spread, ..*row }).collect();
    let observed = standard.iter().map(|row| row.with).sum::<f64>() / n;
    let flat = [libm::log(observed / (1.0 - observed)), 0.0];
    // Most risks are roughly calibrated, and then slope 1 is the better place to start; far from it, slope 0 is.
    let calibrated = [intercept + mean, spread];
    let starts = [flat, calibrated].map(|at| (at, deviance(&standard, at)));
    let (mut at, mut now) = if starts[1].1 < starts[0].1 { starts[1] } else { starts[0] };
    for _ in 0..100 {
        let (step, decrement) = newton_step(&standard, at)?;
        let to = |share: f64| [at[0] + share * step[0], at[1] + share * step[1]];
        // The decrement is the squared distance to the maximum in standard errors. So near to it the gain drowns in
        // the rounding of the deviance, and the full step is safe.
        if decrement < 1e-6 {
            at = to(1.0);
        } else {
            let shares = (0..40).map(|times| 0.5_f64.powi(times));
            let better = shares.map(|share| (to(share), deviance(&standard, to(share)))).find(|step| step.1 < now);
            (at, now) = better?;
        }
        if decrement < 1e-18 {
            let slope = finite(at[1] / spread)?;
            return Some([at[0] - slope * mean, slope]);
        }
    }
    None
}

/// Half the deviance of intercept and slope `at`.
fn deviance(rows: &[Row], at: [f64; 2]) -> f64 {
    rows.iter()
        .map(|row| {
            let log_odds = at[0] + at[1] * row.log_odds;
            row.n * softplus(log_odds) - row.with * log_odds
        })
        .sum()
}

/// The full Newton step and the fall in deviance that it promises (twice over). `None` when the curvature vanishes.
///
/// Worked around the weighted mean: when only a few patients with close scores carry weight, the textbook determinant
/// cancels to nothing.
fn newton_step(rows: &[Row], at: [f64; 2]) -> Option<([f64; 2], f64)> {
    let (mut gradient, mut weight, mut moment) = (0.0, 0.0, 0.0);
    let mut parts = Vec::with_capacity(rows.len());
    for row in rows {
        let part = row.pull(at[0] + at[1] * row.log_odds);
        gradient += part.0;
        weight += part.1;
        moment += part.1 * row.log_odds;
        parts.push(part);
    }
    let centre = moment / weight;
    let (mut tilt, mut curvature) = (0.0, 0.0);
    for (row, (residual, weight)) in rows.iter().zip(parts) {
        let away = row.log_odds - centre;
        tilt += residual * away;
        curvature += weight * away * away;
    }
    let (level, slope) = (finite(gradient / weight)?, finite(tilt / curvature)?);
    Some(([level - centre * slope, slope], level * gradient + slope * tilt))
}
