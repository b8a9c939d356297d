use bethscope::config::{Config, Preset, Valid, Weighting};
use bethscope::features::Recipe;

fn check(json: &str) -> Result<Valid, String> {
    let config: Config = serde_json::from_str(json).map_err(|error| error.to_string())?;
    config.check().map_err(|error| error.to_string())
}

#[test]
fn everything_is_optional() {
    let valid = check("{}").unwrap();
    assert_eq!((valid.preset, valid.hidden), (Preset::Keras, vec![128, 64]));
    assert_eq!((valid.epochs, valid.batch, valid.patience), (30, 1024, 5));
    assert_eq!(valid.recipe, Recipe::Flagged);
    let logistic = check(r#"{"hidden": [], "classWeights": [1, 50.5]}"#).unwrap();
    assert!(logistic.hidden.is_empty());
    assert_eq!(logistic.class_weights, Weighting::Given([1.0, 50.5]));
}

#[test]
fn a_bad_value_is_a_sentence() {
    for (json, message) in [
        (
            r#"{"epochs": 0}"#,
            "epochs must be a whole number from 1 to 10000; 0 was given.",
        ),
        (
            r#"{"epochs": 2.5}"#,
            "epochs must be a whole number from 1 to 10000; 2.5 was given.",
        ),
        (
            r#"{"batch": 65537}"#,
            "batch must be a whole number from 1 to 65536; 65537 was given.",
        ),
        (
            r#"{"learningRate": 0}"#,
            "learningRate must be a number from 0.000000001 to 10; 0 was given.",
        ),
        (
            r#"{"hidden": [64, 0]}"#,
            "hidden (each layer) must be a whole number from 1 to 1024; 0 was given.",
        ),
        (
            r#"{"hidden": [1,1,1,1,1,1,1,1,1]}"#,
            "hidden must be at most 8 layers; 9 layers was given.",
        ),
        (
            r#"{"seed": -1}"#,
            "seed must be a whole number from 0 to 4294967295; -1 was given.",
        ),
        (
            r#"{"classWeights": "heavy"}"#,
            "classWeights must be “none”, “balanced” or two numbers from 0.000001 to 1000000 \
             (benign, suspicious); “heavy” was given.",
        ),
    ] {
        assert_eq!(check(json).unwrap_err(), message);
    }
    assert!(
        check(r#"{"epoch": 3}"#)
            .unwrap_err()
            .starts_with("unknown field `epoch`")
    );
}
