//! The processes of one program on one machine, one after another.

use super::{
    deck::{Bookmark, Deck},
    dice::Dice,
    phrase::Step,
    plan::{Program, Thread},
};

/// What a cohort is in the middle of saying.
#[derive(Clone, Copy)]
enum Saying {
    Start(usize),
    Phrase(Bookmark),
    End(usize),
}

/// Where in its life the current process stands.
#[derive(Clone, Copy)]
enum Stage {
    Born,
    Working,
    Ending,
}

pub struct Cohort {
    /// The program's number in the plan.
    pub program: usize,
    /// Rows to write, and rows written.
    pub rows: u64,
    pub written: u64,
    /// Process and parent ids of all processes of the plan.
    pids: Vec<i64>,
    parents: Vec<i64>,
    /// How many of them write in this sample, and which is writing.
    active: u64,
    current: u64,
    /// The current process's place in the lists.
    at: usize,
    thread: i64,
    stage: Stage,
    saying: Option<Saying>,
}

/// A small sample gives each process at least about this many rows, so that it shows fewer
/// processes and not just the first event of all of them.
const SAMPLE_ROWS: u64 = 24;

impl Cohort {
    /// # Panics
    /// When a program has rows on a machine but no processes there: a fault in the plan.
    pub fn new(program: usize, rows: u64, full: u64, pids: Vec<i64>, parents: Vec<i64>) -> Cohort {
        let all = pids.len() as u64;
        assert!(all > 0, "program {program} has rows but no processes");
        let each = (full / all).clamp(1, SAMPLE_ROWS);
        Cohort {
            program,
            rows,
            written: 0,
            pids,
            parents,
            active: if rows == full {
                all
            } else {
                (rows / each).clamp(1, all)
            },
            current: 0,
            at: 0,
            thread: 0,
            stage: Stage::Born,
            saying: None,
        }
    }

    pub fn left(&self) -> u64 {
        self.rows - self.written
    }

    /// Whether the cohort stands between two phrases, where a burst may end.
    pub fn rests(&self, program: &Program) -> bool {
        match self.saying {
            None => true,
            Some(Saying::Start(at)) => at >= program.start.len(),
            Some(Saying::End(at)) => at >= program.end.len(),
            Some(Saying::Phrase(at)) => at.step >= program.deck[at.phrase].0.len(),
        }
    }

    /// processId, threadId and parentProcessId of the current process.
    pub fn ids(&self) -> [i64; 3] {
        [self.pids[self.at], self.thread, self.parents[self.at]]
    }

    /// The next event. To be called while rows are left.
    pub fn advance(
        &mut self,
        program: &Program,
        deck: &mut Deck,
        fresh: (i64, i64),
        dice: &mut Dice,
    ) -> Step {
        loop {
            match self.saying {
                Some(Saying::Start(at)) if at < program.start.len() => {
                    return self.write(program.start[at], Saying::Start(at + 1));
                }
                Some(Saying::End(at)) if at < program.end.len() => {
                    return self.write(program.end[at], Saying::End(at + 1));
                }
                Some(Saying::Phrase(place)) if place.step < program.deck[place.phrase].0.len() => {
                    let last = self.current + 1 >= self.active;
                    if last && self.left() <= program.end.len() as u64 {
                        deck.put_back(place);
                        self.stage = Stage::Ending;
                    } else {
                        let steps = &program.deck[place.phrase].0;
                        let next = Bookmark {
                            step: place.step + 1,
                            ..place
                        };
                        if self.left() == 1 && next.step < steps.len() {
                            deck.put_back(next);
                        }
                        return self.write(steps[place.step], Saying::Phrase(next));
                    }
                }
                Some(Saying::End(_)) => {
                    self.current += 1;
                    self.stage = Stage::Born;
                }
                _ => {}
            }
            self.saying = Some(self.begin(program, deck, fresh, dice));
        }
    }

    fn write(&mut self, step: Step, next: Saying) -> Step {
        self.written += 1;
        self.saying = Some(next);
        step
    }

    fn begin(
        &mut self,
        program: &Program,
        deck: &mut Deck,
        fresh: (i64, i64),
        dice: &mut Dice,
    ) -> Saying {
        if matches!(self.stage, Stage::Born) {
            let all = self.pids.len() as u64;
            let current = self.current.min(self.active - 1);
            // Few of many: spread over the whole list, so that a sample keeps the range of pids.
            self.at = ((2 * current + 1) * all / (2 * self.active)) as usize;
        }
        self.thread = self.pick_thread(program.thread, fresh, dice);
        match self.stage {
            Stage::Born => {
                self.stage = Stage::Working;
                Saying::Start(0)
            }
            Stage::Working => {
                let goal = self.rows * (self.current + 1) / self.active;
                if self.written + program.end.len() as u64 >= goal {
                    return Saying::End(0);
                }
                match deck.draw(dice) {
                    Some(place) => Saying::Phrase(place),
                    None => {
                        assert!(
                            !(program.start.is_empty() && program.end.is_empty()),
                            "{} has more rows than its deck",
                            program.name
                        );
                        Saying::End(0)
                    }
                }
            }
            Stage::Ending => Saying::End(0),
        }
    }

    fn pick_thread(&self, thread: Thread, fresh: (i64, i64), dice: &mut Dice) -> i64 {
        let [pid, now, _] = self.ids();
        let any = |dice: &mut Dice| fresh.0 + dice.below((fresh.1 - fresh.0) as u64) as i64;
        match thread {
            Thread::Own => pid,
            Thread::Fresh if matches!(self.stage, Stage::Born) => any(dice),
            Thread::Fresh => now,
            Thread::Pool {
                threads,
                percent,
                late,
            } => match dice.below(100) as u32 {
                roll if roll < percent => pid + 1 + dice.below(threads.into()) as i64,
                // Late threads are few and write long: the window's first ids, some way apart.
                roll if roll < percent + late => fresh.0 + 11 * dice.below(4) as i64,
                _ => pid,
            },
        }
    }
}
