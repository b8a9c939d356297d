use std::collections::HashMap;

use bethscope::device::Compute;
use bethscope::evaluate::open;
use bethscope::model::Model;
use bethscope::reconstruct::Split;
use bethscope::rows::{FEATURES, Features};
use bethscope::score::read;
use bethscope::train::{Training, TrainingRecord};
use bethscope::weights::{load, save};
use safetensors::tensor::{Dtype, TensorView};

use super::made;
use super::run::{self, config, now, score};
use super::train::log;

fn trained(json: &str) -> (Model, TrainingRecord) {
    let training = Training::new(log(), None, config(json), Compute::cpu());
    run::train(training.unwrap(), 100)
}

fn error(bytes: &[u8]) -> String {
    let loaded = load(bytes, &Compute::cpu().device);
    loaded
        .map(|_| ())
        .expect_err("these weights are wrong")
        .to_string()
}

#[test]
fn save_then_load_is_the_identity() {
    let data = made::rows(Split::Test, 1, 2_500);
    for json in [
        r#"{"epochs": 2, "preset": "keras", "hidden": [9, 5]}"#,
        r#"{"epochs": 2, "preset": "pytorch", "hidden": []}"#,
    ] {
        let (model, record) = trained(json);
        let bytes = now(save(&model, Some(&record))).unwrap();
        let (again, record_again) = load(&bytes, &Compute::cpu().device).unwrap();
        assert_eq!(record_again.as_ref(), Some(&record));
        assert_eq!(score(&again, &data), score(&model, &data));
        assert_eq!(now(save(&again, record_again.as_ref())).unwrap(), bytes);
    }
}

#[test]
fn tensors_are_those_of_a_pytorch_sequential() {
    let (model, record) = trained(r#"{"epochs": 1, "preset": "pytorch"}"#);
    let bytes = now(save(&model, Some(&record))).unwrap();
    let file = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    let mut tensors: Vec<_> = file
        .iter()
        .map(|(name, view)| (name, view.shape().to_vec()))
        .collect();
    tensors.sort();
    let want = [
        ("0.bias", vec![128]),
        ("0.weight", vec![128, 12]),
        ("2.bias", vec![64]),
        ("2.weight", vec![64, 128]),
        ("4.bias", vec![1]),
        ("4.weight", vec![1, 64]),
    ];
    assert_eq!(tensors, want);
}

/// A file as another program may write it: two inputs matter, so that a transposed matrix shows.
fn hand_made(change: impl Fn(&mut Parts)) -> Vec<u8> {
    let mut first = vec![0.0; 14];
    (first[3], first[7 + 6]) = (1.0, -2.0); // [out, in]: unit 0 sees userId, unit 1 returnValue
    let mut parts = Parts {
        schema: serde_json::json!({
            "schema": 1, "preset": "keras", "widths": [7, 2, 2],
            "features": bethscope::rows::FEATURES,
            "encoder": {"recipe": "standard", "mean": [0, 0, 0, 0, 0, 0, 0], "scale": [1, 1, 1, 1000, 1, 1, 1]},
            "training": null,
        }),
        tensors: vec![
            ("0.weight", vec![2, 7], first),
            ("0.bias", vec![2], vec![0.25, 0.5]),
            ("2.weight", vec![2, 2], vec![0.0, 0.0, 1.0, -1.0]),
            ("2.bias", vec![2], vec![3.0, 0.0]),
        ],
    };
    change(&mut parts);
    let bytes: Vec<Vec<u8>> = parts
        .tensors
        .iter()
        .map(|(_, _, values)| values.iter().flat_map(|x: &f32| x.to_le_bytes()).collect())
        .collect();
    let views = parts
        .tensors
        .iter()
        .zip(&bytes)
        .map(|((name, shape, _), bytes)| {
            (
                *name,
                TensorView::new(Dtype::F32, shape.clone(), bytes).unwrap(),
            )
        });
    let metadata = HashMap::from([("bethscope".to_owned(), parts.schema.to_string())]);
    safetensors::serialize(views, Some(metadata)).unwrap()
}

struct Parts {
    schema: serde_json::Value,
    tensors: Vec<(&'static str, Vec<usize>, Vec<f32>)>,
}

#[test]
fn a_hand_made_file_gives_the_scores_worked_out_by_hand() {
    let (model, record) = load(&hand_made(|_| ()), &Compute::cpu().device).unwrap();
    assert!(record.is_none());
    let header = "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue\n";
    let data = open(
        "x.csv",
        format!("{header}0,0,0,1000,0,0,0\n0,0,0,0,0,0,-3\n").as_bytes(),
    )
    .unwrap();
    // relu(1000/1000 + 0.25) - relu(0.5) - 3 and relu(0.25) - relu(6.5) - 3.
    assert_eq!(score(&model, &data), [1.25 - 0.5 - 3.0, 0.25 - 6.5 - 3.0]);
}

#[test]
fn a_wrong_file_is_answered_with_what_is_wrong() {
    let json = |path: &'static str, value: serde_json::Value| {
        error(&hand_made(|parts| {
            *parts.schema.pointer_mut(path).unwrap() = value.clone()
        }))
    };
    let tensors = |change: fn(&mut Parts)| error(&hand_made(change));
    for (got, want) in [
        (
            tensors(|p| drop(p.tensors.pop())),
            "its tensor “2.bias” is missing",
        ),
        (
            tensors(|p| p.tensors[3].0 = "4.bias"),
            "it has a tensor “4.bias” too many",
        ),
        (
            tensors(|p| p.tensors[0].1 = vec![7, 2]),
            "its tensor “0.weight” is F32 of shape [7, 2], not F32 of shape [2, 7]",
        ),
        (
            tensors(|p| p.tensors[2].2[1] = f32::NAN),
            "value 1 of its tensor “2.weight” is NaN, not a finite number",
        ),
        (
            tensors(|p| p.schema["background"] = serde_json::json!([1, 381, 381, 1, 0])),
            "its background is not of 1 to 100 rows, each a count and seven values",
        ),
        (
            json("/schema", 2.into()),
            "it has schema version 2, and this page reads version 1",
        ),
        (
            json("/features/3", "uid".into()),
            "its features are processId, threadId, parentProcessId, uid, ",
        ),
        (
            json("/encoder/scale/0", 0.into()),
            "its feature scaling has a value that is missing, not finite or not positive",
        ),
        (
            json("/encoder/mean", serde_json::json!([])),
            "its feature scaling has a value that is missing",
        ),
        (
            json("/widths", serde_json::json!([7, 2, 1])),
            "its layer widths [7, 2, 1] do not lead from 7 features to 2",
        ),
        (
            json("/widths", serde_json::json!([7, 9999999, 2])),
            "its layer widths",
        ),
        (
            json("/preset", "jax".into()),
            "its “bethscope” metadata cannot be read (unknown variant `jax`",
        ),
        (error(b""), "it is not a safetensors file ("),
        (
            error(&vec![0; 65 << 20]),
            "it has 68157440 bytes, more than the 67108864 any bethscope model has",
        ),
        (
            error(&safetensors::serialize(Vec::<(String, TensorView)>::new(), None).unwrap()),
            "its metadata has no key “bethscope”",
        ),
    ] {
        let want = format!("This weights file cannot be used: {want}");
        assert!(got.starts_with(&want) && got.ends_with('.'), "{got}");
    }
}

/// What a model computes with: its weights and biases, and the scaling of its inputs.
fn numbers(model: &Model) -> Vec<f64> {
    let flat = now(read(vec![model.network.parameters()])).unwrap();
    let layers = model.network.layout().unpack(&flat[0]).into_iter();
    let values = layers
        .flat_map(|layer| [layer.weight, layer.bias])
        .flatten();
    let scaling = model.encoder.mean().iter().chain(model.encoder.scale());
    values.map(f64::from).chain(scaling.copied()).collect()
}

/// The logit of a row of [`hand_made`]'s network in f64, and the largest number on the way.
fn by_hand(numbers: &[f64], row: &Features) -> (f64, f64) {
    let (weights, rest) = numbers.split_at(14 + 2 + 4 + 2);
    let (mean, scale) = rest.split_at(7);
    let mut largest = 0.0f64;
    let mut seen = |value: f64| {
        largest = largest.max(value.abs());
        value
    };
    let inputs: Vec<f64> = (0..7)
        .map(|at| seen((row[at] as f64 - mean[at]) / scale[at]))
        .collect();
    // [in, out] here, row by row.
    let hidden = [0, 1].map(|unit| {
        let products = (0..7).map(|at| inputs[at] * weights[2 * at + unit]);
        let sum: f64 = products.map(&mut seen).sum::<f64>() + seen(weights[14 + unit]);
        sum.max(0.0)
    });
    let [benign, suspicious] = [0, 1].map(|output| {
        let products = (0..2).map(|unit| hidden[unit] * weights[16 + 2 * unit + output]);
        products.map(&mut seen).sum::<f64>() + seen(weights[20 + output])
    });
    (suspicious - benign, largest)
}

/// Every bit of a file flipped, and every end cut off: a sentence, or the model that the file still
/// is. That has the shape it had, finite numbers of which at most one is another, and the scores
/// that these numbers make.
#[test]
fn a_damaged_file_is_refused_or_still_a_model() {
    let whole = hand_made(|_| ());
    let device = Compute::cpu().device;
    let (sound, _) = load(&whole, &device).unwrap();
    let before = numbers(&sound);
    let rows = ["0,0,0,1000,0,0,0", "7,7,1,-20,9,3,-3", "1,2,3,4,5,6,7"];
    let data = FEATURES.join(",") + "\n" + &rows.join("\n");
    let data = open("x.csv", data.as_bytes()).unwrap();
    let (mut same, mut other) = (0, 0);
    for bit in 0..whole.len() * 8 {
        let mut bytes = whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let model = match load(&bytes, &device) {
            Ok((model, _)) => model,
            Err(error) => {
                assert!(error.to_string().ends_with('.'), "bit {bit}: {error}");
                continue;
            }
        };
        assert_eq!(model.widths(), sound.widths(), "bit {bit}");
        assert_eq!(model.preset, sound.preset, "bit {bit}");
        let after = numbers(&model);
        assert_eq!(after.len(), before.len(), "bit {bit}");
        assert!(after.iter().all(|x| x.is_finite()), "bit {bit}: {after:?}");
        let bits = before.iter().zip(&after);
        match bits.filter(|(a, b)| a.to_bits() != b.to_bits()).count() {
            0 => same += 1,
            1 => other += 1,
            more => panic!("bit {bit} changed {more} numbers"),
        }
        for (row, score) in data.rows().iter().zip(score(&model, &data)) {
            let (want, largest) = by_hand(&after, &row.features);
            // A weight near the end of f32 is a number, but its products may be beyond it.
            if largest < 1e37 {
                let error = (f64::from(score) - want).abs();
                assert!(error <= 1e-5 * largest, "bit {bit}: {score}, not {want}");
            }
        }
    }
    // The same: the key "training", which may be missing. Others: all 704 bits of the weights but
    // the three that make ±1 infinite, and 62 that turn digits of the scaling into other digits.
    assert_eq!((same, other), (56, 701 + 62));
    for end in 0..whole.len() {
        assert!(error(&whole[..end]).ends_with('.'), "{end} bytes");
    }
}
