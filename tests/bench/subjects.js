// Who is measured, and how each is started.

import { cpus } from "node:os";

/**
 * @typedef {object} Subject
 * @property {string} who
 * @property {string} page
 * @property {boolean} [isolated] on a page with the headers that threads need, which plain static hosts do not send
 * @property {object} options of its start
 * @property {"fused" | "turning"} [dense] the faster one of the ways in which it can train; see tensorflow-training.js
 */

const jax = "bench/jax-page.html";
const tensorflow = "bench/tensorflow-page.html";
const onnx = "bench/onnx-page.html";

/**
 * The network and the steps that everybody takes: what course projects on BETH have, named here so that nothing follows
 * the engine's defaults.
 */
export const NETWORK = {
    preset: "keras",
    recipe: "standard",
    hidden: [128, 64],
    learningRate: 0.001,
    classWeights: "none",
};

/** Its engine uses no threads on any page. @type {Subject} */
export const bethscope = { who: "bethscope", page: "bench/bethscope-page.html", options: { backend: "cpu" } };

/** @type {Subject} */
export const bethscopeGpu = { ...bethscope, who: "bethscope webgpu", options: { backend: "webgpu" } };

/** @type {Subject} */
export const jaxGpu = { who: "jax-js-webgpu", page: jax, options: { device: "webgpu", threads: 1 } };

/** jax-js on WebAssembly: on one thread, and on an isolated page on as many as there are cores. @type {Subject[]} */
export const jaxWasm = [
    { who: "jax-js-wasm, 1 thread", page: jax, options: { device: "wasm", threads: 1 } },
    {
        who: `jax-js-wasm, ${cpus().length} threads`,
        page: jax,
        options: { device: "wasm", threads: cpus().length },
        isolated: true,
    },
];

/** @type {Subject} */
export const tfjsGpu = {
    who: "tfjs-webgpu",
    page: tensorflow,
    options: { backend: "webgpu", threads: 1 },
    dense: "fused",
};

/** @type {Subject} */
export const tfjsCpu = { who: "tfjs-cpu", page: tensorflow, options: { backend: "cpu", threads: 1 }, dense: "fused" };

/** TensorFlow.js on WebAssembly with SIMD: on one thread, and on two. @type {Subject[]} */
export const tfjsWasm = [
    { who: "tfjs-wasm, 1 thread", page: tensorflow, options: { backend: "wasm", threads: 1 }, dense: "turning" },
    {
        who: "tfjs-wasm, 2 threads",
        page: tensorflow,
        options: { backend: "wasm", threads: 2 },
        isolated: true,
        dense: "turning",
    },
];

/** @type {Subject[]} */
export const onnxruntime = [
    { who: "onnxruntime-web, 1 thread", page: onnx, options: { threads: 1 } },
    { who: "onnxruntime-web, 2 threads", page: onnx, options: { threads: 2 }, isolated: true },
];

/**
 * A tab in which the subject has been started.
 * @param {import("./browser.js").Browser} browser
 * @param {Subject} subject
 * @param {string[]} files
 */
export async function started(browser, { page, isolated, options }, files) {
    const tab = await browser.tab(page, { files, isolated });
    try {
        await tab.call("start", options);
        return tab;
    } catch (error) {
        await tab.close();
        throw error;
    }
}

/**
 * A tab in which the subject has been started, for as long as some work takes.
 * @template T
 * @param {import("./browser.js").Browser} browser
 * @param {Subject} subject
 * @param {string[]} files
 * @param {(tab: import("./browser.js").Tab) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function within(browser, subject, files, work) {
    const tab = await started(browser, subject, files);
    try {
        return await work(tab);
    } finally {
        await tab.close();
    }
}
