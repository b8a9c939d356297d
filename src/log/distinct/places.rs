use std::collections::TryReserveError;

use super::runs::Runs;
use crate::blocks::Blocks;
use crate::rows::Place;

/// Where each row stands in the file: four bytes a row, and a few more every 64 KiB of the file,
/// where a row is as long as that, and where something stands between rows.
#[derive(Debug, Default)]
pub struct Places {
    near: Blocks<Near>,
    /// `(row, start)` of each row that was too far from the base before it, and is the next base.
    bases: Vec<(u32, u64)>,
    /// Start of the last base.
    base: u64,
    /// `(row, bytes)` of the rows that are too long for two bytes.
    long: Vec<(u32, u64)>,
    runs: Runs,
}

#[derive(Debug, Clone, Copy)]
struct Near {
    /// Distance from the base before the row.
    start: u16,
    /// Bytes of the row, [`LONG`] for those in `long`.
    bytes: u16,
}

const LONG: u16 = u16::MAX;

impl Places {
    /// Notes where the next row stands, which is behind the one before.
    ///
    /// # Errors
    /// Where there is no memory for it.
    #[inline]
    pub fn push(&mut self, place: Place) -> Result<(), TryReserveError> {
        let start = match u16::try_from(place.start.wrapping_sub(self.base)) {
            Ok(start) => start,
            Err(_) => self.new_base(place.start)?,
        };
        let bytes = match u16::try_from(place.end - place.start) {
            Ok(bytes) if bytes != LONG => bytes,
            _ => self.new_long(place.end - place.start)?,
        };
        self.near.push(Near { start, bytes })?;
        self.runs.push(place.line, place.number)
    }

    #[cold]
    fn new_base(&mut self, start: u64) -> Result<u16, TryReserveError> {
        self.bases.try_reserve(1)?;
        self.bases.push((self.near.len() as u32, start));
        self.base = start;
        Ok(0)
    }

    #[cold]
    fn new_long(&mut self, bytes: u64) -> Result<u16, TryReserveError> {
        self.long.try_reserve(1)?;
        self.long.push((self.near.len() as u32, bytes));
        Ok(LONG)
    }

    /// Where `row` stands; `None` behind the last one.
    pub fn get(&self, row: usize) -> Option<Place> {
        let (line, number) = self.runs.get(row)?;
        let near = self.near.get(row);
        let behind = self
            .bases
            .partition_point(|&(first, _)| first as usize <= row);
        let base = behind.checked_sub(1).map_or(0, |index| self.bases[index].1);
        let start = base + u64::from(near.start);
        let bytes = match near.bytes {
            LONG => {
                let long = (self.long).partition_point(|&(long, _)| (long as usize) < row);
                self.long[long].1
            }
            bytes => bytes.into(),
        };
        Some(Place {
            number,
            line,
            start,
            end: start + bytes,
        })
    }
}
