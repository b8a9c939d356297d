// The page of jax-js: its WebAssembly and its WebGPU, scoring and training.

import { network, start } from "./jax.js";
import { place, trainer } from "./jax-training.js";
import { exposeLearner } from "./learner.js";

exposeLearner({ network, place, trainer }, async ({ device, threads }) => {
    // It cannot be told how many to take: on an isolated page one for each core, on any other one.
    const taken = crossOriginIsolated ? navigator.hardwareConcurrency : 1;
    if (taken !== threads) throw new Error(`jax-js takes ${taken} threads here, not ${threads}.`);
    await start(device);
});
