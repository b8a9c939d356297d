use std::rc::Rc;

use burn::tensor::{Device, Tensor};

use super::Measure;
use crate::config::Weighting;
use crate::dense::{self, MOST_ROWS, Span};
use crate::device::Compute;
use crate::distinct::DataSet;
use crate::drift::Profile;
use crate::error::{Because, Error, Result};
use crate::metrics::{Observation, Processes, Ranking, Tradeoff, flagged, softplus};
use crate::model::Model;
use crate::rows::{Features, PROCESS_ID};
use crate::score::fitting_chunk;

/// Some of the distinct rows of a labelled data set.
pub(super) struct Samples {
    data: Rc<DataSet>,
    ids: Vec<u32>,
    /// All rows as the network reads them, on the device: `[rows, columns]`, with rows of zeros behind them.
    kept: Option<Tensor<2>>,
}

impl Samples {
    pub(super) fn all(data: Rc<DataSet>) -> Result<Self> {
        let ids = (0..data.rows().len() as u32).collect();
        Self::some(data, ids)
    }

    pub(super) fn some(data: Rc<DataSet>, ids: Vec<u32>) -> Result<Self> {
        if !data.header().labelled {
            return Err(Error::TrainingData(Because::new(
                "unlabelled",
                "“{}” has no labels (a column sus_label or sus), so it can be scored but not \
                 trained or validated on.",
                &[&data.name()],
            )));
        }
        Ok(Self {
            data,
            ids,
            kept: None,
        })
    }

    /// Number of distinct rows.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(super) fn features(&self, row: usize) -> &Features {
        &self.data.rows()[self.ids[row] as usize].features
    }

    pub(super) fn suspicious(&self, row: usize) -> bool {
        self.data.rows()[self.ids[row] as usize].labels.sus == Some(true)
    }

    fn count(&self, row: usize) -> u32 {
        self.data.counts()[self.ids[row] as usize]
    }

    pub(super) fn counted(&self) -> impl Iterator<Item = (&Features, u32)> + Clone {
        (0..self.len()).map(|row| (self.features(row), self.count(row)))
    }

    pub(super) fn file_rows(&self) -> u64 {
        (0..self.len()).map(|row| u64::from(self.count(row))).sum()
    }

    pub(super) fn positives(&self) -> u64 {
        let suspicious = (0..self.len()).filter(|&row| self.suspicious(row));
        suspicious.map(|row| u64::from(self.count(row))).sum()
    }

    /// The weight of each distinct row in the training loss: its count times that of its class.
    pub(super) fn weights(&self, weighting: Weighting) -> Vec<f64> {
        let all = self.file_rows() as f64;
        let suspicious = self.positives() as f64;
        let [benign, suspicious] = match weighting {
            Weighting::None => [1.0, 1.0],
            Weighting::Balanced => [all - suspicious, suspicious].map(|class| all / (2.0 * class)),
            Weighting::Given(weights) => weights,
        };
        (0..self.len())
            .map(|row| {
                let class = if self.suspicious(row) {
                    suspicious
                } else {
                    benign
                };
                f64::from(self.count(row)) * class
            })
            .collect()
    }

    /// Uploads all rows, once for all steps and measures of a run, where the device has room for them.
    ///
    /// At least one row of zeros is behind them, and the last chunk is as long as every other.
    pub(super) fn keep(&mut self, model: &Model, compute: &Compute) {
        let width = model.network.layout().inputs();
        let chunk = fitting_chunk(self.len(), model, compute);
        let rows = (self.len() + 1).next_multiple_of(chunk);
        if rows <= MOST_ROWS.min(compute.rows_kept(width * size_of::<f32>())) {
            let inputs = self.encoded(0..self.len(), rows, model);
            self.kept = Some(dense::upload(inputs, [rows, width], &compute.device));
        }
    }

    /// What [`Self::keep`] has uploaded.
    pub(super) fn kept(&self) -> Option<&Tensor<2>> {
        self.kept.as_ref()
    }

    /// Some rows as the network reads them, with zeros behind them until they are `count`.
    pub(super) fn encoded(
        &self,
        rows: impl Iterator<Item = usize>,
        count: usize,
        model: &Model,
    ) -> Vec<f32> {
        let width = model.network.layout().inputs();
        let mut inputs = Vec::with_capacity(count * width);
        for row in rows {
            model.encode(self.features(row), &mut inputs);
        }
        inputs.resize(count * width, 0.0);
        inputs
    }

    /// The logits of the rows of the `chunk`-th `size` rows, padded to that size.
    pub(super) fn logits(
        &self,
        chunk: usize,
        size: usize,
        model: &Model,
        device: &Device,
    ) -> Tensor<1> {
        if let Some(kept) = &self.kept {
            let first = chunk * size;
            return model
                .network
                .logits(kept.clone(), Span { first, count: size });
        }
        let features = self.rows_of(chunk, size).map(|row| self.features(row));
        model.logits(features, size, device)
    }

    /// Adds a chunk's logits to the measure of all rows.
    pub(super) fn tally(&self, chunk: usize, size: usize, logits: &[f32], tally: &mut Tally) {
        for (row, &logit) in self.rows_of(chunk, size).zip(logits) {
            tally.add(logit, self.suspicious(row), self.count(row));
        }
    }

    /// What thresholds give on these rows, of which the logits are known.
    pub(super) fn tradeoff(&self, logits: &[f32]) -> Tradeoff {
        let rows = (logits.iter().enumerate())
            .map(|(row, &logit)| (logit, self.suspicious(row), u64::from(self.count(row))));
        let ids = (0..self.len()).map(|row| self.features(row)[PROCESS_ID]);
        let ranking = Ranking::new(rows.clone().map(|(logit, suspicious, count)| Observation {
            logit,
            suspicious,
            count,
            external: false,
        }));
        Tradeoff::new(&ranking, &Processes::new(ids), rows)
    }

    /// What these rows look like.
    pub(super) fn profile(&self) -> Profile {
        Profile::of((0..self.len()).map(|row| self.features(row)))
    }

    fn rows_of(&self, chunk: usize, size: usize) -> std::ops::Range<usize> {
        chunk * size..((chunk + 1) * size).min(self.len())
    }
}

/// Sums from which loss and accuracy come.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    loss: f64,
    correct: u64,
    rows: u64,
}

impl Tally {
    fn add(&mut self, logit: f32, suspicious: bool, count: u32) {
        let towards_label = f64::from(if suspicious { logit } else { -logit });
        self.loss += f64::from(count) * softplus(-towards_label);
        self.rows += u64::from(count);
        if flagged(logit, 0.5) == suspicious {
            self.correct += u64::from(count);
        }
    }

    pub(super) fn measure(&self) -> Measure {
        let rows = self.rows as f64;
        Measure {
            loss: self.loss / rows,
            accuracy: self.correct as f64 / rows,
        }
    }
}
