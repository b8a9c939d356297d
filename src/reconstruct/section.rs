//! One machine's stretch of log: its processes writing in bursts, mixed as a log mixes them.

use std::collections::BTreeSet;

use super::{
    cohort::Cohort,
    deck::Deck,
    dice::Dice,
    event::Event,
    logged::Logged,
    phrase::Returns,
    plan::{Class, Machine, Parent, Pid, Plan, Program},
};

/// Fresh process ids move up by this much with every repetition of a split beyond its official
/// size, so that scale tests meet new processes and not copies.
const PIDS_PER_BLOCK: i64 = 2_000;

/// `clone` never returned more than this in train (FACTS section 8: max returnValue 8289).
const LAST_CHILD: i64 = 8_289;

pub struct Section {
    plan: &'static Plan,
    host: &'static str,
    fresh: (i64, i64),
    /// Fresh process ids in use: what `clone` returns.
    children: Vec<i64>,
    cohorts: Vec<Cohort>,
    left: u64,
    /// The cohort whose burst it is, and how many rows of it are left.
    turn: usize,
    burst: u64,
}

impl Section {
    /// The section of machine number `at`, with `rows` for each program, in repetition `block`.
    #[inline(never)]
    pub fn new(
        plan: &'static Plan,
        at: usize,
        rows: &[u64],
        block: u64,
        dice: &mut Dice,
    ) -> Section {
        let machine = &plan.machines[at];
        let shift = block as i64 * PIDS_PER_BLOCK;
        let fresh = (machine.fresh.0 + shift, machine.fresh.1 + shift);
        let mut pids = Pids {
            taken: BTreeSet::new(),
            of: Vec::with_capacity(plan.programs.len()),
        };
        let mut cohorts = Vec::new();
        for (number, program) in plan.programs.iter().enumerate() {
            pids.allot(plan, number, at, fresh, dice);
            if rows[number] > 0 {
                let parents = pids.parents(program, number, machine);
                cohorts.push(Cohort::new(
                    number,
                    rows[number],
                    program.rows[at],
                    pids.of[number].clone(),
                    parents,
                ));
            }
        }
        let children = pids.taken.into_iter();
        Section {
            plan,
            host: machine.host,
            fresh,
            children: children.filter(|pid| pid - shift <= LAST_CHILD).collect(),
            left: rows.iter().sum(),
            cohorts,
            turn: 0,
            burst: 0,
        }
    }

    /// The next row, numbered `number`; `None` when the section is written.
    #[inline(never)]
    pub fn next(&mut self, decks: &mut [Deck], dice: &mut Dice, number: u64) -> Option<Logged> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let turn = &self.cohorts[self.turn];
        let resting = self.burst == 0 && turn.rests(&self.plan.programs[turn.program]);
        if turn.left() == 0 || resting {
            self.turn = self.pick(dice);
            // The genuine train head changes process every 41 rows on average.
            self.burst = 8 + dice.below(64);
        }
        self.burst = self.burst.saturating_sub(1);
        let cohort = &mut self.cohorts[self.turn];
        let program = &self.plan.programs[cohort.program];
        let step = cohort.advance(program, &mut decks[cohort.program], self.fresh, dice);
        let returned = match step.returns {
            Returns::Value(value) => i64::from(value),
            Returns::Child => match self.children.len() {
                0 => self.fresh.0,
                count => self.children[dice.below(count as u64) as usize],
            },
            Returns::Listing => listing(dice),
            Returns::ProcListing => 4_128 + 8 * dice.below(17) as i64,
        };
        Some(row(
            self.host,
            program,
            cohort.ids(),
            step.event,
            returned,
            number,
        ))
    }

    /// Draws whose turn it is: everyone as likely as it has rows left, so that all end together.
    fn pick(&self, dice: &mut Dice) -> usize {
        let mut at = dice.below(self.left + 1);
        for (turn, cohort) in self.cohorts.iter().enumerate() {
            if at < cohort.left() {
                return turn;
            }
            at -= cohort.left();
        }
        unreachable!("left is the sum of the cohorts' rows")
    }
}

/// Bytes that getdents64 reads of an ordinary directory: records of 24 bytes and up, aligned to 8.
/// From 104 up, so that the published counts of 32, 48, 80 and 96 are the plan's alone.
fn listing(dice: &mut Dice) -> i64 {
    let eighths = if dice.below(5) < 3 {
        13 + dice.below(36)
    } else {
        49 + dice.below(130)
    };
    8 * eighths as i64
}

fn row(
    host: &'static str,
    program: &Program,
    [process, thread, parent]: [i64; 3],
    event: Event,
    returned: i64,
    number: u64,
) -> Logged {
    Logged {
        features: [
            process,
            thread,
            parent,
            program.user,
            program.mount,
            event.args(),
            returned,
        ],
        sus: program.class != Class::Benign,
        evil: program.class == Class::Evil,
        event,
        process: program.name,
        host,
        number,
    }
}

/// The process ids of a machine while they are given out.
struct Pids {
    taken: BTreeSet<i64>,
    /// For each program so far.
    of: Vec<Vec<i64>>,
}

impl Pids {
    fn allot(&mut self, plan: &Plan, number: usize, at: usize, fresh: (i64, i64), dice: &mut Dice) {
        let program = &plan.programs[number];
        let count = program.processes[at] as i64;
        let forks = plan
            .programs
            .get(number + 1)
            .is_some_and(|next| next.pid == Pid::After(1));
        let pids = match program.pid {
            Pid::Same(up) => self.of[number - up].clone(),
            Pid::After(up) => self.of[number - up].iter().map(|pid| pid + 1).collect(),
            Pid::Fixed(pid) => vec![pid; count as usize],
            Pid::Machine(name) if count > 0 => self.named(plan.machines[at].pid(name), count),
            Pid::Machine(_) => Vec::new(),
            Pid::Fresh => (0..count)
                .map(|index| {
                    let stride = (fresh.1 - fresh.0) / count;
                    let mut pid = fresh.0
                        + (fresh.1 - fresh.0) * index / count
                        + dice.below(stride.max(1) as u64) as i64;
                    while self.taken.contains(&pid) || forks && self.taken.contains(&(pid + 1)) {
                        pid += 1;
                    }
                    self.taken.insert(pid);
                    if forks {
                        self.taken.insert(pid + 1);
                    }
                    pid
                })
                .collect(),
        };
        self.of.push(pids);
    }

    /// Several processes of one named daemon sit close together, as kernel workers and logins do.
    fn named(&self, first: i64, count: i64) -> Vec<i64> {
        (0..count).map(|index| first + 3 * index).collect()
    }

    fn parents(&self, program: &Program, number: usize, machine: &Machine) -> Vec<i64> {
        let pids = &self.of[number];
        match program.parent {
            Parent::Fixed(pid) => vec![pid; pids.len()],
            Parent::Machine(name) => vec![machine.pid(name); pids.len()],
            Parent::Above(up) => {
                let above = &self.of[number - up];
                (0..pids.len()).map(|at| above[at % above.len()]).collect()
            }
            Parent::Before(less) => pids.iter().map(|pid| pid - less).collect(),
        }
    }
}
