//! Bytes of a stranger's file, fit for a sentence.

/// The start of `bytes` on one line, in at most `longest` characters and perhaps an ellipsis;
/// whatever could move the text around it (control and direction characters) or is no UTF-8 is shown
/// escaped.
///
/// ```
/// use bethscope_log::rows::excerpt;
/// assert_eq!(excerpt(b"\x93NUMPY\x01", 20), r"\x93NUMPY\u{1}");
/// assert_eq!(excerpt("a\u{202e}b".as_bytes(), 20), r"a\u{202e}b");
/// assert_eq!(excerpt(b"processId", 4), "proc…");
/// ```
pub fn excerpt(bytes: &[u8], longest: usize) -> String {
    // A character takes at most four bytes.
    let bytes = &bytes[..bytes.len().min(longest.saturating_add(1).saturating_mul(4))];
    let shown = bytes.utf8_chunks().flat_map(|chunk| {
        let valid = chunk.valid().chars().map(|character| match character {
            _ if moves_text(character) => character.escape_unicode().to_string(),
            _ => character.to_string(),
        });
        let invalid = chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}"));
        valid.chain(invalid)
    });
    let mut text = String::new();
    let mut left = longest;
    for piece in shown {
        match left.checked_sub(piece.chars().count()) {
            Some(rest) => left = rest,
            None => return text + "…",
        }
        text += &piece;
    }
    text
}

fn moves_text(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
