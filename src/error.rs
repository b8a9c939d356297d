//! Everything that can go wrong, as sentences a user can act on.

use std::fmt;

/// An error of bethscope. Its `Display` is a whole sentence for the person at the page.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file has no bytes, or nothing but line breaks.
    #[error("“{name}” is empty: it has no header line and no rows.")]
    Empty { name: String },
    /// The file starts with something that is no CSV header.
    #[error("“{name}” is not a CSV text file: {why}.")]
    NotCsv { name: String, why: String },
    /// The header lacks feature columns.
    #[error("“{name}” is not a BETH process log: {}", MissingColumns { missing, found })]
    NotBeth {
        name: String,
        missing: Vec<String>,
        found: Vec<String>,
    },
    /// A column that bethscope reads stands in the header twice.
    #[error("The header of “{name}” has the column {column} twice (columns {first} and {second}).")]
    TwiceInHeader {
        name: String,
        column: String,
        first: usize,
        second: usize,
    },
    /// A header and nothing below it.
    #[error("“{name}” has a BETH header but no rows below it.")]
    NoRows { name: String },
    /// More rows were skipped than read.
    #[error("“{name}”: {bad} of its {total} rows cannot be read, more than half. {first}")]
    TooManyBadRows {
        name: String,
        bad: u64,
        total: u64,
        first: String,
    },
    /// The memory of the tab is full.
    #[error(
        "“{name}” is too long for this tab's memory, which was full after {rows} rows; cut it into parts."
    )]
    OutOfMemory { name: String, rows: u64 },

    /// A training option outside its range.
    #[error("{option} must be {must_be}; {got} was given.")]
    Option {
        option: &'static str,
        must_be: String,
        got: String,
    },
    /// Training data without what training needs.
    #[error("{0}")]
    TrainingData(String),
    /// The loss left the finite numbers.
    #[error(
        "The loss stopped being a finite number in epoch {epoch}; try a smaller learning rate than {learning_rate}."
    )]
    Diverged { epoch: usize, learning_rate: f64 },

    /// A weights file that cannot be used.
    #[error("This weights file cannot be used: {0}.")]
    Weights(String),

    /// The device failed, or is not there.
    #[error("{0}")]
    Device(String),
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
        if let [only] = self.found {
            for (mark, word) in [(';', "semicolons"), ('\t', "tabs")] {
                if only.contains(mark) {
                    write!(
                        f,
                        " It seems to be separated by {word}; save it with commas."
                    )?;
                }
            }
        }
        Ok(())
    }
}

/// A result of bethscope.
pub type Result<T> = std::result::Result<T, Error>;
