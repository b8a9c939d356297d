//! What the kernels of both ways share.

// A kernel's arguments are its interface; there is nothing to bundle them in.
#![allow(clippy::too_many_arguments)]

use cubecl::prelude::*;

/// The logit that the outputs make: the one, or the difference of the two.
#[cube]
pub fn logit_of<N: Size>(outputs: Vector<f32, N>, #[comptime] two: bool) -> f32 {
    let mut logit = outputs.extract(0usize);
    if two {
        logit = outputs.extract(1usize) - outputs.extract(0usize);
    }
    logit
}

/// What of a derivative goes back through ReLU.
#[cube]
pub fn behind<N: Size>(slope: Vector<f32, N>, output: Vector<f32, N>) -> Vector<f32, N> {
    let mut passed = slope;
    #[unroll]
    for lane in 0..4usize {
        if output.extract(lane) <= 0.0 {
            passed.insert(lane, 0.0);
        }
    }
    passed
}

/// The weighted cross-entropies of four rows with these logits, and their derivatives by the logits; a
/// benign row has a negative weight.
#[cube]
pub fn cross_entropies<N: Size>(
    logits: Vector<f32, N>,
    weights: Vector<f32, N>,
) -> (Vector<f32, N>, Vector<f32, N>) {
    let mut losses = Vector::<f32, N>::new(0.0);
    let mut slopes = Vector::<f32, N>::new(0.0);
    #[unroll]
    for row in 0..4usize {
        let weight = weights.extract(row);
        let mut towards = logits.extract(row);
        if weight < 0.0 {
            towards = -towards;
        }
        let small = (-towards.abs()).exp();
        let sigmoid = 1.0 / (1.0 + small);
        let mut slope = sigmoid;
        let mut linear = -towards;
        if towards >= 0.0 {
            slope = small * sigmoid;
            linear = 0.0;
        }
        losses.insert(row, weight.abs() * (linear + (1.0 + small).ln()));
        slopes.insert(row, -weight * slope);
    }
    (losses, slopes)
}

/// The weights of four picked rows.
#[cube]
pub fn weights_of<N: Size>(weights: &[f32], picks: &[f32], group: usize) -> Vector<f32, N> {
    let mut picked = Vector::<f32, N>::new(0.0);
    #[unroll]
    for lane in 0..4usize {
        picked.insert(lane, weights[row_of(picks, 4 * group + lane)]);
    }
    picked
}

/// The number of a picked row.
#[cube]
pub fn row_of(picks: &[f32], pick: usize) -> usize {
    u32::cast_from(picks[pick]) as usize
}

/// One step of Adam for four parameters, whose gradient comes in parts.
#[cube(launch_unchecked)]
pub fn adam<N: Size>(
    parameters: &[Vector<f32, N>],
    gradient: &[Vector<f32, N>],
    first: &mut [Vector<f32, N>],
    second: &mut [Vector<f32, N>],
    next: &mut [Vector<f32, N>],
    length: usize,
    parts: usize,
    rate: f32,
    epsilon: f32,
    beta1: f32,
    beta2: f32,
    first_correction: f32,
    second_correction: f32,
) {
    let at = ABSOLUTE_POS;
    if at < length {
        let mut slope = gradient[at];
        for part in 1..parts {
            slope += gradient[part * length + at];
        }
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
