//! The heads of the genuine files, which lie outside the repository.

use std::path::PathBuf;

use bethscope::distinct::DataSet;
use bethscope::evaluate::open;

/// The bytes of a head.
pub fn bytes(name: &str) -> Vec<u8> {
    let dir = std::env::var_os("BETH_DIR").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/beth")),
        PathBuf::from,
    );
    let path = dir.join("genuine").join(name);
    std::fs::read(&path).unwrap_or_else(|error| {
        panic!(
            "genuine BETH rows are needed at {} ({error}); set BETH_DIR to the folder that holds genuine/",
            path.display()
        )
    })
}

pub fn data(name: &str) -> DataSet {
    open(name, &bytes(name)).expect("genuine rows can be read")
}

pub const TRAIN: &str = "labelled_train.head12500.csv";
pub const TEST: &str = "labelled_test.head2500.csv";
