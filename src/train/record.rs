use serde::{Deserialize, Serialize};

use crate::config::Valid;
use crate::device::Backend;
use crate::distinct::{Content, DataSet};
use crate::drift::Profile;
use crate::metrics::Operating;

/// Mean loss and accuracy over file rows, each row counting once whatever its class weight.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Mean cross-entropy in nats.
    pub loss: f64,
    /// Share of rows on the right side of probability 0.5.
    pub accuracy: f64,
}

/// Training and validation rows measured with the weights at the end of one epoch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EpochRecord {
    /// The epoch, from 1.
    pub epoch: usize,
    pub train: Measure,
    pub validation: Measure,
}

/// Where the validation rows came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValidationSource {
    /// A file of their own.
    File,
    /// Processes held out of the training file.
    Processes,
}

/// A file that a model was trained or validated on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub content: Content,
    /// Whether it was a reconstruction, with no genuine row.
    pub reconstructed: bool,
}

impl From<&DataSet> for Source {
    fn from(data: &DataSet) -> Self {
        Self {
            content: data.content(),
            reconstructed: data.is_reconstructed(),
        }
    }
}

/// The files that a model was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sources {
    /// All of the training file, held-out processes included.
    pub train: Source,
    /// The validation file, where there was one.
    pub validation: Option<Source>,
}

/// How a model came about; it is saved with the weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TrainingRecord {
    /// Epochs that were completed.
    pub epochs: usize,
    /// The epoch whose weights these are; `None` where no epoch was completed.
    pub best_epoch: Option<usize>,
    /// Whether patience ran out before the last epoch.
    pub stopped_early: bool,
    pub seed: u64,
    pub backend: Backend,
    /// File rows trained on, without the validation rows.
    pub rows: u64,
    /// Distinct rows among them.
    pub distinct: usize,
    /// Suspicious file rows among them.
    pub positives: u64,
    pub history: Vec<EpochRecord>,
    pub config: Valid,
    pub validation_source: ValidationSource,
    /// What a reader of the figures must know, in sentences: where rows of one kind were lacking.
    #[serde(default)]
    pub notes: Vec<String>,
    /// The files; `None` in weights that were saved before files were told apart.
    #[serde(default)]
    pub sources: Option<Sources>,
    /// The threshold to start with, chosen on the validation rows; `None` where no epoch was
    /// completed, and in weights that were saved before thresholds were chosen.
    #[serde(default)]
    pub operating: Option<Operating>,
    /// What the training rows looked like; `None` in weights that were saved before this was kept.
    #[serde(default)]
    pub profile: Option<Profile>,
}
