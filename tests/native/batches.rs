use bethscope::batches::Dealer;
use proptest::prelude::*;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// The weight that each row gets in each batch of an epoch.
fn epoch(dealer: &Dealer, rows: usize, seed: u64) -> Vec<Vec<f64>> {
    let deal = dealer.deal(&mut ChaCha8Rng::seed_from_u64(seed));
    let batches = (0..dealer.batches()).map(|batch| {
        let mut weights = vec![0.0; rows];
        let dealt: Vec<_> = dealer.batch(&deal, batch).collect();
        assert!(dealt.len() <= dealer.slots());
        for (row, weight) in dealt {
            assert_eq!(weights[row], 0.0, "a row is in a batch once");
            weights[row] = f64::from(weight);
        }
        weights
    });
    batches.collect()
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
        let dealer = Dealer::new(&weights, rows, batch);
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
    let dealer = Dealer::new(&weights, 1000, 100);
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
fn without_repetitions_it_is_plain_shuffled_batches() {
    let dealer = Dealer::new(&[1.0; 1000], 1000, 100);
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
    let dealer = Dealer::new(&[9000.0, 500.0, 500.0], 10_000, 256);
    for batch in epoch(&dealer, 3, 1) {
        assert!((batch[0] - 0.9).abs() < 1e-6);
    }
    assert!(dealer.slots() <= 3);
}
