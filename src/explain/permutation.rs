//! What an input is worth to a model: what it loses when the input's values are dealt out anew among the patients.
//!
//! Permutation importance (Breiman 2001, doi:10.1023/A:1010933404324; Fisher, Rudin and Dominici 2019), measured by the AUC as
//! scikit-learn's `permutation_importance` does with `scoring="roc_auc"`. Every patient keeps one of the values that occur, so the
//! input's own distribution stands while its tie to everything else is cut.

use crate::data::{Column, Table};
use crate::metrics::{Interval, MetricsError, ScoredTestSet, auc_difference};
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// `table` with the values of one column dealt out anew among its rows, missing ones included. A column that is not there changes
/// nothing.
#[must_use]
pub fn shuffled(table: &Table, column: &str, rng: &mut ChaCha8Rng) -> Table {
    let mut order: Vec<usize> = (0..table.rows()).collect();
    order.shuffle(rng);
    let mut all = Table::default();
    for (name, values) in table.iter() {
        let values: Column = if name == column { values.take(&order) } else { values.clone() };
        // The names come from one table and the columns are equally long, so none is refused.
        all.push(name, values).ok();
    }
    all
}

/// How much AUC is lost by shuffling one input, over several shuffles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AucLoss {
    /// The mean over the shuffles, from −1 to 1; below 0 when the model does better without it.
    pub mean: f64,
    /// Its 95 % interval over other patients: DeLong's paired interval of intact against shuffled, averaged over the shuffles.
    /// `None` with fewer than two patients in either class.
    pub interval: Option<Interval>,
}

/// The loss from the scores of the intact inputs and those of each shuffle; `None` without a shuffle, or with one outcome only.
///
/// # Errors
/// [`MetricsError`] when lengths differ or a score is not a finite number from 0 to 1.
pub fn auc_loss(intact: &[f64], shuffles: &[Vec<f64>], labels: &[bool]) -> Result<Option<AucLoss>, MetricsError> {
    let Some(whole) = ScoredTestSet::new(intact, labels, None)?.auc() else { return Ok(None) };
    let (mut sum, mut ends) = (0.0, [0.0; 2]);
    let mut known = !shuffles.is_empty();
    for scores in shuffles {
        let Some(auc) = ScoredTestSet::new(scores, labels, None)?.auc() else { return Ok(None) };
        sum += whole - auc;
        match auc_difference(intact, scores, labels)? {
            Some(apart) => ends = [ends[0] + apart.ci.lo, ends[1] + apart.ci.hi],
            None => known = false,
        }
    }
    if shuffles.is_empty() {
        return Ok(None);
    }
    let rounds = shuffles.len() as f64;
    let interval = known.then(|| Interval { lo: ends[0] / rounds, hi: ends[1] / rounds });
    Ok(Some(AucLoss { mean: sum / rounds, interval }))
}
