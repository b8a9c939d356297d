//! What is counted over the rows of a split.

use std::{
    collections::{BTreeMap, HashSet},
    io::Read,
};

use crate::reconstruct::{Row, published};
use crate::rows::FEATURES;

/// How many rows the head holds in which distinct vectors are counted.
const HEAD: u64 = 12_500;

/// A row as the DataCamp form has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labelled {
    pub features: [i64; 7],
    pub sus: bool,
}

/// What only the generator and the raw form tell about a row.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
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
    pub fn of(rows: impl Iterator<Item = Row>) -> Tally {
        let mut tally = Tally::default();
        for row in rows {
            let origin = Origin {
                evil: row.evil,
                event: row.event.0,
                process: row.process,
                host: row.host,
            };
            let labelled = Labelled {
                features: row.features,
                sus: row.sus,
            };
            tally.add(labelled, Some(origin));
        }
        tally
    }

    /// Counts a labelled file in the DataCamp form; columns are found by name.
    ///
    /// # Errors
    /// A sentence that names the column, or the line and what stands there.
    pub fn read(file: impl Read) -> Result<Tally, String> {
        let mut reader = csv::Reader::from_reader(file);
        let headers = reader.headers().map_err(|error| error.to_string())?.clone();
        let find = |name: &str| {
            headers
                .iter()
                .position(|header| header.trim_start_matches('\u{feff}').trim() == name)
        };
        let mut columns = [0; 7];
        for (column, name) in columns.iter_mut().zip(FEATURES) {
            *column = find(name).ok_or_else(|| format!("The column {name} is missing."))?;
        }
        let label = find("sus_label").ok_or("The column sus_label is missing.")?;
        let mut tally = Tally::default();
        let mut record = csv::StringRecord::new();
        while reader
            .read_record(&mut record)
            .map_err(|error| error.to_string())?
        {
            let whole = |column: usize| {
                let cell = record[column].trim();
                cell.parse::<i64>().map_err(|_| {
                    let line = record.position().map_or(0, csv::Position::line);
                    format!("Line {line}: \"{cell}\" is not a whole number.")
                })
            };
            let mut features = [0; 7];
            for (value, &column) in features.iter_mut().zip(&columns) {
                *value = whole(column)?;
            }
            let sus = whole(label)? != 0;
            tally.add(Labelled { features, sus }, None);
        }
        Ok(tally)
    }

    /// Counts one row.
    pub fn add(&mut self, row: Labelled, origin: Option<Origin<'_>>) {
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
        if let Some(origin) = origin {
            self.evil += u64::from(origin.evil);
            *self.events.entry(origin.event).or_default() += 1;
            count(&mut self.names, origin.process);
            count(&mut self.hosts, origin.host);
            match self.processes.get_mut(origin.host) {
                Some(pids) => {
                    pids.insert(process);
                }
                None => {
                    let host = origin.host.to_string();
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
    /// the host's. Sums are whole numbers, so nothing is lost to rounding.
    pub fn moments(&self, at: usize) -> (f64, f64) {
        let offset = offset(at);
        let (mut sum, mut squares) = (0_i128, 0_i128);
        for (&value, &rows) in &self.values[at] {
            let value = i128::from(value - offset);
            sum += value * i128::from(rows);
            squares += value * value * i128::from(rows);
        }
        let rows = self.rows as f64;
        let mean = sum as f64 / rows;
        // n * squares - sum^2 is exact, so a large mean costs no digits.
        let spread = (i128::from(self.rows) * squares - sum * sum) as f64;
        (mean, (spread / rows / (rows - 1.0)).sqrt())
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
