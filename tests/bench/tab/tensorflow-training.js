// Training in TensorFlow.js: rows on the backend, sliced into batches, and steps of Adam.
//
// A hand-written loop: `model.fit` of tfjs-layers would take the library's own gradients, with which the WebAssembly
// backend trains about a third as fast (see `turning`).

import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import { fused } from "./tensorflow.js";

/** @typedef {Awaited<ReturnType<typeof import("./tensorflow.js").network>>} Network */
/** @typedef {{ inputs: Float32Array, labels: Uint8Array }} Rows */
/** @typedef {ReturnType<typeof place>} Placed */

/** Rows as tensors on the backend, labels one-hot. @param {Rows} rows */
export function place({ inputs, labels }) {
    const classes = new Float32Array(labels.length * 2);
    for (let row = 0; row < labels.length; row += 1) classes[row * 2 + labels[row]] = 1;
    return {
        rows: labels.length,
        input: tf.tensor2d(inputs, [labels.length, inputs.length / labels.length]),
        wanted: tf.tensor2d(classes, [labels.length, 2]),
        dispose() {
            this.input.dispose();
            this.wanted.dispose();
        },
    };
}

/** Numbers from 0 to 1 that look random, the same for the same seed (mulberry32). @param {number} seed */
export function randomly(seed) {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
}

/** The rows in random order. @param {Rows} rows @param {() => number} random @returns {Rows} */
export function shuffled({ inputs, labels }, random) {
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
 * The layer with gradients of its own, which turn matrices before they multiply. TensorFlow.js's gradients multiply by
 * matrices turned on the fly, for which its WebAssembly backend has no fast kernel.
 * @type {typeof fused}
 */
const turning = (input, weight, bias, activation) => {
    const layer = tf.customGrad(
        (/** @type {any} */ x, /** @type {any} */ w, /** @type {any} */ b, /** @type {any} */ save) => {
            const value = fused(x, w, b, activation);
            save([x, w, value]);
            /** @param {any} dy @param {any[]} saved */
            const gradFunc = (dy, [x, w, value]) => {
                const dz = activation === "relu" ? tf.mul(dy, tf.step(value)) : dy;
                return [tf.matMul(dz, tf.transpose(w)), tf.matMul(tf.transpose(x), dz), tf.sum(dz, 0)];
            };
            return { value, gradFunc };
        },
    );
    return layer(input, weight, bias);
};

const layers = { fused, turning };

/**
 * Steps of Adam as Keras has it, with its default learning rate.
 * @param {Network} network
 * @param {keyof typeof layers} dense
 */
export function trainer(network, dense) {
    const adam = tf.train.adam(0.001, 0.9, 0.999, 1e-7);
    return {
        /**
         * One step on the batch that begins at a row. It is done when the loss has been read.
         * @param {Placed} placed @param {number} start @param {number} batch
         */
        step({ input, wanted }, start, batch) {
            return tf.tidy(() => {
                const size = Math.min(batch, input.shape[0] - start);
                const rows = tf.slice(input, [start, 0], [size, -1]);
                const classes = tf.slice(wanted, [start, 0], [size, -1]);
                const loss = () => tf.losses.softmaxCrossEntropy(classes, network.forward(rows, layers[dense]));
                return adam.minimize(loss, true);
            });
        },
    };
}

/** Waits until all steps up to this one are done. @param {any} loss @returns {Promise<number>} */
export async function read(loss) {
    const [value] = await loss.data();
    loss.dispose();
    return value;
}
