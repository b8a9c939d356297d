use super::number::Notation;

/// How a file writes its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// What stands between cells.
    pub delimiter: u8,
    /// Bytes before the header: UTF-8's mark, blank lines, `sep=;`, comments, titles.
    pub skip: usize,
    /// Whether lines are ended by carriage returns alone.
    pub carriage_returns: bool,
    /// Whether a quote between quotes is written `\"`, as Spark, MySQL and R's `write.table` do,
    /// and not doubled.
    pub backslash: bool,
    /// What points and commas in numbers mean.
    pub notation: Notation,
    /// A cell that every record has more than the header.
    pub extra: Option<Extra>,
}

/// A cell without a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extra {
    /// Before the others: the row names of R's `write.table`, which count from 1.
    First,
    /// Behind the others: a delimiter ends each record.
    Last,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            delimiter: b',',
            skip: 0,
            carriage_returns: false,
            backslash: false,
            notation: Notation::ENGLISH,
            extra: None,
        }
    }
}

impl Dialect {
    /// The names of the columns, given the cells of the header: one for each cell of a record.
    pub fn columns(&self, mut header: Vec<String>) -> Vec<String> {
        match self.extra {
            Some(Extra::First) => header.insert(0, String::new()),
            Some(Extra::Last) => header.push(String::new()),
            None => {}
        }
        header
    }
}
