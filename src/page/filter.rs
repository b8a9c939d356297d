use std::cmp::Ordering;

use serde::Deserialize;

use crate::distinct::DataSet;
use crate::error::{Because, Error, Result};
use crate::metrics::{flagged, probability};
use crate::rows::{Column, Place, Row};

/// What a row must be; what is left out is not asked for.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Filter {
    /// The threshold that `flagged` refers to; 0.5 where it is left out.
    pub threshold: Option<f64>,
    pub flagged: Option<bool>,
    /// The label `sus`: 0 or 1.
    pub label: Option<u8>,
    /// All of them must hold.
    #[serde(rename = "where")]
    pub conditions: Vec<Condition>,
}

/// What must hold of a column: one of the file's, or `probability`, `row` or `line`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub column: String,
    pub op: Op,
    pub value: Value,
}

/// How a cell is compared with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Op {
    #[serde(rename = "=")]
    Equal,
    #[serde(rename = "!=")]
    Unequal,
    #[serde(rename = "<")]
    Less,
    #[serde(rename = "<=")]
    AtMost,
    #[serde(rename = ">")]
    More,
    #[serde(rename = ">=")]
    AtLeast,
    /// The value stands somewhere in the cell, the letters a to z in whatever case.
    #[serde(rename = "contains")]
    Contains,
}

/// What a cell is compared with.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Number(f64),
    Text(String),
}

/// What a condition is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Probability,
    Number,
    Line,
    Column(Column),
}

/// A condition of which it is known what it is about.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked<'a> {
    condition: &'a Condition,
    subject: Subject,
}

impl<'a> Asked<'a> {
    /// # Errors
    /// [`Error::Query`] where there is no such column, or it has numbers and is compared with text.
    fn of(condition: &'a Condition, data: &DataSet) -> Result<Self> {
        let Condition { column, op, value } = condition;
        let subject = match column.as_str() {
            "probability" => Subject::Probability,
            "row" => Subject::Number,
            "line" => Subject::Line,
            name => Subject::Column(data.header().find(name).ok_or_else(|| {
                Error::Query(Because::new(
                    "no-column",
                    "There is no column “{}” in “{}”; it has {}.",
                    &[&name, &data.name(), &data.header().columns.join(", ")],
                ))
            })?),
        };
        let is_text = matches!(subject, Subject::Column(Column::Text(_)));
        if !is_text && *op != Op::Contains && value.number().is_none() {
            return Err(Error::Query(Because::new(
                "not-text",
                "{} is a number, so it cannot be compared with “{}”.",
                &[column, &value.text()],
            )));
        }
        Ok(Self { condition, subject })
    }

    /// The condition and where in the file's columns the text is that it asks for, if it is about text.
    pub(super) fn on_text(&self) -> Option<(&'a Condition, usize)> {
        match self.subject {
            Subject::Column(Column::Text(column)) => Some((self.condition, column)),
            _ => None,
        }
    }

    /// Whether it is about where a row stands.
    pub(super) fn is_of_place(&self) -> bool {
        matches!(self.subject, Subject::Number | Subject::Line)
    }

    /// Whether it holds of a distinct row. What is of file rows is not asked here.
    fn admits(&self, row: &Row, logit: f32) -> bool {
        let flag = |flag: Option<bool>| flag.map(|flag| f64::from(u8::from(flag)));
        match self.subject {
            Subject::Probability => self.number(Some(probability(logit))),
            Subject::Column(Column::Feature(feature)) => {
                self.number(Some(row.features[feature] as f64))
            }
            Subject::Column(Column::Sus) => self.number(flag(row.labels.sus)),
            Subject::Column(Column::Evil) => self.number(flag(row.labels.evil)),
            Subject::Number | Subject::Line | Subject::Column(Column::Text(_)) => true,
        }
    }

    /// Whether it holds of a row's place. What is not about that is not asked here.
    pub(super) fn admits_place(&self, place: Place) -> bool {
        match self.subject {
            Subject::Number => self.number(Some(place.number as f64)),
            Subject::Line => self.number(Some(place.line as f64)),
            _ => true,
        }
    }

    fn number(&self, number: Option<f64>) -> bool {
        let Condition { op, value, .. } = self.condition;
        match op {
            Op::Contains => number.is_some_and(|number| number.to_string().contains(&value.text())),
            _ => op.holds(
                number
                    .zip(value.number())
                    .and_then(|(a, b)| a.partial_cmp(&b)),
            ),
        }
    }
}

impl Condition {
    /// Whether it holds of a cell: as numbers where both are, as text elsewhere.
    pub(super) fn admits_text(&self, cell: &str) -> bool {
        let Self { op, value, .. } = self;
        let (cell, text) = (cell.trim(), value.text());
        let numbers = decimal(cell).zip(value.number());
        match (op, numbers) {
            (Op::Contains, _) => contains(cell, &text),
            (_, Some((cell, value))) => op.holds(f64::partial_cmp(&cell, &value)),
            (Op::Equal, None) => cell == text,
            (Op::Unequal, None) => cell != text,
            // What is no number is neither less nor more than one.
            _ => false,
        }
    }
}

impl Op {
    /// `order` is that of the cell and the value; `None` where they do not compare.
    fn holds(self, order: Option<Ordering>) -> bool {
        match self {
            Self::Equal => order == Some(Ordering::Equal),
            Self::Unequal => order != Some(Ordering::Equal),
            Self::Less => order == Some(Ordering::Less),
            Self::AtMost => matches!(order, Some(Ordering::Less | Ordering::Equal)),
            Self::More => order == Some(Ordering::Greater),
            Self::AtLeast => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
            Self::Contains => false,
        }
    }
}

impl Value {
    fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => decimal(text.trim()),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.trim().to_owned(),
        }
    }
}

/// Whether `text` stands in `cell`. Case is that of ASCII: the tables of Unicode are more to fetch than
/// all else here, and what BETH logs are the names of programs and files.
fn contains(cell: &str, text: &str) -> bool {
    let mut windows = cell.as_bytes().windows(text.len().max(1));
    text.is_empty() || windows.any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
}

/// A number of up to 15 digits, with a minus and a point if need be. Of so few digits both the number
/// without its point and the power of ten are exact, so that their quotient is the nearest `f64`; the
/// tables that longer ones need are 10 kB to fetch.
fn decimal(text: &str) -> Option<f64> {
    const MOST_DIGITS: usize = 15;
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all = || whole.bytes().chain(part.bytes());
    let count = all().count();
    if whole.is_empty() || count > MOST_DIGITS || !all().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = all().fold(0.0, |number, byte| number * 10.0 + f64::from(byte - b'0'));
    let scale = part.bytes().fold(1.0, |scale, _| scale * 10.0);
    Some(sign * number / scale)
}

impl Filter {
    /// The conditions, once it is known what they are about.
    ///
    /// # Errors
    /// [`Error::Query`] where one of them makes no sense for the file.
    pub(super) fn asked(&self, data: &DataSet) -> Result<Vec<Asked<'_>>> {
        let conditions = self.conditions.iter();
        conditions.map(|one| Asked::of(one, data)).collect()
    }

    /// Whether a distinct row may pass: all but what tells its file rows apart.
    pub(super) fn admits(&self, asked: &[Asked<'_>], row: &Row, logit: f32) -> bool {
        let threshold = self.threshold.unwrap_or(0.5);
        (self.label).is_none_or(|label| row.labels.sus.map(u8::from) == Some(label))
            && (self.flagged).is_none_or(|wanted| flagged(logit, threshold) == wanted)
            && asked.iter().all(|condition| condition.admits(row, logit))
    }
}
