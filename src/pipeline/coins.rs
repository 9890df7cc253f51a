//! Coin flips tossed for every patient.

use rand::Rng as _;

use crate::data::generator::GenerateError;
use crate::data::{Cohort, Column};
use crate::rng;
use crate::scenario::{Scenario, TOSSES};

/// `cohort` with the coin flips that `scenario` has among the inputs: how often each fair coin showed heads, each from a stream of its own, so that all else
/// and the other coins stay as they were. `stage` tells populations apart that are drawn from the same `seed`.
pub(super) fn toss(
    mut cohort: Cohort,
    scenario: &Scenario,
    (seed, stage): (u64, &str),
) -> Result<Cohort, GenerateError> {
    for name in scenario.coin_flip_columns() {
        let mut coin = rng::stream(seed, &["coin flips", stage, &name]);
        // Each bit is a toss.
        let heads = |tosses: u128| f64::from((tosses >> (u128::BITS - TOSSES)).count_ones());
        let heads = (0..cohort.len()).map(|_| heads(coin.r#gen())).collect();
        cohort.table.push(name, Column::Number(heads))?;
    }
    Ok(cohort)
}
