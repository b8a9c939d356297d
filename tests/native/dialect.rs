//! How files write their records, by their first bytes.

use bethscope::rows::number::Notation;
use bethscope::rows::{Dialect, Extra, dialect};
use proptest::prelude::*;

const HEADER: &str =
    "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label";

fn of(text: &str) -> Dialect {
    dialect(text.as_bytes())
}

#[test]
fn the_delimiter_is_the_one_that_gives_beths_names() {
    for delimiter in [',', ';', '\t', '|'] {
        let header = HEADER.replace(',', &delimiter.to_string());
        let text = format!("{header}\n1,5;2\n");
        assert_eq!(of(&text).delimiter, delimiter as u8);
        // More of another delimiter in a header's own names changes nothing.
        let text = format!("\"a,b,c,d,e,f,g,h,i;j;k|l|m\"{delimiter}{header}\n");
        assert_eq!(of(&text).delimiter, delimiter as u8, "{text}");
    }
    assert_eq!(
        of("a;b;c\n1;2,5;3\n").delimiter,
        b';',
        "no BETH header, but told as it is"
    );
    assert_eq!(of(""), Dialect::default());
    assert_eq!(of("\n\n"), Dialect::default());
}

#[test]
fn what_stands_before_the_header_is_skipped() {
    for before in [
        "",
        "\u{feff}",
        "\n\n",
        "\u{feff}sep=,\n",
        "sep=,\r\n",
        "\"sep=;\"\r\n",
        "SEP=,\r",
        "# exported 2021-05-16\n# by somebody\n",
        "Report: rows, of BETH\n\nall;of;them\n",
    ] {
        let text = format!("{before}{HEADER}\n1,2,3,4,5,6,7,0\n");
        assert_eq!(of(&text).skip, before.len(), "{before:?}");
        assert_eq!(of(&text).delimiter, b',', "{before:?}");
    }
    // NumPy's savetxt writes the header as a comment.
    assert_eq!(of(&format!("# {HEADER}\n1,2\n")).skip, 0);
    // Excel's line tells the delimiter even of a file without BETH's names.
    assert_eq!(of("sep=|\na,b,c|d\n").delimiter, b'|');
    assert_eq!(of("sep=|\na,b,c|d\n").skip, 6);
}

#[test]
fn line_ends_are_told_by_the_first() {
    for (end, alone) in [
        ("\n", false),
        ("\r\n", false),
        ("\r\r\n", false),
        ("\r", true),
    ] {
        assert_eq!(
            of(&format!("{HEADER}{end}1,2{end}")).carriage_returns,
            alone,
            "{end:?}"
        );
        assert_eq!(
            of(&format!("sep=,{end}{HEADER}{end}1,2")).carriage_returns,
            alone,
            "{end:?}"
        );
        let quoted = format!("\"a\n\rb\",{HEADER}{end}1,2{end}");
        assert_eq!(of(&quoted).carriage_returns, alone, "{quoted:?}");
    }
}

#[test]
fn points_and_commas_are_told_by_numbers_that_can_only_be_read_one_way() {
    let of = |delimiter: &str, row: &str| {
        let header = HEADER.replace(',', delimiter);
        dialect(format!("{header}\n{row}\n").as_bytes()).notation
    };
    for (delimiter, row, want) in [
        (",", "1,2,3,1000,4026531840,3,0,1", Notation::ENGLISH),
        (";", "1;2;3;1000;4026531840;3;0;1", Notation::UNKNOWN),
        ("\t", "1\t2\t3\t1.000\t5\t3\t0\t1", Notation::UNKNOWN),
        (
            ";",
            "1;2;3;1.000;4.026.531.840;3;0;1",
            Notation::CONTINENTAL,
        ),
        (
            ",",
            "1,2,3,1.000,4.026.531.840,3,0,1",
            Notation::CONTINENTAL,
        ),
        (";", "1;2;3;1,000;4,026,531,840;3;0;1", Notation::ENGLISH),
        (
            ";",
            "1.000;2.000;3.000;1000.000;5.000;3.000;0.000;1.000",
            Notation::ENGLISH,
        ),
        (
            ";",
            "1,0;2,0;3,0;1000,0;4026531840,0;3,0;0,0;1",
            Notation::CONTINENTAL,
        ),
        (";", "1,0;2.5;3;4;5;6;7;1", Notation::UNKNOWN),
        ("\t", "1\t2\t3\t\"1'000.00\"\t5\t3\t0\t1", Notation::ENGLISH),
    ] {
        assert_eq!(of(delimiter, row), want, "{row}");
    }
    // Only the features tell: this address would be thousands.
    let text = format!("{HEADER};ip\n").replace(',', ";") + "1;2;3;4;5;6;7;1;192.168.100.200\n";
    assert_eq!(dialect(text.as_bytes()).notation, Notation::UNKNOWN);
}

#[test]
fn a_cell_more_than_the_header_is_a_row_name_or_nothing() {
    let extra = |rows: [&str; 2]| of(&format!("{HEADER}\n{}\n", rows.join("\n"))).extra;
    let row = "1,2,3,4,5,6,7,0";
    assert_eq!(extra([row, row]), None);
    assert_eq!(
        extra(["\"1\",1,2,3,4,5,6,7,0", "\"2\",1,2,3,4,5,6,7,0"]),
        Some(Extra::First)
    );
    assert_eq!(
        extra(["1,2,3,4,5,6,7,0,", "1,2,3,4,5,6,7,0,"]),
        Some(Extra::Last)
    );
    assert_eq!(extra(["1,2,3,4,5,6,7,0,,", "1,2,3,4,5,6,7,0,,"]), None);
    // Some other cell may have no name: which one is a guess.
    assert_eq!(extra(["7,1,2,3,4,5,6,7,0", "8,1,2,3,4,5,6,7,0"]), None);
    assert_eq!(extra(["1,2,3,4,5,6,7,0,x", "1,2,3,4,5,6,7,0,y"]), None);
    let mixed = format!("{HEADER}\n1,1,2,3,4,5,6,7,0\n1,2,3,4,5,6,7,0\n");
    assert_eq!(of(&mixed).extra, None);
    let names = |extra| {
        Dialect {
            extra,
            ..Dialect::default()
        }
        .columns(vec!["a".to_owned()])
    };
    assert_eq!(names(Some(Extra::First)), ["", "a"]);
    assert_eq!(names(Some(Extra::Last)), ["a", ""]);
    assert_eq!(names(None), ["a"]);
}

#[test]
fn backslashes_before_quotes_are_told_by_the_columns_that_they_save() {
    let of = |cell: &str, rows: usize| {
        let row = format!("\n{cell},1,2,3,4,5,6,7,0");
        of(&format!("args,{HEADER}{}", row.repeat(rows))).backslash
    };
    assert!(of(r#""[{\"name\": \"fd\", \"type\": \"int\"}]""#, 3));
    assert!(of(r#""say \"a, b\" twice""#, 1));
    assert!(!of(r#""[{""name"": ""fd"", ""type"": ""int""}]""#, 3));
    assert!(!of(r#""C:\""#, 3), "a path that ends with a backslash");
    assert!(!of(r#""a, b""#, 3));
    assert!(!of(r#"a\"b"#, 3), "a quote in the midst of a cell is text");
}

proptest! {
    #[test]
    fn any_bytes_have_a_dialect(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let found = dialect(&bytes);
        prop_assert!(found.skip <= bytes.len());
    }

    #[test]
    fn a_header_is_found_behind_any_lines(before in "([a-z ,;\"]{0,12}\n){0,6}") {
        // An open quote before the header would make it part of a cell.
        prop_assume!(before.matches('"').count() == 0);
        let text = format!("{before}{HEADER}\n1,2,3,4,5,6,7,0\n");
        prop_assert_eq!(of(&text).skip, before.len());
    }
}
