//! Writes a reconstructed split to standard output.

use std::{
    io::{self, ErrorKind},
    process::ExitCode,
};

use bethscope::reconstruct::{Form, Reconstruction, Split};

const USAGE: &str = "\
Writes a reconstruction of a BETH split (not genuine data) to standard output.

  reconstruct --split train|validation|test [--seed N] [--rows N] [--form datacamp|raw] > FILE

  --seed N   any whole number; the same seed gives the same file (default 1)
  --rows N   any number of rows, proportions kept (default: the official size)
  --form F   datacamp: 7 features and sus_label (default); raw: the official 16 columns
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments
        .iter()
        .any(|word| word == "--help" || word == "-h")
    {
        print!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    match read(&arguments) {
        Ok((rows, form)) => match rows.write_to(form, io::stdout().lock()) {
            // Whoever read the output has seen enough (`| head`).
            Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("The rows could not be written: {error}.");
                ExitCode::FAILURE
            }
            Ok(()) => ExitCode::SUCCESS,
        },
        Err(wrong) => {
            eprintln!("{wrong}\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn read(arguments: &[String]) -> Result<(Reconstruction, Form), String> {
    let (mut split, mut seed, mut rows, mut form) = (None, 1, None, Form::DataCamp);
    for pair in arguments.chunks(2) {
        let [flag, value] = pair else {
            return Err(format!("{} needs a value.", pair[0]));
        };
        match flag.as_str() {
            "--split" => split = Some(value.parse::<Split>()?),
            "--seed" => seed = number(flag, value)?,
            "--rows" => rows = Some(number(flag, value)?),
            "--form" => form = value.parse()?,
            other => return Err(format!("There is no flag {other}.")),
        }
    }
    let split = split.ok_or("--split is missing.")?;
    let rows = rows.unwrap_or(split.counts().rows);
    Ok((Reconstruction::with_rows(split, seed, rows), form))
}

fn number(flag: &str, value: &str) -> Result<u64, String> {
    value
        .parse()
        .map_err(|_| format!("{flag} needs a whole number, not \"{value}\"."))
}
