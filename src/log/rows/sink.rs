use super::Row;

/// Where a row stands in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// From 1, the first record below the header; rows that are skipped count.
    pub number: u64,
    /// The line it begins on, from 1, the first of the file.
    pub line: u64,
    /// Its first byte.
    pub start: u64,
    /// The first byte behind it and its line break.
    pub end: u64,
}

/// Takes the rows of a file; every closure of a row and its place is one.
pub trait Sink {
    /// Takes a row.
    ///
    /// A sink that gives the row a number is told that number instead of the row when, as happens
    /// to most rows of a BETH log, the very same line comes again: it then need not be read.
    fn row(&mut self, row: Row, place: Place) -> Option<u32>;

    /// Takes a row equal to the one that was given the number `id`.
    fn again(&mut self, id: u32, place: Place);
}

impl<F: FnMut(Row, Place)> Sink for F {
    fn row(&mut self, row: Row, place: Place) -> Option<u32> {
        self(row, place);
        None
    }

    fn again(&mut self, _: u32, _: Place) {
        unreachable!("a closure gives no numbers");
    }
}
