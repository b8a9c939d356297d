//! The random numbers that a training run draws, all from its one seed.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// What random numbers are for. Each has a stream of its own, so that none follows from another:
/// which processes are held out says nothing of the weights, nor these of the first batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    Weights = 0,
    Split = 1,
    Dealing = 2,
}

/// The random numbers of a stream of a seed.
pub fn random(seed: u64, stream: Stream) -> ChaCha8Rng {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(stream as u64);
    random
}
