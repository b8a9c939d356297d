//! Native tests in one binary, since every binary links all of Burn.

#![cfg(not(target_arch = "wasm32"))]

mod batches;
mod blocks;
mod cases;
#[cfg(feature = "commands")]
mod commands;
mod config;
mod dense;
mod dialect;
mod distinct;
mod evaluate;
mod explain;
mod features;
mod framing;
mod header;
mod kind;
mod made;
mod metrics;
mod numbers;
mod opening;
mod operating;
mod page;
mod python;
mod race;
mod reconstruct;
mod rows;
mod run;
mod shipped;
mod split;
mod template;
mod train;
mod weights;
mod writers;

/// Where the fused operations are tried, recording gradients; tests/gpu has others.
fn devices() -> impl Iterator<Item = burn::tensor::Device> {
    [bethscope::device::Compute::cpu().device.autodiff()].into_iter()
}
