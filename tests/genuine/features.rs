use bethscope::features::{Encoder, Recipe};

use super::head;

/// `StandardScaler().fit(X)` of scikit-learn 1.9.1 on labelled_train.head12500.csv, all in f64:
/// `scaler.mean_` and `scaler.scale_`.
const MEAN: [f64; 7] = [
    6291.50728,
    6316.64504,
    1194.90752,
    1.1272,
    4026531846.61712,
    2.7984,
    19.36848,
];
/// Of mountNamespace the value is the exact one (Python's `fractions`): scikit-learn's own,
/// 51.73863356240447, has lost digits to the mean of four thousand million.
const SCALE: [f64; 7] = [
    2462.105519466418,
    2435.1928431899187,
    985.6660893058306,
    10.591391795226915,
    51.738633562412524,
    1.3697289658906977,
    315.35032339049474,
];

#[test]
fn scaling_is_that_of_scikit_learn_on_the_raw_rows() {
    let data = head::data(head::TRAIN);
    let rows = data.rows().iter().map(|row| &row.features);
    let encoder = Encoder::fit(Recipe::Standard, rows.zip(data.counts().iter().copied()));
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-12 * b.abs().max(1.0);
    for feature in 0..7 {
        let (mean, scale) = (encoder.mean()[feature], encoder.scale()[feature]);
        assert!(close(mean, MEAN[feature]), "{feature}: {mean}");
        assert!(close(scale, SCALE[feature]), "{feature}: {scale}");
    }
}
