use std::collections::TryReserveError;

/// Where rows stand: the lines that they begin on and their numbers, which mostly grow by the same
/// step from row to row. 24 bytes for each change of that.
#[derive(Debug, Default)]
pub struct Runs {
    runs: Vec<Run>,
    len: usize,
    /// The line and the number of the next row while nothing changes.
    line: u64,
    number: u64,
    /// Lines from row to row in the last run.
    step: u64,
}

#[derive(Debug, Clone, Copy)]
struct Run {
    /// The line and the number of its first row.
    line: u64,
    number: u64,
    /// The index of that row.
    index: u32,
    step: u32,
}

impl Runs {
    /// Adds the row with `number` on `line`; both are more than those of the row before.
    ///
    /// # Errors
    /// Where there is no memory for it.
    #[inline]
    pub fn push(&mut self, line: u64, number: u64) -> Result<(), TryReserveError> {
        if line != self.line || number != self.number {
            self.change(line, number)?;
        }
        self.line = line + self.step;
        self.number = number + 1;
        self.len += 1;
        Ok(())
    }

    #[cold]
    fn change(&mut self, line: u64, number: u64) -> Result<(), TryReserveError> {
        // The second row of a run tells its step.
        if let Some(run) = self.runs.last_mut()
            && self.len - run.index as usize == 1
            && number == self.number
            && let Ok(step) = u32::try_from(line - run.line)
        {
            run.step = step;
            self.step = step.into();
            return Ok(());
        }
        self.runs.try_reserve(1)?;
        self.runs.push(Run {
            line,
            number,
            index: self.len as u32,
            step: 1,
        });
        self.step = 1;
        Ok(())
    }

    /// The line and the number of the row at `index`; `None` behind the last one.
    pub fn get(&self, index: usize) -> Option<(u64, u64)> {
        let behind = self.runs.partition_point(|run| run.index as usize <= index);
        let run = self.runs.get(behind.checked_sub(1)?)?;
        let rows = (index - run.index as usize) as u64;
        (index < self.len).then(|| (run.line + rows * u64::from(run.step), run.number + rows))
    }
}
