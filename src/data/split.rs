//! Which patients train the model and which are held out.

use rand::seq::SliceRandom;

use crate::rng;

/// Row numbers, ascending; every patient is in exactly one of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// Those that the model learns from.
    pub train: Vec<usize>,
    /// Those that it is tested on.
    pub held_out: Vec<usize>,
}

/// Why patients cannot be split.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SplitError {
    /// The share is no share.
    #[error("{}", tr!("the share to hold out is {found}; expected a number above 0 and below 1, for example 0.5", found = .found))]
    Fraction {
        /// What was asked for.
        found: f64,
    },
    /// One of the two would be empty.
    #[error("{}", tr!("{found} patients cannot be split into training and held-out rows; at least 2 are needed", found = .found))]
    TooFew {
        /// How many there are.
        found: usize,
    },
    /// One class has no patient, or only one, so it cannot stand on both sides.
    #[error(
        "{}",
        tr!(
            "{found} of {patients} patients have the {class}; at least 2 are needed, one to learn from and one to test on. Collect more patients",
            found = .found, patients = .patients, class = .class
        )
    )]
    Class {
        /// "condition" or "recorded outcome \"no\"".
        class: &'static str,
        /// How many have it.
        found: usize,
        /// How many there are.
        patients: usize,
    },
}

/// Splits patients at random within each class, so that both parts have the same prevalence but for rounding.
///
/// # Errors
/// [`SplitError`] when a part would be empty or would lack a class.
pub fn split(labels: &[bool], test_fraction: f64, seed: u64) -> Result<Split, SplitError> {
    if test_fraction.is_nan() || test_fraction <= 0.0 || test_fraction >= 1.0 {
        return Err(SplitError::Fraction { found: test_fraction });
    }
    if labels.len() < 2 {
        return Err(SplitError::TooFew { found: labels.len() });
    }
    let mut held_out = Vec::new();
    let mut train = Vec::new();
    let mut rng = rng::stream(seed, &["split"]);
    for (class, wanted) in [("condition", true), (tr!("recorded outcome \"no\""), false)] {
        let mut rows: Vec<usize> = (0..labels.len()).filter(|&row| labels[row] == wanted).collect();
        if rows.len() < 2 {
            return Err(SplitError::Class { class, found: rows.len(), patients: labels.len() });
        }
        rows.shuffle(&mut rng);
        let out = ((rows.len() as f64 * test_fraction).round() as usize).clamp(1, rows.len() - 1);
        held_out.extend_from_slice(&rows[..out]);
        train.extend_from_slice(&rows[out..]);
    }
    train.sort_unstable();
    held_out.sort_unstable();
    Ok(Split { train, held_out })
}
