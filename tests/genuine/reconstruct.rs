//! The reconstruction beside the rows that it stands for.

use std::collections::HashSet;

use bethscope::fidelity::Tally;
use bethscope::reconstruct::{Reconstruction, Split};

use super::head;

#[test]
fn the_train_head_repeats_itself_as_the_genuine_one_does() {
    let genuine = Tally::read(head::TRAIN, &head::bytes(head::TRAIN)[..]).unwrap();
    assert_eq!(genuine.head_distinct(), 413);
    let made = Tally::of(Reconstruction::new(Split::Train, 1).take(12_500));
    let ratio = made.head_distinct() as f64 / 413.0;
    assert!((0.5..=2.0).contains(&ratio), "{ratio}");
}

#[test]
fn no_block_of_genuine_rows_is_copied() {
    // Rows of daemons with fixed pids coincide (pid 1 closes a file); processes with fresh pids
    // must not come out row for row.
    for (name, rows, split) in [
        (head::TRAIN, 12_500, Split::Train),
        (head::TEST, 2_500, Split::Test),
    ] {
        let bytes = head::bytes(name);
        let mut reader = csv::Reader::from_reader(&bytes[..]);
        let cells = |record: csv::Result<csv::StringRecord>| -> [i64; 8] {
            let record = record.expect("a readable record");
            std::array::from_fn(|at| record[at].parse().expect("a whole number"))
        };
        let genuine: Vec<_> = reader.records().map(cells).collect();
        assert_eq!(genuine.len(), rows);
        let runs: HashSet<&[[i64; 8]]> = genuine.windows(40).collect();
        let made: Vec<[i64; 8]> = Reconstruction::new(split, 1)
            .map(|row| {
                let [a, b, c, d, e, f, g] = row.features;
                [a, b, c, d, e, f, g, i64::from(row.sus)]
            })
            .collect();
        assert!(made.windows(40).all(|run| !runs.contains(run)), "{name}");
    }
}
