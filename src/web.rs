//! The engine as JavaScript sees it. The only part that knows wasm-bindgen.
//!
//! Exported types are thin shells around the crate's own. Work that can be long is pulled in small
//! pieces (`advance`), so that the worker decides when to pause, stop or listen. Methods take
//! `&self` and keep their state in cells, since wasm-bindgen holds a `&mut self` for as long as an
//! async method is pending.

mod data;
mod engine;
mod explain;
mod model;
mod opening;
#[cfg(feature = "wgpu")]
mod race;
mod reconstruct;
mod scores;
mod scoring;
mod search;
mod share;
mod summary;
mod thrown;
mod training;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::device;
use thrown::{Thrown, sentence};

type JsResult<T> = Result<T, Thrown>;

fn to_js(value: &impl Serialize) -> JsResult<JsValue> {
    let serialized = value.serialize(&Serializer::json_compatible());
    serialized.map_err(|error| Thrown::from(JsValue::from(error)))
}

fn from_js<T: DeserializeOwned>(value: JsValue, what: &str) -> JsResult<T> {
    if value.is_undefined() || value.is_null() {
        return from_js(js_sys::Object::new().into(), what);
    }
    serde_wasm_bindgen::from_value(value)
        .map_err(|error| sentence(&format!("The {what} cannot be read: {error}.")))
}

/// A call that came while another of the same object was under way.
fn busy() -> Thrown {
    sentence("This is already at work; wait for it to finish.")
}

#[wasm_bindgen(start)]
fn start() {
    device::run_constructors();
    // A panic ends in a bare “unreachable”; its message must be told before that.
    std::panic::set_hook(Box::new(|panic| report(&panic.to_string())));
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn report(message: &str);
}
