//! What only a browser can show: WebGPU starts, trains, saves and loads, and agrees with the CPU.
//!
//! Run by `wasm-pack test --headless --chrome`. Without a WebGPU adapter these tests fail.
#![cfg(target_arch = "wasm32")]

use std::rc::Rc;

use bethscope::config::{Config, Preset};
use bethscope::dense::{self, Adam, Span, Way};
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

/// So many rows that all differ, of as many processes.
fn different(rows: usize) -> Rc<DataSet> {
    let mut text = String::from(
        "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label\n",
    );
    for row in 0..rows {
        let (user, label) = if row % 3 == 0 { (1001, 1) } else { (0, 0) };
        text += &format!(
            "{row},{row},1,{user},4026531840,{},{},{label}\n",
            row % 5,
            row % 7
        );
    }
    let mut opening = Opening::new("different.csv");
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

/// A batch of as many rows as are a multiple of four, of many weights, the last of which is zero, as that of padding
/// is; they are picked in an order that is not theirs.
fn batch(rows: usize, network: &Network, device: &Device) -> dense::Batch {
    let (features, width) = (network.layout().widths()[0], network.layout().inputs());
    let values = (0..rows * width).map(|i| match i % width < features {
        true => (i.wrapping_mul(i + 3) as f32 * 0.37).sin() * 2.0,
        false => 0.0,
    });
    let weight = |row: usize| match row + 1 < rows {
        true => [1.0, -1.0][row % 2] * (0.25 + (row % 76) as f32 * 0.5),
        false => 0.0,
    };
    let flat = |values: Vec<f32>| Tensor::<1>::from_floats(values.as_slice(), device);
    dense::Batch {
        rows: Tensor::from_data(
            TensorData::new(values.collect::<Vec<f32>>(), [rows, width]),
            device,
        ),
        weights: flat((0..rows).map(weight).collect()),
        picks: flat((0..rows).map(|row| (row * 37 % rows) as f32).collect()),
    }
}

/// Logits, losses, the gradient of three times their sum, and the parameters after two steps of Adam.
async fn all(preset: Preset, widths: &[usize], rows: usize, device: &Device) -> [Vec<f32>; 4] {
    let device = &device.clone().autodiff();
    let mut network = Network::init(preset, widths, 5, device);
    let batch = batch(rows, &network, device);
    let table = batch.rows.clone().inner();
    let logits = network.valid().logits(table, Span::begin(rows));
    // What comes after the losses must reach the parameters too.
    let losses = network.losses(batch.clone()) * 3.0;
    let gradient = network.parameters().grad_remove(&mut losses.backward());
    let mut adam = Adam::new(preset);
    for _ in 0..2 {
        let losses = network.losses(batch.clone());
        network.learn(&losses, 0.01, &mut adam);
    }
    let stepped = network.parameters().inner();
    let found = read(vec![logits, losses.inner(), gradient.unwrap(), stepped]);
    let [logits, losses, parts, stepped] = found.await.unwrap().try_into().unwrap();
    let length = network.layout().len();
    let gradient = (0..length).map(|at| parts.iter().skip(at).step_by(length).sum());
    [logits, losses, gradient.collect(), stepped]
}

fn assert_close(got: &[f32], want: &[f32], tolerance: f32) {
    assert!(want.iter().all(|x| x.is_finite()), "{want:?}");
    let largest = want.iter().fold(1.0f32, |most, x| most.max(x.abs()));
    assert_within(tolerance * largest, got, want);
}

/// Both sets of kernels. tests/native/dense.rs holds the CPU's to Burn's plain operations, and tests/gpu the GPU's to
/// more than a browser's software adapter has time for.
#[wasm_bindgen_test]
async fn losses_gradients_and_steps_are_those_of_the_cpu() {
    let networks: [(Preset, &[usize]); 3] = [
        (Preset::Keras, &[12, 128, 64, 2]),
        (Preset::Pytorch, &[7, 1]),
        (Preset::Pytorch, &[7, 9, 70, 3, 33, 1]),
    ];
    for (preset, widths) in networks {
        let cpu = all(preset, widths, 76, &Compute::cpu().device).await;
        for way in [Way::Hardware, Way::Software] {
            let gpu = webgpu().await;
            dense::go(way);
            let gpu = all(preset, widths, 76, &gpu.device).await;
            for (gpu, cpu) in gpu.iter().zip(&cpu) {
                assert_close(gpu, cpu, 2e-5);
            }
        }
    }
}

/// A network that is lost says so on the GPU too, whose own `max` would make 0 of not a number: it is in
/// every logit, in the losses, and in what a step makes of the weights.
#[wasm_bindgen_test]
async fn not_a_number_stays_not_a_number() {
    let widths = [7, 12, 6, 2];
    let device = webgpu().await.device.autodiff();
    for way in [Way::Hardware, Way::Software] {
        dense::go(way);
        let drawn = Network::init(Preset::Keras, &widths, 3, &device);
        let flat = read(vec![drawn.parameters().inner()]).await.unwrap();
        for lost in 0..2 {
            let mut layers = drawn.layout().unpack(&flat[0]);
            layers[lost].bias[1] = f32::NAN;
            let mut network = Network::from_layers(&layers, &widths, &device);
            let batch = batch(8, &network, &device);
            let table = batch.rows.clone().inner();
            let logits = |network: &Network| network.logits(table.clone(), Span::begin(8));
            let before = logits(&network.valid());
            let losses = network.losses(batch);
            network.learn(&losses, 0.01, &mut Adam::new(Preset::Keras));
            let after = logits(&network.valid());
            for numbers in read(vec![before, losses.inner(), after]).await.unwrap() {
                assert!(numbers.iter().all(|number| number.is_nan()), "{numbers:?}");
            }
        }
    }
}

/// What this worker asks of the GPU: dispatches, pipelines, bytes written and buffers read back.
const COUNT: &str = r#"
    const first = !globalThis.asked;
    globalThis.asked = { dispatches: 0, pipelines: 0, bytes: 0, read: 0 };
    const counted = (prototype, method, name, of = () => 1) => {
        const original = prototype[method];
        prototype[method] = function (...args) {
            globalThis.asked[name] += of(this, ...args);
            return original.apply(this, args);
        };
    };
    const written = (_, buffer, offset, data, from = 0, size = data.byteLength - from) => size;
    if (first) {
        counted(GPUComputePassEncoder.prototype, "dispatchWorkgroups", "dispatches");
        counted(GPUDevice.prototype, "createComputePipeline", "pipelines");
        counted(GPUDevice.prototype, "createComputePipelineAsync", "pipelines");
        counted(GPUQueue.prototype, "writeBuffer", "bytes", written);
        counted(GPUBuffer.prototype, "mapAsync", "read");
        counted(GPUDevice.prototype, "createBuffer", "bytes", (_, { mappedAtCreation, size }) => mappedAtCreation ? size : 0);
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

/// Rows travel once a run. A step sends the numbers of its rows and what its dispatches need to know, and what comes back
/// is read once a call; an evaluation sends next to nothing.
#[wasm_bindgen_test]
async fn a_step_sends_the_numbers_of_its_rows() {
    /// Bytes that a dispatch needs to know at most: sizes and places, and Adam's numbers.
    const ABOUT_A_DISPATCH: f64 = 128.0;
    const BATCH: usize = 256;
    /// Of a batch whose rows all differ.
    const SLOTS: f64 = 256.0;
    for way in [Way::Hardware, Way::Software] {
        let gpu = webgpu().await;
        dense::go(way);
        let options = format!(r#"{{"batch": {BATCH}, "hidden": [128, 64]}}"#);
        let config: Config = serde_json::from_str(&options).unwrap();
        let training = Training::new(different(2_048), None, config.check().unwrap(), gpu);
        let mut training = training.unwrap();
        count();
        // With the first step travels all that a run needs once.
        training.advance(1).await.unwrap();
        let uploaded = asked("bytes");
        let mut told = Vec::new();
        // Of seven batches an epoch.
        for _ in 0..2 {
            count();
            let progress = training.advance(2).await.unwrap();
            assert_eq!(progress.phase, "training");
            told.push(["dispatches", "bytes", "read", "pipelines"].map(asked));
        }
        while training.advance(1).await.unwrap().phase == "training" {}
        count();
        training.advance(1).await.unwrap();
        let evaluation = ["dispatches", "bytes", "read"].map(asked);
        wasm_bindgen_test::console_log!(
            "{way:?}: {uploaded} bytes before, {told:?} two steps, {evaluation:?} an evaluation"
        );
        assert!(
            uploaded > 2_048.0 * 48.0,
            "the rows, of twelve columns: {uploaded}"
        );
        for [dispatches, bytes, read, _] in told {
            // Gather, two hidden layers, losses, the derivative of these by themselves (Burn's), one hidden layer
            // back, gradient, Adam.
            assert_eq!(dispatches, 16.0);
            assert_eq!(read, 1.0);
            assert!(bytes <= 2.0 * 8.0 * SLOTS, "{bytes}");
            assert!(
                bytes - 2.0 * 4.0 * SLOTS <= 16.0 * ABOUT_A_DISPATCH,
                "{bytes}"
            );
        }
        let [dispatches, bytes, read] = evaluation;
        assert_eq!(read, 1.0);
        assert!(
            dispatches <= 4.0 && bytes <= 4.0 * ABOUT_A_DISPATCH,
            "{evaluation:?}"
        );
    }
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
