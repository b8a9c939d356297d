use std::rc::Rc;

use wasm_bindgen::prelude::*;

use crate::distinct::DataSet;
use crate::page;

/// A look through a file's text.
#[wasm_bindgen]
pub struct Search {
    search: page::Search,
    data: Rc<DataSet>,
}

#[wasm_bindgen]
impl Search {
    /// Looks at the next bytes.
    pub fn push(&mut self, chunk: &[u8]) {
        self.search.push(chunk, &self.data);
    }
}

impl Search {
    pub(super) fn new(search: page::Search, data: Rc<DataSet>) -> Self {
        Self { search, data }
    }

    pub(super) fn finish(self) -> page::Found {
        self.search.finish()
    }
}
