use super::filter::{Asked, Condition, Filter};
use crate::distinct::DataSet;
use crate::error::Result;
use crate::rows::Framer;

/// A look through a file's text for the rows whose cells are as asked: what the network does not see
/// is not kept in memory.
pub struct Search {
    /// The conditions on text.
    conditions: Vec<Condition>,
    framer: Framer,
    /// What has come of the row at hand, and where in the file it begins.
    bytes: Vec<u8>,
    start: u64,
    found: Found,
}

/// The file rows that a search has found.
#[derive(Debug, Default)]
pub struct Found {
    /// What was asked.
    pub(super) conditions: Vec<Condition>,
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

/// The conditions of a filter that are about text.
pub(super) fn on_text(filter: &Filter, asked: &[Asked<'_>]) -> Vec<Condition> {
    let pairs = filter.conditions.iter().zip(asked);
    let text = pairs.filter(|(_, asked)| asked.text_column().is_some());
    text.map(|(condition, _)| condition.clone()).collect()
}

impl Search {
    pub(super) fn new(conditions: Vec<Condition>, data: &DataSet) -> Self {
        Self {
            conditions,
            framer: Framer::new(data.dialect()),
            bytes: Vec::new(),
            start: 0,
            found: Found::default(),
        }
    }

    /// Looks at the next bytes of the text of `data`.
    ///
    /// # Errors
    /// [`crate::Error::Query`] where the conditions make no sense for `data`, or there is no memory.
    pub fn push(&mut self, chunk: &[u8], data: &DataSet) -> Result<()> {
        let filter = Filter {
            conditions: std::mem::take(&mut self.conditions),
            ..Filter::default()
        };
        let looked = filter.asked(data).and_then(|asked| {
            self.bytes.extend_from_slice(chunk);
            self.look(&asked, data)
        });
        self.conditions = filter.conditions;
        looked
    }

    fn look(&mut self, asked: &[Asked<'_>], data: &DataSet) -> Result<()> {
        let end = self.start + self.bytes.len() as u64;
        let mut next = self.start;
        while self.found.rows < data.len() {
            let place = data.place(self.found.rows);
            if place.end > end {
                // What stands between rows is of no use.
                next = place.start.min(end);
                break;
            }
            let at = |byte: u64| (byte - self.start) as usize;
            let row = &self.bytes[at(place.start)..at(place.end)];
            let found = match self.framer.only(row) {
                Some(record) => asked.iter().all(|condition| {
                    let cell = condition.text_column().map(|column| record.cell(column));
                    cell.is_none_or(|cell| condition.admits_text(&String::from_utf8_lossy(&cell)))
                }),
                None => false,
            };
            self.found.push(found);
            next = place.end;
        }
        self.bytes.drain(..(next - self.start) as usize);
        self.start = next;
        Ok(())
    }

    /// What was found, once all of the text has been looked at.
    pub fn finish(mut self) -> Found {
        self.found.conditions = self.conditions;
        self.found
    }
}
