use super::Row;

/// Takes the rows of a file; every closure of a row and its offset is one.
pub trait Sink {
    /// Takes a row and the position of its first byte in the file.
    ///
    /// A sink that gives the row a number is told that number instead of the row when, as happens
    /// to most rows of a BETH log, the very same line comes again: it then need not be read.
    fn row(&mut self, row: Row, at: u64) -> Option<u32>;

    /// Takes a row equal to the one that was given the number `id`.
    fn again(&mut self, id: u32, at: u64);
}

impl<F: FnMut(Row, u64)> Sink for F {
    fn row(&mut self, row: Row, at: u64) -> Option<u32> {
        self(row, at);
        None
    }

    fn again(&mut self, _: u32, _: u64) {
        unreachable!("a closure gives no numbers");
    }
}
