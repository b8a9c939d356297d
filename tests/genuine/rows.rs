//! What is published of the heads is what is read.

use std::collections::HashMap;

use bethscope::rows::{Form, Place, Reader, Row};

use super::head;

#[test]
fn heads_have_the_published_rows_and_labels() {
    for (name, rows, sus, evil, form) in [
        (head::TRAIN, 12_500, 273, None, Form::DataCamp),
        (head::TEST, 2_500, 967, None, Form::DataCamp),
        (RAW_TRAIN, 100, 100, Some(0), Form::Raw),
        (
            "labelled_validation_data.head100.csv",
            100,
            4,
            Some(0),
            Form::Raw,
        ),
        (
            "labelled_testing_data.head100.csv",
            100,
            13,
            Some(4),
            Form::Raw,
        ),
    ] {
        let data = head::data(name);
        assert_eq!(data.len(), rows, "{name}");
        assert_eq!(data.positives(), Some(sus), "{name}");
        assert_eq!(data.evil(), evil, "{name}");
        assert_eq!(data.form(), form, "{name}");
        assert!(data.skipped().is_empty(), "{name}");
    }
}

const RAW_TRAIN: &str = "labelled_training_data.head100.csv";

#[test]
fn a_raw_row_can_be_read_back_from_its_bytes() {
    let (bytes, data) = (head::bytes(RAW_TRAIN), head::data(RAW_TRAIN));
    let place = data.place(0);
    let cells = data.cells(&bytes[place.start as usize..place.end as usize]);
    let column = |name| {
        let mut columns = data.header().columns.iter();
        columns.position(|column| column == name).unwrap()
    };
    assert_eq!(cells.len(), 16);
    assert_eq!(cells[column("processName")], "close");
    assert_eq!(cells[column("eventName")], "prctl");
    assert!(
        cells[column("args")]
            .starts_with("[{'name': 'option', 'type': 'int', 'value': 'PR_SET_NAME'}")
    );
    assert_eq!(data.place(99).end, bytes.len() as u64);
}

#[test]
fn the_train_head_has_413_distinct_vectors_whose_counts_add_up() {
    let data = head::data(head::TRAIN);
    assert_eq!(data.rows().len(), 413);
    assert_eq!(data.processes(), 48);

    let mut rows = Vec::new();
    let mut reader = Reader::new(head::TRAIN, |row: Row, place: Place| {
        rows.push((row, place))
    });
    reader.push(&head::bytes(head::TRAIN)).unwrap();
    let (file, _) = reader.finish().unwrap();
    assert_eq!(file.bytes, head::bytes(head::TRAIN).len() as u64);
    assert_eq!(rows.len(), 12_500);
    let mut counts = HashMap::new();
    for (file_row, (row, place)) in rows.iter().enumerate() {
        let id = data.ids().get(file_row) as usize;
        assert_eq!(data.rows()[id], *row);
        assert_eq!(data.place(file_row), *place);
        *counts.entry(id).or_insert(0) += 1;
    }
    assert!((0..413).all(|id| data.counts()[id] == counts[&id]));
}
