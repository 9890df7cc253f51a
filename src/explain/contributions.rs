//! How each input pushed one patient's risk away from that of the training patients.

use super::Subject;
use crate::learn::{LearnError, Workings};
use crate::metrics::Recalibration;
use crate::rng::stream;
use ndarray::ArrayView1;
use rand::seq::{SliceRandom, index};

/// What the pushes are measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Natural logarithm of the odds: the model adds these up itself, so the pushes are exact.
    LogOdds,
    /// Risk from 0 to 1: the pushes are estimated.
    Risk,
}

/// One input's push.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// The column of the table; all its encoded features together.
    pub column: String,
    /// What the patient's own value added, on the scale; below 0 it lowered the risk.
    pub amount: f64,
    /// The Monte-Carlo standard error of the amount, from drawing the orders of the inputs, given the training
    /// patients compared with; 0 when exact.
    pub standard_error: f64,
}

/// All pushes; `base` and the amounts add up to `total`.
#[derive(Debug, Clone, PartialEq)]
pub struct Contributions {
    /// What everything is measured in.
    pub scale: Scale,
    /// The mean of the training patients compared with, on the scale.
    pub base: f64,
    /// The patient's own, on the scale.
    pub total: f64,
    /// One per column that the model uses, in its order; empty when it uses none.
    pub parts: Vec<Contribution>,
}

/// How much to sample where the model is not additive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sampling {
    /// At most so many training patients to compare with, at least 1; drawn without replacement.
    pub background: usize,
    /// At least so many random orders of the inputs (each also taken backwards) over all of them; every training
    /// patient gets the same number, and no fewer than 2.
    pub orders: usize,
    /// The seed of both draws.
    pub seed: u64,
}

impl Default for Sampling {
    fn default() -> Self {
        Self { background: 50, orders: 100, seed: 0 }
    }
}

/// How each input pushed the patient's risk.
///
/// Logistic regression and naive Bayes add up their inputs' effects in log odds, so an input's part is its effect at
/// the patient's value minus the mean effect over the training patients. Every other model, and a group-aware one
/// whose inputs multiply, gets interventional Shapley values in risk, by sampling orders (Strumbelj and Kononenko
/// 2014; Castro, Gomez and Tejada 2009), each order paired with its reverse (Mitchell et al. 2022).
///
/// # Errors
/// [`LearnError`] when the model cannot read the patient, such as an infinite number.
pub fn contributions(subject: &Subject, sampling: &Sampling) -> Result<Contributions, LearnError> {
    if let Some(exact) = additive(subject)? {
        return Ok(exact);
    }
    sampled(subject, sampling)
}

/// `None` when the model is not additive in its columns.
fn additive(subject: &Subject) -> Result<Option<Contributions>, LearnError> {
    let features = subject.model.encoder.features();
    let plain: usize = subject.model.encoder.describe().iter().map(|column| column.features.len()).sum();
    if plain < features.len() || subject.names.is_empty() {
        return Ok(None);
    }
    let workings = subject.model.classifier.workings();
    let start = match workings {
        Workings::Coefficients { intercept, .. } => *intercept,
        Workings::NaiveBayes(model) => libm::log(model.prior / (1.0 - model.prior)),
        _ => return Ok(None),
    };
    // The same refusal of numbers that are too large as everywhere else.
    subject.risk()?;
    let x = subject.encoded()?;
    let mut own = vec![0.0; subject.names.len()];
    let mut mean = own.clone();
    for (number, feature) in features.iter().enumerate() {
        let column = subject.input(&feature.column)?;
        let effects = effects(workings, number, x.column(number));
        own[column] += effects[subject.background];
        mean[column] += effects[..subject.background].iter().sum::<f64>() / subject.background as f64;
    }
    // Recalibration is a straight line in log odds, so the sum stays one.
    let line = subject.recalibration.unwrap_or(Recalibration { intercept: 0.0, slope: 1.0 });
    let at = |log_odds: f64| line.intercept + line.slope * log_odds;
    let parts = subject.names.iter().zip(own.iter().zip(&mean)).map(|(column, (own, mean))| Contribution {
        column: column.clone(),
        amount: line.slope * (own - mean),
        standard_error: 0.0,
    });
    let parts = parts.collect();
    let (base, total) = (at(start + mean.iter().sum::<f64>()), at(start + own.iter().sum::<f64>()));
    Ok(Some(Contributions { scale: Scale::LogOdds, base, total, parts }))
}

/// What one feature adds to each patient's log odds.
fn effects(workings: &Workings, feature: usize, values: ArrayView1<f64>) -> Vec<f64> {
    match workings {
        Workings::Coefficients { terms, .. } => values.iter().map(|value| terms[feature].coefficient * value).collect(),
        Workings::NaiveBayes(model) => {
            values.iter().map(|&value| model.inputs[feature].log_likelihood_ratio(value)).collect()
        }
        _ => vec![0.0; values.len()],
    }
}

/// The orders that one training patient is turned into the patient by, forwards and backwards in turn.
struct Plan {
    background: Vec<usize>,
    /// For each of `background`, `2 * rounds` orders.
    orders: Vec<Vec<Vec<usize>>>,
}

impl Plan {
    fn draw(subject: &Subject, sampling: &Sampling) -> Self {
        let count = sampling.background.clamp(1, subject.background);
        let mut chosen = stream(sampling.seed, &["explain", "background"]);
        let mut background = index::sample(&mut chosen, subject.background, count).into_vec();
        background.sort_unstable();
        let rounds = sampling.orders.div_ceil(count).max(2);
        let mut rng = stream(sampling.seed, &["explain", "orders"]);
        let mut pair = || {
            let mut order: Vec<usize> = (0..subject.names.len()).collect();
            order.shuffle(&mut rng);
            let reverse = order.iter().rev().copied().collect();
            [order, reverse]
        };
        let orders = background.iter().map(|_| (0..rounds).flat_map(|_| pair()).collect()).collect();
        Self { background, orders }
    }

    /// For each column the rows that the patients between the two ends take it from, order after order.
    fn between(&self, inputs: usize, patient: usize) -> (Vec<Vec<usize>>, usize) {
        let (mut sources, mut count) = (vec![Vec::new(); inputs], 0);
        for (&other, orders) in self.background.iter().zip(&self.orders) {
            for order in orders {
                for taken in 1..inputs {
                    for (place, &input) in order.iter().enumerate() {
                        sources[input].push(if place < taken { patient } else { other });
                    }
                    count += 1;
                }
            }
        }
        (sources, count)
    }
}

fn sampled(subject: &Subject, sampling: &Sampling) -> Result<Contributions, LearnError> {
    let plan = Plan::draw(subject, sampling);
    let inputs = subject.names.len();
    let ends: Vec<usize> = plan.background.iter().copied().chain([subject.background]).collect();
    let ends = subject.risks_mixed(&vec![ends.clone(); inputs], ends.len())?;
    let (sources, count) = plan.between(inputs, subject.background);
    let between = if count == 0 { Vec::new() } else { subject.risks_mixed(&sources, count)? };
    let total = ends[plan.background.len()];
    let base = ends[..plan.background.len()].iter().sum::<f64>() / plan.background.len() as f64;
    let mut tally = vec![Tally::default(); inputs];
    let mut between = between.into_iter();
    for (orders, &start) in plan.orders.iter().zip(&ends) {
        let mut pushes: Vec<Vec<f64>> = vec![Vec::new(); inputs];
        for pair in orders.chunks_exact(2) {
            let mut push = vec![0.0; inputs];
            for order in pair {
                let mut before = start;
                for (place, &input) in order.iter().enumerate() {
                    let after = if place + 1 == inputs { total } else { between.next().unwrap_or(total) };
                    push[input] += (after - before) / 2.0;
                    before = after;
                }
            }
            pushes.iter_mut().zip(push).for_each(|(list, push)| list.push(push));
        }
        tally.iter_mut().zip(&pushes).for_each(|(tally, pushes)| tally.add(pushes));
    }
    let part = |(column, tally): (&String, &Tally)| tally.contribution(column, plan.background.len());
    let parts = subject.names.iter().zip(&tally).map(part).collect();
    Ok(Contributions { scale: Scale::Risk, base, total, parts })
}

/// One input's pushes, training patient by training patient.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    means: f64,
    variances: f64,
}

impl Tally {
    /// Adds one training patient, whose at least two pairs of orders are a stratum of their own.
    fn add(&mut self, pushes: &[f64]) {
        let n = pushes.len() as f64;
        let mean = pushes.iter().sum::<f64>() / n;
        let squares: f64 = pushes.iter().map(|push| (push - mean) * (push - mean)).sum();
        self.means += mean;
        self.variances += squares / (n - 1.0) / n;
    }

    fn contribution(&self, column: &str, strata: usize) -> Contribution {
        let strata = strata as f64;
        Contribution {
            column: column.to_owned(),
            amount: self.means / strata,
            standard_error: libm::sqrt(self.variances) / strata,
        }
    }
}
