//! Bytes of a stranger's file, fit for a sentence.

/// The start of `bytes` as at most `longest` characters on one line; whatever could move the text
/// around it (control and direction characters) or is no UTF-8 is shown escaped.
///
/// ```
/// use bethscope::rows::excerpt;
/// assert_eq!(excerpt(b"\x93NUMPY\x01", 20), r"\x93NUMPY\u{1}");
/// assert_eq!(excerpt("a\u{202e}b".as_bytes(), 20), r"a\u{202e}b");
/// assert_eq!(excerpt(b"processId", 4), "proc…");
/// ```
pub fn excerpt(bytes: &[u8], longest: usize) -> String {
    // A character takes at most four bytes.
    let bytes = &bytes[..bytes.len().min(longest.saturating_add(1).saturating_mul(4))];
    let mut text = String::new();
    let mut left = longest;
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            if left == 0 {
                return text + "…";
            }
            left -= 1;
            if moves_text(character) {
                text.extend(character.escape_unicode());
            } else {
                text.push(character);
            }
        }
        for byte in chunk.invalid() {
            if left == 0 {
                return text + "…";
            }
            left -= 1;
            text += &format!("\\x{byte:02x}");
        }
    }
    text
}

fn moves_text(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
