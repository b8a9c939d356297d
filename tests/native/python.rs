//! A saved file scored by others: the README's lines of Python, held to by what they print.
//!
//! The test leaves those lines and all that they read in `target/tmp/python`, so that the
//! probabilities below can be made again there (Python 3.11, numpy 2.4.6, safetensors 0.8.0):
//!
//! ```sh
//! python3 score.py standard.safetensors log.csv
//! python3 score.py flagged.safetensors log.csv
//! ```

use std::fs;

use bethscope::config::Preset;
use bethscope::dense::LayerData;
use bethscope::device::Compute;
use bethscope::evaluate::open;
use bethscope::metrics::{Operating, Rule, flagged, probability};
use bethscope::model::{Model, Network};
use bethscope::train::{Training, TrainingRecord};
use bethscope::weights::{load, save};

use super::run::{self, config, now};
use super::train::log;

/// Hand-made rows on both sides of every flag, none twice.
const ROWS: &str = "\
processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label
1,1,0,0,4026531840,4,0,0
2,2,2,0,4026531840,1,17,0
159,159,1,0,4026531840,3,-2,0
382,3821,187,101,4026532232,2,9,0
7309,7309,7099,0,4026532217,5,0,0
6813,6813,1,1000,4026531840,3,3,1
7555,7561,7548,1001,4026531840,3,-115,1
8619,8619,7672,999,4026532288,0,8289,1
";

/// What `score.py` prints of each row.
const STANDARD: [(f64, bool); 8] = [
    (0.849201846, true),
    (0.821328475, true),
    (0.843439754, true),
    (0.552868629, true),
    (0.532173137, true),
    (0.701799517, true),
    (0.758380488, true),
    (0.000017817, false),
];
const FLAGGED: [(f64, bool); 8] = [
    (0.521006862, true),
    (0.594319885, true),
    (0.558567476, true),
    (0.436562587, true),
    (0.527353108, true),
    (0.321764758, false),
    (0.420424468, true),
    (0.711823690, true),
];

/// A network of sixteenths, which need no rounding: -0.6875, 0.1875, -0.375 and so on.
fn network(widths: &[usize]) -> Network {
    let mut at = 0;
    let mut some = |count: usize| -> Vec<f32> {
        let fraction = |at: usize| (at * 37 % 23) as f32 / 16.0 - 11.0 / 16.0;
        at += count;
        (at - count..at).map(fraction).collect()
    };
    let layers: Vec<LayerData> = (widths.windows(2))
        .map(|pair| LayerData {
            weight: some(pair[0] * pair[1]),
            bias: some(pair[1]),
        })
        .collect();
    Network::from_layers(&layers, widths, &Compute::cpu().device)
}

fn model(preset: Preset, recipe: &str, widths: &[usize]) -> Model {
    let (mut mean, mut scale) = (vec![], vec![]);
    if recipe == "flagged" {
        mean.extend([0.75, 0.875, 0.125, 0.25, -0.5]);
        scale.extend([0.5, 0.25, 0.375, 0.5, 0.75]);
    }
    mean.extend([6000.5, 6100.25, 2000.0, 250.0, 4_026_531_936.5, 2.5, 17.5]);
    scale.extend([2000.0, 2100.0, 2200.0, 400.0, 165.0, 1.375, 320.0]);
    let encoder = serde_json::json!({"recipe": recipe, "mean": mean, "scale": scale});
    Model {
        preset,
        encoder: serde_json::from_value(encoder).unwrap(),
        network: network(widths),
        background: None,
    }
}

/// The record of some training, with an operating point that none of the rows is near.
fn record(threshold: f64) -> TrainingRecord {
    let json = r#"{"epochs": 1, "hidden": []}"#;
    let training = Training::new(log(), None, config(json), Compute::cpu());
    let (_, record) = run::train(training.unwrap(), 100);
    let tradeoff = serde_json::json!({
        "suspicious": 10, "benign": 1000, "processes": 3,
        "threshold": [threshold], "caught": [9], "falseAlarms": [1],
        "recall": [[0.5], [1.0]], "fpr": [[0.0], [0.01]],
    });
    let tradeoff = serde_json::from_value(tradeoff).unwrap();
    let operating = Some(Operating::new(tradeoff, Rule::default()));
    TrainingRecord {
        operating,
        ..record
    }
}

#[test]
fn the_readmes_lines_of_python_give_the_probabilities_of_the_engine() {
    let folder = concat!(env!("CARGO_TARGET_TMPDIR"), "/python");
    fs::create_dir_all(folder).unwrap();
    let leave = |name: &str, bytes: &[u8]| fs::write(format!("{folder}/{name}"), bytes).unwrap();
    let readme = include_str!("../../README.md");
    let (_, lines) = readme.split_once("```python\n").unwrap();
    let (lines, _) = lines.split_once("```").unwrap();
    leave("score.py", lines.as_bytes());
    leave("log.csv", ROWS.as_bytes());

    let files = [
        (Preset::Keras, "standard", vec![7, 3, 2]),
        (Preset::Pytorch, "flagged", vec![12, 4, 4, 1]),
    ]
    .map(|(preset, recipe, widths)| {
        let model = model(preset, recipe, &widths);
        let bytes = now(save(&model, Some(&record(0.375)))).unwrap();
        leave(&format!("{recipe}.safetensors"), &bytes);
        bytes
    });

    let data = open("log.csv", ROWS.as_bytes()).unwrap();
    for (bytes, printed) in files.iter().zip([STANDARD, FLAGGED]) {
        let (model, record) = load(bytes, &Compute::cpu().device).unwrap();
        let threshold = record.unwrap().operating.unwrap().threshold().unwrap();
        let found: Vec<(f64, bool)> = (run::score(&model, &data).into_iter())
            .map(|logit| (probability(logit), flagged(logit, threshold)))
            .collect();
        assert_eq!(found.len(), printed.len(), "each row is another");
        for (found, printed) in found.iter().zip(printed) {
            assert!((found.0 - printed.0).abs() < 1e-6, "{found:?}, {printed:?}");
            assert_eq!(found.1, printed.1, "{found:?}");
        }
    }
}
