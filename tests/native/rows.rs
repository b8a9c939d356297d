use bethscope::rows::{Labels, ReadFile, Reader, Row};
use bethscope::{Error, Result};
use proptest::prelude::*;

const HEADER: &str =
    "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label";

type Read = (Vec<(Row, u64)>, ReadFile);

fn read_in(chunks: impl Iterator<Item = impl AsRef<[u8]>>) -> Result<Read> {
    let mut rows = Vec::new();
    let mut reader = Reader::new("x.csv");
    for chunk in chunks {
        reader.push(chunk.as_ref(), |row, at| rows.push((row, at)))?;
    }
    let file = reader.finish(|row, at| rows.push((row, at)))?;
    Ok((rows, file))
}

fn read(text: &str) -> Result<Read> {
    read_in([text].into_iter())
}

fn skipped(file: &ReadFile) -> Vec<(String, u64, u64)> {
    let reasons = file.skipped.reasons().into_iter();
    reasons
        .map(|(r, n, line)| (r.to_string(), n, line))
        .collect()
}

fn message(text: &str) -> String {
    read(text).expect_err("this file is wrong").to_string()
}

#[test]
fn columns_are_found_by_name() {
    let text = "\u{feff},returnValue,sus,argsNum,\"userId\",mountNamespace,parentProcessId,threadId, processId ,note\r\n\
                0,-115,1,3,1001,4026531840,7548,7556,\"7555\",\"a \"\"quoted\"\"\nnote, with a break\"\r\n\
                1,0,0,1,0,4026532217,1,-8,7,";
    let (rows, file) = read(text).unwrap();
    assert_eq!(
        rows[0].0.features,
        [7555, 7556, 7548, 1001, 4026531840, 3, -115]
    );
    assert_eq!(rows[1].0.features, [7, -8, 1, 0, 4026532217, 1, 0]);
    assert_eq!(
        rows[0].0.labels,
        Labels {
            sus: Some(true),
            evil: None
        }
    );
    assert_eq!(rows[1].0.labels.sus, Some(false));
    assert!(text[rows[0].1 as usize..].starts_with("0,-115"));
    assert!(text[rows[1].1 as usize..].starts_with("1,0,0"));
    assert_eq!(file.header.columns[8], "processId");
    assert!(file.skipped.is_empty());
}

#[test]
fn unlabelled_files_are_fine() {
    let text = HEADER.replace(",sus_label", "") + "\n1,1,0,0,4026531840,3,0";
    let (rows, file) = read(&text).unwrap();
    assert_eq!(rows[0].0.labels, Labels::default());
    assert!(!file.header.labelled);
}

#[test]
fn bad_rows_are_counted_with_reason_and_first_line() {
    let good = "1,2,3,4,5,6,7,0\n".repeat(20);
    let text = format!(
        "{HEADER}\n{good}1,2,3\n\n1,2,3\n1,x,3,4,5,6,7,0\n1,,3,4,5,6,7,0\n\
         9223372036854775808,2,3,4,5,6,7,0\n-9223372036854775808,2,3,4,5,6,7.0,0\n\
         1,2,3,4,5,6,7,2\n1,2,3,4,5,6,7,0,9\n1,2,3,4,5,6,7.5,1\n\"1,2,3,4,5,6,7,0\n1,2,3,4,5,6,7,1\n"
    );
    let (rows, file) = read(&text).unwrap();
    let want = [
        ("3 columns instead of 8", 2, 22),
        ("text where a whole number is expected (threadId)", 1, 25),
        ("an empty cell in threadId", 1, 26),
        ("a number beyond 64 bits in processId", 1, 27),
        ("a label other than 0 or 1 in sus_label", 1, 29),
        ("9 columns instead of 8", 1, 30),
        ("text where a whole number is expected (returnValue)", 1, 31),
        ("a quote that is never closed, or over 1 MiB of text", 1, 32),
    ];
    let want = want.map(|(reason, count, line)| (reason.to_owned(), count, line));
    assert_eq!(skipped(&file), want);
    assert_eq!(rows.len(), 22);
    assert_eq!(rows[20].0.features[0], i64::MIN);
    assert_eq!(
        rows[21].0.labels.sus,
        Some(true),
        "the line behind an unclosed quote"
    );
}

#[test]
fn errors_are_sentences_that_name_what_is_missing_and_found() {
    assert_eq!(
        message(""),
        "“x.csv” is empty: it has no header line and no rows."
    );
    assert_eq!(message("\r\n\n"), message(""));
    assert_eq!(
        message("processId,threadId,args\n1,2,3\n"),
        "“x.csv” is not a BETH process log: the columns parentProcessId, userId, mountNamespace, \
         argsNum, returnValue are missing. Its first line has: processId, threadId, args."
    );
    let semicolons = HEADER.replace(',', ";");
    assert!(message(&semicolons).ends_with("separated by semicolons; save it with commas."));
    assert_eq!(
        message(HEADER),
        "“x.csv” has a BETH header but no rows below it."
    );
    assert_eq!(
        message(&format!("{HEADER},userId\n1,2,3,4,5,6,7,0,4\n")),
        "The header of “x.csv” has the column userId twice (columns 4 and 9)."
    );
    assert_eq!(
        message(&format!("{HEADER}\n1,2,3,4,5,6,7,0\na,b\na,b\n")),
        "“x.csv”: 2 of its 3 rows cannot be read, more than half. \
         Line 3 has 2 columns instead of 8; 2 rows are like it."
    );
    let png = read_in([b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"].into_iter()).unwrap_err();
    assert_eq!(
        png.to_string(),
        "“x.csv” is not a CSV text file: its first line is not UTF-8 text."
    );
    let endless = read_in(std::iter::repeat_n([b'a'; 1 << 16], 20)).unwrap_err();
    assert!(matches!(endless, Error::NotCsv { .. }), "{endless}");
}

#[test]
fn a_line_without_end_does_not_swallow_the_file() {
    let long = "9".repeat(3 << 20);
    let text = format!("{HEADER}\n1,2,3,4,5,6,7,0\n{long}\n1,2,3,4,5,6,7,1\n");
    for chunk in [1 << 16, 1 << 20, 1 << 23] {
        let (rows, file) = read_in(text.as_bytes().chunks(chunk)).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1].1, (text.len() - 16) as u64);
        assert_eq!(skipped(&file)[0].2, 3);
    }
}

/// A cell as some file may have it: mostly sound, sometimes odd.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => any::<i64>().prop_map(|x| x.to_string()),
        8 => (0..9i64).prop_map(|x| x.to_string()),
        1 => any::<i32>().prop_map(|x| format!("\"{x}\"")),
        1 => "[ -~\n\r\"]{0,6}",
        1 => Just("é".to_owned()),
    ]
}

fn file() -> impl Strategy<Value = String> {
    let row = prop::collection::vec(cell(), 7..=9).prop_map(|cells| cells.join(","));
    let rows = prop::collection::vec((row, prop_oneof![Just("\n"), Just("\r\n")]), 0..12);
    (rows, any::<bool>()).prop_map(|(rows, open)| {
        let sound = "1,2,3,4,5,6,7,0\n".repeat(rows.len() * 2 + 1);
        let rows: String = rows
            .into_iter()
            .flat_map(|(row, end)| [row, end.to_owned()])
            .collect();
        let end = if open { "8,2,3,4,5,6,7,1" } else { "" };
        format!("{HEADER}\n{sound}{rows}{end}")
    })
}

proptest! {
    #[test]
    fn any_chunking_reads_the_same(text in file(), sizes in prop::collection::vec(1..40usize, 1..8)) {
        let mut rest = text.as_bytes();
        let mut sizes = sizes.into_iter().cycle();
        let chunks = std::iter::from_fn(|| {
            let (chunk, tail) = rest.split_at(sizes.next().unwrap().min(rest.len()));
            rest = tail;
            (!chunk.is_empty()).then_some(chunk)
        });
        prop_assert_eq!(read_in(chunks), read(&text));
    }

    #[test]
    fn plain_and_quoted_integers_read_the_same(rows in prop::collection::vec(any::<[i64; 7]>(), 1..20)) {
        let write = |quote: &str| {
            let lines = rows.iter().map(|row| {
                let cells = row.map(|x| format!("{quote}{x}{quote}"));
                format!("{},{quote}1{quote}", cells.join(","))
            });
            format!("{HEADER}\n{}", lines.collect::<Vec<_>>().join("\n"))
        };
        let features = |text: &str| {
            let rows = read(text).unwrap().0.into_iter();
            rows.map(|(row, _)| row.features).collect::<Vec<_>>()
        };
        prop_assert_eq!(features(&write("")), rows.clone());
        prop_assert_eq!(features(&write("\"")), rows);
    }

    #[test]
    fn any_bytes_end_in_rows_or_a_sentence(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let with_header = [HEADER.as_bytes(), b"\n", &bytes[..]].concat();
        for bytes in [bytes, with_header] {
            if let Err(error) = read_in([bytes].into_iter()) {
                prop_assert!(error.to_string().ends_with('.'));
            }
        }
    }
}
