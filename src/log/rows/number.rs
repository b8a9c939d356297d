//! Whole numbers as programs write them into a cell.
//!
//! The law: what can be read without loss is read, what lost digits is refused by name, and nothing
//! is guessed.
//!
//! | cell | who writes it so | read as |
//! |---|---|---|
//! | `381.0`, `381.000000`, `381.` | pandas where a value is missing, or with a `float_format` | 381 |
//! | `381,0` | programs in a language with decimal commas | 381 |
//! | `1e3`, `60150001022e3` | readr up to 2018 | 1000, … |
//! | `1e+05`, `3e+06` | `write.csv` and `fwrite` of R | 100000, … |
//! | `4.026531840e+09` | `printf` with enough digits, NumPy's `savetxt` | 4026531840 |
//! | `4.02653184E9` | Java's `Double` (Spark, Weka, KNIME), Julia, polars | 4026531840 |
//! | `4.02653E+09`, `1.00E+03` | a spreadsheet, `%g`, `%e`, R's `format` | lost digits |
//! | `4,026,531,840`, `4.026.531.840`, `4 026 531 840`, `4'026'531'840` | reports | 4026531840 |
//! | `6,710`, `1.000` | reports, or decimals | what the file's [`Notation`] tells |
//! | `'-115`, `="-115"`, a tab before it | exports on guard against formulas | -115 |
//! | `−115`, `115-`, `(115)` | typographers, SAP, accountants | -115 |
//!
//! # Scientific notation
//!
//! Digits were lost where the mantissa has fewer of them than the exponent asks for, unless the
//! writer is known to stop early only where zeros follow:
//!
//! - A mantissa without a point (`1e3`): readr and R write a whole number so, and only if no digit
//!   is lost. C's `%g` would have to meet 1000001 to 1000004 to write `1e+06` falsely.
//! - An exponent without a plus and without a leading zero (`4.02653184E9`): printers of the
//!   shortest digits that give the same double again write it so. A 32-bit float printed that way
//!   shows digits that it does not hold, so a number that such a float may have become is refused,
//!   and so is all beyond 2^53, where doubles have gaps.

mod cell;
mod written;

pub(super) use cell::bare;

use super::Fault;
use cell::sign;
use written::Written;

/// What a point or a comma means where it stands alone before three digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Decimals follow.
    Decimals,
    /// Thousands follow.
    Thousands,
    /// The file does not tell.
    Unknown,
}

/// How a file writes its numbers, where a number alone does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notation {
    /// What `1.000` means.
    pub point: Mark,
    /// What `1,000` means.
    pub comma: Mark,
}

impl Notation {
    /// `1,000.0`
    pub const ENGLISH: Self = Self {
        point: Mark::Decimals,
        comma: Mark::Thousands,
    };
    /// `1.000,0`
    pub const CONTINENTAL: Self = Self {
        point: Mark::Thousands,
        comma: Mark::Decimals,
    };
    /// Either of them.
    pub const UNKNOWN: Self = Self {
        point: Mark::Unknown,
        comma: Mark::Unknown,
    };
}

impl Default for Notation {
    fn default() -> Self {
        Self::ENGLISH
    }
}

/// More digits than this may not fit an `i64`.
const SAFE_DIGITS: usize = 18;

/// The whole number in `cell`, in the notation of a file with commas between its cells.
///
/// # Errors
/// Why there is none.
pub fn integer(cell: &[u8]) -> Result<i64, Fault> {
    Notation::ENGLISH.integer(cell)
}

impl Notation {
    /// The whole number in `cell`, which the CSV's own quotes have been taken from.
    ///
    /// # Errors
    /// Why there is none.
    #[inline]
    pub fn integer(self, cell: &[u8]) -> Result<i64, Fault> {
        match self.plain(cell) {
            Some(value) => Ok(value),
            None => self.formatted(cell),
        }
    }

    /// Digits with, perhaps, a minus before them and a point and zeros behind them.
    #[inline]
    fn plain(self, cell: &[u8]) -> Option<i64> {
        let negative = cell.first() == Some(&b'-');
        let cell = &cell[usize::from(negative)..];
        let mut value: i64 = 0;
        let mut digits = 0;
        while let Some(digit) = cell.get(digits).map(|byte| byte.wrapping_sub(b'0'))
            && digit < 10
        {
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
            digits += 1;
        }
        if digits == 0 || digits > SAFE_DIGITS {
            return None;
        }
        if let Some((&mark, zeros)) = cell[digits..].split_first() {
            let may_be_thousands = zeros.len() == 3 && self.point != Mark::Decimals;
            if mark != b'.' || may_be_thousands || zeros.iter().any(|&zero| zero != b'0') {
                return None;
            }
        }
        Some(if negative { -value } else { value })
    }

    #[inline(never)]
    fn formatted(self, cell: &[u8]) -> Result<i64, Fault> {
        let text = bare(cell);
        let (negative, digits) = sign(text);
        let Some(written) = Written::read(digits) else {
            return Err(Fault::of(text));
        };
        let value = written.value(self)?;
        let value = i128::try_from(value).map_err(|_| Fault::TooBig)?;
        i64::try_from(if negative { -value } else { value }).map_err(|_| Fault::TooBig)
    }
}

/// What `cell` tells about the file's notation: `1.000.000` and `6710,5` can only be read one way.
pub(super) fn told(cell: &[u8]) -> Option<Notation> {
    Written::read(sign(bare(cell)).1)?.tells()
}
