use super::Form;
use super::number::integer;
use super::{FEATURES, Fault, excerpt};
use crate::error::{Error, Result};

/// Where a column's value goes in [`super::record::Values`].
pub(super) type Slot = u8;
pub(super) const SUS: Slot = FEATURES.len() as Slot;
pub(super) const EVIL: Slot = SUS + 1;
/// `sus_label` where there is `sus` too.
pub(super) const SUS_AGAIN: Slot = EVIL + 1;
pub(super) const IGNORED: Slot = SUS_AGAIN + 1;

/// The official columns that are neither features nor labels.
const OTHERS: [&str; 7] = [
    "timestamp",
    "processName",
    "hostName",
    "eventId",
    "eventName",
    "stackAddresses",
    "args",
];
/// Columns that may be a label under another name are watched up to this many.
const MOST_CANDIDATES: usize = 8;

/// The columns of a file and what each of them is.
///
/// Names are compared by their letters and digits alone, without case: `Process ID`, `process_id`
/// and `processId` are the same. Where all names have the same word before a point, as Hive writes
/// them (`beth.processid`), that word is left aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Column names as the file has them, trimmed.
    pub columns: Vec<String>,
    /// The form they tell.
    pub form: Form,
    /// The column that is taken for the label `sus`: `sus`, `sus_label`, `evil` where neither of them
    /// is there, or the one that was asked for.
    pub label: Option<usize>,
    /// Whether there is such a column.
    pub labelled: bool,
    /// Whether there is the label `evil` beside it.
    pub has_evil: bool,
    /// Where there is no label: the columns that may be one under another name, if their cells are
    /// all 0 and 1.
    pub candidates: Vec<usize>,
    /// One slot a column.
    pub(super) slots: Vec<Slot>,
}

/// What a column of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// A position in [`super::Features`].
    Feature(usize),
    /// The label `sus`.
    Sus,
    /// The label `evil`.
    Evil,
    /// Text that is read only when a row is shown: a position in [`Header::columns`].
    Text(usize),
}

impl Header {
    /// The column that is called `name`, in the file or, where it is a feature, in BETH.
    pub fn find(&self, name: &str) -> Option<Column> {
        let column = self.columns.iter().position(|column| column == name);
        let Some(column) = column else {
            let feature = FEATURES.iter().position(|feature| *feature == name);
            return feature.map(Column::Feature);
        };
        Some(match self.slots[column] {
            SUS | SUS_AGAIN => Column::Sus,
            EVIL => Column::Evil,
            IGNORED => Column::Text(column),
            feature => Column::Feature(feature.into()),
        })
    }

    /// Reads the meaning of `columns`. Where `label` is given, the column of that name is `sus`.
    ///
    /// # Errors
    /// [`Error::NotBeth`] where a feature is missing, [`Error::NoHeader`] where the names are
    /// numbers, [`Error::TwiceInHeader`] where a column that is read occurs twice,
    /// [`Error::NoSuchLabel`] where there is no column called `label`. All name `file`.
    pub fn new(file: &str, columns: Vec<String>, label: Option<&str>) -> Result<Self> {
        let mut slots = slots(&columns);
        if let Some(label) = label {
            take_label(file, label, &columns, &mut slots)?;
        }
        if !slots.contains(&SUS) {
            let mut evil = slots.iter_mut().filter(|slot| **slot == EVIL);
            if let (Some(only), None) = (evil.next(), evil.next()) {
                *only = SUS;
            }
        }
        let missing: Vec<String> = (0..SUS)
            .filter(|feature| !slots.contains(feature))
            .map(|feature| FEATURES[feature as usize].to_owned())
            .collect();
        if missing.len() == FEATURES.len() && is_row(&columns) {
            return Err(no_header(file, &columns));
        }
        if !missing.is_empty() {
            return Err(Error::NotBeth {
                name: file.to_owned(),
                missing,
                found: columns.iter().map(|name| shown(name)).collect(),
            });
        }
        find_twice(file, &columns, &slots)?;
        let known = |name: &str, of: &[&str]| of.iter().any(|one| same(one, name));
        let raw = ["processName", "eventName", "args", "sus", "evil"];
        let form = if label.is_none() && columns.iter().any(|name| known(name, &raw)) {
            Form::Raw
        } else {
            Form::DataCamp
        };
        let place_of = |slot: Slot| slots.iter().position(|&of| of == slot);
        let label = place_of(SUS);
        let candidates = columns.iter().zip(&slots).enumerate();
        let candidates = candidates
            .filter(|_| label.is_none())
            .filter(|(_, (name, slot))| **slot == IGNORED && !same(name, ""))
            .filter(|(_, (name, _))| !known(name, &OTHERS))
            .map(|(column, _)| column)
            .take(MOST_CANDIDATES)
            .collect();
        Ok(Self {
            columns,
            form,
            label,
            labelled: label.is_some(),
            has_evil: place_of(EVIL).is_some(),
            candidates,
            slots,
        })
    }
}

impl Header {
    /// The column `sus_label` beside `sus`.
    pub fn label_again(&self) -> Option<usize> {
        self.slots.iter().position(|&slot| slot == SUS_AGAIN)
    }
}

/// What each column is.
fn slots(columns: &[String]) -> Vec<Slot> {
    let mut slots: Vec<Slot> = columns.iter().map(|name| slot(name)).collect();
    if features(&slots) == 0
        && let Some(bare) = without_common_word(columns)
    {
        slots = bare.iter().map(|name| slot(name)).collect();
    }
    if let Some(column) = slots.iter().position(|&slot| slot == SUS_AGAIN)
        && !slots.contains(&SUS)
    {
        slots[column] = SUS;
    }
    slots
}

fn slot(name: &str) -> Slot {
    if let Some(feature) = FEATURES.iter().position(|feature| same(feature, name)) {
        return feature as Slot;
    }
    let others = [("sus", SUS), ("sus_label", SUS_AGAIN), ("evil", EVIL)];
    let other = others.iter().find(|(other, _)| same(other, name));
    other.map_or(IGNORED, |&(_, slot)| slot)
}

/// How many of BETH's features are among the columns with these names.
pub(super) fn features_among(columns: &[String]) -> usize {
    features(&slots(columns))
}

fn features(slots: &[Slot]) -> usize {
    (0..SUS).filter(|feature| slots.contains(feature)).count()
}

/// Which feature each column is, for those that are one.
pub(super) fn feature_columns(columns: &[String]) -> Vec<bool> {
    slots(columns).into_iter().map(|slot| slot < SUS).collect()
}

/// Whether two names have the same letters and digits, in any case.
fn same(one: &str, other: &str) -> bool {
    fn letters(name: &str) -> impl Iterator<Item = char> {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase)
    }
    letters(one).eq(letters(other))
}

/// The names without the word before their first point, if all have the same.
fn without_common_word(columns: &[String]) -> Option<Vec<&str>> {
    let (word, _) = columns.first()?.split_once('.')?;
    let rest = |name: &'_ String| -> Option<usize> {
        let (own, _) = name.split_once('.')?;
        (own == word).then_some(own.len() + 1)
    };
    columns
        .iter()
        .map(|name| rest(name).map(|start| &name[start..]))
        .collect()
}

/// Makes the column called `label` the label `sus`.
fn take_label(file: &str, label: &str, columns: &[String], slots: &mut [Slot]) -> Result<()> {
    let named = columns.iter().position(|name| name == label);
    let Some(column) = named.filter(|&column| slots[column] >= SUS) else {
        return Err(Error::NoSuchLabel {
            name: file.to_owned(),
            label: shown(label),
        });
    };
    for slot in slots.iter_mut() {
        if matches!(*slot, SUS | SUS_AGAIN) {
            *slot = IGNORED;
        }
    }
    slots[column] = SUS;
    Ok(())
}

fn find_twice(file: &str, columns: &[String], slots: &[Slot]) -> Result<()> {
    for (second, slot) in slots.iter().enumerate() {
        let first = slots.iter().position(|s| s == slot);
        if let Some(first) = first.filter(|&first| first < second && *slot != IGNORED) {
            return Err(Error::TwiceInHeader {
                name: file.to_owned(),
                first: (first + 1, shown(&columns[first])),
                second: (second + 1, shown(&columns[second])),
            });
        }
    }
    Ok(())
}

/// Whether what should be names are the cells of a row.
fn is_row(cells: &[String]) -> bool {
    let number = |cell: &&String| {
        matches!(
            integer(cell.as_bytes()),
            Ok(_) | Err(Fault::Decimals | Fault::LostDigits | Fault::TooBig)
        )
    };
    cells.iter().filter(number).count() >= FEATURES.len()
}

fn no_header(file: &str, cells: &[String]) -> Error {
    let unnamed = usize::from(cells.first().is_some_and(String::is_empty));
    let counted = |from: usize| {
        let mut cells = cells[unnamed..].iter().enumerate();
        cells.all(|(column, cell)| *cell == (column + from).to_string())
    };
    let columns = FEATURES.join(",");
    let header = match cells.len() {
        7 => columns,
        8 => format!("{columns},sus_label"),
        9 => format!(",{columns},sus_label"),
        16 => "timestamp,processId,threadId,parentProcessId,userId,mountNamespace,processName,\
               hostName,eventId,eventName,stackAddresses,argsNum,returnValue,args,sus,evil"
            .to_owned(),
        _ => String::new(),
    };
    let first: Vec<_> = cells.iter().take(8).map(|cell| shown(cell)).collect();
    Error::NoHeader {
        name: file.to_owned(),
        first: first.join(","),
        numbered: counted(0) || counted(1),
        header,
    }
}

/// A column name of any file, fit for a sentence.
fn shown(name: &str) -> String {
    const LONGEST: usize = 40;
    match excerpt(name.as_bytes(), LONGEST) {
        text if text.is_empty() => "(unnamed)".to_owned(),
        text => text,
    }
}
