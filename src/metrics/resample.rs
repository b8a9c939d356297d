//! How sure a figure is, where rows of one process are near copies of each other.
//!
//! Intervals that take every row for evidence of its own are far too narrow on BETH: a thousand rows
//! of one process are one decision made a thousand times. So whole processes are drawn, with
//! replacement, and the figure is counted anew each time: the cluster bootstrap (Field and Welsh,
//! "Bootstrapping clustered data", J. R. Stat. Soc. B 69, 2007), of which the middle 95 % are the
//! interval (the percentile method).
//!
//! A share that is 0 or 1 in every process is the same in every draw, and would be called certain.
//! There the interval is that of Clopper and Pearson with one trial a process: the worst case, in which
//! a process that differs does so in all of its rows. Where only a few processes differ the draws know
//! no others, so the interval is that of processes like these, and may be the narrower one.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::{Deserialize, Serialize};

use super::Confusion;

/// How often processes are drawn.
const DRAWS: usize = 1000;
/// More processes than this are drawn in so many groups, put together at random: groups of whole
/// processes vary as the processes do, and the effort stays the same for any file.
const MOST_GROUPS: usize = 512;
/// What is left out at either end.
const TAIL: f64 = 0.025;

/// The lower and the upper end of a 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval(pub f64, pub f64);

/// 95 % intervals of the figures at one threshold; `None` where the figure is not defined.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Intervals {
    pub recall: Option<Interval>,
    pub fpr: Option<Interval>,
    pub balanced_accuracy: Option<Interval>,
}

/// The processes that the rows of a file belong to, and the draws of them.
#[derive(Debug, Clone)]
pub struct Processes {
    /// The group of each distinct row.
    of: Vec<u16>,
    groups: usize,
    processes: usize,
    /// How often each group is in each draw.
    draws: Vec<u16>,
}

impl Processes {
    /// Takes the process id of each distinct row, in their order.
    pub fn new(ids: impl Iterator<Item = i64> + Clone) -> Self {
        let mut known: Vec<i64> = ids.clone().collect();
        known.sort_unstable();
        known.dedup();
        let mut random = ChaCha8Rng::seed_from_u64(0);
        let groups = known.len().min(MOST_GROUPS);
        let group_of: Vec<u16> = match known.len() <= MOST_GROUPS {
            true => (0..groups as u16).collect(),
            false => (known.iter())
                .map(|_| random.random_range(0..groups as u16))
                .collect(),
        };
        let place = |id: i64| known.binary_search(&id).expect("it is one of them");
        let mut draws = vec![0; DRAWS * groups];
        for draw in draws.chunks_exact_mut(groups.max(1)) {
            for _ in 0..groups {
                draw[random.random_range(0..groups)] += 1;
            }
        }
        Self {
            of: ids.map(|id| group_of[place(id)]).collect(),
            groups,
            processes: known.len(),
            draws,
        }
    }

    /// Number of different processes.
    pub fn len(&self) -> usize {
        self.processes
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.processes == 0
    }

    /// The intervals for distinct rows, in their order, each a flag, a label and a count.
    pub fn intervals(&self, rows: impl Iterator<Item = (bool, bool, u64)>) -> Intervals {
        let mut groups = vec![Confusion::default(); self.groups];
        for (&group, (flagged, suspicious, count)) in self.of.iter().zip(rows) {
            groups[group as usize].add(flagged, suspicious, count);
        }
        let drawn: Vec<Confusion> = (self.draws)
            .chunks_exact(self.groups.max(1))
            .map(|draw| {
                let parts = draw.iter().zip(&groups);
                parts.fold(Confusion::default(), |mut all, (&times, group)| {
                    all.add_times(group, u64::from(times));
                    all
                })
            })
            .collect();
        Intervals {
            recall: interval(&groups, &drawn, Confusion::recall),
            fpr: interval(&groups, &drawn, Confusion::fpr),
            balanced_accuracy: interval(&groups, &drawn, Confusion::balanced_accuracy),
        }
    }
}

/// The middle of what the draws give for a figure.
fn interval(
    groups: &[Confusion],
    drawn: &[Confusion],
    figure: fn(&Confusion) -> Option<f64>,
) -> Option<Interval> {
    // Numbers that are not negative are ordered as their bits are, and whole numbers are sorted
    // already, in `new`: another sort would be 4 kB more of the module.
    let mut values: Vec<i64> = (drawn.iter().filter_map(figure))
        .map(|value| value.to_bits() as i64)
        .collect();
    values.sort_unstable();
    let value = |at: usize| f64::from_bits(values[at] as u64);
    let last = values.len().checked_sub(1)?;
    let (least, most) = (value(0), value(last));
    if least == most && (least == 0.0 || least == 1.0) {
        let trials = groups.iter().filter_map(figure).count().max(1);
        return Some(never_seen_to_differ(least, trials));
    }
    let at = |share: f64| value((share * last as f64).round() as usize);
    Some(Interval(at(TAIL), at(1.0 - TAIL)))
}

/// Clopper and Pearson's interval for a share that was 0 or 1 in each of so many trials.
fn never_seen_to_differ(share: f64, trials: usize) -> Interval {
    let unseen = 1.0 - (TAIL.ln() / trials as f64).exp();
    match share {
        0.0 => Interval(0.0, unseen),
        _ => Interval(1.0 - unseen, 1.0),
    }
}
