//! The network: dense layers with ReLU between them, and one logit a row at the end.

use burn::module::{Module, Param};
use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor};
use rand::RngExt;

use crate::background::Background;
use crate::config::Preset;
use crate::dense::{self, Adam, Batch, LayerData, Layout, Span};
use crate::features::Encoder;
use crate::rows::Features;
use crate::seed::{self, Stream};

/// A dense network whose output is the logit of “suspicious”.
#[derive(Module, Debug)]
pub struct Network {
    /// All weights and biases, as `layout` has them.
    parameters: Param<Tensor<1>>,
    #[module(skip)]
    layout: Layout,
}

impl Network {
    /// A network with random weights as the preset has them.
    ///
    /// `widths` are those of all layers, input and output included. The numbers are drawn here, not
    /// by the backend, so every backend starts from the same network.
    pub fn init(preset: Preset, widths: &[usize], seed: u64, device: &Device) -> Self {
        let mut random = seed::random(seed, Stream::Weights);
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
        Self::from_layers(&layers.collect::<Vec<_>>(), widths, device)
    }

    /// A network with the given weights, one [`LayerData`] for each step of `widths`.
    ///
    /// # Panics
    /// Where the numbers of weights do not fit the widths.
    pub fn from_layers(layers: &[LayerData], widths: &[usize], device: &Device) -> Self {
        let layout = Layout::new(widths);
        let flat = dense::upload(layout.pack(layers), [layout.len()], device);
        Self {
            parameters: Param::from_tensor(flat),
            layout,
        }
    }

    /// All weights and biases in one buffer, as [`Self::layout`] has them.
    pub fn parameters(&self) -> Tensor<1> {
        self.parameters.val()
    }

    /// Where in [`Self::parameters`] each layer lies.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The logit of “suspicious” for each row: `log(p / (1 - p))`.
    ///
    /// With two outputs it is their difference, since softmax over two classes is the sigmoid of
    /// that difference; so both presets share one loss and one score.
    ///
    /// # Shapes
    /// - rows: `[rows, layout.inputs()]`
    /// - output: `[span.count]`, a multiple of [`dense::LANES`]
    pub fn logits(&self, rows: Tensor<2>, span: Span) -> Tensor<1> {
        dense::logits(self.parameters(), rows, span, &self.layout)
    }

    /// The weighted losses of the rows of a batch; see [`dense::losses`].
    pub fn losses(&self, batch: Batch) -> Tensor<1> {
        dense::losses(self.parameters(), batch, &self.layout)
    }

    /// Takes one step of `optimizer` against the sum of [`Self::losses`] of this network.
    pub fn learn(&mut self, losses: &Tensor<1>, rate: f64, optimizer: &mut Adam) {
        let parameters = self.parameters();
        let gradient = parameters.grad_remove(&mut losses.backward());
        let gradient = gradient.expect("the losses are of this network");
        let next = optimizer.step(rate, parameters.inner(), gradient);
        let next = Tensor::from_inner(next).require_grad();
        self.parameters = Param::initialized(self.parameters.id, next);
    }

    /// What [`Self::logits`] computes, in Burn's plain operations.
    ///
    /// # Shapes
    /// - input: `[rows, features]`
    /// - output: `[rows]`
    pub fn forward(&self, input: Tensor<2>) -> Tensor<1> {
        let mut layers = self.layers();
        let (weight, bias) = layers.pop().expect("a network has layers");
        let dense =
            |input: Tensor<2>, weight, bias: Tensor<1>| input.matmul(weight) + bias.unsqueeze();
        let hidden = (layers.into_iter()).fold(input, |input, (weight, bias)| {
            relu(dense(input, weight, bias))
        });
        let output = dense(hidden, weight, bias);
        let [rows, outputs] = output.dims();
        match outputs {
            1 => output.reshape([rows]),
            _ => {
                let suspicious = output.clone().narrow(1, 1, 1);
                (suspicious - output.narrow(1, 0, 1)).reshape([rows])
            }
        }
    }

    /// Weights, `[inputs, outputs]`, and biases of the layers, first to last, without padding.
    pub fn layers(&self) -> Vec<(Tensor<2>, Tensor<1>)> {
        let parameters = self.parameters();
        let layers = self.layout.layers().zip(self.layout.widths().windows(2));
        layers
            .map(|(layer, pair)| {
                let weight = parameters.clone().slice([layer.weights]);
                let weight = weight.reshape([layer.inputs, layer.outputs]);
                let bias = parameters.clone().slice([layer.biases]);
                (
                    weight.slice([0..pair[0], 0..pair[1]]),
                    bias.narrow(0, 0, pair[1]),
                )
            })
            .collect()
    }
}

/// A network with what turns rows into its inputs, all that scoring needs, and with what explains its
/// scores.
#[derive(Debug, Clone)]
pub struct Model {
    pub preset: Preset,
    pub encoder: Encoder,
    pub network: Network,
    /// Benign rows that it was trained on; `None` where nobody has kept them.
    pub background: Option<Background>,
}

impl Model {
    /// Widths of all layers, input and output included.
    pub fn widths(&self) -> &[usize] {
        self.network.layout().widths()
    }

    /// Number of weights and biases.
    pub fn parameters(&self) -> usize {
        let layers = self.widths().windows(2);
        layers.map(|pair| (pair[0] + 1) * pair[1]).sum()
    }

    /// The logits of some rows, padded to a fixed number of rows.
    ///
    /// The padding repeats nothing and means nothing: the caller drops what is beyond its rows.
    /// Its purpose is that a GPU sees one shape only.
    ///
    /// # Shapes
    /// - output: `[padded]`, or what is next to it as a multiple of [`dense::LANES`]
    pub fn logits<'a>(
        &self,
        rows: impl Iterator<Item = &'a Features>,
        padded: usize,
        device: &Device,
    ) -> Tensor<1> {
        let padded = dense::padded(padded);
        let width = self.network.layout().inputs();
        let mut inputs = Vec::with_capacity(padded * width);
        for features in rows {
            self.encode(features, &mut inputs);
        }
        inputs.resize(padded * width, 0.0);
        let rows = dense::upload(inputs, [padded, width], device);
        self.network.logits(rows, Span::begin(padded))
    }

    /// Appends a row as the network reads it, padded to the width of its layout.
    pub fn encode(&self, features: &Features, inputs: &mut Vec<f32>) {
        let end = inputs.len() + self.network.layout().inputs();
        self.encoder.encode(features, inputs);
        inputs.resize(end, 0.0);
    }
}
