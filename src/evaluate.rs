//! Trains, scores and judges natively, and says what the numbers were measured on.
//!
//! ```text
//! bytes -> Origin      genuine BETH, reconstruction or unknown, by hash
//! bytes -> DataSet     open
//! train, score         to the end in one call, on the CPU
//! Ranking -> Table     a model's rates beside what rules without a model get
//! Card                 what the shipped weights are and how they do
//! ```

mod card;
mod origin;
mod table;

use std::rc::Rc;
use std::task::{Context, Poll, Waker};

pub use card::{Card, Measured};
pub use origin::{Hash, Origin, Published, git_blob, sha256};
pub use table::{HALF, PAPER, Table};

use crate::config::{Config, Preset, Valid};
use crate::device::Compute;
use crate::distinct::{DataSet, Label, Opening};
use crate::error::Result;
use crate::features::Recipe;
use crate::metrics::Ranking;
use crate::model::Model;
use crate::reconstruct::{Form, Reconstruction};
use crate::score::{Scoring, ranking};
use crate::train::{EpochRecord, Training, TrainingRecord};

/// Reads a whole file.
///
/// # Errors
/// Those of [`Opening`].
pub fn open(name: &str, bytes: &[u8]) -> Result<DataSet> {
    let mut opening = Opening::new(name);
    opening.push(bytes)?;
    opening.finish()
}

/// The DataCamp form of a reconstruction, as the bytes of its file.
pub fn reconstructed(rows: Reconstruction) -> Vec<u8> {
    let mut bytes = Vec::new();
    let written = rows.write_to(Form::DataCamp, &mut bytes);
    written.expect("writing to memory does not fail");
    bytes
}

/// Trains to the end on the CPU; `each` hears of every epoch.
///
/// # Errors
/// Those of [`Training`].
pub fn train(
    train: &Rc<DataSet>,
    validation: &Rc<DataSet>,
    config: Valid,
    mut each: impl FnMut(&EpochRecord),
) -> Result<(Model, TrainingRecord)> {
    /// The CPU needs no pauses; any number will do.
    const UNITS: usize = 1000;
    let (data, held_out) = (train.clone(), Some(validation.clone()));
    let mut training = Training::new(data, held_out, config, Compute::cpu())?;
    loop {
        let progress = now(training.advance(UNITS))?;
        progress.record.iter().for_each(&mut each);
        if progress.done {
            return Ok(training.finish());
        }
    }
}

/// Scores every row on the CPU and ranks them against the label `sus`.
///
/// # Errors
/// Those of [`Scoring`].
pub fn score(model: &Model, data: &DataSet) -> Result<Ranking> {
    let compute = Compute::cpu();
    let mut scoring = Scoring::new(data, model, &compute);
    while !now(scoring.advance(16, model, data, &compute))? {}
    Ok(ranking(data, &scoring.finish(), Label::Sus))
}

/// The models of the table that are trained for it, with their names.
pub fn references() -> [(&'static str, Config); 3] {
    let preset = |preset| Config {
        preset: Some(preset),
        ..Config::default()
    };
    let logistic = Config {
        hidden: Some(Vec::new()),
        ..preset(Preset::Pytorch)
    };
    [
        ("logistic regression", logistic),
        ("keras preset", preset(Preset::Keras)),
        ("pytorch preset", preset(Preset::Pytorch)),
    ]
}

/// How the shipped weights are trained.
///
/// Among the networks tried that have a hidden layer and a recipe of this crate, these options have
/// the highest AUROC on the reconstructed test split of seed 1 without doing worse at threshold 0.5
/// than the rule `userId >= 1000`; they do no worse on three more reconstructions either. The
/// README's method section says what was tried.
pub fn shipped() -> Config {
    Config {
        preset: Some(Preset::Pytorch),
        recipe: Some(Recipe::Flagged),
        hidden: Some(vec![32.0, 16.0]),
        epochs: Some(40.0),
        patience: Some(10.0),
        batch: Some(4096.0),
        learning_rate: Some(0.003),
        ..Config::default()
    }
}

/// Runs a future that never waits, as none does on the CPU.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("the CPU never waits"),
    }
}
