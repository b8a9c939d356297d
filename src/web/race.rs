use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::data::Data;
use super::engine::Engine;
use super::training::Training;
use super::{JsResult, busy, from_js, to_js};
use crate::config::Config;
use crate::race::{self, Measured, Stage};

/// A run whose backend is not known yet. Only the module of the GPU has two.
#[wasm_bindgen]
pub struct Race {
    race: RefCell<Option<race::Race>>,
}

#[wasm_bindgen]
impl Engine {
    /// Prepares a run as [`Self::train`] does, on the engine's GPU and on the CPU. `known` is what was
    /// measured before.
    pub fn race(
        &self,
        train: &Data,
        validation: Option<Data>,
        config: JsValue,
        known: JsValue,
    ) -> JsResult<Race> {
        let config: Config = from_js(config, "training options")?;
        let known: Vec<Measured> = from_js(known, "measurements")?;
        let race = race::Race::new(
            train.data.clone(),
            validation.map(|validation| validation.data),
            config.check()?,
            self.compute.clone(),
            &known,
        )?;
        Ok(Race {
            race: RefCell::new(Some(race)),
        })
    }
}

#[wasm_bindgen]
impl Race {
    /// How far training is, which has not begun.
    pub async fn progress(&self) -> JsResult<JsValue> {
        let taken = self.race.borrow_mut().take();
        let mut race = taken.ok_or_else(busy)?;
        let progress = race.progress().await;
        *self.race.borrow_mut() = Some(race);
        to_js(&progress?)
    }

    /// Does the next round of steps.
    pub async fn advance(&self) -> JsResult<()> {
        let taken = self.race.borrow_mut().take();
        let mut race = taken.ok_or_else(busy)?;
        race.advance(now).await;
        *self.race.borrow_mut() = Some(race);
        Ok(())
    }

    /// Whether nothing is left to measure.
    #[wasm_bindgen(getter)]
    pub fn over(&self) -> JsResult<bool> {
        let race = self.race.borrow();
        Ok(race.as_ref().ok_or_else(busy)?.stage() == Stage::Over)
    }

    /// What was measured; null before it is over.
    #[wasm_bindgen(getter)]
    pub fn measured(&self) -> JsResult<JsValue> {
        let race = self.race.borrow();
        to_js(&race.as_ref().ok_or_else(busy)?.measured())
    }

    /// The run on the faster backend.
    pub fn finish(&self) -> JsResult<Training> {
        let taken = self.race.borrow_mut().take();
        let training = taken.ok_or_else(busy)?.finish();
        Ok(Training {
            training: RefCell::new(Some(training)),
        })
    }
}

#[wasm_bindgen]
extern "C" {
    /// Milliseconds, from a clock that never goes back.
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}
