use std::borrow::Cow;

use super::Place;

/// Bytes of the file between two line breaks, cut into cells.
///
/// A record of which the framer says that it is [`Broken`] is no record, and its cells mean nothing.
#[derive(Debug)]
pub struct Record<'a> {
    /// Without its line break.
    pub(super) content: &'a [u8],
    /// Where the delimiters are.
    pub(super) ends: &'a [u32],
    /// Whether a backslash between quotes makes text of what is behind it.
    pub(super) backslash: bool,
    /// The line of the file, from 1, on which it begins.
    pub line: u64,
    /// Its first byte in the file.
    pub start: u64,
    /// The first byte behind its line break.
    pub end: u64,
    /// Whether it goes over several lines.
    pub spans: bool,
    /// Why it is none.
    pub broken: Option<Broken>,
}

/// What can be wrong with a record as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Broken {
    /// A quote on its line is never closed.
    OpenQuote,
    /// Its line is longer than [`super::LONGEST_RECORD`].
    Long,
}

impl<'a> Record<'a> {
    /// Number of cells.
    #[allow(clippy::len_without_is_empty)] // a record has a cell
    pub fn len(&self) -> usize {
        self.ends.len() + 1
    }

    /// The cell at `index` as it stands in the file, quotes and all.
    ///
    /// # Panics
    /// Where there is none.
    pub fn written(&self, index: usize) -> &'a [u8] {
        let (start, end) = self.bounds(index);
        &self.content[start..end]
    }

    /// Where in the content that is.
    #[inline]
    pub(super) fn bounds(&self, index: usize) -> (usize, usize) {
        let start = match index {
            0 => 0,
            _ => self.ends[index - 1] as usize + 1,
        };
        let end = match self.ends.get(index) {
            Some(&end) => end as usize,
            None => self.content.len(),
        };
        (start, end)
    }

    /// The cell at `index`.
    ///
    /// # Panics
    /// Where there is none.
    pub fn cell(&self, index: usize) -> Cow<'a, [u8]> {
        unquoted(self.written(index), self.backslash)
    }

    /// Where it stands as the record with this number.
    pub(super) fn place(&self, number: u64) -> Place {
        Place {
            number,
            line: self.line,
            start: self.start,
            end: self.end,
        }
    }

    /// All cells.
    pub fn cells(&self) -> impl Iterator<Item = Cow<'a, [u8]>> {
        (0..self.len()).map(|index| self.cell(index))
    }
}

/// A cell without the quotes around it. What stands behind the closing one belongs to the cell, and
/// quotes there are text; so does `csv-core` take it.
fn unquoted(written: &[u8], backslash: bool) -> Cow<'_, [u8]> {
    let Some(quoted) = written.strip_prefix(b"\"") else {
        return Cow::Borrowed(written);
    };
    let special = |byte: &u8| *byte == b'"' || (backslash && *byte == b'\\');
    match quoted.strip_suffix(b"\"") {
        Some(inner) if !inner.iter().any(special) => return Cow::Borrowed(inner),
        _ => {}
    }
    let mut cell = Vec::with_capacity(quoted.len());
    let mut rest = quoted;
    while let Some(at) = rest.iter().position(special) {
        cell.extend_from_slice(&rest[..at]);
        let escaped = rest[at] == b'\\';
        rest = &rest[at + 1..];
        match rest.split_first() {
            Some((&byte, behind)) if escaped || byte == b'"' => {
                cell.push(byte);
                rest = behind;
            }
            _ => break,
        }
    }
    cell.extend_from_slice(rest);
    Cow::Owned(cell)
}
