//! Prints how close the reconstruction, or real files, come to what is published about BETH.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bethscope::command::{Failure, Flags, Wrong, run};
use bethscope::fidelity::{Tally, compare};
use bethscope::reconstruct::{Reconstruction, Split};

const USAGE: &str = "\
Sets published statistics of BETH beside those of its reconstruction, or of files.

  fidelity [--seed N]      the reconstruction with this seed (default 1)
  fidelity --data DIR      labelled_train.csv, labelled_validation.csv and labelled_test.csv
                           (DataCamp form) in DIR

It ends with status 1 when a number lies outside its tolerance.
";

/// What is set beside the published statistics.
enum Task {
    Reconstruction { seed: u64 },
    Files { folder: PathBuf },
}

fn main() -> ExitCode {
    run(USAGE, read, check)
}

fn read(flags: &mut Flags) -> Result<Task, Wrong> {
    let (mut seed, mut folder) = (None, None);
    while let Some(flag) = flags.next()? {
        match flag.as_str() {
            "--seed" => seed = Some(flags.number()?),
            "--data" => folder = Some(flags.path()?),
            _ => return Err(flags.unknown()),
        }
    }
    match (seed, folder) {
        (None, Some(folder)) => Ok(Task::Files { folder }),
        (seed, None) => Ok(Task::Reconstruction {
            seed: seed.unwrap_or(1),
        }),
        (Some(_), Some(_)) => Err("--seed is for the reconstruction, not for files.".into()),
    }
}

fn check(task: Task, out: &mut dyn Write) -> Result<bool, Failure> {
    match &task {
        Task::Reconstruction { seed } => {
            writeln!(out, "BETH reconstruction, seed {seed}, official size\n")?;
        }
        Task::Files { folder } => writeln!(out, "Files in {}\n", folder.display())?,
    }
    let mut missed = 0;
    for split in Split::ALL {
        let tally = match &task {
            Task::Reconstruction { seed } => Tally::of(Reconstruction::new(split, *seed)),
            Task::Files { folder } => counted(&folder.join(split.file_name()))?,
        };
        let comparison = compare(split, &tally);
        writeln!(out, "{comparison}")?;
        missed += comparison.missed();
    }
    Ok(missed == 0)
}

fn counted(path: &Path) -> Result<Tally, String> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| format!("{name} cannot be read: {error}."))?;
    Tally::read(&name, file)
}
