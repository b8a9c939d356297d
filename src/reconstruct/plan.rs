//! A split's plan: its machines, its programs, and how many rows each wrote.
//!
//! Plans are text beside this file, so that the numbers can be read and changed as data:
//!
//! ```text
//! machine HOST fresh LOW..HIGH NAME PID NAME PID ...   a stretch of log of one machine; `fresh` is the
//!                                                      window its short-lived processes take pids from
//! program NAME, CLASS, user UID, mount M, pid P, parent Q, thread T
//!   rows N N ...          rows on each machine
//!   processes N N ...     processes on each machine
//!   start PHRASE, ...     what each process does first
//!   end PHRASE, ...       what each process does last
//!   deck N PHRASE, ...    how often the program says each phrase, over the whole split
//! ```
//!
//! CLASS is benign, suspicious or evil (evil is suspicious too). P is a number, a NAME of the
//! machine, `fresh`, `after K` (one above the pid of the program K entries up) or `same K`. Q is a
//! number, a NAME, `above K` (that program's pid) or `before N` (pid - N). T is `own` (the default),
//! `fresh`, or `pool N S [late L]`: S % of phrases on one of N threads beside the process id, and
//! L % on a thread with a fresh id. Rows are exact: the start, end and deck of a program add up.
//!
//! The decks are the whole-number solution nearest to what the genuine heads suggest under which all
//! published counts close (found once with an integer program). Change one, and the fidelity report
//! says which published number it broke.

use super::phrase::{self, Step};

/// Who a process's rows belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    Benign,
    Suspicious,
    Evil,
}

impl Class {
    pub const ALL: [Class; 3] = [Class::Benign, Class::Suspicious, Class::Evil];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pid {
    Fixed(i64),
    Machine(&'static str),
    Fresh,
    After(usize),
    Same(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    Fixed(i64),
    Machine(&'static str),
    Above(usize),
    Before(i64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thread {
    Own,
    Fresh,
    Pool {
        threads: u32,
        percent: u32,
        late: u32,
    },
}

/// A program: one name, user, class and way of working, on any number of machines.
#[derive(Clone, Debug)]
pub struct Program {
    pub name: &'static str,
    pub class: Class,
    pub user: i64,
    pub mount: i64,
    pub pid: Pid,
    pub parent: Parent,
    pub thread: Thread,
    /// Rows on each machine.
    pub rows: Vec<u64>,
    /// Processes on each machine.
    pub processes: Vec<u64>,
    pub start: Vec<Step>,
    pub end: Vec<Step>,
    /// Phrases and how often each is said over the whole split, commonest first.
    pub deck: Vec<(Vec<Step>, u64)>,
}

/// A stretch of one machine's log.
#[derive(Clone, Debug)]
pub struct Machine {
    pub host: &'static str,
    /// Fresh process ids come from here, low inclusive, high exclusive.
    pub fresh: (i64, i64),
    named: Vec<(&'static str, i64)>,
}

impl Machine {
    /// The process id this machine gives `name`.
    ///
    /// # Panics
    /// When the plan never names it: a fault in the plan, which the tests read whole.
    pub fn pid(&self, name: &str) -> i64 {
        self.named
            .iter()
            .find(|entry| entry.0 == name)
            .unwrap_or_else(|| panic!("{} names no {name}", self.host))
            .1
    }
}

#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub machines: Vec<Machine>,
    pub programs: Vec<Program>,
}

impl Plan {
    /// Reads a plan; the error names the line.
    pub fn parse(text: &'static str) -> Result<Plan, String> {
        let mut plan = Plan::default();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            plan.read(line)
                .map_err(|wrong| format!("line {}: {wrong}", number + 1))?;
        }
        for program in &mut plan.programs {
            program
                .deck
                .sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        }
        Ok(plan)
    }

    fn read(&mut self, line: &'static str) -> Result<(), String> {
        let (key, rest) = line.split_once(' ').ok_or("a word alone")?;
        match key {
            "machine" => self.machines.push(machine(rest)?),
            "program" => self.programs.push(program(rest)?),
            _ => {
                let program = self.programs.last_mut().ok_or("no program yet")?;
                match key {
                    "rows" => program.rows = numbers(rest)?,
                    "processes" => program.processes = numbers(rest)?,
                    "start" => program.start.extend(script(rest)?),
                    "end" => program.end.extend(script(rest)?),
                    "deck" => {
                        for entry in rest.split(", ") {
                            let (count, words) = entry.split_once(' ').ok_or("an empty entry")?;
                            program.deck.push((phrase::steps(words)?, number(count)?));
                        }
                    }
                    other => return Err(format!("\"{other}\" starts no line")),
                }
            }
        }
        Ok(())
    }
}

fn number<T: std::str::FromStr>(word: &str) -> Result<T, String> {
    word.parse()
        .map_err(|_| format!("\"{word}\" is not a number that fits"))
}

fn numbers(words: &str) -> Result<Vec<u64>, String> {
    words.split_whitespace().map(number).collect()
}

fn script(phrases: &str) -> Result<Vec<Step>, String> {
    let phrases: Result<Vec<_>, _> = phrases.split(", ").map(phrase::steps).collect();
    Ok(phrases?.concat())
}

fn machine(line: &'static str) -> Result<Machine, String> {
    let words: Vec<&'static str> = line.split_whitespace().collect();
    let [host, "fresh", window, named @ ..] = &words[..] else {
        return Err("a machine starts with its host and fresh window".into());
    };
    let (low, high) = window.split_once("..").ok_or("a window is LOW..HIGH")?;
    let mut pids = Vec::new();
    for pair in named.chunks(2) {
        let [name, pid] = pair else {
            return Err(format!("\"{}\" has no pid", pair[0]));
        };
        pids.push((*name, number(pid)?));
    }
    Ok(Machine {
        host,
        fresh: (number(low)?, number(high)?),
        named: pids,
    })
}

fn program(line: &'static str) -> Result<Program, String> {
    let mut parts = line.split(", ");
    let name = parts.next().unwrap_or_default();
    let class = match parts.next() {
        Some("benign") => Class::Benign,
        Some("suspicious") => Class::Suspicious,
        Some("evil") => Class::Evil,
        other => return Err(format!("{other:?} is not a class")),
    };
    let mut program = Program {
        name,
        class,
        user: 0,
        mount: 0,
        pid: Pid::Fresh,
        parent: Parent::Fixed(1),
        thread: Thread::Own,
        rows: Vec::new(),
        processes: Vec::new(),
        start: Vec::new(),
        end: Vec::new(),
        deck: Vec::new(),
    };
    for part in parts {
        let words: Vec<&'static str> = part.split_whitespace().collect();
        match words[..] {
            ["user", user] => program.user = number(user)?,
            ["mount", name] => program.mount = mount(name)?,
            ["pid", "fresh"] => program.pid = Pid::Fresh,
            ["pid", "after", up] => program.pid = Pid::After(number(up)?),
            ["pid", "same", up] => program.pid = Pid::Same(number(up)?),
            ["pid", word] => {
                program.pid = word.parse().map_or(Pid::Machine(word), Pid::Fixed);
            }
            ["parent", "above", up] => program.parent = Parent::Above(number(up)?),
            ["parent", "before", less] => program.parent = Parent::Before(number(less)?),
            ["parent", word] => {
                program.parent = word.parse().map_or(Parent::Machine(word), Parent::Fixed);
            }
            ["thread", "fresh"] => program.thread = Thread::Fresh,
            ["thread", "pool", threads, percent, ref late @ ..] => {
                program.thread = Thread::Pool {
                    threads: number(threads)?,
                    percent: number(percent)?,
                    late: match late {
                        ["late", late] => number(late)?,
                        _ => 0,
                    },
                }
            }
            _ => return Err(format!("\"{part}\" says nothing about a program")),
        }
    }
    Ok(program)
}

/// Mount namespaces (FACTS section 8): the host's, and one for each sandboxed systemd service.
fn mount(name: &str) -> Result<i64, String> {
    Ok(match name {
        "host" => super::published::HOST_MOUNT,
        "udevd" => 4_026_532_217,
        "timesyncd" => 4_026_532_229,
        "networkd" => 4_026_532_231,
        "resolved" => 4_026_532_232,
        "logind" => 4_026_532_288,
        other => return Err(format!("\"{other}\" is no mount namespace")),
    })
}
