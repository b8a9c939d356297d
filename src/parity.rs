//! Does the GPU compute what the CPU computes?

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Serialize;

use burn::tensor::Device;

use crate::config::Preset;
use crate::dense::{self, Span};
use crate::device::{self, Backend, Compute};
use crate::error::Result;
use crate::metrics::probability;
use crate::model::Network;
use crate::score::read;

/// What a parity check found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Parity {
    /// Rows that were scored on both.
    pub rows: usize,
    /// The largest difference between two probabilities of the same row.
    pub largest_difference: f64,
}

const ROWS: usize = 1024;
const WIDTHS: [usize; 4] = [7, 128, 64, 2];

/// Scores a fixed batch with a fixed network on the CPU and on the GPU.
///
/// # Errors
/// [`crate::Error::Device`] where there is no GPU to compare with.
pub async fn check(compute: &Compute) -> Result<Parity> {
    let gpu = match compute.info.backend {
        Backend::Webgpu => compute.clone(),
        Backend::Cpu => device::gpu(None).await?,
    };
    let cpu = score(&Compute::cpu().device).await?;
    let gpu = score(&gpu.device).await?;
    let differences = cpu.iter().zip(&gpu).map(|(&a, &b)| {
        if a.is_finite() && b.is_finite() {
            (probability(a) - probability(b)).abs()
        } else {
            1.0 // as far apart as probabilities can be
        }
    });
    Ok(Parity {
        rows: ROWS,
        largest_difference: differences.fold(0.0, f64::max),
    })
}

async fn score(device: &Device) -> Result<Vec<f32>> {
    const SEED: u64 = 7;
    let network = Network::init(Preset::Keras, &WIDTHS, SEED, device);
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let width = network.layout().inputs();
    let mut inputs = Vec::with_capacity(ROWS * width);
    while inputs.len() < ROWS * width {
        // Four standard deviations to each side: what scaled features are like.
        inputs.extend((0..WIDTHS[0]).map(|_| random.random_range(-4.0..4.0f32)));
        inputs.resize(inputs.len().next_multiple_of(width), 0.0);
    }
    let rows = dense::upload(inputs, [ROWS, width], device);
    let logits = network.logits(rows, Span::begin(ROWS));
    Ok(read(vec![logits]).await?.remove(0))
}
