//! Futures, trainings and scorings run to their end; tests of genuine rows use these too.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use bethscope::config::{Config, Valid};
use bethscope::device::Compute;
use bethscope::distinct::DataSet;
use bethscope::model::Model;
use bethscope::score::Scoring;
use bethscope::train::{Training, TrainingRecord};

/// Runs a future to its end. The CPU never waits; for a GPU the thread sleeps until it is woken.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            // A wake that came before this is not lost: `park` returns at once then.
            Poll::Pending => thread::park(),
        }
    }
}

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
