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
    /// What is wrong with `text`, since it is no number.
    pub(super) fn of(text: &[u8]) -> Self {
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
        /// No number and no date is longer.
        const LONGEST: usize = 64;
        if text.len() > LONGEST {
            return Self::Text;
        }
        let text = String::from_utf8_lossy(text).to_lowercase();
        let unsigned = text.trim_start_matches(['-', '+']);
        if text.is_empty() {
            Self::Empty
        } else if MISSING.contains(&&*text) || unsigned == "nan" {
            Self::Missing
        } else if text.starts_with('#') || text.starts_with("err:") {
            Self::SheetError
        } else if INFINITE.contains(&unsigned) {
            Self::TooBig
        } else if is_hexadecimal(unsigned) {
            Self::Hexadecimal
        } else if is_date(&text) {
            Self::Date
        } else if has_unit(unsigned) {
            Self::Unit
        } else {
            Self::Text
        }
    }

    /// Its name, for who puts it into other words.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Missing => "missing",
            Self::Decimals => "decimals",
            Self::LostDigits => "lost-digits",
            Self::Ambiguous => "ambiguous",
            Self::TooBig => "too-big",
            Self::SheetError => "sheet-error",
            Self::Date => "date",
            Self::Hexadecimal => "hexadecimal",
            Self::Unit => "unit",
            Self::Text => "text",
            Self::NotAFlag => "not-a-flag",
        }
    }

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
