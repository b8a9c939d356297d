// The page of TensorFlow.js: any of its backends, scoring and training.

import "@tensorflow/tfjs-backend-cpu";
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-backend-webgpu";
import { expose, prepared } from "./peer.js";
import { network } from "./tensorflow.js";
import { start } from "./tensorflow-start.js";
import { place, randomly, read, shuffled, trainer } from "./tensorflow-training.js";
import { readWeights } from "./weights.js";

/** Steps in a row between two looks at the clock take at most about this long, in ms, so that reading costs little. */
const GROUP_MS = 50;

/** Rows that are validated at a time. */
const CHUNK = 16_384;

/** @typedef {"fused" | "turning"} Dense how the gradients of a layer are computed; see tensorflow-training.js */

/**
 * Does so many steps, batch after batch and over again, and waits for the last.
 * @param {ReturnType<typeof trainer>["step"]} step
 * @param {ReturnType<typeof place>} placed
 * @param {number} batch
 */
function stepping(step, placed, batch) {
    let start = 0;
    return async (/** @type {number} */ count) => {
        let loss;
        for (let done = 0; done < count; done += 1) {
            loss?.dispose();
            loss = step(placed, start, batch);
            start = start + 2 * batch <= placed.rows ? start + batch : 0;
        }
        await read(loss);
    };
}

/** Shuffled rows of a file on the backend. @type {Map<number, ReturnType<typeof place>>} */
const kept = new Map();

expose(network, {
    /** @param {{ backend: string, threads: number }} options */
    async start({ backend, threads }) {
        if (threads > 1 && !crossOriginIsolated) throw new Error("Threads need a page that is cross-origin isolated.");
        // Of its WebAssembly modules it takes the fastest that the page can run: SIMD, and threads where isolated.
        setWasmPaths(new URL("./", location.href).href);
        if (backend === "wasm") setThreadsCount(threads);
        await start(backend);
    },

    /**
     * Rows a second in a stretch of training. Uploading and shuffling the rows is not charged.
     * @param {{ file: number, weights: Uint8Array, dense: Dense, batch: number, seconds: number }} args
     */
    async train({ file, weights, dense, batch, seconds }) {
        const parsed = readWeights(weights);
        const placed = kept.get(file) ?? place(shuffled(await prepared(file, parsed), randomly(1)));
        kept.set(file, placed);
        const { step } = trainer(await network(parsed), dense);
        const steps = stepping(step, placed, batch);
        await steps(1);
        const since = performance.now();
        let [done, now] = [0, since];
        for (let group = 1; now - since < seconds * 1000; ) {
            const before = now;
            await steps(group);
            done += group;
            now = performance.now();
            if (now - before < GROUP_MS / 2) group *= 2;
        }
        return (done * batch * 1000) / (now - since);
    },

    /**
     * Milliseconds of the first step, and of some later steps each. Rows and weights are on the backend before.
     *
     * Every step is waited for while steps are slow; where they are fast, several share one wait.
     * @param {{ file: number, weights: Uint8Array, dense: Dense, batch: number, warmup: number, steps: number }} args
     */
    async steps({ file, weights, dense, batch, warmup, steps }) {
        const parsed = readWeights(weights);
        const placed = place(await prepared(file, parsed));
        const { step } = trainer(await network(parsed), dense);
        const some = stepping(step, placed, batch);
        /** @param {number} count */
        const timed = async (count) => {
            const since = performance.now();
            await some(count);
            return performance.now() - since;
        };
        const first = await timed(1);
        for (let done = 1; done < warmup; done += 1) await timed(1);
        const found = [];
        for (let group = 1; found.length < steps; ) {
            const ms = await timed(group);
            if (ms < 2 * GROUP_MS) group *= 2;
            else found.push(ms / group);
        }
        return { first, steps: found };
    },

    /**
     * Milliseconds of training up to the end of each epoch, and the validation loss there. On the clock are the steps
     * alone: not placing and shuffling the rows, and not validating.
     * @param {{ train: number, validation: number, weights: Uint8Array, dense: Dense, batch: number, epochs: number }} args
     */
    async epochs({ train, validation, weights, dense, batch, epochs }) {
        const parsed = readWeights(weights);
        const [rows, others] = [await prepared(train, parsed), await prepared(validation, parsed)];
        const learner = await network(parsed);
        const { step } = trainer(learner, dense);
        const random = randomly(1);
        const found = [];
        let ms = 0;
        for (let epoch = 0; epoch < epochs; epoch += 1) {
            const placed = place(shuffled(rows, random));
            const since = performance.now();
            let loss;
            for (let start = 0; start < placed.rows; start += batch) {
                loss?.dispose();
                loss = step(placed, start, batch);
            }
            await read(loss);
            ms += performance.now() - since;
            placed.dispose();
            found.push({ ms, loss: await meanLoss(learner, others) });
        }
        return found;
    },

    /**
     * The weights after some steps on all rows of a file as one batch.
     * @param {{ file: number, weights: Uint8Array, dense: Dense, steps: number }} args
     */
    async afterSteps({ file, weights, dense, steps }) {
        const parsed = readWeights(weights);
        const rows = await prepared(file, parsed);
        const placed = place(rows);
        const learner = await network(parsed);
        const { step } = trainer(learner, dense);
        for (let done = 0; done < steps; done += 1) await read(step(placed, 0, rows.rows));
        placed.dispose();
        const probabilities = new Float32Array(rows.rows);
        await learner.score(rows.inputs, probabilities);
        return { weights: await learner.weights(), probabilities };
    },
});

/**
 * Mean cross-entropy in nats over some rows.
 * @param {Awaited<ReturnType<typeof network>>} learner
 * @param {import("./peer.js").Ready} rows
 */
async function meanLoss(learner, { rows, inputs, labels }) {
    const width = inputs.length / rows;
    let sum = 0;
    for (let start = 0; start < rows; start += CHUNK) {
        const end = Math.min(rows, start + CHUNK);
        const logits = await learner.logits(inputs.subarray(start * width, end * width));
        for (let row = start; row < end; row += 1) {
            const at = 2 * (row - start);
            // How far the wrong class is ahead: -log of the softmax is log(1 + e^x).
            const x = (logits[at + 1] - logits[at]) * (labels[row] ? -1 : 1);
            sum += Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
        }
    }
    return sum / rows;
}
