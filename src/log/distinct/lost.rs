use std::collections::HashMap;

use serde::Serialize;

use super::DataSet;
use crate::rows::USER_ID;

/// Users that are named; the rest of a file of noise is not.
const MOST_NAMED: usize = 20;

/// What the skipped rows are to the file, and whether they differ from those that were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lost {
    /// Skipped rows.
    pub rows: u64,
    /// All rows of the file.
    pub total: u64,
    /// Skipped rows whose label says so; `None` where the file has no labels.
    pub positives: Option<u64>,
    /// Skipped rows whose label says that they are not.
    pub benign: Option<u64>,
    /// The users that lost more than half of their rows, the greatest losses first.
    pub users: Vec<User>,
    /// Over 1 % of the rows are skipped, or most of those of a label or of a user.
    pub serious: bool,
}

/// The rows of one user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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
        let lost = [true, false].map(|label| skipped.with_label(label));
        let lost_most_of_a_label = data.positives().is_some_and(|positives| {
            let kept = [positives, read - positives];
            lost.iter().zip(kept).any(|(&lost, kept)| lost > kept)
        });
        let labelled = data.header().labelled;
        Self {
            rows,
            total: rows + read,
            positives: labelled.then_some(lost[0]),
            benign: labelled.then_some(lost[1]),
            serious: rows * 100 > rows + read || !users.is_empty() || lost_most_of_a_label,
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
    users.sort_unstable_by_key(|user| (std::cmp::Reverse(user.skipped), user.user));
    users.truncate(MOST_NAMED);
    users
}
