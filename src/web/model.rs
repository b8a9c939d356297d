use std::rc::Rc;

use js_sys::Uint8Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{JsResult, to_js};
use crate::train::TrainingRecord;
use crate::{config, model, rows, weights};

/// A network that can score.
#[wasm_bindgen]
pub struct Model {
    pub(super) model: Rc<model::Model>,
    pub(super) record: Option<TrainingRecord>,
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
        to_js(&Info {
            preset: self.model.preset,
            layers: self.model.widths(),
            parameters: self.model.parameters(),
            features: rows::FEATURES,
            training: self.record.as_ref(),
        })
    }

    /// The model as a safetensors file.
    pub async fn save(&self) -> JsResult<Uint8Array> {
        let (model, record) = (self.model.clone(), self.record.clone());
        let bytes = weights::save(&model, record.as_ref()).await?;
        Ok(Uint8Array::from(&bytes[..]))
    }
}
