//! Writes a reconstructed split to standard output.

use std::io::Write;
use std::process::ExitCode;

use bethscope::command::{Failure, Flags, Wrong, run};
use bethscope::reconstruct::{Form, Reconstruction, Split};

const USAGE: &str = "\
Writes a reconstruction of a BETH split (not genuine data) to standard output.

  reconstruct --split train|validation|test [--seed N] [--rows N] [--form datacamp|raw] > FILE

  --seed N   any whole number; the same seed gives the same file (default 1)
  --rows N   any number of rows, proportions kept (default: the official size)
  --form F   datacamp: 7 features and sus_label (default); raw: the official 16 columns
";

fn main() -> ExitCode {
    run(USAGE, read, write)
}

fn read(flags: &mut Flags) -> Result<(Reconstruction, Form), Wrong> {
    let (mut split, mut seed, mut rows, mut form) = (None, 1, None, Form::DataCamp);
    while let Some(flag) = flags.next()? {
        match flag.as_str() {
            "--split" => split = Some(flags.text()?.parse::<Split>()?),
            "--seed" => seed = flags.number()?,
            "--rows" => rows = Some(flags.number()?),
            "--form" => form = flags.text()?.parse()?,
            _ => return Err(flags.unknown()),
        }
    }
    let split = split.ok_or("--split is missing.")?;
    let rows = rows.unwrap_or(split.counts().rows);
    Ok((Reconstruction::with_rows(split, seed, rows), form))
}

fn write((rows, form): (Reconstruction, Form), out: &mut dyn Write) -> Result<bool, Failure> {
    rows.write_to(form, out)?;
    Ok(true)
}
