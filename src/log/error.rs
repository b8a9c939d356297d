//! Everything that can go wrong, as sentences a user can act on.

use std::fmt::{self, Write as _};

use serde::Serialize;

use crate::rows::{Refusal, Told};

/// An error of bethscope. Its `Display` is a whole sentence for the person at the page.
///
/// Serialized it is `{ code, details }`: the name of the variant and what it holds, to be put into
/// other words.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize)]
#[serde(
    tag = "code",
    content = "details",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
#[non_exhaustive]
pub enum Error {
    /// The file has no bytes, or nothing but line breaks.
    #[error("“{name}” is empty: it has no header line and no rows.")]
    Empty { name: String },
    /// The file starts with something that is no CSV header.
    #[error(
        "“{name}” is not a CSV text file: its first line does not end (a quote is never closed, or 1 MiB has no line break)."
    )]
    NotCsv { name: String },
    /// The file is of another kind.
    #[error("“{name}” {kind}")]
    WrongKind { name: String, kind: Refusal },
    /// The file starts with a row.
    #[error("{}", MissingHeader { name, first, numbered: *numbered, header })]
    NoHeader {
        name: String,
        /// The cells of the first line.
        first: String,
        /// Whether they count the columns.
        numbered: bool,
        /// The header that such a file has, if it is one of the published forms.
        header: String,
    },
    /// The header lacks feature columns.
    #[error("“{name}” is not a BETH process log: {}", MissingColumns { missing, found })]
    NotBeth {
        name: String,
        missing: Vec<String>,
        found: Vec<String>,
    },
    /// A column that bethscope reads stands in the header twice.
    #[error("{}", TwoColumns { name, first, second })]
    TwiceInHeader {
        name: String,
        /// Position, from 1, and name.
        first: (usize, String),
        second: (usize, String),
    },
    /// There is no column to take as the label.
    #[error("“{name}” has no column “{label}” to take as the label.")]
    NoSuchLabel { name: String, label: String },
    /// The features are no longer those of the log.
    #[error(
        "“{name}” has decimals where whole numbers are expected ({column} is {value} on line {line}), as scaling leaves them. Take the file from before the scaling; bethscope scales by itself."
    )]
    Scaled {
        name: String,
        column: String,
        value: String,
        line: u64,
    },
    /// A header and nothing below it.
    #[error("“{name}” has a BETH header but no rows below it.")]
    NoRows { name: String },
    /// More rows were skipped than read.
    #[error("“{name}”: {bad} of its {total} rows cannot be read, more than half. {told}")]
    TooManyBadRows {
        name: String,
        bad: u64,
        total: u64,
        told: Box<Causes>,
    },
    /// The memory of the tab is full.
    #[error(
        "“{name}” is too long for this tab's memory, which was full after {rows} rows; cut it into parts."
    )]
    OutOfMemory { name: String, rows: u64 },

    /// A training option outside its range.
    #[error("{option} must be {must}; {got} was given.")]
    Option {
        option: &'static str,
        must: Because,
        got: String,
    },
    /// Training data without what training needs.
    #[error("{0}")]
    TrainingData(Because),
    /// The loss left the finite numbers.
    #[error(
        "The loss stopped being a finite number in epoch {epoch}; try a smaller learning rate than {learning_rate}."
    )]
    Diverged { epoch: usize, learning_rate: f64 },

    /// A weights file that cannot be used.
    #[error("This weights file cannot be used: {0}.")]
    Weights(Because),

    /// Rows asked for by what they do not have.
    #[error("{0}")]
    Query(Because),

    /// The device failed, or is not there.
    #[error("{0}")]
    Device(Because),
}

/// Why something cannot be, or what it must be: a sentence or a part of one, and what it takes to say
/// it in other words. One type for all of them, since each type of its own costs the page a kilobyte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Because {
    /// Its name.
    pub why: &'static str,
    /// What is told in it, in its order.
    pub values: Vec<String>,
    /// The words around them, with `{}` for each.
    #[serde(skip)]
    words: &'static str,
}

impl Because {
    /// `words` has `{}` for each of `values`.
    #[cold]
    #[inline(never)]
    pub fn new(why: &'static str, words: &'static str, values: &[&dyn fmt::Display]) -> Self {
        let values = values.iter().map(ToString::to_string).collect();
        Self { why, values, words }
    }
}

impl fmt::Display for Because {
    #[cold]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut values = self.values.iter();
        self.words.chars().try_for_each(|sign| match sign {
            '{' => f.write_str(values.next().map_or("", String::as_str)),
            '}' => Ok(()),
            sign => f.write_char(sign),
        })
    }
}

/// What is wrong with rows, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Causes {
    /// What is wrong with most of them.
    pub causes: Vec<Told>,
    /// Whether others have other faults.
    pub more: bool,
    /// What to do about the first of the causes; empty where that says all.
    #[serde(skip)]
    pub advice: &'static str,
}

impl fmt::Display for Causes {
    #[cold]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, told) in self.causes.iter().enumerate() {
            let between = if at == 0 { "" } else { "; " };
            let has = if told.count == 1 { "has" } else { "have" };
            write!(f, "{between}{} {has} {}", told.count, told.reason)?;
            if let Some(column) = &told.column {
                write!(f, " in {column}")?;
            }
            write!(f, " (first on line {}: “{}”)", told.first_line, told.cell)?;
        }
        f.write_str(if self.more {
            "; the rest something else."
        } else {
            "."
        })?;
        let before = if self.advice.is_empty() { "" } else { " " };
        write!(f, "{before}{}", self.advice)
    }
}

/// What stands where the header should be, and which header to put there.
struct MissingHeader<'a> {
    name: &'a str,
    first: &'a str,
    numbered: bool,
    header: &'a str,
}

impl fmt::Display for MissingHeader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, first, .. } = self;
        let (what, how) = if self.numbered {
            ("only counts the columns", "Replace it by")
        } else {
            ("is a row", "Put above it")
        };
        write!(
            f,
            "“{name}” has no header: its first line ({first}) {what}. {how} "
        )?;
        if self.header.is_empty() {
            f.write_str("the names of the columns, as BETH has them: processId, threadId, ….")
        } else {
            write!(f, "the line: {}", self.header)
        }
    }
}

/// Two columns for the same thing.
struct TwoColumns<'a> {
    name: &'a str,
    first: &'a (usize, String),
    second: &'a (usize, String),
}

impl fmt::Display for TwoColumns<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((first, one), (second, other)) = (self.first, self.second);
        write!(f, "The header of “{}” has ", self.name)?;
        if one == other {
            write!(f, "the column {one} twice (columns {first} and {second}).")
        } else {
            write!(
                f,
                "{one} (column {first}) and {other} (column {second}), which are the same; "
            )?;
            f.write_str("keep one of them.")
        }
    }
}

/// `missing a, b; its columns are x, y.`
struct MissingColumns<'a> {
    missing: &'a [String],
    found: &'a [String],
}

impl fmt::Display for MissingColumns<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// A header of thousands of columns must not fill the page.
        const SHOWN: usize = 20;
        let noun = if self.missing.len() == 1 {
            "the column"
        } else {
            "the columns"
        };
        write!(f, "{noun} {} ", self.missing.join(", "))?;
        let verb = if self.missing.len() == 1 { "is" } else { "are" };
        write!(f, "{verb} missing. Its first line has: ")?;
        let shown: Vec<_> = self.found.iter().take(SHOWN).map(String::as_str).collect();
        f.write_str(&shown.join(", "))?;
        if self.found.len() > SHOWN {
            write!(f, " and {} more", self.found.len() - SHOWN)?;
        }
        f.write_str(".")?;
        if let ([only], Some(missing)) = (self.found, self.missing.first())
            && only.contains(missing.as_str())
        {
            f.write_str(" All of it is one cell: take away the quotes around each line.")?;
        }
        Ok(())
    }
}

/// A result of bethscope.
pub type Result<T> = std::result::Result<T, Error>;
