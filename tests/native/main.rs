//! Native tests in one binary, since every binary links all of Burn.

mod batches;
mod config;
mod distinct;
mod features;
mod genuine;
#[path = "../metrics.rs"]
mod metrics;
mod page;
mod rows;
mod split;
mod train;
mod weights;
