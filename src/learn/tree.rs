//! A decision tree whose leaves are risks (CART, Breiman et al. 1984; Gini).
//!
//! Written here because linfa-trees 0.8.1 gives hard labels, hardly ever uses yes/no inputs, is not reproducible and ends
//! the process on NaN. scikit-learn's `DecisionTreeClassifier` is the model: on up to [`EXACT_PATIENTS`] patients every
//! threshold is tried, as there; beyond that only those between 1,024 bins of equal size.

use super::binned::{Binned, Fineness};
use super::grow::{Grower, Limits};
use super::prepared::Prepared;
use super::{ClassifierSpec, LearnError};
use ndarray::ArrayView2;

/// Up to so many patients one tree tries every threshold.
const EXACT_PATIENTS: usize = 8192;

/// A group of training patients: either a question parts it in two, or it is a leaf and gives the risk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    pub(super) threshold: f64,
    pub(super) feature: u32,
    /// The node of those at or below the threshold; the others are in the next one. 0 in a leaf.
    pub(super) at_most: u32,
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
    /// The question that parts the group; `None` in a leaf.
    #[must_use]
    pub fn question(&self) -> Option<Question> {
        let at_most = self.at_most as usize;
        let feature = self.feature as usize;
        (at_most > 0).then_some(Question { feature, threshold: self.threshold, at_most, above: at_most + 1 })
    }

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

/// A fitted tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) features: usize,
}

impl Tree {
    pub(super) fn fit(spec: &ClassifierSpec, data: &Prepared, notes: &mut Vec<String>) -> Result<Self, LearnError> {
        let binned = Binned::new(data, Fineness { exact_patients: EXACT_PATIENTS, bins: 1024 });
        let limits = Limits { depth: spec.depth, min_leaf: f64::from(spec.min_leaf), features_per_split: None };
        let counts: Vec<f64> = (0..data.n).map(|patient| data.weight(patient)).collect();
        let tree = Grower::new(&binned, data, limits).grow(&counts, None)?;
        if tree.nodes.len() == 1 {
            notes.push(
                "No question parts these patients into groups that are large enough, so everybody gets the same risk."
                    .to_owned(),
            );
        }
        Ok(tree)
    }

    /// Every node; the first is the root, and a question's nodes come after it.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The nodes through which a patient comes, from the root to a leaf.
    #[must_use]
    pub fn path(&self, patient: &[f64]) -> Vec<usize> {
        let mut path = vec![0];
        let mut node = 0;
        while let Some(question) = self.nodes.get(node).and_then(Node::question) {
            let value = patient.get(question.feature).copied().unwrap_or(f64::NAN);
            node = if value > question.threshold { question.above } else { question.at_most };
            path.push(node);
        }
        path
    }

    /// How many groups of patients the tree ends in.
    #[must_use]
    pub fn leaves(&self) -> usize {
        self.nodes.iter().filter(|node| node.at_most == 0).count()
    }

    /// The longest chain of questions.
    #[must_use]
    pub fn depth(&self) -> usize {
        let mut depth = vec![0; self.nodes.len()];
        for (index, node) in self.nodes.iter().enumerate() {
            if let Some(question) = node.question() {
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
        for node in &self.nodes {
            if let Some(question) = node.question() {
                let after = self.nodes[question.at_most].impurity() + self.nodes[question.above].impurity();
                decrease[question.feature] += (node.impurity() - after).max(0.0);
            }
        }
        decrease
    }

    /// Adds each patient's risk to `sums`. `rows` holds the patients' inputs, one patient after the other.
    pub(super) fn add_risks(&self, rows: &[f64], sums: &mut [f64]) {
        for (patient, sum) in rows.chunks_exact(self.features).zip(sums) {
            let mut node = &self.nodes[0];
            while node.at_most > 0 {
                let above = u32::from(patient[node.feature as usize] > node.threshold);
                node = &self.nodes[(node.at_most + above) as usize];
            }
            *sum += node.risk();
        }
    }

    pub(super) fn probabilities(&self, x: ArrayView2<f64>) -> Vec<f64> {
        let mut risks = vec![0.0; x.nrows()];
        self.add_risks(x.as_standard_layout().as_slice().unwrap_or(&[]), &mut risks);
        risks
    }
}
