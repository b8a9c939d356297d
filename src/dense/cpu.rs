//! The network on the CPU: one row at a time through all layers, while everything is in the cache.
//!
//! ReLU leaves about half of all activations at zero. The rest is listed, and only their weights
//! are read: forward, in the weights' gradients, and in what goes back to the layer before. All
//! numbers come in groups of four, as layers are padded to, and are computed as SIMD registers.

use wide::f32x4;

use super::adam::AdamStep;
use super::layout::{LANES, Layer, Layout};

type Group = [f32; LANES];

/// Groups of outputs that are summed at once: half of the registers that x86-64 has.
const WIDE: usize = 8;

/// Derivatives below this are taken for zero. They are lost in any sum, and near 1e-38 a processor
/// takes a hundred cycles for each: a network that knows its rows by heart trained four times slower.
const NEGLIGIBLE: f32 = 1e-30;

/// Numbers as groups; what the kernels take is padded to whole ones.
fn groups(values: &[f32]) -> &[Group] {
    values.as_chunks().0
}

fn groups_mut(values: &mut [f32]) -> &mut [Group] {
    values.as_chunks_mut().0
}

/// What one row is on its way through the network.
struct Row {
    /// The inputs of each layer, and the outputs of the last.
    values: Vec<Vec<f32>>,
    /// Which of them are not zero: the first so many of `active`.
    active: Vec<Vec<u32>>,
    counts: Vec<usize>,
}

impl Row {
    fn new(layout: &Layout) -> Self {
        let layers = layout.layers().map(|layer| layer.outputs);
        let widths: Vec<usize> = std::iter::once(layout.inputs()).chain(layers).collect();
        Self {
            values: widths.iter().map(|&width| vec![0.0; width]).collect(),
            active: widths.iter().map(|&width| vec![0; width]).collect(),
            counts: vec![0; widths.len()],
        }
    }

    fn active(&self, layer: usize) -> &[u32] {
        &self.active[layer][..self.counts[layer]]
    }

    /// Runs the network on `input` and gives its logit.
    fn forward(&mut self, input: &[f32], layers: &[Layer], parameters: &[f32], two: bool) -> f32 {
        self.values[0].copy_from_slice(input);
        self.counts[0] = list(&self.values[0], &mut self.active[0]);
        for (at, layer) in layers.iter().enumerate() {
            let (before, after) = self.values.split_at_mut(at + 1);
            let active = &self.active[at][..self.counts[at]];
            let biases = groups(&parameters[layer.biases.clone()]);
            let weights = groups(&parameters[layer.weights.clone()]);
            multiply(
                &before[at],
                active,
                weights,
                biases,
                groups_mut(&mut after[0]),
            );
            if at + 1 < layers.len() {
                self.counts[at + 1] = rectify(&mut after[0], &mut self.active[at + 1]);
            }
        }
        let output = &self.values[layers.len()];
        if two {
            output[1] - output[0]
        } else {
            output[0]
        }
    }
}

/// Lists the places of values other than zero and tells how many there are.
fn list(values: &[f32], active: &mut [u32]) -> usize {
    let mut count = 0;
    for (at, &value) in values.iter().enumerate() {
        active[count] = at as u32;
        count += usize::from(value != 0.0);
    }
    count
}

/// ReLU, and the list of what it leaves; NaN stays and is listed.
fn rectify(values: &mut [f32], active: &mut [u32]) -> usize {
    for value in values.iter_mut() {
        // Not `max`, which would make a number of NaN, and of a lost run one that looks sound.
        *value = if *value <= 0.0 { 0.0 } else { *value };
    }
    list(values, active)
}

/// `output = input · weights + biases`, of a sparse row and a matrix.
fn multiply(
    input: &[f32],
    active: &[u32],
    weights: &[Group],
    biases: &[Group],
    output: &mut [Group],
) {
    let width = output.len();
    let wide = width - width % WIDE;
    for column in (0..wide).step_by(WIDE) {
        columns::<WIDE>(input, active, weights, biases, column, output);
    }
    for column in wide..width {
        columns::<1>(input, active, weights, biases, column, output);
    }
}

fn columns<const N: usize>(
    input: &[f32],
    active: &[u32],
    weights: &[Group],
    biases: &[Group],
    column: usize,
    output: &mut [Group],
) {
    let width = output.len();
    let mut sums: [f32x4; N] = std::array::from_fn(|i| f32x4::new(biases[column + i]));
    for &at in active {
        let at = at as usize;
        let value = f32x4::splat(input[at]);
        let weights = weights[at * width + column..].first_chunk::<N>();
        let weights = weights.expect("a whole row of weights");
        // Over arrays: a loop whose length the compiler does not know keeps its sums in memory.
        for i in 0..N {
            sums[i] += value * f32x4::new(weights[i]);
        }
    }
    for (output, sum) in output[column..].iter_mut().zip(sums) {
        *output = sum.to_array();
    }
}

/// The logit of each row.
pub fn logits(layout: &Layout, parameters: &[f32], rows: &[f32]) -> Vec<f32> {
    let layers: Vec<Layer> = layout.layers().collect();
    let mut row = Row::new(layout);
    let inputs = rows.chunks_exact(layout.inputs());
    let two = layout.outputs() == 2;
    inputs
        .map(|input| row.forward(input, &layers, parameters, two))
        .collect()
}

/// The weighted loss of all rows and its gradient; see [`super::DenseKernels::loss`].
pub fn loss(layout: &Layout, parameters: &[f32], rows: &[f32], targets: &[f32]) -> (f32, Vec<f32>) {
    let layers: Vec<Layer> = layout.layers().collect();
    let two = layout.outputs() == 2;
    let mut row = Row::new(layout);
    let mut deltas = row.values.clone();
    let mut gradient = vec![0.0; layout.len()];
    let mut loss = 0.0;
    let inputs = rows.chunks_exact(layout.inputs());
    for (input, target) in inputs.zip(targets.chunks_exact(2)) {
        let (sign, weight) = (target[0], target[1]);
        if weight == 0.0 {
            continue; // padding
        }
        let logit = row.forward(input, &layers, parameters, two);
        let (cross_entropy, slope) = cross_entropy(sign, logit);
        loss += f64::from(weight * cross_entropy);
        let slope = weight * slope;
        if slope.abs() < NEGLIGIBLE {
            continue;
        }
        let last = &mut deltas[layers.len()];
        (last[0], last[1]) = if two { (-slope, slope) } else { (slope, 0.0) };
        backward(&row, &mut deltas, &layers, parameters, &mut gradient);
    }
    (loss as f32, gradient)
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

/// Adds the gradient of one row, from the derivatives by the outputs in the last of `deltas`.
fn backward(
    row: &Row,
    deltas: &mut [Vec<f32>],
    layers: &[Layer],
    parameters: &[f32],
    gradient: &mut [f32],
) {
    for (at, layer) in layers.iter().enumerate().rev() {
        let (before, after) = deltas.split_at_mut(at + 1);
        let (input, delta) = (&mut before[at], groups(&after[0]));
        let width = delta.len();
        let weights = groups(&parameters[layer.weights.clone()]);
        let slopes = groups_mut(&mut gradient[layer.weights.start..layer.biases.end]);
        let (slopes, biases) = slopes.split_at_mut(weights.len());
        add(1.0, delta, biases);
        // Where ReLU gave zero, nothing goes back.
        input.fill(0.0);
        for &unit in row.active(at) {
            let unit = unit as usize;
            let place = unit * width..(unit + 1) * width;
            add(row.values[at][unit], delta, &mut slopes[place.clone()]);
            // Nobody asks what the rows themselves should be.
            if at > 0 {
                input[unit] = dot(&weights[place], delta);
            }
        }
    }
}

/// `sums += factor · values`.
fn add(factor: f32, values: &[Group], sums: &mut [Group]) {
    let factor = f32x4::splat(factor);
    let sums = &mut sums[..values.len()];
    for i in 0..values.len() {
        sums[i] = (f32x4::new(sums[i]) + factor * f32x4::new(values[i])).to_array();
    }
}

fn dot(a: &[Group], b: &[Group]) -> f32 {
    // Four sums, since each addition waits for the one before it in its sum.
    let mut sums = [f32x4::ZERO; 4];
    let (a, a_rest) = a.as_chunks::<4>();
    let (b, b_rest) = b.as_chunks::<4>();
    for (a, b) in a.iter().zip(b) {
        for i in 0..sums.len() {
            sums[i] += f32x4::new(a[i]) * f32x4::new(b[i]);
        }
    }
    for (&a, &b) in a_rest.iter().zip(b_rest) {
        sums[0] += f32x4::new(a) * f32x4::new(b);
    }
    ((sums[0] + sums[1]) + (sums[2] + sums[3])).reduce_add()
}

/// One step of Adam; see [`super::adam::AdamKernel::adam`].
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
    let moments = (groups_mut(first).iter_mut()).zip(groups_mut(second));
    let values = (groups_mut(parameters).iter_mut()).zip(groups(gradient));
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
