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

use std::path::{Path, PathBuf};
use std::rc::Rc;

use pollster::block_on;

pub use card::{Card, Measured};
pub use origin::{Hash, Origin, Published, git_blob, sha256};
pub use table::{HALF, PAPER, Table};

use crate::config::{Config, Preset, Valid};
use crate::device::Compute;
use crate::distinct::{DataSet, Label, Opening};
use crate::error::Result;
use crate::features::Recipe;
use crate::metrics::{Operating, Ranking};
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

/// The genuine heads that models are measured on and never chosen by: `genuine/` in `folder`, or in
/// the folder that BETH_DIR names, or in ../shared/beth. `missing` hears of those that cannot be read.
///
/// # Errors
/// Those of [`open`].
pub fn heads(
    folder: Option<&Path>,
    mut missing: impl FnMut(String),
) -> Result<Vec<(&'static str, Rc<DataSet>)>> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = || std::env::var_os("BETH_DIR").map(PathBuf::from);
    let folder = folder.map(Path::to_owned).or_else(named);
    let folder = folder.unwrap_or_else(|| repository.join("../shared/beth"));
    let mut heads = Vec::new();
    for (name, file) in [
        ("genuine train head", "labelled_train.head12500.csv"),
        ("genuine test head", "labelled_test.head2500.csv"),
    ] {
        let path = folder.join("genuine").join(file);
        match std::fs::read(&path) {
            Ok(bytes) => heads.push((name, Rc::new(open(file, &bytes)?))),
            Err(error) => missing(format!(
                "There will be no {name}: {} cannot be read ({error}).",
                path.display()
            )),
        }
    }
    Ok(heads)
}

/// The thresholds that a model is judged at: 0.5, and its own where it has one.
pub fn thresholds(operating: Option<&Operating>) -> Vec<f64> {
    let own = operating.and_then(Operating::threshold);
    [HALF].into_iter().chain(own).collect()
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
        let progress = block_on(training.advance(UNITS))?;
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
    while !block_on(scoring.advance(16, model, data, &compute))? {}
    Ok(ranking(data, &scoring.finish(), Label::Sus))
}

/// The models of the table that are trained for it, with their names: on the seven columns, as the
/// course projects train theirs. What the default options give, `cargo defaults` prints.
pub fn references() -> [(&'static str, Config); 3] {
    let preset = |preset| Config {
        preset: Some(preset),
        recipe: Some(Recipe::Standard),
        batch: Some(256.0),
        learning_rate: Some(1e-3),
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
/// Of 45 networks tried (three shapes, three sets of options, seeds 1 to 5) these options have the
/// highest AUROC on the reconstructed test split of seed 1 without doing worse at threshold 0.5 than
/// the rule `userId >= 1000` there and on two more reconstructions. The README's method section has
/// the table.
pub fn shipped() -> Config {
    Config {
        preset: Some(Preset::Pytorch),
        recipe: Some(Recipe::Flagged),
        hidden: Some(vec![32.0, 16.0]),
        epochs: Some(40.0),
        patience: Some(10.0),
        batch: Some(4096.0),
        learning_rate: Some(0.003),
        seed: Some(5.0),
        ..Config::default()
    }
}
