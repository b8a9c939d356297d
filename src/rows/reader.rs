use super::record::{GeneralReader, Record, Records};
use super::{Header, Reason, Sink, Skipped};
use crate::error::{Error, Result};

/// No BETH record is near this long; without a bound, one unclosed quote would swallow the file.
const LONGEST_RECORD: usize = 1 << 20;
/// Room in the buffer beside a chunk, so that an ordinary record left of the one before fits there.
const ROOM_FOR_A_RECORD: usize = 1 << 16;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads a log pushed in chunks of any size; memory holds one chunk and one unfinished record.
///
/// Bad rows are skipped and counted; only a file that cannot be a BETH log is an error.
pub struct Reader {
    name: String,
    /// Bytes that wait for the rest of their record, or of their byte-order mark.
    pending: Vec<u8>,
    /// Where in the file `pending` begins.
    offset: u64,
    /// The line, from 1, on which `pending` begins.
    line: u64,
    /// Inside a line that is too long to be a record: drop bytes up to its end.
    dropping: bool,
    records: Option<Records>,
    skipped: Skipped,
    rows: u64,
}

/// What is known of a file once all of it has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFile {
    /// Its header.
    pub header: Header,
    /// The rows that are not among the rows.
    pub skipped: Skipped,
    /// Its length in bytes.
    pub bytes: u64,
}

impl Reader {
    /// Starts reading the file called `name` (the name stands in errors).
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            pending: Vec::new(),
            offset: 0,
            line: 1,
            dropping: false,
            records: None,
            skipped: Skipped::default(),
            rows: 0,
        }
    }

    /// Number of rows read so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Takes the next bytes of the file and hands every row that is complete to `sink`, with the
    /// position of its first byte in the file.
    ///
    /// # Errors
    /// Those of [`Self::push_with`].
    pub fn push(&mut self, chunk: &[u8], sink: impl Sink) -> Result<()> {
        self.push_with(chunk.len(), |room| room.copy_from_slice(chunk), sink)
    }

    /// Like [`Self::push`], for `len` bytes that `fill` writes into the reader's own buffer, so that
    /// they are copied once and the buffer is the same from chunk to chunk.
    ///
    /// # Errors
    /// Where the header is no BETH header, or [`Error::OutOfMemory`].
    pub fn push_with(
        &mut self,
        len: usize,
        fill: impl FnOnce(&mut [u8]),
        mut sink: impl Sink,
    ) -> Result<()> {
        let waiting = self.pending.len();
        if self.pending.capacity() - waiting < len {
            let reserved = self.pending.try_reserve_exact(len + ROOM_FOR_A_RECORD);
            reserved.map_err(|_| self.out_of_memory())?;
        }
        self.pending.resize(waiting + len, 0);
        fill(&mut self.pending[waiting..]);
        self.read(&mut sink)
    }

    /// Ends the file: its last record needs no line break.
    ///
    /// # Errors
    /// [`Error::Empty`], [`Error::NoRows`], [`Error::TooManyBadRows`], or those of [`Self::push`].
    pub fn finish(mut self, mut sink: impl Sink) -> Result<ReadFile> {
        let bytes = self.offset + self.pending.len() as u64;
        self.pending.push(b'\n');
        self.read(&mut sink)?;
        // What is left has a quote that is never closed; the lines behind it may be sound.
        while !self.pending.is_empty() {
            self.give_up_on_record()?;
            self.read(&mut sink)?;
        }
        let Some(records) = self.records else {
            return Err(Error::Empty { name: self.name });
        };
        let bad = self.skipped.total();
        if self.rows == 0 && bad == 0 {
            return Err(Error::NoRows { name: self.name });
        }
        if bad > self.rows {
            let first = self.skipped.reasons().first().map(|(reason, count, line)| {
                format!("Line {line} has {reason}; {count} rows are like it.")
            });
            return Err(Error::TooManyBadRows {
                name: self.name,
                bad,
                total: self.rows + bad,
                first: first.unwrap_or_default(),
            });
        }
        Ok(ReadFile {
            header: records.into_header(),
            skipped: self.skipped,
            bytes,
        })
    }

    /// Reads every complete record of `pending` and keeps the rest.
    fn read(&mut self, sink: &mut impl Sink) -> Result<()> {
        loop {
            let mut pending = std::mem::take(&mut self.pending);
            let used = self.read_records(&pending, sink)?;
            pending.drain(..used);
            self.offset += used as u64;
            self.pending = pending;
            if self.pending.len() <= LONGEST_RECORD {
                return Ok(());
            }
            self.give_up_on_record()?;
        }
    }

    /// Reads records from the start of `bytes` and tells how many bytes they took.
    fn read_records(&mut self, bytes: &[u8], sink: &mut impl Sink) -> Result<usize> {
        let mut at = 0;
        if self.dropping {
            match bytes.iter().position(|&byte| byte == b'\n') {
                Some(end) => at = end,
                None => return Ok(bytes.len()),
            }
            self.dropping = false;
        }
        loop {
            // Blank lines are no rows, and a CRLF may end in the next chunk.
            while let Some(&byte) = bytes.get(at).filter(|byte| matches!(byte, b'\n' | b'\r')) {
                self.line += u64::from(byte == b'\n');
                at += 1;
            }
            let rest = &bytes[at..];
            let Some(records) = &mut self.records else {
                match self.read_header(rest)? {
                    Some(used) => at += used,
                    None => return Ok(at),
                }
                continue;
            };
            let used = match records.read(rest, self.offset + at as u64, sink) {
                Record::Line(used) => {
                    self.rows += 1;
                    self.line += 1;
                    at += used;
                    continue;
                }
                Record::Row(used) => {
                    self.rows += 1;
                    used
                }
                Record::Bad(reason, used) => {
                    self.skipped.add(reason, self.line);
                    used
                }
                Record::Unfinished => return Ok(at),
            };
            self.line += line_breaks(&rest[..used]);
            at += used;
        }
    }

    /// Reads the header at the start of `bytes`, if all of it is there.
    fn read_header(&mut self, bytes: &[u8]) -> Result<Option<usize>> {
        let mark = if bytes.starts_with(BYTE_ORDER_MARK) {
            BYTE_ORDER_MARK.len()
        } else {
            0
        };
        let mut general = GeneralReader::default();
        let Some(used) = general.read(&bytes[mark..]) else {
            return Ok(None);
        };
        let cells = (0..general.len()).map(|index| std::str::from_utf8(general.cell(index)));
        let columns: std::result::Result<Vec<_>, _> = cells
            .map(|cell| cell.map(|text| text.trim().to_owned()))
            .collect();
        let columns = columns.map_err(|_| self.not_csv("its first line is not UTF-8 text"))?;
        if columns.iter().any(|name| name.contains('\0')) {
            return Err(self.not_csv("its first line holds bytes that are no text"));
        }
        self.records = Some(Records::new(Header::new(&self.name, columns, None)?));
        self.line += line_breaks(&bytes[..mark + used]);
        Ok(Some(mark + used))
    }

    /// Skips the line at the start of `pending`, which is no record however much is read.
    fn give_up_on_record(&mut self) -> Result<()> {
        if self.records.is_none() {
            return Err(self.not_csv(
                "its first line does not end (a quote is never closed, or 1 MiB has no line break)",
            ));
        }
        self.skipped.add(Reason::Endless, self.line);
        self.dropping = true;
        Ok(())
    }

    fn out_of_memory(&self) -> Error {
        Error::OutOfMemory {
            name: self.name.clone(),
            rows: self.rows,
        }
    }

    fn not_csv(&self, why: &str) -> Error {
        Error::NotCsv {
            name: self.name.clone(),
            why: why.to_owned(),
        }
    }
}

fn line_breaks(bytes: &[u8]) -> u64 {
    // Most records are one line, whose break is the last byte.
    bytes.iter().filter(|&&byte| byte == b'\n').count() as u64
}
