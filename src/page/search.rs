use super::filter::{Asked, Condition};
use crate::distinct::DataSet;
use crate::rows::Framer;

/// A look through a file's text for the rows whose cells are as asked: what the network does not see
/// is not kept in memory.
pub struct Search {
    framer: Framer,
    /// What has come of the row at hand, and where in the file it begins.
    bytes: Vec<u8>,
    start: u64,
    found: Found,
}

/// The file rows that a search has found.
#[derive(Debug, Default)]
pub struct Found {
    /// What was asked, and of which columns.
    pub(super) conditions: Vec<(Condition, usize)>,
    /// A bit a file row.
    bits: Vec<u64>,
    /// Rows looked at.
    rows: usize,
}

impl Found {
    fn push(&mut self, found: bool) {
        if self.rows.is_multiple_of(64) {
            self.bits.push(0);
        }
        if let Some(last) = self.bits.last_mut() {
            *last |= u64::from(found) << (self.rows % 64);
        }
        self.rows += 1;
    }

    pub(super) fn has(&self, row: usize) -> bool {
        (self.bits.get(row / 64)).is_some_and(|bits| bits >> (row % 64) & 1 == 1)
    }
}

/// The conditions that are about text, and the columns that they ask for.
pub(super) fn on_text(asked: &[Asked<'_>]) -> Vec<(Condition, usize)> {
    let text = asked.iter().filter_map(Asked::on_text);
    text.map(|(condition, column)| (condition.clone(), column))
        .collect()
}

impl Search {
    pub(super) fn new(conditions: Vec<(Condition, usize)>, data: &DataSet) -> Self {
        Self {
            framer: Framer::new(data.dialect()),
            bytes: Vec::new(),
            start: 0,
            found: Found {
                conditions,
                ..Found::default()
            },
        }
    }

    /// Looks at the next bytes of the text of `data`.
    pub fn push(&mut self, chunk: &[u8], data: &DataSet) {
        self.bytes.extend_from_slice(chunk);
        let end = self.start + self.bytes.len() as u64;
        // What stands between rows, and behind the last one, is of no use.
        let mut next = end;
        while self.found.rows < data.len() {
            let place = data.place(self.found.rows);
            if place.end > end {
                next = place.start.min(end);
                break;
            }
            let at = |byte: u64| (byte - self.start) as usize;
            let row = &self.bytes[at(place.start)..at(place.end)];
            let found = self.framer.only(row).is_some_and(|record| {
                let mut conditions = self.found.conditions.iter();
                conditions.all(|(condition, column)| {
                    condition.admits_text(&String::from_utf8_lossy(&record.cell(*column)))
                })
            });
            self.found.push(found);
        }
        self.bytes.drain(..(next - self.start) as usize);
        self.start = next;
    }

    /// What was found, once all of the text has been looked at.
    pub fn finish(self) -> Found {
        self.found
    }
}
