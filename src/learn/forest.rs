//! A random forest (Breiman 2001): trees on bootstrap draws of the patients, each question choosing among a few features
//! at random; the risk is the mean of the trees' risks, as in scikit-learn.
//!
//! Written here because linfa-ensemble 0.8.1 draws features once per tree, loses weights and counts hard votes, so that
//! its ranking gets worse with more patients.

use super::binned::{Binned, Fineness};
use super::grow::{Grower, Limits};
use super::prepared::Prepared;
use super::tree::Tree;
use super::{ClassifierSpec, LearnError};
use crate::rng;
use ndarray::ArrayView2;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// Patients who are scored by all trees before the next ones are.
const BLOCK: usize = 512;

/// A fitted forest.
#[derive(Debug, Clone, PartialEq)]
pub struct Forest {
    trees: Vec<Tree>,
}

/// The sum of the weights up to each patient; `None` when all count alike.
///
/// Weights decide who is drawn rather than how much a leaf counts them: in leaves of one outcome, which is where trees
/// without a limit end, the latter would change next to nothing.
fn running_sum(data: &Prepared) -> Option<Vec<f64>> {
    let add = |sum: &mut f64, weight: &f64| {
        *sum += weight;
        Some(*sum)
    };
    data.weights.as_ref().map(|weights| weights.iter().scan(0.0, add).collect())
}

/// One patient at random, in proportion to the weights.
fn draw(running: Option<&[f64]>, n: usize, rng: &mut ChaCha8Rng) -> usize {
    match running {
        // Drawn as 32 bits, so that 32-bit machines draw the same.
        None => rng.gen_range(0..n as u32) as usize,
        Some(running) => {
            let at = rng.r#gen::<f64>() * running[n - 1];
            running.partition_point(|&sum| sum <= at).min(n - 1)
        }
    }
}

impl Forest {
    pub(super) fn fit(spec: &ClassifierSpec, data: &Prepared, seed: u64) -> Result<Self, LearnError> {
        let binned = Binned::new(data, Fineness { exact_patients: 256, bins: 256 })?;
        let few = (1..=data.p).take_while(|few| few * few <= data.p).last().unwrap_or(1);
        let limits = Limits { depth: spec.depth, min_leaf: f64::from(spec.min_leaf), features_per_split: Some(few) };
        let running = running_sum(data);
        let mut grower = Grower::new(&binned, data, limits);
        let mut trees = Vec::with_capacity(spec.trees as usize);
        let mut weights = vec![0.0; data.n];
        for tree in 0..spec.trees {
            data.check_cancelled()?;
            let mut rng = rng::stream(seed, &["forest", &tree.to_string()]);
            weights.fill(0.0);
            for _ in 0..data.n {
                weights[draw(running.as_deref(), data.n, &mut rng)] += 1.0;
            }
            trees.push(grower.grow(&weights, Some(&mut rng))?);
        }
        Ok(Self { trees })
    }

    /// The trees.
    #[must_use]
    pub fn trees(&self) -> &[Tree] {
        &self.trees
    }

    /// The risk that each tree gives a patient; their mean is the forest's.
    #[must_use]
    pub fn votes(&self, patient: &[f64]) -> Vec<f64> {
        let leaf =
            |tree: &Tree| tree.path(patient).last().and_then(|&leaf| tree.node(leaf)).map_or(0.0, |leaf| leaf.risk());
        self.trees.iter().map(leaf).collect()
    }

    /// The mean over the trees of each feature's share of the decrease in impurity.
    #[must_use]
    pub fn impurity_decrease(&self) -> Vec<f64> {
        let mut mean = vec![0.0; self.trees.first().map_or(0, Tree::features)];
        for tree in &self.trees {
            let decrease = tree.impurity_decrease();
            let total: f64 = decrease.iter().sum();
            if total > 0.0 {
                mean.iter_mut().zip(decrease).for_each(|(mean, decrease)| *mean += decrease / total);
            }
        }
        mean
    }

    pub(super) fn probabilities(&self, x: ArrayView2<f64>) -> Vec<f64> {
        let mut risks = vec![0.0; x.nrows()];
        let standard = x.as_standard_layout();
        let rows = standard.as_slice().unwrap_or(&[]);
        for (rows, risks) in rows.chunks(BLOCK * x.ncols()).zip(risks.chunks_mut(BLOCK)) {
            for tree in &self.trees {
                tree.add_risks(rows, risks);
            }
            risks.iter_mut().for_each(|risk| *risk /= self.trees.len() as f64);
        }
        risks
    }
}
