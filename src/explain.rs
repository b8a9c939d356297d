//! Why a row has its score: exact Shapley values of the seven columns, in log-odds.
//!
//! # The values
//! The players are the seven columns as the file has them, whatever inputs the network makes of them.
//! A coalition S of columns is worth the mean logit over the background's rows b, when the columns in
//! S have the values of the row x and the others those of b:
//!
//! ```text
//! v(S) = mean over b of logit(x on S, b elsewhere)
//! φᵢ   = Σ over S without i of |S|! (n - |S| - 1)! / n! · (v(S ∪ i) - v(S))
//! ```
//!
//! So v(∅) is the background's mean logit, the base, and v of all columns is that of the row; the
//! values of all columns add up to the way from the one to the other (Shapley 1953; Lundberg and Lee
//! 2017). Columns are varied independently of each other, the interventional expectation of Janzing
//! et al. 2020: it tells what the network does with a column, whatever goes with it in a log.
//!
//! # The computation
//! v is a mean over the background, and φ is linear in v, so φ is the mean of the values against each
//! background row alone. There, a column in which both rows agree changes nothing: its value is 0, and
//! the others' are those of the game without it, which has 2ᵏ coalitions of the k columns that differ,
//! and not 2⁷. [`coalitions`] lists their rows, [`Scoring::over`](crate::score::Scoring::over) gives
//! the logits, and [`contributions`] makes values of them.

use std::ops::Range;

use crate::background::Background;
use crate::blocks::Blocks;
use crate::distinct::DataSet;
use crate::error::{Because, Error, Result};
use crate::model::Model;
use crate::rows::{FEATURES, Features, Labels, Row};

const COLUMNS: usize = FEATURES.len();

/// Whose rows a score is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Benign rows that the model was trained on.
    Training,
    /// Benign rows of the file itself, since the model has none.
    Benign,
    /// Rows of the file itself, which has none that are known to be benign.
    Any,
}

/// What the scores of a file are compared with: the model's own background, else rows of the file.
pub fn background(model: &Model, data: &DataSet) -> (Background, Whose) {
    if let Some(background) = &model.background {
        return (background.clone(), Whose::Training);
    }
    for whose in [Whose::Benign, Whose::Any] {
        let wanted = |row: &Row| whose == Whose::Any || row.labels.sus == Some(false);
        let rows = data.rows().iter().zip(data.counts());
        let rows = rows.filter(|(row, _)| wanted(row));
        let mut counted = rows.map(|(row, &count)| (&row.features, count));
        if let Some(background) = Background::spread(data.count_where(wanted), &mut counted) {
            return (background, whose);
        }
    }
    unreachable!("a data set has rows")
}

/// The rows of all coalitions of the games of the distinct rows `rows` against a background.
///
/// # Errors
/// [`Error::Query`] where the file has no such rows.
///
/// # Panics
/// Where there is no memory for 128 rows for each of these and each of the background's.
pub fn coalitions(
    rows: Range<usize>,
    background: &Background,
    data: &DataSet,
) -> Result<Blocks<Row>> {
    let all = data.rows().len();
    if rows.is_empty() || rows.end > all {
        return Err(Error::Query(Because::new(
            "no-row",
            "There is no such row to explain: “{}” has {} distinct rows, counted from 0.",
            &[&data.name(), &all],
        )));
    }
    let rows = rows.map(|row| &data.rows()[row].features);
    Ok(coalitions_of(rows, background))
}

/// The same of rows that need not be of a data set.
///
/// # Panics
/// As [`coalitions`] does.
pub fn coalitions_of<'a>(
    rows: impl Iterator<Item = &'a Features>,
    background: &Background,
) -> Blocks<Row> {
    let mut mixed = Blocks::default();
    for row in rows {
        for (other, _) in background.rows() {
            Game::new(row, other).play(&mut mixed);
        }
    }
    mixed
}

/// What the columns add to the scores of some rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Contributions {
    /// The mean logit of the background, from which they start.
    pub base: f64,
    /// What each column adds to the logit of each row; the base and all of these are the row's logit.
    pub values: Vec<[f64; COLUMNS]>,
}

/// What the columns add to the scores of the distinct rows from `first` on, from the logits of their
/// [`coalitions`], as many as there are.
///
/// # Panics
/// Where these are the logits of other rows.
pub fn contributions(
    first: usize,
    background: &Background,
    data: &DataSet,
    logits: &[f32],
) -> Contributions {
    let rows = (first..data.rows().len()).map(|row| &data.rows()[row].features);
    contributions_of(rows, background, logits)
}

/// The same of rows that need not be of a data set, as many of them as there are logits for.
///
/// # Panics
/// As [`contributions`] does.
pub fn contributions_of<'a>(
    rows: impl Iterator<Item = &'a Features>,
    background: &Background,
    logits: &[f32],
) -> Contributions {
    let mut found = Contributions::default();
    let mut rest = logits;
    for row in rows {
        if rest.is_empty() {
            break;
        }
        let mut values = [0.0; COLUMNS];
        let mut base = 0.0;
        for (other, count) in background.rows() {
            let game = Game::new(row, other);
            let (worth, others) = rest.split_at(game.coalitions());
            let share = count as f64 / background.file_rows() as f64;
            for (player, &column) in game.columns().iter().enumerate() {
                values[column] += share * shapley(player, worth);
            }
            base += share * f64::from(worth[0]);
            rest = others;
        }
        // The same for all rows.
        found.base = base;
        found.values.push(values);
    }
    found
}

/// A row against one row of the background.
struct Game {
    row: Features,
    other: Features,
    /// The columns in which they differ, and how many those are.
    columns: [usize; COLUMNS],
    players: usize,
}

impl Game {
    fn new(row: &Features, other: &Features) -> Self {
        let mut game = Self {
            row: *row,
            other: *other,
            columns: [0; COLUMNS],
            players: 0,
        };
        for column in 0..COLUMNS {
            if row[column] != other[column] {
                game.columns[game.players] = column;
                game.players += 1;
            }
        }
        game
    }

    fn columns(&self) -> &[usize] {
        &self.columns[..self.players]
    }

    fn coalitions(&self) -> usize {
        1 << self.players
    }

    /// Appends the row of each coalition: bit i of its number tells whether the i-th of the columns
    /// is in it.
    fn play(&self, rows: &mut Blocks<Row>) {
        for coalition in 0..self.coalitions() {
            let mut features = self.other;
            for (bit, &column) in self.columns().iter().enumerate() {
                if coalition >> bit & 1 == 1 {
                    features[column] = self.row[column];
                }
            }
            let labels = Labels::default();
            let pushed = rows.push(Row { features, labels });
            pushed.expect("memory for some rows");
        }
    }
}

/// The Shapley value of a player, from what each coalition is worth: bit i of its number tells whether
/// player i is in it.
///
/// In f64, and of differences: a player that changes nothing gets exactly 0.
pub fn shapley(player: usize, worth: &[f32]) -> f64 {
    let players = worth.len().ilog2();
    let with = 1 << player;
    let without = (0..worth.len()).filter(|coalition| coalition & with == 0);
    let gains = without.map(|coalition| {
        let gain = f64::from(worth[coalition | with]) - f64::from(worth[coalition]);
        share(coalition.count_ones(), players) * gain
    });
    gains.sum()
}

/// |S|! (n - |S| - 1)! / n!, the share of the orders in which those in S come first, and then the
/// player: 1 / (n · (n - 1 over |S|)).
fn share(size: u32, players: u32) -> f64 {
    let chosen = (1..=size).map(|k| f64::from(players - k) / f64::from(k));
    1.0 / (f64::from(players) * chosen.product::<f64>())
}
