//! CSV bytes to rows: the header tells the form, chunks of any size are pushed, rows come out.
//!
//! BETH comes in two forms, which are told apart by their header whatever the order of the columns:
//! the DataCamp form (seven features and `sus_label`) and the official raw form of 16 columns
//! (label `sus`, second label `evil`, and text such as `processName` and `args`).
//!
//! ```
//! use bethscope::rows::Reader;
//!
//! let csv = b"processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label\n\
//!             381,7337,1,100,4026532231,5,0,1\n";
//! let mut rows = Vec::new();
//! let mut reader = Reader::new("train.csv");
//! for chunk in csv.chunks(10) {
//!     reader.push(chunk, |row, at| rows.push((row, at)))?;
//! }
//! let read = reader.finish(|row, at| rows.push((row, at)))?;
//! assert_eq!(rows[0].0.features, [381, 7337, 1, 100, 4026532231, 5, 0]);
//! assert_eq!(rows[0].0.labels.sus, Some(true));
//! assert_eq!(rows[0].1, 87); // the row's first byte in the file
//! assert!(read.skipped.is_empty());
//! # Ok::<(), bethscope::Error>(())
//! ```

mod header;
mod reader;
mod record;
mod skipped;

pub use header::{Form, Header};
pub use reader::{ReadFile, Reader};
pub use record::cells;
pub use skipped::{Reason, Skipped};

/// The seven numeric columns every form has, in the order of the DataCamp files.
pub const FEATURES: [&str; 7] = [
    "processId",
    "threadId",
    "parentProcessId",
    "userId",
    "mountNamespace",
    "argsNum",
    "returnValue",
];

/// The values of [`FEATURES`], as the file has them.
pub type Features = [i64; FEATURES.len()];

/// Position of `processId` in [`Features`].
pub const PROCESS_ID: usize = 0;
/// Position of `parentProcessId` in [`Features`].
pub const PARENT_PROCESS_ID: usize = 2;
/// Position of `userId` in [`Features`].
pub const USER_ID: usize = 3;

/// The labels of a row; `None` where the file has no such column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Labels {
    /// Unusual behaviour: `sus_label` in the DataCamp form, `sus` in the raw form.
    pub sus: Option<bool>,
    /// Malicious behaviour; only the raw form has it.
    pub evil: Option<bool>,
}

/// One row of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Row {
    /// What the network sees.
    pub features: Features,
    /// What it should say.
    pub labels: Labels,
}
