// What a newcomer's click shows, made while nobody asks: start.js begins with it as soon as the engine runs.

import { PAGE_ROWS } from "./query.js";

/** @typedef {import("../engine/bethscope.js").Engine} Engine */
/** @typedef {import("../engine/bethscope.js").Sample} Sample */

/** Not the one that the pretrained weights learnt from. */
export const SEED = 2;

/** Small enough to be made, read and scored in the blink of an eye, large enough that the shares are BETH's. */
export const SCORED = /** @type {const} */ ({ split: "test", rows: 5000, seed: SEED });

/** @param {Engine} engine @param {Uint8Array} weights @returns {Promise<Sample>} */
export function makeSample(engine, weights) {
    return engine.sample({ ...SCORED, weights, limit: PAGE_ROWS });
}

/** Of a sample that nobody wants. @param {Sample} sample */
export function closeSample({ data, model, scores }) {
    for (const part of [scores, data, model]) part.close();
}
