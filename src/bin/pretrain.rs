//! Trains the weights that ship with the page, and writes their card.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;

use bethscope::command::{Failure, Flags, Wrong, run};
use bethscope::config::Config;
use bethscope::distinct::{DataSet, Opening};
use bethscope::evaluate::{
    Card, Measured, heads, reconstructed, references, score, sha256, shipped, thresholds, train,
};
use bethscope::model::Model;
use bethscope::reconstruct::{Reconstruction, Split};
use bethscope::train::TrainingRecord;
use bethscope::weights::save;
use jiff::Timestamp;
use pollster::block_on;

const USAGE: &str = "\
Trains on the reconstruction (seed 1, official size) with the CPU backend and writes
beth.safetensors, card.md and card.json. The same command gives the same weights, bit for bit.

  pretrain [--out DIR] [--heads DIR] [--config JSON]

  --out DIR      where to write (default: www/pretrained in this repository)
  --heads DIR    folder of genuine/labelled_train.head12500.csv and genuine/labelled_test.head2500.csv,
                 which are only measured on (default: $BETH_DIR, else ../shared/beth)
  --config JSON  other training options, such as '{\"recipe\": \"clip\", \"hidden\": [16]}'; their card
                 is printed and nothing is written
";

const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");
const SEED: u64 = 1;
/// Other reconstructions of the test split, of which the worst counts.
const TEST_SEEDS: [u64; 3] = [2, 3, 20_260_101];

struct Task {
    out: PathBuf,
    heads: Option<PathBuf>,
    /// Other options than the shipped ones.
    trial: Option<Config>,
}

fn main() -> ExitCode {
    run(USAGE, read, pretrain)
}

fn read(flags: &mut Flags) -> Result<Task, Wrong> {
    let repository = Path::new(REPOSITORY);
    let mut task = Task {
        out: repository.join("www/pretrained"),
        heads: None,
        trial: None,
    };
    while let Some(flag) = flags.next()? {
        match flag.as_str() {
            "--out" => task.out = flags.path()?,
            "--heads" => task.heads = Some(flags.path()?),
            "--config" => {
                let config = serde_json::from_str(&flags.text()?);
                task.trial =
                    Some(config.map_err(|error| format!("--config cannot be read: {error}."))?);
            }
            _ => return Err(flags.unknown()),
        }
    }
    Ok(task)
}

fn pretrain(task: Task, out: &mut dyn Write) -> Result<bool, Failure> {
    let made = |split: Split, seed| {
        let bytes = reconstructed(Reconstruction::new(split, seed));
        let mut opening = Opening::new(split.file_name()).reconstructed(true);
        opening.push(&bytes)?;
        opening.finish().map(Rc::new)
    };
    let mut files: Vec<(String, Rc<DataSet>)> = Vec::new();
    for (split, seed) in Split::ALL
        .map(|split| (split, SEED))
        .into_iter()
        .chain(TEST_SEEDS.map(|seed| (Split::Test, seed)))
    {
        let name = format!("reconstructed {split}, seed {seed}");
        files.push((name, made(split, seed)?));
    }
    let genuine = heads(task.heads.as_deref(), |missing| eprintln!("{missing}"))?;
    files.extend(
        genuine
            .into_iter()
            .map(|(name, data)| (name.to_owned(), data)),
    );
    let mut measured = Vec::new();
    let mut measure =
        |name: &str, (model, record): &(Model, TrainingRecord)| {
            for (file, data) in &files {
                let ranking = score(model, data)?;
                measured.extend(thresholds(record.operating.as_ref()).into_iter().map(
                    |threshold| Measured {
                        model: name.to_owned(),
                        file: file.clone(),
                        threshold,
                        rates: ranking.rates(threshold),
                    },
                ));
            }
            Ok::<_, Failure>(())
        };
    let fit = |config: Config| {
        let config = config.check()?;
        let heard = |epoch: &bethscope::train::EpochRecord| {
            eprintln!(
                "epoch {}: loss {:.6}, validation loss {:.6}",
                epoch.epoch, epoch.train.loss, epoch.validation.loss
            );
        };
        train(&files[0].1, &files[1].1, config, heard)
    };

    let trial = task.trial.is_some();
    let config = task.trial.unwrap_or_else(shipped);
    let trained = fit(config.clone())?;
    let bytes = block_on(save(&trained.0, Some(&trained.1)))?;
    measure(if trial { "trial" } else { "pretrained" }, &trained)?;
    if !trial {
        let [(name, logistic), ..] = references();
        measure(name, &fit(logistic)?)?;
        let same = Config {
            hidden: Some(Vec::new()),
            ..config
        };
        measure("logistic regression, same options", &fit(same)?)?;
    }
    let (model, record) = trained;
    let card = Card {
        file: "beth.safetensors".to_owned(),
        sha256: sha256(&bytes),
        data: "reconstruction of BETH's train split, validated on that of its validation split"
            .to_owned(),
        data_seed: SEED,
        backend: "CPU (Burn's flex)".to_owned(),
        command: "cargo pretrain".to_owned(),
        date: Timestamp::now().strftime("%F").to_string(),
        config: record.config,
        best_epoch: record.best_epoch,
        operating: record.operating.expect("an epoch was completed"),
        parameters: model.parameters(),
        measured,
        licence: "MIT".to_owned(),
    };
    if !trial {
        keep(&card, &bytes, &task.out)?;
    }
    write!(out, "{card}")?;
    Ok(true)
}

/// Writes weights and card into a folder.
fn keep(card: &Card, weights: &[u8], folder: &Path) -> Result<(), String> {
    let json = serde_json::to_string_pretty(card).expect("a card is plain data");
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes)
            .map_err(|error| format!("{} cannot be written: {error}.", path.display()))
    };
    std::fs::create_dir_all(folder)
        .map_err(|error| format!("{} cannot be made: {error}.", folder.display()))?;
    write(&card.file, weights)?;
    write("card.md", card.to_string().as_bytes())?;
    write("card.json", (json + "\n").as_bytes())
}
