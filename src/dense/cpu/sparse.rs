use wide::f32x4;

use crate::layout::{LANES, transpose};

/// Groups of columns that are summed at once: half of the registers that x86-64 has. With 4 or 6 of
/// them V8's code trains and scores a tenth slower.
const WIDE: usize = 8;

/// A matrix with a list, for each row, of the places that are not zero.
#[derive(Clone)]
pub struct Sparse {
    width: usize,
    values: Vec<f32x4>,
    /// For each row room for all its places; the first so many are in use.
    places: Vec<u32>,
    counts: Vec<usize>,
}

impl Sparse {
    /// Zeros; `width` is a multiple of [`LANES`].
    pub fn new(rows: usize, width: usize) -> Self {
        Self {
            width,
            values: vec![f32x4::ZERO; rows * width / LANES],
            places: vec![0; rows * width],
            counts: vec![0; rows],
        }
    }

    pub fn rows(&self) -> usize {
        self.counts.len()
    }

    pub fn values(&self) -> &[f32x4] {
        &self.values
    }

    /// The values, to be changed; [`Self::list`] must follow before the next product.
    pub fn values_mut(&mut self) -> &mut [f32x4] {
        &mut self.values
    }

    pub fn row(&self, row: usize) -> &[f32x4] {
        let width = self.width / LANES;
        &self.values[row * width..(row + 1) * width]
    }

    /// Lists the places that are not zero.
    pub fn list(&mut self) {
        let rows = self.values.chunks_exact(self.width / LANES);
        let lists = self.places.chunks_exact_mut(self.width);
        for ((values, places), count) in rows.zip(lists).zip(&mut self.counts) {
            *count = list(values, places);
        }
    }

    /// Becomes the other way round of `other`, and lists its places.
    pub fn transpose(&mut self, other: &Self) {
        let to = floats_mut(&mut self.values);
        transpose(floats(&other.values), other.width, to);
        self.list();
    }

    /// Adds the product with `right`, a matrix of as many rows as this has columns, to `output`.
    ///
    /// Column by column of registers, so that what is read of `right` stays in the first cache for
    /// all rows: the weights of 128 by 64 units alone would fill it.
    pub fn multiply(&self, right: &[f32x4], output: &mut [f32x4]) {
        let width = output.len() / self.rows();
        assert_eq!(right.len(), self.width * width, "a row for each column");
        let wide = width - width % WIDE;
        for column in (0..wide).step_by(WIDE) {
            self.columns::<WIDE>(right, width, column, output);
        }
        for column in wide..width {
            self.columns::<1>(right, width, column, output);
        }
    }

    fn columns<const N: usize>(
        &self,
        right: &[f32x4],
        width: usize,
        column: usize,
        output: &mut [f32x4],
    ) {
        let rows = floats(&self.values).chunks_exact(self.width);
        let lists = self.places.chunks_exact(self.width).zip(&self.counts);
        let outputs = output.chunks_exact_mut(width);
        for ((values, (places, &count)), output) in rows.zip(lists).zip(outputs) {
            let output = output[column..].first_chunk_mut::<N>();
            let output = output.expect("whole columns");
            let mut sums = *output;
            for &at in &places[..count] {
                let at = at as usize;
                // SAFETY: `list` puts places below `self.width` only, `right` has that many rows of
                // `width` groups, and `column + N` is within them. Checking took a quarter of the
                // time.
                let (value, right) = unsafe {
                    let start = at * width + column;
                    let right = right.get_unchecked(start..start + N);
                    (
                        *values.get_unchecked(at),
                        right.first_chunk::<N>().unwrap_unchecked(),
                    )
                };
                let value = f32x4::splat(value);
                // Over arrays: a loop of unknown length would keep its sums in memory.
                for i in 0..N {
                    sums[i] += value * right[i];
                }
            }
            *output = sums;
        }
    }
}

/// Numbers as registers hold them, which also aligns them: loads across cache lines took a third of
/// the speed, in one run and not in the next.
pub fn aligned(values: &[f32]) -> Vec<f32x4> {
    let groups = values.as_chunks::<LANES>().0;
    groups.iter().map(|&group| f32x4::new(group)).collect()
}

pub fn floats(groups: &[f32x4]) -> &[f32] {
    bytemuck::cast_slice(groups)
}

pub fn floats_mut(groups: &mut [f32x4]) -> &mut [f32] {
    bytemuck::cast_slice_mut(groups)
}

/// Lists the places of values other than zero and tells how many there are.
fn list(values: &[f32x4], places: &mut [u32]) -> usize {
    let mut count = 0;
    for (at, value) in values.iter().enumerate() {
        // All four places are written, and as many counted as are no zeros: no branch to mispredict.
        let zeros = value.simd_eq(f32x4::ZERO).to_bitmask() & 15;
        let (lanes, there) = &PLACES[zeros as usize];
        let list = places[count..].first_chunk_mut::<LANES>();
        let list = list.expect("room for a whole group");
        for i in 0..LANES {
            list[i] = (at * LANES) as u32 + u32::from(lanes[i]);
        }
        count += usize::from(*there);
    }
    count
}

/// By which of four lanes are zero: the lanes that are not, in order, and how many they are.
const PLACES: [([u8; LANES], u8); 16] = {
    let mut table = [([0; LANES], 0); 16];
    let mut zeros = 0;
    while zeros < 16 {
        let mut lane = 0;
        while lane < LANES {
            if (zeros >> lane) & 1 == 0 {
                let (lanes, count) = &mut table[zeros];
                lanes[*count as usize] = lane as u8;
                *count += 1;
            }
            lane += 1;
        }
        zeros += 1;
    }
    table
};
