//! What takes many rows: slices of the gradient, dispatches in two dimensions, and whole runs; all held to the CPU.

use std::rc::Rc;

use bethscope::config::Preset;
use bethscope::dense::{Adam, Batch, Span, Way, go};
use bethscope::device::Compute;
use bethscope::distinct::{DataSet, Opening};
use bethscope::model::{Model, Network};
use bethscope::reconstruct::{Form, Reconstruction, Split};
use bethscope::score::{Scoring, read};
use bethscope::train::Training;
use burn::module::Module;
use burn::tensor::{Device, Tensor, TensorData};

use super::run::{config, now, score, train};
use super::{compute, devices};

/// Fails where two numbers of the same place lie further apart than `tolerance` of the largest, or one is none.
fn assert_close(got: &[f32], want: &[f32], tolerance: f32) {
    assert_eq!(got.len(), want.len());
    assert!(want.iter().all(|x| x.is_finite()), "{want:?}");
    let most = tolerance * want.iter().fold(1.0f32, |most, x| most.max(x.abs()));
    for (at, (got, want)) in got.iter().zip(want).enumerate() {
        // Not a fold with `max`, which would drop NaN.
        assert!((got - want).abs() <= most, "{at}: {got} and {want}");
    }
}

/// As many rows as picks, each picked once, in an order that is not theirs.
fn batch(rows: usize, network: &Network, device: &Device, weight: impl Fn(usize) -> f32) -> Batch {
    let (features, width) = (network.layout().widths()[0], network.layout().inputs());
    let values = (0..rows * width).map(|i| match i % width < features {
        true => (i.wrapping_mul(i + 3) as f32 * 0.37).sin() * 2.0,
        false => 0.0,
    });
    let weights = (0..rows).map(|row| [1.0, -1.0][row % 2] * weight(row));
    // 37 and the numbers of rows here have no factor in common.
    let picks = (0..rows).map(|row| (row * 37 % rows) as f32);
    let flat = |values: Vec<f32>| Tensor::from_floats(values.as_slice(), device);
    Batch {
        rows: Tensor::from_data(
            TensorData::new(values.collect::<Vec<f32>>(), [rows, width]),
            device,
        ),
        weights: flat(weights.collect()),
        picks: flat(picks.collect()),
    }
}

/// Logits and losses, the gradient's sum, and the parameters after two steps of Adam.
fn all(
    preset: Preset,
    widths: &[usize],
    rows: usize,
    device: &Device,
    weight: impl Fn(usize) -> f32,
) -> [Vec<f32>; 4] {
    let mut network = Network::init(preset, widths, 5, device);
    let batch = batch(rows, &network, device, weight);
    let logits = network
        .valid()
        .logits(batch.rows.clone().inner(), Span::begin(rows));
    let losses = network.losses(batch.clone());
    let parameters = network.parameters();
    let parts = parameters.grad_remove(&mut losses.backward()).unwrap();
    let length = network.layout().len();
    let parts = parts.dims()[0] / length;
    let mut adam = Adam::new(preset);
    for _ in 0..2 {
        let losses = network.losses(batch.clone());
        network.learn(&losses, 0.01, &mut adam);
    }
    let losses_again = network.losses(batch);
    let gradient = network
        .parameters()
        .grad_remove(&mut losses_again.backward());
    let stepped = network.parameters().inner();
    let found = now(read(vec![
        logits,
        losses.inner(),
        gradient.unwrap(),
        stepped,
    ]))
    .unwrap();
    let [logits, losses, gradient, stepped] = found.try_into().unwrap();
    assert_eq!(gradient.len(), parts * length);
    let sum = |at: usize| gradient.iter().skip(at).step_by(length).sum();
    [logits, losses, (0..length).map(sum).collect(), stepped]
}

/// More rows than a workgroup sums up at a time, and no whole number of blocks or slices.
#[test]
fn thousands_of_rows_are_as_on_the_cpu() {
    const ROWS: usize = 6_004;
    let networks: [(Preset, &[usize]); 4] = [
        (Preset::Keras, &[12, 128, 64, 2]),
        (Preset::Pytorch, &[7, 20, 9, 1]),
        (Preset::Pytorch, &[12, 1]),
        (Preset::Keras, &[5, 300, 2]),
    ];
    let weight = |row: usize| match row + 1 < ROWS {
        true => 0.25 + (row % 76) as f32 * 0.5,
        false => 0.0,
    };
    for (preset, widths) in networks {
        let cpu = all(
            preset,
            widths,
            ROWS,
            &Compute::cpu().device.autodiff(),
            weight,
        );
        assert!(cpu[1].iter().sum::<f32>() > 10_000.0);
        for device in devices() {
            let gpu = all(preset, widths, ROWS, &device, weight);
            assert_close(&gpu[0], &cpu[0], 1e-5);
            assert_close(&gpu[1], &cpu[1], 1e-5);
            // Sums of thousands in f32, in another order.
            assert_close(&gpu[2], &cpu[2], 1e-4);
            assert_close(&gpu[3], &cpu[3], 2e-5);
        }
    }
}

/// A device takes 65,535 workgroups in a dimension; the largest batch through the widest layer that the options
/// allow is one more: of four rows and four units an invocation, 65,536 / 4 · 1024 / 4 / 64.
#[test]
fn dispatches_in_two_dimensions_are_as_on_the_cpu() {
    const ROWS: usize = 65_536;
    // Few rows count, so that each shows in the sums: every 61st, and the last.
    let weight = |row: usize| f32::from(row.is_multiple_of(61) || row + 4 >= ROWS);
    let widths = [4, 1024, 4, 1];
    let cpu = Compute::cpu().device.autodiff();
    let cpu = all(Preset::Pytorch, &widths, ROWS, &cpu, weight);
    for device in devices() {
        let gpu = all(Preset::Pytorch, &widths, ROWS, &device, weight);
        for (gpu, cpu) in gpu.iter().zip(&cpu) {
            assert_close(gpu, cpu, 1e-4);
        }
    }
}

fn log() -> Rc<DataSet> {
    let mut file = Vec::new();
    let rows = Reconstruction::with_rows(Split::Validation, 3, 4_000);
    rows.write_to(Form::DataCamp, &mut file).unwrap();
    let mut opening = Opening::new("log.csv");
    opening.push(&file).unwrap();
    Rc::new(opening.finish().unwrap())
}

fn scored(model: &Model, compute: &Compute) -> Vec<f32> {
    let data = log();
    let mut scoring = Scoring::new(&data, model, compute);
    while !now(scoring.advance(2, model, &data, compute)).unwrap() {}
    scoring.finish()
}

/// The same losses and accuracies epoch by epoch, and the same scores, with rows that stay on the device and with
/// rows that it has no room for.
#[test]
fn a_run_is_as_on_the_cpu() {
    let options = r#"{"epochs": 2, "batch": 256, "hidden": [32, 16], "learningRate": 0.002}"#;
    let run = |compute: Compute| {
        let (model, record) = train(
            Training::new(log(), None, config(options), compute).unwrap(),
            7,
        );
        let parameters = now(read(vec![model.network.parameters()]))
            .unwrap()
            .remove(0);
        (model, parameters, record.history)
    };
    let (model, parameters, history) = run(Compute::cpu());
    let scores = score(&model, &log());
    for way in [Way::Hardware, Way::Software] {
        let mut kept: Option<Vec<f32>> = None;
        for room in [u64::MAX, 0] {
            let compute = compute().with_room(room);
            go(way);
            let (model, on_gpu, told) = run(compute.clone());
            assert_close(&on_gpu, &parameters, 1e-3);
            assert_close(&scored(&model, &compute), &scores, 1e-2);
            for (gpu, cpu) in told.iter().zip(&history) {
                let apart = (gpu.validation.loss / cpu.validation.loss - 1.0).abs();
                assert!(apart < 1e-2, "{gpu:?}, not {cpu:?}");
            }
            let first = kept.get_or_insert_with(|| on_gpu.clone());
            assert_eq!(*first, on_gpu, "room {room}");
        }
    }
}
