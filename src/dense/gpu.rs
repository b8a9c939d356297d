//! The network on the GPU: few kernels, each for all rows of a batch.
//!
//! An invocation computes four rows by four units, from vectors of four and without barriers or
//! shared memory: that suits layers as small as these on real GPUs, and on software adapters, where
//! barriers are dear. With h hidden layers a training step is 2h + 4 dispatches (5 without any), Burn's
//! own for the derivative of the loss by itself included; `tests/browser.rs` counts them.

mod kernels;

use burn::backend::Cube;
use burn::backend::tensor::FloatTensor;
use burn::tensor::Shape;
use cubecl::prelude::*;

use super::adam::AdamKernel;
use super::cpu::{AdamStep, LANES, Layer, Layout};
use super::{Kernels, Tape};

/// Invocations in a workgroup.
const UNITS: usize = 64;

type CubeTensor = FloatTensor<Cube>;

/// Launches as many workgroups as give each of `invocations` its own.
fn cubes(invocations: usize) -> (CubeCount, CubeDim) {
    /// As many workgroups as any WebGPU device takes in one dimension.
    const MOST: usize = 65_535;
    let cubes = invocations.div_ceil(UNITS);
    let rows = cubes.div_ceil(MOST);
    let columns = cubes.div_ceil(rows);
    (
        CubeCount::Static(columns as u32, rows as u32, 1),
        CubeDim::new_1d(UNITS as u32),
    )
}

/// An uninitialised tensor beside `neighbour`.
fn empty(neighbour: &CubeTensor, length: usize) -> CubeTensor {
    let client = neighbour.client.clone();
    let handle = client.empty(length * size_of::<f32>());
    let (device, shape) = (neighbour.device.clone(), Shape::from([length]));
    CubeTensor::new_contiguous(client, device, shape, handle, neighbour.dtype)
}

/// A batch on its way through the network.
///
/// The outputs of all layers lie in one buffer, layer after layer, and so do the derivatives by
/// them: the gradient of all layers is one dispatch then.
struct Pass {
    parameters: CubeTensor,
    rows: CubeTensor,
    count: usize,
    two: bool,
    layers: Vec<Layer>,
    /// Where in these buffers the outputs of each layer begin.
    places: Vec<usize>,
    /// Length of these buffers.
    length: usize,
}

impl Pass {
    fn new(parameters: CubeTensor, rows: CubeTensor, layout: &Layout) -> Self {
        let count = rows.meta.shape().num_elements() / layout.inputs();
        let layers: Vec<Layer> = layout.layers().collect();
        let mut length = 0;
        let places = layers.iter().map(|layer| {
            length += count * layer.outputs;
            length - count * layer.outputs
        });
        Self {
            places: places.collect(),
            parameters,
            rows,
            count,
            two: layout.outputs() == 2,
            layers,
            length,
        }
    }

    /// Where the inputs of a layer lie: at the outputs of the one before it.
    fn from(&self, layer: usize) -> usize {
        layer.checked_sub(1).map_or(0, |before| self.places[before])
    }

    /// The outputs of all hidden layers.
    fn hidden(&self) -> CubeTensor {
        let hidden = empty(&self.rows, self.length);
        let (last, _) = self.last();
        for (at, layer) in self.layers[..last].iter().enumerate() {
            let (cubes, units) = cubes(self.count / LANES * (layer.outputs / LANES));
            // SAFETY: invocations beyond the rows and units do nothing, and the buffers are as long
            // as the layout says.
            unsafe {
                kernels::hidden_layer::launch_unchecked(
                    &hidden.client,
                    cubes,
                    units,
                    LANES,
                    self.rows.clone().into_buffer_arg(),
                    self.parameters.clone().into_buffer_arg(),
                    hidden.clone().into_buffer_arg(),
                    self.count / LANES,
                    layer.inputs / LANES,
                    layer.outputs / LANES,
                    layer.weights.start / LANES,
                    self.from(at) / LANES,
                    self.places[at] / LANES,
                    at == 0,
                );
            }
        }
        hidden
    }

    fn last(&self) -> (usize, &Layer) {
        let last = self.layers.len() - 1;
        (last, &self.layers[last])
    }

    /// What the last layer reads, where a network without hidden layers has only its rows.
    fn last_input(&self, hidden: &CubeTensor) -> CubeTensor {
        let input = if self.layers.len() > 1 {
            hidden
        } else {
            &self.rows
        };
        input.clone()
    }

    fn logits(&self) -> CubeTensor {
        let hidden = self.hidden();
        let (at, last) = self.last();
        let logits = empty(&self.rows, self.count);
        let (cubes, units) = cubes(self.count / LANES);
        // SAFETY: as in `hidden`.
        unsafe {
            kernels::logits::launch_unchecked(
                &logits.client,
                cubes,
                units,
                LANES,
                self.last_input(&hidden).into_buffer_arg(),
                self.parameters.clone().into_buffer_arg(),
                logits.clone().into_buffer_arg(),
                self.count / LANES,
                last.inputs / LANES,
                last.weights.start / LANES,
                self.from(at) / LANES,
                self.two,
            );
        }
        logits
    }

    /// The loss of each row, and the derivatives by the outputs of the last two layers.
    fn losses(&self, hidden: &CubeTensor, targets: CubeTensor) -> (CubeTensor, CubeTensor) {
        let (at, last) = self.last();
        let losses = empty(&self.rows, self.count);
        let deltas = empty(&self.rows, self.length);
        let (cubes, units) = cubes(self.count / LANES);
        // SAFETY: as in `hidden`.
        unsafe {
            kernels::loss::launch_unchecked(
                &losses.client,
                cubes,
                units,
                LANES,
                self.last_input(hidden).into_buffer_arg(),
                self.parameters.clone().into_buffer_arg(),
                targets.into_buffer_arg(),
                losses.clone().into_buffer_arg(),
                deltas.clone().into_buffer_arg(),
                self.count / LANES,
                last.inputs / LANES,
                last.weights.start / LANES,
                self.from(at) / LANES,
                self.places[at] / LANES,
                self.two,
                at > 0,
            );
        }
        (losses, deltas)
    }

    fn sum(&self, losses: CubeTensor) -> CubeTensor {
        let sum = empty(&losses, 1);
        // SAFETY: one workgroup, whose invocations stride through the losses.
        unsafe {
            kernels::sum::launch_unchecked(
                &sum.client,
                CubeCount::Static(1, 1, 1),
                CubeDim::new_1d(UNITS as u32),
                LANES,
                losses.into_buffer_arg(),
                sum.clone().into_buffer_arg(),
                self.count / LANES,
                UNITS,
            );
        }
        sum
    }

    /// The derivatives by the outputs of the layers before the last two.
    fn back(&self, hidden: &CubeTensor, deltas: &CubeTensor) {
        let (last, _) = self.last();
        for at in (1..last).rev() {
            let layer = &self.layers[at];
            let (cubes, units) = cubes(self.count / LANES * (layer.inputs / LANES));
            // SAFETY: as in `hidden`.
            unsafe {
                kernels::back_layer::launch_unchecked(
                    &deltas.client,
                    cubes,
                    units,
                    LANES,
                    hidden.clone().into_buffer_arg(),
                    self.parameters.clone().into_buffer_arg(),
                    deltas.clone().into_buffer_arg(),
                    self.count / LANES,
                    layer.inputs / LANES,
                    layer.outputs / LANES,
                    layer.weights.start / LANES,
                    self.places[at] / LANES,
                    self.from(at) / LANES,
                );
            }
        }
    }

    fn gradient(&self, hidden: CubeTensor, deltas: CubeTensor, upstream: CubeTensor) -> CubeTensor {
        let client = &hidden.client;
        let table = self.layers.iter().enumerate().flat_map(|(at, layer)| {
            let (from, to) = (self.from(at), self.places[at]);
            [layer.inputs, layer.outputs, layer.weights.start, from, to]
        });
        let table: Vec<u8> = table
            .flat_map(|number| ((number / LANES) as u32).to_ne_bytes())
            .collect();
        let entries = table.len() / size_of::<u32>();
        let tiles = |layer: &Layer| (layer.inputs / LANES + 1) * (layer.outputs / LANES);
        let most = self.layers.iter().map(tiles).max().unwrap_or(0);
        let gradient = empty(
            &self.parameters,
            self.parameters.meta.shape().num_elements(),
        );
        // SAFETY: as in `hidden`; the second dimension counts the layers of the table.
        unsafe {
            kernels::gradient::launch_unchecked(
                client,
                CubeCount::Static(most.div_ceil(UNITS) as u32, self.layers.len() as u32, 1),
                CubeDim::new_1d(UNITS as u32),
                LANES,
                self.rows.clone().into_buffer_arg(),
                hidden.clone().into_buffer_arg(),
                deltas.into_buffer_arg(),
                upstream.into_buffer_arg(),
                BufferArg::from_raw_parts(client.create_from_slice(&table), entries),
                gradient.clone().into_buffer_arg(),
                self.count,
            );
        }
        gradient
    }
}

impl Kernels for Cube {
    fn forward(parameters: CubeTensor, rows: CubeTensor, layout: &Layout) -> CubeTensor {
        Pass::new(parameters, rows, layout).logits()
    }

    /// The tape: parameters, rows, the outputs of the layers, and the derivatives by them.
    fn loss_and_tape(
        parameters: CubeTensor,
        rows: CubeTensor,
        targets: CubeTensor,
        layout: &Layout,
    ) -> (CubeTensor, Tape<Self>) {
        let pass = Pass::new(parameters, rows, layout);
        let hidden = pass.hidden();
        let (losses, deltas) = pass.losses(&hidden, targets);
        let loss = pass.sum(losses);
        (loss, vec![pass.parameters, pass.rows, hidden, deltas])
    }

    fn gradient(upstream: CubeTensor, tape: Tape<Self>, layout: &Layout) -> CubeTensor {
        let [parameters, rows, hidden, deltas]: [CubeTensor; 4] =
            tape.try_into().expect("the tape of the forward pass");
        let pass = Pass::new(parameters, rows, layout);
        pass.back(&hidden, &deltas);
        pass.gradient(hidden, deltas, upstream)
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
        let length = parameters.meta.shape().num_elements();
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
