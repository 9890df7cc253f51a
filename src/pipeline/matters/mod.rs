//! What matters to the model, all patients taken together: what it loses without an input, what an input does to the risk, and how
//! much the inputs tell of the groups that patients belong to.

mod effect;
mod proxies;
mod shuffles;

pub use effect::{Effect, EffectJob, EffectKey, FOLLOWED};
pub use proxies::{Attribute, LEARNT_FROM, LevelProxy, Proxies, ProxiesJob, Told};
pub use shuffles::{InputLoss, JUDGED, ROUNDS, Shuffles, ShufflesJob};

use super::derived::Derived;
use crate::rng::stream;
use rand::seq::index;

/// The columns that the model reads, in order.
fn columns(derived: &Derived) -> Vec<String> {
    derived.model.trained.encoder.describe().into_iter().map(|column| column.column).collect()
}

/// Everybody, or `at_most` rows at random of `patients`, ascending.
fn some(patients: usize, at_most: usize, seed: u64, purpose: &str) -> Vec<usize> {
    if patients <= at_most {
        return (0..patients).collect();
    }
    let mut rows = index::sample(&mut stream(seed, &["matters", purpose]), patients, at_most).into_vec();
    rows.sort_unstable();
    rows
}
