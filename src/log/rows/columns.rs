use super::digits;
use super::header::{Header, IGNORED, SUS, SUS_AGAIN, Slot};
use super::label::flag;
use super::number::Notation;
use super::skipped::Bad;
use super::{FEATURES, Fault, Labels, Reason, Record, Row, USER_ID};

/// Reads rows under one header, and of them only the columns that are used.
pub(super) struct Columns {
    header: Header,
    notation: Notation,
    /// Columns and what they are, in the order of the file.
    used: Vec<(usize, Slot)>,
}

impl Columns {
    pub(super) fn new(header: Header, notation: Notation) -> Self {
        let slots = header.slots.iter().copied().enumerate();
        let used = slots.filter(|&(_, slot)| slot != IGNORED).collect();
        Self {
            header,
            notation,
            used,
        }
    }

    pub(super) fn header(&self) -> &Header {
        &self.header
    }

    pub(super) fn into_header(self) -> Header {
        self.header
    }

    /// Whether a row is known by its line, or by what is behind the first cell of it, which then is the
    /// number of the row as pandas writes it; `None` where there is more that is not the row, or what
    /// may be a label.
    pub(super) fn unused_in_front(&self) -> Option<usize> {
        let unused = self.header.slots.len() - self.used.len();
        let first = self.used.first().map_or(0, |&(column, _)| column);
        (unused == first && unused <= 1 && self.header.candidates.is_empty()).then_some(unused)
    }

    /// The row of `record`.
    #[inline]
    pub(super) fn row<'a>(&self, record: &Record<'a>) -> Result<Row, Bad<'a>> {
        self.read(record).map_err(|reason| self.bad(record, reason))
    }

    #[inline]
    fn read(&self, record: &Record<'_>) -> Result<Row, Reason> {
        if let Some(broken) = record.broken {
            return Err(Reason::Broken(broken));
        }
        let (found, expected) = (record.len(), self.header.slots.len());
        if found != expected {
            return Err(Reason::Columns { found, expected });
        }
        let mut features = [0; FEATURES.len()];
        let mut labels = [None; (SUS_AGAIN - SUS + 1) as usize];
        for &(column, slot) in &self.used {
            let (start, end) = record.bounds(column);
            let fault = match features.get_mut(slot as usize) {
                Some(feature) => match digits::plain(record.content, start, end) {
                    Some(value) => {
                        *feature = value;
                        continue;
                    }
                    None => self.number(record, column).map(|value| *feature = value),
                },
                None => {
                    label(record, column).map(|label| labels[(slot - SUS) as usize] = Some(label))
                }
            };
            fault.map_err(|fault| Reason::Cell { column, fault })?;
        }
        let [sus, evil, again] = labels;
        if again.is_some() && again != sus {
            let column = self.column(SUS_AGAIN).unwrap_or_default();
            return Err(Reason::Contradiction { column });
        }
        let labels = Labels { sus, evil };
        Ok(Row { features, labels })
    }

    /// The number in a cell that is not plain.
    fn number(&self, record: &Record<'_>, column: usize) -> Result<i64, Fault> {
        self.notation.integer(&record.cell(column))
    }

    /// What can be told of a row that cannot be read.
    #[cold]
    fn bad<'a>(&self, record: &Record<'a>, reason: Reason) -> Bad<'a> {
        let readable = record.broken.is_none() && record.len() == self.header.slots.len();
        let column = |slot| self.column(slot).filter(|_| readable);
        Bad {
            reason,
            text: match reason.column() {
                Some(column) => record.written(column),
                None => record.content,
            },
            label: column(SUS).and_then(|column| label(record, column).ok()),
            user: column(USER_ID as Slot).and_then(|column| self.number(record, column).ok()),
        }
    }

    fn column(&self, slot: Slot) -> Option<usize> {
        let used = self.used.iter().find(|(_, of)| *of == slot);
        used.map(|&(column, _)| column)
    }
}

#[inline]
fn label(record: &Record<'_>, column: usize) -> Result<bool, Fault> {
    match record.written(column) {
        b"0" => Ok(false),
        b"1" => Ok(true),
        _ => flag(&record.cell(column)),
    }
}
