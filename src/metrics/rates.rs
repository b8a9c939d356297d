use serde::{Deserialize, Serialize};

use super::{Confusion, Ranking};

/// What is said of scores at one threshold. A number that is not defined is `None` (null in
/// JavaScript).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rates {
    /// [`Confusion::accuracy`]
    pub accuracy: Option<f64>,
    /// [`Confusion::balanced_accuracy`]
    pub balanced_accuracy: Option<f64>,
    /// [`Confusion::precision`]
    pub precision: Option<f64>,
    /// [`Confusion::recall`]
    pub recall: Option<f64>,
    /// [`Confusion::fpr`]
    pub fpr: Option<f64>,
    /// [`Confusion::f1`]
    pub f1: Option<f64>,
    /// [`Confusion::mcc`]
    pub mcc: Option<f64>,
    /// [`Ranking::auroc`], whatever the threshold.
    pub auroc: Option<f64>,
    /// [`Ranking::average_precision`], whatever the threshold.
    pub average_precision: Option<f64>,
}

pub(super) const ACCURACY: &str = "accuracy";
pub(super) const BALANCED_ACCURACY: &str = "balanced accuracy";
pub(super) const PRECISION: &str = "precision";
pub(super) const RECALL: &str = "recall";
pub(super) const FPR: &str = "the false-positive rate";
pub(super) const F1: &str = "F1";
pub(super) const MCC: &str = "MCC";
pub(super) const AUROC: &str = "AUROC";
pub(super) const AVERAGE_PRECISION: &str = "average precision";

impl Rates {
    /// Those of a ranking whose rows a threshold counts like this; `None` without labels.
    pub(super) fn new(confusion: Option<&Confusion>, ranking: &Ranking) -> Self {
        let rate = |of: fn(&Confusion) -> Option<f64>| confusion.and_then(of);
        Self {
            accuracy: rate(Confusion::accuracy),
            balanced_accuracy: rate(Confusion::balanced_accuracy),
            precision: rate(Confusion::precision),
            recall: rate(Confusion::recall),
            fpr: rate(Confusion::fpr),
            f1: rate(Confusion::f1),
            mcc: rate(Confusion::mcc),
            auroc: ranking.auroc(),
            average_precision: ranking.average_precision(),
        }
    }

    /// The names of those that are not defined, in the words of a sentence.
    pub(super) fn undefined(&self) -> Vec<&'static str> {
        let rates = [
            (ACCURACY, self.accuracy),
            (BALANCED_ACCURACY, self.balanced_accuracy),
            (PRECISION, self.precision),
            (RECALL, self.recall),
            (FPR, self.fpr),
            (F1, self.f1),
            (MCC, self.mcc),
            (AUROC, self.auroc),
            (AVERAGE_PRECISION, self.average_precision),
        ];
        let undefined = rates.into_iter().filter(|(_, rate)| rate.is_none());
        undefined.map(|(name, _)| name).collect()
    }
}
