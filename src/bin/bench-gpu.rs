//! Prints how fast this machine's GPU trains and scores, beside its own peak.

use std::io::Write;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::{Duration, Instant};

use bethscope::command::{Failure, Flags, Wrong, run};
use bethscope::config::Config;
use bethscope::dense::{Way, go, peak};
use bethscope::device::{Compute, gpu};
use bethscope::distinct::{DataSet, Opening};
use bethscope::score::Scoring;
use bethscope::train::Training;
use pollster::block_on;

const USAGE: &str = "\
Trains and scores rows that all differ on this machine's GPU, and prints rows a second, milliseconds a step and
the share of the device's own peak, which is measured first: multiplications and additions that wait for no memory.

  bench-gpu [--layers 128,64] [--seconds N] [--kernels hardware|software]

--seconds is how long each batch is measured (default 1). The kernels are those for GPUs, or those for adapters that
are a CPU; by default those that suit the adapter.
";

const BATCHES: [usize; 5] = [256, 1024, 4096, 16_384, 65_536];

/// So many rows are some steps at the largest batch.
const ROWS: usize = 5 * 65_536;

struct Task {
    layers: Vec<f64>,
    seconds: u64,
    way: Option<Way>,
}

fn main() -> ExitCode {
    run(USAGE, read, bench)
}

fn read(flags: &mut Flags) -> Result<Task, Wrong> {
    let mut task = Task {
        layers: vec![128.0, 64.0],
        seconds: 1,
        way: None,
    };
    while let Some(flag) = flags.next()? {
        match flag.as_str() {
            "--layers" => {
                let text = flags.text()?;
                let layers = text.split(',').map(str::parse).collect::<Result<_, _>>();
                task.layers = layers.map_err(|_| {
                    format!("--layers needs whole numbers with commas between them, not “{text}”.")
                })?;
            }
            "--seconds" => task.seconds = flags.number()?,
            "--kernels" => {
                task.way = Some(match flags.text()?.as_str() {
                    "hardware" => Way::Hardware,
                    "software" => Way::Software,
                    other => {
                        let wrong = format!("--kernels are hardware or software, not “{other}”.");
                        return Err(wrong.as_str().into());
                    }
                });
            }
            _ => return Err(flags.unknown()),
        }
    }
    Ok(task)
}

fn bench(task: Task, out: &mut dyn Write) -> Result<bool, Failure> {
    let compute = block_on(gpu(None))?;
    if let Some(way) = task.way {
        go(way);
    }
    let name = compute.info.adapter.as_deref().unwrap_or("a GPU");
    let kind = if compute.info.software {
        ", a CPU in disguise"
    } else {
        ""
    };
    writeln!(out, "{name}{kind}")?;
    let limit = Duration::from_secs(task.seconds);
    let peak = block_on(peak(&compute.device, limit))?;
    writeln!(out, "peak {:.1} GFLOP/s\n", peak / 1e9)?;
    let data = different(ROWS)?;
    let flops = flops(start(&task.layers, 1, &data, &compute)?.finish().0.widths());
    writeln!(
        out,
        "batch      ms a step      rows/s   GFLOP/s   of the peak"
    )?;
    for batch in BATCHES {
        let measured = steps(&task.layers, batch, &data, &compute, limit)?;
        let rows = measured.rows_a_step / measured.seconds_a_step;
        writeln!(
            out,
            "{batch:>6} {:>13.3} {rows:>11.0} {:>9.1} {:>12.1} %",
            1e3 * measured.seconds_a_step,
            flops * rows / 1e9,
            100.0 * flops * rows / peak,
        )?;
    }
    let rows = score(&task.layers, &data, &compute, limit)?;
    writeln!(out, "\nscoring {rows:.0} rows/s, encoded and sent")?;
    Ok(true)
}

/// How long steps of one batch take.
struct Measured {
    seconds_a_step: f64,
    rows_a_step: f64,
}

/// Waits for a few steps at a time, as the page does.
fn steps(
    layers: &[f64],
    batch: usize,
    data: &Rc<DataSet>,
    compute: &Compute,
    limit: Duration,
) -> Result<Measured, Failure> {
    let mut together = 1;
    let (mut steps, mut spent, mut rows_a_step) = (0, Duration::ZERO, 0.0);
    while spent < limit {
        let mut training = start(layers, batch, data, compute)?;
        // Pipelines are compiled with the first step.
        let mut done = block_on(training.advance(1))?.batch;
        loop {
            let before = Instant::now();
            let progress = block_on(training.advance(together))?;
            let took = before.elapsed();
            steps += progress.batch - done;
            spent += took;
            done = progress.batch;
            // The end of an epoch is another kind of work.
            if progress.phase != "training" || spent >= limit {
                let (_, record) = training.finish();
                rows_a_step = record.rows as f64 / progress.batches as f64;
                break;
            }
            // As many as take 20 ms, so that waiting costs little.
            together = (0.02 / took.as_secs_f64() * together as f64).clamp(1.0, 1e4) as usize;
        }
    }
    Ok(Measured {
        seconds_a_step: spent.as_secs_f64() / steps as f64,
        rows_a_step,
    })
}

/// Multiplications and additions a row: forward, the gradient, and back through all layers but the first.
fn flops(widths: &[usize]) -> f64 {
    let weights = widths.windows(2).map(|pair| (pair[0] * pair[1]) as f64);
    let all: f64 = weights.clone().sum();
    2.0 * (3.0 * all - weights.take(1).sum::<f64>())
}

fn score(
    layers: &[f64],
    data: &Rc<DataSet>,
    compute: &Compute,
    limit: Duration,
) -> Result<f64, Failure> {
    let (model, _) = start(layers, 1024, data, compute)?.finish();
    let pass = || {
        let mut scoring = Scoring::new(data, &model, compute);
        while !block_on(scoring.advance(8, &model, data, compute))? {}
        Ok::<_, Failure>(())
    };
    pass()?;
    let (mut rows, begun) = (0, Instant::now());
    while begun.elapsed() < limit {
        pass()?;
        rows += data.rows().len();
    }
    Ok(rows as f64 / begun.elapsed().as_secs_f64())
}

fn start(
    layers: &[f64],
    batch: usize,
    data: &Rc<DataSet>,
    compute: &Compute,
) -> Result<Training, Failure> {
    let config = Config {
        hidden: Some(layers.to_vec()),
        batch: Some(batch as f64),
        // What is held out is not trained on, and the largest batch should be full.
        validation_share: Some(0.01),
        ..Config::default()
    };
    Ok(Training::new(
        data.clone(),
        None,
        config.check()?,
        compute.clone(),
    )?)
}

/// So many rows that all differ, of as many processes.
fn different(rows: usize) -> Result<Rc<DataSet>, Failure> {
    let mut opening = Opening::new("different.csv");
    let header =
        "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label\n";
    opening.push(header.as_bytes())?;
    for row in 0..rows {
        let (user, label) = if row % 3 == 0 { (1001, 1) } else { (0, 0) };
        let (parent, args, returned) = (row % 31, row % 6, row as i64 % 97 - 40);
        let line = format!("{row},{row},{parent},{user},4026531840,{args},{returned},{label}\n");
        opening.push(line.as_bytes())?;
    }
    Ok(Rc::new(opening.finish()?))
}
