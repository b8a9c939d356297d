//! The same four rows as each program writes them.

use bethscope::Result;
use bethscope::distinct::{DataSet, Opening};
use bethscope::rows::FEATURES;
use proptest::prelude::*;

const NAMES: &str =
    "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label";
const ROWS: [[i64; 8]; 4] = [
    [7555, 7555, 7548, 1001, 4026531840, 3, -115, 1],
    [381, 7337, 1, 100, 4026532231, 5, 0, 0],
    [6519, 6533, 6420, 1000, 4026532210, 4, -2, 1],
    [1, 1, 0, 0, 4026531840, 1, 100000, 0],
];

fn open(text: &[u8]) -> Result<DataSet> {
    let mut opening = Opening::new("x.csv");
    for chunk in text.chunks(7) {
        opening.push(chunk)?;
    }
    opening.finish()
}

fn rows(data: &DataSet) -> Vec<[i64; 8]> {
    let rows = data.ids().iter().map(|&id| data.rows().get(id as usize));
    rows.map(|row| {
        let mut values = [0; 8];
        values[..7].copy_from_slice(&row.features);
        values[7] = row.labels.sus.expect("a label").into();
        values
    })
    .collect()
}

/// The rows as lines, each number as `cell` writes it (told the number's column).
fn lines(delimiter: &str, cell: impl Fn(usize, i64) -> String) -> String {
    let line = |row: &[i64; 8]| {
        let cells = row.iter().enumerate();
        let cells: Vec<_> = cells.map(|(column, &value)| cell(column, value)).collect();
        cells.join(delimiter) + "\n"
    };
    ROWS.iter().map(line).collect()
}

fn file(delimiter: &str, cell: impl Fn(usize, i64) -> String) -> String {
    NAMES.replace(',', delimiter) + "\n" + &lines(delimiter, cell)
}

fn plain(_: usize, value: i64) -> String {
    value.to_string()
}

/// Numbers as they are, and the label in words.
fn flags(yes: &'static str, no: &'static str) -> impl Fn(usize, i64) -> String {
    move |column, value| match (column, value) {
        (7, 0) => no.to_owned(),
        (7, _) => yes.to_owned(),
        _ => value.to_string(),
    }
}

fn grouped(value: i64, separator: &str) -> String {
    let digits = value.unsigned_abs().to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<_> = groups
        .map(|group| std::str::from_utf8(group).unwrap())
        .collect();
    let sign = if value < 0 { "-" } else { "" };
    sign.to_owned() + &groups.join(separator)
}

/// As Java prints a double.
fn java(_: usize, value: i64) -> String {
    match value {
        10_000_000.. => format!("{:e}", value as f64).replace('e', "E"),
        _ => format!("{value}.0"),
    }
}

#[test]
fn every_program_writes_the_same_rows() {
    let quoted = |cell: String| format!("\"{cell}\"");
    let lower = NAMES.to_lowercase();
    let header_of_r = format!("\"{}\"", NAMES.replace(',', "\",\""));
    let numbered = |text: &str, from: usize| -> String {
        let lines = text.lines().enumerate();
        lines
            .map(|(row, line)| format!("{},{line}\n", row + from))
            .collect()
    };
    let files = [
        ("the course", file(",", plain)),
        ("pandas", format!(",{NAMES}\n{}", numbered(&lines(",", plain), 0))),
        ("pandas, a column with gaps", file(",", |_, value| format!("{value}.0"))),
        ("pandas, float_format", file(",", |_, value| format!("{value}.000"))),
        ("pandas, sep and decimal", file(";", |_, value| format!("{value},0"))),
        ("pandas, booleans", file(",", flags("True", "False"))),
        ("pandas, QUOTE_ALL", file(",", |_, value| quoted(value.to_string()))),
        ("NumPy's savetxt", format!("# {}", file(",", |_, value| format!("{:.18e}", value as f64)))),
        ("R's write.csv", header_of_r.clone() + "\n" + &lines(",", flags("TRUE", "FALSE"))),
        (
            "R's write.csv with row names",
            format!("\"\",{header_of_r}\n{}", numbered(&lines(",", plain), 1)),
        ),
        (
            "R's write.table with row names",
            format!("{header_of_r}\n{}", numbered(&lines(",", plain), 1)),
        ),
        ("R's write.csv2", file(";", plain)),
        ("R, doubles", file(",", plain).replace("100000", "1e+05")),
        ("readr up to 2018", file(",", plain).replace(",1000,", ",1e3,").replace("100000", "1e5")),
        ("Excel, CSV UTF-8", format!("\u{feff}{}", file(",", plain).replace('\n', "\r\n"))),
        ("Excel in German", file(";", flags("WAHR", "FALSCH")).replace('\n', "\r\n")),
        ("Excel, separator line", format!("sep=;\n{}", file(";", plain)).replace('\n', "\r\n")),
        ("Excel, text (tabs)", file("\t", |_, value| quoted(grouped(value, ",")))),
        ("Excel, Macintosh", file(",", plain).replace('\n', "\r")),
        ("Excel, a format with thousands", file(",", |_, value| quoted(grouped(value, ",") + " "))),
        (
            "Excel, accounting",
            file(",", |_, value| match value {
                ..0 => quoted(format!(" ({}.00)", grouped(-value, ","))),
                _ => quoted(format!(" {}.00 ", grouped(value, ","))),
            }),
        ),
        ("Excel in French", file(";", |_, value| grouped(value, "\u{202f}"))),
        ("Excel in Swiss German", file(";", |_, value| grouped(value, "'"))),
        ("a report in German", file(";", |_, value| grouped(value, "."))),
        ("a report in Swedish", file(";", |_, value| plain(0, value).replace('-', "−"))),
        ("Google Sheets", file(",", flags("TRUE", "FALSE"))),
        ("Spark, doubles", file(",", java)),
        ("Spark, booleans", file(",", flags("true", "false"))),
        ("Julia", file(",", |column, value| java(column, value).replace('E', "e"))),
        ("psql \\copy", file(",", flags("t", "f")).replace(NAMES, &lower)),
        ("SQLite, list mode", file("|", plain)),
        ("SQL Server", file(",", plain).replace(NAMES, &format!("[{}]", NAMES.replace(',', "],[")))),
        ("MySQL, batch mode", file("\t", plain)),
        (
            "BigQuery",
            file(",", flags("true", "false")).replace(
                NAMES,
                "process_id,thread_id,parent_process_id,user_id,mount_namespace,args_num,return_value,sus_label",
            ),
        ),
        ("Athena", file(",", |_, value| quoted(value.to_string())).replace(NAMES, &lower)),
        ("Hive", file("\t", plain).replace(
            &NAMES.replace(',', "\t"),
            &format!("beth.{}", lower.replace(',', "\tbeth.")),
        )),
        ("Kibana", file(",", |_, value| match value {
            ..0 => quoted(format!("'{}", grouped(value, ","))),
            1000.. => quoted(grouped(value, ",")),
            _ => value.to_string(),
        })),
        ("Splunk", file(",", |_, value| quoted(value.to_string()))),
        ("Grafana", format!("sep=,\n{}", file(",", |_, value| match value {
            ..0 => format!("'{value}"),
            _ => value.to_string(),
        }))),
        ("a guard that is a formula", file(",", |_, value| format!("=\"{value}\""))),
        ("a guard that is a tab", file(",", |_, value| quoted(format!("\t{value}")))),
        ("SAP", file(";", |_, value| match value {
            ..0 => format!("{}-", -value),
            _ => value.to_string(),
        })),
        ("KNIME", file(",", |_, value| quoted(format!("{value}.0")))),
        ("a comment before it", format!("# made on Monday\n\n{}", file(",", plain))),
        ("a delimiter at the end", file(",", plain).replace('\n', ",\n")),
        ("a delimiter at the end of rows", format!("{NAMES}\n{}", lines(",", plain).replace('\n', ",\n"))),
        ("Python on Windows", file(",", plain).replace('\n', "\r\r\n")),
    ];
    for (writer, text) in files {
        let data = open(text.as_bytes()).unwrap_or_else(|error| panic!("{writer}: {error}"));
        assert!(
            data.skipped().is_empty(),
            "{writer}: {:?}",
            data.skipped().causes()
        );
        assert_eq!(rows(&data), ROWS, "{writer}");
    }
}

#[test]
fn what_a_program_has_spoilt_is_refused_with_the_cell_and_the_cause() {
    let rounded = |digits: usize| {
        move |_: usize, value: i64| match value {
            100_000.. => format!("{:.*e}", digits, value as f64).replace('e', "E+0"),
            _ => value.to_string(),
        }
    };
    for (writer, text, says) in [
        (
            "Excel, %g",
            file(",", rounded(5)),
            "4 have a number that lost digits in mountNamespace (first on line 2: “4.02653E+09”).",
        ),
        (
            "R's format, Stata, MATLAB",
            file(",", rounded(6)),
            "a number that lost digits in mountNamespace (first on line 2: “4.026532E+09”)",
        ),
        (
            "a 32-bit float",
            file(",", |_, value| match value {
                100_000.. => format!("{:e}", value as f32).replace('e', "E"),
                _ => value.to_string(),
            }),
            "a number that lost digits in mountNamespace (first on line 2: “4.0265318E9”)",
        ),
        (
            "a spreadsheet's dates",
            file(",", |column, value| {
                if column == 5 {
                    format!("1900-01-0{value}")
                } else {
                    value.to_string()
                }
            }),
            "a date or a time instead of a number in argsNum (first on line 2: “1900-01-03”)",
        ),
        (
            "a spreadsheet's error",
            file(",", |column, value| {
                if column == 6 {
                    "#NAME?".to_owned()
                } else {
                    value.to_string()
                }
            }),
            "a spreadsheet's error in returnValue (first on line 2: “#NAME?”)",
        ),
        (
            "columns too narrow",
            file(",", |column, value| {
                if column == 4 {
                    "########".to_owned()
                } else {
                    value.to_string()
                }
            }),
            "a spreadsheet's error in mountNamespace (first on line 2: “########”)",
        ),
        (
            "Kibana's bytes",
            file(",", |column, value| {
                if column == 4 {
                    "3.8GB".to_owned()
                } else {
                    value.to_string()
                }
            }),
            "a number with a unit in mountNamespace (first on line 2: “3.8GB”)",
        ),
        (
            "hexadecimal",
            file(",", |column, value| {
                if column == 4 {
                    format!("{value:#x}")
                } else {
                    value.to_string()
                }
            }),
            "a hexadecimal number in mountNamespace (first on line 2: “0xf0000000”)",
        ),
        (
            "scaled",
            file(",", |_, value| format!("{}", value as f64 / 7919.0)),
            "has decimals where whole numbers are expected (processId is 0.9540346003283243 on line 2)",
        ),
        (
            "MySQL's OUTFILE",
            lines("\t", plain),
            "has no header: its first line",
        ),
        (
            "a spreadsheet that took each line for a cell",
            format!("\"{}\"\n", file(",", plain).trim().replace('\n', "\"\n\"")),
            "take away the quotes around each line.",
        ),
        (
            "labels in words",
            file(",", flags("attack", "benign")),
            "a label other than 0 or 1 in sus_label (first on line 2: “attack”)",
        ),
    ] {
        let error = open(text.as_bytes()).err().map(|error| error.to_string());
        let said = error.unwrap_or_default();
        assert!(said.contains(says), "{writer}: {said}");
    }
}

#[derive(Debug, Clone, Copy)]
enum Style {
    Plain,
    Zeros,
    Commas,
    Points,
    Spaces,
    Java,
    Guard,
}

impl Style {
    fn write(self, value: i64) -> String {
        match self {
            Style::Plain => value.to_string(),
            Style::Zeros => format!("{value}.000000"),
            Style::Commas => grouped(value, ","),
            Style::Points => grouped(value, "."),
            Style::Spaces => grouped(value, "\u{a0}"),
            Style::Java => java(0, value),
            Style::Guard => format!("'{value}"),
        }
    }
}

fn any_row() -> impl Strategy<Value = [i64; 8]> {
    let process = 0..40_000i64;
    // Not 4026532350, which in Java's notation may be a 32-bit float's 4026532352.
    let mount = prop::sample::select(vec![4026531840i64, 4026532217, 4026532229, 4026532300]);
    let (parent, user) = (process.clone(), 0..2000i64);
    let call = (0..6i64, -200..10_000i64, 0..2i64);
    ((process.clone(), process), (parent, user, mount), call).prop_map(
        |((process, thread), (parent, user, mount), (args, value, sus))| {
            [process, thread, parent, user, mount, args, value, sus]
        },
    )
}

proptest! {
    #[test]
    fn any_table_in_any_dialect_reads_back_the_same(
        table in prop::collection::vec((any_row(), "[ -~é\n\r]{0,12}"), 1..30),
        delimiter in prop::sample::select(b",;\t|".to_vec()),
        quote in prop::sample::select(vec![
            csv::QuoteStyle::Always,
            csv::QuoteStyle::Necessary,
            csv::QuoteStyle::NonNumeric,
        ]),
        end in prop::sample::select(vec![
            csv::Terminator::CRLF,
            csv::Terminator::Any(b'\n'),
            csv::Terminator::Any(b'\r'),
        ]),
        style in prop::sample::select(vec![
            Style::Plain, Style::Zeros, Style::Commas, Style::Points, Style::Spaces, Style::Java,
            Style::Guard,
        ]),
        before in prop::sample::select(vec!["", "\u{feff}", "# a comment\n", "\n\n"]),
        order in Just((0..9).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .quote_style(quote)
            .terminator(end)
            .from_writer(before.as_bytes().to_vec());
        let names: Vec<&str> = NAMES.split(',').chain(["args"]).collect();
        writer.write_record(order.iter().map(|&column| names[column])).unwrap();
        for (row, args) in &table {
            let cell = |column: &usize| match row.get(*column) {
                Some(&value) if *column == FEATURES.len() => value.to_string(),
                Some(&value) => style.write(value),
                // A line alone must not look like a row; this one has no number.
                None => format!("x{args}"),
            };
            writer.write_record(order.iter().map(cell)).unwrap();
        }
        let text = writer.into_inner().unwrap();
        let data = open(&text);
        let shown = String::from_utf8_lossy(&text);
        prop_assert!(data.is_ok(), "{:?}\n{}", data.err(), shown);
        let data = data.ok().unwrap();
        prop_assert!(data.skipped().is_empty(), "{:?}\n{}", data.skipped().causes(), shown);
        let want: Vec<_> = table.iter().map(|(row, _)| *row).collect();
        prop_assert_eq!(rows(&data), want, "{}", shown);
    }
}
