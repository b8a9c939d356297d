use std::rc::Rc;

use bethscope::batches::{Dealer, likeness};
use bethscope::device::Compute;
use bethscope::distinct::DataSet;
use bethscope::features::{Encoder, Recipe};
use bethscope::reconstruct::Split;
use bethscope::rows::Row;
use bethscope::score::read;
use bethscope::train::Training;
use proptest::prelude::*;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use super::made;
use super::run::{config, now, train};

/// The weight that each row gets in each batch of an epoch.
fn epoch(dealer: &Dealer, rows: usize, seed: u64) -> Vec<Vec<f64>> {
    let deal = dealer.deal(&mut ChaCha8Rng::seed_from_u64(seed));
    let batches = (0..dealer.batches()).map(|batch| {
        let mut weights = vec![0.0; rows];
        let dealt: Vec<_> = dealer.batch(&deal, batch).collect();
        assert!(dealt.len() <= dealer.slots());
        for (row, weight) in dealt {
            weights[row] += f64::from(weight);
        }
        weights
    });
    batches.collect()
}

/// A dealer that knows nothing of which rows are alike.
fn dealer(weights: &[f64], file_rows: u64, batch: usize) -> Dealer {
    Dealer::new(weights, file_rows, batch, |row| row)
}

proptest! {
    /// Averaged over the batches of an epoch, each row has exactly its share of the mean loss.
    #[test]
    fn an_epoch_counts_every_row_by_its_weight(
        counts in prop::collection::vec(1..2000u32, 1..60),
        batch in 1..600usize,
        class in 0.01..100.0f64,
        seed in any::<u64>(),
    ) {
        let weights: Vec<f64> = counts.iter().enumerate()
            .map(|(i, &count)| f64::from(count) * if i % 3 == 0 { class } else { 1.0 }).collect();
        let rows: u64 = counts.iter().map(|&count| u64::from(count)).sum();
        let dealer = dealer(&weights, rows, batch);
        prop_assert_eq!(dealer.batches() as u64, rows.div_ceil(batch as u64));
        let epoch = epoch(&dealer, weights.len(), seed);
        let total: f64 = weights.iter().sum();
        for (row, weight) in weights.iter().enumerate() {
            let mean = epoch.iter().map(|batch| batch[row]).sum::<f64>() / epoch.len() as f64;
            prop_assert!((mean * total / weight - 1.0).abs() < 1e-5);
        }
    }
}

/// Averaged over epochs, any one batch has the mean loss as its expectation.
#[test]
fn the_first_batch_is_unbiased() {
    let weights = [900.0, 1.0, 50.0, 7.0, 42.0];
    let dealer = dealer(&weights, 1000, 100);
    const EPOCHS: u64 = 20_000;
    let mut sums = [0.0; 5];
    for seed in 0..EPOCHS {
        let first = &epoch(&dealer, 5, seed)[0];
        sums.iter_mut().zip(first).for_each(|(sum, x)| *sum += x);
    }
    for (sum, weight) in sums.iter().zip(weights) {
        let (mean, want) = (sum / EPOCHS as f64, weight / 1000.0);
        // The rarest row is in one batch of ten: standard error 2 % of its share.
        assert!((mean / want - 1.0).abs() < 0.1, "{mean} and {want}");
    }
}

#[test]
fn without_repetitions_every_batch_has_its_rows_once() {
    let dealer = dealer(&[1.0; 1000], 1000, 100);
    assert_eq!((dealer.batches(), dealer.slots()), (10, 100));
    let epochs = [1, 2].map(|seed| epoch(&dealer, 1000, seed));
    for batch in epochs.iter().flatten() {
        let hundredth = f64::from(0.01f32);
        assert_eq!(
            batch.iter().filter(|weight| **weight == hundredth).count(),
            100
        );
    }
    assert_ne!(epochs[0], epochs[1]);
}

/// A row that is nine tenths of the file is in every batch, and fills none.
#[test]
fn frequent_rows_are_spread_evenly() {
    let dealer = dealer(&[500.0, 9000.0, 500.0], 10_000, 256);
    for batch in epoch(&dealer, 3, 1) {
        assert!((batch[1] - 0.9).abs() < 1e-6);
    }
    assert!(dealer.slots() <= 3);
}

/// The gradients of the rows' losses by the weights and the bias of a logistic regression, in f64.
fn gradients(data: &DataSet, parameters: &[f64; 8]) -> Vec<[f64; 8]> {
    let counted = data.rows().iter().map(|row| &row.features);
    let encoder = Encoder::fit(Recipe::Standard, counted.zip(data.counts().iter().copied()));
    let of_row = |row: &Row| {
        let mut inputs = Vec::new();
        encoder.encode(&row.features, &mut inputs);
        inputs.push(1.0);
        let products = inputs.iter().zip(parameters);
        let logit: f64 = products
            .map(|(&x, parameter)| f64::from(x) * parameter)
            .sum();
        let label = f64::from(u8::from(row.labels.sus == Some(true)));
        let error = 1.0 / (1.0 + (-logit).exp()) - label;
        std::array::from_fn(|i| error * f64::from(inputs[i]))
    };
    data.rows().iter().map(of_row).collect()
}

/// The mean square of how far the batches' sums of `of_rows` lie from the mean over the file.
fn variance(dealer: &Dealer, counts: &[u32], of_rows: &[[f64; 8]]) -> f64 {
    const BATCHES: usize = 6000;
    let rows: f64 = counts.iter().map(|&count| f64::from(count)).sum();
    let mut mean = [0.0; 8];
    for (values, &count) in of_rows.iter().zip(counts) {
        (0..8).for_each(|i| mean[i] += f64::from(count) / rows * values[i]);
    }
    let (mut squares, mut batches) = (0.0, 0);
    for seed in 0.. {
        let deal = dealer.deal(&mut ChaCha8Rng::seed_from_u64(seed));
        for batch in 0..dealer.batches() {
            let mut apart = mean.map(|mean| -mean);
            for (row, weight) in dealer.batch(&deal, batch) {
                (0..8).for_each(|i| apart[i] += f64::from(weight) * of_rows[row][i]);
            }
            squares += apart.iter().map(|x| x * x).sum::<f64>();
        }
        batches += dealer.batches();
        if batches >= BATCHES {
            break;
        }
    }
    squares / batches as f64
}

/// The same of `batch` file rows drawn without replacement, by the formula of textbooks.
fn variance_of_shuffled(batch: usize, counts: &[u32], of_rows: &[[f64; 8]]) -> f64 {
    let rows: f64 = counts.iter().map(|&count| f64::from(count)).sum();
    let of_rows = || {
        of_rows
            .iter()
            .zip(counts.iter().map(|&count| f64::from(count) / rows))
    };
    let variance = |i: usize| {
        let mean: f64 = of_rows().map(|(values, share)| share * values[i]).sum();
        let squares = of_rows().map(|(values, share)| share * (values[i] - mean).powi(2));
        squares.sum::<f64>()
    };
    let batch = batch as f64;
    (0..8).map(variance).sum::<f64>() / batch * (rows - batch) / (rows - 1.0)
}

/// Weights and bias of a logistic regression after an epoch of so large batches.
fn trained(data: &Rc<DataSet>, batch: usize) -> [f64; 8] {
    let config = config(&format!(
        r#"{{"preset": "pytorch", "recipe": "standard", "hidden": [], "epochs": 1, "batch": {batch},
            "learningRate": 0.001}}"#
    ));
    let training = Training::new(data.clone(), Some(data.clone()), config, Compute::cpu());
    let (model, _) = train(training.unwrap(), 1000);
    let flat = now(read(vec![model.network.parameters()]))
        .unwrap()
        .remove(0);
    let layer = model.network.layout().unpack(&flat).remove(0);
    let parameters = [layer.weight, layer.bias].concat();
    std::array::from_fn(|i| f64::from(parameters[i]))
}

/// The table of src/batches.rs. Shuffled rows are the yardstick, and a batch has fewer to compute.
#[test]
fn batches_are_about_as_noisy_as_shuffled_rows() {
    let data = Rc::new(made::full(Split::Train, 1));
    let counts = data.counts();
    let weights: Vec<f64> = counts.iter().map(|&count| f64::from(count)).collect();
    let states = [[0.0; 8], trained(&data, 4096), trained(&data, 256)];
    let states = states.map(|parameters| gradients(&data, &parameters));
    let constant = vec![[1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]; counts.len()];
    for (batch, slots) in [(256, 130), (1024, 265), (4096, 557), (16_384, 1259)] {
        let dealer = Dealer::new(&weights, data.len() as u64, batch, |row| {
            let row = &data.rows()[row];
            likeness(&row.features, row.labels.sus == Some(true))
        });
        let left_out = |count: f64| (1.0 - batch as f64 / data.len() as f64).powf(count);
        let shuffled: f64 = weights.iter().map(|&count| 1.0 - left_out(count)).sum();
        let [start, early, late] = [0, 1, 2].map(|at| {
            let of_rows = &states[at];
            variance(&dealer, counts, of_rows) / variance_of_shuffled(batch, counts, of_rows)
        });
        let constant = variance(&dealer, counts, &constant).sqrt();
        println!(
            "{batch:6} {:8} {shuffled:16.0} {start:15.2} {early:15.2} {late:15.2}",
            dealer.slots()
        );
        assert_eq!(dealer.slots(), slots);
        // What shuffling gives is 1; copies of a 64th of a batch gave 3 to 40.
        let most = if batch > 4096 { 2.5 } else { 1.6 };
        let told = format!("batch {batch}: {start}, {early}, {late}");
        assert!(start < 1.1 && early < most && late < 1.1, "{told}");
        assert!(constant < 0.01, "batch {batch}: {constant}");
    }
}
