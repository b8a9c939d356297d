//! One published number beside the number found.

use std::fmt;

/// How far the number found may lie from the published one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tolerance {
    Exact,
    /// At most this far away.
    Within(f64),
    /// At most this share of the published number away, or `or` whichever is more.
    Share {
        share: f64,
        or: f64,
    },
    /// Between 1/x and x times the published number.
    Factor(f64),
}

/// A line of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    pub name: String,
    pub published: f64,
    pub found: f64,
    pub tolerance: Tolerance,
}

impl Check {
    pub fn new(name: impl Into<String>, published: f64, found: f64, tolerance: Tolerance) -> Check {
        Check {
            name: name.into(),
            published,
            found,
            tolerance,
        }
    }

    /// A count, compared by `tolerance`.
    pub fn count(
        name: impl Into<String>,
        published: u64,
        found: u64,
        tolerance: Tolerance,
    ) -> Check {
        Check::new(name, published as f64, found as f64, tolerance)
    }

    /// Whether the number found is close enough. NaN never is.
    pub fn holds(&self) -> bool {
        let apart = (self.found - self.published).abs();
        match self.tolerance {
            Tolerance::Exact => self.found == self.published,
            // The hair above the bound is for decimals that floats cannot hold.
            Tolerance::Within(bound) => apart <= bound + 1e-12,
            Tolerance::Share { share, or } => apart <= (share * self.published.abs()).max(or),
            Tolerance::Factor(factor) => {
                let ratio = self.found / self.published;
                (1.0 / factor..=factor).contains(&ratio)
            }
        }
    }
}

impl fmt::Display for Tolerance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tolerance::Exact => f.write_str("exact"),
            Tolerance::Within(bound) => write!(f, "+- {bound:?}"),
            Tolerance::Share { share, or } if *or > 0.0 => {
                write!(f, "{} % or {}", number(share * 100.0), number(*or))
            }
            Tolerance::Share { share, .. } => write!(f, "{} %", number(share * 100.0)),
            Tolerance::Factor(factor) => write!(f, "factor {}", number(*factor)),
        }
    }
}

impl fmt::Display for Check {
    /// One aligned line: name, published, found, tolerance, verdict.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:<44} {:>14} {:>14}   {:<16} {}",
            self.name,
            number(self.published),
            number(self.found),
            self.tolerance.to_string(),
            if self.holds() { "ok" } else { "MISSED" }
        )
    }
}

/// Up to six decimals, no trailing zeros.
fn number(value: f64) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}
