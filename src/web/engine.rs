use std::cell::RefCell;
use std::rc::Rc;

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::data::Data;
use super::model::Model;
use super::scoring::{Rows, Scoring};
use super::training::Training;
use super::{JsResult, from_js, to_js};
use crate::config::Config;
use crate::device::{Compute, Info, Wanted};
use crate::{parity, train, weights};

/// The device and what can be done with it.
#[wasm_bindgen]
pub struct Engine {
    pub(super) compute: Compute,
}

#[wasm_bindgen]
impl Engine {
    /// Starts a backend: `"auto"`, `"webgpu"` or `"cpu"`. `adapter` is its name for people.
    pub async fn create(backend: JsValue, adapter: Option<String>) -> JsResult<Engine> {
        let wanted: Wanted = from_js(backend, "backend (auto, webgpu or cpu)")?;
        let compute = Compute::start(wanted, adapter).await?;
        Ok(Engine { compute })
    }

    #[wasm_bindgen(getter)]
    pub fn info(&self) -> JsResult<JsValue> {
        #[derive(Serialize)]
        struct EngineInfo<'a> {
            #[serde(flatten)]
            info: &'a Info,
            version: &'static str,
        }
        to_js(&EngineInfo {
            info: &self.compute.info,
            version: env!("CARGO_PKG_VERSION"),
        })
    }

    /// Scores one batch on the CPU and on WebGPU.
    pub async fn parity(&self) -> JsResult<JsValue> {
        to_js(&parity::check(&self.compute).await?)
    }

    /// Prepares a run; `validation` is consumed (see [`Data::share`]), `config` may be undefined.
    pub fn train(
        &self,
        train: &Data,
        validation: Option<Data>,
        config: JsValue,
    ) -> JsResult<Training> {
        let config: Config = from_js(config, "training options")?;
        let training = train::Training::new(
            train.data.clone(),
            validation.map(|validation| validation.data),
            config.check()?,
            self.compute.clone(),
        )?;
        Ok(Training {
            training: RefCell::new(Some(training)),
        })
    }

    pub fn load(&self, bytes: &[u8]) -> JsResult<Model> {
        let (model, record) = weights::load(bytes, &self.compute.device)?;
        Ok(Model {
            model: Rc::new(model),
            record: RefCell::new(record),
        })
    }

    pub fn score(&self, model: &Model, data: &Data) -> Scoring {
        Scoring::new(Rows::File(data.data.clone()), &model.model, &self.compute)
    }
}
