use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::scores::Scores;
use super::{JsResult, busy, to_js};
use crate::blocks::Blocks;
use crate::device::Compute;
use crate::distinct::DataSet;
use crate::rows::Row;
use crate::{model, score};

/// Rows being scored.
#[wasm_bindgen]
pub struct Scoring {
    scoring: RefCell<Option<score::Scoring>>,
    done: Cell<usize>,
    model: Rc<model::Model>,
    rows: Rows,
    compute: Compute,
}

/// Whose rows are scored.
pub(super) enum Rows {
    File(Rc<DataSet>),
    /// Those that an explanation has made.
    Made(Blocks<Row>),
}

impl Rows {
    fn rows(&self) -> &Blocks<Row> {
        match self {
            Self::File(data) => data.rows(),
            Self::Made(rows) => rows,
        }
    }
}

impl Scoring {
    pub(super) fn new(rows: Rows, model: &Rc<model::Model>, compute: &Compute) -> Self {
        let scoring = score::Scoring::over(rows.rows(), model, compute);
        Self {
            scoring: RefCell::new(Some(scoring)),
            done: Cell::new(0),
            model: model.clone(),
            rows,
            compute: compute.clone(),
        }
    }

    /// The logit of each row, once all are scored.
    pub(super) fn logits(&self) -> JsResult<Vec<f32>> {
        let taken = self.scoring.borrow_mut().take();
        Ok(taken.ok_or_else(busy)?.finish())
    }
}

#[wasm_bindgen]
impl Scoring {
    /// Scores up to `chunks` chunks of distinct rows.
    pub async fn advance(&self, chunks: usize) -> JsResult<JsValue> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Progress {
            done: bool,
            rows: usize,
            total_rows: usize,
        }
        let taken = self.scoring.borrow_mut().take();
        let mut scoring = taken.ok_or_else(busy)?;
        let rows = self.rows.rows();
        let advanced = scoring
            .advance_over(chunks, &self.model, rows, &self.compute)
            .await;
        self.done.set(scoring.rows());
        *self.scoring.borrow_mut() = Some(scoring);
        to_js(&Progress {
            done: advanced?,
            rows: self.done.get(),
            total_rows: rows.len(),
        })
    }

    pub fn finish(&self) -> JsResult<Scores> {
        let Rows::File(data) = &self.rows else {
            return Err(busy());
        };
        Ok(Scores {
            logits: self.logits()?,
            data: data.clone(),
            model: self.model.clone(),
            compute: self.compute.clone(),
            pages: RefCell::default(),
            rankings: RefCell::default(),
            processes: OnceCell::new(),
        })
    }
}
