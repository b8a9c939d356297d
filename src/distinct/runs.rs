use std::collections::TryReserveError;

/// A long list of numbers that mostly grow by the same step, such as the lines on which rows begin:
/// 16 bytes for each change of the step.
#[derive(Debug, Default)]
pub struct Runs {
    runs: Vec<Run>,
    len: usize,
    /// What the list goes on with while the step stays.
    next: u64,
}

#[derive(Debug, Clone, Copy)]
struct Run {
    first: u64,
    /// The index of `first`.
    index: u32,
    step: u32,
}

impl Runs {
    /// Adds `value`, which is no less than the one before.
    ///
    /// # Errors
    /// Where there is no memory for it.
    #[inline]
    pub fn push(&mut self, value: u64) -> Result<(), TryReserveError> {
        if value != self.next || self.runs.is_empty() {
            self.change_step(value)?;
        }
        self.next = value + u64::from(self.runs.last().map_or(1, |run| run.step));
        self.len += 1;
        Ok(())
    }

    #[cold]
    fn change_step(&mut self, value: u64) -> Result<(), TryReserveError> {
        // The second value of a run tells its step.
        if let Some(run) = self.runs.last_mut()
            && self.len - run.index as usize == 1
            && let Ok(step) = u32::try_from(value - run.first)
        {
            run.step = step;
            return Ok(());
        }
        self.runs.try_reserve(1)?;
        self.runs.push(Run {
            first: value,
            index: self.len as u32,
            step: 1,
        });
        Ok(())
    }

    /// The value at `index`; `None` behind the last one.
    pub fn get(&self, index: usize) -> Option<u64> {
        let behind = self
            .runs
            .partition_point(|run| run.index as usize <= index);
        let run = self.runs.get(behind.checked_sub(1)?)?;
        let steps = index - run.index as usize;
        (index < self.len).then(|| run.first + steps as u64 * u64::from(run.step))
    }
}
