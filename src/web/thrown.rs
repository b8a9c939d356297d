use js_sys::{Error as JsError, Reflect};
use wasm_bindgen::prelude::*;

use super::to_js;
use crate::error::Error;

/// What JavaScript catches: an `Error` with a sentence and, where it is one of the crate's own, its
/// `code` and `details`.
pub struct Thrown(JsValue);

impl From<Thrown> for JsValue {
    fn from(thrown: Thrown) -> Self {
        thrown.0
    }
}

impl From<JsValue> for Thrown {
    fn from(value: JsValue) -> Self {
        Self(value)
    }
}

impl From<Error> for Thrown {
    fn from(error: Error) -> Self {
        let thrown = sentence(&error.to_string());
        if let Ok(told) = to_js(&error) {
            for key in ["code", "details"].map(JsValue::from) {
                // Of a plain object and a new error neither can fail.
                let value = Reflect::get(&told, &key).unwrap_or_default();
                let _ = Reflect::set(&thrown.0, &key, &value);
            }
        }
        thrown
    }
}

/// An error that is a slip of the one who calls.
pub(super) fn sentence(message: &str) -> Thrown {
    Thrown(JsError::new(message).into())
}
