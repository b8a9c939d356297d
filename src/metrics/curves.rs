//! Curves and the histogram, as columns of numbers ready to draw.
//!
//! A curve has a point for each distinct score, far more than a screen has pixels. Both are
//! thinned the same way: the axis along which the curve never turns back is cut into equal
//! columns, and of each column the first, the last, the lowest and the highest point are kept
//! (M4: Jugel et al., "M4: A Visualization-Oriented Time Series Data Aggregation", VLDB 2014).
//! A line between columns is then one of the true curve's own, and inside a column the drawn line
//! runs from the true lowest to the true highest value, so drawn and true curve are never further
//! apart than one column is wide. The ends of the curve are always kept.

use serde::Serialize;

use super::probability;
use super::ranking::{Ranking, Step, pairs};

/// How many equal bins a [`Histogram`] has.
pub const HISTOGRAM_BINS: usize = 50;

/// Log odds beyond which probabilities cannot be told from 0 or 1.
pub const FARTHEST: f64 = 36.0;

/// Receiver operating characteristic: one point a kept threshold, from (0, 0) to (1, 1).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Roc {
    /// False-positive rate, never decreasing.
    pub fpr: Vec<f64>,
    /// True-positive rate (recall), never decreasing.
    pub tpr: Vec<f64>,
    /// The probability of the lowest row counted at this point, never increasing. The first point
    /// counts no row; its threshold is infinite, as scikit-learn has it.
    pub threshold: Vec<f64>,
}

/// Precision against recall: one point a kept threshold, recall from 0 to 1.
///
/// To be drawn as steps: between two points lies no row, so the straight line between them
/// promises a precision that no threshold gives.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PrecisionRecall {
    /// Never decreasing.
    pub recall: Vec<f64>,
    /// The first point, where nothing is flagged, is 1 by convention, as scikit-learn has it.
    pub precision: Vec<f64>,
    /// As in [`Roc::threshold`].
    pub threshold: Vec<f64>,
}

/// Rows by log odds, in [`HISTOGRAM_BINS`] equal bins: by probability a sure network has all of its
/// rows in two. A value on an edge belongs to the bin above it; what lies outside of the edges belongs
/// to the first or the last bin.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Histogram {
    /// Edges of the bins in log odds, one more than there are bins: from the lowest score to the
    /// highest in whole numbers, with 0 between them, and no further than [`FARTHEST`].
    pub edges: Vec<f64>,
    /// All rows in each bin.
    pub rows: Vec<f64>,
    /// Benign rows in each bin. `None` without labels.
    pub benign: Option<Vec<f64>>,
    /// Suspicious rows in each bin. `None` without labels.
    pub suspicious: Option<Vec<f64>>,
}

impl Ranking {
    /// The ROC curve in at most `max_points` points (but at least 4 where it has them).
    ///
    /// Columns are cut along (fpr + tpr) / 2, since a good model's curve rises in its first pixel.
    /// The drawn curve stays within 4 / `max_points` of the true one, in units of an axis: one
    /// pixel on a square of `max_points` / 4 pixels. `None` unless there are rows of both labels.
    pub fn roc(&self, max_points: usize) -> Option<Roc> {
        let (suspicious, benign) = (self.suspicious(), self.benign());
        if suspicious == 0 || benign == 0 {
            return None;
        }
        let points = self.points();
        let fpr = |step: &Step| step.benign as f64 / benign as f64;
        let tpr = |step: &Step| step.suspicious as f64 / suspicious as f64;
        // The curve only rises, so lowest and highest are first and last: two points a column.
        let diagonal = |step: &Step| (fpr(step) + tpr(step)) / 2.0;
        let kept = thin(&points, max_points, max_points / 2, diagonal, tpr);
        Some(Roc {
            fpr: kept.iter().map(fpr).collect(),
            tpr: kept.iter().map(tpr).collect(),
            threshold: kept.iter().map(threshold).collect(),
        })
    }

    /// The precision-recall curve in at most `max_points` points (but at least 4 where it has
    /// them).
    ///
    /// The drawn curve stays within 4 / `max_points` of the true one, in units of the recall axis:
    /// one pixel on a drawing `max_points` / 4 pixels wide. `None` where there are no suspicious
    /// rows.
    pub fn precision_recall(&self, max_points: usize) -> Option<PrecisionRecall> {
        let suspicious = self.suspicious();
        if suspicious == 0 {
            return None;
        }
        let points = self.points();
        let recall = |step: &Step| step.suspicious as f64 / suspicious as f64;
        let precision = |step: &Step| match step.suspicious + step.benign {
            0 => 1.0,
            flagged => step.suspicious as f64 / flagged as f64,
        };
        let kept = thin(&points, max_points, max_points / 4, recall, precision);
        Some(PrecisionRecall {
            recall: kept.iter().map(recall).collect(),
            precision: kept.iter().map(precision).collect(),
            threshold: kept.iter().map(threshold).collect(),
        })
    }

    /// How the scores lie.
    pub fn histogram(&self) -> Histogram {
        let logits = self.steps.iter().map(|step| f64::from(step.logit));
        let least = logits.clone().fold(-1.0, f64::min).floor().max(-FARTHEST);
        let most = logits.fold(1.0, f64::max).ceil().min(FARTHEST);
        let width = (most - least) / HISTOGRAM_BINS as f64;
        let mut benign = vec![0.0; HISTOGRAM_BINS];
        let mut suspicious = vec![0.0; HISTOGRAM_BINS];
        for (before, step) in pairs(&self.steps) {
            // Below the first edge the cast gives 0.
            let place = (f64::from(step.logit) - least) / width;
            let bin = (place as usize).min(HISTOGRAM_BINS - 1);
            benign[bin] += (step.benign - before.benign) as f64;
            suspicious[bin] += (step.suspicious - before.suspicious) as f64;
        }
        let edges = (0..HISTOGRAM_BINS).map(|i| least + i as f64 * width);
        Histogram {
            edges: edges.chain([most]).collect(),
            rows: benign.iter().zip(&suspicious).map(|(b, s)| b + s).collect(),
            benign: self.labelled().then_some(benign),
            suspicious: self.labelled().then_some(suspicious),
        }
    }

    fn points(&self) -> Vec<Step> {
        let start = std::iter::once(Step::START);
        start.chain(self.steps.iter().copied()).collect()
    }
}

fn threshold(step: &Step) -> f64 {
    match step.suspicious + step.benign {
        0 => f64::INFINITY,
        _ => probability(step.logit),
    }
}

/// The points to draw: see the top of this file. `place` runs from 0 to 1 and never decreases.
fn thin(
    points: &[Step],
    max_points: usize,
    columns: usize,
    place: impl Fn(&Step) -> f64,
    height: impl Fn(&Step) -> f64,
) -> Vec<Step> {
    if points.len() <= max_points {
        return points.to_vec();
    }
    let columns = columns.max(1);
    let column = |step: &Step| ((place(step) * columns as f64) as usize).min(columns - 1);
    points
        .chunk_by(|a, b| column(a) == column(b))
        .flat_map(|chunk| {
            let by_height =
                |&a: &usize, &b: &usize| f64::total_cmp(&height(&chunk[a]), &height(&chunk[b]));
            let lowest = (0..chunk.len()).min_by(by_height).unwrap_or(0);
            let highest = (0..chunk.len()).max_by(by_height).unwrap_or(0);
            let mut kept = vec![0, lowest, highest, chunk.len() - 1];
            kept.sort_unstable();
            kept.dedup();
            kept.into_iter().map(|i| chunk[i])
        })
        .collect()
}
