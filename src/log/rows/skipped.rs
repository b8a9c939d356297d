use std::collections::HashMap;
use std::fmt;

use serde::Serialize;

use super::record::Broken;
use super::{Fault, excerpt};

/// Causes are told apart up to so many, so that a file of noise cannot make thousands of them.
const MOST_CAUSES: usize = 64;
/// Skipped rows are counted by user up to so many users; BETH has eight.
const MOST_USERS: usize = 1024;
/// Characters of a sample.
const SAMPLE: usize = 40;

/// Why a row could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// More or fewer cells than the header has.
    Columns {
        /// Cells of the row.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// A cell that should hold a number or a label does not.
    Cell {
        /// Its column, from 0.
        column: usize,
        /// What is wrong with it.
        fault: Fault,
    },
    /// `sus` and `sus_label` are both there and say different things.
    Contradiction {
        /// The column of the second, from 0.
        column: usize,
    },
    /// It is no record.
    Broken(Broken),
    /// Something else again, after so many causes that no more are told apart.
    Other,
}

impl Reason {
    /// The column that is to blame, from 0.
    pub fn column(self) -> Option<usize> {
        match self {
            Self::Cell { column, .. } | Self::Contradiction { column } => Some(column),
            _ => None,
        }
    }

    /// Its name, for who puts it into other words.
    pub fn code(self) -> &'static str {
        match self {
            Self::Columns { .. } => "columns",
            Self::Cell { fault, .. } => fault.code(),
            Self::Contradiction { .. } => "contradiction",
            Self::Broken(Broken::OpenQuote) => "open-quote",
            Self::Broken(Broken::Long) => "long",
            Self::Other => "other",
        }
    }

    /// How many cells the row has and how many the header; 0 where that is not what is wrong.
    fn cells(self) -> (usize, usize) {
        match self {
            Self::Columns { found, expected } => (found, expected),
            _ => (0, 0),
        }
    }
}

impl fmt::Display for Reason {
    /// What the row has, to be followed by the name of the column where one is to blame.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Columns { found, expected } => {
                let s = if *found == 1 { "" } else { "s" };
                write!(f, "{found} column{s} instead of {expected}")
            }
            Self::Cell { fault, .. } => fault.fmt(f),
            Self::Contradiction { .. } => f.write_str("a label that contradicts the other label"),
            Self::Broken(Broken::OpenQuote) => f.write_str("a quote that is never closed"),
            Self::Broken(Broken::Long) => f.write_str("over 1 MiB of text without a line break"),
            Self::Other => f.write_str("some other fault"),
        }
    }
}

/// A row that could not be read.
pub(super) struct Bad<'a> {
    pub(super) reason: Reason,
    /// The cell that is to blame, or all of the row.
    pub(super) text: &'a [u8],
    /// Its label, where that can be read.
    pub(super) label: Option<bool>,
    /// Its user, where that can be read.
    pub(super) user: Option<i64>,
}

/// What rows were skipped for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// Why.
    pub reason: Reason,
    /// How many rows.
    pub rows: u64,
    /// The line of the first of them.
    pub first_line: u64,
    /// The first of them: its cell that is to blame, or how it begins; harmless to show.
    pub sample: String,
}

/// A cause as it is told: its column by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Told {
    /// What the rows have, to be followed by the column.
    pub reason: String,
    /// [`Reason::code`]
    pub code: &'static str,
    /// Cells of the row and of the header, where they are not as many; else 0.
    pub found: u64,
    pub expected: u64,
    /// The column that is to blame, where one is.
    pub column: Option<String>,
    /// How many rows.
    pub count: u64,
    /// The line of the first of them.
    pub first_line: u64,
    /// [`Cause::sample`]
    pub cell: String,
}

impl Cause {
    /// The cause in a file with these columns.
    #[cold]
    #[inline(never)]
    pub fn told(&self, columns: &[String]) -> Told {
        let column = self.reason.column();
        let (found, expected) = self.reason.cells();
        Told {
            reason: self.reason.to_string(),
            code: self.reason.code(),
            found: found as u64,
            expected: expected as u64,
            column: column.map(|column| columns[column].clone()),
            count: self.rows,
            first_line: self.first_line,
            cell: self.sample.clone(),
        }
    }
}

/// The rows that were skipped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Skipped {
    causes: Vec<Cause>,
    rows: u64,
    by_label: [u64; 2],
    by_user: HashMap<i64, u64>,
}

impl Skipped {
    pub(super) fn add(&mut self, bad: &Bad<'_>, line: u64) {
        self.rows += 1;
        if let Some(label) = bad.label {
            self.by_label[usize::from(label)] += 1;
        }
        if let Some(user) = bad.user {
            self.add_user(user);
        }
        let mut reason = bad.reason;
        let mut known = self.causes.iter().position(|cause| cause.reason == reason);
        if known.is_none() && self.causes.len() >= MOST_CAUSES {
            reason = Reason::Other;
            known = self.causes.iter().position(|cause| cause.reason == reason);
        }
        match known {
            Some(index) => self.causes[index].rows += 1,
            None => self.causes.push(Cause {
                reason,
                rows: 1,
                first_line: line,
                sample: excerpt(bad.text, SAMPLE),
            }),
        }
    }

    fn add_user(&mut self, user: i64) {
        let users = self.by_user.len();
        if let Some(rows) = self.by_user.get_mut(&user) {
            *rows += 1;
        } else if users < MOST_USERS {
            self.by_user.insert(user, 1);
        }
    }

    /// Number of skipped rows.
    pub fn total(&self) -> u64 {
        self.rows
    }

    /// Whether every row could be read.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// What they were skipped for, in the order of their first lines.
    pub fn causes(&self) -> &[Cause] {
        &self.causes
    }

    /// How many of them have this label, as far as it can be read.
    pub fn with_label(&self, label: bool) -> u64 {
        self.by_label[usize::from(label)]
    }

    /// How many of them each user has, as far as it can be read and the users are not too many.
    pub fn by_user(&self) -> &HashMap<i64, u64> {
        &self.by_user
    }
}
