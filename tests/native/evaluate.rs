//! Files are known by their hashes, rules have their published numbers, and the shipped weights are
//! what their card says.

use std::rc::Rc;

use bethscope::config::Config;
use bethscope::device::Compute;
use bethscope::distinct::Label;
use bethscope::evaluate::{
    HALF, Hash, Origin, Published, Table, git_blob, reconstructed, score, sha256, shipped, train,
};
use bethscope::reconstruct::{Reconstruction, Split};
use bethscope::score::ranking;
use bethscope::weights::{load, save};

use super::made;
use super::run::now;
use super::shipped::{card, measured, model, models, pretrained};

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

/// Twenty thousand rows that hash to this, by `git hash-object` and `sha256sum`.
const TEST_20_000: (&str, &str) = (
    "70b47e4e0bb14f9a1acf65951dd717c018379e1e",
    "745a5cc9014a9091c40eba88e16174319054761016259cbc06fac0e69f5637c3",
);

#[test]
fn a_file_is_known_by_either_hash_to_the_last_digit() {
    let file = reconstructed(Reconstruction::with_rows(Split::Test, 1, 20_000));
    let of = |bytes: &[u8], hash| {
        let split = Split::Validation;
        Origin::of(bytes, &[Published { split, hash }], 1)
    };
    let git: fn(&'static str) -> Hash = Hash::GitBlob;
    let (blob, sum) = TEST_20_000;
    for (hash, kind) in [(blob, git), (sum, Hash::Sha256)] {
        assert_eq!(of(&file, kind(hash)), Origin::Genuine(Split::Validation));
        assert_eq!(of(&file[1..], kind(hash)), Origin::Unknown);
        for at in [0, hash.len() - 1] {
            let digit = if &hash[at..=at] == "0" { "1" } else { "0" };
            let wrong: &str = [&hash[..at], digit, &hash[at + 1..]].concat().leak();
            assert_eq!(of(&file, kind(wrong)), Origin::Unknown, "digit {at}");
        }
    }
    // Of several, the split of the one that it is.
    let others = [Split::Train, Split::Test].map(|split| Published {
        split,
        hash: Hash::Sha256(if split == Split::Test { sum } else { HELLO.1 }),
    });
    let origin = Origin::of(&file, &others, 1);
    assert_eq!(origin, Origin::Genuine(Split::Test));
    assert_eq!(origin.to_string(), "genuine BETH (test split)");
}

/// Digits copied from the sources, not from the list: git blobs as public repositories list
/// DataCamp's files, SHA-256 of the official ones.
#[test]
fn the_published_hashes_are_those_of_the_sources() {
    use Hash::{GitBlob, Sha256};
    #[rustfmt::skip]
    let expected = [
        (Split::Train, GitBlob("a5e3f4b06f3860b18c8a58e5d25c9a39762389d4")),
        (Split::Validation, GitBlob("5b4abce374a6d17f21bb94e8e70faaa6c1ccbc07")),
        (Split::Test, GitBlob("9a8565203b6399e9cd0169c9016620e40dd5a17f")),
        (Split::Train, Sha256("18ceb80a7eb4b71296df13e3967e074a81ed5b80c2212b044c061ac81a1797e2")),
        (Split::Validation, Sha256("5a08ec47060af1cb8bb24ba632b5db0c2b1ac783aedc72693247b87c1170192e")),
        (Split::Test, Sha256("e56aad64df13b9dde7be2d333f1f6b7da7f41596cb9b4105deb0fd051900706b")),
    ];
    assert_eq!(Published::ALL.map(|file| (file.split, file.hash)), expected);
}

#[test]
fn a_reconstruction_is_called_one_and_not_when_one_byte_differs() {
    let mut bytes = reconstructed(Reconstruction::new(Split::Validation, 1));
    let of = |bytes: &[u8], seed| Origin::of(bytes, &Published::ALL, seed);
    let origin = of(&bytes, 1);
    assert_eq!(origin, Origin::Reconstruction(Split::Validation, 1));
    assert_eq!(
        origin.to_string(),
        "reconstruction (validation split, seed 1)"
    );
    assert_eq!(of(&bytes, 2), Origin::Unknown);
    *bytes.last_mut().unwrap() = b' ';
    assert_eq!(of(&bytes, 1), Origin::Unknown);
}

#[test]
fn the_table_has_the_published_lines_of_the_rules() {
    let test = made::full(Split::Test, 1);
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
            [Split::Train, Split::Validation].map(|split| Rc::new(made::rows(split, 1, 20_000)));
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

/// The card's numbers on each reconstruction it names are those measured now, of the logistic
/// regressions too; tests/genuine has its lines of genuine rows.
#[test]
fn the_card_has_the_numbers_that_are_measured() {
    let files = [
        ("reconstructed train, seed 1", made::full(Split::Train, 1)),
        (
            "reconstructed validation, seed 1",
            made::full(Split::Validation, 1),
        ),
        ("reconstructed test, seed 1", made::full(Split::Test, 1)),
        ("reconstructed test, seed 2", made::full(Split::Test, 2)),
        ("reconstructed test, seed 3", made::full(Split::Test, 3)),
        (
            "reconstructed test, seed 20260101",
            made::full(Split::Test, 20_260_101),
        ),
    ];
    let models = models();
    for (name, model) in &models {
        for (file, data) in &files {
            measured(name, model, file, data);
        }
    }
    const GENUINE_HEADS: usize = 2;
    let lines = 2 * models.len() * (files.len() + GENUINE_HEADS);
    assert_eq!(card().measured.len(), lines, "there is no other line");
}

#[test]
fn the_weights_do_no_worse_than_one_feature_on_any_reconstruction() {
    let (model, _) = model();
    for seed in [1, 2, 20_260_101] {
        let ranking = score(&model, &made::full(Split::Test, seed)).unwrap();
        let (numbers, rule) = (ranking.rates(HALF), ranking.by_user().unwrap());
        let known = |number: Option<f64>| number.unwrap();
        assert!(
            known(numbers.accuracy) >= known(rule.accuracy()),
            "{seed}: {numbers:?}"
        );
        assert!(
            known(numbers.balanced_accuracy) >= known(rule.balanced_accuracy()),
            "{seed}: {numbers:?}"
        );
        assert!(known(numbers.auroc) > 0.99, "{seed}: {numbers:?}");
    }
}
