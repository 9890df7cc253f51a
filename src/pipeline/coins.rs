//! Coin flips tossed for every patient.

use rand::Rng as _;

use crate::data::generator::GenerateError;
use crate::data::{Cohort, Column};
use crate::rng;
use crate::scenario::Scenario;

/// `cohort` with the coin flips that `scenario` has among the inputs: fair coins, each from a stream of its own, so that all else
/// and the other coins stay as they were. `stage` tells populations apart that are drawn from the same `seed`.
pub(super) fn toss(
    mut cohort: Cohort,
    scenario: &Scenario,
    (seed, stage): (u64, &str),
) -> Result<Cohort, GenerateError> {
    for name in scenario.coin_flip_columns() {
        let mut coin = rng::stream(seed, &["coin flips", stage, &name]);
        let codes = (0..cohort.len()).map(|_| u32::from(coin.r#gen::<bool>())).collect();
        let levels = ["tails", "heads"].map(str::to_owned).to_vec();
        cohort.table.push(name, Column::Category { codes, levels })?;
    }
    Ok(cohort)
}
