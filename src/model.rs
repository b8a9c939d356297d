//! The network: dense layers with ReLU between them, and one logit a row at the end.

use burn::module::{Module, Param};
use burn::nn::Linear;
use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor, TensorData};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::config::Preset;
use crate::features::Encoder;
use crate::rows::Features;

/// Weights and biases of one dense layer, in the order of Burn: `weight[input][output]`.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerData {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
}

/// A dense network whose output is the logit of “suspicious”.
#[derive(Module, Debug)]
pub struct Network {
    layers: Vec<Linear>,
}

impl Network {
    /// A network with random weights as the preset has them.
    ///
    /// `widths` are those of all layers, input and output included. The numbers are drawn here, not
    /// by the backend, so every backend starts from the same network.
    pub fn init(preset: Preset, widths: &[usize], seed: u64, device: &Device) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut uniform = |count: usize, bound: f32| -> Vec<f32> {
            (0..count)
                .map(|_| random.random_range(-bound..=bound))
                .collect()
        };
        let layers = widths.windows(2).map(|pair| {
            let (inputs, outputs) = (pair[0], pair[1]);
            match preset {
                Preset::Keras => LayerData {
                    weight: uniform(inputs * outputs, (6.0 / (inputs + outputs) as f32).sqrt()),
                    bias: vec![0.0; outputs],
                },
                Preset::Pytorch => {
                    let bound = 1.0 / (inputs as f32).sqrt();
                    LayerData {
                        weight: uniform(inputs * outputs, bound),
                        bias: uniform(outputs, bound),
                    }
                }
            }
        });
        Self::from_layers(layers.collect(), widths, device)
    }

    /// A network with the given weights, one [`LayerData`] for each step of `widths`.
    ///
    /// # Panics
    /// Where the numbers of weights do not fit the widths.
    pub fn from_layers(layers: Vec<LayerData>, widths: &[usize], device: &Device) -> Self {
        assert_eq!(layers.len() + 1, widths.len(), "one layer for each step");
        let layers = layers.into_iter().zip(widths.windows(2));
        let layers = layers.map(|(layer, pair)| Linear {
            weight: Param::from_data(TensorData::new(layer.weight, [pair[0], pair[1]]), device),
            bias: Some(Param::from_data(
                TensorData::new(layer.bias, [pair[1]]),
                device,
            )),
        });
        Self {
            layers: layers.collect(),
        }
    }

    /// Takes the network out, as an optimiser wants to own it; what stays behind has no layers.
    pub(crate) fn take(&mut self) -> Self {
        let layers = std::mem::take(&mut self.layers);
        Self { layers }
    }

    /// The dense layers, first to last.
    pub fn layers(&self) -> &[Linear] {
        &self.layers
    }

    /// The logit of “suspicious” for each row: `log(p / (1 - p))`.
    ///
    /// With two outputs it is their difference, since softmax over two classes is the sigmoid of
    /// that difference; so both presets share one loss and one score.
    ///
    /// # Shapes
    /// - input: `[rows, features]`
    /// - output: `[rows]`
    pub fn forward(&self, input: Tensor<2>) -> Tensor<1> {
        let (last, hidden) = self.layers.split_last().expect("a network has layers");
        let hidden = hidden
            .iter()
            .fold(input, |input, layer| relu(layer.forward(input)));
        let output = last.forward(hidden);
        let [rows, outputs] = output.dims();
        match outputs {
            1 => output.reshape([rows]),
            _ => {
                let suspicious = output.clone().narrow(1, 1, 1);
                (suspicious - output.narrow(1, 0, 1)).reshape([rows])
            }
        }
    }
}

/// A network with what turns rows into its inputs: all that scoring needs.
#[derive(Debug, Clone)]
pub struct Model {
    pub preset: Preset,
    /// Widths of all layers, input and output included.
    pub widths: Vec<usize>,
    pub encoder: Encoder,
    pub network: Network,
}

impl Model {
    /// Number of weights and biases.
    pub fn parameters(&self) -> usize {
        let layers = self.widths.windows(2);
        layers.map(|pair| (pair[0] + 1) * pair[1]).sum()
    }

    /// The logits of some rows, padded to a fixed number of rows.
    ///
    /// The padding repeats nothing and means nothing: the caller drops what is beyond its rows.
    /// Its purpose is that a GPU sees one shape only, since each new one compiles its kernels.
    ///
    /// # Shapes
    /// - output: `[padded]`
    pub fn logits<'a>(
        &self,
        rows: impl Iterator<Item = &'a Features>,
        padded: usize,
        device: &Device,
    ) -> Tensor<1> {
        let width = self.encoder.width();
        let mut inputs = Vec::with_capacity(padded * width);
        for features in rows {
            self.encoder.encode(features, &mut inputs);
        }
        inputs.resize(padded * width, 0.0);
        let input = Tensor::from_data(TensorData::new(inputs, [padded, width]), device);
        self.network.forward(input)
    }
}
