use std::fmt;

/// Why a cell gives no whole number, or no yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// Nothing, or nothing but spaces.
    Empty,
    /// A word for a value that is not there: `NA`, `NULL`, `\N`, `n/a`, `-`.
    Missing,
    /// A number that is not whole.
    Decimals,
    /// Scientific notation with fewer digits than the number has.
    LostDigits,
    /// A single point or comma that may stand before decimals or between thousands.
    Ambiguous,
    /// A whole number beyond 64 bits.
    TooBig,
    /// `#NAME?`, `#####`, `Err:502`.
    SheetError,
    /// A date or a time.
    Date,
    /// `0xF0000000`, which does not tell its sign.
    Hexadecimal,
    /// `4.0GB`, `100%`, `$381`.
    Unit,
    /// Anything else.
    Text,
    /// A number or a word where 0 or 1 is expected.
    NotAFlag,
}

impl fmt::Display for Fault {
    /// What the cell has, to be followed by the name of its column.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "an empty cell",
            Self::Missing => "a word for a missing value",
            Self::Decimals => "decimals instead of a whole number",
            Self::LostDigits => "a number that lost digits",
            Self::Ambiguous => "a point or comma that may mean decimals or thousands",
            Self::TooBig => "a number beyond 64 bits",
            Self::SheetError => "a spreadsheet's error",
            Self::Date => "a date or a time instead of a number",
            Self::Hexadecimal => "a hexadecimal number",
            Self::Unit => "a number with a unit",
            Self::Text => "text instead of a number",
            Self::NotAFlag => "a label other than 0 or 1",
        })
    }
}

impl Fault {
    /// What probably happened and what to do about it: a sentence; empty where the fault says all.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Empty | Self::Missing | Self::Text => "",
            Self::Decimals => "Scaled or averaged values are no longer those of the log.",
            Self::LostDigits => {
                "Scientific notation kept only its first digits, so two numbers can look the same; \
                 export the column as whole numbers from the original."
            }
            Self::Ambiguous => {
                "Export without thousands separators, or the number may be read a thousand times \
                 too large or too small."
            }
            Self::TooBig => "No column of BETH has such numbers; look for columns that have moved.",
            Self::SheetError => {
                "A spreadsheet could not compute or show it; use the original file."
            }
            Self::Date => {
                "A spreadsheet took the number for a date; import the original with its columns as \
                 text."
            }
            Self::Hexadecimal => "Export the column in decimal.",
            Self::Unit => "Export the column without formatting it.",
            Self::NotAFlag => "Labels are 0 and 1, or true and false.",
        }
    }
}
