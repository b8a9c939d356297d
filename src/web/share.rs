use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::data::Data;
use super::engine::Engine;
use super::explain::Explaining;
use super::model::Model;
use super::scores::Scores;
use super::{JsResult, sentence};
use crate::background::Background;
use crate::blocks::Blocks;
use crate::device::Compute;
use crate::distinct::DataSet;
use crate::explain;
use crate::metrics::probability;
use crate::rows::{FEATURES, Features, Row};
use crate::{dense, model};

const COLUMNS: usize = FEATURES.len();

/// Scoring that several workers share: pieces of the file's distinct rows are scored here or
/// elsewhere, in any order, and an odd piece may be scored twice.
#[wasm_bindgen]
pub struct Shared {
    data: Rc<DataSet>,
    model: Rc<model::Model>,
    compute: Compute,
    logits: RefCell<Vec<f32>>,
}

#[wasm_bindgen]
impl Shared {
    #[wasm_bindgen(constructor)]
    pub fn new(engine: &Engine, model: &Model, data: &Data) -> Shared {
        let data = data.data.clone();
        Shared {
            logits: RefCell::new(vec![f32::NAN; data.rows().len()]),
            data,
            model: model.model.clone(),
            compute: engine.compute.clone(),
        }
    }

    /// Scores a piece here.
    pub fn score(&self, first: usize, count: usize) {
        let rows = &self.data.rows();
        let piece = piece(first, count, rows.len());
        let rows = piece.map(|row| &rows[row].features);
        let logits = logits(rows, count, &self.model, &self.compute);
        self.take(first, &logits);
    }

    /// Takes what was found of a piece elsewhere.
    pub fn take(&self, first: usize, logits: &[f32]) {
        let mut all = self.logits.borrow_mut();
        all[first..first + logits.len()].copy_from_slice(logits);
    }

    /// The scores, once every piece has been scored.
    pub fn finish(&self) -> Scores {
        Scores {
            logits: self.logits.take(),
            data: self.data.clone(),
            model: self.model.clone(),
            compute: self.compute.clone(),
            pages: RefCell::default(),
            rankings: RefCell::default(),
            processes: OnceCell::new(),
        }
    }
}

#[wasm_bindgen]
impl Data {
    /// Number of distinct rows.
    #[wasm_bindgen(getter)]
    pub fn distinct(&self) -> usize {
        self.data.rows().len()
    }

    /// The columns of some distinct rows, row by row: what another worker needs to score them.
    pub fn features(&self, first: usize, count: usize) -> Vec<i64> {
        features(&self.data, first, count)
    }
}

#[wasm_bindgen]
impl Scores {
    /// The same of the rows that have been scored.
    pub fn features(&self, first: usize, count: usize) -> Vec<i64> {
        features(&self.data, first, count)
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
    /// Scores rows of a file that another worker has, as [`Data::features`] gives them.
    #[wasm_bindgen(js_name = scorePiece)]
    pub fn score_piece(&self, model: &Model, features: Vec<i64>) -> Vec<f32> {
        let (rows, _) = features.as_chunks::<COLUMNS>();
        logits(rows.iter(), rows.len(), &model.model, &self.compute)
    }

    /// Explains such rows against what [`Explaining::records`] gives: the base, then of each row what
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

fn features(data: &DataSet, first: usize, count: usize) -> Vec<i64> {
    let rows = data.rows();
    let mut list = Vec::with_capacity(count * COLUMNS);
    for row in piece(first, count, rows.len()) {
        list.extend_from_slice(&rows[row].features);
    }
    list
}

fn piece(first: usize, count: usize, all: usize) -> Range<usize> {
    first.min(all)..first.saturating_add(count).min(all)
}
