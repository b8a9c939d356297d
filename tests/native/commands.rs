//! The native commands, called as a person calls them.

use std::process::{Command, Stdio};

const DEFAULTS: &str = env!("CARGO_BIN_EXE_defaults");
const EVALUATE: &str = env!("CARGO_BIN_EXE_evaluate");
const FIDELITY: &str = env!("CARGO_BIN_EXE_fidelity");
const PRETRAIN: &str = env!("CARGO_BIN_EXE_pretrain");
const RECONSTRUCT: &str = env!("CARGO_BIN_EXE_reconstruct");

/// Status, standard output and standard error.
fn call(command: &str, words: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(command).args(words).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn a_wrong_call_is_told_in_a_sentence_above_the_usage() {
    for (command, words, sentence) in [
        (DEFAULTS, "--bogus", "There is no flag --bogus."),
        (
            DEFAULTS,
            "--full maybe",
            "--full is yes or no, not “maybe”.",
        ),
        (DEFAULTS, "--seeds 0", "--seeds needs at least 1."),
        (EVALUATE, "--bogus 3", "There is no flag --bogus."),
        (FIDELITY, "--bogus", "There is no flag --bogus."),
        (PRETRAIN, "-x", "There is no flag -x."),
        (RECONSTRUCT, "--bogus=3", "There is no flag --bogus."),
        (EVALUATE, "log.csv", "“log.csv” belongs to no flag."),
        (FIDELITY, "log.csv", "“log.csv” belongs to no flag."),
        (FIDELITY, "--data", "--data needs a value."),
        (RECONSTRUCT, "--split", "--split needs a value."),
        (RECONSTRUCT, "", "--split is missing."),
        (
            RECONSTRUCT,
            "--split testing",
            "There is no split \"testing\": use train, validation or test.",
        ),
        (
            RECONSTRUCT,
            "--split test --rows -1",
            "--rows needs a whole number, not “-1”.",
        ),
        (
            EVALUATE,
            "--seed 18446744073709551616",
            "--seed needs a whole number, not “18446744073709551616”.",
        ),
        (
            FIDELITY,
            "--seed 1 --data .",
            "--seed is for the reconstruction, not for files.",
        ),
        (
            EVALUATE,
            "--data . --seed 1",
            "--seed is for the reconstruction, not for files.",
        ),
        (
            EVALUATE,
            "--train a.csv",
            "--train, --validation and --test go together.",
        ),
        (
            EVALUATE,
            "--data . --test c.csv",
            "Give either --data or single files.",
        ),
        (
            PRETRAIN,
            "--config {",
            "--config cannot be read: EOF while parsing an object at line 1 column 1.",
        ),
    ] {
        let words: Vec<&str> = words.split_whitespace().collect();
        let (status, out, err) = call(command, &words);
        let (_, usage, _) = call(command, &["--help"]);
        assert_eq!((status, out.as_str()), (Some(2), ""), "{words:?}");
        assert_eq!(err, format!("{sentence}\n\n{usage}"));
    }
}

#[test]
fn help_is_given_wherever_it_is_asked_for() {
    for command in [EVALUATE, FIDELITY, PRETRAIN, RECONSTRUCT] {
        let (status, usage, err) = call(command, &["-h"]);
        assert_eq!((status, err.as_str()), (Some(0), ""));
        let name = command.rsplit(['/', '\\']).next().unwrap();
        assert!(usage.contains(&format!("\n  {name} ")), "{usage}");
    }
    let late = call(EVALUATE, &["--data", ".", "--help"]);
    assert_eq!(late, call(EVALUATE, &["-h"]));
}

#[test]
fn a_value_may_follow_a_space_or_an_equals_sign() {
    let spaced = call(RECONSTRUCT, &["--split", "test", "--rows", "10"]);
    let joined = call(RECONSTRUCT, &["--rows=10", "--split=test"]);
    assert_eq!(spaced, joined);
    assert_eq!((spaced.0, spaced.1.lines().count()), (Some(0), 11));
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    for (command, words) in [
        (RECONSTRUCT, ["--split", "train"]),
        (FIDELITY, ["--seed", "1"]),
    ] {
        let mut calling = Command::new(command);
        let piped = calling.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = piped.args(words).spawn().unwrap();
        drop(running.stdout.take());
        let output = running.wait_with_output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), err.as_str()), (Some(0), ""));
    }
}

/// A script can tell "the numbers are off" from "the files could not be read".
#[test]
fn fidelity_ends_with_1_for_other_rows_and_with_2_without_rows() {
    let folder = format!("{}/fidelity", env!("CARGO_TARGET_TMPDIR"));
    std::fs::create_dir_all(&folder).unwrap();
    for split in ["train", "validation", "test"] {
        let (_, rows, _) = call(RECONSTRUCT, &["--split", split, "--rows", "500"]);
        std::fs::write(format!("{folder}/labelled_{split}.csv"), rows).unwrap();
    }
    let (status, out, err) = call(FIDELITY, &["--data", &folder]);
    assert_eq!((status, err.as_str()), (Some(1), ""));
    assert!(out.contains("MISSED"), "{out}");

    let (status, _, err) = call(FIDELITY, &["--data", "nowhere"]);
    assert_eq!(status, Some(2));
    let wrong = "nowhere/labelled_train.csv cannot be read: ";
    assert!(err.starts_with(wrong) && err.lines().count() == 1, "{err}");
}
