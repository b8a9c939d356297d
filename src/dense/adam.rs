use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, Flex, backend_extension};
use burn::tensor::Tensor;

use super::{cpu, upload, values};
use crate::config::Preset;
use cpu::AdamStep;

/// Adam (Kingma and Ba 2015), over one flat buffer of parameters and in one kernel.
///
/// With m and v, the means of the gradient and of its square, step t subtracts
///
/// ```text
/// PyTorch   rate · m / (1 - β₁ᵗ) / (√(v / (1 - β₂ᵗ)) + 1e-8)      algorithm 1 of the paper
/// Keras     rate · √(1 - β₂ᵗ) / (1 - β₁ᵗ) · m / (√v + 1e-7)       the paper's faster form, section 2
/// ```
///
/// which is the first with ε / √(1 - β₂ᵗ) in the place of ε: Keras's is 32 times as large in the first
/// step.
///
/// Burn's own is a kernel for each of its additions, multiplications and roots.
#[derive(Debug)]
pub struct Adam {
    preset: Preset,
    steps: i32,
    /// Means of the gradient and of its square.
    moments: Option<[Tensor<1>; 2]>,
}

const BETA_1: f64 = 0.9;
const BETA_2: f64 = 0.999;

/// The step as a Burn operation.
#[backend_extension(Flex, Cube: cfg(feature = "wgpu"))]
pub trait AdamKernel: Backend {
    /// The next parameters, first and second moments; all tensors are `[parameters]`, but for the gradient,
    /// which comes in parts that add up to it, `[parts · parameters]`.
    fn adam(
        parameters: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        first: FloatTensor<Self>,
        second: FloatTensor<Self>,
        step: AdamStep,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>);
}

impl Adam {
    /// Adam with β₁ = 0.9 and β₂ = 0.999, and the ε of this preset.
    pub fn new(preset: Preset) -> Self {
        Self {
            preset,
            steps: 0,
            moments: None,
        }
    }

    /// The parameters after a step against `gradient`, at this learning rate.
    ///
    /// # Shapes
    /// - parameters, output: `[parameters]`, without gradients of their own
    /// - gradient: `[parts · parameters]`, see [`losses`](super::losses)
    pub fn step(&mut self, rate: f64, parameters: Tensor<1>, gradient: Tensor<1>) -> Tensor<1> {
        self.steps += 1;
        let second_correction = 1.0 / (1.0 - BETA_2.powi(self.steps));
        let epsilon = match self.preset {
            Preset::Keras => 1e-7 * second_correction.sqrt(),
            Preset::Pytorch => 1e-8,
        };
        let step = AdamStep {
            rate: rate as f32,
            epsilon: epsilon as f32,
            beta1: BETA_1 as f32,
            beta2: BETA_2 as f32,
            first_correction: (1.0 / (1.0 - BETA_1.powi(self.steps))) as f32,
            second_correction: second_correction as f32,
        };
        let [first, second] = self.moments.take().unwrap_or_else(|| {
            // Uploaded, where a tensor of zeros would be one more kernel to compile.
            let count = parameters.dims()[0];
            [(); 2].map(|()| upload(vec![0.0; count], [count], &parameters.device()))
        });
        let (parameters, first, second) = Dispatch::adam(
            parameters.into_dispatch(),
            gradient.into_dispatch(),
            first.into_dispatch(),
            second.into_dispatch(),
            step,
        );
        self.moments = Some([first, second].map(Tensor::from_dispatch));
        Tensor::from_dispatch(parameters)
    }
}

impl AdamKernel for Flex {
    fn adam(
        mut parameters: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        mut first: FloatTensor<Self>,
        mut second: FloatTensor<Self>,
        step: AdamStep,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>) {
        cpu::adam(
            &step,
            parameters.storage_mut(),
            values(&gradient),
            first.storage_mut(),
            second.storage_mut(),
        );
        (parameters, first, second)
    }
}
