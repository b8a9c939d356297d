pub mod batches;
pub mod config;
pub mod device;
pub mod distinct;
pub mod error;
pub mod features;
pub mod metrics;
pub mod model;
pub mod page;
pub mod parity;
pub mod rows;
pub mod score;
pub mod split;
pub mod train;
#[cfg(target_arch = "wasm32")]
pub mod web;
pub mod weights;

pub use error::{Error, Result};
