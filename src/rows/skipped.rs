use std::collections::BTreeMap;
use std::fmt;

/// Why a row could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// More or fewer cells than the header has.
    Columns { found: usize, expected: usize },
    /// A cell that should hold a whole number does not.
    NotANumber { column: String },
    /// A cell that should hold a number is empty.
    NoValue { column: String },
    /// A whole number beyond 64 bits.
    OutOfRange { column: String },
    /// A label that is neither 0 nor 1.
    NotALabel { column: String },
    /// A quote that is never closed, or a record longer than any BETH row.
    Endless,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Columns { found, expected } => {
                let s = if *found == 1 { "" } else { "s" };
                write!(f, "{found} column{s} instead of {expected}")
            }
            Self::NotANumber { column } => {
                write!(f, "text where a whole number is expected ({column})")
            }
            Self::NoValue { column } => write!(f, "an empty cell in {column}"),
            Self::OutOfRange { column } => write!(f, "a number beyond 64 bits in {column}"),
            Self::NotALabel { column } => write!(f, "a label other than 0 or 1 in {column}"),
            Self::Endless => f.write_str("a quote that is never closed, or over 1 MiB of text"),
        }
    }
}

/// The rows that were skipped: how many for each reason, and where the first of them stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Skipped {
    by_reason: BTreeMap<Reason, (u64, u64)>,
}

impl Skipped {
    pub(super) fn add(&mut self, reason: Reason, line: u64) {
        let (count, _) = self.by_reason.entry(reason).or_insert((0, line));
        *count += 1;
    }

    /// Number of skipped rows.
    pub fn total(&self) -> u64 {
        self.by_reason.values().map(|(count, _)| count).sum()
    }

    /// Whether every row could be read.
    pub fn is_empty(&self) -> bool {
        self.by_reason.is_empty()
    }

    /// `(reason, rows, line of the first)`, in the order of their first lines.
    pub fn reasons(&self) -> Vec<(&Reason, u64, u64)> {
        let mut reasons: Vec<_> = self
            .by_reason
            .iter()
            .map(|(reason, &(count, line))| (reason, count, line))
            .collect();
        reasons.sort_by_key(|&(_, _, line)| line);
        reasons
    }
}
