//! Genuine BETH rows, which lie outside the repository.

use std::path::PathBuf;

use bethscope::distinct::{DataSet, Opening};

/// The bytes of a file of genuine rows.
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

pub fn open(name: &str, bytes: &[u8]) -> bethscope::Result<DataSet> {
    let mut opening = Opening::new(name);
    opening.push(bytes)?;
    opening.finish()
}

/// Runs a future that never waits, as none does on the CPU.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => panic!("the CPU never waits"),
    }
}
