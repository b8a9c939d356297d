//! Buffers are vectors of four rows, but for the parameters, which are vectors of four outputs. A column has
//! `groups` vectors; widths count vectors of four units, and `from` and `to` are where a layer's inputs and
//! outputs begin.

// A kernel's arguments are its interface; there is nothing to bundle them in. What is unrolled is counted.
#![allow(clippy::too_many_arguments, clippy::needless_range_loop)]

use cubecl::prelude::*;

use super::super::Shape;
use super::super::kernels::{behind, cross_entropies, logit_of, row_of, weights_of};
use super::{ACROSS, BLOCK, DOWN, TILE, UNITS};

/// A workgroup's block in memory has one vector more a column than it needs, so that neighbours that read
/// neighbouring columns read from different banks.
const STRIDE: usize = BLOCK + 1;

/// Rows of the table as columns: those that are picked, or those from the `first` one on.
#[cube(launch_unchecked)]
pub fn gather<N: Size>(
    table: &[f32],
    picks: &[f32],
    values: &mut [Vector<f32, N>],
    groups: usize,
    columns: usize,
    first: usize,
    #[comptime] picked: bool,
) {
    let column = ABSOLUTE_POS / groups;
    let group = ABSOLUTE_POS % groups;
    if column < columns {
        let mut value = Vector::<f32, N>::new(0.0);
        #[unroll]
        for lane in 0..4usize {
            let mut row = first + 4 * group + lane;
            if picked {
                row = row_of(picks, 4 * group + lane);
            }
            value.insert(lane, table[row * columns + column]);
        }
        values[ABSOLUTE_POS] = value;
    }
}

/// Of this invocation's workgroup: its four rows and its vector of units. Neighbours have neighbouring rows.
#[cube]
fn place(across: usize) -> (usize, usize) {
    let workgroup = CUBE_POS;
    let unit = UNIT_POS as usize;
    (
        workgroup % across * ACROSS + unit % ACROSS,
        workgroup / across * DOWN + unit / ACROSS,
    )
}

/// A hidden layer for four rows and four units: `relu(input · weights + biases)`.
///
/// Not a number stays not a number, which WGSL's own `max` would make 0, and of a lost run one that looks
/// sound.
#[cube(launch_unchecked)]
pub fn hidden_layer<N: Size>(
    parameters: &[Vector<f32, N>],
    values: &mut [Vector<f32, N>],
    groups: usize,
    across: usize,
    inputs: usize,
    outputs: usize,
    weights: usize,
    from: usize,
    to: usize,
) {
    let (group, unit) = place(across);
    if group < groups && unit < outputs {
        let zero = Vector::<f32, N>::new(0.0);
        let biases = parameters[weights + 4 * inputs * outputs + unit];
        let mut a = Vector::<f32, N>::new(biases.extract(0usize));
        let mut b = Vector::<f32, N>::new(biases.extract(1usize));
        let mut c = Vector::<f32, N>::new(biases.extract(2usize));
        let mut d = Vector::<f32, N>::new(biases.extract(3usize));
        for input in 0..4 * inputs {
            let x = values[from + input * groups + group];
            let weight = parameters[weights + input * outputs + unit];
            a += x * Vector::new(weight.extract(0usize));
            b += x * Vector::new(weight.extract(1usize));
            c += x * Vector::new(weight.extract(2usize));
            d += x * Vector::new(weight.extract(3usize));
        }
        let at = to + 4 * unit * groups + group;
        values[at] = max_nan(a, zero);
        values[at + groups] = max_nan(b, zero);
        values[at + 2 * groups] = max_nan(c, zero);
        values[at + 3 * groups] = max_nan(d, zero);
    }
}

/// The logits of four rows.
#[cube]
fn logits_of<N: Size>(
    values: &[Vector<f32, N>],
    parameters: &[Vector<f32, N>],
    group: usize,
    groups: usize,
    inputs: usize,
    weights: usize,
    from: usize,
    #[comptime] two: bool,
) -> Vector<f32, N> {
    // The last layer has four outputs, of which one or two mean something.
    let bias = logit_of::<N>(parameters[weights + 4 * inputs], two);
    let mut logits = Vector::<f32, N>::new(bias);
    for input in 0..4 * inputs {
        let weight = logit_of::<N>(parameters[weights + input], two);
        logits += values[from + input * groups + group] * Vector::new(weight);
    }
    logits
}

/// The logits of four rows.
#[cube(launch_unchecked)]
pub fn logits<N: Size>(
    values: &[Vector<f32, N>],
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
        logits[group] = logits_of::<N>(
            values, parameters, group, groups, inputs, weights, from, two,
        );
    }
}

/// The weighted losses of four rows, and their derivatives by the outputs of the last layer and,
/// behind ReLU, by those of the layer before it.
#[cube(launch_unchecked)]
pub fn losses<N: Size>(
    values: &[Vector<f32, N>],
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
        let logits = logits_of::<N>(
            values, parameters, group, groups, inputs, weights, from, two,
        );
        let by_row = weights_of::<N>(weights_by_row, picks, group);
        let (loss, slopes) = cross_entropies::<N>(logits, by_row);
        losses[group] = loss;
        let zero = Vector::<f32, N>::new(0.0);
        let mut first = slopes;
        let mut second = zero;
        if two {
            first = zero - slopes;
            second = slopes;
        }
        let at = to + group;
        deltas[at] = first;
        deltas[at + groups] = second;
        deltas[at + 2 * groups] = zero;
        deltas[at + 3 * groups] = zero;
        if behind_relu {
            for input in 0..4 * inputs {
                let at = from + input * groups + group;
                let weight = logit_of::<N>(parameters[weights + input], two);
                deltas[at] = behind::<N>(slopes * Vector::new(weight), values[at]);
            }
        }
    }
}

/// Derivatives by four inputs of a layer of four rows, behind the ReLU that made these inputs.
///
/// `values` and `deltas` have the layer's inputs at `to`; `deltas` has its outputs at `from`.
#[cube(launch_unchecked)]
pub fn back_layer<N: Size>(
    values: &[Vector<f32, N>],
    parameters: &[Vector<f32, N>],
    deltas: &mut [Vector<f32, N>],
    groups: usize,
    across: usize,
    inputs: usize,
    outputs: usize,
    weights: usize,
    from: usize,
    to: usize,
) {
    let (group, input) = place(across);
    if group < groups && input < inputs {
        let mut a = Vector::<f32, N>::new(0.0);
        let mut b = a;
        let mut c = a;
        let mut d = a;
        for output in 0..outputs {
            let row = weights + 4 * input * outputs + output;
            let by_a = parameters[row];
            let by_b = parameters[row + outputs];
            let by_c = parameters[row + 2 * outputs];
            let by_d = parameters[row + 3 * outputs];
            #[unroll]
            for lane in 0..4usize {
                let delta = deltas[from + (4 * output + lane) * groups + group];
                a += delta * Vector::new(by_a.extract(lane));
                b += delta * Vector::new(by_b.extract(lane));
                c += delta * Vector::new(by_c.extract(lane));
                d += delta * Vector::new(by_d.extract(lane));
            }
        }
        let at = to + 4 * input * groups + group;
        deltas[at] = behind::<N>(a, values[at]);
        deltas[at + groups] = behind::<N>(b, values[at + groups]);
        deltas[at + 2 * groups] = behind::<N>(c, values[at + 2 * groups]);
        deltas[at + 3 * groups] = behind::<N>(d, values[at + 3 * groups]);
    }
}

/// A tile of the gradient, over a slice of the rows.
///
/// The first dimension of the dispatch counts the tiles of all layers, the second the slices, each of
/// `blocks` blocks of [`BLOCK`] groups. An invocation has four inputs and four outputs of the tile, eight
/// apart, so that neighbours write neighbours.
#[cube(launch_unchecked)]
pub fn gradient<N: Size>(
    values: &[Vector<f32, N>],
    deltas: &[Vector<f32, N>],
    upstream: &[Vector<f32, N>],
    gradient: &mut [f32],
    groups: usize,
    blocks: usize,
    length: usize,
    #[comptime] layers: Vec<Shape>,
) {
    let mut tile = CUBE_POS_X as usize;
    let mut inputs = 0usize;
    let mut outputs = 0usize;
    let mut weights = 0usize;
    let mut from = 0usize;
    let mut to = 0usize;
    let mut first_input = 0usize;
    let mut first_output = 0usize;
    let mut found = false;
    #[unroll]
    for at in 0..comptime!(layers.len()) {
        let tiles = comptime!(layers[at].tiles());
        if !found {
            if tile < tiles {
                found = true;
                inputs = comptime!(4 * layers[at].inputs);
                outputs = comptime!(4 * layers[at].outputs);
                weights = comptime!(4 * layers[at].weights);
                from = groups * comptime!(4 * layers[at].from);
                to = groups * comptime!(4 * layers[at].to);
                first_input = tile / comptime!(layers[at].tiles_across()) * TILE;
                first_output = tile % comptime!(layers[at].tiles_across()) * TILE;
            } else {
                tile -= tiles;
            }
        }
    }

    let unit = UNIT_POS as usize;
    let (down, across) = (unit / 8, unit % 8);
    let mut x = Shared::<[Vector<f32, N>]>::new_slice(comptime!(TILE * STRIDE));
    let mut d = Shared::<[Vector<f32, N>]>::new_slice(comptime!(TILE * STRIDE));
    let zero = Vector::<f32, N>::new(0.0);
    // Four inputs by four outputs, of each four sums that are added up at the end.
    let mut sums = Array::<Vector<f32, N>>::new(16usize);
    let mut bias = Array::<Vector<f32, N>>::new(4usize);
    #[unroll]
    for i in 0..16usize {
        sums[i] = zero;
    }
    #[unroll]
    for i in 0..4usize {
        bias[i] = zero;
    }
    for block in 0..blocks {
        let start = (CUBE_POS_Y as usize * blocks + block) * BLOCK;
        #[unroll]
        for part in 0..comptime!(TILE * BLOCK / UNITS) {
            let at = part * UNITS + unit;
            let column = at / BLOCK;
            let group = start + at % BLOCK;
            let mut value = zero;
            let mut delta = zero;
            if group < groups {
                if first_input + column < inputs {
                    value = values[from + (first_input + column) * groups + group];
                }
                if first_output + column < outputs {
                    delta = deltas[to + (first_output + column) * groups + group] * upstream[group];
                }
            }
            x[column * STRIDE + at % BLOCK] = value;
            d[column * STRIDE + at % BLOCK] = delta;
        }
        sync_cube();
        for row in 0..BLOCK {
            #[unroll]
            for j in 0..4usize {
                let delta = d[(across + 8 * j) * STRIDE + row];
                #[unroll]
                for i in 0..4usize {
                    sums[4 * i + j] += x[(down + 8 * i) * STRIDE + row] * delta;
                }
                bias[j] += delta;
            }
        }
        sync_cube();
    }

    let part = CUBE_POS_Y as usize * length + weights;
    #[unroll]
    for j in 0..4usize {
        let output = first_output + across + 8 * j;
        #[unroll]
        for i in 0..4usize {
            let input = first_input + down + 8 * i;
            if input < inputs && output < outputs {
                gradient[part + input * outputs + output] = sum_of::<N>(sums[4 * i + j]);
            }
        }
        if first_input + down == 0 && output < outputs {
            gradient[part + inputs * outputs + output] = sum_of::<N>(bias[j]);
        }
    }
}

#[cube]
fn sum_of<N: Size>(values: Vector<f32, N>) -> f32 {
    (values.extract(0usize) + values.extract(1usize))
        + (values.extract(2usize) + values.extract(3usize))
}
