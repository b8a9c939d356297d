//! How close a split comes to what is published about BETH.
//!
//! Each [`Check`] sets a published number ([`crate::reconstruct::published`]) beside the number
//! found in the rows and gives a verdict. The rows may be reconstructed or read from real files, so
//! whoever has BETH can run the same comparison with it.
//!
//! # Tolerances
//!
//! - Counts of rows, labels and users x labels: exact.
//! - Baseline accuracies: to six digits, as printed. Correlation of userId: to four digits; the
//!   others, printed to three digits, within 0.002.
//! - Means and sds: 2 %. A mean that is small against its sd says little in percent (a returnValue
//!   mean of 14 with an sd of 275), so means may also miss by 2 % of the sd.
//! - Train marginals of mountNamespace and argsNum: exact. returnValue counts: 1 %, or 20 rows.
//! - Distinct values: 15 %, or 2 (drawn process ids coincide on two machines more or less often,
//!   by seed). Distinct vectors in the first 12,500 rows: a factor of 2.
//! - Events, hosts, program names and processes are only known to the generator and the raw form:
//!   1 %, or 20 rows; processes 15 %.

mod check;
mod comparison;
mod tally;

pub use check::{Check, Tolerance};
pub use comparison::{Comparison, compare};
pub use tally::{Labelled, Provenance, Tally};
