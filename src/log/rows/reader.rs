use std::borrow::Cow;

use super::candidate::Candidates;
use super::columns::Columns;
use super::memo::{Line, Memo};
use super::{
    Candidate, Cause, Dialect, Fault, Framer, Header, Place, Reason, Record, Sink, Skipped, Told,
};
use super::{dialect, excerpt, kind};
use crate::error::{Causes, Error, Result};

/// A dialect is told by so many first bytes, whatever the chunks.
const FIRST: usize = super::detect::LOOKED_AT;
/// Causes that an error names.
const TOLD: usize = 3;

/// Reads a log pushed in chunks of any size; memory holds one chunk and one unfinished record.
///
/// Bad rows are skipped and counted; only a file that cannot be a BETH log is an error.
pub struct Reader<S> {
    name: String,
    /// The column to take for the label.
    label: Option<String>,
    framer: Framer,
    /// Once the header is there.
    body: Option<Body>,
    sink: S,
}

/// What is known of a file once all of it has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFile {
    /// Its header.
    pub header: Header,
    /// How its records are written.
    pub dialect: Dialect,
    /// Where it has no label: the columns that may be one under another name, since all their
    /// cells are 0 or 1.
    pub candidates: Vec<Candidate>,
    /// The rows that are not among the rows.
    pub skipped: Skipped,
    /// Its length in bytes.
    pub bytes: u64,
    /// How many bytes were looked at for the ends of records: six times its length and 64 for each
    /// chunk, at most.
    pub looked_at: u64,
}

impl<S: Sink> Reader<S> {
    /// Starts reading the file called `name` (the name stands in errors); its rows go to `sink`.
    pub fn new(name: impl Into<String>, sink: S) -> Self {
        Self {
            name: name.into(),
            label: None,
            framer: Framer::new(Dialect::default()),
            body: None,
            sink,
        }
    }

    /// Takes the column called `label` for the label `sus`.
    pub fn with_label(mut self, label: Option<String>) -> Self {
        self.label = label;
        self
    }

    /// Number of rows read so far.
    pub fn rows(&self) -> u64 {
        self.body.as_ref().map_or(0, |body| body.rows)
    }

    /// Where the rows went.
    pub fn sink(&self) -> &S {
        &self.sink
    }

    /// Takes the next bytes of the file and hands every row that is complete to the sink.
    ///
    /// # Errors
    /// Those of [`Self::push_with`].
    pub fn push(&mut self, chunk: &[u8]) -> Result<()> {
        self.push_with(chunk.len(), |room| room.copy_from_slice(chunk))
    }

    /// Like [`Self::push`], for `len` bytes that `fill` writes into the reader's own buffer, so that
    /// they are copied once and the buffer is the same from chunk to chunk.
    ///
    /// # Errors
    /// Where the header is no BETH header, or [`Error::OutOfMemory`].
    pub fn push_with(&mut self, len: usize, fill: impl FnOnce(&mut [u8])) -> Result<()> {
        if self.framer.push_with(len, fill).is_err() {
            let (name, rows) = (self.name.clone(), self.rows());
            return Err(Error::OutOfMemory { name, rows });
        }
        if self.body.is_some() || self.framer.waiting().len() >= FIRST {
            self.read()?;
        }
        Ok(())
    }

    /// Ends the file, whose last record needs no line break, and gives the sink back.
    ///
    /// # Errors
    /// [`Error::Empty`], [`Error::NoRows`], [`Error::TooManyBadRows`], or those of [`Self::push`].
    pub fn finish(mut self) -> Result<(ReadFile, S)> {
        self.framer.end();
        self.read()?;
        let Some(body) = self.body else {
            return Err(Error::Empty { name: self.name });
        };
        let bad = body.skipped.total();
        if body.rows == 0 && bad == 0 {
            return Err(Error::NoRows { name: self.name });
        }
        if bad > body.rows {
            return Err(body.too_many_bad_rows(self.name));
        }
        let file = ReadFile {
            bytes: self.framer.offset(),
            looked_at: self.framer.looked_at() + body.lines.looked_at(),
            candidates: body.candidates.into_vec(),
            header: body.columns.into_header(),
            dialect: body.dialect,
            skipped: body.skipped,
        };
        Ok((file, self.sink))
    }

    /// Reads every record that has come.
    fn read(&mut self) -> Result<()> {
        if self.body.is_none() {
            self.body = self.read_header()?;
        }
        if let Some(body) = &mut self.body {
            body.read(&mut self.framer, &mut self.sink);
        }
        Ok(())
    }

    /// Reads the header, if all of it is there.
    fn read_header(&mut self) -> Result<Option<Body>> {
        let first = self.framer.waiting();
        if let Some(kind) = kind(first).refusal() {
            let name = self.name.clone();
            return Err(Error::WrongKind { name, kind });
        }
        let dialect = dialect(first);
        self.framer.begin(dialect);
        let name = &self.name;
        let Some(record) = self.framer.next() else {
            return Ok(None);
        };
        if record.broken.is_some() {
            return Err(Error::NotCsv { name: name.clone() });
        }
        // Names of other columns may be in an older encoding of 8 bits.
        let name_of = |cell: Cow<'_, [u8]>| String::from_utf8_lossy(&cell).trim().to_owned();
        let names = record.cells().map(name_of).collect();
        let header = Header::new(name, dialect.columns(names), self.label.as_deref())?;
        Ok(Some(Body::new(header, dialect)))
    }
}

/// What is below the header.
struct Body {
    columns: Columns,
    candidates: Candidates,
    dialect: Dialect,
    /// Only where nothing but the row is in its line, and perhaps a number in front.
    memo: Option<Memo>,
    /// Reads the lines of a record by themselves.
    lines: Framer,
    rows: u64,
    skipped: Skipped,
}

impl Body {
    fn new(header: Header, dialect: Dialect) -> Self {
        let columns = Columns::new(header, dialect.notation);
        Self {
            memo: (columns.unused_in_front())
                .filter(|_| !dialect.carriage_returns)
                .map(|unused| Memo::new((unused == 1).then_some(dialect.delimiter))),
            candidates: Candidates::new(columns.header()),
            columns,
            dialect,
            lines: Framer::new(dialect),
            rows: 0,
            skipped: Skipped::default(),
        }
    }

    /// Reads all records that have come.
    fn read(&mut self, framer: &mut Framer, sink: &mut impl Sink) {
        loop {
            let line = self.take_known_lines(framer, sink);
            let Some(record) = framer.next() else {
                return;
            };
            let row = self.columns.row(&record);
            if record.spans && self.swallowed_rows(&record, row.is_ok()) {
                framer.again_by_line();
                continue;
            }
            let place = record.place(self.rows + self.skipped.total() + 1);
            match row {
                Ok(row) => {
                    self.rows += 1;
                    self.candidates.see(&record);
                    let id = sink.row(row, place);
                    self.remember(line.zip(id), place);
                }
                Err(bad) => self.skipped.add(&bad, place.line),
            }
        }
    }

    /// Takes the lines ahead that were read before, and gives the first that was not.
    fn take_known_lines(&mut self, framer: &mut Framer, sink: &mut impl Sink) -> Option<Line> {
        let memo = self.memo.as_mut()?;
        let (ahead, mut place) = framer.ahead();
        place.number = self.rows + self.skipped.total() + 1;
        let (mut bytes, mut lines) = (0, 0);
        let unknown = loop {
            let Some(line) = memo.line(&ahead[bytes..]) else {
                break None;
            };
            let Some(id) = memo.get(&line) else {
                break Some(line);
            };
            place.end = place.start + line.len() as u64;
            sink.again(id, place);
            place.start = place.end;
            place.line += 1;
            place.number += 1;
            bytes += line.len();
            lines += 1;
        };
        framer.pass(bytes, lines);
        self.rows += lines;
        memo.paid(lines);
        unknown
    }

    /// Notes that `line` is the row `id`, if it is all of what stands at `place`.
    fn remember(&mut self, line: Option<(Line, u32)>, place: Place) {
        if let (Some((line, id)), Some(memo)) = (line, &mut self.memo)
            && line.len() as u64 == place.end - place.start
        {
            memo.put(line, id);
            if memo.is_useless() {
                self.memo = None;
            }
        }
    }

    /// Whether a stray quote made one record of several rows: one of its lines is a row by itself.
    /// In a row that can be read, only lines that are wholly between quotes are looked at.
    fn swallowed_rows(&mut self, record: &Record<'_>, readable: bool) -> bool {
        let all = record.content.len() as u64;
        if self.lines.read_lines(record.content).is_err() {
            return false;
        }
        while let Some(line) = self.lines.next() {
            let within = line.start > 0 && line.end < all;
            if (within || !readable) && self.columns.row(&line).is_ok() {
                return true;
            }
        }
        false
    }

    fn too_many_bad_rows(&self, name: String) -> Error {
        let mut causes: Vec<&Cause> = self.skipped.causes().iter().collect();
        causes.sort_unstable_by_key(|cause| (std::cmp::Reverse(cause.rows), cause.first_line));
        let columns = &self.columns.header().columns;
        let tell = |cause: &&Cause| {
            let mut told = cause.told(columns);
            told.column = told.column.map(|name| excerpt(name.as_bytes(), 40));
            told
        };
        let fault = match causes.first().map(|cause| cause.reason) {
            Some(Reason::Cell { fault, .. }) => Some(fault),
            _ => None,
        };
        if fault == Some(Fault::Decimals) {
            let Told {
                column,
                cell,
                first_line,
                ..
            } = tell(&causes[0]);
            return Error::Scaled {
                name,
                column: column.unwrap_or_default(),
                value: cell,
                line: first_line,
            };
        }
        Error::TooManyBadRows {
            name,
            bad: self.skipped.total(),
            total: self.rows + self.skipped.total(),
            told: Box::new(Causes {
                more: causes.len() > TOLD,
                causes: causes.iter().take(TOLD).map(tell).collect(),
                advice: fault.map_or("", Fault::advice),
            }),
        }
    }
}

/// The cells of the record in `bytes`, as text; bytes that are not UTF-8 become `�`.
pub fn cells(bytes: &[u8], dialect: Dialect) -> Vec<String> {
    let mut framer = Framer::new(dialect);
    let record = framer.only(bytes);
    let cells = record.iter().flat_map(Record::cells);
    cells
        .map(|cell| String::from_utf8_lossy(&cell).into_owned())
        .collect()
}
