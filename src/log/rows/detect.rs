//! How a file writes its records, told by its first bytes.

use super::header::{feature_columns, features_among};
use super::number::{Notation, told};
use super::{Dialect, Extra, Framer, Record};

/// How many first bytes of a file [`dialect`] looks at, at most.
pub const LOOKED_AT: usize = 1 << 16;

/// What may stand between cells, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// The header is looked for on so many first lines.
const MOST_LINES: usize = 20;
/// A line with so many of BETH's features is meant as their header, even if some are missing.
const ENOUGH_FEATURES: usize = 5;
/// Numbers are looked at in so many first records.
const MOST_RECORDS: usize = 64;
/// More cells than any header of a log has.
const MOST_CELLS: usize = 1024;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Tells the dialect of the file that starts with `first`: [`LOOKED_AT`] bytes of it, or all if
/// there are fewer.
///
/// The header is the first line whose cells are BETH's names under some delimiter; whatever stands
/// before it is no row. Where there is none, it is the first line that says anything.
pub fn dialect(first: &[u8]) -> Dialect {
    let first = &first[..first.len().min(LOOKED_AT)];
    let (skip, delimiter) = header(first);
    let text = &first[skip..];
    let (backslash, records) = sample(text, delimiter, first.len() == LOOKED_AT);
    let (header, rows) = match records.split_first() {
        Some((header, rows)) => (&header[..], rows),
        None => (&[][..], &[][..]),
    };
    let extra = extra(header, rows);
    let start = usize::from(extra == Some(Extra::First));
    Dialect {
        delimiter,
        skip,
        carriage_returns: ends_with_carriage_return(text),
        backslash,
        notation: notation(&feature_columns(header), rows, start, delimiter),
        extra,
    }
}

/// Where the header starts and what stands between its cells.
fn header(first: &[u8]) -> (usize, u8) {
    let start = if first.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len()
    } else {
        0
    };
    let mut told = None;
    let mut fallback = None;
    for at in line_starts(first, start).take(MOST_LINES) {
        let text = &first[at..];
        let found =
            DELIMITERS.map(|delimiter| (delimiter, features_among(&cells(text, delimiter))));
        let best = found.iter().rev().max_by_key(|(_, features)| *features);
        if let Some(&(delimiter, features)) = best
            && features >= ENOUGH_FEATURES
        {
            return (at, delimiter);
        }
        if let Some(delimiter) = separator_line(text) {
            told = told.or(Some(delimiter));
        } else if !text.starts_with(b"#") {
            fallback = fallback.or(Some(at));
        }
    }
    let at = fallback.unwrap_or(start);
    let most = DELIMITERS
        .iter()
        .rev()
        .max_by_key(|&&delimiter| cells(&first[at..], delimiter).len());
    (at, told.or(most.copied()).unwrap_or(b','))
}

/// Where lines start that are not blank.
fn line_starts(text: &[u8], start: usize) -> impl Iterator<Item = usize> {
    let mut at = start;
    let lines = text[start..].split(|&byte| is_break(byte));
    lines.filter_map(move |line| {
        let start = at;
        at += line.len() + 1;
        (!line.trim_ascii().is_empty()).then_some(start)
    })
}

fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// The delimiter that a line such as `sep=;`, which is Excel's own, tells.
fn separator_line(text: &[u8]) -> Option<u8> {
    let line = text.split(|&byte| is_break(byte)).next()?;
    let line = line.strip_prefix(b"\"").unwrap_or(line);
    let (word, rest) = line.split_at_checked(4)?;
    match rest {
        [delimiter] | [delimiter, b'"'] if word.eq_ignore_ascii_case(b"sep=") => Some(*delimiter),
        _ => None,
    }
}

/// The cells of the record at the start of `text`.
fn cells(text: &[u8], delimiter: u8) -> Vec<String> {
    let dialect = Dialect {
        delimiter,
        ..Dialect::default()
    };
    let mut records = records(text, dialect, false, 1);
    records.pop().unwrap_or_default()
}

/// Whether backslashes stand before quotes, and the first records read so: if that makes more of
/// them as long as the header, since `"C:\"` is sound without. Where the text `goes_on`, its last
/// record may not be all there.
fn sample(text: &[u8], delimiter: u8, goes_on: bool) -> (bool, Vec<Vec<String>>) {
    let read = |backslash| {
        let dialect = Dialect {
            delimiter,
            backslash,
            ..Dialect::default()
        };
        let records = records(text, dialect, goes_on, MOST_RECORDS + 1);
        let columns = records.first().map_or(0, Vec::len);
        let sound = records.iter().filter(|record| record.len() == columns);
        (sound.count(), records)
    };
    let (sound, doubled) = read(false);
    if text.windows(2).any(|pair| pair == b"\\\"") {
        let (more, escaped) = read(true);
        if more > sound {
            return (true, escaped);
        }
    }
    (false, doubled)
}

/// The first `most` records of `text`.
fn records(text: &[u8], dialect: Dialect, goes_on: bool, most: usize) -> Vec<Vec<String>> {
    let mut framer = Framer::new(dialect);
    let mut records = Vec::new();
    if framer.push(text).is_err() {
        return records;
    }
    if !goes_on {
        framer.end();
    }
    while records.len() < most
        && let Some(record) = framer.next()
    {
        records.push(names(&record));
    }
    records
}

fn names(record: &Record<'_>) -> Vec<String> {
    let cells = record.cells().take(MOST_CELLS);
    cells
        .map(|cell| String::from_utf8_lossy(&cell).trim().to_owned())
        .collect()
}

/// Whether the first line break outside of quotes is a carriage return alone. Several before a line
/// feed are one break: Python writes them on Windows if a file is not opened with `newline=""`.
fn ends_with_carriage_return(text: &[u8]) -> bool {
    let mut quoted = false;
    for (at, &byte) in text.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => return false,
            b'\r' if !quoted => {
                let behind = text[at..].iter().find(|&&byte| byte != b'\r');
                return behind != Some(&b'\n');
            }
            _ => {}
        }
    }
    false
}

/// What every one of `rows` has more than `header`.
fn extra(header: &[String], rows: &[Vec<String>]) -> Option<Extra> {
    if rows.is_empty() || rows.iter().any(|row| row.len() != header.len() + 1) {
        return None;
    }
    let empty = |cell: Option<&String>| cell.is_some_and(String::is_empty);
    if rows.iter().all(|row| empty(row.last())) {
        return Some(Extra::Last);
    }
    let count = |(row, cells): (usize, &Vec<String>)| cells[0] == (row + 1).to_string();
    (rows.len() > 1 && rows.iter().enumerate().all(count)).then_some(Extra::First)
}

/// What points and commas mean in the features of `rows`, whose cells begin at `start`.
fn notation(features: &[bool], rows: &[Vec<String>], start: usize, delimiter: u8) -> Notation {
    let mut found = None;
    for row in rows {
        let cells = row.iter().skip(start).zip(features);
        for (cell, _) in cells.filter(|(_, feature)| **feature) {
            let Some(notation) = told(cell.as_bytes()) else {
                continue;
            };
            if found.is_some_and(|found| found != notation) {
                return Notation::UNKNOWN;
            }
            found = Some(notation);
        }
    }
    match found {
        Some(notation) => notation,
        // Programs that write decimals with commas do not put commas between cells.
        None if delimiter == b',' => Notation::ENGLISH,
        None => Notation::UNKNOWN,
    }
}
