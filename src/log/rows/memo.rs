//! Lines that were read before, so that they need not be read again.

use super::framer::{BLOCK, feeds};

/// A line is looked at as so many words of eight bytes; a DataCamp row takes 26 to 56 bytes.
const WORDS: usize = 7;
const LONGEST: usize = WORDS * 8;
/// 16,384 slots, 1 MiB in all. A quarter of them is as good for the 0.8 million rows of BETH's train
/// split and reads 10 million rows a third slower; four times as many change nothing.
const SLOT_BITS: u32 = 14;

/// Bytes of the longest number in front of a line, with the delimiter behind it.
const MOST_IN_FRONT: usize = 16;

/// What each word counts for in the hash of a line: odd numbers drawn at random. They are summed, not
/// chained, so that a processor can multiply them side by side.
const WORTH: [u64; WORDS] = [
    0xf2a7_4de4_52e6_b439,
    0x6513_270e_269e_0d37,
    0x0c5c_7fd0_a6a3_a451,
    0xd23f_0824_128b_2f33,
    0x1818_e811_892f_902b,
    0x9531_985d_5d9d_c9f9,
    0xe8e2_5d94_0ed9_0475,
];

/// A short line with its line break, padded with zeros, without the number in front of it.
pub(super) struct Line {
    words: [u64; WORDS],
    /// Bytes of it, with those in front.
    len: usize,
    slot: usize,
}

impl Line {
    /// The line at the start of `bytes`; `None` where it is long or near the end of them.
    #[inline]
    fn at(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.first_chunk::<BLOCK>()?;
        let len = feeds(bytes).trailing_zeros() as usize + 1;
        if len > LONGEST {
            return None;
        }
        let kept = KEPT[BLOCK - len..].first_chunk::<BLOCK>()?;
        // No loop that ends where the line does: how long it is nobody can predict.
        let words = std::array::from_fn(|index| word(bytes, index) & word(kept, index));
        let worths = words.iter().zip(WORTH);
        let hash = worths.fold(0u64, |hash, (&word, worth)| {
            hash.wrapping_add(word.wrapping_mul(worth))
        });
        Some(Self {
            words,
            len,
            slot: (hash >> (64 - SLOT_BITS)) as usize,
        })
    }

    /// Bytes of the line, with its line break and what is in front.
    pub(super) fn len(&self) -> usize {
        self.len
    }
}

/// All ones for the bytes of a line, zeros for those behind it, from [`BLOCK`] less its length on.
const KEPT: [u8; 2 * BLOCK] = {
    let mut kept = [0; 2 * BLOCK];
    let mut index = 0;
    while index < BLOCK {
        kept[index] = 0xff;
        index += 1;
    }
    kept
};

#[inline]
fn word(bytes: &[u8; BLOCK], index: usize) -> u64 {
    u64::from_le_bytes(bytes.as_chunks().0[index])
}

#[derive(Clone, Copy)]
struct Slot {
    words: [u64; WORDS],
    id: u32,
}

/// The numbers that lines were given, as many as there are slots: a new line takes the place of an
/// old one.
pub(super) struct Memo {
    /// The delimiter behind the number in front of each row, where there is one.
    in_front: Option<u8>,
    slots: Vec<Slot>,
    /// Lines that were put in, less those that were found again.
    unpaid: u32,
}

/// Where so many more lines were put in than found again, few will be: it is given up.
const MOST_UNPAID: u32 = 1 << 16;

impl Memo {
    /// An empty memo, of lines with a number and the delimiter `in_front`, if one is given. Where there
    /// is no memory for one, it stays empty.
    pub(super) fn new(in_front: Option<u8>) -> Self {
        let mut slots = Vec::new();
        if slots.try_reserve_exact(1 << SLOT_BITS).is_ok() {
            // No line is all zeros: it has a line break.
            let empty = Slot {
                words: [0; WORDS],
                id: 0,
            };
            slots.resize(1 << SLOT_BITS, empty);
        }
        Self {
            in_front,
            slots,
            unpaid: 0,
        }
    }

    /// The line at the start of `bytes`; `None` where it is long or near the end of them, or what is in
    /// front is no plain number.
    #[inline]
    pub(super) fn line(&self, bytes: &[u8]) -> Option<Line> {
        let Some(delimiter) = self.in_front else {
            return Line::at(bytes);
        };
        let first = bytes.first_chunk::<MOST_IN_FRONT>()?;
        let digits = first.iter().position(|byte| !byte.is_ascii_digit())?;
        if first[digits] != delimiter {
            return None;
        }
        let mut line = Line::at(&bytes[digits + 1..])?;
        line.len += digits + 1;
        Some(line)
    }

    /// The number of a line that is the same byte for byte.
    #[inline]
    pub(super) fn get(&self, line: &Line) -> Option<u32> {
        let slot = self.slots.get(line.slot)?;
        let pairs = slot.words.iter().zip(&line.words);
        // Not `==`, which calls a function that compares byte by byte.
        let difference = pairs.fold(0, |sum, (a, b)| sum | (a ^ b));
        (difference == 0).then_some(slot.id)
    }

    pub(super) fn put(&mut self, line: Line, id: u32) {
        self.unpaid += 1;
        if let Some(slot) = self.slots.get_mut(line.slot) {
            *slot = Slot {
                words: line.words,
                id,
            };
        }
    }

    /// Notes that so many lines were found.
    pub(super) fn paid(&mut self, lines: u64) {
        self.unpaid = u64::from(self.unpaid).saturating_sub(lines) as u32;
    }

    /// Whether it is of no use in this file.
    pub(super) fn is_useless(&self) -> bool {
        self.unpaid >= MOST_UNPAID
    }
}
