//! The weights that ship and what their card says; tests of genuine rows use these too.

use std::path::Path;
use std::rc::Rc;
use std::sync::OnceLock;

use bethscope::config::Config;
use bethscope::device::Compute;
use bethscope::distinct::DataSet;
use bethscope::evaluate::{Card, HALF, references, score, shipped, train};
use bethscope::metrics::Rates;
use bethscope::model::Model;
use bethscope::reconstruct::Split;
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

pub fn model() -> Model {
    let bytes = pretrained("beth.safetensors");
    load(&bytes, &Compute::cpu().device).unwrap().0
}

/// The models of the card by their names: the weights, and two logistic regressions trained here
/// as the card's command trains them.
pub fn models() -> [(&'static str, Model); 3] {
    let [data, validation] =
        [Split::Train, Split::Validation].map(|split| Rc::new(made::full(split, 1)));
    let fit = |config: Config| {
        let fitted = train(&data, &validation, config.check().unwrap(), |_| ());
        fitted.unwrap().0
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

/// Measures a model on a file, and holds the card's line of the two to it.
pub fn measured(name: &str, model: &Model, file: &str, data: &DataSet) -> Rates {
    let line = card().measured.iter();
    let mut lines = line.filter(|line| line.model == name && line.file == file);
    let (line, second) = (lines.next(), lines.next());
    let said = line.unwrap_or_else(|| panic!("the card has no {name} on {file}"));
    assert!(second.is_none(), "the card has {name} on {file} twice");
    let numbers = score(model, data).unwrap().rates(HALF);
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
