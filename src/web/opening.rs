use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use super::JsResult;
use super::data::Data;
use crate::distinct;
use crate::rows::{self, Kind};

/// A file being read.
#[wasm_bindgen]
pub struct Opening {
    opening: distinct::Opening,
}

#[wasm_bindgen]
impl Opening {
    /// `label` is the name of the column to take for the label.
    #[wasm_bindgen(constructor)]
    pub fn new(name: String, label: Option<String>, reconstructed: bool) -> Opening {
        let opening = distinct::Opening::with_label(name, label).reconstructed(reconstructed);
        Opening { opening }
    }

    /// Takes the next bytes of the file. They go straight into the reader's buffer; a slice as
    /// argument would be a new allocation and a second copy each time.
    pub fn push(&mut self, chunk: &Uint8Array) -> JsResult<()> {
        let len = chunk.length() as usize;
        Ok(self.opening.push_with(len, |room| chunk.copy_to(room))?)
    }

    #[wasm_bindgen(getter)]
    pub fn rows(&self) -> f64 {
        self.opening.rows() as f64
    }

    pub fn finish(self) -> JsResult<Data> {
        let data = Rc::new(self.opening.finish()?);
        Ok(Data { data })
    }
}

/// What the file is that starts with `bytes`, of which the first 4,096 are enough.
///
/// Only what is packed or encoded must be known before it is read: [`Opening`] refuses the rest in
/// words.
#[wasm_bindgen]
pub fn kind(bytes: &[u8]) -> String {
    let kind = match rows::kind(bytes) {
        Kind::Text => "text",
        Kind::Utf16Le => "utf-16le",
        Kind::Utf16Be => "utf-16be",
        Kind::Gzip => "gzip",
        Kind::Zip => "zip",
        Kind::Refused(_) => "refused",
    };
    kind.to_owned()
}
