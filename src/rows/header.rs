use super::FEATURES;
use crate::error::{Error, Result};

/// Which of the two published forms a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Seven features and `sus_label`.
    DataCamp,
    /// The official 16 columns, with text such as `processName` and `args`.
    Raw,
}

/// Where a column's value goes in [`super::record::Values`].
pub(super) type Slot = u8;
pub(super) const SUS: Slot = FEATURES.len() as Slot;
pub(super) const EVIL: Slot = SUS + 1;
pub(super) const IGNORED: Slot = EVIL + 1;

/// The columns of a file and what each of them is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Column names as the file has them, trimmed.
    pub columns: Vec<String>,
    /// The form they tell.
    pub form: Form,
    /// Whether there is the label `sus` (or `sus_label`).
    pub labelled: bool,
    /// Whether there is the label `evil`.
    pub has_evil: bool,
    /// One slot a column.
    pub(super) slots: Vec<Slot>,
}

impl Header {
    /// Reads the meaning of `columns`.
    ///
    /// # Errors
    /// [`Error::NotBeth`] where a feature is missing, [`Error::TwiceInHeader`] where a column that
    /// is read occurs twice. Both name `file`.
    pub fn new(file: &str, columns: Vec<String>) -> Result<Self> {
        let slots: Vec<Slot> = columns.iter().map(|name| slot(name)).collect();
        let missing: Vec<String> = (0..SUS)
            .filter(|feature| !slots.contains(feature))
            .map(|feature| FEATURES[feature as usize].to_owned())
            .collect();
        if !missing.is_empty() {
            return Err(Error::NotBeth {
                name: file.to_owned(),
                missing,
                found: columns.iter().map(|name| shown(name)).collect(),
            });
        }
        for (second, slot) in slots.iter().enumerate() {
            let first = slots.iter().position(|s| s == slot);
            if let Some(first) = first.filter(|&first| first < second && *slot != IGNORED) {
                return Err(Error::TwiceInHeader {
                    name: file.to_owned(),
                    column: shown(&columns[second]),
                    first: first + 1,
                    second: second + 1,
                });
            }
        }
        let raw = ["processName", "eventName", "args", "sus", "evil"];
        let form = if columns.iter().any(|name| raw.contains(&name.as_str())) {
            Form::Raw
        } else {
            Form::DataCamp
        };
        Ok(Self {
            columns,
            form,
            labelled: slots.contains(&SUS),
            has_evil: slots.contains(&EVIL),
            slots,
        })
    }
}

fn slot(column: &str) -> Slot {
    if let Some(feature) = FEATURES.iter().position(|name| *name == column) {
        return feature as Slot;
    }
    match column {
        "sus_label" | "sus" => SUS,
        "evil" => EVIL,
        _ => IGNORED,
    }
}

/// A column name of any file, fit for a sentence.
fn shown(name: &str) -> String {
    const LONGEST: usize = 40;
    let printable = name.chars().filter(|c| !c.is_control() || *c == '\t');
    let mut text: String = printable.take(LONGEST).collect();
    if name.chars().count() > LONGEST {
        text.push('…');
    }
    if text.is_empty() {
        text.push_str("(unnamed)");
    }
    text
}
