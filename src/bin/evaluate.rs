//! Prints what networks and rules without a network are worth on BETH, or on its reconstruction.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;

use bethscope::device::Compute;
use bethscope::evaluate::{
    HALF, Origin, Published, Table, open, reconstructed, references, score, train,
};
use bethscope::model::Model;
use bethscope::reconstruct::{Reconstruction, Split};
use bethscope::weights::load;

const USAGE: &str = "\
Trains on the CPU and prints accuracy, balanced accuracy, FPR, recall, F1, MCC, AUROC and AP.

  evaluate [--seed N]                          the reconstruction with this seed (default 1)
  evaluate --data DIR                          labelled_train.csv, labelled_validation.csv and
                                               labelled_test.csv in DIR
  evaluate --train A --validation B --test C   these files, in DataCamp's form or the official one

  --weights FILE   pretrained weights (default: www/pretrained/beth.safetensors)
";

/// The shipped weights, from wherever in the repository this is run.
const WEIGHTS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/www/pretrained/beth.safetensors"
);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments
        .iter()
        .any(|word| word == "--help" || word == "-h")
    {
        print!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let task = match read(&arguments) {
        Ok(task) => task,
        Err(wrong) => {
            eprintln!("{wrong}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match evaluate(&task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(wrong) => {
            eprintln!("{wrong}");
            ExitCode::FAILURE
        }
    }
}

/// What to evaluate on, and the weights to evaluate.
struct Task {
    /// The files of train, validation and test; without them the reconstruction.
    files: Option<[PathBuf; 3]>,
    seed: u64,
    weights: PathBuf,
}

fn read(arguments: &[String]) -> Result<Task, String> {
    let mut task = Task {
        files: None,
        seed: 1,
        weights: WEIGHTS.into(),
    };
    let (mut seeded, mut folder) = (false, None);
    let mut files: [Option<PathBuf>; 3] = [const { None }; 3];
    for pair in arguments.chunks(2) {
        let [flag, value] = pair else {
            return Err(format!("{} needs a value.", pair[0]));
        };
        match flag.as_str() {
            "--data" => folder = Some(Path::new(value)),
            "--train" => files[0] = Some(value.into()),
            "--validation" => files[1] = Some(value.into()),
            "--test" => files[2] = Some(value.into()),
            "--weights" => task.weights = value.into(),
            "--seed" => {
                seeded = true;
                let wrong = |_| format!("--seed needs a whole number, not \"{value}\".");
                task.seed = value.parse().map_err(wrong)?;
            }
            other => return Err(format!("There is no flag {other}.")),
        }
    }
    task.files = match (folder, files) {
        (Some(folder), [None, None, None]) => {
            Some(Split::ALL.map(|split| folder.join(split.file_name())))
        }
        (None, [None, None, None]) => None,
        (None, [Some(train), Some(validation), Some(test)]) => Some([train, validation, test]),
        (None, _) => return Err("--train, --validation and --test go together.".to_owned()),
        (Some(_), _) => return Err("Give either --data or single files.".to_owned()),
    };
    if seeded && task.files.is_some() {
        return Err("--seed is for the reconstruction, not for files.".to_owned());
    }
    Ok(task)
}

fn evaluate(task: &Task) -> Result<(), String> {
    let path = task.weights.display();
    let bytes =
        std::fs::read(&task.weights).map_err(|error| format!("{path} cannot be read: {error}."))?;
    let (pretrained, _) =
        load(&bytes, &Compute::cpu().device).map_err(|error| error.to_string())?;
    let mut splits = Vec::new();
    for (at, split) in Split::ALL.into_iter().enumerate() {
        let (name, bytes) = match &task.files {
            None => (
                split.file_name().to_owned(),
                reconstructed(Reconstruction::new(split, task.seed)),
            ),
            Some(files) => {
                let name = files[at].display().to_string();
                let bytes = std::fs::read(&files[at])
                    .map_err(|error| format!("{name} cannot be read: {error}."))?;
                (name, bytes)
            }
        };
        let origin = Origin::of(&bytes, &Published::ALL, task.seed);
        let data = open(&name, &bytes).map_err(|error| error.to_string())?;
        if data.positives().is_none() {
            return Err(format!(
                "{name} has no labels, so nothing can be judged on it."
            ));
        }
        let (rows, distinct) = (data.len(), data.rows().len());
        println!("- {split}: {origin}; {name}, {rows} rows, {distinct} of them distinct");
        splits.push((split, Rc::new(data)));
    }
    println!();
    let mut table = Table::default();
    for (split, data) in &splits {
        let constant = bethscope::score::ranking(
            data,
            &vec![0.0; data.rows().len()],
            bethscope::distinct::Label::Sus,
        );
        table.push_rules(split.name(), &constant);
    }
    let mut judge = |name: &str, model: &Model| {
        for (split, data) in &splits {
            let ranking = score(model, data).map_err(|error| error.to_string())?;
            table.push(name, split.name(), &ranking.rates(HALF));
        }
        Ok::<_, String>(())
    };
    for (name, config) in references() {
        eprintln!("Training: {name}");
        let config = config.check().map_err(|error| error.to_string())?;
        let (model, _) =
            train(&splits[0].1, &splits[1].1, config, |_| ()).map_err(|error| error.to_string())?;
        judge(name, &model)?;
    }
    judge("pretrained weights", &pretrained)?;
    table.push_paper();
    print!("{table}");
    Ok(())
}
