use std::collections::HashSet;

use bethscope::distinct::{Opening, Places};
use bethscope::evaluate::open;
use bethscope::rows::{Labels, Place, Reader, Row};
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
    assert!(data.ids().iter().eq(&[0, 1, 2, 1]));
    assert_eq!((data.positives(), data.evil()), (Some(3), Some(2)));
}

/// What stands between rows and how long they are: mostly little, sometimes what two bytes just hold
/// or do not, sometimes gigabytes.
fn bytes() -> impl Strategy<Value = u64> {
    prop_oneof![
        8 => 1..100u64,
        2 => 65_530..65_540u64,
        1 => 1..1u64 << 34,
    ]
}

/// Steps of lines and numbers: mostly the same one.
fn step() -> impl Strategy<Value = u64> {
    prop_oneof![8 => Just(1), 3 => Just(2), 1 => 1..5u64, 1 => 1..1u64 << 34]
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

/// What stands in front of a row: mostly its number, in one form or another, and sometimes nothing.
fn front() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => (0..10_000_000u64).prop_map(|number| format!("{number},")),
        1 => prop::sample::select(vec!["", ",", "-1,", "\"7\",", "\"7,\",", "x,", "123456789012345,", "1234567890123456,"])
            .prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn places_are_what_was_pushed(
        rows in prop::collection::vec((bytes(), bytes(), step(), step()), 1..200)
    ) {
        let (mut places, mut want) = (Places::default(), Vec::new());
        let mut place = Place { number: 0, line: 1, start: 0, end: 0 };
        for (gap, bytes, lines, numbers) in rows {
            let start = place.end + gap - 1;
            let (number, line) = (place.number + numbers, place.line + lines);
            place = Place { number, line, start, end: start + bytes };
            places.push(place).unwrap();
            want.push(Some(place));
        }
        want.push(None);
        prop_assert_eq!((0..want.len()).map(|row| places.get(row)).collect::<Vec<_>>(), want);
    }

    /// A data set knows lines again; a reader that hands its rows to a closure reads every one.
    #[test]
    fn a_line_known_again_is_the_row_that_would_be_read(
        lines in prop::collection::vec(line(), 1..300),
        sizes in prop::collection::vec(1..600usize, 1..8),
        fronts in prop::option::of(prop::collection::vec(front(), 1..9)),
    ) {
        let header = "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus\n";
        let text = match fronts {
            None => header.to_owned() + &lines.concat(),
            Some(fronts) => {
                let numbered = fronts.iter().cycle().zip(&lines).map(|(front, line)| format!("{front}{line}"));
                format!(",{header}{}", numbered.collect::<String>())
            }
        };
        let mut rows = Vec::new();
        let mut reader = Reader::new("x.csv", |row: Row, place: Place| rows.push((row, place)));
        let read = reader.push(text.as_bytes());
        let read = read.and_then(|()| reader.finish()).map(|(read, _)| read);

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
                for (index, (row, place)) in rows.into_iter().enumerate() {
                    prop_assert_eq!(data.rows()[data.ids().get(index) as usize], row);
                    prop_assert_eq!(data.place(index), place);
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

const HEADER: &str = "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue";

fn content(text: &str) -> String {
    open("x.csv", text.as_bytes())
        .unwrap()
        .content()
        .to_string()
}

proptest! {
    /// Whatever the order of the rows and of the columns, the labels and the form; and only then.
    #[test]
    fn files_of_the_same_rows_have_the_same_content(
        rows in prop::collection::vec(prop::array::uniform7(-3..3i64), 1..40),
        at in any::<prop::sample::Index>(),
        column in 0..7usize,
    ) {
        let line = |row: &[i64; 7]| row.map(|value| value.to_string()).join(",");
        let lines: Vec<String> = rows.iter().map(line).collect();
        let plain = content(&format!("{HEADER}\n{}\n", lines.join("\n")));

        let mut moved = lines.clone();
        moved.rotate_left(at.index(lines.len()));
        let labelled = moved.iter().enumerate().map(|(index, line)| format!("{},x,{line}\n", index % 2));
        let other_form = format!("sus_label;name;{HEADER}\n{}", labelled.collect::<String>());
        prop_assert_eq!(&content(&other_form.replace(',', ";")), &plain);

        let mut changed = rows.clone();
        changed[at.index(rows.len())][column] += 1;
        let lines: Vec<String> = changed.iter().map(line).collect();
        prop_assert_ne!(&content(&format!("{HEADER}\n{}\n", lines.join("\n"))), &plain);
        prop_assert_ne!(&content(&format!("{HEADER}\n{}\n{}\n", lines[0], lines.join("\n"))), &plain);
    }
}

/// It stands in saved weights, so it must stay what it is. The digits are those of a dozen lines of
/// Python, made from the description of the digest.
#[test]
fn the_content_of_a_file_does_not_change_with_the_version() {
    let rows = "1,2,3,4,5,6,7\n381,7337,1,100,4026532231,5,-2\n1,2,3,4,5,6,7\n";
    assert_eq!(content(&format!("{HEADER}\n{rows}")), "abc43d2839edbd85");
}
