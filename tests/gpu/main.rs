//! The GPU's kernels without a browser: `./build.sh test gpu`. Both sets of them, on whatever adapter there is;
//! without one these tests fail.

#![cfg(not(target_arch = "wasm32"))]

#[path = "../native/dense.rs"]
mod dense;
#[path = "../native/run.rs"]
mod run;
mod training;

use bethscope::dense::{Way, go};
use bethscope::device::{Compute, gpu};
use burn::tensor::Device;

fn compute() -> Compute {
    // A runtime is started once, by whichever test comes first.
    static ONE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let started = run::now(gpu(None));
    started.unwrap_or_else(|error| panic!("these tests need a GPU, a software one at least: {error}"))
}

/// The GPU with each of its sets of kernels, recording gradients.
fn devices() -> impl Iterator<Item = Device> {
    [Way::Hardware, Way::Software].into_iter().map(|way| {
        let device = compute().device.autodiff();
        go(way);
        device
    })
}
