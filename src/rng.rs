//! Seeded randomness: one ChaCha stream per named stage.
//!
//! Every stage of the pipeline (a variable of a population, the labels, the split, a forest's tree) draws from a stream
//! of its own, so moving one knob leaves every other draw as it was, and the same seed gives the same figures on every
//! machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// The random stream of `stage` under `seed`. The same pair always gives the same stream; two stages never share one.
///
/// A stage is named by its path from the general to the particular, for example `["collected", "lactate"]`.
#[must_use]
pub fn stream(seed: u64, stage: &[&str]) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(stage_number(stage));
    rng
}

/// FNV-1a over the names, each closed by a byte that no name contains, so `["ab", "c"]` and `["a", "bc"]` differ.
fn stage_number(stage: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in stage.iter().flat_map(|name| name.bytes().chain([0xff])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn stages_are_repeatable_and_apart() {
        let first = |seed, stage: &[&str]| stream(seed, stage).r#gen::<u64>();
        assert_eq!(first(7, &["collected", "age"]), first(7, &["collected", "age"]));
        assert_ne!(first(7, &["collected", "age"]), first(7, &["deployed", "age"]));
        assert_ne!(first(7, &["ab", "c"]), first(7, &["a", "bc"]));
        assert_ne!(first(7, &["age"]), first(8, &["age"]));
    }
}
