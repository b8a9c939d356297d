//! Plain whole numbers, eight digits at a time.

/// Digits of the longest number that is read here.
const MOST: usize = 16;

/// The number in `text[start..end]`, which is nothing but a minus, if that, and 1 to 16 digits, all
/// of it in quotes, if at all; `None` for anything else, and for some such numbers in a short text.
#[inline]
pub(super) fn plain(text: &[u8], mut start: usize, mut end: usize) -> Option<i64> {
    if *text.get(start)? == b'"' && end - start >= 3 && text[end - 1] == b'"' {
        start += 1;
        end -= 1;
    }
    let negative = text[start] == b'-';
    start += usize::from(negative);
    let digits = end.wrapping_sub(start);
    let value = match digits {
        1..=8 => eight(text, end, digits)?,
        9..=MOST => eight(text, end - 8, digits - 8)? * 100_000_000 + eight(text, end, 8)?,
        _ => return None,
    };
    let value = value as i64;
    Some(if negative { -value } else { value })
}

/// The number in the `digits` (1 to 8) bytes before `end`.
#[inline]
fn eight(text: &[u8], end: usize, digits: usize) -> Option<u64> {
    const ZEROS: u64 = u64::from_le_bytes([b'0'; 8]);
    const SIX: u64 = u64::from_le_bytes([6; 8]);
    const HIGH: u64 = u64::from_le_bytes([0xf0; 8]);
    // The last digit is to be the highest byte.
    let word = match end.checked_sub(8) {
        Some(first) => u64::from_le_bytes(*text[first..].first_chunk()?),
        None => u64::from_le_bytes(*text.first_chunk()?) << (64 - 8 * end),
    };
    let word = (word ^ ZEROS) & (!0 << (64 - 8 * digits));
    if (word | word.wrapping_add(SIX)) & HIGH != 0 {
        return None;
    }
    // Each pair of digits ends up in every other byte, and is then multiplied by what it is worth.
    const PAIR: u64 = 0x0000_00ff_0000_00ff;
    const FIRST_AND_THIRD: u64 = 1_000_000 << 32 | 100;
    const SECOND_AND_FOURTH: u64 = 10_000 << 32 | 1;
    let pairs = word.wrapping_mul(10).wrapping_add(word >> 8);
    let odd = (pairs & PAIR).wrapping_mul(FIRST_AND_THIRD);
    let even = (pairs >> 16 & PAIR).wrapping_mul(SECOND_AND_FOURTH);
    Some(odd.wrapping_add(even) >> 32)
}
