//! The dense network as fused operations: what Burn's own operations would do layer by layer, with
//! the CPU's cache and the GPU's dispatches in mind.
//!
//! They are custom operations of Burn (its `extension` feature): [`Loss`] has its own backward pass,
//! so training reads as it does everywhere in Burn, `loss.backward()`. [`Network::forward`] in Burn's
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
pub use cpu::{LANES, LayerData, Layout, padded, transpose};

/// What the forward pass leaves for the backward pass; each backend knows its own.
pub type Tape<B> = Vec<FloatTensor<B>>;

/// The operations on the backends that compute.
///
/// # Shapes
/// - parameters and gradient: `[layout.len()]`
/// - rows: `[rows, layout.inputs()]`, `rows` a multiple of [`LANES`]
/// - targets: `[rows, 2]`, of each row its sign (1 suspicious, -1 benign) and its weight; a weight of
///   zero marks padding
pub trait Kernels: Backend {
    /// The logit of each row: `[rows]`.
    fn forward(
        parameters: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        layout: &Layout,
    ) -> FloatTensor<Self>;

    /// The weighted sum of the rows' cross-entropies, `[1]`, and what [`Self::gradient`] needs.
    fn loss_and_tape(
        parameters: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        targets: FloatTensor<Self>,
        layout: &Layout,
    ) -> (FloatTensor<Self>, Tape<Self>);

    /// The gradient of `upstream · loss` by the parameters; `upstream` is `[1]`.
    fn gradient(
        upstream: FloatTensor<Self>,
        tape: Tape<Self>,
        layout: &Layout,
    ) -> FloatTensor<Self>;
}

/// The logits as a Burn operation.
#[backend_extension(Flex, Cube: cfg(feature = "wgpu"))]
pub trait Logits: Backend {
    /// See [`Kernels::forward`].
    fn dense_logits(
        parameters: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        layout: Layout,
    ) -> FloatTensor<Self>;
}

/// The training loss as a Burn operation, differentiable by the parameters.
#[backend_extension(Flex, Cube: cfg(feature = "wgpu"), Autodiff)]
pub trait Loss: Backend {
    /// See [`Kernels::loss_and_tape`].
    fn dense_loss(
        parameters: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        targets: FloatTensor<Self>,
        layout: Layout,
    ) -> FloatTensor<Self>;
}

impl<B: Kernels> Logits for B {
    fn dense_logits(
        parameters: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        layout: Layout,
    ) -> FloatTensor<Self> {
        Self::forward(parameters, rows, &layout)
    }
}

impl<B: Kernels> Loss for B {
    fn dense_loss(
        parameters: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        targets: FloatTensor<Self>,
        layout: Layout,
    ) -> FloatTensor<Self> {
        Self::loss_and_tape(parameters, rows, targets, &layout).0
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

/// The logit of each row of a network with these parameters.
///
/// # Shapes
/// - parameters: `[layout.len()]`
/// - rows: `[rows, layout.inputs()]`, `rows` a multiple of [`LANES`]
/// - output: `[rows]`
pub fn logits(parameters: Tensor<1>, rows: Tensor<2>, layout: &Layout) -> Tensor<1> {
    let (parameters, rows) = (parameters.into_dispatch(), rows.into_dispatch());
    Tensor::from_dispatch(Dispatch::dense_logits(parameters, rows, layout.clone()))
}

/// The training loss: the weighted sum of the cross-entropies of all rows of a batch.
///
/// A row's cross-entropy is `-log σ(s · logit)` with s = 1 for a suspicious row and s = -1 for a
/// benign one. That is binary cross-entropy of the sigmoid, and categorical cross-entropy of the
/// softmax over two classes, whose logit is the difference of the two outputs.
///
/// # Shapes
/// - parameters: `[layout.len()]`
/// - rows: `[rows, layout.inputs()]`, `rows` a multiple of [`LANES`]
/// - targets: `[rows, 2]`, the sign and the weight of each row
/// - output: `[1]`
pub fn weighted_loss(
    parameters: Tensor<1>,
    rows: Tensor<2>,
    targets: Tensor<2>,
    layout: &Layout,
) -> Tensor<1> {
    Tensor::from_dispatch(Dispatch::dense_loss(
        parameters.into_dispatch(),
        rows.into_dispatch(),
        targets.into_dispatch(),
        layout.clone(),
    ))
}

impl Kernels for Flex {
    fn forward(
        parameters: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        layout: &Layout,
    ) -> FloatTensor<Self> {
        on_host(cpu::logits(layout, values(&parameters), values(&rows)))
    }

    /// The gradient comes at once, since the row is in the cache now.
    fn loss_and_tape(
        parameters: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        targets: FloatTensor<Self>,
        layout: &Layout,
    ) -> (FloatTensor<Self>, Tape<Self>) {
        let (parameters, rows) = (values(&parameters), values(&rows));
        let (loss, gradient) = cpu::loss(layout, parameters, rows, values(&targets));
        (on_host(vec![loss]), vec![on_host(gradient)])
    }

    fn gradient(
        upstream: FloatTensor<Self>,
        mut tape: Tape<Self>,
        _layout: &Layout,
    ) -> FloatTensor<Self> {
        let mut gradient = tape.pop().expect("the tape of Flex is the gradient");
        let upstream = values(&upstream)[0];
        for slope in gradient.storage_mut::<f32>() {
            *slope *= upstream;
        }
        gradient
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
