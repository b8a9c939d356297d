//! What only a browser can show: WebGPU starts, trains, saves and loads, and agrees with the CPU.
//!
//! Run by `wasm-pack test --headless --chrome`. Without a WebGPU adapter these tests fail.
#![cfg(target_arch = "wasm32")]

use std::rc::Rc;

use bethscope::config::{Config, Preset};
use bethscope::dense::Adam;
use bethscope::device::{Backend, Compute, Wanted};
use bethscope::distinct::{DataSet, Opening};
use bethscope::model::{Model, Network};
use bethscope::parity;
use bethscope::score::{Scoring, read};
use bethscope::train::Training;
use bethscope::weights::{load, save};
use burn::module::Module;
use burn::tensor::{Device, Tensor, TensorData};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// Rows of 30 processes; those of users from 1000 on are suspicious.
fn log() -> Rc<DataSet> {
    let mut text = String::from(
        "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label\n",
    );
    for row in 0..600 {
        let process = 7000 + row % 30;
        let (user, label) = if process % 3 == 0 { (1001, 1) } else { (0, 0) };
        text += &format!(
            "{process},{process},1,{user},4026531840,{},{},{label}\n",
            row % 5,
            row % 7
        );
    }
    let mut opening = Opening::new("log.csv");
    opening.push(text.as_bytes()).unwrap();
    Rc::new(opening.finish().unwrap())
}

async fn webgpu() -> Compute {
    let started = Compute::start(Wanted::Webgpu, None).await;
    started.expect("these tests need a WebGPU adapter, a software one at least")
}

async fn score(model: &Model, data: &DataSet, compute: &Compute) -> Vec<f32> {
    let mut scoring = Scoring::new(data, model, compute);
    while !scoring.advance(4, model, data, compute).await.unwrap() {}
    scoring.finish()
}

/// Fails where two numbers of the same place lie further apart than `most`, or one is none.
fn assert_within(most: f32, a: &[f32], b: &[f32]) {
    assert_eq!(a.len(), b.len());
    for (at, (a, b)) in a.iter().zip(b).enumerate() {
        let difference = (a - b).abs();
        // Not a fold with `max`, which would drop NaN.
        assert!(
            difference <= most,
            "{at}: {a} and {b}, more than {most} apart"
        );
    }
}

#[wasm_bindgen_test]
async fn webgpu_trains_saves_and_loads_and_agrees_with_the_cpu() {
    let (gpu, cpu) = (webgpu().await, Compute::cpu());
    assert_eq!(gpu.info.backend, Backend::Webgpu);
    let data = log();
    let config: Config = serde_json::from_str(
        r#"{"epochs": 3, "batch": 128, "hidden": [16, 8], "learningRate": 0.01}"#,
    )
    .unwrap();
    let config = config.check().unwrap();
    let mut curves = Vec::new();
    let mut scores = Vec::new();
    for compute in [&gpu, &cpu] {
        let training = Training::new(data.clone(), None, config.clone(), compute.clone());
        let mut training = training.unwrap();
        while !training.advance(8).await.unwrap().done {}
        let (model, record) = training.finish();
        let bytes = save(&model, Some(&record)).await.unwrap();
        let trained = score(&model, &data, compute).await;
        // The same bytes on the other backend and back on this one.
        for other in [&gpu, &cpu] {
            let (loaded, again) = load(&bytes, &other.device).unwrap();
            assert_eq!(again.as_ref(), Some(&record));
            let exact = other.info.backend == compute.info.backend;
            let most = if exact { 0.0 } else { 1e-4 };
            assert_within(most, &trained, &score(&loaded, &data, other).await);
            assert_eq!(save(&loaded, again.as_ref()).await.unwrap(), bytes);
        }
        scores.push(trained);
        curves.push(record.history);
    }
    // exp and log round differently on the two: equal bits would mean that one of them ran both.
    assert_ne!(curves[0], curves[1]);
    let losses = |curve: usize| curves[curve].iter().map(|epoch| epoch.train.loss);
    assert!(
        losses(0).next_back() < losses(0).next(),
        "training lowers the loss"
    );
    for (gpu, cpu) in losses(0).zip(losses(1)) {
        assert!(
            (gpu / cpu - 1.0).abs() < 1e-3,
            "the same seed: {gpu} and {cpu}"
        );
    }
    assert_within(1e-2, &scores[0], &scores[1]);
}

/// Rows and targets as the fused operations take them: padded, and of each row `weight`.
fn weighted(
    rows: usize,
    network: &Network,
    device: &Device,
    weight: impl Fn(usize) -> f32,
) -> (Tensor<2>, Tensor<2>) {
    let (features, width) = (network.layout().widths()[0], network.layout().inputs());
    let values = (0..rows * width).map(|i| match i % width < features {
        true => (i.wrapping_mul(i + 3) as f32 * 0.37).sin() * 2.0,
        false => 0.0,
    });
    let targets = (0..rows).flat_map(|row| [[1.0, -1.0][row % 2], weight(row)]);
    let matrix = |values: Vec<f32>, columns| {
        Tensor::from_data(TensorData::new(values, [rows, columns]), device)
    };
    (
        matrix(values.collect(), width),
        matrix(targets.collect(), 2),
    )
}

/// Rows of many weights, the last of which has weight zero, as padding has.
fn batch(rows: usize, network: &Network, device: &Device) -> (Tensor<2>, Tensor<2>) {
    let weight = |row: usize| match row + 1 < rows {
        true => 0.25 + (row % 76) as f32 * 0.5,
        false => 0.0,
    };
    weighted(rows, network, device, weight)
}

fn assert_close(got: &[f32], want: &[f32], tolerance: f32) {
    assert!(want.iter().all(|x| x.is_finite()), "{want:?}");
    let largest = want.iter().fold(1.0f32, |most, x| most.max(x.abs()));
    assert_within(tolerance * largest, got, want);
}

/// tests/native/dense.rs holds the CPU's to Burn's plain operations.
#[wasm_bindgen_test]
async fn losses_gradients_and_steps_are_those_of_the_cpu() {
    let networks: [(Preset, &[usize]); 4] = [
        (Preset::Keras, &[7, 128, 64, 2]),
        (Preset::Pytorch, &[7, 1]),
        (Preset::Keras, &[5, 37, 2]),
        (Preset::Pytorch, &[7, 9, 70, 3, 33, 1]),
    ];
    for (preset, widths) in networks {
        let mut found = Vec::new();
        for device in [webgpu().await.device, Compute::cpu().device] {
            let device = device.autodiff();
            let mut network = Network::init(preset, widths, 5, &device);
            let (rows, targets) = batch(76, &network, &device);
            let logits = network.valid().logits(rows.clone().inner());
            // What comes after the loss must reach the parameters too.
            let loss = network.loss(rows.clone(), targets.clone()) * 3.0;
            let gradient = network.parameters().grad_remove(&mut loss.backward());
            let mut adam = Adam::new(preset);
            for _ in 0..2 {
                let loss = network.loss(rows.clone(), targets.clone());
                network.learn(&loss, 0.01, &mut adam);
            }
            let stepped = network.parameters().inner();
            let all = vec![logits, loss.inner(), gradient.unwrap(), stepped];
            found.push(read(all).await.unwrap());
        }
        for (gpu, cpu) in found[0].iter().zip(&found[1]) {
            assert_close(gpu, cpu, 2e-5);
        }
    }
}

/// A network that is lost says so on the GPU too, whose own `max` would make 0 of not a number: it is in
/// every logit, in the loss, and in what a step makes of the weights.
#[wasm_bindgen_test]
async fn not_a_number_stays_not_a_number() {
    let widths = [7, 12, 6, 2];
    let device = webgpu().await.device.autodiff();
    let drawn = Network::init(Preset::Keras, &widths, 3, &device);
    let flat = read(vec![drawn.parameters().inner()])
        .await
        .unwrap()
        .remove(0);
    for lost in 0..2 {
        let mut layers = drawn.layout().unpack(&flat);
        layers[lost].bias[1] = f32::NAN;
        let mut network = Network::from_layers(&layers, &widths, &device);
        let (rows, targets) = batch(8, &network, &device);
        let logits = network.valid().logits(rows.clone().inner());
        let loss = network.loss(rows.clone(), targets);
        network.learn(&loss, 0.01, &mut Adam::new(Preset::Keras));
        let after = network.valid().logits(rows.inner());
        for numbers in read(vec![logits, loss.inner(), after]).await.unwrap() {
            assert!(numbers.iter().all(|number| number.is_nan()), "{numbers:?}");
        }
    }
}

/// Logits, loss and gradient of the rows that `batch` makes, on the GPU and on the CPU.
async fn on_both(
    preset: Preset,
    widths: &[usize],
    batch: impl Fn(&Network, &Device) -> (Tensor<2>, Tensor<2>),
) -> [Vec<Vec<f32>>; 2] {
    let mut found = Vec::new();
    for device in [webgpu().await.device, Compute::cpu().device] {
        let device = device.autodiff();
        let network = Network::init(preset, widths, 5, &device);
        let (rows, targets) = batch(&network, &device);
        let logits = network.valid().logits(rows.clone().inner());
        let loss = network.loss(rows, targets);
        let gradient = network.parameters().grad_remove(&mut loss.backward());
        let all = vec![logits, loss.inner(), gradient.unwrap()];
        found.push(read(all).await.unwrap());
    }
    found.try_into().unwrap()
}

/// More rows than one invocation sums up at a time, and no whole number of workgroups.
#[wasm_bindgen_test]
async fn thousands_of_rows_have_the_loss_and_the_gradient_of_the_cpu() {
    const ROWS: usize = 6_004;
    let networks: [(Preset, &[usize]); 2] =
        [(Preset::Keras, &[7, 20, 9, 2]), (Preset::Pytorch, &[12, 1])];
    for (preset, widths) in networks {
        let batch = |network: &Network, device: &Device| batch(ROWS, network, device);
        let [gpu, cpu] = on_both(preset, widths, batch).await;
        assert_eq!(cpu[0].len(), ROWS);
        assert!(cpu[1][0] > 10_000.0, "a sum over all rows: {}", cpu[1][0]);
        assert_close(&gpu[0], &cpu[0], 1e-5);
        // Sums of thousands in f32, in another order.
        assert_close(&gpu[1], &cpu[1], 1e-5);
        assert_close(&gpu[2], &cpu[2], 1e-4);
    }
}

/// A device takes 65,535 workgroups in a dimension; the largest batch through the widest layer that
/// the options allow is one more, forward and back.
#[wasm_bindgen_test]
async fn a_dispatch_in_two_dimensions_computes_what_the_cpu_does() {
    const ROWS: usize = 65_536;
    // Few rows count, so that each shows in the sums: every 61st, and the last.
    let weight = |row: usize| f32::from(row.is_multiple_of(61) || row + 4 >= ROWS);
    let batch = |network: &Network, device: &Device| weighted(ROWS, network, device, weight);
    webgpu().await;
    count();
    let [gpu, cpu] = on_both(Preset::Pytorch, &[4, 1024, 4, 1], batch).await;
    // 64 invocations of 4 rows and 4 units: 65,536 / 4 * 1024 / 4 / 64 = 65,536 workgroups. Logits,
    // loss and gradient: the first layer twice, and once on the way back.
    assert_eq!(
        asked("dispatches.filter(([x, y]) => x === 32768 && y === 2).length"),
        3.0
    );
    assert_eq!(cpu[0].len(), ROWS);
    for (gpu, cpu) in gpu.iter().zip(&cpu) {
        assert_close(gpu, cpu, 2e-5);
    }
}

#[wasm_bindgen_test]
async fn gradients_on_the_gpu_are_those_of_finite_differences() {
    const STEP: f32 = 1e-3;
    let device = webgpu().await.device.autodiff();
    let widths = [7, 6, 5, 2];
    // As in tests/native/dense.rs, no unit of this seed is at the kink of ReLU.
    let network = Network::init(Preset::Keras, &widths, 4, &device);
    let (rows, targets) = batch(4, &network, &device);
    let loss = network.loss(rows.clone(), targets.clone());
    let gradient = network.parameters().grad_remove(&mut loss.backward());
    let flat = network.parameters().inner();
    let found = read(vec![gradient.unwrap(), flat]).await.unwrap();
    let [slopes, flat] = found.try_into().unwrap();
    let mut moved = Vec::new();
    for at in 0..flat.len() {
        for by in [STEP, -STEP] {
            let mut flat = flat.clone();
            flat[at] += by;
            let layers = network.layout().unpack(&flat);
            let network = Network::from_layers(&layers, &widths, &device);
            moved.push(network.loss(rows.clone(), targets.clone()).inner());
        }
    }
    let losses = read(moved).await.unwrap().concat();
    let steep = slopes.iter().filter(|slope| slope.abs() > 0.1).count();
    assert!(steep > 20, "{steep} slopes that zero would not pass for");
    for (&slope, losses) in slopes.iter().zip(losses.chunks_exact(2)) {
        // What is padded is not in the layers, so it moves nothing, and has no slope.
        let want = (losses[0] - losses[1]) / (2.0 * STEP);
        assert!((slope - want).abs() < 3e-3, "{slope}, not {want}");
    }
}

/// What this worker asks of the GPU: the workgroups of each dispatch, and the pipelines.
const COUNT: &str = r#"
    const first = !globalThis.asked;
    globalThis.asked = { dispatches: [], pipelines: [] };
    const counted = (prototype, method, name) => {
        const original = prototype[method];
        prototype[method] = function (...args) {
            globalThis.asked[name].push(args);
            return original.apply(this, args);
        };
    };
    if (first) {
        counted(GPUComputePassEncoder.prototype, "dispatchWorkgroups", "dispatches");
        counted(GPUDevice.prototype, "createComputePipeline", "pipelines");
        counted(GPUDevice.prototype, "createComputePipelineAsync", "pipelines");
    }
"#;

/// Counts from now on.
fn count() {
    js_sys::Function::new_no_args(COUNT)
        .call0(&js_sys::global())
        .unwrap();
}

fn asked(what: &str) -> f64 {
    let count = js_sys::eval(&format!("globalThis.asked.{what}")).unwrap();
    count.as_f64().unwrap()
}

#[wasm_bindgen_test]
async fn a_training_step_is_eight_dispatches() {
    let gpu = webgpu().await;
    count();
    let config: Config = serde_json::from_str(r#"{"batch": 64, "hidden": [128, 64]}"#).unwrap();
    let training = Training::new(log(), None, config.check().unwrap(), gpu);
    let mut training = training.unwrap();
    let mut steps = Vec::new();
    let started = js_sys::Date::now();
    for _ in 0..3 {
        let before = asked("dispatches.length");
        training.advance(1).await.unwrap();
        steps.push(asked("dispatches.length") - before);
    }
    let (pipelines, ms) = (asked("pipelines.length"), js_sys::Date::now() - started);
    wasm_bindgen_test::console_log!("{steps:?} dispatches, {pipelines} pipelines, {ms} ms");
    // Two hidden layers, loss, its sum, the derivative of that by itself (Burn's), one hidden
    // layer back, gradient, Adam.
    assert_eq!(steps, [8.0; 3]);
    assert!(pipelines <= 9.0, "{pipelines}");
}

#[wasm_bindgen_test]
async fn a_fixed_batch_scores_the_same_on_both() {
    let parity = parity::check(&webgpu().await).await.unwrap();
    assert_eq!(parity.rows, 1024);
    assert!(parity.largest_difference < 1e-5, "{parity:?}");
}

#[wasm_bindgen_test]
async fn a_software_adapter_is_named_and_not_preferred() {
    let gpu = webgpu().await;
    let auto = Compute::start(Wanted::Auto, None).await.unwrap();
    assert!(
        gpu.info.software,
        "this test is about the software adapter: {:?}",
        gpu.info
    );
    assert!(gpu.info.reason.is_some());
    assert_eq!(auto.info.backend, Backend::Cpu);
    assert!(auto.info.software);
    let reason = auto.info.reason.unwrap();
    assert!(reason.contains("software"), "{reason}");
}
