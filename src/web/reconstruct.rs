use wasm_bindgen::prelude::*;

use super::{JsResult, sentence};
use crate::reconstruct::{Form, Reconstruction, Split};

/// A reconstruction of a split (`"train"`, `"validation"` or `"test"`) as a CSV file in the form
/// `"datacamp"` or `"raw"`.
///
/// It has `rows` rows, and none of them is genuine.
#[wasm_bindgen]
pub fn reconstruct(split: &str, seed: u32, rows: f64, form: &str) -> JsResult<Vec<u8>> {
    let split: Split = split.parse().map_err(|error: String| sentence(&error))?;
    let form: Form = form.parse().map_err(|error: String| sentence(&error))?;
    // What fits into memory with room to read it: about 700 MB either way.
    let most_rows = match form {
        Form::DataCamp => 20e6,
        Form::Raw => 2e6,
    };
    if !(1.0..=most_rows).contains(&rows) {
        return Err(sentence(&format!(
            "A reconstruction in the {form} form has from 1 to {most_rows} rows; {rows} was asked for."
        )));
    }
    let mut file = Vec::new();
    let rows = Reconstruction::with_rows(split, seed.into(), rows as u64);
    rows.write_to(form, &mut file)
        .map_err(|error| sentence(&format!("The reconstruction cannot be made: {error}.")))?;
    Ok(file)
}
