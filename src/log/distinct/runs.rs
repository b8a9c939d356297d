use std::collections::TryReserveError;

/// A long list of numbers that mostly grow by the same step, such as the lines on which rows begin:
/// 16 bytes for each change of the step.
#[derive(Debug)]
pub struct Runs {
    runs: Vec<Run>,
    len: usize,
    /// What the list goes on with while the step stays.
    next: u64,
    /// The step of the last run.
    step: u64,
}

impl Default for Runs {
    fn default() -> Self {
        Self {
            runs: Vec::new(),
            len: 0,
            next: u64::MAX,
            step: 0,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Run {
    first: u64,
    /// The index of `first`.
    index: u32,
    step: u32,
}

impl Runs {
    /// Adds `value`, which is no less than the one before, and less than 2^63.
    ///
    /// # Errors
    /// Where there is no memory for it.
    #[inline]
    pub fn push(&mut self, value: u64) -> Result<(), TryReserveError> {
        if value != self.next {
            self.change_step(value)?;
        }
        self.next = value + self.step;
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
            self.step = step.into();
            return Ok(());
        }
        self.runs.try_reserve(1)?;
        self.runs.push(Run {
            first: value,
            index: self.len as u32,
            step: 1,
        });
        self.step = 1;
        Ok(())
    }

    /// The value at `index`; `None` behind the last one.
    pub fn get(&self, index: usize) -> Option<u64> {
        let behind = self.runs.partition_point(|run| run.index as usize <= index);
        let run = self.runs.get(behind.checked_sub(1)?)?;
        let steps = index - run.index as usize;
        (index < self.len).then(|| run.first + steps as u64 * u64::from(run.step))
    }
}
