// The first engine. This is a classic script at the top of the page, with the engine inside: the worker boots and the
// module is compiled while the rest of the page is read, styled and drawn. As a module it had to wait for all of that,
// and the first scored row came 300 ms later.

import { createEngine } from "../engine/bethscope.js";
import { makeSample } from "./first.js";
import { hurdle, missing, tell, watchStart } from "./hurdle.js";
import { fetched } from "./pretrained.js";

/** @typedef {import("../engine/bethscope.js").Backend} Backend */
/** @typedef {import("../engine/bethscope.js").Engine} Engine */

const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
const wasm = {
    cpu: new URL("bethscope_cpu.wasm", src),
    gpu: new URL("bethscope_gpu.wasm", src),
    gpuWorker: new URL("bethscope_gpu.txt", src),
};

watchStart();
const obstacle = hurdle();
if (obstacle) tell(obstacle);

/** @param {Backend} backend @param {(engine: Engine) => void} [early] */
async function start(backend, early) {
    if (obstacle) throw new Error(obstacle);
    /** @type {import("../engine/bethscope.js").EngineOptions & { early?: (engine: Engine) => void }} */
    const options = { backend, wasm, zip: new URL("zip.js", src), early };
    return createEngine(options);
}

/** The weights that come with the page. */
const fetchWeights = () => fetched(new URL("pretrained.safetensors", src));

/** @type {PromiseWithResolvers<Engine>} */
const early = Promise.withResolvers();
const first = start("auto", early.resolve);
first.catch(early.reject);
const weights = fetchWeights();
/** Made while nobody asks, so that a click need not wait. */
const sample = Promise.all([early.promise, weights]).then(([engine, bytes]) => makeSample(engine, bytes));
// Whoever waits for them is told; nobody may wait yet.
for (const begun of [first, weights, sample]) begun.catch(() => {});

export { fetchWeights, first, missing, sample, start, weights };
