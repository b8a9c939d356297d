use bethscope::features::{Encoder, Recipe};
use bethscope::reconstruct::Split;
use bethscope::rows::Features;

use super::made;

/// Of 12,500 reconstructed rows, exactly: Python's `fractions`, and the root by `decimal` to 60
/// digits. scikit-learn 1.9.1's `StandardScaler` has the same to twelve digits.
const MEAN: [f64; 7] = [
    6825.76888,
    6830.31304,
    1899.0552,
    2.2652,
    4026531936.82728,
    2.5488,
    13.91976,
];
const SCALE: [f64; 7] = [
    1945.4493959657614,
    1939.5223784029815,
    2218.421477391742,
    37.095498230378304,
    164.91191736136477,
    1.3900570348010906,
    279.9687020392501,
];

fn close(a: f64, b: f64, relative: f64) {
    assert!((a - b).abs() <= relative * b.abs().max(1.0), "{a} and {b}");
}

#[test]
fn scaling_is_that_of_scikit_learn_on_the_raw_rows() {
    let data = made::rows(Split::Train, 1, 12_500);
    let rows = data.rows().iter().map(|row| &row.features);
    let encoder = Encoder::fit(Recipe::Standard, rows.zip(data.counts().iter().copied()));
    for feature in 0..7 {
        close(encoder.mean()[feature], MEAN[feature], 1e-12);
        close(encoder.scale()[feature], SCALE[feature], 1e-12);
    }
}

#[test]
fn namespaces_that_f32_cannot_tell_apart_are_told_apart() {
    let (a, b): (i64, i64) = (4026531840, 4026531841);
    assert_eq!(a as f32, b as f32);
    let rows: [Features; 2] = [[0, 0, 0, 0, a, 0, 0], [0, 0, 0, 0, b, 0, 0]];
    let encoder = Encoder::fit(Recipe::Standard, rows.iter().map(|row| (row, 1)));
    let mut inputs = Vec::new();
    rows.iter().for_each(|row| encoder.encode(row, &mut inputs));
    assert_eq!((inputs[4], inputs[11]), (-1.0, 1.0));
    assert_eq!(inputs[0], 0.0, "a column that never varies is only centred");
}

#[test]
fn a_count_is_that_many_rows() {
    let rows: [Features; 2] = [[1, 2, 3, 4, 5, 6, 7], [9, -2, 30, 0, 5, 1, i64::MAX]];
    let counted = Encoder::fit(Recipe::Standard, rows.iter().zip([3, 1]));
    let repeated = [&rows[0], &rows[0], &rows[0], &rows[1]];
    let repeated = Encoder::fit(Recipe::Standard, repeated.into_iter().map(|row| (row, 1)));
    for (a, b) in counted.mean().iter().zip(repeated.mean()) {
        close(*a, *b, 1e-15);
    }
    for (a, b) in counted.scale().iter().zip(repeated.scale()) {
        close(*a, *b, 1e-12);
    }
    assert!(counted.is_sound());
}

#[test]
fn recipes_give_the_columns_worked_out_by_hand() {
    let row: Features = [1, 7, 7102, 1001, 4_026_532_217, 3, -114];
    let columns = |recipe: Recipe| {
        // One row has no spread, so the mean is the column itself.
        let encoder = Encoder::fit(recipe, std::iter::once((&row, 1)));
        assert_eq!(encoder.mean().len(), recipe.width());
        encoder.mean().to_vec()
    };
    let flags = [0.0, 1.0, 1.0, 1.0, -1.0];
    assert_eq!(columns(Recipe::Paper), [0.0, 1.0, 1.0, 1.0, 3.0, -1.0]);
    assert_eq!(columns(Recipe::Flagged)[..5], flags);
    assert_eq!(columns(Recipe::Flagged)[5..], columns(Recipe::Standard));
    // numpy: numpy.sign(x) * numpy.log1p(abs(x)) of 1, 7, 7102, 1001, 377, -114.
    let want = [
        std::f64::consts::LN_2,
        2.079441542,
        8.868272510,
        6.909753282,
        5.934894196,
        3.0,
        -4.744932128,
    ];
    for (got, want) in columns(Recipe::SignedLog).into_iter().zip(want) {
        close(got, want, 1e-9);
    }
}

#[test]
fn clipped_inputs_stay_within_five() {
    let (benign, external): (Features, Features) = ([1; 7], [1, 1, 1, 1001, 1, 1, 1]);
    let far = |recipe| {
        let encoder = Encoder::fit(recipe, [(&benign, 10_000), (&external, 1)].into_iter());
        let mut inputs = Vec::new();
        encoder.encode(&external, &mut inputs);
        inputs[3]
    };
    assert!(far(Recipe::Standard) > 99.0);
    assert_eq!(far(Recipe::Clip), 5.0);
}
