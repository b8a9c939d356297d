//! How a file differs from the rows that a network was trained on, column by column.
//!
//! A network knows nothing of values that it has never seen. What its training rows looked like is
//! kept with the weights in a few numbers a column, so that the page can say of another file, in
//! words, what is new in it: "user 1001 was never seen in training, 85 % of the rows are of it".

use serde::{Deserialize, Serialize};

use crate::distinct::DataSet;
use crate::rows::{FEATURES, Features};

/// Columns with at most this many different values in training are kept value by value; what is new
/// in others is told by what lies outside of their range.
const MOST_VALUES: usize = 32;
/// Of the new values of a column, so many are told by name, those of most rows first.
const MOST_TOLD: usize = 3;

/// What the training rows looked like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile(Vec<Range>);

/// A column of the training rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Range {
    least: i64,
    most: i64,
    /// All values, ascending; `None` where there are more than [`MOST_VALUES`].
    values: Option<Vec<i64>>,
}

/// What is new in a column of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Drift {
    /// Name of the column.
    pub column: &'static str,
    /// File rows with a value that was not seen in training or, in a column of many values, lies
    /// outside of their range.
    pub rows: u64,
    /// File rows.
    pub of: u64,
    /// The least and the greatest value of training.
    pub least: i64,
    pub most: i64,
    /// The new values of most rows with their rows; empty in a column of many values.
    pub values: Vec<(i64, u64)>,
}

impl Profile {
    /// Takes the training rows.
    pub fn of<'a>(rows: impl Iterator<Item = &'a Features> + Clone) -> Self {
        let column = |at: usize| {
            let mut values: Vec<i64> = rows.clone().map(|features| features[at]).collect();
            values.sort_unstable();
            values.dedup();
            Range {
                least: values.first().copied().unwrap_or(0),
                most: values.last().copied().unwrap_or(0),
                values: (values.len() <= MOST_VALUES).then_some(values),
            }
        };
        Self((0..FEATURES.len()).map(column).collect())
    }

    /// Whether it has the columns that it must have.
    pub fn is_sound(&self) -> bool {
        let few = |values: &Vec<i64>| values.len() <= MOST_VALUES && values.is_sorted();
        self.0.len() == FEATURES.len()
            && self
                .0
                .iter()
                .all(|range| range.values.as_ref().is_none_or(few))
    }

    /// What is new in a file: the columns of which something is, in their order.
    pub fn drift(&self, data: &DataSet) -> Vec<Drift> {
        let columns = FEATURES.into_iter().enumerate().zip(&self.0);
        columns
            .map(|((at, column), range)| range.drift(at, column, data))
            .filter(|drift| drift.rows > 0)
            .collect()
    }
}

impl Range {
    fn is_new(&self, value: i64) -> bool {
        match &self.values {
            Some(values) => values.binary_search(&value).is_err(),
            None => !(self.least..=self.most).contains(&value),
        }
    }

    fn drift(&self, at: usize, column: &'static str, data: &DataSet) -> Drift {
        let rows = data.rows().iter().zip(data.counts());
        let new = rows
            .map(|(row, &count)| (row.features[at], u64::from(count)))
            .filter(|&(value, _)| self.is_new(value));
        let mut values: Vec<i64> = new.clone().map(|(value, _)| value).collect();
        values.sort_unstable();
        values.dedup();
        let mut counts = vec![0; values.len()];
        for (value, count) in new {
            counts[values.partition_point(|&known| known < value)] += count;
        }
        let rows = counts.iter().sum();
        let told = if self.values.is_some() { MOST_TOLD } else { 0 };
        let most_first = (0..told).map_while(|_| {
            let most = counts.iter().max().copied().filter(|&count| count > 0)?;
            let at = counts.iter().position(|&count| count == most)?;
            counts[at] = 0;
            Some((values[at], most))
        });
        Drift {
            column,
            rows,
            of: data.len() as u64,
            least: self.least,
            most: self.most,
            values: most_first.collect(),
        }
    }
}
