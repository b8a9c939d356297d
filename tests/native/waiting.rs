use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::thread;

use super::run::now;

/// A future that is ready when another thread says so, as a GPU's is.
#[test]
fn a_future_that_waits_is_woken() {
    let done = Arc::new(AtomicBool::new(false));
    let mut other = None;
    let future = poll_fn(|context| {
        if done.load(Ordering::Acquire) {
            return Poll::Ready(7);
        }
        let (done, waker) = (done.clone(), context.waker().clone());
        other.get_or_insert_with(|| {
            thread::spawn(move || {
                done.store(true, Ordering::Release);
                waker.wake();
            })
        });
        Poll::Pending
    });
    assert_eq!(now(future), 7);
}
