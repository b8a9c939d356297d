//! Any bytes: a model that can be saved and loaded again, or a sentence.

#![no_main]

mod count;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bethscope::device::Compute;
use bethscope::weights::{load, save};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    count::count(input);
    let device = Compute::cpu().device;
    for file in [Some(input.to_vec()), assembled(input)]
        .into_iter()
        .flatten()
    {
        match load(&file, &device) {
            Err(error) => assert!(error.to_string().ends_with('.'), "{error}"),
            Ok((model, training)) => {
                let saved = now(save(&model, training.as_ref())).expect("a CPU can be read");
                assert!(load(&saved, &device).is_ok(), "a saved model can be loaded");
            }
        }
    }
});

/// The input as the JSON of a safetensors file and what follows it, with the length of the JSON put
/// before it: hardly any other change leaves that right.
fn assembled(input: &[u8]) -> Option<Vec<u8>> {
    let input = input.get(8..)?;
    let end = input.iter().rposition(|&byte| byte == b'}')? + 1;
    Some([&(end as u64).to_le_bytes(), input].concat())
}

/// Runs a future that never waits, as none does on the CPU.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the CPU never waits"),
    }
}
