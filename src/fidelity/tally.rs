//! What is counted over the rows of a split.

use std::{
    collections::{BTreeMap, HashSet},
    io::Read,
};

use crate::reconstruct::{Logged, published};
use crate::rows::{self, FEATURES};

/// How many rows the head holds in which distinct vectors are counted.
const HEAD: u64 = 12_500;
/// Bytes that are read at a time.
const CHUNK: usize = 1 << 20;

/// A row as the DataCamp form has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labelled {
    pub features: [i64; 7],
    pub sus: bool,
}

/// What only the generator and the raw form tell about a row.
#[derive(Clone, Copy, Debug)]
pub struct Provenance<'a> {
    pub evil: bool,
    pub event: u16,
    pub process: &'a str,
    pub host: &'a str,
}

/// Counts over a split. Memory grows with the number of distinct values, not of rows.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub rows: u64,
    pub sus: u64,
    pub evil: u64,
    /// For each feature, its values and their rows.
    pub values: [BTreeMap<i64, u64>; 7],
    /// For each feature, the sum of its values over suspicious rows.
    sus_sums: [i128; 7],
    pub users: BTreeMap<(i64, bool), u64>,
    /// Benign rows by parentProcessId.
    pub benign_parents: BTreeMap<i64, u64>,
    pub other_thread: u64,
    head: HashSet<[i64; 7]>,
    pub events: BTreeMap<u16, u64>,
    pub names: BTreeMap<String, u64>,
    pub hosts: BTreeMap<String, u64>,
    processes: BTreeMap<String, HashSet<i64>>,
}

impl Tally {
    /// Counts a reconstructed split.
    pub fn of(rows: impl Iterator<Item = Logged>) -> Tally {
        let mut tally = Tally::default();
        for row in rows {
            let provenance = Provenance {
                evil: row.evil,
                event: row.event.0,
                process: row.process,
                host: row.host,
            };
            let labelled = Labelled {
                features: row.features,
                sus: row.sus,
            };
            tally.add(labelled, Some(provenance));
        }
        tally
    }

    /// Counts a labelled file; columns are found by name.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the file, or with a row of it.
    pub fn read(name: &str, mut file: impl Read) -> Result<Tally, String> {
        let mut tally = Tally::default();
        let count = |row: rows::Row, _: rows::Place| {
            let (features, sus) = (row.features, row.labels.sus == Some(true));
            tally.add(Labelled { features, sus }, None);
        };
        let mut reader = rows::Reader::new(name, count);
        let mut chunk = vec![0; CHUNK];
        loop {
            let read = file.read(&mut chunk);
            match read.map_err(|error| format!("{name}: {error}"))? {
                0 => break,
                bytes => reader
                    .push(&chunk[..bytes])
                    .map_err(|error| error.to_string())?,
            }
        }
        let (file, _) = reader.finish().map_err(|error| error.to_string())?;
        if !file.header.labelled {
            return Err(format!(
                "“{name}” has no labels (a column sus_label or sus)."
            ));
        }
        if let Some(cause) = file.skipped.causes().first() {
            let rows::Cause {
                reason,
                first_line,
                sample,
                ..
            } = cause;
            return Err(format!(
                "Line {first_line} of “{name}” has {reason}: “{sample}”."
            ));
        }
        Ok(tally)
    }

    /// Counts one row.
    pub fn add(&mut self, row: Labelled, provenance: Option<Provenance<'_>>) {
        self.rows += 1;
        self.sus += u64::from(row.sus);
        for (at, &value) in row.features.iter().enumerate() {
            *self.values[at].entry(value).or_default() += 1;
            self.sus_sums[at] += if row.sus { i128::from(value) } else { 0 };
        }
        let [process, thread, parent, user, ..] = row.features;
        *self.users.entry((user, row.sus)).or_default() += 1;
        if !row.sus {
            *self.benign_parents.entry(parent).or_default() += 1;
        }
        self.other_thread += u64::from(thread != process);
        if self.rows <= HEAD {
            self.head.insert(row.features);
        }
        if let Some(provenance) = provenance {
            self.evil += u64::from(provenance.evil);
            *self.events.entry(provenance.event).or_default() += 1;
            count(&mut self.names, provenance.process);
            count(&mut self.hosts, provenance.host);
            match self.processes.get_mut(provenance.host) {
                Some(pids) => {
                    pids.insert(process);
                }
                None => {
                    let host = provenance.host.to_string();
                    self.processes.insert(host, HashSet::from([process]));
                }
            }
        }
    }

    /// Processes, told apart by host and pid.
    pub fn processes(&self) -> u64 {
        self.processes.values().map(|pids| pids.len() as u64).sum()
    }

    /// Distinct feature vectors in the first 12,500 rows.
    pub fn head_distinct(&self) -> u64 {
        self.head.len() as u64
    }

    /// Rows whose feature number `at` has this value.
    pub fn with(&self, at: usize, value: i64) -> u64 {
        self.values[at].get(&value).copied().unwrap_or(0)
    }

    /// Mean and sd (divided by n - 1, as pandas does) of feature number `at`; mountNamespace less
    /// the host's. The mean is of whole numbers, and deviations are from it, so that a large mean
    /// costs no digits.
    pub fn moments(&self, at: usize) -> (f64, f64) {
        let offset = i128::from(offset(at));
        let values = || self.values[at].iter();
        let sum: i128 = values()
            .map(|(&value, &rows)| (i128::from(value) - offset) * i128::from(rows))
            .sum();
        let rows = self.rows as f64;
        let mean = sum as f64 / rows;
        let squares: f64 = values()
            .map(|(&value, &rows)| {
                let deviation = (i128::from(value) - offset) as f64 - mean;
                deviation * deviation * rows as f64
            })
            .sum();
        (mean, (squares / (rows - 1.0)).sqrt())
    }

    /// Correlation of feature number `at` with `sus`.
    pub fn correlation(&self, at: usize) -> f64 {
        let rows = self.rows as f64;
        let (mean, sd) = self.moments(at);
        let sum = self.sus_sums[at] - i128::from(self.sus) * i128::from(offset(at));
        let share = self.sus as f64 / rows;
        let covariance = sum as f64 / rows - share * mean;
        let population = sd * ((rows - 1.0) / rows).sqrt();
        covariance / (population * (share * (1.0 - share)).sqrt())
    }
}

fn offset(at: usize) -> i64 {
    if FEATURES[at] == "mountNamespace" {
        published::HOST_MOUNT
    } else {
        0
    }
}

fn count(rows: &mut BTreeMap<String, u64>, name: &str) {
    match rows.get_mut(name) {
        Some(rows) => *rows += 1,
        None => {
            rows.insert(name.to_string(), 1);
        }
    }
}
