use serde::Serialize;

/// Rows by label and by flag: the counts that every number at one threshold comes from.
///
/// A ratio whose denominator is zero is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Confusion {
    /// Suspicious and flagged.
    pub tp: u64,
    /// Benign and flagged: a false alarm.
    pub fp: u64,
    /// Benign and left alone.
    pub tn: u64,
    /// Suspicious and left alone: a miss.
    #[serde(rename = "fn")]
    pub fn_: u64,
}

impl Confusion {
    /// Counts rows of a label and a flag.
    pub fn add(&mut self, flagged: bool, suspicious: bool, rows: u64) {
        let cell = match (suspicious, flagged) {
            (true, true) => &mut self.tp,
            (false, true) => &mut self.fp,
            (false, false) => &mut self.tn,
            (true, false) => &mut self.fn_,
        };
        *cell += rows;
    }

    /// Counts all that another has so many times.
    pub fn add_times(&mut self, other: &Self, times: u64) {
        self.tp += other.tp * times;
        self.fp += other.fp * times;
        self.tn += other.tn * times;
        self.fn_ += other.fn_ * times;
    }

    /// All rows.
    pub fn rows(&self) -> u64 {
        self.positives() + self.negatives()
    }

    /// Suspicious rows.
    pub fn positives(&self) -> u64 {
        self.tp + self.fn_
    }

    /// Benign rows.
    pub fn negatives(&self) -> u64 {
        self.fp + self.tn
    }

    /// Flagged rows.
    pub fn flagged(&self) -> u64 {
        self.tp + self.fp
    }

    /// Share of rows that the flag got right.
    pub fn accuracy(&self) -> Option<f64> {
        ratio(self.tp + self.tn, self.rows())
    }

    /// Mean of recall and of the share of benign rows left alone; one half for any constant flag.
    pub fn balanced_accuracy(&self) -> Option<f64> {
        Some((self.recall()? + ratio(self.tn, self.negatives())?) / 2.0)
    }

    /// Share of flagged rows that are suspicious.
    pub fn precision(&self) -> Option<f64> {
        ratio(self.tp, self.flagged())
    }

    /// Share of suspicious rows that are flagged.
    pub fn recall(&self) -> Option<f64> {
        ratio(self.tp, self.positives())
    }

    /// False-positive rate: share of benign rows that are flagged.
    pub fn fpr(&self) -> Option<f64> {
        ratio(self.fp, self.negatives())
    }

    /// F1 = 2 tp / (2 tp + fp + fn). Zero, and defined, when nothing is flagged but something
    /// should have been.
    pub fn f1(&self) -> Option<f64> {
        ratio(2 * self.tp, self.positives() + self.flagged())
    }

    /// Matthews correlation coefficient, -1 to 1: the correlation of label and flag.
    ///
    /// Not defined (0/0) when all rows share a label or a flag; scikit-learn puts 0 there.
    pub fn mcc(&self) -> Option<f64> {
        let unflagged = self.tn + self.fn_;
        let margins = [
            self.positives(),
            self.negatives(),
            self.flagged(),
            unflagged,
        ];
        if margins.contains(&0) {
            return None;
        }
        // The two products can agree in more digits than an f64 has, so their difference is
        // taken exactly. tp + tn fits a u64, so tp * tn is at most 2^126.
        let agreement = i128::from(self.tp) * i128::from(self.tn);
        let disagreement = i128::from(self.fp) * i128::from(self.fn_);
        let spread: f64 = margins.iter().map(|&rows| (rows as f64).sqrt()).product();
        Some((agreement - disagreement) as f64 / spread)
    }
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
