use std::collections::HashMap;

use bethscope::device::Compute;
use bethscope::model::Model;
use bethscope::train::{Training, TrainingRecord};
use bethscope::weights::{load, save};
use proptest::prelude::*;
use safetensors::tensor::{Dtype, TensorView};

use super::genuine::{self, now};
use super::train::{config, head, score};

fn trained(json: &str) -> (Model, TrainingRecord) {
    let mut training = Training::new(head(), None, config(json), Compute::cpu()).unwrap();
    while !now(training.advance(100)).unwrap().done {}
    training.finish()
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
    let data = genuine::data("labelled_test.head2500.csv");
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
        ("0.weight", vec![128, 7]),
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
    let data = genuine::open(
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

proptest! {
    /// Any damage ends in a sentence or in finite weights.
    #[test]
    fn damaged_files_never_panic(at in 0..2000usize, byte in any::<u8>(), length in 0..2000usize) {
        let mut bytes = hand_made(|_| ());
        let end = length.min(bytes.len());
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        for bytes in [&bytes[..], &bytes[..end]] {
            if let Err(error) = load(bytes, &Compute::cpu().device) {
                prop_assert!(error.to_string().ends_with('.'));
            }
        }
    }
}
