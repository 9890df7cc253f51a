//! Columns of pure chance among the inputs: whatever a model learns from them, it learns by heart.

use super::{Scenario, ScenarioError};

/// Most coin flips that can be among the inputs.
pub const MOST_COIN_FLIPS: u32 = 20;

/// How often each coin is tossed for every patient. Once would do for a sum of points, but trees hardly ask a question with two answers
/// where others have many.
pub const TOSSES: u32 = 100;

/// The column of coin `number`, counted from 1, which is also what people read.
#[must_use]
pub fn coin_flip(number: u32) -> String {
    format!("Heads of coin {number}")
}

impl Scenario {
    /// The columns of the coin flips among the inputs, in order.
    pub fn coin_flip_columns(&self) -> impl Iterator<Item = String> + use<> {
        (1..=self.coin_flips).map(coin_flip)
    }

    /// That there are no more coin flips than can be.
    pub(super) fn check_coin_flips(&self) -> Result<(), ScenarioError> {
        let found = self.coin_flips;
        if found > MOST_COIN_FLIPS { Err(ScenarioError::CoinFlips { found }) } else { Ok(()) }
    }
}

/// For serde: whether there are none.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
pub(super) const fn are_none(coin_flips: &u32) -> bool {
    *coin_flips == 0
}
