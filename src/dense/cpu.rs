//! The network on the CPU: one row at a time through all layers, while everything is in the cache.
//!
//! ReLU leaves about half of all activations at zero. The rest is listed, and only their weights
//! are read: forward, in the weights' gradients, and in what goes back to the layer before. All
//! numbers come in groups of four, as layers are padded to, and are computed as SIMD registers.

use wide::f32x4;

use super::adam::AdamStep;
use super::layout::{LANES, Layer, Layout};

/// Groups of outputs that are summed at once. More would need more registers than x86-64 has, since
/// V8 unrolls the loop over the inputs twice.
const WIDE: usize = 4;

/// Derivatives below this are taken for zero. They are lost in any sum, and near 1e-38 a processor
/// takes a hundred cycles for each: a network that knows its rows by heart trained four times slower.
const NEGLIGIBLE: f32 = 1e-30;

/// Numbers as registers hold them, which also aligns them: loads across cache lines took a third
/// of the speed, in one run and not in the next.
fn aligned(values: &[f32]) -> Vec<f32x4> {
    let groups = values.as_chunks::<LANES>().0;
    groups.iter().map(|&group| f32x4::new(group)).collect()
}

fn floats(groups: &[f32x4]) -> &[f32] {
    bytemuck::cast_slice(groups)
}

/// A network that rows are sent through.
struct Dense {
    hidden: Vec<DenseLayer>,
    head: Head,
}

struct DenseLayer {
    inputs: usize,
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
        let logit = |outputs: &[f32]| outputs[usize::from(two)] - f32::from(two) * outputs[0];
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

impl Dense {
    fn new(layout: &Layout, parameters: &[f32]) -> Self {
        let mut layers: Vec<Layer> = layout.layers().collect();
        let last = layers.pop().expect("a network has layers");
        let hidden = layers.into_iter().map(|layer| DenseLayer {
            inputs: layer.inputs,
            weights: aligned(&parameters[layer.weights]),
            biases: aligned(&parameters[layer.biases]),
        });
        Self {
            hidden: hidden.collect(),
            head: Head::new(&last, parameters, layout.outputs() == 2),
        }
    }

    /// Groups of numbers before each layer.
    fn widths(&self) -> impl Iterator<Item = usize> {
        let inputs = self.hidden.iter().map(|layer| layer.inputs / LANES);
        inputs.chain([self.head.weights.len()])
    }

    /// Runs the network on `input` and gives its logit.
    fn forward(&self, input: &[f32], row: &mut Row) -> f32 {
        bytemuck::cast_slice_mut(&mut row.values[0]).copy_from_slice(input);
        for (at, layer) in self.hidden.iter().enumerate() {
            let (before, after) = row.values.split_at_mut(at + 1);
            let (input, output) = (&mut before[at], &mut after[0]);
            row.counts[at] = list(input, &mut row.active[at]);
            let active = &row.active[at][..row.counts[at]];
            multiply(floats(input), active, layer, output);
            for value in output {
                // Not `max`, which would make a number of NaN, and of a lost run one that looks sound.
                *value = *value & !value.simd_le(f32x4::ZERO);
            }
        }
        dot(&row.values[self.hidden.len()], &self.head.weights) + self.head.bias
    }
}

/// What one row is on its way through a network.
struct Row {
    /// The inputs of each layer.
    values: Vec<Vec<f32x4>>,
    /// Which of them are not zero: the first so many of `active`.
    active: Vec<Vec<u32>>,
    counts: Vec<usize>,
}

impl Row {
    fn new(dense: &Dense) -> Self {
        Self {
            values: dense
                .widths()
                .map(|width| vec![f32x4::ZERO; width])
                .collect(),
            active: dense.widths().map(|width| vec![0; width * LANES]).collect(),
            counts: dense.widths().map(|_| 0).collect(),
        }
    }
}

/// Lists the places of values other than zero and tells how many there are.
fn list(values: &[f32x4], active: &mut [u32]) -> usize {
    let mut count = 0;
    for (at, value) in values.iter().enumerate() {
        // All four places are written, and as many counted as are no zeros: no branch to mispredict.
        let zeros = value.simd_eq(f32x4::ZERO).to_bitmask() & 15;
        let (lanes, there) = &PLACES[zeros as usize];
        let list = active[count..].first_chunk_mut::<LANES>();
        let list = list.expect("room for a whole group");
        for i in 0..LANES {
            list[i] = (at * LANES) as u32 + u32::from(lanes[i]);
        }
        count += usize::from(*there);
    }
    count
}

/// By which of four lanes are zero: the lanes that are not, in order, and how many they are.
const PLACES: [([u8; LANES], u8); 16] = {
    let mut table = [([0; LANES], 0); 16];
    let mut zeros = 0;
    while zeros < 16 {
        let mut lane = 0;
        while lane < LANES {
            if (zeros >> lane) & 1 == 0 {
                let (lanes, count) = &mut table[zeros];
                lanes[*count as usize] = lane as u8;
                *count += 1;
            }
            lane += 1;
        }
        zeros += 1;
    }
    table
};

/// `output = input · weights + biases`, of a sparse row and a matrix.
fn multiply(input: &[f32], active: &[u32], layer: &DenseLayer, output: &mut [f32x4]) {
    let width = output.len();
    let wide = width - width % WIDE;
    for column in (0..wide).step_by(WIDE) {
        columns::<WIDE>(input, active, layer, column, output);
    }
    for column in wide..width {
        columns::<1>(input, active, layer, column, output);
    }
}

fn columns<const N: usize>(
    input: &[f32],
    active: &[u32],
    layer: &DenseLayer,
    column: usize,
    output: &mut [f32x4],
) {
    let width = output.len();
    let mut sums: [f32x4; N] = std::array::from_fn(|i| layer.biases[column + i]);
    for &at in active {
        let at = at as usize;
        // SAFETY: `active` lists places in `input`, and the layer has a row of `width` weights for
        // each; `column + N` is at most `width`. Checking took a quarter of the time.
        let (value, weights) = unsafe {
            let row = at * width + column;
            let weights = layer.weights.get_unchecked(row..row + N);
            (
                *input.get_unchecked(at),
                weights.first_chunk::<N>().unwrap_unchecked(),
            )
        };
        let value = f32x4::splat(value);
        // Over arrays: a loop whose length the compiler does not know keeps its sums in memory.
        for i in 0..N {
            sums[i] += value * weights[i];
        }
    }
    output[column..column + N].copy_from_slice(&sums);
}

/// The logit of each row.
pub fn logits(layout: &Layout, parameters: &[f32], rows: &[f32]) -> Vec<f32> {
    let dense = Dense::new(layout, parameters);
    let mut row = Row::new(&dense);
    let inputs = rows.chunks_exact(layout.inputs());
    inputs.map(|input| dense.forward(input, &mut row)).collect()
}

/// The weighted loss of all rows and its gradient; see [`super::Kernels::loss_and_tape`].
pub fn loss(layout: &Layout, parameters: &[f32], rows: &[f32], targets: &[f32]) -> (f32, Vec<f32>) {
    let dense = Dense::new(layout, parameters);
    let mut row = Row::new(&dense);
    let mut deltas = row.values.clone();
    let mut gradient = Gradient::new(&dense);
    let mut loss = 0.0;
    let inputs = rows.chunks_exact(layout.inputs());
    for (input, target) in inputs.zip(targets.chunks_exact(2)) {
        let (sign, weight) = (target[0], target[1]);
        if weight == 0.0 {
            continue; // padding
        }
        let logit = dense.forward(input, &mut row);
        let (cross_entropy, slope) = cross_entropy(sign, logit);
        loss += f64::from(weight * cross_entropy);
        let slope = weight * slope;
        if slope.abs() >= NEGLIGIBLE {
            backward(&dense, &row, slope, &mut deltas, &mut gradient);
        }
    }
    (loss as f32, gradient.flat(&dense.head))
}

/// The gradient by the parameters of a [`Dense`].
struct Gradient {
    /// By the weights and the biases of each hidden layer.
    hidden: Vec<(Vec<f32x4>, Vec<f32x4>)>,
    /// By the weights and the bias of the head.
    head: (Vec<f32x4>, f32),
}

impl Gradient {
    fn new(dense: &Dense) -> Self {
        let zeros = |like: &Vec<f32x4>| vec![f32x4::ZERO; like.len()];
        let hidden = dense.hidden.iter();
        Self {
            hidden: hidden
                .map(|layer| (zeros(&layer.weights), zeros(&layer.biases)))
                .collect(),
            head: (zeros(&dense.head.weights), 0.0),
        }
    }

    /// The gradient in the order of the layout.
    fn flat(&self, head: &Head) -> Vec<f32> {
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

/// Adds the gradient of one row, from the derivative by its logit; `deltas` are overwritten.
fn backward(
    dense: &Dense,
    row: &Row,
    slope: f32,
    deltas: &mut [Vec<f32x4>],
    gradient: &mut Gradient,
) {
    let last = dense.hidden.len();
    add(slope, &row.values[last], &mut gradient.head.0);
    gradient.head.1 += slope;
    let slope = f32x4::splat(slope);
    for ((delta, &weight), value) in (deltas[last].iter_mut())
        .zip(&dense.head.weights)
        .zip(&row.values[last])
    {
        // Where ReLU gave zero, nothing goes back.
        *delta = slope * weight & !value.simd_eq(f32x4::ZERO);
    }
    for (at, layer) in dense.hidden.iter().enumerate().rev() {
        let (before, after) = deltas.split_at_mut(at + 1);
        let (back, delta) = (&mut before[at], &after[0]);
        let (weights, biases) = &mut gradient.hidden[at];
        add(1.0, delta, biases);
        back.fill(f32x4::ZERO);
        let back: &mut [f32] = bytemuck::cast_slice_mut(back);
        let values = floats(&row.values[at]);
        let width = delta.len();
        for &unit in &row.active[at][..row.counts[at]] {
            let unit = unit as usize;
            let place = unit * width..(unit + 1) * width;
            add(values[unit], delta, &mut weights[place.clone()]);
            // Nobody asks what the rows themselves should be.
            if at > 0 {
                back[unit] = dot(&layer.weights[place], delta);
            }
        }
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
