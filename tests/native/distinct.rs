use std::collections::HashSet;

use bethscope::distinct::{Offsets, Opening};
use bethscope::evaluate::open;
use bethscope::rows::{Labels, Reader, Row};
use proptest::prelude::*;

#[test]
fn equal_features_with_another_label_are_another_row() {
    let data = open(
        "x.csv",
        b"processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus,evil\n\
          1,2,3,4,5,6,7,1,0\n1,2,3,4,5,6,7,1,1\n1,2,3,4,5,6,7,0,0\n1,2,3,4,5,6,7,1,1\n",
    )
    .unwrap();
    assert_eq!(data.counts(), [1, 2, 1]);
    assert!(data.ids().iter().eq([0, 1, 2, 1]));
    assert_eq!((data.positives(), data.evil()), (Some(3), Some(2)));
}

/// Distances between rows: near each other, around what two bytes hold, and with gigabytes between.
fn distance() -> impl Strategy<Value = u64> {
    prop_oneof![
        8 => 1..100u64,
        2 => 65_530..65_540u64,
        1 => 0..1u64 << 34,
    ]
}

/// Lines of which each has a form of its own: plain, quoted, wrong, over two lines, and none.
const LINES: [&str; 12] = [
    "381,7337,1,100,4026532231,5,0,1\n",
    "381,7337,1,100,4026532231,5,0,0\n",
    "381,7337,1,100,4026532231,5,-1,1\r\n",
    "\"381\",7337,1,100,4026532231,5,0,1\n",
    "381,7337,1,100,4026532231,5,0,1.0\n",
    "381,7337,1,100,4026532231,5,0,2\n",
    "381,7337,1,100,4026532231,5,0\n",
    "381,7337,1,100,4026532231,5,0,\"1\n\"\n",
    "0,0,1,100,9223372036854775807,5,0,1\n",
    "9223372036854775807,9223372036854775807,9223372036854775807,5,1,1,1,1\n",
    "\n",
    "\"\n",
];

/// One of [`LINES`], or one of so many that some of them share a slot of the memo.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(LINES.to_vec()).prop_map(str::to_owned),
        (0..5000).prop_map(|value| format!("381,7337,1,100,4026532231,5,{value},0\n")),
    ]
}

proptest! {
    #[test]
    fn offsets_are_what_was_pushed(distances in prop::collection::vec(distance(), 1..200)) {
        let mut offsets = Offsets::default();
        let mut at = 0;
        let want: Vec<u64> = distances.into_iter().map(|distance| {
            at += distance;
            offsets.push(at).unwrap();
            at
        }).collect();
        for (row, offset) in want.iter().enumerate() {
            prop_assert_eq!(offsets.get(row), Some(*offset));
        }
        prop_assert_eq!(offsets.get(want.len()), None);
    }

    /// A data set knows lines again; a reader that hands its rows to a closure reads every one.
    #[test]
    fn a_line_known_again_is_the_row_that_would_be_read(
        lines in prop::collection::vec(line(), 1..300),
        sizes in prop::collection::vec(1..600usize, 1..8),
    ) {
        let header = "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus\n";
        let text = header.to_owned() + &lines.concat();
        let mut rows = Vec::new();
        let mut reader = Reader::new("x.csv");
        let read = reader.push(text.as_bytes(), |row, at| rows.push((row, at)));
        let read = read.and_then(|()| reader.finish(|row, at| rows.push((row, at))));

        let mut opening = Opening::new("x.csv");
        let (mut rest, mut sizes) = (text.as_bytes(), sizes.into_iter().cycle());
        while !rest.is_empty() {
            let (chunk, tail) = rest.split_at(sizes.next().unwrap().min(rest.len()));
            opening.push(chunk).unwrap();
            rest = tail;
        }
        match (read, opening.finish()) {
            (Ok(read), Ok(data)) => {
                prop_assert_eq!(data.skipped(), &read.skipped);
                prop_assert_eq!(data.len(), rows.len());
                for (index, (row, at)) in rows.into_iter().enumerate() {
                    prop_assert_eq!(data.rows()[data.ids().get(index) as usize], row);
                    prop_assert_eq!(data.byte_range(index).0, at);
                }
            }
            (read, data) => prop_assert_eq!(read.err(), data.err()),
        }
    }
}

/// Counters, addresses and flags differ in a few bits of one column, high or low.
#[test]
fn digests_of_rows_that_differ_in_few_bits_differ_in_their_low_bits() {
    let (mut digests, mut places) = (HashSet::new(), HashSet::new());
    let mut rows = 0;
    for column in 0..7 {
        for shift in (0..56).step_by(8) {
            for value in 1..256 {
                let mut features = [1, 1, 1, 1000, 4026531840, 3, 0];
                features[column] ^= value << shift;
                let labels = Labels::default();
                let digest = Row { features, labels }.digest();
                digests.insert(digest as u32);
                places.insert(digest as u16);
                rows += 1;
            }
        }
    }
    assert_eq!(rows, 12_495);
    // Drawn at random they would have 0.02 equal pairs, and take 11,380 of 65,536 places.
    assert!(digests.len() + 3 > rows, "{} digests", digests.len());
    assert!(places.len() > 11_200, "{} places", places.len());
}
