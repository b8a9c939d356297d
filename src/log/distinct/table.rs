use hashbrown::HashTable;

use super::places::Places;
use crate::blocks::Blocks;
use crate::error::{Error, Result};
use crate::rows::{Place, Row, Sink};

/// Distinct rows with counts, and for every file row its distinct row: 8 bytes a file row.
#[derive(Default)]
pub(super) struct Table {
    pub(super) rows: Blocks<Row>,
    pub(super) counts: Vec<u32>,
    /// The distinct rows, by their digests.
    index: HashTable<Entry>,
    /// Distinct row of each file row.
    pub(super) ids: Blocks<u32>,
    /// Where each file row stands.
    pub(super) places: Places,
    /// There was no memory for a row; later ones are not taken.
    pub(super) full: bool,
}

/// A distinct row in the index. Half of its digest stands beside its number, so that the row itself,
/// which is seldom in the cache, is looked at only to find it equal, and not when the index grows.
#[derive(Clone, Copy)]
struct Entry {
    half: u32,
    id: u32,
}

impl Entry {
    /// What the index sorts it by: the top seven bits tell entries apart, the low ones place them.
    fn hash(half: u32) -> u64 {
        u64::from(half) << 32 | u64::from(half)
    }
}

impl Table {
    /// The number of `row`; `None` where there is no memory for one more.
    #[inline]
    fn id(&mut self, row: Row) -> Option<u32> {
        let half = row.digest() as u32;
        let known = |entry: &Entry| entry.half == half && self.rows[entry.id as usize] == row;
        match self.index.find(Entry::hash(half), known) {
            Some(entry) => Some(entry.id),
            None => self.add(row, half),
        }
    }

    fn add(&mut self, row: Row, half: u32) -> Option<u32> {
        let hash = |entry: &Entry| Entry::hash(entry.half);
        self.counts.try_reserve(1).ok()?;
        self.index.try_reserve(1, hash).ok()?;
        let id = self.rows.len() as u32;
        self.rows.push(row).ok()?;
        self.counts.push(0);
        let entry = Entry { half, id };
        self.index.insert_unique(Entry::hash(half), entry, hash);
        Some(id)
    }

    /// # Errors
    /// [`Error::OutOfMemory`] where a row could not be taken.
    pub(super) fn check_memory(&self, name: &str) -> Result<()> {
        if !self.full {
            return Ok(());
        }
        Err(Error::OutOfMemory {
            name: name.to_owned(),
            rows: self.ids.len() as u64,
        })
    }

    /// Notes a file row; false where there is no memory for one more.
    fn note(&mut self, id: u32, place: Place) -> bool {
        self.counts[id as usize] += 1;
        self.ids.push(id).is_ok() && self.places.push(place).is_ok()
    }
}

impl Sink for Table {
    fn row(&mut self, row: Row, place: Place) -> Option<u32> {
        if self.full {
            return None;
        }
        let id = self.id(row).filter(|&id| self.note(id, place));
        self.full = id.is_none();
        id
    }

    fn again(&mut self, id: u32, place: Place) {
        self.full = self.full || !self.note(id, place);
    }
}
