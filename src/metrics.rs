//! What the scores of a file are worth, beside what a rule without a model is worth.
//!
//! Data come in as [`Observation`]s, one for each distinct row, weighted by how often the row
//! stands in the file; every number is the one that the raw rows would give.
//!
//! ```text
//! observations -> Ranking (sorted once) -> report(threshold)            numbers and baselines
//!                                       -> roc, precision_recall, histogram, reliability   drawings
//! validation rows -> Tradeoff -> Operating          the threshold to start with, and its promise
//! rows by process -> Processes -> Intervals         how sure a figure is
//! ```
//!
//! ```
//! use bethscope::metrics::{Observation, Ranking};
//!
//! let row = |logit, suspicious, count| Observation { logit, suspicious, count, external: false };
//! let ranking = Ranking::new([row(2.0, true, 3), row(-1.0, false, 5), row(0.5, false, 1)]);
//! let report = ranking.report(0.5, "suspicious");
//! assert_eq!(report.rates.accuracy, Some(8.0 / 9.0));
//! assert_eq!(report.rates.auroc, Some(1.0));
//! assert!(report.notes.is_empty());
//! ```
//!
//! The score carried everywhere is the logit. Probabilities near 0 and 1 collapse into one `f32`,
//! logits do not, so ranking by logit keeps the order the model gave.
//!
//! Definitions are those of scikit-learn, with one difference: where scikit-learn puts 0 for a
//! number that is not defined, this module puts `None`, and a report says why in a sentence.
//! No number is ever NaN or infinite; the one exception, the first threshold of a curve, says so.
//! Counts are exact as long as a file has fewer than 2^64 rows.

mod confusion;
mod curves;
mod operating;
mod ranking;
mod rates;
mod reliability;
mod report;
mod resample;
mod tradeoff;

pub use confusion::Confusion;
pub use curves::{FARTHEST, HISTOGRAM_BINS, Histogram, PrecisionRecall, Roc};
pub use operating::{NoPoint, Operating, Rule};
pub use ranking::{Budget, Ranking};
pub use rates::Rates;
pub use reliability::{RELIABILITY_BINS, Reliability};
pub use report::{Baseline, Report};
pub use resample::{Interval, Intervals, Processes};
pub use tradeoff::{Point, Tradeoff};

/// One distinct row, scored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// Log odds that the row is suspicious. One that is not a number counts as the lowest score,
    /// and the report says so.
    pub logit: f32,
    /// The label: `sus` or `evil`, whichever is asked about.
    pub suspicious: bool,
    /// How many rows of the file are this one. Zero is the same as leaving the row out.
    pub count: u64,
    /// `userId >= 1000`, the rule of the third baseline.
    pub external: bool,
}

/// The probability that a logit stands for, 1 / (1 + e^-logit).
///
/// In `f64` this form is accurate over the whole range of `f32` (a large negative logit gives
/// 1 / infinity = 0), it never decreases, which [`Ranking::confusion`] relies on, and it tells
/// logits apart up to 36, where an `f32` would be 1 from 17 on.
/// A logit that is not a number gives 0, as it counts as the lowest score.
pub fn probability(logit: impl Into<f64>) -> f64 {
    let logit = logit.into();
    if logit.is_nan() {
        return 0.0;
    }
    1.0 / (1.0 + (-logit).exp())
}

/// ln(1 + e^z), in the form that does not overflow: the log loss of a row whose logit is `-z` towards
/// its label.
pub fn softplus(z: f64) -> f64 {
    z.max(0.0) + (-z.abs()).exp().ln_1p()
}

/// Whether a row is flagged: its probability is at least the threshold.
///
/// The one rule for the table, the counts and the curves, so that they agree to the row.
pub fn flagged(logit: f32, threshold: f64) -> bool {
    probability(logit) >= threshold
}
