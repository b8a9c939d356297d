//! What a device can compute at most, to set beside what a step gets of it.

use std::fmt::Display;
use std::time::{Duration, Instant};

use burn::backend::Cube;
use burn::tensor::Device;
use cubecl::prelude::*;

use super::{CubeTensor, cubes, floats};
use crate::dense::{LANES, upload};
use crate::error::{Because, Error, Result};

/// Sums of an invocation, enough that none waits for the one before it.
const SUMS: usize = 8;

/// Multiplies and adds, and asks nothing of the memory.
#[cube(launch_unchecked)]
fn multiply_and_add<N: Size>(values: &mut [Vector<f32, N>], rounds: usize) {
    let factor = values[ABSOLUTE_POS];
    let mut sums = Array::<Vector<f32, N>>::new(SUMS);
    #[unroll]
    for i in 0..SUMS {
        sums[i] = Vector::new(f32::cast_from(i as u32));
    }
    for _ in 0..rounds {
        #[unroll]
        for i in 0..SUMS {
            sums[i] = fma(sums[i], factor, factor);
        }
    }
    let mut sum = factor;
    #[unroll]
    for i in 0..SUMS {
        sum += sums[i];
    }
    values[ABSOLUTE_POS] = sum;
}

/// Multiplications and additions of f32 a second, at the best of the runs that fit into `limit`.
///
/// # Errors
/// [`Error::Device`] where the device is lost, or is no GPU.
pub async fn peak(device: &Device, limit: Duration) -> Result<f64> {
    /// Enough for the largest chip there is.
    const INVOCATIONS: usize = 1 << 18;
    let values = upload(
        vec![0.5; INVOCATIONS * LANES],
        [INVOCATIONS * LANES],
        device,
    );
    let values = values.try_into_primitive::<Cube>();
    let values = values.map_err(|_| stopped(&"it is no GPU"))?;
    let begun = Instant::now();
    let (mut best, mut rounds) = (0.0f64, 16);
    while begun.elapsed() < limit {
        let before = Instant::now();
        launch(&values, rounds);
        let waited = values.client.sync().await;
        waited.map_err(|error| stopped(&error))?;
        let seconds = before.elapsed().as_secs_f64();
        let flops = (2 * floats(&values) * SUMS * rounds) as f64 / seconds;
        best = best.max(flops);
        // Long enough that the launch does not count.
        if seconds < 0.02 {
            rounds *= 2;
        }
    }
    Ok(best)
}

fn stopped(why: &dyn Display) -> Error {
    let words = "The device stopped computing ({}).";
    Error::Device(Because::new("stopped", words, &[why]))
}

fn launch(values: &CubeTensor, rounds: usize) {
    let (cubes, units) = cubes(floats(values) / LANES);
    // SAFETY: there are as many invocations as vectors, a whole number of workgroups.
    unsafe {
        multiply_and_add::launch_unchecked(
            &values.client,
            cubes,
            units,
            LANES,
            values.clone().into_buffer_arg(),
            rounds,
        );
    }
}
