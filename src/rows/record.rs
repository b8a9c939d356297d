use csv_core::ReadRecordResult;

use super::header::{EVIL, Header, IGNORED, SUS};
use super::memo::{Line, Memo};
use super::{FEATURES, Labels, Reason, Row, Sink};

/// One value a slot: the features, then `sus`, `evil`, and a place for what is ignored.
type Values = [i64; IGNORED as usize + 1];

/// More digits than this may not fit an i64; the slow path decides.
const SAFE_DIGITS: usize = 18;
/// A wrong number of columns above this is counted under this one, so that a file of noise cannot
/// make thousands of different reasons.
const MOST_COLUMNS_TOLD: usize = 64;

/// What stands at the start of a piece of the file.
pub(super) enum Record {
    /// A row that is one line with its line break, and the bytes it takes.
    Line(usize),
    /// Any other row, and the bytes it takes.
    Row(usize),
    /// A record that is no row, and the bytes it takes.
    Bad(Reason, usize),
    /// The record goes on behind the end of the bytes.
    Unfinished,
}

/// Reads records under one header.
pub(super) struct Records {
    header: Header,
    general: GeneralReader,
    memo: Memo,
}

impl Records {
    pub(super) fn new(header: Header) -> Self {
        Self {
            header,
            general: GeneralReader::default(),
            memo: Memo::new(),
        }
    }

    pub(super) fn into_header(self) -> Header {
        self.header
    }

    /// Reads the record at the start of `bytes`, and hands its row to `sink` as the one `at` there.
    pub(super) fn read(&mut self, bytes: &[u8], at: u64, sink: &mut impl Sink) -> Record {
        let line = Line::at(bytes);
        if let Some(line) = &line
            && let Some(id) = self.memo.get(line)
        {
            sink.again(id, at);
            return Record::Line(line.len());
        }
        let Some((row, used)) = self.parse(bytes) else {
            return Record::Unfinished;
        };
        let row = match row {
            Ok(row) => row,
            Err(reason) => return Record::Bad(reason, used),
        };
        let id = sink.row(row, at);
        match line.filter(|line| line.len() == used) {
            Some(line) => {
                if let Some(id) = id {
                    self.memo.put(line, id);
                }
                Record::Line(used)
            }
            None => Record::Row(used),
        }
    }

    /// The row of the record at the start of `bytes`, and the bytes it takes; `None` where it does
    /// not end within them.
    ///
    /// A line of nothing but plain integers, which is every row of the DataCamp form, is read in
    /// one pass; whatever surprises that pass is read again by `csv-core`, so both give the same.
    fn parse(&mut self, bytes: &[u8]) -> Option<(Result<Row, Reason>, usize)> {
        if let Some((values, used)) = plain_integers(bytes, &self.header.slots) {
            return Some((self.row(&values), used));
        }
        let used = self.general.read(bytes)?;
        let row = self.values().and_then(|values| self.row(&values));
        Some((row, used))
    }

    /// The numbers of the record that the general reader holds.
    fn values(&self) -> Result<Values, Reason> {
        let (found, expected) = (self.general.len(), self.header.slots.len());
        if found != expected {
            let found = found.min(MOST_COLUMNS_TOLD);
            return Err(Reason::Columns { found, expected });
        }
        let mut values = Values::default();
        for (index, &slot) in self.header.slots.iter().enumerate() {
            if slot != IGNORED {
                values[slot as usize] = whole_number(self.general.cell(index))
                    .map_err(|why| why(self.header.columns[index].clone()))?;
            }
        }
        Ok(values)
    }

    fn row(&self, values: &Values) -> Result<Row, Reason> {
        let mut features = [0; FEATURES.len()];
        features.copy_from_slice(&values[..FEATURES.len()]);
        let label = |slot: u8, there: bool| match values[slot as usize] {
            0 if there => Ok(Some(false)),
            1 if there => Ok(Some(true)),
            _ if !there => Ok(None),
            _ => Err(self.not_a_label(slot)),
        };
        let labels = Labels {
            sus: label(SUS, self.header.labelled)?,
            evil: label(EVIL, self.header.has_evil)?,
        };
        Ok(Row { features, labels })
    }

    fn not_a_label(&self, slot: u8) -> Reason {
        let index = self.header.slots.iter().position(|s| *s == slot);
        let column = index.map_or_else(String::new, |index| self.header.columns[index].clone());
        Reason::NotALabel { column }
    }
}

/// Reads a line of plain integers, one a column; `None` for anything else, an unfinished line too.
fn plain_integers(bytes: &[u8], slots: &[u8]) -> Option<(Values, usize)> {
    let mut values = Values::default();
    let mut at = 0;
    let last = slots.len() - 1;
    for (column, &slot) in slots.iter().enumerate() {
        let negative = *bytes.get(at)? == b'-';
        at += usize::from(negative);
        let first = at;
        let mut value: i64 = 0;
        let end = loop {
            let byte = *bytes.get(at)?;
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break byte;
            }
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
            at += 1;
        };
        if at == first || at - first > SAFE_DIGITS {
            return None;
        }
        values[slot as usize] = if negative { -value } else { value };
        at += match (end, column == last) {
            (b',', false) | (b'\n', true) => 1,
            (b'\r', true) if *bytes.get(at + 1)? == b'\n' => 2,
            _ => return None,
        };
    }
    Some((values, at))
}

type Why = fn(String) -> Reason;

/// A whole number as a cell may write it: spaces around it, or the `.0` that pandas adds.
fn whole_number(cell: &[u8]) -> Result<i64, Why> {
    let text = std::str::from_utf8(cell).map_err(|_| not_a_number as Why)?;
    let text = text.trim();
    let text = text.strip_suffix(".0").unwrap_or(text);
    if text.is_empty() {
        return Err(|column| Reason::NoValue { column });
    }
    text.parse().map_err(|error: std::num::ParseIntError| {
        use std::num::IntErrorKind::{NegOverflow, PosOverflow};
        match error.kind() {
            PosOverflow | NegOverflow => |column| Reason::OutOfRange { column },
            _ => not_a_number as Why,
        }
    })
}

fn not_a_number(column: String) -> Reason {
    Reason::NotANumber { column }
}

/// `csv-core` with growing buffers: quoted cells, doubled quotes, line breaks inside quotes.
#[derive(Default)]
pub(super) struct GeneralReader {
    text: Vec<u8>,
    ends: Vec<usize>,
    cells: usize,
}

impl GeneralReader {
    /// Reads the record at the start of `bytes` and tells how many bytes it takes; `None` where it
    /// does not end within them.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut reader = csv_core::Reader::new();
        let (mut read, mut written) = (0, 0);
        self.cells = 0;
        loop {
            let (result, taken, text, ends) = reader.read_record(
                &bytes[read..],
                &mut self.text[written..],
                &mut self.ends[self.cells..],
            );
            read += taken;
            written += text;
            self.cells += ends;
            match result {
                ReadRecordResult::Record => return Some(read),
                ReadRecordResult::OutputFull => {
                    let size = (self.text.len() * 2).max(1024);
                    self.text.resize(size, 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    let size = (self.ends.len() * 2).max(32);
                    self.ends.resize(size, 0);
                }
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return None,
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.cells
    }

    pub(super) fn cell(&self, index: usize) -> &[u8] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start..self.ends[index]]
    }
}

/// The cells of the first record in `bytes`, as text; bytes that are not UTF-8 become `�`.
pub fn cells(bytes: &[u8]) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    match reader.read_byte_record(&mut record) {
        Ok(true) => record
            .iter()
            .map(|cell| String::from_utf8_lossy(cell).into_owned())
            .collect(),
        // Reading from memory cannot fail, and flexible records are never ragged.
        _ => Vec::new(),
    }
}
