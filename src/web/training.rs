use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::model::Model;
use super::{JsResult, busy, to_js};
use crate::train;

/// A training run.
#[wasm_bindgen]
pub struct Training {
    pub(super) training: RefCell<Option<train::Training>>,
}

#[wasm_bindgen]
impl Training {
    /// Works for up to `units` batches or evaluation chunks and tells how far training is.
    pub async fn advance(&self, units: usize) -> JsResult<JsValue> {
        let taken = self.training.borrow_mut().take();
        let mut training = taken.ok_or_else(busy)?;
        let progress = training.advance(units).await;
        *self.training.borrow_mut() = Some(training);
        to_js(&progress?)
    }

    /// The model of the best epoch so far, with the record of the run until now; none before the first
    /// epoch ended.
    pub fn best(&self) -> JsResult<Option<Model>> {
        let training = self.training.borrow();
        let best = training.as_ref().ok_or_else(busy)?.best();
        Ok(best.map(|(model, record)| Model {
            model: Rc::new(model),
            record: RefCell::new(Some(record)),
        }))
    }

    /// Ends the run and gives the model of its best epoch.
    pub fn finish(&self) -> JsResult<Model> {
        let taken = self.training.borrow_mut().take();
        let (model, record) = taken.ok_or_else(busy)?.finish();
        Ok(Model {
            model: Rc::new(model),
            record: RefCell::new(Some(record)),
        })
    }
}
