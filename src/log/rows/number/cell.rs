//! What stands around a number in its cell.

/// How many bytes the space at the start of `text` takes: ASCII's, U+00A0 (one byte where a
/// spreadsheet saved in Windows' own encoding), and the thin ones that stand between thousands.
pub(super) fn space(text: &[u8]) -> Option<usize> {
    match text {
        [b' ' | b'\t' | b'\r' | b'\n' | 0xa0, ..] => Some(1),
        [0xc2, 0xa0, ..] => Some(2),
        [0xe2, 0x80, 0x87 | 0x89 | 0xaf, ..] => Some(3),
        _ => None,
    }
}

/// How many bytes at the start of `text` show nothing: a space, or a mark of no width, which
/// right-to-left languages put beside a minus.
fn blank(text: &[u8]) -> Option<usize> {
    match text {
        [0xe2, 0x80, 0x8b | 0x8e | 0x8f, ..] | [0xef, 0xbb, 0xbf, ..] => Some(3),
        [0xd8, 0x9c, ..] => Some(2),
        _ => space(text),
    }
}

/// `text` without blanks around it.
fn trimmed(mut text: &[u8]) -> &[u8] {
    while let Some(bytes) = blank(text) {
        text = &text[bytes..];
    }
    let blank_at_end = |text: &[u8]| {
        let ends = (1..=3).filter(|&bytes| bytes <= text.len());
        let mut found = ends.filter(|&bytes| blank(&text[text.len() - bytes..]) == Some(bytes));
        found.next_back()
    };
    while let Some(bytes) = blank_at_end(text) {
        text = &text[..text.len() - bytes];
    }
    text
}

/// `cell` without blanks, quotes of its own, and guards against being taken for a formula.
pub(in crate::rows) fn bare(cell: &[u8]) -> &[u8] {
    let text = trimmed(cell);
    let text = text.strip_prefix(b"=").unwrap_or(text);
    match text {
        [b'"', inner @ .., b'"'] | [b'\'', inner @ .., b'\''] => trimmed(inner),
        [b'\'', guarded @ ..] => trimmed(guarded),
        text => text,
    }
}

/// Whether `text` is negative, and what is left of it without its sign.
pub(super) fn sign(text: &[u8]) -> (bool, &[u8]) {
    let (negative, digits) = match text {
        [b'-', digits @ ..] | [0xe2, 0x88, 0x92, digits @ ..] => (true, digits),
        [b'(', digits @ .., b')'] | [digits @ .., b'-'] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    (negative, trimmed(digits))
}
