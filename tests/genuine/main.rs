//! What is about genuine BETH rows, which the repository does not hold.
//!
//! `BETH_DIR=FOLDER cargo test --release --test genuine`, where FOLDER holds `genuine/` with the
//! heads. A test whose file is missing fails: one that quietly went without would prove nothing.

#![cfg(not(target_arch = "wasm32"))]

mod evaluate;
mod features;
mod head;
mod reconstruct;
mod rows;
mod train;

#[path = "../native/made.rs"]
mod made;
#[path = "../native/run.rs"]
mod run;
#[path = "../native/shipped.rs"]
mod shipped;
