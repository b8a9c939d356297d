//! Files as people have them: made-up rows, each file rebuilt after a public bug report, and what a
//! sensible reader does with it (tests/cases).

use std::path::Path;

use bethscope::Result;
use bethscope::distinct::{DataSet, Opening};
use bethscope::rows::{Candidate, Kind, kind};

fn bytes(name: &str) -> Vec<u8> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases"));
    std::fs::read(folder.join(name)).expect(name)
}

fn open_with(name: &str, label: Option<&str>) -> Result<DataSet> {
    let mut opening = Opening::with_label(name, label.map(str::to_owned));
    opening.push(&bytes(name))?;
    opening.finish()
}

fn open(name: &str) -> DataSet {
    open_with(name, None).expect(name)
}

fn refusal(name: &str) -> String {
    let error = open_with(name, None).err().expect(name);
    error.to_string()
}

/// Rows, positives and evil ones.
fn counts(data: &DataSet) -> (usize, Option<u64>, Option<u64>) {
    (data.len(), data.positives(), data.evil())
}

/// First line, rows, column, why.
fn skipped(data: &DataSet) -> Vec<(u64, u64, &str, String)> {
    let causes = data.skipped().causes().iter();
    let column = |index: usize| data.header().columns[index].as_str();
    causes
        .map(|cause| {
            let column = cause.reason.column().map_or("", column);
            (
                cause.first_line,
                cause.rows,
                column,
                cause.reason.to_string(),
            )
        })
        .collect()
}

#[test]
fn files_are_read_to_the_last_row() {
    for (name, want) in [
        ("c02-kibana-discover.csv", (48, Some(12), None)),
        ("c04-excel-sep-line.csv", (50, Some(11), None)),
        ("c06-readr-write_csv.csv", (60, Some(14), None)),
        ("c16-raw-plus-sus_label.csv", (45, Some(13), Some(5))),
        ("e06-scored-elsewhere.csv", (40, Some(10), None)),
        ("spark-out/part-00000.csv", (26, Some(6), Some(2))),
        ("spark-out/part-00001.csv", (26, Some(6), Some(2))),
    ] {
        let data = open(name);
        assert_eq!(counts(&data), want, "{name}");
        assert_eq!(skipped(&data), [], "{name}");
    }
}

#[test]
fn user_1000_is_read_where_readr_wrote_1e3() {
    let data = open("c06-readr-write_csv.csv");
    let user = |row: &bethscope::rows::Row| row.features[3] == 1000;
    assert_eq!(data.count_where(user), 12);
    assert_eq!(
        data.count_where(|row| user(row) && row.labels.sus == Some(true)),
        12
    );
}

#[test]
fn rows_that_cannot_be_read_are_told_by_line_column_and_cause() {
    let decimals = "decimals instead of a whole number".to_owned();
    let data = open("c08-float-format.csv");
    assert_eq!(counts(&data), (51, Some(12), None));
    assert_eq!(skipped(&data), [(30, 1, "threadId", decimals)]);

    let missing = "a word for a missing value".to_owned();
    let data = open("c15-excel-mac.csv");
    assert_eq!(counts(&data), (49, Some(11), None));
    assert_eq!(skipped(&data), [(20, 1, "returnValue", missing)]);

    let empty = || "an empty cell".to_owned();
    let data = open("BETH_Merged.csv");
    assert_eq!(counts(&data), (44, Some(15), Some(6)));
    let want = [(2, 6, "processId", empty()), (8, 20, "threadId", empty())];
    assert_eq!(skipped(&data), want);
}

#[test]
fn a_label_of_another_name_is_pointed_at_and_can_be_taken() {
    let name = "Cleaned_BETH_Full.csv";
    let data = open(name);
    assert_eq!(counts(&data), (60, None, None));
    assert_eq!(skipped(&data), []);
    let label = Candidate {
        column: 8,
        ones: 22,
        zeros: 38,
    };
    assert_eq!(data.candidates(), [label]);
    let data = open_with(name, Some("Label")).expect(name);
    assert_eq!(counts(&data), (60, Some(22), None));
    assert_eq!(data.candidates(), []);
}

#[test]
fn other_kinds_are_refused_by_what_they_are() {
    assert_eq!(kind(&bytes("labelled_training_data.csv")), Kind::Zip);
    assert_eq!(
        refusal("labelled_training_data.csv"),
        "“labelled_training_data.csv” is a ZIP archive, whatever its name, not CSV text. Unpack it and \
         take the CSV file that is in it."
    );
    let jsonl = refusal("e02-tracee.jsonl");
    assert!(jsonl.contains("is JSON lines, not CSV text."), "{jsonl}");
    assert_eq!(
        refusal("c17-standard-scaled.csv"),
        "“c17-standard-scaled.csv” has decimals where whole numbers are expected (processId is \
         -1.075108381004263 on line 2), as scaling leaves them. Take the file from before the \
         scaling; bethscope scales by itself."
    );
}
