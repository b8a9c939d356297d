// What every peer's tab can be asked: to make ready inputs of the tab's files, and to score them.

import { readInputs } from "./inputs.js";
import { readWeights } from "./weights.js";

/** @typedef {{ score(inputs: Float32Array, into: Float32Array): Promise<void> }} Scorer */
/** @typedef {Awaited<ReturnType<typeof readInputs>>} Ready */

/** The tab's file. @param {number} index */
export function file(index) {
    const { files } = /** @type {HTMLInputElement} */ (document.querySelector("input"));
    if (!files?.[index]) throw new Error(`The tab was not given file ${index}.`);
    return files[index];
}

/** @type {Map<number, Promise<Ready>>} */
const ready = new Map();

/** Scaled inputs of a file, made once. @param {number} index @param {import("./weights.js").Weights} weights */
export function prepared(index, { encoder }) {
    const made = ready.get(index) ?? readInputs(file(index), encoder);
    ready.set(index, made);
    return made;
}

/**
 * Scores all rows in chunks of so many.
 * @param {Scorer} network @param {Ready} ready @param {number} chunk
 */
async function scoreAll(network, { rows, inputs }, chunk) {
    const width = inputs.length / rows;
    const probabilities = new Float32Array(rows);
    for (let start = 0; start < rows; start += chunk) {
        const end = Math.min(rows, start + chunk);
        await network.score(inputs.subarray(start * width, end * width), probabilities.subarray(start, end));
    }
    return probabilities;
}

/** A try that takes so long has shown that the chunk size is not what matters, in ms. */
const LONG_TRY = 500;

/** The first of the rows. @param {Ready} ready @param {number} most @returns {Ready} */
function head({ rows, inputs, labels }, most) {
    const kept = Math.min(rows, most);
    return { rows: kept, inputs: inputs.subarray(0, (inputs.length / rows) * kept), labels: labels.subarray(0, kept) };
}

/**
 * The fastest of several chunk sizes, each tried once after a warm-up.
 * @param {Scorer} network @param {Ready} ready @param {number[]} chunks
 */
async function bestChunk(network, ready, chunks) {
    const few = head(ready, Math.max(...chunks));
    // The first calls of all pay for what a library sets up, so no chunk size is judged by them.
    await scoreAll(network, head(ready, 2048), 1024);
    let best = { chunk: chunks[0], ms: Infinity };
    for (const chunk of chunks) {
        const since = performance.now();
        await scoreAll(network, few, chunk);
        const ms = performance.now() - since;
        if (ms < best.ms) best = { chunk, ms };
        if (ms > LONG_TRY) break;
    }
    return best.chunk;
}

/**
 * Exposes what the benchmark calls.
 * @param {(weights: import("./weights.js").Weights) => Promise<Scorer>} network
 * @param {Record<string, (args: any) => Promise<any>>} verbs
 */
export function expose(network, verbs) {
    /** By file. @type {Map<number, number>} */
    const best = new Map();
    const bench = {
        /**
         * Milliseconds from ready-made floats to all probabilities, in chunks of the size that suits the peer best.
         * @param {{ file: number, weights: Uint8Array, chunks: number[] }} args
         */
        async score({ file, weights, chunks }) {
            const parsed = readWeights(weights);
            const [scorer, ready] = [await network(parsed), await prepared(file, parsed)];
            const chunk = best.get(file) ?? (await bestChunk(scorer, ready, chunks));
            best.set(file, chunk);
            const since = performance.now();
            const probabilities = await scoreAll(scorer, ready, chunk);
            return { ms: performance.now() - since, chunk, probabilities };
        },
        ...verbs,
    };
    Object.assign(globalThis, { bench });
}
