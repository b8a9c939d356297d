//! Native tests in one binary, since every binary links all of Burn.

#![cfg(not(target_arch = "wasm32"))]

mod batches;
mod blocks;
mod config;
mod dense;
mod dialect;
mod distinct;
mod evaluate;
mod features;
mod genuine;
mod header;
mod kind;
mod metrics;
mod numbers;
mod page;
mod reconstruct;
mod rows;
mod split;
mod template;
mod train;
mod weights;
