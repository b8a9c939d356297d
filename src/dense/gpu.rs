//! The network on the GPU: few kernels, each for all rows of a batch.
//!
//! There are two sets of them. Real GPUs ([`hardware`]) want tens of thousands of invocations whose
//! neighbours read neighbours; software adapters ([`software`]) want few that do much each, and no
//! barriers. With h hidden layers a training step is 2h + 4 dispatches, Burn's own for the derivative of
//! the losses by themselves included; `tests/browser.rs` counts them, and the bytes.

mod hardware;
mod kernels;
#[cfg(not(target_arch = "wasm32"))]
mod peak;
mod software;

use std::cell::Cell;

use burn::backend::Cube;
use burn::backend::tensor::FloatTensor;
use burn::tensor::Shape as TensorShape;
use cubecl::prelude::*;

#[cfg(not(target_arch = "wasm32"))]
pub use peak::peak;

use super::adam::AdamKernel;
use super::cpu::{AdamStep, LANES, Layout};
use super::{Kernels, Span, Tape};

/// Invocations in a workgroup.
const UNITS: usize = 64;

type CubeTensor = FloatTensor<Cube>;

/// Which set of kernels computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// For a GPU.
    Hardware,
    /// For an adapter that is a CPU.
    Software,
}

thread_local! {
    static WAY: Cell<Way> = const { Cell::new(Way::Hardware) };
}

/// What is launched from this thread from now on goes this way. There is one adapter a process, and whoever
/// starts it knows of which kind it is.
pub fn go(way: Way) {
    WAY.set(way);
}

/// A layer in vectors of four numbers: its widths, where its weights are, and where, for a batch of one row,
/// its inputs and its outputs lie in a buffer of all layers' values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Shape {
    inputs: usize,
    outputs: usize,
    weights: usize,
    from: usize,
    to: usize,
}

/// The layers, where the outputs of the first one lie behind so many numbers a row.
fn shapes(layout: &Layout, before: usize) -> Vec<Shape> {
    let mut from = 0;
    let mut to = before / LANES;
    let shapes = layout.layers().map(|layer| {
        let shape = Shape {
            inputs: layer.inputs / LANES,
            outputs: layer.outputs / LANES,
            weights: layer.weights.start / LANES,
            from,
            to,
        };
        from = to;
        to += shape.outputs;
        shape
    });
    shapes.collect()
}

/// Launches as many workgroups as give each of `invocations` its own.
fn cubes(invocations: usize) -> (CubeCount, CubeDim) {
    (
        workgroups(invocations.div_ceil(UNITS)),
        CubeDim::new_1d(UNITS as u32),
    )
}

/// At least so many workgroups, in two dimensions where one does not hold them.
fn workgroups(count: usize) -> CubeCount {
    /// As many workgroups as any WebGPU device takes in one dimension.
    const MOST: usize = 65_535;
    let rows = count.div_ceil(MOST);
    CubeCount::Static(count.div_ceil(rows) as u32, rows as u32, 1)
}

/// An uninitialised tensor beside `neighbour`.
fn empty(neighbour: &CubeTensor, length: usize) -> CubeTensor {
    let client = neighbour.client.clone();
    let handle = client.empty(length * size_of::<f32>());
    let (device, shape) = (neighbour.device.clone(), TensorShape::from([length]));
    CubeTensor::new_contiguous(client, device, shape, handle, neighbour.dtype)
}

/// Numbers in a tensor.
fn floats(tensor: &CubeTensor) -> usize {
    tensor.meta.shape().num_elements()
}

impl Kernels for Cube {
    fn forward(
        parameters: CubeTensor,
        rows: CubeTensor,
        span: Span,
        layout: &Layout,
    ) -> CubeTensor {
        match WAY.get() {
            Way::Hardware => hardware::Pass::over(parameters, rows, span, layout).logits(),
            Way::Software => software::Pass::over(parameters, rows, span, layout).logits(),
        }
    }

    fn losses_and_tape(
        parameters: CubeTensor,
        rows: CubeTensor,
        weights: CubeTensor,
        picks: CubeTensor,
        layout: &Layout,
    ) -> (CubeTensor, Tape<Self>) {
        match WAY.get() {
            Way::Hardware => hardware::Pass::picked(parameters, rows, picks.clone(), layout)
                .losses_and_tape(weights, picks),
            Way::Software => software::Pass::picked(parameters, rows, picks.clone(), layout)
                .losses_and_tape(weights, picks),
        }
    }

    fn gradient(upstream: CubeTensor, tape: Tape<Self>, layout: &Layout) -> CubeTensor {
        match WAY.get() {
            Way::Hardware => hardware::Pass::gradient_of(upstream, tape, layout),
            Way::Software => software::Pass::gradient_of(upstream, tape, layout),
        }
    }
}

impl AdamKernel for Cube {
    fn adam(
        parameters: CubeTensor,
        gradient: CubeTensor,
        first: CubeTensor,
        second: CubeTensor,
        step: AdamStep,
    ) -> (CubeTensor, CubeTensor, CubeTensor) {
        let length = floats(&parameters);
        let parts = floats(&gradient) / length;
        let next = empty(&parameters, length);
        let (cubes, units) = cubes(length / LANES);
        // SAFETY: as above. The moments are this optimizer's own, so they change in place; the
        // parameters may be shared with a model that is kept.
        unsafe {
            kernels::adam::launch_unchecked(
                &next.client,
                cubes,
                units,
                LANES,
                parameters.into_buffer_arg(),
                gradient.into_buffer_arg(),
                first.clone().into_buffer_arg(),
                second.clone().into_buffer_arg(),
                next.clone().into_buffer_arg(),
                length / LANES,
                parts,
                step.rate,
                step.epsilon,
                step.beta1,
                step.beta2,
                step.first_correction,
                step.second_correction,
            );
        }
        (next, first, second)
    }
}
