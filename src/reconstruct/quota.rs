//! Whole-number shares.

/// `total` shared out by `weights`, each share within one of its exact value and the sum exact
/// (largest remainder; the earlier weight wins a tie). All zeros when the weights are.
pub fn apportion(total: u64, weights: &[u64]) -> Vec<u64> {
    let sum: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let exact = |weight: u64| u128::from(total) * u128::from(weight);
    let mut shares: Vec<u64> = weights
        .iter()
        .map(|&weight| (exact(weight) / sum) as u64)
        .collect();
    let mut rests: Vec<u128> = weights.iter().map(|&weight| exact(weight) % sum).collect();
    // A sort of numbers as long as these would be kilobytes of the module, for a hundred of them.
    for _ in shares.iter().sum()..total {
        let mut largest = 0;
        for (at, rest) in rests.iter().enumerate() {
            if *rest > rests[largest] {
                largest = at;
            }
        }
        shares[largest] += 1;
        rests[largest] = 0;
    }
    shares
}

/// Like [`apportion`], but every share with a weight gets at least one when the total is at least
/// eight times the number of shares: a small sample keeps every kind without bending the rest.
pub fn apportion_keeping_all(total: u64, weights: &[u64]) -> Vec<u64> {
    let kinds = weights.iter().filter(|&&weight| weight > 0).count() as u64;
    if total < 8 * kinds {
        return apportion(total, weights);
    }
    let mut shares = apportion(total, weights);
    for at in 0..shares.len() {
        if shares[at] == 0 && weights[at] > 0 {
            shares[at] = 1;
            // The largest share can spare it: it holds at least eight.
            if let Some(largest) = shares.iter_mut().max() {
                *largest -= 1;
            }
        }
    }
    shares
}
