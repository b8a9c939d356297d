//! Splits a data set by process, so that no process is on both sides.
//!
//! Rows of one process are near copies of each other; a split by row would put the copies on both
//! sides and validate on what was trained on.

use std::collections::BTreeMap;

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::distinct::DataSet;
use crate::error::{Because, Error, Result};
use crate::rows::PROCESS_ID;
use crate::seed::{self, Stream};

/// Distinct rows for training and for validation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holdout {
    pub train: Vec<u32>,
    pub validation: Vec<u32>,
}

/// Holds out whole processes with about `share` of the file rows.
///
/// Processes with and without suspicious rows are held out separately, so that each side has both
/// kinds where there are at least two processes of each. Where there are not, a side may lack rows
/// of one kind; the training record says so.
///
/// # Errors
/// [`Error::TrainingData`] where the file has a single process, which cannot be on both sides.
pub fn by_process(data: &DataSet, share: f64, seed: u64) -> Result<Holdout> {
    let mut processes: BTreeMap<i64, Process> = BTreeMap::new();
    for (id, (row, &count)) in data.rows().iter().zip(data.counts()).enumerate() {
        let process = processes.entry(row.features[PROCESS_ID]).or_default();
        process.rows.push(id as u32);
        process.count += u64::from(count);
        process.suspicious |= row.labels.sus == Some(true);
    }
    if processes.len() < 2 {
        return Err(Error::TrainingData(Because::new(
            "one-process",
            "“{}” has a single process, so no process can be held out for validation; add a \
             validation file.",
            &[&data.name()],
        )));
    }
    let (suspicious, benign): (Vec<_>, Vec<_>) = processes
        .into_values()
        .partition(|process| process.suspicious);
    let mut random = seed::random(seed, Stream::Split);
    let mut split = Holdout {
        train: Vec::new(),
        validation: Vec::new(),
    };
    // Two processes, one of each kind, would leave one side empty. What is suspicious is to be learnt.
    if suspicious.len() < 2 && benign.len() < 2 {
        split.train = suspicious.into_iter().flat_map(|p| p.rows).collect();
        split.validation = benign.into_iter().flat_map(|p| p.rows).collect();
        return Ok(split);
    }
    for kind in [suspicious, benign] {
        hold_out(kind, share, &mut random, &mut split);
    }
    split.train.sort_unstable();
    split.validation.sort_unstable();
    Ok(split)
}

#[derive(Default)]
struct Process {
    rows: Vec<u32>,
    count: u64,
    suspicious: bool,
}

/// Holds out processes of one kind in random order while they bring the held-out rows nearer to
/// their share; at least one and never all, where there are two.
fn hold_out(mut kind: Vec<Process>, share: f64, random: &mut ChaCha8Rng, split: &mut Holdout) {
    kind.shuffle(random);
    let total: u64 = kind.iter().map(|process| process.count).sum();
    let wanted = share * total as f64;
    let smallest = (0..kind.len()).min_by_key(|&index| kind[index].count);
    let mut chosen: Vec<bool> = vec![false; kind.len()];
    let mut held_out = 0.0;
    for (process, chosen) in kind.iter().zip(&mut chosen) {
        let count = process.count as f64;
        if held_out + count / 2.0 <= wanted {
            *chosen = true;
            held_out += count;
        }
    }
    if kind.len() >= 2 {
        let smallest = smallest.expect("there are two");
        if !chosen.contains(&true) {
            chosen[smallest] = true;
        }
        if !chosen.contains(&false) {
            chosen[smallest] = false;
        }
    } else {
        chosen.fill(false);
    }
    for (process, chosen) in kind.into_iter().zip(chosen) {
        let side = if chosen {
            &mut split.validation
        } else {
            &mut split.train
        };
        side.extend(process.rows);
    }
}
