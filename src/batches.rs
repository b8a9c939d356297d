//! Deals weighted distinct rows into the batches of an epoch.
//!
//! # The estimator
//! A batch of B file rows is drawn from n file rows in n/B steps, as in Keras or PyTorch, but a
//! distinct row stands for all its repetitions. Row i with total weight wᵢ is split into kᵢ equal
//! copies of weight wᵢ/kᵢ, where kᵢ grows with wᵢ so that no copy stands for more than B/64 file
//! rows. The copies are dealt, in random order and from a random starting batch, round robin to the
//! S batches of the epoch, so kᵢ ≤ S copies of a row always go to different batches. The loss of a
//! batch is the sum over its copies of (wᵢ/kᵢ) · lossᵢ, times S/W where W is the sum of all wᵢ.
//!
//! It is unbiased: copy by copy, the batch is uniform over the S batches, so a given batch holds
//! row i with probability kᵢ/S and E[batch loss] = Σᵢ (kᵢ/S)(wᵢ/kᵢ)(S/W) lossᵢ = Σᵢ wᵢ lossᵢ / W,
//! the mean loss over all file rows. It is stratified sampling without replacement: over an epoch
//! every file row counts exactly once, frequent rows are spread evenly over the batches, and a row
//! that occurs once is in one batch, as it would be without counting. Where no row repeats (and no
//! class weights are set) it is the plain epoch of shuffled batches.

use rand::seq::SliceRandom;
use rand::{Rng, RngExt};

/// Copies of frequent rows in a batch: more would cost time, fewer would cost evenness.
const FREQUENT: f64 = 64.0;

/// The fixed plan: how many copies of which row, in how many batches.
#[derive(Debug, Clone)]
pub struct Dealer {
    /// Copies of each distinct row.
    copies: Vec<u32>,
    /// Weight of one copy of each row, so that a batch's weighted sum estimates the mean loss.
    weights: Vec<f32>,
    batches: usize,
    slots: usize,
}

impl Dealer {
    /// Plans batches of `batch` file rows over distinct rows of the given weights.
    ///
    /// `weights[i]` is the count of row i times the weight of its class; `file_rows` is the sum of
    /// the counts. Both must be positive.
    pub fn new(weights: &[f64], file_rows: u64, batch: usize) -> Self {
        let total: f64 = weights.iter().sum();
        let batches = file_rows.div_ceil(batch as u64).max(1) as usize;
        let rows_a_weight = file_rows as f64 / total;
        let most_rows_a_copy = (batch as f64 / FREQUENT).max(1.0);
        let copies: Vec<u32> = weights
            .iter()
            .map(|weight| (weight * rows_a_weight / most_rows_a_copy).ceil() as usize)
            .map(|copies| copies.clamp(1, batches) as u32)
            .collect();
        let all: usize = copies.iter().map(|&copies| copies as usize).sum();
        let weights = weights.iter().zip(&copies).map(|(weight, &copies)| {
            (weight / f64::from(copies) * (batches as f64 / total)) as f32
        });
        Self {
            weights: weights.collect(),
            copies,
            batches,
            slots: all.div_ceil(batches),
        }
    }

    /// Batches an epoch.
    pub fn batches(&self) -> usize {
        self.batches
    }

    /// Most distinct rows in a batch: the fixed shape of every batch.
    pub fn slots(&self) -> usize {
        self.slots
    }

    /// Deals one epoch.
    pub fn deal(&self, random: &mut impl Rng) -> Deal {
        let mut order: Vec<u32> = (0..self.copies.len() as u32).collect();
        order.shuffle(random);
        let copies = order
            .iter()
            .flat_map(|&row| std::iter::repeat_n(row, self.copies[row as usize] as usize));
        Deal {
            copies: copies.collect(),
            start: random.random_range(0..self.batches),
        }
    }

    /// The distinct rows of a batch with their weights; at most [`Self::slots`] of them.
    pub fn batch(&self, deal: &Deal, batch: usize) -> impl Iterator<Item = (usize, f32)> {
        let first = (batch + deal.start) % self.batches;
        let rows = deal.copies.iter().skip(first).step_by(self.batches);
        rows.map(|&row| (row as usize, self.weights[row as usize]))
    }
}

/// The order of one epoch, for [`Dealer::batch`].
#[derive(Debug, Clone)]
pub struct Deal {
    copies: Vec<u32>,
    start: usize,
}
