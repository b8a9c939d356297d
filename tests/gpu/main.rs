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
    started
        .unwrap_or_else(|error| panic!("these tests need a GPU, a software one at least: {error}"))
}

/// The GPU with each of its sets of kernels, recording gradients.
fn devices() -> impl Iterator<Item = Device> {
    [Way::Hardware, Way::Software].into_iter().map(|way| {
        let device = compute().device.autodiff();
        go(way);
        device
    })
}

/// `cargo bench-gpu` measures every batch.
#[test]
fn the_bench_measures_every_batch() {
    let bench = std::process::Command::new(env!("CARGO_BIN_EXE_bench-gpu"))
        .args(["--layers", "8", "--seconds", "1"])
        .output()
        .unwrap();
    let told = String::from_utf8(bench.stdout).unwrap();
    assert!(
        bench.status.success(),
        "{}",
        String::from_utf8_lossy(&bench.stderr)
    );
    for batch in ["256", "1024", "4096", "16384", "65536"] {
        let line = told
            .lines()
            .find(|line| line.trim_start().starts_with(batch));
        let numbers = line.unwrap_or_else(|| panic!("no line of {batch}: {told}"));
        let numbers: Vec<f64> = numbers
            .split_whitespace()
            .filter_map(|x| x.parse().ok())
            .collect();
        assert_eq!(numbers.len(), 5, "{told}");
        assert!(numbers.iter().all(|&x| x.is_finite() && x > 0.0), "{told}");
        assert!(numbers[4] < 100.0, "more than the peak: {told}");
    }
}
