//! Where records begin and end, whatever the bytes and however they come.

use bethscope::rows::{Broken, Dialect, Framer, LONGEST_RECORD, Place, ReadFile, Reader, Row};
use proptest::prelude::*;

const HEADER: &str =
    "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label";

type Cells = Vec<Vec<u8>>;

/// `text` in pieces of these sizes, over and over.
fn pieces<'a>(text: &'a [u8], sizes: &[usize]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = text;
    let mut sizes = sizes.iter().cycle();
    std::iter::from_fn(move || {
        let (piece, tail) = rest.split_at(rest.len().min(*sizes.next()?));
        rest = tail;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Place and cells of each record.
fn framed(
    text: &[u8],
    sizes: &[usize],
    dialect: Dialect,
) -> Vec<(u64, u64, u64, Option<Broken>, Cells)> {
    let mut framer = Framer::new(dialect);
    let mut records = Vec::new();
    let mut take = |framer: &mut Framer| {
        while let Some(record) = framer.next() {
            let cells = record.cells().map(|cell| cell.into_owned()).collect();
            records.push((record.line, record.start, record.end, record.broken, cells));
        }
    };
    for piece in pieces(text, sizes) {
        framer.push(piece).unwrap();
        take(&mut framer);
    }
    framer.end();
    take(&mut framer);
    records
}

/// The cells of each record as `csv-core` reads them.
fn reference(text: &[u8], dialect: Dialect) -> Vec<Cells> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(dialect.delimiter)
        .escape(dialect.backslash.then_some(b'\\'))
        .from_reader(text);
    let records = reader.byte_records().map(Result::unwrap);
    records
        .map(|record| record.iter().map(<[u8]>::to_vec).collect())
        .collect()
}

/// What CSV is made of, and runs that are as long as the blocks that are looked at.
fn token(delimiter: &'static str) -> impl Strategy<Value = String> {
    let long = (60..70usize, prop::sample::select(vec!["a", ",", ";", "\n"]));
    prop_oneof![
        8 => prop::sample::select(vec!["\"", "\"\"", "a", "1", "é", " ", "\\", "\\\"", "\n", "\r\n", "\r"])
            .prop_map(str::to_owned),
        6 => Just(delimiter.to_owned()),
        3 => Just(format!("{delimiter}\"")),
        3 => Just(format!("\"{delimiter}")),
        1 => long.prop_map(|(times, of)| of.repeat(times)),
    ]
}

fn dialect() -> impl Strategy<Value = (Dialect, &'static str)> {
    let delimiters = prop::sample::select(vec![",", ";", "\t", "|"]);
    (delimiters, prop::bool::weighted(0.3)).prop_map(|(delimiter, backslash)| {
        let dialect = Dialect {
            delimiter: delimiter.as_bytes()[0],
            backslash,
            ..Dialect::default()
        };
        (dialect, delimiter)
    })
}

fn text_in_a_dialect() -> impl Strategy<Value = (Dialect, String)> {
    dialect().prop_flat_map(|(dialect, delimiter)| {
        let tokens = prop::collection::vec(token(delimiter), 0..120);
        (Just(dialect), tokens.prop_map(|tokens| tokens.concat()))
    })
}

/// Sizes of pieces.
fn sizes() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(prop_oneof![1..10usize, 1..200usize], 1..8)
}

type Read = (Vec<(Row, Place)>, ReadFile);

fn read(text: &[u8], sizes: &[usize]) -> bethscope::Result<Read> {
    let mut rows = Vec::new();
    let mut reader = Reader::new("x.csv", |row: Row, place: Place| rows.push((row, place)));
    let mut count = 0;
    for piece in pieces(text, sizes) {
        reader.push(piece)?;
        count += 1;
    }
    let (mut file, _) = reader.finish()?;
    assert!(
        file.looked_at <= 6 * text.len() as u64 + 64 * count,
        "{} of {}",
        file.looked_at,
        text.len()
    );
    file.looked_at = 0;
    Ok((rows, file))
}

/// Causes, rows, first lines and samples of what was skipped.
fn skipped(file: &ReadFile) -> Vec<(String, u64, u64, &str)> {
    let causes = file.skipped.causes().iter();
    causes
        .map(|cause| {
            (
                cause.reason.to_string(),
                cause.rows,
                cause.first_line,
                &cause.sample[..],
            )
        })
        .collect()
}

/// `processId` of each row and where it stands.
fn numbered(rows: &[(Row, Place)]) -> Vec<(i64, u64, u64)> {
    let each = rows.iter();
    each.map(|(row, place)| (row.features[0], place.number, place.line))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn records_are_those_of_csv_core((dialect, text) in text_in_a_dialect(), sizes in sizes()) {
        let found = framed(text.as_bytes(), &sizes, dialect);
        let want = reference(text.as_bytes(), dialect);
        // Where a quote is still open at the end, csv-core takes all that is left for a record.
        let open = found.iter().position(|record| record.3.is_some());
        prop_assert_eq!(want.len(), open.map_or(found.len(), |open| open + 1));
        for (record, want) in found.iter().zip(&want).take(open.unwrap_or(usize::MAX)) {
            prop_assert_eq!(&record.4, want);
        }
    }

    #[test]
    fn pieces_make_no_difference((dialect, text) in text_in_a_dialect(), sizes in sizes()) {
        let whole = framed(text.as_bytes(), &[usize::MAX], dialect);
        for (line, start, end, _, _) in &whole {
            let before = text.as_bytes()[..*start as usize].iter();
            prop_assert_eq!(*line, 1 + before.filter(|&&byte| byte == b'\n').count() as u64);
            prop_assert!(start < end && *end <= text.len() as u64);
        }
        prop_assert_eq!(framed(text.as_bytes(), &sizes, dialect), whole);
    }

    #[test]
    fn pieces_make_no_difference_to_rows(
        tokens in prop::collection::vec(row_token(), 0..60),
        sizes in sizes(),
    ) {
        let sound = "9,2,3,4,5,6,7,0\n".repeat(tokens.len());
        let text = format!("{HEADER}\n{sound}{}", tokens.concat());
        prop_assert_eq!(read(text.as_bytes(), &sizes), read(text.as_bytes(), &[usize::MAX]));
    }
}

/// Rows, and what breaks them.
fn row_token() -> impl Strategy<Value = String> {
    let rows = vec![
        "1,2,3,4,5,6,7,0\n",
        "\"1\",2,3,4,5,6,7,1\r\n",
        "1,2,3,4,5,6,7,\"1\n\"\n",
        "x,2,3,4,5,6,7,1\n",
        "1,2,3\n",
        "\"",
        ",\"",
        "\n",
        "\r",
    ];
    prop::sample::select(rows).prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// [`read`] counts.
    #[test]
    fn work_grows_no_faster_than_the_bytes(
        unit in prop::collection::vec(token(","), 1..6),
        size in prop::sample::select(vec![1 << 12, 1 << 16, 1 << 22]),
    ) {
        let unit = unit.concat();
        let times = (LONGEST_RECORD + LONGEST_RECORD / 2) / unit.len();
        let breaks = unit.bytes().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
        let sound = "1,2,3,4,5,6,7,0\n".repeat((breaks + 1) * times);
        let text = format!("{HEADER}\n{sound}{}", unit.repeat(times));
        let (rows, _) = read(text.as_bytes(), &[size]).unwrap();
        prop_assert!(rows.len() >= (breaks + 1) * times);
    }
}

/// Every line opens one quote more than it closes: each used to be read to the end of the file.
#[test]
fn a_line_that_opens_quotes_again_and_again_is_looked_at_a_few_times() {
    let times = 3 * LONGEST_RECORD / 9;
    let sound = "1,2,3,4,5,6,7,0\n".repeat(times);
    let text = format!("{HEADER}\n{sound}{}", "\",x\",\":\n".repeat(times));
    let (rows, file) = read(text.as_bytes(), &[4 << 20]).unwrap();
    assert_eq!(rows.len(), times);
    assert!(file.skipped.total() <= times as u64);
}

#[test]
fn rows_between_two_stray_quotes_are_read() {
    let between: String = (0..20_000)
        .map(|id| format!("{id},2,3,4,5,6,7,0,sh\n"))
        .collect();
    let text = format!(
        "{HEADER},note\n0,2,3,4,5,6,7,1,\"sh\n{between}7,2,3,4,5,6,7,1,sh\"\n8,2,3,4,5,6,7,1,sh\n"
    );
    for size in [1 << 10, 1 << 20] {
        let (rows, file) = read(text.as_bytes(), &[size]).unwrap();
        assert_eq!(rows.len(), 20_002);
        assert_eq!(numbered(&rows[..1]), [(0, 2, 3)]);
        assert_eq!(
            numbered(&rows[20_000..]),
            [(7, 20_002, 20_003), (8, 20_003, 20_004)]
        );
        let why = "a quote that is never closed".to_owned();
        assert_eq!(skipped(&file), [(why, 1, 2, "0,2,3,4,5,6,7,1,\"sh")]);
    }
}

#[test]
fn a_cell_of_several_lines_is_a_cell() {
    let text = format!(
        "{HEADER},note\n1,2,3,4,5,6,7,1,\"one\ntwo\nthree\"\n2,2,3,4,5,6,7,x,\"one\ntwo\"\n3,2,3,4,5,6,7,0,\n"
    );
    let (rows, file) = read(text.as_bytes(), &[7]).unwrap();
    assert_eq!(numbered(&rows), [(1, 1, 2), (3, 3, 7)]);
    assert_eq!(
        skipped(&file),
        [("a label other than 0 or 1".to_owned(), 1, 5, "x")]
    );
}

#[test]
fn the_longest_record_is_the_same_in_any_pieces() {
    let note = "9".repeat(LONGEST_RECORD - "1,2,3,4,5,6,7,1,".len());
    for (note, longer) in [(note.clone(), false), (note + "9", true)] {
        let text = format!(
            "{HEADER},note\n1,2,3,4,5,6,7,1,{note}\n2,2,3,4,5,6,7,1,x\n3,2,3,4,5,6,7,1,x\n"
        );
        for size in [1 << 10, 1 << 16, LONGEST_RECORD, 8 << 20] {
            let (rows, file) = read(text.as_bytes(), &[size]).unwrap();
            if longer {
                assert_eq!(numbered(&rows), [(2, 2, 3), (3, 3, 4)]);
                assert_eq!(
                    skipped(&file)[0].0,
                    "over 1 MiB of text without a line break"
                );
                assert_eq!(skipped(&file)[0].2, 2);
            } else {
                assert_eq!(numbered(&rows), [(1, 1, 2), (2, 2, 3), (3, 3, 4)]);
            }
        }
    }
}

#[test]
fn an_open_quote_hides_no_row_behind_it() {
    let sound: String = (0..100_000)
        .map(|id| format!("{id},2,3,4,5,6,7,0\n"))
        .collect();
    let text = format!("{HEADER}\n\"1,2,3,4,5,6,7,1\n{sound}");
    for size in [1 << 12, 1 << 20, 8 << 20] {
        let (rows, file) = read(text.as_bytes(), &[size]).unwrap();
        assert_eq!(rows.len(), 100_000);
        assert_eq!(numbered(&rows[99_999..]), [(99_999, 100_001, 100_002)]);
        assert_eq!(file.skipped.total(), 1);
    }
}

#[test]
fn a_row_ends_where_it_ends_whatever_stands_behind_it() {
    let row = "1,2,3,4,5,6,7,1\r\n";
    let text = format!("{HEADER}\n{row}{}\n{row}", "9".repeat(5 << 20));
    let (rows, _) = read(text.as_bytes(), &[1 << 20]).unwrap();
    for (_, place) in rows {
        assert_eq!(&text[place.start as usize..place.end as usize], row);
    }
}

#[test]
fn lines_are_those_of_carriage_returns_where_these_end_them() {
    let text = format!("{HEADER}\n1,2,3,4,5,6,7,1\nx,2,3,4,5,6,7,1\n2,2,3,4,5,6,7,1\n")
        .replace('\n', "\r");
    let (rows, file) = read(text.as_bytes(), &[5]).unwrap();
    assert_eq!(numbered(&rows), [(1, 1, 2), (2, 3, 4)]);
    assert_eq!(
        skipped(&file),
        [("text instead of a number".to_owned(), 1, 3, "x")]
    );
    let windows = text.replace('\r', "\r\r\n");
    assert_eq!(
        numbered(&read(windows.as_bytes(), &[5]).unwrap().0),
        [(1, 1, 2), (2, 3, 4)]
    );
}
