use serde::Serialize;

use super::{Confusion, Observation, Rates, Report, flagged, probability, softplus};

/// The rows of a file from the highest score to the lowest.
///
/// Built once for each set of scores and label; after that a threshold costs one binary search,
/// so a slider can move freely.
#[derive(Debug, Clone)]
pub struct Ranking {
    /// One step for each distinct logit, descending.
    pub(super) steps: Vec<Step>,
    labelled: bool,
    by_user: Confusion,
    unscored: u64,
    auroc: Option<f64>,
    average_precision: Option<f64>,
    log_loss: Option<f64>,
    brier: Option<f64>,
}

/// See [`Ranking::within`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Budget {
    pub threshold: f64,
    /// Rows that it flags.
    pub flagged: u64,
    /// Rows that share the next lower score: none of them is flagged, since not all would fit.
    pub tied: u64,
}

/// Rows whose logit is at least this one. Rows of equal logit cannot be told apart by any
/// threshold, so they share a step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub logit: f32,
    pub suspicious: u64,
    pub benign: u64,
}

impl Ranking {
    /// Ranks labelled rows. Their order does not matter.
    pub fn new(observations: impl IntoIterator<Item = Observation>) -> Self {
        let mut by_user = Confusion::default();
        let mut unscored = 0;
        let mut rows = Vec::new();
        for row in observations {
            if row.count == 0 {
                continue; // a step of no rows would have no precision
            }
            by_user.add(row.external, row.suspicious, row.count);
            let mut logit = row.logit;
            if logit.is_nan() {
                unscored += row.count;
                logit = f32::NEG_INFINITY;
            }
            let (suspicious, benign) = match row.suspicious {
                true => (row.count, 0),
                false => (0, row.count),
            };
            rows.push(Step {
                logit,
                suspicious,
                benign,
            });
        }
        rows.sort_unstable_by(|a, b| b.logit.total_cmp(&a.logit));

        let mut steps: Vec<Step> = Vec::with_capacity(rows.len());
        for row in rows {
            let above = totals(&steps);
            let step = Step {
                logit: row.logit,
                suspicious: above.suspicious + row.suspicious,
                benign: above.benign + row.benign,
            };
            match steps.last_mut() {
                // 0 and -0 are equal here, though `total_cmp` orders them.
                Some(last) if last.logit == row.logit => *last = step,
                _ => steps.push(step),
            }
        }
        Self {
            auroc: auroc(&steps),
            average_precision: average_precision(&steps),
            log_loss: log_loss(&steps).filter(|_| unscored == 0),
            brier: brier(&steps).filter(|_| unscored == 0),
            steps,
            labelled: true,
            by_user,
            unscored,
        }
    }

    /// Ranks rows without labels, each a logit and a count: only [`flagged`](Self::flagged),
    /// [`histogram`](Self::histogram) and a short [`report`](Self::report) can be had from them.
    pub fn unlabelled(rows: impl IntoIterator<Item = (f32, u64)>) -> Self {
        let unlabelled = |(logit, count)| Observation {
            logit,
            suspicious: false,
            count,
            external: false,
        };
        Self {
            labelled: false,
            // Of the figures these are the ones that rows of one label have.
            log_loss: None,
            brier: None,
            ..Self::new(rows.into_iter().map(unlabelled))
        }
    }

    /// Whether the rows have labels.
    pub fn labelled(&self) -> bool {
        self.labelled
    }

    /// Rows of the file.
    pub fn rows(&self) -> u64 {
        self.suspicious() + self.benign()
    }

    /// Rows whose logit is not a number. They count as the lowest score.
    pub fn unscored(&self) -> u64 {
        self.unscored
    }

    /// Rows flagged at a threshold between 0 and 1, by the rule of [`flagged`](super::flagged).
    pub fn flagged(&self, threshold: f64) -> u64 {
        let step = self.step_at(threshold);
        step.suspicious + step.benign
    }

    /// Rows by label and flag at a threshold between 0 and 1. `None` without labels.
    pub fn confusion(&self, threshold: f64) -> Option<Confusion> {
        let step = self.step_at(threshold);
        self.labelled.then(|| Confusion {
            tp: step.suspicious,
            fp: step.benign,
            tn: self.benign() - step.benign,
            fn_: self.suspicious() - step.suspicious,
        })
    }

    /// The rule `userId >= 1000` as if it were a model. `None` without labels.
    pub fn by_user(&self) -> Option<Confusion> {
        self.labelled.then_some(self.by_user)
    }

    /// Area under the ROC curve: the probability that a suspicious row drawn at random scores
    /// above a benign one, a tie counting half (Mann-Whitney U / (positives * negatives)).
    /// `None` unless there are rows of both labels.
    pub fn auroc(&self) -> Option<f64> {
        self.auroc
    }

    /// Average precision, the sum over the steps of (R_n - R_{n-1}) P_n, as scikit-learn's
    /// `average_precision_score`: no interpolation, which would flatter the model.
    /// `None` where there are no suspicious rows.
    pub fn average_precision(&self) -> Option<f64> {
        self.average_precision
    }

    /// Mean of -ln p(label), in nats.
    ///
    /// Taken from the logits, as softplus(-logit) for a suspicious row and softplus(logit) for a
    /// benign one. A finite logit therefore has a finite loss and nothing is clipped; the
    /// probability of a confident mistake rounds to 0 or 1 and its logarithm would be infinite.
    /// `None` without rows, and where a logit is itself infinite on the wrong side or not a number.
    pub fn log_loss(&self) -> Option<f64> {
        self.log_loss
    }

    /// Mean of (probability - label)², the label being 0 or 1 (Brier, "Verification of forecasts
    /// expressed in terms of probability", 1950). `None` without rows, and where a logit is not a
    /// number.
    pub fn brier(&self) -> Option<f64> {
        self.brier
    }

    /// The threshold for who can look at so many rows: the lowest that flags no more than `rows`, and
    /// where even the highest score is shared by more, that score. `None` without rows.
    pub fn within(&self, rows: u64) -> Option<Budget> {
        let flagged = |step: &Step| step.suspicious + step.benign;
        let fitting = self.steps.partition_point(|step| flagged(step) <= rows);
        let last = self.steps.get(fitting.saturating_sub(1))?;
        let threshold = probability(last.logit);
        let taken = self.flagged(threshold);
        // Scores too near to 1 for any threshold to part them are ties, too.
        let lower = self.steps.iter().find(|step| flagged(step) > taken);
        let tied = lower.map_or(taken, |step| self.flagged(probability(step.logit)));
        Some(Budget {
            threshold,
            flagged: taken,
            tied: tied - taken,
        })
    }

    /// The rates at a threshold between 0 and 1.
    pub fn rates(&self, threshold: f64) -> Rates {
        Rates::new(self.confusion(threshold).as_ref(), self)
    }

    /// All numbers at a threshold between 0 and 1, beside the baselines.
    ///
    /// `class` is the word for a positive row in the notes, `"suspicious"` or `"evil"`.
    pub fn report(&self, threshold: f64, class: &str) -> Report {
        Report::new(self, threshold, class)
    }

    pub(super) fn suspicious(&self) -> u64 {
        totals(&self.steps).suspicious
    }

    pub(super) fn benign(&self) -> u64 {
        totals(&self.steps).benign
    }

    /// The last step whose rows are flagged.
    fn step_at(&self, threshold: f64) -> Step {
        let flagged = self
            .steps
            .partition_point(|step| flagged(step.logit, threshold));
        totals(&self.steps[..flagged])
    }
}

impl Step {
    /// Before the first row.
    pub const START: Self = Self {
        logit: f32::INFINITY,
        suspicious: 0,
        benign: 0,
    };
}

/// Each step with the step before it, the first with [`Step::START`].
pub(super) fn pairs(steps: &[Step]) -> impl Iterator<Item = (Step, Step)> {
    let before = std::iter::once(Step::START).chain(steps.iter().copied());
    before.zip(steps.iter().copied())
}

fn totals(steps: &[Step]) -> Step {
    steps.last().copied().unwrap_or(Step::START)
}

fn auroc(steps: &[Step]) -> Option<f64> {
    let all = totals(steps);
    // Twice the number of pairs in the right order, exact in integers.
    let ordered: u128 = pairs(steps)
        .map(|(before, step)| {
            let benign = u128::from(step.benign - before.benign);
            benign * (u128::from(before.suspicious) + u128::from(step.suspicious))
        })
        .sum();
    let pairs = u128::from(all.suspicious) * u128::from(all.benign);
    (pairs > 0).then(|| ordered as f64 / 2.0 / pairs as f64)
}

fn average_precision(steps: &[Step]) -> Option<f64> {
    let all = totals(steps).suspicious;
    let sum: f64 = pairs(steps)
        .map(|(before, step)| {
            let gained = (step.suspicious - before.suspicious) as f64;
            gained * step.suspicious as f64 / (step.suspicious + step.benign) as f64
        })
        .sum();
    (all > 0).then(|| sum / all as f64)
}

fn log_loss(steps: &[Step]) -> Option<f64> {
    let all = totals(steps);
    let sum: f64 = pairs(steps)
        .map(|(before, step)| {
            let logit = f64::from(step.logit);
            weighted(step.suspicious - before.suspicious, -logit)
                + weighted(step.benign - before.benign, logit)
        })
        .sum();
    let loss = sum / (all.suspicious + all.benign) as f64;
    // NaN without rows, infinite where an infinite logit was wrong.
    loss.is_finite().then_some(loss)
}

fn brier(steps: &[Step]) -> Option<f64> {
    let all = totals(steps);
    let sum: f64 = pairs(steps)
        .map(|(before, step)| {
            let suspicious = (step.suspicious - before.suspicious) as f64;
            let benign = (step.benign - before.benign) as f64;
            let probability = probability(step.logit);
            suspicious * (1.0 - probability).powi(2) + benign * probability.powi(2)
        })
        .sum();
    let rows = all.suspicious + all.benign;
    (rows > 0).then(|| sum / rows as f64)
}

/// `count` rows of loss softplus(z).
fn weighted(count: u64, z: f64) -> f64 {
    if count == 0 {
        return 0.0; // not 0 * infinity
    }
    count as f64 * softplus(z)
}
