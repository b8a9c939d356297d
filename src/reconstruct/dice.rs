//! Portable chance: ChaCha8 and whole numbers only, so that every platform draws the same rows.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

pub struct Dice(ChaCha8Rng);

impl Dice {
    /// Dice for one seed and one stream of it.
    pub fn new(seed: u64, stream: u64) -> Dice {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(b"bethscop");
        let mut dice = ChaCha8Rng::from_seed(key);
        dice.set_stream(stream);
        Dice(dice)
    }

    /// A number from 0 up to, not including, `end` (0 when `end` is 0).
    pub fn below(&mut self, end: u64) -> u64 {
        debug_assert!(end <= u64::from(u32::MAX));
        (u64::from(self.0.next_u32()) * end) >> 32
    }
}
