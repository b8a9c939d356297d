//! What workers need of each other that explain a file's rows together.

use std::ops::Range;

use wasm_bindgen::prelude::*;

use super::engine::Engine;
use super::explain::Explaining;
use super::model::Model;
use super::scores::Scores;
use super::{JsResult, sentence};
use crate::background::Background;
use crate::blocks::Blocks;
use crate::device::Compute;
use crate::explain;
use crate::metrics::probability;
use crate::rows::{FEATURES, Features, Row};
use crate::{dense, model};

const COLUMNS: usize = FEATURES.len();

#[wasm_bindgen]
impl Scores {
    /// The columns of some distinct rows, row by row: what another worker needs to explain them.
    pub fn features(&self, first: usize, count: usize) -> Vec<i64> {
        let rows = self.data.rows();
        let mut list = Vec::with_capacity(count * COLUMNS);
        for row in piece(first, count, rows.len()) {
            list.extend_from_slice(&rows[row].features);
        }
        list
    }

    /// Of each of some distinct rows how many file rows it is, and its probability.
    pub fn known(&self, first: usize, count: usize) -> Vec<f64> {
        let rows = piece(first, count, self.logits.len());
        let known = rows.map(|row| {
            let count = f64::from(self.data.counts()[row]);
            [count, probability(self.logits[row])]
        });
        known.flatten().collect()
    }
}

#[wasm_bindgen]
impl Explaining {
    /// What another worker has to know of it.
    pub fn records(&self) -> Vec<i64> {
        self.against.records().to_vec()
    }
}

#[wasm_bindgen]
impl Engine {
    /// Explains rows that another worker has, as [`Scores::features`] gives them, against what
    /// [`Explaining::records`] gives: the base, then of each row what
    /// each column adds.
    #[wasm_bindgen(js_name = explainPiece)]
    pub fn explain_piece(
        &self,
        model: &Model,
        features: Vec<i64>,
        records: Vec<i64>,
    ) -> JsResult<Vec<f64>> {
        let against = Background::from_records(&records)
            .ok_or_else(|| sentence("These rows cannot be compared with."))?;
        let (rows, _) = features.as_chunks::<COLUMNS>();
        let made: Blocks<Row> = explain::coalitions_of(rows.iter(), &against);
        let mixed = made.iter().map(|row| &row.features);
        let logits = logits(mixed, made.len(), &model.model, &self.compute);
        let found = explain::contributions_of(rows.iter(), &against, &logits);
        let mut list = vec![found.base];
        list.extend_from_slice(found.values.as_flattened());
        Ok(list)
    }
}

/// The logits of some rows, in chunks of the size that [`crate::score::Scoring`] has for many. On the CPU,
/// where there is nothing to wait for.
fn logits<'a>(
    mut rows: impl Iterator<Item = &'a Features>,
    count: usize,
    model: &model::Model,
    compute: &Compute,
) -> Vec<f32> {
    let chunk = compute.chunk(model.network.layout().row_bytes());
    let mut logits = Vec::with_capacity(count);
    while logits.len() < count {
        let computed = model.logits(rows.by_ref().take(chunk), chunk, &compute.device);
        let size = chunk.min(count - logits.len());
        logits.extend_from_slice(&dense::numbers(computed)[..size]);
    }
    logits
}

fn piece(first: usize, count: usize, all: usize) -> Range<usize> {
    first.min(all)..first.saturating_add(count).min(all)
}
