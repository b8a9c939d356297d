use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::scores::Scores;
use super::{JsResult, busy, to_js};
use crate::device::Compute;
use crate::distinct::DataSet;
use crate::{model, score};

/// A file being scored.
#[wasm_bindgen]
pub struct Scoring {
    pub(super) scoring: RefCell<Option<score::Scoring>>,
    pub(super) rows: Cell<usize>,
    pub(super) model: Rc<model::Model>,
    pub(super) data: Rc<DataSet>,
    pub(super) compute: Compute,
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
        let advanced = scoring
            .advance(chunks, &self.model, &self.data, &self.compute)
            .await;
        self.rows.set(scoring.rows());
        *self.scoring.borrow_mut() = Some(scoring);
        to_js(&Progress {
            done: advanced?,
            rows: self.rows.get(),
            total_rows: self.data.rows().len(),
        })
    }

    pub fn finish(&self) -> JsResult<Scores> {
        let taken = self.scoring.borrow_mut().take();
        Ok(Scores {
            logits: taken.ok_or_else(busy)?.finish(),
            data: self.data.clone(),
            pages: RefCell::default(),
            rankings: RefCell::default(),
            processes: OnceCell::new(),
        })
    }
}
