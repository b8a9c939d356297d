//! Rows that a score is compared with when it is explained.

use crate::rows::{FEATURES, Features};

/// Most file rows of a background: each row that is explained is compared with every one of them.
pub const MOST_ROWS: u64 = 100;

/// Some rows of a log, with how many file rows each stands for.
///
/// Those of a model are benign rows that it was trained on. They are saved with its weights, since
/// whoever loads those does not have the training file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Background {
    /// Of each distinct row how many file rows it is, and its values.
    records: Vec<Record>,
}

type Record = [i64; 1 + FEATURES.len()];

impl Background {
    /// Takes [`MOST_ROWS`] of `total` file rows, or all where there are no more; `None` where there
    /// are none.
    ///
    /// The rows, which occur `count` times each and `total` times in all, are laid out one after the
    /// other, as they are given, and the middle of every hundredth part is taken. So a row that is a
    /// hundredth of all is there for certain, and the same rows give the same background.
    pub fn spread(total: u64, rows: &mut dyn Iterator<Item = (&Features, u32)>) -> Option<Self> {
        let wanted = total.min(MOST_ROWS);
        let mut records = Vec::new();
        let (mut end, mut taken) = (0, 0);
        for (row, count) in rows {
            end += u64::from(count);
            let before = taken;
            // The middle of the next part is at (2 · taken + 1) / (2 · wanted) of all.
            while taken < wanted && (2 * taken + 1) * total < 2 * wanted * end {
                taken += 1;
            }
            if taken > before {
                records.push(record(taken - before, row));
            }
        }
        (taken > 0).then_some(Self { records })
    }

    /// A background of one row.
    pub fn of(row: &Features) -> Self {
        let records = vec![record(1, row)];
        Self { records }
    }

    /// The background with these records, one after the other: of each row how many file rows it is,
    /// and its seven values. `None` where they are not 1 to [`MOST_ROWS`] file rows.
    pub fn from_records(flat: &[i64]) -> Option<Self> {
        let (records, rest) = flat.as_chunks();
        let background = Self {
            records: records.to_vec(),
        };
        let most = MOST_ROWS as i64;
        let counted = |record: &Record| (1..=most).contains(&record[0]);
        let sound = rest.is_empty()
            && background.records.iter().all(counted)
            && (1..=MOST_ROWS).contains(&background.file_rows());
        sound.then_some(background)
    }

    /// The records, one after the other.
    pub fn records(&self) -> &[i64] {
        self.records.as_flattened()
    }

    /// The distinct rows, and how many file rows each is.
    pub fn rows(&self) -> impl Iterator<Item = (&Features, u64)> {
        let records = self.records.iter();
        records.map(|[count, row @ ..]| (row, *count as u64))
    }

    /// Number of distinct rows.
    pub fn distinct(&self) -> usize {
        self.records.len()
    }

    /// Number of file rows.
    pub fn file_rows(&self) -> u64 {
        self.rows().map(|(_, count)| count).sum()
    }

    /// The one row of typical values: of each column the median.
    pub fn typical(&self) -> Features {
        std::array::from_fn(|column| {
            let up_to = |value: i64| {
                let less = self.rows().filter(|(row, _)| row[column] <= value);
                less.map(|(_, count)| count).sum::<u64>()
            };
            let values = self.rows().map(|(row, _)| row[column]);
            let upper = values.filter(|&value| 2 * up_to(value) >= self.file_rows());
            upper.min().expect("a background has rows")
        })
    }
}

fn record(count: u64, row: &Features) -> Record {
    let mut record = [count as i64; _];
    record[1..].copy_from_slice(row);
    record
}
