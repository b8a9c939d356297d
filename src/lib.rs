//! bethscope trains and scores a dense network on BETH process logs, in a browser tab or natively.
//!
//! The crate is a line of modules, each of which imports only what stands before it:
//!
//! ```text
//! blocks    a list that grows without moving what it holds
//! rows      CSV bytes -> rows, pushed in chunks; bad rows are counted, not fatal
//! distinct  rows -> distinct rows with counts, and where each file row belongs
//! features  distinct rows -> the network's input columns, scaled in f64
//! config    training options, unchecked and checked     seed   streams of random numbers
//! device    WebGPU or the CPU, and why   background   benign rows to compare scores with
//! dense     the dense network's operations, fused, on the CPU and on the GPU
//! model     the dense network and its one logit a row
//! metrics   scores against labels: confusion, curves, baselines, where to draw the line
//! drift     what is new in a file beside the rows that were trained on
//! score     a logit for every distinct row, in chunks of one shape
//! split     held-out processes          batches   counted rows -> unbiased batches
//! train     a run, pulled step by step       race   the backend that trains faster
//! weights   safetensors files that PyTorch reads
//! explain   why a row has its score, column by column
//! parity    the GPU against the CPU     page      sorted and filtered file rows
//! web       all of it for JavaScript (wasm32 only)
//! ```
//!
//! Beside the line stand `reconstruct`, which makes logs with BETH's published statistics, and
//! `fidelity`, which checks them; `evaluate` (native only) trains, scores and judges in one call for
//! the commands that do so, and `command` (feature `commands`) is what all commands share.
//!
//! ```
//! use std::rc::Rc;
//! use bethscope::{config::Config, device::Compute, distinct::Opening, train::Training};
//!
//! # fn log() -> String {
//! #     let mut text = String::from("processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label\n");
//! #     for i in 0..40 { text += &format!("{i},{i},1,{},4026531840,3,0,{}\n", i % 2 * 1000, i % 2); }
//! #     text
//! # }
//! # async fn example() -> bethscope::Result<()> {
//! let mut opening = Opening::new("log.csv");
//! opening.push(log().as_bytes())?;
//! let data = Rc::new(opening.finish()?);
//! let config = Config { epochs: Some(20.0), batch: Some(8.0), ..Config::default() }.check()?;
//! let mut training = Training::new(data, None, config, Compute::cpu())?;
//! while !training.advance(10).await?.done {}
//! let (model, record) = training.finish();
//! assert!(record.history.last().unwrap().train.accuracy > 0.9);
//! # Ok(())
//! # }
//! # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
//! # assert!(std::pin::pin!(example()).poll(&mut context).is_ready());
//! ```

pub mod background;
pub mod batches;
#[cfg(feature = "commands")]
pub mod command;
pub mod config;
pub mod dense;
pub mod device;
pub mod drift;
#[cfg(not(target_arch = "wasm32"))]
pub mod evaluate;
pub mod explain;
pub mod features;
pub mod fidelity;
pub mod metrics;
pub mod model;
pub mod page;
pub mod parity;
pub mod race;
pub mod reconstruct;
pub mod score;
pub mod seed;
pub mod split;
pub mod train;
#[cfg(target_arch = "wasm32")]
pub mod web;
pub mod weights;

pub use bethscope_log::{Error, Result, blocks, distinct, error, rows};
