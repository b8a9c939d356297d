//! CSV bytes to rows: the header tells the form, chunks of any size are pushed, rows come out.
//!
//! BETH comes in two forms, which are told apart by their header whatever the order of the columns:
//! the DataCamp form (seven features and `sus_label`) and the official raw form of 16 columns
//! (label `sus`, second label `evil`, and text such as `processName` and `args`).
//!
//! ```
//! use bethscope_log::rows::{Place, Reader, Row};
//!
//! let csv = b"processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label\n\
//!             381,7337,1,100,4026532231,5,0,1\n";
//! let mut rows = Vec::new();
//! let mut reader = Reader::new("train.csv", |row: Row, place: Place| rows.push((row, place)));
//! for chunk in csv.chunks(10) {
//!     reader.push(chunk)?;
//! }
//! let (read, _) = reader.finish()?;
//! let (row, place) = rows[0];
//! assert_eq!(row.features, [381, 7337, 1, 100, 4026532231, 5, 0]);
//! assert_eq!(row.labels.sus, Some(true));
//! assert_eq!((place.number, place.line), (1, 2));
//! assert_eq!(place.start, 87); // the row's first byte in the file
//! assert!(read.skipped.is_empty());
//! # Ok::<(), bethscope_log::Error>(())
//! ```

mod candidate;
mod columns;
mod detect;
mod dialect;
mod digits;
mod excerpt;
mod fault;
mod form;
mod framer;
mod header;
pub mod kind;
mod label;
mod memo;
pub mod number;
mod reader;
mod record;
mod sink;
mod skipped;

pub use candidate::Candidate;
pub use detect::dialect;
pub use dialect::{Dialect, Extra};
pub use excerpt::excerpt;
pub use fault::Fault;
pub use form::Form;
pub use framer::{Framer, LONGEST_RECORD};
pub use header::{Column, Header};
pub use kind::{Kind, Refusal, kind};
pub use label::flag;
pub use reader::{ReadFile, Reader, cells};
pub use record::{Broken, Record};
pub use sink::{Place, Sink};
pub use skipped::{Cause, Reason, Skipped, Told};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Labels {
    /// Unusual behaviour: `sus_label` in the DataCamp form, `sus` in the raw form.
    pub sus: Option<bool>,
    /// Malicious behaviour; only the raw form has it.
    pub evil: Option<bool>,
}

/// One row of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// What the network sees.
    pub features: Features,
    /// What it should say.
    pub labels: Labels,
}

impl Row {
    /// A hash of the row, the same everywhere and always.
    ///
    /// Multiplying by an odd number spreads a value over the bits above it, and folding brings those
    /// down again. General hashes multiply 64 by 64 to 128 bits, for which WebAssembly has no
    /// instruction. Somebody could write a file of rows with equal digests, and would make their
    /// own tab slow.
    pub fn digest(&self) -> u64 {
        const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
        let label = |label: Option<bool>| label.map_or(2, u64::from);
        let labels = label(self.labels.sus) * 3 + label(self.labels.evil);
        let mix = |hash: u64, value: u64| {
            let spread = (hash ^ value).wrapping_mul(ODD);
            spread ^ spread >> 32
        };
        let values = self.features.iter().map(|&value| value as u64);
        mix(values.fold(labels, mix), 0)
    }
}
