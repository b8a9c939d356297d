//! Whether probabilities are what they say: of the rows with 0.8, are 80 % suspicious?

use serde::Serialize;

use super::probability;
use super::ranking::{Ranking, pairs};

/// How many equal bins, from 0 to 1, a [`Reliability`] has.
pub const RELIABILITY_BINS: usize = 10;

/// Rows by probability, and what they turned out to be (Niculescu-Mizil and Caruana, "Predicting
/// good probabilities with supervised learning", ICML 2005). Only bins with rows in them stand here.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Reliability {
    /// Mean probability of each bin's rows, ascending.
    pub predicted: Vec<f64>,
    /// Share of suspicious rows among them.
    pub observed: Vec<f64>,
    /// How many rows they are.
    pub rows: Vec<f64>,
}

impl Ranking {
    /// The reliability diagram. `None` without labels.
    pub fn reliability(&self) -> Option<Reliability> {
        if !self.labelled() {
            return None;
        }
        let mut bins = [(0.0, 0.0, 0.0); RELIABILITY_BINS];
        for (before, step) in pairs(&self.steps) {
            let probability = probability(step.logit);
            let bin = (probability * RELIABILITY_BINS as f64) as usize;
            let (sum, suspicious, rows) = &mut bins[bin.min(RELIABILITY_BINS - 1)];
            let gained = (step.suspicious - before.suspicious) as f64;
            let all = gained + (step.benign - before.benign) as f64;
            *sum += probability * all;
            *suspicious += gained;
            *rows += all;
        }
        let mut diagram = Reliability::default();
        for (sum, suspicious, rows) in bins.into_iter().filter(|bin| bin.2 > 0.0) {
            diagram.predicted.push(sum / rows);
            diagram.observed.push(suspicious / rows);
            diagram.rows.push(rows);
        }
        Some(diagram)
    }
}
