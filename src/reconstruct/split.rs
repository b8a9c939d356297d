//! The three official splits.

use std::{fmt, str::FromStr};

use super::published::{self, SplitCounts};

/// One of the three official splits of BETH.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Split {
    Train,
    Validation,
    Test,
}

impl Split {
    pub const ALL: [Split; 3] = [Split::Train, Split::Validation, Split::Test];

    /// `train`, `validation` or `test`.
    pub fn name(self) -> &'static str {
        match self {
            Split::Train => "train",
            Split::Validation => "validation",
            Split::Test => "test",
        }
    }

    /// The published row and label counts of the split.
    pub fn counts(self) -> &'static SplitCounts {
        match self {
            Split::Train => &published::TRAIN,
            Split::Validation => &published::VALIDATION,
            Split::Test => &published::TEST,
        }
    }

    /// The file name of the split in the DataCamp form.
    pub fn file_name(self) -> &'static str {
        match self {
            Split::Train => "labelled_train.csv",
            Split::Validation => "labelled_validation.csv",
            Split::Test => "labelled_test.csv",
        }
    }
}

impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Split {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Split::ALL
            .into_iter()
            .find(|split| split.name() == name)
            .ok_or_else(|| format!("There is no split \"{name}\": use train, validation or test."))
    }
}
