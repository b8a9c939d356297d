//! Futures, trainings and scorings run to their end; tests of genuine rows use these too.

use bethscope::config::{Config, Valid};
use bethscope::device::Compute;
use bethscope::distinct::DataSet;
use bethscope::model::Model;
use bethscope::score::Scoring;
use bethscope::train::{Training, TrainingRecord};
pub use pollster::block_on as now;

/// Training options as a person gives them.
pub fn config(json: &str) -> Valid {
    let config: Config = serde_json::from_str(json).unwrap();
    config.check().unwrap()
}

/// Trains to the end, `units` at a time.
pub fn train(mut training: Training, units: usize) -> (Model, TrainingRecord) {
    while !now(training.advance(units)).unwrap().done {}
    training.finish()
}

/// The logit of each distinct row, on the CPU.
pub fn score(model: &Model, data: &DataSet) -> Vec<f32> {
    let compute = Compute::cpu();
    let mut scoring = Scoring::new(data, model, &compute);
    while !now(scoring.advance(1, model, data, &compute)).unwrap() {}
    scoring.finish()
}
