//! Where records begin and end, before anything in them is read.

mod marks;
mod scan;

use std::collections::TryReserveError;
use std::slice::SliceIndex;

use super::record::{Broken, Record};
use super::{Dialect, Place};
pub(super) use marks::{BLOCK, feeds};
use scan::Scan;

/// No BETH record is near this long; without a bound, one unclosed quote would swallow the file.
pub const LONGEST_RECORD: usize = 1 << 20;
/// Room in the buffer beside a chunk, so that an ordinary record left of the one before fits there.
const ROOM_FOR_A_RECORD: usize = 1 << 16;

/// Cuts CSV bytes, pushed in chunks of any size, into records.
///
/// A record ends at a line break (LF, CRLF or CR) that is not between quotes; between them, a doubled
/// quote is one, and so is one behind a backslash where the dialect says so. Blank lines are no
/// records. In all this it is `csv-core`, to the byte, but for two
/// things: a record of over [`LONGEST_RECORD`] bytes and one whose quote is still open at the end of
/// the file are no records; the lines that they would swallow are handed out one by one, and quotes
/// do not reach over their ends.
///
/// ```
/// use bethscope_log::rows::{Dialect, Framer};
///
/// let mut framer = Framer::new(Dialect::default());
/// framer.push(b"a,\"b \"\"c\"\"\nd\"\ne,")?;
/// let record = framer.next().unwrap();
/// assert_eq!(record.cells().collect::<Vec<_>>(), [&b"a"[..], b"b \"c\"\nd"]);
/// assert_eq!((record.line, record.start, record.end), (1, 0, 14));
/// assert!(framer.next().is_none());
/// framer.end();
/// assert_eq!(framer.next().unwrap().line, 3);
/// # Ok::<(), std::collections::TryReserveError>(())
/// ```
pub struct Framer {
    buffer: Vec<u8>,
    /// Where in the file `buffer` begins.
    offset: u64,
    /// Where in `buffer` the record at hand begins.
    start: usize,
    /// The line of the file, from 1, on which it does.
    line: u64,
    /// Where that record ends and the line behind it, once it has been handed out.
    handed_out: Option<(usize, u64)>,
    scan: Scan,
    /// The byte that ends a line, by which lines are numbered.
    line_end: u8,
    /// Up to here in the file each line is a record.
    by_line_until: u64,
    /// In a line that is too long: nothing is a record before its end.
    dropping: bool,
    /// No more bytes will come.
    ended: bool,
}

impl Framer {
    /// A framer of text written in `dialect`.
    pub fn new(dialect: Dialect) -> Self {
        Self {
            buffer: Vec::new(),
            offset: 0,
            start: 0,
            line: 1,
            handed_out: None,
            scan: Scan::new(dialect.delimiter, dialect.backslash),
            line_end: line_end(dialect),
            by_line_until: 0,
            dropping: false,
            ended: false,
        }
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    /// Where there is no memory for them.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), TryReserveError> {
        self.push_with(chunk.len(), |room| room.copy_from_slice(chunk))
    }

    /// Takes the next `len` bytes of the file, which `fill` writes.
    ///
    /// # Errors
    /// Where there is no memory for them.
    pub fn push_with(
        &mut self,
        len: usize,
        fill: impl FnOnce(&mut [u8]),
    ) -> Result<(), TryReserveError> {
        self.go_on();
        self.buffer.drain(..self.start);
        self.scan.go_to(self.start);
        self.scan.moved(self.start);
        self.offset += self.start as u64;
        self.start = 0;
        let waiting = self.buffer.len();
        if self.buffer.capacity() - waiting < len {
            self.buffer.try_reserve_exact(len + ROOM_FOR_A_RECORD)?;
        }
        self.buffer.resize(waiting + len, 0);
        fill(&mut self.buffer[waiting..]);
        Ok(())
    }

    /// Sets the dialect, once enough of the file has come to tell it, and leaves out what stands
    /// before the header.
    pub(super) fn begin(&mut self, dialect: Dialect) {
        self.scan = Scan::new(dialect.delimiter, dialect.backslash);
        self.line_end = line_end(dialect);
        self.line += self.lines(..dialect.skip);
        self.start = dialect.skip;
    }

    /// Leaves all that it had for `text`, of which each line is a record.
    pub(super) fn read_lines(&mut self, text: &[u8]) -> Result<(), TryReserveError> {
        self.take_only(text)?;
        self.read_by_line(u64::MAX);
        Ok(())
    }

    /// Leaves all that it had for `text`, which is a file by itself.
    fn take_only(&mut self, text: &[u8]) -> Result<(), TryReserveError> {
        self.start = self.buffer.len();
        self.handed_out = None;
        self.dropping = false;
        self.by_line_until = 0;
        self.scan.begin(self.start);
        self.push(text)?;
        self.offset = 0;
        self.line = 1;
        self.ended = true;
        Ok(())
    }

    /// All that has come and was not left behind.
    pub(super) fn waiting(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Ends the file: its last record needs no line break.
    pub fn end(&mut self) {
        self.ended = true;
    }

    /// Where the record at hand begins in the file.
    pub fn offset(&self) -> u64 {
        self.offset + self.start as u64
    }

    /// How many bytes were looked at to find where records end: at most 64 for each call of
    /// [`Self::push`], and three times as many as the file has.
    pub fn looked_at(&self) -> u64 {
        self.scan.looked_at
    }

    /// The bytes from the next record on, as far as they have come, and where they stand.
    #[inline]
    pub(super) fn ahead(&mut self) -> (&[u8], Place) {
        self.go_on();
        self.skip_line_breaks();
        let place = Place {
            number: 0,
            line: self.line,
            start: self.offset(),
            end: self.offset(),
        };
        (&self.buffer[self.start..], place)
    }

    /// Leaves behind `lines` lines of `bytes` bytes in all, each of which is a record.
    pub(super) fn pass(&mut self, bytes: usize, lines: u64) {
        self.start += bytes;
        self.line += lines;
    }

    /// The next record; `None` where the bytes that have come end before it does.
    #[allow(clippy::should_implement_trait)] // records borrow from the framer
    pub fn next(&mut self) -> Option<Record<'_>> {
        self.go_on();
        let (end, broken) = loop {
            self.skip_line_breaks();
            if self.dropping || self.start == self.buffer.len() {
                return None;
            }
            self.scan.go_to(self.start);
            let by_line = self.offset() < self.by_line_until;
            let limit = self.buffer.len().min(self.start + LONGEST_RECORD + 1);
            let end = self.scan.end(&self.buffer, limit, by_line);
            if self.scan.len() > LONGEST_RECORD {
                if by_line {
                    self.scan.begin(self.start);
                    self.dropping = true;
                    break (self.start, Some(Broken::Long));
                }
                self.read_by_line(self.offset() + LONGEST_RECORD as u64);
                continue;
            }
            let end = match end {
                Some(end) => end,
                None if !self.ended => return None,
                None if self.scan.is_open() && !by_line => {
                    self.read_by_line(u64::MAX);
                    continue;
                }
                None => self.buffer.len(),
            };
            break (end, self.scan.is_open().then_some(Broken::OpenQuote));
        };
        let next = end + self.line_break(end)?;
        let from = if self.scan.spans { self.start } else { end };
        self.handed_out = Some((next, self.line + self.lines(from..next)));
        Some(Record {
            content: &self.buffer[self.start..end],
            ends: &self.scan.ends,
            backslash: self.scan.backslash,
            line: self.line,
            start: self.offset + self.start as u64,
            end: self.offset + next as u64,
            spans: self.scan.spans,
            broken,
        })
    }

    /// The record that `text` is, apart from all that came before; `None` where it is none, or there is
    /// no memory for it. A quote that is never closed is text, as it is in a line by itself.
    pub fn only(&mut self, text: &[u8]) -> Option<Record<'_>> {
        self.take_only(text).ok()?;
        self.next()
    }

    /// Hands the record that was handed out last out again, line by line.
    pub fn again_by_line(&mut self) {
        if let Some((next, _)) = self.handed_out.take() {
            self.read_by_line(self.offset + next as u64);
        }
    }

    fn read_by_line(&mut self, until: u64) {
        self.by_line_until = until;
        self.scan.begin(self.start);
    }

    /// Leaves the record that was handed out behind.
    #[inline]
    fn go_on(&mut self) {
        if let Some((next, line)) = self.handed_out.take() {
            self.start = next;
            self.line = line;
        }
    }

    /// Goes to the next byte that is no line break; a carriage return waits for its line feed.
    #[inline]
    fn skip_line_breaks(&mut self) {
        if self.dropping {
            self.drop_line();
        }
        while let Some(b'\n' | b'\r') = self.buffer.get(self.start) {
            let Some(len) = self.line_break(self.start) else {
                return;
            };
            self.line += self.lines(self.start..self.start + len);
            self.start += len;
        }
    }

    #[cold]
    fn drop_line(&mut self) {
        let rest = &self.buffer[self.start..];
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        self.dropping = end.is_none();
        self.start += end.unwrap_or(rest.len());
    }

    /// Lines that end in a part of the buffer.
    #[inline]
    fn lines(&self, part: impl SliceIndex<[u8], Output = [u8]>) -> u64 {
        let ends = self.buffer[part].iter();
        ends.filter(|&&byte| byte == self.line_end).count() as u64
    }

    /// Bytes of the line break at `at`, none at the end of the file; `None` where a line feed may
    /// still come.
    #[inline]
    fn line_break(&self, at: usize) -> Option<usize> {
        match self.buffer[at..] {
            [b'\r', b'\n', ..] => Some(2),
            [b'\r'] if !self.ended => None,
            [b'\n' | b'\r', ..] => Some(1),
            _ => Some(0),
        }
    }
}

/// Where lines end with carriage returns they are counted by those, otherwise by line feeds.
fn line_end(dialect: Dialect) -> u8 {
    if dialect.carriage_returns {
        b'\r'
    } else {
        b'\n'
    }
}
