//! What thresholds give on validation rows, kept with the weights.
//!
//! A threshold must not be chosen on the file that it is judged on, and whoever loads weights has no
//! validation rows. So some dozens of thresholds are saved with what each gave on them: enough to
//! choose by any [`Rule`](super::Rule) later, and to say what the choice promises.

use serde::{Deserialize, Serialize};

use super::ranking::Step;
use super::resample::{Interval, Processes};
use super::{Confusion, Ranking, flagged, probability};

/// What thresholds gave on the validation rows, from the highest to the lowest: columns of equal
/// length, which are short in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tradeoff {
    /// Suspicious validation rows.
    pub suspicious: u64,
    /// Benign validation rows.
    pub benign: u64,
    /// Processes that the rows belong to.
    pub processes: usize,
    threshold: Vec<f64>,
    caught: Vec<u64>,
    false_alarms: Vec<u64>,
    /// Lower and upper ends; 0 to 1 without suspicious rows.
    recall: [Vec<f64>; 2],
    /// Lower and upper ends; 0 to 1 without benign rows.
    fpr: [Vec<f64>; 2],
}

/// What one threshold gave.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Point {
    /// Rows with at least this probability are flagged.
    pub threshold: f64,
    /// Suspicious rows flagged.
    pub caught: u64,
    /// Benign rows flagged.
    pub false_alarms: u64,
    /// 95 % interval of the share of suspicious rows that is flagged; see
    /// [`Processes`]. `None` without suspicious rows.
    pub recall: Option<Interval>,
    /// 95 % interval of the share of benign rows that is flagged. `None` without benign rows.
    pub fpr: Option<Interval>,
}

/// Shares of benign rows that people ask for, of each of which the lowest threshold within it is
/// kept: these times 1e-5, 1e-4 and so on.
const LEVELS: [f64; 6] = [1.0, 1.5, 2.0, 3.0, 5.0, 7.0];
const DECADES: [f64; 5] = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1];

impl Tradeoff {
    /// Takes what thresholds give on labelled rows: `rows` are a logit, a label and a count of each
    /// distinct row, in the order of `processes`.
    pub fn new(
        ranking: &Ranking,
        processes: &Processes,
        rows: impl Iterator<Item = (f32, bool, u64)> + Clone,
    ) -> Self {
        let mut tradeoff = Self {
            suspicious: ranking.suspicious(),
            benign: ranking.benign(),
            processes: processes.len(),
            threshold: kept(ranking),
            caught: Vec::new(),
            false_alarms: Vec::new(),
            recall: Default::default(),
            fpr: Default::default(),
        };
        for &threshold in &tradeoff.threshold {
            let counts = ranking.confusion(threshold).unwrap_or_default();
            tradeoff.caught.push(counts.tp);
            tradeoff.false_alarms.push(counts.fp);
            let told = |(logit, suspicious, count)| (flagged(logit, threshold), suspicious, count);
            let intervals = processes.intervals(rows.clone().map(told));
            push(&mut tradeoff.recall, intervals.recall);
            push(&mut tradeoff.fpr, intervals.fpr);
        }
        tradeoff
    }

    /// What each threshold gave, from the highest to the lowest.
    pub fn points(&self) -> impl DoubleEndedIterator<Item = Point> + Clone {
        let interval = |[low, high]: &[Vec<f64>; 2], at: usize, rows: u64| {
            (rows > 0).then(|| Interval(low[at], high[at]))
        };
        (0..self.threshold.len()).map(move |at| Point {
            threshold: self.threshold[at],
            caught: self.caught[at],
            false_alarms: self.false_alarms[at],
            recall: interval(&self.recall, at, self.suspicious),
            fpr: interval(&self.fpr, at, self.benign),
        })
    }

    /// Rows by label and flag at a point.
    pub fn confusion(&self, point: &Point) -> Confusion {
        Confusion {
            tp: point.caught,
            fp: point.false_alarms,
            tn: self.benign - point.false_alarms,
            fn_: self.suspicious - point.caught,
        }
    }

    /// Whether it can have come from rows: what a file says may be anything.
    pub fn is_sound(&self) -> bool {
        let shares = |values: &[f64]| values.iter().all(|value| (0.0..=1.0).contains(value));
        let counts = |values: &[u64], most| values.iter().all(|&value| value <= most);
        let ends = self.recall.iter().chain(&self.fpr);
        let lengths =
            (ends.clone().map(Vec::len)).chain([self.caught.len(), self.false_alarms.len()]);
        lengths.into_iter().all(|len| len == self.threshold.len())
            && shares(&self.threshold)
            && ends.clone().all(|values| shares(values))
            && counts(&self.caught, self.suspicious)
            && counts(&self.false_alarms, self.benign)
    }
}

/// Adds an interval, of which six digits are plenty; the file is shorter.
fn push([lows, highs]: &mut [Vec<f64>; 2], interval: Option<Interval>) {
    let Interval(low, high) = interval.unwrap_or(Interval(0.0, 1.0));
    let rounded = |share: f64| (share * 1e6).round() / 1e6;
    lows.push(rounded(low));
    highs.push(rounded(high));
}

/// The thresholds that are kept, from the highest to the lowest.
fn kept(ranking: &Ranking) -> Vec<f64> {
    let steps = &ranking.steps;
    let mut kept = vec![false; steps.len()];
    for at in corners(steps) {
        kept[at] = true;
    }
    let benign = ranking.benign() as f64;
    let levels = DECADES
        .iter()
        .flat_map(|decade| LEVELS.map(|level| level * decade));
    for level in levels.chain([0.0]) {
        let within = steps.partition_point(|step| step.benign as f64 <= level * benign);
        if let Some(last) = within.checked_sub(1) {
            kept[last] = true;
        }
    }
    if let Some(best) = best_f1(ranking) {
        kept[best] = true;
    }
    // What even the highest score gives, when no other is of use.
    if let Some(first) = kept.first_mut() {
        *first = true;
    }
    let kept = (0..steps.len()).filter(|&at| kept[at]);
    let mut thresholds: Vec<f64> = kept.map(|at| between(steps, at)).collect();
    thresholds.dedup();
    thresholds
}

/// The corners of the convex hull of the ROC curve: whatever a miss costs, one of them is cheapest
/// (Provost and Fawcett, "Robust classification for imprecise environments", 2001).
fn corners(steps: &[Step]) -> Vec<usize> {
    let mut hull: Vec<usize> = Vec::new();
    let ends = |at: Option<usize>| at.map_or(Step::START, |at| steps[at]);
    for at in 0..steps.len() {
        // A corner that lies on or under the line past it is none.
        while let Some(&last) = hull.last() {
            let before = ends(hull.len().checked_sub(2).map(|at| hull[at]));
            if slope(before, steps[last]) > slope(steps[last], steps[at]) {
                break;
            }
            hull.pop();
        }
        hull.push(at);
    }
    hull
}

/// Suspicious rows gained for a benign one.
fn slope(from: Step, to: Step) -> f64 {
    let gained = (to.suspicious - from.suspicious) as f64;
    gained / (to.benign - from.benign) as f64
}

fn best_f1(ranking: &Ranking) -> Option<usize> {
    let f1 = |step: &Step| {
        let flagged = step.suspicious + step.benign;
        2.0 * step.suspicious as f64 / (ranking.suspicious() + flagged) as f64
    };
    let steps = ranking.steps.iter().enumerate();
    steps
        .max_by(|(_, a), (_, b)| f1(a).total_cmp(&f1(b)))
        .map(|(at, _)| at)
}

/// A threshold that flags what is at this step or above it: halfway in log odds to the next, so that
/// another device's rounding moves no row across.
fn between(steps: &[Step], at: usize) -> f64 {
    let above = steps[at].logit;
    let below = steps.get(at + 1).map_or(above, |step| step.logit);
    let halfway = f64::midpoint(above.into(), below.into());
    match halfway.is_finite() {
        true => probability(halfway),
        false => probability(above),
    }
}
