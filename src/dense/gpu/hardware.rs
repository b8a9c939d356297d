//! For GPUs: a unit's numbers of all rows lie beside each other, so that neighbours read neighbours, forward
//! and back, and weights are the same for a whole subgroup. No transposed copy of them is needed.
//!
//! The gradient is a product whose sum runs over the rows. Workgroups make tiles of it over slices of the
//! rows, through workgroup memory, and Adam's kernel adds up what the slices gave.
//!
//! # On paper
//! What a step of 12-128-64-2 should take: a dispatch starts in 6 µs on a laptop's GPU (3,072 lanes at 1.5 GHz,
//! 200 GB/s) and in 4 µs on a large one (16,384 lanes at 2.2 GHz, 1 TB/s); then arithmetic at 40 % of the peak,
//! less where there are too few invocations, or the traffic of its buffers, whichever is slower.
//!
//! ```text
//! batch    laptop                            large
//!    256   0.08 ms   dispatches              0.05 ms   dispatches
//!  1,024   0.11 ms   dispatches              0.06 ms   dispatches
//!  4,096   0.20 ms   memory (the gradient)   0.07 ms   dispatches
//! 16,384   0.61 ms   memory                  0.14 ms   memory (the gradient)
//! 65,536   2.2 ms    memory                  0.46 ms   memory
//! ```
//!
//! Beside it the kernels for software adapters, whose gradient has 641 invocations whatever the batch, would
//! take 1 ms at 4,096 and 15 ms at 65,536 on the laptop. `cargo bench-gpu` measures; nobody has yet on a real
//! GPU.

mod kernels;

use burn::backend::Cube;
use cubecl::prelude::*;

use super::{CubeTensor, Shape, UNITS, cubes, empty, floats, shapes, workgroups};
use crate::dense::{LANES, Layout, Span, Tape};

/// Four rows each, and units or inputs in fours, that a workgroup of a layer computes.
const ACROSS: usize = 16;
const DOWN: usize = UNITS / ACROSS;

/// Inputs, and outputs, of a tile of the gradient.
const TILE: usize = 32;

/// Rows whose numbers lie in workgroup memory at the same time, as vectors of four.
const BLOCK: usize = 8;

/// Workgroups that keep a large GPU busy while some wait for memory.
const BUSY: usize = 512;

/// Rows on their way through the network.
///
/// Their inputs and the outputs of all layers lie in one buffer, column after column, and so do the
/// derivatives by the outputs.
pub(super) struct Pass {
    parameters: CubeTensor,
    values: CubeTensor,
    /// Rows in fours.
    groups: usize,
    two: bool,
    shapes: Vec<Shape>,
}

impl Pass {
    /// Over rows beside each other.
    pub(super) fn over(
        parameters: CubeTensor,
        rows: CubeTensor,
        span: Span,
        layout: &Layout,
    ) -> Self {
        // What is not picked has no picks to read: any buffer will do.
        let none = rows.clone();
        Self::gathered(parameters, rows, none, span, false, layout)
    }

    /// Over picked rows.
    pub(super) fn picked(
        parameters: CubeTensor,
        rows: CubeTensor,
        picks: CubeTensor,
        layout: &Layout,
    ) -> Self {
        let span = Span::begin(floats(&picks));
        Self::gathered(parameters, rows, picks, span, true, layout)
    }

    fn gathered(
        parameters: CubeTensor,
        rows: CubeTensor,
        picks: CubeTensor,
        span: Span,
        picked: bool,
        layout: &Layout,
    ) -> Self {
        let columns = layout.inputs() + layout.layers().map(|layer| layer.outputs).sum::<usize>();
        let values = empty(&rows, span.count * columns);
        let pass = Self::new(parameters, values, span.count, layout);
        let (cubes, units) = cubes(pass.groups * layout.inputs());
        // SAFETY: invocations beyond the rows and columns do nothing; all picks are rows of the table.
        unsafe {
            kernels::gather::launch_unchecked(
                &pass.values.client,
                cubes,
                units,
                LANES,
                rows.into_buffer_arg(),
                picks.into_buffer_arg(),
                pass.values.clone().into_buffer_arg(),
                pass.groups,
                layout.inputs(),
                span.first,
                picked,
            );
        }
        pass
    }

    fn new(parameters: CubeTensor, values: CubeTensor, count: usize, layout: &Layout) -> Self {
        Self {
            parameters,
            values,
            groups: count / LANES,
            two: layout.outputs() == 2,
            shapes: shapes(layout, layout.inputs()),
        }
    }

    /// Where the column stands that is the first of so many vectors.
    fn place(&self, vectors: usize) -> usize {
        vectors * LANES * self.groups
    }

    fn last(&self) -> (&[Shape], Shape) {
        let (last, hidden) = self.shapes.split_last().expect("a network has layers");
        (hidden, *last)
    }

    /// A workgroup for each [`ACROSS`] groups of rows and [`DOWN`] vectors of a layer.
    fn tiles(&self, vectors: usize) -> (CubeCount, CubeDim, usize) {
        let across = self.groups.div_ceil(ACROSS);
        let count = workgroups(across * vectors.div_ceil(DOWN));
        (count, CubeDim::new_1d(UNITS as u32), across)
    }

    /// The outputs of all hidden layers.
    fn hidden(&self) {
        let (hidden, _) = self.last();
        for shape in hidden {
            let (cubes, units, across) = self.tiles(shape.outputs);
            // SAFETY: as above; the buffers are as long as the layout says.
            unsafe {
                kernels::hidden_layer::launch_unchecked(
                    &self.values.client,
                    cubes,
                    units,
                    LANES,
                    self.parameters.clone().into_buffer_arg(),
                    self.values.clone().into_buffer_arg(),
                    self.groups,
                    across,
                    shape.inputs,
                    shape.outputs,
                    shape.weights,
                    self.place(shape.from),
                    self.place(shape.to),
                );
            }
        }
    }

    pub(super) fn logits(&self) -> CubeTensor {
        self.hidden();
        let (_, last) = self.last();
        let logits = empty(&self.values, self.groups * LANES);
        let (cubes, units) = cubes(self.groups);
        // SAFETY: as above.
        unsafe {
            kernels::logits::launch_unchecked(
                &logits.client,
                cubes,
                units,
                LANES,
                self.values.clone().into_buffer_arg(),
                self.parameters.clone().into_buffer_arg(),
                logits.clone().into_buffer_arg(),
                self.groups,
                last.inputs,
                last.weights,
                self.place(last.from),
                self.two,
            );
        }
        logits
    }

    /// The loss of each row, and the tape: parameters, the values of all layers, and the derivatives by those
    /// of the last two.
    pub(super) fn losses_and_tape(
        self,
        weights: CubeTensor,
        picks: CubeTensor,
    ) -> (CubeTensor, Tape<Cube>) {
        self.hidden();
        let (hidden, last) = self.last();
        let losses = empty(&self.values, self.groups * LANES);
        let deltas = empty(&self.values, floats(&self.values));
        let (cubes, units) = cubes(self.groups);
        // SAFETY: as above.
        unsafe {
            kernels::losses::launch_unchecked(
                &losses.client,
                cubes,
                units,
                LANES,
                self.values.clone().into_buffer_arg(),
                self.parameters.clone().into_buffer_arg(),
                weights.into_buffer_arg(),
                picks.into_buffer_arg(),
                losses.clone().into_buffer_arg(),
                deltas.clone().into_buffer_arg(),
                self.groups,
                last.inputs,
                last.weights,
                self.place(last.from),
                self.place(last.to),
                self.two,
                !hidden.is_empty(),
            );
        }
        (losses, vec![self.parameters, self.values, deltas])
    }

    /// The derivatives by the outputs of the layers before the last two.
    fn back(&self, deltas: &CubeTensor) {
        let (hidden, _) = self.last();
        for shape in hidden.iter().skip(1).rev() {
            let (cubes, units, across) = self.tiles(shape.inputs);
            // SAFETY: as above.
            unsafe {
                kernels::back_layer::launch_unchecked(
                    &deltas.client,
                    cubes,
                    units,
                    LANES,
                    self.values.clone().into_buffer_arg(),
                    self.parameters.clone().into_buffer_arg(),
                    deltas.clone().into_buffer_arg(),
                    self.groups,
                    across,
                    shape.inputs,
                    shape.outputs,
                    shape.weights,
                    self.place(shape.to),
                    self.place(shape.from),
                );
            }
        }
    }

    /// The gradient in as many parts as there are slices of the rows.
    pub(super) fn gradient_of(
        upstream: CubeTensor,
        tape: Tape<Cube>,
        layout: &Layout,
    ) -> CubeTensor {
        let [parameters, values, deltas]: [CubeTensor; 3] =
            tape.try_into().expect("the tape of the forward pass");
        let pass = Self::new(parameters, values, floats(&upstream), layout);
        pass.back(&deltas);
        pass.gradient(deltas, upstream)
    }

    fn gradient(&self, deltas: CubeTensor, upstream: CubeTensor) -> CubeTensor {
        let tiles = self.shapes.iter().map(Shape::tiles).sum::<usize>();
        let blocks = self.groups.div_ceil(BLOCK);
        let blocks = blocks.div_ceil(BUSY.div_ceil(tiles).min(blocks));
        let slices = self.groups.div_ceil(blocks * BLOCK);
        let length = floats(&self.parameters);
        let gradient = empty(&self.parameters, slices * length);
        // SAFETY: as above; the second dimension counts the slices.
        unsafe {
            kernels::gradient::launch_unchecked(
                &gradient.client,
                CubeCount::Static(tiles as u32, slices as u32, 1),
                CubeDim::new_1d(UNITS as u32),
                LANES,
                self.values.clone().into_buffer_arg(),
                deltas.into_buffer_arg(),
                upstream.into_buffer_arg(),
                gradient.clone().into_buffer_arg(),
                self.groups,
                blocks,
                length,
                self.shapes.clone(),
            );
        }
        gradient
    }
}

impl Shape {
    /// Tiles of the gradient by this layer's weights.
    fn tiles(&self) -> usize {
        (self.inputs * LANES).div_ceil(TILE) * self.tiles_across()
    }

    fn tiles_across(&self) -> usize {
        (self.outputs * LANES).div_ceil(TILE)
    }
}
