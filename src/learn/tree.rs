//! A decision tree whose leaves are risks (CART, Breiman et al. 1984; Gini).
//!
//! Written here because linfa-trees 0.8.1 gives hard labels, hardly ever uses yes/no inputs, is not reproducible and ends
//! the process on NaN. scikit-learn's `DecisionTreeClassifier` is the model: on up to 32,768 patients every
//! threshold is tried, as there; beyond that only those between 1,024 bins of equal size.

use super::binned::{Binned, EXACT_AT_MOST, Fineness};
use super::grow::{Grower, Limits};
use super::prepared::Prepared;
use super::{ClassifierSpec, LearnError};
use ndarray::ArrayView2;

/// A group of training patients: either a question parts it in two, or it is a leaf and gives the risk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// The question that parts the group; `None` in a leaf.
    pub question: Option<Question>,
    /// How many training patients are in the group (sum of weights), above 0.
    pub patients: f64,
    /// How many of them have the condition.
    pub with_condition: f64,
}

/// What is asked of the patients in a node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question {
    /// The input that is asked for.
    pub feature: usize,
    /// The question is whether the input is at most this.
    pub threshold: f64,
    /// The node of the patients for whom it is.
    pub at_most: usize,
    /// The node of the others.
    pub above: usize,
}

impl Node {
    /// The share of the group with the condition, from 0 to 1.
    #[must_use]
    pub fn risk(&self) -> f64 {
        self.with_condition / self.patients
    }

    /// Gini impurity times the size of the group.
    fn impurity(&self) -> f64 {
        2.0 * self.with_condition * (1.0 - self.risk())
    }
}

/// What scoring a patient needs of a node, kept small so that many nodes stay in the processor's cache.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    /// The threshold; in a leaf the risk.
    value: f64,
    feature: u32,
    /// The node of those at or below the threshold; the others are in the next one. 0 in a leaf.
    at_most: u32,
}

/// A fitted tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    steps: Vec<Step>,
    /// Patients, and those of them with the condition, of each node.
    sizes: Vec<(f64, f64)>,
    features: usize,
}

impl Tree {
    pub(super) fn fit(spec: &ClassifierSpec, data: &Prepared, notes: &mut Vec<String>) -> Result<Self, LearnError> {
        let binned = Binned::new(data, Fineness { exact_patients: EXACT_AT_MOST, bins: 1024 })?;
        let limits = Limits { depth: spec.depth, min_leaf: f64::from(spec.min_leaf), features_per_split: None };
        let counts: Vec<f64> = (0..data.n).map(|patient| data.weight(patient)).collect();
        let tree = Grower::new(&binned, data, limits).grow(&counts, None)?;
        if tree.steps.len() == 1 {
            notes.push(
                tr!("No question parts these patients into groups that are large enough, so everybody gets the same risk.")
                    .to_owned(),
            );
        }
        Ok(tree)
    }

    /// A tree that asks nothing.
    pub(super) fn leaf(features: usize, patients: f64, with_condition: f64) -> Self {
        let mut tree = Self { steps: Vec::new(), sizes: Vec::new(), features };
        tree.push(patients, with_condition);
        tree
    }

    fn push(&mut self, patients: f64, with_condition: f64) {
        self.steps.push(Step { value: with_condition / patients, feature: 0, at_most: 0 });
        self.sizes.push((patients, with_condition));
    }

    /// Parts a leaf in two; `below` and `above` are their patients and those with the condition. Gives the first.
    pub(super) fn part(
        &mut self,
        node: usize,
        (feature, threshold): (usize, f64),
        below: (f64, f64),
        above: (f64, f64),
    ) -> usize {
        let at_most = self.steps.len();
        self.steps[node] = Step { value: threshold, feature: feature as u32, at_most: at_most as u32 };
        self.push(below.0, below.1);
        self.push(above.0, above.1);
        at_most
    }

    /// A node; the first, 0, is the root. `None` beyond the last.
    #[must_use]
    pub fn node(&self, index: usize) -> Option<Node> {
        let (step, &(patients, with_condition)) = (self.steps.get(index)?, self.sizes.get(index)?);
        let (feature, at_most) = (step.feature as usize, step.at_most as usize);
        let question = Question { feature, threshold: step.value, at_most, above: at_most + 1 };
        Some(Node { question: (at_most > 0).then_some(question), patients, with_condition })
    }

    /// Every node; the first is the root, and a question's nodes come after it.
    pub fn nodes(&self) -> impl Iterator<Item = Node> + '_ {
        (0..self.steps.len()).filter_map(|index| self.node(index))
    }

    /// The nodes through which a patient comes, from the root to a leaf.
    #[must_use]
    pub fn path(&self, patient: &[f64]) -> Vec<usize> {
        let mut path = vec![0];
        let mut node = 0;
        while let Some(question) = self.node(node).and_then(|node| node.question) {
            let value = patient.get(question.feature).copied().unwrap_or(f64::NAN);
            node = if value > question.threshold { question.above } else { question.at_most };
            path.push(node);
        }
        path
    }

    /// How many features the tree was grown on.
    #[must_use]
    pub const fn features(&self) -> usize {
        self.features
    }

    /// How many groups of patients the tree ends in.
    #[must_use]
    pub fn leaves(&self) -> usize {
        self.steps.iter().filter(|step| step.at_most == 0).count()
    }

    /// The longest chain of questions.
    #[must_use]
    pub fn depth(&self) -> usize {
        let mut depth = vec![0; self.steps.len()];
        for (index, node) in self.nodes().enumerate() {
            if let Some(question) = node.question {
                depth[question.at_most] = depth[index] + 1;
                depth[question.above] = depth[index] + 1;
            }
        }
        depth.into_iter().max().unwrap_or(0)
    }

    /// By how much the questions about each feature lowered the Gini impurity, times patients.
    #[must_use]
    pub fn impurity_decrease(&self) -> Vec<f64> {
        let mut decrease = vec![0.0; self.features];
        let impurity = |index| self.node(index).map_or(0.0, |node| node.impurity());
        for node in self.nodes() {
            if let Some(question) = node.question {
                let after = impurity(question.at_most) + impurity(question.above);
                decrease[question.feature] += (node.impurity() - after).max(0.0);
            }
        }
        decrease
    }

    /// Adds each patient's risk to `sums`. `rows` holds the patients' inputs, one patient after the other. Several patients
    /// walk side by side, so that the processor need not wait for one node before it looks up the next.
    pub(super) fn add_risks(&self, rows: &[f64], sums: &mut [f64]) {
        const ABREAST: usize = 8;
        let width = self.features;
        for (patients, sums) in rows.chunks(ABREAST * width).zip(sums.chunks_mut(ABREAST)) {
            let mut at = [0_u32; ABREAST];
            let mut walking = true;
            while walking {
                walking = false;
                for (patient, at) in patients.chunks_exact(width).zip(&mut at) {
                    let step = self.steps[*at as usize];
                    let above = u32::from(patient[step.feature as usize] > step.value);
                    let walks = step.at_most > 0;
                    *at = if walks { step.at_most + above } else { *at };
                    walking |= walks;
                }
            }
            for (sum, at) in sums.iter_mut().zip(at) {
                *sum += self.steps[at as usize].value;
            }
        }
    }

    pub(super) fn probabilities(&self, x: ArrayView2<f64>) -> Vec<f64> {
        let mut risks = vec![0.0; x.nrows()];
        self.add_risks(x.as_standard_layout().as_slice().unwrap_or(&[]), &mut risks);
        risks
    }
}
