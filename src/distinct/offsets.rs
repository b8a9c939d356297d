use std::collections::TryReserveError;

use crate::blocks::Blocks;

/// Where in the file each row begins: two bytes a row, and a few more every 64 KiB of the file.
#[derive(Debug, Default)]
pub struct Offsets {
    /// Distance of each row from the base before it.
    near: Blocks<u16>,
    /// `(row, offset)` of each row that was too far from the base before it, and is the next base.
    bases: Vec<(u32, u64)>,
    /// Offset of the last base.
    base: u64,
}

impl Offsets {
    /// Notes where the next row begins.
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub fn push(&mut self, offset: u64) -> Result<(), TryReserveError> {
        let near = match u16::try_from(offset.wrapping_sub(self.base)) {
            Ok(near) => near,
            Err(_) => {
                self.bases.try_reserve(1)?;
                self.bases.push((self.near.len() as u32, offset));
                self.base = offset;
                0
            }
        };
        self.near.push(near)
    }

    /// Where `row` begins; `None` behind the last row.
    pub fn get(&self, row: usize) -> Option<u64> {
        let behind = self
            .bases
            .partition_point(|&(first, _)| first as usize <= row);
        let base = behind.checked_sub(1).map_or(0, |index| self.bases[index].1);
        (row < self.near.len()).then(|| base + u64::from(self.near.get(row)))
    }
}
