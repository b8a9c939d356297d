//! Trains with the default options, or others, once for each seed and preset, and prints what came of it.

use std::io::Write;
use std::process::ExitCode;
use std::rc::Rc;

use bethscope::command::{Failure, Flags, Wrong, run};
use bethscope::config::{Config, Preset};
use bethscope::evaluate::{HALF, open, reconstructed, score, train};
use bethscope::metrics::{Confusion, Rates};
use bethscope::reconstruct::{Reconstruction, Split};

const USAGE: &str = "\
Trains on a reconstruction with each of some seeds and both presets (or that of the options), and
prints, beside the rule userId >= 1000, what the networks get on the test file at their own threshold
and at 0.5: the median, and in brackets the least and the most.

  defaults [--full yes|no] [--seeds N] [--config JSON]

  --full yes     reconstruction 1 at official size (default no: what the page's \"Try a sample\" makes)
  --seeds N      seeds 1 to N (default 20)
  --config JSON  other options than the defaults, such as '{\"recipe\": \"standard\", \"batch\": 256}'
";

/// The sizes and the seed that www/page/sample.js has, in the order of [`Split::ALL`].
const SAMPLE: [u64; 3] = [20_000, 5_000, 5_000];
const SAMPLE_SEED: u64 = 2;

struct Task {
    full: bool,
    seeds: u64,
    config: String,
}

fn main() -> ExitCode {
    run(USAGE, read, print)
}

fn read(flags: &mut Flags) -> Result<Task, Wrong> {
    let mut task = Task {
        full: false,
        seeds: 20,
        config: "{}".to_owned(),
    };
    while let Some(flag) = flags.next()? {
        match flag.as_str() {
            "--full" => {
                task.full = match flags.text()?.as_str() {
                    "yes" => true,
                    "no" => false,
                    other => return Err(format!("--full is yes or no, not “{other}”.").into()),
                }
            }
            "--seeds" => task.seeds = flags.number()?,
            "--config" => task.config = flags.text()?,
            _ => return Err(flags.unknown()),
        }
    }
    if task.seeds == 0 {
        return Err("--seeds needs at least 1.".into());
    }
    Ok(task)
}

fn print(task: Task, out: &mut dyn Write) -> Result<bool, Failure> {
    let config: Config = serde_json::from_str(&task.config)
        .map_err(|error| format!("--config cannot be read: {error}."))?;
    let made = |at: usize| {
        let split = Split::ALL[at];
        let rows = match task.full {
            true => Reconstruction::new(split, 1),
            false => Reconstruction::with_rows(split, SAMPLE_SEED, SAMPLE[at]),
        };
        open(split.file_name(), &reconstructed(rows)).map(Rc::new)
    };
    let [data, validation, test] = [made(0)?, made(1)?, made(2)?];
    let file = if task.full { "full" } else { "sample" };
    writeln!(
        out,
        "| options | file | preset | threshold | accuracy | of the rule, reached | balanced | FPR | recall | AUROC |\n\
         |---|---|---|---|---|---|---|---|---|---|"
    )?;
    let presets = match config.preset {
        Some(preset) => vec![preset],
        None => vec![Preset::Keras, Preset::Pytorch],
    };
    for preset in presets {
        let (mut own, mut half, mut rule) = (Vec::new(), Vec::new(), 0.0);
        for seed in 1..=task.seeds {
            let config = Config {
                preset: Some(preset),
                seed: Some(seed as f64),
                ..config.clone()
            };
            let (model, record) = train(&data, &validation, config.check()?, |_| ())?;
            let ranking = score(&model, &test)?;
            let chosen = record.operating.and_then(|operating| operating.threshold());
            own.push(ranking.rates(chosen.unwrap_or(HALF)));
            half.push(ranking.rates(HALF));
            let by_user = ranking.by_user();
            rule = known(by_user.as_ref().and_then(Confusion::accuracy));
        }
        let name = serde_json::to_string(&preset).expect("a preset is a word");
        for (threshold, lines) in [("own", &own), ("0.5", &half)] {
            let told = |rate: fn(&Rates) -> Option<f64>| spread(lines.iter().map(rate).map(known));
            let reached = lines
                .iter()
                .filter(|line| known(line.accuracy) >= rule)
                .count();
            writeln!(
                out,
                "| `{}` | {file} | {} | {threshold} | {} | {rule:.4}, {reached} of {} | {} | {} | {} | {} |",
                task.config,
                name.trim_matches('"'),
                told(|line| line.accuracy),
                task.seeds,
                told(|line| line.balanced_accuracy),
                told(|line| line.fpr),
                told(|line| line.recall),
                told(|line| line.auroc),
            )?;
        }
        out.flush()?;
    }
    Ok(true)
}

fn known(rate: Option<f64>) -> f64 {
    rate.expect("the test file has rows of both kinds")
}

/// The median, and in brackets the least and the most.
fn spread(values: impl Iterator<Item = f64>) -> String {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    let [least, median, most] = [0, values.len() / 2, values.len() - 1].map(|at| values[at]);
    format!("{median:.4} ({least:.4} to {most:.4})")
}
