//! A data set: the distinct rows of a file with their counts, and where each file row belongs.
//!
//! BETH repeats itself (12,500 genuine rows hold 413 distinct vectors), so everything downstream
//! works on distinct rows weighted by their counts; the file row appears again only in the table.

mod content;
mod lost;
mod notes;
mod places;
mod runs;
mod table;

use table::Table;

pub use content::Content;
pub use lost::{Lost, User};
pub use places::Places;
pub use runs::Runs;

use crate::blocks::Blocks;
use crate::error::Result;
use crate::rows::{
    Candidate, Dialect, Features, Form, Header, Labels, Place, ReadFile, Reader, Row, Skipped,
};
use crate::rows::{PROCESS_ID, USER_ID, cells};

/// A file on its way to a [`DataSet`].
///
/// ```
/// # use bethscope_log::distinct::Opening;
/// let mut opening = Opening::new("log.csv");
/// opening.push(b"processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue\n")?;
/// opening.push(b"1,1,0,0,4026531840,3,0\n1,1,0,0,4026531840,3,0\n")?;
/// let data = opening.finish()?;
/// assert_eq!((data.len(), data.rows().len(), data.counts()), (2, 1, &[2][..]));
/// # Ok::<(), bethscope_log::Error>(())
/// ```
pub struct Opening {
    name: String,
    reconstructed: bool,
    reader: Reader<Table>,
}

impl Opening {
    /// Starts on the file called `name`.
    pub fn new(name: impl Into<String>) -> Self {
        Self::with_label(name, None)
    }

    /// Starts on the file called `name`, whose column called `label` is its label, if one is given.
    pub fn with_label(name: impl Into<String>, label: Option<String>) -> Self {
        let name = name.into();
        Self {
            reader: Reader::new(name.clone(), Table::default()).with_label(label),
            name,
            reconstructed: false,
        }
    }

    /// Notes that the file is a reconstruction, of which no row is genuine.
    pub fn reconstructed(mut self, reconstructed: bool) -> Self {
        self.reconstructed = reconstructed;
        self
    }

    /// Number of file rows so far.
    pub fn rows(&self) -> u64 {
        self.reader.rows()
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    /// Those of [`Reader::push`], and [`Error::OutOfMemory`].
    pub fn push(&mut self, chunk: &[u8]) -> Result<()> {
        self.push_with(chunk.len(), |room| room.copy_from_slice(chunk))
    }

    /// Takes the next `len` bytes of the file, which `fill` writes; see [`Reader::push_with`].
    ///
    /// # Errors
    /// Those of [`Self::push`].
    pub fn push_with(&mut self, len: usize, fill: impl FnOnce(&mut [u8])) -> Result<()> {
        self.reader.push_with(len, fill)?;
        self.reader.sink().check_memory(&self.name)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// Those of [`Reader::finish`], and [`Error::OutOfMemory`].
    pub fn finish(self) -> Result<DataSet> {
        let (file, table) = self.reader.finish()?;
        table.check_memory(&self.name)?;
        Ok(DataSet {
            name: self.name,
            reconstructed: self.reconstructed,
            file,
            rows: table.rows,
            counts: table.counts,
            ids: table.ids,
            places: table.places,
        })
    }
}

/// The rows of one file as distinct rows with counts.
pub struct DataSet {
    name: String,
    reconstructed: bool,
    file: ReadFile,
    rows: Blocks<Row>,
    counts: Vec<u32>,
    ids: Blocks<u32>,
    places: Places,
}

impl DataSet {
    /// The name of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the file is a reconstruction, as far as who opened it knew.
    pub fn is_reconstructed(&self) -> bool {
        self.reconstructed
    }

    /// What rows the file has.
    pub fn content(&self) -> Content {
        Content::of(self)
    }

    /// The columns of the file.
    pub fn header(&self) -> &Header {
        &self.file.header
    }

    /// How its records are written.
    pub fn dialect(&self) -> Dialect {
        self.file.dialect
    }

    /// The published form of the file.
    pub fn form(&self) -> Form {
        self.file.header.form
    }

    /// Where the file has no label: the columns that may be one under another name.
    pub fn candidates(&self) -> &[Candidate] {
        &self.file.candidates
    }

    /// The rows that could not be read.
    pub fn skipped(&self) -> &Skipped {
        &self.file.skipped
    }

    /// Length of the file in bytes.
    pub fn bytes(&self) -> u64 {
        self.file.bytes
    }

    /// Number of file rows.
    #[allow(clippy::len_without_is_empty)] // a data set is never empty
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// The distinct rows, in the order of their first appearance.
    pub fn rows(&self) -> &Blocks<Row> {
        &self.rows
    }

    /// How often each distinct row occurs.
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// The distinct row of each file row.
    pub fn ids(&self) -> &Blocks<u32> {
        &self.ids
    }

    /// Where the file row stands in the file.
    ///
    /// # Panics
    /// Where there is no such row.
    pub fn place(&self, file_row: usize) -> Place {
        self.places.get(file_row).expect("a row that was read")
    }

    /// The cells of a row, of which these are the bytes.
    pub fn cells(&self, bytes: &[u8]) -> Vec<String> {
        cells(bytes, self.file.dialect)
    }

    /// What the skipped rows are to the file.
    pub fn lost(&self) -> Lost {
        Lost::of(self)
    }

    /// Sentences on what was decided when the file was read.
    pub fn notes(&self) -> Vec<String> {
        notes::notes(self)
    }

    /// Number of different process ids.
    pub fn processes(&self) -> usize {
        let mut ids: Vec<i64> = (self.rows.iter())
            .map(|row| row.features[PROCESS_ID])
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids.len()
    }

    /// Number of file rows for which `condition` holds.
    pub fn count_where(&self, condition: impl Fn(&Row) -> bool) -> u64 {
        let counted = self.rows.iter().zip(&self.counts);
        counted
            .filter(|(row, _)| condition(row))
            .map(|(_, &count)| u64::from(count))
            .sum()
    }

    /// Number of file rows with the label `sus`; `None` where the file has no labels.
    pub fn positives(&self) -> Option<u64> {
        let labelled = self.file.header.labelled;
        labelled.then(|| self.count_where(|row| row.labels.sus == Some(true)))
    }

    /// Number of file rows with the label `evil`; `None` where the file has no such labels.
    pub fn evil(&self) -> Option<u64> {
        let labelled = self.file.header.has_evil;
        labelled.then(|| self.count_where(|row| row.labels.evil == Some(true)))
    }
}

/// BETH's one-feature rule looks at this: the row's user is no system account.
pub fn is_external(features: &Features) -> bool {
    const FIRST_EXTERNAL_USER: i64 = 1000;
    features[USER_ID] >= FIRST_EXTERNAL_USER
}

/// Which label a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// Suspicious.
    Sus,
    /// Malicious.
    Evil,
}

impl Label {
    /// The label of a row; `None` where the file has no such column.
    pub fn of(self, labels: Labels) -> Option<bool> {
        match self {
            Self::Sus => labels.sus,
            Self::Evil => labels.evil,
        }
    }
}
