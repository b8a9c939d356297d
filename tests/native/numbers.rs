//! What programs write into a cell for a whole number, a flag, or nothing.

use bethscope::rows::number::{Notation, integer};
use bethscope::rows::{Fault, flag};
use proptest::prelude::*;

fn read_as(want: i64, cells: &[&str]) {
    for cell in cells {
        assert_eq!(integer(cell.as_bytes()), Ok(want), "{cell:?}");
    }
}

fn refused_as(want: Fault, cells: &[&str]) {
    for cell in cells {
        assert_eq!(integer(cell.as_bytes()), Err(want), "{cell:?}");
    }
}

#[test]
fn a_number_is_read_however_it_is_formatted() {
    // pandas (float_format, NaN in the column), %f, decimal commas, zero padding
    read_as(
        381,
        &[
            "381",
            "381.0",
            "381.",
            "381.000000",
            "381,0",
            "381,00",
            "00381",
            "+381",
        ],
    );
    read_as(
        0,
        &[
            "0",
            "-0",
            "0.0",
            "0.000",
            "0,000",
            "0e0",
            "0.0E0",
            "0.00E+00",
            "-0.000000",
        ],
    );
    // spaces of any width, around
    read_as(
        7555,
        &[
            " 7555 ",
            "\t7555",
            "7555\r",
            "\u{a0}7555\u{a0}",
            "\u{feff}7555",
        ],
    );
    // thousands: English and Kibana, German, French, Swiss, Indian
    read_as(
        4_026_531_840,
        &[
            "4,026,531,840",
            "4.026.531.840",
            "4 026 531 840",
            "4\u{a0}026\u{a0}531\u{a0}840",
            "4\u{202f}026\u{202f}531\u{202f}840",
            "4\u{2009}026\u{2009}531\u{2009}840",
            "4'026'531'840",
            "4’026’531’840",
            "4,02,65,31,840",
            "4,026,531,840.00",
            "4.026.531.840,00",
            "4 026 531 840,0",
        ],
    );
    // Windows' own encoding has one byte for a no-break space.
    assert_eq!(integer(b"4\xa0026\xa0531\xa0840"), Ok(4_026_531_840));
    // minus signs, and guards against formulas
    read_as(
        -115,
        &[
            "-115",
            "−115",
            "115-",
            "(115)",
            "- 115",
            "-115.0",
            "-1.15e2",
            "'-115",
            "=\"-115\"",
            "=-115",
            "\t-115",
            "\"-115\"",
            "'-115'",
            "\u{200e}-115",
        ],
    );
    read_as(
        i64::MIN,
        &["-9223372036854775808", "-9,223,372,036,854,775,808"],
    );
    read_as(i64::MAX, &["9223372036854775807", "9223372036854775807.0"]);
}

#[test]
fn scientific_notation_is_read_where_no_digit_is_lost() {
    // readr 1.1 and R
    read_as(1000, &["1e3", "1E3", "1E+03", "1e+03"]);
    read_as(100_000, &["1e5", "1e+05"]);
    read_as(4_100_738_000, &["4100738e3"]);
    read_as(60_150_001_022_000, &["60150001022e3"]);
    // every digit written: printf("%.9e"), numpy.savetxt
    read_as(
        4_026_531_840,
        &["4.026531840e+09", "4.026531840000000000e+09"],
    );
    read_as(
        381,
        &[
            "3.81e+02",
            "3.810000000000000000e+02",
            "3810e-1",
            "38100.0e-2",
        ],
    );
    // Java, Scala, Julia, polars: the shortest digits of a double
    read_as(4_026_531_840, &["4.02653184E9", "4.02653184e9"]);
    read_as(4_026_532_217, &["4.026532217E9"]);
    read_as(4_026_532_210, &["4.02653221E9"]);
    read_as(10_000_000, &["1.0E7"]);
    read_as(1001, &["1.001e3"]);
    read_as(-33_996_600, &["-3.39966E7"]);
}

#[test]
fn lost_digits_are_not_read() {
    refused_as(
        Fault::LostDigits,
        &[
            // a spreadsheet, %g, %e, R's format
            "4.02653E+09",
            "4.03E+09",
            "1.00E+03",
            "4.02653e+09",
            "4.026532e+09",
            "1.5e+03",
            // MySQL's FLOAT, JavaScript's toPrecision
            "4.02653e9",
            "4.02653e+9",
            // 32-bit floats in Java: 4026531840, 4026532217, 2147483647
            "4.0265318E9",
            "4.0265321E9",
            "2.14748365E9",
            // beyond 2^53
            "1.234567890123456E17",
        ],
    );
}

#[test]
fn what_is_no_whole_number_is_refused_by_name() {
    refused_as(Fault::Empty, &["", " ", "\t", "\"\"", "''", "\u{a0}"]);
    refused_as(
        Fault::Missing,
        &[
            "NA", "N/A", "#N/A", "NaN", "nan", "-nan", "NULL", "null", "None", "\\N", "n/a", "-",
            "?", "<NA>",
        ],
    );
    refused_as(
        Fault::Decimals,
        &[
            "418.5",
            "-1.075108381004263",
            "1e-05",
            "0.001",
            "6,7101",
            "381,5",
            ".5",
            "6.710",
            "1.0000000000000000000000000000000000000000001",
        ],
    );
    refused_as(
        Fault::TooBig,
        &[
            "9223372036854775808",
            "-9223372036854775809",
            "18446744073709551501",
            "1e19",
            "inf",
            "-Infinity",
            "99999999999999999999999999999999999999999",
        ],
    );
    refused_as(
        Fault::SheetError,
        &["#NAME?", "#####", "#VALUE!", "#REF!", "#DIV/0!", "Err:502"],
    );
    refused_as(
        Fault::Date,
        &[
            "Mar-04",
            "4-Mar",
            "03/04/2021",
            "2021-03-04",
            "2021-05-16T17:20:03Z",
            "04.03.2021",
            "0:00:00",
            "Oct-20",
            "1 May 2021",
            "12:00:00 AM",
            "Sep-1902",
        ],
    );
    refused_as(Fault::Hexadecimal, &["0xF0000000", "0x7b", "0XFF"]);
    refused_as(
        Fault::Unit,
        &["3.8GB", "100%", "$381", "$1,001.00", "4 KB", "381 €"],
    );
    refused_as(
        Fault::Text,
        &[
            "x",
            "true",
            "sshd",
            "12abc",
            "1e",
            "1e+",
            "e3",
            "--1",
            "=cmd|' /C calc'!A0",
            "['a']",
            "processId",
            "é",
        ],
    );
    // Neither thousands nor decimals
    refused_as(Fault::Ambiguous, &["4,026.531.840", "4 02", "1.2.3.4"]);
}

#[test]
fn a_point_or_comma_is_read_as_the_file_tells() {
    let read = |notation: Notation, cell: &str| notation.integer(cell.as_bytes());
    for (cell, english, continental, unknown) in [
        (
            "6,710",
            Ok(6710),
            Err(Fault::Decimals),
            Err(Fault::Ambiguous),
        ),
        (
            "6.710",
            Err(Fault::Decimals),
            Ok(6710),
            Err(Fault::Ambiguous),
        ),
        ("1.000", Ok(1), Ok(1000), Err(Fault::Ambiguous)),
        ("1,000", Ok(1000), Ok(1), Err(Fault::Ambiguous)),
        ("-1.000", Ok(-1), Ok(-1000), Err(Fault::Ambiguous)),
        ("0.000", Ok(0), Ok(0), Ok(0)),
        ("6710.000", Ok(6710), Ok(6710), Ok(6710)),
        (
            "4,026,531,840",
            Ok(4_026_531_840),
            Ok(4_026_531_840),
            Ok(4_026_531_840),
        ),
    ] {
        assert_eq!(read(Notation::ENGLISH, cell), english, "{cell}");
        assert_eq!(read(Notation::CONTINENTAL, cell), continental, "{cell}");
        assert_eq!(read(Notation::UNKNOWN, cell), unknown, "{cell}");
    }
}

#[test]
fn flags_are_numbers_or_words_for_yes_and_no() {
    let words = [
        ("1", "0"),
        ("1.0", "0.0"),
        ("1.000000", "0.000000"),
        ("\"1\"", "\"0\""),
        ("'1", "'0"),
        ("true", "false"),
        ("TRUE", "FALSE"),
        ("True", "False"),
        ("t", "f"),
        ("T", "F"),
        ("yes", "no"),
        ("Y", "N"),
        ("WAHR", "FALSCH"),
        ("VRAI", "FAUX"),
        ("ИСТИНА", "ЛОЖЬ"),
        (" TRUE ", " FALSE "),
        ("=TRUE", "=FALSE"),
        ("1e+00", "0e+00"),
    ];
    for (yes, no) in words {
        assert_eq!(flag(yes.as_bytes()), Ok(true), "{yes}");
        assert_eq!(flag(no.as_bytes()), Ok(false), "{no}");
    }
    for (cell, fault) in [
        ("2", Fault::NotAFlag),
        ("-1", Fault::NotAFlag),
        ("0.73", Fault::NotAFlag),
        ("benign", Fault::NotAFlag),
        ("100%", Fault::NotAFlag),
        ("", Fault::Empty),
        ("NA", Fault::Missing),
        ("#NAME?", Fault::SheetError),
    ] {
        assert_eq!(flag(cell.as_bytes()), Err(fault), "{cell}");
    }
}

/// `value` with `separator` between its thousands.
fn grouped(value: i64, separator: &str) -> String {
    let digits = value.unsigned_abs().to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().collect();
    let groups = groups
        .into_iter()
        .map(|group| std::str::from_utf8(group).unwrap());
    let sign = if value < 0 { "-" } else { "" };
    sign.to_owned() + &groups.collect::<Vec<_>>().join(separator)
}

proptest! {
    #[test]
    fn any_number_is_read_from_any_writer(value in any::<i64>(), decimals in 0..8usize) {
        let zeros = "0".repeat(decimals);
        for cell in [
            format!("{value}"),
            format!("{value}.{zeros}"),
            format!("'{value}"),
            format!("=\"{value}\""),
            grouped(value, ","),
            grouped(value, "'"),
            grouped(value, "\u{202f}"),
            grouped(value, ",") + "." + &zeros,
        ] {
            prop_assert_eq!(integer(cell.as_bytes()), Ok(value), "{}", cell);
        }
        let continental = grouped(value, ".");
        prop_assert_eq!(Notation::CONTINENTAL.integer(continental.as_bytes()), Ok(value), "{}", continental);
    }

    /// Doubles as Rust prints them (the shortest digits, no plus), as Java does.
    #[test]
    fn the_shortest_digits_of_a_double_are_never_read_wrongly(value in -(1i64 << 53)..1 << 53) {
        let cell = format!("{:e}", value as f64);
        let read = integer(cell.as_bytes());
        prop_assert!(read == Ok(value) || read == Err(Fault::LostDigits), "{} {:?}", cell, read);
        // Few numbers look like a 32-bit float's: those that end in zeros.
        if value % 10 != 0 {
            prop_assert_eq!(read, Ok(value), "{}", cell);
        }
    }

    #[test]
    fn cut_digits_are_never_read_as_another_number(value in 1i64..1 << 53, places in 1..15usize) {
        let cell = format!("{:.*e}", places, value as f64).replace('e', "E+");
        let read = integer(cell.as_bytes());
        prop_assert!(read == Ok(value) || read == Err(Fault::LostDigits), "{} {:?}", cell, read);
    }

    /// The digits of a 32-bit float give that float's value, or none.
    #[test]
    fn a_single_is_never_read_as_another_number(bits in any::<u32>()) {
        let single = f32::from_bits(bits);
        let cell = format!("{single:e}");
        if let Ok(read) = integer(cell.as_bytes()) {
            prop_assert_eq!(read as f64, f64::from(single), "{}", cell);
        }
    }

    #[test]
    fn any_bytes_give_a_number_or_a_fault(cell in prop::collection::vec(any::<u8>(), 0..24)) {
        let _ = (integer(&cell), flag(&cell));
    }

    #[test]
    fn any_odd_text_gives_a_number_or_a_fault(cell in "[-+0-9.,'eE \u{a0}()\"=#/:a-z%]{0,20}") {
        let plain: Option<i64> = cell.parse().ok();
        let read = integer(cell.as_bytes());
        prop_assert!(plain.is_none() || read.ok() == plain, "{}", cell);
    }
}
