use std::{fmt, str::FromStr};

/// Which of the two published forms a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Seven features and `sus_label`.
    DataCamp,
    /// The official 16 columns, with text such as `processName` and `args`.
    Raw,
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Form::DataCamp => "datacamp",
            Form::Raw => "raw",
        })
    }
}

impl FromStr for Form {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "datacamp" => Ok(Form::DataCamp),
            "raw" => Ok(Form::Raw),
            other => Err(format!(
                "There is no form \"{other}\": use datacamp or raw."
            )),
        }
    }
}
