// The first engine. This is a classic script at the top of the page, with the engine inside: the worker boots and the
// module is compiled while the rest of the page is read, styled and drawn. As a module it had to wait for all of that,
// and the first scored row came 300 ms later.

import { createEngine } from "../engine/bethscope.js";
import * as assets from "./assets.js";
import { makeSample } from "./first.js";
import { hurdle, lacks, tell, watchStart } from "./hurdle.js";
import { reachOut } from "./reach.js";

/** @typedef {import("../engine/bethscope.js").Backend} Backend */
/** @typedef {import("../engine/bethscope.js").Engine} Engine */

const { form, keep } = assets;

watchStart();
const obstacle = hurdle();
if (obstacle) tell(obstacle);

/** @param {Backend} backend @param {(engine: Engine) => void} [early] */
async function start(backend, early) {
    if (obstacle) throw new Error(obstacle);
    /** @type {import("../engine/bethscope.js").EngineOptions & { early?: (engine: Engine) => void }} */
    const options = { ...(await assets.options()), backend, early };
    return createEngine(options);
}

/** The weights that come with the page. */
const fetchWeights = assets.weights;

/** @type {PromiseWithResolvers<Engine>} */
const early = Promise.withResolvers();
const first = start(assets.backend, early.resolve);
first.catch(early.reject);
const weights = fetchWeights();
/** Made while nobody asks, so that a click need not wait. */
const sample = Promise.all([early.promise, weights]).then(([engine, bytes]) => makeSample(engine, bytes));
// Whoever waits for them is told; nobody may wait yet.
for (const begun of [first, weights, sample]) begun.catch(() => {});

export { fetchWeights, first, form, keep, lacks, reachOut, sample, start, weights };
