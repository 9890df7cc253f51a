//! Promise: thresholds for groups do what they say: what is made equal is equal, what cannot be had is said, and every
//! gap that opens is counted. Held to fairlearn and statsmodels (`tests/fixtures/fair`), to searches of every pair of
//! thresholds, and to the figures of the teaching material.

mod brute;
mod fairlearn;
mod limits;
mod scenario;
mod two_attributes;

use cutpoint::metrics::{Groups, ScoredTestSet};

/// A set of (score, has the condition, group).
fn set_of(rows: &[(f64, bool, u32)], names: &[&str]) -> ScoredTestSet {
    let scores: Vec<f64> = rows.iter().map(|row| row.0).collect();
    let labels: Vec<bool> = rows.iter().map(|row| row.1).collect();
    let groups = Groups {
        codes: rows.iter().map(|row| row.2).collect(),
        names: names.iter().map(|&name| name.to_owned()).collect(),
    };
    ScoredTestSet::new(&scores, &labels, Some(groups)).expect("a sound set")
}
