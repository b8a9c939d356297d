//! BETH process logs: CSV bytes -> rows -> distinct rows with counts, and what can go wrong.
//!
//! The crate `bethscope` has these modules as its own.

pub mod blocks;
pub mod distinct;
pub mod error;
pub mod rows;

pub use error::{Error, Result};
