use std::collections::HashMap;

use bethscope::rows::Reader;

use super::genuine;

#[test]
fn genuine_train_head_has_413_distinct_vectors_whose_counts_add_up() {
    let name = "labelled_train.head12500.csv";
    let data = genuine::data(name);
    assert_eq!(data.rows().len(), 413);
    assert_eq!(data.processes(), 48);

    let mut rows = Vec::new();
    let mut reader = Reader::new(name);
    reader
        .push(&genuine::bytes(name), |row, at| rows.push((row, at)))
        .unwrap();
    let mut counts = HashMap::new();
    for (file_row, (row, at)) in rows.iter().enumerate() {
        let id = data.ids()[file_row] as usize;
        assert_eq!(data.rows()[id], *row);
        assert_eq!(data.byte_range(file_row).0, *at);
        *counts.entry(id).or_insert(0) += 1;
    }
    assert!((0..413).all(|id| data.counts()[id] == counts[&id]));
}

#[test]
fn equal_features_with_another_label_are_another_row() {
    let data = genuine::open(
        "x.csv",
        b"processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus,evil\n\
          1,2,3,4,5,6,7,1,0\n1,2,3,4,5,6,7,1,1\n1,2,3,4,5,6,7,0,0\n1,2,3,4,5,6,7,1,1\n",
    )
    .unwrap();
    assert_eq!(data.counts(), [1, 2, 1]);
    assert_eq!(data.ids(), [0, 1, 2, 1]);
    assert_eq!((data.positives(), data.evil()), (Some(3), Some(2)));
}
