//! Steps before a run begins, which leave nothing behind: they tell how long its steps take.

use super::{Phase, Training};
use crate::dense::{self, Adam};
use crate::error::Result;
use crate::model::Network;
use crate::score::read;

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
        let mut loss = None;
        for _ in 0..steps {
            let Phase::Fit { deal, batch } = &mut self.phase else {
                break;
            };
            let rows: Vec<_> = self.dealer.batch(deal, *batch).collect();
            *batch = (*batch + 1) % self.dealer.batches();
            loss = Some(self.fit_batch(&rows));
        }
        match loss {
            Some(loss) => self.check_finite(f64::from(read(vec![loss]).await?[0][0])),
            None => Ok(()),
        }
    }

    /// Makes a rehearsed run one that has not begun.
    pub fn rewind(&mut self) {
        let (preset, seed) = (self.config.preset, self.config.seed);
        let widths = self.layers().to_vec();
        self.model.network = Network::init(preset, &widths, seed, &self.device);
        self.optimizer = Adam::new(preset);
        self.diverged = false;
        if let Phase::Fit { batch, .. } = &mut self.phase {
            *batch = 0;
        }
    }
}
