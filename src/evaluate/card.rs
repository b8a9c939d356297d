//! The card that lies beside weights: what they are, how to make them again, how they do.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Table;
use crate::config::Valid;
use crate::metrics::{Operating, Rates};

/// What is known of a weights file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    /// The weights' file name and SHA-256.
    pub file: String,
    pub sha256: String,
    /// What they were trained on.
    pub data: String,
    /// Seed of the data; that of the training is in `config`.
    pub data_seed: u64,
    pub backend: String,
    /// Prints the same file again.
    pub command: String,
    /// Year, month and day, UTC.
    pub date: String,
    pub config: Valid,
    pub best_epoch: Option<usize>,
    /// The threshold that comes with the weights.
    pub operating: Operating,
    pub parameters: usize,
    pub measured: Vec<Measured>,
    pub licence: String,
}

/// A model's numbers on a file at a threshold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Measured {
    pub model: String,
    pub file: String,
    pub threshold: f64,
    #[serde(flatten)]
    pub rates: Rates,
}

impl fmt::Display for Card {
    /// Markdown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, sha256, .. } = self;
        let config = serde_json::to_string(&self.config).expect("options are plain data");
        let epoch = self.best_epoch.unwrap_or(0);
        writeln!(f, "# {file}\n")?;
        writeln!(
            f,
            "A dense network of {} weights that scores BETH process logs. It has never seen a \
             genuine BETH row: it was trained on a reconstruction from BETH's published \
             statistics.\n",
            self.parameters
        )?;
        writeln!(f, "- Data: {} (seed {})", self.data, self.data_seed)?;
        writeln!(f, "- Backend: {}", self.backend)?;
        writeln!(f, "- Command: `{}`", self.command)?;
        writeln!(f, "- Date: {}", self.date)?;
        writeln!(f, "- Options: `{config}`; weights of epoch {epoch}")?;
        writeln!(f, "- Operating point: {}", self.operating)?;
        writeln!(f, "- SHA-256 of {file}: `{sha256}`")?;
        writeln!(f, "- Licence: {}\n", self.licence)?;
        writeln!(
            f,
            "Recipe and options were chosen by numbers on the reconstruction, the test splits below \
             included. The rule of choice was set after the genuine heads had been measured with \
             other candidates (README, method), so the heads are an outside check but not a blind \
             one. They are the first 12,500 rows of BETH's train file and the first 2,500 of its \
             test file, not random samples: their numbers are not results on BETH. The head of \
             train has no user 1000, that of test ends before the attack. Each model stands there \
             twice: at 0.5, and at the threshold that was chosen for it on the reconstructed \
             validation split, of which no genuine row and no test split knew.\n"
        )?;
        let mut table = Table::default();
        for line in &self.measured {
            table.push(&line.model, &line.file, line.threshold, &line.rates);
        }
        write!(f, "{table}")
    }
}
