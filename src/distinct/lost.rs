use std::collections::HashMap;

use super::DataSet;
use crate::rows::USER_ID;

/// Users that are named; the rest of a file of noise is not.
const MOST_NAMED: usize = 20;

/// What the skipped rows are to the file, and whether they differ from those that were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Skipped rows.
    pub rows: u64,
    /// All rows of the file.
    pub total: u64,
    /// Skipped rows whose label can be read, by that label: `(positive, benign)`; `None` where the
    /// file has no labels. The label is `sus`, or `evil` where that is all there is.
    pub by_label: Option<(u64, u64)>,
    /// The users that lost more than half of their rows, the greatest losses first.
    pub users: Vec<User>,
    /// Over 1 % of the rows are skipped, or most of those of a label or of a user.
    pub serious: bool,
}

/// The rows of one user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct User {
    /// The value of `userId`.
    pub user: i64,
    /// Rows that were skipped for another cell than this.
    pub skipped: u64,
    /// Rows that were read.
    pub read: u64,
}

impl Lost {
    pub(super) fn of(data: &DataSet) -> Self {
        let skipped = data.skipped();
        let (rows, read) = (skipped.total(), data.len() as u64);
        let users = if skipped.is_empty() {
            Vec::new()
        } else {
            users(data)
        };
        let read_by_label = data.positives().or_else(|| data.evil());
        let labels = read_by_label.map(|positives| {
            let lost = [true, false].map(|label| skipped.with_label(label));
            (lost, [positives, read - positives])
        });
        let mostly = |(lost, read): ([u64; 2], [u64; 2])| lost[0] > read[0] || lost[1] > read[1];
        Self {
            rows,
            total: rows + read,
            by_label: labels.map(|([positive, benign], _)| (positive, benign)),
            serious: rows * 100 > rows + read || !users.is_empty() || labels.is_some_and(mostly),
            users,
        }
    }
}

fn users(data: &DataSet) -> Vec<User> {
    let skipped = data.skipped().by_user();
    let mut read: HashMap<i64, u64> = skipped.keys().map(|&user| (user, 0)).collect();
    for (row, &count) in data.rows().iter().zip(data.counts()) {
        if let Some(read) = read.get_mut(&row.features[USER_ID]) {
            *read += u64::from(count);
        }
    }
    let users = read.into_iter().map(|(user, read)| User {
        user,
        skipped: skipped[&user],
        read,
    });
    let mut users: Vec<User> = users.filter(|user| user.skipped > user.read).collect();
    users.sort_by_key(|user| (std::cmp::Reverse(user.skipped), user.user));
    users.truncate(MOST_NAMED);
    users
}
