//! The dense network as fused operations: what Burn's own operations would do layer by layer, with
//! the CPU's cache and the GPU's dispatches in mind.
//!
//! They are custom operations of Burn (its `extension` feature): [`Losses`] has its own backward pass,
//! so training reads as it does everywhere in Burn, `losses.backward()`. [`Network::forward`] in Burn's
//! plain operations says what they compute, and the tests hold them to it.
//!
//! [`Network::forward`]: crate::model::Network::forward

mod adam;
mod autodiff;
#[cfg(feature = "wgpu")]
mod gpu;

use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, Flex, backend_extension};
use burn::tensor::{Device, Tensor, TensorData};

pub use adam::Adam;
use bethscope_cpu as cpu;
use cpu::Picked;
pub use cpu::{LANES, LayerData, Layout, padded, transpose};
#[cfg(all(feature = "wgpu", not(target_arch = "wasm32")))]
pub use gpu::peak;
#[cfg(feature = "wgpu")]
pub use gpu::{Way, go};

/// What the forward pass leaves for the backward pass; each backend knows its own.
pub type Tape<B> = Vec<FloatTensor<B>>;

/// The operations on the backends that compute.
///
/// # Shapes
/// - parameters: `[layout.len()]`
/// - rows: `[rows, layout.inputs()]`, a table that stays on the device
/// - weights: `[rows]`, of each row its weight in the loss, negative for a benign one
/// - picks: `[picks]`, the numbers of rows, below [`MOST_ROWS`]; `picks` is a multiple of [`LANES`]
pub trait Kernels: Backend {
    /// The logits of `count` rows from the `first` one on: `[count]`, a multiple of [`LANES`].
    fn forward(
        parameters: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        span: Span,
        layout: &Layout,
    ) -> FloatTensor<Self>;

    /// The weighted cross-entropy of each picked row, `[picks]`, and what [`Self::gradient`] needs.
    fn losses_and_tape(
        parameters: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        weights: FloatTensor<Self>,
        picks: FloatTensor<Self>,
        layout: &Layout,
    ) -> (FloatTensor<Self>, Tape<Self>);

    /// The gradient of the sum of `upstream · losses` by the parameters, in one or more parts that add up
    /// to it, `[parts · layout.len()]`; `upstream` is `[picks]`.
    fn gradient(
        upstream: FloatTensor<Self>,
        tape: Tape<Self>,
        layout: &Layout,
    ) -> FloatTensor<Self>;
}

/// Rows that lie beside each other in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub first: usize,
    pub count: usize,
}

impl Span {
    /// So many rows from the first one on.
    pub fn begin(count: usize) -> Self {
        Self { first: 0, count }
    }
}

/// Row numbers travel as f32, which holds all whole numbers up to here.
pub const MOST_ROWS: usize = 1 << 24;

/// The logits as a Burn operation.
#[backend_extension(Flex, Cube: cfg(feature = "wgpu"))]
pub trait Logits: Backend {
    /// See [`Kernels::forward`].
    fn dense_logits(
        parameters: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        span: Span,
        layout: Layout,
    ) -> FloatTensor<Self>;
}

/// The training losses as a Burn operation, differentiable by the parameters.
#[backend_extension(Flex, Cube: cfg(feature = "wgpu"), Autodiff)]
pub trait Losses: Backend {
    /// See [`Kernels::losses_and_tape`].
    fn dense_losses(
        parameters: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        weights: FloatTensor<Self>,
        picks: FloatTensor<Self>,
        layout: Layout,
    ) -> FloatTensor<Self>;
}

impl<B: Kernels> Logits for B {
    fn dense_logits(
        parameters: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        span: Span,
        layout: Layout,
    ) -> FloatTensor<Self> {
        Self::forward(parameters, rows, span, &layout)
    }
}

impl<B: Kernels> Losses for B {
    fn dense_losses(
        parameters: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        weights: FloatTensor<Self>,
        picks: FloatTensor<Self>,
        layout: Layout,
    ) -> FloatTensor<Self> {
        Self::losses_and_tape(parameters, rows, weights, picks, &layout).0
    }
}

/// A tensor of these numbers.
///
/// [`Tensor::from_data`] would bring the conversions between all of Burn's number types along, a
/// sixth of the small module.
pub fn upload<const D: usize>(values: Vec<f32>, shape: [usize; D], device: &Device) -> Tensor<D> {
    fn on<B: Backend>(data: TensorData, device: &B::Device) -> FloatTensor<B> {
        B::float_from_data(data, device)
    }
    let data = TensorData::new(values, shape);
    Tensor::from_dispatch(on::<Dispatch>(data, device.as_dispatch()))
}

/// The numbers of a tensor on the CPU that one of these operations made.
///
/// # Panics
/// Where it is on another device, or records gradients.
pub fn numbers(tensor: Tensor<1>) -> Vec<f32> {
    let tensor = tensor.try_into_primitive::<Flex>();
    values(&tensor.expect("a tensor on the CPU")).to_vec()
}

/// The logits of a span of rows of a network with these parameters.
///
/// # Shapes
/// - parameters: `[layout.len()]`
/// - rows: `[rows, layout.inputs()]`
/// - output: `[span.count]`, a multiple of [`LANES`]
pub fn logits(parameters: Tensor<1>, rows: Tensor<2>, span: Span, layout: &Layout) -> Tensor<1> {
    let (parameters, rows) = (parameters.into_dispatch(), rows.into_dispatch());
    Tensor::from_dispatch(Dispatch::dense_logits(
        parameters,
        rows,
        span,
        layout.clone(),
    ))
}

/// Some rows of a table that lies on the device.
///
/// A padding pick is of a row whose weight is zero.
#[derive(Debug, Clone)]
pub struct Batch {
    /// `[rows, layout.inputs()]`
    pub rows: Tensor<2>,
    /// `[rows]`, of each row its weight in the loss, negative for a benign one.
    pub weights: Tensor<1>,
    /// `[picks]`, the numbers of the rows of this batch, below [`MOST_ROWS`]; as many as a multiple of
    /// [`LANES`].
    pub picks: Tensor<1>,
}

/// The training losses: the weighted cross-entropy of each row of a batch, `[picks]`.
///
/// A row's cross-entropy is `-log σ(s · logit)` with s = 1 for a suspicious row and s = -1 for a
/// benign one. That is binary cross-entropy of the sigmoid, and categorical cross-entropy of the
/// softmax over two classes, whose logit is the difference of the two outputs.
///
/// Their sum is the loss of the batch. `backward` of the losses as they are is that of their sum, and
/// spares a GPU the summing; the gradient may come in several parts that add up to it, which
/// [`Adam::step`] does on the way.
pub fn losses(parameters: Tensor<1>, batch: Batch, layout: &Layout) -> Tensor<1> {
    Tensor::from_dispatch(Dispatch::dense_losses(
        parameters.into_dispatch(),
        batch.rows.into_dispatch(),
        batch.weights.into_dispatch(),
        batch.picks.into_dispatch(),
        layout.clone(),
    ))
}

impl Kernels for Flex {
    fn forward(
        parameters: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        span: Span,
        layout: &Layout,
    ) -> FloatTensor<Self> {
        let width = layout.inputs();
        let rows = &values(&rows)[span.first * width..][..span.count * width];
        on_host(cpu::logits(layout, values(&parameters), rows))
    }

    /// The gradient comes at once, since the row is in the cache now.
    fn losses_and_tape(
        parameters: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        weights: FloatTensor<Self>,
        picks: FloatTensor<Self>,
        layout: &Layout,
    ) -> (FloatTensor<Self>, Tape<Self>) {
        let all = values(&weights);
        let weights: Vec<f32> = values(&picks)
            .iter()
            .map(|&row| all[row as usize])
            .collect();
        let picked = Picked {
            rows: values(&rows),
            picks: values(&picks),
            weights: &weights,
            factors: None,
        };
        let (losses, gradient) = cpu::losses(layout, values(&parameters), picked);
        let tape = vec![on_host(gradient), parameters, rows, on_host(weights), picks];
        (on_host(losses), tape)
    }

    /// Upstream of a sum is the same everywhere; anything else takes the way once more.
    fn gradient(
        upstream: FloatTensor<Self>,
        tape: Tape<Self>,
        layout: &Layout,
    ) -> FloatTensor<Self> {
        let [mut gradient, parameters, rows, weights, picks]: [_; 5] =
            tape.try_into().expect("the tape of the forward pass");
        let upstream = values(&upstream);
        let factor = upstream[0];
        if upstream.iter().all(|&x| x == factor) {
            for slope in gradient.storage_mut::<f32>() {
                *slope *= factor;
            }
            return gradient;
        }
        let picked = Picked {
            rows: values(&rows),
            picks: values(&picks),
            weights: values(&weights),
            factors: Some(upstream),
        };
        on_host(cpu::losses(layout, values(&parameters), picked).1)
    }
}

/// The numbers of a tensor on the CPU. The tensors of these operations are made in one piece.
fn values(tensor: &FloatTensor<Flex>) -> &[f32] {
    tensor.as_slice().expect("a contiguous tensor of f32")
}

fn on_host(values: Vec<f32>) -> FloatTensor<Flex> {
    let shape = [values.len()];
    FloatTensor::<Flex>::from_data(TensorData::new(values, shape))
}
