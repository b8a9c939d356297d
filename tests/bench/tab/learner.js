// What the tab of every peer that can train is asked, besides what peer.js has: steps on the clock, epochs up to a
// validation loss, and the weights after some steps.

import { expose, prepared } from "./peer.js";
import { readWeights } from "./weights.js";

/** Steps in a row between two looks at the clock take at most about this long, in ms, so that reading costs little. */
const GROUP_MS = 50;

/** Rows that are validated at a time. */
const CHUNK = 16_384;

/** @typedef {"fused" | "turning"} Dense of TensorFlow.js: how the gradients of a layer are computed */
/** @typedef {Pick<import("./peer.js").Ready, "inputs" | "labels">} Rows */

/**
 * @typedef {import("./peer.js").Scorer & {
 *     logits(inputs: Float32Array): Promise<ArrayLike<number>>,
 *     weights(): Promise<ArrayLike<number>[]>,
 * }} Network it scores with the weights that it has been trained to; `logits` are both outputs of each row, `weights`
 *     are in the order of bethscope's file, each [outputs, inputs]
 */

/**
 * How a library trains.
 * @template {Network} N
 * @template {{ dispose(): void }} P
 * @typedef {object} Library
 * @property {(weights: import("./weights.js").Weights) => Promise<N>} network
 * @property {(rows: Rows, batch: number) => P} place rows on the backend, to be taken in batches; the last may be smaller
 * @property {(network: N, dense: Dense) => (placed: P, batches: number[]) => Promise<unknown>} trainer steps of
 *     Adam as Keras has it, with its default learning rate, on the batches of these numbers; all are done when it resolves
 */

/**
 * Does so many steps on the first batches, over and over, going on where it stopped.
 * @template P
 * @param {(placed: P, batches: number[]) => Promise<unknown>} train
 * @param {P} placed
 * @param {number} batches
 */
function stepping(train, placed, batches) {
    let done = 0;
    return (/** @type {number} */ count) => {
        const numbers = Array.from({ length: count }, (_, step) => (done + step) % batches);
        done += count;
        return train(placed, numbers);
    };
}

/**
 * Exposes what the benchmark calls.
 * @template {Network} N
 * @template {{ dispose(): void }} P
 * @param {Library<N, P>} library
 * @param {(options: any) => Promise<void>} start
 */
export function exposeLearner({ network, place, trainer }, start) {
    /** Rows of a file in random order, made once. @type {Map<number, Rows>} */
    const mixed = new Map();

    expose(network, {
        start,

        /**
         * Rows a second in a stretch of training. Uploading and shuffling the rows is not charged.
         * @param {{ file: number, weights: Uint8Array, dense: Dense, batch: number, seconds: number }} args
         */
        async train({ file, weights, dense, batch, seconds }) {
            const parsed = readWeights(weights);
            const rows = mixed.get(file) ?? shuffled(await prepared(file, parsed), randomly(1));
            mixed.set(file, rows);
            const placed = place(rows, batch);
            const steps = stepping(
                trainer(await network(parsed), dense),
                placed,
                Math.floor(rows.labels.length / batch),
            );
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
            placed.dispose();
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
            const rows = await prepared(file, parsed);
            const placed = place(rows, batch);
            const some = stepping(trainer(await network(parsed), dense), placed, Math.floor(rows.rows / batch));
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
            placed.dispose();
            return { first, steps: found };
        },

        /**
         * Milliseconds of training up to the end of each epoch, and the validation loss there. On the clock are the
         * steps alone: not placing and shuffling the rows, and not validating.
         * @param {{
         *     train: number, validation: number, weights: Uint8Array, dense: Dense, batch: number, epochs: number
         * }} args
         */
        async epochs({ train, validation, weights, dense, batch, epochs }) {
            const parsed = readWeights(weights);
            const [rows, others] = [await prepared(train, parsed), await prepared(validation, parsed)];
            const learner = await network(parsed);
            const learn = trainer(learner, dense);
            const random = randomly(1);
            const found = [];
            let ms = 0;
            for (let epoch = 0; epoch < epochs; epoch += 1) {
                const placed = place(shuffled(rows, random), batch);
                const since = performance.now();
                await learn(placed, [...Array(Math.ceil(rows.rows / batch)).keys()]);
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
            const placed = place(rows, rows.rows);
            const learner = await network(parsed);
            await trainer(learner, dense)(placed, Array(steps).fill(0));
            placed.dispose();
            const probabilities = new Float32Array(rows.rows);
            await learner.score(rows.inputs, probabilities);
            return { weights: await learner.weights(), probabilities };
        },
    });
}

/** Labels as numbers for both classes, row after row. @param {Uint8Array} labels */
export function oneHot(labels) {
    const classes = new Float32Array(labels.length * 2);
    for (let row = 0; row < labels.length; row += 1) classes[row * 2 + labels[row]] = 1;
    return classes;
}

/** Numbers from 0 to 1 that look random, the same for the same seed (mulberry32). @param {number} seed */
function randomly(seed) {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
}

/** The rows in random order. @param {Rows} rows @param {() => number} random @returns {Rows} */
function shuffled({ inputs, labels }, random) {
    const width = inputs.length / labels.length;
    const mixed = { inputs: new Float32Array(inputs.length), labels: new Uint8Array(labels.length) };
    const order = Uint32Array.from(labels, (_, row) => row);
    for (let row = order.length - 1; row >= 0; row -= 1) {
        const other = Math.floor(random() * (row + 1));
        [order[row], order[other]] = [order[other], order[row]];
        mixed.inputs.set(inputs.subarray(order[row] * width, (order[row] + 1) * width), row * width);
        mixed.labels[row] = labels[order[row]];
    }
    return mixed;
}

/**
 * Mean cross-entropy in nats over some rows.
 * @param {Network} learner
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
