//! A reconstructed row.

use super::event::Event;

/// One logged event, with everything both forms need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// processId, threadId, parentProcessId, userId, mountNamespace, argsNum, returnValue.
    pub features: [i64; 7],
    pub sus: bool,
    pub evil: bool,
    pub event: Event,
    pub process: &'static str,
    pub host: &'static str,
    /// The row's number, from 0: the raw form draws its timestamp and arguments from it.
    pub number: u64,
}

/// The feature columns, in the order of [`Row::features`] and of the DataCamp form.
pub const FEATURES: [&str; 7] = [
    "processId",
    "threadId",
    "parentProcessId",
    "userId",
    "mountNamespace",
    "argsNum",
    "returnValue",
];
