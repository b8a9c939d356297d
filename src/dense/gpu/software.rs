//! For adapters that are a CPU: an invocation computes four rows by four units, from vectors of four and
//! without barriers or shared memory, where barriers are dear. A row's numbers lie beside each other.

mod kernels;

use burn::backend::Cube;
use cubecl::prelude::*;

use super::{CubeTensor, Shape, UNITS, cubes, empty, floats, shapes};
use crate::dense::cpu::Layer;
use crate::dense::{LANES, Layout, Span, Tape};

/// Rows on their way through the network.
///
/// The outputs of all layers lie in one buffer, layer after layer, and so do the derivatives by
/// them: the gradient of all layers is one dispatch then.
pub(super) struct Pass {
    parameters: CubeTensor,
    rows: CubeTensor,
    count: usize,
    /// Where in `rows` they begin.
    first: usize,
    two: bool,
    layers: Vec<Layer>,
    /// The same in vectors, and where in the buffers they are for one row.
    shapes: Vec<Shape>,
}

impl Pass {
    pub(super) fn over(
        parameters: CubeTensor,
        rows: CubeTensor,
        span: Span,
        layout: &Layout,
    ) -> Self {
        Self {
            parameters,
            rows,
            count: span.count,
            first: span.first * layout.inputs(),
            two: layout.outputs() == 2,
            layers: layout.layers().collect(),
            shapes: shapes(layout, 0),
        }
    }

    /// Over copies of the picked rows.
    pub(super) fn picked(
        parameters: CubeTensor,
        table: CubeTensor,
        picks: CubeTensor,
        layout: &Layout,
    ) -> Self {
        let (count, columns) = (floats(&picks), layout.inputs() / LANES);
        let rows = empty(&table, count * layout.inputs());
        let (cubes, units) = cubes(count * columns);
        // SAFETY: invocations beyond the rows and columns do nothing; all picks are rows of the table.
        unsafe {
            kernels::gather::launch_unchecked(
                &rows.client,
                cubes,
                units,
                LANES,
                table.into_buffer_arg(),
                picks.into_buffer_arg(),
                rows.clone().into_buffer_arg(),
                count * columns,
                columns,
            );
        }
        Self::over(parameters, rows, Span::begin(count), layout)
    }

    /// Length of the buffers of all layers' outputs.
    fn length(&self) -> usize {
        self.count * self.layers.iter().map(|layer| layer.outputs).sum::<usize>()
    }

    /// Where the outputs of a layer lie, in vectors.
    fn to(&self, layer: usize) -> usize {
        self.count * self.shapes[layer].to
    }

    /// Where the inputs of a layer lie: at the outputs of the one before it.
    fn from(&self, layer: usize) -> usize {
        match layer {
            0 => self.first / LANES,
            _ => self.count * self.shapes[layer].from,
        }
    }

    /// The outputs of all hidden layers.
    fn hidden(&self) -> CubeTensor {
        let hidden = empty(&self.rows, self.length());
        let (last, _) = self.last();
        for (at, layer) in self.layers[..last].iter().enumerate() {
            let (cubes, units) = cubes(self.count / LANES * (layer.outputs / LANES));
            // SAFETY: as above; the buffers are as long as the layout says.
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
                    self.from(at),
                    self.to(at),
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

    pub(super) fn logits(&self) -> CubeTensor {
        let hidden = self.hidden();
        let (at, last) = self.last();
        let logits = empty(&self.rows, self.count);
        let (cubes, units) = cubes(self.count / LANES);
        // SAFETY: as above.
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
                self.from(at),
                self.two,
            );
        }
        logits
    }

    /// The loss of each row, and the derivatives by the outputs of the last two layers.
    fn losses(
        &self,
        hidden: &CubeTensor,
        weights: CubeTensor,
        picks: CubeTensor,
    ) -> (CubeTensor, CubeTensor) {
        let (at, last) = self.last();
        let losses = empty(&self.rows, self.count);
        let deltas = empty(&self.rows, self.length());
        let (cubes, units) = cubes(self.count / LANES);
        // SAFETY: as above.
        unsafe {
            kernels::loss::launch_unchecked(
                &losses.client,
                cubes,
                units,
                LANES,
                self.last_input(hidden).into_buffer_arg(),
                self.parameters.clone().into_buffer_arg(),
                weights.into_buffer_arg(),
                picks.into_buffer_arg(),
                losses.clone().into_buffer_arg(),
                deltas.clone().into_buffer_arg(),
                self.count / LANES,
                last.inputs / LANES,
                last.weights.start / LANES,
                self.from(at),
                self.to(at),
                self.two,
                at > 0,
            );
        }
        (losses, deltas)
    }

    /// The derivatives by the outputs of the layers before the last two.
    fn back(&self, hidden: &CubeTensor, deltas: &CubeTensor) {
        let (last, _) = self.last();
        for at in (1..last).rev() {
            let layer = &self.layers[at];
            let (cubes, units) = cubes(self.count / LANES * (layer.inputs / LANES));
            // SAFETY: as above.
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
                    self.to(at),
                    self.from(at),
                );
            }
        }
    }

    fn gradient(&self, hidden: CubeTensor, deltas: CubeTensor, upstream: CubeTensor) -> CubeTensor {
        let gradient = empty(&self.parameters, floats(&self.parameters));
        let tiles = |shape: &Shape| (shape.inputs + 1) * shape.outputs;
        let most = self.shapes.iter().map(tiles).max().unwrap_or(0);
        // SAFETY: as above; the second dimension counts the layers.
        unsafe {
            kernels::gradient::launch_unchecked(
                &gradient.client,
                CubeCount::Static(most.div_ceil(UNITS) as u32, self.layers.len() as u32, 1),
                CubeDim::new_1d(UNITS as u32),
                LANES,
                self.rows.clone().into_buffer_arg(),
                hidden.into_buffer_arg(),
                deltas.into_buffer_arg(),
                upstream.into_buffer_arg(),
                gradient.clone().into_buffer_arg(),
                self.count,
                self.shapes.clone(),
            );
        }
        gradient
    }

    /// The loss of each row, and the tape: rows, the outputs of the layers, and the derivatives by them.
    pub(super) fn losses_and_tape(
        self,
        weights: CubeTensor,
        picks: CubeTensor,
    ) -> (CubeTensor, Tape<Cube>) {
        let hidden = self.hidden();
        let (losses, deltas) = self.losses(&hidden, weights, picks);
        (losses, vec![self.parameters, self.rows, hidden, deltas])
    }

    /// The gradient in one part.
    pub(super) fn gradient_of(
        upstream: CubeTensor,
        tape: Tape<Cube>,
        layout: &Layout,
    ) -> CubeTensor {
        let [parameters, rows, hidden, deltas]: [CubeTensor; 4] =
            tape.try_into().expect("the tape of the forward pass");
        let pass = Self::over(parameters, rows, Span::begin(floats(&upstream)), layout);
        pass.back(&hidden, &deltas);
        pass.gradient(hidden, deltas, upstream)
    }
}
