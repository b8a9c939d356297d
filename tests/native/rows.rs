use bethscope::distinct::{Lost, User};
use bethscope::evaluate::open;
use bethscope::rows::{Labels, Place, ReadFile, Reader, Row};
use bethscope::{Error, Result};
use proptest::prelude::*;

const HEADER: &str =
    "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label";

type Read = (Vec<(Row, Place)>, ReadFile);

fn read_in(chunks: impl Iterator<Item = impl AsRef<[u8]>>) -> Result<Read> {
    let mut rows = Vec::new();
    let mut reader = Reader::new("x.csv", |row: Row, place: Place| rows.push((row, place)));
    for chunk in chunks {
        reader.push(chunk.as_ref())?;
    }
    let (file, _) = reader.finish()?;
    Ok((rows, file))
}

fn read(text: &str) -> Result<Read> {
    read_in([text].into_iter())
}

/// Causes, columns, rows, first lines and samples of what was skipped.
fn skipped(file: &ReadFile) -> Vec<(String, &str, u64, u64, &str)> {
    let column = |column: usize| &file.header.columns[column][..];
    let causes = file.skipped.causes().iter();
    causes
        .map(|cause| {
            let at_fault = cause.reason.column().map_or("", column);
            let (rows, line) = (cause.rows, cause.first_line);
            (
                cause.reason.to_string(),
                at_fault,
                rows,
                line,
                &cause.sample[..],
            )
        })
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
    assert!(text[rows[0].1.start as usize..].starts_with("0,-115"));
    assert!(text[rows[1].1.start as usize..].starts_with("1,0,0"));
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
        ("3 columns instead of 8", "", 2, 22, "1,2,3"),
        ("text instead of a number", "threadId", 1, 25, "x"),
        ("an empty cell", "threadId", 1, 26, ""),
        (
            "a number beyond 64 bits",
            "processId",
            1,
            27,
            "9223372036854775808",
        ),
        ("a label other than 0 or 1", "sus_label", 1, 29, "2"),
        ("9 columns instead of 8", "", 1, 30, "1,2,3,4,5,6,7,0,9"),
        (
            "decimals instead of a whole number",
            "returnValue",
            1,
            31,
            "7.5",
        ),
        (
            "a quote that is never closed",
            "",
            1,
            32,
            "\"1,2,3,4,5,6,7,0",
        ),
    ];
    let want =
        want.map(|(why, column, rows, line, cell)| (why.to_owned(), column, rows, line, cell));
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
        "“x.csv”: 2 of its 3 rows cannot be read, more than half. 2 have 2 columns instead of 8 (first \
         on line 3: “a,b”)."
    );
    assert_eq!(
        message(&format!(
            "{HEADER}\na,b\n1,2,3,4,5,6,7,2\n1,2,3,4,5,6,7,3\n"
        )),
        "“x.csv”: 3 of its 3 rows cannot be read, more than half. 2 have a label other than 0 or 1 in \
         sus_label (first on line 3: “2”); 1 has 2 columns instead of 8 (first on line 2: “a,b”). \
         Labels are 0 and 1, or true and false."
    );
    let png = read_in([b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"].into_iter()).unwrap_err();
    assert_eq!(
        png.to_string(),
        "“x.csv” is a PNG picture, not CSV text. A CSV file with a header line is needed."
    );
    let endless = read_in(std::iter::repeat_n([b'a'; 1 << 16], 20)).unwrap_err();
    assert!(matches!(endless, Error::NotCsv { .. }), "{endless}");
}

#[test]
fn a_wrong_number_of_columns_is_told_as_it_is() {
    let others: String = (0..56).map(|column| format!(",c{column}")).collect();
    let row = |cells: usize| vec!["1"; cells].join(",");
    let text = format!("{HEADER}{others}\n{}\n{}\n", row(64), row(70));
    let (_, file) = read(&text).unwrap();
    assert_eq!(skipped(&file)[0].0, "70 columns instead of 64");
}

#[test]
fn samples_of_a_strangers_file_are_harmless_and_short() {
    let text = format!(
        "{HEADER}\n1,2,3,4,5,6,7,0\n\u{202e}\x1b[31m{},2,3,4,5,6,7,0\n",
        "9".repeat(60)
    );
    let (_, file) = read(&text).unwrap();
    let want = format!("\\u{{202e}}\\u{{1b}}[31m{}…", "9".repeat(22));
    assert_eq!(skipped(&file)[0].4, want);
}

#[test]
fn a_file_of_noise_has_few_causes() {
    let noise: String = (0..200)
        .map(|cells| "1,".repeat(cells + 9) + "1\n")
        .collect();
    let text = format!("{HEADER}\n{}{noise}", "1,2,3,4,5,6,7,0\n".repeat(200));
    let (_, file) = read(&text).unwrap();
    let causes = skipped(&file);
    assert_eq!((causes.len(), file.skipped.total()), (65, 200));
    assert_eq!(
        (&causes[64].0[..], causes[64].2, causes[64].3),
        ("some other fault", 136, 266)
    );
}

#[test]
fn two_labels_that_say_different_things_are_none() {
    let text = HEADER.replace("sus_label", "sus,sus_label")
        + "\n1,2,3,4,5,6,7,0,0\n1,2,3,4,5,6,7,0,1\n1,2,3,4,5,6,7,1,1\n";
    let (rows, file) = read(&text).unwrap();
    let labels: Vec<_> = rows.iter().map(|(row, _)| row.labels.sus).collect();
    assert_eq!(labels, [Some(false), Some(true)]);
    let why = "a label that contradicts the other label".to_owned();
    assert_eq!(skipped(&file), [(why, "sus_label", 1, 3, "1")]);
}

/// 120 rows of user 5, of which one in 12 is positive, and 3 of user 1000, all positive; the cells of
/// `wrong` rows cannot be read.
fn with_losses(wrong: impl Fn(i64, u64) -> bool) -> Lost {
    let rows = (0..120).map(|n| (5, n)).chain((0..3).map(|n| (1000, n)));
    let rows = rows.map(|(user, n)| {
        let returned = if wrong(user, n) { "?" } else { "0" };
        let label = u8::from(user == 1000 || n % 12 == 0);
        format!("1,1,1,{user},1,1,{returned},{label}\n")
    });
    let text = format!("{HEADER}\n{}", rows.collect::<String>());
    open("x.csv", text.as_bytes()).unwrap().lost()
}

#[test]
fn losses_are_told_by_label_and_user() {
    let lost = Lost {
        rows: 0,
        total: 123,
        positives: Some(0),
        benign: Some(0),
        users: vec![],
        serious: false,
    };
    assert_eq!(with_losses(|_, _| false), lost);
    // One of 123 rows is less than one in a hundred.
    let one = Lost {
        rows: 1,
        benign: Some(1),
        ..lost.clone()
    };
    assert_eq!(with_losses(|user, n| (user, n) == (5, 7)), one);
    let two = Lost {
        rows: 2,
        benign: Some(2),
        serious: true,
        ..lost.clone()
    };
    assert_eq!(with_losses(|user, n| user == 5 && (7..9).contains(&n)), two);
    let user = User {
        user: 1000,
        skipped: 2,
        read: 1,
    };
    let most_of_a_user = Lost {
        rows: 2,
        positives: Some(2),
        users: vec![user],
        serious: true,
        ..lost
    };
    assert_eq!(with_losses(|user, n| user == 1000 && n > 0), most_of_a_user);
}

#[test]
fn losing_most_rows_of_a_user_or_a_label_is_serious_however_few_they_are() {
    let row = |user, label| format!("1,1,1,{user},1,1,0,{label}\n");
    let bad = |user: &str, label: &str| format!("1,1,1,{user},1,1,?,{label}\n");
    let lost = |rows: String| {
        let text = format!("{HEADER}\n{}{rows}", row(5, 0).repeat(500));
        open("x.csv", text.as_bytes()).unwrap().lost()
    };
    assert!(!lost(row(7, 1) + &bad("7", "1")).serious);
    assert!(lost(row(7, 1) + &bad("8", "?")).serious, "all of user 8");
    assert!(lost(bad("?", "1")).serious, "all positives");
    assert!(!lost(bad("?", "?")).serious, "nothing is known of it");
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
        let but_for_the_work = |read: Result<Read>| {
            read.map(|(rows, file)| (rows, ReadFile { looked_at: 0, ..file }))
        };
        prop_assert_eq!(but_for_the_work(read_in(chunks)), but_for_the_work(read(&text)));
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
