//! Logs that the project makes itself; tests of genuine rows use these too.

use bethscope::distinct::DataSet;
use bethscope::evaluate::{open, reconstructed};
use bethscope::reconstruct::{Reconstruction, Split};

/// So many reconstructed rows, read back from the DataCamp form.
pub fn rows(split: Split, seed: u64, rows: u64) -> DataSet {
    let bytes = reconstructed(Reconstruction::with_rows(split, seed, rows));
    open(split.file_name(), &bytes).unwrap()
}

/// A reconstructed split of official size.
pub fn full(split: Split, seed: u64) -> DataSet {
    rows(split, seed, split.counts().rows)
}
