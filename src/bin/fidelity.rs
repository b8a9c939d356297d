//! Prints how close the reconstruction, or real files, come to what is published about BETH.

use std::{fs::File, path::Path, process::ExitCode};

use bethscope::{
    fidelity::{Comparison, Tally, compare},
    reconstruct::{Reconstruction, Split},
};

const USAGE: &str = "\
Sets published statistics of BETH beside those of its reconstruction, or of files.

  fidelity [--seed N]      the reconstruction with this seed (default 1)
  fidelity --data DIR      labelled_train.csv, labelled_validation.csv and labelled_test.csv
                           (DataCamp form) in DIR

It ends with status 1 when a number lies outside its tolerance.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let comparisons = match words[..] {
        ["--help" | "-h"] => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        [] => Ok(reconstruction(1)),
        ["--seed", seed] => match seed.parse() {
            Ok(seed) => Ok(reconstruction(seed)),
            Err(_) => Err(format!("--seed needs a whole number, not \"{seed}\".")),
        },
        ["--data", folder] => files(Path::new(folder)),
        _ => Err(USAGE.to_string()),
    };
    match comparisons {
        Ok(comparisons) => {
            for comparison in &comparisons {
                println!("{comparison}");
            }
            match comparisons.iter().map(Comparison::missed).sum::<usize>() {
                0 => ExitCode::SUCCESS,
                _ => ExitCode::FAILURE,
            }
        }
        Err(wrong) => {
            eprintln!("{wrong}");
            ExitCode::from(2)
        }
    }
}

fn reconstruction(seed: u64) -> Vec<Comparison> {
    println!("BETH reconstruction, seed {seed}, official size\n");
    Split::ALL
        .into_iter()
        .map(|split| compare(split, &Tally::of(Reconstruction::new(split, seed))))
        .collect()
}

fn files(folder: &Path) -> Result<Vec<Comparison>, String> {
    println!("Files in {}\n", folder.display());
    Split::ALL
        .into_iter()
        .map(|split| {
            let path = folder.join(split.file_name());
            let name = path.display().to_string();
            let file = File::open(&path).map_err(|error| format!("{name}: {error}"))?;
            Ok(compare(split, &Tally::read(&name, file)?))
        })
        .collect()
}
