//! Widths and places count vectors of four numbers, and rows come in groups of four.

// A kernel's arguments are its interface; there is nothing to bundle them in. What is unrolled is counted.
#![allow(clippy::too_many_arguments, clippy::needless_range_loop)]

use cubecl::prelude::*;

use super::super::Shape;
use super::super::kernels::{behind, cross_entropies, logit_of, row_of, weights_of};

/// Copies picked rows of a table, four columns at a time.
#[cube(launch_unchecked)]
pub fn gather<N: Size>(
    table: &[Vector<f32, N>],
    picks: &[f32],
    rows: &mut [Vector<f32, N>],
    length: usize,
    columns: usize,
) {
    let at = ABSOLUTE_POS;
    if at < length {
        rows[at] = table[row_of(picks, at / columns) * columns + at % columns];
    }
}

/// A hidden layer for four rows and four units: `relu(input · weights + biases)`.
///
/// The first layer reads `rows`, a later one `hidden`, both at `from`. Not a number stays not a
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
            let at = from + 4 * group * inputs + input;
            let x = if first { rows[at] } else { hidden[at] };
            let at = at + inputs;
            let y = if first { rows[at] } else { hidden[at] };
            let at = at + inputs;
            let z = if first { rows[at] } else { hidden[at] };
            let at = at + inputs;
            let w = if first { rows[at] } else { hidden[at] };
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
    weights_by_row: &[f32],
    picks: &[f32],
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
        let by_row = weights_of::<N>(weights_by_row, picks, group);
        let (loss, slopes) = cross_entropies::<N>(logits, by_row);
        losses[group] = loss;
        #[unroll]
        for row in 0..4usize {
            let slope = slopes.extract(row);
            let mut delta = zero;
            if two {
                delta.insert(0usize, -slope);
                delta.insert(1usize, slope);
            } else {
                delta.insert(0usize, slope);
            }
            deltas[to + 4 * group + row] = delta;
        }
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
/// The second dimension of the dispatch is the layer.
#[cube(launch_unchecked)]
pub fn gradient<N: Size>(
    rows: &[Vector<f32, N>],
    hidden: &[Vector<f32, N>],
    deltas: &[Vector<f32, N>],
    upstream: &[f32],
    gradient: &mut [Vector<f32, N>],
    count: usize,
    #[comptime] layers: Vec<Shape>,
) {
    let layer = CUBE_POS_Y as usize;
    let mut inputs = 0usize;
    let mut outputs = 1usize;
    let mut weights = 0usize;
    let mut from = 0usize;
    let mut to = 0usize;
    #[unroll]
    for at in 0..comptime!(layers.len()) {
        if layer == at {
            inputs = comptime!(layers[at].inputs);
            outputs = comptime!(layers[at].outputs);
            weights = comptime!(layers[at].weights);
            from = count * comptime!(layers[at].from);
            to = count * comptime!(layers[at].to);
        }
    }
    let input = ABSOLUTE_POS_X as usize / outputs;
    let output = ABSOLUTE_POS_X as usize % outputs;
    let mut a = Vector::<f32, N>::new(0.0);
    let mut b = a;
    let mut c = a;
    let mut d = a;
    if input < inputs {
        for row in 0..count {
            let delta = deltas[to + row * outputs + output] * Vector::new(upstream[row]);
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
        gradient[at] = a;
        gradient[at + outputs] = b;
        gradient[at + 2 * outputs] = c;
        gradient[at + 3 * outputs] = d;
    } else if input == inputs {
        for row in 0..count {
            a += deltas[to + row * outputs + output] * Vector::new(upstream[row]);
        }
        gradient[weights + 4 * inputs * outputs + output] = a;
    }
}
