use std::ops::Range;

/// Numbers that are computed at once: layers are padded to whole groups of so many units.
pub const LANES: usize = 4;

/// Where the weights of a dense network lie in one flat buffer.
///
/// Layer after layer: the weights, `[inputs, outputs]` row by row, then the biases. Widths are
/// padded to a multiple of [`LANES`], so that kernels need no special case at the edges. What is
/// padded has weight zero and stays there: its inputs are zero, so its gradient is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    widths: Vec<usize>,
}

/// One layer of a [`Layout`], in padded widths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    pub inputs: usize,
    pub outputs: usize,
    pub weights: Range<usize>,
    pub biases: Range<usize>,
}

impl Layout {
    /// The layout of a network with these widths, input and output included.
    pub fn new(widths: &[usize]) -> Self {
        let widths = widths.to_vec();
        Self { widths }
    }

    /// Widths of all layers, as they are without padding.
    pub fn widths(&self) -> &[usize] {
        &self.widths
    }

    /// Columns of a row of inputs.
    pub fn inputs(&self) -> usize {
        padded(self.widths[0])
    }

    /// Outputs that mean something: 1, or 2 whose difference is the logit.
    pub fn outputs(&self) -> usize {
        self.widths[self.widths.len() - 1]
    }

    /// Length of the flat buffer.
    pub fn len(&self) -> usize {
        self.layers().last().map_or(0, |layer| layer.biases.end)
    }

    /// Bytes that a pass keeps of each row: its inputs and the outputs of all layers, as f32.
    pub fn row_bytes(&self) -> usize {
        let outputs: usize = self.layers().map(|layer| layer.outputs).sum();
        (self.inputs() + outputs) * size_of::<f32>()
    }

    /// Whether it has no layers.
    pub fn is_empty(&self) -> bool {
        self.widths.len() < 2
    }

    /// The layers, first to last.
    pub fn layers(&self) -> impl Iterator<Item = Layer> {
        let mut end = 0;
        self.widths.windows(2).map(move |pair| {
            let (inputs, outputs) = (padded(pair[0]), padded(pair[1]));
            let weights = end..end + inputs * outputs;
            let biases = weights.end..weights.end + outputs;
            end = biases.end;
            Layer {
                inputs,
                outputs,
                weights,
                biases,
            }
        })
    }

    /// The flat buffer of tightly packed layers (weights `[inputs, outputs]` and biases of each).
    ///
    /// # Panics
    /// Where the numbers of weights do not fit the widths.
    pub fn pack(&self, layers: &[LayerData]) -> Vec<f32> {
        assert_eq!(layers.len() + 1, self.widths.len(), "one layer a step");
        let mut flat = vec![0.0; self.len()];
        for ((layer, data), pair) in self.layers().zip(layers).zip(self.widths.windows(2)) {
            let (inputs, outputs) = (pair[0], pair[1]);
            assert_eq!(data.weight.len(), inputs * outputs, "a weight a pair");
            let rows = flat[layer.weights].chunks_exact_mut(layer.outputs);
            for (row, given) in rows.zip(data.weight.chunks_exact(outputs)) {
                row[..outputs].copy_from_slice(given);
            }
            flat[layer.biases][..outputs].copy_from_slice(&data.bias);
        }
        flat
    }

    /// The layers of a flat buffer, without the padding.
    pub fn unpack(&self, flat: &[f32]) -> Vec<LayerData> {
        let layers = self.layers().zip(self.widths.windows(2));
        layers
            .map(|(layer, pair)| {
                let rows = flat[layer.weights].chunks_exact(layer.outputs);
                let rows = rows.take(pair[0]).map(|row| &row[..pair[1]]);
                LayerData {
                    weight: rows.flatten().copied().collect(),
                    bias: flat[layer.biases][..pair[1]].to_vec(),
                }
            })
            .collect()
    }
}

/// Weights and biases of one dense layer, in the order of Burn: `weight[input][output]`.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerData {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
}

/// The next multiple of [`LANES`].
pub fn padded(width: usize) -> usize {
    width.next_multiple_of(LANES)
}

/// Writes a row-major matrix of so many columns the other way round.
pub fn transpose(from: &[f32], columns: usize, to: &mut [f32]) {
    let rows = from.len() / columns;
    for (row, values) in from.chunks_exact(columns).enumerate() {
        for (column, &value) in values.iter().enumerate() {
            to[column * rows + row] = value;
        }
    }
}
