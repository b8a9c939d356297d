//! A reconstruction of BETH from its published statistics.
//!
//! The real BETH files cannot ship with this project, so this module writes rows that keep what is
//! published about them: the number of rows, users and labels exactly, the marginals of the train
//! split nearly all exactly, means and spreads closely, and the way a log is made. Rows come from
//! *processes*: each has a fixed pid, parent, user and mount namespace, repeats the few phrases of
//! its program, and writes in bursts between the others. The argument count follows from the event
//! and the return value from the phrase. No genuine row is stored here; short programs that only
//! ever do one thing (`sh` starting `run-parts`) naturally do the same thing again.
//!
//! ```
//! use bethscope::reconstruct::{Form, Reconstruction, Split};
//!
//! let rows = Reconstruction::with_rows(Split::Test, 1, 5_000);
//! let suspicious = rows.clone().filter(|row| row.sus).count();
//! assert_eq!(suspicious, 4_537); // 90.73 %, as in the official split
//!
//! let mut file = Vec::new();
//! rows.write_to(Form::DataCamp, &mut file)?;
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! The same split, seed and number of rows give the same bytes on every platform: ChaCha8 and whole
//! numbers only. Memory does not grow with the number of rows. Beyond the official size the split
//! repeats with fresh process ids; below it, every kind of process keeps its share, labels exactly.
//!
//! # What is invented
//!
//! The fidelity report ([`crate::fidelity`]) lists what agrees. Nothing is published about these,
//! so they are plausible inventions. Some lean on sums that close: train's 996 rows of user 1000 are four
//! `systemd --user` of 248 rows (the size of the one in the genuine test head) and four `(sd-pam)`,
//! and the published correlation of processId with `sus`, -.101, puts their pids near 811.
//!
//! - which program says which phrase how often, beyond the genuine heads: the marginals are exact,
//!   the joint of event, return value and process is one of many that fit them;
//! - pid windows, parents and the share of each machine, but for the published parents and hosts;
//! - the rows of users 1001 (but tsm) and of most low-uid suspicious test processes: ssh logins,
//!   the message of the day (landscape-sysinfo and friends), an intruder's shell and its tools;
//! - which 3,956 of the uid >= 1000 test rows are not evil, and which 1,137 low-uid rows are;
//! - the nine low-uid suspicious validation rows (taken to be `close` threads and atd);
//! - the order of rows and all timestamps, arguments and stack addresses of the raw form.

mod cohort;
mod deck;
mod dice;
mod event;
mod form;
mod logged;
mod phrase;
mod plan;
pub mod published;
mod quota;
mod raw;
mod section;
mod split;

use std::{io, iter::FusedIterator, sync::OnceLock};

pub use event::{EVENTS, Event};
pub use form::Form;
pub use logged::Logged;
pub use split::Split;

use deck::Deck;
use dice::Dice;
use plan::{Class, Plan};
use section::Section;

/// The rows of one split, in file order.
pub struct Reconstruction {
    split: Split,
    seed: u64,
    rows: u64,
    plan: &'static Plan,
    block: Option<Block>,
    /// Whole repetitions begun, and rows written.
    blocks: u64,
    written: u64,
}

/// One repetition of the split, whole or cut to the rows that are left.
struct Block {
    /// For each machine, the rows of each program.
    quotas: Vec<Vec<u64>>,
    machine: usize,
    section: Option<Section>,
    decks: Vec<Deck>,
    dice: Dice,
}

impl Reconstruction {
    /// The split at its official size.
    pub fn new(split: Split, seed: u64) -> Reconstruction {
        Reconstruction::with_rows(split, seed, split.counts().rows)
    }

    /// The split at any size, its proportions kept.
    pub fn with_rows(split: Split, seed: u64, rows: u64) -> Reconstruction {
        Reconstruction {
            split,
            seed,
            rows,
            plan: plan(split),
            block: None,
            blocks: 0,
            written: 0,
        }
    }

    pub fn split(&self) -> Split {
        self.split
    }

    /// Writes all rows that are left, with a header, to `sink`.
    pub fn write_to(self, form: Form, mut sink: impl io::Write) -> io::Result<()> {
        /// Large enough that the system calls do not show in the time.
        const CHUNK: usize = 1 << 16;
        let mut buffer = Vec::with_capacity(CHUNK + 4096);
        form::write_header(form, &mut buffer);
        for row in self {
            form::write(form, &row, &mut buffer);
            if buffer.len() >= CHUNK {
                sink.write_all(&buffer)?;
                buffer.clear();
            }
        }
        sink.write_all(&buffer)?;
        sink.flush()
    }

    #[inline(never)]
    fn next_block(&mut self) -> Block {
        let official = self.split.counts().rows;
        let left = self.rows - self.written;
        let quotas = if left >= official {
            whole(self.plan)
        } else {
            sample(self.plan, self.split, left)
        };
        let number = self.blocks;
        self.blocks += 1;
        Block {
            quotas,
            machine: 0,
            section: None,
            decks: self.plan.programs.iter().map(Deck::new).collect(),
            dice: Dice::new(self.seed, number * 4 + self.split as u64),
        }
    }
}

impl Clone for Reconstruction {
    /// The same rows again, from the first.
    fn clone(&self) -> Self {
        Reconstruction::with_rows(self.split, self.seed, self.rows)
    }
}

impl Iterator for Reconstruction {
    type Item = Logged;

    fn next(&mut self) -> Option<Logged> {
        while self.written < self.rows {
            if self.block.is_none() {
                self.block = Some(self.next_block());
            }
            let (plan, number) = (self.plan, self.written);
            let row = self
                .block
                .as_mut()
                .and_then(|block| block.next(plan, self.blocks - 1, number));
            match row {
                Some(row) => {
                    self.written += 1;
                    return Some(row);
                }
                None => self.block = None,
            }
        }
        None
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = (self.rows - self.written) as usize;
        (left, Some(left))
    }
}

impl FusedIterator for Reconstruction {}

impl Block {
    fn next(&mut self, plan: &'static Plan, block: u64, number: u64) -> Option<Logged> {
        loop {
            if let Some(section) = &mut self.section {
                if let Some(row) = section.next(&mut self.decks, &mut self.dice, number) {
                    return Some(row);
                }
                self.machine += 1;
            }
            let quota = self.quotas.get(self.machine)?;
            let section = Section::new(plan, self.machine, quota, block, &mut self.dice);
            self.section = Some(section);
        }
    }
}

/// The plan of a split, read once.
fn plan(split: Split) -> &'static Plan {
    static PLANS: [OnceLock<Plan>; 3] = [const { OnceLock::new() }; 3];
    let text = match split {
        Split::Train => include_str!("reconstruct/train.plan"),
        Split::Validation => include_str!("reconstruct/validation.plan"),
        Split::Test => include_str!("reconstruct/test.plan"),
    };
    PLANS[split as usize].get_or_init(|| match Plan::parse(text) {
        Ok(plan) => plan,
        Err(wrong) => panic!("the {split} plan is faulty: {wrong}"),
    })
}

fn whole(plan: &Plan) -> Vec<Vec<u64>> {
    (0..plan.machines.len())
        .map(|machine| {
            plan.programs
                .iter()
                .map(|program| program.rows[machine])
                .collect()
        })
        .collect()
}

/// Quotas for fewer rows than the split has: classes first, then programs, then machines.
fn sample(plan: &Plan, split: Split, rows: u64) -> Vec<Vec<u64>> {
    let counts = split.counts();
    let totals = quota::apportion(
        rows,
        &[
            counts.rows - counts.sus,
            counts.sus - counts.evil,
            counts.evil,
        ],
    );
    let mut quotas = vec![vec![0; plan.programs.len()]; plan.machines.len()];
    for (class, total) in Class::ALL.into_iter().zip(totals) {
        let weights: Vec<u64> = plan
            .programs
            .iter()
            .map(|program| match program.class == class {
                true => program.rows.iter().sum(),
                false => 0,
            })
            .collect();
        let shares = quota::apportion_keeping_all(total, &weights);
        for (number, share) in shares
            .into_iter()
            .enumerate()
            .filter(|(_, share)| *share > 0)
        {
            let rows = quota::apportion(share, &plan.programs[number].rows);
            for (quota, rows) in quotas.iter_mut().zip(rows) {
                quota[number] = rows;
            }
        }
    }
    quotas
}
