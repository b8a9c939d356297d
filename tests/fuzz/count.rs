//! What libFuzzer does not tell: how many bytes it has tried.

use std::sync::atomic::{AtomicU64, Ordering};

static BYTES: AtomicU64 = AtomicU64::new(0);
/// A line for each so many.
const STEP: u64 = 10_000_000;

/// Counts the bytes of an input.
pub fn count(input: &[u8]) {
    let more = input.len() as u64;
    let before = BYTES.fetch_add(more, Ordering::Relaxed);
    if before / STEP != (before + more) / STEP {
        eprintln!("{} bytes", before + more);
    }
}
