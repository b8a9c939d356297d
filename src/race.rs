//! Whether the GPU or the CPU trains faster: before a run begins, each takes some of its steps.
//!
//! What is measured are real steps, of this network on these rows. The GPU takes two before the clock
//! runs, since the first ones compile its kernels, which may take seconds and is no part of a step. Then
//! both together have [`LIMIT`]; only one that takes longer than its part for a single step exceeds it.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::config::Valid;
use crate::device::{Backend, Compute};
use crate::distinct::DataSet;
use crate::error::Result;
use crate::train::{Progress, Training};

/// For so many milliseconds both are measured, together.
pub const LIMIT: f64 = 100.0;

/// Steps that compile the GPU's kernels: those of the first, and what only later ones do.
const WARM_UP: usize = 2;

/// File rows a second.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rates {
    pub webgpu: f64,
    pub cpu: f64,
}

impl Rates {
    /// The backend that does more. The GPU has to prove that it does.
    pub fn faster(&self) -> Backend {
        if self.webgpu > self.cpu {
            Backend::Webgpu
        } else {
            Backend::Cpu
        }
    }
}

/// What was measured of steps of one size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Widths of all layers, input and output included.
    pub layers: Vec<usize>,
    /// File rows of a batch, as the options say.
    pub batch: usize,
    /// Distinct rows that a step computes.
    pub slots: usize,
    /// `None` where the GPU's buffers are too small for such steps.
    pub rates: Option<Rates>,
    /// The one that trains.
    pub faster: Backend,
}

impl Measured {
    /// Another seed holds other processes out, and so has a few rows more or less in a step.
    fn same_size(&self, training: &Training) -> bool {
        let apart = self.slots.abs_diff(training.slots());
        self.layers == training.layers()
            && self.batch == training.batch()
            && apart * 10 <= self.slots
    }
}

/// One backend's rounds of steps. They become longer as long as there is time, since waiting for a GPU
/// weighs on a short round and hardly on a run, whose rounds take about 40 ms.
#[derive(Debug, Clone)]
pub struct Rounds {
    /// Milliseconds that are left.
    left: f64,
    /// Steps of the next round.
    steps: usize,
    all: usize,
    /// Steps and milliseconds too short to tell anything.
    pending: (usize, f64),
    /// Steps a millisecond, in the best stretch.
    best: Option<f64>,
}

impl Rounds {
    /// Milliseconds below which a browser's clock, which may tick once in one, tells little.
    pub const TELLING: f64 = 5.0;

    /// Steps after which it ends even where the clock stands still.
    const MOST: usize = 2048;

    /// Rounds of a single step at first, for so many milliseconds.
    pub fn new(limit: f64) -> Self {
        Self {
            left: limit,
            steps: 1,
            all: 0,
            pending: (0, 0.0),
            best: None,
        }
    }

    /// Steps of the next round; 0 where there is no time for another.
    pub fn next(&self) -> usize {
        self.steps
    }

    /// Milliseconds that nobody has used.
    pub fn left(&self) -> f64 {
        self.left
    }

    /// The round has taken so many milliseconds.
    pub fn took(&mut self, ms: f64) {
        self.left -= ms;
        self.all += self.steps;
        self.pending = (self.pending.0 + self.steps, self.pending.1 + ms);
        let next = match self.left {
            left if 2.0 * ms <= left => 2 * self.steps,
            left if ms <= left => self.steps,
            _ => 0,
        };
        self.steps = if self.all + next > Self::MOST {
            0
        } else {
            next
        };
        let (steps, ms) = self.pending;
        let over = self.steps == 0 && self.best.is_none();
        if (ms >= Self::TELLING || over) && ms > 0.0 {
            self.best = Some((steps as f64 / ms).max(self.best.unwrap_or(0.0)));
            self.pending = (0, 0.0);
        }
    }

    /// Ends it: what was measured is of no use.
    fn fail(&mut self) {
        self.steps = 0;
        self.best = None;
    }

    /// Steps a second; `None` where nothing could be measured.
    pub fn rate(&self) -> Option<f64> {
        self.best.map(|best| best * 1000.0)
    }
}

/// What a race is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Steps on the CPU.
    Cpu,
    /// The first steps on the GPU.
    WarmUp,
    /// Steps on the GPU.
    Gpu,
    Over,
}

/// A run that is prepared on both backends, until it is known which is to train.
pub struct Race {
    stage: Stage,
    cpu: Training,
    /// `None` where its buffers are too small, or it is known to be slower.
    gpu: Option<Training>,
    cpu_rounds: Rounds,
    gpu_rounds: Rounds,
    known: Option<Measured>,
}

impl Race {
    /// Prepares a run on the CPU and on `gpu`. Where one of `known` is of its size there is no race.
    ///
    /// # Errors
    /// As [`Training::new`] on the CPU.
    pub fn new(
        train: Rc<DataSet>,
        validation: Option<Rc<DataSet>>,
        config: Valid,
        gpu: Compute,
        known: &[Measured],
    ) -> Result<Self> {
        let cpu = Training::new(
            train.clone(),
            validation.clone(),
            config.clone(),
            Compute::cpu(),
        )?;
        let known = known.iter().find(|known| known.same_size(&cpu)).cloned();
        let gpu = match &known {
            Some(known) if known.faster == Backend::Cpu => None,
            // What the CPU takes and the GPU does not is more than its buffers hold.
            _ => Training::new(train, validation, config, gpu).ok(),
        };
        let stage = match (&known, &gpu) {
            (None, Some(_)) => Stage::Cpu,
            _ => Stage::Over,
        };
        Ok(Self {
            stage,
            cpu,
            gpu,
            cpu_rounds: Rounds::new(LIMIT / 2.0),
            gpu_rounds: Rounds::new(LIMIT / 2.0),
            known,
        })
    }

    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// How far training is, which has not begun.
    ///
    /// # Errors
    /// None that a run which has not begun could have.
    pub async fn progress(&mut self) -> Result<Progress> {
        let progress = self.cpu.advance(0).await?;
        Ok(Progress {
            phase: "measuring",
            ..progress
        })
    }

    /// Does the next round; `now` tells the time in milliseconds.
    pub async fn advance(&mut self, now: impl Fn() -> f64) {
        match self.stage {
            Stage::Cpu => {
                round(&mut self.cpu, &mut self.cpu_rounds, now).await;
                if self.cpu_rounds.next() == 0 {
                    self.stage = Stage::WarmUp;
                    self.gpu_rounds = Rounds::new(LIMIT / 2.0 + self.cpu_rounds.left());
                }
            }
            Stage::WarmUp => {
                let gpu = self.gpu.as_mut().expect("a race has two sides");
                self.stage = match gpu.rehearse(WARM_UP).await {
                    Ok(()) => Stage::Gpu,
                    Err(_) => Stage::Over,
                };
            }
            Stage::Gpu => {
                let gpu = self.gpu.as_mut().expect("a race has two sides");
                round(gpu, &mut self.gpu_rounds, now).await;
                if self.gpu_rounds.next() == 0 {
                    self.stage = Stage::Over;
                }
            }
            Stage::Over => {}
        }
    }

    /// What was measured, now or before; `None` before it is over, and where steps failed, which other
    /// options may not do.
    pub fn measured(&self) -> Option<Measured> {
        if self.stage != Stage::Over || self.known.is_some() {
            return self.known.clone();
        }
        let rows = self.cpu.rows_a_step();
        let rates = match &self.gpu {
            None => None,
            Some(_) => Some(Rates {
                webgpu: self.gpu_rounds.rate()? * rows,
                cpu: self.cpu_rounds.rate()? * rows,
            }),
        };
        Some(Measured {
            layers: self.cpu.layers().to_vec(),
            batch: self.cpu.batch(),
            slots: self.cpu.slots(),
            rates,
            faster: rates.map_or(Backend::Cpu, |rates| rates.faster()),
        })
    }

    /// The run on the faster backend, from its beginning; on the CPU where that is not known.
    pub fn finish(self) -> Training {
        let faster = self.measured().map(|measured| measured.faster);
        let mut training = match (faster, self.gpu) {
            (Some(Backend::Webgpu), Some(gpu)) => gpu,
            _ => self.cpu,
        };
        training.rewind();
        training
    }
}

/// A round of steps. Where they fail, this backend has no rate.
async fn round(training: &mut Training, rounds: &mut Rounds, now: impl Fn() -> f64) {
    let since = now();
    match training.rehearse(rounds.next()).await {
        Ok(()) => rounds.took(now() - since),
        Err(_) => rounds.fail(),
    }
}
