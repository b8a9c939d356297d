//! Files are known by their hashes, rules have their published numbers, and the shipped weights are
//! what their card says.

use std::path::Path;
use std::rc::Rc;
use std::sync::OnceLock;

use bethscope::config::Config;
use bethscope::device::Compute;
use bethscope::distinct::{DataSet, Label};
use bethscope::evaluate::{
    Card, Hash, Numbers, Origin, Published, Table, git_blob, now, open, reconstructed, score,
    sha256, shipped, train,
};
use bethscope::model::Model;
use bethscope::reconstruct::{Reconstruction, Split};
use bethscope::score::ranking;
use bethscope::weights::{load, save};

use super::genuine;

fn made(split: Split, seed: u64, rows: u64) -> DataSet {
    let bytes = reconstructed(Reconstruction::with_rows(split, seed, rows));
    open(split.file_name(), &bytes).unwrap()
}

fn full(split: Split, seed: u64) -> DataSet {
    made(split, seed, split.counts().rows)
}

fn pretrained(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/pretrained");
    std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn card() -> &'static Card {
    static CARD: OnceLock<Card> = OnceLock::new();
    CARD.get_or_init(|| serde_json::from_slice(&pretrained("card.json")).unwrap())
}

fn model() -> Model {
    let bytes = pretrained("beth.safetensors");
    load(&bytes, &Compute::cpu().device).unwrap().0
}

/// `printf 'hello\n' | git hash-object --stdin` and `printf 'hello\n' | sha256sum`.
const HELLO: (&str, &str) = (
    "ce013625030ba8dba906f756967f9e9ca394464a",
    "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03",
);

#[test]
fn hashes_are_those_of_git_and_sha256sum() {
    assert_eq!(git_blob(b"hello\n"), HELLO.0);
    assert_eq!(sha256(b"hello\n"), HELLO.1);
    // The empty blob of every git repository; FIPS 180 gives the other.
    assert_eq!(git_blob(b""), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    assert_eq!(
        sha256(b"abc"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

#[test]
fn a_file_is_known_by_either_hash_and_not_when_one_byte_differs() {
    for hash in [Hash::GitBlob(HELLO.0), Hash::Sha256(HELLO.1)] {
        let split = Split::Validation;
        let published = [Published { split, hash }];
        let of = |bytes: &[u8]| Origin::of(bytes, &published, 1);
        assert_eq!(of(b"hello\n"), Origin::Genuine(split));
        assert_eq!(of(b"hello"), Origin::Unknown);
    }
    assert!(
        Origin::Genuine(Split::Test)
            .to_string()
            .starts_with("genuine BETH")
    );
}

#[test]
fn a_head_of_a_genuine_file_is_unknown_and_a_reconstruction_is_called_one() {
    let head = genuine::bytes("labelled_test.head2500.csv");
    assert_eq!(Origin::of(&head, &Published::ALL, 1), Origin::Unknown);
    let bytes = reconstructed(Reconstruction::new(Split::Validation, 1));
    let origin = Origin::of(&bytes, &Published::ALL, 1);
    assert_eq!(origin, Origin::Reconstruction(Split::Validation, 1));
    assert!(origin.to_string().starts_with("reconstruction"));
    assert_eq!(Origin::of(&bytes, &Published::ALL, 2), Origin::Unknown);
}

#[test]
fn the_hashes_of_the_published_files_are_well_formed() {
    for file in Published::ALL {
        let (hash, digits) = match file.hash {
            Hash::GitBlob(hash) => (hash, 40),
            Hash::Sha256(hash) => (hash, 64),
        };
        assert_eq!(hash.len(), digits);
        let lower = |digit: char| matches!(digit, '0'..='9' | 'a'..='f');
        assert!(hash.chars().all(lower), "{hash}");
    }
}

#[test]
fn the_table_has_the_published_lines_of_the_rules() {
    let test = full(Split::Test, 1);
    let constant = ranking(&test, &vec![0.0; test.rows().len()], Label::Sus);
    let mut table = Table::default();
    table.push_rules("test", &constant);
    table.push_paper();
    let table = table.to_string();
    let line = |start: &str| {
        let line = table.lines().find(|line| line.starts_with(start));
        line.unwrap_or_else(|| panic!("no line {start} in\n{table}"))
            .split('|')
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(line("| always benign")[2..4], ["0.092651", "0.500000"]);
    assert_eq!(line("| always suspicious")[2..4], ["0.907349", "0.500000"]);
    let rule = line("| userId >= 1000");
    assert_eq!(
        rule[1..6],
        ["test", "0.945980", "0.970232", "0.000000", "0.940464"]
    );
    assert_eq!(rule[6], "0.969319");
    assert_eq!(line("| paper: isolation forest")[2], "0.850");
    let width = |line: &str| line.chars().count();
    assert!(
        table
            .lines()
            .all(|line| width(line) == width(table.lines().next().unwrap()))
    );
}

#[test]
fn pretraining_twice_gives_the_same_bytes() {
    let run = || {
        let [data, validation] =
            [Split::Train, Split::Validation].map(|split| Rc::new(made(split, 1, 20_000)));
        let config = Config {
            epochs: Some(3.0),
            ..shipped()
        };
        let (model, record) = train(&data, &validation, config.check().unwrap(), |_| ()).unwrap();
        now(save(&model, Some(&record))).unwrap()
    };
    assert_eq!(run(), run());
}

#[test]
fn the_card_belongs_to_the_weights() {
    let bytes = pretrained("beth.safetensors");
    let card = card();
    assert_eq!(card.sha256, sha256(&bytes));
    let (model, record) = load(&bytes, &Compute::cpu().device).unwrap();
    assert_eq!(card.parameters, model.parameters());
    assert_eq!(card.config, shipped().check().unwrap());
    assert_eq!(record.unwrap().config, card.config);
    assert!(
        pretrained("card.md") == card.to_string().into_bytes(),
        "card.md is not card.json's"
    );
}

/// The card's numbers, on each file it names, are those measured now.
#[test]
fn the_card_has_the_numbers_that_are_measured() {
    let model = model();
    let mut checked = 0;
    for line in card()
        .measured
        .iter()
        .filter(|line| line.model == "pretrained")
    {
        let data = match line.file.as_str() {
            "reconstructed train, seed 1" => full(Split::Train, 1),
            "reconstructed validation, seed 1" => full(Split::Validation, 1),
            "reconstructed test, seed 1" => full(Split::Test, 1),
            "reconstructed test, seed 2" => full(Split::Test, 2),
            "reconstructed test, seed 3" => full(Split::Test, 3),
            "reconstructed test, seed 20260101" => full(Split::Test, 20_260_101),
            "genuine train head" => genuine::data("labelled_train.head12500.csv"),
            "genuine test head" => genuine::data("labelled_test.head2500.csv"),
            other => panic!("the card names a file {other}"),
        };
        let json = |numbers: &Numbers| serde_json::to_value(numbers).unwrap();
        let (said, got) = (
            json(&line.numbers),
            json(&Numbers::of(&score(&model, &data).unwrap())),
        );
        for (name, said) in said.as_object().unwrap() {
            let error = said.as_f64().unwrap() - got[name].as_f64().unwrap();
            assert!(
                error.abs() < 1e-4,
                "{} {name}: {said}, not {}",
                line.file,
                got[name]
            );
        }
        checked += 1;
    }
    assert_eq!(checked, 8);
}

fn of(model: &str, file: &str) -> Numbers {
    let line = card()
        .measured
        .iter()
        .find(|line| line.model == model && line.file == file);
    line.unwrap_or_else(|| panic!("the card has no {model} on {file}"))
        .numbers
}

#[test]
fn the_weights_do_no_worse_than_one_feature_on_any_reconstruction() {
    let model = model();
    for seed in [1, 2, 20_260_101] {
        let ranking = score(&model, &full(Split::Test, seed)).unwrap();
        let (numbers, rule) = (Numbers::of(&ranking), ranking.by_user().unwrap());
        assert!(numbers.accuracy >= rule.accuracy(), "{seed}: {numbers:?}");
        assert!(
            numbers.balanced_accuracy >= rule.balanced_accuracy(),
            "{seed}: {numbers:?}"
        );
        assert!(numbers.auroc.unwrap() > 0.99, "{seed}: {numbers:?}");
    }
}

#[test]
fn on_genuine_rows_the_weights_rank_better_than_logistic_regression() {
    for head in ["genuine train head", "genuine test head"] {
        let pretrained = of("pretrained", head);
        for logistic in ["logistic regression", "logistic regression, same options"] {
            let logistic = of(logistic, head);
            assert!(pretrained.auroc > logistic.auroc, "{head}");
            assert!(
                pretrained.average_precision > logistic.average_precision,
                "{head}"
            );
            assert!(
                pretrained.balanced_accuracy >= logistic.balanced_accuracy,
                "{head}"
            );
        }
    }
}
