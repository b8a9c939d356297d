//! The bytes that CSV is made of, found 64 at a time.

use wide::u8x16;

/// Bytes in a block: as many as a mask has bits.
pub(in crate::rows) const BLOCK: usize = 64;
const LANES: usize = 16;

/// Where the quotes, delimiters and line breaks of a block are, a bit a byte, the first the lowest.
#[derive(Clone, Copy, Default)]
pub(super) struct Marks {
    pub(super) quotes: u64,
    pub(super) delimiters: u64,
    /// Line feeds and carriage returns.
    pub(super) breaks: u64,
}

impl Marks {
    /// Those of the bytes from `first` on; behind the end of `bytes` there are none.
    pub(super) fn at(bytes: &[u8], first: usize, delimiter: u8) -> Self {
        match bytes[first..].first_chunk::<BLOCK>() {
            Some(block) => Self::of(block, delimiter),
            None => {
                let mut block = [0; BLOCK];
                block[..bytes.len() - first].copy_from_slice(&bytes[first..]);
                Self::of(&block, delimiter)
            }
        }
    }

    #[inline]
    fn of(block: &[u8; BLOCK], delimiter: u8) -> Self {
        let [quote, delimiter] = [b'"', delimiter].map(u8x16::splat);
        let [feed, carriage] = [b'\n', b'\r'].map(u8x16::splat);
        Self {
            quotes: masked(block, |lanes| lanes.simd_eq(quote)),
            delimiters: masked(block, |lanes| lanes.simd_eq(delimiter)),
            breaks: masked(block, |lanes| lanes.simd_eq(feed) | lanes.simd_eq(carriage)),
        }
    }

    /// The bytes right behind a mark, and the first one where `before` says so.
    pub(super) fn behind(&self, before: bool) -> u64 {
        (self.quotes | self.delimiters | self.breaks) << 1 | u64::from(before)
    }
}

/// The bytes between quotes: from each opening quote up to its closing one, which is not among them.
#[inline]
pub(super) fn between(quotes: u64, opened_before: bool) -> u64 {
    let mut between = quotes;
    if quotes != 0 {
        for shift in [1, 2, 4, 8, 16, 32] {
            between ^= between << shift;
        }
    }
    if opened_before { !between } else { between }
}

/// The line feeds of a block, a bit a byte.
#[inline]
pub(in crate::rows) fn feeds(block: &[u8; BLOCK]) -> u64 {
    masked(block, |lanes| lanes.simd_eq(u8x16::splat(b'\n')))
}

#[inline]
fn masked(block: &[u8; BLOCK], found: impl Fn(u8x16) -> u8x16) -> u64 {
    let lanes = block.as_chunks::<LANES>().0.iter().enumerate();
    lanes.fold(0, |mask, (index, lanes)| {
        mask | u64::from(found(u8x16::new(*lanes)).to_bitmask()) << (index * LANES)
    })
}
