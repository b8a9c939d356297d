//! The kernels. All buffers are vectors of four numbers; widths and places count such vectors,
//! and rows come in groups of four.

// A kernel's arguments are its interface; there is nothing to bundle them in.
#![allow(clippy::too_many_arguments)]

use cubecl::prelude::*;

/// A hidden layer for four rows and four units: `relu(input · weights + biases)`.
///
/// The first layer reads `rows`, a later one what is in `hidden` at `from`. Not a number stays not a
/// number, which WGSL's own `max` would make 0, and of a lost run one that looks sound.
#[cube(launch_unchecked)]
pub fn hidden_layer<N: Size>(
    rows: &[Vector<f32, N>],
    parameters: &[Vector<f32, N>],
    hidden: &mut [Vector<f32, N>],
    groups: usize,
    inputs: usize,
    outputs: usize,
    weights: usize,
    from: usize,
    to: usize,
    #[comptime] first: bool,
) {
    let group = ABSOLUTE_POS / outputs;
    let unit = ABSOLUTE_POS % outputs;
    if group < groups {
        let biases = weights + 4 * inputs * outputs;
        let zero = Vector::<f32, N>::new(0.0);
        let mut a = parameters[biases + unit];
        let mut b = a;
        let mut c = a;
        let mut d = a;
        for input in 0..inputs {
            let at = 4 * group * inputs + input;
            let x = if first { rows[at] } else { hidden[from + at] };
            let at = at + inputs;
            let y = if first { rows[at] } else { hidden[from + at] };
            let at = at + inputs;
            let z = if first { rows[at] } else { hidden[from + at] };
            let at = at + inputs;
            let w = if first { rows[at] } else { hidden[from + at] };
            #[unroll]
            for lane in 0..4usize {
                let weight = parameters[weights + (4 * input + lane) * outputs + unit];
                a += Vector::new(x.extract(lane)) * weight;
                b += Vector::new(y.extract(lane)) * weight;
                c += Vector::new(z.extract(lane)) * weight;
                d += Vector::new(w.extract(lane)) * weight;
            }
        }
        let at = to + 4 * group * outputs + unit;
        hidden[at] = max_nan(a, zero);
        hidden[at + outputs] = max_nan(b, zero);
        hidden[at + 2 * outputs] = max_nan(c, zero);
        hidden[at + 3 * outputs] = max_nan(d, zero);
    }
}

/// The logits of four rows, from the inputs of the last layer at `from`.
#[cube]
fn logits_of<N: Size>(
    input: &[Vector<f32, N>],
    parameters: &[Vector<f32, N>],
    group: usize,
    inputs: usize,
    weights: usize,
    from: usize,
    #[comptime] two: bool,
) -> Vector<f32, N> {
    // The last layer has four outputs, of which one or two mean something.
    let bias = parameters[weights + 4 * inputs];
    let mut logits = Vector::<f32, N>::new(logit_of::<N>(bias, two));
    let mut a = bias;
    let mut b = bias;
    let mut c = bias;
    let mut d = bias;
    for column in 0..inputs {
        let at = from + 4 * group * inputs + column;
        let x = input[at];
        let y = input[at + inputs];
        let z = input[at + 2 * inputs];
        let w = input[at + 3 * inputs];
        #[unroll]
        for lane in 0..4usize {
            let weight = parameters[weights + 4 * column + lane];
            a += Vector::new(x.extract(lane)) * weight;
            b += Vector::new(y.extract(lane)) * weight;
            c += Vector::new(z.extract(lane)) * weight;
            d += Vector::new(w.extract(lane)) * weight;
        }
    }
    logits.insert(0usize, logit_of::<N>(a, two));
    logits.insert(1usize, logit_of::<N>(b, two));
    logits.insert(2usize, logit_of::<N>(c, two));
    logits.insert(3usize, logit_of::<N>(d, two));
    logits
}

/// The logit that the outputs make: the one, or the difference of the two.
#[cube]
fn logit_of<N: Size>(outputs: Vector<f32, N>, #[comptime] two: bool) -> f32 {
    let mut logit = outputs.extract(0usize);
    if two {
        logit = outputs.extract(1usize) - outputs.extract(0usize);
    }
    logit
}

/// The logits of four rows.
#[cube(launch_unchecked)]
pub fn logits<N: Size>(
    input: &[Vector<f32, N>],
    parameters: &[Vector<f32, N>],
    logits: &mut [Vector<f32, N>],
    groups: usize,
    inputs: usize,
    weights: usize,
    from: usize,
    #[comptime] two: bool,
) {
    let group = ABSOLUTE_POS;
    if group < groups {
        logits[group] = logits_of::<N>(input, parameters, group, inputs, weights, from, two);
    }
}

/// The weighted losses of four rows, and their derivatives by the outputs of the last layer and,
/// behind ReLU, by those of the layer before it.
#[cube(launch_unchecked)]
pub fn loss<N: Size>(
    input: &[Vector<f32, N>],
    parameters: &[Vector<f32, N>],
    targets: &[Vector<f32, N>],
    losses: &mut [Vector<f32, N>],
    deltas: &mut [Vector<f32, N>],
    groups: usize,
    inputs: usize,
    weights: usize,
    from: usize,
    to: usize,
    #[comptime] two: bool,
    #[comptime] behind_relu: bool,
) {
    let group = ABSOLUTE_POS;
    if group < groups {
        let logits = logits_of::<N>(input, parameters, group, inputs, weights, from, two);
        let zero = Vector::<f32, N>::new(0.0);
        let mut loss = zero;
        let mut slopes = zero;
        #[unroll]
        for row in 0..4usize {
            // Two rows a vector: sign, weight, sign, weight.
            let pair = targets[2 * group + row / 2];
            let sign = pair.extract(2 * (row % 2));
            let weight = pair.extract(2 * (row % 2) + 1);
            let towards = sign * logits.extract(row);
            let small = (-towards.abs()).exp();
            let sigmoid = 1.0 / (1.0 + small);
            let mut slope = sigmoid;
            let mut linear = -towards;
            if towards >= 0.0 {
                slope = small * sigmoid;
                linear = 0.0;
            }
            slope *= -sign * weight;
            loss.insert(row, weight * (linear + (1.0 + small).ln()));
            slopes.insert(row, slope);
            let mut delta = zero;
            if two {
                delta.insert(0usize, -slope);
                delta.insert(1usize, slope);
            } else {
                delta.insert(0usize, slope);
            }
            deltas[to + 4 * group + row] = delta;
        }
        losses[group] = loss;
        if behind_relu {
            for column in 0..inputs {
                let mut weight = zero;
                #[unroll]
                for lane in 0..4usize {
                    let outputs = parameters[weights + 4 * column + lane];
                    weight.insert(lane, logit_of::<N>(outputs, two));
                }
                #[unroll]
                for row in 0..4usize {
                    let at = from + (4 * group + row) * inputs + column;
                    let slope = Vector::new(slopes.extract(row)) * weight;
                    deltas[at] = behind::<N>(slope, input[at]);
                }
            }
        }
    }
}

/// What of a derivative goes back through ReLU.
#[cube]
fn behind<N: Size>(slope: Vector<f32, N>, output: Vector<f32, N>) -> Vector<f32, N> {
    let mut passed = slope;
    #[unroll]
    for lane in 0..4usize {
        if output.extract(lane) <= 0.0 {
            passed.insert(lane, 0.0);
        }
    }
    passed
}

/// The sum of all losses, by one workgroup of `units` invocations.
#[cube(launch_unchecked)]
pub fn sum<N: Size>(
    losses: &[Vector<f32, N>],
    sum: &mut [f32],
    groups: usize,
    #[comptime] units: usize,
) {
    let mut partial = Shared::<[f32]>::new_slice(units);
    let mut part = Vector::<f32, N>::new(0.0);
    let mut at = UNIT_POS as usize;
    while at < groups {
        part += losses[at];
        at += units;
    }
    partial[UNIT_POS as usize] =
        part.extract(0usize) + part.extract(1usize) + part.extract(2usize) + part.extract(3usize);
    sync_cube();
    if UNIT_POS == 0 {
        let mut total = 0.0f32;
        for unit in 0..units {
            total += partial[unit];
        }
        sum[0] = total;
    }
}

/// Derivatives by four inputs of a layer of four rows, behind the ReLU that made these inputs.
///
/// `hidden` and `deltas` have the layer's inputs at `to`; `deltas` has its outputs at `from`.
#[cube(launch_unchecked)]
pub fn back_layer<N: Size>(
    hidden: &[Vector<f32, N>],
    parameters: &[Vector<f32, N>],
    deltas: &mut [Vector<f32, N>],
    groups: usize,
    inputs: usize,
    outputs: usize,
    weights: usize,
    from: usize,
    to: usize,
) {
    let group = ABSOLUTE_POS / inputs;
    let input = ABSOLUTE_POS % inputs;
    if group < groups {
        let zero = Vector::<f32, N>::new(0.0);
        let mut a = zero;
        let mut b = zero;
        let mut c = zero;
        let mut d = zero;
        for output in 0..outputs {
            let at = from + 4 * group * outputs + output;
            let x = deltas[at];
            let y = deltas[at + outputs];
            let z = deltas[at + 2 * outputs];
            let w = deltas[at + 3 * outputs];
            #[unroll]
            for lane in 0..4usize {
                let weight = parameters[weights + (4 * input + lane) * outputs + output];
                a.insert(lane, a.extract(lane) + dot_of::<N>(x, weight));
                b.insert(lane, b.extract(lane) + dot_of::<N>(y, weight));
                c.insert(lane, c.extract(lane) + dot_of::<N>(z, weight));
                d.insert(lane, d.extract(lane) + dot_of::<N>(w, weight));
            }
        }
        let at = to + 4 * group * inputs + input;
        deltas[at] = behind::<N>(a, hidden[at]);
        deltas[at + inputs] = behind::<N>(b, hidden[at + inputs]);
        deltas[at + 2 * inputs] = behind::<N>(c, hidden[at + 2 * inputs]);
        deltas[at + 3 * inputs] = behind::<N>(d, hidden[at + 3 * inputs]);
    }
}

#[cube]
fn dot_of<N: Size>(a: Vector<f32, N>, b: Vector<f32, N>) -> f32 {
    let product = a * b;
    (product.extract(0usize) + product.extract(1usize))
        + (product.extract(2usize) + product.extract(3usize))
}

/// The gradient by the weights of four inputs and four outputs, or by four biases, over all rows.
///
/// The second dimension of the dispatch is the layer; `table` has of each its inputs, outputs,
/// weights, and where its inputs (but for the first layer) and its outputs lie.
#[cube(launch_unchecked)]
pub fn gradient<N: Size>(
    rows: &[Vector<f32, N>],
    hidden: &[Vector<f32, N>],
    deltas: &[Vector<f32, N>],
    upstream: &[f32],
    table: &[u32],
    gradient: &mut [Vector<f32, N>],
    count: usize,
) {
    let layer = CUBE_POS_Y as usize;
    let inputs = table[5 * layer] as usize;
    let outputs = table[5 * layer + 1] as usize;
    let weights = table[5 * layer + 2] as usize;
    let from = table[5 * layer + 3] as usize;
    let to = table[5 * layer + 4] as usize;
    let input = ABSOLUTE_POS_X as usize / outputs;
    let output = ABSOLUTE_POS_X as usize % outputs;
    let scale = Vector::<f32, N>::new(upstream[0]);
    let mut a = Vector::<f32, N>::new(0.0);
    let mut b = a;
    let mut c = a;
    let mut d = a;
    if input < inputs {
        for row in 0..count {
            let delta = deltas[to + row * outputs + output];
            let at = row * inputs + input;
            let x = if layer == 0 {
                rows[at]
            } else {
                hidden[from + at]
            };
            a += Vector::new(x.extract(0usize)) * delta;
            b += Vector::new(x.extract(1usize)) * delta;
            c += Vector::new(x.extract(2usize)) * delta;
            d += Vector::new(x.extract(3usize)) * delta;
        }
        let at = weights + 4 * input * outputs + output;
        gradient[at] = a * scale;
        gradient[at + outputs] = b * scale;
        gradient[at + 2 * outputs] = c * scale;
        gradient[at + 3 * outputs] = d * scale;
    } else if input == inputs {
        for row in 0..count {
            a += deltas[to + row * outputs + output];
        }
        gradient[weights + 4 * inputs * outputs + output] = a * scale;
    }
}

/// One step of Adam for four parameters.
#[cube(launch_unchecked)]
pub fn adam<N: Size>(
    parameters: &[Vector<f32, N>],
    gradient: &[Vector<f32, N>],
    first: &mut [Vector<f32, N>],
    second: &mut [Vector<f32, N>],
    next: &mut [Vector<f32, N>],
    length: usize,
    rate: f32,
    epsilon: f32,
    beta1: f32,
    beta2: f32,
    first_correction: f32,
    second_correction: f32,
) {
    let at = ABSOLUTE_POS;
    if at < length {
        let slope = gradient[at];
        let one = Vector::<f32, N>::new(1.0);
        let beta1 = Vector::<f32, N>::new(beta1);
        let beta2 = Vector::<f32, N>::new(beta2);
        let mean = beta1 * first[at] + (one - beta1) * slope;
        let square = beta2 * second[at] + (one - beta2) * (slope * slope);
        first[at] = mean;
        second[at] = square;
        let mean = mean * Vector::new(first_correction);
        let root = (square * Vector::new(second_correction)).sqrt();
        next[at] = parameters[at] - Vector::new(rate) * mean / (root + Vector::new(epsilon));
    }
}
