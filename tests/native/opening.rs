//! Whole files of rows that the project makes itself.

use std::collections::HashMap;

use bethscope::distinct::DataSet;
use bethscope::evaluate::{open, reconstructed};
use bethscope::reconstruct::{Reconstruction, Split};
use bethscope::rows::{Form, Place, Reader, Row};

use super::made;

/// A hundred rows of the official form.
fn raw(split: Split) -> Vec<u8> {
    let mut bytes = Vec::new();
    let rows = Reconstruction::with_rows(split, 1, 100);
    rows.write_to(Form::Raw, &mut bytes).unwrap();
    bytes
}

fn raw_data(split: Split) -> DataSet {
    open("raw.csv", &raw(split)).unwrap()
}

#[test]
fn reconstructions_have_the_published_rows_and_labels() {
    // Rows and labels of whole splits are BETH's (Highnam et al. 2021, tables 1 and 4).
    for (split, rows, sus, evil) in [
        (Split::Train, 763_144, 1_269, 0),
        (Split::Validation, 188_967, 786, 0),
        (Split::Test, 188_967, 171_459, 158_432),
    ] {
        let data = made::full(split, 1);
        assert_eq!((data.len(), data.positives()), (rows, Some(sus)), "{split}");
        assert_eq!((data.evil(), data.form()), (None, Form::DataCamp));
        assert!(data.skipped().is_empty(), "{split}");
        let made = Reconstruction::new(split, 1).filter(|row| row.evil);
        assert_eq!(made.count(), evil, "{split}");
    }
    for (split, sus, evil, distinct) in [
        (Split::Train, 0, 0, 79),
        (Split::Validation, 0, 0, 46),
        (Split::Test, 91, 84, 46),
    ] {
        let data = raw_data(split);
        assert_eq!((data.len(), data.positives()), (100, Some(sus)), "{split}");
        assert_eq!((data.evil(), data.form()), (Some(evil), Form::Raw));
        assert_eq!(data.rows().len(), distinct, "{split}");
        assert!(data.skipped().is_empty(), "{split}");
    }
}

#[test]
fn a_raw_row_can_be_read_back_from_its_bytes() {
    let (bytes, data) = (raw(Split::Test), raw_data(Split::Test));
    let row = |row| {
        let place = data.place(row);
        data.cells(&bytes[place.start as usize..place.end as usize])
    };
    let column = |name| {
        let mut columns = data.header().columns.iter();
        columns.position(|column| column == name).unwrap()
    };
    let first = row(0);
    assert_eq!(first.len(), 16);
    assert_eq!(first[column("processName")], "systemd-user-ru");
    assert_eq!(first[column("eventName")], "sched_process_exit");
    assert_eq!(first[column("args")], "[]");
    assert_eq!(
        row(1)[column("args")],
        "[{'name': 'pathname', 'type': 'const char*', 'value': '/proc/3040/cmdline'}, \
         {'name': 'mode', 'type': 'int', 'value': 'R_OK'}]"
    );
    assert_eq!(row(99)[column("timestamp")], "124.468147");
    assert_eq!(data.place(99).end, bytes.len() as u64);
}

/// Numbers of distinct rows and of process ids by `sort -u` and `cut -d, -f1 | sort -u`.
#[test]
fn distinct_rows_are_counted_and_known_by_file_row() {
    for (split, distinct, processes, sus) in [
        (Split::Train, 3_858, 329, 21),
        (Split::Validation, 1_473, 164, 52),
        (Split::Test, 735, 84, 11_342),
    ] {
        let bytes = reconstructed(Reconstruction::with_rows(split, 1, 12_500));
        let data = open("made.csv", &bytes).unwrap();
        assert_eq!(data.rows().len(), distinct, "{split}");
        assert_eq!(data.processes(), processes, "{split}");
        assert_eq!(data.positives(), Some(sus), "{split}");

        let mut rows = Vec::new();
        let mut reader = Reader::new("made.csv", |row: Row, place: Place| rows.push((row, place)));
        reader.push(&bytes).unwrap();
        let (file, _) = reader.finish().unwrap();
        assert_eq!(file.bytes, bytes.len() as u64);
        assert_eq!(rows.len(), 12_500);
        let mut counts = HashMap::new();
        for (file_row, (row, place)) in rows.iter().enumerate() {
            let id = data.ids().get(file_row) as usize;
            assert_eq!(data.rows()[id], *row);
            assert_eq!(data.place(file_row), *place);
            *counts.entry(id).or_insert(0) += 1;
        }
        assert!((0..distinct).all(|id| data.counts()[id] == counts[&id]));
    }
}

/// A column in front that may be a label is looked at in every row, also in those that are known.
#[test]
fn what_may_be_a_label_is_counted_in_front_too() {
    let mut text = String::from(
        "Verdict,processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue\n",
    );
    for row in 0..300 {
        text += &format!("{},1,1,1,0,4026531840,3,0\n", u8::from(row % 3 == 0));
    }
    let data = open("x.csv", text.as_bytes()).unwrap();
    let [label] = data.candidates() else {
        panic!("{:?}", data.candidates());
    };
    assert_eq!((label.column, label.ones, label.zeros), (0, 100, 200));
}
