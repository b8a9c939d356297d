//! Writing the two forms of a BETH file.

use super::{logged::Logged, raw};
use crate::rows::FEATURES;
pub use crate::rows::Form;

/// Appends the header line of a form.
pub fn write_header(form: Form, out: &mut Vec<u8>) {
    match form {
        Form::DataCamp => {
            out.extend(FEATURES.join(",").bytes());
            out.extend(b",sus_label\n");
        }
        Form::Raw => out.extend(raw::HEADER.bytes()),
    }
}

/// Appends one row in a form.
///
/// Like what makes a row ([`super::section`]) it stays a function of its own: a browser compiles what
/// is often used once more, with care, and a function with all of a reconstruction in it took it
/// 34 ms of the time to the first row.
#[inline(never)]
pub fn write(form: Form, row: &Logged, out: &mut Vec<u8>) {
    match form {
        Form::DataCamp => {
            for value in row.features {
                push(out, value);
                out.push(b',');
            }
            out.extend(if row.sus { b"1\n" } else { b"0\n" });
        }
        Form::Raw => raw::write(row, out),
    }
}

/// Appends a whole number: `write!` would take four times as long, and this is all a row is.
fn push(out: &mut Vec<u8>, value: i64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = value.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[at..]);
}
