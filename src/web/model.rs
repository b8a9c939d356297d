use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::data::Data;
use super::{JsResult, sentence, to_js};
use crate::metrics::{Operating, Rule};
use crate::train::TrainingRecord;
use crate::{config, model, rows, weights};

/// A network that can score.
#[wasm_bindgen]
pub struct Model {
    pub(super) model: Rc<model::Model>,
    pub(super) record: RefCell<Option<TrainingRecord>>,
}

#[wasm_bindgen]
impl Model {
    #[wasm_bindgen(getter)]
    pub fn info(&self) -> JsResult<JsValue> {
        #[derive(Serialize)]
        struct Info<'a> {
            preset: config::Preset,
            layers: &'a [usize],
            parameters: usize,
            features: [&'static str; rows::FEATURES.len()],
            training: Option<&'a TrainingRecord>,
        }
        let record = self.record.borrow();
        to_js(&Info {
            preset: self.model.preset,
            layers: self.model.widths(),
            parameters: self.model.parameters(),
            features: rows::FEATURES,
            training: record.as_ref(),
        })
    }

    /// Chooses its threshold by a rule (see [`Rule::of`]) and gives its file, which is `bytes`, with
    /// that choice in it.
    pub fn operate(&self, rule: &str, number: f64, bytes: &[u8]) -> JsResult<Vec<u8>> {
        let rule = Rule::of(rule, number).map_err(sentence)?;
        let mut record = self.record.borrow_mut();
        let operating = record.as_mut().and_then(|record| record.operating.as_mut());
        let operating = operating.ok_or_else(|| {
            sentence(
                "These weights tell nothing of validation rows, so no threshold can be chosen on them.",
            )
        })?;
        *operating = Operating::new(operating.tradeoff.clone(), rule);
        Ok(weights::with_record(bytes, record.clone())?)
    }

    /// What is new in a file beside the rows that it was trained on; undefined where they are not known.
    pub fn drift(&self, data: &Data) -> JsResult<JsValue> {
        let record = self.record.borrow();
        let profile = record.as_ref().and_then(|record| record.profile.as_ref());
        to_js(&profile.map(|profile| profile.drift(&data.data)))
    }

    /// The model as a safetensors file.
    pub async fn save(&self) -> JsResult<Uint8Array> {
        let (model, record) = (self.model.clone(), self.record.borrow().clone());
        let bytes = weights::save(&model, record.as_ref()).await?;
        Ok(Uint8Array::from(&bytes[..]))
    }
}
