use super::cell::space;
use super::{Mark, Notation};
use crate::rows::Fault;

/// A number without its sign, taken apart: runs of digits with separators between them.
pub(super) struct Written<'a> {
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
    pub(super) fn read(mut text: &'a [u8]) -> Option<Self> {
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

    pub(super) fn value(&self, notation: Notation) -> Result<u128, Fault> {
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

    /// The only notation in which it can have been written, if there is one alone.
    pub(super) fn tells(&self) -> Option<Notation> {
        let last = self.separators[..self.len - 1].last()?;
        let decimals = self.decimals(Notation::ENGLISH).ok()?;
        if self.decimals(Notation::CONTINENTAL) != Ok(decimals) {
            return None;
        }
        match (last, decimals > 0) {
            (Separator::Point, true) | (Separator::Comma, false) => Some(Notation::ENGLISH),
            (Separator::Point, false) | (Separator::Comma, true) => Some(Notation::CONTINENTAL),
            (Separator::Space | Separator::Apostrophe, _) => None,
        }
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
        Some(unit) if digits.is_multiple_of(unit) => Ok(digits / unit),
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
