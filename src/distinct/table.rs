use hashbrown::HashTable;

use super::offsets::Offsets;
use crate::blocks::Blocks;
use crate::rows::{Row, Sink};

/// Distinct rows with counts, and for every file row its distinct row: 6 bytes a file row.
#[derive(Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    pub(super) counts: Vec<u32>,
    /// Numbers of the distinct rows, by their digests.
    index: HashTable<u32>,
    /// Distinct row of each file row.
    pub(super) ids: Blocks<u32>,
    /// First byte of each file row.
    pub(super) offsets: Offsets,
    /// There was no memory for a row; later ones are not taken.
    pub(super) full: bool,
}

impl Table {
    /// The number of `row`; `None` where there is no memory for one more.
    fn id(&mut self, row: Row) -> Option<u32> {
        let rows = &mut self.rows;
        let digest = row.digest();
        if let Some(&id) = self.index.find(digest, |&id| rows[id as usize] == row) {
            return Some(id);
        }
        rows.try_reserve(1).ok()?;
        self.counts.try_reserve(1).ok()?;
        let digest_of = |&id: &u32| rows[id as usize].digest();
        self.index.try_reserve(1, digest_of).ok()?;
        let id = rows.len() as u32;
        self.index.insert_unique(digest, id, digest_of);
        rows.push(row);
        self.counts.push(0);
        Some(id)
    }

    /// Notes a file row; false where there is no memory for one more.
    fn note(&mut self, id: u32, at: u64) -> bool {
        self.counts[id as usize] += 1;
        self.ids.push(id).is_ok() && self.offsets.push(at).is_ok()
    }
}

impl Sink for &mut Table {
    fn row(&mut self, row: Row, at: u64) -> Option<u32> {
        if self.full {
            return None;
        }
        let id = self.id(row).filter(|&id| self.note(id, at));
        self.full = id.is_none();
        id
    }

    fn again(&mut self, id: u32, at: u64) {
        self.full = self.full || !self.note(id, at);
    }
}
