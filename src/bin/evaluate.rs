//! Prints what networks and rules without a network are worth on BETH, or on its reconstruction.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;

use bethscope::command::{Failure, Flags, Wrong, run};
use bethscope::device::Compute;
use bethscope::evaluate::{
    Origin, Published, Table, heads, open, reconstructed, references, score, thresholds, train,
};
use bethscope::metrics::Operating;
use bethscope::model::Model;
use bethscope::reconstruct::{Reconstruction, Split};
use bethscope::weights::load;

const USAGE: &str = "\
Trains on the CPU and prints accuracy, balanced accuracy, FPR, recall, F1, MCC, AUROC and AP: at 0.5,
and at the threshold that was chosen for each network on its validation rows.

  evaluate [--seed N]                          the reconstruction with this seed (default 1)
  evaluate --data DIR                          labelled_train.csv, labelled_validation.csv and
                                               labelled_test.csv in DIR
  evaluate --train A --validation B --test C   these files, in DataCamp's form or the official one

  --weights FILE   pretrained weights (default: www/pretrained/beth.safetensors)
  --heads DIR      folder of genuine/labelled_train.head12500.csv and genuine/labelled_test.head2500.csv,
                   which are judged too (default: $BETH_DIR, else ../shared/beth)
";

/// The shipped weights, from wherever in the repository this is run.
const WEIGHTS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/www/pretrained/beth.safetensors"
);

fn main() -> ExitCode {
    run(USAGE, read, evaluate)
}

/// What to evaluate on, and the weights to evaluate.
struct Task {
    /// The files of train, validation and test; without them the reconstruction.
    files: Option<[PathBuf; 3]>,
    seed: u64,
    weights: PathBuf,
    heads: Option<PathBuf>,
}

fn read(flags: &mut Flags) -> Result<Task, Wrong> {
    let (mut seed, mut folder, mut heads) = (None, None, None);
    let mut weights = PathBuf::from(WEIGHTS);
    let mut files: [Option<PathBuf>; 3] = [const { None }; 3];
    while let Some(flag) = flags.next()? {
        match flag.as_str() {
            "--data" => folder = Some(flags.path()?),
            "--train" => files[0] = Some(flags.path()?),
            "--validation" => files[1] = Some(flags.path()?),
            "--test" => files[2] = Some(flags.path()?),
            "--weights" => weights = flags.path()?,
            "--heads" => heads = Some(flags.path()?),
            "--seed" => seed = Some(flags.number()?),
            _ => return Err(flags.unknown()),
        }
    }
    let files = match (folder, files) {
        (Some(folder), [None, None, None]) => {
            Some(Split::ALL.map(|split| folder.join(split.file_name())))
        }
        (None, [None, None, None]) => None,
        (None, [Some(train), Some(validation), Some(test)]) => Some([train, validation, test]),
        (None, _) => return Err("--train, --validation and --test go together.".into()),
        (Some(_), _) => return Err("Give either --data or single files.".into()),
    };
    if seed.is_some() && files.is_some() {
        return Err("--seed is for the reconstruction, not for files.".into());
    }
    Ok(Task {
        files,
        seed: seed.unwrap_or(1),
        weights,
        heads,
    })
}

fn evaluate(task: Task, out: &mut dyn Write) -> Result<bool, Failure> {
    let path = task.weights.display();
    let bytes =
        std::fs::read(&task.weights).map_err(|error| format!("{path} cannot be read: {error}."))?;
    let (pretrained, record) = load(&bytes, &Compute::cpu().device)?;
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
        let data = open(&name, &bytes)?;
        if data.positives().is_none() {
            return Err(format!("{name} has no labels, so nothing can be judged on it.").into());
        }
        let (rows, distinct) = (data.len(), data.rows().len());
        writeln!(
            out,
            "- {split}: {origin}; {name}, {rows} rows, {distinct} of them distinct"
        )?;
        splits.push((split.name(), Rc::new(data)));
    }
    let (train_on, validate_on) = (splits[0].1.clone(), splits[1].1.clone());
    splits.extend(heads(task.heads.as_deref(), |missing| {
        eprintln!("{missing}")
    })?);
    let mut table = Table::default();
    for (split, data) in &splits {
        let constant = bethscope::score::ranking(
            data,
            &vec![0.0; data.rows().len()],
            bethscope::distinct::Label::Sus,
        );
        table.push_rules(split, &constant);
    }
    let mut judge = |name: &str, model: &Model, operating: Option<&Operating>| {
        if let Some(operating) = operating {
            writeln!(out, "- threshold of {name}: {operating}")?;
        }
        for (split, data) in &splits {
            let ranking = score(model, data)?;
            for threshold in thresholds(operating) {
                table.push(name, split, threshold, &ranking.rates(threshold));
            }
        }
        Ok::<_, Failure>(())
    };
    for (name, config) in references() {
        eprintln!("Training: {name}");
        let (model, record) = train(&train_on, &validate_on, config.check()?, |_| ())?;
        judge(name, &model, record.operating.as_ref())?;
    }
    let operating = record.and_then(|record| record.operating);
    judge("pretrained weights", &pretrained, operating.as_ref())?;
    writeln!(out)?;
    table.push_paper();
    write!(out, "{table}")?;
    Ok(true)
}
