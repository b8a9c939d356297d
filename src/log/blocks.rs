//! A long list in blocks of one size, which grows without ever moving what it holds.
//!
//! A `Vec` that doubles holds up to three times its content while it moves, and the memory of a
//! WebAssembly module never shrinks again, so the lists that have an entry for every file row are
//! kept in blocks.

use std::collections::TryReserveError;

/// Entries in a block: 256 KiB of `u32`, so that the last, unfilled block is no matter.
const BLOCK: usize = 1 << 16;

/// A list that only ever grows at its end, or is made anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Blocks<T> {
    /// All but the last are full.
    blocks: Vec<Vec<T>>,
}

impl<T> Default for Blocks<T> {
    fn default() -> Self {
        Self { blocks: Vec::new() }
    }
}

impl<T: Copy> Blocks<T> {
    /// A list of `len` times `value`.
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub fn filled(len: usize, value: T) -> Result<Self, TryReserveError> {
        let mut blocks = Self::default();
        let mut rest = len;
        while rest > 0 {
            let size = rest.min(BLOCK);
            blocks.open_block()?.resize(size, value);
            rest -= size;
        }
        Ok(blocks)
    }

    /// Adds `value` at the end.
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub fn push(&mut self, value: T) -> Result<(), TryReserveError> {
        match self.blocks.last_mut() {
            Some(block) if block.len() < BLOCK => block.push(value),
            _ => self.open_block()?.push(value),
        }
        Ok(())
    }

    #[cold]
    fn open_block(&mut self) -> Result<&mut Vec<T>, TryReserveError> {
        let mut block = Vec::new();
        block.try_reserve_exact(BLOCK)?;
        self.blocks.try_reserve(1)?;
        self.blocks.push(block);
        let last = self.blocks.len() - 1;
        Ok(&mut self.blocks[last])
    }

    /// The entry at `index`.
    ///
    /// # Panics
    /// Where there is none.
    pub fn get(&self, index: usize) -> T {
        self.blocks[index / BLOCK][index % BLOCK]
    }

    /// Replaces the entry at `index`.
    ///
    /// # Panics
    /// Where there is none.
    pub fn set(&mut self, index: usize, value: T) {
        self.blocks[index / BLOCK][index % BLOCK] = value;
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        let last = self.blocks.last().map_or(0, Vec::len);
        self.blocks.len().saturating_sub(1) * BLOCK + last
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The entries in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.slices().flatten()
    }

    /// The entries in order, as pieces.
    pub fn slices(&self) -> impl Iterator<Item = &[T]> {
        self.blocks.iter().map(Vec::as_slice)
    }
}

impl<T> std::ops::Index<usize> for Blocks<T> {
    type Output = T;

    fn index(&self, index: usize) -> &T {
        &self.blocks[index / BLOCK][index % BLOCK]
    }
}
