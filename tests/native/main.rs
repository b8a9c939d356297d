//! Native tests in one binary, since every binary links all of Burn.

#![cfg(not(target_arch = "wasm32"))]

mod batches;
mod blocks;
mod config;
mod dense;
mod distinct;
mod evaluate;
mod features;
mod made;
mod metrics;
mod opening;
mod page;
mod reconstruct;
mod rows;
mod run;
mod shipped;
mod split;
mod template;
mod train;
mod waiting;
mod weights;
