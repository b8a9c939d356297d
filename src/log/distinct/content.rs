use std::fmt;
use std::num::ParseIntError;

use serde::{Deserialize, Serialize};

use super::DataSet;
use crate::rows::{Labels, Row};

/// What rows a file has, in 64 bits, written as 16 hexadecimal digits.
///
/// Files with the same features in the same numbers have the same content, whatever their form, the
/// order of their rows and their labels: to a network they are one file. It is the sum of the
/// digests of all rows without their labels, so that it costs nothing while a file is read. Somebody
/// could make files of equal content that differ; this tells slips from each other, not forgeries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Content(u64);

impl Content {
    pub(super) fn of(data: &DataSet) -> Self {
        let counted = data.rows().iter().zip(data.counts());
        Self(counted.fold(0, |sum, (row, &count)| {
            let labels = Labels::default();
            let digest = Row { labels, ..*row }.digest();
            sum.wrapping_add(digest.wrapping_mul(u64::from(count)))
        }))
    }
}

impl fmt::Display for Content {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:016x}", self.0)
    }
}

impl From<Content> for String {
    fn from(content: Content) -> Self {
        content.to_string()
    }
}

impl TryFrom<String> for Content {
    type Error = ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        u64::from_str_radix(&text, 16).map(Self)
    }
}
