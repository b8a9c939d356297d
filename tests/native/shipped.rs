//! The weights that ship and what their card says; tests of genuine rows use these too.

use std::path::Path;
use std::rc::Rc;
use std::sync::OnceLock;

use bethscope::config::Config;
use bethscope::device::Compute;
use bethscope::distinct::DataSet;
use bethscope::evaluate::{Card, HALF, Measured, references, score, shipped, train};
use bethscope::metrics::Rates;
use bethscope::model::Model;
use bethscope::reconstruct::Split;
use bethscope::train::TrainingRecord;
use bethscope::weights::load;

use super::made;

pub fn pretrained(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/pretrained");
    std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub fn card() -> &'static Card {
    static CARD: OnceLock<Card> = OnceLock::new();
    CARD.get_or_init(|| serde_json::from_slice(&pretrained("card.json")).unwrap())
}

/// The weights and the threshold that comes with them.
pub fn model() -> (Model, f64) {
    let bytes = pretrained("beth.safetensors");
    let (model, record) = load(&bytes, &Compute::cpu().device).unwrap();
    (model, threshold(record.unwrap()))
}

fn threshold(record: TrainingRecord) -> f64 {
    record.operating.unwrap().threshold().unwrap()
}

/// The models of the card by their names, each with its own threshold: the weights, and two logistic regressions trained here
/// as the card's command trains them.
pub fn models() -> [(&'static str, (Model, f64)); 3] {
    let [data, validation] =
        [Split::Train, Split::Validation].map(|split| Rc::new(made::full(split, 1)));
    let fit = |config: Config| {
        let fitted = train(&data, &validation, config.check().unwrap(), |_| ());
        let (model, record) = fitted.unwrap();
        (model, threshold(record))
    };
    let [(name, logistic), ..] = references();
    let same_options = Config {
        hidden: Some(Vec::new()),
        ..shipped()
    };
    [
        ("pretrained", model()),
        (name, fit(logistic)),
        ("logistic regression, same options", fit(same_options)),
    ]
}

/// Measures a model on a file at 0.5 and at its own threshold, and holds the card's two lines to it.
pub fn measured(name: &str, (model, own): &(Model, f64), file: &str, data: &DataSet) -> [Rates; 2] {
    let ranking = score(model, data).unwrap();
    let lines = card().measured.iter();
    let lines: Vec<_> = (lines)
        .filter(|line| line.model == name && line.file == file)
        .collect();
    let [half, line] = lines[..] else {
        panic!(
            "the card has {} lines of {name} on {file}, not 2",
            lines.len()
        )
    };
    assert_eq!(half.threshold, HALF);
    assert!((line.threshold / own - 1.0).abs() < 1e-6, "{name}: {own}");
    [(HALF, half), (*own, line)].map(|(threshold, said)| same(ranking.rates(threshold), said))
}

fn same(numbers: Rates, said: &Measured) -> Rates {
    let (name, file) = (&said.model, &said.file);
    let values = |numbers: &Rates| {
        let json = serde_json::to_value(numbers).unwrap();
        let named = json.as_object().unwrap().iter();
        named
            .map(|(name, value)| (name.clone(), value.as_f64()))
            .collect::<Vec<_>>()
    };
    for ((number, got), (_, said)) in values(&numbers).into_iter().zip(values(&said.rates)) {
        let agree = match (got, said) {
            (Some(got), Some(said)) => (got - said).abs() < 1e-4,
            (got, said) => got == said,
        };
        assert!(agree, "{name} on {file}, {number}: {said:?}, not {got:?}");
    }
    numbers
}
