use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::summary::Summary;
use super::{JsResult, to_js};
use crate::distinct::DataSet;

/// A file that has been read.
#[wasm_bindgen]
pub struct Data {
    pub(super) data: Rc<DataSet>,
}

#[wasm_bindgen]
impl Data {
    /// Another handle of the same data, to hand over.
    pub fn share(&self) -> Data {
        let data = self.data.clone();
        Data { data }
    }

    #[wasm_bindgen(getter)]
    pub fn summary(&self) -> JsResult<JsValue> {
        to_js(&Summary::of(&self.data))
    }
}
