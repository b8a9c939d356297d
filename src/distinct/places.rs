use std::collections::TryReserveError;

use super::offsets::Offsets;
use super::runs::Runs;
use crate::blocks::Blocks;
use crate::rows::Place;

/// Where each row stands in the file: four bytes a row, and more only where rows are long or
/// something stands between them.
#[derive(Debug, Default)]
pub struct Places {
    starts: Offsets,
    /// Bytes of each row, [`LONG`] for those in `long`.
    lengths: Blocks<u16>,
    /// `(row, bytes)` of the long rows.
    long: Vec<(u32, u32)>,
    lines: Runs,
    numbers: Runs,
}

const LONG: u16 = u16::MAX;

impl Places {
    /// Notes where the next row stands.
    ///
    /// # Errors
    /// Where there is no memory for it.
    #[inline]
    pub fn push(&mut self, place: Place) -> Result<(), TryReserveError> {
        let bytes = place.end - place.start;
        let length = u16::try_from(bytes).unwrap_or(LONG);
        if length == LONG {
            self.long.try_reserve(1)?;
            // A record is no longer than a mebibyte.
            self.long.push((self.lengths.len() as u32, bytes as u32));
        }
        self.lengths.push(length)?;
        self.starts.push(place.start)?;
        self.lines.push(place.line)?;
        self.numbers.push(place.number)
    }

    /// Where `row` stands; `None` behind the last one.
    pub fn get(&self, row: usize) -> Option<Place> {
        let start = self.starts.get(row)?;
        let bytes = match self.lengths.get(row) {
            LONG => {
                let long = self.long.binary_search_by_key(&(row as u32), |long| long.0);
                u64::from(self.long[long.ok()?].1)
            }
            length => u64::from(length),
        };
        Some(Place {
            number: self.numbers.get(row)?,
            line: self.lines.get(row)?,
            start,
            end: start + bytes,
        })
    }
}
