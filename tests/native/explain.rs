use std::ops::Range;

use bethscope::background::{Background, MOST_ROWS};
use bethscope::config::Preset;
use bethscope::dense::LayerData;
use bethscope::device::Compute;
use bethscope::distinct::DataSet;
use bethscope::evaluate::open;
use bethscope::explain::{Contributions, Whose, background, coalitions, contributions, shapley};
use bethscope::features::{Encoder, Recipe};
use bethscope::model::{Model, Network};
use bethscope::rows::{FEATURES, Features};
use bethscope::score::Scoring;
use bethscope::weights::{load, save};
use proptest::prelude::*;

use super::run::{config, now, score, train};
use super::train::log;

fn file(rows: &[Features]) -> DataSet {
    let line = |row: &Features| row.map(|value| value.to_string()).join(",") + "\n";
    let text: String = rows.iter().map(line).collect();
    open("rows.csv", (FEATURES.join(",") + "\n" + &text).as_bytes()).unwrap()
}

/// All rows of a file as a background.
fn all(data: &DataSet) -> Background {
    let rows = data.rows().iter().map(|row| &row.features);
    let counted = &mut rows.zip(data.counts().iter().copied());
    Background::spread(data.len() as u64, counted).unwrap()
}

fn explained(
    rows: Range<usize>,
    against: &Background,
    data: &DataSet,
    model: &Model,
) -> Contributions {
    let compute = Compute::cpu();
    let first = rows.start;
    let made = coalitions(rows, against, data).unwrap();
    let mut scoring = Scoring::over(&made, model, &compute);
    while !now(scoring.advance_over(1, model, &made, &compute)).unwrap() {}
    contributions(first, against, data, &scoring.finish())
}

/// One hidden layer, of weights that are given one after the other: `[in, out]`, then biases.
fn network(
    recipe: Recipe,
    fitted: &DataSet,
    hidden: usize,
    weights: impl Fn(usize) -> f64,
) -> Model {
    let rows = fitted.rows().iter().map(|row| &row.features);
    let encoder = Encoder::fit(recipe, rows.zip(fitted.counts().iter().copied()));
    let widths = [encoder.width(), hidden, 1];
    let mut numbers = (0..).map(|at| weights(at) as f32);
    let layers = widths.windows(2).map(|pair| LayerData {
        weight: numbers.by_ref().take(pair[0] * pair[1]).collect(),
        bias: numbers.by_ref().take(pair[1]).collect(),
    });
    let layers: Vec<_> = layers.collect();
    Model {
        preset: Preset::Pytorch,
        encoder,
        network: Network::from_layers(&layers, &widths, &Compute::cpu().device),
        background: None,
    }
}

/// What `shap.explainers.Exact` finds of the same network in f64 (shap 0.51.0, NumPy 2):
///
/// ```python
/// import numpy as np, shap
/// host = np.array([0, 0, 0, 0, 4026531840, 0, 0])  # shap takes close numbers for equal (np.isclose)
/// rows = np.array([[381,381,1,0,0,3,0]]*3 + [[7337,7337,1385,0,377,1,9]]
///     + [[7415,7420,1648,100,391,4,-2]]*2 + [[2,2,0,101,0,5,0]], dtype=float)
/// asked = np.array([[7555,7555,7548,1001,0,3,-114], [381,7337,1,0,377,3,0]], dtype=float)
/// def columns(x):  # the recipe "flagged"
///     system = lambda id: (0 <= id) & (id <= 2)
///     flags = [~system(x[:, 0]), ~system(x[:, 2]), x[:, 3] >= 1000, x[:, 4] != 0, np.sign(x[:, 6])]
///     return np.column_stack(flags + [x + host])
/// mean, sd = columns(rows).mean(0), columns(rows).std(0)
/// w = np.sin(np.arange(1, 72))  # 12-5-1
/// def logit(x):
///     z = (columns(x) - mean) / np.where(sd == 0, 1, sd)
///     return np.maximum(z @ w[:60].reshape(12, 5) + w[60:65], 0) @ w[65:70] + w[70]
/// found = shap.explainers.Exact(logit, shap.maskers.Independent(rows))(asked)
/// print(found.base_values, found.values)
/// ```
#[test]
fn the_values_are_those_of_shap() {
    let common = [381, 381, 1, 0, 4_026_531_840, 3, 0];
    let service = [7415, 7420, 1648, 100, 4_026_532_231, 4, -2];
    let rows = file(&[
        common,
        common,
        common,
        [7337, 7337, 1385, 0, 4_026_532_217, 1, 9],
        service,
        service,
        [2, 2, 0, 101, 4_026_531_840, 5, 0],
    ]);
    let asked = file(&[
        [7555, 7555, 7548, 1001, 4_026_531_840, 3, -114],
        [381, 7337, 1, 0, 4_026_532_217, 3, 0],
    ]);
    let model = network(Recipe::Flagged, &rows, 5, |at| ((at + 1) as f64).sin());
    let found = explained(0..2, &all(&rows), &asked, &model);
    let near = |got: f64, want: f64| assert!((got - want).abs() < 1e-4, "{got}, not {want}");
    near(found.base, 0.886_601_319);
    let values = [
        [
            -1.263066043,
            -0.720027875,
            3.243609977,
            14.386768636,
            -0.915995401,
            0.193461628,
            9.580216935,
        ],
        [
            0.440120993,
            -0.797733208,
            0.49482339,
            -0.849543141,
            1.04852974,
            0.18304887,
            0.243029142,
        ],
    ];
    for (got, want) in found.values.iter().zip(values) {
        for (&got, want) in got.iter().zip(want) {
            near(got, want);
        }
    }
    // One at a time they are the same to the bit.
    let second = explained(1..2, &all(&rows), &asked, &model);
    assert_eq!(second.values, found.values[1..]);
    assert_eq!(second.base, found.base);
}

/// The definition: what a player adds to those who came before, in the mean over all orders.
fn over_all_orders(player: usize, players: usize, worth: &[f32]) -> f64 {
    fn orders(left: &mut Vec<usize>, before: usize, player: usize, worth: &[f32]) -> (f64, f64) {
        let mut sums = (0.0, 0.0);
        for at in 0..left.len() {
            let next = left.swap_remove(at);
            let (gain, count) = if next == player {
                let gain = f64::from(worth[before | 1 << next]) - f64::from(worth[before]);
                let rest = (1..=left.len()).product::<usize>() as f64;
                (gain * rest, rest)
            } else {
                orders(left, before | 1 << next, player, worth)
            };
            left.push(next);
            let last = left.len() - 1;
            left.swap(at, last);
            sums = (sums.0 + gain, sums.1 + count);
        }
        sums
    }
    let (gains, count) = orders(&mut (0..players).collect(), 0, player, worth);
    assert_eq!(count, (1..=players).product::<usize>() as f64);
    gains / count
}

/// A value as logs have it, often one of a few.
fn cell() -> impl Strategy<Value = i64> {
    prop_oneof![0..4_i64, Just(1001), Just(4_026_531_840), -200..9000_i64]
}

fn rows(count: Range<usize>) -> impl Strategy<Value = Vec<Features>> {
    prop::collection::vec(prop::array::uniform7(cell()), count)
}

fn recipe() -> impl Strategy<Value = Recipe> {
    prop_oneof![
        Just(Recipe::Standard),
        Just(Recipe::Clip),
        Just(Recipe::SignedLog),
        Just(Recipe::Paper),
        Just(Recipe::Flagged),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_value_is_the_mean_gain_over_all_orders(
        (players, worth) in (1..=7_usize).prop_flat_map(|players| {
            (Just(players), prop::collection::vec(-1e3..1e3_f32, 1 << players))
        }),
    ) {
        for player in 0..players {
            let want = over_all_orders(player, players, &worth);
            prop_assert!((shapley(player, &worth) - want).abs() < 1e-9);
        }
    }

    /// Efficiency: from the background's mean score to the row's, whatever the recipe.
    #[test]
    fn the_values_lead_from_the_base_to_the_score(
        recipe in recipe(), known in rows(1..20), asked in rows(1..5), seed in 0..1000_usize,
    ) {
        let (known, asked) = (file(&known), file(&asked));
        let model = network(recipe, &known, 6, |at| ((at + seed) as f64).sin());
        let found = explained(0..asked.rows().len(), &all(&known), &asked, &model);
        let scores = score(&model, &known);
        let counted = scores.iter().zip(known.counts());
        let sum: f64 = counted.map(|(&score, &count)| f64::from(score) * f64::from(count)).sum();
        let base = sum / known.len() as f64;
        prop_assert!((found.base - base).abs() < 1e-5 * base.abs().max(1.0));
        for (values, score) in found.values.iter().zip(score(&model, &asked)) {
            let end = found.base + values.iter().sum::<f64>();
            let far = (end - f64::from(score)).abs();
            prop_assert!(far < 1e-5 * f64::from(score.abs()).max(1.0), "{end}, not {score}");
        }
    }

    #[test]
    fn a_column_that_the_network_ignores_gets_exactly_nothing(
        known in rows(2..20), asked in rows(1..5), ignored in 0..7_usize, seed in 0..1000_usize,
    ) {
        let (known, asked) = (file(&known), file(&asked));
        let ignores = |at: usize| at / 6 == ignored && at < 7 * 6;
        let weight = |at: usize| if ignores(at) { 0.0 } else { ((at + seed) as f64).sin() };
        let model = network(Recipe::Standard, &known, 6, weight);
        let found = explained(0..asked.rows().len(), &all(&known), &asked, &model);
        prop_assert!(found.values.iter().all(|values| values[ignored] == 0.0));
        let counts = |values: &[f64; 7]| values.iter().any(|&value| value != 0.0);
        let differs = |row: &Features| known.rows().iter().any(|other| {
            (0..7).any(|column| column != ignored && row[column] != other.features[column])
        });
        for (values, row) in found.values.iter().zip(asked.rows().iter()) {
            // The others get something, unless no hidden unit is awake.
            let asleep = values.iter().sum::<f64>() == 0.0;
            prop_assert!(counts(values) || asleep || !differs(&row.features));
        }
    }

    /// Two columns with the same values, weighted alike.
    #[test]
    fn columns_that_do_the_same_get_the_same(
        mut known in rows(1..20), mut asked in rows(1..5), seed in 0..1000_usize,
    ) {
        for row in known.iter_mut().chain(&mut asked) {
            row[1] = row[0];
        }
        let (known, asked) = (file(&known), file(&asked));
        let weight = |at: usize| {
            let at = if (6..12).contains(&at) { at - 6 } else { at };
            ((at + seed) as f64).sin()
        };
        let model = network(Recipe::Standard, &known, 6, weight);
        for values in explained(0..asked.rows().len(), &all(&known), &asked, &model).values {
            let scale = values.iter().fold(1.0, |most: f64, value| most.max(value.abs()));
            prop_assert!((values[0] - values[1]).abs() < 1e-5 * scale, "{values:?}");
        }
    }

    #[test]
    fn a_background_has_each_row_in_its_share(counts in prop::collection::vec(1..500_u32, 1..300)) {
        let rows: Vec<Features> = (0..counts.len()).map(|row| [row as i64; 7]).collect();
        let total: u64 = counts.iter().map(|&count| u64::from(count)).sum();
        let counted = || rows.iter().zip(counts.iter().copied());
        let background = Background::spread(total, &mut counted()).unwrap();
        let wanted = total.min(MOST_ROWS);
        prop_assert_eq!(background.file_rows(), wanted);
        prop_assert_eq!(background.rows().count(), background.distinct());
        let taken = |row: &Features| {
            let found = background.rows().find(|(other, _)| *other == row);
            found.map_or(0, |(_, count)| count)
        };
        for (row, count) in counted() {
            let share = (wanted * u64::from(count)) as f64 / total as f64;
            prop_assert!((taken(row) as f64 - share).abs() <= 1.0, "{} of {share}", taken(row));
            prop_assert!(wanted < total || taken(row) == u64::from(count));
        }
        prop_assert_eq!(Background::from_records(background.records()), Some(background));
    }
}

#[test]
fn typical_is_the_median_of_each_column() {
    let rows = file(&[
        [1, 9, 0, 1000, -3, 2, 5],
        [1, 9, 0, 1000, -3, 2, 5],
        [7, 1, 0, 0, 8, 2, 5],
        [8, 3, 0, 0, 8, 3, 5],
        [9, 2, 1, 0, 8, 4, 5],
    ]);
    assert_eq!(all(&rows).typical(), [7, 3, 0, 0, 8, 2, 5]);
    let one = Background::of(&[7, 3, 0, 0, 8, 2, 5]);
    assert_eq!((one.file_rows(), one.typical()), (1, [7, 3, 0, 0, 8, 2, 5]));
}

#[test]
fn there_is_no_background_of_nothing() {
    assert_eq!(Background::spread(0, &mut std::iter::empty()), None);
    let record = |count: i64| [count, 1, 1, 0, 0, 4_026_531_840, 3, -2];
    assert!(Background::from_records(&record(100)).is_some());
    for wrong in [
        &[][..],
        &record(0),
        &record(-1),
        &record(101),
        &record(i64::MIN),
        &record(1)[..7],
        &[record(60), record(60)].concat(),
    ] {
        assert_eq!(Background::from_records(wrong), None, "{wrong:?}");
    }
}

#[test]
fn rows_that_the_file_does_not_have_are_refused() {
    let data = file(&[[1; 7], [2; 7], [1; 7]]);
    for rows in [2..3, 1..3, 1..1, usize::MAX - 1..usize::MAX] {
        let refused = coalitions(rows, &all(&data), &data).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "There is no such row to explain: “rows.csv” has 2 distinct rows, counted from 0."
        );
    }
}

#[test]
fn a_trained_model_has_benign_training_rows_and_keeps_them_when_saved() {
    let data = log();
    let options = config(r#"{"epochs": 1, "hidden": [4]}"#);
    let training = bethscope::train::Training::new(data.clone(), None, options, Compute::cpu());
    let (model, record) = train(training.unwrap(), 100);
    let kept = model.background.clone().unwrap();
    assert_eq!(kept.file_rows(), 100);
    for (row, _) in kept.rows() {
        let mut same = data.rows().iter().filter(|other| other.features == *row);
        assert!(same.any(|other| other.labels.sus == Some(false)), "{row:?}");
    }
    let bytes = now(save(&model, Some(&record))).unwrap();
    let (again, _) = load(&bytes, &Compute::cpu().device).unwrap();
    assert_eq!(again.background, model.background);

    let (own, whose) = background(&again, &data);
    assert_eq!((own, whose), (kept, Whose::Training));
}

/// Weights from before there were backgrounds, and from elsewhere.
#[test]
fn without_training_rows_those_of_the_file_are_taken() {
    let header = FEATURES.join(",");
    let open = |text: &str| open("x.csv", text.as_bytes()).unwrap();
    let rows = ["1,1,1,1000,4026531840,3,0", "5,5,1,0,4026531840,3,0"];
    let mixed = open(&format!(
        "{header},sus_label\n{},1\n{},0\n",
        rows[0], rows[1]
    ));
    let suspicious = open(&format!("{header},sus_label\n{},1\n", rows[0]));
    let unlabelled = open(&format!("{header}\n{}\n{}\n", rows[0], rows[1]));
    let model = network(Recipe::Standard, &mixed, 2, |_| 1.0);
    for (data, whose, processes) in [
        (&mixed, Whose::Benign, &[5][..]),
        (&suspicious, Whose::Any, &[1]),
        (&unlabelled, Whose::Any, &[1, 5]),
    ] {
        let (found, of) = background(&model, data);
        assert_eq!(of, whose);
        assert_eq!(
            found.rows().map(|(row, _)| row[0]).collect::<Vec<_>>(),
            processes
        );
    }
    let bytes = now(save(&model, None)).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("background"));
    assert_eq!(
        load(&bytes, &Compute::cpu().device).unwrap().0.background,
        None
    );
}
