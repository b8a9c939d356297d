//! The network on the CPU: a few rows at a time through all layers, so that all there is to them
//! stays in the first cache.
//!
//! ReLU leaves about half of all activations at zero, and the same half of the derivatives. All
//! products, forward, back and of the gradient, are of a matrix with such zeros and another one, and
//! leave them out: see [`sparse::Sparse::multiply`], where nearly all time goes.

mod layout;
mod sparse;

use wide::f32x4;

use self::sparse::{Sparse, aligned, floats, floats_mut};
pub use layout::{LANES, Layer, LayerData, Layout, padded, transpose};

/// Rows that go through the network together.
const TILE: usize = 16;

/// Derivatives below this are taken for zero. They are lost in any sum, and near 1e-38 a processor
/// takes a hundred cycles for each: a network that knows its rows by heart trained four times slower.
const NEGLIGIBLE: f32 = 1e-30;

/// A network that rows are sent through.
struct Dense {
    hidden: Vec<DenseLayer>,
    head: Head,
}

struct DenseLayer {
    inputs: usize,
    outputs: usize,
    weights: Vec<f32x4>,
    biases: Vec<f32x4>,
}

/// The last layer as the one column of weights that makes the logit: of two outputs, the difference.
struct Head {
    weights: Vec<f32x4>,
    bias: f32,
    two: bool,
}

impl Head {
    fn new(layer: &Layer, parameters: &[f32], two: bool) -> Self {
        let logit = |outputs: &[f32]| match two {
            true => outputs[1] - outputs[0],
            false => outputs[0],
        };
        let rows = parameters[layer.weights.clone()].chunks_exact(layer.outputs);
        Self {
            weights: aligned(&rows.map(logit).collect::<Vec<_>>()),
            bias: logit(&parameters[layer.biases.clone()]),
            two,
        }
    }

    /// The gradient by the last layer's own weights and biases, from that by the head's.
    fn spread(&self, slopes: impl Iterator<Item = f32>) -> impl Iterator<Item = f32> {
        slopes.flat_map(|slope| match self.two {
            true => [-slope, slope, 0.0, 0.0],
            false => [slope, 0.0, 0.0, 0.0],
        })
    }
}

impl DenseLayer {
    fn new(layer: Layer, parameters: &[f32]) -> Self {
        Self {
            inputs: layer.inputs,
            outputs: layer.outputs,
            weights: aligned(&parameters[layer.weights]),
            biases: aligned(&parameters[layer.biases]),
        }
    }

    /// The outputs of a tile.
    fn forward(&self, input: &mut Sparse, output: &mut Sparse) {
        input.list();
        let values = output.values_mut();
        for row in values.chunks_exact_mut(self.biases.len()) {
            row.copy_from_slice(&self.biases);
        }
        input.multiply(&self.weights, values);
        for value in values {
            // ReLU; not `max`, which would make a number of NaN, and of a lost run one that looks
            // sound.
            *value &= !value.simd_le(f32x4::ZERO);
        }
    }

    /// The weights the other way round: `[outputs, inputs]`.
    fn transposed(&self) -> Vec<f32x4> {
        let mut transposed = vec![f32x4::ZERO; self.weights.len()];
        transpose(
            floats(&self.weights),
            self.outputs,
            floats_mut(&mut transposed),
        );
        transposed
    }
}

impl Dense {
    fn new(layout: &Layout, parameters: &[f32]) -> Self {
        let mut layers: Vec<Layer> = layout.layers().collect();
        let last = layers.pop().expect("a network has layers");
        let hidden = layers.into_iter();
        Self {
            hidden: hidden
                .map(|layer| DenseLayer::new(layer, parameters))
                .collect(),
            head: Head::new(&last, parameters, layout.outputs() == 2),
        }
    }

    /// A tile of inputs for each layer, the head included.
    fn tiles(&self) -> Vec<Sparse> {
        let inputs = self.hidden.iter().map(|layer| layer.inputs);
        let widths = inputs.chain([self.head.weights.len() * LANES]);
        widths.map(|width| Sparse::new(TILE, width)).collect()
    }

    /// Runs the network on up to [`TILE`] rows, each of `width` columns; `tiles` holds what each layer has
    /// read then.
    fn forward<'a>(
        &self,
        rows: impl Iterator<Item = &'a [f32]>,
        width: usize,
        tiles: &mut [Sparse],
    ) -> [f32; TILE] {
        let first = floats_mut(tiles[0].values_mut());
        first.fill(0.0);
        for (place, row) in first.chunks_exact_mut(width).zip(rows) {
            place.copy_from_slice(row);
        }
        for (at, layer) in self.hidden.iter().enumerate() {
            let (before, after) = tiles.split_at_mut(at + 1);
            layer.forward(&mut before[at], &mut after[0]);
        }
        let last = &tiles[self.hidden.len()];
        std::array::from_fn(|row| dot(last.row(row), &self.head.weights) + self.head.bias)
    }
}

/// The logit of each row.
pub fn logits(layout: &Layout, parameters: &[f32], rows: &[f32]) -> Vec<f32> {
    let dense = Dense::new(layout, parameters);
    let mut tiles = dense.tiles();
    let width = layout.inputs();
    let mut logits = Vec::with_capacity(rows.len() / width);
    for rows in rows.chunks(TILE * width) {
        let tile = dense.forward(rows.chunks_exact(width), width, &mut tiles);
        logits.extend_from_slice(&tile[..rows.len() / width]);
    }
    logits
}

/// Some of the rows of a table, as often as they are named.
#[derive(Debug, Clone, Copy)]
pub struct Picked<'a> {
    /// The table, row by row.
    pub rows: &'a [f32],
    /// The number of each picked row.
    pub picks: &'a [f32],
    /// The weight of each picked row in the loss, negative for a benign one.
    pub weights: &'a [f32],
    /// What each loss counts for in the gradient; 1 where nothing is told.
    pub factors: Option<&'a [f32]>,
}

/// The weighted loss of each picked row, and the gradient of their sum, or of the sum of `factors · losses`.
pub fn losses(layout: &Layout, parameters: &[f32], picked: Picked) -> (Vec<f32>, Vec<f32>) {
    let dense = Dense::new(layout, parameters);
    let mut tiles = dense.tiles();
    let mut back = Back::new(&dense);
    let width = layout.inputs();
    let mut losses = Vec::with_capacity(picked.picks.len());
    let tiles_of_picks = picked.picks.chunks(TILE).zip(picked.weights.chunks(TILE));
    for (at, (picks, weights)) in tiles_of_picks.enumerate() {
        let rows = picks
            .iter()
            .map(|&row| &picked.rows[row as usize * width..][..width]);
        let logits = dense.forward(rows, width, &mut tiles);
        let mut slopes = [0.0; TILE];
        for ((slope, logit), &weight) in slopes.iter_mut().zip(logits).zip(weights) {
            let (cross_entropy, by_logit) = cross_entropy(1.0f32.copysign(weight), logit);
            losses.push(weight.abs() * cross_entropy);
            *slope = weight.abs() * by_logit;
            if slope.abs() < NEGLIGIBLE {
                *slope = 0.0;
            }
        }
        if let Some(factors) = picked.factors {
            for (slope, factor) in slopes.iter_mut().zip(&factors[at * TILE..]) {
                *slope *= factor;
            }
        }
        back.add(&dense, &tiles, slopes);
    }
    (losses, back.gradient(&dense.head))
}

/// `-log σ(sign · logit)` and its derivative by the logit.
fn cross_entropy(sign: f32, logit: f32) -> (f32, f32) {
    let towards = sign * logit;
    let small = (-towards.abs()).exp();
    let sigmoid_of_minus = if towards >= 0.0 {
        small / (1.0 + small)
    } else {
        1.0 / (1.0 + small)
    };
    // `max` would turn NaN into a number, and a lost run into one that looks sound.
    let linear = if towards >= 0.0 { 0.0 } else { -towards };
    (linear + small.ln_1p(), -sign * sigmoid_of_minus)
}

/// The way back through a network, and the gradient by its parameters that comes of it.
struct Back {
    /// Derivatives by the inputs of each layer but the first, the head included.
    deltas: Vec<Sparse>,
    /// The inputs of a layer the other way round: a row for each unit.
    units: Vec<Sparse>,
    /// The weights of each hidden layer the other way round.
    weights: Vec<Vec<f32x4>>,
    /// The gradient by the weights and the biases of each hidden layer.
    hidden: Vec<(Vec<f32x4>, Vec<f32x4>)>,
    /// The gradient by the weights and the bias of the head.
    head: (Vec<f32x4>, f32),
}

impl Back {
    fn new(dense: &Dense) -> Self {
        let zeros = |like: &Vec<f32x4>| vec![f32x4::ZERO; like.len()];
        let hidden = dense.hidden.iter();
        Self {
            deltas: dense.tiles().split_off(1),
            units: (hidden.clone())
                .map(|layer| Sparse::new(layer.inputs, TILE))
                .collect(),
            weights: hidden.clone().map(DenseLayer::transposed).collect(),
            hidden: hidden
                .map(|layer| (zeros(&layer.weights), zeros(&layer.biases)))
                .collect(),
            head: (zeros(&dense.head.weights), 0.0),
        }
    }

    /// Adds the gradient of a tile, from the derivatives by its logits.
    fn add(&mut self, dense: &Dense, tiles: &[Sparse], slopes: [f32; TILE]) {
        let last = &tiles[dense.hidden.len()];
        for (row, slope) in slopes.into_iter().enumerate() {
            add(slope, last.row(row), &mut self.head.0);
            self.head.1 += slope;
        }
        if let Some(deltas) = self.deltas.last_mut() {
            let rows = deltas
                .values_mut()
                .chunks_exact_mut(dense.head.weights.len());
            for (delta, slope) in rows.zip(slopes) {
                delta.fill(f32x4::ZERO);
                add(slope, &dense.head.weights, delta);
            }
        }
        for at in (0..dense.hidden.len()).rev() {
            let (before, after) = self.deltas.split_at_mut(at);
            let delta = &mut after[0];
            stop(delta, &tiles[at + 1]);
            let (weights, biases) = &mut self.hidden[at];
            for row in delta.values().chunks_exact(biases.len()) {
                add(1.0, row, biases);
            }
            let units = &mut self.units[at];
            units.transpose(&tiles[at]);
            units.multiply(delta.values(), weights);
            // Nobody asks what the rows themselves should be.
            if let Some(back) = before.last_mut() {
                delta.list();
                back.values_mut().fill(f32x4::ZERO);
                delta.multiply(&self.weights[at], back.values_mut());
            }
        }
    }

    /// The gradient in the order of the layout.
    fn gradient(&self, head: &Head) -> Vec<f32> {
        let mut flat = Vec::new();
        for (weights, biases) in &self.hidden {
            flat.extend_from_slice(floats(weights));
            flat.extend_from_slice(floats(biases));
        }
        let (weights, bias) = &self.head;
        let slopes = floats(weights).iter().chain([bias]).copied();
        flat.extend(head.spread(slopes));
        flat
    }
}

/// Where ReLU gave zero, nothing goes back.
fn stop(deltas: &mut Sparse, outputs: &Sparse) {
    for (delta, output) in deltas.values_mut().iter_mut().zip(outputs.values()) {
        *delta &= !output.simd_eq(f32x4::ZERO);
    }
}

/// `sums += factor · values`.
fn add(factor: f32, values: &[f32x4], sums: &mut [f32x4]) {
    let factor = f32x4::splat(factor);
    let sums = &mut sums[..values.len()];
    for i in 0..values.len() {
        sums[i] += factor * values[i];
    }
}

fn dot(a: &[f32x4], b: &[f32x4]) -> f32 {
    // Four sums, since each addition waits for the one before it in its sum.
    let mut sums = [f32x4::ZERO; 4];
    let (a, a_rest) = a.as_chunks::<4>();
    let (b, b_rest) = b.as_chunks::<4>();
    for (a, b) in a.iter().zip(b) {
        for i in 0..sums.len() {
            sums[i] += a[i] * b[i];
        }
    }
    for (&a, &b) in a_rest.iter().zip(b_rest) {
        sums[0] += a * b;
    }
    ((sums[0] + sums[1]) + (sums[2] + sums[3])).reduce_add()
}

/// The numbers of one step.
#[derive(Debug, Clone, Copy)]
pub struct AdamStep {
    pub rate: f32,
    pub epsilon: f32,
    pub beta1: f32,
    pub beta2: f32,
    /// `1 / (1 - β₁ᵗ)` for step t.
    pub first_correction: f32,
    /// `1 / (1 - β₂ᵗ)` for step t.
    pub second_correction: f32,
}

/// One step of Adam (Kingma and Ba 2015); all slices are as long as the parameters.
pub fn adam(
    step: &AdamStep,
    parameters: &mut [f32],
    gradient: &[f32],
    first: &mut [f32],
    second: &mut [f32],
) {
    let splat = f32x4::splat;
    let (old_first, new_first) = (splat(step.beta1), splat(1.0 - step.beta1));
    let (old_second, new_second) = (splat(step.beta2), splat(1.0 - step.beta2));
    let moments = chunks(first).iter_mut().zip(chunks(second));
    let values = chunks(parameters).iter_mut().zip(gradient.as_chunks().0);
    for ((value, &slope), (first, second)) in values.zip(moments) {
        let slope = f32x4::new(slope);
        let mean = old_first * f32x4::new(*first) + new_first * slope;
        // The mean of a unit that died would shrink step by step until it is such a number.
        let mean = mean & mean.abs().simd_ge(splat(NEGLIGIBLE));
        let square = old_second * f32x4::new(*second) + new_second * (slope * slope);
        (*first, *second) = (mean.to_array(), square.to_array());
        let root = (square * splat(step.second_correction)).sqrt();
        let change = mean * splat(step.first_correction) / (root + splat(step.epsilon));
        *value = (f32x4::new(*value) - splat(step.rate) * change).to_array();
    }
}

fn chunks(values: &mut [f32]) -> &mut [[f32; LANES]] {
    values.as_chunks_mut().0
}
