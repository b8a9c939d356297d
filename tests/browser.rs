//! What only a browser can show: WebGPU starts, trains, saves and loads, and agrees with the CPU.
//!
//! Run by `wasm-pack test --headless --chrome`. Without a WebGPU adapter these tests fail.
#![cfg(target_arch = "wasm32")]

use std::rc::Rc;

use bethscope::config::Config;
use bethscope::device::{Backend, Compute, Wanted};
use bethscope::distinct::{DataSet, Opening};
use bethscope::model::Model;
use bethscope::parity;
use bethscope::score::Scoring;
use bethscope::train::Training;
use bethscope::weights::{load, save};
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
    let mut scoring = Scoring::new(data, compute);
    while !scoring.advance(4, model, data, compute).await.unwrap() {}
    scoring.finish()
}

fn largest_difference(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    let differences = a.iter().zip(b).map(|(a, b)| (a - b).abs());
    differences.fold(0.0, f32::max)
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
            let difference = largest_difference(&trained, &score(&loaded, &data, other).await);
            let exact = other.info.backend == compute.info.backend;
            assert!(
                if exact {
                    difference == 0.0
                } else {
                    difference < 1e-4
                },
                "{difference}"
            );
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
    assert!(largest_difference(&scores[0], &scores[1]) < 1e-2);
}

/// Counts, from now on, what this worker asks of the GPU.
const COUNT: &str = r#"
    globalThis.asked = { dispatches: 0, pipelines: 0 };
    const counted = (prototype, method, name) => {
        const original = prototype[method];
        prototype[method] = function (...args) {
            globalThis.asked[name] += 1;
            return original.apply(this, args);
        };
    };
    counted(GPUComputePassEncoder.prototype, "dispatchWorkgroups", "dispatches");
    counted(GPUDevice.prototype, "createComputePipeline", "pipelines");
    counted(GPUDevice.prototype, "createComputePipelineAsync", "pipelines");
"#;

fn asked(what: &str) -> f64 {
    let count = js_sys::eval(&format!("globalThis.asked.{what}")).unwrap();
    count.as_f64().unwrap()
}

#[wasm_bindgen_test]
async fn a_training_step_is_eight_dispatches() {
    let gpu = webgpu().await;
    js_sys::eval(COUNT).unwrap();
    let config: Config = serde_json::from_str(r#"{"batch": 64, "hidden": [128, 64]}"#).unwrap();
    let training = Training::new(log(), None, config.check().unwrap(), gpu);
    let mut training = training.unwrap();
    let mut steps = Vec::new();
    let started = js_sys::Date::now();
    for _ in 0..3 {
        let before = asked("dispatches");
        training.advance(1).await.unwrap();
        steps.push(asked("dispatches") - before);
    }
    let (pipelines, ms) = (asked("pipelines"), js_sys::Date::now() - started);
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
