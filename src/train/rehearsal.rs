//! Steps before a run begins, which leave nothing behind: they tell how long its steps take.

use super::{Phase, Training};
use crate::dense::{self, Adam};
use crate::error::Result;
use crate::model::Network;

impl Training {
    /// Widths of all layers, input and output included.
    pub fn layers(&self) -> &[usize] {
        self.model.widths()
    }

    /// File rows that a step stands for, as the options say.
    pub fn batch(&self) -> usize {
        self.config.batch
    }

    /// Distinct rows that every step computes.
    pub fn slots(&self) -> usize {
        dense::padded(self.dealer.slots())
    }

    /// File rows that a step stands for: a file may be shorter than a batch.
    pub fn rows_a_step(&self) -> f64 {
        self.train.file_rows() as f64 / self.dealer.batches() as f64
    }

    /// Takes `steps` real steps on the batches of the first epoch, round and round, and waits until the
    /// device has done them. [`Self::rewind`] comes before the run.
    ///
    /// # Errors
    /// As [`Self::advance`] in a fit.
    pub async fn rehearse(&mut self, steps: usize) -> Result<()> {
        let batches = self.dealer.batches();
        let mut left = steps;
        while left > 0 {
            let Phase::Fit { deal, batch } = &self.phase else {
                break;
            };
            let now = left.min(batches - batch);
            // A fit to the end of an epoch goes on to its evaluation, and here to its first batch again.
            let again = (batch + now == batches).then(|| deal.clone());
            let fitted = self.fit(now).await;
            if let Some(deal) = again {
                self.phase = Phase::Fit { deal, batch: 0 };
            }
            fitted?;
            left -= now;
        }
        Ok(())
    }

    /// Makes a rehearsed run one that has not begun.
    pub fn rewind(&mut self) {
        let (preset, seed) = (self.config.preset, self.config.seed);
        let (widths, device) = (self.layers().to_vec(), self.compute.device.clone());
        self.model.network = Network::init(preset, &widths, seed, &device.autodiff());
        self.optimizer = Adam::new(preset);
        self.diverged = false;
        if let Phase::Fit { batch, .. } = &mut self.phase {
            *batch = 0;
        }
    }
}
