use burn::tensor::{Device, Tensor};

use super::Samples;
use crate::batches::Dealer;
use crate::dense::{self, Batch};
use crate::model::Model;

/// What the steps of a run are given: of rows that lie on the device already, no more than their numbers.
pub(super) struct Feed {
    /// Of each row its weight in the loss of a batch, negative for a benign one.
    weights: Vec<f32>,
    /// The same on the device, for the rows that [`Samples::keep`] has put there.
    kept: Option<Tensor<1>>,
    /// Picks of a batch: batches have one shape.
    slots: usize,
}

impl Feed {
    /// For the rows of `samples`, as `dealer` deals them.
    pub(super) fn new(samples: &Samples, dealer: &Dealer, device: &Device) -> Self {
        let signed = |row| match samples.suspicious(row) {
            true => dealer.weight(row),
            false => -dealer.weight(row),
        };
        let weights: Vec<f32> = (0..samples.len()).map(signed).collect();
        let kept = samples.kept().map(|rows| {
            let [rows, _] = rows.dims();
            upload(weights.clone(), rows, device)
        });
        Self {
            weights,
            kept,
            slots: dense::padded(dealer.slots()),
        }
    }

    /// The batch of these rows, filled up with rows of no weight.
    pub(super) fn batch(&self, rows: &[usize], samples: &Samples, model: &Model) -> Batch {
        let device = &model.network.parameters().device();
        let (table, weights, picks): (_, _, Vec<f32>) = match (samples.kept(), &self.kept) {
            (Some(table), Some(weights)) => {
                let picks = rows.iter().map(|&row| row as f32);
                (table.clone(), weights.clone(), picks.collect())
            }
            _ => {
                let width = model.network.layout().inputs();
                let inputs = samples.encoded(rows.iter().copied(), self.slots, model);
                let weights = rows.iter().map(|&row| self.weights[row]).collect();
                (
                    dense::upload(inputs, [self.slots, width], &device.clone().inner()),
                    upload(weights, self.slots, &device.clone().inner()),
                    (0..rows.len()).map(|row| row as f32).collect(),
                )
            }
        };
        // Where there is room for padding, the last row of the table is one.
        let padding = (table.dims()[0] - 1) as f32;
        let mut picks = picks;
        picks.resize(self.slots, padding);
        let inner = &device.clone().inner();
        Batch {
            picks: Tensor::from_inner(dense::upload(picks, [self.slots], inner)),
            rows: Tensor::from_inner(table),
            weights: Tensor::from_inner(weights),
        }
    }
}

/// Weights of so many rows, those behind the given ones zero.
fn upload(mut weights: Vec<f32>, rows: usize, device: &Device) -> Tensor<1> {
    weights.resize(rows, 0.0);
    dense::upload(weights, [rows], device)
}
