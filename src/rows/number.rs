//! Whole numbers as programs write them into a cell.
//!
//! The law: what can be read without loss is read, what lost digits is refused by name, and nothing
//! is guessed.
//!
//! | cell | who writes it so | read as |
//! |---|---|---|
//! | `381.0`, `381.000000`, `381.` | pandas where a value is missing, or with a `float_format` | 381 |
//! | `381,0` | programs in a language with decimal commas | 381 |
//! | `1e3`, `60150001022e3` | readr before 1.3 | 1000, … |
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
//!   is lost. C's `%g` would have to meet 1000000 to 1000004 to write `1e+06` falsely.
//! - An exponent without a plus and without a leading zero (`4.02653184E9`): printers of the
//!   shortest digits that give the same double again write it so. A 32-bit float printed that way
//!   shows digits that it does not hold, so a number that such a float may have become is refused,
//!   and so is all beyond 2^53, where doubles have gaps.

use super::Fault;

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
            return Err(explain(text));
        };
        let value = written.value(self)?;
        let value = i128::try_from(value).map_err(|_| Fault::TooBig)?;
        i64::try_from(if negative { -value } else { value }).map_err(|_| Fault::TooBig)
    }
}

/// What `cell` tells about the file's notation: `1.000.000` and `6710,5` can only be read one way.
pub(super) fn told(cell: &[u8]) -> Option<Notation> {
    let written = Written::read(sign(bare(cell)).1)?;
    let decimals = |notation: Notation| written.decimals(notation).ok();
    let separators = &written.separators[..written.len - 1];
    let last = separators.last()?;
    let english = decimals(Notation::ENGLISH)?;
    if decimals(Notation::CONTINENTAL)? != english {
        return None;
    }
    let decimal_point = match last {
        Separator::Point => english > 0,
        Separator::Comma => english == 0,
        Separator::Space | Separator::Apostrophe => return None,
    };
    Some(if decimal_point {
        Notation::ENGLISH
    } else {
        Notation::CONTINENTAL
    })
}

/// A number without its sign, taken apart: runs of digits with separators between them.
struct Written<'a> {
    /// All the digits as one number; `None` where 128 bits are not enough.
    digits: Option<u128>,
    /// The lengths of the runs.
    runs: [usize; MOST_RUNS],
    /// What stands before each run but the first.
    separators: [Separator; MOST_RUNS],
    /// How many runs there are.
    len: usize,
    exponent: Option<&'a [u8]>,
}

/// `9.223.372.036.854.775.807,00` has eight.
const MOST_RUNS: usize = 12;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    Point,
    Comma,
    Space,
    Apostrophe,
}

impl<'a> Written<'a> {
    /// Takes `text` apart; `None` where it is more than digits, separators and an exponent.
    fn read(mut text: &'a [u8]) -> Option<Self> {
        let mut written = Written {
            digits: Some(0),
            runs: [0; MOST_RUNS],
            separators: [Separator::Point; MOST_RUNS],
            len: 1,
            exponent: None,
        };
        let mut any = false;
        while let Some((&byte, rest)) = text.split_first() {
            if byte.is_ascii_digit() {
                let more = |value: u128| value.checked_mul(10)?.checked_add((byte - b'0').into());
                written.digits = written.digits.and_then(more);
                written.runs[written.len - 1] += 1;
                any = true;
                text = rest;
            } else if matches!(byte, b'e' | b'E') && any {
                written.exponent = Some(rest);
                break;
            } else {
                let (separator, bytes) = separator(text)?;
                *written.separators.get_mut(written.len - 1)? = separator;
                written.len += 1;
                *written.runs.get_mut(written.len - 1)? = 0;
                text = &text[bytes..];
            }
        }
        any.then_some(written)
    }

    fn value(&self, notation: Notation) -> Result<u128, Fault> {
        let decimals = self.decimals(notation)?;
        let Some(digits) = self.digits else {
            return Err(if decimals > 0 {
                Fault::Decimals
            } else {
                Fault::TooBig
            });
        };
        let Some(exponent) = self.exponent else {
            return without_zeros(digits, decimals);
        };
        let exponent = Exponent::read(exponent).ok_or(Fault::Text)?;
        let zeros = exponent.value - decimals as i32;
        if digits == 0 || zeros <= 0 {
            return without_zeros(digits, zeros.unsigned_abs() as usize);
        }
        let unit = power_of_ten(zeros as usize).ok_or(Fault::TooBig)?;
        let value = digits.checked_mul(unit).ok_or(Fault::TooBig)?;
        let exact = decimals == 0 || (exponent.shortest && !may_be_single(value, unit));
        if value <= LARGEST_WITHOUT_GAPS && exact {
            Ok(value)
        } else if value > i64::MAX as u128 {
            Err(Fault::TooBig)
        } else {
            Err(Fault::LostDigits)
        }
    }

    /// How many of the digits are decimals.
    fn decimals(&self, notation: Notation) -> Result<usize, Fault> {
        let (runs, separators) = (&self.runs[..self.len], &self.separators[..self.len - 1]);
        let (Some(&last), Some(&digits)) = (separators.last(), runs.last()) else {
            return Ok(0);
        };
        let mark = matches!(last, Separator::Point | Separator::Comma);
        if separators.len() == 1 && mark {
            // A number is not grouped where it starts with 0 or has an exponent.
            let groups = self.exponent.is_none() && grouped(runs, last) && !self.starts_with_zero();
            let meaning = match last {
                _ if !groups => Mark::Decimals,
                Separator::Point => notation.point,
                _ => notation.comma,
            };
            return match meaning {
                Mark::Decimals => Ok(digits),
                Mark::Thousands => Ok(0),
                Mark::Unknown => Err(Fault::Ambiguous),
            };
        }
        let first = separators[0];
        if separators.iter().all(|&separator| separator == first) {
            return match grouped(runs, first) {
                true => Ok(0),
                false if runs.len() == 3 && first == Separator::Point => Err(Fault::Date),
                false => Err(Fault::Ambiguous),
            };
        }
        let before = &separators[..separators.len() - 1];
        let groups = grouped(&runs[..runs.len() - 1], first);
        if mark && last != first && groups && before.iter().all(|&separator| separator == first) {
            return Ok(digits);
        }
        Err(Fault::Ambiguous)
    }

    fn starts_with_zero(&self) -> bool {
        let rest: usize = self.runs[1..self.len].iter().sum();
        let first = power_of_ten(rest).zip(self.digits);
        first.is_some_and(|(unit, digits)| digits < unit)
    }
}

/// Whether `runs` are thousands: one to three digits, then always three (in India two, and the last
/// three).
fn grouped(runs: &[usize], separator: Separator) -> bool {
    let [first, between @ .., last] = runs else {
        return false;
    };
    let by = |size: usize| (1..=size).contains(first) && between.iter().all(|&run| run == size);
    *last == 3 && (by(3) || (separator == Separator::Comma && !between.is_empty() && by(2)))
}

struct Exponent {
    value: i32,
    /// Written as printers of the shortest digits do: no plus, no leading zero.
    shortest: bool,
}

impl Exponent {
    fn read(text: &[u8]) -> Option<Self> {
        let (sign, digits) = match text {
            [sign @ (b'+' | b'-'), digits @ ..] => (Some(*sign), digits),
            digits => (None, digits),
        };
        if digits.is_empty() || digits.len() > 3 || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let value = digits
            .iter()
            .fold(0, |sum, &digit| sum * 10 + i32::from(digit - b'0'));
        Some(Self {
            value: if sign == Some(b'-') { -value } else { value },
            shortest: sign.is_none() && digits[0] != b'0',
        })
    }
}

/// Doubles hold every whole number up to this one.
const LARGEST_WITHOUT_GAPS: u128 = 1 << 53;

/// Whether `value`, which was written in steps of `unit`, may be another number in 32-bit floats.
fn may_be_single(value: u128, unit: u128) -> bool {
    let single = value as f32 as u128;
    single != value && single.abs_diff(value) * 2 <= unit
}

/// `digits` without its last `count`, which must be zeros.
fn without_zeros(digits: u128, count: usize) -> Result<u128, Fault> {
    match power_of_ten(count) {
        _ if digits == 0 => Ok(0),
        Some(unit) if digits % unit == 0 => Ok(digits / unit),
        _ => Err(Fault::Decimals),
    }
}

fn power_of_ten(exponent: usize) -> Option<u128> {
    10u128.checked_pow(exponent.try_into().ok()?)
}

/// The separator at the start of `text` and how many bytes it takes.
fn separator(text: &[u8]) -> Option<(Separator, usize)> {
    if let Some(bytes) = space(text) {
        return Some((Separator::Space, bytes));
    }
    match text {
        [b'.', ..] => Some((Separator::Point, 1)),
        [b',', ..] => Some((Separator::Comma, 1)),
        [b'\'', ..] => Some((Separator::Apostrophe, 1)),
        [0xe2, 0x80, 0x99, ..] => Some((Separator::Apostrophe, 3)),
        _ => None,
    }
}

/// How many bytes the space at the start of `text` takes: ASCII's, U+00A0 (one byte where a
/// spreadsheet saved in Windows' own encoding), and the thin ones that stand between thousands.
fn space(text: &[u8]) -> Option<usize> {
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
pub(super) fn trimmed(mut text: &[u8]) -> &[u8] {
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
pub(super) fn bare(cell: &[u8]) -> &[u8] {
    let text = trimmed(cell);
    let text = text.strip_prefix(b"=").unwrap_or(text);
    match text {
        [b'"', inner @ .., b'"'] | [b'\'', inner @ .., b'\''] => trimmed(inner),
        [b'\'', guarded @ ..] => trimmed(guarded),
        text => text,
    }
}

/// Whether `text` is negative, and what is left of it without its sign.
fn sign(text: &[u8]) -> (bool, &[u8]) {
    let (negative, digits) = match text {
        [b'-', digits @ ..] | [0xe2, 0x88, 0x92, digits @ ..] => (true, digits),
        [b'(', digits @ .., b')'] | [digits @ .., b'-'] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    (negative, trimmed(digits))
}

/// What `text` is, since it is no number.
fn explain(text: &[u8]) -> Fault {
    const MISSING: [&str; 17] = [
        "na",
        "n/a",
        "#n/a",
        "nan",
        "null",
        "none",
        "nil",
        "\\n",
        "(null)",
        "<na>",
        "-",
        "--",
        "?",
        ".",
        "(empty)",
        "undefined",
        "missing",
    ];
    const INFINITE: [&str; 3] = ["inf", "infinity", "∞"];
    let text = String::from_utf8_lossy(text).to_lowercase();
    let unsigned = text.trim_start_matches(['-', '+']);
    if text.is_empty() {
        Fault::Empty
    } else if MISSING.contains(&&*text) || unsigned == "nan" {
        Fault::Missing
    } else if text.starts_with('#') || text.starts_with("err:") {
        Fault::SheetError
    } else if INFINITE.contains(&unsigned) {
        Fault::TooBig
    } else if is_hexadecimal(unsigned) {
        Fault::Hexadecimal
    } else if is_date(&text) {
        Fault::Date
    } else if has_unit(unsigned) {
        Fault::Unit
    } else {
        Fault::Text
    }
}

fn is_hexadecimal(text: &str) -> bool {
    let digits = text.strip_prefix("0x").unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Numbers with `/`, `:` or `-` between them, perhaps with a month's name or a mark of the day's
/// half.
fn is_date(text: &str) -> bool {
    const WORDS: [&str; 17] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "am",
        "pm", "t", "z", "utc",
    ];
    let mut words = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let known = |word: &str| {
        WORDS
            .iter()
            .any(|known| *known == word || is_month(word, known))
    };
    let inside = text.trim_matches(['-', ' ']);
    text.contains(|c: char| c.is_ascii_digit())
        && inside.contains(['/', ':', '-', '.', ' '])
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || "/:-. ,+".contains(c))
        && (inside.contains(['/', ':', '-']) || text.contains(char::is_alphabetic))
        && words.all(known)
}

fn is_month(word: &str, short: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    short.len() == 3
        && MONTHS
            .iter()
            .any(|month| month.starts_with(short) && *month == word)
}

/// A number with a currency before it, or a unit behind it.
fn has_unit(text: &str) -> bool {
    const UNITS: [&str; 14] = [
        "%", "b", "k", "kb", "m", "mb", "g", "gb", "kib", "mib", "gib", "ms", "€", "$",
    ];
    let number = text.trim_start_matches(|c: char| "$€£¥ ".contains(c));
    let unit = number.trim_start_matches(|c: char| c.is_ascii_digit() || ".,' ".contains(c));
    let counts = number.starts_with(|c: char| c.is_ascii_digit());
    let priced = number.len() < text.len() && unit.is_empty();
    counts && (priced || UNITS.contains(&unit.trim()))
}
