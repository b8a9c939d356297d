//! A logit for every distinct row of a data set, in chunks of one fixed shape.

use burn::tensor::Tensor;

use crate::blocks::Blocks;
use crate::device::Compute;
use crate::distinct::{DataSet, Label, is_external};
use crate::error::Result;
use crate::metrics::{Intervals, Observation, Processes, Ranking, flagged};
use crate::model::Model;
use crate::rows::{PROCESS_ID, Row};

/// Reads a batch of tensors back in one go, which on WebGPU must be asynchronous.
///
/// # Errors
/// [`Error::Device`] where the device is lost.
#[cfg(not(all(target_arch = "wasm32", not(feature = "wgpu"))))]
pub async fn read(tensors: Vec<Tensor<1>>) -> Result<Vec<Vec<f32>>> {
    use crate::error::{Because, Error};
    use burn::tensor::Transaction;

    let register = |transaction: Transaction, tensor| transaction.register(tensor);
    let transaction = tensors.into_iter().fold(Transaction::default(), register);
    let failed = |error: String| {
        Error::Device(Because::new(
            "stopped",
            "The device stopped computing ({}).",
            &[&error],
        ))
    };
    let read = transaction.execute_async().await;
    let data = read.map_err(|error| failed(error.to_string()))?;
    data.into_iter()
        .map(|data| {
            data.try_into_vec::<f32>()
                .map_err(|e| failed(e.to_string()))
        })
        .collect()
}

/// The same in the small module, which has the CPU alone: there is nothing to wait for, and the way
/// through a transaction would bring copies of all layouts and number types along.
///
/// # Errors
/// None.
#[cfg(all(target_arch = "wasm32", not(feature = "wgpu")))]
pub async fn read(tensors: Vec<Tensor<1>>) -> Result<Vec<Vec<f32>>> {
    Ok(tensors.into_iter().map(crate::dense::numbers).collect())
}

/// Scoring under way: call [`Scoring::advance`] until it says it is done.
pub struct Scoring {
    chunk: usize,
    logits: Vec<f32>,
}

impl Scoring {
    /// Starts scoring `data` with `model`. A data set shorter than a chunk makes the chunk shorter.
    pub fn new(data: &DataSet, model: &Model, compute: &Compute) -> Self {
        Self::over(data.rows(), model, compute)
    }

    /// The same for rows that are of no data set.
    pub fn over(rows: &Blocks<Row>, model: &Model, compute: &Compute) -> Self {
        Self {
            chunk: fitting_chunk(rows.len(), model, compute),
            logits: Vec::with_capacity(rows.len()),
        }
    }

    /// Scores up to `chunks` more chunks of distinct rows; true once all are scored.
    ///
    /// # Errors
    /// [`Error::Device`] where the device is lost.
    pub async fn advance(
        &mut self,
        chunks: usize,
        model: &Model,
        data: &DataSet,
        compute: &Compute,
    ) -> Result<bool> {
        self.advance_over(chunks, model, data.rows(), compute).await
    }

    /// The same for the rows that [`Self::over`] was given.
    ///
    /// # Errors
    /// Those of [`Self::advance`].
    pub async fn advance_over(
        &mut self,
        chunks: usize,
        model: &Model,
        rows: &Blocks<Row>,
        compute: &Compute,
    ) -> Result<bool> {
        let (first, all) = (self.logits.len(), rows.len());
        let starts = (first..all).step_by(self.chunk).take(chunks);
        let pieces = || {
            starts
                .clone()
                .map(|start| start..all.min(start + self.chunk))
        };
        let computed = pieces().map(|piece| {
            let rows = piece.map(|id| &rows[id].features);
            model.logits(rows, self.chunk, &compute.device)
        });
        let read = read(computed.collect()).await?;
        for (piece, logits) in pieces().zip(read) {
            self.logits.extend_from_slice(&logits[..piece.len()]);
        }
        Ok(self.logits.len() == all)
    }

    /// Number of distinct rows scored.
    pub fn rows(&self) -> usize {
        self.logits.len()
    }

    /// The logit of each distinct row.
    pub fn finish(self) -> Vec<f32> {
        self.logits
    }
}

/// The chunk for `rows` rows: the device's own, or the power of two that holds so few.
pub fn fitting_chunk(rows: usize, model: &Model, compute: &Compute) -> usize {
    let most = compute.chunk(model.network.layout().row_bytes());
    rows.next_power_of_two().clamp(64.min(most), most)
}

/// The processes of a data set's distinct rows.
pub fn processes(data: &DataSet) -> Processes {
    Processes::new(data.rows().iter().map(|row| row.features[PROCESS_ID]))
}

/// How sure the figures at a threshold are, of rows that have this label.
pub fn intervals(
    data: &DataSet,
    logits: &[f32],
    label: Label,
    threshold: f64,
    processes: &Processes,
) -> Intervals {
    let rows = data.rows().iter().zip(data.counts()).zip(logits);
    let told = rows.map(|((row, &count), &logit)| {
        let suspicious = label.of(row.labels) == Some(true);
        (flagged(logit, threshold), suspicious, u64::from(count))
    });
    processes.intervals(told)
}

/// Ranks the rows of a data set by their logits, one for each distinct row, against a label.
pub fn ranking(data: &DataSet, logits: &[f32], label: Label) -> Ranking {
    let rows = data.rows().iter().zip(data.counts()).zip(logits);
    let labelled = data.rows().iter().all(|row| label.of(row.labels).is_some());
    if !labelled {
        return Ranking::unlabelled(rows.map(|((_, &count), &logit)| (logit, u64::from(count))));
    }
    Ranking::new(rows.map(|((row, &count), &logit)| Observation {
        logit,
        suspicious: label.of(row.labels) == Some(true),
        count: u64::from(count),
        external: is_external(&row.features),
    }))
}
