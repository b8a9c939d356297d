// The first engine. This is a classic script at the top of the page, with the engine inside: the worker boots and the
// module is compiled while the rest of the page is read, styled and drawn. As a module it had to wait for all of that,
// and the first scored row came 300 ms later.

import { createEngine } from "../engine/bethscope.js";
import { makeSample } from "./first.js";
import { hurdle, lacks, tell, watchStart } from "./hurdle.js";
import { fetched } from "./pretrained.js";

/** @typedef {import("../engine/bethscope.js").Backend} Backend */

const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
const wasm = {
    cpu: new URL("bethscope_cpu.wasm", src),
    gpu: new URL("bethscope_gpu.wasm", src),
    gpuWorker: new URL("bethscope_gpu.txt", src),
};

watchStart();
const obstacle = hurdle();
if (obstacle) tell(obstacle);

/** @param {Backend} backend */
async function start(backend) {
    if (obstacle) throw new Error(obstacle);
    return createEngine({ backend, wasm, zip: new URL("zip.js", src) });
}

/** The weights that come with the page. */
const fetchWeights = () => fetched(new URL("pretrained.safetensors", src));

const first = start("auto");
const weights = fetchWeights();
/** Made while nobody asks, so that a click need not wait. */
const sample = Promise.all([first, weights]).then(([engine, bytes]) => makeSample(engine, bytes));
// Whoever waits for them is told; nobody may wait yet.
for (const begun of [first, weights, sample]) begun.catch(() => {});

export { fetchWeights, first, lacks, sample, start, weights };
