use super::{Header, Record, flag};

/// A column of a file without labels that may be one under another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The column, from 0.
    pub column: usize,
    /// Rows that have 1, `true` or `yes` in it.
    pub ones: u64,
    /// Rows that have 0, `false` or `no` in it.
    pub zeros: u64,
}

/// The columns whose cells have all been 0 or 1 so far.
pub(super) struct Candidates(Vec<Candidate>);

impl Candidates {
    pub(super) fn new(header: &Header) -> Self {
        let columns = header.candidates.iter();
        let candidate = |&column| Candidate {
            column,
            ones: 0,
            zeros: 0,
        };
        Self(columns.map(candidate).collect())
    }

    /// Looks at a row that was read.
    #[inline]
    pub(super) fn see(&mut self, record: &Record<'_>) {
        self.0
            .retain_mut(|candidate| match flag(&record.cell(candidate.column)) {
                Ok(one) => {
                    candidate.ones += u64::from(one);
                    candidate.zeros += u64::from(!one);
                    true
                }
                Err(_) => false,
            });
    }

    /// Those that are left.
    pub(super) fn into_vec(self) -> Vec<Candidate> {
        self.0
    }
}
