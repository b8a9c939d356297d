//! A row of a reconstruction.

use super::event::Event;
use crate::rows::Features;

/// One logged event, with everything both forms need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    pub features: Features,
    pub sus: bool,
    pub evil: bool,
    pub event: Event,
    pub process: &'static str,
    pub host: &'static str,
    /// The row's number, from 0: the raw form draws its timestamp and arguments from it.
    pub number: u64,
}
